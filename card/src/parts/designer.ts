import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { type Draft, getImpliedSides } from "../core/draft.js";
import { type Design, type Edits, INITIAL_DESIGN, rotate } from "../design.js";
import { DesignController, type DesignItem } from "../design-controller.js";
import { define } from "../part.js";
import type { Picture } from "../pictures.js";
import { Ticket } from "../ticket.js";
import type { Upload } from "../upload.js";
import type { ItemAction } from "./designer-thumbnails.js";
import type { OptionSet } from "./options.js";
import { type Made, PrintForm } from "./print-form.js";
import "../texts/design.js";
import "./designer-arrangement.js";
import "./designer-editor.js";
import "./designer-thumbnails.js";

/** Longer side of a picture that is edited, in pixels. */
const EDITED_SIDE = 1200;

/**
 * Pictures and PDF files, which are arranged and printed as one.
 *
 * Fires `separate` with the files when they are to be printed one by one.
 */
export class DesignerPart extends PrintForm {
  static override properties = {
    ...PrintForm.properties,
    files: { attribute: false },
    made: { attribute: false },
    design: { state: true },
    edited: { state: true },
    picture: { state: true },
    announcement: { state: true },
  };

  declare files: readonly File[];
  /** What was made of the files before. */
  declare made: Made | undefined;
  declare private design: Design;
  /** The item whose picture is edited. */
  declare private edited: DesignItem | undefined;
  declare private picture: Picture | undefined;
  declare private announcement: string;

  protected readonly ticket = new Ticket(this);
  private readonly designer = new DesignController(this);
  /** Whether the files were uploaded again since the last preview. */
  private isRenewed = false;
  private version = 0;

  constructor() {
    super();
    this.design = INITIAL_DESIGN;
    this.announcement = "";
    this.addController(this.designer);
  }

  /** The uploads, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return this.designer.uploads;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.hasUpdated) super.willUpdate(changed);
    else this.choices = this.made?.choices ?? this.createChoices();
    if (changed.has("files")) this.designer.addFiles(this.files, this.made?.uploads);
    this.ticket.names = this.designer.items.map(({ file }) => file.name);
    if (this.design.cleanUp !== "off") this.designer.findCorners();
    this.renewUploads();
    this.requestPreview();
    this.version += 1;
  }

  protected get draft(): Draft {
    const { printer, choices, design } = this;
    const upload = this.designer.buildField(design);
    const isWhole = !this.optionSet.hasPages;
    return { printer, choices, design, content: upload && { upload }, isMadeHere: true, isWhole };
  }

  protected get isPreviewed(): boolean {
    return this.checked.fields !== undefined;
  }

  protected get optionSet(): OptionSet {
    return {
      // Of pictures, there are no pages to choose from.
      hasPages: this.designer.items.some(({ isPicture }) => !isPicture),
      hasPageSets: true,
      impliedSides: getImpliedSides(this.design),
    };
  }

  protected renderHead(): TemplateResult {
    const { texts, format } = this.context;
    const { items, size } = this.designer;
    const sheets = this.ticket.preview?.sheets;
    return this.renderTitle(
      "mdi:image-multiple-outline",
      texts.localizeCount("files", items.length),
      [format.bytes(size), sheets ? texts.localizeCount("sheets", sheets.count) : ""],
      { label: this.localize("close_files"), run: () => this.fireCardEvent("unstage", undefined) },
    );
  }

  protected renderBody(): TemplateResult {
    const { context, designer } = this;
    const { items } = designer;
    return html`
      <div class="content with-preview">
        <div class="main">
          <cloudprint-card-designer-thumbnails
            .context=${context}
            .items=${items}
            .version=${this.version}
            .cleanUp=${this.design.cleanUp}
            @item-action=${(event: CustomEvent<ItemAction>) => this.act(event.detail)}
          ></cloudprint-card-designer-thumbnails>
          ${this.renderLeftOut(designer.leftOut)} ${this.renderPick()}
          ${this.renderPreview(context.texts.localizeCount("files", items.length))}
          ${designer.isUploaded ? nothing : this.renderProgress(this.localize("uploading_files"), designer.sent)}
        </div>
        <div class="side">
          <cloudprint-card-designer-arrangement
            .context=${context}
            .design=${this.design}
            @design=${(event: CustomEvent<Design>) => {
              this.design = event.detail;
            }}
          ></cloudprint-card-designer-arrangement>
          ${this.renderChoices()}
          <div class="buttons">${this.renderSeparate()} ${this.renderSave()}</div>
        </div>
      </div>
      ${this.renderFooter()} ${this.edited ? this.renderEditor(this.edited) : nothing}
      <div class="visually-hidden" role="status">${this.announcement}</div>
    `;
  }

  protected override get waiting(): string {
    const { designer, context } = this;
    if (designer.items.some(({ problem }) => problem !== undefined)) return this.localize("design_failed");
    if (!designer.isUploaded) {
      const { format } = context;
      return this.localize("uploading_percent", {
        percent: format.percent(designer.sent),
        size: format.bytes(designer.size),
      });
    }
    return this.localize(this.checked.fields ? "preview_loading" : "corners_finding");
  }

  private renderSeparate(): TemplateResult | typeof nothing {
    const { designer } = this;
    if (designer.items.length < 2 || this.isBusy || this.isUncertain) return nothing;
    return html`<button
      class="plain separate"
      type="button"
      @click=${() => this.fireCardEvent("separate", designer.filterKept(this.files))}
    >
      ${this.localize("print_separately")}
    </button>`;
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
        else this.fireCardEvent("unstage", undefined);
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
    const { preview, problem } = this.ticket;
    if (preview) this.isRenewed = false;
    if (!problem?.isGone || this.isRenewed || this.isBusy || this.isUncertain) return;
    this.isRenewed = true;
    void this.designer.renew();
  }

  protected override refused(): void {
    const { ticket } = this;
    if (!ticket.failure?.isGone) return;
    // The files of a print are gone, and the answer to one with other options may have been lost.
    const text = this.localize(this.isUncertain ? "probably_printed" : "uploaded_again");
    if (!this.isUncertain) void this.designer.renew();
    ticket.failure = { ...ticket.failure, text };
  }
}

define("cloudprint-card-designer", DesignerPart);
