import type { ReactiveController } from "lit";

import type { JobState, PreviewFields, PrintAnswer, PrintedJob } from "./backend.js";
import type { Context } from "./context.js";
import { FileUpload } from "./core/uploads.js";
import { findFileProblem, type FileProblem } from "./files.js";
import { Ticket } from "./ticket.js";
import { ListedUploads, type Upload } from "./upload.js";

export type ItemState = "skipped" | "waiting" | "uploading" | "sending" | "failed" | "printed";

/** A file of the batch. */
export class BatchItem extends FileUpload<Upload> {
  state: ItemState = "waiting";
  /** Why the file is skipped. */
  readonly fileProblem: FileProblem | undefined;
  jobs: readonly PrintedJob[] = [];
  asked: PrintAnswer["asked"] = null;
  /** The last known states of the jobs by id. */
  readonly jobStates = new Map<string, JobState>();
  readonly ticket: Ticket;

  constructor(file: File, host: { readonly context: Context; requestUpdate(): void }) {
    super(file);
    this.ticket = new Ticket(host);
    this.ticket.names = [file.name];
    this.fileProblem = findFileProblem(file);
    if (!this.fileProblem) return;
    this.state = "skipped";
    // It is not uploaded.
    this.problem = "";
  }
}

/** Uploads and prints files one after the other, while its host is on the page. */
export class BatchController extends ListedUploads<BatchItem> implements ReactiveController {
  isRunning = false;
  private runs = 0;

  hostConnected(): void {
    this.onChange();
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Return the items in a state. */
  in(...states: readonly ItemState[]): readonly BatchItem[] {
    return this.items.filter(({ state }) => states.includes(state));
  }

  /** The files that are to be printed, or were not. */
  get pending(): readonly BatchItem[] {
    return this.in("waiting", "failed");
  }

  protected create(file: File): BatchItem {
    return new BatchItem(file, this.host);
  }

  /** What is printed, or skipped, is no longer on the server. */
  protected override getOthers({ state }: BatchItem): readonly BatchItem[] {
    return state === "skipped" ? this.in("skipped") : this.in("waiting", "uploading", "sending", "failed");
  }

  /** Stop after the file that is being printed; the others wait. */
  override stop(): void {
    this.runs += 1;
    this.isRunning = false;
    super.stop();
    this.onChange();
  }

  /** Print the waiting files, and those that failed, each with its fields. A running batch does not print others. */
  async print(getFields: (item: BatchItem) => PreviewFields | undefined): Promise<void> {
    if (this.isRunning) return;
    const run = ++this.runs;
    const isStopped = (): boolean => run !== this.runs;
    const printed = this.pending;
    for (const item of printed) item.state = "waiting";
    this.isRunning = true;
    for (const item of printed) {
      if (isStopped()) return;
      if (this.items.includes(item)) await this.printItem(item, () => getFields(item), isStopped);
    }
    if (!isStopped()) this.isRunning = false;
    this.onChange();
  }

  private async printItem(
    item: BatchItem,
    getFields: () => PreviewFields | undefined,
    isStopped: () => boolean,
  ): Promise<void> {
    const { ticket } = item;
    if (!item.uploaded) {
      this.update(item, "uploading");
      await this.upload(item);
    }
    const fields = getFields();
    if (!fields || isStopped() || !this.items.includes(item)) {
      this.update(item, item.problem === undefined ? "waiting" : "failed", item.problem);
      return;
    }
    this.update(item, "sending");
    const answer = await ticket.send(fields);
    Object.assign(item, answer);
    // Upload it again the next time, unless it may be gone because it was printed.
    if (ticket.failure?.isGone && !ticket.sender.isUncertain) item.uploaded = undefined;
    this.update(item, answer ? "printed" : "failed", ticket.failure?.text);
  }

  private update(item: BatchItem, state: ItemState, problem?: string): void {
    item.state = state;
    item.problem = problem;
    this.onChange();
  }
}
