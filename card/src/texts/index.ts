import type { DesignTexts } from "./design-en.js";
import { earlyEn, type EarlyTexts, earlyZhHans } from "./early.js";
import type { Texts } from "./en.js";
import type { PageTexts } from "./page-en.js";
import type { PeopleTexts } from "./people-en.js";

export type Language = "en" | "zh-Hans";
type AllTexts = EarlyTexts & Texts & DesignTexts & PageTexts & PeopleTexts;
export type TextKey = keyof AllTexts;

/** All texts that are loaded; others come with their language, or with the code that uses them. */
export const LANGUAGES = { en: earlyEn, "zh-Hans": earlyZhHans } as Readonly<Record<Language, AllTexts>>;

/** Add texts of a language, or of code that is loaded when it is used. */
export function addTexts(texts: Readonly<Partial<Record<Language, Partial<AllTexts>>>>): void {
  for (const language of Object.keys(LANGUAGES) as Language[]) Object.assign(LANGUAGES[language], texts[language]);
}

/** Return the supported language closest to the user's. */
export function matchLanguage(language: string | undefined): Language {
  return language?.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
}

type Placeholders = Readonly<Record<string, string | number>>;

/** Keys that have plural forms (`_one`, `_other`), without the suffix. */
type Stem<Key> = Key extends `${infer Name}_other` ? (`${Name}_one` extends TextKey ? Name : never) : never;

/** Localizes the card's texts. */
export class Translator {
  readonly language: Language;
  private readonly plural: Intl.PluralRules;

  constructor(language: string | undefined) {
    this.language = matchLanguage(language);
    this.plural = new Intl.PluralRules(this.language);
  }

  localize(key: TextKey, placeholders: Placeholders = {}): string {
    return LANGUAGES[this.language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in placeholders ? String(placeholders[name]) : whole,
    );
  }

  /** Return the plural form for a count. */
  localizeCount(stem: Stem<TextKey>, count: number, placeholders: Placeholders = {}): string {
    const category = this.plural.select(count) === "one" ? "one" : "other";
    return this.localize(`${stem}_${category}`, { ...placeholders, count });
  }

  /** Return names of which one, or all, are meant. */
  join(names: readonly string[], type: "conjunction" | "disjunction"): string {
    return new Intl.ListFormat(this.language, { type }).format(names);
  }

  /** Return the text of an enum value, or the text `otherwise` if it is unknown. */
  localizeValue(prefix: string, value: string, otherwise: TextKey): string {
    const key = `${prefix}_${value}`;
    return this.localize(Object.hasOwn(LANGUAGES[this.language], key) ? (key as TextKey) : otherwise);
  }
}
