import type { PageTexts } from "./page-en.js";

/** The texts about pages that are made, in Simplified Chinese. */
export const pageZhHans: PageTexts = {
  page_choose: "要制作哪种页面？",
  page_fill_in: "填好{fields}后，这里会显示页面。",
  page_not_chosen: "不选",
  page_nothing: "这里没有您可以选择的内容。",
};
