import{I as e,N as t,P as n,T as r,c as i,m as a,s as o}from"./card-d91e0769.js";import{a as s,c,l,r as u,s as d}from"./preview-d3cc7529.js";var f=class extends o{constructor(...e){super(...e),this.previewer=new s((e,t)=>this.context.backend.call(`cloudprint/jobs/preview`,{...e,sheet:t}),async e=>({text:await r(this.context,e,[this.name])}),()=>this.requestUpdate())}static{this.properties={...o.properties,job:{attribute:!1},name:{attribute:!1},printer:{attribute:!1},isBusy:{attribute:!1},choices:{state:!0},words:{state:!0}}}static{this.styles=[...o.styles,e`
      .about:focus {
        outline: none;
      }
      .gray {
        filter: grayscale(1);
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
    `]}focus(){this.renderRoot.querySelector(`.about`)?.focus()}firstUpdated(){this.focus()}willUpdate(e){let{job_id:t}=this.job;e.has(`job`)&&e.get(`job`)?.job_id!==t&&(this.previewer.request(void 0),this.choices=c(this.job.options)),this.previewer.request({job_id:t})}render(){let{job:e,context:r}=this,{texts:i}=r,{causes:a=[],rule:o=``,asked_by:s=null}=e.approval??{};return n`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize(`asks_you`,{name:s??this.localize(`somebody`)})}</div>
        <div class="small">
          ${a.length?this.localize(`why`,{causes:u(a,i)}):t}
          ${o?this.localize(`rule_name`,{rule:o}):t}
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
      ${this.words===void 0?n`${this.printer?this.renderChanges(this.printer):t} ${this.renderAnswers()}`:this.renderDenial(this.words)}
    `}renderChanges(e){let{job:t}=this;return n`<cloudprint-card-options
      .context=${this.context}
      .printer=${e}
      .choices=${this.choices}
      .asked=${t.options}
      .offered=${t.trays?[`color`]:[`color`,`sides`]}
      @choices=${e=>{this.choices=e.detail}}
    ></cloudprint-card-options>`}renderAnswers(){let{job:e,printer:t,choices:r,isBusy:i}=this,a=t&&d({printer:t,choices:r,isMadeHere:!0}).problems.length,o=l(r,e.options);return n`
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
      ${a(e===`approve`?`mdi:check`:`mdi:close`)}${this.localize(e)}
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
    `}};i(`cloudprint-card-approval`,f);