import { html, nothing, type TemplateResult } from "lit";

import type { JobWarning, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { icon } from "./icons.js";
import { renderNotice } from "./notices.js";
import type { Translator } from "./texts/index.js";
import { describeWarning } from "./warnings.js";

/** Warn of what may come out otherwise than it was asked for. */
export function renderWarnings(
  context: Context,
  printer: Printer,
  warnings: readonly JobWarning[],
): readonly TemplateResult[] {
  return warnings.map((warning) =>
    renderNotice("warning", "mdi:alert-circle-outline", describeWarning(context, printer, warning)),
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
