import { describe, expect, it } from "vitest";

import {
  buildPrintOptions,
  CHOICES_AS_SAVED,
  findProblems,
  getInitialChoices,
  getLastingChoices,
  getOffered,
  normalizePageRanges,
} from "../src/options.js";
import { printer } from "./hass.js";

describe("offered values", () => {
  it("are those that the printer supports", () => {
    expect(getOffered(printer(), "color")).toEqual(["color", "monochrome"]);
    expect(getOffered(printer(), "paper")).toEqual(["A4", "A5"]);
  });

  it("are empty if there is only one", () => {
    expect(getOffered(printer({ colors: ["monochrome"], sides: [] }), "color")).toEqual([]);
    const [paper] = printer().papers;
    expect(getOffered(printer({ papers: paper ? [paper, paper] : [] }), "paper")).toEqual([]);
  });
});

describe("choices", () => {
  it("start with remembered values that the printer supports", () => {
    const remembered = { color: "monochrome", sides: "two_sided_short_edge", paper: "A5" };
    expect(getInitialChoices(printer(), remembered)).toEqual({
      copies: 1,
      color: "monochrome",
      sides: "",
      paper: "A5",
      pageRanges: "",
      pageSet: "",
      isReversed: false,
    });
  });

  it("start with the printer's default copies, within its range", () => {
    expect(getInitialChoices(printer({ defaults: { copies: 2 } })).copies).toBe(2);
    expect(getInitialChoices(printer({ copies: { min: 3, max: 9 } })).copies).toBe(3);
  });

  it("are remembered, except copies and page ranges", () => {
    const choices = {
      copies: 30,
      color: "color",
      sides: "",
      paper: "A4",
      pageRanges: "1",
      pageSet: "",
      isReversed: false,
    } as const;
    expect(getLastingChoices(choices)).toEqual({ color: "color", paper: "A4" });
  });

  it("are converted to print options", () => {
    const choices = {
      copies: 2,
      color: "color",
      sides: "",
      paper: "",
      pageRanges: " 1－3， 5 ",
      pageSet: "",
      isReversed: false,
    } as const;
    expect(buildPrintOptions(choices)).toEqual({ copies: 2, color: "color", page_ranges: "1-3,5" });
  });

  it("send no options for an unchanged saved document", () => {
    expect(buildPrintOptions(CHOICES_AS_SAVED)).toEqual({});
    expect(findProblems(CHOICES_AS_SAVED, printer())).toEqual([]);
  });
});

describe("page ranges", () => {
  it.each([
    ["1-3, 5", "1-3,5"],
    ["１～３、５", "1-3,5"],
    ["2–4", "2-4"],
    ["2 至 4；7", "2-4,7"],
    ["1,2,", "1,2"],
    ["1-9，ODD、Reverse", "1-9,odd,reverse"],
    ["\u3000", ""],
  ])("are normalized: %s", (written, expected) => {
    expect(normalizePageRanges(written)).toBe(expected);
  });
});

describe("odd and even pages, and their order", () => {
  const choices = getInitialChoices(printer());

  it.each([
    [{ pageSet: "odd" as const }, "odd"],
    [{ isReversed: true }, "reverse"],
    [{ pageRanges: "1-9", pageSet: "even" as const, isReversed: true }, "1-9,even,reverse"],
    [{ pageRanges: "odd, 2-3" }, "odd,2-3"],
  ])("are part of the page ranges: %o", (changes, expected) => {
    const changed = { ...choices, ...changes };
    expect(findProblems(changed, printer())).toEqual([]);
    expect(buildPrintOptions(changed)).toMatchObject({ page_ranges: expected });
  });

  it("exclude each other", () => {
    const changed = { ...choices, pageRanges: "odd", pageSet: "even" as const };
    expect(findProblems(changed, printer())).toEqual(["page_ranges_invalid"]);
  });
});

describe("both sides by hand", () => {
  const byHand = printer({ sides: ["one_sided"], needs_trays: true });
  const choices = getInitialChoices(byHand, { sides: "two_sided_long_edge" });
  const trays = { output: "face_down", input: "upper_side" } as const;

  it("are offered, and chosen once the trays are known", () => {
    expect(getOffered(byHand, "sides")).toHaveLength(3);
    expect(findProblems(choices, byHand)).toEqual(["trays_missing"]);
    expect(findProblems(choices, { ...byHand, trays })).toEqual([]);
    expect(findProblems({ ...choices, sides: "one_sided" }, byHand)).toEqual([]);
  });

  it("are no concern of a printer that prints both", () => {
    expect(findProblems(choices, printer())).toEqual([]);
  });
});

describe("problems", () => {
  const choices = getInitialChoices(printer());

  it.each([0, 100, 1.5, Number.NaN])("are found in %d copies", (copies) => {
    expect(findProblems({ ...choices, copies }, printer())).toEqual(["copies_invalid"]);
  });

  it.each(["1-", "-3", "a", "1,,2", "1234567", "0", "5-3", "odd,even"])("are found in the page ranges %s", (ranges) => {
    expect(findProblems({ ...choices, pageRanges: ranges }, printer())).toEqual(["page_ranges_invalid"]);
  });

  it("are empty for valid choices", () => {
    expect(findProblems({ ...choices, copies: 99, pageRanges: "1-3,5" }, printer())).toEqual([]);
  });
});
