import { css, html, nothing, type TemplateResult } from "lit";

import {
  ARRANGEMENTS,
  CLEAN_UPS,
  type Design,
  FITS,
  ID_PHOTO_SIZES,
  OWN_SIZES,
  type OwnSize,
  PER_SHEET,
  PHOTO_SIZES,
} from "../design.js";
import { define, Part } from "../part.js";
import type { TextKey } from "../texts/index.js";
import { drawArrangement } from "./designer-pictograms.js";

/** How a design is arranged, and how pages are cleaned up. Fires `design`. */
class DesignerArrangementPart extends Part {
  static override properties = {
    ...Part.properties,
    design: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
    css`
      :host {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      fieldset {
        border: 0;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        margin-block-end: 4px;
        padding: 0;
      }
      .tiles {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(76px, 1fr));
      }
      label {
        cursor: pointer;
        position: relative;
      }
      input[type="radio"] {
        appearance: none;
        block-size: 100%;
        border-radius: inherit;
        cursor: pointer;
        inline-size: 100%;
        inset: 0;
        margin: 0;
        position: absolute;
      }
      .tile {
        align-items: center;
        background: var(--field);
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 8px 4px;
        text-align: center;
        text-wrap: balance;
      }
      .tile:has(:checked),
      .segment:has(:checked) {
        background: var(--tint);
        box-shadow: inset 0 0 0 2px var(--accent-text);
        color: var(--accent-text);
      }
      @media (forced-colors: active) {
        :is(.tile, .segment):has(:checked) {
          outline: 2px solid Highlight;
        }
      }
      svg {
        block-size: 44px;
        inline-size: 44px;
      }
      .line {
        fill: none;
        stroke: currentColor;
        stroke-width: 1.8;
      }
      .thin {
        stroke-width: 1.2;
      }
      .dashed {
        stroke-dasharray: 3 2;
      }
      .fill {
        fill: currentColor;
        opacity: 0.55;
      }
      .size {
        display: grid;
        gap: 4px;
      }
      .size input {
        background: var(--field);
        block-size: 40px;
        border: 0;
        border-radius: var(--ha-border-radius-md, 8px);
        color: inherit;
        font: inherit;
        inline-size: 100%;
        padding-inline: 12px;
      }
      .segments {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
      }
      .segment {
        align-items: center;
        background: var(--field);
        border-radius: var(--pill);
        display: inline-flex;
        justify-content: center;
        min-block-size: 36px;
        min-inline-size: 44px;
        padding: 4px 14px;
      }
    `,
  ];

  declare design: Design;

  protected override render(): TemplateResult {
    return html`
      <fieldset>
        <legend class="small secondary">${this.localize("arrange")}</legend>
        <div class="tiles">
          ${ARRANGEMENTS.map(
            (arrange) => html`
              <label class="tile small">
                <input
                  type="radio"
                  name="arrange"
                  .value=${arrange}
                  .checked=${this.design.arrange === arrange}
                  @change=${() => this.change({ arrange })}
                />
                <svg viewBox="0 0 48 48" aria-hidden="true">${drawArrangement(arrange)}</svg>
                ${this.localize(`arrange_${arrange}`)}
              </label>
            `,
          )}
        </div>
      </fieldset>
      ${this.renderDetails()}
      ${this.renderSegments("clean_up", "cleanUp", CLEAN_UPS, (value) => this.localize(`clean_up_${value}`))}
    `;
  }

  private renderDetails(): TemplateResult | typeof nothing {
    const fit = (name: "gridFit" | "photoFit"): TemplateResult =>
      this.renderSegments("picture_fit", name, FITS, (value) => this.localize(`fit_${value}`));
    switch (this.design.arrange) {
      case "grid":
        return html`${this.renderSegments("pictures_per_sheet", "perSheet", PER_SHEET, String)}
        ${this.renderOwnSize("gridSize", "grid_size", "60x40")} ${fit("gridFit")}`;
      case "photo":
        return html`${this.renderSegments("picture_size", "photoSize", PHOTO_SIZES, (value) =>
          this.localize(`size_${value}`),
        )}
        ${this.renderOwnSize("ownPhotoSize", "own_size", "60x40")} ${fit("photoFit")}`;
      case "id_photos":
        return html`${this.renderSegments("picture_size", "idPhotoSize", ID_PHOTO_SIZES, (value) =>
          this.localize(`size_${value}`),
        )}
        ${this.renderOwnSize("ownIdPhotoSize", "own_size", "40x60")} ${this.renderHint("hint_id_photos")}`;
      case "id_card":
        return this.renderHint("hint_id_card");
      case "invoices":
        return this.renderHint("hint_invoices");
      case "booklet":
        return this.renderHint("hint_booklet");
      case "pages":
        return nothing;
    }
  }

  private renderOwnSize(name: OwnSize, label: TextKey, example: string): TemplateResult {
    return html`
      <label class="size">
        <span class="small secondary">${this.localize(label)}</span>
        <input
          type="text"
          autocomplete="off"
          maxlength="20"
          name=${name}
          placeholder=${example}
          .value=${this.design[name]}
          @change=${(event: Event) => {
            this.change({ [name]: (event.target as HTMLInputElement).value.trim() });
          }}
        />
      </label>
    `;
  }

  private renderHint(key: TextKey): TemplateResult {
    return html`<p class="small secondary">${this.localize(key)}</p>`;
  }

  private renderSegments<Name extends keyof Design>(
    label: TextKey,
    name: Name,
    values: readonly Design[Name][],
    localize: (value: Design[Name]) => string,
  ): TemplateResult {
    const own = (OWN_SIZES as Partial<Record<keyof Design, OwnSize>>)[name];
    return html`
      <fieldset>
        <legend class="small secondary">${this.localize(label)}</legend>
        <div class="segments">
          ${values.map(
            (value) => html`
              <label class="segment">
                <input
                  type="radio"
                  name=${name}
                  .value=${value}
                  .checked=${this.design[name] === value && !(own && this.design[own])}
                  @change=${() => this.change({ [name]: value, ...(own ? { [own]: "" } : {}) })}
                />
                ${localize(value)}
              </label>
            `,
          )}
        </div>
      </fieldset>
    `;
  }

  private change(changes: Partial<Design>): void {
    this.fireEvent<Design>("design", { ...this.design, ...changes });
  }
}

define("cloudprint-card-designer-arrangement", DesignerArrangementPart);
