import { afterEach, describe, expect, it, vi } from "vitest";

import { closeOnBack } from "../src/core/back.js";
import { type Card, click, deep, settled, showCard } from "./card.js";
import { printer } from "./hass.js";

const isOpen = (card: Card): boolean =>
  (deep(card.shadowRoot!, "dialog") as HTMLDialogElement[]).some(({ open }) => open);

/** Go back, as with the button of the browser or of the phone. */
async function goBack(): Promise<void> {
  history.back();
  await settled();
}

async function withUsage(): Promise<Card> {
  const { card } = await showCard({ "cloudprint/usage": () => ({ months: [], people: [], printers: [] }) });
  await click(card, "History");
  await click(card, "Pages by person");
  expect(isOpen(card)).toBe(true);
  return card;
}

afterEach(async () => {
  document.body.replaceChildren();
  await settled();
});

describe("Back", () => {
  it("closes a dialog, and leaves the page as it is", async () => {
    history.replaceState({ page: "below" }, "");
    const card = await withUsage();
    expect(history.state).not.toEqual({ page: "below" });
    await goBack();
    expect(isOpen(card)).toBe(false);
    expect(history.state).toEqual({ page: "below" });
  });

  it("has nothing to close once the dialog was closed in another way", async () => {
    history.replaceState({ page: "below" }, "");
    const card = await withUsage();
    await click(card, "Close");
    expect(history.state).toEqual({ page: "below" });
    // Also of a dialog that opens while the browser goes back
    await click(card, "Pages by person");
    expect(isOpen(card)).toBe(true);
    await goBack();
    expect(isOpen(card)).toBe(false);
  });

  it("closes a dialog that a dashboard has moved, once", async () => {
    history.replaceState({ page: "below" }, "");
    const card = await withUsage();
    document.body.append(card);
    await settled();
    expect(isOpen(card)).toBe(true);
    await goBack();
    expect(isOpen(card)).toBe(false);
    expect(history.state).toEqual({ page: "below" });
  });

  it("has nothing to close where the card is gone", async () => {
    history.replaceState({ page: "below" }, "");
    const card = await withUsage();
    card.remove();
    await settled();
    expect(history.state).toEqual({ page: "below" });
  });

  it("closes the questions about the trays", async () => {
    const simplex = printer({ sides: ["one_sided"], needs_trays: true });
    const { card } = await showCard({
      "cloudprint/printers": () => ({ printers: [simplex], default_printer: null }),
    });
    await click(card, "Write a text");
    const [sides] = deep(card.shadowRoot!, "#sides") as HTMLSelectElement[];
    sides!.value = "two_sided_long_edge";
    sides!.dispatchEvent(new Event("change"));
    await settled();
    expect(isOpen(card)).toBe(true);
    await goBack();
    expect(isOpen(card)).toBe(false);
  });

  it("closes what was opened before the browser had gone back", async () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const close = closeOnBack(first);
    await settled();
    close();
    closeOnBack(second);
    await settled();
    expect(first).not.toHaveBeenCalled();
    expect(second).not.toHaveBeenCalled();
    await goBack();
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });
});
