import{C as e,E as t,G as n,I as r,J as i,K as a,S as o,T as s,b as c,c as l,s as u}from"./card-5da967be.js";import{t as d}from"./list-styles-b431d002.js";var f=`media-source://cloudprint`,p=class extends u{static{this.properties={...u.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...u.styles,d,i`
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
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[f]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:r,path:i,problem:l}=this;return a`
      <div class="head">
        ${i.length>1?s(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(i.slice(0,-1))):n}
        <h2 class="one-line" tabindex="-1">${r?.title??this.localize(`from_home`)}</h2>
        ${c(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${l?a`
              ${e(`error`,`mdi:alert-circle-outline`,l)}
              <button type="button" @click=${()=>this.open(i)}>
                ${t(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:r?this.renderFolder(r):o(this.context.texts)}
    `}renderFolder({children:e,not_shown:t}){return a`
      ${e.length?a`<ul>
              ${e.map(e=>a`<li>${this.renderItem(e)}</li>`)}
            </ul>`:a`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${t?a`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,t)}</p>`:n}
    `}renderItem(e){let{title:r,thumbnail:i}=e,o=i&&this.thumbnails.get(i),s=e.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return a`
      <button type="button" title=${r} @click=${()=>this.choose(e)}>
        <span class="picture" data-thumbnail=${i&&!o?i:n}>
          ${o?a`<img src=${o} alt="" />`:t(s)}
        </span>
        <span class="name">${r}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireCardEvent(`content-picked`,{kind:`media`,item:e})}async open(e){this.path=e,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let t,n;try{t=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:e.at(-1)})}catch(e){n=await r(this.context,e)}e===this.path&&(this.folder=t,this.problem=n,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};l(`cloudprint-card-media`,p);export{p as MediaPart};