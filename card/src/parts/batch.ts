import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Job, Printer } from "../backend.js";
import { BatchController, type BatchItem, type ItemState, MAX_FILES } from "../batch-controller.js";
import { checkDraft } from "../core/draft.js";
import { renderProgress } from "../file-fields.js";
import { canArrange, FORMATS, MAX_BYTES, type PickedContent } from "../files.js";
import { type Icon, icon, iconOfState } from "../icons.js";
import { hasFailed, joinApprovers } from "../jobs.js";
import { renderClose, renderNotice } from "../notices.js";
import { ALL_PAGES, type Choices, getInitialChoices } from "../options.js";
import { define, Part } from "../part.js";
import type { RememberedChoices } from "../preferences.js";
import { isOffered, renderRule } from "../rules.js";
import type { Upload } from "../upload.js";
import { batchStyles } from "./batch-styles.js";
import type { MadeHere } from "./options.js";
import type { Printed } from "./staged.js";
import { stagedStyles } from "./staged-styles.js";
import "./options.js";
import "./pick.js";

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
 * Fires `printed` once all are printed, `unstage` when the list is closed, `content-picked`
 * with more files, or `together` with the files when they are to be one print.
 */
export class BatchPart extends Part {
  static override properties = {
    ...Part.properties,
    files: { attribute: false },
    uploaded: { attribute: false },
    printer: { attribute: false },
    remembered: { attribute: false },
    initial: { attribute: false },
    jobs: { attribute: false },
    choices: { state: true },
  };
  static override styles = [...Part.styles, stagedStyles, batchStyles];

  declare files: readonly File[];
  /** The uploads of files that were uploaded before. */
  declare uploaded: ReadonlyMap<File, Upload> | undefined;
  declare printer: Printer;
  declare remembered: RememberedChoices | undefined;
  /** The choices that were made before there were several files. */
  declare initial: Choices | undefined;
  /** The known jobs by id, with their present states. */
  declare jobs: ReadonlyMap<string, Job>;
  declare choices: Choices;

  private readonly batch = new BatchController(this);
  private wasRunning = false;
  /** How files were printed last. */
  private last: Pick<Printed, "deviceId" | "choices"> | undefined;

  constructor() {
    super();
    this.addController(this.batch);
  }

  /** Whether files are being sent. */
  get isBusy(): boolean {
    return this.batch.isRunning;
  }

  /** Whether a file may have been printed by a print whose answer was lost. */
  get isUncertain(): boolean {
    return this.batch.items.some(({ sender }) => sender.isUncertain);
  }

  /** The uploads, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return this.batch.uploads;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".names")?.focus({ preventScroll: true });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("files")) this.batch.addFiles(this.files, this.uploaded);
    this.keepJobStates();
    const before = changed.get("printer");
    if (!this.hasUpdated) {
      this.choices = { ...(this.initial ?? this.createChoices()), ...ALL_PAGES };
    } else if (before && before.device_id !== this.printer.device_id) {
      this.choices = this.createChoices();
    }
  }

  protected override updated(): void {
    const { isRunning } = this.batch;
    const hasLostFocus = document.activeElement === document.body;
    // The button that was pressed is gone.
    if (isRunning !== this.wasRunning && hasLostFocus) this.focus();
    this.wasRunning = isRunning;
  }

  protected override render(): TemplateResult {
    const { batch } = this;
    const { texts } = this.context;
    return html`
      ${this.renderHead()}
      <ul aria-label=${this.localize("files")}>
        ${repeat(
          batch.items,
          (item) => item,
          (item) => html`<li>${this.renderItem(item)}</li>`,
        )}
      </ul>
      ${
        batch.leftOut
          ? renderNotice(
              "warning",
              "mdi:alert-circle-outline",
              `${this.localize("files_limit", { limit: MAX_FILES })} ${texts.localizeCount("files_left_out", batch.leftOut)}`,
            )
          : nothing
      }
      ${
        batch.items.some(({ fileProblem }) => fileProblem === "file_unsupported")
          ? html`<p class="secondary small">${this.localize("formats", { formats: FORMATS })}</p>`
          : nothing
      }
      ${this.renderActions()}
      <div class="visually-hidden" role="status">${this.progress}</div>
    `;
  }

  private renderHead(): TemplateResult {
    const { batch } = this;
    return html`
      <div class="head">
        ${icon("mdi:file-document-multiple-outline")}
        <div class="names" tabindex="-1">
          <div class="name">${this.context.texts.localizeCount("files", batch.items.length)}</div>
          <div class="secondary small">${this.progress || this.context.format.bytes(batch.size)}</div>
        </div>
        ${batch.isRunning ? nothing : renderClose(this.localize("close_files"), () => this.close())}
      </div>
    `;
  }

  private renderItem(item: BatchItem): TemplateResult {
    const { name } = item.file;
    const label = this.localize(item.state === "waiting" ? "cancel_job" : "remove", { name });
    const canRemove = !["sending", "printed"].includes(item.state);
    const jobState = this.getJobState(item);
    return html`
      <div class="item ${jobState || item.state}">
        ${icon(item.state === "printed" ? iconOfState(jobState) : ICONS[item.state])}
        <div class="names">
          <div class="one-line" title=${name}>${name}</div>
          <div class="fact small">${this.describe(item)}</div>
          ${item.state === "uploading" ? renderProgress(this.localize("uploading", { name }), item.sent) : nothing}
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

  private renderActions(): TemplateResult {
    const { batch, context } = this;
    if (batch.isRunning) {
      return html`
        <p class="secondary small">${this.localize("keep_open")}</p>
        <button class="stop" type="button" @click=${() => batch.stop()}>
          ${icon("mdi:stop")}${this.localize("stop")}
        </button>
      `;
    }
    const waiting = batch.in("waiting").length;
    const failed = batch.in("failed").length;
    const count = waiting + failed;
    const { madeHere } = this;
    const isValid = !checkDraft({ printer: this.printer, choices: this.choices, isMadeHere: madeHere !== "none" })
      .problems.length;
    return html`
      <div class="more">
        <cloudprint-card-pick
          .context=${context}
          .isMore=${true}
          @content-picked=${(event: CustomEvent<PickedContent>) => this.fireEvent("content-picked", event.detail)}
        ></cloudprint-card-pick>
      </div>
      ${
        count
          ? html`<cloudprint-card-options
                .context=${context}
                .printer=${this.printer}
                .choices=${this.choices}
                .madeHere=${madeHere}
                @choices=${(event: CustomEvent<Choices>) => {
                  this.choices = event.detail;
                }}
              ></cloudprint-card-options>
              <div>
                <p class="secondary small each">${this.localize("files_hint")}</p>
                ${
                  this.canBeOne
                    ? html`<button
                        class="plain together"
                        type="button"
                        @click=${() => this.fireEvent("together", this.wanted)}
                      >
                        ${this.localize("print_together")}
                      </button>`
                    : nothing
                }
              </div>
              <div class="footer">
                ${renderRule(context, this.printer, undefined)}
                ${
                  this.isUncertain || isOffered(this.printer, undefined, context.texts)
                    ? html`<button class="primary print" type="button" ?disabled=${!isValid} @click=${this.print}>
                        ${icon("mdi:printer")}${context.texts.localizeCount(waiting ? "print_files" : "retry_files", count)}
                      </button>`
                    : nothing
                }
              </div>`
          : html`<button class="print" type="button" @click=${() => this.close()}>${this.localize("done")}</button>`
      }
    `;
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
  private get wanted(): readonly File[] {
    return this.files.filter((file) => !this.batch.isRemoved(file));
  }

  /** Whether all files can be arranged, and none is printed yet, or may be. */
  private get canBeOne(): boolean {
    const { items } = this.batch;
    const areWaiting = items.length > 1 && items.every(({ state }) => state === "waiting");
    return areWaiting && !this.isUncertain && this.wanted.every(canArrange);
  }

  /** How many of the files that are to be printed have pages that the integration makes. */
  private get madeHere(): MadeHere {
    const files = this.batch.in("waiting", "failed").map(({ file }) => file);
    const count = files.filter(canArrange).length;
    if (count === files.length) return "all";
    return count ? "some" : "none";
  }

  private createChoices(): Choices {
    return getInitialChoices(this.printer, this.remembered);
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
    else this.fireEvent("unstage", undefined);
  }

  private async print(): Promise<void> {
    const { batch, choices, printer } = this;
    const { device_id: deviceId } = printer;
    this.last = { deviceId, choices };
    await batch.print(
      (file, content) => checkDraft({ printer, choices, content, isMadeHere: canArrange(file) }).fields,
    );
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
