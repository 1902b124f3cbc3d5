import { afterEach, describe, expect, it } from "vitest";

import type { Page, PageOption } from "../src/backend.js";
import { buildPageOptions, isWrongNumber } from "../src/page-options.js";
import { button, type Card, click, deep, enter, settled, showCard, text } from "./card.js";
import { type Answers, type FakeHome, job, preview } from "./hass.js";

afterEach(() => document.body.replaceChildren());

function option(name: string, changes: Partial<PageOption> = {}): PageOption {
  return {
    ...{ name, label: name.toUpperCase(), description: "", required: false, default: null, section: "", kind: "text" },
    ...{ min: null, max: null, multiple: null, type: null, choices: [] },
    ...changes,
  };
}

/** A page that no version of the card knows. */
const PAGE: Page = {
  page: "tenth",
  name: "Tenth page",
  description: "As nobody has seen before.",
  options: [
    option("rows", { kind: "texts", required: true, description: "One on each line." }),
    option("count", { kind: "number", min: 1, max: 50 }),
    option("shift", { kind: "number", min: -5, max: 5 }),
    option("answers", { kind: "boolean" }),
    option("secret", { type: "password" }),
    option("size", {
      kind: "select",
      multiple: false,
      choices: [
        ["small", "Small"],
        ["large", "Large"],
      ],
    }),
    option("todo", {
      kind: "select",
      multiple: true,
      choices: [
        ["todo.home", "Home"],
        ["todo.shop", "Shopping"],
      ],
    }),
    option("weather", { kind: "select", multiple: false }),
    option("calendars", { kind: "select", multiple: true }),
  ],
};
const LAYOUT = { html: "<!DOCTYPE html><html><body><h1>Tenth", width: 210, height: 297, margin: 15 };

/** Open the form of a page. */
async function open(answers: Answers = {}, page = PAGE, changes: object = {}): Promise<{ card: Card; home: FakeHome }> {
  const shown = await showCard(
    {
      "cloudprint/pages": () => ({ pages: [page] }),
      "cloudprint/preview": () => preview({ layout: LAYOUT }),
      "cloudprint/print": () => ({ jobs: [job("1")] }),
      ...answers,
    },
    changes,
  );
  await click(shown.card, "Make a page");
  await settled();
  const [first] = deep(shown.card.shadowRoot!, "cloudprint-card-page-list li button");
  expect(first).toBeDefined();
  first?.click();
  await settled();
  return shown;
}

const form = (card: Card): ShadowRoot => deep(card.shadowRoot!, "cloudprint-card-page-form")[0]!.shadowRoot!;

async function paused(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 450));
  await settled();
}

async function select(card: Card, id: string, value: string): Promise<void> {
  const field = form(card).querySelector<HTMLSelectElement>(`#${id}`)!;
  field.value = value;
  field.dispatchEvent(new Event("change"));
  await settled();
}

function refusal(key: string, placeholders: Record<string, string>): never {
  throw {
    ...{ code: "service_validation_error", message: "No.", translation_domain: "cloudprint" },
    ...{ translation_key: key, translation_placeholders: placeholders },
  };
}
const SAYING = { loadBackendTranslation: async () => (_: string, values?: object) => JSON.stringify(values) };

describe("the pages that can be made", () => {
  it("are listed in the user's language, and can be left", async () => {
    const { card, home } = await showCard({ "cloudprint/pages": () => ({ pages: [PAGE] }) });
    await click(card, "Make a page");
    await settled();
    expect(home.called("cloudprint/pages")).toMatchObject([{ language: "en" }]);
    expect(text(card)).toContain("As nobody has seen before.");
    const focused = (part: string): Element | null | undefined =>
      deep(card.shadowRoot!, part)[0]?.shadowRoot?.activeElement;
    expect(focused("cloudprint-card-page-list")?.textContent).toBe("Which page?");
    await click(card, "Cancel");
    expect(focused("cloudprint-card-composer")?.textContent.trim()).toBe("Make a page");
  });

  it("can be loaded again", async () => {
    let isBroken = true;
    const { card } = await showCard({
      "cloudprint/pages": () => {
        if (isBroken) throw { message: "Not now." };
        return { pages: [PAGE] };
      },
    });
    await click(card, "Make a page");
    await settled();
    expect(text(card)).toContain("Not now.");
    isBroken = false;
    await click(card, "Try again");
    expect(text(card)).toContain("Tenth page");
  });
});

describe("the form of a page", () => {
  it("asks for each option by its kind", async () => {
    const { card } = await open();
    const fields = [...form(card).querySelectorAll<HTMLInputElement>("textarea, input[id], select")];
    expect(fields.map(({ id, localName, type }) => [id, localName, type])).toMatchObject([
      ["rows", "textarea", "textarea"],
      ["count", "input", "number"],
      ["shift", "input", "number"],
      ["answers", "input", "checkbox"],
      ["secret", "input", "password"],
      ["size", "select", "select-one"],
      ["weather", "select", "select-one"],
    ]);
    for (const { id } of fields.filter(({ type }) => type !== "checkbox")) {
      expect(form(card).querySelector(`label[for=${id}]`)?.textContent.trim(), id).toMatch(id.toUpperCase());
    }
    const [rows, count, shift] = fields;
    expect(rows?.required).toBe(true);
    expect(form(card).querySelector(`#${rows?.getAttribute("aria-describedby") ?? ""}`)?.textContent).toBe(
      "One on each line.",
    );
    expect([count?.min, count?.max, count?.getAttribute("inputmode")]).toEqual(["1", "50", "numeric"]);
    // A keyboard of digits has no minus.
    expect(shift?.hasAttribute("inputmode")).toBe(false);
    expect(
      [...form(card).querySelectorAll("fieldset")].map((group) => group.textContent.replace(/\s+/g, " ").trim()),
    ).toEqual(["TODO Home Shopping", "CALENDARS There is nothing that you can choose here."]);
    expect(form(card).querySelector<HTMLSelectElement>("#weather")?.disabled).toBe(true);
  });

  it("is printed as its preview shows it", async () => {
    const { card, home } = await open();
    expect(home.called("cloudprint/preview")).toEqual([]);
    expect(button(card, "Print").disabled).toBe(true);
    expect(text(card)).toContain("The page is shown here once");
    await enter(card, "#rows", "Brush teeth\nMake the bed");
    const options = { rows: "Brush teeth\nMake the bed" };
    expect(home.called("cloudprint/preview")).toMatchObject([{ page: "tenth", page_options: options, sheet: 1 }]);
    expect(deep(card.shadowRoot!, "iframe")).toHaveLength(1);
    await enter(card, "#count", "12");
    await enter(card, "#answers", true);
    await enter(card, "#secret", "s3cret");
    await select(card, "size", "large");
    for (const at of [1, 0]) {
      const box = form(card).querySelectorAll<HTMLInputElement>("fieldset [type=checkbox]")[at]!;
      box.checked = true;
      box.dispatchEvent(new Event("change"));
      await settled();
    }
    await click(card, "Print");
    const all = {
      ...{ ...options, count: 12, answers: true, secret: "s3cret", size: "large" },
      todo: ["todo.home", "todo.shop"],
    };
    const [printed] = home.called("cloudprint/print");
    expect(printed).toMatchObject({ page: "tenth", device_id: "laser" });
    expect(printed?.page_options).toEqual(all);
    expect(deep(card.shadowRoot!, "cloudprint-card-page-form")).toEqual([]);
  });

  it("is printed with the sums of its preview", async () => {
    const { card, home } = await open({ "cloudprint/preview": () => ({ ...preview(), seed: 4821 }) });
    await enter(card, "#rows", "x");
    await paused();
    await click(card, "Print");
    const [printed] = home.called("cloudprint/print");
    expect(printed?.page_options).toMatchObject({ seed: 4821 });
  });

  it("is not sent with a wrong number", async () => {
    const { card, home } = await open();
    await enter(card, "#rows", "x");
    await enter(card, "#count", "51");
    await paused();
    const count = form(card).querySelector("#count")!;
    expect(count.getAttribute("aria-invalid")).toBe("true");
    expect(form(card).querySelector(`#${count.getAttribute("aria-describedby") ?? ""}`)?.textContent).toBe(
      "Enter a number from 1 to 50.",
    );
    expect(button(card, "Print").disabled).toBe(true);
    expect(home.called("cloudprint/preview")).toHaveLength(1);
    await enter(card, "#count", "");
    expect(button(card, "Print").disabled).toBe(false);
  });

  it("shows defaults, and keeps closed what few change", async () => {
    const size = PAGE.options.find(({ name }) => name === "size")!;
    const more = { section: "More" };
    const page = {
      ...PAGE,
      options: [
        option("count", { kind: "number", min: 1, max: 500, default: 40 }),
        { ...size, default: "large" },
        option("kinds", { ...size, name: "kinds", multiple: true, default: ["small"] }),
        option("title", { ...more, required: true }),
        option("columns", { ...more, kind: "number", min: 1, max: 8 }),
        option("hidden", { ...more, kind: "boolean", default: true }),
      ],
    };
    const { card, home } = await open({}, page);
    const shown = form(card);
    expect(shown.querySelector<HTMLInputElement>("#count")?.value).toBe("40");
    expect(shown.querySelector<HTMLSelectElement>("#size")?.value).toBe("large");
    expect([...shown.querySelectorAll("#size option")].map(({ textContent }) => textContent)).toEqual([
      "Small",
      "Large",
    ]);
    const kinds = [...shown.querySelectorAll<HTMLInputElement>("fieldset [type=checkbox]")];
    expect(kinds.map(({ checked }) => checked)).toEqual([true, false]);
    const [section, ...others] = shown.querySelectorAll("details");
    expect(others).toEqual([]);
    expect(section?.open).toBe(false);
    expect(section?.querySelector("summary")?.textContent).toBe("More");
    expect([...section!.querySelectorAll("input")].map(({ id }) => id)).toEqual(["title", "columns", "hidden"]);
    expect(section?.querySelector<HTMLInputElement>("#hidden")?.checked).toBe(true);
    expect(text(card)).toContain("once this is filled in: TITLE.");

    await enter(card, "#columns", "9");
    expect(section?.open).toBe(true);
    expect(text(card)).toContain("once this is filled in: TITLE and COLUMNS.");
    await enter(card, "#columns", "");
    expect(section?.open).toBe(true);
    await enter(card, "#title", "Sums");
    await enter(card, "#hidden", false);
    kinds[1]!.checked = true;
    kinds[1]!.dispatchEvent(new Event("change"));
    await settled();
    await click(card, "Print");
    const [printed] = home.called("cloudprint/print");
    expect(printed?.page_options).toEqual({ title: "Sums", hidden: false, kinds: ["small", "large"] });
  });

  it("shows an error at its field, by its label", async () => {
    const page = { ...PAGE, options: PAGE.options.map((each) => ({ ...each, required: false })) };
    const { card } = await open(
      {
        "cloudprint/preview": ({ page_options: options }) => {
          const { rows, count } = options as Record<string, unknown>;
          if (!rows) return refusal("page_option_missing", { field: "rows" });
          if (count) return refusal("option_invalid", { field: "count", value: "7" });
          return rows === "two" ? refusal("content_ambiguous", { fields: "rows, todo" }) : preview();
        },
      },
      page,
      SAYING,
    );
    // Nothing is wrong before anything was entered.
    expect(deep(card.shadowRoot!, "[role=alert]")).toEqual([]);
    expect(text(card)).toContain("The page is shown here once this is filled in: ROWS.");
    expect(button(card, "Print").disabled).toBe(true);
    await enter(card, "#count", "7");
    await paused();
    expect(form(card).querySelector("#problem-rows")?.textContent).toBe('{"field":"ROWS"}');
    await enter(card, "#rows", "one");
    await paused();
    expect(form(card).querySelector("#problem-rows")).toBeNull();
    expect(form(card).querySelector("#count")?.getAttribute("aria-invalid")).toBe("true");
    await enter(card, "#count", "");
    await paused();
    expect(button(card, "Print").disabled).toBe(false);
    await enter(card, "#rows", "two");
    await paused();
    const [problem] = deep(card.shadowRoot!, ".desk [role=alert]");
    expect(problem?.textContent).toBe('{"fields":"ROWS, TODO"}');
  });

  it("shows why it was not printed, at the field and above the button", async () => {
    const { card } = await open({
      "cloudprint/print": () => refusal("option_invalid", { field: "rows", value: "x" }),
    });
    await enter(card, "#rows", "x");
    await click(card, "Print");
    expect(form(card).querySelector("#problem-rows")?.textContent).toBe("No.");
    expect(deep(card.shadowRoot!, ".footer [role=alert]")).toHaveLength(1);
    await enter(card, "#rows", "y");
    expect(form(card).querySelector("#problem-rows")).toBeNull();
  });

  it("says that a picture is drawn once it is printed", async () => {
    const { card } = await open({
      "cloudprint/preview": () => preview({ layout: LAYOUT, warnings: ["not_drawn"] }),
    });
    await enter(card, "#rows", "A cat");
    expect(text(card).split("There is no preview: the picture is drawn").length).toBe(2);
    expect(deep(card.shadowRoot!, "iframe")).toEqual([]);
    expect(button(card, "Print").disabled).toBe(false);
  });
});

describe("the options of a page", () => {
  const [rows, count] = PAGE.options as [PageOption, PageOption];

  it("are those that were entered", () => {
    expect(buildPageOptions(PAGE, { rows: " \n" })).toBeUndefined();
    const entries = { rows: "x", count: "", answers: false, todo: [], size: "" };
    expect(buildPageOptions(PAGE, entries)).toEqual({ rows: "x", answers: false });
  });

  it.each([
    ["", false],
    ["1", false],
    ["50", false],
    ["0", true],
    ["51", true],
    ["2.5", true],
    ["?", true],
  ])("have whole numbers within bounds: %s", (entry, isWrong) => {
    expect(isWrongNumber(count, entry)).toBe(isWrong);
    expect(isWrongNumber(rows, entry)).toBe(false);
  });
});
