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
/** The options that Home Assistant has for each card, and those of card-mod, which many add. */
const COMMON = [
  ...["type", "view_layout", "layout_options", "grid_options", "visibility", "disabled"],
  ...["card_mod", "style"],
];
const SWITCHES = ["hide_documents", "hide_text", "hide_queue", "hide_history"] as const;

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
  const own: readonly string[] = [...TEXTS, ...SWITCHES];
  const unknown = Object.keys(options).find((option) => !own.includes(option) && !COMMON.includes(option));
  if (unknown !== undefined) {
    throw new Error(texts.localize("config_unknown_option", { option: unknown, options: own.join(", ") }));
  }
  check(TEXTS, "string", "config_expects_text");
  check(SWITCHES, "boolean", "config_expects_switch");
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== null && value !== ""),
  ) as unknown as CardConfig;
}

/** Return the form for the card editor. */
export function createConfigForm(): object {
  const label = ({ name }: { name: string }): string | undefined =>
    ([...TEXTS, ...SWITCHES] as readonly string[]).includes(name)
      ? getPageTexts().localize(`config_${name}` as TextKey)
      : undefined;
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
    assertConfig: (config: unknown): void => void validateConfig(config),
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
