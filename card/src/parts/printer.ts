import { css, html, nothing, type TemplateResult } from "lit";

import type { Printer, PrinterStatus } from "../backend.js";
import { icon } from "../icons.js";
import { renderRemembered } from "../notices.js";
import { define, Part } from "../part.js";

/** The selected printer and its status, which opens it. Fires `printer` with the device id of another one. */
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
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        justify-content: flex-end;
        margin: -4px 0 -4px -4px;
      }
      .about {
        align-items: center;
        border-radius: var(--radius);
        display: flex;
        flex: 1 1 180px;
        gap: 12px;
        min-inline-size: 0;
        padding: 4px;
      }
      button.about {
        background: transparent;
        color: var(--text);
        font-weight: inherit;
        justify-content: flex-start;
        text-align: start;
      }
      button.about:hover {
        background: var(--field);
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
      .choices {
        align-items: center;
        display: flex;
        gap: 4px;
      }
      .other {
        align-items: center;
        background: var(--tint);
        block-size: 40px;
        border-radius: var(--pill);
        color: var(--accent-text);
        display: flex;
        inline-size: 40px;
        justify-content: center;
        position: relative;
      }
      .other:hover {
        background: color-mix(in srgb, var(--accent) 20%, transparent);
      }
      .other:has(:focus-visible) {
        outline: 2px solid var(--accent-text);
        outline-offset: 2px;
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
    const { entity_id: entityId, name } = this.selected;
    const status = getStatus(this.selected);
    const state = this.context.texts.localizeValue("status", status, "status_unknown");
    const canChoose = !this.isFixed && this.printers.length > 1;
    const about = html`
      <div class="shape ${status}">
        ${icon(status === "offline" || status === "unavailable" ? "mdi:printer-off" : "mdi:printer")}
      </div>
      <div class="names">
        <div class="name one-line" title=${name}>${name}</div>
        <div class="state secondary small one-line">${state}</div>
      </div>
    `;
    // Home Assistant's own dialog, from which a menu leads to the device
    const open = (): void => this.fireCardEvent("hass-more-info", { entityId });
    return html`
      <div class="printer">
        ${
          entityId
            ? html`<button
                class="about"
                type="button"
                aria-label=${this.localize("printer_open", { name, state })}
                @click=${open}
              >
                ${about}
              </button>`
            : html`<div class="about">${about}</div>`
        }
        ${canChoose ? html`<div class="choices">${this.renderLastTime()} ${this.renderChoice()}</div>` : nothing}
      </div>
    `;
  }

  private renderChoice(): TemplateResult {
    return html`
      <div class="other" title=${this.localize("printer_choose")}>
        ${icon("mdi:swap-horizontal")}
        <select aria-label=${this.localize("printer")} @change=${this.choose}>
          ${this.printers.map(
            (printer) => html`
              <option value=${printer.device_id} .selected=${printer.device_id === this.selected.device_id}>
                ${printer.name} · ${this.context.texts.localizeValue("status", getStatus(printer), "status_unknown")}
              </option>
            `,
          )}
        </select>
      </div>
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
