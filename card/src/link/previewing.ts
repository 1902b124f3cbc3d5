import { type LoadedSheets, SheetLoader } from "../sheet-loader.js";
import { BrokenError, RefusedError } from "../core/uploads.js";
import { type Fields, GoneError, type LinkPreview, loadPreview } from "./server.js";
import { say } from "./texts.js";

const PAUSE_MS = 400;
const RETRY_MS = 5_000;

/** Loads the pages as they will come out: a few at first, others when they are looked at. */
export class Previewing {
  preview: LinkPreview | undefined;
  loader: SheetLoader | undefined;
  isBusy = false;
  problem: string | undefined;
  /** Whether it cannot be printed as it is. */
  isRefused = false;
  /** How many pages of a text the browser has laid out. */
  laidOut = 1;
  private asked = "";
  private timer: number | undefined;
  private running: Promise<void> = Promise.resolve();
  /** Cancels the requests for a preview: once printed, its files are gone. */
  private aborter = new AbortController();

  constructor(
    private readonly onChange: () => void,
    private readonly onGone: () => void,
  ) {}

  get count(): number | undefined {
    return this.preview?.sheets?.count ?? this.preview?.pages ?? (this.preview?.layout ? this.laidOut : undefined);
  }

  /** Ask for a preview, or forget it: at once for other content, and after a pause for options. */
  ask(fields: Fields | undefined): void {
    const asked = JSON.stringify(fields ?? null);
    if (asked === this.asked) return;
    const pause = this.asked && this.asked !== "null" ? PAUSE_MS : 0;
    this.asked = asked;
    clearTimeout(this.timer);
    this.isBusy = fields !== undefined;
    if (!fields) {
      this.aborter.abort();
      this.aborter = new AbortController();
      this.take(undefined);
      return;
    }
    this.timer = window.setTimeout(() => {
      this.running = this.running.then(() => this.load(fields, asked));
    }, pause);
  }

  private async load(fields: Fields, asked: string): Promise<void> {
    if (asked !== this.asked) return;
    try {
      const preview = await loadPreview(fields, 1, this.aborter.signal);
      if (asked === this.asked) this.take(preview, fields);
    } catch (error) {
      if (asked !== this.asked) return;
      // A preview is not needed: without a connection, printing says so.
      if (error instanceof BrokenError) {
        this.timer = window.setTimeout(() => void this.load(fields, asked), RETRY_MS);
        return;
      }
      this.take(undefined);
      if (error instanceof GoneError) this.onGone();
      if (error instanceof RefusedError) {
        this.problem = error.message;
        this.isRefused = error.isFinal;
      }
    }
    this.onChange();
  }

  private take(preview: LinkPreview | undefined, fields: Fields = {}): void {
    const { signal } = this.aborter;
    this.isBusy = false;
    this.preview = preview;
    this.problem = undefined;
    this.isRefused = false;
    this.laidOut = 1;
    this.loader = preview?.sheets
      ? new SheetLoader(
          preview.sheets,
          (sheet) => loadSheets(fields, sheet, signal),
          () => this.onChange(),
        )
      : undefined;
    this.onChange();
  }
}

async function loadSheets(fields: Fields, sheet: number, signal: AbortSignal): Promise<LoadedSheets> {
  try {
    return (await loadPreview(fields, sheet, signal)).sheets ?? say("preview_none");
  } catch (error) {
    return error instanceof RefusedError ? error.message : say("no_connection");
  }
}
