/** The server refused something; the message is in the user's language. */
export class RefusedError extends Error {
  constructor(
    message: string,
    readonly code = "",
    /** Whether it is refused again unless something else is asked for. */
    readonly isFinal = false,
  ) {
    super(message);
  }
}

/** The connection broke, or a proxy answered instead of the server. */
export class BrokenError extends Error {}

export const NAME_HEADER = "X-File-Name";
const RETRY_MS = [1_000, 3_000, 6_000] as const;

/** Sends a file; `onProgress` gets the sent share, 0 to 1. Rejects with one of the errors above. */
export type Send<Answer> = (file: File, onProgress: (share: number) => void, signal: AbortSignal) => Promise<Answer>;

/** Wait, but not beyond the abort of a signal. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => resolve());
  });
}

/** Try something again after pauses while the connection breaks. Rejects with its last error. */
export async function insist<Answer>(
  attempt: () => Promise<Answer>,
  signal?: AbortSignal,
  [pause, ...later]: readonly number[] = RETRY_MS,
): Promise<Answer> {
  signal?.throwIfAborted();
  try {
    return await attempt();
  } catch (error) {
    if (pause === undefined || !(error instanceof BrokenError)) throw error;
    await sleep(pause, signal);
    return insist(attempt, signal, later);
  }
}

/** POST a file, by XMLHttpRequest: `fetch` does not report the progress of uploads. */
export function postFile(
  address: string,
  headers: Readonly<Record<string, string>>,
  ...[file, onProgress, signal]: Parameters<Send<unknown>>
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader(NAME_HEADER, encodeURIComponent(file.name));
    for (const name in headers) request.setRequestHeader(name, headers[name] ?? "");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) onProgress(loaded / total);
    });
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    // Also after an error or an abort
    request.addEventListener("loadend", () => reject(new BrokenError()));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

/** A file on its way to the server. */
export class FileUpload<Answer> {
  /** The server's answer. */
  uploaded: Answer | undefined;
  /** The share that is sent, 0 to 1. */
  sent = 0;
  /** Why it was not uploaded, in the user's language. */
  problem: string | undefined;
  /** Whether that is since the connection broke. */
  isBroken = false;
  aborter: AbortController | undefined;

  constructor(readonly file: File) {}
}

/** Uploads the files of a list in their order, three at a time by default; tries again what was cut off. */
export class UploadQueue<Answer, Item extends FileUpload<Answer> = FileUpload<Answer>> {
  items: readonly Item[] = [];
  private readonly running = new Map<Item, Promise<void>>();
  private isStarted = false;

  /** `explain` returns the message of an error in the user's language. */
  constructor(
    private readonly send: Send<Answer>,
    private readonly explain: (error: unknown) => string,
    protected readonly onChange: () => void,
    private readonly atATime = 3,
  ) {}

  /** Whether each file is on the server. */
  get isUploaded(): boolean {
    return this.items.length > 0 && this.items.every(({ uploaded }) => uploaded);
  }

  /** Upload the files that wait, and those that are added, until it is stopped. */
  start(): void {
    this.isStarted = true;
    addEventListener("online", this.resume);
    this.next();
  }

  stop(): void {
    this.isStarted = false;
    removeEventListener("online", this.resume);
    for (const { aborter } of this.items) aborter?.abort();
  }

  add(items: readonly Item[]): void {
    this.items = [...this.items, ...items];
    this.next();
  }

  remove(item: Item): void {
    this.items = this.items.filter((other) => other !== item);
    item.aborter?.abort();
    this.onChange();
  }

  clear(): void {
    for (const item of this.items) this.remove(item);
  }

  /** Upload again what was cut off. */
  readonly resume = (): void => this.retry(this.items.filter(({ isBroken }) => isBroken));

  /** Upload again what failed. */
  retry(items = this.items): void {
    for (const item of items) {
      item.problem = undefined;
      item.isBroken = false;
    }
    this.next();
  }

  /** Upload all files again, which the server no longer has. Resolves once that ended. */
  async renew(): Promise<void> {
    for (const item of this.items) item.uploaded = undefined;
    this.next();
    while (this.running.size) await Promise.race(this.running.values());
  }

  /** Upload a file, also while the queue is stopped. Resolves once that ended. */
  upload(item: Item): Promise<void> {
    const running =
      this.running.get(item) ??
      this.run(item).finally(() => {
        this.running.delete(item);
        this.next();
      });
    this.running.set(item, running);
    return running;
  }

  private next(): void {
    for (const item of this.items) {
      if (!this.isStarted || this.running.size >= this.atATime) break;
      if (!item.uploaded && item.problem === undefined && !this.running.has(item)) void this.upload(item);
    }
    this.onChange();
  }

  private async run(item: Item): Promise<void> {
    const { signal } = (item.aborter = new AbortController());
    const attempt = (): Promise<Answer> => {
      this.report(item, 0);
      return this.send(item.file, (share) => this.report(item, share), signal);
    };
    try {
      item.uploaded = await insist(attempt, signal);
    } catch (error) {
      if (signal.aborted) return;
      item.isBroken = error instanceof BrokenError;
      item.problem = this.explain(error);
    }
  }

  private report(item: Item, share: number): void {
    item.sent = share;
    this.onChange();
  }
}
