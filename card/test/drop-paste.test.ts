import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import "../src/index.js";
// Loaded before it is used, so that no test waits for files.
import "../src/parts/designer.js";
import "../src/parts/picked.js";
import { FakeHome, printer } from "./hass.js";

type Card = HTMLElement & { hass: unknown; setConfig(config: unknown): void };

/** A request that never ends. */
class EndlessRequest extends EventTarget {
  readonly upload = new EventTarget();
  open(): void {}
  setRequestHeader(): void {}
  send(): void {}
  abort(): void {}
}

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", EndlessRequest);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
};

async function showCard(changes: Parameters<typeof printer>[0] = {}): Promise<Card> {
  const card = document.createElement("cloudprint-card") as Card;
  card.setConfig({ type: "custom:cloudprint-card" });
  card.hass = new FakeHome({
    "cloudprint/printers": () => ({ printers: [printer(changes)], default_printer: null }),
  }).hass;
  document.body.append(card);
  await settled();
  return card;
}

/** Create an event with files or text. */
function createEvent(type: string, files: File[], text = "", more: object = {}): Event {
  const data = { files, types: files.length ? ["Files"] : ["text/plain"], getData: () => text };
  const event = new Event(type, { bubbles: true, cancelable: true, composed: true });
  return Object.assign(event, { dataTransfer: data, clipboardData: data, ...more });
}

const staged = (card: Card): Element | null | undefined => card.shadowRoot?.querySelector("cloudprint-card-staged");
const zone = (card: Card): Element | null | undefined =>
  card.shadowRoot?.querySelector("cloudprint-card-composer")?.shadowRoot?.querySelector(".zone");
const FILE = new File(["content"], "letter.pdf");

describe("dragging", () => {
  it("highlights the drop zone until the pointer leaves the card", async () => {
    const card = await showCard();
    const over = createEvent("dragover", [FILE]);
    card.dispatchEvent(over);
    await settled();
    expect(over.defaultPrevented).toBe(true);
    expect(zone(card)?.classList).toContain("over");
    const box = { left: 0, right: 100, top: 0, bottom: 100 };
    vi.spyOn(card, "getBoundingClientRect").mockReturnValue(box as DOMRect);
    card.dispatchEvent(createEvent("dragleave", [FILE], "", { clientX: 50, clientY: 50 }));
    await settled();
    expect(zone(card)?.classList).toContain("over");
    card.dispatchEvent(createEvent("dragleave", [FILE], "", { clientX: 50, clientY: 100 }));
    await settled();
    expect(zone(card)?.classList).not.toContain("over");
  });

  it("is for files, and for users who may print", async () => {
    const text = createEvent("dragover", [], "Milk");
    (await showCard()).dispatchEvent(text);
    expect(text.defaultPrevented).toBe(false);
    const file = createEvent("dragover", [FILE]);
    (await showCard({ can_control: false })).dispatchEvent(file);
    expect(file.defaultPrevented).toBe(false);
  });
});

describe("dropping", () => {
  it("stages the file", async () => {
    const card = await showCard();
    card.dispatchEvent(createEvent("drop", [FILE]));
    await settled();
    expect(staged(card)).toMatchObject({ content: { kind: "file", file: FILE } });
  });

  it("lists several files, also if they are dropped one after the other", async () => {
    const card = await showCard();
    const other = new File(["2"], "2.pdf");
    card.dispatchEvent(createEvent("drop", [FILE]));
    await settled();
    card.dispatchEvent(createEvent("drop", [other]));
    await settled();
    expect(staged(card)).toBeNull();
    const designer = card.shadowRoot?.querySelector("cloudprint-card-designer");
    expect(designer).toMatchObject({ files: [FILE, other] });
  });

  it("refuses an unsupported file", async () => {
    const card = await showCard();
    card.dispatchEvent(createEvent("drop", [new File(["x"], "film.mp4")]));
    await settled();
    expect(staged(card)).toBeNull();
    expect(card.shadowRoot?.textContent).toContain("“film.mp4” cannot be printed.");
  });
});

describe("pasting", () => {
  /** Paste while the card is hovered, or is not. */
  function paste(card: Card, event: Event, isAtCard = true, target: EventTarget = document.body): void {
    vi.spyOn(card, "matches").mockReturnValue(isAtCard);
    target.dispatchEvent(event);
  }

  it("stages a file or text on the hovered card", async () => {
    const card = await showCard();
    paste(card, createEvent("paste", [FILE]), false);
    await settled();
    expect(staged(card)).toBeNull();
    paste(card, createEvent("paste", [], "Milk"));
    await settled();
    expect(staged(card)).toMatchObject({ content: { kind: "text", text: "Milk" } });
    card.remove();
    const other = await showCard();
    paste(other, createEvent("paste", [FILE]));
    await settled();
    expect(staged(other)).toMatchObject({ content: { kind: "file", file: FILE } });
  });

  it("ignores text that is pasted into a field", async () => {
    const card = await showCard();
    const field = document.createElement("input");
    document.body.append(field);
    const event = createEvent("paste", [], "Milk");
    paste(card, event, true, field);
    await settled();
    expect(event.defaultPrevented).toBe(false);
    expect(staged(card)).toBeNull();
  });

  it("goes into one card if another one has the focus", async () => {
    const cards = [await showCard(), await showCard()] as const;
    for (const card of cards) vi.spyOn(card, "matches").mockReturnValue(true);
    document.body.dispatchEvent(createEvent("paste", [FILE]));
    await settled();
    expect(cards.map((card) => Boolean(staged(card)))).toEqual([true, false]);
  });

  it("is ignored once the card is removed", async () => {
    const card = await showCard();
    card.remove();
    const event = createEvent("paste", [FILE]);
    paste(card, event);
    expect(event.defaultPrevented).toBe(false);
  });
});
