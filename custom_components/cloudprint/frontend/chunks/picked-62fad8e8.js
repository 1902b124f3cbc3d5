import{A as e,C as t,D as n,E as r,M as i,O as a,P as o,S as s,T as c,_ as l,a as u,c as d,d as f,f as ee,g as te,h as ne,i as re,j as p,k as m,l as h,m as g,n as ie,o as ae,p as oe,r as se,s as _,t as v,v as y,w as b,x,y as ce}from"./card-1f5bc122.js";var le=`/api/cloudprint/upload`,ue=`X-File-Name`,S=class extends Error{},C=class extends Error{},w=class extends Error{};async function T(e,t,n,r){if(e.auth.expired&&await e.auth.refreshAccessToken().catch(()=>{throw new w}),r.aborted)throw new S;return new Promise((i,a)=>{let o=new XMLHttpRequest;o.open(`POST`,le),o.setRequestHeader(`Authorization`,`Bearer ${e.auth.data.access_token}`),o.setRequestHeader(`Accept-Language`,e.language),o.setRequestHeader(`Content-Type`,`application/octet-stream`),o.setRequestHeader(ue,encodeURIComponent(t.name)),o.upload.addEventListener(`progress`,e=>{e.lengthComputable&&e.total>0&&n(e.loaded/e.total)}),o.addEventListener(`load`,()=>{let e=de(o.responseText);o.status===200&&typeof e?.upload_id==`string`?i(e):typeof e?.message==`string`?a(new C(e.message)):a(new w)}),o.addEventListener(`error`,()=>a(new w)),o.addEventListener(`abort`,()=>a(new S)),r.addEventListener(`abort`,()=>o.abort(),{once:!0}),o.send(t)})}function E({texts:e},t){return t instanceof C?t.message:t instanceof w?e.localize(`upload_no_connection`):String(t)}function de(e){try{let t=JSON.parse(e);return typeof t==`object`&&t?{...t}:void 0}catch{return}}function D(e,t){return i`
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
  `}function O(e,t,n){return i`
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
  `}var k=Object.keys(e),fe=[``,`odd`,`even`],pe=[`one_sided`,`two_sided_long_edge`,`two_sided_short_edge`],me=/^(\d{1,6})(?:-(\d{1,6}))?$/,he=/* @__PURE__ */ new Set([`odd`,`even`,`reverse`]),A={pageRanges:``,pageSet:``,isReversed:!1};function j(t,n){if(n===`sides`&&t.needs_trays)return pe;let r=t[e[n]].map(e=>typeof e==`string`?e:e.name),i=[...new Set(r)];return i.length>1?i:[]}function M(e){return Object.fromEntries(k.map(t=>[t,e(t)]))}function N(e,t={}){let n=Object.fromEntries(x.map(e=>[e,t[e]??``]).filter(([t,n])=>j(e,t).includes(n)||t===`sides`&&I(n)));return{copies:Math.max(e.copies.min,e.defaults.copies??1),...M(e=>n[e]??``),...A,remembered:x.filter(e=>n[e])}}var ge={copies:void 0,...M(()=>``),...A,remembered:[]};function P(e,t,n){return{...e,[t]:n,remembered:e.remembered.filter(e=>e!==t)}}function _e(e){return e.normalize(`NFKC`).replace(/\s+/g,``).replace(/[-‐-―−~至]+/g,`-`).replace(/[、;]/g,`,`).replace(/,+$/,``).toLowerCase()}function F({pageRanges:e,pageSet:t,isReversed:n}){return[_e(e),t,n?`reverse`:``].filter(Boolean).join(`,`)}function ve(e){let t=e.split(`,`);return t.every(e=>{let[,t=`0`,n=t]=me.exec(e)??[];return he.has(e)||Number(t)>=1&&Number(t)<=Number(n)})&&!(t.includes(`odd`)&&t.includes(`even`))}function I(e){return e.startsWith(`two_sided`)}function L(e,t){return t.needs_trays&&I(e)}function R(e,t,n){let{sides:r,remembered:i}=e;if(i.includes(`sides`)&&I(r)){if(!j(t,`sides`).includes(r))return`not_offered`;if(L(r,t))return t.trays?n?void 0:`not_made_here`:`trays_missing`}}function z(e,t,n){if(!R(e,t,n))return e;let r=j(t,`sides`).includes(`one_sided`)?`one_sided`:``;return{...e,sides:r}}function B(e,t){let{min:n,max:r}=t.copies,{copies:i}=e,a=F(e);return[...i===void 0||Number.isInteger(i)&&i>=n&&i<=r?[]:[`copies_invalid`],...a===``||ve(a)?[]:[`page_ranges_invalid`],...L(e.sides,t)&&!t.trays?[`trays_missing`]:[]]}function V(e){let t=F(e);return{...e.copies===void 0?{}:{copies:e.copies},...s(e,k),...t?{page_ranges:t}:{}}}var ye=400,H=class{constructor(e){this.host=e,this.isBusy=!1,this.isRefused=!1,this.warnings=[],this.isGone=!1,this.load=()=>Promise.resolve(``),this.requested=``,this.running=Promise.resolve(),e.addController(this)}hostDisconnected(){this.reset()}reset(){window.clearTimeout(this.timer),this.preview=void 0,this.problem=void 0,this.isBusy=!1,this.isRefused=!1,this.warnings=[],this.isGone=!1,this.missing=void 0,this.pages=void 0,this.requested=``}request(e,t,n,...r){let i=be(t,n),a=JSON.stringify(i);if(a===this.requested)return;let o=this.requested?ye:0;this.requested=a,this.isBusy=!0,this.host.requestUpdate(),window.clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.running=this.running.then(()=>this.start(e,i,a,r))},o)}async start(e,t,r,i){if(r!==this.requested)return;let a,o,s,[l,u]=[!1,!1];try{a=await e.backend.call(`cloudprint/preview`,{...t,sheet:1})}catch(t){o=await b(e,t,...i),s=c(t),l=m(t),u=n(t)}r===this.requested&&(a&&t.page_ranges===void 0&&(this.pages=a.pages),this.preview=a,this.problem=o,this.missing=s??this.missing,this.isGone=l,this.isRefused=u,this.warnings=a?.warnings??[],this.isBusy=!1,this.load=n=>this.loadSheets(e,t,i,n),this.host.requestUpdate())}async loadSheets(e,t,n,r){let{preview:i}=this;try{let{sheets:n,warnings:a}=await e.backend.call(`cloudprint/preview`,{...t,sheet:r});return i===this.preview&&a.some(e=>!this.warnings.includes(e))&&(this.warnings=[.../* @__PURE__ */ new Set([...this.warnings,...a])],this.host.requestUpdate()),n??e.texts.localize(`preview_none`)}catch(t){return b(e,t,...n)}}};function be(e,t){let{copies:n,sides:r=``,...i}=t;return t.arrange===`booklet`?{...i,sides:`one_sided`}:L(r,e)?t:e.needs_trays&&r?{...i,sides:r}:i}function U(e,t,n){return n.map(n=>f(`warning`,`mdi:alert-circle-outline`,u(e,t,n)))}function W(e,t,n,r,a){return i`<div class="footer">
    ${r?f(`error`,`mdi:alert-circle-outline`,r):p}
    <button class="primary print" type="button" ?disabled=${!t} @click=${a}>
      ${g(`mdi:printer`)}${e.localize(n?`printing_now`:`print`)}
    </button>
  </div>`}var G=class{constructor(){this.lost=/* @__PURE__ */ new Map}get isUncertain(){return this.lost.size>0}async print({backend:e},t){let n=JSON.stringify(t),i=this.lost.get(n)??xe();try{let{jobs:n}=await e.call(`cloudprint/print`,{...t,idempotency_key:i});return this.lost.clear(),n}catch(e){throw r(e)?this.lost.set(n,i):a(e)&&this.lost.delete(n),e}}};function xe(){return[...crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}var K=o`
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
    .content.with-preview {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
`,Se=class{constructor(e){this.file=e,this.state=`waiting`,this.sent=0,this.jobs=[],this.jobStates=/* @__PURE__ */ new Map,this.sender=new G,this.fileProblem=ce(e),this.fileProblem&&(this.state=`skipped`)}},Ce=class{constructor(e){this.host=e,this.items=[],this.leftOut=0,this.isRunning=!1,this.known=/* @__PURE__ */ new WeakSet,this.removed=/* @__PURE__ */ new WeakSet,this.run=0,e.addController(this)}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}add(e,t){this.leftOut=0;for(let n of e){if(this.known.has(n))continue;this.known.add(n);let e=new Se(n);e.uploaded=t?.get(n),(e.state===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)).length<20?this.items=[...this.items,e]:this.leftOut+=1}}isRemoved(e){return this.removed.has(e)}remove(e){this.items=this.items.filter(t=>t!==e),this.removed.add(e.file),e.aborter?.abort(),this.host.requestUpdate()}stop(){this.run+=1,this.isRunning=!1;for(let{aborter:e}of this.items)e?.abort();this.host.requestUpdate()}async start(e,t){if(this.isRunning)return;let n=++this.run,r=this.in(`waiting`,`failed`);for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let i of r){if(n!==this.run)return;this.items.includes(i)&&await this.print(i,e,t(i.file))}n===this.run&&(this.isRunning=!1),this.host.requestUpdate()}async print(e,t,n){let r=new AbortController;e.aborter=r;try{e.uploaded??=await this.upload(e,t,r.signal)}catch(n){let r=n instanceof S;this.update(e,r?`waiting`:`failed`,r?void 0:E(t,n));return}finally{e.aborter=void 0}if(r.signal.aborted)this.update(e,`waiting`);else{this.update(e,`sending`);try{e.jobs=await e.sender.print(t,{...n,upload:e.uploaded.upload_id}),this.update(e,`printed`)}catch(n){m(n)&&!e.sender.isUncertain&&(e.uploaded=void 0);let r=c(n),i=r?t.texts.localize(`${r}_alone`):await b(t,n,e.file.name);this.update(e,`failed`,i)}}}upload(e,t,n){return e.sent=0,this.update(e,`uploading`),T(t.hass,e.file,t=>{e.sent=t,this.host.requestUpdate()},n)}update(e,t,n){e.state=t,e.problem=n,this.host.requestUpdate()}},we=o`
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
`,Te=[`face_down`,`face_up`],Ee=[`upper_side`,`lower_side`],De=class extends ae{static{this.properties={..._.properties,printer:{attribute:!1},output:{state:!0},input:{state:!0},kept:{state:!0},isBusy:{state:!0},test:{state:!0},problem:{state:!0}}}static{this.styles=[..._.styles,se,o`
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
    `]}constructor(){super(),this.tester=new G,this.isBusy=!1}willUpdate(){this.hasUpdated||(this.output=this.printer.trays?.output,this.input=this.printer.trays?.input)}render(){return i`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        ${this.kept?this.renderKept(this.kept):this.renderQuestions()}
      </dialog>
    `}renderQuestions(){let{output:e,input:t}=this;return i`
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
        ${v(`output`)}
        ${Te.map(t=>this.renderAnswer(`output`,this.localize(`trays_output_${t}`),e===t,()=>{this.output=t}))}
      </fieldset>
      <fieldset>
        <legend>${this.localize(`trays_input`)}</legend>
        ${v(`input`)}
        ${Ee.map(e=>this.renderAnswer(`input`,this.localize(`trays_input_${e}`),t===e,()=>{this.input=e}))}
      </fieldset>
      ${this.problem?f(`error`,`mdi:alert-circle-outline`,this.problem):p}
      <footer>
        ${this.printer.trays?i`<button
                class="plain forget"
                type="button"
                ?disabled=${this.isBusy}
                @click=${()=>this.keep(void 0)}
              >
                ${this.localize(`trays_forget`)}
              </button>`:p}
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
    `}renderAnswer(e,t,n,r){return i`<label><input type="radio" name=${e} .checked=${n} @change=${r} />${t}</label>`}renderKept(e){return i`
      <h2 id="title">${this.localize(`trays_kept`)}</h2>
      <p>${this.localize(`trays_kept_when`)}</p>
      ${ie(this.context.texts,e)}
      <footer>
        <button class="primary" type="button" @click=${()=>this.dialog?.close()}>${this.localize(`done`)}</button>
      </footer>
    `}keep(e){return this.run(async()=>{let t={device_id:this.printer.device_id,...e};await this.context.backend.call(`cloudprint/trays`,t),this.fireCardEvent(`trays`,void 0),this.kept=e,e||this.dialog?.close()})}printTestPage(){return this.run(async()=>{let e=await this.tester.print(this.context,{device_id:this.printer.device_id,text:this.localize(`trays_test_text`),name:this.localize(`trays_test_name`),sides:`one_sided`,copies:1});this.test=e[0]})}describe({name:e,state:t}){if(t!==`held`&&t!==`unconfirmed`)return this.localize(`trays_test_sent`);let{texts:n}=this.context;return n.localize(`job_announced`,{name:e,state:n.localizeValue(`state`,t,`state_other`)})}async run(e){this.isBusy=!0,this.problem=void 0;try{await e()}catch(e){this.problem=await b(this.context,e)}finally{this.isBusy=!1}}};d(`cloudprint-card-trays`,De);var Oe=class extends _{static{this.properties={..._.properties,printer:{attribute:!1},choices:{attribute:!1},isSaved:{attribute:!1},hasPages:{attribute:!1},hasPageSets:{attribute:!1},impliedSides:{attribute:!1},madeHere:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[..._.styles,o`
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
    `]}constructor(){super(),this.isAsking=!1,this.impliedSides=``,this.madeHere=`all`}render(){let e=B(this.usedChoices,this.printer);return i`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${this.printer.copies.max>1?this.renderCopies(e.includes(`copies_invalid`)):p}
        ${k.map(e=>this.renderChoice(e))} ${this.renderFallback()}
        ${L(this.sides,this.printer)?this.renderByHand():p}
        ${this.hasPages?this.renderPages(e.includes(`page_ranges_invalid`)):p}
        ${this.hasPages&&this.hasPageSets?this.renderPageSets():p}
      </div>
      ${this.isAsking?i`<cloudprint-card-trays
              .context=${this.context}
              .printer=${this.printer}
              @close=${()=>{this.isAsking=!1}}
            ></cloudprint-card-trays>`:p}
    `}renderCopies(e){let{min:t,max:n}=this.printer.copies,{copies:r}=this.choices,a=e=>{let i=r??t,a=Number.isFinite(i)?i+e:t;this.change({copies:Math.min(n,Math.max(t,a))})};return i`
      <div class="field">
        <label class="small secondary" for="copies">${this.localize(`copies`)}</label>
        <div class="control number">
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`fewer_copies`)}
            ?disabled=${r===void 0||r<=t}
            @click=${()=>a(-1)}
          >
            ${g(`mdi:minus`)}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${t}
            max=${n}
            .value=${r===void 0||Number.isNaN(r)?``:String(r)}
            placeholder=${this.isSaved?this.localize(`as_saved`):p}
            aria-invalid=${e?`true`:p}
            aria-describedby=${e?`copies-problem`:p}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`more_copies`)}
            ?disabled=${r!==void 0&&r>=n}
            @click=${()=>a(1)}
          >
            ${g(`mdi:plus`)}
          </button>
        </div>
        ${e?i`<div id="copies-problem" class="problem small" role="alert">
                ${this.localize(`copies_invalid`,{lowest:t,highest:n})}
              </div>`:p}
      </div>
    `}renderChoice(e){let t=j(this.printer,e);if(!t.length)return p;let n=this.usedChoices[e],r=this.choices.remembered.includes(e)&&n===this.choices[e],i=Object.fromEntries([[``,this.defaultLabel(e)],...t.map(t=>[t,this.name(e,t)])]);return this.renderSelect(e,e,i,n,t=>{this.fireEvent(`choices`,P(this.choices,e,t));let n=L(t,this.printer)&&!this.printer.trays;e===`sides`&&n&&this.isAdmin&&(this.isAsking=!0)},r)}renderSelect(e,t,n,r,a,o=!1){let s=this.localize(t);return i`
      <div class="field">
        <div class="label">
          <label class="small secondary" for=${e}>${s}</label>
          ${o?ee(this.context.texts,s,()=>{a(``),this.renderRoot.querySelector(`#${e}`)?.focus()}):p}
        </div>
        <div class="control choice">
          <select id=${e} @change=${e=>a(e.target.value)}>
            ${Object.entries(n).map(([e,t])=>i` <option value=${e} .selected=${r===e}>${t}</option> `)}
          </select>
          ${g(`mdi:chevron-down`)}
        </div>
      </div>
    `}renderFallback(){let{choices:e,madeHere:t}=this,n=R(e,this.printer,t===`all`);if(!n)return p;let r=n===`not_made_here`&&t===`some`;return this.renderNote(`fallback_${r?`some`:n}`,n===`trays_missing`&&this.isAdmin&&`trays_answer`,i`<button type="button" class="plain" @click=${()=>this.fireEvent(`choices`,P(e,`sides`,``))}>
        ${this.localize(`fallback_forget`)}
      </button>`)}renderByHand(){let{isAdmin:e}=this;return this.printer.trays?this.renderNote(`by_hand`,e&&`trays_change`):e?this.renderNote(`trays_missing`,`trays_answer`):this.renderNote(`trays_missing_ask`)}renderNote(e,t=!1,n=p){return i`
      <div class="by-hand small" role="status">
        <div>${this.localize(e)}</div>
        ${t?i`<button
                type="button"
                @click=${()=>{this.isAsking=!0}}
              >
                ${this.localize(t)}
              </button>`:p}
        ${n}
      </div>
    `}get isAdmin(){return this.context.hass.user?.is_admin??!1}renderPageSets(){let{pageSet:e,isReversed:t}=this.choices,n=this.localize(this.isSaved?`as_saved`:`page_set_all`),r=Object.fromEntries(fe.map(e=>[e,e?this.localize(`page_set_${e}`):n])),a={"":this.localize(this.isSaved?`as_saved`:`page_order_forward`),reverse:this.localize(`page_order_reverse`)};return i`
      ${this.renderSelect(`page-set`,`page_set`,r,e,e=>this.change({pageSet:e}))}
      ${this.renderSelect(`page-order`,`page_order`,a,t?`reverse`:``,e=>this.change({isReversed:e!==``}))}
    `}renderPages(e){return i`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize(`page_ranges`)}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.isSaved?`as_saved`:`page_ranges_placeholder`)}
            aria-invalid=${e?`true`:p}
            aria-describedby=${e?`pages-problem`:p}
            @input=${e=>this.change({pageRanges:e.target.value})}
          />
        </div>
        ${e?i`<div id="pages-problem" class="problem small" role="alert">
                ${this.localize(`page_ranges_invalid`)}
              </div>`:p}
      </div>
    `}get sides(){let{trays:e,defaults:t}=this.printer,n=e===null||this.isSaved?``:t.sides??``;return this.usedChoices.sides||this.impliedSides||n}get usedChoices(){return z(this.choices,this.printer,this.madeHere!==`none`)}defaultLabel(e){if(this.isSaved)return this.localize(`as_saved`);let t=e===`sides`&&this.impliedSides||this.printer.defaults[e];return t?this.localize(`default_is`,{value:this.name(e,t)}):this.localize(`printer_default`)}name(e,t){return e===`paper`?t:this.context.texts.localizeValue(e,t,`printer_default`)}changeCopies(e){let{value:t}=e.target,n=t===``&&this.isSaved;this.change({copies:n?void 0:Number.parseFloat(t)})}change(e){this.fireEvent(`choices`,{...this.choices,...e})}};d(`cloudprint-card-options`,Oe);var ke={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`},Ae=class extends _{constructor(...e){super(...e),this.batch=new Ce(this),this.wasRunning=!1}static{this.properties={..._.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},jobs:{attribute:!1},choices:{state:!0}}}static{this.styles=[..._.styles,K,we]}get isBusy(){return this.batch.isRunning}get isUncertain(){return this.batch.items.some(({sender:e})=>e.isUncertain)}get uploads(){let e=this.batch.items.map(({file:e,uploaded:t})=>[e,t]);return new Map(e.filter(e=>e[1]!==void 0))}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.batch.add(this.files,this.uploaded),this.keepJobStates();let t=e.get(`printer`);this.hasUpdated?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices={...this.initial??this.createChoices(),...A}}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}render(){let{batch:e}=this,{texts:t}=this.context;return i`
      ${this.renderHead()}
      <ul aria-label=${this.localize(`files`)}>
        ${re(e.items,e=>e,e=>i`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${e.leftOut?f(`warning`,`mdi:alert-circle-outline`,`${this.localize(`files_limit`,{limit:20})} ${t.localizeCount(`files_left_out`,e.leftOut)}`):p}
      ${e.items.some(({fileProblem:e})=>e===`file_unsupported`)?i`<p class="secondary small">${this.localize(`formats`,{formats:te})}</p>`:p}
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `}renderHead(){let{batch:e}=this,t=e.items.reduce((e,{file:t})=>e+t.size,0);return i`
      <div class="head">
        ${g(`mdi:file-document-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount(`files`,e.items.length)}</div>
          <div class="secondary small">${this.progress||this.context.format.bytes(t)}</div>
        </div>
        ${e.isRunning?p:h(this.localize(`close_files`),()=>this.close())}
      </div>
    `}renderItem(e){let{name:t}=e.file,n=this.localize(e.state===`waiting`?`cancel_job`:`remove`,{name:t}),r=![`sending`,`printed`].includes(e.state),a=this.getJobState(e);return i`
      <div class="item ${a||e.state}">
        ${g(e.state===`printed`?ne(a):ke[e.state])}
        <div class="names">
          <div class="one-line" title=${t}>${t}</div>
          <div class="fact small">${this.describe(e)}</div>
          ${e.state===`uploading`?D(this.localize(`uploading`,{name:t}),e.sent):p}
        </div>
        ${r?i`<button
                class="plain round"
                type="button"
                aria-label=${n}
                title=${n}
                @click=${()=>this.drop(e)}
              >
                ${g(`mdi:close`)}
              </button>`:p}
      </div>
    `}renderActions(){let{batch:e,context:t}=this;if(e.isRunning)return i`
        <p class="secondary small">${this.localize(`keep_open`)}</p>
        <button class="stop" type="button" @click=${()=>e.stop()}>
          ${g(`mdi:stop`)}${this.localize(`stop`)}
        </button>
      `;let n=e.in(`waiting`).length,r=n+e.in(`failed`).length,{madeHere:a}=this,o=!B(z(this.choices,this.printer,a!==`none`),this.printer).length;return i`
      <div class="more">
        <cloudprint-card-pick
          .context=${t}
          .isMore=${!0}
          @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
        ></cloudprint-card-pick>
      </div>
      ${r?i`<cloudprint-card-options
                .context=${t}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${!1}
                .hasPages=${!1}
                .madeHere=${a}
                @choices=${e=>{this.choices=e.detail}}
              ></cloudprint-card-options>
              <div>
                <p class="secondary small each">${this.localize(`files_hint`)}</p>
                ${this.canBeOne?i`<button
                        class="plain together"
                        type="button"
                        @click=${()=>this.fireEvent(`together`,this.wanted)}
                      >
                        ${this.localize(`print_together`)}
                      </button>`:p}
              </div>
              <div class="footer">
                <button class="primary print" type="button" ?disabled=${!o} @click=${this.print}>
                  ${g(`mdi:printer`)}${t.texts.localizeCount(n?`print_files`:`retry_files`,r)}
                </button>
              </div>`:i`<button class="print" type="button" @click=${()=>this.close()}>${this.localize(`done`)}</button>`}
    `}describe(e){let{format:t}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:t.bytes(e.file.size),limit:t.bytes(l)});case`uploading`:return e.sent>=1?this.localize(`processing`):t.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return this.batch.isRunning?this.localize(`file_waiting`):t.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e,jobStates:n}){let r=e.map(({job_id:e,state:t})=>({state:n.get(e)??t}));return(r.find(t)??r[0])?.state??``}keepJobStates(){for(let{jobs:e,jobStates:t}of this.batch.items)for(let{job_id:n}of e){let e=this.jobs.get(n)?.state;e&&t.set(n,e)}}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}get wanted(){return this.files.filter(e=>!this.batch.isRemoved(e))}get canBeOne(){let{items:e}=this.batch;return e.length>1&&e.every(({state:e})=>e===`waiting`)&&!this.isUncertain&&this.wanted.every(y)}get madeHere(){let e=this.batch.in(`waiting`,`failed`).map(({file:e})=>e),t=e.filter(y).length;return t===e.length?`all`:t?`some`:`none`}createChoices(){return N(this.printer,this.remembered)}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t,printer:n}=this,{device_id:r}=n;this.last={deviceId:r,choices:t},await e.start(this.context,e=>({device_id:r,...V(z(t,n,y(e)))})),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let e=this.batch.items.flatMap(e=>e.jobs);this.last&&this.fireEvent(`printed`,{...this.last,jobs:e,isSaved:!1})}};d(`cloudprint-card-batch`,Ae);var q=60,J=/* @__PURE__ */ new Set([`WORD`,`EXCEL`,`PPT`,`PDF`]);function je(e,{text:t,isMarkdown:n},r){switch(e.kind){case`file`:return r&&{upload:r.upload_id};case`text`:{if(!t.trim())return;let e=Me(t,n);return n?{markdown:t,name:e}:{text:t,name:e}}case`media`:{let{media_content_id:t,title:n}=e.item;return{media:{media_content_id:t,metadata:{title:n}}}}case`document`:return{document:e.document.id}}}function Me(e,t){let n=e.trim().split(/[\r\n]/,1)[0]??``,r=t&&n.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/,``)||n,i=[...new Intl.Segmenter().segment(r)].map(({segment:e})=>e);return i.length>q?`${i.slice(0,q).join(``).trimEnd()}…`:r}function Ne(e,t,n){return typeof n==`number`?n>1:e.kind===`file`&&J.has(t?.format??``)}function Pe(e,t){let n=t?.format??``;return e.kind!==`file`||n===`PDF`||!J.has(n)}function Y(e){return e.kind===`media`?y({name:e.item.title,type:``}):e.kind===`file`&&y(e.file)}var Fe=class{constructor(e,t){this.host=e,this.onCanceled=t,this.sent=0,e.addController(this)}hostDisconnected(){this.uploaded||this.reset()}reset(){let e=this.aborter;this.aborter=void 0,e?.abort(),this.sent=0,this.uploaded=void 0,this.problem=void 0}cancel(){this.aborter?.abort()}async start(e,t){this.reset();let n=new AbortController;this.aborter=n;let r=e=>{this.sent=e,this.host.requestUpdate()};try{let i=await T(e.hass,t,r,n.signal);n===this.aborter&&(this.uploaded=i)}catch(t){if(n!==this.aborter)return;t instanceof S?this.onCanceled():this.problem=E(e,t)}this.host.requestUpdate()}},Ie=2,Le=12,Re=class{constructor(e,t,n){this.load=t,this.onChange=n,this.loading=/* @__PURE__ */ new Set,this.seen=[],this.groups=/* @__PURE__ */ new Map([[0,e]])}get(e){return this.groups.get(e)}look(e){this.seen=e;for(let[t,n]of this.groups)typeof n==`string`&&!e.includes(t)&&this.groups.delete(t);for(let t of e)this.start(t)}async start(e){if(this.groups.has(e)||this.loading.has(e)||this.loading.size>=Ie)return;this.loading.add(e);let t=await this.load(e*4+1);this.loading.delete(e),this.groups.set(e,t),this.forget(),this.onChange();for(let e of this.seen)this.start(e)}forget(){for(let e of this.groups.keys()){if(this.groups.size<=Le)return;this.seen.includes(e)||this.groups.delete(e)}}},X=96/25.4,Z={width:260,height:320},Q=12,$=`default-src 'none'; img-src data:; style-src 'unsafe-inline'`,ze=class extends _{static{this.properties={..._.properties,sheets:{attribute:!1},layout:{attribute:!1},load:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1},at:{state:!0},seen:{state:!0},laidOut:{state:!0}}}static{this.styles=[..._.styles,o`
      :host {
        display: grid;
        gap: 8px;
        inline-size: 100%;
        justify-items: center;
      }
      .strip {
        display: flex;
        inline-size: 100%;
        overflow-x: auto;
        overscroll-behavior-x: contain;
        padding-block: 4px;
        position: relative;
        scroll-snap-type: x mandatory;
        scrollbar-width: thin;
      }
      .group {
        display: flex;
        flex: none;
        position: relative;
      }
      .page {
        align-items: center;
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        scroll-snap-align: center;
      }
      .frame {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
        overflow: hidden;
        position: relative;
      }
      /* Only pages: texts would be hard to read. */
      [aria-busy="true"] :is(.row, .frame) {
        opacity: 0.5;
      }
      .inner {
        overflow: hidden;
        position: absolute;
      }
      .row {
        inset: 0 auto auto ${Q/2}px;
        position: absolute;
      }
      iframe {
        border: 0;
        color-scheme: light;
        inset: 0 auto auto 0;
        pointer-events: none;
        position: absolute;
        transform-origin: 0 0;
      }
      .pager {
        align-items: center;
        display: flex;
        gap: 8px;
      }
    `]}constructor(){super(),this.observed=/* @__PURE__ */ new Set,this.at=0,this.seen=[0],this.laidOut=1}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.observer=void 0,this.observed=/* @__PURE__ */ new Set}connectedCallback(){super.connectedCallback(),this.requestUpdate()}willUpdate(e){e.has(`sheets`)&&this.sheets&&(this.loader=new Re(this.sheets,e=>this.load(e),()=>this.requestUpdate())),e.has(`layout`)&&!this.layout&&(this.laidOut=1),this.at=Math.min(this.at,this.count-1),this.loader?.look(this.seen.filter(e=>e<this.groups))}updated(){this.observer??=new IntersectionObserver(e=>this.see(e),{root:this.strip,rootMargin:`0px 100%`});let e=new Set(this.renderRoot.querySelectorAll(`.group`));for(let t of this.observed)e.has(t)||this.observer.unobserve(t);for(let t of e)this.observed.has(t)||this.observer.observe(t);this.observed=e}see(e){let t=new Set(this.seen);for(let{target:n,isIntersecting:r}of e){let e=Number(n.dataset.group);r?t.add(e):t.delete(e)}this.seen=[...t].sort((e,t)=>e-t)}get strip(){return this.renderRoot.querySelector(`.strip`)}get count(){return this.sheets?.count??this.laidOut}get perGroup(){return this.sheets?4:1}get groups(){return Math.ceil(this.count/this.perGroup)}get scale(){let{width:e,height:t}=this.paper;return Math.min(Z.width/e,Z.height/t)}get paper(){return this.sheets??this.layout??{width:210,height:297}}get step(){return this.paper.width*this.scale+Q}render(){let{count:e,step:t}=this,n=e>1;return i`
      <div
        class="strip"
        aria-busy=${this.isBusy}
        role=${n?`group`:p}
        tabindex=${n?`0`:p}
        aria-label=${n?this.localize(`preview_pages`,{name:this.name}):p}
        style="padding-inline: max(0px, 50% - ${t/2}px)"
        @scroll=${this.scrolled}
      >
        ${Array.from({length:this.groups},(e,t)=>this.renderGroup(t))}
      </div>
      ${n?this.renderPager():p}
    `}renderGroup(e){let t=e*this.perGroup,n=Math.min(this.perGroup,this.count-t),r=this.seen.includes(e),a=this.sheets?this.loader?.get(e):void 0,o=`inline-size: ${this.step}px; block-size: ${this.paper.height*this.scale}px`;return i`<div class="group" data-group=${e}>
      ${Array.from({length:n},(e,n)=>i`<div class="page" style=${o}>${this.renderPage(t+n,a,r)}</div>`)}
      ${r&&a&&typeof a!=`string`?this.renderSheets(a):p}
    </div>`}renderPage(e,t,n){return this.layout&&!this.sheets?n?this.renderLaidOut(this.layout,e):p:typeof t==`string`?i`${g(`mdi:alert-circle-outline`)}
        <div class="small" role="alert">${t}</div>`:t?e<t.first-1+t.shown?p:i`${g(`mdi:file-document-outline`)}
      <div class="secondary small">${this.localize(`preview_none`)}</div>`:i`<div class="secondary small">${this.label(e)}</div>`}label(e){return this.localize(`sheet_position`,{position:e+1,count:this.count})}renderSheets({html:e,first:t,shown:n}){let{scale:r}=this,{width:a,height:o}=this.paper,s=Q/r,c=(n*(a+s)-s)*X,l=n===1?this.label(t-1):this.localize(`sheets_position`,{first:t,last:t+n-1,count:this.count});return i`<div class="row">
      <iframe
        sandbox=""
        tabindex="-1"
        scrolling="no"
        title=${l}
        style="block-size: ${o*X}px; inline-size: ${c}px; transform: scale(${r/X})"
        srcdoc=${Be(e,a,o,s)}
      ></iframe>
    </div>`}renderLaidOut({html:e,width:t,height:n,margin:r},a){let{scale:o}=this,s={width:t-2*r,height:n-2*r},c=s.width*X;return i`<div class="frame" style="block-size: ${n*o}px; inline-size: ${t*o}px">
      <div
        class="inner"
        style="block-size: ${s.height*o}px; inline-size: ${s.width*o}px; inset: ${r*o}px auto auto ${r*o}px"
      >
        <iframe
          sandbox=${a?``:`allow-same-origin`}
          tabindex="-1"
          scrolling="no"
          title=${a?this.label(a):this.localize(`preview_alt`,{name:this.name})}
          style="block-size: ${s.height*X}px; inline-size: ${c*(a+1)}px; transform: scale(${o/X}) translateX(${-a*c}px)"
          srcdoc=${Ve(e,s)}
          @load=${a?p:e=>this.measure(e.target,c)}
        ></iframe>
      </div>
    </div>`}measure(e,t){let n=e.contentDocument?.body.scrollWidth??0;this.laidOut=Math.max(1,Math.round(n/t))}renderPager(){return i`
      <div class="pager">
        ${this.renderStep(`mdi:chevron-left`,`sheet_before`,this.at-1)}
        <span class="small" role="status">${this.label(this.at)}</span>
        ${this.renderStep(`mdi:chevron-right`,`sheet_after`,this.at+1)}
      </div>
    `}renderStep(e,t,n){return oe(e,this.localize(t),()=>{this.at=n,this.strip&&(this.strip.scrollLeft=n*this.step)},n<0||n>=this.count)}scrolled(){let e=Math.round((this.strip?.scrollLeft??0)/this.step);this.at=Math.max(0,Math.min(e,this.count-1))}};function Be(e,t,n,r){return`<meta http-equiv="Content-Security-Policy" content="${$}">
<style>
html { overflow: hidden !important; }
body { column-gap: ${r}mm !important; display: grid !important; grid-auto-columns: ${t}mm !important;
  grid-auto-flow: column !important; grid-template-rows: ${n}mm !important; place-items: center !important;
  inline-size: max-content !important; }
body > div { background: #fff; outline: 2px solid rgba(0, 0, 0, 0.25); outline-offset: -2px; }
</style>
${e}`}function Ve(e,{width:t,height:n}){return`<meta http-equiv="Content-Security-Policy" content="${$}">
<style>
html { overflow: hidden !important; }
body { block-size: ${n}mm !important; inline-size: ${t}mm !important;
  columns: ${t}mm auto !important; column-fill: auto !important; column-gap: 0 !important; }
</style>
${e}`}d(`cloudprint-card-pages`,ze);var He=class extends _{static{this.properties={..._.properties,preview:{attribute:!1},load:{attribute:!1},problem:{attribute:!1},waiting:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1}}}static{this.styles=[..._.styles,o`
      .desk {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 200px;
        padding: 12px;
        text-align: center;
      }
      .desk > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .desk > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
        max-block-size: 320px;
        max-inline-size: 100%;
      }
      [aria-busy="true"] > img {
        opacity: 0.5;
      }
      .wait {
        inline-size: min(160px, 80%);
      }
      .wait > div {
        animation: wait 1.2s ease-in-out infinite alternate;
        inline-size: 40%;
      }
      @keyframes wait {
        from {
          margin-inline-start: 0;
        }
        to {
          margin-inline-start: 60%;
        }
      }
    `]}render(){return i`<div class="desk" aria-busy=${this.isBusy}>${this.renderDesk()}</div>`}renderDesk(){let{preview:e,problem:t,name:n}=this;return t===void 0?e?.sheets||e?.layout?i`<cloudprint-card-pages
        .context=${this.context}
        .sheets=${e.sheets??void 0}
        .layout=${e.layout??void 0}
        .load=${this.load}
        .isBusy=${this.isBusy}
        .name=${n}
      ></cloudprint-card-pages>`:e?.image?i`<img alt=${this.localize(`preview_alt`,{name:n})} src="data:image/png;base64,${e.image}" />`:e?i`${g(`mdi:file-document-outline`)}
        <div class="secondary small">${this.localize(`preview_none`)}</div>`:i`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.waiting??this.localize(`preview_loading`)}</div>`:i`${g(`mdi:alert-circle-outline`)}
      ${t?i`<div class="small" role="alert">${t}</div>`:p}`}};d(`cloudprint-card-preview`,He);var Ue=100,We=class extends _{static{this.properties={..._.properties,fields:{attribute:!1},names:{attribute:!1},isOpen:{state:!0},name:{state:!0},isSaving:{state:!0},problem:{state:!0}}}static{this.styles=[..._.styles,o`
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
    `]}constructor(){super(),this.isOpen=!1,this.isSaving=!1}render(){if(!this.context.hass.user?.is_admin)return p;if(!this.isOpen)return i`<button class="plain open" type="button" @click=${this.open}>
        ${g(`mdi:content-save-outline`)}${this.localize(`save_document`)}
      </button>`;let e=this.fields!==void 0&&this.name.trim()!==``&&!this.isSaving;return i`
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
          maxlength=${Ue}
          aria-describedby="hint"
          .value=${this.name}
          @input=${e=>{this.name=e.target.value}}
        />
        <p id="hint" class="small secondary">${this.localize(`save_document_hint`)}</p>
        ${this.problem?f(`error`,`mdi:alert-circle-outline`,this.problem):p}
        <div>
          <button type="submit" ?disabled=${!e}>${this.localize(`save`)}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize(`edit_cancel`)}</button>
        </div>
      </form>
    `}async open(){this.isOpen=!0,this.name=(this.names[0]??``).replace(/\.\w{1,5}$/,``),await this.updateComplete,this.renderRoot.querySelector(`#name`)?.select()}async close(){this.isOpen=!1,this.name=``,this.problem=void 0,await this.updateComplete,this.renderRoot.querySelector(`.open`)?.focus()}async submit(e){e.preventDefault();let{fields:t,context:n}=this,r=this.name.trim();if(t&&r&&!this.isSaving){this.setSaving(!0),this.problem=void 0;try{let{document:e}=await n.backend.call(`cloudprint/documents/save`,Ge(t,r));this.fireCardEvent(`document-saved`,e)}catch(e){this.problem=await b(n,e,...this.names)}finally{this.setSaving(!1)}}}setSaving(e){this.isSaving=e,this.fireEvent(`saving`,e)}};function Ge({password:e,...t},n){return{...t,name:n}}d(`cloudprint-card-save-document`,We);var Ke={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`},qe=class extends _{static{this.properties={..._.properties,content:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},written:{state:!0},encoding:{state:!0},password:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0}}}static{this.styles=[..._.styles,K]}constructor(){super(),this.uploader=new Fe(this,()=>this.fireEvent(`unstage`,`upload_canceled`)),this.previewer=new H(this),this.sender=new G,this.written={text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.isSending=!1,this.isSaving=!1}get isBusy(){return this.isSending||this.isSaving}get uploads(){let{content:e}=this,{uploaded:t}=this.uploader;return new Map(e.kind===`file`&&t?[[e.file,t]]:[])}get isUncertain(){return this.sender.isUncertain}get isSaved(){return this.content.kind===`document`}get name(){switch(this.content.kind){case`file`:return this.content.file.name;case`text`:return this.localize(`text_name`);case`media`:return this.content.item.title;case`document`:return this.content.document.name}}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}connectedCallback(){super.connectedCallback(),this.hasUpdated&&!this.uploader.uploaded&&this.startUpload()}willUpdate(e){let{context:t,printer:n}=this,r=e.get(`printer`);e.has(`content`)?this.start():r&&r.device_id!==n.device_id&&(this.choices=this.createChoices());let{fields:i}=this;this.hasPreview?i&&this.hasValidChoices&&this.previewer.request(t,n,i,this.name):this.previewer.reset()}get hasPreview(){return this.content.kind===`file`?this.uploader.uploaded!==void 0:this.content.kind===`media`||this.content.kind===`document`||this.written.isMarkdown&&this.fields!==void 0}render(){let{kind:e}=this.content,{uploaded:t,problem:n}=this.uploader;return i`
      ${this.renderHead()}
      <div class="content ${this.hasPreview?`with-preview`:``}">
        <div class="main">
          ${e===`text`?this.renderText():p}
          ${this.hasPreview?this.renderPreview():e===`file`?this.renderUpload():p}
        </div>
        ${n?p:i`<div class="side">
                <cloudprint-card-options
                  .context=${this.context}
                  .printer=${this.printer}
                  .choices=${this.choices}
                  .isSaved=${this.isSaved}
                  .hasPages=${Ne(this.content,t,this.previewer.pages)}
                  .hasPageSets=${Pe(this.content,t)}
                  .madeHere=${Y(this.content)?`all`:`none`}
                  @choices=${e=>{this.choices=e.detail}}
                ></cloudprint-card-options>
                ${U(this.context,this.printer,this.previewer.warnings)} ${this.renderSave()}
              </div>`}
      </div>
      ${n?p:W(this.context.texts,this.isReady,this.isSending,this.printProblem,()=>this.print())}
    `}get isReady(){let e=this.previewer.isRefused&&!this.isUncertain;return this.fields!==void 0&&this.hasValidChoices&&!this.isBusy&&!e}renderSave(){return this.content.kind===`file`?i`<cloudprint-card-save-document
      .context=${this.context}
      .fields=${this.isReady?this.fields:void 0}
      .names=${[this.name]}
      @saving=${e=>{this.isSaving=e.detail}}
    ></cloudprint-card-save-document>`:p}renderHead(){let{content:e}=this,{pages:t}=this.previewer,n=[e.kind===`file`?this.context.format.bytes(e.file.size):``,t?this.context.texts.localizeCount(`pages`,t):``].filter(Boolean);return i`
      <div class="head">
        ${g(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${n.length?i`<div class="secondary small">${n.join(` · `)}</div>`:p}
        </div>
        ${this.isBusy?p:h(this.localize(`remove`,{name:this.name}),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return i`
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
    `}renderUpload(){let{file:e}=this.content,{sent:t,problem:n}=this.uploader;return n?i`
        <div class="notice error" role="alert">
          ${g(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:e.name,message:n})}</div>
        </div>
        <button type="button" @click=${this.startUpload}>${g(`mdi:reload`)}${this.localize(`retry`)}</button>
      `:i`
      <div class="upload">
        ${D(this.localize(`uploading`,{name:e.name}),t)}
        <div>
          <span class="secondary small">
            ${t>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(t),size:this.context.format.bytes(e.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.uploader.cancel()}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}renderPreview(){let{preview:e,problem:t,isBusy:n}=this.previewer;return i`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${e}
        .load=${this.previewer.load}
        .problem=${t!==void 0&&t===this.printProblem?``:t}
        .isBusy=${n}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
      ${this.content.kind===`file`?i`<div class="more">
              ${y(this.content.file)&&!this.isUncertain?this.renderDesign(this.content.file):p}
              <cloudprint-card-pick
                .context=${this.context}
                .isMore=${!0}
                @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
              ></cloudprint-card-pick>
            </div>`:p}
    `}renderDesign(e){return i`<button type="button" ?disabled=${this.isBusy} @click=${()=>this.fireEvent(`together`,[e])}>
      ${g(`mdi:image-edit-outline`)}${this.localize(`design_open`)}
    </button>`}renderMissing(){switch(this.previewer.missing){case`encoding`:return i`<div class="missing">
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
            ${Object.entries(Ke).map(([e,t])=>i`<option value=${e}>${this.localize(t)}</option>`)}
          </datalist>
        </div>`;case`password`:return O(this.context.texts,this.password,e=>{this.password=e});case void 0:return p}}start(){let{content:e}=this;this.uploader.reset(),this.previewer.reset(),this.choices=this.createChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.printProblem=void 0,this.sender=new G,this.startUpload()}startUpload(){let{content:e}=this;e.kind===`file`&&this.uploader.start(this.context,e.file)}createChoices(){return this.isSaved?ge:N(this.printer,this.remembered)}get fields(){let e=je(this.content,this.written,this.uploader.uploaded);return e&&{device_id:this.printer.device_id,...e,...V(this.usedChoices),...this.encoding.trim()?{encoding:this.encoding.trim()}:{},...this.password?{password:this.password}:{}}}get usedChoices(){return z(this.choices,this.printer,Y(this.content))}get hasValidChoices(){return!B(this.usedChoices,this.printer).length}async print(){let{fields:e,choices:t}=this;if(e&&!this.isBusy){this.isSending=!0,this.printProblem=void 0;try{let n=await this.sender.print(this.context,e);this.fireEvent(`printed`,{jobs:n,deviceId:e.device_id,choices:t,isSaved:this.isSaved})}catch(e){this.previewer.missing=c(e)??this.previewer.missing,this.printProblem=await b(this.context,e,this.name)}finally{this.isSending=!1}}}};d(`cloudprint-card-staged`,qe);export{H as a,V as c,O as d,D as f,U as i,B as l,T as m,G as n,A as o,E as p,W as r,z as s,K as t,N as u};