import type { Pages } from "../backend.js";
import type { LoadedSheets } from "../sheet-loader.js";

const PAUSE_MS = 400;
const RETRY_MS = 5_000;

/** Why there is no preview. */
export interface PreviewProblem {
  /** In the user's language. */
  readonly text: string;
  /** Whether a print would be refused for it, too. */
  readonly isFinal?: boolean;
  /** Whether the connection broke, so that it is asked for again. */
  readonly isBroken?: boolean;
}

type Shown = Pages & { readonly warnings: readonly string[] };

/** Loads a preview of what would be printed: its first sheets, and others when they are looked at. */
export class Previewing<Fields extends object, Answer extends Shown, Problem extends PreviewProblem = PreviewProblem> {
  /** Stays until the next one is there. */
  preview: Answer | undefined;
  problem: Problem | undefined;
  isBusy = false;
  /** About what was shown so far: some are about pages, which are drawn when they are looked at. */
  warnings: Answer["warnings"] = [];
  /** How many pages of a text the browser has laid out. */
  laidOut = 1;
  private fields: Fields | undefined;
  private requested = "";
  /** The requests, of which one runs at a time: each takes as long as a print. */
  private running: Promise<void> = Promise.resolve();
  private timer: number | undefined;
  /** Cancels the requests for a preview: once printed, its files are gone. */
  private aborter = new AbortController();

  /** `ask` gets the number of the first sheet, from 1. */
  constructor(
    private readonly ask: (fields: Fields, sheet: number, signal: AbortSignal) => Promise<Answer>,
    private readonly explain: (error: unknown) => Promise<Problem>,
    private readonly onChange: () => void,
  ) {}

  get isRefused(): boolean {
    return this.problem?.isFinal ?? false;
  }

  /** Request a preview, at once for other content and after a pause for other options; or forget it. */
  request(fields: Fields | undefined): void {
    const requested = fields ? JSON.stringify(fields) : "";
    if (requested === this.requested) return;
    const pause = this.requested ? PAUSE_MS : 0;
    this.requested = requested;
    window.clearTimeout(this.timer);
    this.isBusy = fields !== undefined;
    if (fields) {
      this.schedule(fields, requested, pause);
      return;
    }
    this.aborter.abort();
    this.aborter = new AbortController();
    this.take();
  }

  /** Load some sheets from a number, which counts from 1. */
  readonly load = async (sheet: number): Promise<LoadedSheets> => {
    const { preview, fields } = this;
    if (!preview?.sheets || !fields) return "";
    try {
      const { sheets, warnings } = await this.ask(fields, sheet, this.aborter.signal);
      if (preview === this.preview && warnings.some((warning) => !this.warnings.includes(warning))) {
        this.warnings = [...new Set([...this.warnings, ...warnings])];
        this.onChange();
      }
      return sheets ?? { ...preview.sheets, html: "", first: sheet, shown: 0 };
    } catch (error) {
      return (await this.explain(error)).text;
    }
  };

  protected take(fields?: Fields, preview?: Answer, problem?: Problem): void {
    this.fields = fields;
    this.preview = preview;
    this.problem = problem;
    this.warnings = preview?.warnings ?? [];
    this.isBusy = false;
    this.laidOut = 1;
  }

  private schedule(fields: Fields, requested: string, pause: number): void {
    this.timer = window.setTimeout(() => {
      this.running = this.running.then(() => this.start(fields, requested));
    }, pause);
  }

  private async start(fields: Fields, requested: string): Promise<void> {
    if (requested !== this.requested) return;
    let preview: Answer | undefined;
    let problem: Problem | undefined;
    try {
      preview = await this.ask(fields, 1, this.aborter.signal);
    } catch (error) {
      problem = await this.explain(error);
    }
    // Drop the answer if the fields changed meanwhile.
    if (requested !== this.requested) return;
    if (problem?.isBroken) {
      this.schedule(fields, requested, RETRY_MS);
      return;
    }
    this.take(fields, preview, problem);
    this.onChange();
  }
}
