import{C as e,D as t,E as n,K as r,L as i,Y as a,c as o,q as s,s as c,w as l,x as u}from"./card-d55a6ee4.js";import{t as d}from"./list-styles-8e739e37.js";var f=`media-source://cloudprint`,p=class extends c{static{this.properties={...c.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...c.styles,d,a`
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
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[f]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:i,path:a,problem:o}=this;return s`
      <div class="head">
        ${a.length>1?n(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(a.slice(0,-1))):r}
        <h2 class="one-line" tabindex="-1">${i?.title??this.localize(`from_home`)}</h2>
        ${u(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${o?s`
              ${l(`error`,`mdi:alert-circle-outline`,o)}
              <button type="button" @click=${()=>this.open(a)}>
                ${t(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:i?this.renderFolder(i):e(this.context.texts)}
    `}renderFolder({children:e,not_shown:t}){return s`
      ${e.length?s`<ul>
              ${e.map(e=>s`<li>${this.renderItem(e)}</li>`)}
            </ul>`:s`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${t?s`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,t)}</p>`:r}
    `}renderItem(e){let{title:n,thumbnail:i}=e,a=i&&this.thumbnails.get(i),o=e.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return s`
      <button type="button" title=${n} @click=${()=>this.choose(e)}>
        <span class="picture" data-thumbnail=${i&&!a?i:r}>
          ${a?s`<img src=${a} alt="" />`:t(o)}
        </span>
        <span class="name">${n}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireCardEvent(`content-picked`,{kind:`media`,item:e})}async open(e){this.path=e,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let t,n;try{t=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:e.at(-1)})}catch(e){n=await i(this.context,e)}e===this.path&&(this.folder=t,this.problem=n,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};o(`cloudprint-card-media`,p);export{p as MediaPart};