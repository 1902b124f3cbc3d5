import { describe, expect, it } from "vitest";

import {
  CHOICES_AS_SAVED,
  choicesFor,
  offered,
  pageRanges,
  printOptions,
  problemsOf,
  toRemember,
} from "../src/options.js";
import { printer } from "./hass.js";

describe("what is offered", () => {
  it("is what the printer can do", () => {
    expect(offered(printer(), "color")).toEqual(["color", "monochrome"]);
    expect(offered(printer(), "paper")).toEqual(["A4", "A5"]);
  });

  it("is nothing where there is no choice", () => {
    expect(offered(printer({ colors: ["monochrome"], sides: [] }), "color")).toEqual([]);
    const [paper] = printer().papers;
    expect(offered(printer({ papers: paper ? [paper, paper] : [] }), "paper")).toEqual([]);
  });
});

describe("choices", () => {
  it("begin with what is remembered, as long as the printer has it", () => {
    const remembered = { color: "monochrome", sides: "two_sided_short_edge", paper: "A5" };
    expect(choicesFor(printer(), remembered)).toEqual({
      copies: 1,
      color: "monochrome",
      sides: "",
      paper: "A5",
      pageRanges: "",
    });
  });

  it("begin with the printer's own number of copies, within its range", () => {
    expect(choicesFor(printer({ defaults: { copies: 2 } })).copies).toBe(2);
    expect(choicesFor(printer({ copies: { min: 3, max: 9 } })).copies).toBe(3);
  });

  it("are remembered but for copies and pages", () => {
    const choices = { copies: 30, color: "color", sides: "", paper: "A4", pageRanges: "1" };
    expect(toRemember(choices)).toEqual({ color: "color", paper: "A4" });
  });

  it("become the options of a print", () => {
    const choices = { copies: 2, color: "color", sides: "", paper: "", pageRanges: " 1－3， 5 " };
    expect(printOptions(choices)).toEqual({ copies: 2, color: "color", page_ranges: "1-3,5" });
  });

  it("say nothing for a saved document", () => {
    expect(printOptions(CHOICES_AS_SAVED)).toEqual({});
    expect(problemsOf(CHOICES_AS_SAVED, printer())).toEqual([]);
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
  ])("%s", (written, meant) => {
    expect(pageRanges(written)).toBe(meant);
  });
});

describe("problems", () => {
  const choices = choicesFor(printer());

  it.each([0, 100, 1.5, Number.NaN])("of %d copies", (copies) => {
    expect(problemsOf({ ...choices, copies }, printer())).toEqual(["copies_invalid"]);
  });

  it.each(["1-", "-3", "a", "1,,2", "1234567"])("of the pages %s", (ranges) => {
    expect(problemsOf({ ...choices, pageRanges: ranges }, printer())).toEqual(["page_ranges_invalid"]);
  });

  it("are none where all is well", () => {
    expect(problemsOf({ ...choices, copies: 99, pageRanges: "1-3,5" }, printer())).toEqual([]);
  });
});
