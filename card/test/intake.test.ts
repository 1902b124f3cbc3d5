import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import "../src/index.js";
import { FakeHome, printer } from "./hass.js";

type Card = HTMLElement & { hass: unknown; setConfig(config: unknown): void };

/** Uploads that never end: what becomes of them is another test's. */
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

async function shown(changes: Parameters<typeof printer>[0] = {}): Promise<Card> {
  const card = document.createElement("cloudprint-card") as Card;
  card.setConfig({ type: "custom:cloudprint-card" });
  card.hass = new FakeHome({ "cloudprint/printers": () => ({ printers: [printer(changes)] }) }).hass;
  document.body.append(card);
  await settled();
  return card;
}

/** Return an event that brings files or a text; it can be seen whether it was taken. */
function bringing(type: string, files: File[], text = "", more: object = {}): Event {
  const data = { files, types: files.length ? ["Files"] : ["text/plain"], getData: () => text };
  const event = new Event(type, { bubbles: true, cancelable: true, composed: true });
  return Object.assign(event, { dataTransfer: data, clipboardData: data, ...more });
}

const staged = (card: Card): Element | null | undefined =>
  card.shadowRoot?.querySelector("cloudprint-card-staged");
const zone = (card: Card): Element | null | undefined =>
  card.shadowRoot?.querySelector("cloudprint-card-composer")?.shadowRoot?.querySelector(".zone");
const FILE = new File(["content"], "letter.pdf");

describe("dragging", () => {
  it("shows where to let go, until the card is left", async () => {
    const card = await shown();
    const over = bringing("dragover", [FILE]);
    card.dispatchEvent(over);
    await settled();
    expect(over.defaultPrevented).toBe(true);
    expect(zone(card)?.classList).toContain("over");
    const box = { left: 0, right: 100, top: 0, bottom: 100 };
    vi.spyOn(card, "getBoundingClientRect").mockReturnValue(box as DOMRect);
    card.dispatchEvent(bringing("dragleave", [FILE], "", { clientX: 50, clientY: 50 }));
    await settled();
    expect(zone(card)?.classList).toContain("over");
    card.dispatchEvent(bringing("dragleave", [FILE], "", { clientX: 50, clientY: 100 }));
    await settled();
    expect(zone(card)?.classList).not.toContain("over");
  });

  it("is for files, and for who may print", async () => {
    const text = bringing("dragover", [], "Milk");
    (await shown()).dispatchEvent(text);
    expect(text.defaultPrevented).toBe(false);
    const file = bringing("dragover", [FILE]);
    (await shown({ can_control: false })).dispatchEvent(file);
    expect(file.defaultPrevented).toBe(false);
  });
});

describe("dropping", () => {
  it("takes the file", async () => {
    const card = await shown();
    card.dispatchEvent(bringing("drop", [FILE]));
    await settled();
    expect(staged(card)).toMatchObject({ content: { kind: "file", file: FILE } });
  });

  it("says that there were more", async () => {
    const card = await shown();
    card.dispatchEvent(bringing("drop", [FILE, FILE]));
    await settled();
    expect(card.shadowRoot?.textContent).toContain("Only the first file was taken.");
  });

  it("says what cannot be printed", async () => {
    const card = await shown();
    card.dispatchEvent(bringing("drop", [new File(["x"], "film.mp4")]));
    await settled();
    expect(staged(card)).toBeNull();
    expect(card.shadowRoot?.textContent).toContain("“film.mp4” cannot be printed.");
  });
});

describe("pasting", () => {
  /** Paste somewhere while the person points at the card, or does not. */
  function paste(card: Card, event: Event, isAtCard = true, target: EventTarget = document.body): void {
    vi.spyOn(card, "matches").mockReturnValue(isAtCard);
    target.dispatchEvent(event);
  }

  it("takes a file or a text for the card that the person is at", async () => {
    const card = await shown();
    paste(card, bringing("paste", [FILE]), false);
    await settled();
    expect(staged(card)).toBeNull();
    paste(card, bringing("paste", [], "Milk"));
    await settled();
    expect(staged(card)).toMatchObject({ content: { kind: "text", text: "Milk" } });
    paste(card, bringing("paste", [FILE]));
    await settled();
    expect(staged(card)).toMatchObject({ content: { kind: "file", file: FILE } });
  });

  it("leaves to a field what is pasted into it", async () => {
    const card = await shown();
    const field = document.createElement("input");
    document.body.append(field);
    const event = bringing("paste", [], "Milk");
    paste(card, event, true, field);
    await settled();
    expect(event.defaultPrevented).toBe(false);
    expect(staged(card)).toBeNull();
  });

  it("ends with the card", async () => {
    const card = await shown();
    card.remove();
    const event = bringing("paste", [FILE]);
    paste(card, event);
    expect(event.defaultPrevented).toBe(false);
  });
});
