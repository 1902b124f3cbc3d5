/** The texts that are there before a language is loaded: of the card picker, the editor, and loading, in English. */
export const earlyEn = {
  card_name: "Cloud Print",
  card_description: "Print files, photos, text and saved documents, and follow the print jobs.",
  config_title: "Title",
  config_title_help: "Leave it empty to show none.",
  config_device_id: "Printer",
  config_device_id_help: "Leave it empty to choose the printer on the card.",
  config_hide_documents: "Hide saved documents",
  config_hide_text: "Hide the text box",
  config_hide_queue: "Hide current print jobs",
  config_hide_history: "Hide the history",
  config_not_an_object: "The card's configuration must be a mapping of options.",
  config_bad_option: "The card's option “{option}” cannot be “{value}”: {expected}.",
  config_unknown_options: "The card does not have the options: {unknown}. It has: {options}.",
  config_expects_text: "it must be text",
  config_expects_switch: "it must be true or false",
  loading: "Loading…",
  retry: "Try again",
  unloaded_title: "This part of the card could not be loaded",
  unloaded_text: "If Cloud Print was updated, reload the page. Otherwise, check the connection and try again.",
  reload_page: "Reload the page",
};

export type EarlyTexts = { readonly [Key in keyof typeof earlyEn]: string };

/** The same in simplified Chinese. */
export const earlyZhHans: EarlyTexts = {
  card_name: "云打印",
  card_description: "打印文件、照片、文字和常用文档，随时看到打印结果。",
  config_title: "标题",
  config_title_help: "留空则不显示标题。",
  config_device_id: "打印机",
  config_device_id_help: "留空则在卡片上选择打印机。",
  config_hide_documents: "隐藏常用文档",
  config_hide_text: "隐藏文字输入",
  config_hide_queue: "隐藏当前打印任务",
  config_hide_history: "隐藏历史记录",
  config_not_an_object: "卡片的配置必须是一组选项。",
  config_bad_option: "卡片选项“{option}”不能是“{value}”：{expected}。",
  config_unknown_options: "卡片没有这些选项：{unknown}。可用的选项：{options}。",
  config_expects_text: "应为文字",
  config_expects_switch: "应为 true 或 false",
  loading: "正在加载…",
  retry: "重试",
  unloaded_title: "无法加载卡片的这一部分",
  unloaded_text: "如果云打印刚刚更新过，请刷新页面；否则请检查网络连接，然后重试。",
  reload_page: "刷新页面",
};
