import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { PrintedJob, Printer, PrintFields } from "../backend.js";
import { buildContentField, type Content, hasPages } from "../content.js";
import { icon } from "../icons.js";
import {
  buildPrintOptions,
  type Choices,
  CHOICES_AS_SAVED,
  findProblems,
  getInitialChoices,
  type RememberedChoices,
} from "../options.js";
import { define, Part } from "../part.js";
import { PreviewController } from "../preview-controller.js";
import { UploadController } from "../upload-controller.js";
import { stagedStyles } from "./staged-styles.js";
import "./options.js";

/** The detail of the event `printed`. */
export interface Printed {
  readonly jobs: readonly PrintedJob[];
  readonly choices: Choices;
  readonly isSaved: boolean;
}

/**
 * The content to print, with its upload, preview and options.
 *
 * Fires `printed`, or `unstage` when the content is removed.
 */
export class StagedPart extends Part {
  static override properties = {
    ...Part.properties,
    content: { attribute: false },
    printer: { attribute: false },
    remembered: { attribute: false },
    choices: { state: true },
    text: { state: true },
    isPrinting: { state: true },
    printProblem: { state: true },
  };
  static override styles = [...Part.styles, stagedStyles];

  declare content: Content;
  declare printer: Printer;
  declare remembered: RememberedChoices | undefined;
  declare private choices: Choices;
  declare private text: string;
  declare private isPrinting: boolean;
  declare private printProblem: string | undefined;

  private readonly uploader = new UploadController(this, () => this.fireEvent("unstage", "upload_canceled"));
  private readonly previewer = new PreviewController(this);

  constructor() {
    super();
    this.text = "";
    this.isPrinting = false;
  }

  private get isSaved(): boolean {
    return this.content.kind === "document";
  }

  private get name(): string {
    switch (this.content.kind) {
      case "file":
        return this.content.file.name;
      case "text":
        return this.localize("text_name");
      case "document":
        return this.content.document.name;
    }
  }

  override focus(): void {
    const target = this.content.kind === "text" ? "textarea" : ".names";
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { content, context, printer } = this;
    const before = changed.get("printer");
    if (changed.has("content")) this.start();
    else if (before && before.device_id !== printer.device_id) this.choices = this.createChoices();
    const { fields } = this;
    if (fields && content.kind !== "text" && this.hasValidChoices) this.previewer.request(context, fields);
  }

  protected override render(): TemplateResult {
    const { kind } = this.content;
    const { uploaded, problem } = this.uploader;
    const hasPreview = kind === "document" || uploaded !== undefined;
    const isReady = this.fields !== undefined && this.hasValidChoices && !this.isPrinting;
    return html`
      ${this.renderHead()}
      <div class="content ${hasPreview ? "with-preview" : ""}">
        ${kind === "text" ? this.renderText() : hasPreview ? this.renderPreview() : this.renderUpload()}
        ${problem
          ? nothing
          : html`<div class="side">
              <cloudprint-card-options
                .context=${this.context}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${this.isSaved}
                .hasPages=${hasPages(this.content, uploaded, this.previewer.pages)}
                @choices=${(event: CustomEvent<Choices>) => {
                  this.choices = event.detail;
                }}
              ></cloudprint-card-options>
              ${this.printProblem
                ? html`<div class="notice error" role="alert">
                    ${icon("mdi:alert-circle-outline")}
                    <div>${this.localize("print_failed", { message: this.printProblem })}</div>
                  </div>`
                : nothing}
              <button
                class="primary print"
                type="button"
                ?disabled=${!isReady}
                @click=${this.print}
              >
                ${icon("mdi:printer")}${this.localize(this.isPrinting ? "printing_now" : "print")}
              </button>
            </div>`}
      </div>
    `;
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
        <button
          class="plain round"
          type="button"
          aria-label=${this.localize("remove", { name: this.name })}
          title=${this.localize("remove", { name: this.name })}
          @click=${() => this.fireEvent("unstage", undefined)}
        >
          ${icon("mdi:close")}
        </button>
      </div>
    `;
  }

  private renderText(): TemplateResult {
    return html`
      <textarea
        aria-label=${this.localize("text")}
        placeholder=${this.localize("text_placeholder")}
        .value=${this.text}
        @input=${(event: Event) => {
          this.text = (event.target as HTMLTextAreaElement).value;
        }}
      ></textarea>
    `;
  }

  private renderUpload(): TemplateResult {
    const { file } = this.content as Extract<Content, { kind: "file" }>;
    const { sent, problem } = this.uploader;
    if (problem) {
      return html`
        <div class="notice error" role="alert">
          ${icon("mdi:alert-circle-outline")}
          <div>${this.localize("upload_failed", { message: problem })}</div>
        </div>
        <button type="button" @click=${() => this.uploader.start(this.context, file)}>
          ${icon("mdi:reload")}${this.localize("retry")}
        </button>
      `;
    }
    return html`
      <div class="upload">
        <div
          class="bar"
          role="progressbar"
          aria-label=${this.localize("uploading", { name: file.name })}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.round(sent * 100)}
        >
          <div style="inline-size: ${sent * 100}%"></div>
        </div>
        <div>
          <span class="secondary small">
            ${sent >= 1
              ? this.localize("processing")
              : this.localize("uploading_percent", {
                  percent: this.context.format.percent(sent),
                  size: this.context.format.bytes(file.size),
                })}
          </span>
          <button class="plain" type="button" @click=${() => this.uploader.cancel()}>
            ${this.localize("cancel_upload")}
          </button>
        </div>
      </div>
    `;
  }

  private renderPreview(): TemplateResult {
    const { preview, problem, isBusy } = this.previewer;
    const image = preview?.image;
    return html`
      <div class="sheet" aria-busy=${isBusy}>
        ${image
          ? html`<img
              alt=${this.localize("preview_alt", { name: this.name })}
              src="data:image/png;base64,${image}"
            />`
          : problem
            ? html`${icon("mdi:alert-circle-outline")}
                <div class="small" role="alert">
                  ${this.localize("preview_failed", { message: problem })}
                </div>`
            : preview
              ? html`${icon("mdi:file-document-outline")}
                  <div class="secondary small">${this.localize("preview_none")}</div>`
              : html`<div class="bar wait"><div></div></div>
                  <div class="secondary small">${this.localize("preview_loading")}</div>`}
      </div>
    `;
  }

  private start(): void {
    const { content } = this;
    this.uploader.reset();
    this.previewer.reset();
    this.choices = this.createChoices();
    this.text = content.kind === "text" ? content.text : "";
    this.printProblem = undefined;
    if (content.kind === "file") void this.uploader.start(this.context, content.file);
  }

  private createChoices(): Choices {
    return this.isSaved ? CHOICES_AS_SAVED : getInitialChoices(this.printer, this.remembered);
  }

  private get fields(): PrintFields | undefined {
    const field = buildContentField(this.content, this.text, this.uploader.uploaded);
    return field && { device_id: this.printer.device_id, ...field, ...buildPrintOptions(this.choices) };
  }

  private get hasValidChoices(): boolean {
    return !findProblems(this.choices, this.printer).length;
  }

  private async print(): Promise<void> {
    const { fields, choices } = this;
    if (!fields || this.isPrinting) return;
    this.isPrinting = true;
    this.printProblem = undefined;
    try {
      const { jobs } = await this.context.backend.call("cloudprint/print", fields);
      this.fireEvent<Printed>("printed", { jobs, choices, isSaved: this.isSaved });
    } catch (error) {
      this.printProblem = await this.context.backend.explain(error);
    } finally {
      this.isPrinting = false;
    }
  }
}

define("cloudprint-card-staged", StagedPart);
