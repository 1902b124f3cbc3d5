import{D as e,F as t,I as n,R as r,V as i,c as a,d as o,f as s,h as c,s as l,u}from"./card-bd560d65.js";import{t as d}from"./list-styles-50a72cd6.js";import{i as f,o as p}from"./page-options-8cdef087.js";import{t as m}from"./field-styles-5a78917d.js";i({en:{page_choose:`Which page?`,page_fill_in:`The page is shown here once this is filled in: {fields}.`,page_not_chosen:`Not chosen`,page_nothing:`There is nothing that you can choose here.`},"zh-Hans":{page_choose:`要制作哪种页面？`,page_fill_in:`填好{fields}后，这里会显示页面。`,page_not_chosen:`不选`,page_nothing:`这里没有您可以选择的内容。`}});var h=class extends l{static{this.properties={...l.properties,page:{attribute:!1},entries:{attribute:!1},problem:{attribute:!1}}}static{this.styles=[...l.styles,m,r`
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
    `]}render(){let{options:e}=this.page,t=new Set(e.map(({section:e})=>e).filter(Boolean));return n`
      ${this.renderFields(e.filter(({section:e})=>!e))}
      ${[...t].map(e=>this.renderSection(e))}
    `}updated(e){super.updated(e);for(let e of this.renderRoot.querySelectorAll(`details .problem`))e.closest(`details`)?.setAttribute(`open`,``)}renderSection(e){let t=this.page.options.filter(({section:t})=>t===e);return n`<details>
      <summary>${e}${c(`mdi:chevron-down`)}</summary>
      <div class="section">${this.renderFields(t)}</div>
    </details>`}renderFields(e){return n`${e.map(e=>this.renderOption(e))}`}renderOption(e){let{name:r,description:i,kind:a}=e,o=this.findProblem(e),s=n`
      ${i?n`<div class="small secondary" id="help-${r}">${i}</div>`:t}
      ${o?n`<div class="small problem" id="problem-${r}" role="alert">${o}</div>`:t}
    `,c=[i&&`help-${r}`,o&&`problem-${r}`].filter(Boolean).join(` `)||t;if(a===`select`&&e.multiple)return n`<fieldset class="field" aria-describedby=${c}>
        <legend class="small secondary">${this.renderLabel(e)}</legend>
        ${this.renderChoices(e)}${s}
      </fieldset>`;let l=o?`true`:t;return a===`boolean`?n`<div class="field">
        <label class="check">
          <input
            type="checkbox"
            id=${r}
            aria-describedby=${c}
            aria-invalid=${l}
            .checked=${f(e,this.entries)===!0}
            @change=${e=>this.enter(r,e.target.checked)}
          />${this.renderLabel(e)}
        </label>
        ${s}
      </div>`:n`<div class="field">
      <label class="small secondary" for=${r}>${this.renderLabel(e)}</label>
      ${this.renderControl(e,c,l)}${s}
    </div>`}renderLabel({label:e,required:r}){return n`${e}${r?n`<span aria-hidden="true"> *</span>`:t}`}renderControl(e,r,i){let{name:a,kind:o,required:s,min:l,max:u,type:d,choices:p}=e,m=f(e,this.entries),h=typeof m==`string`?m:``,g=e=>{let{value:t,validity:n}=e.target;this.enter(a,n.badInput?`?`:t)};switch(o){case`select`:return p.length?n`<div class="choice">
              <select
                id=${a}
                ?required=${s}
                aria-describedby=${r}
                aria-invalid=${i}
                @change=${g}
              >
                ${e.default===null?n`<option value="" .selected=${h===``}>${this.localize(`page_not_chosen`)}</option>`:t}
                ${p.map(([e,t])=>n`<option value=${e} .selected=${h===e}>${t}</option>`)}
              </select>
              ${c(`mdi:chevron-down`)}
            </div>`:n`<select id=${a} disabled aria-describedby=${r}>
              <option>${this.localize(`page_nothing`)}</option>
            </select>`;case`texts`:return n`<textarea
          id=${a}
          ?required=${s}
          aria-describedby=${r}
          aria-invalid=${i}
          .value=${h}
          @input=${g}
        ></textarea>`;default:return n`<input
          id=${a}
          type=${o===`number`?`number`:d??`text`}
          inputmode=${o===`number`&&(l??0)>=0?`numeric`:t}
          min=${l??t}
          max=${u??t}
          autocomplete=${d===`password`?`new-password`:`off`}
          ?required=${s}
          aria-describedby=${r}
          aria-invalid=${i}
          .value=${h===`?`?t:h}
          @input=${g}
        />`}}renderChoices(e){let{name:t,choices:r}=e;if(!r.length)return n`<div>${this.localize(`page_nothing`)}</div>`;let i=f(e,this.entries),a=new Set(Array.isArray(i)?i:[]),o=(e,n)=>{n?a.add(e):a.delete(e),this.enter(t,r.map(([e])=>e).filter(e=>a.has(e)))};return n`<div class="choices">
      ${r.map(([e,t])=>n`<label class="check">
            <input
              type="checkbox"
              .checked=${a.has(e)}
              @change=${t=>o(e,t.target.checked)}
            />${t}
          </label>`)}
    </div>`}findProblem(e){let{name:t,min:n,max:r}=e;return p(e,this.entries[t])?this.localize(`copies_invalid`,{lowest:n??``,highest:r??``}):this.problem?.field===t?this.problem.text:void 0}enter(e,t){this.fireEvent(`entries`,{...this.entries,[e]:t})}};a(`cloudprint-card-page-form`,h);var g=class extends l{static{this.properties={...l.properties,pages:{state:!0},problem:{state:!0}}}static{this.styles=[...l.styles,d,r`
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
    `]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}firstUpdated(){this.load(),this.focus()}render(){let{pages:e,problem:t}=this;return n`
      <div class="head">
        <h2 tabindex="-1">${this.localize(`page_choose`)}</h2>
        ${u(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${t?n`
              ${s(`error`,`mdi:alert-circle-outline`,t)}
              <button type="button" @click=${this.load}>${c(`mdi:reload`)}${this.localize(`retry`)}</button>
            `:e?n`<ul>
                ${e.map(e=>n`<li>${this.renderPage(e)}</li>`)}
              </ul>`:o(this.context.texts)}
    `}renderPage(e){return n`<button
      type="button"
      @click=${()=>this.fireCardEvent(`content-picked`,{kind:`page`,page:e})}
    >
      <span class="name">${e.name}</span>
      <span class="secondary small">${e.description}</span>
    </button>`}async load(){let{backend:t,texts:n}=this.context;this.problem=void 0;try{let{pages:e}=await t.call(`cloudprint/pages`,{language:n.language});this.pages=e}catch(t){this.problem=await e(this.context,t)}}};a(`cloudprint-card-page-list`,g);export{g as PageListPart};