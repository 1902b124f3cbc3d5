import{A as e,C as t,D as n,E as r,I as i,N as a,O as o,P as s,T as c,_ as l,a as u,c as d,d as f,f as p,g as ee,h as te,i as m,j as h,k as ne,l as g,m as _,n as re,o as ie,r as ae,s as v,t as y,v as b,w as oe,y as x}from"./card-225d353b.js";import{a as S,c as C,d as w,f as T,h as E,i as se,l as D,m as ce,o as le,p as O,r as k,s as ue,t as A,u as j}from"./preview-9577ba7c.js";import{n as de,t as fe}from"./page-options-2d7e539f.js";var M=class extends Error{constructor(e,t=``,n=!1){super(e),this.code=t,this.isFinal=n}},N=class extends Error{},P=`X-File-Name`,F=[1e3,3e3,6e3];function I(e,t){return new Promise(n=>{t?.aborted&&n(),setTimeout(n,e),t?.addEventListener(`abort`,()=>n())})}async function L(e,t,[n,...r]=F){t?.throwIfAborted();try{return await e()}catch(i){if(n===void 0||!(i instanceof N))throw i;return await I(n,t),L(e,t,r)}}function R(e,t,...[n,r,i]){return new Promise((a,o)=>{i.throwIfAborted();let s=new XMLHttpRequest;s.open(`POST`,e),s.setRequestHeader(`Content-Type`,`application/octet-stream`),s.setRequestHeader(P,encodeURIComponent(n.name));for(let e in t)s.setRequestHeader(e,t[e]??``);s.upload.addEventListener(`progress`,({loaded:e,total:t})=>{t>0&&r(e/t)}),s.addEventListener(`load`,()=>a({status:s.status,text:s.responseText})),s.addEventListener(`loadend`,()=>o(new N)),i.addEventListener(`abort`,()=>s.abort()),s.send(n)})}var z=class{constructor(e){this.file=e,this.sent=0,this.isBroken=!1}},B=class{constructor(e,t,n,r=3){this.send=e,this.explain=t,this.onChange=n,this.atATime=r,this.items=[],this.running=/* @__PURE__ */ new Map,this.isStarted=!1,this.resume=()=>this.retry(this.items.filter(({isBroken:e})=>e))}get isUploaded(){return this.items.length>0&&this.items.every(({uploaded:e})=>e)}start(){this.isStarted=!0,addEventListener(`online`,this.resume),this.next()}stop(){this.isStarted=!1,removeEventListener(`online`,this.resume);for(let{aborter:e}of this.items)e?.abort()}add(e){this.items=[...this.items,...e],this.next()}remove(e){this.items=this.items.filter(t=>t!==e),e.aborter?.abort(),this.onChange()}clear(){for(let e of this.items)this.remove(e)}retry(e=this.items){for(let t of e)t.problem=void 0,t.isBroken=!1;this.next()}async renew(){for(let e of this.items)e.uploaded=void 0;for(this.next();this.running.size;)await Promise.race(this.running.values())}upload(e){let t=this.running.get(e)??this.run(e).finally(()=>{this.running.delete(e),this.next()});return this.running.set(e,t),t}next(){for(let e of this.items){if(!this.isStarted||this.running.size>=this.atATime)break;!e.uploaded&&e.problem===void 0&&!this.running.has(e)&&this.upload(e)}this.onChange()}async run(e){let{signal:t}=e.aborter=new AbortController,n=()=>(this.report(e,0),this.send(e.file,t=>this.report(e,t),t));try{e.uploaded=await L(n,t)}catch(n){if(t.aborted)return;e.isBroken=n instanceof N,e.problem=this.explain(n)}}report(e,t){e.sent=t,this.onChange()}},V=`/api/cloudprint/upload`;async function pe(e,...t){e.auth.expired&&await e.auth.refreshAccessToken().catch(()=>{throw new N});let{status:n,text:r}=await R(V,{Authorization:`Bearer ${e.auth.data.access_token}`,"Accept-Language":e.language},...t),i=he(r);if(n===200&&typeof i?.upload_id==`string`)return i;throw typeof i?.message==`string`?new M(i.message):new N}function me({texts:e},t){return t instanceof M?t.message:t instanceof N?e.localize(`upload_no_connection`):String(t)}var H=class extends B{constructor(e){super((...t)=>pe(e.context.hass,...t),t=>me(e.context,t),()=>e.requestUpdate()),this.host=e}get size(){return this.items.reduce((e,{file:t})=>e+t.size,0)}get sent(){let e=this.items.reduce((e,t)=>e+t.file.size*(t.uploaded?1:t.sent),0);return this.size?e/this.size:0}get uploads(){return new Map(this.items.flatMap(({file:e,uploaded:t})=>t?[[e,t]]:[]))}};function he(e){try{let t=JSON.parse(e);return typeof t==`object`&&t?{...t}:void 0}catch{return}}function U(e,t){return s`
    <div
      class="bar"
      role="progressbar"
      aria-label=${e}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(t*100)}
    >
      <div style="inline-size: ${t*100}%"></div>
    </div>
  `}function W(e,t,n){return s`
    <div class="missing">
      <label class="small secondary" for="password">${e.localize(`password`)}</label>
      <input
        id="password"
        type="password"
        autocomplete="off"
        .value=${t}
        @input=${e=>n(e.target.value)}
      />
    </div>
  `}var ge=400,G=class{constructor(e){this.host=e,this.isBusy=!1,this.isRefused=!1,this.warnings=[],this.isGone=!1,this.load=()=>Promise.resolve(``),this.requested=``,this.running=Promise.resolve(),e.addController(this)}hostDisconnected(){this.reset()}reset(){window.clearTimeout(this.timer),this.preview=void 0,this.problem=void 0,this.problemField=void 0,this.isBusy=!1,this.isRefused=!1,this.warnings=[],this.isGone=!1,this.missing=void 0,this.pages=void 0,this.requested=``}request(e,t,n,r,i={}){let a=ve(t,n),o=JSON.stringify(a);if(o===this.requested)return;let s=this.requested?ge:0;this.requested=o,this.isBusy=!0,this.host.requestUpdate(),window.clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.running=this.running.then(()=>this.start(e,a,o,r,i))},s)}async start(e,t,i,a,o){if(i!==this.requested)return;let s,l,u,d,[f,p]=[!1,!1];try{s=await e.backend.call(`cloudprint/preview`,{...t,sheet:1})}catch(t){l=await c(e,t,a,o),u=n(t,o),d=r(t),f=h(t),p=ne(t)||u!==void 0}i===this.requested&&(s&&t.page_ranges===void 0&&(this.pages=s.pages),this.preview=s,this.problem=l,this.problemField=u,this.missing=d??this.missing,this.isGone=f,this.isRefused=p,this.warnings=s?.warnings??[],this.isBusy=!1,this.load=n=>this.loadSheets(e,t,a,o,n),this.host.requestUpdate())}async loadSheets(e,t,n,r,i){let{preview:a}=this;try{let{sheets:n,warnings:r}=await e.backend.call(`cloudprint/preview`,{...t,sheet:i});return a===this.preview&&r.some(e=>!this.warnings.includes(e))&&(this.warnings=[.../* @__PURE__ */ new Set([...this.warnings,...r])],this.host.requestUpdate()),n??e.texts.localize(`preview_none`)}catch(t){return c(e,t,n,r)}}};function _e(e,t){return!(`page`in e||`document`in e)||t?.seed===void 0?e:{...e,page_options:{seed:t.seed,...e.page_options}}}function ve(e,t){let{copies:n,...r}=t,{sides:i=``,...a}=r,o=e.rule&&n!==void 0?{...a,copies:n}:a;return t.arrange===`booklet`?{...o,sides:`one_sided`}:E(i,e)?t:e.needs_trays&&i?{...o,sides:i}:o}function K(e,t,n){return n.map(n=>f(`warning`,`mdi:alert-circle-outline`,u(e,t,n)))}function q(e,t){let{printer:n,policy:r,isReady:i,isSending:o,isUncertain:c,problem:l}=t,{texts:u}=e,d=r?.asks?`ask_to_print`:`print`;return s`<div class="footer">
    ${l?f(`error`,`mdi:alert-circle-outline`,l):a}
    ${k(e,n,r,()=>t.chooseGrey())}
    ${c||A(n,r,u)?s`<button class="primary print" type="button" ?disabled=${!i} @click=${()=>t.print()}>
            ${_(r?.asks?`mdi:account-question-outline`:`mdi:printer`)}${u.localize(o?`printing_now`:d)}
          </button>`:a}
  </div>`}var ye=class{constructor(e,t){this.isLost=e,this.isUnprinted=t,this.lost=/* @__PURE__ */ new Map}get isUncertain(){return this.lost.size>0}async print(e,t){let n=this.lost.get(e)??be();try{let e=await t(n);return this.lost.clear(),e}catch(t){throw this.isLost(t)?this.lost.set(e,n):this.isUnprinted(t)&&this.lost.delete(e),t}}};function be(){return[...crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}var J=class extends ye{constructor(){super(o,e)}send({backend:e},t){return this.print(JSON.stringify(t),n=>e.call(`cloudprint/print`,{...t,idempotency_key:n}))}},Y=i`
  :host {
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    min-inline-size: 0;
  }
  .head {
    align-items: center;
    display: flex;
    gap: 12px;
  }
  .names {
    flex: 1;
    min-inline-size: 0;
  }
  .names:focus {
    outline: none;
  }
  .name {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .content {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .main,
  .written {
    align-content: start;
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  textarea {
    background: var(--field);
    border: 1px solid transparent;
    border-radius: var(--radius);
    display: block;
    field-sizing: content;
    inline-size: 100%;
    max-block-size: 320px;
    min-block-size: 120px;
    padding: 12px;
    resize: vertical;
  }
  .check {
    align-items: center;
    cursor: pointer;
    display: flex;
    gap: 8px;
    min-block-size: 32px;
  }
  .check input {
    accent-color: var(--accent-text);
    block-size: 18px;
    flex: none;
    inline-size: 18px;
  }
  .missing {
    display: grid;
    gap: 4px;
  }
  .missing input {
    background: var(--field);
    block-size: 40px;
    border: 1px solid transparent;
    border-radius: var(--ha-border-radius-md, 8px);
    inline-size: 100%;
    padding-inline: 12px;
  }
  ::placeholder {
    color: var(--secondary);
    opacity: 1;
  }
  .upload {
    display: grid;
    gap: 8px;
  }
  .upload > div:last-child {
    align-items: center;
    display: flex;
    gap: 8px;
    justify-content: space-between;
  }
  .side {
    align-content: start;
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .print {
    inline-size: 100%;
    min-block-size: 44px;
  }
  .footer {
    background-color: var(--primary-background-color, #fff);
    background-image: linear-gradient(var(--surface) 0 0);
    border-block-start: 1px solid var(--line);
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
    inset-block-end: 0;
    margin-inline: calc(-1 * var(--gap));
    padding: 8px var(--gap) calc(8px + var(--safe-area-inset-bottom, env(safe-area-inset-bottom, 0px)));
    position: sticky;
    z-index: 2;
  }
  /* A keyboard may leave no room for more than the field. */
  @media (max-height: 420px) {
    .footer {
      position: static;
    }
  }
  @container (min-width: 480px) {
    .content.with-preview,
    .content.with-form {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
    .content.with-form {
      grid-template-rows: auto 1fr;
    }
    .with-form > :first-child {
      grid-row: span 2;
    }
  }
`,xe=class extends z{constructor(e){super(e),this.state=`waiting`,this.jobs=[],this.asked=null,this.jobStates=/* @__PURE__ */ new Map,this.sender=new J,this.fileProblem=x(e),this.fileProblem&&(this.state=`skipped`)}},Se=class extends H{constructor(...e){super(...e),this.leftOut=0,this.isRunning=!1,this.listed=/* @__PURE__ */ new WeakSet,this.removed=/* @__PURE__ */ new WeakSet,this.runs=0}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}addFiles(e,t){this.leftOut=0;for(let n of e){if(this.listed.has(n))continue;this.listed.add(n);let e=new xe(n);e.uploaded=t?.get(n),(e.state===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)).length<20?this.add([e]):this.leftOut+=1}}isRemoved(e){return this.removed.has(e)}remove(e){this.removed.add(e.file),super.remove(e)}stop(){this.runs+=1,this.isRunning=!1,super.stop(),this.onChange()}async print(e){if(this.isRunning)return;let t=++this.runs,n=()=>t!==this.runs,r=this.in(`waiting`,`failed`);for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let t of r){if(n())return;this.items.includes(t)&&await this.printItem(t,e(t.file),n)}n()||(this.isRunning=!1),this.onChange()}async printItem(e,t,n){let{context:i}=this.host;if(e.uploaded||(this.update(e,`uploading`),await this.upload(e)),!e.uploaded||n()||!this.items.includes(e))this.update(e,e.problem===void 0?`waiting`:`failed`,e.problem);else{this.update(e,`sending`);try{Object.assign(e,await e.sender.send(i,{...t,upload:e.uploaded.upload_id})),this.update(e,`printed`)}catch(t){h(t)&&!e.sender.isUncertain&&(e.uploaded=void 0);let n=r(t),a=n?i.texts.localize(`${n}_alone`):await c(i,t,[e.file.name]);this.update(e,`failed`,a)}}}update(e,t,n){e.state=t,e.problem=n,this.onChange()}},Ce=i`
  li + li {
    border-block-start: 1px solid var(--line);
  }
  .item {
    align-items: center;
    display: flex;
    gap: 12px;
    min-block-size: 52px;
    padding-block: 6px;
  }
  .item > .icon {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 65%, var(--text));
  }
  .fact {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 45%, var(--text));
    overflow-wrap: anywhere;
  }
  .skipped,
  .held,
  .unconfirmed {
    --tone: var(--warning-color, #ffa600);
  }
  .failed {
    --tone: var(--error-color, #db4437);
  }
  .finished {
    --tone: var(--success-color, #43a047);
  }
  .uploading,
  .sending {
    --tone: var(--accent);
  }
  .bar {
    margin-block-start: 4px;
  }
  .each {
    margin-block-start: 6px;
    text-align: center;
  }
  .together {
    inline-size: 100%;
  }
  .stop {
    inline-size: 100%;
    min-block-size: 44px;
  }
`,we=[`face_down`,`face_up`],Te=[`upper_side`,`lower_side`],Ee=class extends ie{static{this.properties={...v.properties,printer:{attribute:!1},output:{state:!0},input:{state:!0},kept:{state:!0},isBusy:{state:!0},test:{state:!0},problem:{state:!0}}}static{this.styles=[...v.styles,ae,i`
      dialog {
        background: var(--surface);
        border: 0;
        border-radius: var(--radius);
        color: var(--text);
        inline-size: min(420px, 100dvw - 32px);
        max-block-size: calc(100dvh - 32px);
        overflow: auto;
        padding: 16px;
      }
      dialog[open] {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.6);
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
      }
      fieldset {
        border: 0;
        display: grid;
        gap: 4px;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        font-weight: var(--ha-font-weight-medium, 500);
        margin-block-end: 4px;
        padding: 0;
      }
      label {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 8px;
        min-block-size: 40px;
      }
      input {
        accent-color: var(--accent-text);
        block-size: 20px;
        flex: none;
        inline-size: 20px;
      }
      footer,
      .test {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      footer {
        justify-content: flex-end;
      }
      .forget {
        margin-inline-end: auto;
      }
    `]}constructor(){super(),this.tester=new J,this.isBusy=!1}willUpdate(){this.hasUpdated||(this.output=this.printer.trays?.output,this.input=this.printer.trays?.input)}render(){return s`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        ${this.kept?this.renderKept(this.kept):this.renderQuestions()}
      </dialog>
    `}renderQuestions(){let{output:e,input:t}=this;return s`
      <header>
        <h2 id="title">${this.localize(`trays_title`)}</h2>
        <div class="small secondary one-line">${this.printer.name}</div>
      </header>
      <p>${this.localize(`trays_intro`)}</p>
      <p>${this.localize(`trays_mark`)}</p>
      <div class="test">
        <button type="button" ?disabled=${this.isBusy||this.test!==void 0} @click=${this.printTestPage}>
          ${this.localize(`trays_test`)}
        </button>
        <span class="small secondary" role="status">${this.test?this.describe(this.test):``}</span>
      </div>
      <fieldset>
        <legend>${this.localize(`trays_output`)}</legend>
        ${y(`output`)}
        ${we.map(t=>this.renderAnswer(`output`,this.localize(`trays_output_${t}`),e===t,()=>{this.output=t}))}
      </fieldset>
      <fieldset>
        <legend>${this.localize(`trays_input`)}</legend>
        ${y(`input`)}
        ${Te.map(e=>this.renderAnswer(`input`,this.localize(`trays_input_${e}`),t===e,()=>{this.input=e}))}
      </fieldset>
      ${this.problem?f(`error`,`mdi:alert-circle-outline`,this.problem):a}
      <footer>
        ${this.printer.trays?s`<button
                class="plain forget"
                type="button"
                ?disabled=${this.isBusy}
                @click=${()=>this.keep(void 0)}
              >
                ${this.localize(`trays_forget`)}
              </button>`:a}
        <button class="plain" type="button" @click=${()=>this.dialog?.close()}>
          ${this.localize(`edit_cancel`)}
        </button>
        <button
          class="primary"
          type="button"
          ?disabled=${!e||!t||this.isBusy}
          @click=${()=>e&&t&&this.keep({output:e,input:t})}
        >
          ${this.localize(`save`)}
        </button>
      </footer>
    `}renderAnswer(e,t,n,r){return s`<label><input type="radio" name=${e} .checked=${n} @change=${r} />${t}</label>`}renderKept(e){return s`
      <h2 id="title">${this.localize(`trays_kept`)}</h2>
      <p>${this.localize(`trays_kept_when`)}</p>
      ${re(this.context.texts,e)}
      <footer>
        <button class="primary" type="button" @click=${()=>this.dialog?.close()}>${this.localize(`done`)}</button>
      </footer>
    `}keep(e){return this.run(async()=>{let t={device_id:this.printer.device_id,...e};await this.context.backend.call(`cloudprint/trays`,t),this.fireCardEvent(`trays`,void 0),this.kept=e,e||this.dialog?.close()})}printTestPage(){return this.run(async()=>{let{jobs:e}=await this.tester.send(this.context,{device_id:this.printer.device_id,text:this.localize(`trays_test_text`),name:this.localize(`trays_test_name`),sides:`one_sided`,copies:1});this.test=e[0]})}describe({name:e,state:t}){if(t!==`held`&&t!==`unconfirmed`)return this.localize(`trays_test_sent`);let{texts:n}=this.context;return n.localize(`job_announced`,{name:e,state:n.localizeValue(`state`,t,`state_other`)})}async run(e){this.isBusy=!0,this.problem=void 0;try{await e()}catch(e){this.problem=await c(this.context,e)}finally{this.isBusy=!1}}};d(`cloudprint-card-trays`,Ee);var De=class extends v{static{this.properties={...v.properties,printer:{attribute:!1},choices:{attribute:!1},isSaved:{attribute:!1},hasPages:{attribute:!1},hasPageSets:{attribute:!1},impliedSides:{attribute:!1},madeHere:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[...v.styles,i`
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      }
      .field {
        display: grid;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .label {
        align-items: center;
        display: flex;
        gap: 4px;
        justify-content: space-between;
      }
      .control {
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        inline-size: 100%;
        min-inline-size: 0;
      }
      .control:hover {
        border-color: var(--line);
      }
      input,
      select {
        appearance: none;
        background: transparent;
        block-size: 100%;
        border: 0;
        border-radius: inherit;
        flex: 1;
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      .choice {
        position: relative;
      }
      .choice select {
        cursor: pointer;
        padding-inline-end: 32px;
      }
      .choice .icon {
        color: var(--secondary);
        inset-block-start: 9px;
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      ::placeholder {
        color: var(--secondary);
        opacity: 1;
      }
      .number input {
        appearance: textfield;
        padding-inline: 0;
        text-align: center;
      }
      .number input::-webkit-inner-spin-button,
      .number input::-webkit-outer-spin-button {
        appearance: none;
        margin: 0;
      }
      .number button {
        block-size: 38px;
        min-block-size: 38px;
        inline-size: 38px;
      }
      .by-hand {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        grid-column: 1 / -1;
      }
      .by-hand > div {
        flex: 1 1 200px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      [aria-invalid="true"] {
        outline: 2px solid var(--error-color, #db4437);
      }
    `]}constructor(){super(),this.isAsking=!1,this.impliedSides=``,this.madeHere=`all`}render(){let e=T(this.usedChoices,this.printer);return s`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${this.printer.copies.max>1?this.renderCopies(e.includes(`copies_invalid`)):a}
        ${le.map(e=>this.renderChoice(e))} ${this.renderFallback()}
        ${E(this.sides,this.printer)?this.renderByHand():a}
        ${this.hasPages?this.renderPages(e.includes(`page_ranges_invalid`)):a}
        ${this.hasPages&&this.hasPageSets?this.renderPageSets():a}
      </div>
      ${this.isAsking?s`<cloudprint-card-trays
              .context=${this.context}
              .printer=${this.printer}
              @close=${()=>{this.isAsking=!1}}
            ></cloudprint-card-trays>`:a}
    `}renderCopies(e){let{min:t,max:n}=this.printer.copies,{copies:r}=this.choices,i=e=>{let i=r??t,a=Number.isFinite(i)?i+e:t;this.change({copies:Math.min(n,Math.max(t,a))})};return s`
      <div class="field">
        <label class="small secondary" for="copies">${this.localize(`copies`)}</label>
        <div class="control number">
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`fewer_copies`)}
            ?disabled=${r===void 0||r<=t}
            @click=${()=>i(-1)}
          >
            ${_(`mdi:minus`)}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${t}
            max=${n}
            .value=${r===void 0||Number.isNaN(r)?``:String(r)}
            placeholder=${this.isSaved?this.localize(`as_saved`):a}
            aria-invalid=${e?`true`:a}
            aria-describedby=${e?`copies-problem`:a}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`more_copies`)}
            ?disabled=${r!==void 0&&r>=n}
            @click=${()=>i(1)}
          >
            ${_(`mdi:plus`)}
          </button>
        </div>
        ${e?s`<div id="copies-problem" class="problem small" role="alert">
                ${this.localize(`copies_invalid`,{lowest:t,highest:n})}
              </div>`:a}
      </div>
    `}renderChoice(e){let t=ce(this.printer,e);if(!t.length)return a;let n=this.usedChoices[e],r=this.choices.remembered.includes(e)&&n===this.choices[e],i=Object.fromEntries([[``,this.defaultLabel(e)],...t.map(t=>[t,this.name(e,t)])]);return this.renderSelect(e,e,i,n,t=>{this.fireEvent(`choices`,j(this.choices,e,t));let n=E(t,this.printer)&&!this.printer.trays;e===`sides`&&n&&this.isAdmin&&(this.isAsking=!0)},r)}renderSelect(e,t,n,r,i,o=!1){let c=this.localize(t);return s`
      <div class="field">
        <div class="label">
          <label class="small secondary" for=${e}>${c}</label>
          ${o?p(this.context.texts,c,()=>{i(``),this.renderRoot.querySelector(`#${e}`)?.focus()}):a}
        </div>
        <div class="control choice">
          <select id=${e} @change=${e=>i(e.target.value)}>
            ${Object.entries(n).map(([e,t])=>s` <option value=${e} .selected=${r===e}>${t}</option> `)}
          </select>
          ${_(`mdi:chevron-down`)}
        </div>
      </div>
    `}renderFallback(){let{choices:e,madeHere:t}=this,n=w(e,this.printer,t===`all`);if(!n)return a;let r=n===`not_made_here`&&t===`some`;return this.renderNote(`fallback_${r?`some`:n}`,n===`trays_missing`&&this.isAdmin&&`trays_answer`,s`<button type="button" class="plain" @click=${()=>this.fireEvent(`choices`,j(e,`sides`,``))}>
        ${this.localize(`fallback_forget`)}
      </button>`)}renderByHand(){let{isAdmin:e}=this;return this.printer.trays?this.renderNote(`by_hand`,e&&`trays_change`):e?this.renderNote(`trays_missing`,`trays_answer`):this.renderNote(`trays_missing_ask`)}renderNote(e,t=!1,n=a){return s`
      <div class="by-hand small" role="status">
        <div>${this.localize(e)}</div>
        ${t?s`<button
                type="button"
                @click=${()=>{this.isAsking=!0}}
              >
                ${this.localize(t)}
              </button>`:a}
        ${n}
      </div>
    `}get isAdmin(){return this.context.hass.user?.is_admin??!1}renderPageSets(){let{pageSet:e,isReversed:t}=this.choices,n=this.localize(this.isSaved?`as_saved`:`page_set_all`),r=Object.fromEntries(ue.map(e=>[e,e?this.localize(`page_set_${e}`):n])),i={"":this.localize(this.isSaved?`as_saved`:`page_order_forward`),reverse:this.localize(`page_order_reverse`)};return s`
      ${this.renderSelect(`page-set`,`page_set`,r,e,e=>this.change({pageSet:e}))}
      ${this.renderSelect(`page-order`,`page_order`,i,t?`reverse`:``,e=>this.change({isReversed:e!==``}))}
    `}renderPages(e){return s`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize(`page_ranges`)}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.isSaved?`as_saved`:`page_ranges_placeholder`)}
            aria-invalid=${e?`true`:a}
            aria-describedby=${e?`pages-problem`:a}
            @input=${e=>this.change({pageRanges:e.target.value})}
          />
        </div>
        ${e?s`<div id="pages-problem" class="problem small" role="alert">
                ${this.localize(`page_ranges_invalid`)}
              </div>`:a}
      </div>
    `}get sides(){let{trays:e,defaults:t}=this.printer,n=e===null||this.isSaved?``:t.sides??``;return this.usedChoices.sides||this.impliedSides||n}get usedChoices(){return C(this.choices,this.printer,this.madeHere!==`none`)}defaultLabel(e){if(this.isSaved)return this.localize(`as_saved`);let t=e===`sides`&&this.impliedSides||this.printer.defaults[e];return t?this.localize(`default_is`,{value:this.name(e,t)}):this.localize(`printer_default`)}name(e,t){return e===`paper`?t:this.context.texts.localizeValue(e,t,`printer_default`)}changeCopies(e){let{value:t}=e.target,n=t===``&&this.isSaved;this.change({copies:n?void 0:Number.parseFloat(t)})}change(e){this.fireEvent(`choices`,{...this.choices,...e})}};d(`cloudprint-card-options`,De);var Oe={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`},ke=class extends v{static{this.properties={...v.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},jobs:{attribute:!1},choices:{state:!0}}}static{this.styles=[...v.styles,Y,Ce]}constructor(){super(),this.batch=new Se(this),this.wasRunning=!1,this.addController(this.batch)}get isBusy(){return this.batch.isRunning}get isUncertain(){return this.batch.items.some(({sender:e})=>e.isUncertain)}get uploads(){return this.batch.uploads}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.batch.addFiles(this.files,this.uploaded),this.keepJobStates();let t=e.get(`printer`);this.hasUpdated?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices={...this.initial??this.createChoices(),...se}}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}render(){let{batch:e}=this,{texts:t}=this.context;return s`
      ${this.renderHead()}
      <ul aria-label=${this.localize(`files`)}>
        ${m(e.items,e=>e,e=>s`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${e.leftOut?f(`warning`,`mdi:alert-circle-outline`,`${this.localize(`files_limit`,{limit:20})} ${t.localizeCount(`files_left_out`,e.leftOut)}`):a}
      ${e.items.some(({fileProblem:e})=>e===`file_unsupported`)?s`<p class="secondary small">${this.localize(`formats`,{formats:ee})}</p>`:a}
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `}renderHead(){let{batch:e}=this;return s`
      <div class="head">
        ${_(`mdi:file-document-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount(`files`,e.items.length)}</div>
          <div class="secondary small">${this.progress||this.context.format.bytes(e.size)}</div>
        </div>
        ${e.isRunning?a:g(this.localize(`close_files`),()=>this.close())}
      </div>
    `}renderItem(e){let{name:t}=e.file,n=this.localize(e.state===`waiting`?`cancel_job`:`remove`,{name:t}),r=![`sending`,`printed`].includes(e.state),i=this.getJobState(e);return s`
      <div class="item ${i||e.state}">
        ${_(e.state===`printed`?te(i):Oe[e.state])}
        <div class="names">
          <div class="one-line" title=${t}>${t}</div>
          <div class="fact small">${this.describe(e)}</div>
          ${e.state===`uploading`?U(this.localize(`uploading`,{name:t}),e.sent):a}
        </div>
        ${r?s`<button
                class="plain round"
                type="button"
                aria-label=${n}
                title=${n}
                @click=${()=>this.drop(e)}
              >
                ${_(`mdi:close`)}
              </button>`:a}
      </div>
    `}renderActions(){let{batch:e,context:t}=this;if(e.isRunning)return s`
        <p class="secondary small">${this.localize(`keep_open`)}</p>
        <button class="stop" type="button" @click=${()=>e.stop()}>
          ${_(`mdi:stop`)}${this.localize(`stop`)}
        </button>
      `;let n=e.in(`waiting`).length,r=n+e.in(`failed`).length,{madeHere:i}=this,o=C(this.choices,this.printer,i!==`none`),c=!T(o,this.printer).length;return s`
      <div class="more">
        <cloudprint-card-pick
          .context=${t}
          .isMore=${!0}
          @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
        ></cloudprint-card-pick>
      </div>
      ${r?s`<cloudprint-card-options
                .context=${t}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${!1}
                .hasPages=${!1}
                .madeHere=${i}
                @choices=${e=>{this.choices=e.detail}}
              ></cloudprint-card-options>
              <div>
                <p class="secondary small each">${this.localize(`files_hint`)}</p>
                ${this.canBeOne?s`<button
                        class="plain together"
                        type="button"
                        @click=${()=>this.fireEvent(`together`,this.wanted)}
                      >
                        ${this.localize(`print_together`)}
                      </button>`:a}
              </div>
              <div class="footer">
                ${k(t,this.printer,void 0)}
                ${this.isUncertain||A(this.printer,void 0,t.texts)?s`<button class="primary print" type="button" ?disabled=${!c} @click=${this.print}>
                        ${_(`mdi:printer`)}${t.texts.localizeCount(n?`print_files`:`retry_files`,r)}
                      </button>`:a}
              </div>`:s`<button class="print" type="button" @click=${()=>this.close()}>${this.localize(`done`)}</button>`}
    `}describe(e){let{format:t}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:t.bytes(e.file.size),limit:t.bytes(l)});case`uploading`:return e.sent>=1?this.localize(`processing`):t.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return e.asked&&this.getJobState(e)===`held`?this.localize(`asked`,{names:oe(e.asked,this.context.texts)}):this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return this.batch.isRunning?this.localize(`file_waiting`):t.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e,jobStates:n}){let r=e.map(({job_id:e,state:t})=>({state:n.get(e)??t}));return(r.find(t)??r[0])?.state??``}keepJobStates(){for(let{jobs:e,jobStates:t}of this.batch.items)for(let{job_id:n}of e){let e=this.jobs.get(n)?.state;e&&t.set(n,e)}}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}get wanted(){return this.files.filter(e=>!this.batch.isRemoved(e))}get canBeOne(){let{items:e}=this.batch;return e.length>1&&e.every(({state:e})=>e===`waiting`)&&!this.isUncertain&&this.wanted.every(b)}get madeHere(){let e=this.batch.in(`waiting`,`failed`).map(({file:e})=>e),t=e.filter(b).length;return t===e.length?`all`:t?`some`:`none`}createChoices(){return O(this.printer,this.remembered)}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t,printer:n}=this,{device_id:r}=n;this.last={deviceId:r,choices:t},await e.print(e=>({device_id:r,...D(C(t,n,b(e)))})),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let{items:e}=this.batch,t=e.flatMap(e=>e.jobs),n=e.filter(({asked:e})=>e),r=n.length?[...new Set(n.flatMap(e=>e.asked??[]))]:null;this.last&&this.fireEvent(`printed`,{...this.last,jobs:t,asked:r,isSaved:!1})}};d(`cloudprint-card-batch`,ke);var X=60,Z=/* @__PURE__ */ new Set([`WORD`,`EXCEL`,`PPT`,`PDF`]);function Ae(e,{text:t,isMarkdown:n},r,i){switch(e.kind){case`file`:return r&&{upload:r.upload_id};case`text`:{if(!t.trim())return;let e=je(t,n);return n?{markdown:t,name:e}:{text:t,name:e}}case`media`:{let{media_content_id:t,title:n}=e.item;return{media:{media_content_id:t,metadata:{title:n}}}}case`page`:return i&&{page:e.page.page,page_options:i};case`document`:return{document:e.document.id}}}function je(e,t){let n=e.trim().split(/[\r\n]/,1)[0]??``,r=t&&n.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/,``)||n,i=[...new Intl.Segmenter().segment(r)].map(({segment:e})=>e);return i.length>X?`${i.slice(0,X).join(``).trimEnd()}…`:r}function Q(e,t,n){return typeof n==`number`?n>1:e.kind===`file`&&Z.has(t?.format??``)}function Me(e,t){let n=t?.format??``;return e.kind!==`file`||n===`PDF`||!Z.has(n)}function $(e){return e.kind===`media`?b({name:e.item.title,type:``}):e.kind===`file`&&b(e.file)}var Ne=100,Pe=class extends v{static{this.properties={...v.properties,fields:{attribute:!1},names:{attribute:!1},isOpen:{state:!0},name:{state:!0},isSaving:{state:!0},problem:{state:!0}}}static{this.styles=[...v.styles,i`
      :host {
        display: contents;
      }
      form {
        background: var(--field);
        border-radius: var(--radius);
        display: grid;
        gap: 8px;
        padding: 12px;
      }
      form > div {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      input {
        background: var(--surface);
        block-size: 40px;
        border: 1px solid var(--line);
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        padding-inline: 12px;
      }
    `]}constructor(){super(),this.isOpen=!1,this.isSaving=!1}render(){if(!this.context.hass.user?.is_admin)return a;if(!this.isOpen)return s`<button class="plain open" type="button" @click=${this.open}>
        ${_(`mdi:content-save-outline`)}${this.localize(`save_document`)}
      </button>`;let e=this.fields!==void 0&&this.name.trim()!==``&&!this.isSaving;return s`
      <form
        aria-labelledby="title"
        @submit=${this.submit}
        @keydown=${e=>{e.key!==`Escape`||e.isComposing||(e.stopPropagation(),this.close())}}
      >
        <label id="title" class="small secondary" for="name">${this.localize(`document_name_label`)}</label>
        <input
          id="name"
          type="text"
          autocomplete="off"
          maxlength=${Ne}
          aria-describedby="hint"
          .value=${this.name}
          @input=${e=>{this.name=e.target.value}}
        />
        <p id="hint" class="small secondary">${this.localize(`save_document_hint`)}</p>
        ${this.problem?f(`error`,`mdi:alert-circle-outline`,this.problem):a}
        <div>
          <button type="submit" ?disabled=${!e}>${this.localize(`save`)}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize(`edit_cancel`)}</button>
        </div>
      </form>
    `}async open(){this.isOpen=!0,this.name=(this.names[0]??``).replace(/\.\w{1,5}$/,``),await this.updateComplete,this.renderRoot.querySelector(`#name`)?.select()}async close(){this.isOpen=!1,this.name=``,this.problem=void 0,await this.updateComplete,this.renderRoot.querySelector(`.open`)?.focus()}async submit(e){e.preventDefault();let{fields:t,context:n}=this,r=this.name.trim();if(t&&r&&!this.isSaving){this.setSaving(!0),this.problem=void 0;try{let{document:e}=await n.backend.call(`cloudprint/documents/save`,Fe(t,r));this.fireCardEvent(`document-saved`,e)}catch(e){this.problem=await c(n,e,this.names)}finally{this.setSaving(!1)}}}setSaving(e){this.isSaving=e,this.fireEvent(`saving`,e)}};function Fe({password:e,...t},n){return{...t,name:n}}d(`cloudprint-card-save-document`,Pe);var Ie={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`},Le=class extends v{static{this.properties={...v.properties,content:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},written:{state:!0},entries:{state:!0},encoding:{state:!0},password:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0},optionProblem:{state:!0}}}static{this.styles=[...v.styles,Y]}constructor(){super(),this.queue=new H(this),this.previewer=new G(this),this.sender=new J,this.written={text:``,isMarkdown:!1},this.entries={},this.encoding=``,this.password=``,this.isSending=!1,this.isSaving=!1}get isBusy(){return this.isSending||this.isSaving}get uploads(){return this.queue.uploads}get upload(){return this.queue.items[0]}get isUncertain(){return this.sender.isUncertain}get isSaved(){return this.content.kind===`document`}get name(){switch(this.content.kind){case`file`:return this.content.file.name;case`text`:return this.localize(`text_name`);case`media`:return this.content.item.title;case`page`:return this.content.page.name;case`document`:return this.content.document.name}}get labels(){return this.content.kind===`page`?de(this.content.page):{}}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}connectedCallback(){super.connectedCallback(),this.queue.start()}disconnectedCallback(){super.disconnectedCallback(),this.queue.stop()}willUpdate(e){let{context:t,printer:n}=this,r=e.get(`printer`);e.has(`content`)?this.start():r&&r.device_id!==n.device_id&&(this.choices=this.createChoices());let{fields:i}=this;!this.hasPreview&&!this.needsPolicy?this.previewer.reset():i&&this.hasValidChoices&&this.previewer.request(t,n,i,[this.name],this.labels)}get hasPreview(){return this.content.kind===`file`?this.queue.isUploaded:this.content.kind===`page`?this.fields!==void 0:this.content.kind===`media`||this.content.kind===`document`||this.written.isMarkdown&&this.fields!==void 0}get needsPolicy(){return this.content.kind===`text`&&!!this.printer.rule&&this.fields!==void 0}render(){let{kind:e}=this.content,{uploaded:t,problem:n}=this.upload??{};return s`
      ${this.renderHead()}
      <div class="content ${this.hasPreview?`with-preview`:``} ${e===`page`?`with-form`:``}">
        ${e===`page`?this.renderForm(this.content.page):a}
        <div class="main">
          ${e===`text`?this.renderText():a}
          ${this.hasPreview||e===`page`?this.renderPreview():this.upload?this.renderUpload(this.upload):a}
        </div>
        ${n?a:s`<div class="side">
                <cloudprint-card-options
                  .context=${this.context}
                  .printer=${this.printer}
                  .choices=${this.choices}
                  .isSaved=${this.isSaved}
                  .hasPages=${Q(this.content,t,this.previewer.pages)}
                  .hasPageSets=${Me(this.content,t)}
                  .madeHere=${$(this.content)?`all`:`none`}
                  @choices=${e=>{this.choices=e.detail}}
                ></cloudprint-card-options>
                ${K(this.context,this.printer,this.warnings)} ${this.renderSave()}
              </div>`}
      </div>
      ${n?a:this.renderPrint()}
    `}get isReady(){let e=this.hasPreview&&this.previewer.isRefused&&!this.isUncertain;return this.fields!==void 0&&this.hasValidChoices&&!this.isBusy&&!e}renderPrint(){let{printer:e,isReady:t,isSending:n,isUncertain:r,printProblem:i}=this;return q(this.context,{printer:e,isReady:t,isSending:n,isUncertain:r,problem:i,policy:this.previewer.preview?.policy??void 0,print:()=>void this.print(),chooseGrey:()=>{this.choices=j(this.choices,`color`,`monochrome`)}})}renderSave(){return this.content.kind===`file`?s`<cloudprint-card-save-document
      .context=${this.context}
      .fields=${this.isReady?this.fields:void 0}
      .names=${[this.name]}
      @saving=${e=>{this.isSaving=e.detail}}
    ></cloudprint-card-save-document>`:a}renderHead(){let{content:e}=this,{pages:t}=this.previewer,n=[e.kind===`file`?this.context.format.bytes(e.file.size):``,t?this.context.texts.localizeCount(`pages`,t):``].filter(Boolean);return s`
      <div class="head">
        ${_(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${n.length?s`<div class="secondary small">${n.join(` · `)}</div>`:a}
        </div>
        ${this.isBusy?a:g(this.localize(`remove`,{name:this.name}),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return s`
      <div class="written">
        <textarea
          aria-label=${this.localize(`text`)}
          placeholder=${this.localize(t?`markdown_placeholder`:`text_placeholder`)}
          .value=${e}
          @input=${e=>{this.written={text:e.target.value,isMarkdown:t}}}
        ></textarea>
        <label class="check">
          <input
            type="checkbox"
            .checked=${t}
            @change=${t=>{this.written={text:e,isMarkdown:t.target.checked}}}
          />
          ${this.localize(`markdown`)}
        </label>
      </div>
    `}renderForm(e){return s`<cloudprint-card-page-form
      .context=${this.context}
      .page=${e}
      .entries=${this.entries}
      .problem=${this.findFormProblem()}
      @entries=${e=>{this.entries=e.detail,this.optionProblem=void 0}}
    ></cloudprint-card-page-form>`}findFormProblem(){let{optionProblem:e,printProblem:t,previewer:n}=this;if(e&&t)return{field:e,text:t};let{problem:r,problemField:i}=n;return r&&i&&Object.keys(this.entries).length?{field:i,text:r}:void 0}renderUpload(e){let{file:t,sent:n,problem:r}=e;return r?s`
        <div class="notice error" role="alert">
          ${_(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:t.name,message:r})}</div>
        </div>
        <button type="button" @click=${()=>this.queue.retry()}>${_(`mdi:reload`)}${this.localize(`retry`)}</button>
      `:s`
      <div class="upload">
        ${U(this.localize(`uploading`,{name:t.name}),n)}
        <div>
          <span class="secondary small">
            ${n>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(n),size:this.context.format.bytes(t.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.fireEvent(`unstage`,`upload_canceled`)}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}renderPreview(){let{preview:e,isBusy:t}=this.previewer;return s`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${e}
        .load=${this.previewer.load}
        .problem=${this.findPreviewProblem()}
        .hint=${this.findHint()}
        .isBusy=${t}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
      ${this.content.kind===`file`?s`<div class="more">
              ${b(this.content.file)&&!this.isUncertain?this.renderDesign(this.content.file):a}
              <cloudprint-card-pick
                .context=${this.context}
                .isMore=${!0}
                @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
              ></cloudprint-card-pick>
            </div>`:a}
    `}findPreviewProblem(){let{problem:e,problemField:t}=this.previewer;return t?this.findFormProblem()&&``:e!==void 0&&e===this.printProblem?``:e}findHint(){let e=!this.fields||this.previewer.problemField;return this.content.kind===`page`&&e?this.localize(`page_fill_in`):this.previewer.warnings.includes(`not_drawn`)?this.localize(`warning_not_drawn`):void 0}get warnings(){return this.previewer.warnings.filter(e=>e!==`not_drawn`)}renderDesign(e){return s`<button type="button" ?disabled=${this.isBusy} @click=${()=>this.fireEvent(`together`,[e])}>
      ${_(`mdi:image-edit-outline`)}${this.localize(`design_open`)}
    </button>`}renderMissing(){switch(this.previewer.missing){case`encoding`:return s`<div class="missing">
          <label class="small secondary" for="encoding">${this.localize(`encoding`)}</label>
          <input
            id="encoding"
            type="text"
            list="encodings"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=${this.localize(`encoding_placeholder`)}
            .value=${this.encoding}
            @input=${e=>{this.encoding=e.target.value}}
          />
          <datalist id="encodings">
            ${Object.entries(Ie).map(([e,t])=>s`<option value=${e}>${this.localize(t)}</option>`)}
          </datalist>
        </div>`;case`password`:return W(this.context.texts,this.password,e=>{this.password=e});case void 0:return a}}start(){let{content:e}=this;this.queue.clear(),this.previewer.reset(),this.choices=this.createChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.entries={},this.optionProblem=void 0,this.encoding=``,this.password=``,this.printProblem=void 0,this.sender=new J,e.kind===`file`&&this.queue.add([new z(e.file)])}createChoices(){return this.isSaved?S:O(this.printer,this.remembered)}get fields(){let{content:e}=this,t=e.kind===`page`?fe(e.page,this.entries):void 0,n=Ae(e,this.written,this.upload?.uploaded,t);return n&&{device_id:this.printer.device_id,...n,...D(this.usedChoices),...this.encoding.trim()?{encoding:this.encoding.trim()}:{},...this.password?{password:this.password}:{}}}get usedChoices(){return C(this.choices,this.printer,$(this.content))}get hasValidChoices(){return!T(this.usedChoices,this.printer).length}async print(){let{fields:e,choices:t}=this;if(e&&!this.isBusy){this.isSending=!0,this.printProblem=void 0,this.optionProblem=void 0;try{let n=await this.sender.send(this.context,_e(e,this.previewer.preview));this.fireEvent(`printed`,{...n,choices:t,deviceId:e.device_id,isSaved:this.isSaved})}catch(e){this.previewer.missing=r(e)??this.previewer.missing,this.printProblem=await c(this.context,e,[this.name],this.labels),this.optionProblem=n(e,this.labels)}finally{this.isSending=!1}}}};d(`cloudprint-card-staged`,Le);export{G as a,H as c,K as i,z as l,J as n,W as o,q as r,U as s,Y as t};