import{M as e,P as t,c as n,d as r,j as i,l as a,m as o,p as s,s as c,u as l,w as u}from"./card-1f5bc122.js";var d=`media-source://cloudprint`,f=class extends c{static{this.properties={...c.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...c.styles,t`
      .head {
        align-items: center;
        display: flex;
        gap: 12px;
        margin-block-end: 12px;
      }
      h2 {
        flex: 1;
        min-inline-size: 0;
      }
      h2:focus {
        outline: none;
      }
      ul {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(min(120px, 100%), 1fr));
        max-block-size: 60vh;
        overflow-y: auto;
      }
      li button {
        background: var(--field);
        border-radius: var(--radius);
        color: var(--text);
        flex-direction: column;
        font-weight: var(--ha-font-weight-normal, 400);
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
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[d]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:t,path:n,problem:c}=this;return e`
      <div class="head">
        ${n.length>1?s(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(n.slice(0,-1))):i}
        <h2 class="one-line" tabindex="-1">${t?.title??this.localize(`from_home`)}</h2>
        ${a(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${c?e`
              ${r(`error`,`mdi:alert-circle-outline`,c)}
              <button type="button" @click=${()=>this.open(n)}>
                ${o(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:t?this.renderFolder(t):l(this.context.texts)}
    `}renderFolder({children:t,not_shown:n}){return e`
      ${t.length?e`<ul>
              ${t.map(t=>e`<li>${this.renderItem(t)}</li>`)}
            </ul>`:e`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${n?e`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,n)}</p>`:i}
    `}renderItem(t){let{title:n,thumbnail:r}=t,a=r&&this.thumbnails.get(r),s=t.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return e`
      <button type="button" title=${n} @click=${()=>this.choose(t)}>
        <span class="picture" data-thumbnail=${r&&!a?r:i}>
          ${a?e`<img src=${a} alt="" />`:o(s)}
        </span>
        <span class="name">${n}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireEvent(`content-picked`,{kind:`media`,item:e})}async open(e){this.path=e,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let t,n;try{t=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:e.at(-1)})}catch(e){n=await u(this.context,e)}e===this.path&&(this.folder=t,this.problem=n,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};n(`cloudprint-card-media`,f);export{f as MediaPart};