import { afterEach, describe, expect, it, vi } from "vitest";

import { button, type Card, click, deep, drop, settled, showCard, text } from "./card.js";
import { A, ANSWERS, B, choose, printed, uploaded } from "./designer.js";
import { printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();
afterEach(() => {
  vi.restoreAllMocks();
});

/** Move a card to another column, as dashboards do when a phone is turned. */
async function move(card: Card): Promise<void> {
  const column = document.createElement("div");
  document.body.append(column);
  column.append(card);
  await settled();
}

describe("a card that is moved on the page", () => {
  it("goes on with an upload", async () => {
    const { card, home } = await showCard(ANSWERS);
    await drop(card, A());
    await click(card, "More copies");
    FakeRequest.last.progress(50);
    await move(card);
    expect(FakeRequest.all.map(({ isAborted }) => isAborted)).toEqual([true, false]);
    await FakeRequest.last.end();
    expect(await printed(card, home)).toMatchObject({ upload: "a.jpg", copies: 2 });
  });

  it("can cancel the upload", async () => {
    const { card } = await showCard(ANSWERS);
    await drop(card, A());
    await move(card);
    await click(card, "Cancel upload");
    expect(text(card)).toContain("The upload was canceled.");
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("keeps what is uploaded, and its preview", async () => {
    const { card, home } = await uploaded([A()]);
    await move(card);
    expect(text(card)).toContain("3 pages");
    expect(FakeRequest.all).toHaveLength(1);
    expect(await printed(card, home)).toMatchObject({ upload: "a.jpg" });
  });

  it("shows the editor above the page again", async () => {
    const { card } = await uploaded([A(), B()]);
    await choose(card, "cleanUp", "color");
    const show = vi.spyOn(HTMLDialogElement.prototype, "showModal");
    await click(card, "Corners of the page");
    await move(card);
    expect(show).toHaveBeenCalledTimes(2);
    expect((deep(card.shadowRoot!, "dialog")[0] as HTMLDialogElement).open).toBe(true);
    await click(card, "Done");
    await move(card);
    expect(show).toHaveBeenCalledTimes(2);
  });

  it("shows the questions about the trays above the page again", async () => {
    const trays = { output: "face_up", input: "lower_side" } as const;
    const known = printer({ needs_trays: true, trays });
    const { card } = await showCard({
      ...ANSWERS,
      "cloudprint/printers": () => ({ printers: [known], default_printer: null }),
    });
    await drop(card, A());
    const [field] = deep(card.shadowRoot!, "#sides") as HTMLSelectElement[];
    if (!field) throw new Error("no field");
    field.value = "two_sided_long_edge";
    field.dispatchEvent(new Event("change"));
    await settled();
    const show = vi.spyOn(HTMLDialogElement.prototype, "showModal");
    await click(card, "Change the answers");
    await move(card);
    expect(show).toHaveBeenCalledTimes(2);
    expect(text(card)).toContain("How does the page come out?");
  });
});
