import { Backend } from "./backend.js";
import { Formatter } from "./format.js";
import type { HomeAssistant } from "./hass.js";
import { matchLanguage, Translator } from "./texts/index.js";

/** The services that each part of the card uses. */
export interface Context {
  readonly hass: HomeAssistant;
  readonly backend: Backend;
  readonly texts: Translator;
  readonly format: Formatter;
}

/** Create the context for `hass`, or return `before` if nothing relevant changed. */
export function createContext(
  hass: HomeAssistant,
  before: Context | undefined,
  language = matchLanguage(hass.locale.language),
): Context {
  const known = before?.hass;
  if (
    before?.texts.language === language &&
    known?.connection === hass.connection &&
    known.auth === hass.auth &&
    known.locale === hass.locale &&
    known.language === hass.language &&
    known.user === hass.user &&
    known.config.components === hass.config.components &&
    known.config.time_zone === hass.config.time_zone
  ) {
    return before;
  }
  return {
    hass,
    backend: new Backend(hass),
    texts: new Translator(language),
    format: new Formatter(hass),
  };
}
