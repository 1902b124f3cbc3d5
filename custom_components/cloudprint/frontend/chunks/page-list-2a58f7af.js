import{G as e,I as t,J as n,K as r,Z as i,c as a,g as o,h as s,p as c,s as l,y as u}from"./card-fc9b5009.js";import{t as d}from"./list-styles-afcc2aa2.js";import{i as f,o as p}from"./page-options-8cdef087.js";import{t as m}from"./field-styles-56be6465.js";i({en:{page_choose:`Which page?`,page_fill_in:`The page is shown here once this is filled in: {fields}.`,page_not_chosen:`Not chosen`,page_nothing:`There is nothing that you can choose here.`},"zh-Hans":{page_choose:`要制作哪种页面？`,page_fill_in:`填好{fields}后，这里会显示页面。`,page_not_chosen:`不选`,page_nothing:`这里没有您可以选择的内容。`}});var h=class extends l{static{this.properties={...l.properties,page:{attribute:!1},entries:{attribute:!1},problem:{attribute:!1}}}static{this.styles=[...l.styles,m,n`
      :host,
      .section,
      .field {
        align-content: start;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      :host,
      .section {
        gap: 16px;
      }
      .section {
        padding-block-start: 8px;
      }
      summary {
        align-items: center;
        cursor: pointer;
        display: flex;
        justify-content: space-between;
        list-style: none;
        min-block-size: 40px;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      [open] > summary .icon {
        rotate: 180deg;
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
    `]}render(){let{options:e}=this.page,t=new Set(e.map(({section:e})=>e).filter(Boolean));return r`
      ${this.renderFields(e.filter(({section:e})=>!e))}
      ${[...t].map(e=>this.renderSection(e))}
    `}updated(e){super.updated(e);for(let e of this.renderRoot.querySelectorAll(`details .problem`))e.closest(`details`)?.setAttribute(`open`,``)}renderSection(e){let t=this.page.options.filter(({section:t})=>t===e);return r`<details>
      <summary>${e}${u(`mdi:chevron-down`)}</summary>
      <div class="section">${this.renderFields(t)}</div>
    </details>`}renderFields(e){return r`${e.map(e=>this.renderOption(e))}`}renderOption(t){let{name:n,description:i,kind:a}=t,o=this.findProblem(t),s=r`
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
            .checked=${f(t,this.entries)===!0}
            @change=${e=>this.enter(n,e.target.checked)}
          />${this.renderLabel(t)}
        </label>
        ${s}
      </div>`:r`<div class="field">
      <label class="small secondary" for=${n}>${this.renderLabel(t)}</label>
      ${this.renderControl(t,c,l)}${s}
    </div>`}renderLabel({label:t,required:n}){return r`${t}${n?r`<span aria-hidden="true"> *</span>`:e}`}renderControl(t,n,i){let{name:a,kind:o,required:s,min:c,max:l,type:d,choices:p}=t,m=f(t,this.entries),h=typeof m==`string`?m:``,g=e=>{let{value:t,validity:n}=e.target;this.enter(a,n.badInput?`?`:t)};switch(o){case`select`:return p.length?r`<div class="choice">
              <select
                id=${a}
                ?required=${s}
                aria-describedby=${n}
                aria-invalid=${i}
                @change=${g}
              >
                ${t.default===null?r`<option value="" .selected=${h===``}>${this.localize(`page_not_chosen`)}</option>`:e}
                ${p.map(([e,t])=>r`<option value=${e} .selected=${h===e}>${t}</option>`)}
              </select>
              ${u(`mdi:chevron-down`)}
            </div>`:r`<select id=${a} disabled aria-describedby=${n}>
              <option>${this.localize(`page_nothing`)}</option>
            </select>`;case`texts`:return r`<textarea
          id=${a}
          ?required=${s}
          aria-describedby=${n}
          aria-invalid=${i}
          .value=${h}
          @input=${g}
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
          .value=${h===`?`?e:h}
          @input=${g}
        />`}}renderChoices(e){let{name:t,choices:n}=e;if(!n.length)return r`<div>${this.localize(`page_nothing`)}</div>`;let i=f(e,this.entries),a=new Set(Array.isArray(i)?i:[]),o=(e,r)=>{r?a.add(e):a.delete(e),this.enter(t,n.map(([e])=>e).filter(e=>a.has(e)))};return r`<div class="choices">
      ${n.map(([e,t])=>r`<label class="check">
            <input
              type="checkbox"
              .checked=${a.has(e)}
              @change=${t=>o(e,t.target.checked)}
            />${t}
          </label>`)}
    </div>`}findProblem(e){let{name:t,min:n,max:r}=e;return p(e,this.entries[t])?this.localize(`copies_invalid`,{lowest:n??``,highest:r??``}):this.problem?.field===t?this.problem.text:void 0}enter(e,t){this.fireEvent(`entries`,{...this.entries,[e]:t})}};a(`cloudprint-card-page-form`,h);var g=class extends l{static{this.properties={...l.properties,pages:{state:!0},problem:{state:!0}}}static{this.styles=[...l.styles,d,n`
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
    </button>`}async load(){let{backend:e,texts:n}=this.context;this.problem=void 0;try{let{pages:t}=await e.call(`cloudprint/pages`,{language:n.language});this.pages=t}catch(e){this.problem=await t(this.context,e)}}};a(`cloudprint-card-page-list`,g);export{g as PageListPart};