import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { JobWarning, Sheets } from "../src/backend.js";
import { SheetLoader, SHEETS_AT_ONCE } from "../src/sheet-loader.js";
import { type Card, deep, drop, enter, settled, showCard, text } from "./card.js";
import { designed, file, paused } from "./designer.js";
import { type Answers, type FakeHome, preview } from "./hass.js";
import { fakeObserver, look } from "./looking.js";
import { FakeRequest } from "./uploads.js";

const COUNT = 30;

const sheetsFrom = (first: number, count = COUNT): Sheets => ({
  html: `<html><body><div>${first}</div>`,
  first,
  shown: Math.min(SHEETS_AT_ONCE, count - first + 1),
  count,
  width: 210,
  height: 297,
});
const answer: Answers[string] = ({ sheet }) => preview({ pages: COUNT, sheets: sheetsFrom(Number(sheet)) });

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  fakeObserver();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

async function withBook(load: Answers[string] = answer): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard({ "cloudprint/preview": load });
  await drop(shown.card, file("book.pdf"));
  await FakeRequest.endAll();
  await settled();
  return shown;
}
const asked = (home: FakeHome): unknown[] => home.called("cloudprint/preview").map(({ sheet }) => sheet);
const titles = (card: Card): string[] => deep(card.shadowRoot!, "iframe").map(({ title }) => title);

describe("the pages of a document", () => {
  it("are drawn when they are looked at, and not again", async () => {
    const { card, home } = await withBook();
    expect(asked(home)).toEqual([1]);
    expect(titles(card)).toEqual(["Sides 1 to 4 of 30"]);
    await look(card, [0, 1]);
    expect(asked(home)).toEqual([1, 5]);
    await look(card, [7]);
    expect(asked(home)).toEqual([1, 5, 29]);
    expect(titles(card)).toEqual(["Sides 29 to 30 of 30"]);
    await look(card, [0, 1]);
    expect(asked(home)).toEqual([1, 5, 29]);
    expect(titles(card)).toEqual(["Sides 1 to 4 of 30", "Sides 5 to 8 of 30"]);
  });

  it("are drawn with the choices that were made meanwhile", async () => {
    const { card, home } = await withBook();
    await enter(card, "#paper", "A5");
    deep(card.shadowRoot!, "#paper")[0]?.dispatchEvent(new Event("change"));
    await paused();
    await look(card, [2]);
    expect(home.called("cloudprint/preview").at(-1)).toMatchObject({ paper: "A5", sheet: 9 });
  });

  it("have a message each if they cannot be drawn, and are tried again later", async () => {
    let isBroken = true;
    const { card, home } = await withBook((fields) => {
      if (fields.sheet === 5 && isBroken) throw { message: "Page 6 is damaged." };
      return answer(fields);
    });
    await look(card, [1]);
    expect(text(card)).toContain("Page 6 is damaged.");
    expect(titles(card)).toEqual([]);
    isBroken = false;
    await look(card, [0]);
    await look(card, [1]);
    expect(asked(home)).toEqual([1, 5, 5]);
    expect(titles(card)).toEqual(["Sides 5 to 8 of 30"]);
  });

  it("warn once they are drawn", async () => {
    const { card } = await withBook((fields) => {
      const warnings: JobWarning[] = fields.sheet === 5 ? ["lines_missing"] : [];
      return { ...(answer(fields) as object), warnings };
    });
    expect(text(card)).not.toContain("Some lines");
    await look(card, [1]);
    expect(text(card).split("Some lines of this PDF cannot be drawn completely")).toHaveLength(2);
  });

  it("are nothing that an older server sends", async () => {
    const { card } = await withBook((fields) => (fields.sheet === 1 ? answer(fields) : preview()));
    await look(card, [1]);
    expect(text(card)).toContain("No preview for this kind of content");
  });

  it("are as many as there are when the card is moved", async () => {
    const { card, home } = await withBook();
    document.body.append(card);
    await settled();
    await look(card, [3]);
    expect(asked(home).at(-1)).toBe(13);
  });

  it("also show a design", async () => {
    const { card, home } = await designed([file("a.pdf"), file("b.pdf")], { "cloudprint/preview": answer });
    await FakeRequest.endAll();
    await settled();
    await look(card, [4]);
    expect(asked(home)).toEqual([1, 17]);
    expect(titles(card)).toEqual(["Sides 17 to 20 of 30"]);
  });

  it("follow the finger", async () => {
    const { card } = await withBook();
    const [strip] = deep(card.shadowRoot!, ".strip");
    expect(strip?.getAttribute("aria-label")).toBe("Pages of book.pdf");
    // A page is 226 pixels wide, and 12 are between two.
    strip!.scrollLeft = 5 * 238.3;
    strip!.dispatchEvent(new Event("scroll"));
    await settled();
    expect(deep(card.shadowRoot!, ".pager span")[0]?.textContent).toBe("Side 6 of 30");
  });
});

describe("a loader of sheets", () => {
  it("loads two groups at a time, and none that was scrolled away", async () => {
    const waiting = new Map<number, (sheets: Sheets) => void>();
    const load = (sheet: number): Promise<Sheets> => new Promise((resolve) => waiting.set(sheet, resolve));
    const loader = new SheetLoader(sheetsFrom(1, 300), load, () => undefined);
    loader.look([1, 2, 3, 4]);
    expect([...waiting.keys()]).toEqual([5, 9]);
    loader.look([40, 41]);
    waiting.get(5)?.(sheetsFrom(5, 300));
    await settled();
    expect([...waiting.keys()]).toEqual([5, 9, 161]);
    expect(loader.get(1)).toMatchObject({ first: 5 });
    expect(loader.get(3)).toBeUndefined();
  });

  it("keeps the newest groups", async () => {
    const loader = new SheetLoader(
      sheetsFrom(1, 300),
      (sheet) => Promise.resolve(sheetsFrom(sheet, 300)),
      () => undefined,
    );
    for (let group = 1; group < 20; group++) {
      loader.look([group]);
      await settled();
    }
    const kept = Array.from({ length: 20 }, (_, group) => group).filter((group) => loader.get(group));
    expect(kept).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  });
});
