import{C as e,E as t,G as n,I as r,J as i,K as a,c as o,s}from"./card-5da967be.js";import{c,l,o as u,r as d,u as f}from"./preview-df8d9d4a.js";var p=class extends s{constructor(...e){super(...e),this.previewer=new u((e,t)=>this.context.backend.call(`cloudprint/jobs/preview`,{...e,sheet:t}),async e=>({text:await r(this.context,e,[this.name])}),()=>this.requestUpdate())}static{this.properties={...s.properties,job:{attribute:!1},name:{attribute:!1},printer:{attribute:!1},isBusy:{attribute:!1},choices:{state:!0},words:{state:!0}}}static{this.styles=[...s.styles,i`
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
    `]}focus(){this.renderRoot.querySelector(`.about`)?.focus()}firstUpdated(){this.focus()}willUpdate(e){let{job_id:t}=this.job;e.has(`job`)&&e.get(`job`)?.job_id!==t&&(this.previewer.request(void 0),this.choices=l(this.job.options)),this.previewer.request({job_id:t})}render(){let{job:e,context:t}=this,{texts:r}=t,{approval:i}=e,o=i?.asked_by??this.localize(`somebody`),s=i?.left_today??null;return a`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize(`asks_you`,{name:o})}</div>
        <div class="small">
          ${i?.causes.length?this.localize(`why`,{causes:d(i,r)}):n}
          ${s===null?n:r.localizeCount(`left_for`,s,{name:o})}
          ${i?.rule?this.localize(`rule_name`,{rule:i.rule}):n}
        </div>
      </div>
      <cloudprint-card-preview
        class=${this.choices.color===`monochrome`?`gray`:``}
        .context=${t}
        .preview=${this.previewer.preview}
        .load=${this.previewer.load}
        .problem=${this.previewer.problem?.text}
        .isBusy=${!1}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.words===void 0?a`${this.printer?this.renderChanges(this.printer):n} ${this.renderUnseen()} ${this.renderAnswers()}`:this.renderDenial(this.words)}
    `}renderChanges(e){let{job:t}=this;return a`<cloudprint-card-options
      .context=${this.context}
      .printer=${e}
      .choices=${this.choices}
      .set=${{asked:t.options,offered:t.trays?[`color`]:[`color`,`sides`]}}
      @choices=${e=>{this.choices=e.detail}}
    ></cloudprint-card-options>`}renderUnseen(){let{texts:t}=this.context;return this.previewer.warnings.map(n=>e(`warning`,`mdi:eye-off-outline`,t.localizeValue(`unseen`,n,`warning_other`)))}renderAnswers(){let{job:e,printer:t,choices:n,isBusy:r}=this,i=t&&c({printer:t,choices:n,isMadeHere:!0}).problems.length,o=f(n,e.options);return a`
      <div class="answers">
        ${this.renderAnswer(`approve`,`primary`,r||!!i,()=>this.fireEvent(`job-action`,{kind:`approve`,job:e,changes:o}))}
        ${this.renderAnswer(`deny`,`deny`,r,()=>this.startDenying())}
        <button class="plain" type="button" @click=${()=>this.fireEvent(`close`,void 0)}>
          ${this.localize(`close`)}
        </button>
      </div>
    `}renderAnswer(e,n,r,i){return a`<button
      class=${n}
      type="button"
      aria-label=${this.localize(`${e}_job`,{name:this.name})}
      ?disabled=${r}
      @click=${i}
    >
      ${t(e===`approve`?`mdi:check`:`mdi:close`)}${this.localize(e)}
    </button>`}startDenying(){this.words=``,this.updateComplete.then(()=>this.renderRoot.querySelector(`.words input`)?.focus())}renderDenial(e){let{job:t,isBusy:n}=this;return a`
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
          ?disabled=${n}
          @click=${()=>this.fireEvent(`job-action`,{kind:`deny`,job:t,message:e.trim()})}
        >
          ${this.localize(`deny_send`)}
        </button>
        <button class="plain" type="button" @click=${()=>{this.words=void 0,this.updateComplete.then(()=>this.renderRoot.querySelector(`.deny`)?.focus())}}>${this.localize(`deny_back`)}</button>
      </div>
    `}};o(`cloudprint-card-approval`,p);