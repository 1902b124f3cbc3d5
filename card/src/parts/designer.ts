import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Printer } from "../backend.js";
import { type CheckedDraft, checkDraft, getImpliedSides, NO_SECRETS } from "../core/draft.js";
import { type Design, type Edits, INITIAL_DESIGN, rotate } from "../design.js";
import { DesignController, type DesignItem, MAX_ITEMS, MAX_TOTAL } from "../design-controller.js";
import { renderPassword, renderProgress } from "../file-fields.js";
import type { PickedContent } from "../files.js";
import { icon } from "../icons.js";
import { renderClose, renderNotice } from "../notices.js";
import { type Choices, choose, getInitialChoices } from "../options.js";
import { define, Part } from "../part.js";
import type { Picture } from "../pictures.js";
import type { RememberedChoices } from "../preferences.js";
import { explainPrint, getVisibleFields, PrintPreview } from "../print-preview.js";
import { renderPrint, renderWarnings } from "../print-footer.js";
import { Sender } from "../sender.js";
import type { Upload } from "../upload.js";
import { designerStyles } from "./designer-styles.js";
import type { ItemAction } from "./designer-thumbnails.js";
import type { Printed } from "./staged.js";
import { stagedStyles } from "./staged-styles.js";
import "../texts/design.js";
import "./designer-arrangement.js";
import "./designer-editor.js";
import "./designer-thumbnails.js";
import "./picked.js";

/** Longer side of a picture that is edited, in pixels. */
const EDITED_SIDE = 1200;

/**
 * Pictures and PDF files, which are arranged and printed as one.
 *
 * Fires `printed`, `unstage` when it is closed, `content-picked` with more files, and
 * `separate` with the files when they are to be printed one by one.
 */
export class DesignerPart extends Part {
  static override properties = {
    ...Part.properties,
    files: { attribute: false },
    uploaded: { attribute: false },
    printer: { attribute: false },
    remembered: { attribute: false },
    initial: { attribute: false },
    choices: { state: true },
    design: { state: true },
    edited: { state: true },
    picture: { state: true },
    password: { state: true },
    isSending: { state: true },
    isSaving: { state: true },
    printProblem: { state: true },
    announcement: { state: true },
  };
  static override styles = [...Part.styles, stagedStyles, designerStyles];

  declare files: readonly File[];
  /** The uploads of files that were uploaded before. */
  declare uploaded: ReadonlyMap<File, Upload> | undefined;
  declare printer: Printer;
  declare remembered: RememberedChoices | undefined;
  /** The choices that were made before. */
  declare initial: Choices | undefined;
  declare choices: Choices;
  /** Whether a print is being sent. */
  declare private isSending: boolean;
  /** Whether it is being saved as a document. */
  declare private isSaving: boolean;
  declare private design: Design;
  /** The item whose picture is edited. */
  declare private edited: DesignItem | undefined;
  declare private picture: Picture | undefined;
  /** Of the PDF files that cannot be opened without. */
  declare private password: string;
  declare private printProblem: string | undefined;
  declare private announcement: string;

  private readonly designer = new DesignController(this);
  readonly labels = {};

  private readonly previewer = new PrintPreview(this);
  private readonly sender = new Sender();
  /** Whether the files were uploaded again since the last preview. */
  private isRenewed = false;
  private version = 0;

  constructor() {
    super();
    this.design = INITIAL_DESIGN;
    this.password = "";
    this.isSending = false;
    this.isSaving = false;
    this.announcement = "";
    this.addController(this.designer);
  }

  /** Whether it is being sent or saved, and its uploads are in use. */
  get isBusy(): boolean {
    return this.isSending || this.isSaving;
  }

  /** Whether the files may have been printed by a print whose answer was lost. */
  get isUncertain(): boolean {
    return this.sender.isUncertain;
  }

  /** The uploads, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return this.designer.uploads;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.previewer.request(undefined);
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".names")?.focus({ preventScroll: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("files")) this.designer.addFiles(this.files, this.uploaded);
    const before = changed.get("printer");
    if (!this.hasUpdated) this.choices = this.initial ?? this.createChoices();
    else if (before && before.device_id !== this.printer.device_id) this.choices = this.createChoices();
    if (this.design.cleanUp !== "off") this.designer.findCorners();
    this.renewUploads();
    const { fields, problems } = this.draft;
    if (!fields) this.previewer.request(undefined);
    // A booklet is shown as one-sided, also before its trays are known.
    else if (problems.every((problem) => problem === "trays_missing" && this.design.arrange === "booklet"))
      this.previewer.request(getVisibleFields(this.printer, fields));
    this.version += 1;
  }

  protected override render(): TemplateResult {
    const { context, designer } = this;
    const { items } = designer;
    return html`
      ${this.renderHead()}
      <div class="content with-preview">
        <div class="main">
          <cloudprint-card-designer-thumbnails
            .context=${context}
            .items=${items}
            .version=${this.version}
            .cleanUp=${this.design.cleanUp}
            @item-action=${(event: CustomEvent<ItemAction>) => this.act(event.detail)}
          ></cloudprint-card-designer-thumbnails>
          ${this.renderLeftOut()}
          <div class="more">
            <cloudprint-card-pick
              .context=${context}
              .isMore=${true}
              @content-picked=${(event: CustomEvent<PickedContent>) => this.fireEvent("content-picked", event.detail)}
            ></cloudprint-card-pick>
          </div>
          ${this.renderSheets()}
          ${
            this.previewer.missing === "password"
              ? renderPassword(context.texts, this.password, (password) => {
                  this.password = password;
                })
              : nothing
          }
        </div>
        <div class="side">
          <cloudprint-card-designer-arrangement
            .context=${context}
            .design=${this.design}
            @design=${(event: CustomEvent<Design>) => {
              this.design = event.detail;
            }}
          ></cloudprint-card-designer-arrangement>
          <cloudprint-card-options
            .context=${context}
            .printer=${this.printer}
            .choices=${this.choices}
            .hasPages=${this.hasPages}
            .hasPageSets=${true}
            .impliedSides=${getImpliedSides(this.design)}
            @choices=${(event: CustomEvent<Choices>) => {
              this.choices = event.detail;
            }}
          ></cloudprint-card-options>
          ${renderWarnings(context, this.printer, this.previewer.warnings)} ${this.renderOtherWays()}
        </div>
      </div>
      ${this.renderPrint()} ${this.edited ? this.renderEditor(this.edited) : nothing}
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  private renderPrint(): TemplateResult {
    const { printer, isReady, isSending, isUncertain, printProblem: problem } = this;
    return renderPrint(this.context, {
      ...{ printer, isReady, isSending, isUncertain, problem },
      policy: this.previewer.preview?.policy ?? undefined,
      print: () => void this.print(),
      chooseGrey: () => {
        this.choices = choose(this.choices, "color", "monochrome");
      },
    });
  }

  private renderHead(): TemplateResult {
    const { texts, format } = this.context;
    const { designer } = this;
    const sheets = this.previewer.preview?.sheets;
    const facts = [format.bytes(designer.size), sheets ? texts.localizeCount("sheets", sheets.count) : ""].filter(
      Boolean,
    );
    return html`
      <div class="head">
        ${icon("mdi:image-multiple-outline")}
        <div class="names" tabindex="-1">
          <div class="name">${texts.localizeCount("files", designer.items.length)}</div>
          <div class="secondary small">${facts.join(" · ")}</div>
        </div>
        ${this.isBusy ? nothing : renderClose(this.localize("close_files"), () => this.fireEvent("unstage", undefined))}
      </div>
    `;
  }

  private renderLeftOut(): TemplateResult | typeof nothing {
    const { texts, format } = this.context;
    const { leftOut } = this.designer;
    if (!leftOut) return nothing;
    const limit = this.localize("design_limit", { limit: MAX_ITEMS, size: format.bytes(MAX_TOTAL) });
    return renderNotice(
      "warning",
      "mdi:alert-circle-outline",
      `${limit} ${texts.localizeCount("files_left_out", leftOut)}`,
    );
  }

  private renderSheets(): TemplateResult {
    const { preview, isBusy } = this.previewer;
    const problem = this.previewer.problem?.text;
    return html`
      <cloudprint-card-preview
        .context=${this.context}
        .preview=${preview}
        .load=${this.previewer.load}
        .name=${this.context.texts.localizeCount("files", this.designer.items.length)}
        .problem=${problem !== undefined && problem === this.printProblem ? "" : problem}
        .waiting=${this.waiting}
        .isBusy=${isBusy}
      ></cloudprint-card-preview>
      ${this.designer.isUploaded ? nothing : renderProgress(this.localize("uploading_files"), this.designer.sent)}
    `;
  }

  /** What the preview waits for. */
  private get waiting(): string {
    const { designer, context } = this;
    if (designer.items.some(({ problem }) => problem !== undefined)) return this.localize("design_failed");
    if (!designer.isUploaded) {
      const { format } = context;
      return this.localize("uploading_percent", {
        percent: format.percent(designer.sent),
        size: format.bytes(designer.size),
      });
    }
    return this.localize(this.draft.fields ? "preview_loading" : "corners_finding");
  }

  private get isReady(): boolean {
    // A print whose answer was lost may still be asked for.
    const isRefused = this.previewer.isRefused && !this.isUncertain;
    const { fields, problems } = this.draft;
    return fields !== undefined && !problems.length && !this.isBusy && !isRefused;
  }

  private renderOtherWays(): TemplateResult {
    return html`
      <div class="buttons">
        ${
          this.designer.items.length > 1 && !this.isBusy && !this.isUncertain
            ? html`<button
                class="plain separate"
                type="button"
                @click=${() =>
                  this.fireEvent(
                    "separate",
                    this.designer.items.map(({ file }) => file),
                  )}
              >
                ${this.localize("print_separately")}
              </button>`
            : nothing
        }
        <cloudprint-card-save-document
          .context=${this.context}
          .fields=${this.isReady ? this.draft.fields : undefined}
          .names=${this.names}
          @saving=${(event: CustomEvent<boolean>) => {
            this.isSaving = event.detail;
          }}
        ></cloudprint-card-save-document>
      </div>
    `;
  }

  private renderEditor(item: DesignItem): TemplateResult {
    return html`<cloudprint-card-designer-editor
      .context=${this.context}
      .name=${item.file.name}
      .picture=${this.picture}
      .edits=${item.edits}
      .found=${item.found}
      .hasCorners=${item.isPicture && this.design.cleanUp !== "off"}
      @edits=${(event: CustomEvent<Edits>) => this.designer.edit(item, event.detail)}
      @close=${() => {
        this.edited = undefined;
        this.picture = undefined;
      }}
    ></cloudprint-card-designer-editor>`;
  }

  private act(action: ItemAction): void {
    const { designer } = this;
    const { item } = action;
    const { name } = item.file;
    if (this.isBusy && action.kind === "remove") return;
    switch (action.kind) {
      case "move": {
        const position = designer.move(item, action.to) + 1;
        this.announcement = this.localize("item_position", { name, position, count: designer.items.length });
        break;
      }
      case "rotate":
        designer.edit(item, { ...item.edits, rotation: rotate(item.edits.rotation, action.quarters) });
        this.announcement = this.localize("item_rotated", { name, degrees: item.edits.rotation });
        break;
      case "edit":
        void this.startEditing(item);
        break;
      case "retry":
        designer.retry();
        break;
      case "remove":
        designer.remove(item);
        if (designer.items.length) this.focus();
        else this.fireEvent("unstage", undefined);
    }
  }

  private async startEditing(item: DesignItem): Promise<void> {
    this.edited = item;
    this.picture = item.thumbnail;
    const picture = await this.designer.load(item, EDITED_SIDE);
    if (this.edited === item && picture) this.picture = picture;
  }

  /** Upload the files again that are gone, once; not if they may be gone since they were printed. */
  private renewUploads(): void {
    const { previewer } = this;
    if (previewer.preview) this.isRenewed = false;
    if (!previewer.problem?.isGone || this.isRenewed || this.isBusy || this.isUncertain) return;
    this.isRenewed = true;
    void this.designer.renew();
  }

  private createChoices(): Choices {
    return getInitialChoices(this.printer, this.remembered);
  }

  /** Whether there are pages to choose from. */
  private get hasPages(): boolean {
    return this.designer.items.some(({ isPicture }) => !isPicture);
  }

  private get draft(): CheckedDraft {
    const { printer, choices, design, password } = this;
    const upload = this.designer.buildField(design);
    return checkDraft({
      ...{ printer, choices, design, isMadeHere: true, isWhole: !this.hasPages },
      content: upload && { upload },
      secrets: { ...NO_SECRETS, password },
    });
  }

  get names(): readonly string[] {
    return this.designer.items.map(({ file }) => file.name);
  }

  private async print(): Promise<void> {
    const { choices, context } = this;
    const { fields } = this.draft;
    if (!fields || this.isBusy) return;
    this.isSending = true;
    this.printProblem = undefined;
    try {
      const answer = await this.sender.send(context, fields);
      this.fireEvent<Printed>("printed", { ...answer, choices, deviceId: fields.device_id, isSaved: false });
    } catch (error) {
      this.printProblem = await this.explain(error);
    } finally {
      this.isSending = false;
    }
  }

  private async explain(error: unknown): Promise<string> {
    const { isGone, missing, text } = await explainPrint(this.context, error, this.names, this.labels);
    this.previewer.missing = missing ?? this.previewer.missing;
    if (!isGone) return text;
    // The files of a print are gone, and the answer to one with other options was lost.
    if (this.isUncertain) return this.localize("probably_printed");
    void this.designer.renew();
    return this.localize("uploaded_again");
  }
}

define("cloudprint-card-designer", DesignerPart);
