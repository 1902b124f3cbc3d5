import { afterEach, describe, expect, it } from "vitest";

import type { Job } from "../src/backend.js";
import { button, type Card, click, deep, settled, showCard, text } from "./card.js";
import { type Answers, job, printer } from "./hass.js";

afterEach(() => {
  document.body.replaceChildren();
});

/** Return the focused element of the first job. */
const focused = (card: Card): Element | null | undefined =>
  deep(card.shadowRoot!, "cloudprint-card-job")[0]?.shadowRoot?.activeElement;

describe("a job", () => {
  async function withJob(changes: Partial<Job>, answers: Answers = {}): ReturnType<typeof showCard> {
    const result = await showCard({ "cloudprint/jobs/cancel": () => ({ job: job("1") }), ...answers });
    result.home.send({ reset: true, jobs: [job("1", { name: "Letter", ...changes })] });
    await settled();
    return result;
  }

  it("that is held shows reason and expiry, and can be canceled and released", async () => {
    const { card, home } = await withJob(
      {
        state: "held",
        reason: "quiet_hours",
        message: "TimeoutError",
        expires_at: "2020-11-20T02:00:00Z",
        can_cancel: true,
      },
      { "cloudprint/jobs/release": () => ({ jobs: [] }) },
    );
    expect(text(card)).toContain("Held · quiet hours · expires Nov 20, 2020, 10:00");
    expect(text(card)).not.toContain("TimeoutError");
    await click(card, "Cancel Letter");
    button(card, "Release held jobs").focus();
    await click(card, "Release held jobs");
    const [queue] = deep(card.shadowRoot!, "cloudprint-card-queue");
    expect(queue?.shadowRoot?.activeElement?.textContent).toBe("Print jobs");
    expect(home.called("cloudprint/jobs/cancel")).toMatchObject([{ job_id: "1" }]);
    expect(home.called("cloudprint/jobs/release")).toMatchObject([{ device_id: ["laser"] }]);
  });

  it("says what the service did not take as it was asked for", async () => {
    const warnings = ["color_unsupported", "sides_ignored", "other_options_ignored"] as Job["warnings"];
    const { card } = await withJob({ state: "printing", warnings });
    expect(text(card)).toContain("The service ignored the choice of one or two sides. Check the sheets.");
    expect(text(card)).toContain("The printer may not do everything that was asked.");
    // This was said when it was printed.
    expect(text(card)).not.toContain("color setting");
  });

  it("says what another device says of its printer", async () => {
    const { card } = await withJob({ state: "held", watched: "Out of paper, says Brother HL." });
    expect(text(card)).toContain("Out of paper, says Brother HL.");
  });

  it("that came out in part says so", async () => {
    const { card } = await withJob({ state: "unconfirmed", reason: "partly_printed", can_decide: true });
    expect(text(card)).toContain("Unconfirmed · only a part was printed");
  });

  it.each([
    ["It printed: Letter", "printed"],
    ["Print again: Letter", "print_again"],
    ["It no longer matters: Letter", "forget"],
  ])("that is unconfirmed asks for a decision: %s", async (answer, decision) => {
    const { card, home } = await withJob(
      { state: "unconfirmed", reason: "no_answer", can_decide: true },
      { "cloudprint/jobs/decide": () => ({ job: job("1") }) },
    );
    expect(text(card)).toContain("Did it print?");
    await click(card, answer);
    expect(home.called("cloudprint/jobs/decide")).toMatchObject([{ job_id: "1", decision }]);
  });

  it.each(["Print again: Letter", "It no longer matters: Letter"])(
    "does not take the second click of a double click: %s",
    async (answer) => {
      const { card, home } = await withJob(
        { state: "unconfirmed", can_decide: true },
        { "cloudprint/jobs/decide": () => ({ job: job("1") }) },
      );
      // As of one on Print, below which the job moved meanwhile
      button(card, answer).dispatchEvent(new MouseEvent("click", { detail: 2, bubbles: true, composed: true }));
      await settled();
      expect(home.called("cloudprint/jobs/decide")).toEqual([]);
      button(card, answer).dispatchEvent(new MouseEvent("click", { detail: 1, bubbles: true, composed: true }));
      await settled();
      expect(home.called("cloudprint/jobs/decide")).toHaveLength(1);
    },
  );

  it.each([
    [{ state: "held", can_cancel: true }, "Cancel Letter"],
    [{ state: "unconfirmed", can_decide: true }, "It printed: Letter"],
    [{ state: "held", reason: "turn_paper", can_turn: true, can_cancel: true }, "Print the other sides: Letter"],
  ] satisfies [Partial<Job>, string][])(
    "keeps the focus when the button is gone that was pressed: %o",
    async (changes, name) => {
      const { card } = await withJob(changes, {
        "cloudprint/jobs/decide": () => ({ job: job("1") }),
        "cloudprint/jobs/turned": () => ({ job: job("1") }),
      });
      button(card, name).focus();
      await click(card, name);
      expect(focused(card)?.className).toBe("names");
    },
  );

  it("is not released by the second click of a double click", async () => {
    const { card, home } = await withJob({ state: "held", reason: "quiet_hours", can_cancel: true });
    button(card, "Release held jobs").dispatchEvent(
      new MouseEvent("click", { detail: 2, bubbles: true, composed: true }),
    );
    await settled();
    expect(home.called("cloudprint/jobs/release")).toEqual([]);
  });

  it("without kept content cannot be printed again", async () => {
    const { card } = await withJob({ state: "unconfirmed", can_decide: true, can_reprint: false });
    expect(text(card)).not.toContain("Print again");
  });

  it("shows the error of a failed action", async () => {
    const { card } = await withJob(
      { state: "held", can_cancel: true },
      {
        "cloudprint/jobs/cancel": () => {
          throw { message: "It was sent meanwhile." };
        },
      },
    );
    await click(card, "Cancel Letter");
    expect(text(card)).toContain("“Letter”: It was sent meanwhile.");
    await click(card, "Dismiss");
    expect(text(card)).not.toContain("sent meanwhile");
  });

  it("is announced when its state changes", async () => {
    const { card, home } = await withJob({ state: "printing" });
    home.send({ reset: false, jobs: [job("1", { name: "Letter" })] });
    await settled();
    const [announcement] = deep(card.shadowRoot!, "[aria-live]");
    expect(announcement?.textContent).toBe("Letter: Finished");
  });

  it("shows its printer on a card for all printers", async () => {
    const printers = [printer(), printer({ device_id: "ink", name: "Ink" })];
    const { card, home } = await showCard({
      "cloudprint/printers": () => ({ printers, default_printer: null }),
    });
    home.send({ reset: true, jobs: [job("1", { state: "printing", printer: "The printer upstairs" })] });
    await settled();
    expect(text(card)).toContain("The printer upstairs");
  });

  it.each([
    ["Anna (192.168.1.20)", null, "Finished · requested by Anna (192.168.1.20) · "],
    ["Ben", "ben", "Finished · requested by Ben · "],
    // Another one of the same name
    ["Anna", "anna2", "Finished · requested by Anna · "],
    // The user of the card, also of before she was renamed
    ["Anna", "anna", "Finished · Nov 20"],
    ["Annie", "anna", "Finished · Nov 20"],
    [null, null, "Finished · Nov 20"],
  ])("shows who else asked for it: %s, %s", async (requested_by, user_id, facts) => {
    const { card, home } = await withJob({ state: "printing" });
    home.send({ reset: false, jobs: [job("1", { requested_by, user_id })] });
    await settled();
    expect(text(card)).toContain(facts);
  });

  it("is canceled once, however often the button is pressed", async () => {
    const { card, home } = await withJob({ state: "held", can_cancel: true });
    const cancel = button(card, "Cancel Letter");
    cancel.click();
    cancel.click();
    await settled();
    expect(home.called("cloudprint/jobs/cancel")).toHaveLength(1);
  });
});

describe("a job to print again", () => {
  it("is printed once if the card is moved meanwhile", async () => {
    let end: (answer: object) => void = () => undefined;
    const { card } = await withEnded(
      {},
      { "cloudprint/jobs/reprint": () => new Promise((resolve) => (end = resolve)) },
    );
    await click(card, "Print Letter again");
    await click(card, "Print again");
    const column = document.createElement("div");
    document.body.append(column);
    column.append(card);
    await settled();
    expect(button(card, "Print Letter again").disabled).toBe(true);
    end({ job: job("2") });
    await settled();
    expect(button(card, "Print Letter again").disabled).toBe(false);
  });

  async function withEnded(options: object, answers: Answers = {}): ReturnType<typeof showCard> {
    const result = await showCard({
      "cloudprint/jobs/list": () => ({
        jobs: [job("1", { name: "Letter", options: { ...options } })],
        has_more: false,
      }),
      "cloudprint/jobs/reprint": () => ({ job: job("2") }),
      ...answers,
    });
    await click(result.card, "History");
    return result;
  }
  it.each([
    [{ copies: 3 }, "Print 3 copies of “Letter” again on Laser?"],
    [{}, "Print 1 copy of “Letter” again on Laser?"],
  ])("asks first, with %o", async (options, question) => {
    const { card, home } = await withEnded(options);
    await click(card, "Print Letter again");
    expect(text(card)).toContain(question);
    expect(home.called("cloudprint/jobs/reprint")).toEqual([]);
    await click(card, "Print again");
    expect(home.called("cloudprint/jobs/reprint")).toMatchObject([{ job_id: "1" }]);
    expect(text(card)).not.toContain(question);
    expect(focused(card)?.className).toBe("names");
  });

  it("can be left alone, with a button or the keyboard", async () => {
    const { card, home } = await withEnded({});
    await click(card, "Print Letter again");
    expect(button(card, "Print Letter again").getAttribute("aria-expanded")).toBe("true");
    // Not on a button: a held Enter key would print.
    expect(focused(card)?.getAttribute("role")).toBe("group");
    await click(card, "Do not print");
    expect(focused(card)).toBe(button(card, "Print Letter again"));

    await click(card, "Print Letter again");
    const other = new KeyboardEvent("keydown", { key: "a" });
    focused(card)?.dispatchEvent(other);
    await settled();
    expect(text(card)).toContain("Do not print");
    focused(card)?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    await settled();
    expect(text(card)).not.toContain("Do not print");

    // A second tap on the icon closes the question, too.
    await click(card, "Print Letter again");
    await click(card, "Print Letter again");
    expect(text(card)).not.toContain("Do not print");
    expect(home.called("cloudprint/jobs/reprint")).toEqual([]);
  });
});

describe("questions", () => {
  const parts = (card: Card): (string | undefined)[] =>
    deep(card.shadowRoot!, "cloudprint-card-queue, cloudprint-card-composer").map(
      ({ localName, shadowRoot }) => shadowRoot?.querySelector("h2")?.textContent ?? localName,
    );
  const unconfirmed = job("1", { name: "Letter", state: "unconfirmed", can_decide: true });

  it("come before everything else, and are ordinary jobs once they are answered", async () => {
    const { card, home } = await showCard({ "cloudprint/jobs/decide": () => ({ job: job("1") }) });
    home.send({ reset: true, jobs: [job("2", { state: "held" }), unconfirmed] });
    await settled();
    expect(parts(card)).toEqual(["Waiting for your answer", "cloudprint-card-composer", "Print jobs"]);
    button(card, "It printed: Letter").focus();
    await click(card, "It printed: Letter");
    home.send({ reset: false, jobs: [job("1", { name: "Letter" })] });
    await settled();
    expect(parts(card)).toEqual(["cloudprint-card-composer", "Print jobs"]);
    expect(card.shadowRoot?.activeElement?.localName).toBe("cloudprint-card-queue");
  });

  it("about paper are shown also without the queue", async () => {
    const { card, home } = await showCard({}, {}, { hide_queue: true });
    home.send({ reset: true, jobs: [unconfirmed, job("2", { state: "held", can_turn: true })] });
    await settled();
    expect(parts(card)).toEqual(["Waiting for your answer", "cloudprint-card-composer"]);
    expect(text(card)).toContain("Are all front sides out?");
    expect(text(card)).not.toContain("Did it print?");
  });
});

describe("printing on another printer", () => {
  const printers = [
    printer(),
    printer({ device_id: "ink", name: "Ink" }),
    printer({ device_id: "shop", name: "Shop", entry_id: "other" }),
    printer({ device_id: "locked", name: "Locked", can_control: false }),
  ];
  const question = "On which printer should “Letter” be printed?";

  async function withPrinters(changes: Partial<Job>, listed = printers): ReturnType<typeof showCard> {
    const result = await showCard({
      "cloudprint/printers": () => ({ printers: listed, default_printer: null }),
      "cloudprint/jobs/move": () => ({ job: job("2") }),
      "cloudprint/jobs/reprint": () => ({ job: job("2") }),
    });
    const moved = job("1", { name: "Letter", can_move: true, ...changes });
    result.home.send({ reset: true, jobs: [] });
    result.home.send({ reset: false, jobs: [moved] });
    await settled();
    return result;
  }

  const answers = (card: Card): (string | undefined)[] =>
    deep(card.shadowRoot!, ".answers button").map((each) => each.textContent.trim());

  it("moves a held job, to a printer of its account", async () => {
    const { card, home } = await withPrinters({ state: "held", can_cancel: true });
    await click(card, "Print Letter on another printer");
    expect(text(card)).toContain(question);
    expect(answers(card)).toEqual(["Ink", "Leave it where it is"]);
    expect(focused(card)?.getAttribute("role")).toBe("group");
    await click(card, "Ink");
    expect(home.called("cloudprint/jobs/move")).toMatchObject([{ job_id: "1", device_id: "ink" }]);
    expect(home.called("cloudprint/jobs/reprint")).toEqual([]);
    expect(text(card)).not.toContain(question);
    expect(focused(card)?.className).toBe("names");
  });

  it("prints an ended job again, in any account", async () => {
    const { card, home } = await withPrinters({});
    await click(card, "Print Letter again");
    // One question at a time
    await click(card, "Print Letter on another printer");
    expect(button(card, "Print Letter again").getAttribute("aria-expanded")).toBe("false");
    expect(answers(card)).toEqual(["Ink", "Shop", "Do not print"]);
    await click(card, "Do not print");
    expect(focused(card)).toBe(button(card, "Print Letter on another printer"));
    await click(card, "Print Letter on another printer");
    await click(card, "Shop");
    expect(home.called("cloudprint/jobs/reprint")).toMatchObject([{ job_id: "1", device_id: "shop" }]);
    expect(home.called("cloudprint/jobs/move")).toEqual([]);
  });

  it("is possible from a printer that is gone", async () => {
    const { card } = await withPrinters({ state: "held", can_cancel: true, device_id: "gone" });
    await click(card, "Print Letter on another printer");
    expect(answers(card)).toEqual(["Laser", "Ink", "Shop", "Leave it where it is"]);
  });

  it.each([
    [{ can_move: false }, printers],
    [{}, printers.slice(0, 1)],
    [{}, [printers[0]!, printers[3]!]],
  ])("is not offered without need or printer: %o", async (changes, listed) => {
    const { card } = await withPrinters(changes, listed);
    expect(text(card)).toContain("Letter");
    expect(deep(card.shadowRoot!, ".move")).toEqual([]);
  });

  it("says where a job went", async () => {
    const { card } = await withPrinters({ state: "canceled", reason: "moved" });
    expect(text(card)).toContain("Canceled · moved to another printer");
  });
});

describe("a long queue", () => {
  const names = (card: Card): string[] =>
    deep(card.shadowRoot!, "cloudprint-card-queue cloudprint-card-job, cloudprint-card-job").map(
      (part) => (part as unknown as { job: Job }).job.job_id,
    );

  it("is folded, but hides neither the newest jobs nor one to decide on, which comes first", async () => {
    const { card, home } = await showCard();
    const ids = [9, 8, 7, 6, 5, 4, 3, 2, 1].map(String);
    const jobs = ids.map((id) => job(id, { state: "held", can_cancel: true }));
    home.send({ reset: true, jobs: [...jobs, job("0", { state: "unconfirmed", can_decide: true })] });
    await settled();
    expect(names(card)).toEqual(["0", "9", "8", "7", "6", "5"]);
    await click(card, "Show all 9");
    expect(names(card)).toEqual(["0", ...ids]);
    await click(card, "Show fewer");
    expect(names(card)).toHaveLength(6);
  });

  it("of six jobs is not folded", async () => {
    const { card, home } = await showCard();
    const jobs = [1, 2, 3, 4, 5, 6].map((id) => job(String(id), { state: "held" }));
    home.send({ reset: true, jobs });
    await settled();
    expect(names(card)).toHaveLength(6);
    expect(text(card)).not.toContain("Show all");
  });
});
