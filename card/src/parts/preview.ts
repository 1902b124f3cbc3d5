import { css, html, nothing, type TemplateResult } from "lit";

import type { Pages } from "../backend.js";
import { icon } from "../icons.js";
import { define, Part } from "../part.js";
import type { LoadedSheets } from "../sheet-loader.js";
import "./pages.js";

/** What is printed, as it will come out. */
class PreviewPart extends Part {
  static override properties = {
    ...Part.properties,
    preview: { attribute: false },
    load: { attribute: false },
    problem: { attribute: false },
    hint: { attribute: false },
    waiting: { attribute: false },
    isBusy: { attribute: false },
    name: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
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
      @media (max-width: 600px) {
        .desk {
          block-size: 240px;
          justify-content: safe center;
          overflow-y: auto;
        }
        img {
          max-block-size: 100%;
        }
      }
      [aria-busy="true"] > img {
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
    `,
  ];

  declare preview: Pages | undefined;
  /** Loads some sheets from a number, which counts from 1. */
  declare load: (sheet: number) => Promise<LoadedSheets>;
  /** Localized error message; empty if it is shown elsewhere. */
  declare problem: string | undefined;
  /** What to say instead of a preview that there cannot be. */
  declare hint: string | undefined;
  /** What is waited for, in the user's language; by default, the preview. */
  declare waiting: string | undefined;
  declare isBusy: boolean;
  declare name: string;

  protected override render(): TemplateResult {
    return html`<div class="desk" aria-busy=${this.isBusy}>${this.renderDesk()}</div>`;
  }

  private renderDesk(): TemplateResult {
    const { preview, problem, name } = this;
    if (problem !== undefined) {
      return html`${icon("mdi:alert-circle-outline")}
      ${problem ? html`<div class="small" role="alert">${problem}</div>` : nothing}`;
    }
    if (this.hint) return this.renderHint(this.hint);
    if (preview?.sheets || preview?.layout) {
      return html`<cloudprint-card-pages
        .context=${this.context}
        .sheets=${preview.sheets ?? undefined}
        .layout=${preview.layout ?? undefined}
        .load=${this.load}
        .isBusy=${this.isBusy}
        .name=${name}
      ></cloudprint-card-pages>`;
    }
    if (preview?.image) {
      return html`<img alt=${this.localize("preview_alt", { name })} src="data:image/png;base64,${preview.image}" />`;
    }
    if (preview) return this.renderHint(this.localize("preview_none"));
    return html`<div class="bar wait"><div></div></div>
      <div class="secondary small">${this.waiting ?? this.localize("preview_loading")}</div>`;
  }

  private renderHint(hint: string): TemplateResult {
    return html`${icon("mdi:file-document-outline")}
      <div class="secondary small">${hint}</div>`;
  }
}

define("cloudprint-card-preview", PreviewPart);
