import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Job, Printer, SavedDocument } from "./backend.js";
import { cardStyles } from "./card-styles.js";
import { CARD_TYPE, describeUnknownOptions } from "./config.js";
import { ConnectedCard } from "./connected-card.js";
import type { Context } from "./context.js";
import {
  type Content,
  filterDocuments,
  findPrinter,
  findUnlisted,
  getFiles,
  isDesign,
  nameContent,
} from "./content.js";
import { DropPasteController } from "./drop-paste.js";
import { type Feature, FeatureLoader } from "./features.js";
import { canArrange, findFileProblem, FORMATS, MAX_BYTES, type PickedContent } from "./files.js";
import { type JobAction, JobActions, spread } from "./job-actions.js";
import {
  canApprove,
  type Change,
  foldAsked,
  getFullName,
  getQueue,
  getRequest,
  hasFailed,
  isEnded,
  isQuestion,
  joinApprovers,
  needsApproval,
  withoutChanged,
} from "./jobs.js";
import {
  type NoticeKind,
  renderEmptyState,
  renderError,
  renderLoading,
  renderNotice,
  renderPrinterHint,
} from "./notices.js";
import { define } from "./part.js";
import type { BatchPart } from "./parts/batch.js";
import type { ComposerPart } from "./parts/composer.js";
import type { DesignerPart } from "./parts/designer.js";
import type { QueuePart } from "./parts/queue.js";
import type { Made, Printed } from "./parts/print-form.js";
import type { StagedPart } from "./parts/staged.js";
import { getLastingChoices } from "./preferences.js";
import { shared } from "./styles.js";
import { type TextKey, Translator } from "./texts/index.js";
import { describeWarning } from "./warnings.js";
import "./parts/composer.js";
import "./parts/history.js";
import "./parts/printer.js";
import "./parts/queue.js";

interface Notice {
  readonly kind: NoticeKind;
  readonly text: string | TemplateResult;
  /** The jobs that it is about, and what is still said once none of them waits for approval. */
  readonly asked?: readonly string[];
  readonly then?: Notice | undefined;
}

/** The dashboard card. */
class CloudPrintCard extends ConnectedCard {
  static override properties = {
    ...ConnectedCard.properties,
    chosen: { state: true },
    content: { state: true },
    notice: { state: true },
    offer: { state: true },
    announcement: { state: true },
    changed: { state: true },
  };
  static override styles = [shared, cardStyles];

  declare private chosen: string | undefined;
  declare private content: Content | undefined;
  declare private notice: Notice | undefined;
  /** What was picked beside content that it would replace. */
  declare private offer: { readonly picked: PickedContent; readonly content: Content } | undefined;
  declare private announcement: string;
  declare private changed: readonly Job[];

  private readonly dropPaste = new DropPasteController(
    this,
    (kind) => Boolean(this.printer?.can_control) && !(kind === "text" && this.config?.hide_text),
    (picked) => this.stage(picked),
  );
  /** Prints that were looked at to decide on them: who else decides is said where they are. */
  private readonly looked = new Set<string>();
  private readonly jobActions = new JobActions(this, (problem, name) => this.report(problem, name));
  private readonly features = new FeatureLoader(() => {
    const hadFocus = this.shadowRoot?.activeElement?.closest(".waiting");
    this.requestUpdate();
    if (hadFocus) void this.focusStaged();
  });
  /** By the part that showed the files before. */
  private made: Made | undefined;

  /** Whether the printer was chosen since the card was opened, rather than remembered. */
  private isPrinterChosen = false;
  /** The printer that was shown last. */
  private lastPrinter: Printer | undefined;

  constructor() {
    super();
    this.announcement = "";
    this.changed = [];
  }

  protected override render(): TemplateResult {
    const title = this.config?.title;
    return html`
      <ha-card>
        <div
          class="body"
          @trays=${() => this.data.reload()}
          @document-saved=${this.documentSaved}
          @content-picked=${(event: CustomEvent<PickedContent>) => this.stage(event.detail)}
          @together=${(event: CustomEvent<readonly File[]>) => this.showFiles(event.detail, false)}
          @separate=${(event: CustomEvent<readonly File[]>) => this.showFiles(event.detail, true)}
          @unstage=${this.unstage}
          @look=${(event: CustomEvent<Job>) => this.looked.add(getRequest(event.detail))}
          @look-away=${this.lookedAway}
        >
          ${title ? html`<h2 class="title">${title}</h2>` : nothing} ${this.renderUnknownOptions()} ${this.renderBody()}
          <div class="visually-hidden" role="status" aria-live="polite">${this.announcement}</div>
        </div>
      </ha-card>
    `;
  }

  private renderUnknownOptions(): TemplateResult | typeof nothing {
    const problem = describeUnknownOptions(this.config ?? {}, this.texts);
    return problem ? renderNotice("warning", "mdi:alert-circle-outline", problem) : nothing;
  }

  private get printer(): Printer | undefined {
    const { printers, preferences, defaultPrinter } = this.data;
    const { device_id: fixed } = this.config ?? {};
    // What was made for a printer would be lost if another one took its place.
    const last = this.content && this.lastPrinter;
    const lastUsed = last?.device_id ?? preferences.current.printer;
    return (
      findUnlisted(printers, last, fixed ?? this.chosen) ??
      findPrinter(printers, fixed, this.chosen, lastUsed, defaultPrinter)
    );
  }

  /** Return the device that would be selected without the last printer, if it is another one. */
  private findInstead({ device_id: id }: Printer): string | undefined {
    const { printers, preferences, defaultPrinter } = this.data;
    if (this.isPrinterChosen || id !== preferences.current.printer) return undefined;
    const other = findPrinter(printers, undefined, defaultPrinter)?.device_id;
    return other === id ? undefined : other;
  }

  private renderBody(): TemplateResult | undefined {
    const { data, printer, context } = this;
    if (!context) return this.renderUntranslated();
    if (data.status === "loading" && !printer) return renderLoading(this.texts);
    if (data.status === "failed" && !printer) {
      return renderError(this.texts, data.problem, () => data.retry());
    }
    this.lastPrinter = printer;
    if (!data.printers.length && !printer) {
      return renderEmptyState(this.texts, this.hass?.user?.is_admin ? "empty_printers" : "forbidden");
    }
    if (!printer) return renderEmptyState(this.texts, "missing");
    // Paper that was printed on one side needs someone, and who asks, even if the queue is hidden.
    const queue = foldAsked(getQueue(data.jobs, Date.now())).filter(
      (job) => job.can_turn || canApprove(job) || !this.config?.hide_queue,
    );
    const questions = queue.filter((job) => isQuestion(job) || this.looked.has(getRequest(job)));
    const jobs = queue.filter((job) => !questions.includes(job));
    return html`
      <cloudprint-card-printer
        .context=${context}
        .printers=${data.printers.includes(printer) ? data.printers : [printer, ...data.printers]}
        .selected=${printer}
        .isFixed=${this.config?.device_id !== undefined}
        .instead=${this.findInstead(printer)}
        @printer=${(event: CustomEvent<string>) => {
          this.isPrinterChosen = true;
          this.chosen = event.detail;
        }}
      ></cloudprint-card-printer>
      ${this.renderState(printer)} ${questions.length ? this.renderQueue(context, questions, "questions") : nothing}
      ${this.renderNotice()} ${this.renderOffer()} ${this.renderCompose(printer)}
      ${this.config?.hide_queue || (questions.length && !jobs.length) ? nothing : html`<section>${this.renderQueue(context, jobs, "jobs")}</section>`}
      ${
        this.config?.hide_history
          ? nothing
          : html`<section class="last">
              <cloudprint-card-history
                .context=${this.context}
                .deviceId=${this.config?.device_id}
                .changed=${this.changed}
                .busy=${this.jobActions.busy}
                .printers=${data.printers}
                .showsPrinter=${this.showsPrinter}
                @job-action=${this.runJobAction}
              ></cloudprint-card-history>
            </section>`
      }
    `;
  }

  private renderQueue(context: Context, jobs: readonly Job[], heading: "jobs" | "questions"): TemplateResult {
    return html`<cloudprint-card-queue
      class=${heading}
      .context=${context}
      .jobs=${jobs}
      .heading=${heading}
      .busy=${this.jobActions.busy}
      .printers=${this.data.printers}
      .showsPrinter=${this.showsPrinter}
      @job-action=${this.runJobAction}
    ></cloudprint-card-queue>`;
  }

  /** Keep the focus near a question that was answered, which is a job like others then. */
  protected override update(changed: PropertyValues<this>): void {
    const questions = this.renderRoot.querySelector<HTMLElement>(".questions");
    const hadFocus = questions !== null && this.shadowRoot?.activeElement === questions;
    super.update(changed);
    if (!hadFocus) return;
    void this.updateComplete.then(async () => {
      const [next] = this.renderRoot.querySelectorAll<QueuePart>("cloudprint-card-queue");
      await next?.updateComplete;
      if (next && !this.shadowRoot?.activeElement) next.focus();
    });
  }

  private renderNotice(): TemplateResult | typeof nothing {
    const { notice, texts } = this;
    if (!notice) return nothing;
    return renderNotice(notice.kind, notice.kind === "info" ? "mdi:check" : "mdi:alert-circle-outline", notice.text, {
      label: texts.localize("dismiss"),
      dismiss: () => {
        this.notice = undefined;
      },
    });
  }

  /** Ask before what was picked, typed or chosen is replaced. */
  private renderOffer(): TemplateResult | typeof nothing {
    const { offer } = this;
    if (offer?.content !== this.content || !offer) return nothing;
    const { picked } = offer;
    const answer = (isReplaced: boolean): void => {
      this.offer = undefined;
      if (isReplaced) this.replace(picked);
      else void this.focusStaged();
    };
    return html`<div
      class="offer"
      role="group"
      tabindex="-1"
      aria-labelledby="offer"
      @keydown=${(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        answer(false);
      }}
    >
      <div id="offer">${this.localize("replace_question", { name: nameContent(picked, this.texts) })}</div>
      <div class="ways">
        <button type="button" @click=${() => answer(true)}>${this.localize("replace")}</button>
        <button class="plain" type="button" @click=${() => answer(false)}>${this.localize("replace_not")}</button>
      </div>
    </div>`;
  }

  /** Warn if what is shown may be old, or if prints will be held. */
  private renderState(printer: Printer): TemplateResult | typeof nothing {
    const { data, texts } = this;
    const warn = (text: string): TemplateResult => renderNotice("warning", "mdi:cloud-off-outline", text);
    if (this.hass?.connected === false) return warn(texts.localize("disconnected"));
    if (data.status === "failed") return warn(data.problem ?? texts.localize("error_setup"));
    return renderPrinterHint(printer, texts);
  }

  private renderCompose(printer: Printer): TemplateResult {
    if (!printer.can_control) {
      return renderNotice("info", "mdi:lock-outline", this.localize("forbidden_printer"));
    }
    const remembered = this.data.preferences.current.choices?.[printer.device_id];
    const { content } = this;
    const feature = content && (isDesign(content) ? "designer" : "picked");
    if (feature && this.features.use(feature) !== "loaded") return this.renderWaiting(feature);
    const printed = (event: CustomEvent<Printed>): Promise<void> => this.printed(event.detail, content);
    if (isDesign(this.content)) {
      return html`<cloudprint-card-designer
        .context=${this.context}
        .files=${this.content.files}
        .made=${this.made}
        .printer=${printer}
        .remembered=${remembered}
        @printed=${printed}
      ></cloudprint-card-designer>`;
    }
    if (this.content?.kind === "files") {
      return html`<cloudprint-card-batch
        .context=${this.context}
        .files=${this.content.files}
        .made=${this.made}
        .printer=${printer}
        .remembered=${remembered}
        .jobs=${this.data.jobs.jobs}
        @printed=${printed}
      ></cloudprint-card-batch>`;
    }
    if (this.content) {
      return html`<cloudprint-card-staged
        .context=${this.context}
        .content=${this.content}
        .printer=${printer}
        .remembered=${remembered}
        @printed=${printed}
      ></cloudprint-card-staged>`;
    }
    const documents = this.config?.hide_documents ? [] : filterDocuments(this.data.documents, this.config?.device_id);
    return html`<cloudprint-card-composer
      .context=${this.context}
      .documents=${documents}
      .hasText=${!this.config?.hide_text}
      .isDraggedOver=${this.dropPaste.isDraggedOver}
      @document-picked=${(event: CustomEvent<SavedDocument>) => this.stageDocument(event.detail)}
      @problem=${(event: CustomEvent<TextKey>) => this.warn(event.detail)}
    ></cloudprint-card-composer>`;
  }

  /** Stand in for the part that shows the content, until its code is loaded. */
  private renderWaiting(feature: Feature): TemplateResult {
    const close = (): void => {
      this.content = undefined;
      void this.focusComposer();
    };
    return html`<div class="waiting" tabindex="-1">${this.features.render(feature, this.texts, close)}</div>`;
  }

  /** Whether jobs show the name of their printer. */
  private get showsPrinter(): boolean {
    return this.config?.device_id === undefined && this.data.printers.length > 1;
  }

  // Picking content

  private stage(picked: PickedContent): void {
    this.notice = undefined;
    const isListed = this.content?.kind === "files" && this.content.isSeparate;
    // Files can be added to the list of those that are being sent.
    if (this.staged?.isBusy && !(picked.kind === "files" && isListed)) {
      this.warn("busy_wait");
      return;
    }
    // The upload of a file that was printed is gone: in a design, it would be uploaded again.
    if (this.content?.kind === "file" && picked.kind === "files" && this.staged?.isUncertain) {
      this.warn("uncertain_wait");
      return;
    }
    if (this.content && this.isReplaced(picked)) {
      this.offer = { picked, content: this.content };
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".offer")?.focus());
    } else this.replace(picked);
  }

  /** Return whether something would be lost: files are added to others, and what cannot be printed is refused. */
  private isReplaced(picked: PickedContent): boolean {
    const { staged } = this;
    const isRefused = picked.kind === "files" && picked.files.length === 1 && picked.files.every(findFileProblem);
    if (getFiles(this.content).length) return picked.kind !== "files";
    return !isRefused && (staged?.isEntered ?? false);
  }

  private replace(picked: PickedContent): void {
    if (picked.kind !== "files") this.content = picked;
    else if (!this.stageFiles(picked.files)) return;
    this.keepPrinter();
    void this.focusStaged();
  }

  /** Add files to those that are ready to print; return whether there is any to show. */
  private stageFiles(added: readonly File[]): boolean {
    const { content } = this;
    const isDesigned = isDesign(content);
    const isAlone = added.length === 1;
    const isPrintable = (file: File): boolean => {
      const problem = findFileProblem(file) ?? (isDesigned && !canArrange(file) ? "design_not_arranged" : undefined);
      if (problem && (isAlone || isDesigned)) this.warnOfFile(problem, file);
      return !problem;
    };
    const printable = added.filter(isPrintable);
    if ((isAlone || isDesigned) && !printable.length) return false;
    // The list of separate files has those, too, that cannot be printed.
    const isArranged = printable.length === added.length && added.every(canArrange);
    const files = [...getFiles(content), ...(isDesigned ? printable : added)];
    const [only, ...others] = files;
    if (!only) return false;
    if (isDesigned) this.content = { ...content, files };
    else if (!others.length) this.content = { kind: "file", file: only };
    else {
      const wasSeparate = content?.kind === "files";
      this.showFiles(files, wasSeparate || !isArranged || !getFiles(content).every(canArrange));
    }
    return true;
  }

  /** Show files to be printed as one, or each on its own; what was made of them stays. */
  private showFiles(files: readonly File[], isSeparate: boolean): void {
    const { content } = this;
    if (content?.kind !== "files" || content.isSeparate !== isSeparate) {
      const { staged } = this;
      this.made = staged && getFiles(content).length ? { choices: staged.choices, uploads: staged.uploads } : undefined;
    }
    this.content = { kind: "files", files, isSeparate };
  }

  private warnOfFile(problem: TextKey, { name, size }: File): void {
    const bytes = (count: number): string => this.context?.format.bytes(count) ?? "";
    this.warn(problem, { name, size: bytes(size), limit: bytes(MAX_BYTES), formats: FORMATS });
  }

  /** The part that shows the content, if there is any. */
  private get staged(): StagedPart | BatchPart | DesignerPart | null {
    return this.renderRoot.querySelector<StagedPart | BatchPart | DesignerPart>(
      "cloudprint-card-staged, cloudprint-card-batch, cloudprint-card-designer",
    );
  }

  private stageDocument(document: SavedDocument): void {
    this.notice = undefined;
    const isHere = this.data.printers.some(({ device_id: id }) => id === document.device_id);
    if (document.device_id && isHere) {
      this.isPrinterChosen = true;
      this.chosen = document.device_id;
    } else this.keepPrinter();
    this.content = { kind: "document", document };
    void this.focusStaged();
  }

  /** Choose the printer that is shown, so that an earlier choice that is loaded later does not take its place. */
  private keepPrinter(): void {
    this.chosen = this.lastPrinter?.device_id;
  }

  private async focusStaged(): Promise<void> {
    await this.updateComplete;
    const { staged } = this;
    await staged?.updateComplete;
    if (staged) staged.focus();
    else this.renderRoot.querySelector<HTMLElement>(".waiting")?.focus({ preventScroll: true });
  }

  private readonly unstage = async (event: CustomEvent<TextKey | undefined>): Promise<void> => {
    this.content = undefined;
    if (event.detail) this.announcement = this.localize(event.detail);
    await this.focusComposer();
  };

  private async printed(
    { jobs, choices, deviceId, isSaved, asked }: Printed,
    content: Content | undefined,
  ): Promise<void> {
    const isShown = this.content === content;
    if (isShown) this.content = undefined;
    this.notice = undefined;
    this.announce(jobs);
    const failures = jobs.filter(hasFailed).length;
    const { context, data } = this;
    const printer = data.printers.find(({ device_id: id }) => id === deviceId) ?? this.lastPrinter;
    const warnings = [...new Set(jobs.flatMap((job) => job.warnings))];
    const isTurnedLater = !asked && jobs.some((job) => job.side === "back" && !isEnded(job));
    const isAsked = asked && jobs.some(({ state }) => state === "held");
    const sentences = [
      isTurnedLater ? this.localize("turn_later") : "",
      failures ? this.texts.localizeCount("jobs_not_printed", failures) : "",
      ...(context && printer ? warnings.map((warning) => describeWarning(context, printer, warning)) : []),
    ].filter(Boolean);
    const kind = failures || warnings.length ? "warning" : "info";
    const say = (...said: readonly (string | TemplateResult)[]): Notice => ({
      kind,
      text: html`${said.map((text) => html`${text} `)}`,
    });
    const then = sentences.length ? say(...sentences) : undefined;
    this.notice = then;
    if (isAsked) {
      const promise = this.localize("asked", { names: joinApprovers(asked, this.texts) });
      this.notice = { ...say(promise, ...sentences), asked: jobs.map(({ job_id: id }) => id), then };
      this.endNotice();
    }
    if (this.hass && !isSaved) {
      this.isPrinterChosen = true;
      this.chosen ??= deviceId;
      await this.data.preferences.save(this.hass, deviceId, getLastingChoices(choices));
    }
    if (isShown) await this.focusComposer();
  }

  private readonly documentSaved = async (event: CustomEvent<SavedDocument>): Promise<void> => {
    const text = this.localize("document_saved", { name: event.detail.name });
    this.content = undefined;
    this.notice = { kind: "info", text };
    await Promise.all([this.data.reload(), this.focusComposer()]);
  };

  private async focusComposer(): Promise<void> {
    await this.updateComplete;
    const composer = this.renderRoot.querySelector<ComposerPart>("cloudprint-card-composer");
    await composer?.updateComplete;
    composer?.focus();
  }

  // Job actions

  private readonly lookedAway = (event: CustomEvent<Job>): void => {
    this.looked.delete(getRequest(event.detail));
    this.requestUpdate();
  };

  private readonly runJobAction = (event: CustomEvent<JobAction>): void => {
    const { context } = this;
    if (!context) return;
    if (event.detail.kind === "approve" || event.detail.kind === "deny")
      this.looked.delete(getRequest(event.detail.job));
    for (const action of spread(event.detail, this.data.jobs.jobs.values())) void this.jobActions.run(context, action);
  };

  private report(message: string | undefined, name?: string): void {
    const text = message && name ? this.localize("action_failed", { name, message }) : message;
    this.notice = text ? { kind: "error", text } : undefined;
  }

  // Messages

  protected override takeJobs(changes: readonly Change[]): void {
    // Also those whose state is the same, as of one that was decided on
    this.changed = [...this.data.jobs.jobs.values()];
    this.endNotice();
    if (changes.length) this.announce(changes);
  }

  /** End the notice that a print waits for approval with the wait. */
  private endNotice(): void {
    const jobs = this.notice?.asked?.flatMap((id) => this.data.jobs.jobs.get(id) ?? []);
    if (jobs?.length && !jobs.some(needsApproval)) this.notice = this.notice?.then;
  }

  private announce(changes: readonly Change[]): void {
    const { texts } = this;
    const sentences = withoutChanged(changes).map((change) => {
      const name = getFullName(change, texts);
      const whole = getFullName({ ...change, side: null }, texts);
      if (change.can_turn) return this.localize("turn_announced", { name: whole });
      if (canApprove(change)) return this.localize("approval_announced", { name: whole });
      const [kind, value] =
        needsApproval(change) || change.reason === "denied" ? ["reason", change.reason] : ["state", change.state];
      const state = texts.localizeValue(kind, value ?? "", "state_other");
      return this.localize("job_announced", { name: kind === "reason" ? whole : name, state });
    });
    // All jobs of a print wait for the same decision.
    this.announcement = [...new Set(sentences)].join(" ");
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

define(CARD_TYPE, CloudPrintCard);
