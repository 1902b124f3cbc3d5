import { html, nothing, type TemplateResult } from "lit";

import type { JobWarning, Printer } from "./backend.js";
import type { Context } from "./context.js";

/** What the check-up of the account settles. */
const DOUBTS: ReadonlySet<string> = new Set<JobWarning>([
  "color_unsupported",
  "copies_unsupported",
  "orientation_unsupported",
]);

/** Say what may come out otherwise than it was asked for, with the way to what would settle it. */
export function describeWarning({ texts, hass }: Context, printer: Printer, warning: JobWarning): TemplateResult {
  const settle = (): TemplateResult => {
    if (!hass.user?.is_admin) return html` ${texts.localize("check_up_ask")}`;
    const path = `/config/integrations/integration/cloudprint?config_entry=${printer.entry_id}`;
    return html` ${texts.localize("check_up_hint")} <a href=${path}>${texts.localize("check_up_open")}</a>`;
  };
  return html`${texts.localizeValue("warning", warning, "warning_other")}${DOUBTS.has(warning) ? settle() : nothing}`;
}
