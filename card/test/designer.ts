import { expect } from "vitest";

import type { Sheets } from "../src/backend.js";
import { button, type Card, click, deep, drop, settled, showCard } from "./card.js";
import { type Answers, type FakeHome, job, preview } from "./hass.js";
import { FakeRequest } from "./uploads.js";

export const file = (name: string): File => new File(["x"], name);
export const A = (): File => file("a.jpg");
export const B = (): File => file("b.png");
export const C = (): File => file("c.pdf");
export const FOUND = [
  [0.1, 0.1],
  [0.9, 0.1],
  [0.9, 0.9],
  [0.1, 0.9],
];
export const SHEETS: Sheets = {
  html: "<html><body><div>1</div><div>2</div>",
  first: 1,
  shown: 2,
  count: 3,
  width: 210,
  height: 297,
};

export const ANSWERS: Answers = {
  "cloudprint/print": () => ({ jobs: [job("one", { name: "a.jpg (+1)", state: "submitted" })] }),
  "cloudprint/preview": () => preview({ sheets: SHEETS, pages: 3 }),
  "cloudprint/thumbnail": () => ({ image: "aW1hZ2U=", width: 300, height: 400 }),
  "cloudprint/corners": ({ upload }) => ({ corners: upload === "a.jpg" ? FOUND : null }),
};

export async function designed(files: readonly File[], answers: Answers = {}): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard({ ...ANSWERS, ...answers });
  await drop(shown.card, ...files);
  return shown;
}

export async function uploaded(files: readonly File[], answers: Answers = {}): Promise<{ card: Card; home: FakeHome }> {
  const shown = await designed(files, answers);
  await FakeRequest.endAll();
  await settled();
  return shown;
}

/** Choose a radio button. */
export async function choose(card: Card, name: string, value: string): Promise<void> {
  const [radio] = deep(card.shadowRoot!, `input[name=${name}][value="${value}"]`) as HTMLInputElement[];
  expect(radio, `${name} ${value}`).toBeDefined();
  radio?.dispatchEvent(new Event("change"));
  await settled();
}

/** Select the file at a position, from 1. */
export async function select(card: Card, position: number): Promise<void> {
  deep(card.shadowRoot!, ".item")[position - 1]?.click();
  await settled();
}

export async function press(card: Card, name: string, key: string, changes: KeyboardEventInit = {}): Promise<void> {
  button(card, name).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...changes }));
  await settled();
}

export const paused = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 450));
  await settled();
};
/** Press Print; return the command. */
export const printed = async (card: Card, home: FakeHome): Promise<Record<string, unknown> | undefined> => {
  await click(card, "Print");
  return home.called("cloudprint/print").at(-1);
};

/** Refuse a command as the server does. */
export function refuse(key: string): never {
  throw { message: "Refused.", translation_domain: "cloudprint", translation_key: key };
}
/** Lose the connection before the answer. */
export function lose(): never {
  throw 3;
}
