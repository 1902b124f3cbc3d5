import { describe, expect, it, vi } from "vitest";

import type { Page } from "../src/backend.js";
import { type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { type Answers, preview } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const FILE = (): File => new File(["x"], "a.pdf");
const LABELS: Page = {
  page: "labels",
  name: "Labels",
  description: "",
  options: ["names", "title"].map((name) => ({
    ...{ name, label: name, description: "", required: false, default: null, section: "", kind: "text" },
    ...{ min: null, max: null, multiple: null, type: null, choices: [] },
  })),
};
const ANSWERS: Answers = {
  "cloudprint/preview": () => preview(),
  "cloudprint/pages": () => ({ pages: [LABELS] }),
  "cloudprint/documents": () => ({
    documents: [{ id: "chores", name: "Chores", kind: "entity", device_id: null }],
  }),
};
const QUESTION = "Replace what is here with “a.pdf”?";

const written = (card: Card): string => (deep(card.shadowRoot!, "textarea")[0] as HTMLTextAreaElement).value;
/** The names of what is ready to print. */
const staged = (card: Card): string[] =>
  deep(card.shadowRoot!, ".head .name").map((element) => element.textContent.trim());

async function paste(card: Card, pasted: string): Promise<void> {
  vi.spyOn(card, "matches").mockReturnValue(true);
  const event = new Event("paste", { bubbles: true, cancelable: true, composed: true });
  document.body.dispatchEvent(
    Object.assign(event, { clipboardData: { files: [], types: ["text/plain"], getData: () => pasted } }),
  );
  await settled();
}

describe("what was typed", () => {
  async function withText(changes: object = {}): Promise<Card> {
    const { card } = await showCard(ANSWERS, changes);
    await click(card, "locale" in changes ? "输入文字" : "Write a text");
    await enter(card, "textarea", "Milk");
    return card;
  }

  it("is replaced only once that is answered", async () => {
    const card = await withText();
    await drop(card, FILE());
    expect(text(card)).toContain(QUESTION);
    expect(written(card)).toBe("Milk");
    expect(FakeRequest.all).toEqual([]);
    expect((card.shadowRoot!.activeElement as HTMLElement).className).toBe("offer");
    await click(card, "Keep what is here");
    expect(text(card)).not.toContain(QUESTION);
    expect(written(card)).toBe("Milk");
    expect(card.shadowRoot!.activeElement?.localName).toBe("cloudprint-card-staged");

    await drop(card, FILE(), new File(["x"], "b.pdf"));
    expect(text(card)).toContain("Replace what is here with “2 files”?");
    await drop(card, FILE());
    expect(text(card)).toContain(QUESTION);
    await click(card, "Replace");
    expect(text(card)).not.toContain(QUESTION);
    expect(staged(card)).toEqual(["a.pdf"]);
  });

  it("stays with Escape", async () => {
    const card = await withText();
    await drop(card, FILE());
    card.shadowRoot!.activeElement!.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await settled();
    expect(text(card)).not.toContain(QUESTION);
    expect(written(card)).toBe("Milk");
  });

  it("stays where another text is pasted beside it", async () => {
    const card = await withText();
    await paste(card, "Bread");
    expect(written(card)).toBe("Milk");
    await click(card, "Replace");
    expect(written(card)).toBe("Bread");
  });

  it("stays beside a file that cannot be printed, which is said", async () => {
    const card = await withText();
    await drop(card, new File(["x"], "film.mp4"));
    expect(text(card)).toContain("“film.mp4” cannot be printed.");
    expect(text(card)).not.toContain("Replace");
    expect(written(card)).toBe("Milk");
  });

  it("is asked about no longer once it was put away", async () => {
    const card = await withText();
    await drop(card, FILE());
    await click(card, "Remove Text");
    expect(text(card)).not.toContain(QUESTION);
  });

  it("is asked about in Chinese", async () => {
    const card = await withText({ locale: { language: "zh-Hans" } });
    await drop(card, FILE());
    expect(text(card)).toContain("要用“a.pdf”替换当前内容吗？已输入的内容会丢失。");
    await click(card, "保留当前内容");
    expect(written(card)).toBe("Milk");
  });
});

describe("what was filled in or chosen", () => {
  it("is not replaced either: a form", async () => {
    const { card } = await showCard(ANSWERS);
    await click(card, "Make a page");
    await click(card, "Labels");
    await enter(card, "#title", "Jam");
    await drop(card, FILE());
    expect(text(card)).toContain(QUESTION);
    await click(card, "Keep what is here");
    expect((deep(card.shadowRoot!, "#title")[0] as HTMLInputElement).value).toBe("Jam");
  });

  it("is not replaced either: copies of a saved document", async () => {
    const { card } = await showCard(ANSWERS);
    await click(card, "Chores");
    await click(card, "More copies");
    await drop(card, FILE());
    expect(text(card)).toContain(QUESTION);
  });

  it("is not replaced either: files, by a text", async () => {
    const { card } = await showCard(ANSWERS);
    await drop(card, FILE());
    await paste(card, "Milk");
    expect(text(card)).toContain("Replace what is here with “Text”?");
    await click(card, "Keep what is here");
    expect(staged(card)).toEqual(["a.pdf"]);
  });

  it("is nothing yet where nobody is asked", async () => {
    const { card } = await showCard(ANSWERS);
    await click(card, "Write a text");
    await drop(card, FILE());
    expect(staged(card)).toEqual(["a.pdf"]);
    await click(card, "Remove a.pdf");
    await click(card, "Chores");
    await drop(card, FILE());
    expect(staged(card)).toEqual(["a.pdf"]);
  });
});
