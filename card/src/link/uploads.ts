import { findFileProblem } from "../files.js";
import { BrokenError, GoneError, RefusedError, send } from "./server.js";
import { say } from "./texts.js";

const RETRY_MS = [1_000, 3_000, 6_000] as const;
const MEBIBYTE = 1_048_576;

/** A file that was chosen, with what became of it. */
export interface Item {
  readonly file: File;
  readonly aborter: AbortController;
  /** The share that is sent, 0 to 1. */
  sent: number;
  /** The name that the server has for it. */
  upload?: string | undefined;
  /** Why it cannot be printed, in a sentence. */
  problem?: string | undefined;
  /** Whether sending it once more may help. */
  canRetry?: boolean;
}

/** Sends the chosen files, one after the other. */
export class Uploads {
  items: readonly Item[] = [];
  private running: Promise<void> | undefined;

  constructor(
    private readonly onChange: () => void,
    private readonly onGone: () => void,
  ) {
    addEventListener("online", () => this.retry());
  }

  get isReady(): boolean {
    return this.items.length > 0 && this.items.every(({ upload }) => upload !== undefined);
  }

  get ids(): readonly (string | undefined)[] {
    return this.items.map(({ upload }) => upload);
  }

  add(files: Iterable<File>, maxBytes: number): void {
    const added = [...files].map((file): Item => {
      const found = file.size > maxBytes ? "file_too_large" : findFileProblem(file);
      const problem = found && say(found, { limit: Math.floor(maxBytes / MEBIBYTE) });
      return { file, aborter: new AbortController(), sent: 0, problem };
    });
    this.items = [...this.items, ...added];
    this.start();
  }

  remove(item: Item): void {
    item.aborter.abort();
    this.items = this.items.filter((other) => other !== item);
    this.onChange();
  }

  clear(): void {
    for (const { aborter } of this.items) aborter.abort();
    this.items = [];
  }

  /** Send again what was cut off. */
  retry(): void {
    for (const item of this.items) if (item.canRetry) item.problem = undefined;
    this.start();
  }

  /** Send all of them again: the server keeps none forever. Resolves once they are sent. */
  async renew(): Promise<void> {
    for (const item of this.items) item.upload = undefined;
    this.start();
    await this.running;
  }

  private start(): void {
    this.onChange();
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      this.onChange();
    });
  }

  private async run(): Promise<void> {
    let item: Item | undefined;
    while ((item = this.items.find(({ upload, problem }) => upload === undefined && problem === undefined))) {
      await this.send(item);
    }
  }

  private async send(item: Item): Promise<void> {
    item.canRetry = false;
    for (const pause of [...RETRY_MS, undefined]) {
      if (item.aborter.signal.aborted) return;
      try {
        item.upload = await send(item.file, (share) => this.report(item, share), item.aborter.signal);
        this.report(item, 1);
        return;
      } catch (error) {
        if (error instanceof GoneError) {
          item.problem = say("file_broken");
          this.onGone();
          return;
        }
        if (error instanceof RefusedError) {
          item.problem = error.message;
          this.onChange();
          return;
        }
        this.report(item, 0);
        if (!(error instanceof BrokenError) || pause === undefined) break;
        await sleep(pause);
      }
    }
    item.problem = say("file_broken");
    item.canRetry = true;
    this.onChange();
  }

  private report(item: Item, share: number): void {
    item.sent = share;
    this.onChange();
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
