import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Policy, PrintAnswer, Printer } from "../backend.js";
import { checkDraft, type Draft, NO_SECRETS, type Secrets } from "../core/draft.js";
import { type Icon, icon } from "../icons.js";
import { renderClose, renderNotice } from "../notices.js";
import { type Choices, choose, getInitialChoices } from "../options.js";
import { Part } from "../part.js";
import type { RememberedChoices } from "../preferences.js";
import { isOffered, renderRule } from "../rules.js";
import { footerStyles } from "../styles.js";
import type { TextKey } from "../texts/index.js";
import { getVisibleFields, type Ticket } from "../ticket.js";
import { MAX_FILES, MAX_TOTAL, type Upload } from "../upload.js";
import { describeWarning } from "../warnings.js";
import { fieldStyles } from "./field-styles.js";
import type { OptionSet } from "./options.js";
import { formStyles } from "./print-form-styles.js";
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

/** What was chosen and uploaded in another form. */
export interface Made {
  readonly choices: Choices;
  readonly uploads: ReadonlyMap<File, Upload>;
}

/** The detail of the event `printed`. */
export interface Printed extends PrintAnswer {
  readonly deviceId: string;
  readonly choices: Choices;
  readonly isSaved: boolean;
}

/**
 * What is to be printed: its preview, its options, who is asked, and the button.
 *
 * Fires `printed`, and at the card `unstage` when the content is removed.
 */
export abstract class PrintForm extends Part {
  static override properties = {
    ...Part.properties,
    printer: { attribute: false },
    remembered: { attribute: false },
    choices: { state: true },
    isSending: { state: true },
    isSaving: { state: true },
  };
  static override styles = [...Part.styles, fieldStyles, footerStyles, formStyles];

  declare printer: Printer;
  declare remembered: RememberedChoices | undefined;
  declare choices: Choices;
  /** Whether a print is being sent. */
  declare protected isSending: boolean;
  /** Whether it is being saved as a document. */
  declare private isSaving: boolean;
  /** The choices as they were before the user changed one. */
  private unchosen: Choices | undefined;

  /** The print that is shown. */
  protected abstract get ticket(): Ticket;
  protected abstract get draft(): Draft;
  /** Whether it has a preview, or a rule is asked about it. */
  protected abstract get isPreviewed(): boolean;
  protected abstract get optionSet(): OptionSet;
  protected abstract renderHead(): TemplateResult;
  protected abstract renderBody(): unknown;

  constructor() {
    super();
    this.isSending = false;
    this.isSaving = false;
  }

  /** Whether it is being sent or saved, and its uploads are in use. */
  get isBusy(): boolean {
    return this.isSending || this.isSaving;
  }

  /** Whether it may have been printed by a print whose answer was lost. */
  get isUncertain(): boolean {
    return this.ticket.sender.isUncertain;
  }

  /** Whether something was entered or chosen. */
  get isEntered(): boolean {
    return this.ticket.secrets !== NO_SECRETS || this.choices !== this.unchosen;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".names")?.focus({ preventScroll: true });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ticket.request(undefined);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("printer");
    if (before && before.device_id !== this.printer.device_id) this.resetChoices();
  }

  protected resetChoices(): void {
    this.choices = this.unchosen = this.createChoices();
  }

  protected createChoices(): Choices {
    return getInitialChoices(this.printer, this.remembered);
  }

  protected get checked(): ReturnType<typeof checkDraft> {
    return checkDraft({ ...this.draft, secrets: this.ticket.secrets });
  }

  /** Show what is entered, or what was entered before if it is wrong. */
  protected requestPreview(ticket: Ticket = this.ticket, draft: Draft = this.draft): void {
    const { fields, problems } = checkDraft({ ...draft, secrets: ticket.secrets });
    // A booklet is shown one-sided, also before its trays are known.
    const isShown = problems.every((problem) => problem === "trays_missing" && fields?.arrange === "booklet");
    if (!this.isPreviewed || !this.isConnected) ticket.request(undefined);
    else if (fields && isShown) ticket.request(getVisibleFields(this.printer, fields));
  }

  protected override render(): TemplateResult {
    return html`${this.renderHead()} ${this.renderBody()}`;
  }

  protected renderTitle(
    image: Icon,
    name: string,
    facts: readonly string[],
    close: { readonly label: string; readonly run: () => void } | undefined,
  ): TemplateResult {
    const secondary = facts.filter(Boolean).join(" · ");
    return html`
      <div class="head">
        ${icon(image)}
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${name}>${name}</div>
          ${secondary ? html`<div class="secondary small">${secondary}</div>` : nothing}
        </div>
        ${close && !this.isBusy ? renderClose(close.label, close.run) : nothing}
      </div>
    `;
  }

  protected renderProgress(label: string, sent: number): TemplateResult {
    const percent = Math.round(sent * 100);
    return html`<div
      class="bar"
      role="progressbar"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${percent}
    >
      <div style="inline-size: ${sent * 100}%"></div>
    </div>`;
  }

  protected renderPick(before: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<div class="more">
      ${before}
      <cloudprint-card-pick .context=${this.context} .isMore=${true}></cloudprint-card-pick>
    </div>`;
  }

  protected renderLeftOut(count: number): TemplateResult | typeof nothing {
    if (!count) return nothing;
    const { format, texts } = this.context;
    const limit = this.localize("files_limit", { limit: MAX_FILES, size: format.bytes(MAX_TOTAL) });
    const text = `${limit} ${texts.localizeCount("files_left_out", count)}`;
    return renderNotice("warning", "mdi:alert-circle-outline", text);
  }

  /** Render the preview, and the field for what a file cannot be read without. */
  protected renderPreview(name: string): TemplateResult {
    const { ticket } = this;
    return html`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${ticket.preview}
        .load=${ticket.load}
        .problem=${this.previewProblem}
        .hint=${this.previewHint}
        .waiting=${this.waiting}
        .isBusy=${ticket.isBusy}
        .name=${name}
      ></cloudprint-card-preview>
      ${this.renderMissing()}
    `;
  }

  /** What the preview says of a problem: nothing if that is said elsewhere. */
  protected get previewProblem(): string | undefined {
    const { problem, failure } = this.ticket;
    return problem && problem.text === failure?.text ? "" : problem?.text;
  }

  /** Why there is no preview. */
  protected get previewHint(): string | undefined {
    return this.ticket.warnings.includes("not_drawn") ? this.localize("warning_not_drawn") : undefined;
  }

  /** What the preview waits for, if that is something else. */
  protected get waiting(): string | undefined {
    return undefined;
  }

  private renderMissing(): TemplateResult | typeof nothing {
    const { ticket } = this;
    const { missing } = ticket;
    if (!missing) return nothing;
    const enter = (event: Event): void => {
      const secrets: Partial<Secrets> = { [missing]: (event.target as HTMLInputElement).value };
      ticket.enter(secrets);
    };
    const isSecret = missing === "password";
    return html`<div class="missing">
      <label class="small secondary" for=${missing}>${this.localize(missing)}</label>
      <input
        id=${missing}
        type=${isSecret ? "password" : "text"}
        list=${isSecret ? nothing : "encodings"}
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
        placeholder=${isSecret ? nothing : this.localize("encoding_placeholder")}
        .value=${ticket.secrets[missing]}
        @input=${enter}
      />
      <datalist id="encodings">
        ${Object.entries(ENCODINGS).map(
          ([value, label]) => html`<option value=${value}>${this.localize(label)}</option>`,
        )}
      </datalist>
    </div>`;
  }

  protected renderChoices(): TemplateResult {
    const { context, printer, optionSet } = this;
    const warnings = this.ticket.warnings.filter((warning) => warning !== "not_drawn");
    return html`
      <cloudprint-card-options
        .context=${context}
        .printer=${printer}
        .choices=${this.choices}
        .set=${optionSet}
        @choices=${(event: CustomEvent<Choices>) => {
          this.choices = event.detail;
        }}
      ></cloudprint-card-options>
      ${warnings.map((warning) =>
        renderNotice("warning", "mdi:alert-circle-outline", describeWarning(context, printer, warning)),
      )}
    `;
  }

  protected renderSave(): TemplateResult {
    return html`<cloudprint-card-save-document
      .context=${this.context}
      .fields=${this.isReady ? this.checked.fields : undefined}
      .names=${this.ticket.names}
      @saving=${(event: CustomEvent<boolean>) => {
        this.isSaving = event.detail;
      }}
    ></cloudprint-card-save-document>`;
  }

  /** Whether it can be printed. One whose answer was lost may still be asked for. */
  protected get isReady(): boolean {
    const { fields, problems } = this.checked;
    const isRefused = this.ticket.isRefused && !this.isUncertain;
    return fields !== undefined && !problems.length && !this.isBusy && !isRefused;
  }

  /** What rules say of the print, once that is known. */
  protected get policy(): Policy | undefined {
    return this.ticket.preview?.policy ?? undefined;
  }

  protected get printLabel(): string {
    return this.localize(this.isSending ? "printing_now" : this.policy?.asks ? "ask_to_print" : "print");
  }

  /** Render the button that prints, or asks to, which stays in view while what is printed is. */
  protected renderFooter(): TemplateResult {
    const { context, printer, policy } = this;
    return html`<div class="footer">
      ${this.renderProblem()}
      ${renderRule(context, printer, policy, () => {
        this.choices = choose(this.choices, "color", "monochrome");
      })}
      ${
        this.isUncertain || isOffered(printer, policy, context.texts)
          ? html`<button
              class="primary print"
              type="button"
              ?disabled=${!this.isReady}
              @click=${() => void this.print()}
            >
              ${icon(policy?.asks ? "mdi:account-question-outline" : "mdi:printer")}${this.printLabel}
            </button>`
          : nothing
      }
    </div>`;
  }

  protected renderProblem(): TemplateResult | typeof nothing {
    const problem = this.ticket.failure?.text;
    return problem ? renderNotice("error", "mdi:alert-circle-outline", problem) : nothing;
  }

  protected async print(): Promise<void> {
    const { choices, ticket } = this;
    const { fields } = this.checked;
    if (!fields || this.isBusy) return;
    this.isSending = true;
    const answer = await ticket.send(fields);
    if (answer) {
      const isSaved = this.optionSet.isSaved ?? false;
      this.fireEvent<Printed>("printed", { ...answer, choices, deviceId: fields.device_id, isSaved });
    } else this.refused?.();
    this.isSending = false;
  }

  /** Do what is to be done once a print was refused. */
  protected refused?(): void;
}
