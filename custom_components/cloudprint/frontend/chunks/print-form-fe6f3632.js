import{D as e,K as t,L as n,R as r,U as i,V as a,Y as o,a as s,c,l,q as u,s as d,w as f,x as p,z as m}from"./card-d55a6ee4.js";import{a as h,c as g,g as _,h as v,m as y,n as b,o as x,s as S,t as C}from"./preview-e943effa.js";import{t as w}from"./field-styles-1dd4286c.js";var T=class extends Error{constructor(e,t=``,n=!1){super(e),this.code=t,this.isFinal=n}},E=class extends Error{},D=`X-File-Name`,O=[1e3,3e3,6e3];function k(e,t){return new Promise(n=>{t?.aborted&&n(),setTimeout(n,e),t?.addEventListener(`abort`,()=>n())})}async function A(e,t,[n,...r]=O){t?.throwIfAborted();try{return await e()}catch(i){if(n===void 0||!(i instanceof E))throw i;return await k(n,t),A(e,t,r)}}function j(e,t,...[n,r,i]){return new Promise((a,o)=>{i.throwIfAborted();let s=new XMLHttpRequest;s.open(`POST`,e),s.setRequestHeader(`Content-Type`,`application/octet-stream`),s.setRequestHeader(D,encodeURIComponent(n.name));for(let e in t)s.setRequestHeader(e,t[e]??``);s.upload.addEventListener(`progress`,({loaded:e,total:t})=>{t>0&&r(e/t)}),s.addEventListener(`load`,()=>a({status:s.status,text:s.responseText})),s.addEventListener(`loadend`,()=>o(new E)),i.addEventListener(`abort`,()=>s.abort()),s.send(n)})}var M=class{constructor(e){this.file=e,this.sent=0,this.isBroken=!1}},N=class{constructor(e,t,n,r=3){this.send=e,this.explain=t,this.onChange=n,this.atATime=r,this.items=[],this.running=/* @__PURE__ */ new Map,this.isStarted=!1,this.resume=()=>this.retry(this.items.filter(({isBroken:e})=>e))}get isUploaded(){return this.items.length>0&&this.items.every(({uploaded:e})=>e)}start(){this.isStarted=!0,addEventListener(`online`,this.resume),this.next()}stop(){this.isStarted=!1,removeEventListener(`online`,this.resume);for(let{aborter:e}of this.items)e?.abort()}add(e){this.items=[...this.items,...e],this.next()}remove(e){this.items=this.items.filter(t=>t!==e),e.aborter?.abort(),this.onChange()}clear(){for(let e of this.items)this.remove(e)}retry(e=this.items){for(let t of e)t.problem=void 0,t.isBroken=!1;this.next()}async renew(){for(let e of this.items)e.uploaded=void 0;for(this.next();this.running.size;)await Promise.race(this.running.values())}upload(e){let t=this.running.get(e)??this.run(e).finally(()=>{this.running.delete(e),this.next()});return this.running.set(e,t),t}next(){for(let e of this.items){if(!this.isStarted||this.running.size>=this.atATime)break;!e.uploaded&&e.problem===void 0&&!this.running.has(e)&&this.upload(e)}this.onChange()}async run(e){let{signal:t}=e.aborter=new AbortController,n=()=>(this.report(e,0),this.send(e.file,t=>this.report(e,t),t));try{e.uploaded=await A(n,t)}catch(n){if(t.aborted)return;e.isBroken=n instanceof E,e.problem=this.explain(n)}}report(e,t){e.sent=t,this.onChange()}},P=`/api/cloudprint/upload`,F=209715200;async function I(e,...t){e.auth.expired&&await e.auth.refreshAccessToken().catch(()=>{throw new E});let{status:n,text:r}=await j(P,{Authorization:`Bearer ${e.auth.data.access_token}`,"Accept-Language":e.language},...t),i=B(r);if(n===200&&typeof i?.upload_id==`string`)return i;throw typeof i?.message==`string`?new T(i.message):new E}function L({texts:e},t){return t instanceof T?t.message:t instanceof E?e.localize(`upload_no_connection`):String(t)}var R=class extends N{constructor(e){super((...t)=>I(e.context.hass,...t),t=>L(e.context,t),()=>e.requestUpdate()),this.host=e}get size(){return this.items.reduce((e,{file:t})=>e+t.size,0)}get sent(){let e=this.items.reduce((e,t)=>e+t.file.size*(t.uploaded?1:t.sent),0);return this.size?e/this.size:0}get uploads(){return new Map(this.items.flatMap(({file:e,uploaded:t})=>t?[[e,t]]:[]))}},z=class extends R{constructor(...e){super(...e),this.leftOut=0,this.added=/* @__PURE__ */ new WeakSet,this.removed=/* @__PURE__ */ new WeakSet}addFiles(e,t){this.leftOut=0;for(let n of e){if(this.added.has(n))continue;this.added.add(n);let e=this.create(n),r=this.getOthers(e),i=r.reduce((e,t)=>e+t.file.size,n.size);r.length<60&&i<=209715200?(e.uploaded??=t?.get(n),this.add([e])):this.leftOut+=1}}filterKept(e){return e.filter(e=>!this.removed.has(e))}remove(e){this.removed.add(e.file),super.remove(e)}getOthers(e){return this.items.filter(t=>t!==e)}};function B(e){try{let t=JSON.parse(e);return typeof t==`object`&&t?{...t}:void 0}catch{return}}var V=class extends x{constructor(e){super((t,n)=>e.context.backend.call(`cloudprint/preview`,{...t,sheet:n}),e=>this.explainPrint(e),()=>e.requestUpdate()),this.host=e,this.names=[],this.labels={},this.secrets=S,this.sender=new C}enter(e){this.secrets={...this.secrets,...e},this.host.requestUpdate()}async send(e){this.failure=void 0;let t=this.preview?.seed,n=t!==void 0&&(`page`in e||`document`in e)?{...e,page_options:{seed:t,...e.page_options}}:e;try{return await this.sender.send(this.host.context,n)}catch(e){this.failure=await this.explainPrint(e),this.missing=this.failure.missing??this.missing;return}}take(e,t,n){super.take(e,t,n),this.missing=e&&(n?.missing??this.missing),e?t&&e.page_ranges===void 0&&(this.pages=t.pages):this.pages=void 0}async explainPrint(e){let t=m(e,this.labels);return{text:await n(this.host.context,e,this.names,this.labels),field:t,missing:r(e),isGone:i(e),isFinal:a(e)||t!==void 0}}};function H(e,t){let{copies:n,...r}=t,{sides:i=``,...a}=r,o=e.rule&&n!==void 0?{...a,copies:n}:a;return t.arrange===`booklet`?{...o,sides:`one_sided`}:_(i,e)?t:e.needs_trays&&i?{...o,sides:i}:o}var U=o`
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
  .buttons {
    display: grid;
    gap: 4px;
  }
  .print {
    inline-size: 100%;
    min-block-size: 44px;
  }
  /* On a phone, the preview comes first, and has its room before it is there: nothing below it moves. */
  @media (max-width: 600px) {
    .with-form > .main,
    .main > cloudprint-card-preview {
      order: -1;
    }
    .main > .written {
      order: -2;
    }
    .upload {
      align-content: center;
      block-size: 240px;
    }
  }
  @container (min-width: 440px) {
    .content.with-preview {
      grid-template-columns: minmax(0, 6fr) minmax(0, 5fr);
    }
    .content.with-form {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
      grid-template-rows: auto 1fr;
    }
    .with-form > :first-child {
      grid-row: span 2;
    }
  }
`,W=100,G=class extends d{static{this.properties={...d.properties,fields:{attribute:!1},names:{attribute:!1},isOpen:{state:!0},name:{state:!0},isSaving:{state:!0},problem:{state:!0}}}static{this.styles=[...d.styles,o`
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
    `]}constructor(){super(),this.isOpen=!1,this.isSaving=!1}render(){if(!this.context.hass.user?.is_admin)return t;if(!this.isOpen)return u`<button class="plain open" type="button" @click=${this.open}>
        ${e(`mdi:content-save-outline`)}${this.localize(`save_document`)}
      </button>`;let n=this.fields!==void 0&&this.name.trim()!==``&&!this.isSaving;return u`
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
          maxlength=${W}
          aria-describedby="hint"
          .value=${this.name}
          @input=${e=>{this.name=e.target.value}}
        />
        <p id="hint" class="small secondary">${this.localize(`save_document_hint`)}</p>
        ${this.problem?f(`error`,`mdi:alert-circle-outline`,this.problem):t}
        <div>
          <button type="submit" ?disabled=${!n}>${this.localize(`save`)}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize(`edit_cancel`)}</button>
        </div>
      </form>
    `}async open(){this.isOpen=!0,this.name=(this.names[0]??``).replace(/\.\w{1,5}$/,``),await this.updateComplete,this.renderRoot.querySelector(`#name`)?.select()}async close(){this.isOpen=!1,this.name=``,this.problem=void 0,await this.updateComplete,this.renderRoot.querySelector(`.open`)?.focus()}async submit(e){e.preventDefault();let{fields:t,context:r}=this,i=this.name.trim();if(t&&i&&!this.isSaving){this.setSaving(!0),this.problem=void 0;try{let{document:e}=await r.backend.call(`cloudprint/documents/save`,K(t,i));this.fireCardEvent(`document-saved`,e)}catch(e){this.problem=await n(r,e,this.names)}finally{this.setSaving(!1)}}}setSaving(e){this.isSaving=e,this.fireEvent(`saving`,e)}};function K({password:e,...t},n){return{...t,name:n}}c(`cloudprint-card-save-document`,G);var q={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`},J=class extends d{static{this.properties={...d.properties,printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},isSending:{state:!0},isSaving:{state:!0}}}static{this.styles=[...d.styles,w,l,U]}constructor(){super(),this.isSending=!1,this.isSaving=!1}get isBusy(){return this.isSending||this.isSaving}get isUncertain(){return this.ticket.sender.isUncertain}get isEntered(){return this.ticket.secrets!==S||this.choices!==this.unchosen}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}disconnectedCallback(){super.disconnectedCallback(),this.ticket.request(void 0)}willUpdate(e){let t=e.get(`printer`);t&&t.device_id!==this.printer.device_id&&this.resetChoices()}resetChoices(){this.choices=this.unchosen=this.createChoices()}createChoices(){return v(this.printer,this.remembered)}get checked(){return g({...this.draft,secrets:this.ticket.secrets})}requestPreview(e=this.ticket,t=this.draft){let{fields:n,problems:r}=g({...t,secrets:e.secrets}),i=r.every(e=>e===`trays_missing`&&n?.arrange===`booklet`);!this.isPreviewed||!this.isConnected?e.request(void 0):n&&i&&e.request(H(this.printer,n))}render(){return u`${this.renderHead()} ${this.renderBody()}`}renderTitle(n,r,i,a){let o=i.filter(Boolean).join(` · `);return u`
      <div class="head">
        ${e(n)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${r}>${r}</div>
          ${o?u`<div class="secondary small">${o}</div>`:t}
        </div>
        ${a&&!this.isBusy?p(a.label,a.run):t}
      </div>
    `}renderProgress(e,t){let n=Math.round(t*100);return u`<div
      class="bar"
      role="progressbar"
      aria-label=${e}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${n}
    >
      <div style="inline-size: ${t*100}%"></div>
    </div>`}renderPick(e=t){return u`<div class="more">
      ${e}
      <cloudprint-card-pick .context=${this.context} .isMore=${!0}></cloudprint-card-pick>
    </div>`}renderLeftOut(e){if(!e)return t;let{format:n,texts:r}=this.context,i=`${this.localize(`files_limit`,{limit:60,size:n.bytes(F)})} ${r.localizeCount(`files_left_out`,e)}`;return f(`warning`,`mdi:alert-circle-outline`,i)}renderPreview(e){let{ticket:t}=this;return u`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${t.preview}
        .load=${t.load}
        .problem=${this.previewProblem}
        .hint=${this.previewHint}
        .waiting=${this.waiting}
        .isBusy=${t.isBusy}
        .name=${e}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
    `}get previewProblem(){let{problem:e,failure:t}=this.ticket;return e&&e.text===t?.text?``:e?.text}get previewHint(){return this.ticket.warnings.includes(`not_drawn`)?this.localize(`warning_not_drawn`):void 0}get waiting(){}renderMissing(){let{ticket:e}=this,{missing:n}=e;if(!n)return t;let r=t=>{let r={[n]:t.target.value};e.enter(r)},i=n===`password`;return u`<div class="missing">
      <label class="small secondary" for=${n}>${this.localize(n)}</label>
      <input
        id=${n}
        type=${i?`password`:`text`}
        list=${i?t:`encodings`}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        placeholder=${i?t:this.localize(`encoding_placeholder`)}
        .value=${e.secrets[n]}
        @input=${r}
      />
      <datalist id="encodings">
        ${Object.entries(q).map(([e,t])=>u`<option value=${e}>${this.localize(t)}</option>`)}
      </datalist>
    </div>`}renderChoices(){let{context:e,printer:t,optionSet:n}=this,r=this.ticket.warnings.filter(e=>e!==`not_drawn`);return u`
      <cloudprint-card-options
        .context=${e}
        .printer=${t}
        .choices=${this.choices}
        .set=${n}
        @choices=${e=>{this.choices=e.detail}}
      ></cloudprint-card-options>
      ${r.map(n=>f(`warning`,`mdi:alert-circle-outline`,s(e,t,n)))}
    `}renderSave(){return u`<cloudprint-card-save-document
      .context=${this.context}
      .fields=${this.isReady?this.checked.fields:void 0}
      .names=${this.ticket.names}
      @saving=${e=>{this.isSaving=e.detail}}
    ></cloudprint-card-save-document>`}get isReady(){let{fields:e,problems:t}=this.checked,n=this.ticket.isRefused&&!this.isUncertain;return e!==void 0&&!t.length&&!this.isBusy&&!n}get policy(){return this.ticket.preview?.policy??void 0}get printLabel(){return this.localize(this.isSending?`printing_now`:this.policy?.asks?`ask_to_print`:`print`)}renderFooter(){let{context:n,printer:r,policy:i}=this;return u`<div class="footer">
      ${this.renderProblem()}
      ${h(n,r,i,()=>{this.choices=y(this.choices,`color`,`monochrome`)})}
      ${this.isUncertain||b(r,i,n.texts)?u`<button
              class="primary print"
              type="button"
              ?disabled=${!this.isReady}
              @click=${()=>void this.print()}
            >
              ${e(i?.asks?`mdi:account-question-outline`:`mdi:printer`)}${this.printLabel}
            </button>`:t}
    </div>`}renderProblem(){let e=this.ticket.failure?.text;return e?f(`error`,`mdi:alert-circle-outline`,e):t}async print(){let{choices:e,ticket:t}=this,{fields:n}=this.checked;if(!n||this.isBusy)return;this.isSending=!0;let r=await t.send(n);if(r){let t=this.optionSet.isSaved??!1;this.fireEvent(`printed`,{...r,choices:e,deviceId:n.device_id,isSaved:t})}else this.refused?.();this.isSending=!1}};export{M as a,z as i,V as n,R as r,J as t};