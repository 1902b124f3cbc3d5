import { describe, expect, it } from "vitest";

import { button, type Card, click, deep, drop, settled, showCard, text } from "./card.js";
import { A, ANSWERS, B, file, printed } from "./designer.js";
import { type FakeHome, job, printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const LASER = printer();
const OTHER = printer({ device_id: "other", entry_id: "second", name: "Other" });

describe("while an account is loaded again", () => {
  let printers = [LASER];

  const shown = async (files: readonly File[], config = {}): Promise<{ card: Card; home: FakeHome }> => {
    printers = [LASER];
    const answers = {
      ...ANSWERS,
      "cloudprint/printers": () => ({ printers, default_printer: null }),
      "cloudprint/documents": () => ({
        documents: [{ id: "maths", name: "Maths sheet", kind: "files", device_id: null }],
      }),
      "cloudprint/print": ({ upload }: Record<string, unknown>) => ({ jobs: [job(String(upload))] }),
    };
    const { card, home } = await showCard(answers, {}, config);
    home.send({ reset: true, jobs: [] });
    if (files.length) await drop(card, ...files);
    return { card, home };
  };
  const reload = async (home: FakeHome, ...listed: typeof printers): Promise<void> => {
    printers = listed;
    home.send({ reset: true, jobs: [] });
    await settled();
  };

  it("a design stays as it is", async () => {
    const { card, home } = await shown([A(), B(), file("c.jpg")]);
    await FakeRequest.endAll();
    await click(card, "More copies");
    await click(card, "Remove a.jpg");
    await reload(home);
    expect(text(card)).toContain("Laser Idle 2 files");
    await reload(home, LASER);
    expect(text(card)).toContain("Laser Idle 2 files");
    expect(await printed(card, home)).toMatchObject({ copies: 2, upload: [{ upload: "b.png" }, { upload: "c.jpg" }] });
  });

  it("files that were printed are not printed again", async () => {
    const { card, home } = await shown([file("a.docx"), file("b.docx")]);
    await click(card, "Print 2 files");
    await FakeRequest.last.end();
    await click(card, "Stop");
    await reload(home);
    await reload(home, LASER);
    await click(card, "Print 1 file");
    await FakeRequest.endAll();
    expect(home.called("cloudprint/print").map(({ upload }) => upload)).toEqual(["a.docx", "b.docx"]);
  });

  it.each([{}, { device_id: "laser" }])("no other printer takes its place: %o", async (config) => {
    const { card, home } = await shown([A()], config);
    await FakeRequest.endAll();
    await click(card, "More copies");
    await reload(home, OTHER);
    expect(text(card)).toContain("Laser Idle");
    await reload(home, OTHER, LASER);
    expect(await printed(card, home)).toMatchObject({ device_id: "laser", copies: 2 });
    expect(text(card)).toContain("Laser");
  });

  const choosePrinter = async (card: Card, value: string): Promise<void> => {
    const [select] = deep(card.shadowRoot!, "select[aria-label=Printer]") as HTMLSelectElement[];
    if (!select) throw new Error("no field");
    expect([...select.options].map((option) => option.value)).toEqual(["laser", "other"]);
    select.value = value;
    select.dispatchEvent(new Event("change"));
    await settled();
  };

  it("another printer can be chosen", async () => {
    const { card, home } = await shown([A()]);
    await FakeRequest.endAll();
    await reload(home, OTHER);
    await choosePrinter(card, "other");
    expect(await printed(card, home)).toMatchObject({ device_id: "other" });
  });

  it.each([
    ["a file", (card: Card) => drop(card, A())],
    ["a document", (card: Card) => click(card, "Maths sheet")],
  ])("the printer that was chosen before does not take %s for another one", async (_content, begin) => {
    const { card, home } = await shown([]);
    await reload(home, LASER, OTHER);
    await choosePrinter(card, "laser");
    await reload(home, OTHER);
    await begin(card);
    await FakeRequest.endAll();
    await reload(home, LASER, OTHER);
    expect(await printed(card, home)).toMatchObject({ device_id: "other" });
    // What was chosen while there is content counts.
    await begin(card);
    await FakeRequest.endAll();
    await choosePrinter(card, "laser");
    expect(await printed(card, home)).toMatchObject({ device_id: "laser" });
  });

  it("nothing is kept without content", async () => {
    const { card, home } = await shown([]);
    await reload(home);
    expect(text(card)).toContain("No printer yet");
    await reload(home, OTHER);
    expect(text(card)).toContain("Other Idle");
    expect(button(card, "Choose files")).toBeDefined();
  });
});
