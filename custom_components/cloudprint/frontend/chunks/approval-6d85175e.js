import{D as e,K as t,L as n,Y as r,c as i,l as a,q as o,s,w as c}from"./card-d55a6ee4.js";import{c as l,l as u,o as d,r as f,u as p}from"./preview-e943effa.js";var m=class extends s{constructor(...e){super(...e),this.previewer=new d((e,t)=>this.context.backend.call(`cloudprint/jobs/preview`,{...e,sheet:t}),async e=>({text:await n(this.context,e,[this.name])}),()=>this.requestUpdate())}static{this.properties={...s.properties,job:{attribute:!1},name:{attribute:!1},printer:{attribute:!1},isBusy:{attribute:!1},choices:{state:!0},words:{state:!0}}}static{this.styles=[...s.styles,a,r`
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
        --gap: 12px;
        /* As the question that it is a part of */
        background-image:
          linear-gradient(color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent) 0 0),
          linear-gradient(var(--surface) 0 0);
        border-end-end-radius: var(--radius);
        border-end-start-radius: var(--radius);
        display: flex;
        flex-wrap: wrap;
        margin-block-end: -12px;
      }
      .answers > :not(.plain) {
        flex: 1 1 120px;
      }
      .answers .deny {
        background: color-mix(in srgb, var(--text) 8%, transparent);
        color: var(--text);
      }
    `]}focus(){this.renderRoot.querySelector(`.about`)?.focus()}firstUpdated(){this.focus()}willUpdate(e){let{job_id:t}=this.job;e.has(`job`)&&e.get(`job`)?.job_id!==t&&(this.previewer.request(void 0),this.choices=u(this.job.options)),this.previewer.request({job_id:t})}render(){let{job:e,context:n}=this,{texts:r}=n,{approval:i}=e,a=i?.asked_by??this.localize(`somebody`),s=i?.left_today??null;return o`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize(`asks_you`,{name:a})}</div>
        <div class="small">
          ${i?.causes.length?this.localize(`why`,{causes:f(i,r)}):t}
          ${s===null?t:r.localizeCount(`left_for`,s,{name:a})}
          ${i?.rule?this.localize(`rule_name`,{rule:i.rule}):t}
        </div>
      </div>
      <cloudprint-card-preview
        class=${this.choices.color===`monochrome`?`gray`:``}
        .context=${n}
        .preview=${this.previewer.preview}
        .load=${this.previewer.load}
        .problem=${this.previewer.problem?.text}
        .isBusy=${!1}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.words===void 0?o`${this.printer?this.renderChanges(this.printer):t} ${this.renderUnseen()} ${this.renderAnswers()}`:this.renderDenial(this.words)}
    `}renderChanges(e){let{job:t}=this;return o`<cloudprint-card-options
      .context=${this.context}
      .printer=${e}
      .choices=${this.choices}
      .set=${{asked:t.options,offered:t.trays?[`color`]:[`color`,`sides`]}}
      @choices=${e=>{this.choices=e.detail}}
    ></cloudprint-card-options>`}renderUnseen(){let{texts:e}=this.context;return this.previewer.warnings.map(t=>c(`warning`,`mdi:eye-off-outline`,e.localizeValue(`unseen`,t,`warning_other`)))}renderAnswers(){let{job:e,printer:t,choices:n,isBusy:r}=this,i=t&&l({printer:t,choices:n,isMadeHere:!0}).problems.length,a=p(n,e.options);return o`
      <div class="answers footer">
        ${this.renderAnswer(`approve`,`primary`,r||!!i,()=>this.fireEvent(`job-action`,{kind:`approve`,job:e,changes:a}))}
        ${this.renderAnswer(`deny`,`deny`,r,()=>this.startDenying())}
        <button class="plain" type="button" @click=${()=>this.fireEvent(`close`,void 0)}>
          ${this.localize(`close`)}
        </button>
      </div>
    `}renderAnswer(t,n,r,i){return o`<button
      class=${n}
      type="button"
      aria-label=${this.localize(`${t}_job`,{name:this.name})}
      ?disabled=${r}
      @click=${i}
    >
      ${e(t===`approve`?`mdi:check`:`mdi:close`)}${this.localize(t)}
    </button>`}startDenying(){this.words=``,this.updateComplete.then(()=>this.renderRoot.querySelector(`.words input`)?.focus())}renderDenial(e){let{job:t,isBusy:n}=this;return o`
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
      <div class="answers footer">
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
    `}};i(`cloudprint-card-approval`,m);