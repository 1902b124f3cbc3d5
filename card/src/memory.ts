import type { HomeAssistant } from "./hass.js";
import type { RememberedChoices } from "./options.js";

const KEY = "cloudprint_card";

/** What is remembered of a person, on whatever device the person uses. */
export interface Memory {
  readonly printer?: string;
  readonly choices?: Readonly<Record<string, RememberedChoices>>;
}

/** Keeps it where Home Assistant's frontend keeps what belongs to a user. */
export class MemoryKeeper {
  private memory: Memory = {};

  get current(): Memory {
    return this.memory;
  }

  /** Read it; a person without any, or whose memory cannot be read, begins anew. */
  async load(hass: HomeAssistant): Promise<void> {
    const answer = await hass
      .callWS<{ value: unknown }>({ type: "frontend/get_user_data", key: KEY })
      .catch(() => undefined);
    this.memory = readMemory(answer?.value);
  }

  /** Remember the printer and the choices of a print. A failure costs nothing but that. */
  async keep(hass: HomeAssistant, printer: string, choices: RememberedChoices): Promise<void> {
    const memory = { printer, choices: { ...this.memory.choices, [printer]: choices } };
    if (JSON.stringify(memory) === JSON.stringify(this.memory)) return;
    this.memory = memory;
    await hass
      .callWS({ type: "frontend/set_user_data", key: KEY, value: memory })
      .catch(() => undefined);
  }
}

/** Return what was kept, as far as it is what we keep. */
export function readMemory(value: unknown): Memory {
  if (!isRecord(value)) return {};
  const { printer, choices } = value;
  return {
    ...(typeof printer === "string" ? { printer } : {}),
    ...(isRecord(choices)
      ? {
          choices: Object.fromEntries(
            Object.entries(choices).map(([id, kept]) => [id, readChoices(kept)]),
          ),
        }
      : {}),
  };
}

function readChoices(value: unknown): RememberedChoices {
  const kept = isRecord(value) ? value : {};
  return Object.fromEntries(
    ["color", "sides", "paper"]
      .filter((option) => typeof kept[option] === "string")
      .map((option) => [option, kept[option]]),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
