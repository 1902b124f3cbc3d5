import{C as e,D as t,K as n,L as r,Q as i,Y as a,c as o,q as s,s as c,w as l,x as u}from"./card-d55a6ee4.js";import{t as d}from"./list-styles-8e739e37.js";import{i as f,o as p}from"./page-options-8cdef087.js";import{t as m}from"./field-styles-1dd4286c.js";i({en:{page_choose:`Which page?`,page_fill_in:`The page is shown here once this is filled in: {fields}.`,page_not_chosen:`Not chosen`,page_nothing:`There is nothing that you can choose here.`},"zh-Hans":{page_choose:`要制作哪种页面？`,page_fill_in:`填好{fields}后，这里会显示页面。`,page_not_chosen:`不选`,page_nothing:`这里没有您可以选择的内容。`}});var h=class extends c{static{this.properties={...c.properties,page:{attribute:!1},entries:{attribute:!1},problem:{attribute:!1}}}static{this.styles=[...c.styles,m,a`
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
    `]}render(){let{options:e}=this.page,t=new Set(e.map(({section:e})=>e).filter(Boolean));return s`
      ${this.renderFields(e.filter(({section:e})=>!e))}
      ${[...t].map(e=>this.renderSection(e))}
    `}updated(e){super.updated(e);for(let e of this.renderRoot.querySelectorAll(`details .problem`))e.closest(`details`)?.setAttribute(`open`,``)}renderSection(e){let n=this.page.options.filter(({section:t})=>t===e);return s`<details>
      <summary>${e}${t(`mdi:chevron-down`)}</summary>
      <div class="section">${this.renderFields(n)}</div>
    </details>`}renderFields(e){return s`${e.map(e=>this.renderOption(e))}`}renderOption(e){let{name:t,description:r,kind:i}=e,a=this.findProblem(e),o=s`
      ${r?s`<div class="small secondary" id="help-${t}">${r}</div>`:n}
      ${a?s`<div class="small problem" id="problem-${t}" role="alert">${a}</div>`:n}
    `,c=[r&&`help-${t}`,a&&`problem-${t}`].filter(Boolean).join(` `)||n;if(i===`select`&&e.multiple)return s`<fieldset class="field" aria-describedby=${c}>
        <legend class="small secondary">${this.renderLabel(e)}</legend>
        ${this.renderChoices(e)}${o}
      </fieldset>`;let l=a?`true`:n;return i===`boolean`?s`<div class="field">
        <label class="check">
          <input
            type="checkbox"
            id=${t}
            aria-describedby=${c}
            aria-invalid=${l}
            .checked=${f(e,this.entries)===!0}
            @change=${e=>this.enter(t,e.target.checked)}
          />${this.renderLabel(e)}
        </label>
        ${o}
      </div>`:s`<div class="field">
      <label class="small secondary" for=${t}>${this.renderLabel(e)}</label>
      ${this.renderControl(e,c,l)}${o}
    </div>`}renderLabel({label:e,required:t}){return s`${e}${t?s`<span aria-hidden="true"> *</span>`:n}`}renderControl(e,r,i){let{name:a,kind:o,required:c,min:l,max:u,type:d,choices:p}=e,m=f(e,this.entries),h=typeof m==`string`?m:``,g=e=>{let{value:t,validity:n}=e.target;this.enter(a,n.badInput?`?`:t)};switch(o){case`select`:return p.length?s`<div class="choice">
              <select
                id=${a}
                ?required=${c}
                aria-describedby=${r}
                aria-invalid=${i}
                @change=${g}
              >
                ${e.default===null?s`<option value="" .selected=${h===``}>${this.localize(`page_not_chosen`)}</option>`:n}
                ${p.map(([e,t])=>s`<option value=${e} .selected=${h===e}>${t}</option>`)}
              </select>
              ${t(`mdi:chevron-down`)}
            </div>`:s`<select id=${a} disabled aria-describedby=${r}>
              <option>${this.localize(`page_nothing`)}</option>
            </select>`;case`texts`:return s`<textarea
          id=${a}
          ?required=${c}
          aria-describedby=${r}
          aria-invalid=${i}
          .value=${h}
          @input=${g}
        ></textarea>`;default:return s`<input
          id=${a}
          type=${o===`number`?`number`:d??`text`}
          inputmode=${o===`number`&&(l??0)>=0?`numeric`:n}
          min=${l??n}
          max=${u??n}
          autocomplete=${d===`password`?`new-password`:`off`}
          ?required=${c}
          aria-describedby=${r}
          aria-invalid=${i}
          .value=${h===`?`?n:h}
          @input=${g}
        />`}}renderChoices(e){let{name:t,choices:n}=e;if(!n.length)return s`<div>${this.localize(`page_nothing`)}</div>`;let r=f(e,this.entries),i=new Set(Array.isArray(r)?r:[]),a=(e,r)=>{r?i.add(e):i.delete(e),this.enter(t,n.map(([e])=>e).filter(e=>i.has(e)))};return s`<div class="choices">
      ${n.map(([e,t])=>s`<label class="check">
            <input
              type="checkbox"
              .checked=${i.has(e)}
              @change=${t=>a(e,t.target.checked)}
            />${t}
          </label>`)}
    </div>`}findProblem(e){let{name:t,min:n,max:r}=e;return p(e,this.entries[t])?this.localize(`copies_invalid`,{lowest:n??``,highest:r??``}):this.problem?.field===t?this.problem.text:void 0}enter(e,t){this.fireEvent(`entries`,{...this.entries,[e]:t})}};o(`cloudprint-card-page-form`,h);var g=class extends c{static{this.properties={...c.properties,pages:{state:!0},problem:{state:!0}}}static{this.styles=[...c.styles,d,a`
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
    `]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}firstUpdated(){this.load(),this.focus()}render(){let{pages:n,problem:r}=this;return s`
      <div class="head">
        <h2 tabindex="-1">${this.localize(`page_choose`)}</h2>
        ${u(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${r?s`
              ${l(`error`,`mdi:alert-circle-outline`,r)}
              <button type="button" @click=${this.load}>${t(`mdi:reload`)}${this.localize(`retry`)}</button>
            `:n?s`<ul>
                ${n.map(e=>s`<li>${this.renderPage(e)}</li>`)}
              </ul>`:e(this.context.texts)}
    `}renderPage(e){return s`<button
      type="button"
      @click=${()=>this.fireCardEvent(`content-picked`,{kind:`page`,page:e})}
    >
      <span class="name">${e.name}</span>
      <span class="secondary small">${e.description}</span>
    </button>`}async load(){let{backend:e,texts:t}=this.context;this.problem=void 0;try{let{pages:n}=await e.call(`cloudprint/pages`,{language:t.language});this.pages=n}catch(e){this.problem=await r(this.context,e)}}};o(`cloudprint-card-page-list`,g);export{g as PageListPart};