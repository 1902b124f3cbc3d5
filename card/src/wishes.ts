import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Decision, Job } from "./backend.js";
import type { Context } from "./context.js";

/** What a person wants of jobs. */
export type Wish =
  | { readonly kind: "cancel" | "reprint"; readonly job: Job }
  | { readonly kind: "decide"; readonly job: Job; readonly decision: Decision }
  | { readonly kind: "release"; readonly deviceIds: readonly string[] };

/** Does what people want of jobs, one thing at a time for each job. */
export class Wishes implements ReactiveController {
  /** The ids of the jobs that something is being done with. */
  busy: ReadonlySet<string> = new Set();

  constructor(
    private readonly host: ReactiveControllerHost,
    /** Takes what to tell the person, or nothing when a wish begins. */
    private readonly onProblem: (problem: string | undefined) => void,
  ) {
    host.addController(this);
  }

  /** Nothing is left of it where it goes. */
  hostDisconnected(): void {
    this.busy = new Set();
  }

  async grant(context: Context, wish: Wish): Promise<void> {
    const id = wish.kind === "release" ? undefined : wish.job.job_id;
    this.onProblem(undefined);
    if (id) this.setBusy([...this.busy, id]);
    try {
      await perform(context, wish);
    } catch (error) {
      this.onProblem(await context.backend.explain(error));
    } finally {
      if (id) this.setBusy([...this.busy].filter((other) => other !== id));
    }
  }

  private setBusy(ids: readonly string[]): void {
    this.busy = new Set(ids);
    this.host.requestUpdate();
  }
}

async function perform({ backend }: Context, wish: Wish): Promise<void> {
  switch (wish.kind) {
    case "cancel":
      await backend.cancel(wish.job);
      break;
    case "reprint":
      await backend.reprint(wish.job);
      break;
    case "decide":
      await backend.decide(wish.job, wish.decision);
      break;
    case "release":
      await backend.release(wish.deviceIds);
  }
}
