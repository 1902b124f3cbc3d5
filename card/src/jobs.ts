import type { Job, JobsEvent, JobState, Printer, Reason } from "./backend.js";
import type { Translator } from "./texts/index.js";

export const FINAL_STATES = [
  "finished",
  "failed",
  "canceled",
  "unconfirmed",
  "expired",
] as const satisfies readonly JobState[];

/** How long an ended job stays in the queue. */
export const RECENT_MS = 10 * 60 * 1000;

export interface JobsState {
  /** Jobs by id. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** When jobs ended while the card was open, in milliseconds of the local clock. */
  readonly endedAt: ReadonlyMap<string, number>;
}

export const NO_JOBS: JobsState = { jobs: new Map(), endedAt: new Map() };

/** A job whose new state is announced, or that its paper has to be turned. */
export type Change = Pick<Job, "name" | "state"> &
  Partial<Pick<Job, "approval" | "can_turn" | "print_id" | "reason" | "side">>;

export function isEnded(job: Pick<Job, "state">): boolean {
  return (FINAL_STATES as readonly JobState[]).includes(job.state);
}

/** Return whether a job could not be printed. */
export function hasFailed({ state }: Pick<Job, "state">): boolean {
  return state === "failed" || state === "expired";
}

/** Return a printer with the status that its jobs give it, as the integration does. */
export function withStatus(printer: Printer, jobs: Iterable<Job>): Printer {
  const open = [...jobs].filter((job) => job.device_id === printer.device_id && !isEnded(job));
  const waiting = printer.online === false ? "offline" : open.length ? "waiting" : "idle";
  const status = open.some(({ state }) => state === "printing") ? "printing" : waiting;
  return status === printer.status ? printer : { ...printer, status };
}

/** Return the state after an event, and the jobs whose state it changed. */
export function applyEvent(
  before: JobsState,
  event: Omit<JobsEvent, "more">,
  now: number,
): { readonly state: JobsState; readonly changes: readonly Change[] } {
  // A reset lists only the newest ended jobs; recently ended ones are kept below.
  const jobs = new Map(event.reset ? [] : before.jobs);
  const endedAt = new Map(before.endedAt);
  const changes: Change[] = [];
  pruneJobs(jobs, endedAt, now);
  for (const job of event.jobs) {
    const known = before.jobs.get(job.job_id);
    jobs.set(job.job_id, job);
    const hasMoved = known ? known.state !== job.state : !event.reset;
    const isToTurn = known !== undefined && !known.can_turn && job.can_turn;
    if (hasMoved || isToTurn) changes.push(job);
    if (hasMoved && isEnded(job)) endedAt.set(job.job_id, now);
  }
  if (event.reset) {
    for (const [id, job] of before.jobs) {
      if (!jobs.has(id) && isEnded(job) && endedAt.has(id)) jobs.set(id, job);
    }
  }
  return { state: { jobs, endedAt }, changes };
}

/** Drop ended jobs that the queue no longer shows: a dashboard may stay open for weeks. */
function pruneJobs(jobs: Map<string, Job>, endedAt: Map<string, number>, now: number): void {
  for (const [id, ended] of endedAt) {
    if (now - ended >= RECENT_MS) endedAt.delete(id);
  }
  for (const [id, job] of jobs) {
    if (isEnded(job) && !job.can_decide && !endedAt.has(id)) jobs.delete(id);
  }
}

/** Return the jobs of a list: what was changed and approved is one print, at the place where it was asked for. */
export function orderJobs(jobs: Iterable<Job>): readonly Job[] {
  const place = ({ approval, job_id: id }: Job): string => approval?.request_id ?? id;
  return withoutChanged([...jobs].sort(newestFirst)).sort((one, other) => {
    return place(one) < place(other) ? 1 : place(one) > place(other) ? -1 : 0;
  });
}

/** Leave out jobs that were approved with changes, as others. */
export function withoutChanged<T extends Pick<Change, "reason">>(jobs: readonly T[]): T[] {
  return jobs.filter(({ reason }) => reason !== "changed");
}

/** Return open, undecided and recently ended jobs, newest first. */
export function getQueue({ jobs, endedAt }: JobsState, now: number): readonly Job[] {
  return orderJobs(jobs.values()).filter(
    (job) => !isEnded(job) || job.can_decide || now - (endedAt.get(job.job_id) ?? -Infinity) < RECENT_MS,
  );
}

/** Return a job's state in words, also if its approval is hidden from the user. */
export function describeState({ state, reason }: Pick<Job, "state" | "reason">, texts: Translator): string {
  const isAsked = state === "held" && reason === "approval";
  return texts.localizeValue("state", isAsked ? "approval_needed" : state, "state_other");
}

/** Return whether a job waits until someone allows it. */
export function needsApproval({ state, approval }: Change): boolean {
  return state === "held" && approval?.state === "needed";
}

/** Return whether a job waits until the person who looks at the card allows it. */
export function canApprove(job: Change): boolean {
  return needsApproval(job) && Boolean(job.approval?.can_decide);
}

/** Return whether a job waits for the answer of someone who looks at the card. */
export function isQuestion(job: Job): boolean {
  return job.can_decide || job.can_turn || canApprove(job);
}

/** Return the names of those who may decide on a job, of whom one is enough. */
export function describeApprovers({ approval }: Pick<Job, "approval">, texts: Translator): string {
  return joinApprovers(approval?.approvers ?? [], texts);
}

export function joinApprovers(names: readonly string[], texts: Translator): string {
  return texts.join(names.length ? names : [texts.localize("administrator")], "disjunction");
}

/** Return what jobs that are decided together have in common: not what was printed again. */
export function getRequest({ approval, print_id: print }: Job): string {
  return approval?.request_id ?? print;
}

/** Return the jobs that are decided together with one: those of its print that wait for approval. */
export function getAsked(job: Job, jobs: Iterable<Job>): readonly Job[] {
  return [...jobs].filter((other) => getRequest(other) === getRequest(job) && needsApproval(other));
}

/** Return the jobs with one, the first, for each print that waits for approval, and its pages. */
export function foldAsked(jobs: readonly Job[]): readonly Job[] {
  const requests = new Map<string, Job[]>();
  for (const job of jobs.filter(needsApproval)) {
    const asked = requests.get(getRequest(job));
    if (asked) asked.push(job);
    else requests.set(getRequest(job), [job]);
  }
  return jobs.flatMap((job) => {
    if (!needsApproval(job)) return [job];
    const asked = requests.get(getRequest(job)) ?? [];
    if (asked[0] !== job) return [];
    const counts = asked.map(({ impressions }) => impressions);
    const pages = counts.reduce((sum, count) => (sum === null || count === null ? null : sum + count), 0);
    return [{ ...(asked.at(-1) ?? job), side: asked.length > 1 ? null : job.side, pages: pages ?? job.pages }];
  });
}

/** Number of jobs of a folded queue. */
const FOLDED = 5;

/** Return the jobs of a folded queue: the newest ones. */
export function foldQueue(jobs: readonly Job[]): readonly Job[] {
  // A button would take as much room as one more job.
  return jobs.length <= FOLDED + 1 ? jobs : jobs.slice(0, FOLDED);
}

type NamedJob = Pick<Change, "name" | "print_id" | "side">;

/** Return the name of a job, with the side of the paper if each side is a job of its own. */
export function getFullName({ name, side, print_id: print }: NamedJob, texts: Translator): string {
  const shown = print === "" ? texts.localize("another_print") : name;
  return side ? texts.localize(`name_${side}`, { name: shown }) : shown;
}

/** Return the milliseconds until the next recently ended job leaves the queue, if any. */
export function getNextChange({ endedAt }: JobsState, now: number): number | undefined {
  const left = [...endedAt.values()].map((ended) => ended + RECENT_MS - now);
  const coming = left.filter((milliseconds) => milliseconds > 0);
  return coming.length ? Math.min(...coming) : undefined;
}

/** Why jobs are held that nobody can release. */
const NOT_RELEASED: ReadonlySet<Reason | null> = new Set(["order", "approval", "turn_paper"] as const);

/** Return the ids of the printers with held jobs that the user may release all at once. */
export function getReleasablePrinters(jobs: readonly Job[]): readonly string[] {
  const held = jobs.filter(({ can_cancel, reason }) => can_cancel && !NOT_RELEASED.has(reason));
  return [...new Set(held.map((job) => job.device_id))];
}

/** Return the printers that may print a job instead: a waiting one stays in its account. */
export function getOtherPrinters(job: Job, printers: readonly Printer[]): readonly Printer[] {
  if (!job.can_move) return [];
  const own = printers.find(({ device_id }) => device_id === job.device_id);
  return printers.filter(
    ({ can_control, device_id, entry_id }) =>
      can_control && device_id !== job.device_id && (!own || isEnded(job) || entry_id === own.entry_id),
  );
}

/** Return the loaded history with later changes merged in. */
export function mergeChanges(
  listed: readonly Job[],
  changed: Iterable<Job>,
  states: readonly JobState[],
  deviceId: string | undefined,
): readonly Job[] {
  const jobs = new Map(listed.map((job) => [job.job_id, job]));
  const oldest = listed.at(-1)?.job_id ?? "";
  for (const job of changed) {
    // With own history, the end of another person's print is not listed.
    const isListed = job.print_id !== "" && (deviceId === undefined || job.device_id === deviceId);
    if (isListed && states.includes(job.state)) {
      // Older jobs belong to a page that is not loaded yet.
      if (jobs.has(job.job_id) || job.job_id > oldest) jobs.set(job.job_id, job);
    } else {
      jobs.delete(job.job_id);
    }
  }
  return [...jobs.values()].sort(newestFirst);
}

/** Compare by id, which sorts by time of creation. */
function newestFirst(one: Job, other: Job): number {
  return one.job_id < other.job_id ? 1 : one.job_id > other.job_id ? -1 : 0;
}
