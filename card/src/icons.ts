import { html, type TemplateResult } from "lit";

export type Icon = `mdi:${string}`;

/** Return one of Home Assistant's icons, which accompanies a text. */
export function icon(name: Icon): TemplateResult {
  return html`<ha-icon class="icon" icon=${name} aria-hidden="true"></ha-icon>`;
}

/** The icon of each state of a job. */
export function iconOfState(state: string): Icon {
  switch (state) {
    case "preparing":
      return "mdi:file-clock-outline";
    case "held":
      return "mdi:pause-circle-outline";
    case "submitting":
    case "submitted":
      return "mdi:send-clock";
    case "queued":
      return "mdi:tray-full";
    case "printing":
      return "mdi:printer";
    case "finished":
      return "mdi:check-circle";
    case "failed":
      return "mdi:alert-circle-outline";
    case "canceled":
      return "mdi:cancel";
    case "expired":
      return "mdi:clock-alert-outline";
    default:
      return "mdi:help-circle-outline";
  }
}
