import{A as e,D as t,F as n,G as r,I as i,J as a,K as o,N as s,W as c,Y as l,c as u,d,f,g as p,h as m,j as h,l as g,m as _}from"./chunks/card-fc9b5009.js";function v(){return new URLSearchParams(location.search).get(`job`)??``}var y=class extends t{static{this.properties={...t.properties,narrow:{type:Boolean},jobId:{state:!0},jobs:{state:!0},problem:{state:!0}}}static{this.styles=[g,c,a`
      .header {
        align-items: center;
        background: var(--app-header-background-color, var(--accent));
        color: var(--app-header-text-color, #fff);
        display: flex;
        font-size: var(--ha-font-size-xl, 20px);
        min-block-size: var(--header-height, 56px);
        padding-inline: 4px 16px;
      }
      h1 {
        font: inherit;
        margin: 0 12px;
      }
      ha-card {
        display: block;
        margin: 16px auto;
        max-inline-size: min(720px, 100% - 16px);
      }
    `]}constructor(){super(),this.requested=``,this.actions=new d(this,e=>{this.problem=e}),this.navigated=()=>{this.jobId=v()},this.act=e=>{let{context:t}=this;if(t)for(let n of f(e.detail,this.data.jobs.jobs.values()))this.actions.run(t,n)},this.look=({detail:{job_id:e}})=>{if(this.jobs?.some(t=>t.job_id===e))return;let t=new URL(location.href);t.searchParams.set(`job`,e),history.pushState(null,``,t),this.navigated()},this.jobId=v(),this.setConfig({type:l})}connectedCallback(){super.connectedCallback();for(let e of[`location-changed`,`popstate`])window.addEventListener(e,this.navigated);this.navigated()}disconnectedCallback(){super.disconnectedCallback();for(let e of[`location-changed`,`popstate`])window.removeEventListener(e,this.navigated)}willUpdate(e){super.willUpdate(e),this.data.status===`ready`&&this.jobId!==this.requested&&(this.requested=this.jobId,this.load(this.jobId))}async load(e){let{context:t}=this;if(this.jobs=this.problem=void 0,t&&e)try{let{jobs:n}=await t.backend.call(`cloudprint/jobs/get`,{job_id:e});e===this.jobId&&await this.open(n)}catch(n){let r=await i(t,n);e===this.jobId&&(this.problem=r)}}async open(e){this.jobs=e,await this.updateComplete;let t=this.renderRoot.querySelector(`.this_print`);await t?.updateComplete,t?.focus(),t?.scrollIntoView({block:`nearest`})}takeJobs(){let[e]=this.jobs??[];if(!e){this.requested=``;return}let t=[...this.data.jobs.jobs.values()].filter(({print_id:t})=>t===e.print_id);this.jobs=[...new Map([...this.jobs??[],...t].map(e=>[e.job_id,e])).values()]}render(){return o`
      <div class="header">
        <ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
        <h1>${this.context?.texts.localize(`card_name`)}</h1>
      </div>
      <ha-card>
        <div class="body" @look=${this.look}>${this.context?this.renderBody(this.context):r}</div>
      </ha-card>
    `}renderBody(t){let{data:i,jobs:a,problem:c,jobId:l}=this,{texts:u}=t;if(i.status===`loading`)return m(u);if(i.status===`failed`)return _(u,i.problem,()=>i.retry());let d=e(n(a??[])),f=new Set(a?.map(({print_id:e})=>e)),g=e(h(i.jobs,Date.now())).filter(e=>s(e)&&!f.has(e.print_id));return o`
      ${c?p(`error`,`mdi:alert-circle-outline`,c):r}
      ${l&&!a&&!c?m(u):r}
      ${d.length?this.renderQueue(t,d,`this_print`):r}
      ${g.length?this.renderQueue(t,g,`questions`):r}
      ${g.length||l?r:o`<p class="secondary">${u.localize(`questions_empty`)}</p>`}
    `}renderQueue(e,t,n){return o`<cloudprint-card-queue
      class=${n}
      .context=${e}
      .jobs=${t}
      .heading=${n}
      .isOpened=${n===`this_print`}
      .busy=${this.actions.busy}
      .printers=${this.data.printers}
      .showsPrinter=${this.data.printers.length>1}
      @job-action=${this.act}
    ></cloudprint-card-queue>`}};u(`cloudprint-panel`,y);