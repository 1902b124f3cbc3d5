import type { HomeAssistant } from "./hass.js";
import { type TextKey, Translator } from "./texts/index.js";

export const CARD_TYPE = "cloudprint-card";

/** The card's options, as people write them. */
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
const SWITCHES = ["hide_documents", "hide_text", "hide_queue", "hide_history"] as const;

/** The language that Home Assistant's page is in, where there is no `hass` to ask. */
function pageTexts(): Translator {
  return new Translator(document.documentElement.lang);
}

/** Return a configuration that is right, with what is empty left out, or throw an Error. */
export function checkedConfig(config: unknown): CardConfig {
  const texts = pageTexts();
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new Error(texts.say("config_not_an_object"));
  }
  const options = config as Record<string, unknown>;
  const check = (names: readonly string[], type: string, expected: TextKey): void => {
    for (const option of names) {
      const value = options[option];
      if (value === undefined || value === null || typeof value === type) continue;
      throw new Error(
        texts.say("config_bad_option", {
          option,
          value: JSON.stringify(value),
          expected: texts.say(expected),
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

/** Return the form that Home Assistant's editor shows. */
export function configForm(): object {
  const label = ({ name }: { name: string }): string | undefined =>
    ([...TEXTS, ...SWITCHES] as readonly string[]).includes(name)
      ? pageTexts().say(`config_${name}` as TextKey)
      : undefined;
  const help = ({ name }: { name: string }): string | undefined =>
    (TEXTS as readonly string[]).includes(name)
      ? pageTexts().say(`config_${name}_help` as TextKey)
      : undefined;
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
    computeLabel: label,
    computeHelper: help,
  };
}

/** Return the card for a printer's status sensor, and for no other entity. */
export function suggestion(
  hass: Pick<HomeAssistant, "entities">,
  entityId: string,
): { config: CardConfig } | null {
  const entity = hass.entities[entityId];
  if (entity?.platform !== "cloudprint" || entity.translation_key !== "status") return null;
  const { device_id } = entity;
  return { config: { type: `custom:${CARD_TYPE}`, ...(device_id ? { device_id } : {}) } };
}

/** The card's entry in the card picker; read anew each time, since the language may change. */
export const pickerEntry = {
  type: CARD_TYPE,
  preview: true,
  documentationURL: "https://github.com/cloudprint-ha/cloudprint/blob/main/docs/card.md",
  get name(): string {
    return pageTexts().say("card_name");
  },
  get description(): string {
    return pageTexts().say("card_description");
  },
  getEntitySuggestion: suggestion,
};
