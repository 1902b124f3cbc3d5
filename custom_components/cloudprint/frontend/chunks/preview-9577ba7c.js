import{I as e,M as t,N as n,P as r,S as i,c as a,d as o,m as s,p as c,s as l,w as u,x as d}from"./card-225d353b.js";import"./people-3e9b5b24.js";var f=Object.keys(t),p=[``,`odd`,`even`],m=[`one_sided`,`two_sided_long_edge`,`two_sided_short_edge`],h=/^(\d{1,6})(?:-(\d{1,6}))?$/,g=/* @__PURE__ */ new Set([`odd`,`even`,`reverse`]),_={pageRanges:``,pageSet:``,isReversed:!1};function v(e,n){if(n===`sides`&&e.needs_trays)return m;let r=e[t[n]].map(e=>typeof e==`string`?e:e.name),i=[...new Set(r)];return i.length>1?i:[]}function y(e){return Object.fromEntries(f.map(t=>[t,e(t)]))}function b(e,t={}){let n=Object.fromEntries(d.map(e=>[e,t[e]??``]).filter(([t,n])=>v(e,t).includes(n)||t===`sides`&&E(n)));return{copies:Math.max(e.copies.min,e.defaults.copies??1),...y(e=>n[e]??``),..._,remembered:d.filter(e=>n[e])}}var x={copies:void 0,...y(()=>``),..._,remembered:[]};function S(e,t,n){return{...e,[t]:n,remembered:e.remembered.filter(e=>e!==t)}}function C(e){return e.normalize(`NFKC`).replace(/\s+/g,``).replace(/[-‐-―−~至]+/g,`-`).replace(/[、;]/g,`,`).replace(/,+$/,``).toLowerCase()}function w({pageRanges:e,pageSet:t,isReversed:n}){return[C(e),t,n?`reverse`:``].filter(Boolean).join(`,`)}function T(e){let t=e.split(`,`);return t.every(e=>{let[,t=`0`,n=t]=h.exec(e)??[];return g.has(e)||Number(t)>=1&&Number(t)<=Number(n)})&&!(t.includes(`odd`)&&t.includes(`even`))}function E(e){return e.startsWith(`two_sided`)}function D(e,t){return t.needs_trays&&E(e)}function O(e,t,n){let{sides:r,remembered:i}=e;if(i.includes(`sides`)&&E(r)){if(!v(t,`sides`).includes(r))return`not_offered`;if(D(r,t))return t.trays?n?void 0:`not_made_here`:`trays_missing`}}function k(e,t,n){if(!O(e,t,n))return e;let r=v(t,`sides`).includes(`one_sided`)?`one_sided`:``;return{...e,sides:r}}function A(e,t){let{min:n,max:r}=t.copies,{copies:i}=e,a=w(e);return[...i===void 0||Number.isInteger(i)&&i>=n&&i<=r?[]:[`copies_invalid`],...a===``||T(a)?[]:[`page_ranges_invalid`],...D(e.sides,t)&&!t.trays?[`trays_missing`]:[]]}function j(e){let t=w(e);return{...e.copies===void 0?{}:{copies:e.copies},...i(e,f),...t?{page_ranges:t}:{}}}function M(e,t){return t.join(e.map(e=>t.localizeValue(`cause`,e,`cause_other`)),`conjunction`)}function N({rule:e},t,n){let r=t?t.left_today:e?.left_today,i=t?t.left_month:e?.left_month;if(r===0)return n.localize(`used_up_today`);if(i===0)return n.localize(`used_up_month`);if(!t?.used_up)return;let{pages:a}=t,o=typeof r==`number`&&(typeof i!=`number`||r<=i),s=o?r:i;return a===null||typeof s!=`number`?t.sentence??n.localize(`used_up`):n.localizeCount(o?`too_many_today`:`too_many_month`,a,{left:s})}function P(e,t,n){return N(e,t,n)===void 0}function F({texts:e},t,i,a){let{rule:s}=t,c=N(t,i,e);if(c)return o(`warning`,`mdi:alert-circle-outline`,c);let l={...s,...i&&{left_today:i.left_today,left_month:i.left_month}},d=(t,n)=>{let r=l[t];return typeof r==`number`&&typeof n==`number`?e.localizeCount(t,n,{left:r}):``},f=[d(`left_today`,s?.limit_today),d(`left_month`,s?.limit_month),i?.asks?e.localize(`asks`,{names:I(u(i.approvers,e)),causes:M(i.causes,e)}):i?.sentence??s?.sentence??``].filter(Boolean);return f.length?r`<div class="rule small" role="status">${f.join(` `)}</div>
    ${i?.offers_grey&&a?r`<button class="grey" type="button" @click=${a}>${e.localize(`grey_now`)}</button>`:n}`:n}function I(e){return e.charAt(0).toUpperCase()+e.slice(1)}var L=2,R=12,z=class{constructor(e,t,n){this.load=t,this.onChange=n,this.loading=/* @__PURE__ */ new Set,this.seen=[],this.groups=/* @__PURE__ */ new Map([[0,e]])}get(e){return this.groups.get(e)}look(e){this.seen=e;for(let[t,n]of this.groups)typeof n==`string`&&!e.includes(t)&&this.groups.delete(t);for(let t of e)this.start(t)}async start(e){if(this.groups.has(e)||this.loading.has(e)||this.loading.size>=L)return;this.loading.add(e);let t=await this.load(e*4+1);this.loading.delete(e),this.groups.set(e,t),this.forget(),this.onChange();for(let e of this.seen)this.start(e)}forget(){for(let e of this.groups.keys()){if(this.groups.size<=R)return;this.seen.includes(e)||this.groups.delete(e)}}},B=96/25.4,V={width:260,height:320},H=12,U=`default-src 'none'; img-src data:; style-src 'unsafe-inline'`,W=class extends l{static{this.properties={...l.properties,sheets:{attribute:!1},layout:{attribute:!1},load:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1},at:{state:!0},seen:{state:!0},laidOut:{state:!0}}}static{this.styles=[...l.styles,e`
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
        overflow: hidden;
        position: relative;
      }
      /* Only pages: texts would be hard to read. */
      [aria-busy="true"] :is(.row, .frame) {
        opacity: 0.5;
      }
      .inner {
        overflow: hidden;
        position: absolute;
      }
      .row {
        inset: 0 auto auto ${H/2}px;
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
    `]}constructor(){super(),this.observed=/* @__PURE__ */ new Set,this.at=0,this.seen=[0],this.laidOut=1}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.observer=void 0,this.observed=/* @__PURE__ */ new Set}connectedCallback(){super.connectedCallback(),this.requestUpdate()}willUpdate(e){e.has(`sheets`)&&this.sheets&&(this.loader=new z(this.sheets,e=>this.load(e),()=>this.requestUpdate())),e.has(`layout`)&&!this.layout&&(this.laidOut=1),this.at=Math.min(this.at,this.count-1),this.loader?.look(this.seen.filter(e=>e<this.groups))}updated(){this.observer??=new IntersectionObserver(e=>this.see(e),{root:this.strip,rootMargin:`0px 100%`});let e=new Set(this.renderRoot.querySelectorAll(`.group`));for(let t of this.observed)e.has(t)||this.observer.unobserve(t);for(let t of e)this.observed.has(t)||this.observer.observe(t);this.observed=e}see(e){let t=new Set(this.seen);for(let{target:n,isIntersecting:r}of e){let e=Number(n.dataset.group);r?t.add(e):t.delete(e)}this.seen=[...t].sort((e,t)=>e-t)}get strip(){return this.renderRoot.querySelector(`.strip`)}get count(){return this.sheets?.count??this.laidOut}get perGroup(){return this.sheets?4:1}get groups(){return Math.ceil(this.count/this.perGroup)}get scale(){let{width:e,height:t}=this.paper;return Math.min(V.width/e,V.height/t)}get paper(){return this.sheets??this.layout??{width:210,height:297}}get step(){return this.paper.width*this.scale+H}render(){let{count:e,step:t}=this,i=e>1;return r`
      <div
        class="strip"
        aria-busy=${this.isBusy}
        role=${i?`group`:n}
        tabindex=${i?`0`:n}
        aria-label=${i?this.localize(`preview_pages`,{name:this.name}):n}
        style="padding-inline: max(0px, 50% - ${t/2}px)"
        @scroll=${this.scrolled}
      >
        ${Array.from({length:this.groups},(e,t)=>this.renderGroup(t))}
      </div>
      ${i?this.renderPager():n}
    `}renderGroup(e){let t=e*this.perGroup,i=Math.min(this.perGroup,this.count-t),a=this.seen.includes(e),o=this.sheets?this.loader?.get(e):void 0,s=`inline-size: ${this.step}px; block-size: ${this.paper.height*this.scale}px`;return r`<div class="group" data-group=${e}>
      ${Array.from({length:i},(e,n)=>r`<div class="page" style=${s}>${this.renderPage(t+n,o,a)}</div>`)}
      ${a&&o&&typeof o!=`string`?this.renderSheets(o):n}
    </div>`}renderPage(e,t,i){return this.layout&&!this.sheets?i?this.renderLaidOut(this.layout,e):n:typeof t==`string`?r`${s(`mdi:alert-circle-outline`)}
        <div class="small" role="alert">${t}</div>`:t?e<t.first-1+t.shown?n:r`${s(`mdi:file-document-outline`)}
      <div class="secondary small">${this.localize(`preview_none`)}</div>`:r`<div class="secondary small">${this.label(e)}</div>`}label(e){return this.localize(`sheet_position`,{position:e+1,count:this.count})}renderSheets({html:e,first:t,shown:n}){let{scale:i}=this,{width:a,height:o}=this.paper,s=H/i,c=(n*(a+s)-s)*B,l=n===1?this.label(t-1):this.localize(`sheets_position`,{first:t,last:t+n-1,count:this.count});return r`<div class="row">
      <iframe
        sandbox=""
        tabindex="-1"
        scrolling="no"
        title=${l}
        style="block-size: ${o*B}px; inline-size: ${c}px; transform: scale(${i/B})"
        srcdoc=${G(e,a,o,s)}
      ></iframe>
    </div>`}renderLaidOut({html:e,width:t,height:i,margin:a},o){let{scale:s}=this,c={width:t-2*a,height:i-2*a},l=c.width*B;return r`<div class="frame" style="block-size: ${i*s}px; inline-size: ${t*s}px">
      <div
        class="inner"
        style="block-size: ${c.height*s}px; inline-size: ${c.width*s}px; inset: ${a*s}px auto auto ${a*s}px"
      >
        <iframe
          sandbox=${o?``:`allow-same-origin`}
          tabindex="-1"
          scrolling="no"
          title=${o?this.label(o):this.localize(`preview_alt`,{name:this.name})}
          style="block-size: ${c.height*B}px; inline-size: ${l*(o+1)}px; transform: scale(${s/B}) translateX(${-o*l}px)"
          srcdoc=${K(e,c)}
          @load=${o?n:e=>this.measure(e.target,l)}
        ></iframe>
      </div>
    </div>`}measure(e,t){let n=e.contentDocument?.body.scrollWidth??0;this.laidOut=Math.max(1,Math.round(n/t))}renderPager(){return r`
      <div class="pager">
        ${this.renderStep(`mdi:chevron-left`,`sheet_before`,this.at-1)}
        <span class="small" role="status">${this.label(this.at)}</span>
        ${this.renderStep(`mdi:chevron-right`,`sheet_after`,this.at+1)}
      </div>
    `}renderStep(e,t,n){return c(e,this.localize(t),()=>{this.at=n,this.strip&&(this.strip.scrollLeft=n*this.step)},n<0||n>=this.count)}scrolled(){let e=Math.round((this.strip?.scrollLeft??0)/this.step);this.at=Math.max(0,Math.min(e,this.count-1))}};function G(e,t,n,r){return`<meta http-equiv="Content-Security-Policy" content="${U}">
<style>
html { overflow: hidden !important; }
body { column-gap: ${r}mm !important; display: grid !important; grid-auto-columns: ${t}mm !important;
  grid-auto-flow: column !important; grid-template-rows: ${n}mm !important; place-items: center !important;
  inline-size: max-content !important; }
body > div { background: #fff; outline: 2px solid rgba(0, 0, 0, 0.25); outline-offset: -2px; }
</style>
${e}`}function K(e,{width:t,height:n}){return`<meta http-equiv="Content-Security-Policy" content="${U}">
<style>
html { overflow: hidden !important; }
body { block-size: ${n}mm !important; inline-size: ${t}mm !important;
  columns: ${t}mm auto !important; column-fill: auto !important; column-gap: 0 !important; }
</style>
${e}`}a(`cloudprint-card-pages`,W);var q=class extends l{static{this.properties={...l.properties,preview:{attribute:!1},load:{attribute:!1},problem:{attribute:!1},hint:{attribute:!1},waiting:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1}}}static{this.styles=[...l.styles,e`
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
    `]}render(){return r`<div class="desk" aria-busy=${this.isBusy}>${this.renderDesk()}</div>`}renderDesk(){let{preview:e,problem:t,name:i}=this;return t===void 0?this.hint?this.renderHint(this.hint):e?.sheets||e?.layout?r`<cloudprint-card-pages
        .context=${this.context}
        .sheets=${e.sheets??void 0}
        .layout=${e.layout??void 0}
        .load=${this.load}
        .isBusy=${this.isBusy}
        .name=${i}
      ></cloudprint-card-pages>`:e?.image?r`<img alt=${this.localize(`preview_alt`,{name:i})} src="data:image/png;base64,${e.image}" />`:e?this.renderHint(this.localize(`preview_none`)):r`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.waiting??this.localize(`preview_loading`)}</div>`:r`${s(`mdi:alert-circle-outline`)}
      ${t?r`<div class="small" role="alert">${t}</div>`:n}`}renderHint(e){return r`${s(`mdi:file-document-outline`)}
      <div class="secondary small">${e}</div>`}};a(`cloudprint-card-preview`,q);export{x as a,k as c,O as d,A as f,D as h,_ as i,j as l,v as m,M as n,f as o,b as p,F as r,p as s,P as t,S as u};