import { html, nothing, type TemplateResult } from "lit";

import type { JobWarning, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { icon } from "./icons.js";
import { renderNotice } from "./notices.js";
import type { Translator } from "./texts/index.js";

/** What the check-up of the account settles. */
const DOUBTS: ReadonlySet<string> = new Set<JobWarning>([
  "color_unsupported",
  "copies_unsupported",
  "orientation_unsupported",
]);

/** Warn of what may come out otherwise than it was asked for, with the way to what would settle it. */
export function renderWarnings(
  { texts, hass }: Context,
  printer: Printer,
  warnings: readonly JobWarning[],
): readonly TemplateResult[] {
  const settle = (): TemplateResult => {
    if (!hass.user?.is_admin) return html` ${texts.localize("check_up_ask")}`;
    const path = `/config/integrations/integration/cloudprint?config_entry=${printer.entry_id}`;
    return html` ${texts.localize("check_up_hint")} <a href=${path}>${texts.localize("check_up_open")}</a>`;
  };
  return warnings.map((warning) =>
    renderNotice(
      "warning",
      "mdi:alert-circle-outline",
      html`${texts.localizeValue("warning", warning, "warning_other")}${DOUBTS.has(warning) ? settle() : nothing}`,
    ),
  );
}

/** Render the button that prints, which stays in view while what is printed is. */
export function renderPrint(
  texts: Translator,
  isReady: boolean,
  isSending: boolean,
  problem: string | undefined,
  print: () => Promise<void>,
): TemplateResult {
  return html`<div class="footer">
    ${problem ? renderNotice("error", "mdi:alert-circle-outline", problem) : nothing}
    <button class="primary print" type="button" ?disabled=${!isReady} @click=${print}>
      ${icon("mdi:printer")}${texts.localize(isSending ? "printing_now" : "print")}
    </button>
  </div>`;
}
