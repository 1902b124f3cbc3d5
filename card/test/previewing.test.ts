import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { Sheets } from "../src/backend.js";
import { Previewing } from "../src/core/previewing.js";

const SHEETS: Sheets = { html: "<div></div>", first: 1, shown: 4, count: 9, width: 210, height: 297 };
const answer = (sheets: Sheets | null, ...warnings: readonly string[]) => ({
  ...{ pages: null, image: null, layout: null },
  ...{ sheets, warnings },
});
type Ask = (fields: { text: string }, sheet: number, signal: AbortSignal) => Promise<ReturnType<typeof answer>>;

const create = (ask: Ask) =>
  new Previewing(
    ask,
    async (error) => ({ text: String(error), isFinal: error === "damaged", isBroken: error === "lost" }),
    () => undefined,
  );

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("shows what was requested last, also if an earlier answer comes later", async () => {
  const answers: (() => void)[] = [];
  const asked: string[] = [];
  const previewing = create(({ text }) => {
    asked.push(text);
    return new Promise((resolve) => answers.push(() => resolve(answer(null, text))));
  });
  previewing.request({ text: "a" });
  await vi.advanceTimersByTimeAsync(0);
  previewing.request({ text: "b" });
  previewing.request({ text: "c" });
  await vi.advanceTimersByTimeAsync(1_000);
  // One at a time
  expect(asked).toEqual(["a"]);
  answers[0]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(previewing.preview).toBeUndefined();
  expect(previewing.isBusy).toBe(true);
  answers[1]?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toEqual(["a", "c"]);
  expect(previewing).toMatchObject({ warnings: ["c"], isBusy: false });
});

it("adds what is said of sheets that are looked at later", async () => {
  const previewing = create(async (_, sheet) => {
    if (sheet === 9) throw "damaged";
    return sheet === 1 ? answer(SHEETS, "first") : answer(null, "first", "later");
  });
  expect(await previewing.load(5)).toBe("");
  previewing.request({ text: "a" });
  await vi.advanceTimersByTimeAsync(0);
  expect(await previewing.load(5)).toMatchObject({ first: 5, shown: 0, count: 9 });
  expect(previewing.warnings).toEqual(["first", "later"]);
  expect(await previewing.load(9)).toBe("damaged");
  expect(previewing.problem).toBeUndefined();
});

it("forgets all of what is not requested any more", async () => {
  let signal: AbortSignal | undefined;
  const previewing = create(async (_, _sheet, given) => {
    signal = given;
    throw "damaged";
  });
  previewing.request({ text: "a" });
  await vi.advanceTimersByTimeAsync(0);
  expect(previewing).toMatchObject({ problem: { text: "damaged" }, isRefused: true });
  previewing.request(undefined);
  expect(previewing).toMatchObject({ problem: undefined, isRefused: false, isBusy: false });
  expect(signal?.aborted).toBe(true);
});
