import{G as e,I as t,J as n,K as r,Z as i,c as a,g as o,h as s,p as c,s as l,y as u}from"./card-d308443e.js";import{t as d}from"./list-styles-2c3a4e42.js";import{i as f}from"./page-options-d95a83a1.js";import{t as p}from"./field-styles-7ee7a4ac.js";i({en:{page_choose:`Which page?`,page_fill_in:`The page is shown here once the form has what it needs.`,page_not_chosen:`Not chosen`,page_nothing:`There is nothing that you can choose here.`},"zh-Hans":{page_choose:`要制作哪种页面？`,page_fill_in:`填好必填项后，这里会显示页面。`,page_not_chosen:`不选`,page_nothing:`这里没有您可以选择的内容。`}});var m=class extends l{static{this.properties={...l.properties,page:{attribute:!1},entries:{attribute:!1},problem:{attribute:!1}}}static{this.styles=[...l.styles,p,n`
      :host,
      .field {
        align-content: start;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      :host {
        gap: 16px;
      }
      .field {
        border: 0;
        gap: 4px;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        margin-block-end: 4px;
        padding: 0;
      }
      input:not([type="checkbox"]),
      select,
      textarea {
        appearance: none;
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      :is(input, select, textarea):hover {
        border-color: var(--line);
      }
      textarea {
        block-size: auto;
        field-sizing: content;
        max-block-size: 240px;
        min-block-size: 88px;
        padding-block: 8px;
        resize: vertical;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        max-block-size: 200px;
        overflow-y: auto;
      }
      .check {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 8px;
        min-block-size: 40px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      [type="checkbox"] {
        accent-color: var(--accent-text);
        block-size: 18px;
        flex: none;
        inline-size: 18px;
      }
    `]}render(){return r`${this.page.options.map(e=>this.renderOption(e))}`}renderOption(t){let{name:n,description:i,kind:a}=t,o=this.findProblem(t),s=r`
      ${i?r`<div class="small secondary" id="help-${n}">${i}</div>`:e}
      ${o?r`<div class="small problem" id="problem-${n}" role="alert">${o}</div>`:e}
    `,c=[i&&`help-${n}`,o&&`problem-${n}`].filter(Boolean).join(` `)||e;if(a===`select`&&t.multiple)return r`<fieldset class="field" aria-describedby=${c}>
        <legend class="small secondary">${this.renderLabel(t)}</legend>
        ${this.renderChoices(t)}${s}
      </fieldset>`;let l=o?`true`:e;return a===`boolean`?r`<div class="field">
        <label class="check">
          <input
            type="checkbox"
            id=${n}
            aria-describedby=${c}
            aria-invalid=${l}
            .checked=${this.entries[n]===!0}
            @change=${e=>this.enter(n,e.target.checked)}
          />${this.renderLabel(t)}
        </label>
        ${s}
      </div>`:r`<div class="field">
      <label class="small secondary" for=${n}>${this.renderLabel(t)}</label>
      ${this.renderControl(t,c,l)}${s}
    </div>`}renderLabel({label:t,required:n}){return r`${t}${n?r`<span aria-hidden="true"> *</span>`:e}`}renderControl(t,n,i){let{name:a,kind:o,required:s,min:c,max:l,type:d,choices:f}=t,p=this.entries[a],m=typeof p==`string`?p:``,h=e=>{let{value:t,validity:n}=e.target;this.enter(a,n.badInput?`?`:t)};switch(o){case`select`:return f.length?r`<div class="choice">
              <select
                id=${a}
                ?required=${s}
                aria-describedby=${n}
                aria-invalid=${i}
                @change=${h}
              >
                <option value="" .selected=${m===``}>${this.localize(`page_not_chosen`)}</option>
                ${f.map(([e,t])=>r`<option value=${e} .selected=${m===e}>${t}</option>`)}
              </select>
              ${u(`mdi:chevron-down`)}
            </div>`:r`<select id=${a} disabled aria-describedby=${n}>
              <option>${this.localize(`page_nothing`)}</option>
            </select>`;case`texts`:return r`<textarea
          id=${a}
          ?required=${s}
          aria-describedby=${n}
          aria-invalid=${i}
          .value=${m}
          @input=${h}
        ></textarea>`;default:return r`<input
          id=${a}
          type=${o===`number`?`number`:d??`text`}
          inputmode=${o===`number`&&(c??0)>=0?`numeric`:e}
          min=${c??e}
          max=${l??e}
          autocomplete=${d===`password`?`new-password`:`off`}
          ?required=${s}
          aria-describedby=${n}
          aria-invalid=${i}
          .value=${m===`?`?e:m}
          @input=${h}
        />`}}renderChoices({name:e,choices:t}){if(!t.length)return r`<div>${this.localize(`page_nothing`)}</div>`;let n=this.entries[e],i=new Set(Array.isArray(n)?n:[]),a=(n,r)=>{r?i.add(n):i.delete(n),this.enter(e,t.map(([e])=>e).filter(e=>i.has(e)))};return r`<div class="choices">
      ${t.map(([e,t])=>r`<label class="check">
            <input
              type="checkbox"
              .checked=${i.has(e)}
              @change=${t=>a(e,t.target.checked)}
            />${t}
          </label>`)}
    </div>`}findProblem(e){let{name:t,min:n,max:r}=e;return f(e,this.entries[t])?this.localize(`copies_invalid`,{lowest:n??``,highest:r??``}):this.problem?.field===t?this.problem.text:void 0}enter(e,t){this.fireEvent(`entries`,{...this.entries,[e]:t})}};a(`cloudprint-card-page-form`,m);var h=class extends l{static{this.properties={...l.properties,pages:{state:!0},problem:{state:!0}}}static{this.styles=[...l.styles,d,n`
      ul {
        grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
      }
      li {
        display: grid;
      }
      li button {
        align-items: flex-start;
        gap: 4px;
        justify-content: flex-start;
        padding: 12px;
        text-align: start;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}firstUpdated(){this.load(),this.focus()}render(){let{pages:e,problem:t}=this;return r`
      <div class="head">
        <h2 tabindex="-1">${this.localize(`page_choose`)}</h2>
        ${c(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${t?r`
              ${o(`error`,`mdi:alert-circle-outline`,t)}
              <button type="button" @click=${this.load}>${u(`mdi:reload`)}${this.localize(`retry`)}</button>
            `:e?r`<ul>
                ${e.map(e=>r`<li>${this.renderPage(e)}</li>`)}
              </ul>`:s(this.context.texts)}
    `}renderPage(e){return r`<button
      type="button"
      @click=${()=>this.fireCardEvent(`content-picked`,{kind:`page`,page:e})}
    >
      <span class="name">${e.name}</span>
      <span class="secondary small">${e.description}</span>
    </button>`}async load(){let{backend:e,texts:n}=this.context;this.problem=void 0;try{let{pages:t}=await e.call(`cloudprint/pages`,{language:n.language});this.pages=t}catch(e){this.problem=await t(this.context,e)}}};a(`cloudprint-card-page-list`,h);export{h as PageListPart};