import { html, nothing, type TemplateResult } from "lit";

import type { Printer } from "./backend.js";
import { type Icon, icon } from "./icons.js";
import type { Translator } from "./texts/index.js";

/** What the card shows where it cannot do what it is for, or not at once. */

export type NoticeKind = "error" | "info" | "warning";
export type Plight = "empty_printers" | "forbidden" | "missing";

const ICONS: Readonly<Record<Plight, Icon>> = {
  empty_printers: "mdi:printer",
  forbidden: "mdi:lock-outline",
  missing: "mdi:printer-alert",
};

export function renderLoading(texts: Translator): TemplateResult {
  return html`<div class="plight"><p class="quiet">${texts.say("loading")}</p></div>`;
}

/** Home Assistant did not answer as it should; `problem` is what it said, if anything. */
export function renderFailure(
  texts: Translator,
  problem: string | undefined,
  retry: () => void,
): TemplateResult {
  return html`
    <div class="plight" role="alert">
      ${icon("mdi:cloud-off-outline")}
      <div>${texts.say("error_title")}</div>
      <p class="quiet">${problem ?? texts.say("error_setup")}</p>
      <button type="button" @click=${retry}>${icon("mdi:reload")}${texts.say("retry")}</button>
    </div>
  `;
}

export function renderPlight(texts: Translator, plight: Plight): TemplateResult {
  return html`
    <div class="plight">
      ${icon(ICONS[plight])}
      <div>${texts.say(`${plight}_title`)}</div>
      <p class="quiet">${texts.say(`${plight}_text`)}</p>
      ${plight === "empty_printers"
        ? html`<a href="/config/integrations/integration/cloudprint">
            ${texts.say("empty_printers_action")}
          </a>`
        : nothing}
    </div>
  `;
}

export function renderNotice(
  kind: NoticeKind,
  image: Icon,
  text: string,
  closing?: { readonly label: string; readonly dismiss: () => void },
): TemplateResult {
  return html`
    <div class="notice ${kind}" role=${kind === "error" ? "alert" : "status"}>
      ${icon(image)}
      <div>${text}</div>
      ${closing
        ? html`<button
            class="plain round"
            type="button"
            aria-label=${closing.label}
            @click=${closing.dismiss}
          >
            ${icon("mdi:close")}
          </button>`
        : nothing}
    </div>
  `;
}

/** Return what to know before printing on a printer as it is now. */
export function hintOf(printer: Printer, texts: Translator): TemplateResult | typeof nothing {
  if (!printer.can_control) return nothing;
  if (!printer.available) return renderNotice("warning", "mdi:cloud-off-outline", texts.say("unavailable_hint"));
  if (printer.status !== "offline") return nothing;
  return renderNotice("warning", "mdi:printer-alert", texts.say("offline_hint"));
}
