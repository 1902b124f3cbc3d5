import { describe, expect, it } from "vitest";

import { checkDraft, type Draft, getAskedChoices, getChanges } from "../src/core/draft.js";
import { INITIAL_DESIGN } from "../src/design.js";
import { choose, getInitialChoices } from "../src/options.js";
import { printer } from "./hass.js";

const LASER = printer();
const draft = (changes: Partial<Draft> = {}): Draft => ({
  ...{ printer: LASER, choices: getInitialChoices(LASER), isMadeHere: true, content: { upload: "u" } },
  ...changes,
});

describe("a draft", () => {
  it("is printed as it is entered", () => {
    const choices = { ...choose(getInitialChoices(LASER), "color", "monochrome"), copies: 2, pageRanges: "2-3" };
    const secrets = { encoding: " Big5 ", password: "open" };
    expect(checkDraft(draft({ choices, secrets }))).toEqual({
      fields: {
        ...{ device_id: "laser", upload: "u", copies: 2, color: "monochrome", page_ranges: "2-3" },
        ...{ encoding: "Big5", password: "open" },
      },
      problems: [],
    });
    expect(checkDraft(draft({ choices, isWhole: true })).fields).not.toHaveProperty("page_ranges");
  });

  it("without content has problems, but no fields", () => {
    const choices = { ...getInitialChoices(LASER), copies: 100, pageRanges: "odd-even" };
    expect(checkDraft(draft({ choices, content: undefined }))).toEqual({
      fields: undefined,
      problems: ["copies_invalid", "page_ranges_invalid"],
    });
  });

  it("has the sides of its arrangement, for which trays may be missing", () => {
    const simplex = printer({ sides: ["one_sided"], needs_trays: true });
    const design = { ...INITIAL_DESIGN, arrange: "booklet" } as const;
    expect(checkDraft(draft({ printer: simplex, design })).problems).toEqual(["trays_missing"]);
    expect(checkDraft(draft({ printer: simplex })).problems).toEqual([]);
    expect(checkDraft(draft({ design })).fields).toMatchObject({ arrange: "booklet" });
  });

  it("prints one side where two as last time do not work", () => {
    const choices = getInitialChoices(LASER, { sides: "two_sided_short_edge" });
    expect(checkDraft(draft({ choices })).fields).toMatchObject({ sides: "one_sided" });
  });
});

describe("what is changed of a print that was asked for", () => {
  it("is what differs", () => {
    const asked = { color: "color", copies: 2 };
    const choices = getAskedChoices(asked);
    expect(getChanges(choices, asked)).toEqual({});
    expect(getChanges(choose(choices, "sides", "one_sided"), asked)).toEqual({ sides: "one_sided" });
    expect(getChanges({ ...choices, copies: 1 }, asked)).toEqual({ copies: 1 });
    expect(getChanges(getAskedChoices({}), {})).toEqual({});
  });
});
