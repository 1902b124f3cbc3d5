import type { Printer, SavedDocument } from "./backend.js";
import type { Context } from "./context.js";
import type { HomeAssistant } from "./hass.js";
import { type Change, type JobsState, NO_JOBS, nextChange, reduce } from "./jobs.js";
import { MemoryKeeper } from "./memory.js";

const RETRY_MS = [2_000, 5_000, 15_000, 60_000] as const;

export type DataStatus = "loading" | "ready" | "failed";

/** Who shows the data. */
export interface DataHost {
  requestUpdate(): void;
  /** Tell a person of jobs that came to another state. */
  announce(changes: readonly Change[]): void;
}

/** Keeps printers, saved documents and jobs as Home Assistant has them. */
export class CardData {
  status: DataStatus = "loading";
  /** Why it failed, if Home Assistant said so; a missing integration does not. */
  problem: string | undefined;
  printers: readonly Printer[] = [];
  documents: readonly SavedDocument[] = [];
  jobs: JobsState = NO_JOBS;
  readonly memory = new MemoryKeeper();

  private context: Context | undefined;
  private deviceId: string | undefined;
  private unsubscribe: (() => Promise<void>) | undefined;
  /** Counts the starts: what an earlier one brings is no longer wanted. */
  private run = 0;
  private failures = 0;
  private retryTimer: number | undefined;
  private queueTimer: number | undefined;
  private watched: Readonly<Record<string, string | undefined>> = {};

  constructor(private readonly host: DataHost) {}

  /** Begin, or begin anew: with other rights, another printer, another connection. */
  async start(context: Context, deviceId: string | undefined): Promise<void> {
    this.stop();
    this.context = context;
    this.deviceId = deviceId;
    const run = this.run;
    try {
      await Promise.all([this.load(run), this.memory.load(context.hass)]);
      const unsubscribe = await context.backend.subscribeJobs(deviceId, (event) => {
        if (run !== this.run) return;
        const { state, changes } = reduce(this.jobs, event, Date.now());
        const isFirst = this.jobs === NO_JOBS;
        this.jobs = state;
        if (event.reset && !isFirst) void this.reload();
        if (changes.length) this.host.announce(changes);
        this.planQueue();
        this.host.requestUpdate();
      });
      if (run !== this.run) {
        void unsubscribe().catch(() => undefined);
        return;
      }
      this.unsubscribe = unsubscribe;
      this.failures = 0;
      this.status = "ready";
    } catch (error) {
      if (run !== this.run) return;
      await this.fail(context, error, run);
    }
    this.host.requestUpdate();
  }

  /** End, without forgetting what is known. */
  stop(): void {
    this.run += 1;
    window.clearTimeout(this.retryTimer);
    window.clearTimeout(this.queueTimer);
    // Of a connection that broke off, there is nothing to end.
    void this.unsubscribe?.().catch(() => undefined);
    this.unsubscribe = undefined;
  }

  /** Try again now. */
  retry(): void {
    if (!this.context) return;
    this.status = "loading";
    this.host.requestUpdate();
    void this.start(this.context, this.deviceId);
  }

  /** Look whether the states of the printers' sensors differ from what was loaded. */
  watch(hass: HomeAssistant): void {
    const states = Object.fromEntries(
      this.printers.map(({ entity_id: id }) => [id ?? "", id ? hass.states[id]?.state : undefined]),
    );
    const hasChanged = Object.entries(states).some(([id, state]) => this.watched[id] !== state);
    if (!hasChanged) return;
    const isFirst = Object.keys(this.watched).length === 0;
    this.watched = states;
    if (!isFirst) void this.reload();
  }

  /** Ask for printers and documents again; if that fails, what is known stays. */
  private async reload(): Promise<void> {
    const run = this.run;
    await this.load(run).catch(() => undefined);
    if (run === this.run) this.host.requestUpdate();
  }

  private async load(run: number): Promise<void> {
    if (!this.context) return;
    const { backend } = this.context;
    const [printers, documents] = await Promise.all([backend.printers(), backend.documents()]);
    if (run !== this.run) return;
    this.printers = printers;
    this.documents = documents;
  }

  private async fail(context: Context, error: unknown, run: number): Promise<void> {
    this.status = "failed";
    this.problem = isUnknownCommand(error) ? undefined : await context.backend.explain(error);
    const pause = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    if (run !== this.run) return;
    this.retryTimer = window.setTimeout(() => void this.start(context, this.deviceId), pause);
  }

  /** Show the queue anew when a job that ended has been in it for long enough. */
  private planQueue(): void {
    window.clearTimeout(this.queueTimer);
    const pause = nextChange(this.jobs, Date.now());
    if (pause === undefined) return;
    this.queueTimer = window.setTimeout(() => {
      this.host.requestUpdate();
      this.planQueue();
    }, pause);
  }
}

/** The integration is not set up, or not yet. */
function isUnknownCommand(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "unknown_command";
}
