import type { Job, Preview, Printer } from "../src/backend.js";
import type { HomeAssistant } from "../src/hass.js";

/** Create a printer. */
export function printer(changes: Partial<Printer> = {}): Printer {
  return {
    device_id: "laser",
    entry_id: "account",
    account: "Home",
    name: "Laser",
    entity_id: "sensor.laser",
    status: "idle",
    online: true,
    available: true,
    can_control: true,
    capabilities_known: true,
    colors: ["color", "monochrome"],
    sides: ["one_sided", "two_sided_long_edge"],
    qualities: ["normal", "high"],
    orientations: ["portrait", "landscape"],
    papers: [
      { name: "A4", width: 210, height: 297 },
      { name: "A5", width: 148, height: 210 },
    ],
    copies: { min: 1, max: 99 },
    needs_trays: false,
    trays: null,
    defaults: {},
    rule: null,
    ...changes,
  };
}

/** Create a finished job. */
export function job(job_id: string, changes: Partial<Job> = {}): Job {
  return {
    job_id,
    print_id: job_id,
    task_id: null,
    device_id: "laser",
    printer: "Laser",
    name: `Job ${job_id}`,
    state: "finished",
    reason: null,
    message: null,
    task_status: null,
    pages: null,
    impressions: null,
    approval: null,
    created_at: "2026-11-20T08:00:00+00:00",
    updated_at: "2026-11-20T08:00:00+00:00",
    expires_at: null,
    content: { source: "text", format: "TEXT", bytes: 1 },
    options: {},
    warnings: [],
    reprint_of: null,
    moved_to: null,
    requested_by: null,
    user_id: null,
    can_cancel: false,
    can_reprint: true,
    can_move: false,
    side: null,
    follows: null,
    can_decide: false,
    can_turn: false,
    trays: null,
    watched: null,
    ...changes,
  };
}

/** Create a preview. */
export function preview(changes: Partial<Preview> = {}): Preview {
  return {
    pages: null,
    image: null,
    layout: null,
    sheets: null,
    policy: null,
    name: "Preview",
    warnings: [],
    ...changes,
  };
}

export type Answers = Readonly<Record<string, (fields: Record<string, unknown>) => unknown>>;

/** A Home Assistant that answers commands and sends events. */
export class FakeHome {
  readonly calls: Record<string, unknown>[] = [];
  subscribers: ((message: unknown) => void)[] = [];
  /** Number of subscriptions that were ended by a command. */
  unsubscribed = 0;
  readonly hass: HomeAssistant;

  constructor(answers: Answers = {}, changes: Partial<HomeAssistant> = {}) {
    const all: Answers = {
      "cloudprint/printers": () => ({ printers: [printer()], default_printer: null }),
      "cloudprint/documents": () => ({ documents: [] }),
      "cloudprint/jobs/list": () => ({ jobs: [], has_more: false }),
      "frontend/get_user_data": () => ({ value: null }),
      "frontend/set_user_data": () => null,
      ...answers,
    };
    const callWS = async (command: Record<string, unknown>): Promise<unknown> => {
      this.calls.push(command);
      const answer = all[String(command.type)];
      if (!answer) throw { code: "unknown_command", message: "Unknown command." };
      return answer(command);
    };
    this.hass = {
      connected: true,
      connection: {
        subscribeMessage: async (callback, command) => {
          this.calls.push(command);
          const subscriber = callback as (message: unknown) => void;
          this.subscribers.push(subscriber);
          return async () => {
            this.unsubscribed += 1;
            this.subscribers = this.subscribers.filter((other) => other !== subscriber);
          };
        },
      },
      auth: { data: { access_token: "token" }, expired: false, refreshAccessToken: async () => {} },
      user: { id: "anna", is_admin: true, name: "Anna" },
      locale: { language: "en", time_format: "24", time_zone: "server", number_format: "language" },
      language: "en",
      config: { time_zone: "Asia/Shanghai", components: [] },
      states: {},
      entities: {},
      fetchWithAuth: async () => new Response(null, { status: 404 }),
      callWS: callWS as HomeAssistant["callWS"],
      loadBackendTranslation: async () => () => "",
      ...changes,
    };
  }

  /** Return `hass` while the connection is broken, which ends all subscriptions. */
  disconnect(): HomeAssistant {
    this.subscribers = [];
    return { ...this.hass, connected: false };
  }

  /** Send an event to the last subscriber. */
  send(message: unknown): void {
    this.subscribers.at(-1)?.(message);
  }

  /** Return the commands of a type. */
  called(type: string): Record<string, unknown>[] {
    return this.calls.filter((call) => call.type === type);
  }
}
