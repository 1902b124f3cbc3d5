import type { ReactiveControllerHost } from "lit";

import type { Decision, Job } from "./backend.js";
import type { Context } from "./context.js";
import { explain } from "./errors.js";
import { isEnded } from "./jobs.js";

export type JobAction =
  | { readonly kind: "cancel" | "reprint" | "turned"; readonly job: Job }
  | { readonly kind: "move"; readonly job: Job; readonly deviceId: string }
  | { readonly kind: "decide"; readonly job: Job; readonly decision: Decision }
  | { readonly kind: "release"; readonly deviceIds: readonly string[] };

/** Runs the actions on jobs, one at a time for each job. */
export class JobActions {
  /** Ids of the jobs with a running action. */
  busy: ReadonlySet<string> = new Set();

  constructor(
    private readonly host: Pick<ReactiveControllerHost, "requestUpdate">,
    /**
     * Takes an error message, or undefined when an action starts, and the name of the job
     * unless the action is for several.
     */
    private readonly onProblem: (problem: string | undefined, name?: string) => void,
  ) {}

  async run(context: Context, action: JobAction): Promise<void> {
    const { job_id: id, name } = action.kind === "release" ? {} : action.job;
    // A second tap, before the button is disabled
    if (id && this.busy.has(id)) return;
    this.onProblem(undefined);
    if (id) this.setBusy([...this.busy, id]);
    try {
      await send(context, action);
    } catch (error) {
      this.onProblem(await explain(context, error), name);
    } finally {
      if (id) this.setBusy([...this.busy].filter((other) => other !== id));
    }
  }

  private setBusy(ids: readonly string[]): void {
    this.busy = new Set(ids);
    this.host.requestUpdate();
  }
}

function send({ backend }: Context, action: JobAction): Promise<unknown> {
  if (action.kind === "release") {
    return backend.call("cloudprint/jobs/release", { device_id: action.deviceIds });
  }
  const { job_id } = action.job;
  if (action.kind === "decide") {
    return backend.call("cloudprint/jobs/decide", { job_id, decision: action.decision });
  }
  if (action.kind === "move") {
    const command = isEnded(action.job) ? "cloudprint/jobs/reprint" : "cloudprint/jobs/move";
    return backend.call(command, { job_id, device_id: action.deviceId });
  }
  return backend.call(`cloudprint/jobs/${action.kind}`, { job_id });
}
