import { describe, expect, it } from "vitest";

import type { Approval, JobState } from "../src/backend.js";
import {
  applyEvent,
  describeState,
  FINAL_STATES,
  foldAsked,
  getNextChange,
  getQueue,
  getReleasablePrinters,
  type JobsState,
  mergeChanges,
  NO_JOBS,
  RECENT_MS,
  withStatus,
} from "../src/jobs.js";
import "./languages.js";
import { Translator } from "../src/texts/index.js";
import { job, printer } from "./hass.js";

const ids = (jobs: readonly { job_id: string }[]): string[] => jobs.map(({ job_id }) => job_id);

/** Return the state after several events, a second apart. */
function after(...events: { reset: boolean; jobs: ReturnType<typeof job>[] }[]): JobsState {
  return events.reduce((state, event, at) => applyEvent(state, event, at * 1000).state, NO_JOBS);
}

describe("the status of a printer", () => {
  const held = job("1", { state: "held" });
  const printing = job("2", { state: "printing" });
  it.each([
    ["idle", true, [job("0")]],
    ["waiting", true, [job("0"), held]],
    ["waiting", null, [held]],
    ["offline", false, [held]],
    ["printing", false, [held, printing]],
    ["idle", true, [{ ...printing, device_id: "other" }]],
  ] as const)("is %s by its jobs, while the service says %s", (status, online, jobs) => {
    expect(withStatus(printer({ status: "waiting", online }), jobs)).toEqual(printer({ status, online }));
  });
});

describe("the state of a job", () => {
  it.each([
    ["en", "held", "approval", "Waiting for approval"],
    ["zh-Hans", "held", "approval", "等待审批"],
    ["en", "held", "service", "Held"],
    ["en", "expired", "approval", "Expired"],
    ["en", "finished", null, "Finished"],
  ] as const)("in %s of what is %s for %s is “%s”", (language, state, reason, text) => {
    expect(describeState({ state, reason }, new Translator(language))).toBe(text);
  });
});

describe("the queue", () => {
  it("has open and undecided jobs, newest first, without earlier ended ones", () => {
    const jobs = [
      job("1", { state: "held" }),
      job("2"),
      job("3", { state: "unconfirmed", can_decide: true }),
      job("4", { state: "unconfirmed" }),
      job("5", { state: "melting" as JobState }),
    ];
    expect(ids(getQueue(after({ reset: true, jobs }), 0))).toEqual(["5", "3", "1"]);
  });

  it("keeps an ended job for a while", () => {
    const state = after({ reset: true, jobs: [job("1", { state: "printing" })] }, { reset: false, jobs: [job("1")] });
    expect(getQueue(state, 2000)).toMatchObject([{ job_id: "1", state: "finished" }]);
    expect(getNextChange(state, 2000)).toBe(RECENT_MS - 1000);
    expect(getQueue(state, 1000 + RECENT_MS)).toEqual([]);
    expect(getNextChange(state, 1000 + RECENT_MS)).toBeUndefined();
  });

  it("keeps a job that ended while the connection was down", () => {
    const state = after(
      { reset: true, jobs: [job("1", { state: "printing" })] },
      { reset: true, jobs: [job("1", { state: "failed" })] },
      { reset: true, jobs: [] },
    );
    expect(getQueue(state, 3000)).toMatchObject([{ state: "failed" }]);
  });

  it("drops a job that a reset does not list", () => {
    const state = after({ reset: true, jobs: [job("1", { state: "held" })] }, { reset: true, jobs: [] });
    expect(getQueue(state, 1000)).toEqual([]);
  });

  it("drops old jobs", () => {
    const watched = after(
      { reset: true, jobs: [job("1", { state: "printing" }), job("2")] },
      { reset: false, jobs: [job("1")] },
    );
    const { state } = applyEvent(watched, { reset: false, jobs: [] }, 1000 + RECENT_MS);
    expect(state.jobs.size).toBe(0);
    expect(state.endedAt.size).toBe(0);
  });
});

describe("changes", () => {
  it("are new jobs and jobs with a new state", () => {
    const before = after({ reset: true, jobs: [job("1", { state: "held" }), job("2", { state: "held" })] });
    const event = {
      reset: false,
      jobs: [job("1", { state: "held", reason: "quiet_hours" }), job("2", { state: "printing" }), job("3")],
    };
    expect(ids(applyEvent(before, event, 0).changes as never)).toEqual(["2", "3"]);
  });

  it("are empty for the first event", () => {
    expect(applyEvent(NO_JOBS, { reset: true, jobs: [job("1"), job("2", { state: "held" })] }, 0).changes).toEqual([]);
  });
});

describe("held jobs", () => {
  it("can be released on their printers, unless they wait for other jobs", () => {
    const held = { state: "held", can_cancel: true } as const;
    expect(
      getReleasablePrinters([
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

  it("includes newly ended and changed jobs", () => {
    const changed = [job("8"), job("5", { message: "By hand" })];
    expect(mergeChanges(listed, changed, FINAL_STATES, undefined)).toMatchObject([
      { job_id: "8" },
      { job_id: "7" },
      { job_id: "5", message: "By hand" },
      { job_id: "3" },
    ]);
  });

  it("excludes jobs that do not match the filter", () => {
    const changed = [
      job("9", { device_id: "other" }),
      job("8", { state: "held" }),
      job("7", { state: "failed" }),
      job("1"),
    ];
    expect(ids(mergeChanges(listed, changed, ["finished"], "laser"))).toEqual(["5", "3"]);
  });

  it("has no end of another person's print where each sees only their own", () => {
    const changed = [job("9"), job("8", { print_id: "" })];
    expect(ids(mergeChanges(listed, changed, FINAL_STATES, undefined))).not.toContain("8");
  });

  it("starts with the first job", () => {
    expect(ids(mergeChanges([], [job("1")], FINAL_STATES, "laser"))).toEqual(["1"]);
  });
});

describe("many prints that ask", () => {
  const countLooks = (prints: number): number => {
    let looks = 0;
    const approval = { state: "needed", approvers: [] } as unknown as Approval;
    const jobs = Array.from({ length: prints }, (_, at) =>
      Object.defineProperty(job(String(at), { state: "held" }), "approval", {
        enumerable: true,
        get: () => {
          looks += 1;
          return approval;
        },
      }),
    );
    expect(foldAsked(jobs)).toHaveLength(prints);
    return looks;
  };

  it("are each looked at as often as few are", () => {
    expect(countLooks(300) / countLooks(30)).toBe(10);
  });
});
