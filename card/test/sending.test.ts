import { describe, expect, it } from "vitest";

import { button, type Card, click, deep, drop, settled, showCard, text } from "./card.js";
import { A, ANSWERS, B, file } from "./designer.js";
import { type FakeHome, job, printer } from "./hass.js";
import { FakeRequest, fakeUploads } from "./uploads.js";

fakeUploads();

/** Whether there is a button that can be pressed. */
const isEnabled = (card: Card, name: string): boolean =>
  deep(card.shadowRoot!, "button:not([disabled])").some(
    (element) => (element.getAttribute("aria-label") ?? element.textContent).trim() === name,
  );

const OTHER = printer({ device_id: "other", name: "Other" });
const DONE = { jobs: [job("one", { name: "a.jpg" })] };

describe("while a document is saved", () => {
  const DOCUMENT = { id: "d", name: "a", kind: "files", device_id: "laser" };
  let answer: (value: unknown) => void;

  it.each([
    [[A()], ["Edit and arrange", "Remove a.jpg"]],
    [
      [A(), B()],
      ["Print each on its own", "Close the list"],
    ],
  ])("nothing is printed, added or put away: %o", async (files, hidden) => {
    const { card, home } = await showCard({
      ...ANSWERS,
      "cloudprint/documents/save": () => new Promise((resolve) => (answer = resolve)),
    });
    await drop(card, ...files);
    await FakeRequest.endAll();
    await click(card, "Save as document");
    deep(card.shadowRoot!, "form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toEqual([]);
    expect(button(card, "Print").disabled).toBe(true);
    await drop(card, file("c.jpg"));
    expect(text(card)).toContain("Wait until this is done, then add more.");
    expect(FakeRequest.names).not.toContain("c.jpg");
    for (const name of hidden) expect(isEnabled(card, name), name).toBe(false);
    answer({ document: DOCUMENT });
    await settled();
    expect(text(card)).toContain("“a” is saved.");
    await drop(card, B());
    await FakeRequest.endAll();
    expect(button(card, "Print").disabled).toBe(false);
  });

  it("it can be printed if it is not saved", async () => {
    const { card } = await showCard({
      ...ANSWERS,
      "cloudprint/documents/save": () => {
        throw { message: "There is such a name." };
      },
    });
    await drop(card, A());
    await FakeRequest.endAll();
    await click(card, "Save as document");
    deep(card.shadowRoot!, "form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(button(card, "Print").disabled).toBe(false);
    expect(isEnabled(card, "Edit and arrange")).toBe(true);
  });
});

describe("while a print is sent", () => {
  let printers = [printer(), OTHER];
  let answer: (value: unknown) => void;
  let refuse: (error: unknown) => void;

  /** Press Print; the answer comes later. */
  const sent = async (...files: readonly File[]): Promise<{ card: Card; home: FakeHome }> => {
    printers = [printer(), OTHER];
    const { card, home } = await showCard({
      ...ANSWERS,
      "cloudprint/printers": () => ({ printers, default_printer: null }),
      "cloudprint/print": () =>
        new Promise((resolve, reject) => {
          answer = resolve;
          refuse = reject;
        }),
    });
    home.send({ reset: true, jobs: [] });
    await drop(card, ...files);
    await FakeRequest.endAll();
    await click(card, "Print");
    return { card, home };
  };
  const end = async (value: unknown): Promise<void> => {
    answer(value);
    await settled();
  };
  const labels = (card: Card): (string | null)[] =>
    deep(card.shadowRoot!, "button[aria-label]").map((element) => element.getAttribute("aria-label"));
  const choose = async (card: Card, selector: string, value: string): Promise<void> => {
    const [select] = deep(card.shadowRoot!, selector) as HTMLSelectElement[];
    if (!select) throw new Error("no field");
    select.value = value;
    select.dispatchEvent(new Event("change"));
    await settled();
  };

  it("a file cannot be put away, and its error is seen", async () => {
    const { card } = await sent(A());
    expect(labels(card)).not.toContain("Remove a.jpg");
    refuse({ message: "There is no room." });
    await settled();
    expect(text(card)).toContain("There is no room.");
    await click(card, "Remove a.jpg");
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("a design cannot be put away, and its error is seen", async () => {
    const { card } = await sent(A(), B());
    expect(labels(card)).not.toContain("Close the list");
    await click(card, "Remove a.jpg");
    expect(text(card)).toContain("2 files");
    refuse({ message: "There is no room." });
    await settled();
    expect(text(card)).toContain("There is no room.");
    await click(card, "Close the list");
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("nothing is shown any more once the card is gone", async () => {
    const { card, home } = await sent(A());
    const previews = home.called("cloudprint/preview").length;
    card.remove();
    refuse({ message: "There is no room." });
    await settled();
    expect(home.called("cloudprint/preview")).toHaveLength(previews);
  });

  it("the content that is shown stays if it is another one", async () => {
    const { card, home } = await sent(A());
    const reload = async (can_control: boolean): Promise<void> => {
      printers = [printer({ can_control }), OTHER];
      home.send({ reset: true, jobs: [] });
      await settled();
    };
    await reload(false);
    await reload(true);
    await click(card, "Remove a.jpg");
    await drop(card, B());
    await end(DONE);
    expect(text(card)).toContain("b.png");
    expect(text(card)).toContain("a.jpg: Finished");
  });

  it("the content is put away if it is shown again", async () => {
    const { card, home } = await sent(A());
    for (const can_control of [false, true]) {
      printers = [printer({ can_control }), OTHER];
      home.send({ reset: true, jobs: [] });
      await settled();
    }
    await end(DONE);
    expect(button(card, "Choose files")).toBeDefined();
  });

  it.each([[[A()]], [[A(), B()]]])("the choices are remembered for the printer that prints", async (files) => {
    const { card, home } = await sent(...files);
    await choose(card, "select[aria-label=Printer]", "other");
    await end(DONE);
    expect(home.called("frontend/set_user_data").at(-1)).toMatchObject({ value: { printer: "laser" } });
    expect(text(card)).toContain("Other Idle");
  });

  it.each([
    [["submitted", "failed"], "1 print job was not printed; the rest was sent."],
    [["failed", "submitted", "expired"], "2 print jobs were not printed; the rest was sent."],
  ] as const)("it is put away if only some jobs failed, which is said: %o", async (states, message) => {
    const { card } = await sent(A());
    await end({ jobs: states.map((state, at) => job(String(at), { name: "a.jpg", state })) });
    expect(button(card, "Choose files")).toBeDefined();
    expect(text(card)).toContain(message);
  });

  it("paper that was not turned in time is not to be turned", async () => {
    const { card } = await sent(A());
    await end({ jobs: [job("1", { side: "front" }), job("2", { side: "back", state: "expired" })] });
    expect(text(card)).toContain("1 print job was not printed;");
    expect(text(card)).not.toContain("When they are out");
  });

  it("the choices of a list are remembered for the printer that prints", async () => {
    const { card, home } = await showCard({
      ...ANSWERS,
      "cloudprint/printers": () => ({ printers: [printer(), OTHER], default_printer: null }),
    });
    await drop(card, file("a.docx"), file("b.docx"));
    await choose(card, "#color", "color");
    await click(card, "Print 2 files");
    await choose(card, "select[aria-label=Printer]", "other");
    await FakeRequest.endAll();
    expect(home.called("frontend/set_user_data").at(-1)).toMatchObject({
      value: { printer: "laser", choices: { laser: { color: "color" } } },
    });
    expect(button(card, "Choose files")).toBeDefined();
  });
});
