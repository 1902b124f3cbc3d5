import{I as e,N as t,P as n,T as r,c as i,m as a,s as o}from"./card-225d353b.js";import{m as s,n as c}from"./preview-9577ba7c.js";var l=class extends o{static{this.properties={...o.properties,job:{attribute:!1},name:{attribute:!1},printer:{attribute:!1},isBusy:{attribute:!1},changes:{state:!0},words:{state:!0},pages:{state:!0},problem:{state:!0}}}static{this.styles=[...o.styles,e`
      .about:focus {
        outline: none;
      }
      .gray {
        filter: grayscale(1);
      }
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
      }
      .fields label,
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
      option {
        background: var(--surface);
        color: var(--text);
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
    `]}constructor(){super(),this.requested=``,this.changes={}}focus(){this.renderRoot.querySelector(`.about`)?.focus()}firstUpdated(){this.focus()}willUpdate(){let{job_id:e}=this.job;e!==this.requested&&(this.requested=e,this.loadFirst(e))}async loadFirst(e){this.pages=void 0,this.problem=void 0;try{let t=await this.context.backend.call(`cloudprint/jobs/preview`,{job_id:e,sheet:1});e===this.requested&&(this.pages=t)}catch(t){let n=await r(this.context,t,[this.name]);e===this.requested&&(this.problem=n)}}async loadSheets(e){let{job_id:t}=this.job;try{let{sheets:n}=await this.context.backend.call(`cloudprint/jobs/preview`,{job_id:t,sheet:e});return n??this.localize(`preview_none`)}catch(e){return r(this.context,e,[this.name])}}render(){let{job:e,context:r}=this,{texts:i}=r,{causes:a=[],rule:o=``,asked_by:s=null}=e.approval??{};return n`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize(`asks_you`,{name:s??this.localize(`somebody`)})}</div>
        <div class="small">
          ${a.length?this.localize(`why`,{causes:c(a,i)}):t}
          ${o?this.localize(`rule_name`,{rule:o}):t}
        </div>
      </div>
      <cloudprint-card-preview
        class=${this.changes.color===`monochrome`?`gray`:``}
        .context=${r}
        .preview=${this.pages}
        .load=${e=>this.loadSheets(e)}
        .problem=${this.problem}
        .isBusy=${!1}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.words===void 0?n`${this.renderChanges()} ${this.renderAnswers()}`:this.renderDenial(this.words)}
    `}renderChanges(){let{printer:e}=this;return n`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${e?this.renderChoice(e,`color`):t}
        ${e&&!this.job.trays?this.renderChoice(e,`sides`):t}
        ${e&&e.copies.max>1?this.renderCopies(e):t}
      </div>
    `}renderChoice(e,r){let i=s(e,r);if(!i.length)return t;let{texts:a}=this.context,o=e=>a.localizeValue(r,e,`printer_default`),c=this.job.options[r],l=typeof c==`string`?o(c):this.localize(`as_asked`);return n`
      <label>
        <span class="small">${this.localize(r)}</span>
        <select
          class="control ${r}"
          @change=${e=>this.change(r,e.target.value)}
        >
          <option value="">${l}</option>
          ${i.filter(e=>e!==c).map(e=>n`<option value=${e}>${o(e)}</option>`)}
        </select>
      </label>
    `}renderCopies({copies:{min:e,max:r}}){let{copies:i}=this.job.options,a=typeof i==`number`?i:1;return n`
      <label>
        <span class="small">${this.localize(`copies`)}</span>
        <input
          class="control copies"
          type="number"
          inputmode="numeric"
          min=${e}
          max=${r}
          .value=${String(a)}
          aria-invalid=${this.isInvalid?`true`:t}
          @input=${e=>{let{value:t}=e.target;this.change(`copies`,Number(t)===a?``:Number.parseFloat(t))}}
        />
        ${this.isInvalid?n`<span class="small" role="alert">
                ${this.localize(`copies_invalid`,{lowest:e,highest:r})}
              </span>`:t}
      </label>
    `}get isInvalid(){let{copies:e}=this.changes,{min:t=1,max:n=1}=this.printer?.copies??{};return e!==void 0&&!(Number.isInteger(e)&&e>=t&&e<=n)}change(e,t){let{[e]:n,...r}=this.changes;this.changes=t===``?r:{...r,[e]:t}}renderAnswers(){let{job:e,changes:t,isBusy:r}=this;return n`
      <div class="answers">
        ${this.renderAnswer(`approve`,`primary`,r||this.isInvalid,()=>this.fireEvent(`job-action`,{kind:`approve`,job:e,changes:t}))}
        ${this.renderAnswer(`deny`,`deny`,r,()=>this.startDenying())}
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
    `}};i(`cloudprint-card-approval`,l);