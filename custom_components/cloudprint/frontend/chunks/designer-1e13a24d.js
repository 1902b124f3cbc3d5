import{D as e,E as t,J as n,K as r,Q as i,Y as a,c as o,i as s,o as c,q as l,s as u,v as d}from"./card-d55a6ee4.js";import{C as ee,D as te,E as f,O as p,S as m,T as ne,_ as re,b as ie,d as h,v as g,w as _,x as v,y}from"./preview-e943effa.js";import{a as b,i as x,n as S,t as C}from"./print-form-fe6f3632.js";var w=.04,T=[[0,0],[1,0],[1,1],[0,1]];function E([e,t],n){switch(n){case 90:return[1-t,e];case 180:return[1-e,1-t];case 270:return[t,1-e];case 0:return[e,t]}}function D(e,t){return E(e,(360-t)%360)}function O([e,t,n,r]){return[[e,t],[n,t],[n,r],[e,r]]}function k(e,t,n){return Math.min(Math.max(e,t),n)}function A(e){return Math.round(e*1e4)/1e4}function j([e,t,n,r],i,[a,o]){let s=i===0||i===3,c=i<2;return[s?A(k(a,0,n-w)):e,c?A(k(o,0,r-w)):t,s?n:A(k(a,e+w,1)),c?r:A(k(o,t+w,1))]}function M([e,t,n,r],[i,a]){let o=k(i,-e,1-n),s=k(a,-t,1-r);return[A(e+o),A(t+s),A(n+o),A(r+s)]}function N(e,t,[n,r]){let i=e.map((e,i)=>i===t?[A(k(n,0,1)),A(k(r,0,1))]:e);return F(i)?i:e}function P(e,t){return e[t%4]}function F(e){return e.every(([t,n],r)=>{let[i,a]=P(e,r+1),[o,s]=P(e,r+2);return(i-t)*(s-a)-(a-n)*(o-i)>w**2})}function I([e,t,n,r]){return e<=0&&t<=0&&n>=1&&r>=1}async function L(e,t){let n;try{n=await createImageBitmap(e,{imageOrientation:`from-image`});let r=Math.min(1,t/Math.max(n.width,n.height)),i=document.createElement(`canvas`);i.width=Math.max(1,Math.round(n.width*r)),i.height=Math.max(1,Math.round(n.height*r));let a=i.getContext(`2d`);return a?(a.fillStyle=`#fff`,a.fillRect(0,0,i.width,i.height),a.imageSmoothingQuality=`high`,a.drawImage(n,0,0,i.width,i.height),{url:i.toDataURL(`image/jpeg`,.85),width:i.width,height:i.height}):void 0}catch{return}finally{n?.close()}}async function R({backend:e},t,n){try{let{image:r,width:i,height:a}=await e.call(`cloudprint/thumbnail`,{upload:t,size:n});return{url:`data:image/jpeg;base64,${r}`,width:i,height:a}}catch{return}}function z({width:e,height:t},n){return n%180?[t,e]:[e,t]}function B(e,t,i){let{url:a,width:o,height:s}=e,[c,l]=z(e,t),u={0:``,90:`translate(${s} 0)`,180:`translate(${o} ${s})`,270:`translate(0 ${o})`},d=i?.map(e=>{let[n,r]=E(e,t);return`${n*c} ${r*l}`});return n`
    <image
      href=${a}
      width=${o}
      height=${s}
      preserveAspectRatio="none"
      transform="${u[t]} rotate(${t})"
    ></image>
    ${d?n`
            <path class="beyond" fill-rule="evenodd" d="M0 0H${c}V${l}H0ZM${d.join(`L`)}Z"></path>
            <path class="outline" vector-effect="non-scaling-stroke" d="M${d.join(`L`)}Z"></path>
          `:r}
  `}var V=360,H=class extends b{constructor(e){super(e),this.edits=m,this.isFinding=!1,this.isPicture=d(e)}},U=/* @__PURE__ */ new WeakMap;function W(e){let t=U.get(e)??new H(e);return U.set(e,t),t}var G=class extends x{constructor(...e){super(...e),this.work=Promise.resolve()}hostConnected(){this.start()}hostDisconnected(){this.stop()}create(e){return W(e)}add(e){super.add(e);for(let t of e)this.queue(()=>this.readThumbnail(t))}get isFinding(){return this.items.some(e=>e.isPicture&&e.uploaded&&e.found===void 0)}buildField({cleanUp:e}){if(!(!this.isUploaded||e!==`off`&&this.isFinding))return this.items.flatMap(({uploaded:t,edits:n,found:r})=>t?[f(t.upload_id,n,e===`off`?void 0:r)]:[])}edit(e,t){e.edits=t,this.onChange()}move(e,t){return this.items=te(this.items,this.items.indexOf(e),t),this.onChange(),this.items.indexOf(e)}async upload(e){await super.upload(e),e.uploaded&&!e.thumbnail&&this.queue(()=>this.readThumbnail(e))}findCorners(){for(let e of this.items)e.isPicture&&e.uploaded&&!e.isFinding&&e.found===void 0&&(e.isFinding=!0,this.queue(()=>this.findCornersOf(e)))}async load(e,t){let n=e.isPicture?await L(e.file,t):void 0;return n||!e.uploaded?n:R(this.host.context,e.uploaded.upload_id,t)}queue(e){this.work=this.work.then(e)}async readThumbnail(e){!e.thumbnail&&this.items.includes(e)&&(e.thumbnail=await this.load(e,V),this.onChange())}async findCornersOf(e){if(e.uploaded&&this.items.includes(e)){let{upload_id:t}=e.uploaded;e.found=(await this.host.context.backend.call(`cloudprint/corners`,{upload:t}).catch(()=>void 0))?.corners??null}e.isFinding=!1,this.onChange()}};i({en:{arrange_pages:`One per sheet`,arrange_grid:`Several per sheet`,arrange_photo:`Photos`,arrange_id_card:`ID card`,arrange_invoices:`Invoices`,arrange_id_photos:`ID photos`,arrange_booklet:`Booklet`,hint_id_card:`Front first, then back: both on one sheet, in their true size. If you took photos of the card, also choose “Straighten” below.`,hint_invoices:`Two on each sheet, with a line to cut along.`,hint_id_photos:`The paper is filled with them, with marks to cut along.`,hint_booklet:`Two pages on each side. Print on both sides, then fold in the middle.`,grid_size:`Or a size in millimeters, repeated`,own_size:`Or a size in millimeters`,size_page:`Whole sheet`,size_5_inch:`5 inch, 89 × 127 mm`,size_6_inch:`6 inch, 102 × 152 mm`,size_7_inch:`7 inch, 127 × 178 mm`,size_4x6:`4 × 6 in`,size_10x15:`10 × 15 cm`,size_1_inch:`1 inch, 25 × 35 mm`,size_2_inch:`2 inch, 35 × 49 mm`,size_22x32:`Small 1 inch, 22 × 32 mm`,size_33x48:`Chinese passport, 33 × 48 mm`,size_35x45:`European passport, 35 × 45 mm`,size_51x51:`US passport, 51 × 51 mm`,fit_fit:`Show all of it`,fit_fill:`Fill, cut the rest`,clean_up_off:`Off`,clean_up_straighten:`Straighten`,clean_up_color:`Color`,clean_up_grey:`Gray`,clean_up_black:`Black on white`,corners_finding:`Looking for the pages in the photos…`,design_failed:`A file could not be uploaded. Try it again, or remove it.`,probably_printed:`The connection was lost before the last print was answered, and its files are no longer kept. They have probably been printed. Check the print jobs. To print them again, choose the files again.`,uploaded_again:`The files were no longer kept and are uploaded again. Then print once more.`,print_separately:`Print each on its own`,item_position:`{name}: {position} of {count}`,item_rotated:`{name}: rotated by {degrees}°`,move_left:`Move left`,move_right:`Move right`,rotate_left:`Rotate left`,rotate_right:`Rotate right`,crop:`Crop`,corners:`Corners of the page`,edit_crop:`Crop`,edit_crop_hint:`Drag the corners, or move them with the arrow keys; with Shift, they move further.`,edit_corners:`Corners of the page`,edit_corners_hint:`Drag each circle to a corner of the page, or use the arrow keys; with Shift, they move further.`,edit_reset:`Reset`,corners_found:`As found`,corners_full:`Whole picture`,corner_upper_left:`Upper left corner`,corner_upper_right:`Upper right corner`,corner_lower_right:`Lower right corner`,corner_lower_left:`Lower left corner`,corner_place:`{left} from the left, {top} from the top`},"zh-Hans":{arrange_pages:`每页单独一张纸`,arrange_grid:`拼图`,arrange_photo:`照片`,arrange_id_card:`身份证正反面`,arrange_invoices:`发票`,arrange_id_photos:`证件照`,arrange_booklet:`小册子`,hint_id_card:`先放正面，再放反面，按实际大小印在同一张纸上。如果是拍的照片，建议同时选用下面的“仅拉正”。`,hint_invoices:`每张纸印两份，中间有裁切线。`,hint_id_photos:`排满整张纸，并印出裁切标记。`,hint_booklet:`每面印两页，双面打印后对折成册。`,grid_size:`或按指定尺寸排满（毫米）`,own_size:`或自定义尺寸（毫米）`,size_page:`整页`,size_5_inch:`5 寸`,size_6_inch:`6 寸`,size_7_inch:`7 寸`,size_4x6:`4×6 英寸`,size_10x15:`10×15 厘米`,size_1_inch:`1 寸证件照`,size_2_inch:`2 寸证件照`,size_22x32:`小一寸 22 × 32 毫米`,size_33x48:`中国护照 33 × 48 毫米`,size_35x45:`欧洲护照 35 × 45 毫米`,size_51x51:`美国护照 51 × 51 毫米`,fit_fit:`完整显示`,fit_fill:`填满裁边`,clean_up_off:`关闭`,clean_up_straighten:`仅拉正`,clean_up_color:`彩色`,clean_up_grey:`灰度`,clean_up_black:`黑白`,corners_finding:`正在识别页面边缘…`,design_failed:`有文件没有上传成功，请重试或移除。`,probably_printed:`上次打印尚未回应，连接就断开了；文件现已不再保留，很可能已经打印。请先查看打印任务；如需再次打印，请重新选择文件。`,uploaded_again:`文件保留时间已过，正在重新上传，完成后请再按一次打印。`,print_separately:`逐个打印`,item_position:`{name}：第 {position} 个，共 {count} 个`,item_rotated:`{name}：已旋转 {degrees}°`,move_left:`左移`,move_right:`右移`,rotate_left:`向左旋转`,rotate_right:`向右旋转`,crop:`裁剪`,corners:`调整四角`,edit_crop:`裁剪`,edit_crop_hint:`拖动四角，或用方向键微调；按住 Shift 移动更快。`,edit_corners:`调整四角`,edit_corners_hint:`把圆点拖到页面的四个角，或用方向键微调；按住 Shift 移动更快。`,edit_reset:`还原`,corners_found:`自动识别`,corners_full:`整张照片`,corner_upper_left:`左上角`,corner_upper_right:`右上角`,corner_lower_right:`右下角`,corner_lower_left:`左下角`,corner_place:`距左边 {left}，距上边 {top}`}});var K=[9,3,30,42];function q([e,t,r,i],a=2){return n`<rect class="line" x=${e} y=${t} width=${r} height=${i} rx=${a}></rect>`}function J([e,t,r,i],a=1){return n`<rect class="fill" x=${e} y=${t} width=${r} height=${i} rx=${a}></rect>`}function ae([e,t,n,r],i,a,o){let s=(n-(i-1)*o)/i,c=(r-(a-1)*o)/a;return Array.from({length:i*a},(n,r)=>J([e+r%i*(s+o),t+Math.floor(r/i)*(c+o),s,c]))}function oe(e,t){return n`
    <rect class="line thin" x=${e} y=${t} width="7" height="9.5"></rect>
    <circle class="fill" cx=${e+3.5} cy=${t+3.6} r="1.8"></circle>
    <path class="fill" d="M${e+1} ${t+9}a2.5 3 0 0 1 5 0z"></path>
  `}var se={pages:()=>[n`<path class="line" d="M14 7V5a2 2 0 0 1 2-2h22a2 2 0 0 1 2 2v32a2 2 0 0 1-2 2h-1"></path>`,q([8,9,26,36]),J([12,14,18,26])],grid:()=>[q(K),ae([12,6,24,36],2,3,2)],photo:()=>[q([3,9,42,30]),n`<path class="fill" d="M6 35l11-15 8 10 5-6 12 11z"></path><circle class="fill" cx="33" cy="17" r="3.5"></circle>`],id_card:()=>[7,26].map(e=>[e===7?q(K):``,n`<rect class="line thin" x="13" y=${e} width="22" height="14" rx="2"></rect>`,e===7?[J([26,e+3,6,8]),J([16,e+4,7,1.5]),J([16,e+8,7,1.5])]:J([16,e+6,16,2])]),invoices:()=>[q(K),n`<path class="line thin dashed" d="M9 24H39"></path>`,[7,28].map(e=>[n`<rect class="line thin" x="13" y=${e} width="22" height="12"></rect>`,J([19,e+2,10,1.5]),J([16,e+6,16,3])])],id_photos:()=>[q([6,3,36,42]),[0,1,2].flatMap(e=>[0,1,2].map(t=>oe(10.5+t*10,7+e*12.5)))],booklet:()=>[n`
      <path class="line" d="M24 12C19 8 11 8 5 9v29c6-1 14-1 19 3 5-4 13-4 19-3V9c-6-1-14-1-19 3zV41"></path>
      <path class="line thin" d="M10 17c3 0 6 0 9 2M10 23c3 0 6 0 9 2M10 29c3 0 6 0 9 2M38 17c-3 0-6 0-9 2M38 23c-3 0-6 0-9 2M38 29c-3 0-6 0-9 2"></path>
    `]};function ce(e){return n`<g>${se[e]()}</g>`}var le=class extends u{static{this.properties={...u.properties,design:{attribute:!1}}}static{this.styles=[...u.styles,a`
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
    `]}render(){return l`
      <fieldset>
        <legend class="small secondary">${this.localize(`arrange`)}</legend>
        <div class="tiles">
          ${re.map(e=>l`
              <label class="tile small">
                <input
                  type="radio"
                  name="arrange"
                  .value=${e}
                  .checked=${this.design.arrange===e}
                  @change=${()=>this.change({arrange:e})}
                />
                <svg viewBox="0 0 48 48" aria-hidden="true">${ce(e)}</svg>
                ${this.localize(`arrange_${e}`)}
              </label>
            `)}
        </div>
      </fieldset>
      ${this.renderDetails()}
      ${this.renderSegments(`clean_up`,`cleanUp`,g,e=>this.localize(`clean_up_${e}`))}
    `}renderDetails(){let e=e=>this.renderSegments(`picture_fit`,e,y,e=>this.localize(`fit_${e}`));switch(this.design.arrange){case`grid`:return l`${this.renderSegments(`pictures_per_sheet`,`perSheet`,_,String)}
        ${this.renderOwnSize(`gridSize`,`grid_size`,`60x40`)} ${e(`gridFit`)}`;case`photo`:return l`${this.renderSegments(`picture_size`,`photoSize`,ne,e=>this.localize(`size_${e}`))}
        ${this.renderOwnSize(`ownPhotoSize`,`own_size`,`60x40`)} ${e(`photoFit`)}`;case`id_photos`:return l`${this.renderSegments(`picture_size`,`idPhotoSize`,ie,e=>this.localize(`size_${e}`))}
        ${this.renderOwnSize(`ownIdPhotoSize`,`own_size`,`40x60`)} ${this.renderHint(`hint_id_photos`)}`;case`id_card`:return this.renderHint(`hint_id_card`);case`invoices`:return this.renderHint(`hint_invoices`);case`booklet`:return this.renderHint(`hint_booklet`);case`pages`:return r}}renderOwnSize(e,t,n){return l`
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
    `}renderHint(e){return l`<p class="small secondary">${this.localize(e)}</p>`}renderSegments(e,t,n,r){let i=ee[t];return l`
      <fieldset>
        <legend class="small secondary">${this.localize(e)}</legend>
        <div class="segments">
          ${n.map(e=>l`
              <label class="segment">
                <input
                  type="radio"
                  name=${t}
                  .value=${e}
                  .checked=${this.design[t]===e&&!(i&&this.design[i])}
                  @change=${()=>this.change({[t]:e,...i?{[i]:``}:{}})}
                />
                ${r(e)}
              </label>
            `)}
        </div>
      </fieldset>
    `}change(e){this.fireEvent(`design`,{...this.design,...e})}};o(`cloudprint-card-designer-arrangement`,le);var ue=a`
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
`,de=.005,fe=.05,pe=.12,me={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]},Y=[`upper_left`,`upper_right`,`lower_right`,`lower_left`],he=class extends c{static{this.properties={...u.properties,name:{attribute:!1},picture:{attribute:!1},edits:{attribute:!1},found:{attribute:!1},hasCorners:{attribute:!1},draft:{state:!0},grip:{state:!0},isTouched:{state:!0},announcement:{state:!0}}}static{this.styles=[...u.styles,ue]}constructor(){super(),this.reset=()=>{let{rotation:e,crop:t,corners:n}=this.draft,r=this.hasCorners?t&&{crop:t}:n&&{corners:n};this.change({rotation:e,...r})},this.apply=()=>{let{rotation:e,crop:t,corners:n}=this.draft;this.fireEvent(`edits`,{rotation:e,...t&&!I(t)?{crop:t}:{},...n?{corners:n}:{}}),this.dialog?.close()},this.draft=m,this.announcement=``,this.isTouched=!1}willUpdate(e){e.has(`edits`)&&(this.draft=this.edits)}render(){let e=this.localize(this.hasCorners?`edit_corners`:`edit_crop`);return l`
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
          ${this.hasCorners?l`<button type="button" @click=${()=>this.change({...this.draft,corners:T})}>
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
    `}renderWaiting(){return l`<div class="waiting secondary small">${this.localize(`preview_loading`)}</div>`}renderStage(e){let{rotation:t}=this.draft,[n,r]=z(e,t),i=this.grip!==void 0&&this.grip.corner===void 0;return l`
      <div
        class="picture ${this.hasCorners?``:`cropped`} ${i?`moved`:``}"
        style="aspect-ratio: ${n} / ${r}; inline-size: min(100%, var(--stage) * ${n/r})"
        @pointerdown=${e=>this.take(e,void 0)}
        @pointermove=${this.drag}
        @pointerup=${this.drop}
        @pointercancel=${this.drop}
      >
        <svg viewBox="0 0 ${n} ${r}" aria-hidden="true">${B(e,t,this.quad)}</svg>
        ${this.quad.map((e,t)=>this.renderHandle(e,t))} ${this.renderMagnifier(e)}
      </div>
    `}renderHandle(e,t){let[n,r]=E(e,this.draft.rotation),i=Y[(t+this.draft.rotation/90)%4]??Y[0];return l`<button
      class="handle"
      type="button"
      aria-label=${this.localize(`corner_${i}`)}
      style="inset: ${r*100}% auto auto ${n*100}%"
      @pointerdown=${e=>this.take(e,t)}
      @keydown=${e=>this.press(e,t)}
    ></button>`}renderMagnifier(e){let{grip:t,draft:n,quad:i}=this;if(!this.isTouched||t?.corner===void 0)return r;let[a,o]=z(e,n.rotation),[s,c]=E(P(i,t.corner),n.rotation),u=pe/2*Math.max(a,o),d=[s*a-u,c*o-u,2*u,2*u].join(` `);return l`
      <div class="magnifier ${c>.3?``:s<.5?`right`:`left`}" style="inset: ${c*100}% auto auto ${s*100}%">
        <svg viewBox=${d} aria-hidden="true">${B(e,n.rotation,i)}</svg>
      </div>
    `}renderTool(e,n,r){return t(e,this.localize(n),r)}get quad(){let{corners:e,crop:t}=this.draft;return this.hasCorners?e??this.found??T:t?O(t):T}change(e){this.draft=e}turn(e){this.change({...this.draft,rotation:p(this.draft.rotation,e)})}getPlace(e){let{left:t,top:n,width:r,height:i}=(this.renderRoot.querySelector(`.picture`)??this).getBoundingClientRect();return[(e.clientX-t)/r,(e.clientY-n)/i]}take(e,t){if(e.button!==0||t===void 0&&this.hasCorners)return;e.stopPropagation(),this.renderRoot.querySelector(`.picture`)?.setPointerCapture(e.pointerId),this.isTouched=e.pointerType===`touch`;let[n,r]=this.getPlace(e);if(t===void 0){this.grip={corner:t,last:[n,r]};return}let[i,a]=E(P(this.quad,t),this.draft.rotation);this.grip={corner:t,offset:[i-n,a-r]}}drag(e){let{grip:t}=this;if(!t)return;let[n,r]=this.getPlace(e);t.corner===void 0?(this.shift([n-t.last[0],r-t.last[1]]),this.grip={...t,last:[n,r]}):this.moveTo(t.corner,[n+t.offset[0],r+t.offset[1]])}drop(){this.grip=void 0}press(e,t){let n=me[e.key];if(!n)return;e.preventDefault();let r=e.shiftKey?fe:de,[i,a]=E(P(this.quad,t),this.draft.rotation);this.moveTo(t,[i+n[0]*r,a+n[1]*r]);let[o,s]=E(P(this.quad,t),this.draft.rotation),{format:c}=this.context;this.announcement=this.localize(`corner_place`,{left:c.percent(o),top:c.percent(s)})}moveTo(e,t){let{draft:n}=this,r=D(t,n.rotation);this.hasCorners?this.change({...n,corners:N(this.quad,e,r)}):this.change({...n,crop:j(n.crop??[0,0,1,1],e,r)})}shift([e,t]){let{crop:n,rotation:r}=this.draft;if(!n)return;let[i,a]=D([0,0],r),[o,s]=D([e,t],r);this.change({...this.draft,crop:M(n,[o-i,s-a])})}};o(`cloudprint-card-designer-editor`,he);var ge=6,X=300,Z=32,_e=class{constructor(e,t){this.host=e,this.sortable=t,this.preventMenu=e=>{this.pressed&&this.from!==void 0&&e.preventDefault()},this.drag=e=>{let{pressed:t}=this;if(e.pointerId!==t?.id)return;if(this.from===void 0){if(!(Math.hypot(e.clientX-t.x,e.clientY-t.y)>ge))return;e.pointerType===`touch`?this.end():this.lift();return}let n=this.sortable.list();if(!n)return;let r=n.getBoundingClientRect();e.clientY<r.top+Z&&(n.scrollTop-=Z/4),e.clientY>r.bottom-Z&&(n.scrollTop+=Z/4),this.gap=ve([...n.children],e.clientX,e.clientY),this.host.requestUpdate()},this.drop=e=>{let{from:t,gap:n,pressed:r}=this;if(e.pointerId!==r?.id||(this.end(),t===void 0||n===void 0))return;window.addEventListener(`click`,Q,{capture:!0,once:!0}),window.setTimeout(()=>window.removeEventListener(`click`,Q,!0));let i=n>t?n-1:n;i!==t&&this.sortable.onSorted(t,i)},this.cancel=()=>this.end(),this.escape=e=>{e.key===`Escape`&&this.from!==void 0&&(e.stopPropagation(),this.end())},this.preventScroll=e=>{this.from!==void 0&&e.cancelable&&e.preventDefault()},e.addController(this)}hostDisconnected(){this.end()}start(e,t){e.button===0&&e.isPrimary&&(this.end(),this.pressed={at:t,x:e.clientX,y:e.clientY,id:e.pointerId},window.addEventListener(`touchmove`,this.preventScroll,{passive:!1}),window.addEventListener(`pointermove`,this.drag),window.addEventListener(`pointerup`,this.drop),window.addEventListener(`pointercancel`,this.cancel),window.addEventListener(`keydown`,this.escape,!0),e.pointerType===`touch`&&(this.holding=window.setTimeout(()=>this.lift(),X)))}lift(){this.from=this.pressed?.at,this.gap=this.from,this.host.requestUpdate()}end(){window.clearTimeout(this.holding),window.removeEventListener(`touchmove`,this.preventScroll),window.removeEventListener(`pointermove`,this.drag),window.removeEventListener(`pointerup`,this.drop),window.removeEventListener(`pointercancel`,this.cancel),window.removeEventListener(`keydown`,this.escape,!0),this.pressed=void 0,this.from=void 0,this.gap=void 0,this.host.requestUpdate()}};function Q(e){e.stopPropagation(),e.preventDefault()}function ve(e,t,n){let r=e.map(e=>e.getBoundingClientRect()),i=r.findIndex(({left:e,right:r,top:i,bottom:a})=>n<i||n<a&&t<(e+r)/2);return i<0?r.length:i}var ye=class extends u{constructor(...e){super(...e),this.dragging=new _e(this,{list:()=>this.renderRoot.querySelector(`ol`),onSorted:(e,t)=>{this.selected=this.items[e],this.move(this.selected,t)}}),this.reported=/* @__PURE__ */ new WeakSet,this.fireAction=e=>this.fireEvent(`item-action`,e)}static{this.properties={...u.properties,items:{attribute:!1},version:{attribute:!1},cleanUp:{attribute:!1},selected:{state:!0}}}static{this.styles=[...u.styles,a`
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
    `]}willUpdate(){let e=this.items.find(e=>e.problem!==void 0&&!this.reported.has(e));e&&(this.reported.add(e),this.selected=e),this.selected&&this.items.includes(this.selected)||(this.selected=this.items[0])}updated(e){if(!this.moved||!e.has(`items`))return;let t=this.items.indexOf(this.moved);this.moved=void 0,this.renderRoot.querySelectorAll(`.item`)[t]?.focus()}render(){let{from:e,gap:t}=this.dragging;return l`
      <ol aria-label=${this.localize(`files`)} @contextmenu=${this.dragging.preventMenu}>
        ${s(this.items,e=>e,(n,r)=>l`
            <li
              class="${r===e?`dragged`:``} ${r===t?`before`:``} ${this.isAfter(r,t)?`after`:``}"
            >
              ${this.renderItem(n,r)}
            </li>
          `)}
      </ol>
      ${this.selected?this.renderTools(this.selected):r}
    `}isAfter(e,t){return t===this.items.length&&e===t-1}renderItem(t,n){let{name:i}=t.file;return l`
      <button
        class="item"
        type="button"
        title=${i}
        aria-label=${this.localize(`item_position`,{name:i,position:n+1,count:this.items.length})}
        aria-pressed=${t===this.selected}
        @pointerdown=${e=>this.dragging.start(e,n)}
        @click=${()=>{this.selected=t}}
        @keydown=${e=>this.press(e,t,n)}
      >
        ${this.renderPicture(t)}
        <span class="number" aria-hidden="true">${n+1}</span>
        ${t.uploaded||t.problem!==void 0?r:l`<span class="sent"><span style="inline-size: ${t.sent*100}%"></span></span>`}
        ${t.problem===void 0?r:l`<span class="failed">${e(`mdi:alert-circle-outline`)}</span>`}
      </button>
    `}renderPicture(t){let{thumbnail:r,edits:i,found:a,isPicture:o}=t;if(!r)return e(o?`mdi:image-outline`:`mdi:file-document-outline`);let[s,c]=z(r,i.rotation),u=this.hasCorners(t)?i.corners??a:i.crop&&O(i.crop);return l`<svg viewBox="0 0 ${s} ${c}" aria-hidden="true">
      ${n`${B(r,i.rotation,u??void 0)}`}
    </svg>`}hasCorners({isPicture:e}){return e&&this.cleanUp!==`off`}renderTools(e){let{name:t}=e.file,n=this.items.indexOf(e),{fireAction:i}=this,a=t=>i({kind:`rotate`,item:e,quarters:t}),o=this.hasCorners(e);return l`
      <div class="tools" role="toolbar" aria-label=${t}>
        <div class="name small one-line secondary">${t}</div>
        ${e.problem===void 0?r:l`<div class="name small problem" role="alert">${e.problem}</div>`}
        ${this.items.length>1?l`
                ${this.renderTool(`mdi:arrow-left`,`move_left`,()=>this.move(e,n-1),n===0)}
                ${this.renderTool(`mdi:arrow-right`,`move_right`,()=>this.move(e,n+1),n===this.items.length-1)}
              `:r}
        ${e.thumbnail?l`
                ${this.renderTool(`mdi:rotate-left`,`rotate_left`,()=>a(-1))}
                ${this.renderTool(`mdi:rotate-right`,`rotate_right`,()=>a(1))}
                ${this.renderTool(o?`mdi:vector-square`:`mdi:crop`,o?`corners`:`crop`,()=>i({kind:`edit`,item:e}))}
              `:r}
        ${e.problem===void 0?r:this.renderTool(`mdi:reload`,`retry`,()=>i({kind:`retry`,item:e}))}
        ${this.renderTool(`mdi:close`,`remove`,()=>i({kind:`remove`,item:e}),!1,t)}
      </div>
    `}renderTool(e,n,r,i=!1,a=``){return t(e,this.localize(n,{name:a}),r,i)}press(e,t,n){if(!e.altKey||![`ArrowLeft`,`ArrowRight`].includes(e.key))return;e.preventDefault(),this.selected=t;let r=e.key===`ArrowLeft`?n-1:n+1;this.items[r]&&(this.moved=t),this.move(t,r)}move(e,t){e&&this.fireAction({kind:`move`,item:e,to:t})}};o(`cloudprint-card-designer-thumbnails`,ye);var be=1200,$=class extends C{static{this.properties={...C.properties,files:{attribute:!1},made:{attribute:!1},design:{state:!0},edited:{state:!0},picture:{state:!0},announcement:{state:!0}}}constructor(){super(),this.ticket=new S(this),this.designer=new G(this),this.isRenewed=!1,this.version=0,this.design=v,this.announcement=``,this.addController(this.designer)}get uploads(){return this.designer.uploads}willUpdate(e){this.hasUpdated?super.willUpdate(e):this.choices=this.made?.choices??this.createChoices(),e.has(`files`)&&this.designer.addFiles(this.files,this.made?.uploads),this.ticket.names=this.designer.items.map(({file:e})=>e.name),this.design.cleanUp!==`off`&&this.designer.findCorners(),this.renewUploads(),this.requestPreview(),this.version+=1}get draft(){let{printer:e,choices:t,design:n}=this,r=this.designer.buildField(n),i=!this.optionSet.hasPages;return{printer:e,choices:t,design:n,content:r&&{upload:r},isMadeHere:!0,isWhole:i}}get isPreviewed(){return this.checked.fields!==void 0}get optionSet(){return{hasPages:this.designer.items.some(({isPicture:e})=>!e),hasPageSets:!0,impliedSides:h(this.design)}}renderHead(){let{texts:e,format:t}=this.context,{items:n,size:r}=this.designer,i=this.ticket.preview?.sheets;return this.renderTitle(`mdi:image-multiple-outline`,e.localizeCount(`files`,n.length),[t.bytes(r),i?e.localizeCount(`sheets`,i.count):``],{label:this.localize(`close_files`),run:()=>this.fireCardEvent(`unstage`,void 0)})}renderBody(){let{context:e,designer:t}=this,{items:n}=t;return l`
      <div class="content with-preview">
        <div class="main">
          <cloudprint-card-designer-thumbnails
            .context=${e}
            .items=${n}
            .version=${this.version}
            .cleanUp=${this.design.cleanUp}
            @item-action=${e=>this.act(e.detail)}
          ></cloudprint-card-designer-thumbnails>
          ${this.renderLeftOut(t.leftOut)} ${this.renderPick()}
          ${this.renderPreview(e.texts.localizeCount(`files`,n.length))}
          ${t.isUploaded?r:this.renderProgress(this.localize(`uploading_files`),t.sent)}
        </div>
        <div class="side">
          <cloudprint-card-designer-arrangement
            .context=${e}
            .design=${this.design}
            @design=${e=>{this.design=e.detail}}
          ></cloudprint-card-designer-arrangement>
          ${this.renderChoices()}
          <div class="buttons">${this.renderSeparate()} ${this.renderSave()}</div>
        </div>
      </div>
      ${this.renderFooter()} ${this.edited?this.renderEditor(this.edited):r}
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `}get waiting(){let{designer:e,context:t}=this;if(e.items.some(({problem:e})=>e!==void 0))return this.localize(`design_failed`);if(!e.isUploaded){let{format:n}=t;return this.localize(`uploading_percent`,{percent:n.percent(e.sent),size:n.bytes(e.size)})}return this.localize(this.checked.fields?`preview_loading`:`corners_finding`)}renderSeparate(){let{designer:e}=this;return e.items.length<2||this.isBusy||this.isUncertain?r:l`<button
      class="plain separate"
      type="button"
      @click=${()=>this.fireCardEvent(`separate`,e.filterKept(this.files))}
    >
      ${this.localize(`print_separately`)}
    </button>`}renderEditor(e){return l`<cloudprint-card-designer-editor
      .context=${this.context}
      .name=${e.file.name}
      .picture=${this.picture}
      .edits=${e.edits}
      .found=${e.found}
      .hasCorners=${e.isPicture&&this.design.cleanUp!==`off`}
      @edits=${t=>this.designer.edit(e,t.detail)}
      @close=${()=>{this.edited=void 0,this.picture=void 0}}
    ></cloudprint-card-designer-editor>`}act(e){let{designer:t}=this,{item:n}=e,{name:r}=n.file;if(!(this.isBusy&&e.kind===`remove`))switch(e.kind){case`move`:{let i=t.move(n,e.to)+1;this.announcement=this.localize(`item_position`,{name:r,position:i,count:t.items.length});break}case`rotate`:t.edit(n,{...n.edits,rotation:p(n.edits.rotation,e.quarters)}),this.announcement=this.localize(`item_rotated`,{name:r,degrees:n.edits.rotation});break;case`edit`:this.startEditing(n);break;case`retry`:t.retry();break;case`remove`:t.remove(n),t.items.length?this.focus():this.fireCardEvent(`unstage`,void 0)}}async startEditing(e){this.edited=e,this.picture=e.thumbnail;let t=await this.designer.load(e,be);this.edited===e&&t&&(this.picture=t)}renewUploads(){let{preview:e,problem:t}=this.ticket;e&&(this.isRenewed=!1),!t?.isGone||this.isRenewed||this.isBusy||this.isUncertain||(this.isRenewed=!0,this.designer.renew())}refused(){let{ticket:e}=this;if(!e.failure?.isGone)return;let t=this.localize(this.isUncertain?`probably_printed`:`uploaded_again`);this.isUncertain||this.designer.renew(),e.failure={...e.failure,text:t}}};o(`cloudprint-card-designer`,$);export{$ as DesignerPart};