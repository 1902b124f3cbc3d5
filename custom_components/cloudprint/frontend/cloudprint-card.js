var e={card_name:`Cloud Print`,card_description:`Print files, photos, text and saved documents, and follow the print jobs.`,config_title:`Title`,config_title_help:`Leave it empty to show none.`,config_device_id:`Printer`,config_device_id_help:`Leave it empty to choose the printer on the card.`,config_hide_documents:`Hide saved documents`,config_hide_text:`Hide the text box`,config_hide_queue:`Hide current print jobs`,config_hide_history:`Hide the history`,config_not_an_object:`The card's configuration must be a mapping of options.`,config_bad_option:`The card's option “{option}” cannot be “{value}”: {expected}.`,config_expects_text:`it must be text`,config_expects_switch:`it must be true or false`,loading:`Loading…`,printer:`Printer`,printer_choose:`Choose a printer`,status_idle:`Ready`,status_waiting:`Jobs waiting`,status_printing:`Printing`,status_offline:`Reported offline`,status_unavailable:`Service not reachable`,status_unknown:`State not known`,offline_hint:`The printer is reported offline. What you print now waits until it is back, or until it expires.`,unavailable_hint:`The print service cannot be reached. What you print now waits until it is back, or until it expires.`,empty_printers_title:`No printer yet`,empty_printers_text:`Add a printer to Cloud Print with the two codes that the Windows program shows.`,empty_printers_action:`Open the integration`,forbidden_title:`You may not print here`,forbidden_text:`Your user has no permission to control a printer. An administrator can grant it.`,forbidden_printer:`You may see this printer, but not print on it.`,missing_title:`This printer is gone`,missing_text:`The printer that this card was set up for is no longer there. Edit the card to choose another one.`,error_title:`The printers could not be loaded`,error_setup:`Cloud Print does not answer. Check that it is set up, and look at the log.`,disconnected:`No connection to Home Assistant. The card resumes when it is back.`,connection_lost:`The connection to Home Assistant was lost before it answered. Once it is back, check the print jobs before you try again.`,retry:`Try again`,compose:`What to print`,drop_title:`Drop files here`,drop_now:`Drop to print these files`,drop_hint:`PDF, Office, pictures, text. Pasting works, too.`,tap_title:`Choose what to print`,tap_hint:`PDF, Office, pictures, text`,choose_files:`Choose files`,add_files:`Add files`,take_photo:`Take a photo`,paste:`Paste`,paste_empty:`There is no picture, file or text in the clipboard.`,paste_denied:`The browser does not let the card read the clipboard. Press Ctrl+V instead.`,write_text:`Write a text`,text:`Text to print`,text_placeholder:`A note, a list, an address…`,markdown:`Format as Markdown: # heading, - list, **bold**`,markdown_placeholder:`# Shopping list`,text_name:`Text`,pasted_picture:`Pasted picture`,saved_documents:`Saved documents`,uploading:`Uploading {name}`,uploading_percent:`{percent} of {size}`,processing:`Checking the file…`,cancel_upload:`Cancel upload`,upload_canceled:`The upload was canceled.`,upload_failed:`“{name}” could not be uploaded. {message}`,upload_no_connection:`The connection was lost.`,file_empty:`“{name}” is empty.`,file_folder:`“{name}” is a folder. Choose the files in it.`,file_too_large:`“{name}” is {size}; the limit is {limit}.`,file_unsupported:`“{name}” cannot be printed. Supported formats: {formats}.`,file_empty_short:`Skipped: the file is empty`,file_folder_short:`Skipped: a folder`,file_too_large_short:`Skipped: {size}; the limit is {limit}`,file_unsupported_short:`Skipped: this format cannot be printed`,formats:`Supported formats: {formats}.`,files:`Files`,files_one:`{count} file`,files_other:`{count} files`,files_limit:`You can print up to {limit} files at a time.`,files_left_out_one:`{count} file was left out.`,files_left_out_other:`{count} files were left out.`,files_hint:`The files are printed one after another. Each is a print job of its own.`,files_progress:`{done} of {count} sent`,files_failed_one:`{count} failed`,files_failed_other:`{count} failed`,file_waiting:`Waiting`,keep_open:`Keep this page open until all files are sent.`,stop:`Stop`,done:`Done`,close_files:`Close the list`,preview_alt:`First page of {name}`,preview_loading:`Making a preview…`,preview_none:`No preview for this kind of content`,encoding:`Encoding`,encoding_placeholder:`Choose or type`,encoding_unknown:`The encoding of “{name}” is not recognized. Choose it.`,encoding_mismatch:`“{name}” is not in this encoding. Choose another one.`,encoding_alone:`The encoding of the file is not recognized. Print it on its own to choose it.`,encoding_gb18030:`Simplified Chinese`,encoding_big5:`Traditional Chinese`,encoding_shift_jis:`Japanese`,encoding_euc_kr:`Korean`,encoding_windows_1252:`Western European`,encoding_windows_1251:`Cyrillic`,encoding_utf_16:`Unicode text`,password:`Password`,password_missing:`“{name}” is protected. Enter its password.`,password_wrong:`This password does not open “{name}”.`,password_alone:`The file needs a password. Print it on its own to enter it.`,remove:`Remove {name}`,pages_one:`{count} page`,pages_other:`{count} pages`,options:`Print options`,printer_default:`Printer's default`,default_is:`Default: {value}`,as_saved:`As saved`,copies:`Copies`,fewer_copies:`Fewer copies`,more_copies:`More copies`,copies_invalid:`Enter a number from {lowest} to {highest}.`,color:`Color`,color_color:`Color`,color_monochrome:`Black and white`,sides:`Sides`,sides_one_sided:`One-sided`,sides_two_sided_long_edge:`Two-sided, long edge`,sides_two_sided_short_edge:`Two-sided, short edge`,paper:`Paper`,page_ranges:`Pages`,page_ranges_placeholder:`All, or 1-3, 5`,page_ranges_invalid:`Enter pages such as 1-3, 5.`,print:`Print`,print_files_one:`Print {count} file`,print_files_other:`Print {count} files`,retry_files_one:`Try {count} file again`,retry_files_other:`Try {count} files again`,printing_now:`Sending…`,sending_wait:`Wait until this is sent, then add more.`,jobs:`Print jobs`,jobs_empty:`No print job at the moment.`,jobs_failed:`The print jobs could not be loaded. {message}`,show_all:`Show all {count}`,show_fewer:`Show fewer`,state_held:`Held`,state_submitting:`Submitting`,state_submitted:`Submitted`,state_queued:`Queued`,state_printing:`Printing`,state_finished:`Finished`,state_failed:`Failed`,state_canceled:`Canceled`,state_unconfirmed:`Unconfirmed`,state_expired:`Expired`,state_other:`State not known`,reason_order:`waiting for earlier jobs`,reason_service:`the service cannot be reached`,reason_authentication:`the service does not accept the AppKey`,reason_quiet_hours:`quiet hours`,reason_printer_offline:`the printer is reported offline`,reason_printer_gone:`the printer is no longer shared`,reason_refused:`the service refused it`,reason_task_error:`the printer reported an error, without a reason`,reason_content_gone:`the content is no longer kept`,reason_no_answer:`the service did not answer`,reason_interrupted:`Home Assistant stopped while sending it`,reason_task_unknown:`the service does not know the job`,reason_no_final_state:`the service never reported a result`,reason_restored:`restored from a backup`,reason_by_hand:`confirmed by a user`,expires_at:`expires {time}`,cancel:`Cancel`,cancel_job:`Cancel {name}`,release:`Print held jobs now`,reprint:`Print again`,reprint_job:`Print {name} again`,reprint_question:`Print {copies} of “{name}” again on {printer}?`,copies_count_one:`{count} copy`,copies_count_other:`{count} copies`,reprint_not:`Do not print`,warning_characters_missing:`Home Assistant has no font for some characters of this PDF. They will be missing on paper: check the preview.`,warning_collate_unsupported:`The printer does not report that it can sort copies like this. Check their order.`,warning_color_unsupported:`The printer does not report this color setting. Check the colors.`,warning_copies_unsupported:`The printer does not report that it can make these copies. Check that all of them were printed.`,warning_dpi_unsupported:`The printer does not report this resolution. Check how sharp the print is.`,warning_orientation_unsupported:`The printer does not report this orientation. Check that the pages are the right way round.`,warning_quality_unsupported:`The printer does not report this quality. Check the print.`,warning_other:`The printer may not do everything that was asked. Check what it printed.`,did_it_print:`Did it print?`,did_it_print_hint:`Check the printer first: you can't take back a second copy.`,decide_printed:`It printed`,decide_printed_job:`It printed: {name}`,decide_print_again:`Print again`,decide_print_again_job:`Print again: {name}`,decide_forget:`Never mind`,decide_forget_job:`Never mind: {name}`,job_announced:`{name}: {state}`,action_failed:`“{name}”: {message}`,dismiss:`Dismiss`,history:`History`,history_empty:`Nothing was printed yet.`,history_empty_filtered:`No job in this state.`,filter:`State`,filter_all:`All`,show_more:`Show more`},t={en:e,"zh-Hans":{card_name:`云打印`,card_description:`打印文件、照片、文字和常用文档，随时看到打印结果。`,config_title:`标题`,config_title_help:`留空则不显示标题。`,config_device_id:`打印机`,config_device_id_help:`留空则在卡片上选择打印机。`,config_hide_documents:`隐藏常用文档`,config_hide_text:`隐藏文字输入`,config_hide_queue:`隐藏当前打印任务`,config_hide_history:`隐藏历史记录`,config_not_an_object:`卡片的配置必须是一组选项。`,config_bad_option:`卡片选项“{option}”不能是“{value}”：{expected}。`,config_expects_text:`应为文字`,config_expects_switch:`应为 true 或 false`,loading:`正在加载…`,printer:`打印机`,printer_choose:`选择打印机`,status_idle:`就绪`,status_waiting:`有任务在等待`,status_printing:`正在打印`,status_offline:`离线`,status_unavailable:`无法连接服务`,status_unknown:`状态未知`,offline_hint:`打印机离线。现在打印的内容会等到它恢复，过期则不再打印。`,unavailable_hint:`无法连接打印服务。现在打印的内容会等到服务恢复，过期则不再打印。`,empty_printers_title:`还没有打印机`,empty_printers_text:`请用智睦云打印服务端显示的共享码和验证码，在云打印中添加打印机。`,empty_printers_action:`打开集成`,forbidden_title:`您没有打印权限`,forbidden_text:`您的用户无权控制打印机。请联系这个 Home Assistant 的管理员。`,forbidden_printer:`您可以查看这台打印机，但不能用它打印。`,missing_title:`找不到这台打印机`,missing_text:`这张卡片指定的打印机已不存在。请编辑卡片，另选一台。`,error_title:`无法加载打印机`,error_setup:`云打印没有响应。请检查集成是否已设置好，并查看日志。`,disconnected:`与 Home Assistant 的连接已断开，恢复后卡片会继续工作。`,connection_lost:`Home Assistant 尚未回应，连接就断开了。恢复后请先查看打印任务，再决定是否重试。`,retry:`重试`,compose:`打印内容`,drop_title:`把文件拖到这里`,drop_now:`松开即可选用`,drop_hint:`支持 PDF、Office、图片、文本，也可直接粘贴。`,tap_title:`选择要打印的内容`,tap_hint:`支持 PDF、Office、图片、文本`,choose_files:`选择文件`,add_files:`添加文件`,take_photo:`拍照`,paste:`粘贴`,paste_empty:`剪贴板里没有图片、文件或文字。`,paste_denied:`浏览器不允许卡片读取剪贴板，请改按 Ctrl+V。`,write_text:`输入文字`,text:`要打印的文字`,text_placeholder:`便条、清单、地址…`,markdown:`按 Markdown 排版：# 标题、- 列表、**粗体**`,markdown_placeholder:`# 购物清单`,text_name:`文字`,pasted_picture:`粘贴的图片`,saved_documents:`常用文档`,uploading:`正在上传{name}`,uploading_percent:`{percent}，共 {size}`,processing:`正在检查文件…`,cancel_upload:`取消上传`,upload_canceled:`已取消上传。`,upload_failed:`“{name}”没有上传成功。{message}`,upload_no_connection:`连接中断了。`,file_empty:`“{name}”是空文件。`,file_folder:`“{name}”是文件夹，请选择其中的文件。`,file_too_large:`“{name}”大小为 {size}，最大只能打印 {limit}。`,file_unsupported:`“{name}”无法打印。可以打印的格式：{formats}。`,file_empty_short:`已跳过：空文件`,file_folder_short:`已跳过：文件夹`,file_too_large_short:`已跳过：大小为 {size}，上限为 {limit}`,file_unsupported_short:`已跳过：不支持此格式`,formats:`可以打印的格式：{formats}。`,files:`文件`,files_one:`{count} 个文件`,files_other:`{count} 个文件`,files_limit:`一次最多打印 {limit} 个文件。`,files_left_out_one:`有 {count} 个未加入。`,files_left_out_other:`有 {count} 个未加入。`,files_hint:`文件会逐个打印，每个文件是一项打印任务。`,files_progress:`已发送 {done}/{count}`,files_failed_one:`{count} 个失败`,files_failed_other:`{count} 个失败`,file_waiting:`等待中`,keep_open:`全部发送之前，请不要关闭此页面。`,stop:`停止`,done:`完成`,close_files:`关闭列表`,preview_alt:`{name}的第一页`,preview_loading:`正在生成预览…`,preview_none:`此类内容没有预览`,encoding:`编码`,encoding_placeholder:`选择或输入`,encoding_unknown:`无法识别“{name}”的文字编码，请选择。`,encoding_mismatch:`“{name}”不是这种编码，请换一种。`,encoding_alone:`无法识别此文件的文字编码。请单独打印，以便选择编码。`,encoding_gb18030:`简体中文`,encoding_big5:`繁体中文`,encoding_shift_jis:`日文`,encoding_euc_kr:`韩文`,encoding_windows_1252:`西欧文字`,encoding_windows_1251:`西里尔文字`,encoding_utf_16:`Unicode 文本`,password:`密码`,password_missing:`“{name}”受密码保护，请输入密码。`,password_wrong:`密码不对，打不开“{name}”。`,password_alone:`此文件需要密码。请单独打印，以便输入密码。`,remove:`移除{name}`,pages_one:`{count} 页`,pages_other:`{count} 页`,options:`打印选项`,printer_default:`打印机默认`,default_is:`默认：{value}`,as_saved:`按文档保存的设置`,copies:`份数`,fewer_copies:`减少份数`,more_copies:`增加份数`,copies_invalid:`请输入 {lowest} 到 {highest} 之间的数字。`,color:`颜色`,color_color:`彩色`,color_monochrome:`黑白`,sides:`单双面`,sides_one_sided:`单面`,sides_two_sided_long_edge:`双面，长边翻转`,sides_two_sided_short_edge:`双面，短边翻转`,paper:`纸张`,page_ranges:`页码范围`,page_ranges_placeholder:`全部，或 1-3, 5`,page_ranges_invalid:`请输入页码，例如 1-3, 5。`,print:`打印`,print_files_one:`打印 {count} 个文件`,print_files_other:`打印 {count} 个文件`,retry_files_one:`重试 {count} 个文件`,retry_files_other:`重试 {count} 个文件`,printing_now:`正在发送…`,sending_wait:`请等当前内容发送完，再添加新的。`,jobs:`打印任务`,jobs_empty:`目前没有打印任务。`,jobs_failed:`无法加载打印任务。{message}`,show_all:`显示全部 {count} 项`,show_fewer:`收起`,state_held:`暂缓`,state_submitting:`提交中`,state_submitted:`已提交`,state_queued:`排队中`,state_printing:`正在打印`,state_finished:`已完成`,state_failed:`失败`,state_canceled:`已取消`,state_unconfirmed:`未确认`,state_expired:`已过期`,state_other:`状态未知`,reason_order:`等待前面的任务`,reason_service:`无法连接服务`,reason_authentication:`服务不接受 AppKey`,reason_quiet_hours:`免打扰时段`,reason_printer_offline:`打印机离线`,reason_printer_gone:`打印机已不再共享`,reason_refused:`服务拒绝了此任务`,reason_task_error:`打印机报错，未说明原因`,reason_content_gone:`打印内容已不再保留`,reason_no_answer:`服务没有回应`,reason_interrupted:`发送时 Home Assistant 停止了`,reason_task_unknown:`服务找不到此任务`,reason_no_final_state:`服务一直没有给出结果`,reason_restored:`来自备份`,reason_by_hand:`人工操作`,expires_at:`{time}过期`,cancel:`取消`,cancel_job:`取消{name}`,release:`立即打印暂缓的任务`,reprint:`重新打印`,reprint_job:`重新打印{name}`,reprint_question:`要用{printer}重新打印 {copies}“{name}”吗？`,copies_count_one:`{count} 份`,copies_count_other:`{count} 份`,reprint_not:`不打印`,warning_characters_missing:`Home Assistant 没有此 PDF 中部分文字的字体，打印出来会缺字，请查看预览。`,warning_collate_unsupported:`打印机未注明支持这种逐份打印方式，请检查打印顺序。`,warning_color_unsupported:`打印机未注明支持所选颜色，请检查打印效果。`,warning_copies_unsupported:`打印机未注明支持这样的份数，请检查是否已全部打印。`,warning_dpi_unsupported:`打印机未注明支持所选分辨率，请检查清晰度。`,warning_orientation_unsupported:`打印机未注明支持所选方向，请检查页面方向。`,warning_quality_unsupported:`打印机未注明支持所选质量，请检查打印效果。`,warning_other:`打印机可能无法满足全部要求，请检查打印结果。`,did_it_print:`打印出来了吗？`,did_it_print_hint:`请先看看打印机有没有打出来：多打的纸收不回来。`,decide_printed:`已打印`,decide_printed_job:`已打印：{name}`,decide_print_again:`重新打印`,decide_print_again_job:`重新打印：{name}`,decide_forget:`不用管`,decide_forget_job:`不用管：{name}`,job_announced:`{name}：{state}`,action_failed:`“{name}”：{message}`,dismiss:`关闭`,history:`历史记录`,history_empty:`还没有打印过。`,history_empty_filtered:`没有此状态的任务。`,filter:`状态`,filter_all:`全部`,show_more:`显示更多`}},n=class{constructor(e){this.language=e?.toLowerCase().startsWith(`zh`)?`zh-Hans`:`en`,this.plural=new Intl.PluralRules(this.language)}localize(e,n={}){return t[this.language][e].replace(/\{(\w+)\}/g,(e,t)=>t in n?String(n[t]):e)}localizeCount(e,t){let n=this.plural.select(t)===`one`?`one`:`other`;return this.localize(`${e}_${n}`,{count:t})}localizeValue(e,t,n){let i=`${e}_${t}`;return this.localize(r(i)?i:n)}};function r(t){return Object.hasOwn(e,t)}var i=`cloudprint-card`,a=[`title`,`device_id`],o=[`hide_documents`,`hide_text`,`hide_queue`,`hide_history`];function s(){return new n(document.documentElement.lang)}function c(e){let t=s();if(typeof e!=`object`||!e||Array.isArray(e))throw Error(t.localize(`config_not_an_object`));let n=e,r=(e,r,i)=>{for(let a of e){let e=n[a];if(e!=null&&typeof e!==r)throw Error(t.localize(`config_bad_option`,{option:a,value:JSON.stringify(e),expected:t.localize(i)}))}};return r(a,`string`,`config_expects_text`),r(o,`boolean`,`config_expects_switch`),Object.fromEntries(Object.entries(n).filter(([,e])=>e!==null&&e!==``))}function l(){return{schema:[{name:`device_id`,selector:{device:{entity:[{integration:`cloudprint`,domain:`event`}]}}},{name:`title`,selector:{text:{}}},{type:`grid`,name:``,schema:o.map(e=>({name:e,selector:{boolean:{}}}))}],computeLabel:({name:e})=>[...a,...o].includes(e)?s().localize(`config_${e}`):void 0,computeHelper:({name:e})=>a.includes(e)?s().localize(`config_${e}_help`):void 0}}function u(e,t){let n=e.entities[t];if(n?.platform!==`cloudprint`||n.translation_key!==`status`)return null;let{device_id:r}=n;return{config:{type:`custom:${i}`,...r?{device_id:r}:{}}}}var d={type:i,preview:!0,documentationURL:`https://github.com/cloudprint-ha/cloudprint/blob/main/docs/card.md`,get name(){return s().localize(`card_name`)},get description(){return s().localize(`card_description`)},getEntitySuggestion:u},f=globalThis,p=f.ShadowRoot&&(f.ShadyCSS===void 0||f.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,m=Symbol(),ee=new WeakMap,te=class{constructor(e,t,n){if(this._$cssResult$=!0,n!==m)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(p&&e===void 0){let n=t!==void 0&&t.length===1;n&&(e=ee.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),n&&ee.set(t,e))}return e}toString(){return this.cssText}},ne=e=>new te(typeof e==`string`?e:e+``,void 0,m),h=(e,...t)=>new te(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,m),re=(e,t)=>{if(p)e.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let n of t){let t=document.createElement(`style`),r=f.litNonce;r!==void 0&&t.setAttribute(`nonce`,r),t.textContent=n.cssText,e.appendChild(t)}},ie=p?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return ne(t)})(e):e,{is:ae,defineProperty:oe,getOwnPropertyDescriptor:se,getOwnPropertyNames:ce,getOwnPropertySymbols:le,getPrototypeOf:ue}=Object,g=globalThis,de=g.trustedTypes,fe=de?de.emptyScript:``,pe=g.reactiveElementPolyfillSupport,_=(e,t)=>e,v={toAttribute(e,t){switch(t){case Boolean:e=e?fe:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},me=(e,t)=>!ae(e,t),he={attribute:!0,type:String,converter:v,reflect:!1,useDefault:!1,hasChanged:me};Symbol.metadata??=Symbol(`metadata`),g.litPropertyMetadata??=new WeakMap;var y=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=he){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&oe(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=se(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??he}static _$Ei(){if(this.hasOwnProperty(_(`elementProperties`)))return;let e=ue(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(_(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(_(`properties`))){let e=this.properties,t=[...ce(e),...le(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(ie(e))}else e!==void 0&&t.push(ie(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return re(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?v:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?v:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??me)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};y.elementStyles=[],y.shadowRootOptions={mode:`open`},y[_(`elementProperties`)]=new Map,y[_(`finalized`)]=new Map,pe?.({ReactiveElement:y}),(g.reactiveElementVersions??=[]).push(`2.1.2`);var b=globalThis,ge=e=>e,x=b.trustedTypes,_e=x?x.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,S=`$lit$`,C=`lit$${Math.random().toFixed(9).slice(2)}$`,w=`?`+C,ve=`<${w}>`,T=document,E=()=>T.createComment(``),D=e=>e===null||typeof e!=`object`&&typeof e!=`function`,O=Array.isArray,ye=e=>O(e)||typeof e?.[Symbol.iterator]==`function`,be=`[ 	
\f\r]`,k=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,xe=/-->/g,Se=/>/g,A=RegExp(`>|${be}(?:([^\\s"'>=/]+)(${be}*=${be}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),Ce=/'/g,we=/"/g,Te=/^(?:script|style|textarea|title)$/i,j=(e=>(t,...n)=>({_$litType$:e,strings:t,values:n}))(1),M=Symbol.for(`lit-noChange`),N=Symbol.for(`lit-nothing`),Ee=new WeakMap,P=T.createTreeWalker(T,129);function De(e,t){if(!O(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return _e===void 0?t:_e.createHTML(t)}var Oe=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=k;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===k?c[1]===`!--`?o=xe:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=A):(Te.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=A):o=Se:o===A?c[0]===`>`?(o=i??k,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?A:c[3]===`"`?we:Ce):o===we||o===Ce?o=A:o===xe||o===Se?o=k:(o=A,i=void 0);let d=o===A&&e[t+1].startsWith(`/>`)?` `:``;a+=o===k?n+ve:l>=0?(r.push(s),n.slice(0,l)+S+n.slice(l)+C+d):n+C+(l===-2?t:d)}return[De(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},F=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=Oe(t,n);if(this.el=e.createElement(l,r),P.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=P.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(S)){let t=u[o++],n=i.getAttribute(e).split(C),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Ae:r[1]===`?`?je:r[1]===`@`?Me:R}),i.removeAttribute(e)}else e.startsWith(C)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(Te.test(i.tagName)){let e=i.textContent.split(C),t=e.length-1;if(t>0){i.textContent=x?x.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],E()),P.nextNode(),c.push({type:2,index:++a});i.append(e[t],E())}}}else if(i.nodeType===8){if(i.data===w)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(C,e+1))!==-1;)c.push({type:7,index:a}),e+=C.length-1}}a++}}static createElement(e,t){let n=T.createElement(`template`);return n.innerHTML=e,n}};function I(e,t,n=e,r){if(t===M)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=D(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=I(e,i._$AS(e,t.values),i,r)),t}var ke=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??T).importNode(t,!0);P.currentNode=r;let i=P.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new L(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Ne(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=P.nextNode(),a++)}return P.currentNode=T,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},L=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=N,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=I(this,e,t),D(e)?e===N||e==null||e===``?(this._$AH!==N&&this._$AR(),this._$AH=N):e!==this._$AH&&e!==M&&this._(e):e._$litType$===void 0?e.nodeType===void 0?ye(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==N&&D(this._$AH)?this._$AA.nextSibling.data=e:this.T(T.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=F.createElement(De(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new ke(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Ee.get(e.strings);return t===void 0&&Ee.set(e.strings,t=new F(e)),t}k(t){O(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(E()),this.O(E()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ge(e).nextSibling;ge(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},R=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=N,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=N}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=I(this,e,t,0),a=!D(e)||e!==this._$AH&&e!==M,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=I(this,r[n+o],t,o),s===M&&(s=this._$AH[o]),a||=!D(s)||s!==this._$AH[o],s===N?e=N:e!==N&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===N?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Ae=class extends R{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===N?void 0:e}},je=class extends R{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==N)}},Me=class extends R{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=I(this,e,t,0)??N)===M)return;let n=this._$AH,r=e===N&&n!==N||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==N&&(n===N||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Ne=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){I(this,e)}},Pe={M:S,P:C,A:w,C:1,L:Oe,R:ke,D:ye,V:I,I:L,H:R,N:je,U:Me,B:Ae,F:Ne},Fe=b.litHtmlPolyfillSupport;Fe?.(F,L),(b.litHtmlVersions??=[]).push(`3.3.3`);var Ie=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new L(t.insertBefore(E(),e),e,void 0,n??{})}return i._$AI(e),i},z=globalThis,B=class extends y{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ie(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return M}};B._$litElement$=!0,B.finalized=!0,z.litElementHydrateSupport?.({LitElement:B});var Le=z.litElementPolyfillSupport;Le?.({LitElement:B}),(z.litElementVersions??=[]).push(`4.2.2`);var Re=h`
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
  section {
    border-block-start: 1px solid var(--line);
    padding-block-start: 12px;
  }
  section.last {
    margin-block-end: -8px;
    padding-block-start: 4px;
  }
`,ze={color:`colors`,sides:`sides`,paper:`papers`},Be=class{constructor(e){this.hass=e}call(e,t){return this.hass.callWS({type:e,...t})}subscribeJobs(e,t){let n={limit:20,...e===void 0?{}:{device_id:e}};return this.hass.connection.subscribeMessage(t,{type:`cloudprint/jobs/subscribe`,...n},{resubscribe:!1})}},Ve={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`},He=class{constructor(e){this.locale=e.locale,this.timeZone=e.locale.time_zone===`server`?e.config.time_zone:Intl.DateTimeFormat().resolvedOptions().timeZone}moment(e,t=new Date){let n=new Date(e);if(Number.isNaN(n.getTime()))return``;let r=this.format(n,{dateStyle:`short`})===this.format(t,{dateStyle:`short`}),i=this.year(n)===this.year(t);return this.format(n,{...r?{}:{month:`short`,day:`numeric`},...r||i?{}:{year:`numeric`},hour:`numeric`,minute:`2-digit`})}bytes(e){let t=[`byte`,`kilobyte`,`megabyte`,`gigabyte`],n=e<1?0:Math.min(t.length-1,Math.floor(Math.log(e)/Math.log(1024))),r=e/1024**n;return this.number(r,{style:`unit`,unit:t[n]??`byte`,maximumFractionDigits:+(n>0&&r<10)})}percent(e){return this.number(e,{style:`percent`,maximumFractionDigits:0})}number(e,t){let n=this.locale.number_format??`language`,r=n===`system`?void 0:Ve[n]??this.locale.language;return new Intl.NumberFormat(r,{...t,useGrouping:n!==`none`}).format(e)}year(e){return this.format(e,{year:`numeric`})}format(e,t){let n=this.locale.time_format,r=n===`12`||n!==`24`&&void 0,i=n===`system`?void 0:this.locale.language,a=t.hour!==void 0;return new Intl.DateTimeFormat(i,{...t,timeZone:this.timeZone,...a&&r===!0?{hourCycle:`h12`}:{},...a&&r===!1?{hourCycle:`h23`}:{}}).format(e)}};function Ue(e,t){let r=t?.hass;return t&&r?.connection===e.connection&&r.auth===e.auth&&r.locale===e.locale&&r.language===e.language&&r.config.time_zone===e.config.time_zone?t:{hass:e,backend:new Be(e),texts:new n(e.locale.language),format:new He(e)}}var We=`/api/cloudprint/upload`,Ge=`X-File-Name`,V=class extends Error{},Ke=class extends Error{},qe=class extends Error{};async function Je(e,t,n,r){if(e.auth.expired&&await e.auth.refreshAccessToken(),r.aborted)throw new V;return new Promise((i,a)=>{let o=new XMLHttpRequest;o.open(`POST`,We),o.setRequestHeader(`Authorization`,`Bearer ${e.auth.data.access_token}`),o.setRequestHeader(`Accept-Language`,e.language),o.setRequestHeader(`Content-Type`,`application/octet-stream`),o.setRequestHeader(Ge,encodeURIComponent(t.name)),o.upload.addEventListener(`progress`,e=>{e.lengthComputable&&e.total>0&&n(e.loaded/e.total)}),o.addEventListener(`load`,()=>{let e=Ye(o.responseText);o.status===200&&typeof e?.upload_id==`string`?i(e):typeof e?.message==`string`?a(new Ke(e.message)):a(new qe)}),o.addEventListener(`error`,()=>a(new qe)),o.addEventListener(`abort`,()=>a(new V)),r.addEventListener(`abort`,()=>o.abort(),{once:!0}),o.send(t)})}function Ye(e){try{let t=JSON.parse(e);return typeof t==`object`&&t?{...t}:void 0}catch{return}}var Xe=3,Ze=new Set([`upload`,`text`,`markdown`,`url`,`media`,`entity`]),Qe={color:`color`,copies:`copies`,encoding:`encoding`,page_ranges:`page_ranges`,paper:`paper`,password:`password`,sides:`sides`},$e={encoding_mismatch:`encoding_mismatch`,encoding_unknown:`encoding_unknown`,pdf_password_missing:`password_missing`,pdf_password_wrong:`password_wrong`},et={encoding_mismatch:`encoding`,encoding_unknown:`encoding`,pdf_password_missing:`password`,pdf_password_wrong:`password`};function tt(e){return at(e)===Xe}function nt(e){return et[it(e).translation_key??``]}async function H({hass:e,texts:t},n,r=``){if(tt(n))return t.localize(`connection_lost`);let{message:i,translation_domain:a,translation_key:o,translation_placeholders:s}=it(n),c=$e[o??``];if(c)return t.localize(c,{name:r});if(a&&o){let n=await e.loadBackendTranslation(`exceptions`,a).catch(()=>void 0),i=`component.${a}.exceptions.${o}.message`,{field:c,...l}=s??{},u=Qe[c??``],d=r&&Ze.has(c??``)?r:u?t.localize(u):c,f=n?.(i,d===void 0?l:{...l,field:d});if(f)return f}return i??String(n)}function rt({texts:e},t){return t instanceof Ke?t.message:t instanceof qe?e.localize(`upload_no_connection`):String(t)}function it(e){return typeof e==`object`&&e?e:{}}function at(e){if(typeof e!=`object`||!e)return e;let{code:t,error:n}=e;return n===void 0?t:at(n)}var U=[`finished`,`failed`,`canceled`,`unconfirmed`,`expired`],ot=6e5,st={jobs:new Map,endedAt:new Map};function W(e){return U.includes(e.state)}function ct(e,t,n){let r=new Map(t.reset?[]:e.jobs),i=new Map(e.endedAt),a=[];lt(r,i,n);for(let o of t.jobs){let s=e.jobs.get(o.job_id);r.set(o.job_id,o);let c=s?s.state!==o.state:!t.reset;c&&a.push(o),c&&W(o)&&i.set(o.job_id,n)}if(t.reset)for(let[t,n]of e.jobs)!r.has(t)&&W(n)&&i.has(t)&&r.set(t,n);return{state:{jobs:r,endedAt:i},changes:a}}function lt(e,t,n){for(let[e,r]of t)n-r>=6e5&&t.delete(e);for(let[n,r]of e)W(r)&&!r.can_decide&&!t.has(n)&&e.delete(n)}function ut({jobs:e,endedAt:t},n){return[...e.values()].filter(e=>!W(e)||e.can_decide||n-(t.get(e.job_id)??-1/0)<6e5).sort(_t)}var dt=5,ft=3;function pt(e){if(e.length<=6)return e;let t=e.filter(e=>e.can_decide),n=new Set([...e.slice(0,ft),...t,...e]),r=new Set([...n].slice(0,dt));return e.filter(e=>r.has(e))}function mt({endedAt:e},t){let n=[...e.values()].map(e=>e+ot-t).filter(e=>e>0);return n.length?Math.min(...n):void 0}function ht(e){let t=e.filter(e=>e.can_cancel&&e.reason!==`order`);return[...new Set(t.map(e=>e.device_id))]}function gt(e,t,n,r){let i=new Map(e.map(e=>[e.job_id,e])),a=e.at(-1)?.job_id??``;for(let e of t)(r===void 0||e.device_id===r)&&n.includes(e.state)?(i.has(e.job_id)||e.job_id>a)&&i.set(e.job_id,e):i.delete(e.job_id);return[...i.values()].sort(_t)}function _t(e,t){return e.job_id<t.job_id?1:e.job_id>t.job_id?-1:0}var G=Object.keys(ze),vt=/^\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?)*$/;function yt(e,t){let n=e[ze[t]].map(e=>typeof e==`string`?e:e.name),r=[...new Set(n)];return r.length>1?r:[]}function bt(e){return Object.fromEntries(G.map(t=>[t,e(t)]))}function xt(e,t={}){return{copies:Math.max(e.copies.min,e.defaults.copies??1),...bt(n=>{let r=t[n]??``;return yt(e,n).includes(r)?r:``}),pageRanges:``}}var St={copies:void 0,...bt(()=>``),pageRanges:``};function Ct(e){return Object.fromEntries(G.filter(t=>e[t]).map(t=>[t,e[t]]))}function wt(e){return e.replace(/[，、;；]/g,`,`).replace(/[‐-―−－～~至]/g,`-`).replace(/[\s\u3000]+/g,``).replace(/[０-９]/g,e=>String.fromCharCode(e.charCodeAt(0)-65248)).replace(/,+$/,``)}function K(e,t){let{min:n,max:r}=t.copies,{copies:i}=e,a=wt(e.pageRanges);return[...i===void 0||Number.isInteger(i)&&i>=n&&i<=r?[]:[`copies_invalid`],...a===``||vt.test(a)?[]:[`page_ranges_invalid`]]}function Tt(e){let t=wt(e.pageRanges);return{...e.copies===void 0?{}:{copies:e.copies},...Ct(e),...t?{page_ranges:t}:{}}}var Et=`cloudprint_card`,Dt=class{constructor(){this.current={}}async load(e){let t=await e.callWS({type:`frontend/get_user_data`,key:Et}).catch(()=>void 0);this.current=Ot(t?.value)}async save(e,t,n){let r={printer:t,choices:{...this.current.choices,[t]:n}};JSON.stringify(r)!==JSON.stringify(this.current)&&(this.current=r,await e.callWS({type:`frontend/set_user_data`,key:Et,value:r}).catch(()=>void 0))}};function Ot(e){if(!q(e))return{};let{printer:t,choices:n}=e;return{...typeof t==`string`?{printer:t}:{},...q(n)?{choices:Object.fromEntries(Object.entries(n).map(([e,t])=>[e,kt(t)]))}:{}}}function kt(e){let t=q(e)?e:{};return Object.fromEntries(G.filter(e=>typeof t[e]==`string`).map(e=>[e,t[e]]))}function q(e){return typeof e==`object`&&!!e&&!Array.isArray(e)}var At=[2e3,5e3,15e3,6e4],jt=class{constructor(e){this.host=e,this.status=`loading`,this.printers=[],this.defaultPrinter=null,this.documents=[],this.jobs=st,this.preferences=new Dt,this.run=0,this.failures=0,this.states={}}async start(e,t){this.stop(),this.context=e,this.deviceId=t;let n=this.run;try{await this.load(n,this.preferences.load(e.hass));let r=await e.backend.subscribeJobs(t,e=>{if(n!==this.run)return;let{state:t,changes:r}=ct(this.jobs,e,Date.now()),i=this.jobs===st;this.jobs=t,e.reset&&!i&&this.reload(),r.length&&this.host.announce(r),this.scheduleQueueUpdate(),this.host.requestUpdate()});if(n!==this.run){r().catch(()=>void 0);return}this.unsubscribe=r,this.failures=0,this.status=`ready`}catch(t){if(n!==this.run)return;await this.fail(e,t,n)}this.host.requestUpdate()}stop(){this.run+=1,window.clearTimeout(this.retryTimer),window.clearTimeout(this.queueTimer),this.unsubscribe?.().catch(()=>void 0),this.unsubscribe=void 0}retry(){this.context&&(this.status=`loading`,this.host.requestUpdate(),this.start(this.context,this.deviceId))}updateStates(e){let t=Object.fromEntries(this.printers.map(({entity_id:t})=>[t??``,t?e.states[t]?.state:void 0]));if(!Object.entries(t).some(([e,t])=>this.states[e]!==t))return;let n=Object.keys(this.states).length===0;this.states=t,n||this.reload()}async reload(){let e=this.run;await this.load(e).catch(()=>void 0),e===this.run&&this.host.requestUpdate()}async load(e,t){if(!this.context)return;let{backend:n}=this.context,[r,i]=await Promise.all([n.call(`cloudprint/printers`,{}),n.call(`cloudprint/documents`,{}),t]);e===this.run&&(this.printers=r.printers,this.defaultPrinter=r.default_printer,this.documents=i.documents)}async fail(e,t,n){this.status=`failed`,this.problem=Mt(t)?void 0:await H(e,t);let r=At[Math.min(this.failures,At.length-1)];this.failures+=1,n===this.run&&(this.retryTimer=window.setTimeout(()=>void this.start(e,this.deviceId),r))}scheduleQueueUpdate(){window.clearTimeout(this.queueTimer);let e=mt(this.jobs,Date.now());e!==void 0&&(this.queueTimer=window.setTimeout(()=>{this.host.requestUpdate(),this.scheduleQueueUpdate()},e))}};function Mt(e){return e?.code===`unknown_command`}var Nt=class extends B{constructor(...e){super(...e),this.data=new jt({requestUpdate:()=>this.requestUpdate(),announce:e=>this.announce(e)}),this.isStarted=!1,this.wasConnected=!0}static{this.properties={hass:{attribute:!1},config:{state:!0}}}static getConfigForm(){return l()}static getStubConfig(){return{}}setConfig(e){let t=this.config?.device_id;this.config=c(e),this.isStarted&&t!==this.config.device_id&&(this.isStarted=!1)}getCardSize(){return 8}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.requestUpdate()}disconnectedCallback(){super.disconnectedCallback(),this.data.stop(),this.isStarted=!1}shouldUpdate(e){let{hass:t}=this;if(!t||!this.config)return!1;let n=this.context;this.context=Ue(t,n);let r=t.connected&&!this.wasConnected,i=t.connected!==this.wasConnected;return this.wasConnected=t.connected,this.isConnected&&(!this.isStarted||r||n?.hass.connection!==t.connection)?(this.isStarted=!0,this.data.start(this.context,this.config.device_id),!0):e.size===1&&e.has(`hass`)?(this.data.updateStates(t),n!==this.context||i):!0}},Pt=60,Ft=new Set([`WORD`,`EXCEL`,`PPT`,`PDF`]);function It(e,{text:t,isMarkdown:n},r){switch(e.kind){case`file`:return r&&{upload:r.upload_id};case`text`:{if(!t.trim())return;let e=Lt(t,n);return n?{markdown:t,name:e}:{text:t,name:e}}case`document`:return{document:e.document.id}}}function Lt(e,t){let n=e.trim().split(/[\r\n]/,1)[0]??``,r=t&&n.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/,``)||n,i=[...new Intl.Segmenter().segment(r)].map(({segment:e})=>e);return i.length>Pt?`${i.slice(0,Pt).join(``).trimEnd()}…`:r}function Rt(e,t,n){return typeof n==`number`?n>1:e.kind===`file`&&Ft.has(t?.format??``)}function zt(e,t){return e.filter(({device_id:e})=>t===void 0||e===null||e===t)}function Bt(e,t,...n){let r=t=>e.find(e=>e.device_id===t);return t===void 0?n.map(r).find(e=>e!==void 0)??e.find(e=>e.can_control)??e[0]:r(t)}var Vt=104857600,Ht={PDF:[`pdf`],Word:[`doc`,`docx`,`docm`,`dot`,`dotx`,`dotm`],Excel:[`xls`,`xlsx`,`xlsm`,`xlsb`,`xlt`,`xltx`,`xltm`],PowerPoint:[`ppt`,`pptx`,`pptm`,`pot`,`potx`,`potm`,`pps`,`ppsx`,`ppsm`],PNG:[`png`],JPG:[`jpg`,`jpeg`],HEIC:[`heic`,`heif`],WEBP:[`webp`],AVIF:[`avif`],GIF:[`gif`],TIFF:[`tif`,`tiff`],BMP:[`bmp`],PPM:[`ppm`,`pgm`,`pbm`,`pnm`],TXT:[`txt`,`text`,`log`,`json`,`xml`,`yaml`,`yml`],Markdown:[`md`,`markdown`],CSV:[`csv`],HTML:[`htm`,`html`,`xhtml`]},Ut=[`odt`,`ott`,`ods`,`ots`,`odp`,`otp`,`odg`,`otg`,`wps`,`wpt`,`et`,`ett`,`dps`,`dpt`],Wt=new Set([...Object.values(Ht).flat(),...Ut]),Gt=Object.keys(Ht).join(`, `),Kt=[`image/*`,`text/*`,`application/pdf`,...[...Wt].map(e=>`.${e}`)].join(`,`),qt=new WeakSet;function Jt(e){if(qt.has(e))return`file_folder`;if(e.size===0)return`file_empty`;let t=/\.([^.]+)$/.exec(e.name)?.[1]?.toLowerCase(),n=/^(image|text)\/(?!svg)/.test(e.type);return t&&!Wt.has(t)&&!n||!t&&/^(audio|video)\//.test(e.type)?`file_unsupported`:e.size>104857600?`file_too_large`:void 0}function Yt(e){let t=[...e?.files??[]],n=[...e?.items??[]].filter(({kind:e})=>e===`file`);if(t.forEach((e,t)=>{n[t]?.webkitGetAsEntry()?.isDirectory&&qt.add(e)}),t.length)return{kind:`files`,files:t};let r=e?.getData(`text/plain`);return r?.trim()?{kind:`text`,text:r}:void 0}async function Xt(e,t){let n=[],r=``;for(let i of await e.read()){let e=i.types.find(e=>e.startsWith(`image/`));if(e){let r=`${t}.${e.slice(6)}`;n.push(new File([await i.getType(e)],r,{type:e}))}else i.types.includes(`text/plain`)&&(r||=await(await i.getType(`text/plain`)).text())}return n.length?{kind:`files`,files:n}:r.trim()?{kind:`text`,text:r}:void 0}var Zt=class{constructor(e,t,n){this.host=e,this.accepts=t,this.onPicked=n,this.isDraggedOver=!1,this.dragOver=e=>{e.dataTransfer?.types.includes(`Files`)&&this.accepts(`files`)&&(e.preventDefault(),this.showDrag(!0))},this.dragLeave=e=>{let{left:t,right:n,top:r,bottom:i}=this.host.getBoundingClientRect(),{clientX:a,clientY:o}=e;(a<=t||a>=n||o<=r||o>=i)&&this.showDrag(!1)},this.drop=e=>{this.showDrag(!1);let t=Yt(e.dataTransfer);t?.kind===`files`&&this.accepts(`files`)&&(e.preventDefault(),this.onPicked(t))},this.paste=e=>{if(!this.host.matches(`:hover, :focus-within`))return;let t=Yt(e.clipboardData);t&&this.accepts(t.kind)&&(t.kind===`text`&&Qt(e.composedPath()[0])||(e.preventDefault(),this.onPicked(t)))},e.addController(this)}hostConnected(){window.addEventListener(`paste`,this.paste),this.host.addEventListener(`dragenter`,this.dragOver),this.host.addEventListener(`dragover`,this.dragOver),this.host.addEventListener(`dragleave`,this.dragLeave),this.host.addEventListener(`drop`,this.drop)}hostDisconnected(){window.removeEventListener(`paste`,this.paste),this.host.removeEventListener(`dragenter`,this.dragOver),this.host.removeEventListener(`dragover`,this.dragOver),this.host.removeEventListener(`dragleave`,this.dragLeave),this.host.removeEventListener(`drop`,this.drop)}showDrag(e){e!==this.isDraggedOver&&(this.isDraggedOver=e,this.host.requestUpdate())}};function Qt(e){return e instanceof HTMLElement&&(e.isContentEditable||[`INPUT`,`TEXTAREA`,`SELECT`].includes(e.tagName))}var $t=class{constructor(e,t){this.host=e,this.onProblem=t,this.busy=new Set,e.addController(this)}hostDisconnected(){this.busy=new Set}async run(e,t){let{job_id:n,name:r}=t.kind===`release`?{}:t.job;if(!(n&&this.busy.has(n))){this.onProblem(void 0),n&&this.setBusy([...this.busy,n]);try{await en(e,t)}catch(t){this.onProblem(await H(e,t),r)}finally{n&&this.setBusy([...this.busy].filter(e=>e!==n))}}}setBusy(e){this.busy=new Set(e),this.host.requestUpdate()}};function en({backend:e},t){if(t.kind===`release`)return e.call(`cloudprint/jobs/release`,{device_id:t.deviceIds});let{job_id:n}=t.job;return t.kind===`decide`?e.call(`cloudprint/jobs/decide`,{job_id:n,decision:t.decision}):e.call(`cloudprint/jobs/${t.kind}`,{job_id:n})}function J(e){return j`<ha-icon class="icon" icon=${e} aria-hidden="true"></ha-icon>`}function tn(e){switch(e){case`held`:return`mdi:pause-circle-outline`;case`submitting`:case`submitted`:return`mdi:send-clock`;case`queued`:return`mdi:tray-full`;case`printing`:return`mdi:printer`;case`finished`:return`mdi:check-circle`;case`failed`:return`mdi:alert-circle-outline`;case`canceled`:return`mdi:cancel`;case`expired`:return`mdi:clock-alert-outline`;default:return`mdi:help-circle-outline`}}var nn={empty_printers:`mdi:printer`,forbidden:`mdi:lock-outline`,missing:`mdi:printer-alert`};function rn(e){return j`<div class="empty-state"><p class="secondary">${e.localize(`loading`)}</p></div>`}function an(e,t,n){return j`
    <div class="empty-state" role="alert">
      ${J(`mdi:cloud-off-outline`)}
      <div>${e.localize(`error_title`)}</div>
      <p class="secondary">${t??e.localize(`error_setup`)}</p>
      <button type="button" @click=${n}>${J(`mdi:reload`)}${e.localize(`retry`)}</button>
    </div>
  `}function on(e,t){return j`
    <div class="empty-state">
      ${J(nn[t])}
      <div>${e.localize(`${t}_title`)}</div>
      <p class="secondary">${e.localize(`${t}_text`)}</p>
      ${t===`empty_printers`?j`<a href="/config/integrations/integration/cloudprint">
            ${e.localize(`empty_printers_action`)}
          </a>`:N}
    </div>
  `}function Y(e,t,n,r){return j`
    <div class="notice ${e}" role=${e===`error`?`alert`:`status`}>
      ${J(t)}
      <div>${n}</div>
      ${r?j`<button
            class="plain round"
            type="button"
            aria-label=${r.label}
            @click=${r.dismiss}
          >
            ${J(`mdi:close`)}
          </button>`:N}
    </div>
  `}function sn(e,t){return e.can_control?e.available?e.status===`offline`?Y(`warning`,`mdi:printer-alert`,t.localize(`offline_hint`)):N:Y(`warning`,`mdi:cloud-off-outline`,t.localize(`unavailable_hint`)):N}var cn=h`
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
`,X=class extends B{static{this.properties={context:{attribute:!1}}}static{this.styles=[cn]}localize(e,t={}){return this.context.texts.localize(e,t)}fireEvent(e,t){this.dispatchEvent(new CustomEvent(e,{detail:t}))}};function Z(e,t){customElements.get(e)||customElements.define(e,t)}var ln={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},un=e=>(...t)=>({_$litDirective$:e,values:t}),dn=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,n){this._$Ct=e,this._$AM=t,this._$Ci=n}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}},{I:fn}=Pe,pn=e=>e,mn=()=>document.createComment(``),Q=(e,t,n)=>{let r=e._$AA.parentNode,i=t===void 0?e._$AB:t._$AA;if(n===void 0)n=new fn(r.insertBefore(mn(),i),r.insertBefore(mn(),i),e,e.options);else{let t=n._$AB.nextSibling,a=n._$AM,o=a!==e;if(o){let t;n._$AQ?.(e),n._$AM=e,n._$AP!==void 0&&(t=e._$AU)!==a._$AU&&n._$AP(t)}if(t!==i||o){let e=n._$AA;for(;e!==t;){let t=pn(e).nextSibling;pn(r).insertBefore(e,i),e=t}}}return n},$=(e,t,n=e)=>(e._$AI(t,n),e),hn={},gn=(e,t=hn)=>e._$AH=t,_n=e=>e._$AH,vn=e=>{e._$AR(),e._$AA.remove()},yn=(e,t,n)=>{let r=new Map;for(let i=t;i<=n;i++)r.set(e[i],i);return r},bn=un(class extends dn{constructor(e){if(super(e),e.type!==ln.CHILD)throw Error(`repeat() can only be used in text expressions`)}dt(e,t,n){let r;n===void 0?n=t:t!==void 0&&(r=t);let i=[],a=[],o=0;for(let t of e)i[o]=r?r(t,o):o,a[o]=n(t,o),o++;return{values:a,keys:i}}render(e,t,n){return this.dt(e,t,n).values}update(e,[t,n,r]){let i=_n(e),{values:a,keys:o}=this.dt(t,n,r);if(!Array.isArray(i))return this.ut=o,a;let s=this.ut??=[],c=[],l,u,d=0,f=i.length-1,p=0,m=a.length-1;for(;d<=f&&p<=m;)if(i[d]===null)d++;else if(i[f]===null)f--;else if(s[d]===o[p])c[p]=$(i[d],a[p]),d++,p++;else if(s[f]===o[m])c[m]=$(i[f],a[m]),f--,m--;else if(s[d]===o[m])c[m]=$(i[d],a[m]),Q(e,c[m+1],i[d]),d++,m--;else if(s[f]===o[p])c[p]=$(i[f],a[p]),Q(e,i[d],i[f]),f--,p++;else if(l===void 0&&(l=yn(o,p,m),u=yn(s,d,f)),l.has(s[d])){if(l.has(s[f])){let t=u.get(o[p]),n=t===void 0?null:i[t];if(n===null){let t=Q(e,i[d]);$(t,a[p]),c[p]=t}else c[p]=$(n,a[p]),Q(e,i[d],n),i[t]=null;p++}else vn(i[f]),f--}else vn(i[d]),d++;for(;p<=m;){let t=Q(e,c[m+1]);$(t,a[p]),c[p++]=t}for(;d<=f;){let e=i[d++];e!==null&&vn(e)}return this.ut=o,gn(e,c),M}}),xn=class{async print({backend:e},t){let n=JSON.stringify(t),r=this.unanswered?.fields===n?this.unanswered.key:Sn();this.unanswered={fields:n,key:r};try{let{jobs:n}=await e.call(`cloudprint/print`,{...t,idempotency_key:r});return this.unanswered=void 0,n}catch(e){throw tt(e)||(this.unanswered=void 0),e}}};function Sn(){return[...crypto.getRandomValues(new Uint8Array(16))].map(e=>e.toString(16).padStart(2,`0`)).join(``)}var Cn=class{constructor(e){this.file=e,this.state=`waiting`,this.sent=0,this.jobs=[],this.sender=new xn,this.fileProblem=Jt(e),this.fileProblem&&(this.state=`skipped`)}},wn=class{constructor(e){this.host=e,this.items=[],this.leftOut=0,this.isRunning=!1,this.known=new WeakSet,this.run=0,e.addController(this)}hostDisconnected(){this.stop()}in(...e){return this.items.filter(({state:t})=>e.includes(t))}add(e){this.leftOut=0;for(let t of e){if(this.known.has(t))continue;this.known.add(t);let e=new Cn(t);(e.state===`skipped`?this.in(`skipped`):this.in(`waiting`,`uploading`,`sending`,`failed`)).length<20?this.items=[...this.items,e]:this.leftOut+=1}}remove(e){this.items=this.items.filter(t=>t!==e),e.aborter?.abort(),this.host.requestUpdate()}stop(){this.run+=1,this.isRunning=!1;for(let{aborter:e}of this.items)e?.abort();this.host.requestUpdate()}async start(e,t){if(this.isRunning)return;let n=++this.run,r=this.in(`waiting`,`failed`);for(let e of r)e.state=`waiting`;this.isRunning=!0;for(let i of r){if(n!==this.run)return;this.items.includes(i)&&await this.print(i,e,t)}n===this.run&&(this.isRunning=!1),this.host.requestUpdate()}async print(e,t,n){let r=new AbortController;e.aborter=r;try{e.uploaded??=await this.upload(e,t,r.signal)}catch(n){let r=n instanceof V;this.update(e,r?`waiting`:`failed`,r?void 0:rt(t,n));return}finally{e.aborter=void 0}if(r.signal.aborted)this.update(e,`waiting`);else{this.update(e,`sending`);try{e.jobs=await e.sender.print(t,{...n,upload:e.uploaded.upload_id}),this.update(e,`printed`)}catch(n){let r=nt(n),i=r?t.texts.localize(`${r}_alone`):await H(t,n,e.file.name);this.update(e,`failed`,i)}}}upload(e,t,n){return e.sent=0,this.update(e,`uploading`),Je(t.hass,e.file,t=>{e.sent=t,this.host.requestUpdate()},n)}update(e,t,n){e.state=t,e.problem=n,this.host.requestUpdate()}},Tn=h`
  li + li {
    border-block-start: 1px solid var(--line);
  }
  .item {
    align-items: center;
    display: flex;
    gap: 12px;
    min-block-size: 52px;
    padding-block: 6px;
  }
  .item > .icon {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 65%, var(--text));
  }
  .fact {
    color: color-mix(in srgb, var(--tone, var(--secondary)) 45%, var(--text));
    overflow-wrap: anywhere;
  }
  .skipped,
  .held,
  .unconfirmed {
    --tone: var(--warning-color, #ffa600);
  }
  .failed {
    --tone: var(--error-color, #db4437);
  }
  .finished {
    --tone: var(--success-color, #43a047);
  }
  .uploading,
  .sending {
    --tone: var(--accent);
  }
  .bar {
    margin-block-start: 4px;
  }
  .each {
    margin-block-start: 6px;
    text-align: center;
  }
  .stop {
    inline-size: 100%;
    min-block-size: 44px;
  }
`,En=h`
  :host {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .head {
    align-items: center;
    display: flex;
    gap: 12px;
  }
  .names {
    flex: 1;
    min-inline-size: 0;
  }
  .names:focus {
    outline: none;
  }
  .name {
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .content {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
  }
  .main,
  .written {
    align-content: start;
    display: grid;
    gap: 12px;
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .more {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  textarea {
    background: var(--field);
    border: 1px solid transparent;
    border-radius: var(--radius);
    display: block;
    field-sizing: content;
    inline-size: 100%;
    max-block-size: 320px;
    min-block-size: 120px;
    padding: 12px;
    resize: vertical;
  }
  .check {
    align-items: center;
    cursor: pointer;
    display: flex;
    gap: 8px;
    min-block-size: 32px;
  }
  .check input {
    accent-color: var(--accent-text);
    block-size: 18px;
    flex: none;
    inline-size: 18px;
  }
  .missing {
    display: grid;
    gap: 4px;
  }
  .missing input {
    background: var(--field);
    block-size: 40px;
    border: 1px solid transparent;
    border-radius: var(--ha-border-radius-md, 8px);
    inline-size: 100%;
    padding-inline: 12px;
  }
  ::placeholder {
    color: var(--secondary);
    opacity: 1;
  }
  .upload {
    display: grid;
    gap: 8px;
  }
  .upload > div:last-child {
    align-items: center;
    display: flex;
    gap: 8px;
    justify-content: space-between;
  }
  .side {
    align-content: start;
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    min-inline-size: 0;
  }
  .print {
    inline-size: 100%;
    min-block-size: 44px;
  }
  @container (min-width: 480px) {
    .content.with-preview {
      grid-template-columns: minmax(0, 5fr) minmax(0, 6fr);
    }
  }
`;Z(`cloudprint-card-options`,class extends X{static{this.properties={...X.properties,printer:{attribute:!1},choices:{attribute:!1},isSaved:{attribute:!1},hasPages:{attribute:!1}}}static{this.styles=[...X.styles,h`
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      }
      .field {
        display: grid;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .control {
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        inline-size: 100%;
        min-inline-size: 0;
      }
      .control:hover {
        border-color: var(--line);
      }
      input,
      select {
        appearance: none;
        background: transparent;
        block-size: 100%;
        border: 0;
        border-radius: inherit;
        flex: 1;
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      .choice {
        position: relative;
      }
      .choice select {
        cursor: pointer;
        padding-inline-end: 32px;
      }
      .choice .icon {
        color: var(--secondary);
        inset-block-start: 9px;
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      ::placeholder {
        color: var(--secondary);
        opacity: 1;
      }
      .number input {
        appearance: textfield;
        padding-inline: 0;
        text-align: center;
      }
      .number input::-webkit-inner-spin-button,
      .number input::-webkit-outer-spin-button {
        appearance: none;
        margin: 0;
      }
      .number button {
        block-size: 38px;
        min-block-size: 38px;
        inline-size: 38px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      [aria-invalid="true"] {
        outline: 2px solid var(--error-color, #db4437);
      }
    `]}render(){let e=K(this.choices,this.printer);return j`
      <div class="fields" role="group" aria-label=${this.localize(`options`)}>
        ${this.printer.copies.max>1?this.renderCopies(e.includes(`copies_invalid`)):N}
        ${G.map(e=>this.renderChoice(e))}
        ${this.hasPages?this.renderPages(e.includes(`page_ranges_invalid`)):N}
      </div>
    `}renderCopies(e){let{min:t,max:n}=this.printer.copies,{copies:r}=this.choices,i=e=>{let i=r??t,a=Number.isFinite(i)?i+e:t;this.change({copies:Math.min(n,Math.max(t,a))})};return j`
      <div class="field">
        <label class="small secondary" for="copies">${this.localize(`copies`)}</label>
        <div class="control number">
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`fewer_copies`)}
            ?disabled=${r===void 0||r<=t}
            @click=${()=>i(-1)}
          >
            ${J(`mdi:minus`)}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${t}
            max=${n}
            .value=${r===void 0||Number.isNaN(r)?``:String(r)}
            placeholder=${this.isSaved?this.localize(`as_saved`):N}
            aria-invalid=${e?`true`:N}
            aria-describedby=${e?`copies-problem`:N}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize(`more_copies`)}
            ?disabled=${r!==void 0&&r>=n}
            @click=${()=>i(1)}
          >
            ${J(`mdi:plus`)}
          </button>
        </div>
        ${e?j`<div id="copies-problem" class="problem small" role="alert">
              ${this.localize(`copies_invalid`,{lowest:t,highest:n})}
            </div>`:N}
      </div>
    `}renderChoice(e){let t=yt(this.printer,e);if(!t.length)return N;let n=this.choices[e];return j`
      <div class="field">
        <label class="small secondary" for=${e}>${this.localize(e)}</label>
        <div class="control choice">
          <select id=${e} @change=${t=>this.change({[e]:t.target.value})}>
            <option value="" .selected=${n===``}>${this.defaultLabel(e)}</option>
            ${t.map(t=>j`
                <option value=${t} .selected=${n===t}>${this.name(e,t)}</option>
              `)}
          </select>
          ${J(`mdi:chevron-down`)}
        </div>
      </div>
    `}renderPages(e){return j`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize(`page_ranges`)}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.isSaved?`as_saved`:`page_ranges_placeholder`)}
            aria-invalid=${e?`true`:N}
            aria-describedby=${e?`pages-problem`:N}
            @input=${e=>this.change({pageRanges:e.target.value})}
          />
        </div>
        ${e?j`<div id="pages-problem" class="problem small" role="alert">
              ${this.localize(`page_ranges_invalid`)}
            </div>`:N}
      </div>
    `}defaultLabel(e){if(this.isSaved)return this.localize(`as_saved`);let t=this.printer.defaults[e];return t?this.localize(`default_is`,{value:this.name(e,t)}):this.localize(`printer_default`)}name(e,t){return e===`paper`?t:this.context.texts.localizeValue(e,t,`printer_default`)}changeCopies(e){let{value:t}=e.target,n=t===``&&this.isSaved;this.change({copies:n?void 0:Number.parseFloat(t)})}change(e){this.fireEvent(`choices`,{...this.choices,...e})}});var Dn=class extends X{static{this.properties={...X.properties,isMore:{attribute:!1}}}static{this.styles=[...X.styles,h`
      :host {
        display: contents;
      }
    `]}constructor(){super(),this.isMore=!1}focus(){this.renderRoot.querySelector(`button`)?.focus()}render(){let e=this.localize(this.isMore?`add_files`:`choose_files`);return j`
      <button
        class=${this.isMore?``:`primary`}
        type="button"
        @click=${()=>this.open(`.any`)}
      >
        ${this.isMore?J(`mdi:plus`):N}${e}
      </button>
      ${On()?j`<button type="button" @click=${()=>this.open(`.photo`)}>
            ${J(`mdi:camera`)}${this.localize(`take_photo`)}
          </button>`:N}
      <input
        hidden
        multiple
        class="any"
        type="file"
        accept=${Kt}
        aria-label=${e}
        @change=${this.take}
      />
      <input
        hidden
        class="photo"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label=${this.localize(`take_photo`)}
        @change=${this.take}
      />
    `}open(e){this.renderRoot.querySelector(e)?.click()}take(e){let t=e.target,n=[...t.files??[]];t.value=``,n.length&&this.fireEvent(`content-picked`,{kind:`files`,files:n})}};function On(){return matchMedia(`(pointer: coarse)`).matches}Z(`cloudprint-card-pick`,Dn);var kn={skipped:`mdi:file-remove-outline`,waiting:`mdi:file-document-outline`,uploading:`mdi:file-upload-outline`,sending:`mdi:send-clock`,failed:`mdi:alert-circle-outline`};Z(`cloudprint-card-batch`,class extends X{constructor(...e){super(...e),this.batch=new wn(this),this.wasRunning=!1}static{this.properties={...X.properties,files:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},initial:{attribute:!1},jobs:{attribute:!1},choices:{state:!0}}}static{this.styles=[...X.styles,En,Tn]}get isSending(){return this.batch.isRunning}focus(){this.renderRoot.querySelector(`.names`)?.focus({preventScroll:!0})}willUpdate(e){e.has(`files`)&&this.batch.add(this.files);let t=e.get(`printer`);this.choices?t&&t.device_id!==this.printer.device_id&&(this.choices=this.createChoices()):this.choices={...this.initial??this.createChoices(),pageRanges:``}}updated(){let{isRunning:e}=this.batch,t=document.activeElement===document.body;e!==this.wasRunning&&t&&this.focus(),this.wasRunning=e}render(){let{batch:e}=this,{texts:t}=this.context;return j`
      ${this.renderHead()}
      <ul aria-label=${this.localize(`files`)}>
        ${bn(e.items,e=>e,e=>j`<li>${this.renderItem(e)}</li>`)}
      </ul>
      ${e.leftOut?Y(`warning`,`mdi:alert-circle-outline`,`${this.localize(`files_limit`,{limit:20})} ${t.localizeCount(`files_left_out`,e.leftOut)}`):N}
      ${e.items.some(({fileProblem:e})=>e===`file_unsupported`)?j`<p class="secondary small">${this.localize(`formats`,{formats:Gt})}</p>`:N}
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `}renderHead(){let{batch:e}=this,t=e.items.reduce((e,{file:t})=>e+t.size,0);return j`
      <div class="head">
        ${J(`mdi:file-document-multiple-outline`)}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount(`files`,e.items.length)}</div>
          <div class="secondary small">
            ${this.progress||this.context.format.bytes(t)}
          </div>
        </div>
        ${e.isRunning?N:j`<button
              class="plain round"
              type="button"
              aria-label=${this.localize(`close_files`)}
              title=${this.localize(`close_files`)}
              @click=${()=>this.close()}
            >
              ${J(`mdi:close`)}
            </button>`}
      </div>
    `}renderItem(e){let{name:t}=e.file,n=this.localize(e.state===`waiting`?`cancel_job`:`remove`,{name:t}),r=![`sending`,`printed`].includes(e.state),i=this.getJobState(e);return j`
      <div class="item ${i||e.state}">
        ${J(e.state===`printed`?tn(i):kn[e.state])}
        <div class="names">
          <div class="one-line" title=${t}>${t}</div>
          <div class="fact small">${this.describe(e)}</div>
          ${e.state===`uploading`?j`<div
                class="bar"
                role="progressbar"
                aria-label=${this.localize(`uploading`,{name:t})}
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=${Math.round(e.sent*100)}
              >
                <div style="inline-size: ${e.sent*100}%"></div>
              </div>`:N}
        </div>
        ${r?j`<button
              class="plain round"
              type="button"
              aria-label=${n}
              title=${n}
              @click=${()=>this.drop(e)}
            >
              ${J(`mdi:close`)}
            </button>`:N}
      </div>
    `}renderActions(){let{batch:e,context:t}=this;if(e.isRunning)return j`
        <p class="secondary small">${this.localize(`keep_open`)}</p>
        <button class="stop" type="button" @click=${()=>e.stop()}>
          ${J(`mdi:stop`)}${this.localize(`stop`)}
        </button>
      `;let n=e.in(`waiting`).length,r=n+e.in(`failed`).length,i=!K(this.choices,this.printer).length;return j`
      <div class="more">
        <cloudprint-card-pick
          .context=${t}
          .isMore=${!0}
          @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
        ></cloudprint-card-pick>
      </div>
      ${r?j`
            <cloudprint-card-options
              .context=${t}
              .printer=${this.printer}
              .choices=${this.choices}
              .isSaved=${!1}
              .hasPages=${!1}
              @choices=${e=>{this.choices=e.detail}}
            ></cloudprint-card-options>
            <div>
              <button class="primary print" type="button" ?disabled=${!i} @click=${this.print}>
                ${J(`mdi:printer`)}${t.texts.localizeCount(n?`print_files`:`retry_files`,r)}
              </button>
              <p class="secondary small each">${this.localize(`files_hint`)}</p>
            </div>
          `:j`<button class="print" type="button" @click=${()=>this.close()}>
            ${this.localize(`done`)}
          </button>`}
    `}describe(e){let{format:t}=this.context;switch(e.state){case`skipped`:return this.localize(`${e.fileProblem??`file_unsupported`}_short`,{size:t.bytes(e.file.size),limit:t.bytes(Vt)});case`uploading`:return e.sent>=1?this.localize(`processing`):t.percent(e.sent);case`failed`:return e.problem??``;case`printed`:return this.context.texts.localizeValue(`state`,this.getJobState(e),`state_other`);case`waiting`:return this.batch.isRunning?this.localize(`file_waiting`):t.bytes(e.file.size);case`sending`:return this.localize(`printing_now`)}}getJobState({jobs:e}){let[t]=e;return(t&&(this.jobs.get(t.job_id)??t).state)??``}get progress(){let{batch:e}=this,[t,n]=[e.in(`printed`).length,e.in(`failed`).length];if(!e.isRunning&&!t&&!n)return``;let r=e.items.length-e.in(`skipped`).length,i=this.localize(`files_progress`,{done:t,count:r});return n?`${i} · ${this.context.texts.localizeCount(`files_failed`,n)}`:i}createChoices(){return xt(this.printer,this.remembered)}drop(e){this.batch.remove(e),this.batch.items.length?this.focus():this.close()}close(){this.batch.items.flatMap(e=>e.jobs).length?this.firePrinted():this.fireEvent(`unstage`,void 0)}async print(){let{batch:e,choices:t}=this;await e.start(this.context,{device_id:this.printer.device_id,...Tt(t)}),e.items.length>0&&e.items.every(({state:e})=>e===`printed`)&&this.isConnected&&this.firePrinted()}firePrinted(){let e=this.batch.items.flatMap(e=>e.jobs);this.fireEvent(`printed`,{jobs:e,choices:this.choices,isSaved:!1})}}),Z(`cloudprint-card-composer`,class extends X{static{this.properties={...X.properties,documents:{attribute:!1},hasText:{attribute:!1},isDraggedOver:{attribute:!1}}}static{this.styles=[...X.styles,h`
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
        transition: background-color 120ms, border-color 120ms;
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
    `]}get picker(){return this.renderRoot.querySelector(`cloudprint-card-pick`)}focus(){this.picker?.focus()}async getUpdateComplete(){let e=await super.getUpdateComplete();return await this.picker?.updateComplete,e}render(){let e=On();return j`
      <div class="zone ${this.isDraggedOver?`over`:``}">
        ${J(`mdi:file-upload-outline`)}
        <div class="title">
          ${this.localize(this.isDraggedOver?`drop_now`:e?`tap_title`:`drop_title`)}
        </div>
        <div class="secondary small">${this.localize(e?`tap_hint`:`drop_hint`)}</div>
        <div class="ways">
          <cloudprint-card-pick
            .context=${this.context}
            @content-picked=${e=>this.pick(e.detail)}
          ></cloudprint-card-pick>
          ${this.hasText?j`<button type="button" @click=${this.writeText}>
                ${J(`mdi:text-box-edit-outline`)}${this.localize(`write_text`)}
              </button>`:N}
          ${`clipboard`in navigator&&`read`in navigator.clipboard?j`<button type="button" @click=${this.paste}>
                ${J(`mdi:clipboard-text-outline`)}${this.localize(`paste`)}
              </button>`:N}
        </div>
      </div>
      ${this.documents.length?this.renderDocuments():N}
    `}renderDocuments(){return j`
      <section aria-labelledby="saved">
        <h2 id="saved">${this.localize(`saved_documents`)}</h2>
        <ul class="chips">
          ${this.documents.map(e=>j`
              <li>
                <button type="button" @click=${()=>this.fireEvent(`document-picked`,e)}>
                  ${J(`mdi:file-document-outline`)}<span class="one-line">${e.name}</span>
                </button>
              </li>
            `)}
        </ul>
      </section>
    `}writeText(){this.pick({kind:`text`,text:``})}async paste(){try{let e=await Xt(navigator.clipboard,this.localize(`pasted_picture`));e?this.pick(e):this.report(`paste_empty`)}catch{this.report(`paste_denied`)}}pick(e){this.fireEvent(`content-picked`,e)}report(e){this.fireEvent(`problem`,e)}}),Z(`cloudprint-card-job`,class extends X{static{this.properties={...X.properties,job:{attribute:!1},isBusy:{attribute:!1},showsPrinter:{attribute:!1},isAsking:{state:!0}}}static{this.styles=[...X.styles,h`
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
    `]}constructor(){super(),this.isAsking=!1}render(){let{job:e}=this;return j`
      <div class="job">
        <div class="shape ${e.state}">${J(tn(e.state))}</div>
        <div class="names">
          <div class="name one-line" title=${e.name}>${e.name}</div>
          <div class="facts small ${e.state}">
            ${this.facts().map((e,t,{length:n})=>j`<span class=${t?``:`state`}>${e}${t<n-1?` ·`:``}</span> `)}
          </div>
        </div>
        ${e.can_cancel?this.renderAction(`cancel`,`mdi:close`,()=>this.act({kind:`cancel`,job:e})):N}
        ${this.canReprint?this.renderAction(`reprint`,`mdi:reload`,()=>this.isAsking?this.stopAsking():this.ask()):N}
      </div>
      ${e.can_decide?this.renderQuestion():N}
      ${this.isAsking&&this.canReprint?this.renderConfirmation():N}
    `}get canReprint(){let{job:e}=this;return W(e)&&e.can_reprint&&!e.can_decide}renderAction(e,t,n){return j`
      <button
        class="plain round ${e}"
        type="button"
        aria-label=${this.localize(`${e}_job`,{name:this.job.name})}
        aria-expanded=${e===`reprint`?this.isAsking:N}
        title=${this.localize(e)}
        ?disabled=${this.isBusy}
        @click=${n}
      >
        ${J(t)}
      </button>
    `}renderConfirmation(){let{job:e}=this,t=typeof e.options.copies==`number`?e.options.copies:1;return j`
      <div
        class="question confirmation"
        role="group"
        tabindex="-1"
        aria-labelledby="reprint-question"
        @keydown=${e=>{e.key===`Escape`&&(e.stopPropagation(),this.stopAsking())}}
      >
        <div id="reprint-question">
          ${this.localize(`reprint_question`,{name:e.name,printer:e.printer,copies:this.context.texts.localizeCount(`copies_count`,t)})}
        </div>
        <div class="answers">
          <button type="button" ?disabled=${this.isBusy} @click=${this.reprint}>
            ${this.localize(`reprint`)}
          </button>
          <button type="button" @click=${()=>this.stopAsking()}>${this.localize(`reprint_not`)}</button>
        </div>
      </div>
    `}ask(){this.isAsking=!0,this.focusAfterUpdate(`.confirmation`)}stopAsking(){this.isAsking=!1,this.focusAfterUpdate(`.reprint`)}reprint(){this.stopAsking(),this.act({kind:`reprint`,job:this.job})}async focusAfterUpdate(e){await this.updateComplete,this.renderRoot.querySelector(e)?.focus()}act(e){this.fireEvent(`job-action`,e)}renderQuestion(){let e=this.job.can_reprint?[`printed`,`print_again`,`forget`]:[`printed`,`forget`];return j`
      <div class="question" role="group" aria-labelledby="question">
        <div>
          <div id="question">${this.localize(`did_it_print`)}</div>
          <div class="small">${this.localize(`did_it_print_hint`)}</div>
        </div>
        <div class="answers">
          ${e.map(e=>j`
              <button
                type="button"
                aria-label=${this.localize(`decide_${e}_job`,{name:this.job.name})}
                ?disabled=${this.isBusy}
                @click=${()=>this.act({kind:`decide`,job:this.job,decision:e})}
              >
                ${this.localize(`decide_${e}`)}
              </button>
            `)}
        </div>
      </div>
    `}facts(){let{job:e,context:t}=this,{format:n,texts:r}=t,i=e.state===`held`,a=e.reason===`by_hand`&&e.state===`canceled`;return[r.localizeValue(`state`,e.state,`state_other`),e.reason&&!a?r.localizeValue(`reason`,e.reason,`state_other`):``,e.state===`failed`?e.message??``:``,i&&e.expires_at?this.localize(`expires_at`,{time:n.moment(e.expires_at)}):``,this.showsPrinter?e.printer:``,e.pages?r.localizeCount(`pages`,e.pages):``,n.moment(e.created_at)].filter(Boolean)}});var An=10;Z(`cloudprint-card-history`,class extends X{static{this.properties={...X.properties,deviceId:{attribute:!1},changed:{attribute:!1},busy:{attribute:!1},showsPrinter:{attribute:!1},isOpen:{state:!0},filter:{state:!0},jobs:{state:!0},hasMore:{state:!0},isLoading:{state:!0},problem:{state:!0}}}static{this.styles=[...X.styles,h`
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
    `]}constructor(){super(),this.request=0,this.isOpen=!1,this.filter=``,this.hasMore=!1,this.isLoading=!1}get states(){return this.filter?[this.filter]:U}willUpdate(e){e.has(`deviceId`)&&this.isOpen?this.load():e.has(`changed`)&&this.jobs&&(this.jobs=gt(this.jobs,this.changed,this.states,this.deviceId))}render(){return j`
      <div class="head">
        <h2>
          <button
            class="toggle"
            type="button"
            aria-expanded=${this.isOpen}
            aria-controls="history"
            @click=${this.toggle}
          >
            ${this.localize(`history`)}${J(`mdi:chevron-down`)}
          </button>
        </h2>
        ${this.isOpen?this.renderFilter():N}
      </div>
      <div id="history" ?hidden=${!this.isOpen}>${this.isOpen?this.renderJobs():N}</div>
    `}renderFilter(){return j`
      <div class="filter">
        <select aria-label=${this.localize(`filter`)} @change=${this.choose}>
          <option value="" .selected=${this.filter===``}>${this.localize(`filter_all`)}</option>
          ${U.map(e=>j`
              <option value=${e} .selected=${this.filter===e}>
                ${this.localize(`state_${e}`)}
              </option>
            `)}
        </select>
        ${J(`mdi:chevron-down`)}
      </div>
    `}renderJobs(){return this.problem?j`
        <div class="notice error" role="alert">
          ${J(`mdi:alert-circle-outline`)}
          <div>${this.localize(`jobs_failed`,{message:this.problem})}</div>
        </div>
        <button class="more" type="button" @click=${()=>this.load()}>${this.localize(`retry`)}</button>
      `:this.jobs?this.jobs.length?j`
      <ul>
        ${bn(this.jobs,e=>e.job_id,e=>j`
            <li>
              <cloudprint-card-job
                .context=${this.context}
                .job=${e}
                .isBusy=${this.busy.has(e.job_id)}
                .showsPrinter=${this.showsPrinter}
                @job-action=${e=>this.fireEvent(`job-action`,e.detail)}
              ></cloudprint-card-job>
            </li>
          `)}
      </ul>
      ${this.hasMore?j`<button
            class="more"
            type="button"
            ?disabled=${this.isLoading}
            @click=${()=>this.load(this.jobs?.at(-1)?.job_id)}
          >
            ${this.localize(`show_more`)}
          </button>`:N}
    `:j`<div class="empty secondary">
        ${this.localize(this.filter?`history_empty_filtered`:`history_empty`)}
      </div>`:j`<div class="empty secondary">${this.localize(`loading`)}</div>`}toggle(){this.isOpen=!this.isOpen,this.isOpen&&this.load()}choose(e){this.filter=e.target.value,this.load()}async load(e){let t=++this.request;this.isLoading=!0,this.problem=void 0,e===void 0&&(this.jobs=void 0);try{let n=await this.context.backend.call(`cloudprint/jobs/list`,{...this.deviceId===void 0?{}:{device_id:this.deviceId},...e===void 0?{}:{before:e},state:this.states,limit:An});if(t!==this.request)return;this.jobs=[...e===void 0?[]:this.jobs??[],...n.jobs],this.hasMore=n.has_more}catch(e){if(t!==this.request)return;this.problem=await H(this.context,e)}this.isLoading=!1}});var jn=class extends X{static{this.properties={...X.properties,printers:{attribute:!1},selected:{attribute:!1},isFixed:{attribute:!1}}}static{this.styles=[...X.styles,h`
      .printer {
        align-items: center;
        border-radius: var(--radius);
        display: flex;
        gap: 12px;
        padding: 4px;
        margin: -4px;
        position: relative;
      }
      .printer:has(select):hover {
        background: var(--field);
      }
      .printer:focus-within:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
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
      .chevron {
        color: var(--secondary);
        display: flex;
        padding-inline: 8px;
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
    `]}render(){let e=Mn(this.selected),t=this.context.texts.localizeValue(`status`,e,`status_unknown`),n=!this.isFixed&&this.printers.length>1;return j`
      <div class="printer">
        <div class="shape ${e}">
          ${J(e===`offline`||e===`unavailable`?`mdi:printer-off`:`mdi:printer`)}
        </div>
        <div class="names" aria-hidden=${n?`true`:N}>
          <div class="name one-line" title=${this.selected.name}>${this.selected.name}</div>
          <div class="state secondary small one-line">${t}</div>
        </div>
        ${n?this.renderChoice():N}
      </div>
    `}renderChoice(){return j`
      <div class="chevron">${J(`mdi:chevron-down`)}</div>
      <select aria-label=${this.localize(`printer`)} @change=${this.choose}>
        ${this.printers.map(e=>j`
            <option
              value=${e.device_id}
              .selected=${e.device_id===this.selected.device_id}
            >
              ${e.name} · ${this.context.texts.localizeValue(`status`,Mn(e),`status_unknown`)}
            </option>
          `)}
      </select>
    `}choose(e){this.fireEvent(`printer`,e.target.value)}};function Mn(e){return e.available?e.status:`unavailable`}Z(`cloudprint-card-printer`,jn),Z(`cloudprint-card-queue`,class extends X{static{this.properties={...X.properties,jobs:{attribute:!1},busy:{attribute:!1},showsPrinter:{attribute:!1},isUnfolded:{state:!0}}}static{this.styles=[...X.styles,h`
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
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .fold {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `]}constructor(){super(),this.isUnfolded=!1}render(){let e=ht(this.jobs),t=pt(this.jobs),n=this.isUnfolded?this.jobs:t;return j`
      <div class="head">
        <h2 id="jobs">${this.localize(`jobs`)}</h2>
        ${e.length?j`<button
              class="release"
              type="button"
              @click=${()=>this.fireEvent(`job-action`,{kind:`release`,deviceIds:e})}
            >
              ${J(`mdi:play`)}${this.localize(`release`)}
            </button>`:N}
      </div>
      ${this.jobs.length?j`<ul id="list" aria-labelledby="jobs">
            ${bn(n,e=>e.job_id,e=>j`<li>
                <cloudprint-card-job
                  .context=${this.context}
                  .job=${e}
                  .isBusy=${this.busy.has(e.job_id)}
                  .showsPrinter=${this.showsPrinter}
                  @job-action=${e=>this.fireEvent(`job-action`,e.detail)}
                ></cloudprint-card-job>
              </li>`)}
          </ul>`:j`<p class="secondary">${this.localize(`jobs_empty`)}</p>`}
      ${t.length<this.jobs.length?j`<button
            class="fold"
            type="button"
            aria-controls="list"
            aria-expanded=${this.isUnfolded}
            @click=${()=>{this.isUnfolded=!this.isUnfolded}}
          >
            ${this.isUnfolded?this.localize(`show_fewer`):this.localize(`show_all`,{count:this.jobs.length})}
          </button>`:N}
    `}});var Nn=400,Pn=class{constructor(e){this.host=e,this.isBusy=!1,this.requested=``,e.addController(this)}hostDisconnected(){this.reset()}reset(){window.clearTimeout(this.timer),this.preview=void 0,this.problem=void 0,this.isBusy=!1,this.missing=void 0,this.pages=void 0,this.requested=``}request(e,t,n){let{copies:r,sides:i,...a}=t,o=JSON.stringify(a);if(o===this.requested)return;let s=this.requested?Nn:0;this.requested=o,this.isBusy=!0,this.host.requestUpdate(),window.clearTimeout(this.timer),this.timer=window.setTimeout(()=>void this.load(e,a,o,n),s)}async load(e,t,n,r){let i,a,o;try{i=await e.backend.call(`cloudprint/preview`,t)}catch(t){a=await H(e,t,r),o=nt(t)}n===this.requested&&(i&&t.page_ranges===void 0&&(this.pages=i.pages),this.preview=i,this.problem=a,this.missing=o??this.missing,this.isBusy=!1,this.host.requestUpdate())}},Fn=class{constructor(e,t){this.host=e,this.onCanceled=t,this.sent=0,e.addController(this)}hostDisconnected(){this.reset()}reset(){let e=this.aborter;this.aborter=void 0,e?.abort(),this.sent=0,this.uploaded=void 0,this.problem=void 0}cancel(){this.aborter?.abort()}async start(e,t){this.reset();let n=new AbortController;this.aborter=n;let r=e=>{this.sent=e,this.host.requestUpdate()};try{let i=await Je(e.hass,t,r,n.signal);n===this.aborter&&(this.uploaded=i)}catch(t){if(n!==this.aborter)return;t instanceof V?this.onCanceled():this.problem=rt(e,t)}this.host.requestUpdate()}},In=96/25.4,Ln={width:240,height:280},Rn=`default-src 'none'; img-src data:; style-src 'unsafe-inline'`,zn=class extends X{static{this.properties={...X.properties,preview:{attribute:!1},problem:{attribute:!1},isBusy:{attribute:!1},name:{attribute:!1}}}static{this.styles=[...X.styles,h`
      .sheet {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 160px;
        padding: 16px;
        text-align: center;
      }
      .sheet > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .sheet > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img,
      .paper {
        background: #fff;
        box-shadow: 0 1px 4px rgba(0, 0, 0, 0.3);
      }
      img {
        max-block-size: 280px;
        max-inline-size: 100%;
      }
      .paper {
        flex: none;
        overflow: hidden;
        position: relative;
      }
      iframe {
        background: #fff;
        border: 0;
        color-scheme: light;
        pointer-events: none;
        position: absolute;
        transform-origin: 0 0;
      }
      [aria-busy="true"] > :is(img, .paper) {
        opacity: 0.5;
      }
      .wait {
        inline-size: min(160px, 80%);
      }
      .wait > div {
        animation: wait 1.2s ease-in-out infinite alternate;
        inline-size: 40%;
      }
      @keyframes wait {
        from {
          margin-inline-start: 0;
        }
        to {
          margin-inline-start: 60%;
        }
      }
    `]}render(){return j`<div class="sheet" aria-busy=${this.isBusy}>${this.renderPage()}</div>`}renderPage(){let{preview:e,problem:t}=this;return t===void 0?e?.image?j`<img alt=${this.label} src="data:image/png;base64,${e.image}" />`:e?.layout?this.renderLayout(e.layout):e?j`${J(`mdi:file-document-outline`)}
        <div class="secondary small">${this.localize(`preview_none`)}</div>`:j`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.localize(`preview_loading`)}</div>`:j`${J(`mdi:alert-circle-outline`)}
        ${t?j`<div class="small" role="alert">${t}</div>`:N}`}renderLayout({html:e,width:t,height:n,margin:r}){let i=Math.min(Ln.width/t,Ln.height/n),a={width:t-2*r,height:n-2*r};return j`
      <div class="paper" style="block-size: ${n*i}px; inline-size: ${t*i}px">
        <iframe
          sandbox=""
          tabindex="-1"
          scrolling="no"
          title=${this.label}
          style="block-size: ${a.height*In}px; inline-size: ${a.width*In}px; inset: ${r*i}px auto auto ${r*i}px; transform: scale(${i/In})"
          srcdoc=${Bn(e,a)}
        ></iframe>
      </div>
    `}get label(){return this.localize(`preview_alt`,{name:this.name})}};function Bn(e,{width:t,height:n}){return`<meta http-equiv="Content-Security-Policy" content="${Rn}">
<style>
html { overflow: hidden !important; }
body { block-size: ${n}mm !important; inline-size: ${t}mm !important;
  columns: ${t}mm auto !important; column-fill: auto !important; column-gap: 0 !important; }
</style>
${e}`}Z(`cloudprint-card-preview`,zn);var Vn={GB18030:`encoding_gb18030`,Big5:`encoding_big5`,Shift_JIS:`encoding_shift_jis`,"EUC-KR":`encoding_euc_kr`,"Windows-1252":`encoding_windows_1252`,"Windows-1251":`encoding_windows_1251`,"UTF-16":`encoding_utf_16`};Z(`cloudprint-card-staged`,class extends X{static{this.properties={...X.properties,content:{attribute:!1},printer:{attribute:!1},remembered:{attribute:!1},choices:{state:!0},written:{state:!0},encoding:{state:!0},password:{state:!0},isSending:{state:!0},printProblem:{state:!0}}}static{this.styles=[...X.styles,En]}constructor(){super(),this.uploader=new Fn(this,()=>this.fireEvent(`unstage`,`upload_canceled`)),this.previewer=new Pn(this),this.sender=new xn,this.written={text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.isSending=!1}get isSaved(){return this.content.kind===`document`}get name(){switch(this.content.kind){case`file`:return this.content.file.name;case`text`:return this.localize(`text_name`);case`document`:return this.content.document.name}}focus(){let e=this.content.kind===`text`?`textarea`:`.names`;this.renderRoot.querySelector(e)?.focus()}willUpdate(e){let{context:t,printer:n}=this,r=e.get(`printer`);e.has(`content`)?this.start():r&&r.device_id!==n.device_id&&(this.choices=this.createChoices());let{fields:i}=this;this.hasPreview?i&&this.hasValidChoices&&this.previewer.request(t,i,this.name):this.previewer.reset()}get hasPreview(){return this.content.kind===`file`?this.uploader.uploaded!==void 0:this.content.kind===`document`||this.written.isMarkdown&&this.fields!==void 0}render(){let{kind:e}=this.content,{uploaded:t,problem:n}=this.uploader;return j`
      ${this.renderHead()}
      <div class="content ${this.hasPreview?`with-preview`:``}">
        <div class="main">
          ${e===`text`?this.renderText():N}
          ${this.hasPreview?this.renderPreview():e===`file`?this.renderUpload():N}
        </div>
        ${n?N:j`<div class="side">
              <cloudprint-card-options
                .context=${this.context}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${this.isSaved}
                .hasPages=${Rt(this.content,t,this.previewer.pages)}
                @choices=${e=>{this.choices=e.detail}}
              ></cloudprint-card-options>
              ${this.renderPrint()}
            </div>`}
      </div>
    `}renderPrint(){let{texts:e}=this.context,t=this.fields!==void 0&&this.hasValidChoices&&!this.isSending;return j`
      ${this.previewer.preview?.warnings.map(t=>Y(`warning`,`mdi:alert-circle-outline`,e.localizeValue(`warning`,t,`warning_other`)))}
      ${this.printProblem?Y(`error`,`mdi:alert-circle-outline`,this.printProblem):N}
      <button class="primary print" type="button" ?disabled=${!t} @click=${this.print}>
        ${J(`mdi:printer`)}${this.localize(this.isSending?`printing_now`:`print`)}
      </button>
    `}renderHead(){let{content:e}=this,{pages:t}=this.previewer,n=[e.kind===`file`?this.context.format.bytes(e.file.size):``,t?this.context.texts.localizeCount(`pages`,t):``].filter(Boolean);return j`
      <div class="head">
        ${J(e.kind===`text`?`mdi:text-box-edit-outline`:`mdi:file-document-outline`)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${n.length?j`<div class="secondary small">${n.join(` · `)}</div>`:N}
        </div>
        <button
          class="plain round"
          type="button"
          aria-label=${this.localize(`remove`,{name:this.name})}
          title=${this.localize(`remove`,{name:this.name})}
          @click=${()=>this.fireEvent(`unstage`,void 0)}
        >
          ${J(`mdi:close`)}
        </button>
      </div>
    `}renderText(){let{text:e,isMarkdown:t}=this.written;return j`
      <div class="written">
        <textarea
          aria-label=${this.localize(`text`)}
          placeholder=${this.localize(t?`markdown_placeholder`:`text_placeholder`)}
          .value=${e}
          @input=${e=>{this.written={text:e.target.value,isMarkdown:t}}}
        ></textarea>
        <label class="check">
          <input
            type="checkbox"
            .checked=${t}
            @change=${t=>{this.written={text:e,isMarkdown:t.target.checked}}}
          />
          ${this.localize(`markdown`)}
        </label>
      </div>
    `}renderUpload(){let{file:e}=this.content,{sent:t,problem:n}=this.uploader;return n?j`
        <div class="notice error" role="alert">
          ${J(`mdi:alert-circle-outline`)}
          <div>${this.localize(`upload_failed`,{name:e.name,message:n})}</div>
        </div>
        <button type="button" @click=${()=>this.uploader.start(this.context,e)}>
          ${J(`mdi:reload`)}${this.localize(`retry`)}
        </button>
      `:j`
      <div class="upload">
        <div
          class="bar"
          role="progressbar"
          aria-label=${this.localize(`uploading`,{name:e.name})}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.round(t*100)}
        >
          <div style="inline-size: ${t*100}%"></div>
        </div>
        <div>
          <span class="secondary small">
            ${t>=1?this.localize(`processing`):this.localize(`uploading_percent`,{percent:this.context.format.percent(t),size:this.context.format.bytes(e.size)})}
          </span>
          <button class="plain" type="button" @click=${()=>this.uploader.cancel()}>
            ${this.localize(`cancel_upload`)}
          </button>
        </div>
      </div>
    `}renderPreview(){let{preview:e,problem:t,isBusy:n}=this.previewer;return j`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${e}
        .problem=${t!==void 0&&t===this.printProblem?``:t}
        .isBusy=${n}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
      ${this.content.kind===`file`?j`<div class="more">
            <cloudprint-card-pick
              .context=${this.context}
              .isMore=${!0}
              @content-picked=${e=>this.fireEvent(`content-picked`,e.detail)}
            ></cloudprint-card-pick>
          </div>`:N}
    `}renderMissing(){switch(this.previewer.missing){case`encoding`:return j`<div class="missing">
          <label class="small secondary" for="encoding">${this.localize(`encoding`)}</label>
          <input
            id="encoding"
            type="text"
            list="encodings"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=${this.localize(`encoding_placeholder`)}
            .value=${this.encoding}
            @input=${e=>{this.encoding=e.target.value}}
          />
          <datalist id="encodings">
            ${Object.entries(Vn).map(([e,t])=>j`<option value=${e}>${this.localize(t)}</option>`)}
          </datalist>
        </div>`;case`password`:return j`<div class="missing">
          <label class="small secondary" for="password">${this.localize(`password`)}</label>
          <input
            id="password"
            type="password"
            autocomplete="off"
            .value=${this.password}
            @input=${e=>{this.password=e.target.value}}
          />
        </div>`;case void 0:return N}}start(){let{content:e}=this;this.uploader.reset(),this.previewer.reset(),this.choices=this.createChoices(),this.written={text:e.kind===`text`?e.text:``,isMarkdown:!1},this.encoding=``,this.password=``,this.printProblem=void 0,this.sender=new xn,e.kind===`file`&&this.uploader.start(this.context,e.file)}createChoices(){return this.isSaved?St:xt(this.printer,this.remembered)}get fields(){let e=It(this.content,this.written,this.uploader.uploaded);return e&&{device_id:this.printer.device_id,...e,...Tt(this.choices),...this.encoding.trim()?{encoding:this.encoding.trim()}:{},...this.password?{password:this.password}:{}}}get hasValidChoices(){return!K(this.choices,this.printer).length}async print(){let{fields:e,choices:t}=this;if(e&&!this.isSending){this.isSending=!0,this.printProblem=void 0;try{let n=await this.sender.print(this.context,e);this.fireEvent(`printed`,{jobs:n,choices:t,isSaved:this.isSaved})}catch(e){this.previewer.missing=nt(e)??this.previewer.missing,this.printProblem=await H(this.context,e,this.name)}finally{this.isSending=!1}}}});var Hn=class extends Nt{static{this.properties={...Nt.properties,chosen:{state:!0},content:{state:!0},notice:{state:!0},announcement:{state:!0},changed:{state:!0}}}static{this.styles=[cn,Re]}constructor(){super(),this.dropPaste=new Zt(this,e=>!!this.printer?.can_control&&!(e===`text`&&this.config?.hide_text),e=>this.stage(e)),this.jobActions=new $t(this,(e,t)=>this.report(e,t)),this.unstage=async e=>{this.content=void 0,e.detail&&(this.announcement=this.localize(e.detail)),await this.focusComposer()},this.printed=async e=>{let{jobs:t,choices:n,isSaved:r}=e.detail,{printer:i,hass:a}=this;this.content=void 0,this.notice=void 0,this.announce(t);let o=new Set(t.flatMap(e=>e.warnings.map(e=>this.texts.localizeValue(`warning`,e,`warning_other`))));o.size&&(this.notice={kind:`warning`,text:[...o].join(` `)}),i&&a&&!r&&(this.chosen=i.device_id,await this.data.preferences.save(a,i.device_id,Ct(n))),await this.focusComposer()},this.runJobAction=e=>{this.context&&this.jobActions.run(this.context,e.detail)},this.announcement=``,this.changed=[]}render(){let e=this.config?.title;return j`
      <ha-card>
        <div class="body">
          ${e?j`<h2 class="title">${e}</h2>`:N} ${this.renderBody()}
          <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
        </div>
      </ha-card>
    `}get printer(){let{printers:e,preferences:t,defaultPrinter:n}=this.data,r=t.current.printer;return Bt(e,this.config?.device_id,this.chosen,r,n)}renderBody(){let{data:e,printer:t,context:n}=this;return!n||e.status===`loading`&&!t?rn(this.texts):e.status===`failed`&&!t?an(this.texts,e.problem,()=>e.retry()):e.printers.length?t?j`
      <cloudprint-card-printer
        .context=${n}
        .printers=${e.printers}
        .selected=${t}
        .isFixed=${this.config?.device_id!==void 0}
        @printer=${e=>{this.chosen=e.detail}}
      ></cloudprint-card-printer>
      ${this.renderNotices(t)} ${this.renderCompose(t)}
      ${this.config?.hide_queue?N:j`<section>
            <cloudprint-card-queue
              .context=${n}
              .jobs=${ut(e.jobs,Date.now())}
              .busy=${this.jobActions.busy}
              .showsPrinter=${this.showsPrinter}
              @job-action=${this.runJobAction}
            ></cloudprint-card-queue>
          </section>`}
      ${this.config?.hide_history?N:j`<section class="last">
            <cloudprint-card-history
              .context=${this.context}
              .deviceId=${this.config?.device_id}
              .changed=${this.changed}
              .busy=${this.jobActions.busy}
              .showsPrinter=${this.showsPrinter}
              @job-action=${this.runJobAction}
            ></cloudprint-card-history>
          </section>`}
    `:on(this.texts,`missing`):on(this.texts,this.hass?.user?.is_admin?`empty_printers`:`forbidden`)}renderNotices(e){let{notice:t,texts:n}=this;return j`
      ${this.hass?.connected===!1?Y(`warning`,`mdi:cloud-off-outline`,n.localize(`disconnected`)):sn(e,n)}
      ${t?Y(t.kind,t.kind===`info`?`mdi:check`:`mdi:alert-circle-outline`,t.text,{label:n.localize(`dismiss`),dismiss:()=>{this.notice=void 0}}):N}
    `}renderCompose(e){if(!e.can_control)return Y(`info`,`mdi:lock-outline`,this.localize(`forbidden_printer`));let t=this.data.preferences.current.choices?.[e.device_id];if(this.content?.kind===`files`)return j`<cloudprint-card-batch
        .context=${this.context}
        .files=${this.content.files}
        .printer=${e}
        .remembered=${t}
        .initial=${this.madeChoices}
        .jobs=${this.data.jobs.jobs}
        @content-picked=${e=>this.stage(e.detail)}
        @unstage=${this.unstage}
        @printed=${this.printed}
      ></cloudprint-card-batch>`;if(this.content)return j`<cloudprint-card-staged
        .context=${this.context}
        .content=${this.content}
        .printer=${e}
        .remembered=${t}
        @content-picked=${e=>this.stage(e.detail)}
        @unstage=${this.unstage}
        @printed=${this.printed}
      ></cloudprint-card-staged>`;let n=this.config?.hide_documents?[]:zt(this.data.documents,this.config?.device_id);return j`<cloudprint-card-composer
      .context=${this.context}
      .documents=${n}
      .hasText=${!this.config?.hide_text}
      .isDraggedOver=${this.dropPaste.isDraggedOver}
      @content-picked=${e=>this.stage(e.detail)}
      @document-picked=${e=>this.stageDocument(e.detail)}
      @problem=${e=>this.warn(e.detail)}
    ></cloudprint-card-composer>`}get showsPrinter(){return this.config?.device_id===void 0&&this.data.printers.length>1}stage(e){if(this.notice=void 0,this.staged?.isSending&&(e.kind!==`files`||this.content?.kind!==`files`))this.warn(`sending_wait`);else{if(e.kind===`text`)this.content=e;else if(!this.stageFiles(e.files))return;this.focusStaged()}}stageFiles(e){let{content:t}=this,n=[...Un(t),...e],[r]=e,i=r&&e.length===1?Jt(r):void 0;if(r&&i)return this.warn(i,{name:r.name,size:this.context?.format.bytes(r.size)??``,limit:this.context?.format.bytes(104857600)??``,formats:Gt}),!1;t?.kind!==`files`&&(this.madeChoices=t?.kind===`file`?this.staged?.choices:void 0);let[a,...o]=n;return a&&(this.content=o.length?{kind:`files`,files:n}:{kind:`file`,file:a}),!0}get staged(){return this.renderRoot.querySelector(`cloudprint-card-staged, cloudprint-card-batch`)}stageDocument(e){this.notice=void 0;let t=this.data.printers.some(({device_id:t})=>t===e.device_id);e.device_id&&t&&(this.chosen=e.device_id),this.content={kind:`document`,document:e},this.focusStaged()}async focusStaged(){await this.updateComplete;let{staged:e}=this;await e?.updateComplete,e?.focus()}async focusComposer(){await this.updateComplete;let e=this.renderRoot.querySelector(`cloudprint-card-composer`);await e?.updateComplete,e?.focus()}report(e,t){let n=e&&t?this.localize(`action_failed`,{name:t,message:e}):e;this.notice=n?{kind:`error`,text:n}:void 0}announce(e){this.changed=[...this.data.jobs.jobs.values()],this.announcement=e.map(({name:e,state:t})=>this.localize(`job_announced`,{name:e,state:this.texts.localizeValue(`state`,t,`state_other`)})).join(` `)}warn(e,t={}){this.notice={kind:`warning`,text:this.localize(e,t)}}get texts(){return this.context?.texts??new n(document.documentElement.lang)}localize(e,t={}){return this.texts.localize(e,t)}};function Un(e){return e?.kind===`files`?e.files:e?.kind===`file`?[e.file]:[]}Z(i,Hn),window.customCards??=[],window.customCards.some(({type:e})=>e===`cloudprint-card`)||window.customCards.push(d);