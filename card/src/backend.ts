import type { HomeAssistant } from "./hass.js";

/** The commands that the integration offers to the card: see docs/card-api.md. */

export type Color = "color" | "monochrome";
export type Sides = "one_sided" | "two_sided_long_edge" | "two_sided_short_edge";

export interface Paper {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface Printer {
  readonly device_id: string;
  readonly entry_id: string;
  readonly account: string;
  readonly name: string;
  readonly entity_id: string | null;
  readonly status: string;
  readonly online: boolean | null;
  readonly available: boolean;
  readonly can_control: boolean;
  readonly colors: readonly Color[];
  readonly sides: readonly Sides[];
  readonly papers: readonly Paper[];
  readonly copies: { readonly min: number; readonly max: number };
  readonly defaults: {
    readonly color?: string;
    readonly sides?: string;
    readonly paper?: string;
    readonly copies?: number;
  };
}

export interface SavedDocument {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly device_id: string | null;
}

export interface Job {
  readonly job_id: string;
  readonly device_id: string;
  readonly printer: string;
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly message: string | null;
  readonly pages: number | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at: string | null;
  readonly warnings: readonly string[];
  readonly can_cancel: boolean;
  readonly can_reprint: boolean;
  readonly can_decide: boolean;
}

export interface JobsEvent {
  readonly reset: boolean;
  readonly jobs: readonly Job[];
}

export interface JobsPage {
  readonly jobs: readonly Job[];
  readonly has_more: boolean;
}

export interface PrintedJob {
  readonly job_id: string;
  readonly name: string;
  readonly state: string;
  readonly warnings: readonly string[];
}

export interface Preview {
  readonly pages: number | null;
  readonly image: string | null;
  readonly name: string;
}

/** What is to be printed: exactly one of these. */
export type ContentField =
  | { readonly upload: string }
  | { readonly text: string; readonly name: string }
  | { readonly document: string };

export interface PrintOptions {
  readonly copies?: number;
  readonly color?: string;
  readonly sides?: string;
  readonly paper?: string;
  readonly page_ranges?: string;
}

export type PrintFields = ContentField & PrintOptions & { readonly device_id: string };

export type Decision = "printed" | "print_again" | "forget";

/** An error as Home Assistant answers with it. */
interface CommandError {
  readonly message?: string;
  readonly translation_domain?: string;
  readonly translation_key?: string;
  readonly translation_placeholders?: Record<string, unknown>;
}

/** Calls the integration in the name of the person who looks at the card. */
export class Backend {
  constructor(private readonly hass: HomeAssistant) {}

  async printers(): Promise<readonly Printer[]> {
    const answer = await this.call<{ printers: readonly Printer[] }>("printers");
    return answer.printers;
  }

  async documents(): Promise<readonly SavedDocument[]> {
    const answer = await this.call<{ documents: readonly SavedDocument[] }>("documents");
    return answer.documents;
  }

  print(fields: PrintFields): Promise<{ readonly jobs: readonly PrintedJob[] }> {
    return this.call("print", fields);
  }

  preview(fields: PrintFields): Promise<Preview> {
    return this.call("preview", fields);
  }

  /** Be told of jobs until the returned function is called, or the connection breaks. */
  subscribeJobs(
    deviceId: string | undefined,
    callback: (event: JobsEvent) => void,
  ): Promise<() => Promise<void>> {
    const command = {
      type: "cloudprint/jobs/subscribe",
      // Enough to learn how jobs ended while the connection was down
      limit: 20,
      ...(deviceId === undefined ? {} : { device_id: deviceId }),
    };
    // After a restart of Home Assistant, the command may not be there at once: who asks
    // has to try again, which the connection by itself does not.
    return this.hass.connection.subscribeMessage(callback, command, { resubscribe: false });
  }

  jobs(fields: {
    readonly device_id?: string;
    readonly state: readonly string[];
    readonly before?: string;
    readonly limit: number;
  }): Promise<JobsPage> {
    return this.call("jobs/list", fields);
  }

  async cancel(job: Job): Promise<Job> {
    return (await this.call<{ job: Job }>("jobs/cancel", { job_id: job.job_id })).job;
  }

  async release(deviceIds: readonly string[]): Promise<void> {
    await this.call("jobs/release", { device_id: deviceIds });
  }

  async reprint(job: Job): Promise<Job> {
    return (await this.call<{ job: Job }>("jobs/reprint", { job_id: job.job_id })).job;
  }

  async decide(job: Job, decision: Decision): Promise<void> {
    await this.call("jobs/decide", { job_id: job.job_id, decision });
  }

  /** Return what a person is told about an error, in the person's language. */
  async explain(error: unknown): Promise<string> {
    const { message, translation_domain, translation_key, translation_placeholders } = (
      typeof error === "object" && error ? error : {}
    ) as CommandError;
    if (translation_domain && translation_key) {
      const localize = await this.hass
        .loadBackendTranslation("exceptions", translation_domain)
        .catch(() => undefined);
      const key = `component.${translation_domain}.exceptions.${translation_key}.message`;
      const text = localize?.(key, translation_placeholders);
      if (text) return text;
    }
    return message ?? String(error);
  }

  private call<Answer>(name: string, fields: object = {}): Promise<Answer> {
    return this.hass.callWS<Answer>({ type: `cloudprint/${name}`, ...fields });
  }
}
