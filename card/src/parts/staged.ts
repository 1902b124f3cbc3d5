import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Page } from "../backend.js";
import type { Draft } from "../core/draft.js";
import { nameContent } from "../content.js";
import { FileUpload } from "../core/uploads.js";
import { canArrange } from "../files.js";
import { icon } from "../icons.js";
import { type Choices, CHOICES_AS_SAVED } from "../options.js";
import { buildPageOptions, findIncomplete, getLabels, isFilled, type PageEntries } from "../page-options.js";
import { define } from "../part.js";
import {
  buildContentField,
  hasPages,
  hasPageSets,
  isMadeHere,
  type SingleContent,
  type WrittenText,
} from "../single-content.js";
import { Ticket } from "../ticket.js";
import { CardUploads, type Upload } from "../upload.js";
import type { OptionProblem } from "./page-form.js";
import type { OptionSet } from "./options.js";
import { PrintForm } from "./print-form.js";

/**
 * One thing to print: a file, a text, a page or a saved document.
 *
 * Fires `together` with the file when it is to be edited or arranged.
 */
export class StagedPart extends PrintForm {
  static override properties = {
    ...PrintForm.properties,
    content: { attribute: false },
    written: { state: true },
    entries: { state: true },
  };

  declare content: SingleContent;
  declare private written: WrittenText;
  /** Of a page. */
  declare private entries: PageEntries;

  protected ticket = new Ticket(this);
  private readonly queue = new CardUploads(this);

  constructor() {
    super();
    this.written = { text: "", isMarkdown: false };
    this.entries = {};
  }

  /** The upload of the file, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return this.queue.uploads;
  }

  /** Of the file. */
  private get upload(): FileUpload<Upload> | undefined {
    return this.queue.items[0];
  }

  override get isEntered(): boolean {
    return super.isEntered || this.written.text.trim() !== "" || Object.values(this.entries).some(isFilled);
  }

  private get name(): string {
    return nameContent(this.content, this.context.texts);
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
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("content")) this.start();
    this.requestPreview();
  }

  private start(): void {
    const { content } = this;
    this.queue.clear();
    this.ticket.request(undefined);
    this.ticket = new Ticket(this);
    this.ticket.names = [this.name];
    if (content.kind === "page") this.ticket.labels = getLabels(content.page);
    this.resetChoices();
    this.written = { text: content.kind === "text" ? content.text : "", isMarkdown: false };
    this.entries = {};
    if (content.kind === "file") this.queue.add([new FileUpload(content.file)]);
  }

  protected override createChoices(): Choices {
    return this.content.kind === "document" ? CHOICES_AS_SAVED : super.createChoices();
  }

  protected get draft(): Draft {
    const { content, printer, choices } = this;
    const options = content.kind === "page" ? buildPageOptions(content.page, this.entries) : undefined;
    const field = buildContentField(content, this.written, this.upload?.uploaded, options);
    return { printer, choices, content: field, isMadeHere: isMadeHere(content) };
  }

  protected get isPreviewed(): boolean {
    const isAsked = this.content.kind === "text" && this.printer.rule !== null;
    return this.hasPreview || (isAsked && this.checked.fields !== undefined);
  }

  /** Whether there is, or will be, a preview. */
  private get hasPreview(): boolean {
    const { kind } = this.content;
    if (kind === "text" && !this.written.isMarkdown) return false;
    return kind === "media" || kind === "document" || this.checked.fields !== undefined;
  }

  protected get optionSet(): OptionSet {
    const { content, upload } = this;
    return {
      isSaved: content.kind === "document",
      hasPages: hasPages(content, upload?.uploaded, this.ticket.pages),
      hasPageSets: hasPageSets(content, upload?.uploaded),
      madeHere: isMadeHere(content) ? "all" : "none",
    };
  }

  protected renderHead(): TemplateResult {
    const { content, name } = this;
    const { format, texts } = this.context;
    const { pages } = this.ticket;
    return this.renderTitle(
      content.kind === "text" ? "mdi:text-box-edit-outline" : "mdi:file-document-outline",
      name,
      [
        content.kind === "file" ? format.bytes(content.file.size) : "",
        pages ? texts.localizeCount("pages", pages) : "",
      ],
      { label: this.localize("remove", { name }), run: () => this.fireCardEvent("unstage", undefined) },
    );
  }

  protected renderBody(): TemplateResult {
    const { content, upload, hasPreview } = this;
    const { kind } = content;
    return html`
      <div class="content ${hasPreview ? "with-preview" : ""} ${kind === "page" ? "with-form" : ""}">
        ${kind === "page" ? this.renderForm(content.page) : nothing}
        <div class="main">
          ${kind === "text" ? this.renderText() : nothing}
          ${hasPreview || kind === "page" ? this.renderPreview(this.name) : upload ? this.renderUpload(upload) : nothing}
          ${kind === "file" && !upload?.problem ? this.renderPick(this.renderDesign(content.file)) : nothing}
        </div>
        ${
          upload?.problem
            ? nothing
            : html`<div class="side">${this.renderChoices()} ${kind === "file" ? this.renderSave() : nothing}</div>`
        }
      </div>
      ${upload?.problem ? nothing : this.renderFooter()}
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
      .problem=${this.formProblem}
      @entries=${(event: CustomEvent<PageEntries>) => {
        this.entries = event.detail;
        if (this.ticket.failure?.field) this.ticket.failure = undefined;
      }}
    ></cloudprint-card-page-form>`;
  }

  /** What is wrong with an option of a page, unless nothing was entered yet. */
  private get formProblem(): OptionProblem | undefined {
    const { problem, failure } = this.ticket;
    const { field, text } = failure?.field ? failure : (problem ?? {});
    const isShown = failure?.field ?? Object.keys(this.entries).length;
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
        ${this.renderProgress(this.localize("uploading", { name: file.name }), sent)}
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
          <button class="plain" type="button" @click=${() => this.fireCardEvent("unstage", "upload_canceled")}>
            ${this.localize("cancel_upload")}
          </button>
        </div>
      </div>
    `;
  }

  protected override get previewProblem(): string | undefined {
    return this.ticket.problem?.field ? this.formProblem && "" : super.previewProblem;
  }

  protected override get previewHint(): string | undefined {
    const { content, ticket } = this;
    if (content.kind !== "page" || (this.checked.fields && !ticket.problem?.field)) return super.previewHint;
    const missing = findIncomplete(content.page, this.entries).map(({ label }) => label);
    const { field } = ticket.problem ?? {};
    const fields = missing.length || !field ? missing : [getLabels(content.page)[field] ?? field];
    return this.localize("page_fill_in", { fields: this.context.format.list(fields) });
  }

  private renderDesign(file: File): TemplateResult | typeof nothing {
    if (!canArrange(file) || this.isUncertain) return nothing;
    return html`<button type="button" ?disabled=${this.isBusy} @click=${() => this.fireCardEvent("together", [file])}>
      ${icon("mdi:image-edit-outline")}${this.localize("design_open")}
    </button>`;
  }
}

define("cloudprint-card-staged", StagedPart);
