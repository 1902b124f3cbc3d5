import{C as e,G as t,I as n,K as r,L as i,M as a,P as o,S as s,X as c,Y as l,b as u,c as d,f,j as p,p as m,q as h,u as g,w as _}from"./chunks/card-d55a6ee4.js";function v(){return new URLSearchParams(location.search).get(`job`)??``}var y=class extends u{static{this.properties={...u.properties,narrow:{type:Boolean},jobId:{state:!0},jobs:{state:!0},problem:{state:!0}}}static{this.styles=[g,t,l`
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
    `]}constructor(){super(),this.requested=``,this.actions=new f(this,e=>{this.problem=e}),this.navigated=()=>{this.jobId=v()},this.act=e=>{let{context:t}=this;if(t)for(let n of m(e.detail,this.data.jobs.jobs.values()))this.actions.run(t,n)},this.look=({detail:{job_id:e}})=>{if(this.jobs?.some(t=>t.job_id===e))return;let t=new URL(location.href);t.searchParams.set(`job`,e),history.pushState(null,``,t),this.navigated()},this.jobId=v(),this.setConfig({type:c})}connectedCallback(){super.connectedCallback();for(let e of[`location-changed`,`popstate`])window.addEventListener(e,this.navigated);this.navigated()}disconnectedCallback(){super.disconnectedCallback();for(let e of[`location-changed`,`popstate`])window.removeEventListener(e,this.navigated)}willUpdate(e){super.willUpdate(e),this.data.status===`ready`&&this.jobId!==this.requested&&(this.requested=this.jobId,this.load(this.jobId))}async load(e){let{context:t}=this;if(this.jobs=this.problem=void 0,t&&e)try{let{jobs:n}=await t.backend.call(`cloudprint/jobs/get`,{job_id:e});e===this.jobId&&await this.open(n)}catch(n){let r=await i(t,n);e===this.jobId&&(this.problem=r)}}async open(e){this.jobs=e,await this.updateComplete;let t=this.renderRoot.querySelector(`.this_print`);await t?.updateComplete,t?.focus(),t?.scrollIntoView({block:`nearest`})}takeJobs(){let[e]=this.jobs??[];if(!e){this.problem&&(this.requested=``);return}let t=[...this.data.jobs.jobs.values()].filter(({print_id:t})=>t===e.print_id);this.jobs=[...new Map([...this.jobs??[],...t].map(e=>[e.job_id,e])).values()]}render(){return h`
      <div class="header">
        <ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
        <h1>${this.context?.texts.localize(`card_name`)}</h1>
      </div>
      <ha-card>
        <div class="body" @look=${this.look}>
          ${this.context?this.renderBody(this.context):this.renderUntranslated()}
        </div>
      </ha-card>
    `}renderBody(t){let{data:i,jobs:c,problem:l,jobId:u}=this,{texts:d}=t;if(i.status===`loading`)return e(d);if(i.status===`failed`)return s(d,i.problem,()=>i.retry());let f=p(n(c??[])),m=new Set(c?.map(({print_id:e})=>e)),g=p(a(i.jobs,Date.now())).filter(e=>o(e)&&!m.has(e.print_id));return h`
      ${l?_(`error`,`mdi:alert-circle-outline`,l):r}
      ${u&&!c&&!l?e(d):r}
      ${f.length?this.renderQueue(t,f,`this_print`):r}
      ${g.length?this.renderQueue(t,g,`questions`):r}
      ${g.length||u?r:h`<p class="secondary">${d.localize(`questions_empty`)}</p>`}
    `}renderQueue(e,t,n){return h`<cloudprint-card-queue
      class=${n}
      .context=${e}
      .jobs=${t}
      .heading=${n}
      .isOpened=${n===`this_print`}
      .busy=${this.actions.busy}
      .printers=${this.data.printers}
      .showsPrinter=${this.data.printers.length>1}
      @job-action=${this.act}
    ></cloudprint-card-queue>`}};d(`cloudprint-panel`,y);