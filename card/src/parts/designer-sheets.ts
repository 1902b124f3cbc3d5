import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Preview, Sheets } from "../backend.js";
import { type Icon, icon } from "../icons.js";
import { renderRoundButton } from "../notices.js";
import { define, Part } from "../part.js";
import type { TextKey } from "../texts/index.js";
import { paperStyles, PIXELS_PER_MM, POLICY } from "./preview.js";

/** The room for a sheet in pixels. */
const ROOM = { width: 260, height: 320 } as const;

/** The sheets of a design as they will be printed, one at a time. */
class DesignerSheetsPart extends Part {
  static override properties = {
    ...Part.properties,
    preview: { attribute: false },
    problem: { attribute: false },
    waiting: { attribute: false },
    isBusy: { attribute: false },
    at: { state: true },
  };
  static override styles = [
    ...Part.styles,
    paperStyles,
    css`
      .desk {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 200px;
        padding: 12px;
        text-align: center;
      }
      .desk > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .desk > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
        max-block-size: 320px;
        max-inline-size: 100%;
      }
      iframe {
        inset: 0 auto auto 0;
      }
      .pages {
        align-items: center;
        display: flex;
        gap: 8px;
      }
    `,
  ];

  declare preview: Preview | undefined;
  /** Localized error message; empty if it is shown elsewhere. */
  declare problem: string | undefined;
  /** What is waited for, in the user's language. */
  declare waiting: string;
  declare isBusy: boolean;
  /** Index of the sheet that is shown. */
  declare private at: number;

  constructor() {
    super();
    this.at = 0;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const shown = this.preview?.sheets?.shown;
    if (changed.has("preview") && shown) this.at = Math.min(this.at, shown - 1);
  }

  protected override render(): TemplateResult {
    return html`<div class="desk" aria-busy=${this.isBusy}>${this.renderDesk()}</div>`;
  }

  private renderDesk(): TemplateResult {
    const { problem, preview } = this;
    if (problem !== undefined) {
      return html`${icon("mdi:alert-circle-outline")}
      ${problem ? html`<div class="small" role="alert">${problem}</div>` : nothing}`;
    }
    if (preview?.sheets) {
      const { sheets } = preview;
      return html`${this.renderPaper(sheets)} ${sheets.count > 1 ? this.renderPager(sheets) : nothing}`;
    }
    if (preview?.image) {
      return html`<img
        alt=${this.localize("sheet_position", { position: 1, count: 1 })}
        src="data:image/png;base64,${preview.image}"
      />`;
    }
    if (!preview) {
      return html`<div class="bar wait"><div></div></div>
        <div class="secondary small">${this.waiting}</div>`;
    }
    return html`${icon("mdi:file-document-outline")}
      <div class="secondary small">${this.localize("preview_none")}</div>`;
  }

  private renderPaper({ html: sheets, width, height, shown, count }: Sheets): TemplateResult {
    const scale = Math.min(ROOM.width / width, ROOM.height / height);
    const along = height * PIXELS_PER_MM;
    return html`
      <div class="paper" style="block-size: ${height * scale}px; inline-size: ${width * scale}px">
        <iframe
          sandbox=""
          tabindex="-1"
          scrolling="no"
          title=${this.localize("sheet_position", { position: this.at + 1, count })}
          style="block-size: ${along * shown}px; inline-size: ${width * PIXELS_PER_MM}px; transform: scale(${
            scale / PIXELS_PER_MM
          }) translateY(${-this.at * along}px)"
          srcdoc=${createColumn(sheets, width, height)}
        ></iframe>
      </div>
    `;
  }

  private renderPager({ shown, count }: Sheets): TemplateResult {
    const position = this.localize("sheet_position", { position: this.at + 1, count });
    return html`
      <div class="pages">
        ${this.renderStep("mdi:chevron-left", "sheet_before", -1, this.at === 0)}
        <span class="small" role="status">${position}</span>
        ${this.renderStep("mdi:chevron-right", "sheet_after", 1, this.at >= shown - 1)}
      </div>
      ${
        shown < count && this.at >= shown - 1
          ? html`<div class="secondary small">${this.localize("sheets_not_shown")}</div>`
          : nothing
      }
    `;
  }

  private renderStep(image: Icon, key: TextKey, by: number, isDisabled: boolean): TemplateResult {
    return renderRoundButton(image, this.localize(key), () => (this.at += by), isDisabled);
  }
}

/** Return a document with the sheets below each other, each in the middle of an equal box. */
function createColumn(sheets: string, width: number, height: number): string {
  return `<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<style>
html { overflow: hidden !important; }
body { display: grid !important; grid-auto-rows: ${height}mm !important;
  grid-template-columns: ${width}mm !important; place-items: center !important; }
body > div { background: #fff; outline: 2px solid rgba(0, 0, 0, 0.25); outline-offset: -2px; }
</style>
${sheets}`;
}

define("cloudprint-card-designer-sheets", DesignerSheetsPart);
