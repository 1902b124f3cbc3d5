import { describe, expect, it } from "vitest";

import type { Printer, Trays } from "../src/backend.js";
import { button, type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { type Answers, type FakeHome, job, preview, printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const TRAYS: Trays = { output: "face_down", input: "upper_side" };
const BY_HAND = printer({ sides: ["one_sided"], needs_trays: true });
const KNOWN = { ...BY_HAND, trays: TRAYS };
const TWO_SIDED = { sides: "two_sided_long_edge" };
const MARK = "As last time";

/** Show a card whose user has printed before. */
function withMemory(
  choices: object,
  printers: readonly Printer[] = [printer()],
  answers: Answers = {},
): Promise<{ card: Card; home: FakeHome }> {
  return showCard({
    "cloudprint/printers": () => ({ printers, default_printer: "laser" }),
    "frontend/get_user_data": () => ({ value: { printer: printers.at(-1)?.device_id, choices: { laser: choices } } }),
    "cloudprint/preview": () => preview({ pages: 2 }),
    "cloudprint/print": ({ upload }) => ({ jobs: [job(String(upload), { state: "queued" })] }),
    ...answers,
  });
}

async function dropped(card: Card, ...names: readonly string[]): Promise<void> {
  await drop(card, ...names.map((name) => new File(["x"], name)));
  await FakeRequest.endAll();
}

async function select(card: Card, selector: string, value: string): Promise<void> {
  const [field] = deep(card.shadowRoot!, selector) as HTMLSelectElement[];
  field!.value = value;
  field!.dispatchEvent(new Event("change"));
  await settled();
}

const value = (card: Card, selector: string): string | undefined =>
  (deep(card.shadowRoot!, selector) as HTMLSelectElement[])[0]?.value;
const marks = (card: Card): (string | null)[] =>
  deep(card.shadowRoot!, ".last-time").map((element) => element.getAttribute("aria-label"));

describe("a choice of the last print", () => {
  it("is marked, and taken back with one tap", async () => {
    const { card, home } = await withMemory({ color: "monochrome", ...TWO_SIDED });
    await dropped(card, "a.pdf");
    expect(text(card).split(MARK)).toHaveLength(3);
    expect(marks(card)).toEqual(["Color as last time: use the default", "Sides as last time: use the default"]);
    await click(card, "Color as last time: use the default");
    expect(value(card, "#color")).toBe("");
    expect(marks(card)).toEqual(["Sides as last time: use the default"]);
    const [color] = deep(card.shadowRoot!, "#color");
    expect((color?.getRootNode() as ShadowRoot).activeElement).toBe(color);
    await click(card, "Print");
    const [printed] = home.called("cloudprint/print");
    expect(printed).toMatchObject(TWO_SIDED);
    expect(printed).not.toHaveProperty("color");
    expect(home.called("frontend/set_user_data").at(-1)).toMatchObject({ value: { choices: { laser: TWO_SIDED } } });
  });

  it("is not marked any more when another one is chosen", async () => {
    const { card } = await withMemory({ color: "monochrome" });
    await dropped(card, "a.pdf");
    await select(card, "#color", "color");
    expect(text(card)).not.toContain(MARK);
  });

  it("stays marked when files are put together", async () => {
    const { card } = await withMemory({ color: "monochrome" });
    await dropped(card, "a.jpg");
    await dropped(card, "b.jpg");
    expect(marks(card)).toEqual(["Color as last time: use the default"]);
  });

  it("is never a paper", async () => {
    const { card, home } = await withMemory({ paper: "A5" });
    await dropped(card, "photo.jpg");
    expect(text(card)).not.toContain(MARK);
    await select(card, "#paper", "A5");
    await click(card, "Print");
    await dropped(card, "handout.pdf");
    await click(card, "Print");
    const [photo, handout] = home.called("cloudprint/print");
    expect(photo).toMatchObject({ paper: "A5" });
    expect(handout).not.toHaveProperty("paper");
  });

  it("is not used for a saved document", async () => {
    const { card } = await withMemory({ color: "monochrome", ...TWO_SIDED }, [BY_HAND], {
      "cloudprint/documents": () => ({ documents: [{ id: "d", name: "Sheet", kind: "text", device_id: null }] }),
    });
    await click(card, "Sheet");
    expect(text(card)).not.toMatch(/last time/i);
  });
});

describe("the printer of the last print", () => {
  const INK = printer({ device_id: "ink", name: "Ink" });

  it("is marked, and taken back with one tap", async () => {
    const { card, home } = await withMemory({}, [printer(), INK]);
    expect(marks(card)).toEqual(["Ink as last time: use the default"]);
    await dropped(card, "a.pdf");
    await click(card, "Ink as last time: use the default");
    expect(value(card, "select")).toBe("laser");
    expect(text(card)).not.toContain(MARK);
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ device_id: "laser" }]);
  });

  it("is not marked if it is the default anyway, was chosen, or is the only one", async () => {
    for (const printers of [[INK, printer()], [INK]]) {
      const { card } = await withMemory({}, printers);
      expect(text(card)).not.toContain(MARK);
    }
    const { card } = await withMemory({}, [printer(), INK]);
    await select(card, "select", "laser");
    await select(card, "select", "ink");
    expect(text(card)).not.toContain(MARK);
    const other = await withMemory({}, [printer(), INK]);
    await dropped(other.card, "a.pdf");
    await click(other.card, "Print");
    expect(text(other.card)).not.toContain(MARK);
  });
});

describe("two sides as last time", () => {
  it("are printed by hand where they work", async () => {
    const { card, home } = await withMemory(TWO_SIDED, [KNOWN]);
    await dropped(card, "a.pdf");
    expect(text(card)).toContain("By hand: the front sides are printed first.");
    expect(text(card)).not.toContain("This will be one-sided");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([TWO_SIDED]);
  });

  it.each([
    ["a document that the service lays out", KNOWN, "a.docx", "the print service lays this out"],
    ["a printer whose trays are not known", BY_HAND, "a.pdf", "the two questions about turning the paper"],
    [
      "a printer that does not offer them",
      printer({ sides: ["one_sided", "two_sided_short_edge"] }),
      "a.pdf",
      "the printer does not offer it",
    ],
  ] as const)("are one side for %s, which is said before", async (_, where, name, reason) => {
    const { card, home } = await withMemory(TWO_SIDED, [where]);
    await dropped(card, name);
    expect(text(card)).toContain("This will be one-sided, not two-sided as last time: ");
    expect(text(card)).toContain(reason);
    expect(marks(card)).toEqual([]);
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ sides: "one_sided" }]);
    // For the next document
    expect(home.called("frontend/set_user_data")).toEqual([]);
  });

  it("are one side for a text", async () => {
    const { card, home } = await withMemory(TWO_SIDED, [KNOWN]);
    await click(card, "Write a text");
    await enter(card, "textarea", "Milk");
    expect(text(card)).toContain("This will be one-sided, not two-sided as last time");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ sides: "one_sided" }]);
  });

  it("are forgotten with one tap", async () => {
    const { card, home } = await withMemory(TWO_SIDED, [KNOWN]);
    await dropped(card, "a.docx");
    await click(card, "Do not remember");
    expect(text(card)).not.toMatch(/last time/i);
    expect(value(card, "#sides")).toBe("");
    await click(card, "Print");
    expect(home.called("cloudprint/print")[0]).not.toHaveProperty("sides");
    expect(home.called("frontend/set_user_data")).toMatchObject([{ value: { choices: { laser: {} } } }]);
  });

  it("work again once the questions about the trays are answered", async () => {
    let trays: Trays | null = null;
    const { card } = await withMemory(TWO_SIDED, [BY_HAND], {
      "cloudprint/printers": () => ({ printers: [{ ...BY_HAND, trays }], default_printer: null }),
      "cloudprint/trays": () => {
        trays = TRAYS;
        return { trays };
      },
    });
    await dropped(card, "a.pdf");
    await click(card, "Answer the questions");
    for (const name of ["output", "input"]) {
      deep(card.shadowRoot!, `input[name=${name}]`)[0]?.dispatchEvent(new Event("change"));
      await settled();
    }
    await click(card, "Save");
    await click(card, "Done");
    expect(text(card)).not.toContain("This will be one-sided");
    expect(value(card, "#sides")).toBe("two_sided_long_edge");
    expect(marks(card)).toEqual(["Sides as last time: use the default"]);
  });

  it("are for those of several files with which they work", async () => {
    const { card, home } = await withMemory(TWO_SIDED, [KNOWN]);
    await dropped(card, "a.docx", "b.pdf");
    expect(text(card)).toContain("Only PDF files are printed two-sided as last time");
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(home.called("cloudprint/print")).toMatchObject([{ sides: "one_sided" }, TWO_SIDED]);
  });

  it("are for none of several files that the service lays out", async () => {
    const { card, home } = await withMemory(TWO_SIDED, [KNOWN]);
    await dropped(card, "a.docx", "b.xlsx");
    expect(text(card)).toContain("the print service lays this out");
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(home.called("cloudprint/print")).toMatchObject([{ sides: "one_sided" }, { sides: "one_sided" }]);
  });

  it("are one side for a design on a printer whose trays are not known", async () => {
    const { card, home } = await withMemory(TWO_SIDED, [BY_HAND]);
    await dropped(card, "a.pdf", "b.pdf");
    expect(text(card)).toContain("the two questions about turning the paper");
    expect(button(card, "Print").disabled).toBe(false);
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ sides: "one_sided" }]);
  });
});

describe("a preview", () => {
  it("says before printing what cannot be printed on both sides by hand", async () => {
    const refuse = ({ sides, copies }: Record<string, unknown>): unknown => {
      if (String(sides).startsWith("two_sided") && copies !== 1) throw { message: "Only one copy." };
      return preview({ pages: 2 });
    };
    const { card, home } = await withMemory(TWO_SIDED, [KNOWN], { "cloudprint/preview": refuse });
    await dropped(card, "a.pdf");
    await click(card, "More copies");
    await new Promise((resolve) => setTimeout(resolve, 450));
    await settled();
    expect(text(card)).toContain("Only one copy.");
    await select(card, "#sides", "one_sided");
    await new Promise((resolve) => setTimeout(resolve, 450));
    await settled();
    expect(text(card)).not.toContain("Only one copy.");
    expect(home.called("cloudprint/preview").map(({ sides, copies }) => [sides, copies])).toEqual([
      ["two_sided_long_edge", 1],
      ["two_sided_long_edge", 2],
      ["one_sided", undefined],
    ]);
  });
});
