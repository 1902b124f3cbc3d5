import { afterEach, describe, expect, it, vi } from "vitest";

import type { HomeAssistant } from "../src/hass.js";
import "../src/index.js";
import { FakeHome } from "./hass.js";

type Card = HTMLElement & { hass: HomeAssistant; setConfig(config: unknown): void };

/** The server, which has the files of the languages, or not. */
const server = vi.hoisted(() => ({ has: { en: false, "zh-Hans": false }, requests: [] as string[] }));
const GONE = new TypeError("Failed to fetch dynamically imported module");
vi.mock("../src/texts/en.js", async (load) => {
  server.requests.push("en");
  if (!server.has.en) throw GONE;
  return load();
});
vi.mock("../src/texts/zh-hans.js", async (load) => {
  server.requests.push("zh-Hans");
  if (!server.has["zh-Hans"]) throw GONE;
  return load();
});

afterEach(() => {
  document.body.replaceChildren();
});

function withLanguage(hass: HomeAssistant, language: string): HomeAssistant {
  return { ...hass, language, locale: { ...hass.locale, language } };
}

function showCard(language: string): { card: Card; hass: HomeAssistant } {
  const { hass } = new FakeHome();
  const card = document.createElement("cloudprint-card") as Card;
  card.setConfig({ type: "custom:cloudprint-card" });
  card.hass = withLanguage(hass, language);
  document.body.append(card);
  return { card, hass };
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
};
const words = (card: Card): string => card.shadowRoot!.textContent;
const composer = (card: Card): HTMLElement | null => card.shadowRoot!.querySelector("cloudprint-card-composer");
const waitFor = (card: Card, label: string): Promise<void> =>
  vi.waitFor(() => expect(composer(card)?.shadowRoot?.textContent).toContain(label));

// The tests share one browser, which asks for a file until it has it.
describe("the language of the card", () => {
  it("is the only one that is loaded, and one that cannot be is said in its words", async () => {
    const { card } = showCard("zh-Hans");
    await vi.waitFor(() => expect(words(card)).toContain("无法加载卡片的这一部分"));
    server.has["zh-Hans"] = true;
    const buttons = [...card.shadowRoot!.querySelectorAll("button")];
    expect(buttons.map(({ textContent }) => textContent.trim())).toEqual(["刷新页面", "重试"]);
    buttons[1]!.click();
    await waitFor(card, "输入文字");
    expect(server.requests).toEqual(["zh-Hans", "zh-Hans"]);
  });

  it.each([
    ["stays if the other one cannot be loaded", false, "输入文字"],
    ["follows that of the user", true, "Write a text"],
  ])("%s, and nothing is put away", async (_, isThere, label) => {
    server.has.en = isThere;
    server.requests = [];
    const { card, hass } = showCard("zh-Hans");
    await waitFor(card, "输入文字");
    const before = composer(card);
    card.hass = withLanguage(hass, "en");
    await vi.waitFor(() => expect(server.requests).toContain("en"));
    await settled();
    await waitFor(card, label);
    expect(composer(card)).toBe(before);
  });
});
