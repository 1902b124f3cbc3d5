import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { PrintedJob, Printer, PrintFields } from "../backend.js";
import { type Content, contentField, hasPages } from "../content.js";
import { icon } from "../icons.js";
import {
  CHOICES_AS_SAVED,
  type Choices,
  choicesFor,
  printOptions,
  problemsOf,
  type RememberedChoices,
} from "../options.js";
import { define, Part } from "../part.js";
import { Previewing } from "../previewing.js";
import { Uploading } from "../uploading.js";
import { stagedStyles } from "./staged-styles.js";
import "./options.js";

/** What was printed, and how. */
export interface Printed {
  readonly jobs: readonly PrintedJob[];
  readonly choices: Choices;
  readonly isSaved: boolean;
}

/**
 * What is about to be printed: its upload, its preview, its options.
 *
 * Tells `printed` when it was, and `unstage` when it is not to be printed.
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
  static override styles = [
    ...Part.styles,
    stagedStyles,
  ];

  declare content: Content;
  declare printer: Printer;
  declare remembered: RememberedChoices | undefined;
  declare private choices: Choices;
  declare private text: string;
  declare private isPrinting: boolean;
  declare private printProblem: string | undefined;

  private readonly uploading = new Uploading(this, () => this.tell("unstage", "upload_canceled"));
  private readonly previewing = new Previewing(this);

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
        return this.say("text_name");
      case "document":
        return this.content.document.name;
    }
  }

  /** Put the keyboard where to go on. */
  override focus(): void {
    const target = this.content.kind === "text" ? "textarea" : ".names";
    this.renderRoot.querySelector<HTMLElement>(target)?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { content, context, printer } = this;
    const before = changed.get("printer");
    if (changed.has("content")) this.begin();
    else if (before && before.device_id !== printer.device_id) this.choices = this.firstChoices();
    const { fields } = this;
    if (fields && content.kind !== "text" && this.isSound) this.previewing.want(context, fields);
  }

  protected override render(): TemplateResult {
    const { kind } = this.content;
    const { uploaded, problem } = this.uploading;
    const isPictured = kind === "document" || uploaded !== undefined;
    const isReady = this.fields !== undefined && this.isSound && !this.isPrinting;
    return html`
      ${this.renderHead()}
      <div class="content ${isPictured ? "pictured" : ""}">
        ${kind === "text" ? this.renderText() : isPictured ? this.renderPreview() : this.renderUpload()}
        ${problem
          ? nothing
          : html`<div class="side">
              <cloudprint-card-options
                .context=${this.context}
                .printer=${this.printer}
                .choices=${this.choices}
                .isSaved=${this.isSaved}
                .hasPages=${hasPages(this.content, uploaded, this.previewing.pages)}
                @choices=${(event: CustomEvent<Choices>) => {
                  this.choices = event.detail;
                }}
              ></cloudprint-card-options>
              ${this.printProblem
                ? html`<div class="notice error" role="alert">
                    ${icon("mdi:alert-circle-outline")}
                    <div>${this.say("print_failed", { message: this.printProblem })}</div>
                  </div>`
                : nothing}
              <button
                class="primary print"
                type="button"
                ?disabled=${!isReady}
                @click=${this.print}
              >
                ${icon("mdi:printer")}${this.say(this.isPrinting ? "printing_now" : "print")}
              </button>
            </div>`}
      </div>
    `;
  }

  private renderHead(): TemplateResult {
    const { content } = this;
    const { pages } = this.previewing;
    const facts = [
      content.kind === "file" ? this.context.format.bytes(content.file.size) : "",
      pages ? this.context.texts.count("pages", pages) : "",
    ].filter(Boolean);
    return html`
      <div class="head">
        ${icon(content.kind === "text" ? "mdi:text-box-edit-outline" : "mdi:file-document-outline")}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.name}>${this.name}</div>
          ${facts.length ? html`<div class="quiet small">${facts.join(" · ")}</div>` : nothing}
        </div>
        <button
          class="plain round"
          type="button"
          aria-label=${this.say("remove", { name: this.name })}
          title=${this.say("remove", { name: this.name })}
          @click=${() => this.tell("unstage", undefined)}
        >
          ${icon("mdi:close")}
        </button>
      </div>
    `;
  }

  private renderText(): TemplateResult {
    return html`
      <textarea
        aria-label=${this.say("text")}
        placeholder=${this.say("text_placeholder")}
        .value=${this.text}
        @input=${(event: Event) => {
          this.text = (event.target as HTMLTextAreaElement).value;
        }}
      ></textarea>
    `;
  }

  private renderUpload(): TemplateResult {
    const { file } = this.content as Extract<Content, { kind: "file" }>;
    const { sent, problem } = this.uploading;
    if (problem) {
      return html`
        <div class="notice error" role="alert">
          ${icon("mdi:alert-circle-outline")}
          <div>${this.say("upload_failed", { message: problem })}</div>
        </div>
        <button type="button" @click=${() => this.uploading.start(this.context, file)}>
          ${icon("mdi:reload")}${this.say("retry")}
        </button>
      `;
    }
    return html`
      <div class="upload">
        <div
          class="bar"
          role="progressbar"
          aria-label=${this.say("uploading", { name: file.name })}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.round(sent * 100)}
        >
          <div style="inline-size: ${sent * 100}%"></div>
        </div>
        <div>
          <span class="quiet small">
            ${sent >= 1
              ? this.say("processing")
              : this.say("uploading_percent", {
                  percent: this.context.format.percent(sent),
                  size: this.context.format.bytes(file.size),
                })}
          </span>
          <button class="plain" type="button" @click=${() => this.uploading.cancel()}>
            ${this.say("cancel_upload")}
          </button>
        </div>
      </div>
    `;
  }

  private renderPreview(): TemplateResult {
    const { preview, problem, isBusy } = this.previewing;
    const image = preview?.image;
    return html`
      <div class="sheet" aria-busy=${isBusy}>
        ${image
          ? html`<img
              alt=${this.say("preview_alt", { name: this.name })}
              src="data:image/png;base64,${image}"
            />`
          : problem
            ? html`${icon("mdi:alert-circle-outline")}
                <div class="small" role="alert">
                  ${this.say("preview_failed", { message: problem })}
                </div>`
            : preview
              ? html`${icon("mdi:file-document-outline")}
                  <div class="quiet small">${this.say("preview_none")}</div>`
              : html`<div class="bar wait"><div></div></div>
                  <div class="quiet small">${this.say("preview_loading")}</div>`}
      </div>
    `;
  }

  private begin(): void {
    const { content } = this;
    this.uploading.forget();
    this.previewing.forget();
    this.choices = this.firstChoices();
    this.text = content.kind === "text" ? content.text : "";
    this.printProblem = undefined;
    if (content.kind === "file") void this.uploading.start(this.context, content.file);
  }

  private firstChoices(): Choices {
    return this.isSaved ? CHOICES_AS_SAVED : choicesFor(this.printer, this.remembered);
  }

  private get fields(): PrintFields | undefined {
    const field = contentField(this.content, this.text, this.uploading.uploaded);
    return field && { device_id: this.printer.device_id, ...field, ...printOptions(this.choices) };
  }

  /** Whether the choices can be meant. */
  private get isSound(): boolean {
    return !problemsOf(this.choices, this.printer).length;
  }

  private async print(): Promise<void> {
    const { fields, choices } = this;
    if (!fields || this.isPrinting) return;
    this.isPrinting = true;
    this.printProblem = undefined;
    try {
      const { jobs } = await this.context.backend.print(fields);
      this.tell<Printed>("printed", { jobs, choices, isSaved: this.isSaved });
    } catch (error) {
      this.printProblem = await this.context.backend.explain(error);
    } finally {
      this.isPrinting = false;
    }
  }
}

define("cloudprint-card-staged", StagedPart);
