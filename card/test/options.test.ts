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
    });
  });

  it("start with the printer's default copies, within its range", () => {
    expect(getInitialChoices(printer({ defaults: { copies: 2 } })).copies).toBe(2);
    expect(getInitialChoices(printer({ copies: { min: 3, max: 9 } })).copies).toBe(3);
  });

  it("are remembered, except copies and page ranges", () => {
    const choices = { copies: 30, color: "color", sides: "", paper: "A4", pageRanges: "1" };
    expect(getLastingChoices(choices)).toEqual({ color: "color", paper: "A4" });
  });

  it("are converted to print options", () => {
    const choices = { copies: 2, color: "color", sides: "", paper: "", pageRanges: " 1－3， 5 " };
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
    ["\u3000", ""],
  ])("are normalized: %s", (written, expected) => {
    expect(normalizePageRanges(written)).toBe(expected);
  });
});

describe("problems", () => {
  const choices = getInitialChoices(printer());

  it.each([0, 100, 1.5, Number.NaN])("are found in %d copies", (copies) => {
    expect(findProblems({ ...choices, copies }, printer())).toEqual(["copies_invalid"]);
  });

  it.each(["1-", "-3", "a", "1,,2", "1234567"])("are found in the page ranges %s", (ranges) => {
    expect(findProblems({ ...choices, pageRanges: ranges }, printer())).toEqual(["page_ranges_invalid"]);
  });

  it("are empty for valid choices", () => {
    expect(findProblems({ ...choices, copies: 99, pageRanges: "1-3,5" }, printer())).toEqual([]);
  });
});
