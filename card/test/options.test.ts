import { describe, expect, it } from "vitest";

import {
  applyFallback,
  buildPrintOptions,
  choose,
  CHOICES_AS_SAVED,
  findFallback,
  findProblems,
  getInitialChoices,
  getOffered,
  normalizePageRanges,
} from "../src/options.js";
import { getLastingChoices } from "../src/preferences.js";
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
  it("start with remembered values that the printer supports, and never with a paper", () => {
    const last = { color: "monochrome", sides: "two_sided_long_edge", paper: "A5" };
    expect(getInitialChoices(printer(), last)).toEqual({
      copies: 1,
      color: "monochrome",
      sides: "two_sided_long_edge",
      paper: "",
      pageRanges: "",
      pageSet: "",
      isReversed: false,
      remembered: ["color", "sides"],
    });
    expect(getInitialChoices(printer(), { color: "sepia", sides: "three_sided" })).toMatchObject({
      color: "",
      sides: "",
      remembered: [],
    });
  });

  it("are not as last time once they are chosen", () => {
    const last = getInitialChoices(printer(), { color: "monochrome", sides: "one_sided" });
    expect(choose(last, "color", "color")).toEqual({ ...last, color: "color", remembered: ["sides"] });
    expect(choose(last, "paper", "A5")).toEqual({ ...last, paper: "A5" });
  });

  it("start with the printer's default copies, within its range", () => {
    expect(getInitialChoices(printer({ defaults: { copies: 2 } })).copies).toBe(2);
    expect(getInitialChoices(printer({ copies: { min: 3, max: 9 } })).copies).toBe(3);
  });

  it("are remembered, except copies, paper and page ranges", () => {
    const choices = {
      copies: 30,
      color: "color",
      sides: "",
      paper: "A4",
      pageRanges: "1",
      pageSet: "",
      isReversed: false,
      remembered: [],
    } as const;
    expect(getLastingChoices(choices)).toEqual({ color: "color" });
  });

  it("are converted to print options", () => {
    const choices = {
      copies: 2,
      color: "color",
      sides: "",
      paper: "A5",
      pageRanges: " 1－3， 5 ",
      pageSet: "",
      isReversed: false,
      remembered: [],
    } as const;
    expect(buildPrintOptions(choices)).toEqual({ copies: 2, color: "color", paper: "A5", page_ranges: "1-3,5" });
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
    ["１－３，５", "1-3,5"],
    ["１——３，ｏｄｄ", "1-3,odd"],
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

describe("two sides as last time", () => {
  const last = { sides: "two_sided_long_edge" };
  const trays = { output: "face_down", input: "upper_side" } as const;
  const byHand = printer({ sides: ["one_sided"], needs_trays: true });

  it.each([
    ["not_offered", printer({ sides: ["one_sided", "two_sided_short_edge"] }), true, "one_sided"],
    ["not_offered", printer({ sides: ["one_sided"] }), true, ""],
    ["trays_missing", byHand, true, "one_sided"],
    ["not_made_here", { ...byHand, trays }, false, "one_sided"],
  ] as const)("are one side where they do not work: %s", (reason, where, isMadeHere, sides) => {
    const choices = getInitialChoices(where, last);
    expect(findFallback(choices, where, isMadeHere)).toBe(reason);
    const used = applyFallback(choices, where, isMadeHere);
    expect(used).toEqual({ ...choices, sides });
    expect(findProblems(used, where)).toEqual([]);
    // They are remembered all the same, for the next document.
    expect(getLastingChoices(choices)).toEqual(last);
  });

  it.each([
    [printer(), false],
    [{ ...byHand, trays }, true],
  ])("stay where they work", (where, isMadeHere) => {
    const choices = getInitialChoices(where, last);
    expect(findFallback(choices, where, isMadeHere)).toBeUndefined();
    expect(applyFallback(choices, where, isMadeHere)).toBe(choices);
  });

  it("are not what was chosen for this document", () => {
    const choices = choose(getInitialChoices(byHand, last), "sides", "two_sided_long_edge");
    expect(findFallback(choices, byHand, false)).toBeUndefined();
    expect(findProblems(choices, byHand)).toEqual(["trays_missing"]);
    const oneSided = getInitialChoices(byHand, { sides: "one_sided" });
    expect(findFallback(oneSided, byHand, false)).toBeUndefined();
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
