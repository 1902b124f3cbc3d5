import{E as e,F as t,I as n,N as r,P as i,T as a,b as o,c as s,d as c,i as l,j as u,l as d,m as f,o as p,p as m,s as h}from"./card-225d353b.js";import{a as g,c as _,i as ee,l as te,n as ne,o as re,r as ie,s as ae,t as oe}from"./picked-d67f39fd.js";import{c as v,f as y,i as b,l as x,p as S,u as C}from"./preview-9577ba7c.js";var w=[`pages`,`grid`,`photo`,`id_card`,`invoices`,`id_photos`,`booklet`],se=[2,4,6,9,16],ce=[`page`,`5_inch`,`6_inch`,`7_inch`,`4x6`,`10x15`],le=[`1_inch`,`2_inch`,`22x32`,`33x48`,`35x45`,`51x51`],ue={perSheet:`gridSize`,photoSize:`ownPhotoSize`,idPhotoSize:`ownIdPhotoSize`},de=[`fit`,`fill`],fe=[`off`,`straighten`,`color`,`grey`,`black`],T={arrange:`pages`,perSheet:4,gridSize:``,photoSize:`page`,ownPhotoSize:``,idPhotoSize:`1_inch`,ownIdPhotoSize:``,gridFit:`fit`,photoFit:`fill`,cleanUp:`off`},E={rotation:0};function D(e){let{arrange:t,cleanUp:n}=e;return{arrange:t,...t===`grid`?{...O(e),picture_fit:e.gridFit}:{},...t===`photo`?{picture_size:e.ownPhotoSize||e.photoSize,picture_fit:e.photoFit}:{},...t===`id_photos`?{picture_size:e.ownIdPhotoSize||e.idPhotoSize}:{},...n===`off`?{}:{clean_up:n}}}function O({gridSize:e,perSheet:t}){return e?{picture_size:e}:{pictures_per_sheet:t}}function k(e,{rotation:t,crop:n,corners:r},i){let a=i===void 0?void 0:r??i??void 0;return{upload:e,...a?{corners:a}:n&&i===void 0?{crop:n}:{},...t?{rotation:t}:{}}}function A(e,t,n){let r=e[t],i=Math.min(Math.max(n,0),e.length-1);return r===void 0||i===t?e:e.toSpliced(t,1).toSpliced(i,0,r)}function j(e,t){return((e/90+t)%4+4)%4*90}var M=.04,N=[[0,0],[1,0],[1,1],[0,1]];function P([e,t],n){switch(n){case 90:return[1-t,e];case 180:return[1-e,1-t];case 270:return[t,1-e];case 0:return[e,t]}}function F(e,t){return P(e,(360-t)%360)}function I([e,t,n,r]){return[[e,t],[n,t],[n,r],[e,r]]}function L(e,t,n){return Math.min(Math.max(e,t),n)}function R(e){return Math.round(e*1e4)/1e4}function z([e,t,n,r],i,[a,o]){let s=i===0||i===3,c=i<2;return[s?R(L(a,0,n-M)):e,c?R(L(o,0,r-M)):t,s?n:R(L(a,e+M,1)),c?r:R(L(o,t+M,1))]}function B([e,t,n,r],[i,a]){let o=L(i,-e,1-n),s=L(a,-t,1-r);return[R(e+o),R(t+s),R(n+o),R(r+s)]}function V(e,t,[n,r]){let i=e.map((e,i)=>i===t?[R(L(n,0,1)),R(L(r,0,1))]:e);return pe(i)?i:e}function H(e,t){return e[t%4]}function pe(e){return e.every(([t,n],r)=>{let[i,a]=H(e,r+1),[o,s]=H(e,r+2);return(i-t)*(s-a)-(a-n)*(o-i)>M**2})}function me([e,t,n,r]){return e<=0&&t<=0&&n>=1&&r>=1}async function he(e,t){let n;try{n=await createImageBitmap(e,{imageOrientation:`from-image`});let r=Math.min(1,t/Math.max(n.width,n.height)),i=document.createElement(`canvas`);i.width=Math.max(1,Math.round(n.width*r)),i.height=Math.max(1,Math.round(n.height*r));let a=i.getContext(`2d`);return a?(a.fillStyle=`#fff`,a.fillRect(0,0,i.width,i.height),a.imageSmoothingQuality=`high`,a.drawImage(n,0,0,i.width,i.height),{url:i.toDataURL(`image/jpeg`,.85),width:i.width,height:i.height}):void 0}catch{return}finally{n?.close()}}async function U({backend:e},t,n){try{let{image:r,width:i,height:a}=await e.call(`cloudprint/thumbnail`,{upload:t,size:n});return{url:`data:image/jpeg;base64,${r}`,width:i,height:a}}catch{return}}function W({width:e,height:t},n){return n%180?[t,e]:[e,t]}function G(e,n,i){let{url:a,width:o,height:s}=e,[c,l]=W(e,n),u={0:``,90:`translate(${s} 0)`,180:`translate(${o} ${s})`,270:`translate(0 ${o})`},d=i?.map(e=>{let[t,r]=P(e,n);return`${t*c} ${r*l}`});return t`
    <image
      href=${a}
      width=${o}
      height=${s}
      preserveAspectRatio="none"
      transform="${u[n]} rotate(${n})"
    ></image>
    ${d?t`
            <path class="beyond" fill-rule="evenodd" d="M0 0H${c}V${l}H0ZM${d.join(`L`)}Z"></path>
            <path class="outline" vector-effect="non-scaling-stroke" d="M${d.join(`L`)}Z"></path>
          `:r}
  `}var ge=209715200,_e=360,ve=class extends te{constructor(e){super(e),this.edits=E,this.isFinding=!1,this.isPicture=o(e)}},K=/* @__PURE__ */ new WeakMap;function ye(e){let t=K.get(e)??new ve(e);return K.set(e,t),t}var be=class extends _{constructor(...e){super(...e),this.leftOut=0,this.added=/* @__PURE__ */ new WeakSet,this.work=Promise.resolve()}hostConnected(){this.start()}hostDisconnected(){this.stop()}addFiles(e,t){this.leftOut=0;for(let n of e){if(this.added.has(n))continue;if(this.added.add(n),this.items.length>=60||this.size+n.size>209715200){this.leftOut+=1;continue}let e=ye(n);e.uploaded??=t?.get(n),this.add([e]),this.queue(()=>this.readThumbnail(e))}}get isFinding(){return this.items.some(e=>e.isPicture&&e.uploaded&&e.found===void 0)}buildField({cleanUp:e}){if(!(!this.isUploaded||e!==`off`&&this.isFinding))return this.items.flatMap(({uploaded:t,edits:n,found:r})=>t?[k(t.upload_id,n,e===`off`?void 0:r)]:[])}edit(e,t){e.edits=t,this.onChange()}move(e,t){return this.items=A(this.items,this.items.indexOf(e),t),this.onChange(),this.items.indexOf(e)}async upload(e){await super.upload(e),e.uploaded&&!e.thumbnail&&this.queue(()=>this.readThumbnail(e))}findCorners(){for(let e of this.items)e.isPicture&&e.uploaded&&!e.isFinding&&e.found===void 0&&(e.isFinding=!0,this.queue(()=>this.findCornersOf(e)))}async load(e,t){let n=e.isPicture?await he(e.file,t):void 0;return n||!e.uploaded?n:U(this.host.context,e.uploaded.upload_id,t)}queue(e){this.work=this.work.then(e)}async readThumbnail(e){!e.thumbnail&&this.items.includes(e)&&(e.thumbnail=await this.load(e,_e),this.onChange())}async findCornersOf(e){if(e.uploaded&&this.items.includes(e)){let{upload_id:t}=e.uploaded;e.found=(await this.host.context.backend.call(`cloudprint/corners`,{upload:t}).catch(()=>void 0))?.corners??null}e.isFinding=!1,this.onChange()}},xe=n`
  .buttons {
    display: grid;
    gap: 4px;
  }
`,q=[9,3,30,42];function J([e,n,r,i],a=2){return t`<rect class="line" x=${e} y=${n} width=${r} height=${i} rx=${a}></rect>`}function Y([e,n,r,i],a=1){return t`<rect class="fill" x=${e} y=${n} width=${r} height=${i} rx=${a}></rect>`}function Se([e,t,n,r],i,a,o){let s=(n-(i-1)*o)/i,c=(r-(a-1)*o)/a;return Array.from({length:i*a},(n,r)=>Y([e+r%i*(s+o),t+Math.floor(r/i)*(c+o),s,c]))}function Ce(e,n){return t`
    <rect class="line thin" x=${e} y=${n} width="7" height="9.5"></rect>
    <circle class="fill" cx=${e+3.5} cy=${n+3.6} r="1.8"></circle>
    <path class="fill" d="M${e+1} ${n+9}a2.5 3 0 0 1 5 0z"></path>
  `}var we={pages:()=>[t`<path class="line" d="M14 7V5a2 2 0 0 1 2-2h22a2 2 0 0 1 2 2v32a2 2 0 0 1-2 2h-1"></path>`,J([8,9,26,36]),Y([12,14,18,26])],grid:()=>[J(q),Se([12,6,24,36],2,3,2)],photo:()=>[J([3,9,42,30]),t`<path class="fill" d="M6 35l11-15 8 10 5-6 12 11z"></path><circle class="fill" cx="33" cy="17" r="3.5"></circle>`],id_card:()=>[7,26].map(e=>[e===7?J(q):``,t`<rect class="line thin" x="13" y=${e} width="22" height="14" rx="2"></rect>`,e===7?[Y([26,e+3,6,8]),Y([16,e+4,7,1.5]),Y([16,e+8,7,1.5])]:Y([16,e+6,16,2])]),invoices:()=>[J(q),t`<path class="line thin dashed" d="M9 24H39"></path>`,[7,28].map(e=>[t`<rect class="line thin" x="13" y=${e} width="22" height="12"></rect>`,Y([19,e+2,10,1.5]),Y([16,e+6,16,3])])],id_photos:()=>[J([6,3,36,42]),[0,1,2].flatMap(e=>[0,1,2].map(t=>Ce(10.5+t*10,7+e*12.5)))],booklet:()=>[t`
      <path class="line" d="M24 12C19 8 11 8 5 9v29c6-1 14-1 19 3 5-4 13-4 19-3V9c-6-1-14-1-19 3zV41"></path>
      <path class="line thin" d="M10 17c3 0 6 0 9 2M10 23c3 0 6 0 9 2M10 29c3 0 6 0 9 2M38 17c-3 0-6 0-9 2M38 23c-3 0-6 0-9 2M38 29c-3 0-6 0-9 2"></path>
    `]};function Te(e){return t`<g>${we[e]()}</g>`}var Ee=class extends h{static{this.properties={...h.properties,design:{attribute:!1}}}static{this.styles=[...h.styles,n`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      fieldset {
        border: 0;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        margin-block-end: 4px;
        padding: 0;
      }
      .tiles {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(76px, 1fr));
      }
      label {
        cursor: pointer;
        position: relative;
      }
      input[type="radio"] {
        appearance: none;
        block-size: 100%;
        border-radius: inherit;
        cursor: pointer;
        inline-size: 100%;
        inset: 0;
        margin: 0;
        position: absolute;
      }
      .tile {
        align-items: center;
        background: var(--field);
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 8px 4px;
        text-align: center;
        text-wrap: balance;
      }
      .tile:has(:checked),
      .segment:has(:checked) {
        background: var(--tint);
        box-shadow: inset 0 0 0 2px var(--accent-text);
        color: var(--accent-text);
      }
      @media (forced-colors: active) {
        :is(.tile, .segment):has(:checked) {
          outline: 2px solid Highlight;
        }
      }
      svg {
        block-size: 44px;
        inline-size: 44px;
      }
      .line {
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
      }
      .thin {
        stroke-width: 1.2;
      }
      .dashed {
        stroke-dasharray: 3 2;
      }
      .fill {
        fill: currentColor;
        opacity: 0.55;
      }
      .size {
        display: grid;
        gap: 4px;
      }
      .size input {
        background: var(--field);
        block-size: 40px;
        border: 0;
        border-radius: var(--ha-border-radius-md, 8px);
        color: inherit;
        font: inherit;
        inline-size: 100%;
        padding-inline: 12px;
      }
      .segments {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .segment {
        align-items: center;
        background: var(--field);
        border-radius: var(--pill);
        display: inline-flex;
        justify-content: center;
        min-block-size: 36px;
        min-inline-size: 44px;
        padding: 4px 14px;
      }
    `]}render(){return i`
      <fieldset>
        <legend class="small secondary">${this.localize(`arrange`)}</legend>
        <div class="tiles">
          ${w.map(e=>i`
              <label class="tile small">
                <input
                  type="radio"
                  name="arrange"
                  .value=${e}
                  .checked=${this.design.arrange===e}
                  @change=${()=>this.change({arrange:e})}
                />
                <svg viewBox="0 0 48 48" aria-hidden="true">${Te(e)}</svg>
                ${this.localize(`arrange_${e}`)}
              </label>
            `)}
        </div>
      </fieldset>
      ${this.renderDetails()}
      ${this.renderSegments(`clean_up`,`cleanUp`,fe,e=>this.localize(`clean_up_${e}`))}
    `}renderDetails(){let e=e=>this.renderSegments(`picture_fit`,e,de,e=>this.localize(`fit_${e}`));switch(this.design.arrange){case`grid`:return i`${this.renderSegments(`pictures_per_sheet`,`perSheet`,se,String)}
        ${this.renderOwnSize(`gridSize`,`grid_size`,`60x40`)} ${e(`gridFit`)}`;case`photo`:return i`${this.renderSegments(`picture_size`,`photoSize`,ce,e=>this.localize(`size_${e}`))}
        ${this.renderOwnSize(`ownPhotoSize`,`own_size`,`60x40`)} ${e(`photoFit`)}`;case`id_photos`:return i`${this.renderSegments(`picture_size`,`idPhotoSize`,le,e=>this.localize(`size_${e}`))}
        ${this.renderOwnSize(`ownIdPhotoSize`,`own_size`,`40x60`)} ${this.renderHint(`hint_id_photos`)}`;case`id_card`:return this.renderHint(`hint_id_card`);case`invoices`:return this.renderHint(`hint_invoices`);case`booklet`:return this.renderHint(`hint_booklet`);case`pages`:return r}}renderOwnSize(e,t,n){return i`
      <label class="size">
        <span class="small secondary">${this.localize(t)}</span>
        <input
          type="text"
          autocomplete="off"
          maxlength="20"
          name=${e}
          placeholder=${n}
          .value=${this.design[e]}
          @change=${t=>{this.change({[e]:t.target.value.trim()})}}
        />
      </label>
    `}renderHint(e){return i`<p class="small secondary">${this.localize(e)}</p>`}renderSegments(e,t,n,r){let a=ue[t];return i`
      <fieldset>
        <legend class="small secondary">${this.localize(e)}</legend>
        <div class="segments">
          ${n.map(e=>i`
              <label class="segment">
                <input
                  type="radio"
                  name=${t}
                  .value=${e}
                  .checked=${this.design[t]===e&&!(a&&this.design[a])}
                  @change=${()=>this.change({[t]:e,...a?{[a]:``}:{}})}
                />
                ${r(e)}
              </label>
            `)}
        </div>
      </fieldset>
    `}change(e){this.fireEvent(`design`,{...this.design,...e})}};s(`cloudprint-card-designer-arrangement`,Ee);var De=n`
  dialog {
    --stage: min(56dvh, 560px);
    background: var(--surface);
    border: 0;
    border-radius: var(--radius);
    color: var(--text);
    inline-size: min(680px, 100dvw - 32px);
    max-block-size: calc(100dvh - 32px);
    max-inline-size: none;
    overflow: hidden auto;
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
  @media (max-width: 600px) {
    dialog {
      border-radius: 0;
      block-size: 100dvh;
      inline-size: 100dvw;
      max-block-size: none;
      padding-block: max(16px, env(safe-area-inset-top)) max(16px, env(safe-area-inset-bottom));
    }
    dialog[open] {
      align-content: space-between;
    }
  }
  h2 {
    font-size: var(--ha-font-size-l, 16px);
  }
  .stage {
    align-items: center;
    background: var(--field);
    border-radius: var(--radius);
    display: flex;
    justify-content: center;
    min-block-size: 120px;
    /* Room for the handles */
    padding: 22px;
  }
  .picture {
    -webkit-touch-callout: none;
    -webkit-user-select: none;
    position: relative;
    touch-action: none;
    user-select: none;
  }
  .picture.cropped {
    cursor: move;
  }
  .picture > svg {
    block-size: 100%;
    display: block;
    inline-size: 100%;
  }
  .beyond {
    fill: rgba(0, 0, 0, 0.55);
  }
  .outline {
    fill: none;
    stroke: #fff;
    stroke-width: 2px;
    filter: drop-shadow(0 0 1px #000);
  }
  .handle {
    background: transparent;
    block-size: 44px;
    border-radius: 50%;
    cursor: grab;
    inline-size: 44px;
    margin: -22px 0 0 -22px;
    min-block-size: 0;
    padding: 0;
    position: absolute;
    touch-action: none;
  }
  .handle::before {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
    block-size: 22px;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px rgba(0, 0, 0, 0.6);
    content: "";
    inline-size: 22px;
  }
  .handle:hover {
    background: transparent;
  }
  .handle:focus-visible {
    outline: none;
  }
  .handle:focus-visible::before {
    background: var(--accent);
    outline: 3px solid var(--accent);
    outline-offset: 2px;
  }
  .magnifier {
    background: #000;
    block-size: 108px;
    border: 2px solid #fff;
    border-radius: 50%;
    box-shadow:
      0 0 0 1px rgba(0, 0, 0, 0.5),
      0 2px 12px rgba(0, 0, 0, 0.5);
    inline-size: 108px;
    margin: -150px 0 0 -54px;
    overflow: hidden;
    pointer-events: none;
    position: absolute;
    z-index: 1;
  }
  .magnifier.right {
    margin: -54px 0 0 44px;
  }
  .magnifier.left {
    margin: -54px 0 0 -152px;
  }
  .magnifier > svg {
    block-size: 100%;
    display: block;
    inline-size: 100%;
  }
  .magnifier::after {
    background: #fff;
    block-size: 6px;
    border-radius: 50%;
    box-shadow: 0 0 0 1.5px #000;
    content: "";
    inline-size: 6px;
    inset: calc(50% - 3px) auto auto calc(50% - 3px);
    position: absolute;
  }
  .tools,
  footer {
    align-items: center;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  footer {
    justify-content: flex-end;
  }
`,Oe=.005,ke=.05,Ae=.12,je={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]},X=[`upper_left`,`upper_right`,`lower_right`,`lower_left`],Me=class extends p{static{this.properties={...h.properties,name:{attribute:!1},picture:{attribute:!1},edits:{attribute:!1},found:{attribute:!1},hasCorners:{attribute:!1},draft:{state:!0},grip:{state:!0},isTouched:{state:!0},announcement:{state:!0}}}static{this.styles=[...h.styles,De]}constructor(){super(),this.reset=()=>{let{rotation:e,crop:t,corners:n}=this.draft,r=this.hasCorners?t&&{crop:t}:n&&{corners:n};this.change({rotation:e,...r})},this.apply=()=>{let{rotation:e,crop:t,corners:n}=this.draft;this.fireEvent(`edits`,{rotation:e,...t&&!me(t)?{crop:t}:{},...n?{corners:n}:{}}),this.dialog?.close()},this.draft=E,this.announcement=``,this.isTouched=!1}willUpdate(e){e.has(`edits`)&&(this.draft=this.edits)}render(){let e=this.localize(this.hasCorners?`edit_corners`:`edit_crop`);return i`
      <dialog aria-labelledby="title" @close=${()=>this.fireEvent(`close`,void 0)}>
        <header>
          <h2 id="title">${e}</h2>
          <div class="small secondary one-line">${this.name}</div>
        </header>
        <div class="stage">${this.picture?this.renderStage(this.picture):this.renderWaiting()}</div>
        <p class="small secondary">${this.localize(this.hasCorners?`edit_corners_hint`:`edit_crop_hint`)}</p>
        <div class="tools">
          ${this.renderTool(`mdi:rotate-left`,`rotate_left`,()=>this.turn(-1))}
          ${this.renderTool(`mdi:rotate-right`,`rotate_right`,()=>this.turn(1))}
          <button type="button" @click=${this.reset}>
            ${this.localize(this.hasCorners?`corners_found`:`edit_reset`)}
          </button>
          ${this.hasCorners?i`<button type="button" @click=${()=>this.change({...this.draft,corners:N})}>
                  ${this.localize(`corners_full`)}
                </button>`:r}
        </div>
        <footer>
          <button type="button" class="plain" @click=${()=>this.dialog?.close()}>
            ${this.localize(`edit_cancel`)}
          </button>
          <button type="button" class="primary" @click=${this.apply}>${this.localize(`done`)}</button>
        </footer>
        <div class="visually-hidden" role="status">${this.announcement}</div>
      </dialog>
    `}renderWaiting(){return i`<div class="waiting secondary small">${this.localize(`preview_loading`)}</div>`}renderStage(e){let{rotation:t}=this.draft,[n,r]=W(e,t),a=this.grip!==void 0&&this.grip.corner===void 0;return i`
      <div
        class="picture ${this.hasCorners?``:`cropped`} ${a?`moved`:``}"
        style="aspect-ratio: ${n} / ${r}; inline-size: min(100%, var(--stage) * ${n/r})"
        @pointerdown=${e=>this.take(e,void 0)}
        @pointermove=${this.drag}
        @pointerup=${this.drop}
        @pointercancel=${this.drop}
      >
        <svg viewBox="0 0 ${n} ${r}" aria-hidden="true">${G(e,t,this.quad)}</svg>
        ${this.quad.map((e,t)=>this.renderHandle(e,t))} ${this.renderMagnifier(e)}
      </div>
    `}renderHandle(e,t){let[n,r]=P(e,this.draft.rotation),a=X[(t+this.draft.rotation/90)%4]??X[0];return i`<button
      class="handle"
      type="button"
      aria-label=${this.localize(`corner_${a}`)}
      style="inset: ${r*100}% auto auto ${n*100}%"
      @pointerdown=${e=>this.take(e,t)}
      @keydown=${e=>this.press(e,t)}
    ></button>`}renderMagnifier(e){let{grip:t,draft:n,quad:a}=this;if(!this.isTouched||t?.corner===void 0)return r;let[o,s]=W(e,n.rotation),[c,l]=P(H(a,t.corner),n.rotation),u=Ae/2*Math.max(o,s),d=[c*o-u,l*s-u,2*u,2*u].join(` `);return i`
      <div class="magnifier ${l>.3?``:c<.5?`right`:`left`}" style="inset: ${l*100}% auto auto ${c*100}%">
        <svg viewBox=${d} aria-hidden="true">${G(e,n.rotation,a)}</svg>
      </div>
    `}renderTool(e,t,n){return m(e,this.localize(t),n)}get quad(){let{corners:e,crop:t}=this.draft;return this.hasCorners?e??this.found??N:t?I(t):N}change(e){this.draft=e}turn(e){this.change({...this.draft,rotation:j(this.draft.rotation,e)})}getPlace(e){let{left:t,top:n,width:r,height:i}=(this.renderRoot.querySelector(`.picture`)??this).getBoundingClientRect();return[(e.clientX-t)/r,(e.clientY-n)/i]}take(e,t){if(e.button!==0||t===void 0&&this.hasCorners)return;e.stopPropagation(),this.renderRoot.querySelector(`.picture`)?.setPointerCapture(e.pointerId),this.isTouched=e.pointerType===`touch`;let[n,r]=this.getPlace(e);if(t===void 0){this.grip={corner:t,last:[n,r]};return}let[i,a]=P(H(this.quad,t),this.draft.rotation);this.grip={corner:t,offset:[i-n,a-r]}}drag(e){let{grip:t}=this;if(!t)return;let[n,r]=this.getPlace(e);t.corner===void 0?(this.shift([n-t.last[0],r-t.last[1]]),this.grip={...t,last:[n,r]}):this.moveTo(t.corner,[n+t.offset[0],r+t.offset[1]])}drop(){this.grip=void 0}press(e,t){let n=je[e.key];if(!n)return;e.preventDefault();let r=e.shiftKey?ke:Oe,[i,a]=P(H(this.quad,t),this.draft.rotation);this.moveTo(t,[i+n[0]*r,a+n[1]*r]);let[o,s]=P(H(this.quad,t),this.draft.rotation),{format:c}=this.context;this.announcement=this.localize(`corner_place`,{left:c.percent(o),top:c.percent(s)})}moveTo(e,t){let{draft:n}=this,r=F(t,n.rotation);this.hasCorners?this.change({...n,corners:V(this.quad,e,r)}):this.change({...n,crop:z(n.crop??[0,0,1,1],e,r)})}shift([e,t]){let{crop:n,rotation:r}=this.draft;if(!n)return;let[i,a]=F([0,0],r),[o,s]=F([e,t],r);this.change({...this.draft,crop:B(n,[o-i,s-a])})}};s(`cloudprint-card-designer-editor`,Me);var Ne=6,Pe=300,Z=32,Fe=class{constructor(e,t){this.host=e,this.sortable=t,this.preventMenu=e=>{this.pressed&&this.from!==void 0&&e.preventDefault()},this.drag=e=>{let{pressed:t}=this;if(e.pointerId!==t?.id)return;if(this.from===void 0){if(!(Math.hypot(e.clientX-t.x,e.clientY-t.y)>Ne))return;e.pointerType===`touch`?this.end():this.lift();return}let n=this.sortable.list();if(!n)return;let r=n.getBoundingClientRect();e.clientY<r.top+Z&&(n.scrollTop-=Z/4),e.clientY>r.bottom-Z&&(n.scrollTop+=Z/4),this.gap=Ie([...n.children],e.clientX,e.clientY),this.host.requestUpdate()},this.drop=e=>{let{from:t,gap:n,pressed:r}=this;if(e.pointerId!==r?.id||(this.end(),t===void 0||n===void 0))return;window.addEventListener(`click`,Q,{capture:!0,once:!0}),window.setTimeout(()=>window.removeEventListener(`click`,Q,!0));let i=n>t?n-1:n;i!==t&&this.sortable.onSorted(t,i)},this.cancel=()=>this.end(),this.escape=e=>{e.key===`Escape`&&this.from!==void 0&&(e.stopPropagation(),this.end())},this.preventScroll=e=>{this.from!==void 0&&e.cancelable&&e.preventDefault()},e.addController(this)}hostDisconnected(){this.end()}start(e,t){e.button===0&&e.isPrimary&&(this.end(),this.pressed={at:t,x:e.clientX,y:e.clientY,id:e.pointerId},window.addEventListener(`touchmove`,this.preventScroll,{passive:!1}),window.addEventListener(`pointermove`,this.drag),window.addEventListener(`pointerup`,this.drop),window.addEventListener(`pointercancel`,this.cancel),window.addEventListener(`keydown`,this.escape,!0),e.pointerType===`touch`&&(this.holding=window.setTimeout(()=>this.lift(),Pe)))}lift(){this.from=this.pressed?.at,this.gap=this.from,this.host.requestUpdate()}end(){window.clearTimeout(this.holding),window.removeEventListener(`touchmove`,this.preventScroll),window.removeEventListener(`pointermove`,this.drag),window.removeEventListener(`pointerup`,this.drop),window.removeEventListener(`pointercancel`,this.cancel),window.removeEventListener(`keydown`,this.escape,!0),this.pressed=void 0,this.from=void 0,this.gap=void 0,this.host.requestUpdate()}};function Q(e){e.stopPropagation(),e.preventDefault()}function Ie(e,t,n){let r=e.map(e=>e.getBoundingClientRect()),i=r.findIndex(({left:e,right:r,top:i,bottom:a})=>n<i||n<a&&t<(e+r)/2);return i<0?r.length:i}var Le=class extends h{constructor(...e){super(...e),this.dragging=new Fe(this,{list:()=>this.renderRoot.querySelector(`ol`),onSorted:(e,t)=>{this.selected=this.items[e],this.move(this.selected,t)}}),this.reported=/* @__PURE__ */ new WeakSet,this.fireAction=e=>this.fireEvent(`item-action`,e)}static{this.properties={...h.properties,items:{attribute:!1},version:{attribute:!1},cleanUp:{attribute:!1},selected:{state:!0}}}static{this.styles=[...h.styles,n`
      :host {
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(0, 1fr);
      }
      ol {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(84px, 1fr));
        list-style: none;
        margin: 0;
        max-block-size: 320px;
        overflow-y: auto;
        /* Room for outlines */
        padding: 4px;
        margin: -4px;
      }
      li {
        position: relative;
      }
      .item {
        -webkit-touch-callout: none;
        -webkit-user-select: none;
        background: var(--field);
        border-radius: var(--ha-border-radius-md, 8px);
        color: var(--text);
        display: block;
        inline-size: 100%;
        aspect-ratio: 1;
        overflow: hidden;
        padding: 6px;
        position: relative;
        user-select: none;
      }
      .item[aria-pressed="true"] {
        box-shadow: 0 0 0 2px var(--accent-text);
      }
      .item > svg {
        block-size: 100%;
        display: block;
        inline-size: 100%;
        pointer-events: none;
      }
      .item > .icon {
        --mdc-icon-size: 32px;
        color: var(--secondary);
      }
      .beyond {
        fill: rgba(0, 0, 0, 0.55);
      }
      .outline {
        fill: none;
        stroke: #fff;
        stroke-width: 1.5px;
      }
      .number {
        background: var(--surface);
        border-radius: var(--pill);
        color: var(--text);
        font-size: 11px;
        inset: 4px auto auto 4px;
        line-height: 18px;
        min-inline-size: 18px;
        padding-inline: 5px;
        position: absolute;
      }
      .sent,
      .failed {
        background: var(--surface);
        border-radius: var(--pill);
        inset: auto 6px 6px;
        overflow: hidden;
        position: absolute;
      }
      .sent > span {
        background: var(--accent-text);
        block-size: 4px;
        display: block;
      }
      .failed {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
        inline-size: fit-content;
        line-height: 0;
        padding: 2px;
      }
      .dragged {
        opacity: 0.4;
      }
      .before::before,
      .after::before {
        background: var(--accent-text);
        border-radius: 2px;
        content: "";
        inline-size: 4px;
        inset-block: 0;
        position: absolute;
        z-index: 1;
      }
      .before::before {
        inset-inline-start: -6px;
      }
      .after::before {
        inset-inline-end: -6px;
      }
      .tools {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      .tools .name {
        flex: 1 1 100%;
      }
    `]}willUpdate(){let e=this.items.find(e=>e.problem!==void 0&&!this.reported.has(e));e&&(this.reported.add(e),this.selected=e),this.selected&&this.items.includes(this.selected)||(this.selected=this.items[0])}updated(e){if(!this.moved||!e.has(`items`))return;let t=this.items.indexOf(this.moved);this.moved=void 0,this.renderRoot.querySelectorAll(`.item`)[t]?.focus()}render(){let{from:e,gap:t}=this.dragging;return i`
      <ol aria-label=${this.localize(`files`)} @contextmenu=${this.dragging.preventMenu}>
        ${l(this.items,e=>e,(n,r)=>i`
            <li
              class="${r===e?`dragged`:``} ${r===t?`before`:``} ${this.isAfter(r,t)?`after`:``}"
            >
              ${this.renderItem(n,r)}
            </li>
          `)}
      </ol>
      ${this.selected?this.renderTools(this.selected):r}
    `}isAfter(e,t){return t===this.items.length&&e===t-1}renderItem(e,t){let{name:n}=e.file;return i`
      <button
        class="item"
        type="button"
        title=${n}
        aria-label=${this.localize(`item_position`,{name:n,position:t+1,count:this.items.length})}
        aria-pressed=${e===this.selected}
        @pointerdown=${e=>this.dragging.start(e,t)}
        @click=${()=>{this.selected=e}}
        @keydown=${n=>this.press(n,e,t)}
      >
        ${this.renderPicture(e)}
        <span class="number" aria-hidden="true">${t+1}</span>
        ${e.uploaded||e.problem!==void 0?r:i`<span class="sent"><span style="inline-size: ${e.sent*100}%"></span></span>`}
        ${e.problem===void 0?r:i`<span class="failed">${f(`mdi:alert-circle-outline`)}</span>`}
      </button>
    `}renderPicture(e){let{thumbnail:n,edits:r,found:a,isPicture:o}=e;if(!n)return f(o?`mdi:image-outline`:`mdi:file-document-outline`);let[s,c]=W(n,r.rotation),l=this.hasCorners(e)?r.corners??a:r.crop&&I(r.crop);return i`<svg viewBox="0 0 ${s} ${c}" aria-hidden="true">
      ${t`${G(n,r.rotation,l??void 0)}`}
    </svg>`}hasCorners({isPicture:e}){return e&&this.cleanUp!==`off`}renderTools(e){let{name:t}=e.file,n=this.items.indexOf(e),{fireAction:a}=this,o=t=>a({kind:`rotate`,item:e,quarters:t}),s=this.hasCorners(e);return i`
      <div class="tools" role="toolbar" aria-label=${t}>
        <div class="name small one-line secondary">${t}</div>
        ${e.problem===void 0?r:i`<div class="name small problem" role="alert">${e.problem}</div>`}
        ${this.items.length>1?i`
                ${this.renderTool(`mdi:arrow-left`,`move_left`,()=>this.move(e,n-1),n===0)}
                ${this.renderTool(`mdi:arrow-right`,`move_right`,()=>this.move(e,n+1),n===this.items.length-1)}
              `:r}
        ${e.thumbnail?i`
                ${this.renderTool(`mdi:rotate-left`,`rotate_left`,()=>o(-1))}
                ${this.renderTool(`mdi:rotate-right`,`rotate_right`,()=>o(1))}
                ${this.renderTool(s?`mdi:vector-square`:`mdi:crop`,s?`corners`:`crop`,()=>a({kind:`edit`,item:e}))}
              `:r}
        ${e.problem===void 0?r:this.renderTool(`mdi:reload`,`retry`,()=>a({kind:`retry`,item:e}))}
        ${this.renderTool(`mdi:close`,`remove`,()=>a({kind:`remove`,item:e}),!1,t)}
      </div>
    `}renderTool(e,t,n,r=!1,i=``){return m(e,this.localize(t,{name:i}),n,r)}press(e,t,n){if(!e.altKey||![`ArrowLeft`,`ArrowRight`].includes(e.key))return;e.preventDefault(),this.selected=t;let r=e.key===`ArrowLeft`?n-1:n+1;this.items[r]&&(this.moved=t),this.move(t,r)}move(e,t){e&&this.fireAction({kind:`move`,item:e,to:t})}};s(`cloudprint-card-designer-thumbnails`,Le);var Re=1200,$=class extends h{static{this.properties={...h.properties,files:{attribute:!1},uploaded:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},choices:{state:!0},design:{state:!0},edited:{state:!0},picture:{state:!0},password:{state:!0},isSending:{state:!0},isSaving:{state:!0},printProblem:{state:!0},announcement:{state:!0}}}static{this.styles=[...h.styles,oe,xe]}constructor(){super(),this.designer=new be(this),this.previewer=new g(this),this.sender=new ne,this.isRenewed=!1,this.version=0,this.design=T,this.password=``,this.isSending=!1,this.isSaving=!1,this.announcement=``,this.addController(this.designer)}get isBusy(){return this.isSending||this.isSaving}get isUncertain(){return this.sender.isUncertain}get uploads(){return this.designer.uploads}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.designer.addFiles(this.files,this.uploaded);let t=e.get(`printer`);this.hasUpdated?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices=this.initial??this.createChoices(),this.design.cleanUp!==`off`&&this.designer.findCorners(),this.renewUploads();let{fields:n}=this;n?y(this.usedChoices,this.printer).length||this.previewer.request(this.context,this.printer,n,this.names):this.previewer.reset(),this.version+=1}render(){let{context:e,designer:t}=this,{items:n}=t;return i`
      ${this.renderHead()}
      <div class="content with-preview">
        <div class="main">
          <cloudprint-card-designer-thumbnails
            .context=${e}
            .items=${n}
            .version=${this.version}
            .cleanUp=${this.design.cleanUp}
            @item-action=${e=>this.act(e.detail)}
          ></cloudprint-card-designer-thumbnails>
          ${this.renderLeftOut()}
          <div class="more">
            <cloudprint-card-pick
              .context=${e}
              .isMore=${!0}
              @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
            ></cloudprint-card-pick>
          </div>
          ${this.renderSheets()}
          ${this.previewer.missing===`password`?re(e.texts,this.password,e=>{this.password=e}):r}
        </div>
        <div class="side">
          <cloudprint-card-designer-arrangement
            .context=${e}
            .design=${this.design}
            @design=${e=>{this.design=e.detail}}
          ></cloudprint-card-designer-arrangement>
          <cloudprint-card-options
            .context=${e}
            .printer=${this.printer}
            .choices=${this.choices}
            .isSaved=${!1}
            .hasPages=${this.hasPages}
            .hasPageSets=${!0}
            .impliedSides=${this.impliedSides}
            @choices=${e=>{this.choices=e.detail}}
          ></cloudprint-card-options>
          ${ee(e,this.printer,this.previewer.warnings)} ${this.renderOtherWays()}
        </div>
      </div>
      ${this.renderPrint()} ${this.edited?this.renderEditor(this.edited):r}
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `}renderPrint(){let{printer:e,isReady:t,isSending:n,isUncertain:r,printProblem:i}=this;return ie(this.context,{printer:e,isReady:t,isSending:n,isUncertain:r,problem:i,policy:this.previewer.preview?.policy??void 0,print:()=>void this.print(),chooseGrey:()=>{this.choices=C(this.choices,`color`,`monochrome`)}})}renderHead(){let{texts:e,format:t}=this.context,{designer:n}=this,a=this.previewer.preview?.sheets,o=[t.bytes(n.size),a?e.localizeCount(`sheets`,a.count):``].filter(Boolean);return i`
      <div class="head">
        ${f(`mdi:image-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${e.localizeCount(`files`,n.items.length)}</div>
          <div class="secondary small">${o.join(` · `)}</div>
        </div>
        ${this.isBusy?r:d(this.localize(`close_files`),()=>this.fireEvent(`unstage`,void 0))}
      </div>
    `}renderLeftOut(){let{texts:e,format:t}=this.context,{leftOut:n}=this.designer;if(!n)return r;let i=this.localize(`design_limit`,{limit:60,size:t.bytes(ge)});return c(`warning`,`mdi:alert-circle-outline`,`${i} ${e.localizeCount(`files_left_out`,n)}`)}renderSheets(){let{preview:e,problem:t,isBusy:n}=this.previewer;return i`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${e}
        .load=${this.previewer.load}
        .name=${this.context.texts.localizeCount(`files`,this.designer.items.length)}
        .problem=${t!==void 0&&t===this.printProblem?``:t}
        .waiting=${this.waiting}
        .isBusy=${n}
      ></cloudprint-card-preview>
      ${this.designer.isUploaded?r:ae(this.localize(`uploading_files`),this.designer.sent)}
    `}get waiting(){let{designer:e,context:t}=this;if(e.items.some(({problem:e})=>e!==void 0))return this.localize(`design_failed`);if(!e.isUploaded){let{format:n}=t;return this.localize(`uploading_percent`,{percent:n.percent(e.sent),size:n.bytes(e.size)})}return this.localize(this.fields?`preview_loading`:`corners_finding`)}get isReady(){let e=this.previewer.isRefused&&!this.isUncertain;return this.fields!==void 0&&this.hasValidChoices&&!this.isBusy&&!e}renderOtherWays(){return i`
      <div class="buttons">
        ${this.designer.items.length>1&&!this.isBusy&&!this.isUncertain?i`<button
                class="plain separate"
                type="button"
                @click=${()=>this.fireEvent(`separate`,this.designer.items.map(({file:e})=>e))}
              >
                ${this.localize(`print_separately`)}
              </button>`:r}
        <cloudprint-card-save-document
          .context=${this.context}
          .fields=${this.isReady?this.fields:void 0}
          .names=${this.names}
          @saving=${e=>{this.isSaving=e.detail}}
        ></cloudprint-card-save-document>
      </div>
    `}renderEditor(e){return i`<cloudprint-card-designer-editor
      .context=${this.context}
      .name=${e.file.name}
      .picture=${this.picture}
      .edits=${e.edits}
      .found=${e.found}
      .hasCorners=${e.isPicture&&this.design.cleanUp!==`off`}
      @edits=${t=>this.designer.edit(e,t.detail)}
      @close=${()=>{this.edited=void 0,this.picture=void 0}}
    ></cloudprint-card-designer-editor>`}act(e){let{designer:t}=this,{item:n}=e,{name:r}=n.file;if(!(this.isBusy&&e.kind===`remove`))switch(e.kind){case`move`:{let i=t.move(n,e.to)+1;this.announcement=this.localize(`item_position`,{name:r,position:i,count:t.items.length});break}case`rotate`:t.edit(n,{...n.edits,rotation:j(n.edits.rotation,e.quarters)}),this.announcement=this.localize(`item_rotated`,{name:r,degrees:n.edits.rotation});break;case`edit`:this.startEditing(n);break;case`retry`:t.retry();break;case`remove`:t.remove(n),t.items.length?this.focus():this.fireEvent(`unstage`,void 0)}}async startEditing(e){this.edited=e,this.picture=e.thumbnail;let t=await this.designer.load(e,Re);this.edited===e&&t&&(this.picture=t)}renewUploads(){let{previewer:e}=this;e.preview&&(this.isRenewed=!1),!e.isGone||this.isRenewed||this.isBusy||this.isUncertain||(this.isRenewed=!0,this.designer.renew())}createChoices(){return S(this.printer,this.remembered)}get hasPages(){return this.designer.items.some(({isPicture:e})=>!e)}get usedChoices(){let e=v(this.choices,this.printer,!0);return this.hasPages?e:{...e,...b}}get fields(){let{design:e}=this,t=this.designer.buildField(e);return t&&{device_id:this.printer.device_id,upload:t,...D(e),...x(this.usedChoices),...this.password?{password:this.password}:{}}}get names(){return this.designer.items.map(({file:e})=>e.name)}get impliedSides(){return this.design.arrange===`booklet`?`two_sided_short_edge`:``}get hasValidChoices(){let{usedChoices:e}=this,t=e.sides||this.impliedSides;return!y({...e,sides:t},this.printer).length}async print(){let{fields:e,choices:t,context:n}=this;if(e&&!this.isBusy){this.isSending=!0,this.printProblem=void 0;try{let r=await this.sender.send(n,e);this.fireEvent(`printed`,{...r,choices:t,deviceId:e.device_id,isSaved:!1})}catch(e){this.printProblem=await this.explain(e)}finally{this.isSending=!1}}}explain(t){return u(t)?this.isUncertain?this.localize(`probably_printed`):(this.designer.renew(),this.localize(`uploaded_again`)):(this.previewer.missing=e(t)??this.previewer.missing,a(this.context,t,this.names))}};s(`cloudprint-card-designer`,$);export{$ as DesignerPart};