import { en, type TextKey, type Texts } from "./en.js";
import { zhHans } from "./zh-hans.js";

export type { TextKey, Texts } from "./en.js";

export const LANGUAGES: Readonly<Record<"en" | "zh-Hans", Texts>> = { en, "zh-Hans": zhHans };

type Placeholders = Readonly<Record<string, string | number>>;

/** Keys that have plural forms (`_one`, `_other`), without the suffix. */
type Stem<Key> = Key extends `${infer Name}_other` ? (`${Name}_one` extends TextKey ? Name : never) : never;

/** Localizes the card's texts in the supported language closest to the user's. */
export class Translator {
  readonly language: keyof typeof LANGUAGES;
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
  localizeCount(stem: Stem<TextKey>, count: number): string {
    const category = this.plural.select(count) === "one" ? "one" : "other";
    return this.localize(`${stem}_${category}`, { count });
  }

  /** Return the text of an enum value, or the text `otherwise` if it is unknown. */
  localizeValue(prefix: string, value: string, otherwise: TextKey): string {
    const key = `${prefix}_${value}`;
    return this.localize(isTextKey(key) ? key : otherwise);
  }
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}
