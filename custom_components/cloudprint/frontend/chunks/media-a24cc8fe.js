import{D as e,F as t,I as n,R as r,_ as i,b as a,c as o,g as s,s as c,v as l,x as u}from"./card-7cf24f45.js";import{t as d}from"./list-styles-454632b8.js";var f=`media-source://cloudprint`,p=class extends c{static{this.properties={...c.properties,path:{state:!0},folder:{state:!0},problem:{state:!0}}}static{this.styles=[...c.styles,d,r`
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
    `]}constructor(){super(),this.thumbnails=/* @__PURE__ */ new Map,this.path=[f]}focus(){this.renderRoot.querySelector(`h2`)?.focus()}connectedCallback(){super.connectedCallback(),this.observer=new IntersectionObserver(e=>{for(let{isIntersecting:t,target:n}of e){let{thumbnail:e}=n.dataset;t&&e&&this.loadThumbnail(e)}}),this.hasUpdated&&this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.observer?.disconnect(),this.forgetThumbnails()}firstUpdated(){this.open(this.path)}updated(e){super.updated(e),this.renderRoot.querySelectorAll(`[data-thumbnail]`).forEach(e=>this.observer?.observe(e))}render(){let{folder:e,path:r,problem:o}=this;return n`
      <div class="head">
        ${r.length>1?a(`mdi:arrow-left`,this.localize(`home_back`),()=>void this.open(r.slice(0,-1))):t}
        <h2 class="one-line" tabindex="-1">${e?.title??this.localize(`from_home`)}</h2>
        ${s(this.localize(`edit_cancel`),()=>this.fireEvent(`close`,void 0))}
      </div>
      ${o?n`
              ${l(`error`,`mdi:alert-circle-outline`,o)}
              <button type="button" @click=${()=>this.open(r)}>
                ${u(`mdi:reload`)}${this.localize(`retry`)}
              </button>
            `:e?this.renderFolder(e):i(this.context.texts)}
    `}renderFolder({children:e,not_shown:r}){return n`
      ${e.length?n`<ul>
              ${e.map(e=>n`<li>${this.renderItem(e)}</li>`)}
            </ul>`:n`<p class="secondary">${this.localize(`home_empty`)}</p>`}
      ${r?n`<p class="secondary small">${this.context.texts.localizeCount(`home_more`,r)}</p>`:t}
    `}renderItem(e){let{title:r,thumbnail:i}=e,a=i&&this.thumbnails.get(i),o=e.can_expand?`mdi:folder-outline`:`mdi:file-document-outline`;return n`
      <button type="button" title=${r} @click=${()=>this.choose(e)}>
        <span class="picture" data-thumbnail=${i&&!a?i:t}>
          ${a?n`<img src=${a} alt="" />`:u(o)}
        </span>
        <span class="name">${r}</span>
      </button>
    `}choose(e){e.can_expand?this.open([...this.path,e.media_content_id]):this.fireCardEvent(`content-picked`,{kind:`media`,item:e})}async open(t){this.path=t,this.folder=void 0,this.problem=void 0,this.forgetThumbnails();let n,r;try{n=await this.context.hass.callWS({type:`media_source/browse_media`,media_content_id:t.at(-1)})}catch(t){r=await e(this.context,t)}t===this.path&&(this.folder=n,this.problem=r,await this.updateComplete,this.focus())}async loadThumbnail(e){if(this.thumbnails.has(e))return;this.thumbnails.set(e,``);let t=await this.context.hass.fetchWithAuth(e).catch(()=>void 0),n=t?.ok?await t.blob():void 0;n&&this.thumbnails.has(e)&&(this.thumbnails.set(e,URL.createObjectURL(n)),this.requestUpdate())}forgetThumbnails(){for(let e of this.thumbnails.values())e&&URL.revokeObjectURL(e);this.thumbnails.clear()}};o(`cloudprint-card-media`,p);export{p as MediaPart};