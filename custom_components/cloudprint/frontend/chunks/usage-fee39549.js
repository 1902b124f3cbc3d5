import{C as e,K as t,L as n,Y as r,c as i,o as a,q as o,w as s}from"./card-d55a6ee4.js";import"./people-c20080f9.js";var c=class extends a{static{this.properties={...a.properties,usage:{state:!0},problem:{state:!0},chosen:{state:!0}}}static{this.styles=[...a.styles,r`
      dialog {
        background: var(--surface);
        border: 0;
        border-radius: var(--radius);
        color: var(--text);
        inline-size: min(720px, 100dvw - 32px);
        max-block-size: calc(100dvh - 32px);
        overflow: auto;
        padding: 16px;
      }
      dialog[open] {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.6);
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
      }
      .months {
        align-items: end;
        block-size: 180px;
        display: flex;
        gap: 4px;
      }
      .months li {
        block-size: 100%;
        display: flex;
        flex: 1;
        flex-direction: column;
        justify-content: end;
        min-inline-size: 0;
        text-align: center;
      }
      .count {
        font-variant-numeric: tabular-nums;
      }
      /* Told apart by its length and number alone */
      .column {
        background: var(--accent-text);
        border-radius: 4px 4px 0 0;
        forced-color-adjust: none;
        margin-inline: auto;
        inline-size: min(100%, 36px);
        min-block-size: 1px;
      }
      .month {
        border-block-start: 1px solid var(--line);
        overflow: hidden;
        white-space: nowrap;
      }
      .table {
        overflow-x: auto;
        position: relative;
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
        inline-size: 100%;
      }
      caption {
        font-weight: var(--ha-font-weight-medium, 500);
        padding-block: 4px;
        text-align: start;
      }
      th,
      td {
        border-block-end: 1px solid var(--line);
        padding: 6px 8px;
        text-align: end;
        white-space: nowrap;
      }
      th:first-child {
        background: var(--surface);
        font-weight: inherit;
        inset-inline-start: 0;
        max-inline-size: 160px;
        overflow: hidden;
        padding-inline-start: 0;
        position: sticky;
        text-align: start;
        text-overflow: ellipsis;
      }
      thead th {
        color: var(--secondary);
        font-weight: inherit;
      }
      tfoot :is(th, td) {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      select {
        background: var(--field);
        block-size: 40px;
        border: 0;
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        padding-inline: 12px;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      label {
        display: grid;
        gap: 4px;
      }
      footer {
        display: flex;
        justify-content: flex-end;
      }
    `]}constructor(){super(),this.chosen=-1}firstUpdated(){super.firstUpdated(),this.load()}async load(){try{this.usage=await this.context.backend.call(`cloudprint/usage`,{})}catch(e){this.problem=this.localize(`usage_failed`,{message:await n(this.context,e)})}}render(){return o`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        <h2 id="title">${this.localize(`usage`)}</h2>
        ${this.renderBody()}
        <footer>
          <button type="button" @click=${()=>this.dialog?.close()}>${this.localize(`close`)}</button>
        </footer>
      </dialog>
    `}renderBody(){let{usage:n,problem:r}=this;if(r)return s(`error`,`mdi:alert-circle-outline`,r);if(!n)return e(this.context.texts);let i=n.people.map(e=>({...e,name:this.name(e)}));if(!i.length)return o`<p class="secondary">${this.localize(`usage_empty`)}</p>`;let a={name:this.localize(`usage_all`),pages:n.months.map((e,t)=>l(i,t))};return o`
      ${this.renderMonths(n.months,i[this.chosen]??a,i)}
      ${this.renderTable(`usage_person`,n.months,i,a)}
      ${n.printers.length?this.renderTable(`usage_printer`,n.months,n.printers,a):t}
    `}renderMonths(e,t,n){let r=Math.max(1,...t.pages),i=this.localize(`usage_of`,{name:t.name??``});return o`
      <label>
        <span class="small secondary">${this.localize(`usage_person`)}</span>
        <select
          @change=${e=>{this.chosen=Number(e.target.value)}}
        >
          <option value="-1">${this.localize(`usage_all`)}</option>
          ${n.map(({name:e},t)=>o`<option value=${t} .selected=${t===this.chosen}>${e}</option>`)}
        </select>
      </label>
      <ul class="months" aria-label=${i}>
        ${e.map((e,n)=>{let i=t.pages[n]??0;return o`<li>
            <span class="visually-hidden"
              >${this.month(e,`long`)}: ${this.context.texts.localizeCount(`pages`,i)}</span
            >
            <span class="count small" aria-hidden="true">${i||``}</span>
            <div class="column" style="block-size: ${i/r*75}%" aria-hidden="true"></div>
            <span class="month small secondary" aria-hidden="true">${this.month(e,`short`)}</span>
          </li>`})}
      </ul>
    `}renderTable(e,t,n,r){let i=({pages:e})=>t.map((t,n)=>o`<td>${e[n]??0}</td>`);return o`
      <div class="table" role="region" tabindex="0" aria-label=${this.localize(e)}>
        <table>
          <thead>
            <tr>
              <th scope="col">${this.localize(e)}</th>
              ${t.map(e=>o`<th scope="col">${this.month(e,`short`)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${n.map(e=>o`<tr>
                  <th scope="row" title=${e.name}>${e.name}</th>
                  ${i(e)}
                </tr>`)}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">${r.name}</th>
              ${i(r)}
            </tr>
          </tfoot>
        </table>
      </div>
    `}name({name:e,kind:t}){return e??this.context.texts.localizeValue(`kind`,t,`kind_other`)}month(e,t){return this.context.format.month(e,t)}};function l(e,t){return e.reduce((e,{pages:n})=>e+(n[t]??0),0)}i(`cloudprint-card-usage`,c);