/** The texts about pages that are made, in English. */
export const pageEn = {
  page_choose: "Which page?",
  page_fill_in: "The page is shown here once this is filled in: {fields}.",
  page_not_chosen: "Not chosen",
  page_nothing: "There is nothing that you can choose here.",
};

export type PageTexts = { readonly [Key in keyof typeof pageEn]: string };
