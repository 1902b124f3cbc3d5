import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { BrokenError, RefusedError } from "../src/core/uploads.js";
import { countPages, createPreviewing } from "../src/link/preview.js";
import { follow, print } from "../src/link/sending.js";
import { GoneError } from "../src/link/server.js";
import { readSheets } from "../src/link/sheet.js";
import { say } from "../src/link/texts.js";

type Answer = { readonly status: number; readonly body: unknown } | "lost";

const SENT = { job: "token", state: "held", name: "a.pdf" };
const LOST: Answer = "lost";
const TAKEN: Answer = { status: 202, body: SENT };

let bodies: Record<string, unknown>[];

/** Answer requests in this order, and then with the last one. */
function serve(...answers: readonly Answer[]): void {
  const left = [...answers];
  bodies = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    bodies.push(JSON.parse(body) as Record<string, unknown>);
    const answer = left.length > 1 ? left.shift()! : left[0]!;
    if (answer === "lost") throw new TypeError("Failed to fetch");
    return { status: answer.status, text: async () => JSON.stringify(answer.body) };
  });
}

/** Wait for something, however long it waits itself. */
async function settle<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  await vi.advanceTimersByTimeAsync(60_000);
  return promise;
}

const getKeys = (): readonly unknown[] => bodies.map(({ key }) => key);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a print by a link", () => {
  it("has the same key until it is answered, and another one the next time", async () => {
    serve(LOST);
    await expect(settle(print("photo", { upload: ["1"] }))).rejects.toThrow(BrokenError);
    expect(getKeys()).toHaveLength(4);
    const lost = getKeys()[0];
    serve({ status: 200, body: { ...SENT, repeated: true } });
    // Its files were sent again meanwhile: it is the same print, and nobody has to know.
    await expect(settle(print("photo", { upload: ["2"] }))).resolves.toMatchObject({ repeated: false });
    expect(getKeys()).toEqual([lost]);
    serve({ status: 200, body: { ...SENT, repeated: true } });
    await expect(settle(print("photo", { upload: ["3"] }))).resolves.toMatchObject({ repeated: true });
    expect(getKeys()).not.toContain(lost);
  });

  it("has a key of its own", async () => {
    serve(LOST);
    await expect(settle(print("photo", {}))).rejects.toThrow(BrokenError);
    await expect(settle(print("text", {}))).rejects.toThrow(BrokenError);
    expect(new Set(getKeys())).toHaveLength(2);
    serve(TAKEN);
    await settle(print("text", {}));
  });

  it("is not tried again if it was refused, or if the link is gone", async () => {
    serve({ status: 429, body: { message: "Too many", code: "link_full" } });
    const error: unknown = await settle(print("photo", {})).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ message: "Too many", code: "link_full", isFinal: false });
    serve({ status: 404, body: "404: Not Found" });
    await expect(settle(print("photo", {}))).rejects.toThrow(GoneError);
    expect(bodies).toHaveLength(1);
    // A proxy
    serve({ status: 502, body: null });
    await expect(settle(print("photo", {}))).rejects.toThrow(BrokenError);
  });
});

describe("what becomes of a print by a link", () => {
  it("is told also after the server could not say it for a while", async () => {
    const answers = [
      { status: 503, body: { code: "journal_unreadable", message: "The history cannot be read." } },
      { status: 200, body: { ...SENT, state: "finished" } },
    ];
    vi.stubGlobal("fetch", async () => {
      const { status, body } = answers.shift()!;
      return { status, text: async () => JSON.stringify(body) };
    });
    const states: string[] = [];
    await settle(follow({ ...SENT, state: "held" }, ({ state }) => states.push(state) > 0));
    expect(states).toEqual(["finished"]);
  });
});

describe("a preview by a link", () => {
  const PREVIEW = { pages: 1, image: null, layout: null, sheets: null, name: "a.pdf", warnings: [] };

  it("is asked for again once there is a connection, and only for what is shown", async () => {
    const gone = vi.fn();
    const previewing = createPreviewing(() => {}, gone);
    serve(LOST, { status: 200, body: PREVIEW });
    previewing.request({ upload: ["1"] });
    previewing.request({ upload: ["1"] });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(bodies).toEqual([
      { upload: ["1"], sheet: 1 },
      { upload: ["1"], sheet: 1 },
    ]);
    expect(countPages(previewing)).toBe(1);
    serve({ status: 400, body: { message: "Damaged", code: "pdf_damaged" } });
    previewing.request({ upload: ["2"] });
    previewing.request({ upload: ["3"] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(bodies).toEqual([{ upload: ["3"], sheet: 1 }]);
    expect(previewing).toMatchObject({ problem: { text: "Damaged" }, isRefused: true, isBusy: false });
    previewing.request(undefined);
    expect(previewing).toMatchObject({ problem: undefined, isRefused: false });
    serve({ status: 404, body: null });
    previewing.request({ upload: ["4"] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(gone).toHaveBeenCalledOnce();
  });

  it("is given up when nothing is shown: the files of what is printed are gone", async () => {
    const signals: AbortSignal[] = [];
    vi.stubGlobal("fetch", (_: string, { signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error)));
    });
    const previewing = createPreviewing(() => {}, vi.fn());
    previewing.request({ upload: ["1"] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    previewing.request(undefined);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(previewing).toMatchObject({ problem: undefined, isBusy: false });
    previewing.request({ upload: ["2"] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  });
});

describe("the sheets of a preview", () => {
  it("have their sizes, and no styles that the policy would block", () => {
    const html = `<!DOCTYPE html><html><head><style>@page{margin:0}.s0{page:s0;width:100px;height:200px}.s1{page:s1;width:200px;height:100px}</style></head><body><div class="s0"><img alt="" style="width:1px" src="data:,"></div><div class="s1"></div></body></html>`;
    const sheets = readSheets({ html, first: 1, shown: 2, count: 2, width: 60, height: 60 });
    expect(sheets.map(({ width, height }) => [width, height])).toEqual([
      [100, 200],
      [200, 100],
    ]);
    const picture = sheets[0]!.content.firstElementChild!;
    expect(picture.getAttribute("style")).toBeNull();
    expect(picture.getAttribute("data-style")).toBe("width:1px");
  });
});

describe("the texts of the page", () => {
  it("are filled", () => {
    expect(say("page_of", { page: 1, pages: 3 })).toBe("Page 1 of 3");
  });
});
