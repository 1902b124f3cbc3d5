import{Q as e,c as t,ct as n,h as r,l as i,m as a,o,s,st as c,u as l,ut as u}from"./card-c940cf0e.js";var d=`media-source://cloudprint`,f=class extends o{static{this.properties={...o.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...o.styles,u`
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
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[d]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:e,path:o,problem:s}=this;return n`
      <div class="head">
        ${o.length>1?a(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(o.slice(0,-1))):c}
        <h2 class="one-line" tabindex="-1">${e?.title??this.localize(`from_home`)}</h2>
        ${t(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${s?n`
              ${l(`error`,`mdi:alert-circle-outline`,s)}
              <button type="button" @click=${()=>this.open(o)}>
                ${r(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:e?this.renderFolder(e):i(this.context.texts)}
    `}renderFolder({children:e,not_shown:t}){return n`
      ${e.length?n`<ul>
              ${e.map(e=>n`<li>${this.renderItem(e)}</li>`)}
            </ul>`:n`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${t?n`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,t)}</p>`:c}
    `}renderItem(e){let{title:t,thumbnail:i}=e,a=i&&this.thumbnails.get(i),o=e.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return n`
      <button type="button" title=${t} @click=${()=>this.choose(e)}>
        <span class="picture" data-thumbnail=${i&&!a?i:c}>
          ${a?n`<img src=${a} alt="" />`:r(o)}
        </span>
        <span class="name">${t}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireEvent(`content-picked`,{kind:`media`,item:e})}async open(t){this.path=t,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let n,r;try{n=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:t.at(-1)})}catch(t){r=await e(this.context,t)}t===this.path&&(this.folder=n,this.problem=r,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};s(`cloudprint-card-media`,f);export{f as MediaPart};