import { describe, expect, it } from "vitest";

import {
  ENDED,
  type JobsState,
  NO_JOBS,
  nextChange,
  queueOf,
  RECENT_MS,
  reduce,
  releasable,
  withChanges,
} from "../src/jobs.js";
import { job } from "./hass.js";

const ids = (jobs: readonly { job_id: string }[]): string[] => jobs.map(({ job_id }) => job_id);

/** Return what is known after several events, a second apart. */
function after(...events: { reset: boolean; jobs: ReturnType<typeof job>[] }[]): JobsState {
  return events.reduce((state, event, at) => reduce(state, event, at * 1000).state, NO_JOBS);
}

describe("the queue", () => {
  it("has open and undecided jobs, newest first, and none that ended before", () => {
    const jobs = [
      job("1", { state: "held" }),
      job("2"),
      job("3", { state: "unconfirmed", can_decide: true }),
      job("4", { state: "unconfirmed" }),
      job("5", { state: "melting" }),
    ];
    expect(ids(queueOf(after({ reset: true, jobs }), 0))).toEqual(["5", "3", "1"]);
  });

  it("keeps a job that ended while it was watched, for a while", () => {
    const state = after(
      { reset: true, jobs: [job("1", { state: "printing" })] },
      { reset: false, jobs: [job("1")] },
    );
    expect(queueOf(state, 2000)).toMatchObject([{ job_id: "1", state: "finished" }]);
    expect(nextChange(state, 2000)).toBe(RECENT_MS - 1000);
    expect(queueOf(state, 1000 + RECENT_MS)).toEqual([]);
    expect(nextChange(state, 1000 + RECENT_MS)).toBeUndefined();
  });

  it("keeps one that ended while the connection was down", () => {
    const state = after(
      { reset: true, jobs: [job("1", { state: "printing" })] },
      { reset: true, jobs: [job("1", { state: "failed" })] },
      { reset: true, jobs: [] },
    );
    expect(queueOf(state, 3000)).toMatchObject([{ state: "failed" }]);
  });

  it("drops one that a reset knows nothing of", () => {
    const state = after({ reset: true, jobs: [job("1", { state: "held" })] }, { reset: true, jobs: [] });
    expect(queueOf(state, 1000)).toEqual([]);
  });

  it("forgets what it has no use for", () => {
    const watched = after(
      { reset: true, jobs: [job("1", { state: "printing" }), job("2")] },
      { reset: false, jobs: [job("1")] },
    );
    const { state } = reduce(watched, { reset: false, jobs: [] }, 1000 + RECENT_MS);
    expect(state.jobs.size).toBe(0);
    expect(state.endedAt.size).toBe(0);
  });
});

describe("changes", () => {
  it("are states that differ from those known, and new jobs", () => {
    const before = after({ reset: true, jobs: [job("1", { state: "held" }), job("2", { state: "held" })] });
    const event = {
      reset: false,
      jobs: [job("1", { state: "held", reason: "quiet_hours" }), job("2", { state: "printing" }), job("3")],
    };
    expect(ids(reduce(before, event, 0).changes as never)).toEqual(["2", "3"]);
  });

  it("are none when all is told for the first time", () => {
    expect(reduce(NO_JOBS, { reset: true, jobs: [job("1"), job("2", { state: "held" })] }, 0).changes).toEqual([]);
  });
});

describe("held jobs", () => {
  it("can be released on their printers, unless they only wait their turn", () => {
    const held = { state: "held", can_cancel: true };
    expect(
      releasable([
        job("1", { ...held, device_id: "a", reason: "service" }),
        job("2", { ...held, device_id: "a", reason: "quiet_hours" }),
        job("3", { ...held, device_id: "b", reason: "order" }),
        job("4", { ...held, device_id: "c", can_cancel: false }),
      ]),
    ).toEqual(["a"]);
  });
});

describe("the history", () => {
  const listed = [job("7"), job("5"), job("3")];

  it("takes what ended since, and what changed", () => {
    const changed = [job("8"), job("5", { message: "By hand" })];
    expect(withChanges(listed, changed, ENDED, undefined)).toMatchObject([
      { job_id: "8" },
      { job_id: "7" },
      { job_id: "5", message: "By hand" },
      { job_id: "3" },
    ]);
  });

  it("leaves out what is not asked for", () => {
    const changed = [
      job("9", { device_id: "other" }),
      job("8", { state: "held" }),
      job("7", { state: "failed" }),
      job("1"),
    ];
    expect(ids(withChanges(listed, changed, ["finished"], "laser"))).toEqual(["5", "3"]);
  });

  it("begins with the first", () => {
    expect(ids(withChanges([], [job("1")], ENDED, "laser"))).toEqual(["1"]);
  });
});
