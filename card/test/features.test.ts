import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { HomeAssistant } from "../src/hass.js";
import "../src/index.js";
import { FakeHome } from "./hass.js";

type Card = HTMLElement & { hass: HomeAssistant; setConfig(config: unknown): void };

/** The server, which has the file of the parts, or no longer. */
const server = vi.hoisted(() => ({ answer: (): Promise<void> => Promise.resolve() }));
vi.mock("../src/parts/picked.js", async (load) => {
  await server.answer();
  return load();
});

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
const find = (card: Card, selector: string): HTMLElement | null => card.shadowRoot!.querySelector(selector);
const FILE = new File(["1"], "1.pdf");
const OTHER = new File(["2"], "2.pdf");

async function showCard(language = "en"): Promise<Card> {
  const { hass } = new FakeHome();
  const card = document.createElement("cloudprint-card") as Card;
  card.setConfig({ type: "custom:cloudprint-card" });
  card.hass = { ...hass, language, locale: { ...hass.locale, language } };
  document.body.append(card);
  await settled();
  return card;
}

async function drop(card: Card, ...files: readonly File[]): Promise<void> {
  const event = new Event("drop", { bubbles: true, cancelable: true, composed: true });
  card.dispatchEvent(Object.assign(event, { dataTransfer: { files, types: ["Files"] } }));
  await settled();
}

async function click(card: Card, name: string): Promise<void> {
  const named = [...card.shadowRoot!.querySelectorAll("button")].filter(
    ({ textContent }) => textContent.trim() === name,
  );
  expect(named, name).toHaveLength(1);
  named[0]?.click();
  await settled();
}

// The tests share one browser, which asks for the file until it has it.
describe("the parts that show what was picked", () => {
  it("are not loaded before, and say so if they are gone", async () => {
    server.answer = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module"));
    const card = await showCard();
    expect(find(card, "cloudprint-card-composer")).not.toBeNull();
    expect(customElements.get("cloudprint-card-staged")).toBeUndefined();
    await drop(card, FILE);
    const alert = find(card, "[role=alert]")!;
    expect(alert.textContent).toContain("This part of the card could not be loaded");
    expect(alert.textContent).toContain("reload the page");
    const reload = vi.spyOn(location, "reload").mockReturnValue();
    await click(card, "Reload the page");
    expect(reload).toHaveBeenCalledOnce();
    await click(card, "Cancel");
    expect(find(card, "cloudprint-card-composer")).not.toBeNull();
  });

  it("say so in Chinese, too", async () => {
    const card = await showCard("zh-Hans");
    await drop(card, FILE);
    expect(find(card, "[role=alert]")!.textContent).toContain("请刷新页面");
  });

  it("show what was dropped before they were there", { timeout: 30_000 }, async () => {
    const card = await showCard();
    await drop(card, FILE);
    expect(find(card, "[role=alert]")).not.toBeNull();
    let found!: () => void;
    server.answer = () => new Promise((resolve) => (found = resolve));
    await click(card, "Try again");
    const waiting = find(card, ".waiting")!;
    expect(waiting.textContent.trim()).toBe("Loading…");
    expect(card.shadowRoot!.activeElement).toBe(waiting);
    await drop(card, OTHER);
    found();
    const files = { files: [FILE, OTHER] };
    await vi.waitFor(() => expect(find(card, "cloudprint-card-designer")).toMatchObject(files), 20_000);
    await settled();
    expect(card.shadowRoot!.activeElement).toBe(find(card, "cloudprint-card-designer"));
  });
});
