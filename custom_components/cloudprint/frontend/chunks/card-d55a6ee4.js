var e={en:{card_name:`Cloud Print`,card_description:`Print files, photos, text and saved documents, and follow the print jobs.`,config_title:`Title`,config_title_help:`Leave it empty to show none.`,config_device_id:`Printer`,config_device_id_help:`Leave it empty to choose the printer on the card.`,config_hide_documents:`Hide saved documents`,config_hide_text:`Hide the text box`,config_hide_queue:`Hide current print jobs`,config_hide_history:`Hide the history`,config_not_an_object:`The card's configuration must be a mapping of options.`,config_bad_option:`The card's option “{option}” cannot be “{value}”: {expected}.`,config_unknown_options:`The card does not have the options: {unknown}. It has: {options}.`,config_expects_text:`it must be text`,config_expects_switch:`it must be true or false`,loading:`Loading…`,retry:`Try again`,unloaded_title:`This part of the card could not be loaded`,unloaded_text:`If Cloud Print was updated, reload the page. Otherwise, check the connection and try again.`,reload_page:`Reload the page`},"zh-Hans":{card_name:`云打印`,card_description:`打印文件、照片、文字和常用文档，随时看到打印结果。`,config_title:`标题`,config_title_help:`留空则不显示标题。`,config_device_id:`打印机`,config_device_id_help:`留空则在卡片上选择打印机。`,config_hide_documents:`隐藏常用文档`,config_hide_text:`隐藏文字输入`,config_hide_queue:`隐藏当前打印任务`,config_hide_history:`隐藏历史记录`,config_not_an_object:`卡片的配置必须是一组选项。`,config_bad_option:`卡片选项“{option}”不能是“{value}”：{expected}。`,config_unknown_options:`卡片没有这些选项：{unknown}。可用的选项：{options}。`,config_expects_text:`应为文字`,config_expects_switch:`应为 true 或 false`,loading:`正在加载…`,retry:`重试`,unloaded_title:`无法加载卡片的这一部分`,unloaded_text:`如果云打印刚刚更新过，请刷新页面；否则请检查网络连接，然后重试。`,reload_page:`刷新页面`}};function t(t){for(let n of Object.keys(e))Object.assign(e[n],t[n])}function n(e){return e?.toLowerCase().startsWith(`zh`)?`zh-Hans`:`en`}var r=class{constructor(e){this.language=n(e),this.plural=new Intl.PluralRules(this.language)}localize(t,n={}){return e[this.language][t].replace(/\{(\w+)\}/g,(e,t)=>t in n?String(n[t]):e)}localizeCount(e,t,n={}){let r=this.plural.select(t)===`one`?`one`:`other`;return this.localize(`${e}_${r}`,{...n,count:t})}join(e,t){return new Intl.ListFormat(this.language,{type:t}).format(e)}localizeValue(t,n,r){let i=`${t}_${n}`;return this.localize(Object.hasOwn(e[this.language],i)?i:r)}},i=`cloudprint-card`,a=[`title`,`device_id`],o=[`type`,`view_layout`,`layout_options`,`grid_options`,`visibility`,`disabled`,`card_mod`,`style`],s=[`hide_documents`,`hide_text`,`hide_queue`,`hide_history`],c=[...a,...s];function l(){return new r(document.documentElement.lang)}function u(e){let t=l();if(typeof e!=`object`||!e||Array.isArray(e))throw Error(t.localize(`config_not_an_object`));let n=e,r=(e,r,i)=>{for(let a of e){let e=n[a];if(e!=null&&typeof e!==r)throw Error(t.localize(`config_bad_option`,{option:a,value:JSON.stringify(e),expected:t.localize(i)}))}};return r(a,`string`,`config_expects_text`),r(s,`boolean`,`config_expects_switch`),Object.fromEntries(Object.entries(n).filter(([,e])=>e!==null&&e!==``))}function d(e,t){let n=Object.keys(e).filter(e=>!c.includes(e)&&!o.includes(e));return n.length?t.localize(`config_unknown_options`,{unknown:n.join(`, `),options:c.join(`, `)}):``}function f(){return{schema:[{name:`device_id`,selector:{device:{entity:[{integration:`cloudprint`,domain:`event`}]}}},{name:`title`,selector:{text:{}}},{type:`grid`,name:``,schema:s.map(e=>({name:e,selector:{boolean:{}}}))}],assertConfig:e=>{let t=d(u(e),l());if(t)throw Error(t)},computeLabel:({name:e})=>c.includes(e)?l().localize(`config_${e}`):void 0,computeHelper:({name:e})=>a.includes(e)?l().localize(`config_${e}_help`):void 0}}function p(e,t){let n=e.entities[t];if(n?.platform!==`cloudprint`||n.translation_key!==`status`)return null;let{device_id:r}=n;return{config:{type:`custom:${i}`,...r?{device_id:r}:{}}}}var m={type:i,preview:!0,documentationURL:`https://github.com/cloudprint-ha/cloudprint/blob/main/docs/card.md`,get name(){return l().localize(`card_name`)},get description(){return l().localize(`card_description`)},getEntitySuggestion:p},h=globalThis,g=h.ShadowRoot&&(h.ShadyCSS===void 0||h.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,_=Symbol(),ee=/* @__PURE__ */ new WeakMap,te=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==_)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(g&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=ee.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&ee.set(t,e))}return e}toString(){return this.cssText}},ne=e=>new te(typeof e==`string`?e:e+``,void 0,_),v=(e,...t)=>new te(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,_),re=(e,t)=>{if(g)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=h.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},ie=g?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return ne(t)})(e):e,{is:ae,defineProperty:oe,getOwnPropertyDescriptor:se,getOwnPropertyNames:ce,getOwnPropertySymbols:le,getPrototypeOf:ue}=Object,de=globalThis,fe=de.trustedTypes,pe=fe?fe.emptyScript:``,me=de.reactiveElementPolyfillSupport,y=(e,t)=>e,he={toAttribute(e,t){switch(t){case Boolean:e=e?pe:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},ge=(e,t)=>!ae(e,t),_e={attribute:!0,type:String,converter:he,reflect:!1,useDefault:!1,hasChanged:ge};Symbol.metadata??=Symbol(`metadata`),de.litPropertyMetadata??=/* @__PURE__ */ new WeakMap;var b=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=_e){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&oe(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=se(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??_e}static _$Ei(){if(this.hasOwnProperty(y(`elementProperties`)))return;let e=ue(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(y(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(y(`properties`))){let e=this.properties,t=[...ce(e),...le(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=/* @__PURE__ */ new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(ie(e))}else e!==void 0&&t.push(ie(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=/* @__PURE__ */ new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=/* @__PURE__ */ new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=/* @__PURE__ */ new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return re(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?he:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?he:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??ge)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=/* @__PURE__ */ new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=/* @__PURE__ */ new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=/* @__PURE__ */ new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};b.elementStyles=[],b.shadowRootOptions={mode:`open`},b[y(`elementProperties`)]=/* @__PURE__ */ new Map,b[y(`finalized`)]=/* @__PURE__ */ new Map,me?.({ReactiveElement:b}),(de.reactiveElementVersions??=[]).push(`2.1.2`);var ve=globalThis,ye=e=>e,x=ve.trustedTypes,be=x?x.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,xe=`$lit$`,S=`lit$${Math.random().toFixed(9).slice(2)}$`,Se=`?`+S,Ce=`<${Se}>`,C=document,w=()=>C.createComment(``),T=e=>e===null||typeof e!=`object`&&typeof e!=`function`,we=Array.isArray,Te=e=>we(e)||typeof e?.[Symbol.iterator]==`function`,Ee=`[ 	
\f\r]`,E=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,De=/-->/g,Oe=/>/g,D=RegExp(`>|${Ee}(?:([^\\s"'>=/]+)(${Ee}*=${Ee}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ke=/'/g,Ae=/"/g,je=/^(?:script|style|textarea|title)$/i,Me=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),O=Me(1),Ne=Me(2),k=Symbol.for(`lit-noChange`),A=Symbol.for(`lit-nothing`),Pe=/* @__PURE__ */ new WeakMap,j=C.createTreeWalker(C,129);function Fe(e,t){if(!we(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return be===void 0?t:be.createHTML(t)}var Ie=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=E;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===E?c[1]===`!--`?o=De:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=D):(je.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=D):o=Oe:o===D?c[0]===`>`?(o=i??E,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?D:c[3]===`"`?Ae:ke):o===Ae||o===ke?o=D:o===De||o===Oe?o=E:(o=D,i=void 0);let d=o===D&&e[t+1].startsWith(`/>`)?` `:``;a+=o===E?n+Ce:l>=0?(r.push(s),n.slice(0,l)+xe+n.slice(l)+S+d):n+S+(l===-2?t:d)}return[Fe(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Le=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Ie(t,n);if(this.el=e.createElement(l,r),j.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=j.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(xe)){let t=u[o++],n=i.getAttribute(e).split(S),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?ze:r[1]===`?`?Be:r[1]===`@`?Ve:P}),i.removeAttribute(e)}else e.startsWith(S)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(je.test(i.tagName)){let e=i.textContent.split(S),t=e.length-1;if(t>0){i.textContent=x?x.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],w()),j.nextNode(),c.push({type:2,index:++a});i.append(e[t],w())}}}else if(i.nodeType===8){if(i.data===Se)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(S,e+1))!==-1;)c.push({type:7,index:a}),e+=S.length-1}}a++}}static createElement(e,t){let n=C.createElement(`template`);return n.innerHTML=e,n}};function M(e,t,n=e,r){if(t===k)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=T(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=M(e,i._$AS(e,t.values),i,r)),t}var Re=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??C).importNode(t,!0);j.currentNode=r;let i=j.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new N(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new He(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=j.nextNode(),a++)}return j.currentNode=C,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},N=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=A,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=M(this,e,t),T(e)?e===A||e==null||e===``?(this._$AH!==A&&this._$AR(),this._$AH=A):e!==this._$AH&&e!==k&&this._(e):e._$litType$===void 0?e.nodeType===void 0?Te(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==A&&T(this._$AH)?this._$AA.nextSibling.data=e:this.T(C.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Le.createElement(Fe(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Re(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Pe.get(e.strings);return t===void 0&&Pe.set(e.strings,t=new Le(e)),t}k(t){we(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(w()),this.O(w()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ye(e).nextSibling;ye(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},P=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=A,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(/* @__PURE__ */ new String),this.strings=n):this._$AH=A}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=M(this,e,t,0),a=!T(e)||e!==this._$AH&&e!==k,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=M(this,r[n+o],t,o),s===k&&(s=this._$AH[o]),a||=!T(s)||s!==this._$AH[o],s===A?e=A:e!==A&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===A?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},ze=class extends P{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===A?void 0:e}},Be=class extends P{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==A)}},Ve=class extends P{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=M(this,e,t,0)??A)===k)return;let n=this._$AH,r=e===A&&n!==A||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==A&&(n===A||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},He=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){M(this,e)}},Ue={M:xe,P:S,A:Se,C:1,L:Ie,R:Re,D:Te,V:M,I:N,H:P,N:Be,U:Ve,B:ze,F:He},We=ve.litHtmlPolyfillSupport;We?.(Le,N),(ve.litHtmlVersions??=[]).push(`3.3.3`);var Ge=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new N(t.insertBefore(w(),e),e,void 0,n??{})}return i._$AI(e),i},Ke=globalThis,F=class extends b{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ge(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return k}};F._$litElement$=!0,F.finalized=!0,Ke.litElementHydrateSupport?.({LitElement:F});var qe=Ke.litElementPolyfillSupport;qe?.({LitElement:F}),(Ke.litElementVersions??=[]).push(`4.2.2`);var Je=v`
  .body {
    container-type: inline-size;
    display: grid;
    gap: var(--gap);
    padding: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  h2.title {
    font-family: var(--ha-card-header-font-family, inherit);
    font-size: var(--ha-card-header-font-size, var(--ha-font-size-2xl, 24px));
    font-weight: var(--ha-font-weight-normal, 400);
    line-height: 1.3;
    overflow-wrap: anywhere;
  }
  .empty-state {
    align-items: center;
    display: flex;
    flex-direction: column;
    gap: 8px;
    padding: 24px 8px;
    text-align: center;
  }
  .empty-state > .icon {
    --mdc-icon-size: 40px;
    color: var(--secondary);
  }
  .empty-state > div {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .empty-state > p {
    max-inline-size: 40ch;
    overflow-wrap: anywhere;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .empty-state > .ways {
    justify-content: center;
  }
  .offer {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
    border-radius: var(--radius);
    display: grid;
    gap: 8px;
    overflow-wrap: anywhere;
    padding: 12px;
  }
  :is(.waiting, .offer):focus {
    outline: none;
  }
  .empty-state > :is(a, button) {
    margin-block-start: 8px;
  }
  a {
    align-items: center;
    background: var(--tint);
    border-radius: var(--pill);
    color: var(--accent-text);
    display: inline-flex;
    font-weight: var(--ha-font-weight-medium, 500);
    min-block-size: 40px;
    padding-inline: 16px;
    text-decoration: none;
  }
  .questions {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 8%, transparent);
    border-radius: var(--radius);
    padding: 8px 12px 0;
  }
  section {
    border-block-start: 1px solid var(--line);
    padding-block-start: 12px;
  }
  section.last {
    margin-block-end: -8px;
    padding-block-start: 4px;
  }
`,Ye={color:`colors`,sides:`sides`,paper:`papers`},Xe=class{constructor(e){this.hass=e}call(e,t){return this.hass.callWS({type:e,...t})}subscribeJobs(e,t){let n={limit:20,...e===void 0?{}:{device_id:e}};return this.hass.connection.subscribeMessage(t,{type:`cloudprint/jobs/subscribe`,...n},{resubscribe:!1})}},Ze={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`},Qe=[`KiB`,`MiB`,`GiB`],$e=class{constructor(e){this.locale=e.locale,this.timeZone=e.locale.time_zone===`server`?e.config.time_zone:Intl.DateTimeFormat().resolvedOptions().timeZone}moment(e,t=/* @__PURE__ */ new Date){let n=new Date(e);if(Number.isNaN(n.getTime()))return``;let r=this.format(n,{dateStyle:`short`})===this.format(t,{dateStyle:`short`}),i=this.year(n)===this.year(t);return this.format(n,{...r?{}:{month:`short`,day:`numeric`},...r||i?{}:{year:`numeric`},hour:`numeric`,minute:`2-digit`})}month(e,t){let n=t===`long`?{year:`numeric`}:{};return new Intl.DateTimeFormat(this.locale.language,{month:t,...n,timeZone:`UTC`}).format(/* @__PURE__ */ new Date(`${e}-01T00:00:00Z`))}list(e){return new Intl.ListFormat(this.locale.language).format(e)}bytes(e){let t=e<1?0:Math.min(Qe.length,Math.floor(Math.log(e)/Math.log(1024))),n=e/1024**t,r=Qe[t-1];return r?`${this.number(n,{maximumFractionDigits:+(n<10)})} ${r}`:this.number(n,{style:`unit`,unit:`byte`,unitDisplay:`long`})}percent(e){return this.number(e,{style:`percent`,maximumFractionDigits:0})}number(e,t){let n=this.locale.number_format??`language`,r=n===`system`?void 0:Ze[n]??this.locale.language;return new Intl.NumberFormat(r,{...t,useGrouping:n!==`none`}).format(e)}year(e){return this.format(e,{year:`numeric`})}format(e,t){let n=this.locale.time_format,r=n===`12`||n!==`24`&&void 0,i=n===`system`?void 0:this.locale.language,a=t.hour!==void 0;return new Intl.DateTimeFormat(i,{...t,timeZone:this.timeZone,...a&&r===!0?{hourCycle:`h12`}:{},...a&&r===!1?{hourCycle:`h23`}:{}}).format(e)}};function et(e,t,i=n(e.locale.language)){let a=t?.hass;return t?.texts.language===i&&a?.connection===e.connection&&a.auth===e.auth&&a.locale===e.locale&&a.language===e.language&&a.user===e.user&&a.config.components===e.config.components&&a.config.time_zone===e.config.time_zone?t:{hass:e,backend:new Xe(e),texts:new r(i),format:new $e(e)}}var tt=3,nt=/* @__PURE__ */ new Set([`upload`,`text`,`markdown`,`url`,`media`,`entity`,`file`,`files`]),rt={arrange:`arrange`,clean_up:`clean_up`,color:`color`,copies:`copies`,encoding:`encoding`,name:`document_name`,page_ranges:`page_ranges`,paper:`paper`,password:`password`,picture_fit:`picture_fit`,picture_size:`picture_size`,pictures_per_sheet:`pictures_per_sheet`,sides:`sides`},it={encoding_mismatch:`encoding_mismatch`,encoding_unknown:`encoding_unknown`,pdf_password_missing:`password_missing`,pdf_password_wrong:`password_wrong`},at={encoding_mismatch:`encoding`,encoding_unknown:`encoding`,pdf_password_missing:`password`,pdf_password_wrong:`password`};function ot(e){return mt(e)===tt}function st(e){return L(e).translation_key===`upload_unknown`}function ct(e){return st(e)||!!L(e).translation_key?.startsWith(`job_`)}function lt(e){let{translation_key:t=``,translation_placeholders:n}=L(e),[r=``]=n?.field?.split(` `)??[];return nt.has(r)&&!/^(?:upload|conversion)_/.test(t)}function ut(e,t){let n=L(e).translation_placeholders?.field;return n!==void 0&&n in t?n:void 0}function dt(e){return at[L(e).translation_key??``]}async function I({hass:e,texts:t},n,r=[],i={}){if(ot(n))return t.localize(`connection_lost`);let{message:a,translation_domain:o,translation_key:s,translation_placeholders:c}=L(n),l=it[s??``],{field:u=``,...d}=c??{};if(l)return t.localize(l,{name:pt(u,r)??r[0]??``});if(o&&s){let n=await e.loadBackendTranslation(`exceptions`,o).catch(()=>void 0),a=`component.${o}.exceptions.${s}.message`,c=rt[u],l=i[u]??pt(u,r)??(c?t.localize(c):u),f=n?.(a,{...d,...ft(d,i),...l?{field:l}:{}});if(f)return f}return a??String(n)}function ft(e,t){return Object.fromEntries([`fields`,`other`].flatMap(n=>{let r=e[n];return r===void 0?[]:[[n,r.replace(/\w+/g,e=>t[e]??e)]]}))}function pt(e,t){let[n=``,r=`1`]=e.split(` `);return nt.has(n)?t[Number(r)-1]:void 0}function L(e){return typeof e==`object`&&e?e:{}}function mt(e){if(typeof e!=`object`||!e)return e;let{code:t,error:n}=e;return n===void 0?t:mt(n)}var ht=[`finished`,`failed`,`canceled`,`unconfirmed`,`expired`],gt=6e5,_t={jobs:/* @__PURE__ */ new Map,endedAt:/* @__PURE__ */ new Map};function R(e){return ht.includes(e.state)}function vt({state:e}){return e===`failed`||e===`expired`}function yt(e,t){let n=[...t].filter(t=>t.device_id===e.device_id&&!R(t)),r=e.online===!1?`offline`:n.length?`waiting`:`idle`,i=n.some(({state:e})=>e===`printing`)?`printing`:r;return i===e.status?e:{...e,status:i}}function bt(e,t,n){let r=new Map(t.reset?[]:e.jobs),i=new Map(e.endedAt),a=[];xt(r,i,n);for(let o of t.jobs){let s=e.jobs.get(o.job_id);r.set(o.job_id,o);let c=s?s.state!==o.state:!t.reset,l=s!==void 0&&!s.can_turn&&o.can_turn;(c||l)&&a.push(o),c&&R(o)&&i.set(o.job_id,n)}if(t.reset)for(let[t,n]of e.jobs)!r.has(t)&&R(n)&&i.has(t)&&r.set(t,n);return{state:{jobs:r,endedAt:i},changes:a}}function xt(e,t,n){for(let[e,r]of t)n-r>=6e5&&t.delete(e);for(let[n,r]of e)R(r)&&!r.can_decide&&!t.has(n)&&e.delete(n)}function St(e){let t=({approval:e,job_id:t})=>e?.request_id??t;return Ct([...e].sort(Rt)).sort((e,n)=>t(e)<t(n)?1:t(e)>t(n)?-1:0)}function Ct(e){return e.filter(({reason:e})=>e!==`changed`)}function wt({jobs:e,endedAt:t},n){return St(e.values()).filter(e=>!R(e)||e.can_decide||n-(t.get(e.job_id)??-1/0)<6e5)}function Tt({state:e,reason:t},n){let r=e===`held`&&t===`approval`;return n.localizeValue(`state`,r?`approval_needed`:e,`state_other`)}function z({state:e,approval:t}){return e===`held`&&t?.state===`needed`}function B(e){return z(e)&&!!e.approval?.can_decide}function Et(e){return e.can_decide||e.can_turn||B(e)}function Dt({approval:e},t){return Ot(e?.approvers??[],t)}function Ot(e,t){return t.join(e.length?e:[t.localize(`administrator`)],`disjunction`)}function V({approval:e,print_id:t}){return e?.request_id??t}function kt(e,t){return[...t].filter(t=>V(t)===V(e)&&z(t))}function At(e){let t=/* @__PURE__ */ new Map;for(let n of e.filter(z)){let e=t.get(V(n));e?e.push(n):t.set(V(n),[n])}return e.flatMap(e=>{if(!z(e))return[e];let n=t.get(V(e))??[];if(n[0]!==e)return[];let r=n.map(({impressions:e})=>e).reduce((e,t)=>e===null||t===null?null:e+t,0);return[{...n.at(-1)??e,side:n.length>1?null:e.side,pages:r??e.pages}]})}var jt=5;function Mt(e){return e.length<=6?e:e.slice(0,jt)}function H({name:e,side:t,print_id:n},r){let i=n===``?r.localize(`another_print`):e;return t?r.localize(`name_${t}`,{name:i}):i}function Nt({endedAt:e},t){let n=[...e.values()].map(e=>e+gt-t).filter(e=>e>0);return n.length?Math.min(...n):void 0}var Pt=/* @__PURE__ */ new Set([`order`,`approval`,`turn_paper`]);function Ft(e){let t=e.filter(({can_cancel:e,reason:t})=>e&&!Pt.has(t));return[...new Set(t.map(e=>e.device_id))]}function It(e,t){if(!e.can_move)return[];let n=t.find(({device_id:t})=>t===e.device_id);return t.filter(({can_control:t,device_id:r,entry_id:i})=>t&&r!==e.device_id&&(!n||R(e)||i===n.entry_id))}function Lt(e,t,n,r){let i=new Map(e.map(e=>[e.job_id,e])),a=e.at(-1)?.job_id??``;for(let e of t)e.print_id!==``&&(r===void 0||e.device_id===r)&&n.includes(e.state)?(i.has(e.job_id)||e.job_id>a)&&i.set(e.job_id,e):i.delete(e.job_id);return[...i.values()].sort(Rt)}function Rt(e,t){return e.job_id<t.job_id?1:e.job_id>t.job_id?-1:0}var zt=`cloudprint_card`,Bt=[`color`,`sides`],Vt=class{constructor(){this.current={}}async load(e){let t=await e.callWS({type:`frontend/get_user_data`,key:zt}).catch(()=>void 0);this.current=Ht(t?.value)}async save(e,t,n){let r={printer:t,choices:{...this.current.choices,[t]:n}};JSON.stringify(r)!==JSON.stringify(this.current)&&(this.current=r,await e.callWS({type:`frontend/set_user_data`,key:zt,value:r}).catch(()=>void 0))}};function Ht(e){if(!Kt(e))return{};let{printer:t,choices:n}=e;return{...typeof t==`string`?{printer:t}:{},...Kt(n)?{choices:Object.fromEntries(Object.entries(n).map(([e,t])=>[e,Gt(t)]))}:{}}}function Ut(e){return Wt(e,Bt)}function Wt(e,t){return Object.fromEntries(t.filter(t=>e[t]).map(t=>[t,e[t]]))}function Gt(e){let t=Kt(e)?e:{};return Object.fromEntries(Bt.filter(e=>typeof t[e]==`string`).map(e=>[e,t[e]]))}function Kt(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}var qt=[2e3,5e3,15e3,6e4],Jt=class{constructor(e){this.host=e,this.status=`loading`,this.printers=[],this.defaultPrinter=null,this.documents=[],this.jobs=_t,this.preferences=new Vt,this.received=[],this.run=0,this.failures=0,this.reloads=0,this.states={}}async start(e,t,n=e.hass){this.stop(),this.context=e,this.hass=n,this.states=this.readStates(n),this.deviceId=t,this.reloads=0;let r=this.run;try{await this.load(r,{preferences:this.preferences.load(e.hass)});let n=await e.backend.subscribeJobs(t,e=>{r===this.run&&this.takeEvent(e)});if(r!==this.run){n().catch(()=>void 0);return}this.unsubscribe=n,this.failures=0,this.status=`ready`}catch(t){if(r!==this.run)return;await this.fail(e,t,r)}this.host.requestUpdate()}takeEvent({reset:e,more:t,jobs:n}){let r=[...this.received,...n];if(this.received=t?r:[],t)return;let{state:i,changes:a}=bt(this.jobs,{reset:e,jobs:r},Date.now()),o=this.jobs===_t;this.jobs=i,this.printers=this.withStatuses(this.printers),e&&!o&&this.reload(),this.host.takeJobs(a),this.scheduleQueueUpdate(),this.host.requestUpdate()}stop(){this.run+=1,this.received=[],window.clearTimeout(this.retryTimer),window.clearTimeout(this.queueTimer),window.clearTimeout(this.reloadTimer),this.unsubscribe?.().catch(()=>void 0),this.unsubscribe=void 0}forget(){this.unsubscribe=void 0}retry(){this.context&&(this.status=`loading`,this.host.requestUpdate(),this.start(this.context,this.deviceId,this.hass))}updateStates(e){let t=this.hass?.entities??e.entities;this.hass=e;let n=this.readStates(e),r=this.printers.filter(({entity_id:e})=>e&&this.states[e]!==n[e]).map(U);this.states=n,t!==e.entities&&Yt(t)!==Yt(e.entities)?this.reload():r.length&&this.reload(r)}readStates(e){return Object.fromEntries(this.printers.map(({entity_id:t})=>[t??``,t?e?.states[t]?.state:void 0]))}async reload(e){let t=this.run,n=t=>!!e?.includes(U(t)),r=this.printers.some(e=>n(e)&&e.rule),i=this.printers.filter(e=>n(e)||r&&e.rule);await this.load(t,{ids:e&&i.map(U)}).catch(()=>void 0),t===this.run&&this.host.requestUpdate()}async load(e,{ids:t,preferences:n}){if(!this.context)return;let{backend:r}=this.context,{hass:i}=this,[{printers:a,default_printer:o},s]=await Promise.all([r.call(`cloudprint/printers`,t?{device_id:t}:{}),t?void 0:r.call(`cloudprint/documents`,{}),n]);if(e!==this.run)return;let c=e=>a.filter(t=>U(t)===e),l=t?this.printers.flatMap(e=>t.includes(U(e))?c(U(e)):e):a;this.printers=this.unsubscribe?this.withStatuses(l):l,this.defaultPrinter=o,s&&(this.documents=s.documents);let u=Object.entries(this.readStates(i));this.states=Object.fromEntries(u.map(([e,t])=>[e,e in this.states?this.states[e]:t])),this.scheduleReload(),this.hass&&this.updateStates(this.hass)}withStatuses(e){let t=[...this.jobs.jobs.values()];return e.map(e=>[void 0,e.device_id].includes(this.deviceId)?yt(e,t):e)}scheduleReload(){window.clearTimeout(this.reloadTimer);let e=this.printers.filter(e=>!e.capabilities_known).map(U);if(!e.length)return;let t=qt[this.reloads];t!==void 0&&(this.reloads+=1,this.reloadTimer=window.setTimeout(()=>void this.reload(e),t))}async fail(e,t,n){this.status=`failed`,this.problem=Xt(t)?void 0:await I(e,t);let r=qt[Math.min(this.failures,qt.length-1)];this.failures+=1,n===this.run&&(this.retryTimer=window.setTimeout(()=>void this.start(e,this.deviceId,this.hass),r))}scheduleQueueUpdate(){window.clearTimeout(this.queueTimer);let e=Nt(this.jobs,Date.now());e!==void 0&&(this.queueTimer=window.setTimeout(()=>{this.host.requestUpdate(),this.scheduleQueueUpdate()},e))}};function U({device_id:e}){return e}function Yt(e){return Object.entries(e).filter(([,e])=>e?.platform===`cloudprint`).map(([e])=>e).join()}function Xt(e){return e?.code===`unknown_command`}function W(e){return O`<ha-icon class="icon" icon=${e} aria-hidden="true"></ha-icon>`}function Zt(e){switch(e){case`preparing`:return`mdi:file-clock-outline`;case`held`:return`mdi:pause-circle-outline`;case`submitting`:case`submitted`:return`mdi:send-clock`;case`queued`:return`mdi:tray-full`;case`printing`:return`mdi:printer`;case`finished`:return`mdi:check-circle`;case`failed`:return`mdi:alert-circle-outline`;case`canceled`:return`mdi:cancel`;case`expired`:return`mdi:clock-alert-outline`;default:return`mdi:help-circle-outline`}}var Qt={empty_printers:`mdi:printer`,forbidden:`mdi:lock-outline`,missing:`mdi:printer-alert`};function $t(e){return O`<div class="empty-state"><p class="secondary">${e.localize(`loading`)}</p></div>`}function en(e,t,n){return O`
    <div class="empty-state" role="alert">
      ${W(`mdi:cloud-off-outline`)}
      <div>${e.localize(`error_title`)}</div>
      <p class="secondary">${t??e.localize(`error_setup`)}</p>
      <button type="button" @click=${n}>${W(`mdi:reload`)}${e.localize(`retry`)}</button>
    </div>
  `}function tn(e,t,n){return O`
    <div class="empty-state" role="alert">
      ${W(`mdi:alert-circle-outline`)}
      <div>${e.localize(`unloaded_title`)}</div>
      <p class="secondary">${e.localize(`unloaded_text`)}</p>
      <div class="ways">
        <button class="primary" type="button" @click=${()=>location.reload()}>
          ${W(`mdi:reload`)}${e.localize(`reload_page`)}
        </button>
        <button type="button" @click=${t}>${e.localize(`retry`)}</button>
        ${n?O`<button class="plain" type="button" @click=${n}>${e.localize(`edit_cancel`)}</button>`:A}
      </div>
    </div>
  `}function nn(e,t){return O`
    <div class="empty-state">
      ${W(Qt[t])}
      <div>${e.localize(`${t}_title`)}</div>
      <p class="secondary">${e.localize(`${t}_text`)}</p>
      ${t===`empty_printers`?O`<a href="/config/integrations/integration/cloudprint"> ${e.localize(`empty_printers_action`)} </a>`:A}
    </div>
  `}function G(e,t,n,r){return O`
    <div class="notice ${e}" role=${e===`error`?`alert`:`status`}>
      ${W(t)}
      <div>${n}</div>
      ${r?O`<button class="plain round" type="button" aria-label=${r.label} @click=${r.dismiss}>
              ${W(`mdi:close`)}
            </button>`:A}
    </div>
  `}function rn(e,t){return e.can_control?e.available?e.status===`offline`?G(`warning`,`mdi:printer-alert`,t.localize(`offline_hint`)):A:G(`warning`,`mdi:cloud-off-outline`,t.localize(`unavailable_hint`)):A}function an(e,t,n){let r=e.localize(`as_last_time_reset`,{name:t});return O`<button class="plain last-time" type="button" aria-label=${r} title=${r} @click=${n}>
    ${e.localize(`as_last_time`)}${W(`mdi:close`)}
  </button>`}function on(e,t){return sn(`mdi:close`,e,t)}function sn(e,t,n,r=!1){return O`<button
    class="plain round"
    type="button"
    aria-label=${t}
    title=${t}
    aria-disabled=${r}
    @click=${()=>{r||n()}}
  >
    ${W(e)}
  </button>`}var cn={approval:()=>import(`./approval-6d85175e.js`),en:()=>import(`./en-8bbe8211.js`).then(({en:e})=>t({en:e})),designer:()=>import(`./designer-1e13a24d.js`),media:()=>import(`./media-52452a89.js`),page:()=>import(`./page-list-9a4c138d.js`),picked:()=>import(`./picked-2a98a692.js`),usage:()=>import(`./usage-fee39549.js`),"zh-Hans":()=>import(`./zh-hans-62d92838.js`).then(({zhHans:e})=>t({"zh-Hans":e}))},K=class{constructor(e){this.onChange=e,this.states=/* @__PURE__ */ new Map}use(e){return this.states.has(e)||this.load(e),this.states.get(e)??`loading`}forget(e){this.states.delete(e)}render(e,t,n){let r=this.use(e);if(r===`loaded`)return;if(r===`loading`)return $t(t);let i=t=>{this.forget(e),t()};return tn(t,()=>i(()=>this.onChange()),n&&(()=>i(n)))}async load(e){this.states.set(e,`loading`);let t=await cn[e]().then(()=>`loaded`,()=>`failed`);this.states.set(e,t),this.onChange()}},ln=class extends F{constructor(...e){super(...e),this.data=new Jt({requestUpdate:()=>this.requestUpdate(),takeJobs:e=>this.takeJobs(e)}),this.languages=new K(()=>this.requestUpdate()),this.isStarted=!1,this.wasConnected=!0}static{this.properties={hass:{attribute:!1},config:{state:!0}}}static getConfigForm(){return f()}static getStubConfig(){return{}}setConfig(e){let t=this.config?.device_id;this.config=u(e),this.isStarted&&t!==this.config.device_id&&(this.isStarted=!1)}getCardSize(){return 8}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.data.stop(),this.isStarted=!1}shouldUpdate(e){let{hass:t}=this;if(!t||!this.config)return!1;let r=this.context,i=n(t.locale.language),a=this.languages.use(i)===`loaded`?i:r?.texts.language;if(!a)return!0;this.context=et(t,r,a);let o=t.connected&&!this.wasConnected,s=t.connected!==this.wasConnected;return this.wasConnected=t.connected,t.connected||this.data.forget(),this.isConnected&&(!this.isStarted||o||r?.hass.connection!==t.connection)?(this.isStarted=!0,this.data.start(this.context,this.config.device_id,t),!0):e.size===1&&e.has(`hass`)?(this.data.updateStates(t),r!==this.context||s):!0}renderUntranslated(){let e=n(this.hass?.locale.language);return this.languages.render(e,new r(e))}};function un(e,t){switch(e.kind){case`file`:return e.file.name;case`files`:return e.files.length===1?e.files[0]?.name??``:t.localizeCount(`files`,e.files.length);case`text`:return t.localize(`text_name`);case`media`:return e.item.title;case`page`:return e.page.name;case`document`:return e.document.name}}function dn(e){return e?.kind===`files`&&!e.isSeparate}function q(e){return e?.kind===`files`?e.files:e?.kind===`file`?[e.file]:[]}function fn(e,t){return e.filter(({device_id:e})=>t===void 0||e===null||e===t)}function pn(e,t,...n){let r=t=>e.find(e=>e.device_id===t);return t===void 0?n.map(r).find(e=>e!==void 0)??e.find(e=>e.can_control)??e[0]:r(t)}function mn(e,t,n){if(!(!t||n!==void 0&&n!==t.device_id))return e.some(({device_id:e})=>e===t.device_id)?void 0:t}var hn=104857600,gn={PDF:[`pdf`],Word:[`doc`,`docx`,`docm`,`dot`,`dotx`,`dotm`],Excel:[`xls`,`xlsx`,`xlsm`,`xlsb`,`xlt`,`xltx`,`xltm`],PowerPoint:[`ppt`,`pptx`,`pptm`,`pot`,`potx`,`potm`,`pps`,`ppsx`,`ppsm`],PNG:[`png`],JPG:[`jpg`,`jpeg`],HEIC:[`heic`,`heif`],WEBP:[`webp`],AVIF:[`avif`],GIF:[`gif`],TIFF:[`tif`,`tiff`],BMP:[`bmp`],PPM:[`ppm`,`pgm`,`pbm`,`pnm`],TXT:[`txt`,`text`,`log`,`json`,`xml`,`yaml`,`yml`],Markdown:[`md`,`markdown`],CSV:[`csv`],HTML:[`htm`,`html`,`xhtml`]},_n=[`odt`,`ott`,`ods`,`ots`,`odp`,`otp`,`odg`,`otg`,`wps`,`wpt`,`et`,`ett`,`dps`,`dpt`],vn=[`pwg`,`urf`],yn=/* @__PURE__ */ new Set([...Object.values(gn).flat(),..._n,...vn]),bn=/* @__PURE__ */ Object.keys(gn).join(`, `),xn=/* @__PURE__ */ [`image/*`,`text/*`,`application/pdf`,...[...yn].map(e=>`.${e}`)].join(`,`),Sn=/* @__PURE__ */ new WeakSet;function Cn(e){if(Sn.has(e))return`file_folder`;if(e.size===0)return`file_empty`;let t=/\.([^.]+)$/.exec(e.name)?.[1]?.toLowerCase();if(t===`ofd`)return`file_ofd`;let n=/^(image|text)\/(?!svg)/.test(e.type);return t&&!yn.has(t)&&!n||!t&&/^(audio|video)\//.test(e.type)?`file_unsupported`:e.size>104857600?`file_too_large`:void 0}var wn=/\.(?:png|jpe?g|heic|heif|webp|avif|gif|tiff?|bmp|p[pgbn]m)$/i,Tn=/\.(?:pdf|pwg|urf)$/i;function En({name:e,type:t}){return wn.test(e)||!/\.\w+$/.test(e)&&/^image\/(?!svg)/.test(t)}function J(e){return En(e)||Tn.test(e.name)||!/\.\w+$/.test(e.name)&&e.type===`application/pdf`}function Dn(e){let t=[...e?.files??[]],n=[...e?.items??[]].filter(({kind:e})=>e===`file`);if(t.forEach((e,t)=>{n[t]?.webkitGetAsEntry()?.isDirectory&&Sn.add(e)}),t.length)return{kind:`files`,files:t};let r=e?.getData(`text/plain`);return r?.trim()?{kind:`text`,text:r}:void 0}async function On(e,t){let n=[],r=``;for(let i of await e.read()){let e=i.types.find(e=>e.startsWith(`image/`));if(e){let r=`${t}.${e.slice(6)}`;n.push(new File([await i.getType(e)],r,{type:e}))}else i.types.includes(`text/plain`)&&(r||=await(await i.getType(`text/plain`)).text())}return n.length?{kind:`files`,files:n}:r.trim()?{kind:`text`,text:r}:void 0}var kn=class{constructor(e,t,n){this.host=e,this.accepts=t,this.onPicked=n,this.isDraggedOver=!1,this.dragOver=e=>{e.dataTransfer?.types.includes(`Files`)&&this.accepts(`files`)&&(e.preventDefault(),this.showDrag(!0))},this.dragLeave=e=>{let{left:t,right:n,top:r,bottom:i}=this.host.getBoundingClientRect(),{clientX:a,clientY:o}=e;(a<=t||a>=n||o<=r||o>=i)&&this.showDrag(!1)},this.drop=e=>{this.showDrag(!1);let t=Dn(e.dataTransfer);t?.kind===`files`&&this.accepts(`files`)&&(e.preventDefault(),this.onPicked(t))},this.paste=e=>{if(e.defaultPrevented||!this.host.matches(`:hover, :focus-within`))return;let t=Dn(e.clipboardData);t&&this.accepts(t.kind)&&(t.kind===`text`&&An(e.composedPath()[0])||(e.preventDefault(),this.onPicked(t)))},e.addController(this)}hostConnected(){window.addEventListener(`paste`,this.paste),this.host.addEventListener(`dragenter`,this.dragOver),this.host.addEventListener(`dragover`,this.dragOver),this.host.addEventListener(`dragleave`,this.dragLeave),this.host.addEventListener(`drop`,this.drop)}hostDisconnected(){window.removeEventListener(`paste`,this.paste),this.host.removeEventListener(`dragenter`,this.dragOver),this.host.removeEventListener(`dragover`,this.dragOver),this.host.removeEventListener(`dragleave`,this.dragLeave),this.host.removeEventListener(`drop`,this.drop)}showDrag(e){e!==this.isDraggedOver&&(this.isDraggedOver=e,this.host.requestUpdate())}};function An(e){return e instanceof HTMLElement&&(e.isContentEditable||[`INPUT`,`TEXTAREA`,`SELECT`].includes(e.tagName))}function jn(e,t){return e.kind!==`cancel`||!z(e.job)?[e]:kt(e.job,t).map(t=>({...e,job:t}))}var Mn=class{constructor(e,t){this.host=e,this.onProblem=t,this.busy=/* @__PURE__ */ new Set}async run(e,t){let n=t.kind===`release`?void 0:t.job,r=n?.job_id;if(!(r&&this.busy.has(r))){this.onProblem(void 0),r&&this.setBusy([...this.busy,r]);try{await Nn(e,t)}catch(t){this.onProblem(await I(e,t),n&&H({...n,side:null},e.texts))}finally{r&&this.setBusy([...this.busy].filter(e=>e!==r))}}}setBusy(e){this.busy=new Set(e),this.host.requestUpdate()}};function Nn({backend:e},t){if(t.kind===`release`)return e.call(`cloudprint/jobs/release`,{device_id:t.deviceIds});let{job_id:n}=t.job;if(t.kind===`decide`)return e.call(`cloudprint/jobs/decide`,{job_id:n,decision:t.decision});if(t.kind===`approve`)return e.call(`cloudprint/jobs/approve`,{job_id:n,...t.changes});if(t.kind===`deny`){let{message:r}=t;return e.call(`cloudprint/jobs/deny`,{job_id:n,...r?{message:r}:{}})}if(t.kind===`move`){let r=R(t.job)?`cloudprint/jobs/reprint`:`cloudprint/jobs/move`;return e.call(r,{job_id:n,device_id:t.deviceId})}return e.call(`cloudprint/jobs/${t.kind}`,{job_id:n})}var Pn=class{constructor(e,t){this.isLost=e,this.isUnprinted=t,this.lost=/* @__PURE__ */ new Map}get isUncertain(){return this.lost.size>0}async print(e,t){let n=this.lost.get(e)??Fn();try{let e=await t(n);return this.lost.clear(),e}catch(t){throw this.isLost(t)?this.lost.set(e,n):this.isUnprinted(t)&&this.lost.delete(e),t}}};function Fn(){return[...crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}var In=Promise.resolve();function Ln(e){let t=Fn(),n=()=>history.state?.cloudprint===t,r=()=>{n()||(removeEventListener(`popstate`,r),e())},i=!1;return In.then(()=>{i||(history.pushState({cloudprint:t},``),addEventListener(`popstate`,r))}),()=>{i=!0,removeEventListener(`popstate`,r),n()&&(In=new Promise(e=>addEventListener(`popstate`,e,{once:!0})),history.back())}}var Rn=v`
  :host {
    --accent: var(--primary-color, #009ac7);
    --text: var(--primary-text-color, #141414);
    --secondary: var(--secondary-text-color, #5e5e5e);
    --surface: var(--ha-card-background, var(--card-background-color, #fff));
    --line: var(--divider-color, rgba(0, 0, 0, 0.12));
    --accent-text: color-mix(in srgb, var(--accent) 55%, var(--text));
    --tint: color-mix(in srgb, var(--accent) 12%, transparent);
    --field: color-mix(in srgb, var(--text) 6%, transparent);
    --radius: var(--ha-border-radius-lg, 12px);
    --pill: var(--ha-border-radius-pill, 9999px);
    --gap: var(--ha-space-4, 16px);
    color: var(--text);
    display: block;
    font-family: var(--ha-font-family-body, Roboto, Noto, sans-serif);
    font-size: var(--ha-font-size-m, 14px);
    line-height: var(--ha-line-height-normal, 1.5);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h2,
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  h2 {
    font-size: var(--ha-font-size-m, 14px);
    font-weight: var(--ha-font-weight-medium, 500);
    line-height: 24px;
  }
  .secondary {
    color: var(--secondary);
  }
  .small {
    font-size: var(--ha-font-size-s, 12px);
    line-height: 1.4;
  }
  .one-line {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .visually-hidden {
    block-size: 1px;
    clip-path: inset(50%);
    inline-size: 1px;
    overflow: hidden;
    position: absolute;
    white-space: nowrap;
  }
  .icon {
    --icon-primary-color: currentColor;
    --mdc-icon-size: 20px;
    block-size: var(--mdc-icon-size);
    display: inline-flex;
    flex: none;
    inline-size: var(--mdc-icon-size);
  }
  button,
  select,
  input,
  textarea {
    color: inherit;
    font: inherit;
    margin: 0;
    /* Above what stays at the lower edge */
    scroll-margin-block-end: 88px;
  }
  button {
    align-items: center;
    background: var(--tint);
    border: 0;
    border-radius: var(--pill);
    color: var(--accent-text);
    cursor: pointer;
    display: inline-flex;
    font-weight: var(--ha-font-weight-medium, 500);
    gap: 8px;
    justify-content: center;
    line-height: 20px;
    max-inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 16px;
    text-align: center;
    transition: background-color 120ms;
  }
  button:hover {
    background: color-mix(in srgb, var(--accent) 20%, transparent);
  }
  button.primary {
    background: var(--accent-text);
    color: var(--surface);
  }
  button.primary:hover {
    background: color-mix(in srgb, var(--accent-text) 88%, var(--surface));
  }
  button.plain {
    background: transparent;
  }
  button.plain:hover {
    background: var(--tint);
  }
  button.round {
    block-size: 40px;
    color: var(--secondary);
    flex: none;
    inline-size: 40px;
    padding: 0;
  }
  button.last-time {
    flex: none;
    font-size: var(--ha-font-size-s, 12px);
    gap: 2px;
    line-height: 16px;
    margin-block: -4px;
    min-block-size: 24px;
    padding: 0 4px;
  }
  button.last-time .icon {
    --mdc-icon-size: 14px;
  }
  button:disabled {
    cursor: default;
    opacity: 0.5;
  }
  :focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .notice {
    align-items: flex-start;
    background: color-mix(in srgb, var(--notice) 14%, transparent);
    border-radius: var(--radius);
    display: flex;
    gap: 12px;
    padding: 10px 12px;
  }
  .notice > .icon {
    color: color-mix(in srgb, var(--notice) 65%, var(--text));
  }
  .notice > :not(.icon, button) {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .notice a {
    color: var(--accent-text);
  }
  .notice > button.round {
    block-size: 24px;
    inline-size: 24px;
    margin-block: -2px;
    min-block-size: 24px;
  }
  .error {
    --notice: var(--error-color, #db4437);
  }
  .warning {
    --notice: var(--warning-color, #ffa600);
  }
  .info {
    --notice: var(--info-color, #039be5);
  }
  .bar {
    background: var(--field);
    block-size: 4px;
    border-radius: var(--pill);
    overflow: hidden;
  }
  .bar > div {
    background: var(--accent-text);
    block-size: 100%;
    border-radius: inherit;
    transition: inline-size 200ms linear;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`,zn=v`
  .footer {
    background-color: var(--primary-background-color, #fff);
    background-image: linear-gradient(var(--surface) 0 0);
    border-block-start: 1px solid var(--line);
    display: grid;
    gap: 8px;
    grid-template-columns: minmax(0, 1fr);
    inset-block-end: 0;
    margin-inline: calc(-1 * var(--gap));
    padding: 8px var(--gap) calc(8px + var(--safe-area-inset-bottom, env(safe-area-inset-bottom, 0px)));
    position: sticky;
    z-index: 2;
  }
  /* A keyboard may leave no room for more than the field. */
  @media (max-height: 420px) {
    .footer {
      position: static;
    }
  }
`,Y=class extends F{static{this.properties={context:{attribute:!1}}}static{this.styles=[Rn]}localize(e,t={}){return this.context.texts.localize(e,t)}fireEvent(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t}))}fireCardEvent(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t,bubbles:!0,composed:!0}))}},X=class extends Y{static{this.properties={...Y.properties,printers:{attribute:!1}}}constructor(){super(),this.addEventListener(`click`,Bn,{capture:!0})}};function Bn(e){e.detail>1&&e.stopPropagation()}var Vn=class extends Y{connectedCallback(){super.connectedCallback(),this.dialog?.open&&(this.dialog.removeAttribute(`open`),this.show())}disconnectedCallback(){super.disconnectedCallback(),queueMicrotask(()=>{this.isConnected||this.leave()})}get dialog(){return this.renderRoot.querySelector(`dialog`)}firstUpdated(){this.dialog?.addEventListener(`close`,()=>this.leave()),this.show()}show(){this.dialog?.showModal(),this.leaveHistory??=Ln(()=>this.dialog?.close())}leave(){this.leaveHistory?.(),this.leaveHistory=void 0}};function Z(e,t){customElements.get(e)||customElements.define(e,t)}var Hn=/* @__PURE__ */ new Set([`color_unsupported`,`copies_unsupported`,`orientation_unsupported`]);function Un({texts:e,hass:t},n,r){return O`${e.localizeValue(`warning`,r,`warning_other`)}${Hn.has(r)?(()=>{if(!t.user?.is_admin)return O` ${e.localize(`check_up_ask`)}`;let r=`/config/integrations/integration/cloudprint?config_entry=${n.entry_id}`;return O` ${e.localize(`check_up_hint`)} <a href=${r}>${e.localize(`check_up_open`)}</a>`})():A}`}var Wn=class extends Y{static{this.properties={...Y.properties,isMore:{attribute:!1}}}static{this.styles=[...Y.styles,v`
      :host {
        display: contents;
      }
    `]}constructor(){super(),this.isMore=!1}focus(){this.renderRoot.querySelector(`button`)?.focus()}render(){let e=this.localize(this.isMore?`add_files`:`choose_files`);return O`
      <button class=${this.isMore?``:`primary`} type="button" @click=${()=>this.open(`.any`)}>
        ${this.isMore?W(`mdi:plus`):A}${e}
      </button>
      ${Gn()?O`<button type="button" @click=${()=>this.open(`.photo`)}>
              ${W(`mdi:camera`)}${this.localize(`take_photo`)}
            </button>`:A}
      <input hidden multiple class="any" type="file" accept=${xn} aria-label=${e} @change=${this.take} />
      <input
        hidden
        class="photo"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label=${this.localize(`take_photo`)}
        @change=${this.take}
      />
    `}open(e){this.renderRoot.querySelector(e)?.click()}take(e){let t=e.target,n=[...t.files??[]];t.value=``,n.length&&this.fireCardEvent(`content-picked`,{kind:`files`,files:n})}};function Gn(){return matchMedia(`(pointer: coarse)`).matches}Z(`cloudprint-card-pick`,Wn),Z(`cloudprint-card-composer`,class extends Y{constructor(...e){super(...e),this.features=new K(()=>this.requestUpdate()),this.stopBrowsing=async()=>{let e=this.browsed===`page`?`.page`:`.home`;this.browsed=void 0,await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}}static{this.properties={...Y.properties,documents:{attribute:!1},hasText:{attribute:!1},isDraggedOver:{attribute:!1},browsed:{state:!0}}}static{this.styles=[...Y.styles,v`
      :host {
        display: grid;
        gap: var(--gap);
        grid-template-columns: minmax(0, 1fr);
      }
      .zone {
        align-items: center;
        border: 2px dashed color-mix(in srgb, var(--text) 22%, transparent);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 20px 16px;
        text-align: center;
        transition:
          background-color 120ms,
          border-color 120ms;
      }
      .zone > .icon {
        --mdc-icon-size: 32px;
        color: var(--accent-text);
      }
      .zone.over {
        background: var(--tint);
        border-color: var(--accent-text);
      }
      .title {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: center;
        margin-block-start: 12px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 8px;
      }
      .chips li {
        max-inline-size: 100%;
      }
      .chips button {
        background: transparent;
        border: 1px solid var(--line);
        color: var(--text);
        font-weight: var(--ha-font-weight-normal, 400);
        min-block-size: 36px;
        padding: 6px 14px 6px 10px;
        padding-inline: 10px 14px;
      }
      .chips button:hover {
        background: var(--field);
      }
      .chips .icon {
        --mdc-icon-size: 18px;
        color: var(--accent-text);
      }
    `]}get picker(){return this.renderRoot.querySelector(`cloudprint-card-pick`)}focus(){this.picker?.focus()}async getUpdateComplete(){let e=await super.getUpdateComplete();return await this.picker?.updateComplete,e}render(){if(this.browsed)return this.renderBrowsed(this.browsed);let e=Gn();return O`
      <div class="zone ${this.isDraggedOver?`over`:``}">
        ${W(`mdi:file-upload-outline`)}
        <div class="title">
          ${this.localize(this.isDraggedOver?`drop_now`:e?`tap_title`:`drop_title`)}
        </div>
        <div class="secondary small">${this.localize(e?`tap_hint`:`drop_hint`)}</div>
        <div class="ways">
          <cloudprint-card-pick .context=${this.context}></cloudprint-card-pick>
          ${this.hasText?O`<button type="button" @click=${this.writeText}>
                  ${W(`mdi:text-box-edit-outline`)}${this.localize(`write_text`)}
                </button>`:A}
          <button class="page" type="button" @click=${()=>this.browse(`page`)}>
            ${W(`mdi:file-star-outline`)}${this.localize(`make_page`)}
          </button>
          ${`clipboard`in navigator&&`read`in navigator.clipboard?O`<button type="button" @click=${this.paste}>
                  ${W(`mdi:clipboard-text-outline`)}${this.localize(`paste`)}
                </button>`:A}
          ${this.context.hass.config.components.includes(`media_source`)?O`<button class="home" type="button" @click=${()=>this.browse(`media`)}>
                  ${W(`mdi:folder-home-outline`)}${this.localize(`from_home`)}
                </button>`:A}
        </div>
      </div>
      ${this.documents.length?this.renderDocuments():A}
    `}renderBrowsed(e){return this.features.render(e,this.context.texts,()=>void this.stopBrowsing())||(e===`page`?O`<cloudprint-card-page-list
          .context=${this.context}
          @close=${this.stopBrowsing}
        ></cloudprint-card-page-list>`:O`<cloudprint-card-media .context=${this.context} @close=${this.stopBrowsing}></cloudprint-card-media>`)}browse(e){this.browsed=e}renderDocuments(){return O`
      <section aria-labelledby="saved">
        <h2 id="saved">${this.localize(`saved_documents`)}</h2>
        <ul class="chips">
          ${this.documents.map(e=>O`
              <li>
                <button type="button" @click=${()=>this.fireEvent(`document-picked`,e)}>
                  ${W(`mdi:file-document-outline`)}<span class="one-line">${e.name}</span>
                </button>
              </li>
            `)}
        </ul>
      </section>
    `}writeText(){this.pick({kind:`text`,text:``})}async paste(){try{let e=await On(navigator.clipboard,this.localize(`pasted_picture`));e&&(this.hasText||e.kind===`files`)?this.pick(e):this.report(this.hasText?`paste_empty`:`paste_no_file`)}catch{this.report(`paste_denied`)}}pick(e){this.fireCardEvent(`content-picked`,e)}report(e){this.fireEvent(`problem`,e)}});var Kn={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},qn=e=>(...t)=>({_$litDirective$:e,values:t}),Jn=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:Yn}=Ue,Xn=e=>e,Zn=()=>document.createComment(``),Q=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new Yn(r.insertBefore(Zn(),i),r.insertBefore(Zn(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=Xn(e).nextSibling;Xn(r).insertBefore(e,i),e=t}}}return n},$=(e,t,n=e)=>(e._$AI(t,n),e),Qn={},$n=(e,t=Qn)=>e._$AH=t,er=e=>e._$AH,tr=e=>{e._$AR(),e._$AA.remove()},nr=(e,t,n)=>{let r=/* @__PURE__ */ new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},rr=qn(class extends Jn{constructor(e){if(super(e),e.type!==Kn.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=er(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=$(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=$(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=$(i[d],a[m]),Q(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=$(i[f],a[p]),Q(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=nr(o,p,m),u=nr(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=Q(e,i[d]);$(t,a[p]),c[p]=t}else c[p]=$(n,a[p]),Q(e,i[d],n),i[t]=null;p++}else tr(i[f]),f--}else tr(i[d]),d++;for(;p<=m;){let t=Q(e,c[m+1]);$(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&tr(e)}return this.ut=o,$n(e,c),k}}),ir=`/cloudprint_static/trays`;function ar(e){return O`<img class="trays" src="${ir}/${e}.svg" alt="" width="340" height="150" />`}function or(e,t){return t?O`
    <div class="advice">${e.localize(sr(t)?`turn_over`:`turn_keep`)}</div>
    ${ar(`${t.output}_${t.input}`)}
  `:O`<div class="advice">${e.localize(`turn_unknown`)}</div>`}function sr({output:e,input:t}){return e===`face_down`==(t===`lower_side`)}var cr=v`
  img.trays {
    /* The pictures are drawn for a light ground. */
    background: #fff;
    block-size: auto;
    border-radius: var(--ha-border-radius-md, 8px);
    display: block;
    inline-size: 100%;
    max-inline-size: 340px;
    padding: 8px;
  }
`;Z(`cloudprint-card-job`,class extends Y{constructor(...e){super(...e),this.features=new K(()=>this.requestUpdate())}static{this.properties={...Y.properties,job:{attribute:!1},isBusy:{attribute:!1},showsPrinter:{attribute:!1},printers:{attribute:!1},isOpened:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[...Y.styles,cr,v`
      :host {
        padding-block: 8px;
      }
      .job {
        align-items: center;
        display: flex;
        gap: 12px;
      }
      .shape {
        --tone: var(--secondary);
        align-items: center;
        background: color-mix(in srgb, var(--tone) 16%, transparent);
        block-size: 36px;
        border-radius: 50%;
        color: color-mix(in srgb, var(--tone) 65%, var(--text));
        display: flex;
        flex: none;
        inline-size: 36px;
        justify-content: center;
      }
      .preparing,
      .submitting,
      .submitted,
      .queued,
      .printing {
        --tone: var(--accent);
      }
      .held,
      .unconfirmed {
        --tone: var(--warning-color, #ffa600);
      }
      .finished {
        --tone: var(--success-color, #43a047);
      }
      .failed {
        --tone: var(--error-color, #db4437);
      }
      .names {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        line-height: 20px;
      }
      .facts {
        color: var(--secondary);
        overflow-wrap: anywhere;
      }
      .facts span {
        display: inline-block;
      }
      .warned {
        color: color-mix(in srgb, var(--warning-color, #ffa600) 45%, var(--text));
      }
      .state {
        color: color-mix(in srgb, var(--tone, var(--text)) 45%, var(--text));
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .printing .icon {
        animation: pulse 1.2s ease-in-out infinite alternate;
      }
      @keyframes pulse {
        from {
          opacity: 0.45;
        }
      }
      .names:focus,
      .question:focus {
        outline: none;
      }
      .question {
        background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
        border-radius: var(--radius);
        display: grid;
        gap: 8px;
        margin-block-start: 8px;
        padding: 12px;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .answers button {
        background: color-mix(in srgb, var(--text) 8%, transparent);
        color: var(--text);
      }
      .answers button:hover {
        background: color-mix(in srgb, var(--text) 14%, transparent);
      }
    `]}willUpdate(e){e.has(`isOpened`)&&this.isOpened&&(this.isAsking=`approval`)}render(){let{job:e}=this,t=It(e,this.printers);return O`
      <div class="job">
        <div class="shape ${e.state}">${W(Zt(e.state))}</div>
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.shownName}>${this.shownName}</div>
          <div class="facts small ${e.state}">
            ${this.facts().map((e,t,{length:n})=>O`<span class=${t?``:`state`}>${e}${t<n-1?` ·`:``}</span> `)}
          </div>
          ${this.warnings.map(e=>O`<div class="small warned">${e}</div>`)}
        </div>
        ${e.can_cancel&&!e.can_turn?this.renderAction(`cancel`,`mdi:close`,()=>this.act({kind:`cancel`,job:e})):A}
        ${this.canReprint?this.renderAction(`reprint`,`mdi:reload`,()=>this.toggle(`reprint`)):A}
        ${t.length?this.renderAction(`move`,`mdi:printer-outline`,()=>this.toggle(`move`)):A}
      </div>
      ${e.can_decide?this.renderQuestion():A} ${e.can_turn?this.renderTurn():A}
      ${B(e)?this.renderApproval():A}
      ${this.isAsking===`reprint`&&this.canReprint?this.renderConfirmation():A}
      ${this.isAsking===`move`&&t.length?this.renderPrinters(t):A}
    `}get canReprint(){let{job:e}=this;return R(e)&&e.can_reprint&&!e.can_decide}renderAction(e,t,n){return O`
      <button
        class="plain round ${e}"
        type="button"
        aria-label=${this.localize(`${e}_job`,{name:this.name})}
        aria-expanded=${e===`cancel`?A:this.isAsking===e}
        title=${this.localize(e)}
        ?disabled=${this.isBusy}
        @click=${n}
      >
        ${W(t)}
      </button>
    `}renderConfirmation(){let{job:e}=this,t=typeof e.options.copies==`number`?e.options.copies:1,n=this.localize(`reprint_question`,{name:this.name,printer:e.printer,copies:this.context.texts.localizeCount(`copies_count`,t)});return this.renderAsked(n,[{label:this.localize(`reprint`),action:{kind:`reprint`,job:e}}])}renderPrinters(e){let{job:t,name:n}=this;return this.renderAsked(this.localize(`move_question`,{name:n}),e.map(({device_id:e,name:n})=>({label:n,action:{kind:`move`,job:t,deviceId:e}})))}renderAsked(e,t){let n=e=>{e.key===`Escape`&&(e.stopPropagation(),this.stopAsking())},r=e=>{this.isAsking=void 0,this.act(e)};return O`
      <div class="question confirmation" role="group" tabindex="-1" aria-labelledby="asked" @keydown=${n}>
        <div id="asked">${e}</div>
        <div class="answers">
          ${t.map(({label:e,action:t})=>O`
              <button type="button" ?disabled=${this.isBusy} @click=${()=>r(t)}>${e}</button>
            `)}
          <button type="button" @click=${()=>this.stopAsking()}>
            ${this.localize(R(this.job)?`reprint_not`:`move_not`)}
          </button>
        </div>
      </div>
    `}toggle(e){this.isAsking===e?this.stopAsking():(this.isAsking=e,this.focusAfterUpdate(`.confirmation`))}stopAsking(){let e=this.isAsking;this.isAsking=void 0,e===`approval`&&this.fireCardEvent(`look-away`,this.job),this.focusAfterUpdate(`.${e}`)}async focusAfterUpdate(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}act(e){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0}),this.fireEvent(`job-action`,e)}renderQuestion(){let e=this.job.can_reprint?[`printed`,`print_again`,`forget`]:[`printed`,`forget`];return O`
      <div class="question" role="group" aria-labelledby="question">
        <div>
          <div id="question">${this.localize(`did_it_print`)}</div>
          <div class="small">${this.localize(`did_it_print_hint`)}</div>
        </div>
        <div class="answers">
          ${e.map(e=>O`
              <button
                type="button"
                aria-label=${this.localize(`decide_${e}_job`,{name:this.name})}
                ?disabled=${this.isBusy}
                @click=${()=>this.act({kind:`decide`,job:this.job,decision:e})}
              >
                ${this.localize(`decide_${e}`)}
              </button>
            `)}
        </div>
      </div>
    `}renderTurn(){let{job:e,name:t,isBusy:n}=this;return O`
      <div class="question" role="group" aria-labelledby="turn">
        <div id="turn">${this.localize(`turn_question`)}</div>
        ${or(this.context.texts,e.trays)}
        <div class="answers">
          <button
            type="button"
            aria-label=${this.localize(`turned_job`,{name:t})}
            ?disabled=${n}
            @click=${()=>this.act({kind:`turned`,job:e})}
          >
            ${this.localize(`turned`)}
          </button>
          <button
            type="button"
            aria-label=${this.localize(`turn_drop_job`,{name:t})}
            ?disabled=${n}
            @click=${()=>this.act({kind:`cancel`,job:e})}
          >
            ${this.localize(`turn_drop`)}
          </button>
        </div>
      </div>
    `}renderApproval(){let{job:e,context:t,features:n}=this;return this.isAsking===`approval`?n.render(`approval`,t.texts,()=>this.stopAsking())||O`<cloudprint-card-approval
      class="question"
      .context=${t}
      .job=${e}
      .name=${this.name}
      .printer=${this.printers.find(({device_id:t})=>t===e.device_id)}
      .isBusy=${this.isBusy}
      @job-action=${e=>this.act(e.detail)}
      @close=${()=>this.stopAsking()}
    ></cloudprint-card-approval>`:O`
        <div class="question" role="group" aria-labelledby="may">
          <div id="may">${this.localize(`approval_question`)}</div>
          <div class="answers">
            <button
              class="approval"
              type="button"
              aria-label=${this.localize(`approval_look_job`,{name:this.name})}
              ?disabled=${this.isBusy}
              @click=${()=>{this.isAsking=`approval`,this.fireCardEvent(`look`,e)}}
            >
              ${this.localize(`approval_look`)}
            </button>
          </div>
        </div>
      `}get name(){return H(this.job,this.context.texts)}get shownName(){return H({...this.job,side:null},this.context.texts)}get reason(){let{state:e,reason:t,expires_at:n,approval:r}=this.job;if(!t||t===`by_hand`&&e===`canceled`||t===`approval`&&e===`held`)return``;if(t===`turn_paper`){if(e===`held`&&n===null)return this.localize(`turn_fronts_first`);if(e===`canceled`)return this.localize(`turn_fronts_missing`);if(e===`expired`)return this.localize(`turn_too_late`)}return t===`denied`&&r?.decided_by?this.localize(`denied_by`,{name:r.decided_by}):this.context.texts.localizeValue(`reason`,t,`state_other`)}get decision(){let{state:e,decided_by:t,changes:n={}}=this.job.approval??{};if(e!==`given`)return[];let{texts:r}=this.context,{copies:i,...a}=n,o=[i===void 0?``:r.localizeCount(`copies_count`,i),...Object.entries(a).map(([e,t])=>r.localizeValue(e,t,`printer_default`).toLocaleLowerCase())].filter(Boolean);return[t?r.localize(`approved_by`,{name:t}):``,o.length?r.localize(`changed_to`,{changes:r.join(o,`conjunction`)}):``]}get warnings(){let{watched:e,warnings:t}=this.job,n=t.filter(e=>e.endsWith(`_ignored`)).map(e=>this.context.texts.localizeValue(`warning`,e,`warning_other`));return e?[e,...n]:n}facts(){let{job:e,context:t}=this,{format:n,texts:r}=t,i=e.state===`held`;return[z(e)&&!B(e)?r.localize(`approval_of`,{names:Dt(e,r)}):Tt(e,r),e.side?r.localize(`side_${e.side}`):``,this.reason,...this.decision,e.state===`failed`||e.reason===`denied`?e.message??``:``,i&&e.expires_at?this.localize(`expires_at`,{time:n.moment(e.expires_at)}):``,this.showsPrinter?e.printer:``,e.requested_by&&e.user_id!==t.hass.user?.id?this.localize(`requested_by`,{name:e.requested_by}):``,e.pages?r.localizeCount(`pages`,e.pages):``,n.moment(e.created_at)].filter(Boolean)}});var lr=10;Z(`cloudprint-card-history`,class extends X{static{this.properties={...X.properties,deviceId:{attribute:!1},changed:{attribute:!1},busy:{attribute:!1},showsPrinter:{attribute:!1},isOpen:{state:!0},filter:{state:!0},jobs:{state:!0},hasMore:{state:!0},isLoading:{state:!0},problem:{state:!0},showsUsage:{state:!0}}}static{this.styles=[...X.styles,v`
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: space-between;
      }
      .toggle {
        background: transparent;
        color: var(--text);
        margin-inline: -12px;
        max-inline-size: none;
        padding-inline: 12px;
        white-space: nowrap;
      }
      .toggle:hover {
        background: var(--field);
      }
      .toggle .icon {
        color: var(--secondary);
        transition: transform 150ms;
      }
      .toggle[aria-expanded="true"] .icon {
        transform: rotate(180deg);
      }
      .tools {
        align-items: center;
        display: flex;
        gap: 4px;
      }
      .filter {
        align-items: center;
        background: var(--field);
        border-radius: var(--pill);
        display: flex;
        position: relative;
      }
      .filter .icon {
        color: var(--secondary);
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      select {
        appearance: none;
        background: transparent;
        block-size: 36px;
        border: 0;
        border-radius: inherit;
        cursor: pointer;
        padding-inline: 14px 34px;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .empty {
        padding-block: 12px;
      }
      .more {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `]}constructor(){super(),this.request=0,this.features=new K(()=>this.requestUpdate()),this.isOpen=!1,this.filter=``,this.hasMore=!1,this.isLoading=!1,this.showsUsage=!1}get states(){return this.filter?[this.filter]:ht}willUpdate(e){e.has(`deviceId`)&&this.isOpen?this.load():e.has(`changed`)&&this.jobs&&(this.jobs=Lt(this.jobs,this.changed,this.states,this.deviceId))}render(){return O`
      <div class="head">
        <h2>
          <button
            class="toggle"
            type="button"
            aria-expanded=${this.isOpen}
            aria-controls="history"
            @click=${this.toggle}
          >
            ${this.localize(`history`)}${W(`mdi:chevron-down`)}
          </button>
        </h2>
        ${this.isOpen?O`<div class="tools">${this.renderFilter()} ${this.renderUsageButton()}</div>`:A}
      </div>
      ${this.renderUsage()}
      <div id="history" ?hidden=${!this.isOpen}>${this.isOpen?this.renderJobs():A}</div>
    `}renderFilter(){return O`
      <div class="filter">
        <select aria-label=${this.localize(`filter`)} @change=${this.choose}>
          <option value="" .selected=${this.filter===``}>${this.localize(`filter_all`)}</option>
          ${ht.map(e=>O`
              <option value=${e} .selected=${this.filter===e}>${this.localize(`state_${e}`)}</option>
            `)}
        </select>
        ${W(`mdi:chevron-down`)}
      </div>
    `}renderUsageButton(){return this.context.hass.user?.is_admin?sn(`mdi:chart-bar`,this.localize(`usage`),()=>{this.showsUsage=!0}):A}renderUsage(){if(!this.showsUsage)return A;let e=()=>{this.showsUsage=!1};return this.features.render(`usage`,this.context.texts,e)||O`<cloudprint-card-usage .context=${this.context} @close=${e}></cloudprint-card-usage>`}renderJobs(){return this.problem?O`
        <div class="notice error" role="alert">
          ${W(`mdi:alert-circle-outline`)}
          <div>${this.localize(`jobs_failed`,{message:this.problem})}</div>
        </div>
        <button class="more" type="button" @click=${()=>this.load()}>${this.localize(`retry`)}</button>
      `:this.jobs?this.jobs.length?O`
      <ul>
        ${rr(Ct(this.jobs),e=>e.job_id,e=>O`
            <li>
              <cloudprint-card-job
                .context=${this.context}
                .job=${e}
                .printers=${this.printers}
                .isBusy=${this.busy.has(e.job_id)}
                .showsPrinter=${this.showsPrinter}
                @job-action=${e=>this.fireEvent(`job-action`,e.detail)}
              ></cloudprint-card-job>
            </li>
          `)}
      </ul>
      ${this.hasMore?O`<button
              class="more"
              type="button"
              ?disabled=${this.isLoading}
              @click=${()=>this.load(this.jobs?.at(-1)?.job_id)}
            >
              ${this.localize(`show_more`)}
            </button>`:A}
    `:O`<div class="empty secondary">
        ${this.localize(this.filter?`history_empty_filtered`:`history_empty`)}
      </div>`:O`<div class="empty secondary">${this.localize(`loading`)}</div>`}toggle(){this.isOpen=!this.isOpen,this.isOpen&&this.load()}choose(e){this.filter=e.target.value,this.load()}async load(e){let t=++this.request;this.isLoading=!0,this.problem=void 0,e===void 0&&(this.jobs=void 0);try{let n=await this.context.backend.call(`cloudprint/jobs/list`,{...this.deviceId===void 0?{}:{device_id:this.deviceId},...e===void 0?{}:{before:e},state:this.states,limit:lr});if(t!==this.request)return;this.jobs=[...e===void 0?[]:this.jobs??[],...n.jobs],this.hasMore=n.has_more}catch(e){if(t!==this.request)return;this.problem=await I(this.context,e)}this.isLoading=!1}});var ur=class extends Y{static{this.properties={...Y.properties,printers:{attribute:!1},selected:{attribute:!1},isFixed:{attribute:!1},instead:{attribute:!1}}}static{this.styles=[...Y.styles,v`
      .printer {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        justify-content: flex-end;
        margin: -4px 0 -4px -4px;
      }
      .about {
        align-items: center;
        border-radius: var(--radius);
        display: flex;
        flex: 1 1 180px;
        gap: 12px;
        min-inline-size: 0;
        padding: 4px;
      }
      button.about {
        background: transparent;
        color: var(--text);
        font-weight: inherit;
        justify-content: flex-start;
        text-align: start;
      }
      button.about:hover {
        background: var(--field);
      }
      .shape {
        --tone: var(--secondary);
        align-items: center;
        background: color-mix(in srgb, var(--tone) 18%, transparent);
        block-size: 40px;
        border-radius: 50%;
        color: color-mix(in srgb, var(--tone) 70%, var(--text));
        display: flex;
        flex: none;
        inline-size: 40px;
        justify-content: center;
      }
      .shape .icon {
        --mdc-icon-size: 24px;
      }
      .idle {
        --tone: var(--success-color, #43a047);
      }
      .printing,
      .waiting {
        --tone: var(--accent);
      }
      .offline,
      .unavailable {
        --tone: var(--warning-color, #ffa600);
      }
      .names {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
      }
      .state {
        line-height: 16px;
      }
      .choices {
        align-items: center;
        display: flex;
        gap: 4px;
      }
      .other {
        align-items: center;
        background: var(--tint);
        block-size: 40px;
        border-radius: var(--pill);
        color: var(--accent-text);
        display: flex;
        inline-size: 40px;
        justify-content: center;
        position: relative;
      }
      .other:hover {
        background: color-mix(in srgb, var(--accent) 20%, transparent);
      }
      .other:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: 2px;
      }
      select {
        block-size: 100%;
        cursor: pointer;
        inline-size: 100%;
        inset: 0;
        opacity: 0;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
    `]}render(){let{entity_id:e,name:t}=this.selected,n=dr(this.selected),r=this.context.texts.localizeValue(`status`,n,`status_unknown`),i=!this.isFixed&&this.printers.length>1,a=O`
      <div class="shape ${n}">
        ${W(n===`offline`||n===`unavailable`?`mdi:printer-off`:`mdi:printer`)}
      </div>
      <div class="names">
        <div class="name one-line" title=${t}>${t}</div>
        <div class="state secondary small one-line">${r}</div>
      </div>
    `;return O`
      <div class="printer">
        ${e?O`<button
                class="about"
                type="button"
                aria-label=${this.localize(`printer_open`,{name:t,state:r})}
                @click=${()=>this.fireCardEvent(`hass-more-info`,{entityId:e})}
              >
                ${a}
              </button>`:O`<div class="about">${a}</div>`}
        ${i?O`<div class="choices">${this.renderLastTime()} ${this.renderChoice()}</div>`:A}
      </div>
    `}renderChoice(){return O`
      <div class="other" title=${this.localize(`printer_choose`)}>
        ${W(`mdi:swap-horizontal`)}
        <select aria-label=${this.localize(`printer`)} @change=${this.choose}>
          ${this.printers.map(e=>O`
              <option value=${e.device_id} .selected=${e.device_id===this.selected.device_id}>
                ${e.name} · ${this.context.texts.localizeValue(`status`,dr(e),`status_unknown`)}
              </option>
            `)}
        </select>
      </div>
    `}renderLastTime(){let{instead:e,selected:t}=this;return e===void 0?A:an(this.context.texts,t.name,()=>{this.fireEvent(`printer`,e),this.renderRoot.querySelector(`select`)?.focus()})}choose(e){this.fireEvent(`printer`,e.target.value)}};function dr(e){return e.available?e.status:`unavailable`}Z(`cloudprint-card-printer`,ur),Z(`cloudprint-card-queue`,class extends X{static{this.properties={...X.properties,jobs:{attribute:!1},heading:{attribute:!1},busy:{attribute:!1},showsPrinter:{attribute:!1},isOpened:{attribute:!1},isUnfolded:{state:!0}}}static{this.styles=[...X.styles,v`
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        justify-content: space-between;
      }
      .head button {
        min-block-size: 32px;
        padding: 4px 12px;
      }
      h2:focus {
        outline: none;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .fold {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `]}constructor(){super(),this.isUnfolded=this.isOpened=!1,this.heading=`jobs`}focus(){this.renderRoot.querySelector(`h2`)?.focus({preventScroll:!0})}render(){let e=Ft(this.jobs),t=Mt(this.jobs),n=this.isUnfolded?this.jobs:t;return O`
      <div class="head">
        <h2 id="jobs" tabindex="-1">${this.localize(this.heading)}</h2>
        ${e.length?O`<button class="release" type="button" @click=${()=>this.release(e)}>
                ${W(`mdi:play`)}${this.localize(`release`)}
              </button>`:A}
      </div>
      ${this.jobs.length?O`<ul id="list" aria-labelledby="jobs">
              ${rr(n,e=>e.job_id,e=>O`<li>
                    <cloudprint-card-job
                      .context=${this.context}
                      .job=${e}
                      .printers=${this.printers}
                      .isBusy=${this.busy.has(e.job_id)}
                      .showsPrinter=${this.showsPrinter}
                      .isOpened=${this.isOpened}
                      @job-action=${e=>this.fireEvent(`job-action`,e.detail)}
                    ></cloudprint-card-job>
                  </li>`)}
            </ul>`:O`<p class="secondary">${this.localize(`jobs_empty`)}</p>`}
      ${t.length<this.jobs.length?O`<button
              class="fold"
              type="button"
              aria-controls="list"
              aria-expanded=${this.isUnfolded}
              @click=${()=>{this.isUnfolded=!this.isUnfolded}}
            >
              ${this.isUnfolded?this.localize(`show_fewer`):this.localize(`show_all`,{count:this.jobs.length})}
            </button>`:A}
    `}release(e){this.focus(),this.fireEvent(`job-action`,{kind:`release`,deviceIds:e})}}),Z(i,class extends ln{static{this.properties={...ln.properties,chosen:{state:!0},content:{state:!0},notice:{state:!0},offer:{state:!0},announcement:{state:!0},changed:{state:!0}}}static{this.styles=[Rn,Je]}constructor(){super(),this.dropPaste=new kn(this,e=>!!this.printer?.can_control&&!(e===`text`&&this.config?.hide_text),e=>this.stage(e)),this.looked=/* @__PURE__ */ new Set,this.jobActions=new Mn(this,(e,t)=>this.report(e,t)),this.features=new K(()=>{let e=this.shadowRoot?.activeElement?.closest(`.waiting`);this.requestUpdate(),e&&this.focusStaged()}),this.isPrinterChosen=!1,this.unstage=async e=>{this.content=void 0,e.detail&&(this.announcement=this.localize(e.detail)),await this.focusComposer()},this.documentSaved=async e=>{let t=this.localize(`document_saved`,{name:e.detail.name});this.content=void 0,this.notice={kind:`info`,text:t},await Promise.all([this.data.reload(),this.focusComposer()])},this.lookedAway=e=>{this.looked.delete(V(e.detail)),this.requestUpdate()},this.runJobAction=e=>{let{context:t}=this;if(t){(e.detail.kind===`approve`||e.detail.kind===`deny`)&&this.looked.delete(V(e.detail.job));for(let n of jn(e.detail,this.data.jobs.jobs.values()))this.jobActions.run(t,n)}},this.announcement=``,this.changed=[]}render(){let e=this.config?.title;return O`
      <ha-card>
        <div
          class="body"
          @trays=${()=>this.data.reload()}
          @document-saved=${this.documentSaved}
          @content-picked=${e=>this.stage(e.detail)}
          @together=${e=>this.showFiles(e.detail,!1)}
          @separate=${e=>this.showFiles(e.detail,!0)}
          @unstage=${this.unstage}
          @look=${e=>this.looked.add(V(e.detail))}
          @look-away=${this.lookedAway}
        >
          ${e?O`<h2 class="title">${e}</h2>`:A} ${this.renderUnknownOptions()} ${this.renderBody()}
          <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
        </div>
      </ha-card>
    `}renderUnknownOptions(){let e=d(this.config??{},this.texts);return e?G(`warning`,`mdi:alert-circle-outline`,e):A}get printer(){let{printers:e,preferences:t,defaultPrinter:n}=this.data,{device_id:r}=this.config??{},i=this.content&&this.lastPrinter,a=i?.device_id??t.current.printer;return mn(e,i,r??this.chosen)??pn(e,r,this.chosen,a,n)}findInstead({device_id:e}){let{printers:t,preferences:n,defaultPrinter:r}=this.data;if(this.isPrinterChosen||e!==n.current.printer)return;let i=pn(t,void 0,r)?.device_id;return i===e?void 0:i}renderBody(){let{data:e,printer:t,context:n}=this;if(!n)return this.renderUntranslated();if(e.status===`loading`&&!t)return $t(this.texts);if(e.status===`failed`&&!t)return en(this.texts,e.problem,()=>e.retry());if(this.lastPrinter=t,!e.printers.length&&!t)return nn(this.texts,this.hass?.user?.is_admin?`empty_printers`:`forbidden`);if(!t)return nn(this.texts,`missing`);let r=At(wt(e.jobs,Date.now())).filter(e=>e.can_turn||B(e)||!this.config?.hide_queue),i=r.filter(e=>Et(e)||this.looked.has(V(e))),a=r.filter(e=>!i.includes(e));return O`
      <cloudprint-card-printer
        .context=${n}
        .printers=${e.printers.includes(t)?e.printers:[t,...e.printers]}
        .selected=${t}
        .isFixed=${this.config?.device_id!==void 0}
        .instead=${this.findInstead(t)}
        @printer=${e=>{this.isPrinterChosen=!0,this.chosen=e.detail}}
      ></cloudprint-card-printer>
      ${this.renderState(t)} ${i.length?this.renderQueue(n,i,`questions`):A}
      ${this.renderNotice()} ${this.renderOffer()} ${this.renderCompose(t)}
      ${this.config?.hide_queue||i.length&&!a.length?A:O`<section>${this.renderQueue(n,a,`jobs`)}</section>`}
      ${this.config?.hide_history?A:O`<section class="last">
              <cloudprint-card-history
                .context=${this.context}
                .deviceId=${this.config?.device_id}
                .changed=${this.changed}
                .busy=${this.jobActions.busy}
                .printers=${e.printers}
                .showsPrinter=${this.showsPrinter}
                @job-action=${this.runJobAction}
              ></cloudprint-card-history>
            </section>`}
    `}renderQueue(e,t,n){return O`<cloudprint-card-queue
      class=${n}
      .context=${e}
      .jobs=${t}
      .heading=${n}
      .busy=${this.jobActions.busy}
      .printers=${this.data.printers}
      .showsPrinter=${this.showsPrinter}
      @job-action=${this.runJobAction}
    ></cloudprint-card-queue>`}update(e){let t=this.renderRoot.querySelector(`.questions`),n=t!==null&&this.shadowRoot?.activeElement===t;super.update(e),n&&this.updateComplete.then(async()=>{let[e]=this.renderRoot.querySelectorAll(`cloudprint-card-queue`);await e?.updateComplete,e&&!this.shadowRoot?.activeElement&&e.focus()})}renderNotice(){let{notice:e,texts:t}=this;return e?G(e.kind,e.kind===`info`?`mdi:check`:`mdi:alert-circle-outline`,e.text,{label:t.localize(`dismiss`),dismiss:()=>{this.notice=void 0}}):A}renderOffer(){let{offer:e}=this;if(e?.content!==this.content||!e)return A;let{picked:t}=e,n=e=>{this.offer=void 0,e?this.replace(t):this.focusStaged()};return O`<div
      class="offer"
      role="group"
      tabindex="-1"
      aria-labelledby="offer"
      @keydown=${e=>{e.key===`Escape`&&(e.stopPropagation(),n(!1))}}
    >
      <div id="offer">${this.localize(`replace_question`,{name:un(t,this.texts)})}</div>
      <div class="ways">
        <button type="button" @click=${()=>n(!0)}>${this.localize(`replace`)}</button>
        <button class="plain" type="button" @click=${()=>n(!1)}>${this.localize(`replace_not`)}</button>
      </div>
    </div>`}renderState(e){let{data:t,texts:n}=this,r=e=>G(`warning`,`mdi:cloud-off-outline`,e);return this.hass?.connected===!1?r(n.localize(`disconnected`)):t.status===`failed`?r(t.problem??n.localize(`error_setup`)):rn(e,n)}renderCompose(e){if(!e.can_control)return G(`info`,`mdi:lock-outline`,this.localize(`forbidden_printer`));let t=this.data.preferences.current.choices?.[e.device_id],{content:n}=this,r=n&&(dn(n)?`designer`:`picked`);if(r&&this.features.use(r)!==`loaded`)return this.renderWaiting(r);let i=e=>this.printed(e.detail,n);if(dn(this.content))return O`<cloudprint-card-designer
        .context=${this.context}
        .files=${this.content.files}
        .made=${this.made}
        .printer=${e}
        .remembered=${t}
        @printed=${i}
      ></cloudprint-card-designer>`;if(this.content?.kind===`files`)return O`<cloudprint-card-batch
        .context=${this.context}
        .files=${this.content.files}
        .made=${this.made}
        .printer=${e}
        .remembered=${t}
        .jobs=${this.data.jobs.jobs}
        @printed=${i}
      ></cloudprint-card-batch>`;if(this.content)return O`<cloudprint-card-staged
        .context=${this.context}
        .content=${this.content}
        .printer=${e}
        .remembered=${t}
        @printed=${i}
      ></cloudprint-card-staged>`;let a=this.config?.hide_documents?[]:fn(this.data.documents,this.config?.device_id);return O`<cloudprint-card-composer
      .context=${this.context}
      .documents=${a}
      .hasText=${!this.config?.hide_text}
      .isDraggedOver=${this.dropPaste.isDraggedOver}
      @document-picked=${e=>this.stageDocument(e.detail)}
      @problem=${e=>this.warn(e.detail)}
    ></cloudprint-card-composer>`}renderWaiting(e){return O`<div class="waiting" tabindex="-1">${this.features.render(e,this.texts,()=>{this.content=void 0,this.focusComposer()})}</div>`}get showsPrinter(){return this.config?.device_id===void 0&&this.data.printers.length>1}stage(e){this.notice=void 0;let t=this.content?.kind===`files`&&this.content.isSeparate;this.staged?.isBusy&&!(e.kind===`files`&&t)?this.warn(`busy_wait`):this.content?.kind===`file`&&e.kind===`files`&&this.staged?.isUncertain?this.warn(`uncertain_wait`):this.content&&this.isReplaced(e)?(this.offer={picked:e,content:this.content},this.updateComplete.then(()=>this.renderRoot.querySelector(`.offer`)?.focus())):this.replace(e)}isReplaced(e){let{staged:t}=this,n=e.kind===`files`&&e.files.length===1&&e.files.every(Cn);return q(this.content).length?e.kind!==`files`:!n&&(t?.isEntered??!1)}replace(e){if(e.kind!==`files`)this.content=e;else if(!this.stageFiles(e.files))return;this.keepPrinter(),this.focusStaged()}stageFiles(e){let{content:t}=this,n=dn(t),r=e.length===1,i=e.filter(e=>{let t=Cn(e)??(n&&!J(e)?`design_not_arranged`:void 0);return t&&(r||n)&&this.warnOfFile(t,e),!t});if((r||n)&&!i.length)return!1;let a=i.length===e.length&&e.every(J),o=[...q(t),...n?i:e],[s,...c]=o;if(!s)return!1;if(n)this.content={...t,files:o};else if(!c.length)this.content={kind:`file`,file:s};else{let e=t?.kind===`files`;this.showFiles(o,e||!a||!q(t).every(J))}return!0}showFiles(e,t){let{content:n}=this;if(n?.kind!==`files`||n.isSeparate!==t){let{staged:e}=this;this.made=e&&q(n).length?{choices:e.choices,uploads:e.uploads}:void 0}this.content={kind:`files`,files:e,isSeparate:t}}warnOfFile(e,{name:t,size:n}){let r=e=>this.context?.format.bytes(e)??``;this.warn(e,{name:t,size:r(n),limit:r(hn),formats:bn})}get staged(){return this.renderRoot.querySelector(`cloudprint-card-staged, cloudprint-card-batch, cloudprint-card-designer`)}stageDocument(e){this.notice=void 0;let t=this.data.printers.some(({device_id:t})=>t===e.device_id);e.device_id&&t?(this.isPrinterChosen=!0,this.chosen=e.device_id):this.keepPrinter(),this.content={kind:`document`,document:e},this.focusStaged()}keepPrinter(){this.chosen=this.lastPrinter?.device_id}async focusStaged(){await this.updateComplete;let{staged:e}=this;await e?.updateComplete,e?e.focus():this.renderRoot.querySelector(`.waiting`)?.focus({preventScroll:!0})}async printed({jobs:e,choices:t,deviceId:n,isSaved:r,asked:i},a){let o=this.content===a;o&&(this.content=void 0),this.notice=void 0,this.announce(e);let s=e.filter(vt).length,{context:c,data:l}=this,u=l.printers.find(({device_id:e})=>e===n)??this.lastPrinter,d=[...new Set(e.flatMap(e=>e.warnings))],f=!i&&e.some(e=>e.side===`back`&&!R(e)),p=i&&e.some(({state:e})=>e===`held`),m=[f?this.localize(`turn_later`):``,s?this.texts.localizeCount(`jobs_not_printed`,s):``,...c&&u?d.map(e=>Un(c,u,e)):[]].filter(Boolean),h=s||d.length?`warning`:`info`,g=(...e)=>({kind:h,text:O`${e.map(e=>O`${e} `)}`}),_=m.length?g(...m):void 0;if(this.notice=_,p){let t=this.localize(`asked`,{names:Ot(i,this.texts)});this.notice={...g(t,...m),asked:e.map(({job_id:e})=>e),then:_},this.endNotice()}this.hass&&!r&&(this.isPrinterChosen=!0,this.chosen??=n,await this.data.preferences.save(this.hass,n,Ut(t))),o&&await this.focusComposer()}async focusComposer(){await this.updateComplete;let e=this.renderRoot.querySelector(`cloudprint-card-composer`);await e?.updateComplete,e?.focus()}report(e,t){let n=e&&t?this.localize(`action_failed`,{name:t,message:e}):e;this.notice=n?{kind:`error`,text:n}:void 0}takeJobs(e){this.changed=[...this.data.jobs.jobs.values()],this.endNotice(),e.length&&this.announce(e)}endNotice(){let e=this.notice?.asked?.flatMap(e=>this.data.jobs.jobs.get(e)??[]);e?.length&&!e.some(z)&&(this.notice=this.notice?.then)}announce(e){let{texts:t}=this,n=Ct(e).map(e=>{let n=H(e,t),r=H({...e,side:null},t);if(e.can_turn)return this.localize(`turn_announced`,{name:r});if(B(e))return this.localize(`approval_announced`,{name:r});let[i,a]=z(e)||e.reason===`denied`?[`reason`,e.reason]:[`state`,e.state],o=t.localizeValue(i,a??``,`state_other`);return this.localize(`job_announced`,{name:i===`reason`?r:n,state:o})});this.announcement=[...new Set(n)].join(` `)}warn(e,t={}){this.notice={kind:`warning`,text:this.localize(e,t)}}get texts(){return this.context?.texts??new r(document.documentElement.lang)}localize(e,t={}){return this.texts.localize(e,t)}});export{Wt as A,ot as B,$t as C,W as D,sn as E,Ot as F,Je as G,ct as H,St as I,Ne as J,A as K,I as L,wt as M,vt as N,Zt as O,Et as P,t as Q,dt as R,en as S,an as T,st as U,lt as V,Ye as W,i as X,v as Y,m as Z,Cn as _,Un as a,ln as b,Z as c,Pn as d,Mn as f,J as g,hn as h,rr as i,At as j,Bt as k,zn as l,bn as m,or as n,Vn as o,jn as p,O as q,cr as r,Y as s,ar as t,Rn as u,En as v,G as w,on as x,un as y,ut as z};