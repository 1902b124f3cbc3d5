import { describe, expect, it } from "vitest";

import type { Job, Trays } from "../src/backend.js";
import { isStackTurned } from "../src/parts/turn-advice.js";
import { button, type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { type Answers, type FakeHome, job, preview, printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const TRAYS: Trays = { output: "face_down", input: "upper_side" };
const BY_HAND = printer({ sides: ["one_sided"], needs_trays: true });
const KNOWN = printer({ needs_trays: true, trays: TRAYS });
const USER = { user: { id: "someone", is_admin: false, name: "Bo" } };
const ALL = { changes: {}, answers: {} };

/** Show a card with an uploaded PDF. */
async function withFile({
  answers = {},
  changes = {},
}: { answers?: Answers; changes?: Parameters<typeof showCard>[1] } = ALL): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard(
    {
      "cloudprint/printers": () => ({ printers: [BY_HAND], default_printer: null }),
      "cloudprint/preview": () => preview({ pages: 3 }),
      "cloudprint/print": () => ({ jobs: [job("1"), job("2")] }),
      ...answers,
    },
    changes,
  );
  await drop(shown.card, new File(["x"], "a.pdf"));
  await FakeRequest.last.end(200, { upload_id: "a.pdf", format: "PDF" });
  return shown;
}

async function select(card: Card, selector: string, value: string): Promise<void> {
  const [field] = deep(card.shadowRoot!, selector) as HTMLSelectElement[];
  expect(field, selector).toBeDefined();
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("change"));
  await settled();
}

async function answer(card: Card, name: string, at: number): Promise<void> {
  const radios = deep(card.shadowRoot!, `input[name=${name}]`);
  radios[at]?.dispatchEvent(new Event("change"));
  await settled();
}

const pictures = (card: Card): (string | null)[] =>
  deep(card.shadowRoot!, "img.trays").map((image) => image.getAttribute("src"));

describe("both sides on a printer that prints one", () => {
  it("ask an administrator two questions, once", async () => {
    let trays: Trays | null = null;
    const { card, home } = await withFile({
      answers: {
        "cloudprint/printers": () => ({ printers: [{ ...BY_HAND, trays }], default_printer: null }),
        "cloudprint/trays": ({ output, input }) => {
          trays = { output, input } as Trays;
          return { trays };
        },
      },
    });
    await select(card, "#sides", "two_sided_long_edge");
    expect(text(card)).toContain("How does the page come out?");
    expect(pictures(card)).toEqual(["output", "input"].map((name) => `/cloudprint_static/trays/${name}.svg`));
    expect(button(card, "Save").disabled).toBe(true);
    expect(button(card, "Print").disabled).toBe(true);
    await click(card, "Print a test page");
    expect(home.called("cloudprint/print")).toMatchObject([{ sides: "one_sided", name: "Test page" }]);
    await answer(card, "output", 0);
    await answer(card, "input", 0);
    await click(card, "Save");
    expect(home.called("cloudprint/trays")).toMatchObject([{ device_id: "laser", ...TRAYS }]);
    expect(text(card)).toContain("Do not turn it over");
    await click(card, "Done");
    expect(text(card)).toContain("By hand: the front sides are printed first.");
    expect(button(card, "Print").disabled).toBe(false);
    await click(card, "Change the answers");
    await click(card, "Remove the answers");
    expect(home.called("cloudprint/trays").at(-1)).toEqual({ type: "cloudprint/trays", device_id: "laser" });
  });

  it.each([
    ["submitted", "The test page was sent."],
    ["held", "Test page: Held"],
    ["unconfirmed", "Test page: Unconfirmed"],
  ] as const)("say what became of the test page: %s", async (state, expected) => {
    const { card } = await withFile({
      answers: { "cloudprint/print": () => ({ jobs: [job("1", { name: "Test page", state })] }) },
    });
    await select(card, "#sides", "two_sided_long_edge");
    await click(card, "Print a test page");
    const said = deep(card.shadowRoot!, ".test [role=status]").map((element) => element.textContent);
    expect(said).toEqual([expected]);
    expect(button(card, "Print a test page").disabled).toBe(true);
  });

  it("say why answers were not kept", async () => {
    const { card } = await withFile({
      answers: {
        "cloudprint/printers": () => ({ printers: [KNOWN], default_printer: null }),
        "cloudprint/trays": () => {
          throw { message: "Other sides wait." };
        },
      },
    });
    await select(card, "#sides", "two_sided_short_edge");
    await click(card, "Change the answers");
    await click(card, "Save");
    expect(text(card)).toContain("Other sides wait.");
    await click(card, "Cancel");
    expect(text(card)).not.toContain("Other sides wait.");
  });

  it("tell others whom to ask", async () => {
    const { card } = await withFile({ changes: USER });
    await select(card, "#sides", "two_sided_long_edge");
    expect(text(card)).toContain("an administrator has to choose both sides on this card once");
    expect(button(card, "Print").disabled).toBe(true);
    expect(text(card)).not.toContain("Answer the questions");
  });

  it("say after printing what comes next", async () => {
    const jobs = [job("1", { side: "front" }), job("2", { side: "back", state: "held" })];
    const { card } = await withFile({
      answers: {
        "cloudprint/printers": () => ({ printers: [KNOWN], default_printer: null }),
        "cloudprint/print": () => ({ jobs }),
      },
    });
    await select(card, "#sides", "two_sided_long_edge");
    await click(card, "Print");
    expect(text(card)).toContain("When they are out, you read here how to put the paper back.");
    expect(text(card)).toContain("Job 2, other sides: Held");
  });
});

describe("a booklet on a printer that prints one side", () => {
  it("needs the trays, unless one side is chosen", async () => {
    const { card, home } = await withFile();
    await click(card, "Edit and arrange");
    const [booklet] = deep(card.shadowRoot!, "input[value=booklet]");
    booklet?.dispatchEvent(new Event("change"));
    await settled();
    expect(text(card)).toContain("Before you can turn the paper by hand");
    expect(text(card)).toContain("Default: Two-sided, short edge");
    expect(button(card, "Print").disabled).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 450));
    await settled();
    expect(home.called("cloudprint/preview").at(-1)).toMatchObject({ arrange: "booklet", sides: "one_sided" });
    await select(card, "#sides", "one_sided");
    expect(button(card, "Print").disabled).toBe(false);
  });
});

describe("the other sides", () => {
  const BACK: Partial<Job> = {
    name: "Letter",
    side: "back",
    follows: "1",
    state: "held",
    reason: "turn_paper",
    can_cancel: true,
  };
  async function withBack(changes: Partial<Job>, config = {}): ReturnType<typeof showCard> {
    const result = await showCard(
      {
        "cloudprint/printers": () => ({ printers: [KNOWN], default_printer: null }),
        "cloudprint/jobs/turned": () => ({ job: job("2") }),
        "cloudprint/jobs/cancel": () => ({ job: job("2") }),
      },
      {},
      config,
    );
    result.home.send({ reset: true, jobs: [job("2", { ...BACK, ...changes })] });
    await settled();
    return result;
  }

  it("wait for the front sides", async () => {
    const { card } = await withBack({});
    expect(text(card)).toContain("Held · other sides · waiting for the front sides");
    expect(text(card)).not.toContain("Release held jobs");
    expect(button(card, "Cancel Letter, other sides")).toBeDefined();
  });

  it("are printed once the paper is back, or dropped", async () => {
    // The pages are in order for these trays, whatever is known of the printer now.
    const trays: Trays = { output: "face_up", input: "upper_side" };
    const { card, home } = await withBack({ can_turn: true, trays, expires_at: "2020-11-20T02:00:00Z" });
    expect(text(card)).toContain("Are all front sides out?");
    expect(pictures(card)).toEqual(["/cloudprint_static/trays/face_up_upper_side.svg"]);
    await click(card, "Print the other sides: Letter, other sides");
    await click(card, "Drop them: Letter, other sides");
    expect(home.called("cloudprint/jobs/turned")).toMatchObject([{ job_id: "2" }]);
    expect(home.called("cloudprint/jobs/cancel")).toMatchObject([{ job_id: "2" }]);
  });

  it("are announced when it is time, also without a queue", async () => {
    const { card, home } = await withBack({}, { hide_queue: true });
    expect(text(card)).not.toContain("Letter");
    home.send({ reset: false, jobs: [job("2", { ...BACK, can_turn: true })] });
    await settled();
    const [announcement] = deep(card.shadowRoot!, "[aria-live]");
    expect(announcement?.textContent).toContain("Letter: the front sides are out.");
    expect(text(card)).toContain("Are all front sides out?");
  });

  it.each([
    ["canceled", "the front sides were not printed"],
    ["expired", "the paper was not turned in time"],
  ] as const)("say why they are %s", async (state, reason) => {
    const { card, home } = await withBack({});
    home.send({ reset: false, jobs: [job("2", { ...BACK, can_cancel: false, state })] });
    await settled();
    expect(text(card)).toContain(reason);
  });

  it.each([
    ["face_down", "upper_side", false],
    ["face_down", "lower_side", true],
    ["face_up", "upper_side", true],
    ["face_up", "lower_side", false],
  ] as const)("are on a stack that came out %s, and is fed %s", (output, input, isTurned) => {
    expect(isStackTurned({ output, input })).toBe(isTurned);
  });
});

describe("odd or even pages", () => {
  it("are chosen beside page ranges", async () => {
    const { card, home } = await withFile();
    await enter(card, "#pages", "1-9");
    await select(card, "#page-set", "odd");
    await select(card, "#page-order", "reverse");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ page_ranges: "1-9,odd,reverse" }]);
  });
});

describe("a document", () => {
  const DOCUMENT = { id: "d", name: "My card", kind: "files", device_id: "laser" };

  it("is saved by an administrator with its options", async () => {
    const { card, home } = await withFile({ answers: { "cloudprint/documents/save": () => ({ document: DOCUMENT }) } });
    await click(card, "Save as document");
    const [name] = deep(card.shadowRoot!, "#name") as HTMLInputElement[];
    expect(name?.value).toBe("a");
    await enter(card, "#name", " My card ");
    deep(card.shadowRoot!, "form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(home.called("cloudprint/documents/save")).toEqual([
      { type: "cloudprint/documents/save", name: "My card", upload: "a.pdf", device_id: "laser", copies: 1 },
    ]);
    expect(text(card)).toContain("“My card” is saved.");
    expect(button(card, "Choose files")).toBeDefined();
    expect(home.called("cloudprint/documents")).toHaveLength(2);
  });

  it("is named anew each time the form is opened", async () => {
    const { card } = await withFile();
    const name = (): string | undefined => (deep(card.shadowRoot!, "#name")[0] as HTMLInputElement | undefined)?.value;
    await click(card, "Edit and arrange");
    await drop(card, new File(["x"], "b.jpg"));
    await FakeRequest.endAll();
    await click(card, "Save as document");
    expect(name()).toBe("a");
    await click(card, "Cancel");
    await click(card, "Remove a.pdf");
    await click(card, "Save as document");
    expect(name()).toBe("b");
  });

  it("keeps its form while its name is composed", async () => {
    const { card } = await withFile();
    await click(card, "Save as document");
    const escape = async (isComposing: boolean): Promise<void> => {
      const [name] = deep(card.shadowRoot!, "#name");
      name?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, isComposing }));
      await settled();
    };
    await escape(true);
    expect(text(card)).toContain("Name of the document");
    await escape(false);
    expect(text(card)).not.toContain("Name of the document");
  });

  it("is not saved if the server refuses it", async () => {
    const { card } = await withFile({
      answers: {
        "cloudprint/documents/save": () => {
          throw { message: "There is such a name." };
        },
      },
    });
    await click(card, "Save as document");
    deep(card.shadowRoot!, "form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(text(card)).toContain("There is such a name.");
    await click(card, "Cancel");
    expect(button(card, "Save as document")).toBeDefined();
  });

  it("is not offered to others", async () => {
    const { card } = await withFile({ changes: USER });
    expect(text(card)).not.toContain("Save as document");
  });
});
