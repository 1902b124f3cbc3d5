import { describe, expect, it } from "vitest";

import type { Policy } from "../src/backend.js";
import { joinPolicies } from "../src/rules.js";
import { MAX_TOTAL } from "../src/upload.js";
import { button, type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { lose, paused, refuse, SHEETS } from "./designer.js";
import { type Answers, type FakeHome, job, preview, printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const POLICY: Policy = {
  ...{ pages: 3, asks: false, causes: [], ask_above: null, approvers: [], sentence: "20 pages a day." },
  ...{ left_today: 8, left_month: null, used_up: false, offers_grey: false },
};
const ASKS: Policy = { ...POLICY, pages: 6, asks: true, causes: ["pages"], ask_above: 5, approvers: ["Ben"] };
const RULE = { sentence: "20 pages a day.", left_today: 8, limit_today: 20, left_month: null, limit_month: null };
const file = (name: string): File => new File(["x"], name);

async function listed(names: readonly string[], answers: Answers = {}): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard({
    "cloudprint/preview": ({ upload }) => preview({ sheets: SHEETS, name: String(upload) }),
    "cloudprint/print": ({ upload }) => ({ jobs: [job(String(upload), { state: "submitted" })] }),
    ...answers,
  });
  await drop(shown.card, ...names.map(file));
  await FakeRequest.endAll();
  return shown;
}

const withRule = (policies: Readonly<Record<string, Policy>>): Answers => ({
  "cloudprint/printers": () => ({ printers: [printer({ rule: RULE })], default_printer: null }),
  "cloudprint/preview": ({ upload }) => preview({ policy: policies[String(upload)] ?? POLICY }),
});
const said = (card: Card): string[] =>
  deep(card.shadowRoot!, ".footer .rule, .footer .notice").map((element) => element.textContent.trim());

describe("a list of files", () => {
  it("shows the first one as it comes out, and another one that is chosen", async () => {
    const { card, home } = await listed(["a.docx", "b.docx"]);
    const uploads = (): unknown[] => home.called("cloudprint/preview").map(({ upload }) => upload);
    expect(FakeRequest.names).toEqual(["a.docx"]);
    expect(uploads()).toEqual(["a.docx"]);
    expect(deep(card.shadowRoot!, "cloudprint-card-pages")).toHaveLength(1);
    deep(card.shadowRoot!, ".choose")[1]?.click();
    await settled();
    await FakeRequest.endAll();
    expect(uploads()).toEqual(["a.docx", "b.docx"]);
    expect(deep(card.shadowRoot!, "[aria-pressed=true]").map(({ textContent }) => textContent.trim())).toEqual([
      expect.stringContaining("b.docx"),
    ]);
    await click(card, "Print 2 files");
    expect(FakeRequest.names).toEqual(["a.docx", "b.docx"]);
    expect(home.called("cloudprint/print").map(({ upload }) => upload)).toEqual(["a.docx", "b.docx"]);
  });

  it("asks for the password of the one that is shown, before it is printed", async () => {
    const { card, home } = await listed(["a.pdf", "b.docx"], {
      "cloudprint/preview": ({ password }) => (password ? preview() : refuse("pdf_password_missing")),
    });
    expect(text(card)).toContain("“a.pdf” is protected. Enter its password.");
    await enter(card, "#password", "open");
    await paused();
    expect(text(card)).not.toContain("is protected");
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(home.called("cloudprint/print").map(({ upload, password }) => [upload, password])).toEqual([
      ["a.pdf", "open"],
      ["b.docx", undefined],
    ]);
  });

  it("has as many bytes as the server keeps", async () => {
    const { card } = await showCard();
    const large = (name: string): File => Object.defineProperty(file(name), "size", { value: MAX_TOTAL / 2 - 1 });
    await drop(card, large("a.docx"), large("b.docx"), large("c.docx"));
    expect(button(card, "Print 2 files")).toBeDefined();
    expect(text(card)).toContain("1 file was left out.");
  });

  it("warns of what may come out otherwise", async () => {
    const { card } = await listed(["a.docx", "b.docx"], {
      "cloudprint/preview": () => preview({ warnings: ["quality_unsupported"] }),
    });
    expect(text(card)).toContain("The printer does not report this quality.");
  });
});

describe("under a rule, a list of files", () => {
  it("says who is asked, before it is printed", async () => {
    const { card, home } = await listed(["a.docx", "b.docx"], withRule({ "b.docx": { ...ASKS, pages: 4 } }));
    await settled();
    expect(home.called("cloudprint/preview").map(({ upload }) => upload)).toEqual(["a.docx", "b.docx"]);
    expect(said(card)).toEqual([
      "8 of 20 pages left today. Ben will be asked first: it has more pages than may be printed without asking.",
    ]);
    await click(card, "Ask to print 2 files");
    expect(home.called("cloudprint/print")).toHaveLength(2);
  });

  it("says it in Chinese", async () => {
    const { card } = await showCard(withRule({ "a.docx": ASKS }), { locale: { language: "zh-Hans" } });
    await drop(card, file("a.docx"), file("film.mp4"));
    await FakeRequest.endAll();
    expect(said(card)[0]).toContain("需要先由Ben审批：共 6 页，5 页以内无需审批。");
    expect(button(card, "提交审批（1 个文件）").disabled).toBe(false);
  });

  it("is not offered if all together has more pages than are left", async () => {
    const five = { ...POLICY, pages: 5 };
    const { card } = await listed(["a.docx", "b.docx"], withRule({ "a.docx": five, "b.docx": five }));
    await settled();
    expect(said(card)).toEqual(["10 pages are too many: 8 left today."]);
    expect(deep(card.shadowRoot!, "button.print")).toEqual([]);
    await click(card, "Cancel b.docx");
    expect(button(card, "Print 1 file")).toBeDefined();
  });

  it("is offered again if an answer was lost", async () => {
    let isLost = true;
    const { card } = await listed(["a.docx", "b.docx"], {
      ...withRule({ "a.docx": { ...POLICY, used_up: true, pages: 9 } }),
      "cloudprint/preview": () => preview({ policy: { ...POLICY, used_up: !isLost, pages: 1 } }),
      "cloudprint/print": () => (isLost ? lose() : { jobs: [] }),
    });
    await click(card, "Print 2 files");
    isLost = false;
    await click(card, "More copies");
    await paused();
    await paused();
    expect(button(card, "Try 2 files again").disabled).toBe(false);
  });
});

describe("what rules say of several prints", () => {
  it("is what they say of one, if there is one", () => {
    expect(joinPolicies([])).toBeUndefined();
    expect(joinPolicies([ASKS])).toBe(ASKS);
  });

  it("is who is asked for any of them, and the pages of all", () => {
    const color: Policy = { ...ASKS, causes: ["color"], approvers: ["Anna", "Ben"], offers_grey: true };
    expect(joinPolicies([POLICY, ASKS, color])).toMatchObject({
      ...{ pages: 15, asks: true, causes: ["pages", "color"], approvers: ["Ben", "Anna"], ask_above: null },
      ...{ used_up: true, offers_grey: false },
    });
    expect(joinPolicies([POLICY, color])).toMatchObject({ offers_grey: true });
    expect(joinPolicies([POLICY, { ...POLICY, pages: null }])).toMatchObject({ pages: null, used_up: false });
  });
});
