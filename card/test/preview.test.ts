import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Layout, SavedDocument } from "../src/backend.js";
import { button, type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { type Answers, FakeHome, preview } from "./hass.js";
import { fakeObserver } from "./looking.js";

/** A request whose upload has ended. */
class FakeRequest extends EventTarget {
  readonly upload = new EventTarget();
  readonly status = 200;
  readonly responseText = JSON.stringify({ upload_id: "u", name: "bill.pdf", size: 1, format: "PDF" });
  open(): void {}
  setRequestHeader(): void {}
  abort(): void {}
  send(): void {
    this.dispatchEvent(new Event("load"));
  }
}

beforeEach(() => {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  fakeObserver();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const LAYOUT: Layout = { html: "<!DOCTYPE html><html><body><h1>Chores", width: 210, height: 297, margin: 15 };
const CHORES: SavedDocument = { id: "chores", name: "Chores", kind: "entity", device_id: null };
const BILL = new File(["x"], "bill.pdf");

/** Wait for the pause before a preview after a change. */
const paused = async (): Promise<void> => {
  await new Promise((resolve) => setTimeout(resolve, 450));
  await settled();
};
const frame = (card: Card): HTMLIFrameElement | undefined =>
  (deep(card.shadowRoot!, "iframe") as HTMLIFrameElement[])[0];

async function withBill(answers: Answers): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard(answers);
  await drop(shown.card, BILL);
  await settled();
  return shown;
}

describe("a page of the integration's own", () => {
  it("is shown without scripts and without loading anything, in the size of the paper", async () => {
    const { card } = await showCard({
      "cloudprint/documents": () => ({ documents: [CHORES] }),
      "cloudprint/preview": () => preview({ layout: LAYOUT }),
    });
    await click(card, "Chores");
    const page = frame(card);
    expect(page?.getAttribute("sandbox")).not.toContain("scripts");
    expect(page?.title).toBe("First page of Chores");
    expect(page?.getAttribute("srcdoc")).toMatch(
      /^<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">/,
    );
    expect(page?.getAttribute("srcdoc")).toContain(LAYOUT.html);
    expect(page?.getAttribute("srcdoc")).toContain("height: 1009px");
    const paper = deep(card.shadowRoot!, ".frame")[0]?.getAttribute("style") ?? "";
    const [height, width] = [...paper.matchAll(/[\d.]+/g)].map(Number);
    expect(height).toBeCloseTo(320);
    expect((width ?? 0) / (height ?? 1)).toBeCloseTo(794 / 1123);
  });

  it("of Markdown is shown while it is written", async () => {
    const { card, home } = await showCard({
      "cloudprint/preview": () => preview({ layout: LAYOUT }),
      "cloudprint/print": () => ({ jobs: [] }),
    });
    await click(card, "Write a text");
    await enter(card, "textarea", "# Milk");
    expect(home.called("cloudprint/preview")).toEqual([]);
    await enter(card, "[type=checkbox]", true);
    expect(home.called("cloudprint/preview")).toMatchObject([{ markdown: "# Milk", name: "Milk" }]);
    expect(frame(card)?.title).toBe("First page of Text");
    await enter(card, "textarea", "# Bread");
    await paused();
    expect(home.called("cloudprint/preview")).toMatchObject([{}, { markdown: "# Bread" }]);
    await enter(card, "textarea", " ");
    expect(frame(card)).toBeUndefined();
    await enter(card, "textarea", "- [ ] Eggs");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ markdown: "- [ ] Eggs", name: "Eggs" }]);
  });
});

describe("a file without a preview", () => {
  it("says why once, by its name, and cannot be printed", async () => {
    const broken = (): never => {
      throw {
        message: "“upload” is a damaged PDF.",
        translation_domain: "cloudprint",
        translation_key: "pdf_unreadable",
        translation_placeholders: { field: "upload" },
      };
    };
    const loadBackendTranslation = async () => (_: string, values?: Record<string, unknown>) =>
      `“${String(values?.field)}” is a damaged PDF.`;
    const { card } = await showCard(
      { "cloudprint/preview": broken, "cloudprint/print": broken },
      { loadBackendTranslation },
    );
    await drop(card, BILL);
    await settled();
    const count = (): number => text(card).split("is a damaged PDF.").length - 1;
    expect(text(card)).toContain("“bill.pdf” is a damaged PDF.");
    expect(count()).toBe(1);
    expect(text(card)).not.toContain("upload");
    expect(button(card, "Print").disabled).toBe(true);
  });

  it.each(["conversion_too_complex", "upload_unknown"])("may be printed after all: %s", async (key) => {
    const { card } = await withBill({
      "cloudprint/preview": () => {
        throw {
          message: "x",
          translation_domain: "cloudprint",
          translation_key: key,
          translation_placeholders: { field: "upload" },
        };
      },
    });
    expect(button(card, "Print").disabled).toBe(false);
  });

  it("asks for the password of a PDF", async () => {
    const { card, home } = await withBill({
      "cloudprint/preview": ({ password }) => {
        if (password === "open") return preview({ pages: 1, image: "aW1hZ2U=" });
        const key = password === undefined ? "pdf_password_missing" : "pdf_password_wrong";
        throw { message: "x", translation_domain: "cloudprint", translation_key: key };
      },
      "cloudprint/print": () => ({ jobs: [] }),
    });
    expect(text(card)).toContain("“bill.pdf” is protected. Enter its password.");
    await enter(card, "#password", "shut");
    await paused();
    expect(text(card)).toContain("This password does not open “bill.pdf”.");
    await enter(card, "#password", "open");
    await paused();
    expect(deep(card.shadowRoot!, "img")).toHaveLength(1);
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ upload: "u", password: "open" }]);
  });
});

describe("a text whose encoding is not recognized", () => {
  const refuseUnless =
    (right: string) =>
    ({ encoding }: { encoding?: unknown }) => {
      if (encoding === right) return preview({});
      const key = encoding === undefined ? "encoding_unknown" : "encoding_mismatch";
      throw { message: "x", translation_domain: "cloudprint", translation_key: key };
    };
  const field = (card: Card): Element | undefined => deep(card.shadowRoot!, "#encoding")[0];

  it("is printed in the one that is chosen or typed", async () => {
    const { card, home } = await withBill({
      "cloudprint/preview": refuseUnless("Big5"),
      "cloudprint/print": () => ({ jobs: [] }),
    });
    expect(text(card)).toContain("The encoding of “bill.pdf” is not recognized. Choose it.");
    const options = deep(card.shadowRoot!, "#encodings option") as HTMLOptionElement[];
    expect(options.map(({ value }) => value)).toEqual([
      "GB18030",
      "Big5",
      "Shift_JIS",
      "EUC-KR",
      "Windows-1252",
      "Windows-1251",
      "UTF-16",
    ]);
    expect(options[0]?.textContent).toBe("Simplified Chinese");
    await enter(card, "#encoding", "EUC-KR");
    await paused();
    expect(text(card)).toContain("“bill.pdf” is not in this encoding. Choose another one.");
    await enter(card, "#encoding", " Big5 ");
    await paused();
    expect(text(card)).not.toContain("not in this encoding");
    expect(field(card)).toBeDefined();
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ upload: "u", encoding: "Big5" }]);
  });

  it("asks for it after a print that failed, too", async () => {
    const { card, home } = await withBill({
      "cloudprint/preview": () => preview({}),
      "cloudprint/print": ({ encoding }) => {
        refuseUnless("GB18030")({ encoding });
        return { jobs: [] };
      },
    });
    expect(field(card)).toBeUndefined();
    await click(card, "Print");
    expect(text(card)).toContain("The encoding of “bill.pdf” is not recognized. Choose it.");
    await enter(card, "#encoding", "GB18030");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{}, { encoding: "GB18030" }]);
  });
});

describe("doubts that the check-up settles", () => {
  const answers: Answers = { "cloudprint/preview": () => preview({ warnings: ["copies_unsupported"] }) };
  const links = (card: Card): (string | null)[] =>
    deep(card.shadowRoot!, ".notice a").map((link) => link.getAttribute("href"));

  it("name it, and lead administrators to it", async () => {
    const { card } = await withBill(answers);
    expect(text(card)).toContain("Configure > Try what this account can do");
    expect(links(card)).toEqual(["/config/integrations/integration/cloudprint?config_entry=account"]);
  });

  it("name it to others, who cannot open it", async () => {
    const { card } = await showCard(answers, { user: { id: "someone", is_admin: false, name: "Ben" } });
    await drop(card, BILL);
    await settled();
    expect(text(card)).toContain("An administrator can settle it with the check-up");
    expect(links(card)).toEqual([]);
  });

  it.each([true, false])("name it after printing, too, as before (administrator: %s)", async (isAdmin) => {
    const printed: Answers = {
      ...answers,
      "cloudprint/print": () => ({ jobs: [{ warnings: ["copies_unsupported"] }] }),
    };
    const { card } = await showCard(printed, { user: { id: "someone", is_admin: isAdmin, name: "Ben" } });
    await drop(card, BILL);
    await settled();
    const sentences = (): readonly string[] =>
      deep(card.shadowRoot!, ".notice.warning > div").map(({ textContent }) => textContent.trim());
    const before = [sentences(), links(card)];
    expect(before[0]?.join()).toContain("check-up");
    expect(before[1]).toHaveLength(isAdmin ? 1 : 0);
    await click(card, "Print");
    expect([sentences(), links(card)]).toEqual(before);
  });

  it("are not all warnings", async () => {
    const { card } = await withBill({ "cloudprint/preview": () => preview({ warnings: ["quality_unsupported"] }) });
    expect(text(card)).toContain("Check the print.");
    expect(text(card)).not.toContain("check-up");
  });
});

describe("pages that the browser lays out", () => {
  it("are counted, and shown one by one", async () => {
    const { card } = await showCard({
      "cloudprint/documents": () => ({ documents: [CHORES] }),
      "cloudprint/preview": () => preview({ layout: LAYOUT }),
    });
    await click(card, "Chores");
    expect(deep(card.shadowRoot!, ".pager")).toEqual([]);
    // Three columns of 180 mm, between which are two margins and 12 pixels of the card
    const page = document.implementation.createHTMLDocument();
    page.body.dataset.running = "Chores";
    Object.defineProperty(page.body, "scrollWidth", { value: 3 * 680 + 2 * (2 * 57 + 42) });
    Object.defineProperty(frame(card), "contentDocument", { value: page });
    frame(card)?.dispatchEvent(new Event("load"));
    await settled();
    expect(text(card)).toContain("Side 1 of 3");
    expect(deep(card.shadowRoot!, ".frame")).toHaveLength(3);
    const frames = deep(card.shadowRoot!, "iframe");
    expect(frames.map(({ title }) => title)).toEqual(["Pages of Chores"]);
    expect(frames[0]?.getAttribute("sandbox")).toBe("allow-same-origin");
    const heads = [...page.querySelectorAll(".running")];
    expect(heads.map((head) => [...head.children].map(({ textContent }) => textContent))).toEqual([
      ["Chores", "2 / 3"],
      ["Chores", "3 / 3"],
    ]);
  });
});

describe("warnings", () => {
  it("are said before and after printing, each once", async () => {
    const warnings = ["copies_unsupported", "new_warning"];
    const { card } = await withBill({
      "cloudprint/preview": () => ({ ...preview({ pages: 1 }), warnings }),
      "cloudprint/print": () => ({ jobs: [{ warnings }, { warnings }] }),
    });
    const words = ["The printer does not report that it can make these copies.", "The printer may not do everything"];
    for (const sentence of words) expect(text(card)).toContain(sentence);
    await click(card, "Print");
    for (const sentence of words) expect(text(card).split(sentence)).toHaveLength(2);
  });
});
