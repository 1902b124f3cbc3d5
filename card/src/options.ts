import type { Printer, PrintOptions } from "./backend.js";

/** What a person chose; an empty text leaves it to the printer, or to a saved document. */
export interface Choices {
  /** None for a saved document, which may say it itself. */
  readonly copies: number | undefined;
  readonly color: string;
  readonly sides: string;
  readonly paper: string;
  readonly pageRanges: string;
}

/** The choices that are the same from one document to the next. */
export type RememberedChoices = Partial<Pick<Choices, "color" | "sides" | "paper">>;

const LASTING = ["color", "sides", "paper"] as const;

const RANGES = /^\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?)*$/;

/** Return what a printer offers for a choice: nothing where there is nothing to choose. */
export function offered(printer: Printer, option: (typeof LASTING)[number]): readonly string[] {
  const values = {
    color: printer.colors,
    sides: printer.sides,
    paper: printer.papers.map((paper) => paper.name),
  }[option];
  const different = [...new Set<string>(values)];
  return different.length > 1 ? different : [];
}

/**
 * Return what to begin a document with.
 *
 * Copies and pages are not remembered, as in any print dialog: they belong to one document,
 * and yesterday's thirty copies are not what anybody wants today.
 */
export function choicesFor(printer: Printer, remembered: RememberedChoices = {}): Choices {
  const kept = (option: (typeof LASTING)[number]): string => {
    const value = remembered[option] ?? "";
    return offered(printer, option).includes(value) ? value : "";
  };
  return {
    copies: Math.max(printer.copies.min, printer.defaults.copies ?? 1),
    color: kept("color"),
    sides: kept("sides"),
    paper: kept("paper"),
    pageRanges: "",
  };
}

/** What a saved document begins with. */
export const CHOICES_AS_SAVED: Choices = {
  copies: undefined,
  color: "",
  sides: "",
  paper: "",
  pageRanges: "",
};

/** Return what of a person's choices is remembered. */
export function toRemember(choices: Choices): RememberedChoices {
  return Object.fromEntries(
    LASTING.filter((option) => choices[option]).map((option) => [option, choices[option]]),
  );
}

/** Return a person's page ranges as the print takes them. */
export function pageRanges(text: string): string {
  return text
    .replace(/[，、;；]/g, ",")
    .replace(/[‐-―−－～~至]/g, "-")
    .replace(/[\s\u3000]+/g, "")
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/,+$/, "");
}

export type ChoiceProblem = "copies_invalid" | "page_ranges_invalid";

/** Return which choices cannot be meant. */
export function problemsOf(choices: Choices, printer: Printer): readonly ChoiceProblem[] {
  const { min, max } = printer.copies;
  const { copies } = choices;
  const ranges = pageRanges(choices.pageRanges);
  return [
    ...(copies === undefined || (Number.isInteger(copies) && copies >= min && copies <= max)
      ? []
      : ["copies_invalid" as const]),
    ...(ranges === "" || RANGES.test(ranges) ? [] : ["page_ranges_invalid" as const]),
  ];
}

/** Return the choices as fields of a print; what is left to others is left out. */
export function printOptions(choices: Choices): PrintOptions {
  const ranges = pageRanges(choices.pageRanges);
  return {
    ...(choices.copies === undefined ? {} : { copies: choices.copies }),
    ...toRemember(choices),
    ...(ranges ? { page_ranges: ranges } : {}),
  };
}
