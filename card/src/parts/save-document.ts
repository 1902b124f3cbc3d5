import { css, html, nothing, type TemplateResult } from "lit";

import type { PreviewFields, SavedDocument, SaveFields } from "../backend.js";
import { explain } from "../errors.js";
import { icon } from "../icons.js";
import { renderNotice } from "../notices.js";
import { define, Part } from "../part.js";

/** Characters of a document's name. */
const MAX_NAME = 100;

/** The fields of a print of uploads. */
type UploadFields = Extract<PreviewFields, { readonly upload: unknown }>;

/**
 * Saves uploads with their print options as a document, for administrators.
 *
 * Fires `saving` with whether a document is being saved, and `document-saved` at the card.
 */
class SaveDocumentPart extends Part {
  static override properties = {
    ...Part.properties,
    fields: { attribute: false },
    names: { attribute: false },
    isOpen: { state: true },
    name: { state: true },
    isSaving: { state: true },
    problem: { state: true },
  };
  static override styles = [
    ...Part.styles,
    css`
      :host {
        display: contents;
      }
      form {
        background: var(--field);
        border-radius: var(--radius);
        display: grid;
        gap: 8px;
        padding: 12px;
      }
      form > div {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      input {
        background: var(--surface);
        block-size: 40px;
        border: 1px solid var(--line);
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        padding-inline: 12px;
      }
    `,
  ];

  /** Undefined while it cannot be printed, and so not saved. */
  declare fields: UploadFields | undefined;
  /** The names of the files. */
  declare names: readonly string[];
  declare private isOpen: boolean;
  declare private name: string;
  declare private isSaving: boolean;
  declare private problem: string | undefined;

  constructor() {
    super();
    this.isOpen = false;
    this.isSaving = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.context.hass.user?.is_admin) return nothing;
    if (!this.isOpen) {
      return html`<button class="plain open" type="button" @click=${this.open}>
        ${icon("mdi:content-save-outline")}${this.localize("save_document")}
      </button>`;
    }
    const isReady = this.fields !== undefined && this.name.trim() !== "" && !this.isSaving;
    return html`
      <form
        aria-labelledby="title"
        @submit=${this.submit}
        @keydown=${(event: KeyboardEvent) => {
          // Of an input method, it drops the characters that are composed.
          if (event.key !== "Escape" || event.isComposing) return;
          event.stopPropagation();
          void this.close();
        }}
      >
        <label id="title" class="small secondary" for="name">${this.localize("document_name_label")}</label>
        <input
          id="name"
          type="text"
          autocomplete="off"
          maxlength=${MAX_NAME}
          aria-describedby="hint"
          .value=${this.name}
          @input=${(event: Event) => {
            this.name = (event.target as HTMLInputElement).value;
          }}
        />
        <p id="hint" class="small secondary">${this.localize("save_document_hint")}</p>
        ${this.problem ? renderNotice("error", "mdi:alert-circle-outline", this.problem) : nothing}
        <div>
          <button type="submit" ?disabled=${!isReady}>${this.localize("save")}</button>
          <button class="plain" type="button" @click=${this.close}>${this.localize("edit_cancel")}</button>
        </div>
      </form>
    `;
  }

  private async open(): Promise<void> {
    this.isOpen = true;
    this.name = (this.names[0] ?? "").replace(/\.\w{1,5}$/, "");
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>("#name")?.select();
  }

  private async close(): Promise<void> {
    this.isOpen = false;
    this.name = "";
    this.problem = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".open")?.focus();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { fields, context } = this;
    const name = this.name.trim();
    if (!fields || !name || this.isSaving) return;
    this.setSaving(true);
    this.problem = undefined;
    try {
      const { document } = await context.backend.call("cloudprint/documents/save", toSaveFields(fields, name));
      this.fireCardEvent<SavedDocument>("document-saved", document);
    } catch (error) {
      this.problem = await explain(context, error, this.names);
    } finally {
      this.setSaving(false);
    }
  }

  private setSaving(isSaving: boolean): void {
    this.isSaving = isSaving;
    this.fireEvent("saving", isSaving);
  }
}

/** Return what is saved: everything but the password. */
function toSaveFields({ password, ...fields }: UploadFields, name: string): SaveFields {
  return { ...fields, name };
}

define("cloudprint-card-save-document", SaveDocumentPart);
