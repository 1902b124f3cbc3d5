import { describe, expect, it } from "vitest";

import type { Approval, Job, Policy, Rule, Usage } from "../src/backend.js";
import { button, type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { type Answers, type FakeHome, job, preview, printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const RULE: Rule = {
  sentence: "Above 5 pages, Ben is asked.",
  left_today: 12,
  limit_today: 20,
  left_month: null,
  limit_month: null,
};
const POLICY: Policy = {
  pages: 3,
  asks: false,
  causes: [],
  ask_above: null,
  approvers: [],
  sentence: RULE.sentence,
  left_today: 12,
  left_month: null,
  used_up: false,
  offers_grey: false,
};
const MIA = { user: { id: "mia", is_admin: false, name: "Mia" } };
const CHINESE = { locale: { language: "zh-Hans" } } as const;

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 450));
  await settled();
}

/** Show a card with an uploaded PDF. */
async function withFile(
  policy: (fields: Record<string, unknown>) => Partial<Policy>,
  { rule = RULE, answers = {}, changes = MIA }: { rule?: Rule; answers?: Answers; changes?: object } = {},
): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard(
    {
      "cloudprint/printers": () => ({ printers: [printer({ rule })], default_printer: null }),
      "cloudprint/preview": (fields) => preview({ pages: 3, policy: { ...POLICY, ...policy(fields) } }),
      "cloudprint/print": (fields) => ({
        jobs: [job("1", { state: "held" })],
        asked: policy(fields).asks ? policy(fields).approvers : null,
      }),
      ...answers,
    },
    changes,
  );
  await drop(shown.card, new File(["x"], "a.pdf"));
  await FakeRequest.last.end(200, { upload_id: "a.pdf", format: "PDF" });
  return shown;
}

const said = (card: Card): string[] =>
  deep(card.shadowRoot!, ".footer .rule, .footer .notice").map((element) => element.textContent.trim());

async function select(card: Card, selector: string, value: string): Promise<void> {
  const [field] = deep(card.shadowRoot!, selector) as HTMLSelectElement[];
  expect(field, selector).toBeDefined();
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("change"));
  await settled();
}

describe("before a print, the card", () => {
  it("says what a rule leaves", async () => {
    const { card } = await withFile(() => ({}));
    expect(said(card)).toEqual(["12 of 20 pages left today. Above 5 pages, Ben is asked."]);
    expect(button(card, "Print").disabled).toBe(false);
  });

  it("says nothing without a rule", async () => {
    for (const policy of [null, { ...POLICY, sentence: null, left_today: null }]) {
      const { card } = await showCard({ "cloudprint/preview": () => preview({ policy }) });
      await drop(card, new File(["x"], "a.pdf"));
      await FakeRequest.last.end(200, { upload_id: "a.pdf", format: "PDF" });
      expect(said(card)).toEqual([]);
      expect(deep(card.shadowRoot!, ".rule")).toEqual([]);
    }
  });

  it("says who will be asked and why, and how it goes on", async () => {
    const { card } = await withFile(() => ({ asks: true, causes: ["pages", "color"], approvers: ["Ben", "Anna"] }));
    expect(said(card)).toEqual([
      "12 of 20 pages left today. Ben or Anna will be asked first: it has more pages than may be printed without asking and it is in color.",
    ]);
    await click(card, "Ask to print");
    expect(text(card)).toContain("This is printed once Ben or Anna approves it.");
  });

  it("says who is asked until that is decided", async () => {
    const asks = { asks: true, causes: ["pages"], approvers: ["Ben"] } as const;
    const { card, home } = await withFile(() => asks);
    await click(card, "Ask to print");
    const promise = "This is printed once Ben approves it.";
    const other = job("2", { ...ASKED, state: "canceled", reason: "denied", print_id: "other" });
    home.send({ reset: false, more: false, jobs: [job("1", ASKED), other] });
    await settled();
    expect(text(card)).toContain(promise);
    const approval: Approval = { ...APPROVAL, state: "given", can_decide: false, decided_by: "Ben" };
    const jobs = [job("1", { ...ASKED, approval, state: "queued", reason: null })];
    home.send({ reset: false, more: false, jobs });
    await settled();
    expect(text(card)).not.toContain(promise);
    expect(text(card)).toContain("Queued · approved by Ben");
  });

  it("keeps what else there is to say when that is decided", async () => {
    const answers: Answers = {
      "cloudprint/print": () => ({ jobs: [job("1", { ...ASKED, warnings: ["sides_ignored"] })], asked: ["Ben"] }),
    };
    const { card, home } = await withFile(() => ({ asks: true, causes: ["pages"], approvers: ["Ben"] }), { answers });
    await click(card, "Ask to print");
    const said = deep(card.shadowRoot!, ".notice").map((notice) => notice.textContent.trim().replace(/\s+/g, " "));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("This is printed once Ben approves it.");
    home.send({ reset: false, more: false, jobs: [job("1", { ...ASKED, state: "canceled", reason: "denied" })] });
    await settled();
    const left = deep(card.shadowRoot!, ".notice").map((notice) => notice.textContent.trim().replace(/\s+/g, " "));
    expect(left).toEqual([said[0]!.replace("This is printed once Ben approves it. ", "")]);
    expect(left[0]).not.toBe("");
  });

  it("says how many pages it has, and how many print without asking", async () => {
    const asks = { asks: true, pages: 16, ask_above: 5, approvers: ["Ben"] };
    const { card } = await withFile(() => ({ ...asks, causes: ["color", "pages"] }));
    expect(said(card)[0]).toContain("Ben will be asked first: 16 pages, 5 print without asking; it is in color.");
    const { card: chinese } = await withFile(() => ({ ...asks, causes: ["pages"] }), {
      changes: { ...MIA, ...CHINESE },
    });
    expect(said(chinese)[0]).toContain("需要先由Ben审批：共 16 页，5 页以内无需审批。");
  });

  it("says so in Chinese", async () => {
    const { card } = await withFile(() => ({ asks: true, causes: ["time"], approvers: [] }), {
      changes: { ...MIA, ...CHINESE },
    });
    expect(said(card)).toEqual(["今天还可打印 12 页（共 20 页）。 需要先由管理员审批：现在不在无需审批的时段。"]);
    expect(button(card, "提交审批").disabled).toBe(false);
  });

  it("counts the copies", async () => {
    const { card, home } = await withFile(({ copies }) => ({
      asks: copies === 2,
      causes: ["pages"],
      approvers: ["Ben"],
    }));
    await click(card, "More copies");
    await pause();
    expect(home.called("cloudprint/preview").at(-1)).toMatchObject({ copies: 2 });
    expect(button(card, "Ask to print")).toBeDefined();
  });

  it("asks for the rule of a text, which has no preview", async () => {
    const { card, home } = await showCard({
      "cloudprint/printers": () => ({ printers: [printer({ rule: RULE })], default_printer: null }),
      "cloudprint/preview": () => preview({ policy: { ...POLICY, asks: true, causes: ["time"] } }),
    });
    await click(card, "Write a text");
    await enter(card, "textarea", "Hello");
    await pause();
    expect(home.called("cloudprint/preview")).toMatchObject([{ text: "Hello" }]);
    expect(button(card, "Ask to print").disabled).toBe(false);
    expect(deep(card.shadowRoot!, "cloudprint-card-preview")).toEqual([]);
  });

  it("offers grey, for which nobody is asked", async () => {
    const { card, home } = await withFile(({ color }) =>
      color === "monochrome" ? {} : { asks: true, causes: ["color"], approvers: ["Ben"], offers_grey: true },
    );
    await click(card, "Black and white, without asking");
    await pause();
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ color: "monochrome" }]);
    expect(text(card)).not.toContain("once Ben approves");
  });

  it.each([
    [{ left_today: 0, used_up: true }, "The pages of today are used up."],
    [{ left_month: 0, used_up: true }, "The pages of this month are used up."],
    [{ left_today: 2, pages: 3, used_up: true }, "3 pages are too many: 2 left today."],
    [{ left_today: 2, left_month: 1, pages: 3, used_up: true }, "3 pages are too many: 1 left this month."],
    [{ pages: null, used_up: true, sentence: "20 pages a day." }, "20 pages a day."],
    [{ pages: null, used_up: true, sentence: null }, "No pages are left."],
  ] as const)("does not offer to print what is too much: %o", async (policy, expected) => {
    const { card } = await withFile(() => policy);
    expect(said(card)).toEqual([expected]);
    expect(deep(card.shadowRoot!, "button.print")).toEqual([]);
  });

  it("does not offer several files once the pages are used up", async () => {
    const { card } = await showCard({
      "cloudprint/printers": () => ({
        printers: [printer({ rule: { ...RULE, left_today: 0 } })],
        default_printer: null,
      }),
    });
    await drop(card, new File(["x"], "a.docx"), new File(["x"], "b.docx"));
    expect(said(card)).toEqual(["The pages of today are used up."]);
    expect(deep(card.shadowRoot!, "button.print")).toEqual([]);
  });

  it("says for photos, too, who is asked", async () => {
    const { card } = await withFile(() => ({ asks: true, causes: ["pages_unknown"], approvers: ["Ben"] }));
    await click(card, "Edit and arrange");
    await pause();
    expect(said(card)[0]).toContain("Ben will be asked first: how many pages it has cannot be told.");
    await click(card, "Ask to print");
    expect(text(card)).toContain("This is printed once Ben approves it.");
  });
});

describe("who is asked", () => {
  const printers = (): object => ({ printers: [printer({ rule: RULE })], default_printer: null });
  const held = ({ upload }: Record<string, unknown>): Job => job(String(upload), { state: "held" });

  it("is said after a print that did not wait for its preview", async () => {
    const { card } = await showCard({
      "cloudprint/printers": printers,
      "cloudprint/preview": () => new Promise(() => undefined),
      "cloudprint/print": (fields) => ({ jobs: [held(fields)], asked: ["Ben"] }),
    });
    await drop(card, new File(["x"], "a.pdf"));
    await FakeRequest.endAll();
    await click(card, "Print");
    expect(text(card)).toContain("This is printed once Ben approves it.");
  });

  it("is said of several files: of each, and of all", async () => {
    const { card } = await showCard({
      "cloudprint/printers": printers,
      "cloudprint/print": (fields) => ({
        jobs: [held(fields)],
        asked: fields.upload === "a.docx" ? ["Ben"] : fields.upload === "b.docx" ? ["Ben", "Anna"] : null,
      }),
    });
    await drop(card, ...["film.mp4", "a.docx", "b.docx", "c.docx"].map((name) => new File(["x"], name)));
    await click(card, "Print 3 files");
    await FakeRequest.endAll();
    expect(text(card)).toMatch(/a\.docx\s+This is printed once Ben approves it\.\s/);
    expect(text(card)).toMatch(/b\.docx\s+This is printed once Ben or Anna approves it\.\s/);
    expect(text(card)).toMatch(/c\.docx\s+Held\s/);
    await click(card, "Done");
    expect(text(card)).toContain("This is printed once Ben or Anna approves it.");
  });

  it("are administrators if nobody is named", async () => {
    const { card } = await showCard({
      "cloudprint/printers": printers,
      "cloudprint/print": (fields) => ({ jobs: [held(fields)], asked: [] }),
    });
    await drop(card, new File(["x"], "a.docx"), new File(["x"], "b.docx"));
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(text(card)).toContain("This is printed once an administrator approves it.");
  });
});

const APPROVAL: Approval = {
  state: "needed",
  causes: ["pages"],
  pages: 16,
  ask_above: 5,
  rule: "Children",
  approvers: ["Ben"],
  can_decide: true,
  asked_by: "Mia",
  rule_id: "rule",
  decided_by: null,
  decided_at: null,
};
const ASKED: Partial<Job> = {
  print_id: "print",
  name: "Homework",
  state: "held",
  reason: "approval",
  pages: 7,
  impressions: 7,
  approval: APPROVAL,
  requested_by: "Mia",
  can_cancel: true,
};
const SHEETS = { html: "<div></div>", first: 1, shown: 1, width: 210, height: 297, count: 1 };

async function withAsked(
  jobs: readonly Job[],
  answers: Answers = {},
  changes: object = {},
  config: object = {},
): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard(
    {
      "cloudprint/jobs/preview": () => ({ pages: 7, image: null, layout: null, sheets: SHEETS, warnings: [] }),
      "cloudprint/jobs/approve": () => ({ jobs: [] }),
      "cloudprint/jobs/deny": () => ({ jobs: [] }),
      "cloudprint/jobs/cancel": () => ({ job: job("1") }),
      ...answers,
    },
    changes,
    config,
  );
  shown.home.send({ reset: true, more: false, jobs });
  await settled();
  return shown;
}

const entries = (card: Card): string[] => deep(card.shadowRoot!, ".job .name").map((element) => element.textContent);

describe("a print that waits for approval", () => {
  it("comes first, with all its jobs as one, and is approved after a look", async () => {
    const { card, home } = await withAsked([
      job("3", { state: "printing", name: "Other" }),
      job("2", { ...ASKED, side: "back", follows: "1", impressions: 3 }),
      job("1", { ...ASKED, side: "front", impressions: 4 }),
    ]);
    expect(entries(card)).toEqual(["Homework", "Other"]);
    expect(text(card)).toContain("Waiting for approval · requested by Mia · 7 pages");
    expect(home.called("cloudprint/jobs/preview")).toEqual([]);
    await click(card, "Look and decide: Homework");
    expect(home.called("cloudprint/jobs/preview")).toMatchObject([{ job_id: "1", sheet: 1 }]);
    expect(text(card)).toContain("Mia asks to print this.");
    expect(text(card)).toContain("Why you are asked: 16 pages, 5 print without asking.");
    expect(text(card)).not.toContain("left today");
    expect(text(card)).toContain("Rule: Children");
    expect(deep(card.shadowRoot!, "iframe")).toHaveLength(1);
    await click(card, "Approve Homework");
    expect(home.called("cloudprint/jobs/approve")).toEqual([{ type: "cloudprint/jobs/approve", job_id: "1" }]);
  });

  it.each([
    [1, "Mia has 1 page left today.", "Mia今天还可打印 1 页。"],
    [0, "Mia has 0 pages left today.", "Mia今天还可打印 0 页。"],
  ])("says what is left of today to who asks for it: %i", async (left_today, english, chinese) => {
    const jobs = [job("1", { ...ASKED, approval: { ...APPROVAL, left_today } })];
    const { card } = await withAsked(jobs);
    await click(card, "Look and decide: Homework");
    expect(text(card)).toContain(english);
    const { card: translated } = await withAsked(jobs, {}, CHINESE);
    await click(translated, "查看并审批“Homework”");
    expect(text(translated)).toContain(chinese);
  });

  it.each([
    [
      "script_not_shown",
      "The page has a script, which may change what is printed.",
      "网页含有脚本，打印出来可能与预览不同。",
    ],
    [
      "address_not_shown",
      "Some of it is fetched from the web once it is printed.",
      "部分内容打印时才从网上获取，预览中看不到。",
    ],
    [
      "not_shown",
      "There is no preview: how it looks is only known from the paper.",
      "没有预览，打印出来才知道是什么样子。",
    ],
  ])("says what its preview leaves out: %s", async (warning, english, chinese) => {
    const answers: Answers = { "cloudprint/jobs/preview": () => preview({ warnings: [warning] as never[] }) };
    const { card } = await withAsked([job("1", ASKED)], answers);
    await click(card, "Look and decide: Homework");
    const approval = deep(card.shadowRoot!, "cloudprint-card-approval")[0]!.shadowRoot!;
    const [notice, ...others] = deep(approval, ".notice.warning");
    expect(others).toEqual([]);
    expect(notice?.textContent.trim()).toBe(english);
    const approve = button(card, "Approve Homework");
    expect(notice!.compareDocumentPosition(approve) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
    const { card: translated } = await withAsked([job("1", ASKED)], answers, CHINESE);
    await click(translated, "查看并审批“Homework”");
    expect(text(translated)).toContain(chinese);
  });

  it("shows the pages of another print once that takes its place", async () => {
    const { card, home } = await withAsked([job("1", ASKED)], {
      "cloudprint/jobs/preview": ({ job_id }) =>
        job_id === "1" ? preview({ sheets: SHEETS }) : new Promise(() => undefined),
    });
    await click(card, "Look and decide: Homework");
    await enter(card, "#copies", "3");
    expect(deep(card.shadowRoot!, "iframe")).toHaveLength(1);
    const [part] = deep(card.shadowRoot!, "cloudprint-card-approval") as (HTMLElement & { job: Job })[];
    part!.job = job("2", { ...ASKED, print_id: "other" });
    await settled();
    expect(deep(part!.shadowRoot!, "iframe")).toEqual([]);
    expect((deep(part!.shadowRoot!, "#copies")[0] as HTMLInputElement).value).toBe("1");
    expect(home.called("cloudprint/jobs/preview").map(({ job_id: id }) => id)).toEqual(["1", "2"]);
  });

  it("is another one than what was printed again meanwhile", async () => {
    const again = { ...ASKED, reprint_of: "1", approval: { ...APPROVAL, request_id: "2" } };
    const { card } = await withAsked([
      job("2", { ...again, impressions: 50 }),
      job("1", { ...ASKED, approval: { ...APPROVAL, request_id: "1" } }),
    ]);
    expect(entries(card)).toEqual(["Homework", "Homework"]);
    expect(text(card)).toContain("50 pages");
    expect(text(card)).toContain("7 pages");
  });

  it("is changed before it is approved", async () => {
    const { card, home } = await withAsked([job("1", { ...ASKED, options: { color: "color", copies: 2 } })]);
    await click(card, "Look and decide: Homework");
    await select(card, "#color", "monochrome");
    await select(card, "#sides", "two_sided_long_edge");
    await enter(card, "#copies", "0");
    expect(button(card, "Approve Homework").disabled).toBe(true);
    await enter(card, "#copies", "1");
    expect(deep(card.shadowRoot!, "cloudprint-card-preview.gray")).toHaveLength(1);
    await click(card, "Approve Homework");
    expect(home.called("cloudprint/jobs/approve")).toEqual([
      { type: "cloudprint/jobs/approve", job_id: "1", color: "monochrome", sides: "two_sided_long_edge", copies: 1 },
    ]);
  });

  it("keeps its sides where they are jobs of their own", async () => {
    const trays = { output: "face_down", input: "upper_side" } as const;
    const { card } = await withAsked([job("1", { ...ASKED, side: "front", trays })]);
    await click(card, "Look and decide: Homework, front sides");
    expect(deep(card.shadowRoot!, "#sides")).toEqual([]);
    expect(deep(card.shadowRoot!, "#color")).toHaveLength(1);
  });

  it("is denied with words, or without", async () => {
    const { card, home } = await withAsked([job("1", ASKED)]);
    await click(card, "Look and decide: Homework");
    await click(card, "Do not print Homework");
    await click(card, "Back");
    await click(card, "Do not print Homework");
    await enter(card, ".words input", " Too many ");
    await click(card, "Do not print Homework");
    expect(home.called("cloudprint/jobs/deny")).toEqual([
      { type: "cloudprint/jobs/deny", job_id: "1", message: "Too many" },
    ]);
    await click(card, "Back");
    await click(card, "Do not print Homework");
    await enter(card, ".words input", "");
    await click(card, "Do not print Homework");
    expect(home.called("cloudprint/jobs/deny").at(-1)).toEqual({ type: "cloudprint/jobs/deny", job_id: "1" });
  });

  it("is left alone", async () => {
    const { card, home } = await withAsked([job("1", ASKED)]);
    await click(card, "Look and decide: Homework");
    await click(card, "Close");
    expect(deep(card.shadowRoot!, "cloudprint-card-approval")).toEqual([]);
    expect(home.called("cloudprint/jobs/cancel")).toEqual([]);
  });

  it("says why it cannot be shown, or decided on", async () => {
    const { card } = await withAsked([job("1", ASKED)], {
      "cloudprint/jobs/preview": () => {
        throw { message: "It is gone." };
      },
      "cloudprint/jobs/approve": () => {
        throw { message: "Anna has decided." };
      },
    });
    await click(card, "Look and decide: Homework");
    expect(text(card)).toContain("It is gone.");
    await click(card, "Approve Homework");
    expect(text(card)).toContain("“Homework”: Anna has decided.");
  });

  it("is one print if it was changed, which says by whom and what", async () => {
    const approval: Approval = { ...APPROVAL, state: "given", can_decide: false, decided_by: "Ben" };
    const { card, home } = await withAsked([job("1", ASKED)]);
    const ended = job("1", { ...ASKED, approval, state: "canceled", reason: "changed" });
    const changed = job("2", {
      ...ASKED,
      approval: { ...approval, changes: { copies: 2, color: "monochrome", sides: "one_sided" } },
      state: "queued",
      reason: null,
    });
    home.send({ reset: false, more: false, jobs: [ended, changed] });
    await settled();
    expect(deep(card.shadowRoot!, "cloudprint-card-job")).toHaveLength(1);
    expect(text(card)).not.toContain("Canceled");
    expect(text(card)).toContain("Queued · approved by Ben · changed to 2 copies, black and white, and one-sided");
  });

  it("keeps its place while one looks, and says which other approver has decided", async () => {
    const { card, home } = await withAsked([
      job("3", { name: "Other", state: "printing" }),
      job("2", { ...ASKED, name: "Closed", print_id: "closed" }),
      job("1", ASKED),
    ]);
    await click(card, "Look and decide: Homework");
    await click(card, "Look and decide: Closed");
    const given: Approval = { ...APPROVAL, state: "given", can_decide: false, decided_by: "Ben" };
    const decided = { approval: given, state: "queued", reason: null } as const;
    home.send({
      reset: false,
      more: false,
      jobs: [
        job("1", { ...ASKED, ...decided }),
        job("2", { ...ASKED, ...decided, name: "Closed", print_id: "closed" }),
      ],
    });
    await settled();
    expect(entries(card)).toEqual(["Closed", "Homework", "Other"]);
    expect(text(card)).toContain("Homework Queued · approved by Ben");
  });

  it("has no place of its own once one looks away", async () => {
    const { card, home } = await withAsked([job("2", { name: "Other", state: "printing" }), job("1", ASKED)]);
    await click(card, "Look and decide: Homework");
    await click(card, "Close");
    const given: Approval = { ...APPROVAL, state: "given", can_decide: false, decided_by: "Ben" };
    const jobs = [job("1", { ...ASKED, approval: given, state: "queued", reason: null })];
    home.send({ reset: false, more: false, jobs });
    await settled();
    expect(entries(card)).toEqual(["Other", "Homework"]);
    expect(deep(card.shadowRoot!, ".questions")).toEqual([]);
  });

  it("has no place of its own once one has decided", async () => {
    const { card, home } = await withAsked([job("2", { name: "Other", state: "printing" }), job("1", ASKED)]);
    await click(card, "Look and decide: Homework");
    await click(card, "Approve Homework");
    const given: Approval = { ...APPROVAL, state: "given", can_decide: false, decided_by: "Anna" };
    const jobs = [job("1", { ...ASKED, approval: given, state: "queued", reason: null })];
    home.send({ reset: false, more: false, jobs });
    await settled();
    expect(entries(card)).toEqual(["Other", "Homework"]);
  });

  it("is one print of the history if it was changed", async () => {
    const approval: Approval = { ...APPROVAL, state: "given", can_decide: false, decided_by: "Ben" };
    const old = job("1", { ...ASKED, approval, state: "canceled", reason: "changed" });
    const changed = job("2", { ...ASKED, approval: { ...approval, changes: { copies: 2 } }, state: "finished" });
    const listed = (): object => ({ jobs: [{ ...changed, reason: null }, old], has_more: false });
    const { card } = await showCard({ "cloudprint/jobs/list": listed });
    await click(card, "History");
    expect(entries(card)).toEqual(["Homework"]);
    expect(text(card)).toContain("Finished · approved by Ben · changed to 2 copies");
  });

  it("is announced, also without a queue, once for all its jobs", async () => {
    const { card, home } = await withAsked([job("0")], {}, {}, { hide_queue: true });
    home.send({ reset: false, more: false, jobs: [job("1", ASKED), job("2", ASKED)] });
    await settled();
    const [announcement] = deep(card.shadowRoot!, "[aria-live]");
    expect(announcement?.textContent).toBe("Homework: waiting for your approval");
    expect(entries(card)).toEqual(["Homework"]);
  });

  it("waits for others, and is canceled whole", async () => {
    const own = { ...ASKED, approval: { ...APPROVAL, can_decide: false }, user_id: "mia" };
    const { card, home } = await withAsked([job("2", own), job("1", own)], {}, MIA);
    expect(entries(card)).toEqual(["Homework"]);
    expect(text(card)).toContain("Waiting for Ben’s approval · 7 pages".replace("7 pages", "14 pages"));
    expect(text(card)).not.toContain("Release held jobs");
    await click(card, "Cancel Homework");
    expect(home.called("cloudprint/jobs/cancel").map(({ job_id: id }) => id)).toEqual(["2", "1"]);
  });

  it("waits for an administrator if nobody is named", async () => {
    const approval = { ...APPROVAL, can_decide: false, approvers: [] };
    const { card } = await withAsked([job("1", { ...ASKED, approval })], {}, { ...MIA, ...CHINESE });
    expect(text(card)).toContain("等待管理员审批");
  });

  it("shows who denied it, with the words, and says so", async () => {
    const { card, home } = await withAsked(
      [job("1", { ...ASKED, approval: { ...APPROVAL, can_decide: false } })],
      {},
      MIA,
    );
    const approval: Approval = { ...APPROVAL, state: "denied", can_decide: false, decided_by: "Ben" };
    const denied = job("1", {
      ...ASKED,
      approval,
      state: "canceled",
      reason: "denied",
      message: "Too many",
      can_cancel: false,
    });
    home.send({ reset: false, more: false, jobs: [denied] });
    await settled();
    expect(text(card)).toContain("Canceled · not approved by Ben · Too many");
    const [announcement] = deep(card.shadowRoot!, "[aria-live]");
    expect(announcement?.textContent).toBe("Homework: not approved");
    const unnamed = { ...denied, approval: { ...approval, decided_by: null } };
    home.send({ reset: false, more: false, jobs: [unnamed] });
    await settled();
    expect(text(card)).toContain("Canceled · not approved · Too many");
  });
});

describe("another person's print", () => {
  it("has no name of its own and no actions", async () => {
    const private_ = { print_id: "", name: "別人", state: "printing", can_reprint: false } as const;
    const { card } = await withAsked([job("1", private_)], {}, MIA);
    expect(entries(card)).toEqual(["Another print"]);
    expect(text(card)).not.toContain("別人");
    const { card: chinese } = await withAsked([job("1", private_)], {}, { ...MIA, ...CHINESE });
    expect(entries(chinese)).toEqual(["其他人的打印任务"]);
  });
});

const USAGE: Usage = {
  months: ["2026-10", "2026-11"],
  people: [
    { name: "Mia", kind: "user", user_id: "mia", pages: [30, 12] },
    { name: null, kind: "voice", user_id: null, pages: [0, 1] },
    { name: null, kind: "robot", user_id: null, pages: [2, 0] },
  ],
  printers: [{ name: "Laser", device_id: "laser", pages: [32, 13] }],
};

async function withUsage(answer: () => unknown, changes: object = {}): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard({ "cloudprint/usage": answer }, changes);
  await click(shown.card, changes === CHINESE ? "历史记录" : "History");
  await click(shown.card, changes === CHINESE ? "每人打印页数" : "Pages by person");
  return shown;
}

const rows = (card: Card): string[][] =>
  deep(card.shadowRoot!, "cloudprint-card-usage tr").map((row) =>
    [...row.children].map((cell) => cell.textContent.trim()),
  );
const bars = (card: Card): string[] =>
  deep(card.shadowRoot!, ".months .visually-hidden").map((element) => element.textContent.replace(/\s+/g, " ").trim());

describe("the pages by person", () => {
  it("are a table, and a picture that is read aloud", async () => {
    const { card } = await withUsage(() => USAGE);
    expect(rows(card)).toEqual([
      ["Person", "Oct", "Nov"],
      ["Mia", "30", "12"],
      ["Voice", "0", "1"],
      ["Others", "2", "0"],
      ["All", "32", "13"],
      ["Printer", "Oct", "Nov"],
      ["Laser", "32", "13"],
      ["All", "32", "13"],
    ]);
    expect(bars(card)).toEqual(["October 2026: 32 pages", "November 2026: 13 pages"]);
    await select(card, "cloudprint-card-usage select", "0");
    expect(bars(card)).toEqual(["October 2026: 30 pages", "November 2026: 12 pages"]);
    await click(card, "Close");
    await settled();
    expect(deep(card.shadowRoot!, "cloudprint-card-usage")).toEqual([]);
  });

  it("are there in Chinese", async () => {
    const { card } = await withUsage(() => USAGE, CHINESE);
    expect(rows(card)[0]).toEqual(["姓名", "10月", "11月"]);
    expect(bars(card)).toEqual(["2026年10月: 32 页", "2026年11月: 13 页"]);
  });

  it("may be none yet, or not be loaded", async () => {
    const { card } = await withUsage(() => ({ ...USAGE, people: [] }));
    expect(text(card)).toContain("No pages have been counted yet.");
    const { card: failing } = await withUsage(() => {
      throw { message: "Disk." };
    });
    expect(text(failing)).toContain("The pages could not be loaded. Disk.");
  });

  it("are not for others", async () => {
    const { card } = await showCard({}, MIA);
    await click(card, "History");
    expect(deep(card.shadowRoot!, "[aria-label='Pages by person']")).toEqual([]);
  });
});
