import { css, html, nothing, type TemplateResult } from "lit";

import type { SavedDocument } from "../backend.js";
import { ACCEPT, type Given, givenInClipboard } from "../files.js";
import { icon } from "../icons.js";
import { define, Part } from "../part.js";
import type { TextKey } from "../texts/index.js";

/**
 * Where a person says what to print.
 *
 * Tells `given` with a file or a text, `document` with a saved document, and `problem` with
 * the key of a text.
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

  /** Put the keyboard where the next document begins. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  protected override render(): TemplateResult {
    const isTouched = matchMedia("(pointer: coarse)").matches;
    return html`
      <div class="zone ${this.isDraggedOver ? "over" : ""}">
        ${icon("mdi:file-upload-outline")}
        <div class="title">
          ${this.say(this.isDraggedOver ? "drop_now" : isTouched ? "tap_title" : "drop_title")}
        </div>
        <div class="quiet small">${this.say(isTouched ? "tap_hint" : "drop_hint")}</div>
        <div class="ways">
          <button class="primary" type="button" @click=${this.chooseFile}>
            ${this.say("choose_file")}
          </button>
          ${isTouched
            ? html`<button type="button" @click=${this.takePhoto}>
                ${icon("mdi:camera")}${this.say("take_photo")}
              </button>`
            : nothing}
          ${this.hasText
            ? html`<button type="button" @click=${this.writeText}>
                ${icon("mdi:text-box-edit-outline")}${this.say("write_text")}
              </button>`
            : nothing}
          ${"clipboard" in navigator && "read" in navigator.clipboard
            ? html`<button type="button" @click=${this.paste}>
                ${icon("mdi:clipboard-text-outline")}${this.say("paste")}
              </button>`
            : nothing}
        </div>
        <input
          hidden
          class="any"
          type="file"
          accept=${ACCEPT}
          aria-label=${this.say("choose_file")}
          @change=${this.takeFile}
        />
        <input
          hidden
          class="photo"
          type="file"
          accept="image/*"
          capture="environment"
          aria-label=${this.say("take_photo")}
          @change=${this.takeFile}
        />
      </div>
      ${this.documents.length ? this.renderDocuments() : nothing}
    `;
  }

  private renderDocuments(): TemplateResult {
    return html`
      <section aria-labelledby="saved">
        <h2 id="saved">${this.say("saved_documents")}</h2>
        <ul class="chips">
          ${this.documents.map(
            (document) => html`
              <li>
                <button type="button" @click=${() => this.tell("document", document)}>
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
    // The same file may be chosen again.
    input.value = "";
    if (file) this.give({ kind: "file", file, isOneOfSeveral: false });
  }

  private writeText(): void {
    this.give({ kind: "text", text: "" });
  }

  private async paste(): Promise<void> {
    try {
      const given = await givenInClipboard(navigator.clipboard, this.say("pasted_picture"));
      if (given) this.give(given);
      else this.report("paste_empty");
    } catch {
      this.report("paste_denied");
    }
  }

  private give(given: Given): void {
    this.tell("given", given);
  }

  private report(problem: TextKey): void {
    this.tell("problem", problem);
  }
}

define("cloudprint-card-composer", ComposerPart);
