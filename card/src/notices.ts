import { html, nothing, type TemplateResult } from "lit";

import type { Printer } from "./backend.js";
import { type Icon, icon } from "./icons.js";
import type { Translator } from "./texts/index.js";

export type NoticeKind = "error" | "info" | "warning";
export type EmptyState = "empty_printers" | "forbidden" | "missing";

const ICONS: Readonly<Record<EmptyState, Icon>> = {
  empty_printers: "mdi:printer",
  forbidden: "mdi:lock-outline",
  missing: "mdi:printer-alert",
};

export function renderLoading(texts: Translator): TemplateResult {
  return html`<div class="empty-state"><p class="secondary">${texts.localize("loading")}</p></div>`;
}

/** `problem` is the localized error message, if any. */
export function renderError(texts: Translator, problem: string | undefined, retry: () => void): TemplateResult {
  return html`
    <div class="empty-state" role="alert">
      ${icon("mdi:cloud-off-outline")}
      <div>${texts.localize("error_title")}</div>
      <p class="secondary">${problem ?? texts.localize("error_setup")}</p>
      <button type="button" @click=${retry}>${icon("mdi:reload")}${texts.localize("retry")}</button>
    </div>
  `;
}

/** Say that a part of the card is not there, as after an update of the integration. */
export function renderUnloaded(texts: Translator, retry: () => void, close?: () => void): TemplateResult {
  return html`
    <div class="empty-state" role="alert">
      ${icon("mdi:alert-circle-outline")}
      <div>${texts.localize("unloaded_title")}</div>
      <p class="secondary">${texts.localize("unloaded_text")}</p>
      <div class="ways">
        <button class="primary" type="button" @click=${() => location.reload()}>
          ${icon("mdi:reload")}${texts.localize("reload_page")}
        </button>
        <button type="button" @click=${retry}>${texts.localize("retry")}</button>
        ${
          close
            ? html`<button class="plain" type="button" @click=${close}>${texts.localize("edit_cancel")}</button>`
            : nothing
        }
      </div>
    </div>
  `;
}

export function renderEmptyState(texts: Translator, state: EmptyState): TemplateResult {
  return html`
    <div class="empty-state">
      ${icon(ICONS[state])}
      <div>${texts.localize(`${state}_title`)}</div>
      <p class="secondary">${texts.localize(`${state}_text`)}</p>
      ${
        state === "empty_printers"
          ? html`<a href="/config/integrations/integration/cloudprint"> ${texts.localize("empty_printers_action")} </a>`
          : nothing
      }
    </div>
  `;
}

export function renderNotice(
  kind: NoticeKind,
  image: Icon,
  text: string | TemplateResult,
  closing?: { readonly label: string; readonly dismiss: () => void },
): TemplateResult {
  return html`
    <div class="notice ${kind}" role=${kind === "error" ? "alert" : "status"}>
      ${icon(image)}
      <div>${text}</div>
      ${
        closing
          ? html`<button class="plain round" type="button" aria-label=${closing.label} @click=${closing.dismiss}>
              ${icon("mdi:close")}
            </button>`
          : nothing
      }
    </div>
  `;
}

/** Warn that prints will be held, if the printer or the service is offline. */
export function renderPrinterHint(printer: Printer, texts: Translator): TemplateResult | typeof nothing {
  if (!printer.can_control) return nothing;
  if (!printer.available) return renderNotice("warning", "mdi:cloud-off-outline", texts.localize("unavailable_hint"));
  if (printer.status !== "offline") return nothing;
  return renderNotice("warning", "mdi:printer-alert", texts.localize("offline_hint"));
}

/** Mark a choice that is as last time, with one tap to take it back. `name` is what was chosen. */
export function renderRemembered(texts: Translator, name: string, forget: () => void): TemplateResult {
  const label = texts.localize("as_last_time_reset", { name });
  return html`<button class="plain last-time" type="button" aria-label=${label} title=${label} @click=${forget}>
    ${texts.localize("as_last_time")}${icon("mdi:close")}
  </button>`;
}

/** Return the button that puts something away. */
export function renderClose(label: string, close: () => void): TemplateResult {
  return renderRoundButton("mdi:close", label, close);
}

/** Render a round button with an icon. It keeps the focus when it can do nothing more, as at the last step. */
export function renderRoundButton(image: Icon, label: string, run: () => void, isDisabled = false): TemplateResult {
  // Not `disabled`, with which it would lose the focus.
  return html`<button
    class="plain round"
    type="button"
    aria-label=${label}
    title=${label}
    aria-disabled=${isDisabled}
    @click=${() => {
      if (!isDisabled) run();
    }}
  >
    ${icon(image)}
  </button>`;
}
