import { html, nothing, type TemplateResult } from "lit";

import type { JobWarning, Policy, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { icon } from "./icons.js";
import { renderNotice } from "./notices.js";
import { isOffered, renderRule } from "./rules.js";
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

/** What the button that prints depends on. */
export interface PrintState {
  readonly printer: Printer;
  /** What a rule says of the print, once that is known. */
  readonly policy: Policy | undefined;
  readonly isReady: boolean;
  readonly isSending: boolean;
  /** Whether it may have been printed already, which to ask for again does not print twice. */
  readonly isUncertain: boolean;
  readonly problem: string | undefined;
  print(): void;
  /** Choose to print in grey. */
  chooseGrey(): void;
}

/** Render the button that prints, or asks to, which stays in view while what is printed is. */
export function renderPrint(context: Context, state: PrintState): TemplateResult {
  const { printer, policy, isReady, isSending, isUncertain, problem } = state;
  const { texts } = context;
  const label = policy?.asks ? "ask_to_print" : "print";
  return html`<div class="footer">
    ${problem ? renderNotice("error", "mdi:alert-circle-outline", problem) : nothing}
    ${renderRule(context, printer, policy, () => state.chooseGrey())}
    ${
      isUncertain || isOffered(printer, policy, texts)
        ? html`<button class="primary print" type="button" ?disabled=${!isReady} @click=${() => state.print()}>
            ${icon(policy?.asks ? "mdi:account-question-outline" : "mdi:printer")}${texts.localize(isSending ? "printing_now" : label)}
          </button>`
        : nothing
    }
  </div>`;
}
