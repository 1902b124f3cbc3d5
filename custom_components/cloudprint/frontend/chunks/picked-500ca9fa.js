import{$ as e,B as t,C as n,G as r,H as i,I as a,J as o,K as s,Q as c,S as l,U as u,V as d,W as f,X as p,Y as m,Z as h,_ as g,a as _,at as v,b as y,c as b,ct as x,d as S,et as C,f as w,g as T,h as E,i as D,it as O,n as k,nt as ee,o as A,ot as j,p as te,q as ne,r as re,rt as M,s as N,st as P,t as F,tt as I,u as L,ut as R,v as z,w as B,x as V,y as H}from"./card-a2dba339.js";var U=400,W=class{constructor(e){this.host=e,this.isBusy=!1,this.isGone=!1,this.requested=``,this.running=Promise.resolve(),e.addController(this)}hostDisconnected(){this.reset()}reset(){window.clearTimeout(this.timer),this.preview=void 0,this.problem=void 0,this.isBusy=!1,this.isGone=!1,this.missing=void 0,this.pages=void 0,this.requested=``}request(e,t,n,...r){let i=G(t,n),a=JSON.stringify(i);if(a===this.requested)return;let o=this.requested?U:0;this.requested=a,this.isBusy=!0,this.host.requestUpdate(),window.clearTimeout(this.timer),this.timer=window.setTimeout(()=>{this.running=this.running.then(()=>this.load(e,i,a,r))},o)}async load(t,n,r,i){if(r!==this.requested)return;let a,o,s,c=!1;try{a=await t.backend.call(`cloudprint/preview`,n)}catch(n){o=await e(t,n,...i),s=I(n),c=O(n)}r===this.requested&&(a&&n.page_ranges===void 0&&(this.pages=a.pages),this.preview=a,this.problem=o,this.missing=s??this.missing,this.isGone=c,this.isBusy=!1,this.host.requestUpdate())}};function G(e,t){let{copies:n,sides:r=``,...i}=t;return t.arrange===`booklet`?{...i,sides:`one_sided`}:h(r,e)?t:e.needs_trays&&r?{...i,sides:r}:i}var K=class{constructor(){this.lost=/* @__PURE__ */ new Map}get isUncertain(){return this.lost.size>0}async print({backend:e},t){let n=JSON.stringify(t),r=this.lost.get(n)??q();try{let{jobs:n}=await e.call(`cloudprint/print`,{...t,idempotency_key:r});return this.lost.clear(),n}catch(e){throw ee(e)?this.lost.set(n,r):M(e)&&this.lost.delete(n),e}}};function q(){return[...crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}var J=R`
  :host {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
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
  @container (min-width: 480px) {
    .content.with-preview {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
`,Y=96/25.4,X={width:240,height:280},Z=`default-src 'none'; img-src data:; style-src 'unsafe-inline'`,Q=R`
  .paper {
    flex: none;
    overflow: hidden;
    position: relative;
  }
  iframe {
    border: 0;
    color-scheme: light;
    pointer-events: none;
    position: absolute;
    transform-origin: 0 0;
  }
  [aria-busy="true"] > :is(img, .paper) {
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
`,ie=class extends A{static{this.properties={...A.properties,preview:{attribute:!1},problem:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1}}}static{this.styles=[...A.styles,Q,R`
      .sheet {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 160px;
        padding: 16px;
        text-align: center;
      }
      .sheet > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .sheet > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img,
      .paper {
        background: #fff;
        box-shadow: 0 1px 4px rgba(0, 0, 0, 0.3);
      }
      img {
        max-block-size: 280px;
        max-inline-size: 100%;
      }
      iframe {
        background: #fff;
      }
    `]}render(){return x`<div class="sheet" aria-busy=${this.isBusy}>${this.renderPage()}</div>`}renderPage(){let{preview:e,problem:t}=this;return t===void 0?e?.image?x`<img alt=${this.label} src="data:image/png;base64,${e.image}" />`:e?.layout?this.renderLayout(e.layout):e?x`${T(`mdi:file-document-outline`)}
        <div class="secondary small">${this.localize(`preview_none`)}</div>`:x`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.localize(`preview_loading`)}</div>`:x`${T(`mdi:alert-circle-outline`)}
      ${t?x`<div class="small" role="alert">${t}</div>`:P}`}renderLayout({html:e,width:t,height:n,margin:r}){let i=Math.min(X.width/t,X.height/n),a={width:t-2*r,height:n-2*r};return x`
      <div class="paper" style="block-size: ${n*i}px; inline-size: ${t*i}px">
        <iframe
          sandbox=""
          tabindex="-1"
          scrolling="no"
          title=${this.label}
          style="block-size: ${a.height*Y}px; inline-size: ${a.width*Y}px; inset: ${r*i}px auto auto ${r*i}px; transform: scale(${i/Y})"
          srcdoc=${ae(e,a)}
        ></iframe>
      </div>
    `}get label(){return this.localize(`preview_alt`,{name:this.name})}};function ae(e,{width:t,height:n}){return`<meta http-equiv="Content-Security-Policy" content="${Z}">
<style>
html { overflow: hidden !important; }
body { block-size: ${n}mm !important; inline-size: ${t}mm !important;
  columns: ${t}mm auto !important; column-fill: auto !important; column-gap: 0 !important; }
</style>
${e}`}N(`cloudprint-card-preview`,ie);var oe=class{constructor(e){this.file=e,this.state=`waiting`,this.sent=0,this.jobs=[],this.jobStates=/* @__PURE__ */ new Map,this.sender=new K,this.fileProblem=y(e),this.fileProblem&&(this.state=`skipped`)}},se=class{constructor(e){this.host=e,this.items=[],this.leftOut=0,this.isRunning=!1,this.known=/* @__PURE__ */ new WeakSet,this.removed=/* @__PURE__ */ new WeakSet,this.run=0,e.addController(this)}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}add(e,t){this.leftOut=0;for(let n of e){if(this.known.has(n))continue;this.known.add(n);let e=new oe(n);e.uploaded=t?.get(n),(e.state===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)).length<20?this.items=[...this.items,e]:this.leftOut+=1}}isRemoved(e){return this.removed.has(e)}remove(e){this.items=this.items.filter(t=>t!==e),this.removed.add(e.file),e.aborter?.abort(),this.host.requestUpdate()}stop(){this.run+=1,this.isRunning=!1;for(let{aborter:e}of this.items)e?.abort();this.host.requestUpdate()}async start(e,t){if(this.isRunning)return;let n=++this.run,r=this.in(`waiting`,`failed`);for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let i of r){if(n!==this.run)return;this.items.includes(i)&&await this.print(i,e,t(i.file))}n===this.run&&(this.isRunning=!1),this.host.requestUpdate()}async print(t,n,r){let i=new AbortController;t.aborter=i;try{t.uploaded??=await this.upload(t,n,i.signal)}catch(e){let r=e instanceof v;this.update(t,r?`waiting`:`failed`,r?void 0:C(n,e));return}finally{t.aborter=void 0}if(i.signal.aborted)this.update(t,`waiting`);else{this.update(t,`sending`);try{t.jobs=await t.sender.print(n,{...r,upload:t.uploaded.upload_id}),this.update(t,`printed`)}catch(r){O(r)&&!t.sender.isUncertain&&(t.uploaded=void 0);let i=I(r),a=i?n.texts.localize(`${i}_alone`):await e(n,r,t.file.name);this.update(t,`failed`,a)}}}upload(e,t,n){return e.sent=0,this.update(e,`uploading`),j(t.hass,e.file,t=>{e.sent=t,this.host.requestUpdate()},n)}update(e,t,n){e.state=t,e.problem=n,this.host.requestUpdate()}},ce=R`
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
`,le=[`face_down`,`face_up`],ue=[`upper_side`,`lower_side`],de=class extends _{static{this.properties={...A.properties,printer:{attribute:!1},output:{state:!0},input:{state:!0},kept:{state:!0},isBusy:{state:!0},test:{state:!0},problem:{state:!0}}}static{this.styles=[...A.styles,re,R`
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
    `]}constructor(){super(),this.tester=new K,this.isBusy=!1}willUpdate(){this.hasUpdated||(this.output=this.printer.trays?.output,this.input=this.printer.trays?.input)}render(){return x`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        ${this.kept?this.renderKept(this.kept):this.renderQuestions()}
      </dialog>
    `}renderQuestions(){let{output:e,input:t}=this;return x`
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
        ${F(`output`)}
        ${le.map(t=>this.renderAnswer(`output`,this.localize(`trays_output_${t}`),e===t,()=>{this.output=t}))}
      </fieldset>
      <fieldset>
        <legend>${this.localize(`trays_input`)}</legend>
        ${F(`input`)}
        ${ue.map(e=>this.renderAnswer(`input`,this.localize(`trays_input_${e}`),t===e,()=>{this.input=e}))}
      </fieldset>
      ${this.problem?L(`error`,`mdi:alert-circle-outline`,this.problem):P}
      <footer>
        ${this.printer.trays?x`<button
                class="plain forget"
                type="button"
                ?disabled=${this.isBusy}
                @click=${()=>this.keep(void 0)}
              >
                ${this.localize(`trays_forget`)}
              </button>`:P}
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
    `}renderAnswer(e,t,n,r){return x`<label><input type="radio" name=${e} .checked=${n} @change=${r} />${t}</label>`}renderKept(e){return x`
      <h2 id="title">${this.localize(`trays_kept`)}</h2>
      <p>${this.localize(`trays_kept_when`)}</p>
      ${k(this.context.texts,e)}
      <footer>
        <button class="primary" type="button" @click=${()=>this.dialog?.close()}>${this.localize(`done`)}</button>
      </footer>
    `}keep(e){return this.run(async()=>{let t={device_id:this.printer.device_id,...e};await this.context.backend.call(`cloudprint/trays`,t),this.fireCardEvent(`trays`,void 0),this.kept=e,e||this.dialog?.close()})}printTestPage(){return this.run(async()=>{let e=await this.tester.print(this.context,{device_id:this.printer.device_id,text:this.localize(`trays_test_text`),name:this.localize(`trays_test_name`),sides:`one_sided`,copies:1});this.test=e[0]})}describe({name:e,state:t}){if(t!==`held`&&t!==`unconfirmed`)return this.localize(`trays_test_sent`);let{texts:n}=this.context;return n.localize(`job_announced`,{name:e,state:n.localizeValue(`state`,t,`state_other`)})}async run(t){this.isBusy=!0,this.problem=void 0;try{await t()}catch(t){this.problem=await e(this.context,t)}finally{this.isBusy=!1}}};N(`cloudprint-card-trays`,de);var fe=class extends A{static{this.properties={...A.properties,printer:{attribute:!1},choices:{attribute:!1},isSaved:{attribute:!1},hasPages:{attribute:!1},hasPageSets:{attribute:!1},impliedSides:{attribute:!1},madeHere:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[...A.styles,R`
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
    `]}constructor(){super(),this.isAsking=!1,this.impliedSides=``,this.madeHere=`all`}render(){let e=o(this.usedChoices,this.printer);return x`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${this.printer.copies.max>1?this.renderCopies(e.includes(`copies_invalid`)):P}
        ${i.map(e=>this.renderChoice(e))} ${this.renderFallback()}
        ${h(this.sides,this.printer)?this.renderByHand():P}
        ${this.hasPages?this.renderPages(e.includes(`page_ranges_invalid`)):P}
        ${this.hasPages&&this.hasPageSets?this.renderPageSets():P}
      </div>
      ${this.isAsking?x`<cloudprint-card-trays
              .context=${this.context}
              .printer=${this.printer}
              @close=${()=>{this.isAsking=!1}}
            ></cloudprint-card-trays>`:P}
    `}renderCopies(e){let{min:t,max:n}=this.printer.copies,{copies:r}=this.choices,i=e=>{let i=r??t,a=Number.isFinite(i)?i+e:t;this.change({copies:Math.min(n,Math.max(t,a))})};return x`
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
            ${T(`mdi:minus`)}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${t}
            max=${n}
            .value=${r===void 0||Number.isNaN(r)?``:String(r)}
            placeholder=${this.isSaved?this.localize(`as_saved`):P}
            aria-invalid=${e?`true`:P}
            aria-describedby=${e?`copies-problem`:P}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`more_copies`)}
            ?disabled=${r!==void 0&&r>=n}
            @click=${()=>i(1)}
          >
            ${T(`mdi:plus`)}
          </button>
        </div>
        ${e?x`<div id="copies-problem" class="problem small" role="alert">
                ${this.localize(`copies_invalid`,{lowest:t,highest:n})}
              </div>`:P}
      </div>
    `}renderChoice(e){let t=p(this.printer,e);if(!t.length)return P;let n=this.usedChoices[e],r=this.choices.remembered.includes(e)&&n===this.choices[e],i=Object.fromEntries([[``,this.defaultLabel(e)],...t.map(t=>[t,this.name(e,t)])]);return this.renderSelect(e,e,i,n,t=>{this.fireEvent(`choices`,s(this.choices,e,t));let n=h(t,this.printer)&&!this.printer.trays;e===`sides`&&n&&this.isAdmin&&(this.isAsking=!0)},r)}renderSelect(e,t,n,r,i,a=!1){let o=this.localize(t);return x`
      <div class="field">
        <div class="label">
          <label class="small secondary" for=${e}>${o}</label>
          ${a?te(this.context.texts,o,()=>{i(``),this.renderRoot.querySelector(`#${e}`)?.focus()}):P}
        </div>
        <div class="control choice">
          <select id=${e} @change=${e=>i(e.target.value)}>
            ${Object.entries(n).map(([e,t])=>x` <option value=${e} .selected=${r===e}>${t}</option> `)}
          </select>
          ${T(`mdi:chevron-down`)}
        </div>
      </div>
    `}renderFallback(){let{choices:e,madeHere:t}=this,n=ne(e,this.printer,t===`all`);if(!n)return P;let r=n===`not_made_here`&&t===`some`;return this.renderNote(`fallback_${r?`some`:n}`,n===`trays_missing`&&this.isAdmin&&`trays_answer`,x`<button type="button" class="plain" @click=${()=>this.fireEvent(`choices`,s(e,`sides`,``))}>
        ${this.localize(`fallback_forget`)}
      </button>`)}renderByHand(){let{isAdmin:e}=this;return this.printer.trays?this.renderNote(`by_hand`,e&&`trays_change`):e?this.renderNote(`trays_missing`,`trays_answer`):this.renderNote(`trays_missing_ask`)}renderNote(e,t=!1,n=P){return x`
      <div class="by-hand small" role="status">
        <div>${this.localize(e)}</div>
        ${t?x`<button
                type="button"
                @click=${()=>{this.isAsking=!0}}
              >
                ${this.localize(t)}
              </button>`:P}
        ${n}
      </div>
    `}get isAdmin(){return this.context.hass.user?.is_admin??!1}renderPageSets(){let{pageSet:e,isReversed:t}=this.choices,n=this.localize(this.isSaved?`as_saved`:`page_set_all`),r=Object.fromEntries(u.map(e=>[e,e?this.localize(`page_set_${e}`):n])),i={"":this.localize(this.isSaved?`as_saved`:`page_order_forward`),reverse:this.localize(`page_order_reverse`)};return x`
      ${this.renderSelect(`page-set`,`page_set`,r,e,e=>this.change({pageSet:e}))}
      ${this.renderSelect(`page-order`,`page_order`,i,t?`reverse`:``,e=>this.change({isReversed:e!==``}))}
    `}renderPages(e){return x`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize(`page_ranges`)}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.isSaved?`as_saved`:`page_ranges_placeholder`)}
            aria-invalid=${e?`true`:P}
            aria-describedby=${e?`pages-problem`:P}
            @input=${e=>this.change({pageRanges:e.target.value})}
          />
        </div>
        ${e?x`<div id="pages-problem" class="problem small" role="alert">
                ${this.localize(`page_ranges_invalid`)}
              </div>`:P}
      </div>
    `}get sides(){let{trays:e,defaults:t}=this.printer,n=e===null||this.isSaved?``:t.sides??``;return this.usedChoices.sides||this.impliedSides||n}get usedChoices(){return f(this.choices,this.printer,this.madeHere!==`none`)}defaultLabel(e){if(this.isSaved)return this.localize(`as_saved`);let t=e===`sides`&&this.impliedSides||this.printer.defaults[e];return t?this.localize(`default_is`,{value:this.name(e,t)}):this.localize(`printer_default`)}name(e,t){return e===`paper`?t:this.context.texts.localizeValue(e,t,`printer_default`)}changeCopies(e){let{value:t}=e.target,n=t===``&&this.isSaved;this.change({copies:n?void 0:Number.parseFloat(t)})}change(e){this.fireEvent(`choices`,{...this.choices,...e})}};N(`cloudprint-card-options`,fe);var pe={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`},$=class extends A{constructor(...e){super(...e),this.batch=new se(this),this.wasRunning=!1}static{this.properties={...A.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},jobs:{attribute:!1},choices:{state:!0}}}static{this.styles=[...A.styles,J,ce]}get isBusy(){return this.batch.isRunning}get isUncertain(){return this.batch.items.some(({sender:e})=>e.isUncertain)}get uploads(){let e=this.batch.items.map(({file:e,uploaded:t})=>[e,t]);return new Map(e.filter(e=>e[1]!==void 0))}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.batch.add(this.files,this.uploaded),this.keepJobStates();let n=e.get(`printer`);this.hasUpdated?n&&n.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices={...this.initial??this.createChoices(),...t}}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}render(){let{batch:e}=this,{texts:t}=this.context;return x`
      ${this.renderHead()}
      <ul aria-label=${this.localize(`files`)}>
        ${D(e.items,e=>e,e=>x`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${e.leftOut?L(`warning`,`mdi:alert-circle-outline`,`${this.localize(`files_limit`,{limit:20})} ${t.localizeCount(`files_left_out`,e.leftOut)}`):P}
      ${e.items.some(({fileProblem:e})=>e===`file_unsupported`)?x`<p class="secondary small">${this.localize(`formats`,{formats:z})}</p>`:P}
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `}renderHead(){let{batch:e}=this,t=e.items.reduce((e,{file:t})=>e+t.size,0);return x`
      <div class="head">
        ${T(`mdi:file-document-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount(`files`,e.items.length)}</div>
          <div class="secondary small">${this.progress||this.context.format.bytes(t)}</div>
        </div>
        ${e.isRunning?P:b(this.localize(`close_files`),()=>this.close())}
      </div>
    `}renderItem(e){let{name:t}=e.file,n=this.localize(e.state===`waiting`?`cancel_job`:`remove`,{name:t}),r=![`sending`,`printed`].includes(e.state),i=this.getJobState(e);return x`
      <div class="item ${i||e.state}">
        ${T(e.state===`printed`?g(i):pe[e.state])}
        <div class="names">
          <div class="one-line" title=${t}>${t}</div>
          <div class="fact small">${this.describe(e)}</div>
          ${e.state===`uploading`?w(this.localize(`uploading`,{name:t}),e.sent):P}
        </div>
        ${r?x`<button
                class="plain round"
                type="button"
                aria-label=${n}
                title=${n}
                @click=${()=>this.drop(e)}
              >
                ${T(`mdi:close`)}
              </button>`:P}
      </div>
    `}renderActions(){let{batch:e,context:t}=this;if(e.isRunning)return x`
        <p class="secondary small">${this.localize(`keep_open`)}</p>
        <button class="stop" type="button" @click=${()=>e.stop()}>
          ${T(`mdi:stop`)}${this.localize(`stop`)}
        </button>
      `;let n=e.in(`waiting`).length,r=n+e.in(`failed`).length,{madeHere:i}=this,a=f(this.choices,this.printer,i!==`none`),s=!o(a,this.printer).length;return x`
      <div class="more">
        <cloudprint-card-pick
          .context=${t}
          .isMore=${!0}
          @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
        ></cloudprint-card-pick>
      </div>
      ${r?x`
              <cloudprint-card-options
                .context=${t}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${!1}
                .hasPages=${!1}
                .madeHere=${i}
                @choices=${e=>{this.choices=e.detail}}
              ></cloudprint-card-options>
              <div>
                <button class="primary print" type="button" ?disabled=${!s} @click=${this.print}>
                  ${T(`mdi:printer`)}${t.texts.localizeCount(n?`print_files`:`retry_files`,r)}
                </button>
                <p class="secondary small each">${this.localize(`files_hint`)}</p>
                ${this.canBeOne?x`<button
                        class="plain together"
                        type="button"
                        @click=${()=>this.fireEvent(`together`,this.wanted)}
                      >
                        ${this.localize(`print_together`)}
                      </button>`:P}
              </div>
            `:x`<button class="print" type="button" @click=${()=>this.close()}>${this.localize(`done`)}</button>`}
    `}describe(e){let{format:t}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:t.bytes(e.file.size),limit:t.bytes(H)});case`uploading`:return e.sent>=1?this.localize(`processing`):t.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return this.batch.isRunning?this.localize(`file_waiting`):t.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e,jobStates:t}){let n=e.map(({job_id:e,state:n})=>({state:t.get(e)??n}));return(n.find(c)??n[0])?.state??``}keepJobStates(){for(let{jobs:e,jobStates:t}of this.batch.items)for(let{job_id:n}of e){let e=this.jobs.get(n)?.state;e&&t.set(n,e)}}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}get wanted(){return this.files.filter(e=>!this.batch.isRemoved(e))}get canBeOne(){let{items:e}=this.batch;return e.length>1&&e.every(({state:e})=>e===`waiting`)&&!this.isUncertain&&this.wanted.every(a)}get madeHere(){let e=this.batch.in(`waiting`,`failed`).map(({file:e})=>e),t=e.filter(a).length;return t===e.length?`all`:t?`some`:`none`}createChoices(){return m(this.printer,this.remembered)}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t,printer:n}=this,{device_id:i}=n;this.last={deviceId:i,choices:t},await e.start(this.context,e=>({device_id:i,...r(f(t,n,a(e)))})),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let e=this.batch.items.flatMap(e=>e.jobs);this.last&&this.fireEvent(`printed`,{...this.last,jobs:e,isSaved:!1})}};N(`cloudprint-card-batch`,$);var me=class{constructor(e,t){this.host=e,this.onCanceled=t,this.sent=0,e.addController(this)}hostDisconnected(){this.uploaded||this.reset()}reset(){let e=this.aborter;this.aborter=void 0,e?.abort(),this.sent=0,this.uploaded=void 0,this.problem=void 0}cancel(){this.aborter?.abort()}async start(e,t){this.reset();let n=new AbortController;this.aborter=n;let r=e=>{this.sent=e,this.host.requestUpdate()};try{let i=await j(e.hass,t,r,n.signal);n===this.aborter&&(this.uploaded=i)}catch(t){if(n!==this.aborter)return;t instanceof v?this.onCanceled():this.problem=C(e,t)}this.host.requestUpdate()}},he=100,ge=class extends A{static{this.properties={...A.properties,fields:{attribute:!1},names:{attribute:!1},isOpen:{state:!0},name:{state:!0},isSaving:{state:!0},problem:{state:!0}}}static{this.styles=[...A.styles,R`
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
    `]}constructor(){super(),this.isOpen=!1,this.isSaving=!1}render(){if(!this.context.hass.user?.is_admin)return P;if(!this.isOpen)return x`<button class="plain open" type="button" @click=${this.open}>
        ${T(`mdi:content-save-outline`)}${this.localize(`save_document`)}
      </button>`;let e=this.fields!==void 0&&this.name.trim()!==``&&!this.isSaving;return x`
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
          maxlength=${he}
          aria-describedby="hint"
          .value=${this.name}
          @input=${e=>{this.name=e.target.value}}
        />
        <p id="hint" class="small secondary">${this.localize(`save_document_hint`)}</p>
        ${this.problem?L(`error`,`mdi:alert-circle-outline`,this.problem):P}
        <div>
          <button type="submit" ?disabled=${!e}>${this.localize(`save`)}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize(`edit_cancel`)}</button>
        </div>
      </form>
    `}async open(){this.isOpen=!0,this.name=(this.names[0]??``).replace(/\.\w{1,5}$/,``),await this.updateComplete,this.renderRoot.querySelector(`#name`)?.select()}async close(){this.isOpen=!1,this.name=``,this.problem=void 0,await this.updateComplete,this.renderRoot.querySelector(`.open`)?.focus()}async submit(t){t.preventDefault();let{fields:n,context:r}=this,i=this.name.trim();if(n&&i&&!this.isSaving){this.setSaving(!0),this.problem=void 0;try{let{document:e}=await r.backend.call(`cloudprint/documents/save`,_e(n,i));this.fireCardEvent(`document-saved`,e)}catch(t){this.problem=await e(r,t,...this.names)}finally{this.setSaving(!1)}}}setSaving(e){this.isSaving=e,this.fireEvent(`saving`,e)}};function _e({password:e,...t},n){return{...t,name:n}}N(`cloudprint-card-save-document`,ge);var ve={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`},ye=class extends A{static{this.properties={...A.properties,content:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},written:{state:!0},encoding:{state:!0},password:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0}}}static{this.styles=[...A.styles,J]}constructor(){super(),this.uploader=new me(this,()=>this.fireEvent(`unstage`,`upload_canceled`)),this.previewer=new W(this),this.sender=new K,this.written={text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.isSending=!1,this.isSaving=!1}get isBusy(){return this.isSending||this.isSaving}get uploads(){let{content:e}=this,{uploaded:t}=this.uploader;return new Map(e.kind===`file`&&t?[[e.file,t]]:[])}get isUncertain(){return this.sender.isUncertain}get isSaved(){return this.content.kind===`document`}get name(){switch(this.content.kind){case`file`:return this.content.file.name;case`text`:return this.localize(`text_name`);case`media`:return this.content.item.title;case`document`:return this.content.document.name}}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}connectedCallback(){super.connectedCallback(),this.hasUpdated&&!this.uploader.uploaded&&this.startUpload()}willUpdate(e){let{context:t,printer:n}=this,r=e.get(`printer`);e.has(`content`)?this.start():r&&r.device_id!==n.device_id&&(this.choices=this.createChoices());let{fields:i}=this;this.hasPreview?i&&this.hasValidChoices&&this.previewer.request(t,n,i,this.name):this.previewer.reset()}get hasPreview(){return this.content.kind===`file`?this.uploader.uploaded!==void 0:this.content.kind===`media`||this.content.kind===`document`||this.written.isMarkdown&&this.fields!==void 0}render(){let{kind:e}=this.content,{uploaded:t,problem:r}=this.uploader;return x`
      ${this.renderHead()}
      <div class="content ${this.hasPreview?`with-preview`:``}">
        <div class="main">
          ${e===`text`?this.renderText():P}
          ${this.hasPreview?this.renderPreview():e===`file`?this.renderUpload():P}
        </div>
        ${r?P:x`<div class="side">
                <cloudprint-card-options
                  .context=${this.context}
                  .printer=${this.printer}
                  .choices=${this.choices}
                  .isSaved=${this.isSaved}
                  .hasPages=${n(this.content,t,this.previewer.pages)}
                  .hasPageSets=${l(this.content,t)}
                  .madeHere=${B(this.content)?`all`:`none`}
                  @choices=${e=>{this.choices=e.detail}}
                ></cloudprint-card-options>
                ${this.renderPrint()}
              </div>`}
      </div>
    `}renderPrint(){let{texts:e}=this.context,t=this.fields!==void 0&&this.hasValidChoices&&!this.isBusy;return x`
      ${E(e,this.previewer.preview?.warnings)}
      ${this.printProblem?L(`error`,`mdi:alert-circle-outline`,this.printProblem):P}
      <button class="primary print" type="button" ?disabled=${!t} @click=${this.print}>
        ${T(`mdi:printer`)}${this.localize(this.isSending?`printing_now`:`print`)}
      </button>
      ${this.content.kind===`file`?x`<cloudprint-card-save-document
              .context=${this.context}
              .fields=${t?this.fields:void 0}
              .names=${[this.name]}
              @saving=${e=>{this.isSaving=e.detail}}
            ></cloudprint-card-save-document>`:P}
    `}renderHead(){let{content:e}=this,{pages:t}=this.previewer,n=[e.kind===`file`?this.context.format.bytes(e.file.size):``,t?this.context.texts.localizeCount(`pages`,t):``].filter(Boolean);return x`
      <div class="head">
        ${T(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${n.length?x`<div class="secondary small">${n.join(` · `)}</div>`:P}
        </div>
        ${this.isBusy?P:b(this.localize(`remove`,{name:this.name}),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return x`
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
    `}renderUpload(){let{file:e}=this.content,{sent:t,problem:n}=this.uploader;return n?x`
        <div class="notice error" role="alert">
          ${T(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:e.name,message:n})}</div>
        </div>
        <button type="button" @click=${this.startUpload}>${T(`mdi:reload`)}${this.localize(`retry`)}</button>
      `:x`
      <div class="upload">
        ${w(this.localize(`uploading`,{name:e.name}),t)}
        <div>
          <span class="secondary small">
            ${t>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(t),size:this.context.format.bytes(e.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.uploader.cancel()}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}renderPreview(){let{preview:e,problem:t,isBusy:n}=this.previewer;return x`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${e}
        .problem=${t!==void 0&&t===this.printProblem?``:t}
        .isBusy=${n}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
      ${this.content.kind===`file`?x`<div class="more">
              ${a(this.content.file)&&!this.isUncertain?this.renderDesign(this.content.file):P}
              <cloudprint-card-pick
                .context=${this.context}
                .isMore=${!0}
                @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
              ></cloudprint-card-pick>
            </div>`:P}
    `}renderDesign(e){return x`<button type="button" ?disabled=${this.isBusy} @click=${()=>this.fireEvent(`together`,[e])}>
      ${T(`mdi:image-edit-outline`)}${this.localize(`design_open`)}
    </button>`}renderMissing(){switch(this.previewer.missing){case`encoding`:return x`<div class="missing">
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
            ${Object.entries(ve).map(([e,t])=>x`<option value=${e}>${this.localize(t)}</option>`)}
          </datalist>
        </div>`;case`password`:return S(this.context.texts,this.password,e=>{this.password=e});case void 0:return P}}start(){let{content:e}=this;this.uploader.reset(),this.previewer.reset(),this.choices=this.createChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.printProblem=void 0,this.sender=new K,this.startUpload()}startUpload(){let{content:e}=this;e.kind===`file`&&this.uploader.start(this.context,e.file)}createChoices(){return this.isSaved?d:m(this.printer,this.remembered)}get fields(){let e=V(this.content,this.written,this.uploader.uploaded);return e&&{device_id:this.printer.device_id,...e,...r(this.usedChoices),...this.encoding.trim()?{encoding:this.encoding.trim()}:{},...this.password?{password:this.password}:{}}}get usedChoices(){return f(this.choices,this.printer,B(this.content))}get hasValidChoices(){return!o(this.usedChoices,this.printer).length}async print(){let{fields:t,choices:n}=this;if(t&&!this.isBusy){this.isSending=!0,this.printProblem=void 0;try{let e=await this.sender.print(this.context,t);this.fireEvent(`printed`,{jobs:e,deviceId:t.device_id,choices:n,isSaved:this.isSaved})}catch(t){this.previewer.missing=I(t)??this.previewer.missing,this.printProblem=await e(this.context,t,this.name)}finally{this.isSending=!1}}}};N(`cloudprint-card-staged`,ye);export{K as a,J as i,Z as n,W as o,Q as r,Y as t};