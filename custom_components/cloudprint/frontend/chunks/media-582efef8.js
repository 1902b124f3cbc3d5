import{D as e,F as t,I as n,R as r,c as i,d as a,f as o,h as s,m as c,s as l,u}from"./card-bd560d65.js";import{t as d}from"./list-styles-50a72cd6.js";var f=`media-source://cloudprint`,p=class extends l{static{this.properties={...l.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...l.styles,d,r`
      ul {
        grid-template-columns: repeat(auto-fill, minmax(min(120px, 100%), 1fr));
        max-block-size: 60vh;
        overflow-y: auto;
      }
      li button {
        inline-size: 100%;
        padding: 8px;
      }
      .picture {
        align-items: center;
        block-size: 80px;
        display: flex;
        justify-content: center;
      }
      .picture .icon {
        --mdc-icon-size: 36px;
        color: var(--accent-text);
      }
      img {
        max-block-size: 100%;
        max-inline-size: 100%;
        object-fit: contain;
      }
      .name {
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        display: -webkit-box;
        max-inline-size: 100%;
        overflow: hidden;
        overflow-wrap: anywhere;
      }
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[f]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:e,path:r,problem:i}=this;return n`
      <div class="head">
        ${r.length>1?c(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(r.slice(0,-1))):t}
        <h2 class="one-line" tabindex="-1">${e?.title??this.localize(`from_home`)}</h2>
        ${u(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${i?n`
              ${o(`error`,`mdi:alert-circle-outline`,i)}
              <button type="button" @click=${()=>this.open(r)}>
                ${s(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:e?this.renderFolder(e):a(this.context.texts)}
    `}renderFolder({children:e,not_shown:r}){return n`
      ${e.length?n`<ul>
              ${e.map(e=>n`<li>${this.renderItem(e)}</li>`)}
            </ul>`:n`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${r?n`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,r)}</p>`:t}
    `}renderItem(e){let{title:r,thumbnail:i}=e,a=i&&this.thumbnails.get(i),o=e.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return n`
      <button type="button" title=${r} @click=${()=>this.choose(e)}>
        <span class="picture" data-thumbnail=${i&&!a?i:t}>
          ${a?n`<img src=${a} alt="" />`:s(o)}
        </span>
        <span class="name">${r}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireCardEvent(`content-picked`,{kind:`media`,item:e})}async open(t){this.path=t,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let n,r;try{n=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:t.at(-1)})}catch(t){r=await e(this.context,t)}t===this.path&&(this.folder=n,this.problem=r,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};i(`cloudprint-card-media`,p);export{p as MediaPart};