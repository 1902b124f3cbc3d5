import { expect } from "vitest";

import type { HomeAssistant } from "../src/hass.js";
import "../src/index.js";
// Loaded before it is used, so that no test waits for files.
import "../src/parts/approval.js";
import "../src/parts/designer.js";
import "../src/parts/page-list.js";
import "../src/parts/picked.js";
import "../src/parts/usage.js";
import "./languages.js";
import { type Answers, FakeHome } from "./hass.js";

export type Card = HTMLElement & { hass: HomeAssistant; setConfig(config: unknown): void };

/** Wait for pending updates and answers. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
}

export async function showCard(
  answers: Answers = {},
  changes: Partial<HomeAssistant> = {},
  config: object = {},
): Promise<{ card: Card; home: FakeHome }> {
  const home = new FakeHome(answers, changes);
  const card = document.createElement("cloudprint-card") as Card;
  card.setConfig({ type: "custom:cloudprint-card", ...config });
  card.hass = home.hass;
  document.body.append(card);
  await settled();
  return { card, home };
}

/** Return the elements that match a selector, in all shadow roots. */
export function deep(root: ParentNode, selector: string): HTMLElement[] {
  const found = [...root.querySelectorAll<HTMLElement>(selector)];
  for (const element of root.querySelectorAll("*")) {
    if (element.shadowRoot) found.push(...deep(element.shadowRoot, selector));
  }
  return found;
}

export function text(card: Card): string {
  const pieces = (root: ParentNode): string =>
    [...root.childNodes]
      .map((node) => {
        if (node instanceof Comment) return "";
        if (!(node instanceof HTMLElement)) return node.textContent ?? "";
        if (node.localName === "style") return "";
        return (node.shadowRoot ? pieces(node.shadowRoot) : "") + pieces(node);
      })
      .join(" ");
  return pieces(card.shadowRoot!).replace(/\s+/g, " ");
}

export function button(card: Card, name: string): HTMLButtonElement {
  const named = deep(card.shadowRoot!, "button").filter(
    (element) => (element.getAttribute("aria-label") ?? element.textContent).trim() === name,
  );
  expect(named, name).toHaveLength(1);
  return named[0] as HTMLButtonElement;
}

export async function click(card: Card, name: string): Promise<void> {
  button(card, name).click();
  await settled();
}

/** Enter a value in the field that matches a selector. */
export async function enter(card: Card, selector: string, value: string | boolean): Promise<void> {
  const [field] = deep(card.shadowRoot!, selector) as HTMLInputElement[];
  expect(field, selector).toBeDefined();
  if (!field) return;
  if (typeof value === "boolean") field.checked = value;
  else field.value = value;
  field.dispatchEvent(new Event(typeof value === "boolean" ? "change" : "input"));
  await settled();
}

/** Drop files on the card. */
export async function drop(card: Card, ...files: readonly File[]): Promise<void> {
  const event = new Event("drop", { bubbles: true, cancelable: true, composed: true });
  card.dispatchEvent(Object.assign(event, { dataTransfer: { files, types: ["Files"] } }));
  await settled();
}
