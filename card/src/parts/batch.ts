import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Job, Policy } from "../backend.js";
import { BatchController, type BatchItem, type ItemState } from "../batch-controller.js";
import { checkDraft, type Draft } from "../core/draft.js";
import { canArrange, FORMATS, MAX_BYTES } from "../files.js";
import { type Icon, icon, iconOfState } from "../icons.js";
import { hasFailed, joinApprovers } from "../jobs.js";
import { ALL_PAGES } from "../options.js";
import { define } from "../part.js";
import { joinPolicies } from "../rules.js";
import { Ticket } from "../ticket.js";
import type { Upload } from "../upload.js";
import { batchStyles } from "./batch-styles.js";
import type { MadeHere, OptionSet } from "./options.js";
import { type Made, type Printed, PrintForm } from "./print-form.js";

const ICONS: Readonly<Record<Exclude<ItemState, "printed">, Icon>> = {
  skipped: "mdi:file-remove-outline",
  waiting: "mdi:file-document-outline",
  uploading: "mdi:file-upload-outline",
  sending: "mdi:send-clock",
  failed: "mdi:alert-circle-outline",
};

/**
 * Several files, which are printed one after the other with the same options.
 *
 * Fires `printed` once all are printed, and `together` with the files when they are to be one print.
 */
export class BatchPart extends PrintForm {
  static override properties = {
    ...PrintForm.properties,
    files: { attribute: false },
    made: { attribute: false },
    jobs: { attribute: false },
    chosen: { state: true },
  };
  static override styles = [...PrintForm.styles, batchStyles];

  declare files: readonly File[];
  /** What was made of the files before. */
  declare made: Made | undefined;
  /** The known jobs by id, with their present states. */
  declare jobs: ReadonlyMap<string, Job>;
  /** The file whose preview is shown, unless it is the first one. */
  declare private chosen: BatchItem | undefined;

  private readonly batch = new BatchController(this);
  /** Of no file. */
  private readonly none = new Ticket(this);
  private wasRunning = false;
  /** How files were printed last. */
  private last: Pick<Printed, "deviceId" | "choices"> | undefined;

  constructor() {
    super();
    this.addController(this.batch);
  }

  /** Whether files are being sent. */
  override get isBusy(): boolean {
    return this.batch.isRunning;
  }

  /** Whether a file may have been printed by a print whose answer was lost. */
  override get isUncertain(): boolean {
    return this.batch.items.some(({ ticket }) => ticket.sender.isUncertain);
  }

  /** The uploads, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return this.batch.uploads;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { ticket } of this.batch.items) ticket.request(undefined);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.hasUpdated) super.willUpdate(changed);
    else this.choices = { ...(this.made?.choices ?? this.createChoices()), ...ALL_PAGES };
    if (changed.has("files")) this.batch.addFiles(this.files, this.made?.uploads);
    this.keepJobStates();
    if (this.isConnected && !this.isBusy) this.look();
  }

  /** Upload the file that is shown, and ask for its preview; for all files, if rules are asked about them. */
  private look(): void {
    const { batch, shown, printer } = this;
    if (printer.rule) batch.start();
    else if (shown && !shown.uploaded && shown.problem === undefined) void batch.upload(shown);
    const others = printer.rule ? batch.pending.filter((item) => item !== shown) : [];
    for (const item of shown ? [shown, ...others] : []) {
      this.requestPreview(item.ticket, this.getDraft(item));
      // One at a time, as each takes as long as a print.
      if (item.ticket.isBusy) break;
    }
  }

  /** The file whose preview is shown. */
  private get shown(): BatchItem | undefined {
    const items = this.batch.in("waiting", "uploading", "failed");
    return items.find((item) => item === this.chosen) ?? items[0];
  }

  protected get ticket(): Ticket {
    return this.shown?.ticket ?? this.none;
  }

  private getDraft({ file, uploaded }: BatchItem): Draft {
    const { printer, choices } = this;
    const content = uploaded && { upload: uploaded.upload_id };
    return { printer, choices, content, isMadeHere: canArrange(file) };
  }

  protected get draft(): Draft {
    const { printer, choices, madeHere } = this;
    return { printer, choices, isMadeHere: madeHere !== "none" };
  }

  protected readonly isPreviewed = true;

  protected get optionSet(): OptionSet {
    return { madeHere: this.madeHere };
  }

  protected override get isReady(): boolean {
    return !this.checked.problems.length;
  }

  protected override get policy(): Policy | undefined {
    return joinPolicies(this.batch.pending.flatMap(({ ticket }) => ticket.preview?.policy ?? []));
  }

  protected override get printLabel(): string {
    const { batch, policy } = this;
    const stem = !batch.in("waiting").length ? "retry_files" : policy?.asks ? "ask_to_print_files" : "print_files";
    return this.context.texts.localizeCount(stem, batch.pending.length);
  }

  protected override updated(): void {
    const { isRunning } = this.batch;
    const hasLostFocus = document.activeElement === document.body;
    // The button that was pressed is gone.
    if (isRunning !== this.wasRunning && hasLostFocus) this.focus();
    this.wasRunning = isRunning;
  }

  protected renderHead(): TemplateResult {
    const { batch, context, progress } = this;
    return html`
      ${this.renderTitle(
        "mdi:file-document-multiple-outline",
        context.texts.localizeCount("files", batch.items.length),
        [progress || context.format.bytes(batch.size)],
        { label: this.localize("close_files"), run: () => this.close() },
      )}
      <div class="visually-hidden" role="status">${progress}</div>
    `;
  }

  protected renderBody(): TemplateResult {
    const { batch } = this;
    const isFormatShown = batch.items.some(({ fileProblem }) => fileProblem === "file_unsupported");
    return html`
      <ul aria-label=${this.localize("files")}>
        ${repeat(
          batch.items,
          (item) => item,
          (item) => html`<li>${this.renderItem(item)}</li>`,
        )}
      </ul>
      ${this.renderLeftOut(batch.leftOut)}
      ${isFormatShown ? html`<p class="secondary small">${this.localize("formats", { formats: FORMATS })}</p>` : nothing}
      ${batch.isRunning ? this.renderRunning() : html`${this.renderPick()} ${this.renderActions()}`}
    `;
  }

  private renderItem(item: BatchItem): TemplateResult {
    const { name } = item.file;
    const label = this.localize(item.state === "waiting" ? "cancel_job" : "remove", { name });
    const canRemove = !["sending", "printed"].includes(item.state);
    const jobState = this.getJobState(item);
    const isShown = item === this.shown;
    const names = html`<span class="one-line" title=${name}>${name}</span>
      <span class="fact small">${this.describe(item)}</span>`;
    return html`
      <div class="item ${jobState || item.state}">
        ${icon(item.state === "printed" ? iconOfState(jobState) : ICONS[item.state])}
        <div class="names">
          ${
            this.batch.isRunning || !this.batch.pending.includes(item)
              ? names
              : html`<button
                  class="plain choose"
                  type="button"
                  aria-pressed=${isShown}
                  @click=${() => {
                    this.chosen = item;
                  }}
                >
                  ${names}
                </button>`
          }
          ${item.state === "uploading" ? this.renderProgress(this.localize("uploading", { name }), item.sent) : nothing}
        </div>
        ${
          canRemove
            ? html`<button
                class="plain round"
                type="button"
                aria-label=${label}
                title=${label}
                @click=${() => this.drop(item)}
              >
                ${icon("mdi:close")}
              </button>`
            : nothing
        }
      </div>
    `;
  }

  private renderRunning(): TemplateResult {
    return html`
      <p class="secondary small">${this.localize("keep_open")}</p>
      <button class="stop" type="button" @click=${() => this.batch.stop()}>
        ${icon("mdi:stop")}${this.localize("stop")}
      </button>
    `;
  }

  private renderActions(): TemplateResult {
    const { shown } = this;
    if (!shown) {
      return html`<button class="print" type="button" @click=${() => this.close()}>${this.localize("done")}</button>`;
    }
    return html`
      <div class="content with-preview">
        <div class="main">${this.renderPreview(shown.file.name)}</div>
        <div class="side">
          ${this.renderChoices()}
          <div>
            <p class="secondary small each">${this.localize("files_hint")}</p>
            ${
              this.canBeOne
                ? html`<button
                    class="plain together"
                    type="button"
                    @click=${() => this.fireCardEvent("together", this.kept)}
                  >
                    ${this.localize("print_together")}
                  </button>`
                : nothing
            }
          </div>
        </div>
      </div>
      ${this.renderFooter()}
    `;
  }

  /** What was wrong is said beside each file. */
  protected override renderProblem(): typeof nothing {
    return nothing;
  }

  protected override get previewProblem(): string | undefined {
    return this.shown?.problem === undefined ? super.previewProblem : "";
  }

  protected override get waiting(): string | undefined {
    const { shown } = this;
    if (!shown || shown.uploaded) return undefined;
    const { format } = this.context;
    return this.localize("uploading_percent", {
      percent: format.percent(shown.sent),
      size: format.bytes(shown.file.size),
    });
  }

  private describe(item: BatchItem): string {
    const { format } = this.context;
    switch (item.state) {
      case "skipped":
        return this.localize(`${item.fileProblem ?? "file_unsupported"}_short`, {
          size: format.bytes(item.file.size),
          limit: format.bytes(MAX_BYTES),
        });
      case "uploading":
        return item.sent >= 1 ? this.localize("processing") : format.percent(item.sent);
      case "failed":
        return item.problem ?? "";
      case "printed":
        if (item.asked && this.getJobState(item) === "held") {
          return this.localize("asked", { names: joinApprovers(item.asked, this.context.texts) });
        }
        return this.context.texts.localizeValue("state", this.getJobState(item), "state_other");
      case "waiting":
        if (item.problem) return item.problem;
        return this.batch.isRunning ? this.localize("file_waiting") : format.bytes(item.file.size);
      case "sending":
        return this.localize("printing_now");
    }
  }

  /** Return the present state of the job of a printed file, of a failed one if there are several, or "". */
  private getJobState({ jobs, jobStates }: BatchItem): string {
    const known = jobs.map(({ job_id: id, state }) => ({ state: jobStates.get(id) ?? state }));
    return (known.find(hasFailed) ?? known[0])?.state ?? "";
  }

  /** Note the present states of the jobs, which are not known any more some time after they ended. */
  private keepJobStates(): void {
    for (const { jobs, jobStates } of this.batch.items) {
      for (const { job_id: id } of jobs) {
        const state = this.jobs.get(id)?.state;
        if (state) jobStates.set(id, state);
      }
    }
  }

  /** How many files are sent, or "" before the first one. */
  private get progress(): string {
    const { batch } = this;
    const [printed, failed] = [batch.in("printed").length, batch.in("failed").length];
    if (!batch.isRunning && !printed && !failed) return "";
    const count = batch.items.length - batch.in("skipped").length;
    const sent = this.localize("files_progress", { done: printed, count });
    return failed ? `${sent} · ${this.context.texts.localizeCount("files_failed", failed)}` : sent;
  }

  /** The files that were not removed, also those beyond the limit. */
  private get kept(): readonly File[] {
    return this.batch.filterKept(this.files);
  }

  /** Whether all files can be arranged, and none is printed yet, or may be. */
  private get canBeOne(): boolean {
    const { items } = this.batch;
    const areWaiting = items.length > 1 && items.every(({ state }) => state === "waiting");
    return areWaiting && !this.isUncertain && this.kept.every(canArrange);
  }

  /** How many of the files that are to be printed have pages that the integration makes. */
  private get madeHere(): MadeHere {
    const { pending } = this.batch;
    const count = pending.filter(({ file }) => canArrange(file)).length;
    if (count === pending.length) return "all";
    return count ? "some" : "none";
  }

  private drop(item: BatchItem): void {
    this.batch.remove(item);
    if (this.batch.items.length) this.focus();
    else this.close();
  }

  /** Close the list; what was printed is announced. */
  private close(): void {
    const jobs = this.batch.items.flatMap((item) => item.jobs);
    if (jobs.length) this.firePrinted();
    else this.fireCardEvent("unstage", undefined);
  }

  protected override async print(): Promise<void> {
    const { batch, choices, printer } = this;
    this.last = { deviceId: printer.device_id, choices };
    await batch.print((item) => {
      const { secrets } = item.ticket;
      return checkDraft({ ...this.getDraft(item), printer, choices, secrets }).fields;
    });
    const isComplete = batch.items.length > 0 && batch.items.every(({ state }) => state === "printed");
    if (isComplete && this.isConnected) this.firePrinted();
  }

  private firePrinted(): void {
    const { items } = this.batch;
    const jobs = items.flatMap((item) => item.jobs);
    const asking = items.filter(({ asked }) => asked);
    const asked = asking.length ? [...new Set(asking.flatMap((item) => item.asked ?? []))] : null;
    if (this.last) this.fireEvent<Printed>("printed", { ...this.last, jobs, asked, isSaved: false });
  }
}

define("cloudprint-card-batch", BatchPart);
