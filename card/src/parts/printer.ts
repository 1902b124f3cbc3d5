import { css, html, nothing, type TemplateResult } from "lit";

import type { Printer, PrinterStatus } from "../backend.js";
import { icon } from "../icons.js";
import { renderRemembered } from "../notices.js";
import { define, Part } from "../part.js";

/** The selected printer and its status. Fires `printer` with a device id. */
class PrinterPart extends Part {
  static override properties = {
    ...Part.properties,
    printers: { attribute: false },
    selected: { attribute: false },
    isFixed: { attribute: false },
    instead: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
    css`
      .printer {
        align-items: center;
        border-radius: var(--radius);
        display: flex;
        gap: 12px;
        padding: 4px;
        margin: -4px;
        position: relative;
      }
      .printer:has(select):hover {
        background: var(--field);
      }
      .printer:focus-within:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
      }
      .shape {
        --tone: var(--secondary);
        align-items: center;
        background: color-mix(in srgb, var(--tone) 18%, transparent);
        block-size: 40px;
        border-radius: 50%;
        color: color-mix(in srgb, var(--tone) 70%, var(--text));
        display: flex;
        flex: none;
        inline-size: 40px;
        justify-content: center;
      }
      .shape .icon {
        --mdc-icon-size: 24px;
      }
      .idle {
        --tone: var(--success-color, #43a047);
      }
      .printing,
      .waiting {
        --tone: var(--accent);
      }
      .offline,
      .unavailable {
        --tone: var(--warning-color, #ffa600);
      }
      .names {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
        line-height: 20px;
      }
      .state {
        line-height: 16px;
      }
      .chevron {
        color: var(--secondary);
        display: flex;
        padding-inline: 8px;
      }
      .last-time {
        position: relative;
        z-index: 1;
      }
      select {
        block-size: 100%;
        cursor: pointer;
        inline-size: 100%;
        inset: 0;
        opacity: 0;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
    `,
  ];

  declare printers: readonly Printer[];
  declare selected: Printer;
  declare isFixed: boolean;
  /** The device that would be selected if the last one was not remembered; undefined if none else. */
  declare instead: string | undefined;

  protected override render(): TemplateResult {
    const status = getStatus(this.selected);
    const state = this.context.texts.localizeValue("status", status, "status_unknown");
    const canChoose = !this.isFixed && this.printers.length > 1;
    return html`
      <div class="printer">
        <div class="shape ${status}">
          ${icon(status === "offline" || status === "unavailable" ? "mdi:printer-off" : "mdi:printer")}
        </div>
        <div class="names" aria-hidden=${canChoose ? "true" : nothing}>
          <div class="name one-line" title=${this.selected.name}>${this.selected.name}</div>
          <div class="state secondary small one-line">${state}</div>
        </div>
        ${canChoose ? [this.renderLastTime(), this.renderChoice()] : nothing}
      </div>
    `;
  }

  private renderChoice(): TemplateResult {
    return html`
      <div class="chevron">${icon("mdi:chevron-down")}</div>
      <select aria-label=${this.localize("printer")} @change=${this.choose}>
        ${this.printers.map(
          (printer) => html`
            <option value=${printer.device_id} .selected=${printer.device_id === this.selected.device_id}>
              ${printer.name} · ${this.context.texts.localizeValue("status", getStatus(printer), "status_unknown")}
            </option>
          `,
        )}
      </select>
    `;
  }

  private renderLastTime(): TemplateResult | typeof nothing {
    const { instead, selected } = this;
    if (instead === undefined) return nothing;
    return renderRemembered(this.context.texts, selected.name, () => {
      this.fireEvent("printer", instead);
      this.renderRoot.querySelector("select")?.focus();
    });
  }

  private choose(event: Event): void {
    this.fireEvent("printer", (event.target as HTMLSelectElement).value);
  }
}

/** Return the status of a printer, or "unavailable" if the service cannot be reached. */
function getStatus(printer: Printer): PrinterStatus | "unavailable" {
  return printer.available ? printer.status : "unavailable";
}

define("cloudprint-card-printer", PrinterPart);
