import type { Job, JobsEvent } from "./backend.js";

/** What the card knows of jobs, and how it changes. */

export const ENDED = ["finished", "failed", "canceled", "unconfirmed", "expired"] as const;

/** How long a job that ended while it was watched stays in the queue. */
export const RECENT_MS = 10 * 60 * 1000;

export interface JobsState {
  /** Every job that was told of, by its id. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** When a job that was watched ended, in milliseconds of this computer's clock. */
  readonly endedAt: ReadonlyMap<string, number>;
}

export const NO_JOBS: JobsState = { jobs: new Map(), endedAt: new Map() };

/** A job whose state a person is told of. */
export type Change = Pick<Job, "name" | "state">;

export function isEnded(job: Pick<Job, "state">): boolean {
  return (ENDED as readonly string[]).includes(job.state);
}

/** Return what is known after an event, and which jobs came to another state by it. */
export function reduce(
  before: JobsState,
  event: JobsEvent,
  now: number,
): { readonly state: JobsState; readonly changes: readonly Change[] } {
  // A reset leaves out what ended; that it did was told before, or is told by the history.
  const jobs = new Map(event.reset ? [] : before.jobs);
  const endedAt = new Map(before.endedAt);
  const changes: Change[] = [];
  forgetOld(jobs, endedAt, now);
  for (const job of event.jobs) {
    const known = before.jobs.get(job.job_id);
    jobs.set(job.job_id, job);
    const hasMoved = known ? known.state !== job.state : !event.reset;
    if (hasMoved) changes.push(job);
    if (hasMoved && isEnded(job)) endedAt.set(job.job_id, now);
  }
  if (event.reset) {
    for (const [id, job] of before.jobs) {
      if (!jobs.has(id) && isEnded(job) && endedAt.has(id)) jobs.set(id, job);
    }
  }
  return { state: { jobs, endedAt }, changes };
}

/** Forget what the queue has no use for any more: a dashboard may stay open for weeks. */
function forgetOld(jobs: Map<string, Job>, endedAt: Map<string, number>, now: number): void {
  for (const [id, ended] of endedAt) {
    if (now - ended >= RECENT_MS) endedAt.delete(id);
  }
  for (const [id, job] of jobs) {
    if (isEnded(job) && !job.can_decide && !endedAt.has(id)) jobs.delete(id);
  }
}

/** Return the jobs of the queue: open ones, undecided ones, and what has just ended. */
export function queueOf({ jobs, endedAt }: JobsState, now: number): readonly Job[] {
  return [...jobs.values()]
    .filter(
      (job) =>
        !isEnded(job) || job.can_decide || now - (endedAt.get(job.job_id) ?? -Infinity) < RECENT_MS,
    )
    .sort(newestFirst);
}

/** Return in how many milliseconds the queue changes by time alone, if it does. */
export function nextChange({ endedAt }: JobsState, now: number): number | undefined {
  const left = [...endedAt.values()].map((ended) => ended + RECENT_MS - now);
  const coming = left.filter((milliseconds) => milliseconds > 0);
  return coming.length ? Math.min(...coming) : undefined;
}

/** Return the printers whose held jobs the person may release. */
export function releasable(jobs: readonly Job[]): readonly string[] {
  const held = jobs.filter((job) => job.can_cancel && job.reason !== "order");
  return [...new Set(held.map((job) => job.device_id))];
}

/** Return a page of history with what has become of jobs since. */
export function withChanges(
  listed: readonly Job[],
  changed: Iterable<Job>,
  states: readonly string[],
  deviceId: string | undefined,
): readonly Job[] {
  const jobs = new Map(listed.map((job) => [job.job_id, job]));
  const oldest = listed.at(-1)?.job_id ?? "";
  for (const job of changed) {
    const isOurs = deviceId === undefined || job.device_id === deviceId;
    if (isOurs && states.includes(job.state)) {
      // What is older than the list belongs to a page that was not asked for yet.
      if (jobs.has(job.job_id) || job.job_id > oldest) jobs.set(job.job_id, job);
    } else {
      jobs.delete(job.job_id);
    }
  }
  return [...jobs.values()].sort(newestFirst);
}

/** Ids sort by the time of creation. */
function newestFirst(one: Job, other: Job): number {
  return one.job_id < other.job_id ? 1 : one.job_id > other.job_id ? -1 : 0;
}
