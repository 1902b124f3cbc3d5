import { describe, expect, it } from "vitest";

import { button, click, deep, drop, text } from "./card.js";
import { A, B, designed, lose, paused, refuse, SHEETS, uploaded } from "./designer.js";
import { job, preview } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

describe("files whose print was not answered", () => {
  it("are printed once if the answer was lost, however often it is tried", async () => {
    const answers: (() => unknown)[] = [
      () => lose(),
      () => refuse("upload_in_use"),
      () => refuse("device_unknown"),
      () => lose(),
      () => ({ jobs: [job("one", { name: "a.jpg (+1)" })] }),
    ];
    const { card, home } = await uploaded([A(), B()], { "cloudprint/print": () => answers.shift()?.() });
    while (answers.length) await click(card, "Print");
    const keys = home.called("cloudprint/print").map((call) => call.idempotency_key);
    expect(keys).toHaveLength(5);
    expect(new Set(keys)).toHaveLength(1);
    expect(FakeRequest.all).toHaveLength(2);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("are not uploaded again if they may be printed already", async () => {
    const printed = new Set<unknown>();
    const { card, home } = await uploaded([A(), B()], {
      "cloudprint/print": ({ idempotency_key: key }) => {
        if (printed.has(key)) return { jobs: [job("one")] };
        if (printed.size) return refuse("upload_unknown");
        printed.add(key);
        return lose();
      },
    });
    await click(card, "Print");
    await click(card, "More copies");
    for (let press = 0; press < 3; press++) {
      await click(card, "Print");
      expect(text(card)).toContain("They have probably been printed.");
    }
    expect(FakeRequest.all).toHaveLength(2);
    expect(deep(card.shadowRoot!, ".separate")).toEqual([]);
    await click(card, "Fewer copies");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toHaveLength(5);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("are uploaded again if a print got lost before it arrived", async () => {
    let isLost = true;
    const { card } = await uploaded([A(), B()], {
      "cloudprint/print": () => (isLost ? lose() : refuse("upload_unknown")),
    });
    await click(card, "Print");
    isLost = false;
    await click(card, "Print");
    expect(text(card)).toContain("The files were no longer kept");
    expect(FakeRequest.all).toHaveLength(4);
  });

  it("have a new key if the job of a lost answer has failed", async () => {
    const answers: (() => unknown)[] = [() => lose(), () => refuse("job_task_error"), () => ({ jobs: [job("two")] })];
    const { card, home } = await uploaded([A(), B()], { "cloudprint/print": () => answers.shift()?.() });
    for (let press = 0; press < 3; press++) await click(card, "Print");
    const keys = home.called("cloudprint/print").map((call) => call.idempotency_key);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[1]).not.toBe(keys[2]);
  });
});

describe("a file whose print was not answered", () => {
  it("is not put into another print, which would print it twice", async () => {
    let isPrinted = false;
    const { card, home } = await uploaded([A()], {
      "cloudprint/print": ({ idempotency_key: key }) => {
        if (isPrinted) return { jobs: [job(String(key))] };
        isPrinted = true;
        return lose();
      },
      "cloudprint/preview": () => (isPrinted ? refuse("upload_unknown") : preview()),
    });
    await click(card, "Print");
    expect(text(card)).not.toContain("Edit and arrange");
    await drop(card, B());
    await paused();
    expect(text(card)).toContain("It may have been printed already.");
    expect(FakeRequest.names).toEqual(["a.jpg"]);
    // The repeated print is answered with the job that there is.
    await click(card, "Print");
    const keys = home.called("cloudprint/print").map((call) => call.idempotency_key);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("is not put into one print from a list either", async () => {
    const { card } = await designed([B(), A()], { "cloudprint/print": () => lose() });
    const fail = (): Promise<void> => FakeRequest.last.end(507, { message: "The disk is full." });
    await FakeRequest.all[0]?.end(507, { message: "The disk is full." });
    await FakeRequest.endAll();
    await click(card, "Print each on its own");
    expect(text(card)).toContain("Print as one");
    await click(card, "Print 2 files");
    await fail();
    await click(card, "Try 2 files again");
    await click(card, "Stop");
    expect(button(card, "Print 2 files")).toBeDefined();
    expect(text(card)).not.toContain("Print as one");
  });
});

describe("files that the server no longer has", () => {
  it("are uploaded again, to be printed then", async () => {
    let isGone = true;
    const { card, home } = await uploaded([A(), B()], {
      "cloudprint/print": () => {
        if (isGone) refuse("upload_unknown");
        return { jobs: [job("one")] };
      },
    });
    await click(card, "Print");
    expect(text(card)).toContain("The files were no longer kept");
    isGone = false;
    await FakeRequest.endAll();
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toHaveLength(2);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("are uploaded again for the preview, once", async () => {
    let isGone = true;
    const { card, home } = await uploaded([A(), B()], {
      "cloudprint/preview": () => (isGone ? refuse("upload_unknown") : preview({ sheets: SHEETS })),
    });
    expect(FakeRequest.names).toEqual(["a.jpg", "b.png", "a.jpg", "b.png"]);
    expect(home.called("cloudprint/preview")).toHaveLength(2);
    expect(text(card)).toContain("Refused.");
    // Once they were there, they can be gone again.
    isGone = false;
    await click(card, "Rotate right");
    await paused();
    expect(text(card)).toContain("3 printed sides");
    isGone = true;
    await click(card, "Rotate right");
    await paused();
    await FakeRequest.endAll();
    expect(FakeRequest.all).toHaveLength(6);
  });

  it("are not uploaded again if they may be printed", async () => {
    let isGone = false;
    const { card } = await uploaded([A(), B()], {
      "cloudprint/print": () => lose(),
      "cloudprint/preview": () => (isGone ? refuse("upload_unknown") : preview({ sheets: SHEETS })),
    });
    await click(card, "Print");
    isGone = true;
    await click(card, "Rotate right");
    await paused();
    expect(FakeRequest.all).toHaveLength(2);
    expect(text(card)).toContain("Refused.");
  });
});
