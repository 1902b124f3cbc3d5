import type { ReactiveController } from "lit";

import type { ContentField, JobState, PreviewFields, PrintAnswer, PrintedJob } from "./backend.js";
import { Sender } from "./sender.js";
import { FileUpload } from "./core/uploads.js";
import { explain, findMissing, isUploadUnknown } from "./errors.js";
import { findFileProblem, type FileProblem } from "./files.js";
import { CardUploads, type Upload } from "./upload.js";

/** Most files that are to be printed, and most that are listed as skipped. */
export const MAX_FILES = 20;

export type ItemState = "skipped" | "waiting" | "uploading" | "sending" | "failed" | "printed";

/** Returns what is printed of a file. */
type GetFields = (file: File, content: ContentField) => PreviewFields | undefined;

/** A file of the batch. */
export class BatchItem extends FileUpload<Upload> {
  state: ItemState = "waiting";
  /** Why the file is skipped. */
  readonly fileProblem: FileProblem | undefined;
  jobs: readonly PrintedJob[] = [];
  asked: PrintAnswer["asked"] = null;
  /** The last known states of the jobs by id. */
  readonly jobStates = new Map<string, JobState>();
  readonly sender = new Sender();

  constructor(file: File) {
    super(file);
    this.fileProblem = findFileProblem(file);
    if (this.fileProblem) this.state = "skipped";
  }
}

/** Uploads and prints files one after the other, while its host is on the page. */
export class BatchController extends CardUploads<BatchItem> implements ReactiveController {
  /** Number of files that were left out because there were too many. */
  leftOut = 0;
  isRunning = false;
  private readonly listed = new WeakSet<File>();
  private readonly removed = new WeakSet<File>();
  private runs = 0;

  hostDisconnected(): void {
    this.stop();
  }

  /** Return the items in a state. */
  in(...states: readonly ItemState[]): readonly BatchItem[] {
    return this.items.filter(({ state }) => states.includes(state));
  }

  /**
   * Add the files that were not added before; `uploads` are those of some of them. A running
   * batch does not print them.
   */
  addFiles(files: readonly File[], uploads?: ReadonlyMap<File, Upload>): void {
    this.leftOut = 0;
    for (const file of files) {
      if (this.listed.has(file)) continue;
      this.listed.add(file);
      const item = new BatchItem(file);
      item.uploaded = uploads?.get(file);
      const others =
        item.state === "skipped" ? this.in("skipped") : this.in("waiting", "uploading", "sending", "failed");
      if (others.length < MAX_FILES) this.add([item]);
      else this.leftOut += 1;
    }
  }

  /** Return whether a file was removed, rather than left out. */
  isRemoved(file: File): boolean {
    return this.removed.has(file);
  }

  /** Remove a file that is not being printed or printed yet. */
  override remove(item: BatchItem): void {
    this.removed.add(item.file);
    super.remove(item);
  }

  /** Stop after the file that is being printed; the others wait. */
  override stop(): void {
    this.runs += 1;
    this.isRunning = false;
    super.stop();
    this.onChange();
  }

  /** Print the waiting files, and those that failed, each with its fields. */
  async print(getFields: GetFields): Promise<void> {
    if (this.isRunning) return;
    const run = ++this.runs;
    const isStopped = (): boolean => run !== this.runs;
    const printed = this.in("waiting", "failed");
    for (const item of printed) item.state = "waiting";
    this.isRunning = true;
    for (const item of printed) {
      if (isStopped()) return;
      if (this.items.includes(item)) await this.printItem(item, getFields, isStopped);
    }
    if (!isStopped()) this.isRunning = false;
    this.onChange();
  }

  private async printItem(item: BatchItem, getFields: GetFields, isStopped: () => boolean): Promise<void> {
    const { context } = this.host;
    if (!item.uploaded) {
      this.update(item, "uploading");
      await this.upload(item);
    }
    const fields = item.uploaded && getFields(item.file, { upload: item.uploaded.upload_id });
    if (!fields || isStopped() || !this.items.includes(item)) {
      this.update(item, item.problem === undefined ? "waiting" : "failed", item.problem);
      return;
    }
    this.update(item, "sending");
    try {
      Object.assign(item, await item.sender.send(context, fields));
      this.update(item, "printed");
    } catch (error) {
      // Upload it again the next time, unless it may be gone because it was printed.
      if (isUploadUnknown(error) && !item.sender.isUncertain) item.uploaded = undefined;
      const missing = findMissing(error);
      const problem = missing
        ? context.texts.localize(`${missing}_alone`)
        : await explain(context, error, [item.file.name]);
      this.update(item, "failed", problem);
    }
  }

  private update(item: BatchItem, state: ItemState, problem?: string): void {
    item.state = state;
    item.problem = problem;
    this.onChange();
  }
}
