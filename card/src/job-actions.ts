import type { ReactiveControllerHost } from "lit";

import type { ApprovalChanges, Decision, Job } from "./backend.js";
import type { Context } from "./context.js";
import { explain } from "./errors.js";
import { getAsked, getFullName, isEnded, needsApproval } from "./jobs.js";

export type JobAction =
  | { readonly kind: "cancel" | "reprint" | "turned"; readonly job: Job }
  | { readonly kind: "move"; readonly job: Job; readonly deviceId: string }
  | { readonly kind: "decide"; readonly job: Job; readonly decision: Decision }
  | { readonly kind: "approve"; readonly job: Job; readonly changes: ApprovalChanges }
  | { readonly kind: "deny"; readonly job: Job; readonly message: string }
  | { readonly kind: "release"; readonly deviceIds: readonly string[] };

/** Return an action for each job that it is about: one cancels a print that waits for approval as a whole. */
export function spread(action: JobAction, jobs: Iterable<Job>): readonly JobAction[] {
  if (action.kind !== "cancel" || !needsApproval(action.job)) return [action];
  return getAsked(action.job, jobs).map((job) => ({ ...action, job }));
}

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
    const job = action.kind === "release" ? undefined : action.job;
    const id = job?.job_id;
    // A second tap, before the button is disabled
    if (id && this.busy.has(id)) return;
    this.onProblem(undefined);
    if (id) this.setBusy([...this.busy, id]);
    try {
      await send(context, action);
    } catch (error) {
      this.onProblem(await explain(context, error), job && getFullName({ ...job, side: null }, context.texts));
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
  if (action.kind === "approve") return backend.call("cloudprint/jobs/approve", { job_id, ...action.changes });
  if (action.kind === "deny") {
    const { message } = action;
    return backend.call("cloudprint/jobs/deny", { job_id, ...(message ? { message } : {}) });
  }
  if (action.kind === "move") {
    const command = isEnded(action.job) ? "cloudprint/jobs/reprint" : "cloudprint/jobs/move";
    return backend.call(command, { job_id, device_id: action.deviceId });
  }
  return backend.call(`cloudprint/jobs/${action.kind}`, { job_id });
}
