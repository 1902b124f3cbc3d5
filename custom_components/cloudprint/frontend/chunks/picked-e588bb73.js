import{A as e,D as t,E as n,F as r,L as i,M as a,O as o,P as s,T as c,_ as l,a as u,b as d,c as f,f as p,g as m,h,i as g,s as _,u as v,v as ee,w as te,y}from"./card-01fd1df7.js";import{a as b,d as x,f as S,h as ne,i as C,m as w,n as T,o as E,p as re,s as D,t as O}from"./preview-af248521.js";import{n as k,r as ie,t as ae}from"./page-options-d95a83a1.js";var A=class extends Error{constructor(e,t=``,n=!1){super(e),this.code=t,this.isFinal=n}},j=class extends Error{},oe=`X-File-Name`,se=[1e3,3e3,6e3];function ce(e,t){return new Promise(n=>{t?.aborted&&n(),setTimeout(n,e),t?.addEventListener(`abort`,()=>n())})}async function M(e,t,[n,...r]=se){t?.throwIfAborted();try{return await e()}catch(i){if(n===void 0||!(i instanceof j))throw i;return await ce(n,t),M(e,t,r)}}function N(e,t,...[n,r,i]){return new Promise((a,o)=>{i.throwIfAborted();let s=new XMLHttpRequest;s.open(`POST`,e),s.setRequestHeader(`Content-Type`,`application/octet-stream`),s.setRequestHeader(oe,encodeURIComponent(n.name));for(let e in t)s.setRequestHeader(e,t[e]??``);s.upload.addEventListener(`progress`,({loaded:e,total:t})=>{t>0&&r(e/t)}),s.addEventListener(`load`,()=>a({status:s.status,text:s.responseText})),s.addEventListener(`loadend`,()=>o(new j)),i.addEventListener(`abort`,()=>s.abort()),s.send(n)})}var P=class{constructor(e){this.file=e,this.sent=0,this.isBroken=!1}},F=class{constructor(e,t,n,r=3){this.send=e,this.explain=t,this.onChange=n,this.atATime=r,this.items=[],this.running=/* @__PURE__ */ new Map,this.isStarted=!1,this.resume=()=>this.retry(this.items.filter(({isBroken:e})=>e))}get isUploaded(){return this.items.length>0&&this.items.every(({uploaded:e})=>e)}start(){this.isStarted=!0,addEventListener(`online`,this.resume),this.next()}stop(){this.isStarted=!1,removeEventListener(`online`,this.resume);for(let{aborter:e}of this.items)e?.abort()}add(e){this.items=[...this.items,...e],this.next()}remove(e){this.items=this.items.filter(t=>t!==e),e.aborter?.abort(),this.onChange()}clear(){for(let e of this.items)this.remove(e)}retry(e=this.items){for(let t of e)t.problem=void 0,t.isBroken=!1;this.next()}async renew(){for(let e of this.items)e.uploaded=void 0;for(this.next();this.running.size;)await Promise.race(this.running.values())}upload(e){let t=this.running.get(e)??this.run(e).finally(()=>{this.running.delete(e),this.next()});return this.running.set(e,t),t}next(){for(let e of this.items){if(!this.isStarted||this.running.size>=this.atATime)break;!e.uploaded&&e.problem===void 0&&!this.running.has(e)&&this.upload(e)}this.onChange()}async run(e){let{signal:t}=e.aborter=new AbortController,n=()=>(this.report(e,0),this.send(e.file,t=>this.report(e,t),t));try{e.uploaded=await M(n,t)}catch(n){if(t.aborted)return;e.isBroken=n instanceof j,e.problem=this.explain(n)}}report(e,t){e.sent=t,this.onChange()}},I=`/api/cloudprint/upload`;async function L(e,...t){e.auth.expired&&await e.auth.refreshAccessToken().catch(()=>{throw new j});let{status:n,text:r}=await N(I,{Authorization:`Bearer ${e.auth.data.access_token}`,"Accept-Language":e.language},...t),i=B(r);if(n===200&&typeof i?.upload_id==`string`)return i;throw typeof i?.message==`string`?new A(i.message):new j}function R({texts:e},t){return t instanceof A?t.message:t instanceof j?e.localize(`upload_no_connection`):String(t)}var z=class extends F{constructor(e){super((...t)=>L(e.context.hass,...t),t=>R(e.context,t),()=>e.requestUpdate()),this.host=e}get size(){return this.items.reduce((e,{file:t})=>e+t.size,0)}get sent(){let e=this.items.reduce((e,t)=>e+t.file.size*(t.uploaded?1:t.sent),0);return this.size?e/this.size:0}get uploads(){return new Map(this.items.flatMap(({file:e,uploaded:t})=>t?[[e,t]]:[]))}};function B(e){try{let t=JSON.parse(e);return typeof t==`object`&&t?{...t}:void 0}catch{return}}function V(e,t){return r`
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
  `}function H(e,t,n){return r`
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
  `}async function U(r,i,s,c){let l=o(i,c);return{text:await n(r,i,s,c),field:l,missing:t(i),isGone:a(i),isFinal:e(i)||l!==void 0}}var W=class extends b{constructor(e){super((t,n)=>e.context.backend.call(`cloudprint/preview`,{...t,sheet:n}),t=>U(e.context,t,e.names,e.labels),()=>e.requestUpdate())}take(e,t,n){super.take(e,t,n),this.missing=e&&(n?.missing??this.missing),e?t&&e.page_ranges===void 0&&(this.pages=t.pages):this.pages=void 0}};function G(e,t){return!(`page`in e||`document`in e)||t?.seed===void 0?e:{...e,page_options:{seed:t.seed,...e.page_options}}}function K(e,t){let{copies:n,...r}=t,{sides:i=``,...a}=r,o=e.rule&&n!==void 0?{...a,copies:n}:a;return t.arrange===`booklet`?{...o,sides:`one_sided`}:ne(i,e)?t:e.needs_trays&&i?{...o,sides:i}:o}function q(e,t,n){return n.map(n=>p(`warning`,`mdi:alert-circle-outline`,u(e,t,n)))}function J(e,t){let{printer:n,policy:i,isReady:a,isSending:o,isUncertain:c,problem:l}=t,{texts:u}=e,d=i?.asks?`ask_to_print`:`print`;return r`<div class="footer">
    ${l?p(`error`,`mdi:alert-circle-outline`,l):s}
    ${C(e,n,i,()=>t.chooseGrey())}
    ${c||T(n,i,u)?r`<button class="primary print" type="button" ?disabled=${!a} @click=${()=>t.print()}>
            ${h(i?.asks?`mdi:account-question-outline`:`mdi:printer`)}${u.localize(o?`printing_now`:d)}
          </button>`:s}
  </div>`}var Y=i`
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
`,le=class extends P{constructor(e){super(e),this.state=`waiting`,this.jobs=[],this.asked=null,this.jobStates=/* @__PURE__ */ new Map,this.sender=new O,this.fileProblem=d(e),this.fileProblem&&(this.state=`skipped`)}},ue=class extends z{constructor(...e){super(...e),this.leftOut=0,this.isRunning=!1,this.listed=/* @__PURE__ */ new WeakSet,this.removed=/* @__PURE__ */ new WeakSet,this.runs=0}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}addFiles(e,t){this.leftOut=0;for(let n of e){if(this.listed.has(n))continue;this.listed.add(n);let e=new le(n);e.uploaded=t?.get(n),(e.state===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)).length<20?this.add([e]):this.leftOut+=1}}isRemoved(e){return this.removed.has(e)}remove(e){this.removed.add(e.file),super.remove(e)}stop(){this.runs+=1,this.isRunning=!1,super.stop(),this.onChange()}async print(e){if(this.isRunning)return;let t=++this.runs,n=()=>t!==this.runs,r=this.in(`waiting`,`failed`);for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let t of r){if(n())return;this.items.includes(t)&&await this.printItem(t,e,n)}n()||(this.isRunning=!1),this.onChange()}async printItem(e,r,i){let{context:o}=this.host;e.uploaded||(this.update(e,`uploading`),await this.upload(e));let s=e.uploaded&&r(e.file,{upload:e.uploaded.upload_id});if(!s||i()||!this.items.includes(e))this.update(e,e.problem===void 0?`waiting`:`failed`,e.problem);else{this.update(e,`sending`);try{Object.assign(e,await e.sender.send(o,s)),this.update(e,`printed`)}catch(r){a(r)&&!e.sender.isUncertain&&(e.uploaded=void 0);let i=t(r),s=i?o.texts.localize(`${i}_alone`):await n(o,r,[e.file.name]);this.update(e,`failed`,s)}}}update(e,t,n){e.state=t,e.problem=n,this.onChange()}},de=i`
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
`,fe={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`},pe=class extends _{static{this.properties={..._.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},jobs:{attribute:!1},choices:{state:!0}}}static{this.styles=[..._.styles,Y,de]}constructor(){super(),this.batch=new ue(this),this.wasRunning=!1,this.addController(this.batch)}get isBusy(){return this.batch.isRunning}get isUncertain(){return this.batch.items.some(({sender:e})=>e.isUncertain)}get uploads(){return this.batch.uploads}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.batch.addFiles(this.files,this.uploaded),this.keepJobStates();let t=e.get(`printer`);this.hasUpdated?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices={...this.initial??this.createChoices(),...x}}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}render(){let{batch:e}=this,{texts:t}=this.context;return r`
      ${this.renderHead()}
      <ul aria-label=${this.localize(`files`)}>
        ${g(e.items,e=>e,e=>r`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${e.leftOut?p(`warning`,`mdi:alert-circle-outline`,`${this.localize(`files_limit`,{limit:20})} ${t.localizeCount(`files_left_out`,e.leftOut)}`):s}
      ${e.items.some(({fileProblem:e})=>e===`file_unsupported`)?r`<p class="secondary small">${this.localize(`formats`,{formats:l})}</p>`:s}
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `}renderHead(){let{batch:e}=this;return r`
      <div class="head">
        ${h(`mdi:file-document-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount(`files`,e.items.length)}</div>
          <div class="secondary small">${this.progress||this.context.format.bytes(e.size)}</div>
        </div>
        ${e.isRunning?s:v(this.localize(`close_files`),()=>this.close())}
      </div>
    `}renderItem(e){let{name:t}=e.file,n=this.localize(e.state===`waiting`?`cancel_job`:`remove`,{name:t}),i=![`sending`,`printed`].includes(e.state),a=this.getJobState(e);return r`
      <div class="item ${a||e.state}">
        ${h(e.state===`printed`?m(a):fe[e.state])}
        <div class="names">
          <div class="one-line" title=${t}>${t}</div>
          <div class="fact small">${this.describe(e)}</div>
          ${e.state===`uploading`?V(this.localize(`uploading`,{name:t}),e.sent):s}
        </div>
        ${i?r`<button
                class="plain round"
                type="button"
                aria-label=${n}
                title=${n}
                @click=${()=>this.drop(e)}
              >
                ${h(`mdi:close`)}
              </button>`:s}
      </div>
    `}renderActions(){let{batch:e,context:t}=this;if(e.isRunning)return r`
        <p class="secondary small">${this.localize(`keep_open`)}</p>
        <button class="stop" type="button" @click=${()=>e.stop()}>
          ${h(`mdi:stop`)}${this.localize(`stop`)}
        </button>
      `;let n=e.in(`waiting`).length,i=n+e.in(`failed`).length,{madeHere:a}=this,o=!D({printer:this.printer,choices:this.choices,isMadeHere:a!==`none`}).problems.length;return r`
      <div class="more">
        <cloudprint-card-pick
          .context=${t}
          .isMore=${!0}
          @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
        ></cloudprint-card-pick>
      </div>
      ${i?r`<cloudprint-card-options
                .context=${t}
                .printer=${this.printer}
                .choices=${this.choices}
                .madeHere=${a}
                @choices=${e=>{this.choices=e.detail}}
              ></cloudprint-card-options>
              <div>
                <p class="secondary small each">${this.localize(`files_hint`)}</p>
                ${this.canBeOne?r`<button
                        class="plain together"
                        type="button"
                        @click=${()=>this.fireEvent(`together`,this.wanted)}
                      >
                        ${this.localize(`print_together`)}
                      </button>`:s}
              </div>
              <div class="footer">
                ${C(t,this.printer,void 0)}
                ${this.isUncertain||T(this.printer,void 0,t.texts)?r`<button class="primary print" type="button" ?disabled=${!o} @click=${this.print}>
                        ${h(`mdi:printer`)}${t.texts.localizeCount(n?`print_files`:`retry_files`,i)}
                      </button>`:s}
              </div>`:r`<button class="print" type="button" @click=${()=>this.close()}>${this.localize(`done`)}</button>`}
    `}describe(e){let{format:t}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:t.bytes(e.file.size),limit:t.bytes(ee)});case`uploading`:return e.sent>=1?this.localize(`processing`):t.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return e.asked&&this.getJobState(e)===`held`?this.localize(`asked`,{names:c(e.asked,this.context.texts)}):this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return this.batch.isRunning?this.localize(`file_waiting`):t.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e,jobStates:t}){let n=e.map(({job_id:e,state:n})=>({state:t.get(e)??n}));return(n.find(te)??n[0])?.state??``}keepJobStates(){for(let{jobs:e,jobStates:t}of this.batch.items)for(let{job_id:n}of e){let e=this.jobs.get(n)?.state;e&&t.set(n,e)}}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}get wanted(){return this.files.filter(e=>!this.batch.isRemoved(e))}get canBeOne(){let{items:e}=this.batch;return e.length>1&&e.every(({state:e})=>e===`waiting`)&&!this.isUncertain&&this.wanted.every(y)}get madeHere(){let e=this.batch.in(`waiting`,`failed`).map(({file:e})=>e),t=e.filter(y).length;return t===e.length?`all`:t?`some`:`none`}createChoices(){return w(this.printer,this.remembered)}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t,printer:n}=this,{device_id:r}=n;this.last={deviceId:r,choices:t},await e.print((e,r)=>D({printer:n,choices:t,content:r,isMadeHere:y(e)}).fields),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let{items:e}=this.batch,t=e.flatMap(e=>e.jobs),n=e.filter(({asked:e})=>e),r=n.length?[...new Set(n.flatMap(e=>e.asked??[]))]:null;this.last&&this.fireEvent(`printed`,{...this.last,jobs:t,asked:r,isSaved:!1})}};f(`cloudprint-card-batch`,pe);var X=60,Z=/* @__PURE__ */ new Set([`WORD`,`EXCEL`,`PPT`,`PDF`]);function me(e,{text:t,isMarkdown:n},r,i){switch(e.kind){case`file`:return r&&{upload:r.upload_id};case`text`:{if(!t.trim())return;let e=he(t,n);return n?{markdown:t,name:e}:{text:t,name:e}}case`media`:{let{media_content_id:t,title:n}=e.item;return{media:{media_content_id:t,metadata:{title:n}}}}case`page`:return i&&{page:e.page.page,page_options:i};case`document`:return{document:e.document.id}}}function he(e,t){let n=e.trim().split(/[\r\n]/,1)[0]??``,r=t&&n.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/,``)||n,i=[...new Intl.Segmenter().segment(r)].map(({segment:e})=>e);return i.length>X?`${i.slice(0,X).join(``).trimEnd()}…`:r}function Q(e,t,n){return typeof n==`number`?n>1:e.kind===`file`&&Z.has(t?.format??``)}function ge(e,t){let n=t?.format??``;return e.kind!==`file`||n===`PDF`||!Z.has(n)}function $(e){return e.kind===`media`?y({name:e.item.title,type:``}):e.kind===`file`&&y(e.file)}var _e=100,ve=class extends _{static{this.properties={..._.properties,fields:{attribute:!1},names:{attribute:!1},isOpen:{state:!0},name:{state:!0},isSaving:{state:!0},problem:{state:!0}}}static{this.styles=[..._.styles,i`
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
    `]}constructor(){super(),this.isOpen=!1,this.isSaving=!1}render(){if(!this.context.hass.user?.is_admin)return s;if(!this.isOpen)return r`<button class="plain open" type="button" @click=${this.open}>
        ${h(`mdi:content-save-outline`)}${this.localize(`save_document`)}
      </button>`;let e=this.fields!==void 0&&this.name.trim()!==``&&!this.isSaving;return r`
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
          maxlength=${_e}
          aria-describedby="hint"
          .value=${this.name}
          @input=${e=>{this.name=e.target.value}}
        />
        <p id="hint" class="small secondary">${this.localize(`save_document_hint`)}</p>
        ${this.problem?p(`error`,`mdi:alert-circle-outline`,this.problem):s}
        <div>
          <button type="submit" ?disabled=${!e}>${this.localize(`save`)}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize(`edit_cancel`)}</button>
        </div>
      </form>
    `}async open(){this.isOpen=!0,this.name=(this.names[0]??``).replace(/\.\w{1,5}$/,``),await this.updateComplete,this.renderRoot.querySelector(`#name`)?.select()}async close(){this.isOpen=!1,this.name=``,this.problem=void 0,await this.updateComplete,this.renderRoot.querySelector(`.open`)?.focus()}async submit(e){e.preventDefault();let{fields:t,context:r}=this,i=this.name.trim();if(t&&i&&!this.isSaving){this.setSaving(!0),this.problem=void 0;try{let{document:e}=await r.backend.call(`cloudprint/documents/save`,ye(t,i));this.fireCardEvent(`document-saved`,e)}catch(e){this.problem=await n(r,e,this.names)}finally{this.setSaving(!1)}}}setSaving(e){this.isSaving=e,this.fireEvent(`saving`,e)}};function ye({password:e,...t},n){return{...t,name:n}}f(`cloudprint-card-save-document`,ve);var be={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`},xe=class extends _{static{this.properties={..._.properties,content:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},written:{state:!0},entries:{state:!0},secrets:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0}}}static{this.styles=[..._.styles,Y]}constructor(){super(),this.queue=new z(this),this.previewer=new W(this),this.sender=new O,this.written={text:``,isMarkdown:!1},this.entries={},this.secrets=E,this.isSending=!1,this.isSaving=!1}get isBusy(){return this.isSending||this.isSaving}get uploads(){return this.queue.uploads}get upload(){return this.queue.items[0]}get isUncertain(){return this.sender.isUncertain}get isEntered(){return this.written.text.trim()!==``||Object.values(this.entries).some(ie)||this.secrets!==E||this.choices!==this.initial}get isSaved(){return this.content.kind===`document`}get names(){return[this.name]}get name(){switch(this.content.kind){case`file`:return this.content.file.name;case`text`:return this.localize(`text_name`);case`media`:return this.content.item.title;case`page`:return this.content.page.name;case`document`:return this.content.document.name}}get labels(){return this.content.kind===`page`?k(this.content.page):{}}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}connectedCallback(){super.connectedCallback(),this.queue.start()}disconnectedCallback(){super.disconnectedCallback(),this.queue.stop(),this.previewer.request(void 0)}willUpdate(e){let{printer:t}=this,n=e.get(`printer`);e.has(`content`)?this.start():n&&n.device_id!==t.device_id&&(this.choices=this.initial=this.createChoices());let{fields:r,problems:i}=this.draft;!this.hasPreview&&!this.needsPolicy?this.previewer.request(void 0):r&&!i.length&&this.previewer.request(K(t,r))}get hasPreview(){return this.content.kind===`file`?this.queue.isUploaded:this.content.kind===`page`?this.draft.fields!==void 0:this.content.kind===`media`||this.content.kind===`document`||this.written.isMarkdown&&this.draft.fields!==void 0}get needsPolicy(){return this.content.kind===`text`&&!!this.printer.rule&&this.draft.fields!==void 0}render(){let{kind:e}=this.content,{uploaded:t,problem:n}=this.upload??{};return r`
      ${this.renderHead()}
      <div class="content ${this.hasPreview?`with-preview`:``} ${e===`page`?`with-form`:``}">
        ${e===`page`?this.renderForm(this.content.page):s}
        <div class="main">
          ${e===`text`?this.renderText():s}
          ${this.hasPreview||e===`page`?this.renderPreview():this.upload?this.renderUpload(this.upload):s}
        </div>
        ${n?s:r`<div class="side">
                <cloudprint-card-options
                  .context=${this.context}
                  .printer=${this.printer}
                  .choices=${this.choices}
                  .isSaved=${this.isSaved}
                  .hasPages=${Q(this.content,t,this.previewer.pages)}
                  .hasPageSets=${ge(this.content,t)}
                  .madeHere=${$(this.content)?`all`:`none`}
                  @choices=${e=>{this.choices=e.detail}}
                ></cloudprint-card-options>
                ${q(this.context,this.printer,this.warnings)} ${this.renderSave()}
              </div>`}
      </div>
      ${n?s:this.renderPrint()}
    `}get isReady(){let e=this.hasPreview&&this.previewer.isRefused&&!this.isUncertain,{fields:t,problems:n}=this.draft;return t!==void 0&&!n.length&&!this.isBusy&&!e}renderPrint(){let{printer:e,isReady:t,isSending:n,isUncertain:r,printProblem:i}=this;return J(this.context,{printer:e,isReady:t,isSending:n,isUncertain:r,problem:i?.text,policy:this.previewer.preview?.policy??void 0,print:()=>void this.print(),chooseGrey:()=>{this.choices=re(this.choices,`color`,`monochrome`)}})}renderSave(){return this.content.kind===`file`?r`<cloudprint-card-save-document
      .context=${this.context}
      .fields=${this.isReady?this.draft.fields:void 0}
      .names=${[this.name]}
      @saving=${e=>{this.isSaving=e.detail}}
    ></cloudprint-card-save-document>`:s}renderHead(){let{content:e}=this,{pages:t}=this.previewer,n=[e.kind===`file`?this.context.format.bytes(e.file.size):``,t?this.context.texts.localizeCount(`pages`,t):``].filter(Boolean);return r`
      <div class="head">
        ${h(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${n.length?r`<div class="secondary small">${n.join(` · `)}</div>`:s}
        </div>
        ${this.isBusy?s:v(this.localize(`remove`,{name:this.name}),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return r`
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
    `}renderForm(e){return r`<cloudprint-card-page-form
      .context=${this.context}
      .page=${e}
      .entries=${this.entries}
      .problem=${this.findFormProblem()}
      @entries=${e=>{this.entries=e.detail,this.printProblem?.field&&(this.printProblem=void 0)}}
    ></cloudprint-card-page-form>`}findFormProblem(){let{field:e,text:t}=this.printProblem?.field?this.printProblem:this.previewer.problem??{},n=this.printProblem?.field??Object.keys(this.entries).length;return e&&t&&n?{field:e,text:t}:void 0}renderUpload(e){let{file:t,sent:n,problem:i}=e;return i?r`
        <div class="notice error" role="alert">
          ${h(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:t.name,message:i})}</div>
        </div>
        <button type="button" @click=${()=>this.queue.retry()}>${h(`mdi:reload`)}${this.localize(`retry`)}</button>
      `:r`
      <div class="upload">
        ${V(this.localize(`uploading`,{name:t.name}),n)}
        <div>
          <span class="secondary small">
            ${n>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(n),size:this.context.format.bytes(t.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.fireEvent(`unstage`,`upload_canceled`)}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}renderPreview(){let{preview:e,isBusy:t}=this.previewer;return r`
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
      ${this.content.kind===`file`?r`<div class="more">
              ${y(this.content.file)&&!this.isUncertain?this.renderDesign(this.content.file):s}
              <cloudprint-card-pick
                .context=${this.context}
                .isMore=${!0}
                @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
              ></cloudprint-card-pick>
            </div>`:s}
    `}findPreviewProblem(){let{field:e,text:t}=this.previewer.problem??{};return e?this.findFormProblem()&&``:t!==void 0&&t===this.printProblem?.text?``:t}findHint(){let e=!this.draft.fields||this.previewer.problem?.field;return this.content.kind===`page`&&e?this.localize(`page_fill_in`):this.previewer.warnings.includes(`not_drawn`)?this.localize(`warning_not_drawn`):void 0}get warnings(){return this.previewer.warnings.filter(e=>e!==`not_drawn`)}renderDesign(e){return r`<button type="button" ?disabled=${this.isBusy} @click=${()=>this.fireEvent(`together`,[e])}>
      ${h(`mdi:image-edit-outline`)}${this.localize(`design_open`)}
    </button>`}renderMissing(){switch(this.previewer.missing){case`encoding`:return r`<div class="missing">
          <label class="small secondary" for="encoding">${this.localize(`encoding`)}</label>
          <input
            id="encoding"
            type="text"
            list="encodings"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=${this.localize(`encoding_placeholder`)}
            .value=${this.secrets.encoding}
            @input=${e=>{this.secrets={...this.secrets,encoding:e.target.value}}}
          />
          <datalist id="encodings">
            ${Object.entries(be).map(([e,t])=>r`<option value=${e}>${this.localize(t)}</option>`)}
          </datalist>
        </div>`;case`password`:return H(this.context.texts,this.secrets.password,e=>{this.secrets={...this.secrets,password:e}});case void 0:return s}}start(){let{content:e}=this;this.queue.clear(),this.previewer.request(void 0),this.choices=this.initial=this.createChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.entries={},this.secrets=E,this.printProblem=void 0,this.sender=new O,e.kind===`file`&&this.queue.add([new P(e.file)])}createChoices(){return this.isSaved?S:w(this.printer,this.remembered)}get draft(){let{content:e,printer:t,choices:n,secrets:r}=this,i=e.kind===`page`?ae(e.page,this.entries):void 0,a=me(e,this.written,this.upload?.uploaded,i);return D({printer:t,choices:n,secrets:r,content:a,isMadeHere:$(e)})}async print(){let{choices:e}=this,{fields:t}=this.draft;if(t&&!this.isBusy){this.isSending=!0,this.printProblem=void 0;try{let n=await this.sender.send(this.context,G(t,this.previewer.preview));this.fireEvent(`printed`,{...n,choices:e,deviceId:t.device_id,isSaved:this.isSaved})}catch(e){this.printProblem=await U(this.context,e,this.names,this.labels),this.previewer.missing=this.printProblem.missing??this.previewer.missing}finally{this.isSending=!1}}}};f(`cloudprint-card-staged`,xe);export{U as a,V as c,W as i,z as l,J as n,K as o,q as r,H as s,Y as t,P as u};