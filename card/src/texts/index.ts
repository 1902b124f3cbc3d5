import { en, type TextKey, type Texts } from "./en.js";
import { zhHans } from "./zh-hans.js";

export type { TextKey, Texts } from "./en.js";

export const LANGUAGES: Readonly<Record<"en" | "zh-Hans", Texts>> = { en, "zh-Hans": zhHans };

type Placeholders = Readonly<Record<string, string | number>>;

/** The keys that come in one form for each plural category, without that. */
type Stem<Key> = Key extends `${infer Name}_other`
  ? `${Name}_one` extends TextKey
    ? Name
    : never
  : never;

/** What says the card's texts in the language nearest to a person's. */
export class Translator {
  /** The language that the texts are in, for `lang` attributes. */
  readonly language: keyof typeof LANGUAGES;
  private readonly plural: Intl.PluralRules;

  constructor(language: string | undefined) {
    this.language = language?.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
    this.plural = new Intl.PluralRules(this.language);
  }

  /** Return a text with its placeholders filled. */
  say(key: TextKey, placeholders: Placeholders = {}): string {
    return LANGUAGES[this.language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in placeholders ? String(placeholders[name]) : whole,
    );
  }

  /** Return a text that tells how many. */
  count(stem: Stem<TextKey>, count: number): string {
    const category = this.plural.select(count) === "one" ? "one" : "other";
    return this.say(`${stem}_${category}`, { count });
  }

  /** Return the text of a value that Home Assistant names, or what stands for others. */
  named(prefix: string, value: string, otherwise: TextKey): string {
    const key = `${prefix}_${value}`;
    return this.say(isTextKey(key) ? key : otherwise);
  }
}

function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}
