import type { Job, JobsEvent, Printer, SavedDocument } from "./backend.js";
import type { Context } from "./context.js";
import { explain } from "./errors.js";
import type { HomeAssistant } from "./hass.js";
import { applyEvent, type Change, getNextChange, type JobsState, NO_JOBS, withStatus } from "./jobs.js";
import { PreferenceStore } from "./preferences.js";

const RETRY_MS = [2_000, 5_000, 15_000, 60_000] as const;

type SensorStates = Readonly<Record<string, string | undefined>>;

export type DataStatus = "loading" | "ready" | "failed";

export interface DataHost {
  requestUpdate(): void;
  /** Take the jobs of an event, and announce those whose state changed. */
  takeJobs(changes: readonly Change[]): void;
}

/** Loads printers, saved documents and jobs, and keeps them up to date. */
export class CardData {
  status: DataStatus = "loading";
  /** Localized error message; undefined if the integration is not set up. */
  problem: string | undefined;
  printers: readonly Printer[] = [];
  /** The device of the default printer, if there is exactly one. */
  defaultPrinter: string | null = null;
  documents: readonly SavedDocument[] = [];
  jobs: JobsState = NO_JOBS;
  readonly preferences = new PreferenceStore();

  private context: Context | undefined;
  private deviceId: string | undefined;
  /** The jobs of a reset whose rest follows. */
  private received: readonly Job[] = [];
  private unsubscribe: (() => Promise<void>) | undefined;
  /** Number of the current start; answers to earlier ones are dropped. */
  private run = 0;
  private failures = 0;
  private retryTimer: number | undefined;
  private queueTimer: number | undefined;
  private reloadTimer: number | undefined;
  private reloads = 0;
  /** The latest one. */
  private hass: HomeAssistant | undefined;
  /** The states of the printers' status sensors that the printers are loaded for. */
  private states: SensorStates = {};

  constructor(private readonly host: DataHost) {}

  /** Start, or restart with another printer or connection; `hass` is the latest one. */
  async start(context: Context, deviceId: string | undefined, hass = context.hass): Promise<void> {
    this.stop();
    this.context = context;
    this.hass = hass;
    this.states = this.readStates(hass);
    this.deviceId = deviceId;
    this.reloads = 0;
    const run = this.run;
    try {
      await this.load(run, { preferences: this.preferences.load(context.hass) });
      const unsubscribe = await context.backend.subscribeJobs(deviceId, (event) => {
        if (run === this.run) this.takeEvent(event);
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

  private takeEvent({ reset, more, jobs: received }: JobsEvent): void {
    const jobs = [...this.received, ...received];
    this.received = more ? jobs : [];
    if (more) return;
    const { state, changes } = applyEvent(this.jobs, { reset, jobs }, Date.now());
    const isFirst = this.jobs === NO_JOBS;
    this.jobs = state;
    this.printers = this.withStatuses(this.printers);
    if (reset && !isFirst) void this.reload();
    this.host.takeJobs(changes);
    this.scheduleQueueUpdate();
    this.host.requestUpdate();
  }

  /** Stop updating; keep the loaded data. */
  stop(): void {
    this.run += 1;
    this.received = [];
    window.clearTimeout(this.retryTimer);
    window.clearTimeout(this.queueTimer);
    window.clearTimeout(this.reloadTimer);
    // Fails if the connection is broken; then the subscription is gone anyway.
    void this.unsubscribe?.().catch(() => undefined);
    this.unsubscribe = undefined;
  }

  /**
   * Forget the subscription, which is gone since the connection broke. The next connection
   * numbers its commands from 1: an unsubscribe could end the subscription of another card.
   */
  forget(): void {
    this.unsubscribe = undefined;
  }

  retry(): void {
    if (!this.context) return;
    this.status = "loading";
    this.host.requestUpdate();
    void this.start(this.context, this.deviceId, this.hass);
  }

  /** Ask again for printers whose status sensor changed, and for all once there are other entities. */
  updateStates(hass: HomeAssistant): void {
    const before = this.hass?.entities ?? hass.entities;
    this.hass = hass;
    const states = this.readStates(hass);
    const changed = this.printers.filter(({ entity_id: id }) => id && this.states[id] !== states[id]).map(getId);
    this.states = states;
    if (before !== hass.entities && listEntities(before) !== listEntities(hass.entities)) void this.reload();
    else if (changed.length) void this.reload(changed);
  }

  private readStates(hass: HomeAssistant | undefined): SensorStates {
    return Object.fromEntries(
      this.printers.map(({ entity_id: id }) => [id ?? "", id ? hass?.states[id]?.state : undefined]),
    );
  }

  /** Reload some printers, or all and the documents; keep the old ones if it fails. */
  async reload(ids?: readonly string[]): Promise<void> {
    const run = this.run;
    const isChanged = (printer: Printer): boolean => Boolean(ids?.includes(getId(printer)));
    // A rule may limit several printers together.
    const isRuled = this.printers.some((printer) => isChanged(printer) && printer.rule);
    const asked = this.printers.filter((printer) => isChanged(printer) || (isRuled && printer.rule));
    await this.load(run, { ids: ids && asked.map(getId) }).catch(() => undefined);
    if (run === this.run) this.host.requestUpdate();
  }

  /** Load some printers, or all with the documents; show them once the preferences are there, too. */
  private async load(
    run: number,
    { ids, preferences }: { ids?: readonly string[] | undefined; preferences?: Promise<void> },
  ): Promise<void> {
    if (!this.context) return;
    const { backend } = this.context;
    const { hass } = this;
    const [{ printers, default_printer: defaultPrinter }, listed] = await Promise.all([
      backend.call("cloudprint/printers", ids ? { device_id: ids } : {}),
      ids ? undefined : backend.call("cloudprint/documents", {}),
      preferences,
    ]);
    if (run !== this.run) return;
    const find = (id: string): readonly Printer[] => printers.filter((printer) => getId(printer) === id);
    const shown = ids
      ? this.printers.flatMap((printer) => (ids.includes(getId(printer)) ? find(getId(printer)) : printer))
      : printers;
    // Before the subscription, the jobs are not current.
    this.printers = this.unsubscribe ? this.withStatuses(shown) : shown;
    this.defaultPrinter = defaultPrinter;
    if (listed) this.documents = listed.documents;
    // Of a printer that is new, the states before it was asked for: a later change is news.
    const before = Object.entries(this.readStates(hass));
    this.states = Object.fromEntries(before.map(([id, state]) => [id, id in this.states ? this.states[id] : state]));
    this.scheduleReload();
    if (this.hass) this.updateStates(this.hass);
  }

  /** Return printers with their current status, where the card follows their jobs. */
  private withStatuses(printers: readonly Printer[]): readonly Printer[] {
    const jobs = [...this.jobs.jobs.values()];
    return printers.map((printer) =>
      [undefined, printer.device_id].includes(this.deviceId) ? withStatus(printer, jobs) : printer,
    );
  }

  /** Reload a few times while the capabilities of a printer are not known yet. */
  private scheduleReload(): void {
    window.clearTimeout(this.reloadTimer);
    const unknown = this.printers.filter((printer) => !printer.capabilities_known).map(getId);
    if (!unknown.length) return;
    const pause = RETRY_MS[this.reloads];
    if (pause === undefined) return;
    this.reloads += 1;
    this.reloadTimer = window.setTimeout(() => void this.reload(unknown), pause);
  }

  private async fail(context: Context, error: unknown, run: number): Promise<void> {
    this.status = "failed";
    this.problem = isUnknownCommand(error) ? undefined : await explain(context, error);
    const pause = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    if (run !== this.run) return;
    this.retryTimer = window.setTimeout(() => void this.start(context, this.deviceId, this.hass), pause);
  }

  /** Update the host when the next recently ended job leaves the queue. */
  private scheduleQueueUpdate(): void {
    window.clearTimeout(this.queueTimer);
    const pause = getNextChange(this.jobs, Date.now());
    if (pause === undefined) return;
    this.queueTimer = window.setTimeout(() => {
      this.host.requestUpdate();
      this.scheduleQueueUpdate();
    }, pause);
  }
}

function getId({ device_id: id }: Printer): string {
  return id;
}

/** Return the ids of the integration's entities. */
function listEntities(entities: HomeAssistant["entities"]): string {
  const own = Object.entries(entities).filter(([, entity]) => entity?.platform === "cloudprint");
  return own.map(([id]) => id).join();
}

/** Whether the integration is not set up (yet). */
function isUnknownCommand(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "unknown_command";
}
