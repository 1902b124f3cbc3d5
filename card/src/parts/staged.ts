import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { JobWarning, Page, PrintAnswer, Printer } from "../backend.js";
import { Sender } from "../sender.js";
import { type CheckedDraft, checkDraft, NO_SECRETS, type Secrets } from "../core/draft.js";
import { FileUpload } from "../core/uploads.js";
import type { Labels } from "../errors.js";
import { renderPassword, renderProgress } from "../file-fields.js";
import { canArrange, type PickedContent } from "../files.js";
import { icon } from "../icons.js";
import { renderClose } from "../notices.js";
import { type Choices, choose, CHOICES_AS_SAVED, getInitialChoices } from "../options.js";
import { buildPageOptions, getLabels, isFilled, type PageEntries } from "../page-options.js";
import { define, Part } from "../part.js";
import type { RememberedChoices } from "../preferences.js";
import { explainPrint, getVisibleFields, PrintPreview, type PrintProblem, withSeed } from "../print-preview.js";
import { renderPrint, renderWarnings } from "../print-footer.js";
import {
  buildContentField,
  hasPages,
  hasPageSets,
  isMadeHere,
  type SingleContent,
  type WrittenText,
} from "../single-content.js";
import type { TextKey } from "../texts/index.js";
import { CardUploads, type Upload } from "../upload.js";
import type { OptionProblem } from "./page-form.js";
import { stagedStyles } from "./staged-styles.js";
import "./options.js";
import "./pick.js";
import "./preview.js";
import "./save-document.js";

/** Common encodings of texts, with the names of their scripts. */
const ENCODINGS: Readonly<Record<string, TextKey>> = {
  GB18030: "encoding_gb18030",
  Big5: "encoding_big5",
  Shift_JIS: "encoding_shift_jis",
  "EUC-KR": "encoding_euc_kr",
  "Windows-1252": "encoding_windows_1252",
  "Windows-1251": "encoding_windows_1251",
  "UTF-16": "encoding_utf_16",
};

/** The detail of the event `printed`. */
export interface Printed extends PrintAnswer {
  readonly deviceId: string;
  readonly choices: Choices;
  readonly isSaved: boolean;
}

/**
 * The content to print, with its upload, preview and options.
 *
 * Fires `printed`, `unstage` when the content is removed, `content-picked` with more files, or
 * `together` with the file when it is to be edited or arranged.
 */
export class StagedPart extends Part {
  static override properties = {
    ...Part.properties,
    content: { attribute: false },
    printer: { attribute: false },
    remembered: { attribute: false },
    choices: { state: true },
    written: { state: true },
    entries: { state: true },
    secrets: { state: true },
    isSending: { state: true },
    isSaving: { state: true },
    printProblem: { state: true },
  };
  static override styles = [...Part.styles, stagedStyles];

  declare content: SingleContent;
  declare printer: Printer;
  declare remembered: RememberedChoices | undefined;
  declare choices: Choices;
  declare private written: WrittenText;
  /** Of a page. */
  declare private entries: PageEntries;
  declare private secrets: Secrets;
  /** Whether a print is being sent. */
  declare private isSending: boolean;
  /** Whether it is being saved as a document. */
  declare private isSaving: boolean;
  /** Why it was not printed. */
  declare private printProblem: PrintProblem | undefined;

  private readonly queue = new CardUploads(this);
  private readonly previewer = new PrintPreview(this);
  private sender = new Sender();
  /** What nobody has chosen. */
  private initial: Choices | undefined;

  constructor() {
    super();
    this.written = { text: "", isMarkdown: false };
    this.entries = {};
    this.secrets = NO_SECRETS;
    this.isSending = false;
    this.isSaving = false;
  }

  /** Whether it is being sent or saved, and its uploads are in use. */
  get isBusy(): boolean {
    return this.isSending || this.isSaving;
  }

  /** The upload of the file, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return this.queue.uploads;
  }

  /** Of the file. */
  private get upload(): FileUpload<Upload> | undefined {
    return this.queue.items[0];
  }

  /** Whether it may have been printed by a print whose answer was lost. */
  get isUncertain(): boolean {
    return this.sender.isUncertain;
  }

  /** Whether something was typed, filled in or chosen. */
  get isEntered(): boolean {
    return (
      this.written.text.trim() !== "" ||
      Object.values(this.entries).some(isFilled) ||
      this.secrets !== NO_SECRETS ||
      this.choices !== this.initial
    );
  }

  private get isSaved(): boolean {
    return this.content.kind === "document";
  }

  get names(): readonly string[] {
    return [this.name];
  }

  private get name(): string {
    switch (this.content.kind) {
      case "file":
        return this.content.file.name;
      case "text":
        return this.localize("text_name");
      case "media":
        return this.content.item.title;
      case "page":
        return this.content.page.name;
      case "document":
        return this.content.document.name;
    }
  }

  get labels(): Labels {
    return this.content.kind === "page" ? getLabels(this.content.page) : {};
  }

  override focus(): void {
    const target = this.content.kind === "text" ? "textarea" : ".names";
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Dashboards move their cards, which aborts an upload.
    this.queue.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.queue.stop();
    this.previewer.request(undefined);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { printer } = this;
    const before = changed.get("printer");
    if (changed.has("content")) this.start();
    else if (before && before.device_id !== printer.device_id) this.choices = this.initial = this.createChoices();
    const { fields, problems } = this.draft;
    if (!this.hasPreview && !this.needsPolicy) this.previewer.request(undefined);
    else if (fields && !problems.length) this.previewer.request(getVisibleFields(printer, fields));
  }

  /** Whether there is, or will be, a preview. */
  private get hasPreview(): boolean {
    if (this.content.kind === "file") return this.queue.isUploaded;
    if (this.content.kind === "page") return this.draft.fields !== undefined;
    if (this.content.kind === "media") return true;
    return this.content.kind === "document" || (this.written.isMarkdown && this.draft.fields !== undefined);
  }

  /** Whether a rule is asked about what needs no preview. */
  private get needsPolicy(): boolean {
    return this.content.kind === "text" && Boolean(this.printer.rule) && this.draft.fields !== undefined;
  }

  protected override render(): TemplateResult {
    const { kind } = this.content;
    const { uploaded, problem } = this.upload ?? {};
    return html`
      ${this.renderHead()}
      <div class="content ${this.hasPreview ? "with-preview" : ""} ${kind === "page" ? "with-form" : ""}">
        ${kind === "page" ? this.renderForm(this.content.page) : nothing}
        <div class="main">
          ${kind === "text" ? this.renderText() : nothing}
          ${this.hasPreview || kind === "page" ? this.renderPreview() : this.upload ? this.renderUpload(this.upload) : nothing}
        </div>
        ${
          problem
            ? nothing
            : html`<div class="side">
                <cloudprint-card-options
                  .context=${this.context}
                  .printer=${this.printer}
                  .choices=${this.choices}
                  .isSaved=${this.isSaved}
                  .hasPages=${hasPages(this.content, uploaded, this.previewer.pages)}
                  .hasPageSets=${hasPageSets(this.content, uploaded)}
                  .madeHere=${isMadeHere(this.content) ? "all" : "none"}
                  @choices=${(event: CustomEvent<Choices>) => {
                    this.choices = event.detail;
                  }}
                ></cloudprint-card-options>
                ${renderWarnings(this.context, this.printer, this.warnings)} ${this.renderSave()}
              </div>`
        }
      </div>
      ${problem ? nothing : this.renderPrint()}
    `;
  }

  private get isReady(): boolean {
    // A print whose answer was lost may still be asked for.
    const isRefused = this.hasPreview && this.previewer.isRefused && !this.isUncertain;
    const { fields, problems } = this.draft;
    return fields !== undefined && !problems.length && !this.isBusy && !isRefused;
  }

  private renderPrint(): TemplateResult {
    const { printer, isReady, isSending, isUncertain, printProblem } = this;
    return renderPrint(this.context, {
      ...{ printer, isReady, isSending, isUncertain },
      problem: printProblem?.text,
      policy: this.previewer.preview?.policy ?? undefined,
      print: () => void this.print(),
      chooseGrey: () => {
        this.choices = choose(this.choices, "color", "monochrome");
      },
    });
  }

  private renderSave(): TemplateResult | typeof nothing {
    if (this.content.kind !== "file") return nothing;
    return html`<cloudprint-card-save-document
      .context=${this.context}
      .fields=${this.isReady ? this.draft.fields : undefined}
      .names=${[this.name]}
      @saving=${(event: CustomEvent<boolean>) => {
        this.isSaving = event.detail;
      }}
    ></cloudprint-card-save-document>`;
  }

  private renderHead(): TemplateResult {
    const { content } = this;
    const { pages } = this.previewer;
    const facts = [
      content.kind === "file" ? this.context.format.bytes(content.file.size) : "",
      pages ? this.context.texts.localizeCount("pages", pages) : "",
    ].filter(Boolean);
    return html`
      <div class="head">
        ${icon(content.kind === "text" ? "mdi:text-box-edit-outline" : "mdi:file-document-outline")}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${facts.length ? html`<div class="secondary small">${facts.join(" · ")}</div>` : nothing}
        </div>
        ${this.isBusy ? nothing : renderClose(this.localize("remove", { name: this.name }), () => this.fireEvent("unstage", undefined))}
      </div>
    `;
  }

  private renderText(): TemplateResult {
    const { text, isMarkdown } = this.written;
    return html`
      <div class="written">
        <textarea
          aria-label=${this.localize("text")}
          placeholder=${this.localize(isMarkdown ? "markdown_placeholder" : "text_placeholder")}
          .value=${text}
          @input=${(event: Event) => {
            this.written = { text: (event.target as HTMLTextAreaElement).value, isMarkdown };
          }}
        ></textarea>
        <label class="check">
          <input
            type="checkbox"
            .checked=${isMarkdown}
            @change=${(event: Event) => {
              this.written = { text, isMarkdown: (event.target as HTMLInputElement).checked };
            }}
          />
          ${this.localize("markdown")}
        </label>
      </div>
    `;
  }

  private renderForm(page: Page): TemplateResult {
    return html`<cloudprint-card-page-form
      .context=${this.context}
      .page=${page}
      .entries=${this.entries}
      .problem=${this.findFormProblem()}
      @entries=${(event: CustomEvent<PageEntries>) => {
        this.entries = event.detail;
        if (this.printProblem?.field) this.printProblem = undefined;
      }}
    ></cloudprint-card-page-form>`;
  }

  /** Return what is wrong with an option of a page, unless nothing was entered yet. */
  private findFormProblem(): OptionProblem | undefined {
    const { field, text } = this.printProblem?.field ? this.printProblem : (this.previewer.problem ?? {});
    const isShown = this.printProblem?.field ?? Object.keys(this.entries).length;
    return field && text && isShown ? { field, text } : undefined;
  }

  private renderUpload(upload: FileUpload<Upload>): TemplateResult {
    const { file, sent, problem } = upload;
    if (problem) {
      return html`
        <div class="notice error" role="alert">
          ${icon("mdi:alert-circle-outline")}
          <div>${this.localize("upload_failed", { name: file.name, message: problem })}</div>
        </div>
        <button type="button" @click=${() => this.queue.retry()}>${icon("mdi:reload")}${this.localize("retry")}</button>
      `;
    }
    return html`
      <div class="upload">
        ${renderProgress(this.localize("uploading", { name: file.name }), sent)}
        <div>
          <span class="secondary small">
            ${
              sent >= 1
                ? this.localize("processing")
                : this.localize("uploading_percent", {
                    percent: this.context.format.percent(sent),
                    size: this.context.format.bytes(file.size),
                  })
            }
          </span>
          <button class="plain" type="button" @click=${() => this.fireEvent("unstage", "upload_canceled")}>
            ${this.localize("cancel_upload")}
          </button>
        </div>
      </div>
    `;
  }

  private renderPreview(): TemplateResult {
    const { preview, isBusy } = this.previewer;
    return html`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${preview}
        .load=${this.previewer.load}
        .problem=${this.findPreviewProblem()}
        .hint=${this.findHint()}
        .isBusy=${isBusy}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
      ${
        this.content.kind === "file"
          ? html`<div class="more">
              ${canArrange(this.content.file) && !this.isUncertain ? this.renderDesign(this.content.file) : nothing}
              <cloudprint-card-pick
                .context=${this.context}
                .isMore=${true}
                @content-picked=${(event: CustomEvent<PickedContent>) => this.fireEvent("content-picked", event.detail)}
              ></cloudprint-card-pick>
            </div>`
          : nothing
      }
    `;
  }

  /** Return what the preview says of a problem: nothing if that is said elsewhere. */
  private findPreviewProblem(): string | undefined {
    const { field, text } = this.previewer.problem ?? {};
    if (field) return this.findFormProblem() && "";
    return text !== undefined && text === this.printProblem?.text ? "" : text;
  }

  /** Return why there is no preview. */
  private findHint(): string | undefined {
    const isEmpty = !this.draft.fields || this.previewer.problem?.field;
    if (this.content.kind === "page" && isEmpty) return this.localize("page_fill_in");
    return this.previewer.warnings.includes("not_drawn") ? this.localize("warning_not_drawn") : undefined;
  }

  /** The warnings that the preview does not say itself. */
  private get warnings(): readonly JobWarning[] {
    return this.previewer.warnings.filter((warning) => warning !== "not_drawn");
  }

  private renderDesign(file: File): TemplateResult {
    return html`<button type="button" ?disabled=${this.isBusy} @click=${() => this.fireEvent("together", [file])}>
      ${icon("mdi:image-edit-outline")}${this.localize("design_open")}
    </button>`;
  }

  /** Return the field for what the file cannot be read without. */
  private renderMissing(): TemplateResult | typeof nothing {
    switch (this.previewer.missing) {
      case "encoding":
        return html`<div class="missing">
          <label class="small secondary" for="encoding">${this.localize("encoding")}</label>
          <input
            id="encoding"
            type="text"
            list="encodings"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            placeholder=${this.localize("encoding_placeholder")}
            .value=${this.secrets.encoding}
            @input=${(event: Event) => {
              this.secrets = { ...this.secrets, encoding: (event.target as HTMLInputElement).value };
            }}
          />
          <datalist id="encodings">
            ${Object.entries(ENCODINGS).map(
              ([value, label]) => html`<option value=${value}>${this.localize(label)}</option>`,
            )}
          </datalist>
        </div>`;
      case "password":
        return renderPassword(this.context.texts, this.secrets.password, (password) => {
          this.secrets = { ...this.secrets, password };
        });
      case undefined:
        return nothing;
    }
  }

  private start(): void {
    const { content } = this;
    this.queue.clear();
    this.previewer.request(undefined);
    this.choices = this.initial = this.createChoices();
    this.written = { text: content.kind === "text" ? content.text : "", isMarkdown: false };
    this.entries = {};
    this.secrets = NO_SECRETS;
    this.printProblem = undefined;
    this.sender = new Sender();
    if (content.kind === "file") this.queue.add([new FileUpload(content.file)]);
  }

  private createChoices(): Choices {
    return this.isSaved ? CHOICES_AS_SAVED : getInitialChoices(this.printer, this.remembered);
  }

  private get draft(): CheckedDraft {
    const { content, printer, choices, secrets } = this;
    const options = content.kind === "page" ? buildPageOptions(content.page, this.entries) : undefined;
    const field = buildContentField(content, this.written, this.upload?.uploaded, options);
    return checkDraft({ printer, choices, secrets, content: field, isMadeHere: isMadeHere(content) });
  }

  private async print(): Promise<void> {
    const { choices } = this;
    const { fields } = this.draft;
    if (!fields || this.isBusy) return;
    this.isSending = true;
    this.printProblem = undefined;
    try {
      const answer = await this.sender.send(this.context, withSeed(fields, this.previewer.preview));
      this.fireEvent<Printed>("printed", { ...answer, choices, deviceId: fields.device_id, isSaved: this.isSaved });
    } catch (error) {
      this.printProblem = await explainPrint(this.context, error, this.names, this.labels);
      this.previewer.missing = this.printProblem.missing ?? this.previewer.missing;
    } finally {
      this.isSending = false;
    }
  }
}

define("cloudprint-card-staged", StagedPart);
