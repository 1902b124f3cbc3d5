import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { JobState, PreviewOptions, PrintedJob } from "./backend.js";
import type { Context } from "./context.js";
import { explain, findMissing, isUploadUnknown } from "./errors.js";
import { findFileProblem, type FileProblem } from "./files.js";
import { PrintOnce } from "./print-once.js";
import { explainUpload, type Upload, upload, UploadCanceledError } from "./upload.js";

/** Most files that are to be printed, and most that are listed as skipped. */
export const MAX_FILES = 20;

export type ItemState = "skipped" | "waiting" | "uploading" | "sending" | "failed" | "printed";

/** A file of the batch. */
export class BatchItem {
  state: ItemState = "waiting";
  /** Sent fraction of the file, 0 to 1. */
  sent = 0;
  /** Why the file is skipped. */
  readonly fileProblem: FileProblem | undefined;
  /** Localized error message of a file that failed. */
  problem: string | undefined;
  jobs: readonly PrintedJob[] = [];
  /** The last known states of the jobs by id. */
  readonly jobStates = new Map<string, JobState>();
  uploaded: Upload | undefined;
  /** Aborts the upload. */
  aborter: AbortController | undefined;
  readonly sender = new PrintOnce();

  constructor(readonly file: File) {
    this.fileProblem = findFileProblem(file);
    if (this.fileProblem) this.state = "skipped";
  }
}

/** Uploads and prints files one after the other, while its host is on the page. */
export class BatchController implements ReactiveController {
  items: readonly BatchItem[] = [];
  /** Number of files that were left out because there were too many. */
  leftOut = 0;
  isRunning = false;
  private readonly known = new WeakSet<File>();
  private readonly removed = new WeakSet<File>();
  private run = 0;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

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
  add(files: readonly File[], uploads?: ReadonlyMap<File, Upload>): void {
    this.leftOut = 0;
    for (const file of files) {
      if (this.known.has(file)) continue;
      this.known.add(file);
      const item = new BatchItem(file);
      item.uploaded = uploads?.get(file);
      const others =
        item.state === "skipped" ? this.in("skipped") : this.in("waiting", "uploading", "sending", "failed");
      if (others.length < MAX_FILES) this.items = [...this.items, item];
      else this.leftOut += 1;
    }
  }

  /** Return whether a file was removed, rather than left out. */
  isRemoved(file: File): boolean {
    return this.removed.has(file);
  }

  /** Remove a file that is not being printed or printed yet. */
  remove(item: BatchItem): void {
    this.items = this.items.filter((other) => other !== item);
    this.removed.add(item.file);
    item.aborter?.abort();
    this.host.requestUpdate();
  }

  /** Stop after the file that is being printed; the others wait. */
  stop(): void {
    this.run += 1;
    this.isRunning = false;
    for (const { aborter } of this.items) aborter?.abort();
    this.host.requestUpdate();
  }

  /** Print the waiting files, and those that failed, each with its options. */
  async start(context: Context, getOptions: (file: File) => PreviewOptions): Promise<void> {
    if (this.isRunning) return;
    const run = ++this.run;
    const wanted = this.in("waiting", "failed");
    for (const item of wanted) item.state = "waiting";
    this.isRunning = true;
    for (const item of wanted) {
      if (run !== this.run) return;
      if (this.items.includes(item)) await this.print(item, context, getOptions(item.file));
    }
    if (run === this.run) this.isRunning = false;
    this.host.requestUpdate();
  }

  private async print(item: BatchItem, context: Context, options: PreviewOptions): Promise<void> {
    const aborter = new AbortController();
    item.aborter = aborter;
    try {
      item.uploaded ??= await this.upload(item, context, aborter.signal);
    } catch (error) {
      const isCanceled = error instanceof UploadCanceledError;
      this.update(item, isCanceled ? "waiting" : "failed", isCanceled ? undefined : explainUpload(context, error));
      return;
    } finally {
      item.aborter = undefined;
    }
    if (aborter.signal.aborted) {
      this.update(item, "waiting");
      return;
    }
    this.update(item, "sending");
    try {
      item.jobs = await item.sender.print(context, { ...options, upload: item.uploaded.upload_id });
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

  private upload(item: BatchItem, context: Context, signal: AbortSignal): Promise<Upload> {
    item.sent = 0;
    this.update(item, "uploading");
    const onProgress = (sent: number): void => {
      item.sent = sent;
      this.host.requestUpdate();
    };
    return upload(context.hass, item.file, onProgress, signal);
  }

  private update(item: BatchItem, state: ItemState, problem?: string): void {
    item.state = state;
    item.problem = problem;
    this.host.requestUpdate();
  }
}
