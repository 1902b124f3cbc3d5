import { html, type TemplateResult } from "lit";

import type { Translator } from "./texts/index.js";

/** Show how much of an upload is sent, 0 to 1. */
export function renderProgress(label: string, sent: number): TemplateResult {
  return html`
    <div
      class="bar"
      role="progressbar"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(sent * 100)}
    >
      <div style="inline-size: ${sent * 100}%"></div>
    </div>
  `;
}

/** Ask for the password of a PDF, with the styles of staged content. */
export function renderPassword(
  texts: Translator,
  password: string,
  change: (password: string) => void,
): TemplateResult {
  return html`
    <div class="missing">
      <label class="small secondary" for="password">${texts.localize("password")}</label>
      <input
        id="password"
        type="password"
        autocomplete="off"
        .value=${password}
        @input=${(event: Event) => change((event.target as HTMLInputElement).value)}
      />
    </div>
  `;
}
