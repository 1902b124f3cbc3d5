import type { ChoiceOption } from "./backend.js";
import type { HomeAssistant } from "./hass.js";

const KEY = "cloudprint_card";

/** The options that are remembered for the next document: a paper would be wasted on most others. */
export const REMEMBERED_OPTIONS = ["color", "sides"] as const satisfies readonly ChoiceOption[];

/** The choices that are remembered for the next document. */
export type RememberedChoices = Readonly<Partial<Record<(typeof REMEMBERED_OPTIONS)[number], string>>>;

/** The last printer and the choices per printer. */
export interface Preferences {
  readonly printer?: string;
  readonly choices?: Readonly<Record<string, RememberedChoices>>;
}

/** Stores preferences in the frontend's user data, so that they apply on all devices. */
export class PreferenceStore {
  current: Preferences = {};

  /** Load the preferences; start with none if that fails. */
  async load(hass: HomeAssistant): Promise<void> {
    const answer = await hass
      .callWS<{ value: unknown }>({ type: "frontend/get_user_data", key: KEY })
      .catch(() => undefined);
    this.current = parsePreferences(answer?.value);
  }

  /** Save the printer and the choices of a print. Errors are ignored. */
  async save(hass: HomeAssistant, printer: string, choices: RememberedChoices): Promise<void> {
    const value = { printer, choices: { ...this.current.choices, [printer]: choices } };
    if (JSON.stringify(value) === JSON.stringify(this.current)) return;
    this.current = value;
    await hass.callWS({ type: "frontend/set_user_data", key: KEY, value }).catch(() => undefined);
  }
}

/** Return the valid part of stored preferences. */
export function parsePreferences(value: unknown): Preferences {
  if (!isRecord(value)) return {};
  const { printer, choices } = value;
  return {
    ...(typeof printer === "string" ? { printer } : {}),
    ...(isRecord(choices)
      ? {
          choices: Object.fromEntries(Object.entries(choices).map(([id, kept]) => [id, parseChoices(kept)])),
        }
      : {}),
  };
}

/** Return the choices to remember. */
export function getLastingChoices(choices: RememberedChoices): RememberedChoices {
  return pickChoices(choices, REMEMBERED_OPTIONS);
}

/** Return the options that differ from their defaults. */
export function pickChoices(
  choices: Readonly<Partial<Record<ChoiceOption, string>>>,
  options: readonly ChoiceOption[],
): Partial<Record<ChoiceOption, string>> {
  return Object.fromEntries(options.filter((option) => choices[option]).map((option) => [option, choices[option]]));
}

function parseChoices(value: unknown): RememberedChoices {
  const kept = isRecord(value) ? value : {};
  return Object.fromEntries(
    REMEMBERED_OPTIONS.filter((option) => typeof kept[option] === "string").map((option) => [option, kept[option]]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
