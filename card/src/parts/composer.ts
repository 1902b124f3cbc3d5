import { css, html, nothing, type TemplateResult } from "lit";

import type { SavedDocument } from "../backend.js";
import { ACCEPT, type PickedContent, readClipboard } from "../files.js";
import { icon } from "../icons.js";
import { define, Part } from "../part.js";
import type { TextKey } from "../texts/index.js";

/**
 * The buttons to pick what to print.
 *
 * Fires `content-picked` with a file or text, `document-picked` with a saved document, and
 * `problem` with a text key.
 */
export class ComposerPart extends Part {
  static override properties = {
    ...Part.properties,
    documents: { attribute: false },
    hasText: { attribute: false },
    isDraggedOver: { attribute: false },
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
        transition: background-color 120ms, border-color 120ms;
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
  declare hasText: boolean;
  declare isDraggedOver: boolean;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  protected override render(): TemplateResult {
    const isTouched = matchMedia("(pointer: coarse)").matches;
    return html`
      <div class="zone ${this.isDraggedOver ? "over" : ""}">
        ${icon("mdi:file-upload-outline")}
        <div class="title">
          ${this.localize(this.isDraggedOver ? "drop_now" : isTouched ? "tap_title" : "drop_title")}
        </div>
        <div class="secondary small">${this.localize(isTouched ? "tap_hint" : "drop_hint")}</div>
        <div class="ways">
          <button class="primary" type="button" @click=${this.chooseFile}>
            ${this.localize("choose_file")}
          </button>
          ${isTouched
            ? html`<button type="button" @click=${this.takePhoto}>
                ${icon("mdi:camera")}${this.localize("take_photo")}
              </button>`
            : nothing}
          ${this.hasText
            ? html`<button type="button" @click=${this.writeText}>
                ${icon("mdi:text-box-edit-outline")}${this.localize("write_text")}
              </button>`
            : nothing}
          ${"clipboard" in navigator && "read" in navigator.clipboard
            ? html`<button type="button" @click=${this.paste}>
                ${icon("mdi:clipboard-text-outline")}${this.localize("paste")}
              </button>`
            : nothing}
        </div>
        <input
          hidden
          class="any"
          type="file"
          accept=${ACCEPT}
          aria-label=${this.localize("choose_file")}
          @change=${this.takeFile}
        />
        <input
          hidden
          class="photo"
          type="file"
          accept="image/*"
          capture="environment"
          aria-label=${this.localize("take_photo")}
          @change=${this.takeFile}
        />
      </div>
      ${this.documents.length ? this.renderDocuments() : nothing}
    `;
  }

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

  private chooseFile(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input.any")?.click();
  }

  private takePhoto(): void {
    this.renderRoot.querySelector<HTMLInputElement>("input.photo")?.click();
  }

  private takeFile(event: Event): void {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // Reset, so that choosing the same file again fires `change`.
    input.value = "";
    if (file) this.pick({ kind: "file", file, isOneOfSeveral: false });
  }

  private writeText(): void {
    this.pick({ kind: "text", text: "" });
  }

  private async paste(): Promise<void> {
    try {
      const picked = await readClipboard(navigator.clipboard, this.localize("pasted_picture"));
      if (picked) this.pick(picked);
      else this.report("paste_empty");
    } catch {
      this.report("paste_denied");
    }
  }

  private pick(picked: PickedContent): void {
    this.fireEvent("content-picked", picked);
  }

  private report(problem: TextKey): void {
    this.fireEvent("problem", problem);
  }
}

define("cloudprint-card-composer", ComposerPart);
