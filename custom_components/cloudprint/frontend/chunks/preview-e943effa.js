import{A as e,B as t,D as n,E as r,F as i,H as a,K as o,L as s,T as c,W as l,Y as u,c as d,d as f,k as p,n as ee,o as m,q as h,r as g,s as _,t as v,w as y}from"./card-d55a6ee4.js";import"./people-c20080f9.js";import{t as te}from"./field-styles-1dd4286c.js";var ne=[`pages`,`grid`,`photo`,`id_card`,`invoices`,`id_photos`,`booklet`],re=[2,4,6,9,16],ie=[`page`,`5_inch`,`6_inch`,`7_inch`,`4x6`,`10x15`],ae=[`1_inch`,`2_inch`,`22x32`,`33x48`,`35x45`,`51x51`],b={perSheet:`gridSize`,photoSize:`ownPhotoSize`,idPhotoSize:`ownIdPhotoSize`},x=[`fit`,`fill`],S=[`off`,`straighten`,`color`,`grey`,`black`],C={arrange:`pages`,perSheet:4,gridSize:``,photoSize:`page`,ownPhotoSize:``,idPhotoSize:`1_inch`,ownIdPhotoSize:``,gridFit:`fit`,photoFit:`fill`,cleanUp:`off`},w={rotation:0};function T(e){let{arrange:t,cleanUp:n}=e;return{arrange:t,...t===`grid`?{...E(e),picture_fit:e.gridFit}:{},...t===`photo`?{picture_size:e.ownPhotoSize||e.photoSize,picture_fit:e.photoFit}:{},...t===`id_photos`?{picture_size:e.ownIdPhotoSize||e.idPhotoSize}:{},...n===`off`?{}:{clean_up:n}}}function E({gridSize:e,perSheet:t}){return e?{picture_size:e}:{pictures_per_sheet:t}}function D(e,{rotation:t,crop:n,corners:r},i){let a=i===void 0?void 0:r??i??void 0;return{upload:e,...a?{corners:a}:n&&i===void 0?{crop:n}:{},...t?{rotation:t}:{}}}function oe(e,t,n){let r=e[t],i=Math.min(Math.max(n,0),e.length-1);return r===void 0||i===t?e:e.toSpliced(t,1).toSpliced(i,0,r)}function se(e,t){return((e/90+t)%4+4)%4*90}var O=Object.keys(l),ce=[``,`odd`,`even`],le=[`one_sided`,`two_sided_long_edge`,`two_sided_short_edge`],ue=/^(\d{1,6})(?:-(\d{1,6}))?$/,de=/* @__PURE__ */ new Set([`odd`,`even`,`reverse`]),k={pageRanges:``,pageSet:``,isReversed:!1};function A(e,t){if(t===`sides`&&e.needs_trays)return le;let n=e[l[t]].map(e=>typeof e==`string`?e:e.name),r=[...new Set(n)];return r.length>1?r:[]}function j(e){return Object.fromEntries(O.map(t=>[t,e(t)]))}function M(e,t={}){let n=Object.fromEntries(p.map(e=>[e,t[e]??``]).filter(([t,n])=>A(e,t).includes(n)||t===`sides`&&R(n)));return{copies:Math.max(e.copies.min,e.defaults.copies??1),...j(e=>n[e]??``),...k,remembered:p.filter(e=>n[e])}}var N={copies:void 0,...j(()=>``),...k,remembered:[]};function P(e,t,n){return{...e,[t]:n,remembered:e.remembered.filter(e=>e!==t)}}function F(e){return e.normalize(`NFKC`).replace(/\s+/g,``).replace(/[-‐-―−~至]+/g,`-`).replace(/[、;]/g,`,`).replace(/,+$/,``).toLowerCase()}function I({pageRanges:e,pageSet:t,isReversed:n}){return[F(e),t,n?`reverse`:``].filter(Boolean).join(`,`)}function L(e){let t=e.split(`,`);return t.every(e=>{let[,t=`0`,n=t]=ue.exec(e)??[];return de.has(e)||Number(t)>=1&&Number(t)<=Number(n)})&&!(t.includes(`odd`)&&t.includes(`even`))}function R(e){return e.startsWith(`two_sided`)}function z(e,t){return t.needs_trays&&R(e)}function B(e,t,n){let{sides:r,remembered:i}=e;if(i.includes(`sides`)&&R(r)){if(!A(t,`sides`).includes(r))return`not_offered`;if(z(r,t))return t.trays?n?void 0:`not_made_here`:`trays_missing`}}function V(e,t,n){if(!B(e,t,n))return e;let r=A(t,`sides`).includes(`one_sided`)?`one_sided`:``;return{...e,sides:r}}function H(e,t){let{min:n,max:r}=t.copies,{copies:i}=e,a=I(e);return[...i===void 0||Number.isInteger(i)&&i>=n&&i<=r?[]:[`copies_invalid`],...a===``||L(a)?[]:[`page_ranges_invalid`],...z(e.sides,t)&&!t.trays?[`trays_missing`]:[]]}function U(t){let n=I(t);return{...t.copies===void 0?{}:{copies:t.copies},...e(t,O),...n?{page_ranges:n}:{}}}var W={encoding:``,password:``};function G(e){return e?.arrange===`booklet`?`two_sided_short_edge`:``}function fe(e){let{printer:t,content:n,design:r,secrets:{encoding:i,password:a}=W}=e,o=V(e.choices,t,e.isMadeHere),s=e.isWhole?{...o,...k}:o,c=s.sides||G(r);return{fields:n&&{device_id:t.device_id,...n,...r&&T(r),...U(s),...i.trim()?{encoding:i.trim()}:{},...a?{password:a}:{}},problems:H({...s,sides:c},t)}}function K({copies:e}){return{...N,copies:typeof e==`number`?e:1}}function pe(e,t){let{copies:n,...r}=U(e);return n===K(t).copies?r:{...r,...n!==void 0&&{copies:n}}}var me=400,he=5e3,q=class{constructor(e,t,n){this.ask=e,this.explain=t,this.onChange=n,this.isBusy=!1,this.warnings=[],this.laidOut=1,this.requested=``,this.running=Promise.resolve(),this.aborter=new AbortController,this.load=async e=>{let{preview:t,fields:n}=this;if(!t?.sheets||!n)return``;try{let{sheets:r,warnings:i}=await this.ask(n,e,this.aborter.signal);return t===this.preview&&i.some(e=>!this.warnings.includes(e))&&(this.warnings=[.../* @__PURE__ */ new Set([...this.warnings,...i])],this.onChange()),r??{...t.sheets,html:``,first:e,shown:0}}catch(e){return(await this.explain(e)).text}}}get isRefused(){return this.problem?.isFinal??!1}request(e){let t=e?JSON.stringify(e):``;if(t===this.requested)return;let n=this.requested?me:0;this.requested=t,window.clearTimeout(this.timer),this.isBusy=e!==void 0,e?this.schedule(e,t,n):(this.aborter.abort(),this.aborter=new AbortController,this.take())}take(e,t,n){this.fields=e,this.preview=t,this.problem=n,this.warnings=t?.warnings??[],this.isBusy=!1,this.laidOut=1}schedule(e,t,n){this.timer=window.setTimeout(()=>{this.running=this.running.then(()=>this.start(e,t))},n)}async start(e,t){if(t!==this.requested)return;let n,r;try{n=await this.ask(e,1,this.aborter.signal)}catch(e){r=await this.explain(e)}t===this.requested&&(r?.isBroken?this.schedule(e,t,he):(this.take(e,n,r),this.onChange()))}};function J({causes:e,pages:t,ask_above:n},r){let i=e.includes(`pages`)&&t!==null&&n!==null,a=r.join(e.filter(e=>!i||e!==`pages`).map(e=>r.localizeValue(`cause`,e,`cause_other`)),`conjunction`);if(!i)return a;let o=r.localizeCount(`cause_counted`,t,{limit:n});return a?r.localize(`cause_also`,{counted:o,others:a}):o}function ge(e){let[t,...n]=e;if(!t||!n.length)return t;let r=e.filter(({asks:e})=>e),i=e.reduce((e,t)=>e===null||t.pages===null?null:e+t.pages,0),a=e=>i!==null&&e!==null&&i>e;return{...t,pages:i,asks:r.length>0,causes:[...new Set(r.flatMap(({causes:e})=>e))],ask_above:null,approvers:[...new Set(r.flatMap(({approvers:e})=>e))],used_up:e.some(({used_up:e})=>e)||a(t.left_today)||a(t.left_month),offers_grey:r.length>0&&r.every(({offers_grey:e})=>e)}}function Y({rule:e},t,n){let r=t?t.left_today:e?.left_today,i=t?t.left_month:e?.left_month;if(r===0)return n.localize(`used_up_today`);if(i===0)return n.localize(`used_up_month`);if(!t?.used_up)return;let{pages:a}=t,o=typeof r==`number`&&(typeof i!=`number`||r<=i),s=o?r:i;return a===null||typeof s!=`number`?t.sentence??n.localize(`used_up`):n.localizeCount(o?`too_many_today`:`too_many_month`,a,{left:s})}function _e(e,t,n){return Y(e,t,n)===void 0}function ve({texts:e},t,n,r){let{rule:a}=t,s=Y(t,n,e);if(s)return y(`warning`,`mdi:alert-circle-outline`,s);let c={...a,...n&&{left_today:n.left_today,left_month:n.left_month}},l=(t,n)=>{let r=c[t];return typeof r==`number`&&typeof n==`number`?e.localizeCount(t,n,{left:r}):``},u=[l(`left_today`,a?.limit_today),l(`left_month`,a?.limit_month),n?.asks?e.localize(`asks`,{names:ye(i(n.approvers,e)),causes:J(n,e)}):n?.sentence??a?.sentence??``].filter(Boolean);return u.length?h`<div class="rule small" role="status">${u.join(` `)}</div>
    ${n?.offers_grey&&r?h`<button class="grey" type="button" @click=${r}>${e.localize(`grey_now`)}</button>`:o}`:o}function ye(e){return e.charAt(0).toUpperCase()+e.slice(1)}var X=class extends f{constructor(){super(t,a)}send({backend:e},t){return this.print(JSON.stringify(t),n=>e.call(`cloudprint/print`,{...t,idempotency_key:n}))}},be=[`face_down`,`face_up`],xe=[`upper_side`,`lower_side`],Se=class extends m{static{this.properties={..._.properties,printer:{attribute:!1},output:{state:!0},input:{state:!0},kept:{state:!0},isBusy:{state:!0},test:{state:!0},problem:{state:!0}}}static{this.styles=[..._.styles,g,u`
      dialog {
        background: var(--surface);
        border: 0;
        border-radius: var(--radius);
        color: var(--text);
        inline-size: min(420px, 100dvw - 32px);
        max-block-size: calc(100dvh - 32px);
        overflow: auto;
        padding: 16px;
      }
      dialog[open] {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.6);
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
      }
      fieldset {
        border: 0;
        display: grid;
        gap: 4px;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        font-weight: var(--ha-font-weight-medium, 500);
        margin-block-end: 4px;
        padding: 0;
      }
      label {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 8px;
        min-block-size: 40px;
      }
      input {
        accent-color: var(--accent-text);
        block-size: 20px;
        flex: none;
        inline-size: 20px;
      }
      footer,
      .test {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      footer {
        justify-content: flex-end;
      }
      .forget {
        margin-inline-end: auto;
      }
    `]}constructor(){super(),this.tester=new X,this.isBusy=!1}willUpdate(){this.hasUpdated||(this.output=this.printer.trays?.output,this.input=this.printer.trays?.input)}render(){return h`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        ${this.kept?this.renderKept(this.kept):this.renderQuestions()}
      </dialog>
    `}renderQuestions(){let{output:e,input:t}=this;return h`
      <header>
        <h2 id="title">${this.localize(`trays_title`)}</h2>
        <div class="small secondary one-line">${this.printer.name}</div>
      </header>
      <p>${this.localize(`trays_intro`)}</p>
      <p>${this.localize(`trays_mark`)}</p>
      <div class="test">
        <button type="button" ?disabled=${this.isBusy||this.test!==void 0} @click=${this.printTestPage}>
          ${this.localize(`trays_test`)}
        </button>
        <span class="small secondary" role="status">${this.test?this.describe(this.test):``}</span>
      </div>
      <fieldset>
        <legend>${this.localize(`trays_output`)}</legend>
        ${v(`output`)}
        ${be.map(t=>this.renderAnswer(`output`,this.localize(`trays_output_${t}`),e===t,()=>{this.output=t}))}
      </fieldset>
      <fieldset>
        <legend>${this.localize(`trays_input`)}</legend>
        ${v(`input`)}
        ${xe.map(e=>this.renderAnswer(`input`,this.localize(`trays_input_${e}`),t===e,()=>{this.input=e}))}
      </fieldset>
      ${this.problem?y(`error`,`mdi:alert-circle-outline`,this.problem):o}
      <footer>
        ${this.printer.trays?h`<button
                class="plain forget"
                type="button"
                ?disabled=${this.isBusy}
                @click=${()=>this.keep(void 0)}
              >
                ${this.localize(`trays_forget`)}
              </button>`:o}
        <button class="plain" type="button" @click=${()=>this.dialog?.close()}>
          ${this.localize(`edit_cancel`)}
        </button>
        <button
          class="primary"
          type="button"
          ?disabled=${!e||!t||this.isBusy}
          @click=${()=>e&&t&&this.keep({output:e,input:t})}
        >
          ${this.localize(`save`)}
        </button>
      </footer>
    `}renderAnswer(e,t,n,r){return h`<label><input type="radio" name=${e} .checked=${n} @change=${r} />${t}</label>`}renderKept(e){return h`
      <h2 id="title">${this.localize(`trays_kept`)}</h2>
      <p>${this.localize(`trays_kept_when`)}</p>
      ${ee(this.context.texts,e)}
      <footer>
        <button class="primary" type="button" @click=${()=>this.dialog?.close()}>${this.localize(`done`)}</button>
      </footer>
    `}keep(e){return this.run(async()=>{let t={device_id:this.printer.device_id,...e};await this.context.backend.call(`cloudprint/trays`,t),this.fireCardEvent(`trays`,void 0),this.kept=e,e||this.dialog?.close()})}printTestPage(){return this.run(async()=>{let{jobs:e}=await this.tester.send(this.context,{device_id:this.printer.device_id,text:this.localize(`trays_test_text`),name:this.localize(`trays_test_name`),sides:`one_sided`,copies:1});this.test=e[0]})}describe({name:e,state:t}){if(t!==`held`&&t!==`unconfirmed`)return this.localize(`trays_test_sent`);let{texts:n}=this.context;return n.localize(`job_announced`,{name:e,state:n.localizeValue(`state`,t,`state_other`)})}async run(e){this.isBusy=!0,this.problem=void 0;try{await e()}catch(e){this.problem=await s(this.context,e)}finally{this.isBusy=!1}}};d(`cloudprint-card-trays`,Se);var Ce=class extends _{static{this.properties={..._.properties,printer:{attribute:!1},choices:{attribute:!1},set:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[..._.styles,te,u`
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(var(--field-size, 150px), 1fr));
      }
      .field {
        display: grid;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .label {
        align-items: center;
        display: flex;
        gap: 4px;
        justify-content: space-between;
      }
      .control {
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        inline-size: 100%;
        min-inline-size: 0;
      }
      .control:hover {
        border-color: var(--line);
      }
      input,
      select {
        appearance: none;
        background: transparent;
        block-size: 100%;
        border: 0;
        border-radius: inherit;
        flex: 1;
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      .number input {
        appearance: textfield;
        padding-inline: 0;
        text-align: center;
      }
      .number input::-webkit-inner-spin-button,
      .number input::-webkit-outer-spin-button {
        appearance: none;
        margin: 0;
      }
      .number button {
        block-size: 38px;
        min-block-size: 38px;
        inline-size: 38px;
      }
      .by-hand {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        grid-column: 1 / -1;
      }
      .by-hand > div {
        flex: 1 1 200px;
      }
    `]}constructor(){super(),this.isAsking=!1}render(){let e=H(this.usedChoices,this.printer);return h`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${this.printer.copies.max>1?this.renderCopies(e.includes(`copies_invalid`)):o}
        ${(this.set.offered??O).map(e=>this.renderChoice(e))} ${this.renderFallback()}
        ${z(this.sides,this.printer)?this.renderByHand():o}
        ${this.set.hasPages?this.renderPages(e.includes(`page_ranges_invalid`)):o}
        ${this.set.hasPages&&this.set.hasPageSets?this.renderPageSets():o}
      </div>
      ${this.isAsking?h`<cloudprint-card-trays
              .context=${this.context}
              .printer=${this.printer}
              @close=${()=>{this.isAsking=!1}}
            ></cloudprint-card-trays>`:o}
    `}renderCopies(e){let{min:t,max:r}=this.printer.copies,{copies:i}=this.choices,a=e=>{let n=i??t,a=Number.isFinite(n)?n+e:t;this.change({copies:Math.min(r,Math.max(t,a))})};return h`
      <div class="field">
        <label class="small secondary" for="copies">${this.localize(`copies`)}</label>
        <div class="control number">
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`fewer_copies`)}
            ?disabled=${i===void 0||i<=t}
            @click=${()=>a(-1)}
          >
            ${n(`mdi:minus`)}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${t}
            max=${r}
            .value=${i===void 0||Number.isNaN(i)?``:String(i)}
            placeholder=${this.set.isSaved?this.localize(`as_saved`):o}
            aria-invalid=${e?`true`:o}
            aria-describedby=${e?`copies-problem`:o}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`more_copies`)}
            ?disabled=${i!==void 0&&i>=r}
            @click=${()=>a(1)}
          >
            ${n(`mdi:plus`)}
          </button>
        </div>
        ${e?h`<div id="copies-problem" class="problem small" role="alert">
                ${this.localize(`copies_invalid`,{lowest:t,highest:r})}
              </div>`:o}
      </div>
    `}renderChoice(e){let t=A(this.printer,e).filter(t=>t!==this.set.asked?.[e]);if(!t.length)return o;let n=this.usedChoices[e],r=this.choices.remembered.includes(e)&&n===this.choices[e],i=Object.fromEntries([[``,this.defaultLabel(e)],...t.map(t=>[t,this.name(e,t)])]);return this.renderSelect(e,e,i,n,t=>{this.fireEvent(`choices`,P(this.choices,e,t));let n=z(t,this.printer)&&!this.printer.trays;e===`sides`&&n&&this.isAdmin&&(this.isAsking=!0)},r)}renderSelect(e,t,r,i,a,s=!1){let l=this.localize(t);return h`
      <div class="field">
        <div class="label">
          <label class="small secondary" for=${e}>${l}</label>
          ${s?c(this.context.texts,l,()=>{a(``),this.renderRoot.querySelector(`#${e}`)?.focus()}):o}
        </div>
        <div class="control choice">
          <select id=${e} @change=${e=>a(e.target.value)}>
            ${Object.entries(r).map(([e,t])=>h` <option value=${e} .selected=${i===e}>${t}</option> `)}
          </select>
          ${n(`mdi:chevron-down`)}
        </div>
      </div>
    `}renderFallback(){let{choices:e}=this,{madeHere:t=`all`}=this.set,n=B(e,this.printer,t===`all`);if(!n)return o;let r=n===`not_made_here`&&t===`some`;return this.renderNote(`fallback_${r?`some`:n}`,n===`trays_missing`&&this.isAdmin&&`trays_answer`,h`<button type="button" class="plain" @click=${()=>this.fireEvent(`choices`,P(e,`sides`,``))}>
        ${this.localize(`fallback_forget`)}
      </button>`)}renderByHand(){let{isAdmin:e}=this;return this.printer.trays?this.renderNote(`by_hand`,e&&`trays_change`):e?this.renderNote(`trays_missing`,`trays_answer`):this.renderNote(`trays_missing_ask`)}renderNote(e,t=!1,n=o){return h`
      <div class="by-hand small" role="status">
        <div>${this.localize(e)}</div>
        ${t?h`<button
                type="button"
                @click=${()=>{this.isAsking=!0}}
              >
                ${this.localize(t)}
              </button>`:o}
        ${n}
      </div>
    `}get isAdmin(){return this.context.hass.user?.is_admin??!1}renderPageSets(){let{pageSet:e,isReversed:t}=this.choices,n=this.localize(this.set.isSaved?`as_saved`:`page_set_all`),r=Object.fromEntries(ce.map(e=>[e,e?this.localize(`page_set_${e}`):n])),i={"":this.localize(this.set.isSaved?`as_saved`:`page_order_forward`),reverse:this.localize(`page_order_reverse`)};return h`
      ${this.renderSelect(`page-set`,`page_set`,r,e,e=>this.change({pageSet:e}))}
      ${this.renderSelect(`page-order`,`page_order`,i,t?`reverse`:``,e=>this.change({isReversed:e!==``}))}
    `}renderPages(e){return h`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize(`page_ranges`)}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.set.isSaved?`as_saved`:`page_ranges_placeholder`)}
            aria-invalid=${e?`true`:o}
            aria-describedby=${e?`pages-problem`:o}
            @input=${e=>this.change({pageRanges:e.target.value})}
          />
        </div>
        ${e?h`<div id="pages-problem" class="problem small" role="alert">
                ${this.localize(`page_ranges_invalid`)}
              </div>`:o}
      </div>
    `}get sides(){let{trays:e,defaults:t}=this.printer,{isSaved:n=!1,asked:r,impliedSides:i=``}=this.set,a=e===null||n||r?``:t.sides??``;return this.usedChoices.sides||i||a}get usedChoices(){return V(this.choices,this.printer,this.set.madeHere!==`none`)}defaultLabel(e){if(this.set.isSaved)return this.localize(`as_saved`);if(this.set.asked){let t=this.set.asked[e];return typeof t==`string`?this.name(e,t):this.localize(`as_asked`)}let{impliedSides:t=``}=this.set,n=e===`sides`&&t||this.printer.defaults[e];return n?this.localize(`default_is`,{value:this.name(e,n)}):this.localize(`printer_default`)}name(e,t){return e===`paper`?t:this.context.texts.localizeValue(e,t,`printer_default`)}changeCopies(e){let{value:t}=e.target,n=t===``&&this.set.isSaved;this.change({copies:n?void 0:Number.parseFloat(t)})}change(e){this.fireEvent(`choices`,{...this.choices,...e})}};d(`cloudprint-card-options`,Ce);var we=96/25.4;function Z(e){return Math.round(e*we)}function Te(e,t,n=``){let[r,i,a]=[e.width,e.height,e.margin].map(Z),o=r-2*a;return`${n?e.html.replace(/<style>/g,`<style nonce="${n}">`):e.html}<style nonce="${n}">
html { background: none !important; overflow: hidden !important; }
body { background: none !important; height: ${i-2*a}px !important; width: ${o}px !important;
  margin: ${a}px !important; columns: ${o}px auto !important; column-fill: auto !important;
  column-gap: ${2*a+t}px !important; }
</style>`}function Ee(e,t,n){let r=e.contentDocument;if(!r?.body)return 1;let i=Z(t.width)+n,a=Z(t.margin),o=Math.max(1,Math.round((r.body.scrollWidth+2*a+n)/i)),s=r.body.dataset.running;if(s===void 0)return o;for(let e=1;e<o;e++){let t=r.createElement(`div`);t.className=`running`,t.style.left=`${e*i+a}px`;for(let n of[s,`${e+1} / ${o}`])t.append(Object.assign(r.createElement(`span`),{textContent:n}));r.documentElement.append(t)}return o}var De=2,Oe=12,ke=class{constructor(e,t,n){this.load=t,this.onChange=n,this.loading=/* @__PURE__ */ new Set,this.seen=[],this.groups=/* @__PURE__ */ new Map([[0,e]])}get(e){return this.groups.get(e)}look(e){this.seen=e;for(let[t,n]of this.groups)typeof n==`string`&&!e.includes(t)&&this.groups.delete(t);for(let t of e)this.start(t)}async start(e){if(this.groups.has(e)||this.loading.has(e)||this.loading.size>=De)return;this.loading.add(e);let t=await this.load(e*4+1);this.loading.delete(e),this.groups.set(e,t),this.forget(),this.onChange();for(let e of this.seen)this.start(e)}forget(){for(let e of this.groups.keys()){if(this.groups.size<=Oe)return;this.seen.includes(e)||this.groups.delete(e)}}},Q={width:260,height:320,heightOnPhone:206},Ae=48,$=12,je=`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
`,Me=class extends _{static{this.properties={..._.properties,sheets:{attribute:!1},layout:{attribute:!1},load:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1},at:{state:!0},seen:{state:!0},laidOut:{state:!0},width:{state:!0}}}static{this.styles=[..._.styles,u`
      :host {
        display: grid;
        gap: 8px;
        inline-size: 100%;
        justify-items: center;
      }
      .strip {
        display: flex;
        inline-size: 100%;
        overflow-x: auto;
        overscroll-behavior-x: contain;
        padding-block: 4px;
        position: relative;
        scroll-snap-type: x mandatory;
        scrollbar-width: thin;
      }
      .group {
        display: flex;
        flex: none;
        position: relative;
      }
      .page {
        align-items: center;
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        scroll-snap-align: center;
      }
      .frame {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
      }
      /* Only pages: texts would be hard to read. */
      [aria-busy="true"] :is(.row, .frame) {
        opacity: 0.5;
      }
      .row {
        inset: 0 auto auto ${$/2}px;
        position: absolute;
      }
      iframe {
        border: 0;
        color-scheme: light;
        inset: 0 auto auto 0;
        pointer-events: none;
        position: absolute;
        transform-origin: 0 0;
      }
      .pager {
        align-items: center;
        display: flex;
        gap: 8px;
      }
    `]}constructor(){super(),this.observed=/* @__PURE__ */ new Set,this.at=0,this.seen=[0],this.laidOut=1,this.width=0}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.observer=void 0,this.observed=/* @__PURE__ */ new Set}connectedCallback(){super.connectedCallback(),this.requestUpdate()}willUpdate(e){e.has(`sheets`)&&this.sheets&&(this.loader=new ke(this.sheets,e=>this.load(e),()=>this.requestUpdate())),e.has(`layout`)&&!this.layout&&(this.laidOut=1),this.at=Math.min(this.at,this.count-1),this.loader?.look(this.seen.filter(e=>e<this.groups))}updated(){this.width=this.clientWidth,this.observer??=new IntersectionObserver(e=>this.see(e),{root:this.strip,rootMargin:`0px 100%`});let e=new Set(this.renderRoot.querySelectorAll(`.group`));for(let t of this.observed)e.has(t)||this.observer.unobserve(t);for(let t of e)this.observed.has(t)||this.observer.observe(t);this.observed=e}see(e){let t=new Set(this.seen);for(let{target:n,isIntersecting:r}of e){let e=Number(n.dataset.group);r?t.add(e):t.delete(e)}this.seen=[...t].sort((e,t)=>e-t)}get strip(){return this.renderRoot.querySelector(`.strip`)}get count(){return this.sheets?.count??this.laidOut}get perGroup(){return this.sheets?4:this.count}get groups(){return Math.ceil(this.count/this.perGroup)}get scale(){let{width:e,height:t}=this.paper,n=this.count>1?Ae:0,r=matchMedia(`(max-width: 600px)`).matches?Q.heightOnPhone-n:Q.height,i=this.width?Math.min(this.width-$,Q.width):Q.width;return Math.min(i/e,r/t)}get gap(){return Math.round($/this.scale)}get paper(){let{width:e,height:t}=this.sheets??this.layout??{width:210,height:297};return{width:Z(e),height:Z(t)}}get step(){return(this.paper.width+this.gap)*this.scale}render(){let{count:e,step:t}=this,n=e>1;return h`
      <div
        class="strip"
        aria-busy=${this.isBusy}
        role=${n?`group`:o}
        tabindex=${n?`0`:o}
        aria-label=${n?this.localize(`preview_pages`,{name:this.name}):o}
        style="padding-inline: max(0px, 50% - ${t/2}px)"
        @scroll=${this.scrolled}
      >
        ${Array.from({length:this.groups},(e,t)=>this.renderGroup(t))}
      </div>
      ${n?this.renderPager():o}
    `}renderGroup(e){let t=e*this.perGroup,n=Math.min(this.perGroup,this.count-t),r=this.seen.includes(e),i=this.sheets?this.loader?.get(e):void 0,a=`inline-size: ${this.step}px; block-size: ${this.paper.height*this.scale}px`;return h`<div class="group" data-group=${e}>
      ${Array.from({length:n},(e,n)=>h`<div class="page" style=${a}>${this.renderPage(t+n,i)}</div>`)}
      ${this.sheets?r&&typeof i==`object`&&i.shown?this.renderSheets(i):o:this.renderLayout()}
    </div>`}renderPage(e,t){if(!this.sheets){let{width:e,height:t}=this.paper;return h`<div
        class="frame"
        style="block-size: ${t*this.scale}px; inline-size: ${e*this.scale}px"
      ></div>`}return typeof t==`string`?h`${n(`mdi:alert-circle-outline`)}
        <div class="small" role="alert">${t}</div>`:t?e<t.first-1+t.shown?o:h`${n(`mdi:file-document-outline`)}
      <div class="secondary small">${this.localize(`preview_none`)}</div>`:h`<div class="secondary small">${this.label(e)}</div>`}label(e){return this.localize(`sheet_position`,{position:e+1,count:this.count})}renderSheets({html:e,first:t,shown:n}){let r=n===1?this.label(t-1):this.localize(`sheets_position`,{first:t,last:t+n-1,count:this.count});return this.renderRow(n,r,Ne(e,this.paper,this.gap))}renderLayout(){let{layout:e,name:t,gap:n}=this;if(!e)return o;let r=this.localize(this.count>1?`preview_pages`:`preview_alt`,{name:t});return this.renderRow(this.count,r,Te(e,n),t=>{this.laidOut=Ee(t,e,n)})}renderRow(e,t,n,r){let{scale:i,gap:a}=this,{width:o,height:s}=this.paper;return h`<div class="row">
      <iframe
        sandbox=${r?`allow-same-origin`:``}
        tabindex="-1"
        scrolling="no"
        title=${t}
        style="block-size: ${s}px; inline-size: ${e*(o+a)-a}px; transform: scale(${i})"
        srcdoc=${je+n}
        @load=${e=>r?.(e.target)}
      ></iframe>
    </div>`}renderPager(){return h`
      <div class="pager">
        ${this.renderStep(`mdi:chevron-left`,`sheet_before`,this.at-1)}
        <span class="small" role="status">${this.label(this.at)}</span>
        ${this.renderStep(`mdi:chevron-right`,`sheet_after`,this.at+1)}
      </div>
    `}renderStep(e,t,n){return r(e,this.localize(t),()=>{this.at=n,this.strip&&(this.strip.scrollLeft=n*this.step)},n<0||n>=this.count)}scrolled(){let e=Math.round((this.strip?.scrollLeft??0)/this.step);this.at=Math.max(0,Math.min(e,this.count-1))}};function Ne(e,{width:t,height:n},r){return`<style>
html { overflow: hidden !important; }
body { column-gap: ${r}px !important; display: grid !important; grid-auto-columns: ${t}px !important;
  grid-auto-flow: column !important; grid-template-rows: ${n}px !important; place-items: center !important;
  inline-size: max-content !important; }
body > div { background: #fff; outline: 2px solid rgba(0, 0, 0, 0.25); outline-offset: -2px; }
</style>
${e}`}d(`cloudprint-card-pages`,Me);var Pe=class extends _{static{this.properties={..._.properties,preview:{attribute:!1},load:{attribute:!1},problem:{attribute:!1},hint:{attribute:!1},waiting:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1}}}static{this.styles=[..._.styles,u`
      .desk {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 200px;
        padding: 12px;
        text-align: center;
      }
      .desk > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .desk > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
        max-block-size: 320px;
        max-inline-size: 100%;
      }
      @media (max-width: 600px) {
        .desk {
          block-size: 240px;
          justify-content: safe center;
          overflow-y: auto;
        }
        img {
          max-block-size: 100%;
        }
      }
      [aria-busy="true"] > img {
        opacity: 0.5;
      }
      .wait {
        inline-size: min(160px, 80%);
      }
      .wait > div {
        animation: wait 1.2s ease-in-out infinite alternate;
        inline-size: 40%;
      }
      @keyframes wait {
        from {
          margin-inline-start: 0;
        }
        to {
          margin-inline-start: 60%;
        }
      }
    `]}render(){return h`<div class="desk" aria-busy=${this.isBusy}>${this.renderDesk()}</div>`}renderDesk(){let{preview:e,problem:t,name:r}=this;return t===void 0?this.hint?this.renderHint(this.hint):e?.sheets||e?.layout?h`<cloudprint-card-pages
        .context=${this.context}
        .sheets=${e.sheets??void 0}
        .layout=${e.layout??void 0}
        .load=${this.load}
        .isBusy=${this.isBusy}
        .name=${r}
      ></cloudprint-card-pages>`:e?.image?h`<img alt=${this.localize(`preview_alt`,{name:r})} src="data:image/png;base64,${e.image}" />`:e?this.renderHint(this.localize(`preview_none`)):h`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.waiting??this.localize(`preview_loading`)}</div>`:h`${n(`mdi:alert-circle-outline`)}
      ${t?h`<div class="small" role="alert">${t}</div>`:o}`}renderHint(e){return h`${n(`mdi:file-document-outline`)}
      <div class="secondary small">${e}</div>`}};d(`cloudprint-card-preview`,Pe);export{b as C,oe as D,D as E,se as O,w as S,ie as T,ne as _,ve as a,ae as b,fe as c,G as d,k as f,z as g,M as h,ge as i,K as l,P as m,_e as n,q as o,N as p,J as r,W as s,X as t,pe as u,S as v,re as w,C as x,x as y};