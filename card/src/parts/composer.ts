import { css, html, nothing, type TemplateResult } from "lit";

import type { SavedDocument } from "../backend.js";
import { FeatureLoader } from "../features.js";
import { type PickedContent, readClipboard } from "../files.js";
import { icon } from "../icons.js";
import { define, Part } from "../part.js";
import type { TextKey } from "../texts/index.js";
import { isTouched, type PickPart } from "./pick.js";

/**
 * The buttons to pick what to print.
 *
 * Fires `content-picked` with files, a text, a file in Home Assistant or a page to make, `document-picked` with a saved document, and
 * `problem` with a text key.
 */
export class ComposerPart extends Part {
  static override properties = {
    ...Part.properties,
    documents: { attribute: false },
    hasText: { attribute: false },
    isDraggedOver: { attribute: false },
    browsed: { state: true },
  };
  static override styles = [
    ...Part.styles,
    css`
      :host {
        display: grid;
        gap: var(--gap);
        grid-template-columns: minmax(0, 1fr);
      }
      .zone {
        align-items: center;
        border: 2px dashed color-mix(in srgb, var(--text) 22%, transparent);
        border-radius: var(--radius);
        display: flex;
        flex-direction: column;
        gap: 4px;
        padding: 20px 16px;
        text-align: center;
        transition:
          background-color 120ms,
          border-color 120ms;
      }
      .zone > .icon {
        --mdc-icon-size: 32px;
        color: var(--accent-text);
      }
      .zone.over {
        background: var(--tint);
        border-color: var(--accent-text);
      }
      .title {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: center;
        margin-block-start: 12px;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-block-start: 8px;
      }
      .chips li {
        max-inline-size: 100%;
      }
      .chips button {
        background: transparent;
        border: 1px solid var(--line);
        color: var(--text);
        font-weight: var(--ha-font-weight-normal, 400);
        min-block-size: 36px;
        padding: 6px 14px 6px 10px;
        padding-inline: 10px 14px;
      }
      .chips button:hover {
        background: var(--field);
      }
      .chips .icon {
        --mdc-icon-size: 18px;
        color: var(--accent-text);
      }
    `,
  ];

  declare documents: readonly SavedDocument[];
  /** What is shown instead: the files in Home Assistant, or the pages that can be made. */
  declare private browsed: "media" | "page" | undefined;
  declare hasText: boolean;
  declare isDraggedOver: boolean;

  private readonly features = new FeatureLoader(() => this.requestUpdate());

  private get picker(): PickPart | null {
    return this.renderRoot.querySelector<PickPart>("cloudprint-card-pick");
  }

  override focus(): void {
    this.picker?.focus();
  }

  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    await this.picker?.updateComplete;
    return isComplete;
  }

  protected override render(): TemplateResult {
    if (this.browsed) return this.renderBrowsed(this.browsed);
    const isTouch = isTouched();
    return html`
      <div class="zone ${this.isDraggedOver ? "over" : ""}">
        ${icon("mdi:file-upload-outline")}
        <div class="title">
          ${this.localize(this.isDraggedOver ? "drop_now" : isTouch ? "tap_title" : "drop_title")}
        </div>
        <div class="secondary small">${this.localize(isTouch ? "tap_hint" : "drop_hint")}</div>
        <div class="ways">
          <cloudprint-card-pick .context=${this.context}></cloudprint-card-pick>
          ${
            this.hasText
              ? html`<button type="button" @click=${this.writeText}>
                  ${icon("mdi:text-box-edit-outline")}${this.localize("write_text")}
                </button>`
              : nothing
          }
          <button class="page" type="button" @click=${() => this.browse("page")}>
            ${icon("mdi:file-star-outline")}${this.localize("make_page")}
          </button>
          ${
            "clipboard" in navigator && "read" in navigator.clipboard
              ? html`<button type="button" @click=${this.paste}>
                  ${icon("mdi:clipboard-text-outline")}${this.localize("paste")}
                </button>`
              : nothing
          }
          ${
            this.context.hass.config.components.includes("media_source")
              ? html`<button class="home" type="button" @click=${() => this.browse("media")}>
                  ${icon("mdi:folder-home-outline")}${this.localize("from_home")}
                </button>`
              : nothing
          }
        </div>
      </div>
      ${this.documents.length ? this.renderDocuments() : nothing}
    `;
  }

  private renderBrowsed(feature: "media" | "page"): TemplateResult {
    const waiting = this.features.render(feature, this.context.texts, () => void this.stopBrowsing());
    if (waiting) return waiting;
    return feature === "page"
      ? html`<cloudprint-card-page-list
          .context=${this.context}
          @close=${this.stopBrowsing}
        ></cloudprint-card-page-list>`
      : html`<cloudprint-card-media .context=${this.context} @close=${this.stopBrowsing}></cloudprint-card-media>`;
  }

  private browse(browsed: "media" | "page"): void {
    this.browsed = browsed;
  }

  private readonly stopBrowsing = async (): Promise<void> => {
    const from = this.browsed === "page" ? ".page" : ".home";
    this.browsed = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(from)?.focus();
  };

  private renderDocuments(): TemplateResult {
    return html`
      <section aria-labelledby="saved">
        <h2 id="saved">${this.localize("saved_documents")}</h2>
        <ul class="chips">
          ${this.documents.map(
            (document) => html`
              <li>
                <button type="button" @click=${() => this.fireEvent("document-picked", document)}>
                  ${icon("mdi:file-document-outline")}<span class="one-line">${document.name}</span>
                </button>
              </li>
            `,
          )}
        </ul>
      </section>
    `;
  }

  private writeText(): void {
    this.pick({ kind: "text", text: "" });
  }

  private async paste(): Promise<void> {
    try {
      const picked = await readClipboard(navigator.clipboard, this.localize("pasted_picture"));
      if (picked && (this.hasText || picked.kind === "files")) this.pick(picked);
      else this.report(this.hasText ? "paste_empty" : "paste_no_file");
    } catch {
      this.report("paste_denied");
    }
  }

  private pick(picked: PickedContent): void {
    this.fireCardEvent("content-picked", picked);
  }

  private report(problem: TextKey): void {
    this.fireEvent("problem", problem);
  }
}

define("cloudprint-card-composer", ComposerPart);
