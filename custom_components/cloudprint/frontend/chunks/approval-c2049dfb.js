import{D as e,F as t,I as n,R as r,c as i,s as a,v as o,x as s}from"./card-7cf24f45.js";import{c,l,o as u,r as d,u as f}from"./preview-24cbdcc6.js";var p=class extends a{constructor(...t){super(...t),this.previewer=new u((e,t)=>this.context.backend.call(`cloudprint/jobs/preview`,{...e,sheet:t}),async t=>({text:await e(this.context,t,[this.name])}),()=>this.requestUpdate())}static{this.properties={...a.properties,job:{attribute:!1},name:{attribute:!1},printer:{attribute:!1},isBusy:{attribute:!1},choices:{state:!0},words:{state:!0}}}static{this.styles=[...a.styles,r`
      .about:focus {
        outline: none;
      }
      .gray {
        filter: grayscale(1);
      }
      /* On the color of a question, gray would be hard to read. */
      cloudprint-card-options {
        --field: var(--surface);
        --field-size: 140px;
        --secondary: var(--text);
      }
      .words {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
      }
      .control {
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        min-block-size: 40px;
        padding-inline: 12px;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .answers > :not(.plain) {
        flex: 1 1 120px;
      }
      .answers .deny {
        background: color-mix(in srgb, var(--text) 8%, transparent);
        color: var(--text);
      }
    `]}focus(){this.renderRoot.querySelector(`.about`)?.focus()}firstUpdated(){this.focus()}willUpdate(e){let{job_id:t}=this.job;e.has(`job`)&&e.get(`job`)?.job_id!==t&&(this.previewer.request(void 0),this.choices=l(this.job.options)),this.previewer.request({job_id:t})}render(){let{job:e,context:r}=this,{texts:i}=r,{approval:a}=e,o=a?.asked_by??this.localize(`somebody`),s=a?.left_today??null;return n`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize(`asks_you`,{name:o})}</div>
        <div class="small">
          ${a?.causes.length?this.localize(`why`,{causes:d(a,i)}):t}
          ${s===null?t:i.localizeCount(`left_for`,s,{name:o})}
          ${a?.rule?this.localize(`rule_name`,{rule:a.rule}):t}
        </div>
      </div>
      <cloudprint-card-preview
        class=${this.choices.color===`monochrome`?`gray`:``}
        .context=${r}
        .preview=${this.previewer.preview}
        .load=${this.previewer.load}
        .problem=${this.previewer.problem?.text}
        .isBusy=${!1}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.words===void 0?n`${this.printer?this.renderChanges(this.printer):t} ${this.renderUnseen()} ${this.renderAnswers()}`:this.renderDenial(this.words)}
    `}renderChanges(e){let{job:t}=this;return n`<cloudprint-card-options
      .context=${this.context}
      .printer=${e}
      .choices=${this.choices}
      .set=${{asked:t.options,offered:t.trays?[`color`]:[`color`,`sides`]}}
      @choices=${e=>{this.choices=e.detail}}
    ></cloudprint-card-options>`}renderUnseen(){let{texts:e}=this.context;return this.previewer.warnings.map(t=>o(`warning`,`mdi:eye-off-outline`,e.localizeValue(`unseen`,t,`warning_other`)))}renderAnswers(){let{job:e,printer:t,choices:r,isBusy:i}=this,a=t&&c({printer:t,choices:r,isMadeHere:!0}).problems.length,o=f(r,e.options);return n`
      <div class="answers">
        ${this.renderAnswer(`approve`,`primary`,i||!!a,()=>this.fireEvent(`job-action`,{kind:`approve`,job:e,changes:o}))}
        ${this.renderAnswer(`deny`,`deny`,i,()=>this.startDenying())}
        <button class="plain" type="button" @click=${()=>this.fireEvent(`close`,void 0)}>
          ${this.localize(`close`)}
        </button>
      </div>
    `}renderAnswer(e,t,r,i){return n`<button
      class=${t}
      type="button"
      aria-label=${this.localize(`${e}_job`,{name:this.name})}
      ?disabled=${r}
      @click=${i}
    >
      ${s(e===`approve`?`mdi:check`:`mdi:close`)}${this.localize(e)}
    </button>`}startDenying(){this.words=``,this.updateComplete.then(()=>this.renderRoot.querySelector(`.words input`)?.focus())}renderDenial(e){let{job:t,isBusy:r}=this;return n`
      <label class="words">
        <span>${this.localize(`deny_words`)}</span>
        <input
          class="control"
          type="text"
          autocomplete="off"
          maxlength="200"
          .value=${e}
          @input=${e=>{this.words=e.target.value}}
        />
      </label>
      <div class="answers">
        <button
          class="deny"
          type="button"
          aria-label=${this.localize(`deny_job`,{name:this.name})}
          ?disabled=${r}
          @click=${()=>this.fireEvent(`job-action`,{kind:`deny`,job:t,message:e.trim()})}
        >
          ${this.localize(`deny_send`)}
        </button>
        <button class="plain" type="button" @click=${()=>{this.words=void 0,this.updateComplete.then(()=>this.renderRoot.querySelector(`.deny`)?.focus())}}>${this.localize(`deny_back`)}</button>
      </div>
    `}};i(`cloudprint-card-approval`,p);