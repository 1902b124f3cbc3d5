import { css, html, nothing, type TemplateResult } from "lit";

import type { Layout, Preview } from "../backend.js";
import { icon } from "../icons.js";
import { define, Part } from "../part.js";

export const PIXELS_PER_MM = 96 / 25.4;
/** The room for a page in pixels. */
const ROOM = { width: 240, height: 280 } as const;

/** Keeps a page from loading anything, beside the sandbox that runs no scripts. */
export const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** Styles of a page that is shown in a frame, and of the wait for it. */
export const paperStyles = css`
  .paper {
    flex: none;
    overflow: hidden;
    position: relative;
  }
  iframe {
    border: 0;
    color-scheme: light;
    pointer-events: none;
    position: absolute;
    transform-origin: 0 0;
  }
  [aria-busy="true"] > :is(img, .paper) {
    opacity: 0.5;
  }
  .wait {
    inline-size: min(160px, 80%);
  }
  .wait > div {
    animation: wait 1.2s ease-in-out infinite alternate;
    inline-size: 40%;
  }
  @keyframes wait {
    from {
      margin-inline-start: 0;
    }
    to {
      margin-inline-start: 60%;
    }
  }
`;

/** The first page of what is printed. */
class PreviewPart extends Part {
  static override properties = {
    ...Part.properties,
    preview: { attribute: false },
    problem: { attribute: false },
    isBusy: { attribute: false },
    name: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
    paperStyles,
    css`
      .sheet {
        align-items: center;
        background: var(--field);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        min-block-size: 160px;
        padding: 16px;
        text-align: center;
      }
      .sheet > .icon {
        --mdc-icon-size: 40px;
        color: var(--secondary);
      }
      .sheet > div {
        max-inline-size: 100%;
        overflow-wrap: anywhere;
      }
      img,
      .paper {
        background: #fff;
        box-shadow: 0 1px 4px rgba(0, 0, 0, 0.3);
      }
      img {
        max-block-size: 280px;
        max-inline-size: 100%;
      }
      iframe {
        background: #fff;
      }
    `,
  ];

  declare preview: Preview | undefined;
  /** Localized error message; empty if it is shown elsewhere. */
  declare problem: string | undefined;
  declare isBusy: boolean;
  declare name: string;

  protected override render(): TemplateResult {
    return html`<div class="sheet" aria-busy=${this.isBusy}>${this.renderPage()}</div>`;
  }

  private renderPage(): TemplateResult {
    const { preview, problem } = this;
    if (problem !== undefined) {
      return html`${icon("mdi:alert-circle-outline")}
      ${problem ? html`<div class="small" role="alert">${problem}</div>` : nothing}`;
    }
    if (preview?.image) {
      return html`<img alt=${this.label} src="data:image/png;base64,${preview.image}" />`;
    }
    if (preview?.layout) return this.renderLayout(preview.layout);
    if (preview) {
      return html`${icon("mdi:file-document-outline")}
        <div class="secondary small">${this.localize("preview_none")}</div>`;
    }
    return html`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.localize("preview_loading")}</div>`;
  }

  private renderLayout({ html: page, width, height, margin }: Layout): TemplateResult {
    const scale = Math.min(ROOM.width / width, ROOM.height / height);
    const inner = { width: width - 2 * margin, height: height - 2 * margin };
    return html`
      <div class="paper" style="block-size: ${height * scale}px; inline-size: ${width * scale}px">
        <iframe
          sandbox=""
          tabindex="-1"
          scrolling="no"
          title=${this.label}
          style="block-size: ${inner.height * PIXELS_PER_MM}px; inline-size: ${
            inner.width * PIXELS_PER_MM
          }px; inset: ${margin * scale}px auto auto ${margin * scale}px; transform: scale(${scale / PIXELS_PER_MM})"
          srcdoc=${createFirstPage(page, inner)}
        ></iframe>
      </div>
    `;
  }

  private get label(): string {
    return this.localize("preview_alt", { name: this.name });
  }
}

/** Return a document that shows the first page: its pages are columns, of which one is seen. */
function createFirstPage(page: string, { width, height }: { width: number; height: number }): string {
  return `<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<style>
html { overflow: hidden !important; }
body { block-size: ${height}mm !important; inline-size: ${width}mm !important;
  columns: ${width}mm auto !important; column-fill: auto !important; column-gap: 0 !important; }
</style>
${page}`;
}

define("cloudprint-card-preview", PreviewPart);
