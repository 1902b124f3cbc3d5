import { describe, expect, it, vi } from "vitest";

import { MAX_FILES } from "../src/upload.js";
import { RECENT_MS } from "../src/jobs.js";
import { button, type Card, click, deep, drop, enter, settled, showCard, text } from "./card.js";
import { lose, refuse } from "./designer.js";
import { type Answers, FakeHome, job } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

const file = (name: string, content = "x"): File => new File([content], name);
const A = file("a.docx");
const B = file("b.xlsx");
const C = file("c.pptx");

/** Answer prints with a job of the upload's name. */
const PRINTS: Answers = {
  "cloudprint/print": ({ upload }) => ({ jobs: [job(String(upload), { name: String(upload), state: "submitted" })] }),
  "cloudprint/preview": () => {
    throw { message: "No preview." };
  },
};

async function dropped(files: readonly File[], answers: Answers = {}): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard({ ...PRINTS, ...answers });
  await drop(shown.card, ...files);
  return shown;
}

const printed = (home: FakeHome): unknown[] => home.called("cloudprint/print").map(({ upload }) => upload);

describe("several files", () => {
  it("are printed one after the other, each as its own print with the same options", async () => {
    const { card, home } = await dropped([A, B]);
    expect(text(card)).toContain("2 files");
    expect(text(card)).toMatch(/a\.docx.*b\.xlsx/);
    await click(card, "More copies");
    await click(card, "Print 2 files");
    expect(FakeRequest.names).toEqual(["a.docx"]);
    FakeRequest.last.progress(40);
    await settled();
    expect(text(card)).toContain("40%");
    expect(text(card)).toMatch(/b\.xlsx\s+Waiting/);
    expect(text(card)).toContain("Keep this page open");

    await FakeRequest.last.end();
    expect(FakeRequest.names).toEqual(["a.docx", "b.xlsx"]);
    expect(printed(home)).toEqual(["a.docx"]);
    expect(text(card)).toMatch(/a\.docx\s+Submitted/);
    expect(text(card)).toContain("1 of 2 sent");
    home.send({ reset: false, jobs: [job("a.docx", { state: "printing" })] });
    await settled();
    expect(text(card)).toMatch(/a\.docx\s+Printing/);

    await FakeRequest.last.end();
    expect(home.called("cloudprint/print")).toMatchObject([
      { upload: "a.docx", device_id: "laser", copies: 2 },
      { upload: "b.xlsx", device_id: "laser", copies: 2 },
    ]);
    // All are printed: the card is ready for more.
    expect(button(card, "Choose files")).toBeDefined();
    expect(text(card)).toContain("a.docx: Submitted b.xlsx: Submitted");
  });

  it("are named and skipped if they cannot be printed, and the others go on", async () => {
    const { card, home } = await dropped([file("film.mp4"), A, file("empty.txt", ""), B]);
    expect(text(card)).toMatch(/film\.mp4\s+Skipped: this format cannot be printed/);
    expect(text(card)).toMatch(/empty\.txt\s+Skipped: the file is empty/);
    expect(text(card)).toContain("Supported formats: PDF");
    await click(card, "Print 2 files");
    await FakeRequest.last.end();
    await FakeRequest.last.end();
    expect(printed(home)).toEqual(["a.docx", "b.xlsx"]);
    // The list stays, since it says what was not printed.
    expect(text(card)).toContain("film.mp4");
    await click(card, "Done");
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("that fail do not stop the others, and can be tried again", async () => {
    let isFull = true;
    const { card, home } = await dropped([A, B, C], {
      "cloudprint/print": ({ upload }) => {
        if (upload === "b.xlsx" && isFull) {
          throw { message: "There is no room.", code: "home_assistant_error" };
        }
        return { jobs: [job(String(upload), { state: "held" })] };
      },
    });
    await click(card, "Print 3 files");
    await FakeRequest.last.end(507, { message: "The disk is full.", code: "upload_unwritable" });
    await FakeRequest.last.end();
    await FakeRequest.last.end();
    expect(text(card)).toMatch(/a\.docx\s+The disk is full\./);
    expect(text(card)).toMatch(/b\.xlsx\s+There is no room\./);
    expect(text(card)).toMatch(/c\.pptx\s+Held/);
    const [status] = deep(card.shadowRoot!, "cloudprint-card-batch").flatMap((part) =>
      deep(part.shadowRoot!, "[role=status]"),
    );
    expect(status?.textContent).toBe("1 of 3 sent · 2 failed");

    isFull = false;
    await click(card, "Try 2 files again");
    await FakeRequest.last.end();
    // Not uploaded again, since only its print failed
    expect(FakeRequest.names).toEqual(["a.docx", "b.xlsx", "c.pptx", "a.docx"]);
    expect(printed(home)).toEqual(["b.xlsx", "c.pptx", "a.docx", "b.xlsx"]);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("of which a job failed are not printed again, and say so", async () => {
    const { card } = await dropped([A, file("film.mp4"), B], {
      "cloudprint/print": ({ upload }) => ({
        jobs: [job(`${String(upload)}1`, { state: "submitted" }), job(`${String(upload)}2`, { state: "failed" })],
      }),
    });
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(text(card)).toMatch(/a\.docx\s+Failed/);
    await click(card, "Done");
    expect(text(card)).toContain("2 print jobs were not printed;");
  });

  it("keep the last states of their jobs", async () => {
    const { card, home } = await dropped([file("film.mp4"), A, B]);
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    home.send({ reset: false, jobs: [job("a.docx")] });
    await settled();
    expect(text(card)).toMatch(/a\.docx\s+Finished/);
    // The queue no longer has the job.
    const later = Date.now() + RECENT_MS;
    const now = vi.spyOn(Date, "now").mockReturnValue(later);
    home.send({ reset: false, jobs: [job("b.xlsx", { state: "printing" })] });
    await settled();
    expect(text(card)).toMatch(/a\.docx\s+Finished\s+b\.xlsx\s+Printing/);
    now.mockRestore();
  });

  it("are uploaded again if the server no longer has them", async () => {
    let isGone = true;
    const { card, home } = await dropped([A, B], {
      "cloudprint/print": ({ upload }) => (isGone ? refuse("upload_unknown") : { jobs: [job(String(upload))] }),
    });
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    isGone = false;
    await click(card, "Try 2 files again");
    await FakeRequest.endAll();
    expect(FakeRequest.names).toEqual(["a.docx", "b.xlsx", "a.docx", "b.xlsx"]);
    expect(home.called("cloudprint/print")).toHaveLength(4);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("are not uploaded again if they may be printed", async () => {
    let isLost = true;
    const { card } = await dropped([A, file("film.mp4"), B], {
      "cloudprint/print": () => (isLost ? lose() : refuse("upload_unknown")),
    });
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    isLost = false;
    await click(card, "More copies");
    for (let press = 0; press < 2; press++) await click(card, "Try 2 files again");
    expect(FakeRequest.all).toHaveLength(2);
    await click(card, "Fewer copies");
    for (let press = 0; press < 2; press++) await click(card, "Try 2 files again");
    expect(FakeRequest.all).toHaveLength(3);
  });

  it("can be canceled while they wait or are uploaded", async () => {
    const { card, home } = await dropped([A, B, C]);
    await click(card, "Cancel b.xlsx");
    await click(card, "Print 2 files");
    await click(card, "Remove a.docx");
    expect(FakeRequest.all[0]?.isAborted).toBe(true);
    expect(FakeRequest.names).toEqual(["a.docx", "c.pptx"]);
    await FakeRequest.last.end();
    expect(printed(home)).toEqual(["c.pptx"]);
  });

  it("can be stopped, and go on later", async () => {
    const { card, home } = await dropped([A, B, C]);
    await click(card, "Print 3 files");
    await FakeRequest.last.end();
    await click(card, "Stop");
    await FakeRequest.last.end();
    expect(printed(home)).toEqual(["a.docx"]);
    await click(card, "Print 2 files");
    await FakeRequest.last.end();
    await FakeRequest.last.end();
    expect(printed(home)).toEqual(["a.docx", "b.xlsx", "c.pptx"]);
  });

  it("are not printed any more once the card is closed", async () => {
    const { card, home } = await dropped([A, B, C]);
    await click(card, "Print 3 files");
    const [first] = FakeRequest.all;
    card.remove();
    expect(first?.isAborted).toBe(true);
    await first?.end();
    expect(FakeRequest.all).toHaveLength(1);
    expect(printed(home)).toEqual([]);
  });

  it("are not printed either if the card is closed between upload and print", async () => {
    const { card, home } = await dropped([A, B]);
    await click(card, "Print 2 files");
    const ending = FakeRequest.last.end();
    card.remove();
    await ending;
    expect(printed(home)).toEqual([]);
  });

  it("can be added later, also while others are printed, which does not print them", async () => {
    const { card, home } = await dropped([A]);
    await enter(card, "#copies", "3");
    await drop(card, B);
    // The options stay as they were chosen for the first file.
    await click(card, "Print 2 files");
    await drop(card, C);
    FakeRequest.all = FakeRequest.all.filter(({ isAborted }) => !isAborted);
    await FakeRequest.last.end();
    await FakeRequest.last.end();
    expect(home.called("cloudprint/print")).toMatchObject([{ copies: 3 }, { copies: 3 }]);
    expect(printed(home)).toEqual(["a.docx", "b.xlsx"]);
    expect(button(card, "Print 1 file")).toBeDefined();
  });

  it("are not added to a file that is being sent, which would print it twice", async () => {
    let answer: (value: unknown) => void = () => undefined;
    const { card, home } = await dropped([A], {
      "cloudprint/print": () => new Promise((resolve) => (answer = resolve)),
    });
    await FakeRequest.last.end();
    await click(card, "Print");
    await drop(card, B);
    expect(text(card)).toContain("Wait until this is done, then add more.");
    answer({ jobs: [job("a.docx")] });
    await settled();
    expect(button(card, "Choose files")).toBeDefined();
    expect(printed(home)).toEqual(["a.docx"]);
  });

  it("are limited in number, which is said", async () => {
    const files = Array.from({ length: MAX_FILES + 2 }, (_, at) => file(`${at}.pdf`));
    const { card } = await dropped([file("x.mp4"), ...files]);
    expect(button(card, `Print ${MAX_FILES} files`)).toBeDefined();
    expect(text(card)).toContain(
      "You can print up to 60 files at a time, with 200 MiB in total. 2 files were left out.",
    );
    expect(text(card)).toContain("x.mp4");
  });

  it("keep the focus when the button that was pressed is gone", async () => {
    const { card } = await dropped([A, B]);
    const focused = (): string | undefined =>
      deep(card.shadowRoot!, "cloudprint-card-batch")[0]?.shadowRoot?.activeElement?.className;
    button(card, "Print 2 files").focus();
    await click(card, "Print 2 files");
    expect(focused()).toBe("names");
    button(card, "Stop").focus();
    await click(card, "Stop");
    expect(focused()).toBe("names");
  });

  it("can be put away", async () => {
    const { card, home } = await dropped([A, B]);
    await click(card, "Close the list");
    expect(button(card, "Choose files")).toBeDefined();
    await drop(card, A, B);
    await click(card, "Cancel a.docx");
    await click(card, "Cancel b.xlsx");
    expect(button(card, "Choose files")).toBeDefined();
    expect(home.called("cloudprint/print")).toEqual([]);
  });

  it.each([
    ["password", "pdf_password_missing", "“a.docx” is protected. Enter its password."],
    ["encoding", "encoding_unknown", "The encoding of “a.docx” is not recognized. Choose it."],
  ])("that need a %s say so, and are printed with it", async (field, key, sentence) => {
    const { card, home } = await dropped([A, B], {
      "cloudprint/print": (fields) => {
        if (fields.upload === "a.docx" && !fields[field]) refuse(key);
        return { jobs: [job(String(fields.upload), { state: "submitted" })] };
      },
    });
    await click(card, "Print 2 files");
    await FakeRequest.endAll();
    expect(text(card)).toMatch(new RegExp(`a\\.docx\\s+${sentence.replaceAll(".", "\\.")}`));
    await enter(card, `#${field}`, "Big5");
    await click(card, "Try 1 file again");
    expect(home.called("cloudprint/print").map((fields) => [fields.upload, fields[field]])).toEqual([
      ["a.docx", undefined],
      ["b.xlsx", undefined],
      ["a.docx", "Big5"],
    ]);
  });

  it("are picked in the file chooser, several at once", async () => {
    const { card } = await showCard(PRINTS);
    const [input] = deep(card.shadowRoot!, "input.any") as HTMLInputElement[];
    expect(input?.multiple).toBe(true);
    Object.defineProperty(input, "files", { value: [A, B] });
    input?.dispatchEvent(new Event("change"));
    await settled();
    expect(button(card, "Print 2 files")).toBeDefined();
  });
});
