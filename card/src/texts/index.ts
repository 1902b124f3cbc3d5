import type { DesignTexts } from "./design-en.js";
import { en, type Texts } from "./en.js";
import type { PageTexts } from "./page-en.js";
import type { PeopleTexts } from "./people-en.js";
import { zhHans } from "./zh-hans.js";

export type { Texts } from "./en.js";

type Language = "en" | "zh-Hans";
type AllTexts = Texts & DesignTexts & PageTexts & PeopleTexts;
export type TextKey = keyof AllTexts;

/** All texts that are loaded; others come with the code that uses them. */
export const LANGUAGES: Readonly<Record<Language, AllTexts>> = { en, "zh-Hans": zhHans } as Record<Language, AllTexts>;

/** Add texts of code that is loaded when it is used. */
export function addTexts(texts: Readonly<Record<Language, Partial<AllTexts>>>): void {
  for (const language of Object.keys(LANGUAGES) as Language[]) Object.assign(LANGUAGES[language], texts[language]);
}

type Placeholders = Readonly<Record<string, string | number>>;

/** Keys that have plural forms (`_one`, `_other`), without the suffix. */
type Stem<Key> = Key extends `${infer Name}_other` ? (`${Name}_one` extends TextKey ? Name : never) : never;

/** Localizes the card's texts in the supported language closest to the user's. */
export class Translator {
  readonly language: Language;
  private readonly plural: Intl.PluralRules;

  constructor(language: string | undefined) {
    this.language = language?.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
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
    return this.localize(isTextKey(key) ? key : otherwise);
  }
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(LANGUAGES.en, key);
}
