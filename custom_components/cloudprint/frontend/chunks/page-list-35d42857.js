import{D as e,F as t,I as n,R as r,V as i,_ as a,c as o,g as s,s as c,v as l,x as u}from"./card-7cf24f45.js";import{t as d}from"./list-styles-454632b8.js";import{i as f}from"./page-options-d95a83a1.js";import{t as p}from"./field-styles-b169f664.js";i({en:{page_choose:`Which page?`,page_fill_in:`The page is shown here once the form has what it needs.`,page_not_chosen:`Not chosen`,page_nothing:`There is nothing that you can choose here.`},"zh-Hans":{page_choose:`要制作哪种页面？`,page_fill_in:`填好必填项后，这里会显示页面。`,page_not_chosen:`不选`,page_nothing:`这里没有您可以选择的内容。`}});var m=class extends c{static{this.properties={...c.properties,page:{attribute:!1},entries:{attribute:!1},problem:{attribute:!1}}}static{this.styles=[...c.styles,p,r`
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
    `]}render(){return n`${this.page.options.map(e=>this.renderOption(e))}`}renderOption(e){let{name:r,description:i,kind:a}=e,o=this.findProblem(e),s=n`
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
            .checked=${this.entries[r]===!0}
            @change=${e=>this.enter(r,e.target.checked)}
          />${this.renderLabel(e)}
        </label>
        ${s}
      </div>`:n`<div class="field">
      <label class="small secondary" for=${r}>${this.renderLabel(e)}</label>
      ${this.renderControl(e,c,l)}${s}
    </div>`}renderLabel({label:e,required:r}){return n`${e}${r?n`<span aria-hidden="true"> *</span>`:t}`}renderControl(e,r,i){let{name:a,kind:o,required:s,min:c,max:l,type:d,choices:f}=e,p=this.entries[a],m=typeof p==`string`?p:``,h=e=>{let{value:t,validity:n}=e.target;this.enter(a,n.badInput?`?`:t)};switch(o){case`select`:return f.length?n`<div class="choice">
              <select
                id=${a}
                ?required=${s}
                aria-describedby=${r}
                aria-invalid=${i}
                @change=${h}
              >
                <option value="" .selected=${m===``}>${this.localize(`page_not_chosen`)}</option>
                ${f.map(([e,t])=>n`<option value=${e} .selected=${m===e}>${t}</option>`)}
              </select>
              ${u(`mdi:chevron-down`)}
            </div>`:n`<select id=${a} disabled aria-describedby=${r}>
              <option>${this.localize(`page_nothing`)}</option>
            </select>`;case`texts`:return n`<textarea
          id=${a}
          ?required=${s}
          aria-describedby=${r}
          aria-invalid=${i}
          .value=${m}
          @input=${h}
        ></textarea>`;default:return n`<input
          id=${a}
          type=${o===`number`?`number`:d??`text`}
          inputmode=${o===`number`&&(c??0)>=0?`numeric`:t}
          min=${c??t}
          max=${l??t}
          autocomplete=${d===`password`?`new-password`:`off`}
          ?required=${s}
          aria-describedby=${r}
          aria-invalid=${i}
          .value=${m===`?`?t:m}
          @input=${h}
        />`}}renderChoices({name:e,choices:t}){if(!t.length)return n`<div>${this.localize(`page_nothing`)}</div>`;let r=this.entries[e],i=new Set(Array.isArray(r)?r:[]),a=(n,r)=>{r?i.add(n):i.delete(n),this.enter(e,t.map(([e])=>e).filter(e=>i.has(e)))};return n`<div class="choices">
      ${t.map(([e,t])=>n`<label class="check">
            <input
              type="checkbox"
              .checked=${i.has(e)}
              @change=${t=>a(e,t.target.checked)}
            />${t}
          </label>`)}
    </div>`}findProblem(e){let{name:t,min:n,max:r}=e;return f(e,this.entries[t])?this.localize(`copies_invalid`,{lowest:n??``,highest:r??``}):this.problem?.field===t?this.problem.text:void 0}enter(e,t){this.fireEvent(`entries`,{...this.entries,[e]:t})}};o(`cloudprint-card-page-form`,m);var h=class extends c{static{this.properties={...c.properties,pages:{state:!0},problem:{state:!0}}}static{this.styles=[...c.styles,d,r`
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
        ${s(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${t?n`
              ${l(`error`,`mdi:alert-circle-outline`,t)}
              <button type="button" @click=${this.load}>${u(`mdi:reload`)}${this.localize(`retry`)}</button>
            `:e?n`<ul>
                ${e.map(e=>n`<li>${this.renderPage(e)}</li>`)}
              </ul>`:a(this.context.texts)}
    `}renderPage(e){return n`<button
      type="button"
      @click=${()=>this.fireCardEvent(`content-picked`,{kind:`page`,page:e})}
    >
      <span class="name">${e.name}</span>
      <span class="secondary small">${e.description}</span>
    </button>`}async load(){let{backend:t,texts:n}=this.context;this.problem=void 0;try{let{pages:e}=await t.call(`cloudprint/pages`,{language:n.language});this.pages=e}catch(t){this.problem=await e(this.context,t)}}};o(`cloudprint-card-page-list`,h);export{h as PageListPart};