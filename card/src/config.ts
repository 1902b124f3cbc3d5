import type { HomeAssistant } from "./hass.js";
import { type TextKey, Translator } from "./texts/index.js";

export const CARD_TYPE = "cloudprint-card";

/** The card's options in YAML. */
export interface CardConfig {
  readonly type: string;
  readonly title?: string;
  readonly device_id?: string;
  readonly hide_documents?: boolean;
  readonly hide_text?: boolean;
  readonly hide_queue?: boolean;
  readonly hide_history?: boolean;
}

const TEXTS = ["title", "device_id"] as const;
/** Options that any card may have, by Home Assistant or card-mod. */
const COMMON = [
  ...["type", "view_layout", "layout_options", "grid_options", "visibility", "disabled"],
  ...["card_mod", "style"],
];
const SWITCHES = ["hide_documents", "hide_text", "hide_queue", "hide_history"] as const;
const OWN: readonly string[] = [...TEXTS, ...SWITCHES];

/** Return the texts in the page's language, for use without `hass`. */
function getPageTexts(): Translator {
  return new Translator(document.documentElement.lang);
}

/** Return the configuration without empty options. Throws an Error for invalid ones. */
export function validateConfig(config: unknown): CardConfig {
  const texts = getPageTexts();
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new Error(texts.localize("config_not_an_object"));
  }
  const options = config as Record<string, unknown>;
  const check = (names: readonly string[], type: string, expected: TextKey): void => {
    for (const option of names) {
      const value = options[option];
      if (value === undefined || value === null || typeof value === type) continue;
      throw new Error(
        texts.localize("config_bad_option", {
          option,
          value: JSON.stringify(value),
          expected: texts.localize(expected),
        }),
      );
    }
  };
  check(TEXTS, "string", "config_expects_text");
  check(SWITCHES, "boolean", "config_expects_switch");
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== null && value !== ""),
  ) as unknown as CardConfig;
}

/** Return what to say of options that the card does not have, as of a later or an earlier version; "" if it has all. */
export function describeUnknownOptions(config: object, texts: Translator): string {
  const unknown = Object.keys(config).filter((option) => !OWN.includes(option) && !COMMON.includes(option));
  return unknown.length
    ? texts.localize("config_unknown_options", { unknown: unknown.join(", "), options: OWN.join(", ") })
    : "";
}

/** Return the form for the card editor. */
export function createConfigForm(): object {
  const label = ({ name }: { name: string }): string | undefined =>
    OWN.includes(name) ? getPageTexts().localize(`config_${name}` as TextKey) : undefined;
  const help = ({ name }: { name: string }): string | undefined =>
    (TEXTS as readonly string[]).includes(name) ? getPageTexts().localize(`config_${name}_help` as TextKey) : undefined;
  return {
    schema: [
      {
        name: "device_id",
        selector: { device: { entity: [{ integration: "cloudprint", domain: "event" }] } },
      },
      { name: "title", selector: { text: {} } },
      {
        type: "grid",
        name: "",
        schema: SWITCHES.map((name) => ({ name, selector: { boolean: {} } })),
      },
    ],
    // Otherwise, the form would hide what it does not know.
    assertConfig: (config: unknown): void => {
      const problem = describeUnknownOptions(validateConfig(config), getPageTexts());
      if (problem) throw new Error(problem);
    },
    computeLabel: label,
    computeHelper: help,
  };
}

/** Suggest the card for a printer's status sensor only. */
export function suggestCard(hass: Pick<HomeAssistant, "entities">, entityId: string): { config: CardConfig } | null {
  const entity = hass.entities[entityId];
  if (entity?.platform !== "cloudprint" || entity.translation_key !== "status") return null;
  const { device_id } = entity;
  return { config: { type: `custom:${CARD_TYPE}`, ...(device_id ? { device_id } : {}) } };
}

/** The entry in the card picker. Getters, since the language may change. */
export const pickerEntry = {
  type: CARD_TYPE,
  preview: true,
  documentationURL: "https://github.com/cloudprint-ha/cloudprint/blob/main/docs/card.md",
  get name(): string {
    return getPageTexts().localize("card_name");
  },
  get description(): string {
    return getPageTexts().localize("card_description");
  },
  getEntitySuggestion: suggestCard,
};
