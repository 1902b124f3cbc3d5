import{G as e,I as t,J as n,K as r,c as i,g as a,h as o,p as s,s as c,v as l,y as u}from"./card-fc9b5009.js";import{t as d}from"./list-styles-afcc2aa2.js";var f=`media-source://cloudprint`,p=class extends c{static{this.properties={...c.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...c.styles,d,n`
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
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[f]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:t,path:n,problem:i}=this;return r`
      <div class="head">
        ${n.length>1?l(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(n.slice(0,-1))):e}
        <h2 class="one-line" tabindex="-1">${t?.title??this.localize(`from_home`)}</h2>
        ${s(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${i?r`
              ${a(`error`,`mdi:alert-circle-outline`,i)}
              <button type="button" @click=${()=>this.open(n)}>
                ${u(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:t?this.renderFolder(t):o(this.context.texts)}
    `}renderFolder({children:t,not_shown:n}){return r`
      ${t.length?r`<ul>
              ${t.map(e=>r`<li>${this.renderItem(e)}</li>`)}
            </ul>`:r`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${n?r`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,n)}</p>`:e}
    `}renderItem(t){let{title:n,thumbnail:i}=t,a=i&&this.thumbnails.get(i),o=t.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return r`
      <button type="button" title=${n} @click=${()=>this.choose(t)}>
        <span class="picture" data-thumbnail=${i&&!a?i:e}>
          ${a?r`<img src=${a} alt="" />`:u(o)}
        </span>
        <span class="name">${n}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireCardEvent(`content-picked`,{kind:`media`,item:e})}async open(e){this.path=e,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let n,r;try{n=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:e.at(-1)})}catch(e){r=await t(this.context,e)}e===this.path&&(this.folder=n,this.problem=r,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};i(`cloudprint-card-media`,p);export{p as MediaPart};