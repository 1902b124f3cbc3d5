import { html, type TemplateResult } from "lit";

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
