import { html, nothing, type TemplateResult } from "lit";

import type { Job, Printer, SavedDocument } from "./backend.js";
import { cardStyles } from "./card-styles.js";
import { CARD_TYPE } from "./config.js";
import { ConnectedCard } from "./connected-card.js";
import { type Content, filterDocuments, findPrinter } from "./content.js";
import { DropPasteController } from "./drop-paste.js";
import { findFileProblem, FORMATS, MAX_BYTES, type PickedContent } from "./files.js";
import { type JobAction, JobActions } from "./job-actions.js";
import { type Change, getQueue } from "./jobs.js";
import {
  type NoticeKind,
  renderEmptyState,
  renderError,
  renderLoading,
  renderNotice,
  renderPrinterHint,
} from "./notices.js";
import { type Choices, getLastingChoices } from "./options.js";
import { define } from "./part.js";
import type { BatchPart } from "./parts/batch.js";
import type { ComposerPart } from "./parts/composer.js";
import type { Printed, StagedPart } from "./parts/staged.js";
import { shared } from "./styles.js";
import { type TextKey, Translator } from "./texts/index.js";
import "./parts/batch.js";
import "./parts/composer.js";
import "./parts/history.js";
import "./parts/printer.js";
import "./parts/queue.js";
import "./parts/staged.js";

interface Notice {
  readonly kind: NoticeKind;
  readonly text: string;
}

/** The dashboard card. */
export class CloudPrintCard extends ConnectedCard {
  static override properties = {
    ...ConnectedCard.properties,
    chosen: { state: true },
    content: { state: true },
    notice: { state: true },
    announcement: { state: true },
    changed: { state: true },
  };
  static override styles = [shared, cardStyles];

  declare private chosen: string | undefined;
  declare private content: Content | undefined;
  declare private notice: Notice | undefined;
  declare private announcement: string;
  declare private changed: readonly Job[];

  private readonly dropPaste = new DropPasteController(
    this,
    (kind) => Boolean(this.printer?.can_control) && !(kind === "text" && this.config?.hide_text),
    (picked) => this.stage(picked),
  );
  private readonly jobActions = new JobActions(this, (problem, name) => this.report(problem, name));
  /** The choices that were made for a file before another one was added. */
  private madeChoices: Choices | undefined;

  constructor() {
    super();
    this.announcement = "";
    this.changed = [];
  }

  protected override render(): TemplateResult {
    const title = this.config?.title;
    return html`
      <ha-card>
        <div class="body">
          ${title ? html`<h2 class="title">${title}</h2>` : nothing} ${this.renderBody()}
          <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
        </div>
      </ha-card>
    `;
  }

  private get printer(): Printer | undefined {
    const { printers, preferences, defaultPrinter } = this.data;
    const lastUsed = preferences.current.printer;
    return findPrinter(printers, this.config?.device_id, this.chosen, lastUsed, defaultPrinter);
  }

  private renderBody(): TemplateResult {
    const { data, printer, context } = this;
    if (!context || (data.status === "loading" && !printer)) return renderLoading(this.texts);
    if (data.status === "failed" && !printer) {
      return renderError(this.texts, data.problem, () => data.retry());
    }
    if (!data.printers.length) {
      return renderEmptyState(this.texts, this.hass?.user?.is_admin ? "empty_printers" : "forbidden");
    }
    if (!printer) return renderEmptyState(this.texts, "missing");
    return html`
      <cloudprint-card-printer
        .context=${context}
        .printers=${data.printers}
        .selected=${printer}
        .isFixed=${this.config?.device_id !== undefined}
        @printer=${(event: CustomEvent<string>) => {
          this.chosen = event.detail;
        }}
      ></cloudprint-card-printer>
      ${this.renderNotices(printer)} ${this.renderCompose(printer)}
      ${this.config?.hide_queue
        ? nothing
        : html`<section>
            <cloudprint-card-queue
              .context=${context}
              .jobs=${getQueue(data.jobs, Date.now())}
              .busy=${this.jobActions.busy}
              .showsPrinter=${this.showsPrinter}
              @job-action=${this.runJobAction}
            ></cloudprint-card-queue>
          </section>`}
      ${this.config?.hide_history
        ? nothing
        : html`<section class="last">
            <cloudprint-card-history
              .context=${this.context}
              .deviceId=${this.config?.device_id}
              .changed=${this.changed}
              .busy=${this.jobActions.busy}
              .showsPrinter=${this.showsPrinter}
              @job-action=${this.runJobAction}
            ></cloudprint-card-history>
          </section>`}
    `;
  }

  private renderNotices(printer: Printer): TemplateResult {
    const { notice, texts } = this;
    return html`
      ${this.hass?.connected === false
        ? renderNotice("warning", "mdi:cloud-off-outline", texts.localize("disconnected"))
        : renderPrinterHint(printer, texts)}
      ${notice
        ? renderNotice(notice.kind, notice.kind === "info" ? "mdi:check" : "mdi:alert-circle-outline", notice.text, {
            label: texts.localize("dismiss"),
            dismiss: () => {
              this.notice = undefined;
            },
          })
        : nothing}
    `;
  }

  private renderCompose(printer: Printer): TemplateResult {
    if (!printer.can_control) {
      return renderNotice("info", "mdi:lock-outline", this.localize("forbidden_printer"));
    }
    const remembered = this.data.preferences.current.choices?.[printer.device_id];
    if (this.content?.kind === "files") {
      return html`<cloudprint-card-batch
        .context=${this.context}
        .files=${this.content.files}
        .printer=${printer}
        .remembered=${remembered}
        .initial=${this.madeChoices}
        .jobs=${this.data.jobs.jobs}
        @content-picked=${(event: CustomEvent<PickedContent>) => this.stage(event.detail)}
        @unstage=${this.unstage}
        @printed=${this.printed}
      ></cloudprint-card-batch>`;
    }
    if (this.content) {
      return html`<cloudprint-card-staged
        .context=${this.context}
        .content=${this.content}
        .printer=${printer}
        .remembered=${remembered}
        @content-picked=${(event: CustomEvent<PickedContent>) => this.stage(event.detail)}
        @unstage=${this.unstage}
        @printed=${this.printed}
      ></cloudprint-card-staged>`;
    }
    const documents = this.config?.hide_documents
      ? []
      : filterDocuments(this.data.documents, this.config?.device_id);
    return html`<cloudprint-card-composer
      .context=${this.context}
      .documents=${documents}
      .hasText=${!this.config?.hide_text}
      .isDraggedOver=${this.dropPaste.isDraggedOver}
      @content-picked=${(event: CustomEvent<PickedContent>) => this.stage(event.detail)}
      @document-picked=${(event: CustomEvent<SavedDocument>) => this.stageDocument(event.detail)}
      @problem=${(event: CustomEvent<TextKey>) => this.warn(event.detail)}
    ></cloudprint-card-composer>`;
  }

  /** Whether jobs show the name of their printer. */
  private get showsPrinter(): boolean {
    return this.config?.device_id === undefined && this.data.printers.length > 1;
  }

  // Picking content

  private stage(picked: PickedContent): void {
    this.notice = undefined;
    // Files can be added to the list of those that are being sent.
    if (this.staged?.isSending && !(picked.kind === "files" && this.content?.kind === "files")) {
      this.warn("sending_wait");
      return;
    }
    if (picked.kind === "text") this.content = picked;
    else if (!this.stageFiles(picked.files)) return;
    void this.focusStaged();
  }

  /** Add files to those that are ready to print; return whether there is any to show. */
  private stageFiles(added: readonly File[]): boolean {
    const { content } = this;
    const files = [...getFiles(content), ...added];
    const [file] = added;
    const problem = file && added.length === 1 ? findFileProblem(file) : undefined;
    if (file && problem) {
      this.warn(problem, {
        name: file.name,
        size: this.context?.format.bytes(file.size) ?? "",
        limit: this.context?.format.bytes(MAX_BYTES) ?? "",
        formats: FORMATS,
      });
      return false;
    }
    if (content?.kind !== "files") {
      this.madeChoices = content?.kind === "file" ? this.staged?.choices : undefined;
    }
    const [only, ...others] = files;
    if (only) this.content = others.length ? { kind: "files", files } : { kind: "file", file: only };
    return true;
  }

  /** The part that shows the content, if there is any. */
  private get staged(): StagedPart | BatchPart | null {
    return this.renderRoot.querySelector<StagedPart | BatchPart>(
      "cloudprint-card-staged, cloudprint-card-batch",
    );
  }

  private stageDocument(document: SavedDocument): void {
    this.notice = undefined;
    const isHere = this.data.printers.some(({ device_id: id }) => id === document.device_id);
    if (document.device_id && isHere) this.chosen = document.device_id;
    this.content = { kind: "document", document };
    void this.focusStaged();
  }

  private async focusStaged(): Promise<void> {
    await this.updateComplete;
    const { staged } = this;
    await staged?.updateComplete;
    staged?.focus();
  }

  private readonly unstage = async (event: CustomEvent<TextKey | undefined>): Promise<void> => {
    this.content = undefined;
    if (event.detail) this.announcement = this.localize(event.detail);
    await this.focusComposer();
  };

  private readonly printed = async (event: CustomEvent<Printed>): Promise<void> => {
    const { jobs, choices, isSaved } = event.detail;
    const { printer, hass } = this;
    this.content = undefined;
    this.notice = undefined;
    this.announce(jobs);
    const warnings = new Set(
      jobs.flatMap((job) => job.warnings.map((warning) => this.texts.localizeValue("warning", warning, "warning_other"))),
    );
    if (warnings.size) this.notice = { kind: "warning", text: [...warnings].join(" ") };
    if (printer && hass && !isSaved) {
      this.chosen = printer.device_id;
      await this.data.preferences.save(hass, printer.device_id, getLastingChoices(choices));
    }
    await this.focusComposer();
  };

  private async focusComposer(): Promise<void> {
    await this.updateComplete;
    const composer = this.renderRoot.querySelector<ComposerPart>("cloudprint-card-composer");
    await composer?.updateComplete;
    composer?.focus();
  }

  // Job actions

  private readonly runJobAction = (event: CustomEvent<JobAction>): void => {
    if (this.context) void this.jobActions.run(this.context, event.detail);
  };

  private report(message: string | undefined, name?: string): void {
    const text = message && name ? this.localize("action_failed", { name, message }) : message;
    this.notice = text ? { kind: "error", text } : undefined;
  }

  // Messages

  protected override announce(changes: readonly Change[]): void {
    this.changed = [...this.data.jobs.jobs.values()];
    this.announcement = changes
      .map(({ name, state }) =>
        this.localize("job_announced", {
          name,
          state: this.texts.localizeValue("state", state, "state_other"),
        }),
      )
      .join(" ");
  }

  private warn(key: TextKey, placeholders: Record<string, string> = {}): void {
    this.notice = { kind: "warning", text: this.localize(key, placeholders) };
  }

  private get texts(): Translator {
    return this.context?.texts ?? new Translator(document.documentElement.lang);
  }

  private localize(key: TextKey, placeholders: Record<string, string> = {}): string {
    return this.texts.localize(key, placeholders);
  }
}

function getFiles(content: Content | undefined): readonly File[] {
  if (content?.kind === "files") return content.files;
  return content?.kind === "file" ? [content.file] : [];
}

define(CARD_TYPE, CloudPrintCard);
