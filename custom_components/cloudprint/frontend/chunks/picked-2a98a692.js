import{D as e,F as t,K as n,N as r,O as i,Y as a,_ as o,c as s,g as c,h as l,i as u,m as d,q as f,y as p}from"./card-d55a6ee4.js";import{a as m,i as h,n as g,r as _,t as v}from"./print-form-fe6f3632.js";import{c as y,f as b,i as x,p as S}from"./preview-e943effa.js";import{a as C,n as w,r as T,t as E}from"./page-options-8cdef087.js";var D=class extends m{constructor(e,t){super(e),this.state=`waiting`,this.jobs=[],this.asked=null,this.jobStates=/* @__PURE__ */ new Map,this.ticket=new g(t),this.ticket.names=[e.name],this.fileProblem=o(e),this.fileProblem&&(this.state=`skipped`,this.problem=``)}},O=class extends h{constructor(...e){super(...e),this.isRunning=!1,this.runs=0}hostConnected(){this.onChange()}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}get pending(){return this.in(`waiting`,`failed`)}create(e){return new D(e,this.host)}getOthers({state:e}){return e===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)}stop(){this.runs+=1,this.isRunning=!1,super.stop(),this.onChange()}async print(e){if(this.isRunning)return;let t=++this.runs,n=()=>t!==this.runs,r=this.pending;for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let t of r){if(n())return;this.items.includes(t)&&await this.printItem(t,()=>e(t),n)}n()||(this.isRunning=!1),this.onChange()}async printItem(e,t,n){let{ticket:r}=e;e.uploaded||(this.update(e,`uploading`),await this.upload(e));let i=t();if(!i||n()||!this.items.includes(e)){this.update(e,e.problem===void 0?`waiting`:`failed`,e.problem);return}this.update(e,`sending`);let a=await r.send(i);Object.assign(e,a),r.failure?.isGone&&!r.sender.isUncertain&&(e.uploaded=void 0),this.update(e,a?`printed`:`failed`,r.failure?.text)}update(e,t,n){e.state=t,e.problem=n,this.onChange()}},k=a`
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
  .names span {
    display: block;
  }
  .choose {
    border-radius: var(--ha-border-radius-md, 8px);
    display: block;
    font-weight: inherit;
    inline-size: 100%;
    margin-inline: -8px;
    padding: 2px 8px;
    text-align: start;
  }
  .choose[aria-pressed="true"] {
    background: var(--tint);
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
`,A={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`},j=class extends v{static{this.properties={...v.properties,files:{attribute:!1},made:{attribute:!1},jobs:{attribute:!1},chosen:{state:!0}}}static{this.styles=[...v.styles,k]}constructor(){super(),this.batch=new O(this),this.none=new g(this),this.wasRunning=!1,this.isPreviewed=!0,this.addController(this.batch)}get isBusy(){return this.batch.isRunning}get isUncertain(){return this.batch.items.some(({ticket:e})=>e.sender.isUncertain)}get uploads(){return this.batch.uploads}disconnectedCallback(){super.disconnectedCallback();for(let{ticket:e}of this.batch.items)e.request(void 0)}willUpdate(e){this.hasUpdated?super.willUpdate(e):this.choices={...this.made?.choices??this.createChoices(),...b},e.has(`files`)&&this.batch.addFiles(this.files,this.made?.uploads),this.keepJobStates(),this.isConnected&&!this.isBusy&&this.look()}look(){let{batch:e,shown:t,printer:n}=this;n.rule?e.start():t&&!t.uploaded&&t.problem===void 0&&e.upload(t);let r=n.rule?e.pending.filter(e=>e!==t):[];for(let e of t?[t,...r]:[])if(this.requestPreview(e.ticket,this.getDraft(e)),e.ticket.isBusy)break}get shown(){let e=this.batch.in(`waiting`,`uploading`,`failed`);return e.find(e=>e===this.chosen)??e[0]}get ticket(){return this.shown?.ticket??this.none}getDraft({file:e,uploaded:t}){let{printer:n,choices:r}=this;return{printer:n,choices:r,content:t&&{upload:t.upload_id},isMadeHere:c(e)}}get draft(){let{printer:e,choices:t,madeHere:n}=this;return{printer:e,choices:t,isMadeHere:n!==`none`}}get optionSet(){return{madeHere:this.madeHere}}get isReady(){return!this.checked.problems.length}get policy(){return x(this.batch.pending.flatMap(({ticket:e})=>e.preview?.policy??[]))}get printLabel(){let{batch:e,policy:t}=this,n=e.in(`waiting`).length?t?.asks?`ask_to_print_files`:`print_files`:`retry_files`;return this.context.texts.localizeCount(n,e.pending.length)}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}renderHead(){let{batch:e,context:t,progress:n}=this;return f`
      ${this.renderTitle(`mdi:file-document-multiple-outline`,t.texts.localizeCount(`files`,e.items.length),[n||t.format.bytes(e.size)],{label:this.localize(`close_files`),run:()=>this.close()})}
      <div class="visually-hidden" role="status">${n}</div>
    `}renderBody(){let{batch:e}=this,t=e.items.some(({fileProblem:e})=>e===`file_unsupported`);return f`
      <ul aria-label=${this.localize(`files`)}>
        ${u(e.items,e=>e,e=>f`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${this.renderLeftOut(e.leftOut)}
      ${t?f`<p class="secondary small">${this.localize(`formats`,{formats:d})}</p>`:n}
      ${e.isRunning?this.renderRunning():f`${this.renderPick()} ${this.renderActions()}`}
    `}renderItem(t){let{name:r}=t.file,a=this.localize(t.state===`waiting`?`cancel_job`:`remove`,{name:r}),o=![`sending`,`printed`].includes(t.state),s=this.getJobState(t),c=t===this.shown,l=f`<span class="one-line" title=${r}>${r}</span>
      <span class="fact small">${this.describe(t)}</span>`;return f`
      <div class="item ${s||t.state}">
        ${e(t.state===`printed`?i(s):A[t.state])}
        <div class="names">
          ${this.batch.isRunning||!this.batch.pending.includes(t)?l:f`<button
                  class="plain choose"
                  type="button"
                  aria-pressed=${c}
                  @click=${()=>{this.chosen=t}}
                >
                  ${l}
                </button>`}
          ${t.state===`uploading`?this.renderProgress(this.localize(`uploading`,{name:r}),t.sent):n}
        </div>
        ${o?f`<button
                class="plain round"
                type="button"
                aria-label=${a}
                title=${a}
                @click=${()=>this.drop(t)}
              >
                ${e(`mdi:close`)}
              </button>`:n}
      </div>
    `}renderRunning(){return f`
      <p class="secondary small">${this.localize(`keep_open`)}</p>
      <button class="stop" type="button" @click=${()=>this.batch.stop()}>
        ${e(`mdi:stop`)}${this.localize(`stop`)}
      </button>
    `}renderActions(){let{shown:e}=this;return e?f`
      <div class="content with-preview">
        <div class="main">${this.renderPreview(e.file.name)}</div>
        <div class="side">
          ${this.renderChoices()}
          <div>
            <p class="secondary small each">${this.localize(`files_hint`)}</p>
            ${this.canBeOne?f`<button
                    class="plain together"
                    type="button"
                    @click=${()=>this.fireCardEvent(`together`,this.kept)}
                  >
                    ${this.localize(`print_together`)}
                  </button>`:n}
          </div>
        </div>
      </div>
      ${this.renderFooter()}
    `:f`<button class="print" type="button" @click=${()=>this.close()}>${this.localize(`done`)}</button>`}renderProblem(){return n}get previewProblem(){return this.shown?.problem===void 0?super.previewProblem:``}get waiting(){let{shown:e}=this;if(!e||e.uploaded)return;let{format:t}=this.context;return this.localize(`uploading_percent`,{percent:t.percent(e.sent),size:t.bytes(e.file.size)})}describe(e){let{format:n}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:n.bytes(e.file.size),limit:n.bytes(l)});case`uploading`:return e.sent>=1?this.localize(`processing`):n.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return e.asked&&this.getJobState(e)===`held`?this.localize(`asked`,{names:t(e.asked,this.context.texts)}):this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return e.problem?e.problem:this.batch.isRunning?this.localize(`file_waiting`):n.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e,jobStates:t}){let n=e.map(({job_id:e,state:n})=>({state:t.get(e)??n}));return(n.find(r)??n[0])?.state??``}keepJobStates(){for(let{jobs:e,jobStates:t}of this.batch.items)for(let{job_id:n}of e){let e=this.jobs.get(n)?.state;e&&t.set(n,e)}}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}get kept(){return this.batch.filterKept(this.files)}get canBeOne(){let{items:e}=this.batch;return e.length>1&&e.every(({state:e})=>e===`waiting`)&&!this.isUncertain&&this.kept.every(c)}get madeHere(){let{pending:e}=this.batch,t=e.filter(({file:e})=>c(e)).length;return t===e.length?`all`:t?`some`:`none`}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireCardEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t,printer:n}=this;this.last={deviceId:n.device_id,choices:t},await e.print(e=>{let{secrets:r}=e.ticket;return y({...this.getDraft(e),printer:n,choices:t,secrets:r}).fields}),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let{items:e}=this.batch,t=e.flatMap(e=>e.jobs),n=e.filter(({asked:e})=>e),r=n.length?[...new Set(n.flatMap(e=>e.asked??[]))]:null;this.last&&this.fireEvent(`printed`,{...this.last,jobs:t,asked:r,isSaved:!1})}};s(`cloudprint-card-batch`,j);var M=60,N=/* @__PURE__ */ new Set([`WORD`,`EXCEL`,`PPT`,`PDF`]);function P(e,{text:t,isMarkdown:n},r,i){switch(e.kind){case`file`:return r&&{upload:r.upload_id};case`text`:{if(!t.trim())return;let e=F(t,n);return n?{markdown:t,name:e}:{text:t,name:e}}case`media`:{let{media_content_id:t,title:n}=e.item;return{media:{media_content_id:t,metadata:{title:n}}}}case`page`:return i&&{page:e.page.page,page_options:i};case`document`:return{document:e.document.id}}}function F(e,t){let n=e.trim().split(/[\r\n]/,1)[0]??``,r=t&&n.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/,``)||n,i=[...new Intl.Segmenter().segment(r)].map(({segment:e})=>e);return i.length>M?`${i.slice(0,M).join(``).trimEnd()}…`:r}function I(e,t,n){return typeof n==`number`?n>1:e.kind===`file`&&N.has(t?.format??``)}function L(e,t){let n=t?.format??``;return e.kind!==`file`||n===`PDF`||!N.has(n)}function R(e){return e.kind===`media`?c({name:e.item.title,type:``}):e.kind===`file`&&c(e.file)}var z=class extends v{static{this.properties={...v.properties,content:{attribute:!1},written:{state:!0},entries:{state:!0}}}constructor(){super(),this.ticket=new g(this),this.queue=new _(this),this.written={text:``,isMarkdown:!1},this.entries={}}get uploads(){return this.queue.uploads}get upload(){return this.queue.items[0]}get isEntered(){return super.isEntered||this.written.text.trim()!==``||Object.values(this.entries).some(C)}get name(){return p(this.content,this.context.texts)}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}connectedCallback(){super.connectedCallback(),this.queue.start()}disconnectedCallback(){super.disconnectedCallback(),this.queue.stop()}willUpdate(e){super.willUpdate(e),e.has(`content`)&&this.start(),this.requestPreview()}start(){let{content:e}=this;this.queue.clear(),this.ticket.request(void 0),this.ticket=new g(this),this.ticket.names=[this.name],e.kind===`page`&&(this.ticket.labels=T(e.page)),this.resetChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.entries={},e.kind===`file`&&this.queue.add([new m(e.file)])}createChoices(){return this.content.kind===`document`?S:super.createChoices()}get draft(){let{content:e,printer:t,choices:n}=this,r=e.kind===`page`?E(e.page,this.entries):void 0;return{printer:t,choices:n,content:P(e,this.written,this.upload?.uploaded,r),isMadeHere:R(e)}}get isPreviewed(){let e=this.content.kind===`text`&&this.printer.rule!==null;return this.hasPreview||e&&this.checked.fields!==void 0}get hasPreview(){let{kind:e}=this.content;return e===`text`&&!this.written.isMarkdown?!1:e===`media`||e===`document`||this.checked.fields!==void 0}get optionSet(){let{content:e,upload:t}=this;return{isSaved:e.kind===`document`,hasPages:I(e,t?.uploaded,this.ticket.pages),hasPageSets:L(e,t?.uploaded),madeHere:R(e)?`all`:`none`}}renderHead(){let{content:e,name:t}=this,{format:n,texts:r}=this.context,{pages:i}=this.ticket;return this.renderTitle(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`,t,[e.kind===`file`?n.bytes(e.file.size):``,i?r.localizeCount(`pages`,i):``],{label:this.localize(`remove`,{name:t}),run:()=>this.fireCardEvent(`unstage`,void 0)})}renderBody(){let{content:e,upload:t,hasPreview:r}=this,{kind:i}=e;return f`
      <div class="content ${r?`with-preview`:``} ${i===`page`?`with-form`:``}">
        ${i===`page`?this.renderForm(e.page):n}
        <div class="main">
          ${i===`text`?this.renderText():n}
          ${r||i===`page`?this.renderPreview(this.name):t?this.renderUpload(t):n}
          ${i===`file`&&!t?.problem?this.renderPick(this.renderDesign(e.file)):n}
        </div>
        ${t?.problem?n:f`<div class="side">${this.renderChoices()} ${i===`file`?this.renderSave():n}</div>`}
      </div>
      ${t?.problem?n:this.renderFooter()}
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return f`
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
    `}renderForm(e){return f`<cloudprint-card-page-form
      .context=${this.context}
      .page=${e}
      .entries=${this.entries}
      .problem=${this.formProblem}
      @entries=${e=>{this.entries=e.detail,this.ticket.failure?.field&&(this.ticket.failure=void 0)}}
    ></cloudprint-card-page-form>`}get formProblem(){let{problem:e,failure:t}=this.ticket,{field:n,text:r}=t?.field?t:e??{},i=t?.field??Object.keys(this.entries).length;return n&&r&&i?{field:n,text:r}:void 0}renderUpload(t){let{file:n,sent:r,problem:i}=t;return i?f`
        <div class="notice error" role="alert">
          ${e(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:n.name,message:i})}</div>
        </div>
        <button type="button" @click=${()=>this.queue.retry()}>${e(`mdi:reload`)}${this.localize(`retry`)}</button>
      `:f`
      <div class="upload">
        ${this.renderProgress(this.localize(`uploading`,{name:n.name}),r)}
        <div>
          <span class="secondary small">
            ${r>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(r),size:this.context.format.bytes(n.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.fireCardEvent(`unstage`,`upload_canceled`)}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}get previewProblem(){return this.ticket.problem?.field?this.formProblem&&``:super.previewProblem}get previewHint(){let{content:e,ticket:t}=this;if(e.kind!==`page`||this.checked.fields&&!t.problem?.field)return super.previewHint;let n=w(e.page,this.entries).map(({label:e})=>e),{field:r}=t.problem??{},i=n.length||!r?n:[T(e.page)[r]??r];return this.localize(`page_fill_in`,{fields:this.context.format.list(i)})}renderDesign(t){return!c(t)||this.isUncertain?n:f`<button type="button" ?disabled=${this.isBusy} @click=${()=>this.fireCardEvent(`together`,[t])}>
      ${e(`mdi:image-edit-outline`)}${this.localize(`design_open`)}
    </button>`}};s(`cloudprint-card-staged`,z);