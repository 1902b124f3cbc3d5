import { Backend } from "./backend.js";
import { Formatter } from "./format.js";
import type { HomeAssistant } from "./hass.js";
import { Translator } from "./texts/index.js";

/** What each part of the card needs to know of Home Assistant. */
export interface Context {
  readonly hass: HomeAssistant;
  readonly backend: Backend;
  readonly texts: Translator;
  readonly format: Formatter;
}

/** Return the context of a hass, the same one as before where nothing in it differs. */
export function contextOf(hass: HomeAssistant, before: Context | undefined): Context {
  const known = before?.hass;
  if (
    before &&
    known?.connection === hass.connection &&
    known.auth === hass.auth &&
    known.locale === hass.locale &&
    known.language === hass.language &&
    known.config.time_zone === hass.config.time_zone
  ) {
    return before;
  }
  return {
    hass,
    backend: new Backend(hass),
    texts: new Translator(hass.locale.language),
    format: new Formatter(hass),
  };
}
