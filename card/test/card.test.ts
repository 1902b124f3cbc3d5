import { afterEach, describe, expect, it, vi } from "vitest";

import type { Printer, PrinterStatus, SavedDocument } from "../src/backend.js";
import { button, type Card, click, deep, drop, settled, showCard, text } from "./card.js";
import { type Answers, job, preview, printer } from "./hass.js";
import { fakeUploads } from "./uploads.js";

afterEach(() => {
  document.body.replaceChildren();
});

describe("without a usable printer", () => {
  const none = { "cloudprint/printers": () => ({ printers: [], default_printer: null }) };

  it("follows the user and the integrations that are loaded", async () => {
    const { card, home } = await showCard();
    const named = (name: string): boolean =>
      deep(card.shadowRoot!, "button").some((element) => element.textContent.trim() === name);
    expect(named("From Home Assistant")).toBe(false);
    card.hass = { ...home.hass, config: { ...home.hass.config, components: ["media_source"] } };
    await settled();
    expect(named("From Home Assistant")).toBe(true);
    expect(home.called("cloudprint/printers")).toHaveLength(1);
    await drop(card, new File(["x"], "a.docx"));
    const saves = (): number => deep(card.shadowRoot!, "cloudprint-card-save-document button").length;
    card.hass = { ...home.hass, user: { id: "anna", is_admin: false, name: "Anna" } };
    await settled();
    expect(saves()).toBe(0);
    card.hass = { ...home.hass, user: { id: "anna", is_admin: true, name: "Anna" } };
    await settled();
    expect(saves()).toBe(1);
  });

  it("links administrators to the integration", async () => {
    const { card } = await showCard(none);
    expect(text(card)).toContain("No printer yet");
    const [link] = deep(card.shadowRoot!, "a");
    expect(link?.getAttribute("href")).toBe("/config/integrations/integration/cloudprint");
  });

  it("tells other users that they have no permission", async () => {
    const { card } = await showCard(none, { user: { id: "someone", is_admin: false, name: "Anna" } });
    expect(text(card)).toContain("You may not print here");
    expect(deep(card.shadowRoot!, "a")).toEqual([]);
  });

  it("hides the controls from users who may only read", async () => {
    const { card } = await showCard({
      "cloudprint/printers": () => ({ printers: [printer({ can_control: false })], default_printer: null }),
    });
    expect(text(card)).toContain("You may see this printer, but not print on it.");
    expect(text(card)).not.toContain("Choose files");
    expect(text(card)).toContain("Print jobs");
  });

  it("reports that the configured printer is missing", async () => {
    const { card } = await showCard({}, {}, { device_id: "gone" });
    expect(text(card)).toContain("This printer is gone");
  });

  it("reports that the integration does not answer", async () => {
    const { card } = await showCard({
      "cloudprint/printers": () => {
        throw { code: "unknown_command", message: "Unknown command." };
      },
    });
    expect(text(card)).toContain("Cloud Print does not answer.");
    expect(button(card, "Try again")).toBeDefined();
  });
});

describe("the printer", () => {
  it.each<[Partial<Printer>, string, string]>([
    [{ status: "offline" }, "The printer is reported offline.", "Reported offline"],
    [{ available: false }, "The print service cannot be reached.", "Service not reachable"],
    [{ status: "dancing" as PrinterStatus }, "Laser", "State unknown"],
  ])("shows its status: %o", async (changes, hint, status) => {
    const { card } = await showCard({
      "cloudprint/printers": () => ({ printers: [printer(changes)], default_printer: null }),
    });
    expect(text(card)).toContain(hint);
    expect(text(card)).toContain(status);
  });

  it.each([
    ["laser", null, undefined],
    ["ink", "ink", undefined],
    ["photo", "ink", "photo"],
    ["ink", "ink", "gone"],
    ["laser", "gone", undefined],
  ])("is %s, by the default %s and the last one used %s", async (expected, default_printer, lastUsed) => {
    const printers = ["laser", "ink", "photo"].map((id) => printer({ device_id: id, name: id }));
    const { card } = await showCard({
      "cloudprint/printers": () => ({ printers, default_printer }),
      "frontend/get_user_data": () => ({ value: { printer: lastUsed } }),
    });
    const [part] = deep(card.shadowRoot!, "cloudprint-card-printer");
    expect(part).toMatchObject({ selected: { device_id: expected } });
  });

  it("is the configured one, whatever the default is", async () => {
    const printers = [printer(), printer({ device_id: "ink", name: "Ink" })];
    const { card } = await showCard(
      { "cloudprint/printers": () => ({ printers, default_printer: "ink" }) },
      {},
      { device_id: "laser" },
    );
    expect(text(card)).toContain("Laser");
    expect(text(card)).not.toContain("Ink");
  });

  it("is opened by its name", async () => {
    const { card } = await showCard();
    const opened: unknown[] = [];
    document.body.addEventListener("hass-more-info", (event) => opened.push((event as CustomEvent).detail), {
      once: true,
    });
    await click(card, "Laser, Idle: open");
    expect(opened).toEqual([{ entityId: "sensor.laser" }]);
  });

  it("cannot be opened without its sensor", async () => {
    const { card } = await showCard({
      "cloudprint/printers": () => ({ printers: [printer({ entity_id: null })], default_printer: null }),
    });
    expect(text(card)).toContain("Laser Idle");
    expect(deep(card.shadowRoot!, "button.about")).toEqual([]);
  });
});

describe("text", () => {
  it("is printed with the chosen options, which are remembered", async () => {
    const { card, home } = await showCard({
      "cloudprint/print": () => ({ jobs: [{ ...job("1", { state: "queued", name: "Milk" }) }] }),
    });
    await click(card, "Write a text");
    expect(button(card, "Print").disabled).toBe(true);
    const [area] = deep(card.shadowRoot!, "textarea") as HTMLTextAreaElement[];
    if (area) area.value = "Milk\nBread";
    area?.dispatchEvent(new Event("input"));
    const color = deep(card.shadowRoot!, "select").find(({ id }) => id === "color");
    (color as HTMLSelectElement).value = "monochrome";
    color?.dispatchEvent(new Event("change"));
    await settled();
    await click(card, "More copies");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toEqual([
      {
        type: "cloudprint/print",
        device_id: "laser",
        text: "Milk\nBread",
        name: "Milk",
        copies: 2,
        color: "monochrome",
        idempotency_key: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      },
    ]);
    expect(home.called("frontend/set_user_data")).toMatchObject([
      { value: { printer: "laser", choices: { laser: { color: "monochrome" } } } },
    ]);
    expect(text(card)).toContain("Milk: Queued");
    expect(button(card, "Choose files")).toBeDefined();
  });

  it("stays on the card if printing fails", async () => {
    const localize = (): string => "Der Drucker ist weg.";
    const { card } = await showCard(
      {
        "cloudprint/print": () => {
          throw { message: "English", translation_domain: "cloudprint", translation_key: "printer_gone" };
        },
      },
      { loadBackendTranslation: async () => localize },
    );
    await click(card, "Write a text");
    const [area] = deep(card.shadowRoot!, "textarea") as HTMLTextAreaElement[];
    if (area) area.value = "Milk";
    area?.dispatchEvent(new Event("input"));
    await settled();
    await click(card, "Print");
    expect(text(card)).toContain("Der Drucker ist weg.");
    expect(button(card, "Print").disabled).toBe(false);
  });
});

describe("the button to paste", () => {
  const PICTURE = { types: ["image/png"], getType: async () => new Blob(["x"], { type: "image/png" }) };
  const TEXT = { types: ["text/plain"], getType: async () => new Blob(["Milk"], { type: "text/plain" }) };

  fakeUploads();

  async function pasted(items: readonly object[], config: object = {}): Promise<Card> {
    vi.spyOn(navigator.clipboard, "read").mockResolvedValue(items as ClipboardItem[]);
    const { card } = await showCard({}, {}, config);
    await click(card, "Paste");
    return card;
  }
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("takes text", async () => {
    const card = await pasted([TEXT]);
    const [area] = deep(card.shadowRoot!, "textarea") as HTMLTextAreaElement[];
    expect(area?.value).toBe("Milk");
  });

  it.each([[[TEXT]], [[]]])("takes no text if the text box is hidden, and says so: %o", async (items) => {
    const card = await pasted(items, { hide_text: true });
    expect(deep(card.shadowRoot!, "textarea")).toEqual([]);
    expect(text(card)).toContain("There is no picture or file in the clipboard.");
  });

  it("takes a picture if the text box is hidden", async () => {
    const card = await pasted([TEXT, PICTURE], { hide_text: true });
    expect(text(card)).toContain("Pasted picture.png");
  });
});

describe("a saved document", () => {
  const documents: SavedDocument[] = [
    { id: "maths", name: "Maths sheet", kind: "media", device_id: null },
    { id: "label", name: "Label", kind: "text", device_id: "ink" },
  ];
  const answers: Answers = {
    "cloudprint/documents": () => ({ documents }),
    "cloudprint/preview": () => preview({ pages: 3, image: "aW1hZ2U=" }),
    "cloudprint/print": () => ({ jobs: [] }),
  };

  it("is previewed, and printed with its saved options", async () => {
    const { card, home } = await showCard(answers);
    await click(card, "Maths sheet");
    expect(text(card)).toContain("3 pages");
    expect(text(card)).toContain("As saved");
    await click(card, "Print");
    const [{ idempotency_key, ...printed } = {}] = home.called("cloudprint/print");
    expect(printed).toEqual({ type: "cloudprint/print", device_id: "laser", document: "maths" });
    expect(home.called("frontend/set_user_data")).toEqual([]);
  });

  it("for another printer is hidden on a card for one printer", async () => {
    const { card } = await showCard(answers, {}, { device_id: "laser" });
    expect(text(card)).toContain("Maths sheet");
    expect(text(card)).not.toContain("Label");
  });

  it("selects its own printer", async () => {
    const printers = [printer(), printer({ device_id: "ink", name: "Ink" })];
    const { card, home } = await showCard({
      ...answers,
      "cloudprint/printers": () => ({ printers, default_printer: null }),
    });
    await click(card, "Label");
    await click(card, "Print");
    expect(home.called("cloudprint/print")).toMatchObject([{ device_id: "ink" }]);
  });
});

describe("the history", () => {
  it("loads pages, and filters by state", async () => {
    const { card, home } = await showCard({
      "cloudprint/jobs/list": ({ before }) =>
        before ? { jobs: [job("1")], has_more: false } : { jobs: [job("3"), job("2")], has_more: true },
      "cloudprint/jobs/reprint": () => ({ job: job("4") }),
    });
    await click(card, "History");
    await click(card, "Show more");
    expect(text(card)).toMatch(/Job 3.*Job 2.*Job 1/);
    expect(text(card)).not.toContain("Show more");
    await click(card, "Print Job 1 again");
    await click(card, "Print again");
    expect(home.called("cloudprint/jobs/reprint")).toMatchObject([{ job_id: "1" }]);
    const filter = deep(card.shadowRoot!, "select").at(-1) as HTMLSelectElement;
    filter.value = "failed";
    filter.dispatchEvent(new Event("change"));
    await settled();
    expect(home.called("cloudprint/jobs/list").map(({ before, state }) => [before, state])).toEqual([
      [undefined, ["finished", "failed", "canceled", "unconfirmed", "expired"]],
      ["2", ["finished", "failed", "canceled", "unconfirmed", "expired"]],
      [undefined, ["failed"]],
    ]);
  });

  it("does not ask about a job that was decided on", async () => {
    const undecided = job("1", { name: "Letter", state: "unconfirmed", can_decide: true });
    const { card, home } = await showCard({
      "cloudprint/jobs/list": () => ({ jobs: [undecided], has_more: false }),
    });
    home.send({ reset: true, jobs: [undecided] });
    await click(card, "History");
    expect(text(card)).toContain("Did it print?");
    home.send({ reset: false, jobs: [{ ...undecided, can_decide: false }] });
    await settled();
    expect(text(card)).toContain("Letter");
    expect(text(card)).not.toContain("Did it print?");
  });

  it("shows that it is empty, or why it cannot be loaded", async () => {
    let isBroken = false;
    const { card } = await showCard({
      "cloudprint/jobs/list": () => {
        if (isBroken) throw { message: "The journal is damaged." };
        return { jobs: [], has_more: false };
      },
    });
    await click(card, "History");
    expect(text(card)).toContain("Nothing has been printed yet.");
    await click(card, "History");
    isBroken = true;
    await click(card, "History");
    expect(text(card)).toContain("The print jobs could not be loaded. The journal is damaged.");
  });
});

describe("the card", () => {
  it("hides what its configuration says", async () => {
    const { card } = await showCard({}, {}, { title: "Office", hide_text: true, hide_queue: true, hide_history: true });
    expect(text(card)).toContain("Office");
    expect(text(card)).not.toMatch(/Write a text|Print jobs|History/);
  });

  it("resumes when the connection is back", async () => {
    const { card, home } = await showCard();
    card.hass = home.disconnect();
    await settled();
    expect(text(card)).toContain("No connection to Home Assistant.");
    card.hass = { ...home.hass, connected: true };
    await settled();
    expect(text(card)).not.toContain("No connection");
    expect(home.called("cloudprint/jobs/subscribe")).toHaveLength(2);
    expect(home.subscribers).toHaveLength(1);
    // The new connection counts its commands from 1: the old id may be another card's.
    expect(home.unsubscribed).toBe(0);
  });

  it("says that what it shows is old if the integration no longer answers", async () => {
    let isThere = true;
    const { card, home } = await showCard({
      "cloudprint/printers": () => {
        if (!isThere) throw { code: "unknown_command", message: "Unknown command." };
        return { printers: [printer()], default_printer: null };
      },
    });
    isThere = false;
    card.hass = home.disconnect();
    await settled();
    card.hass = { ...home.hass, connected: true };
    await settled();
    expect(text(card)).toContain("Laser Idle");
    expect(text(card)).toContain("Cloud Print does not answer.");
    isThere = true;
    card.hass = home.disconnect();
    await settled();
    card.hass = { ...home.hass, connected: true };
    await settled();
    expect(text(card)).not.toContain("Cloud Print does not answer.");
  });

  it("unsubscribes when it is removed", async () => {
    const { card, home } = await showCard();
    card.remove();
    await settled();
    expect(home.subscribers).toEqual([]);
  });

  it("uses the user's language", async () => {
    const locale = { language: "zh-Hans", time_zone: "server", time_format: "24" };
    const { card } = await showCard({}, { locale });
    expect(text(card)).toContain("把文件拖到这里");
  });

  it("is registered once in the card picker", () => {
    expect(window.customCards?.filter(({ type }) => type === "cloudprint-card")).toHaveLength(1);
  });
});
