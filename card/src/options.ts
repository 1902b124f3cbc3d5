import type { Printer, PrintOptions } from "./backend.js";

/** The chosen options; "" means the default of the printer or the saved document. */
export interface Choices {
  /** Undefined means the copies that are saved with the document. */
  readonly copies: number | undefined;
  readonly color: string;
  readonly sides: string;
  readonly paper: string;
  readonly pageRanges: string;
}

/** The choices that are remembered for the next document. */
export type RememberedChoices = Partial<Pick<Choices, "color" | "sides" | "paper">>;

const LASTING_OPTIONS = ["color", "sides", "paper"] as const;

const RANGES = /^\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?)*$/;

/** Return the values of an option that a printer supports, or none if there is only one. */
export function getOffered(printer: Printer, option: (typeof LASTING_OPTIONS)[number]): readonly string[] {
  const values = {
    color: printer.colors,
    sides: printer.sides,
    paper: printer.papers.map((paper) => paper.name),
  }[option];
  const different = [...new Set<string>(values)];
  return different.length > 1 ? different : [];
}

/**
 * Return the choices that a new document starts with.
 *
 * Copies and page ranges belong to one document and are not remembered.
 */
export function getInitialChoices(printer: Printer, remembered: RememberedChoices = {}): Choices {
  const kept = (option: (typeof LASTING_OPTIONS)[number]): string => {
    const value = remembered[option] ?? "";
    return getOffered(printer, option).includes(value) ? value : "";
  };
  return {
    copies: Math.max(printer.copies.min, printer.defaults.copies ?? 1),
    color: kept("color"),
    sides: kept("sides"),
    paper: kept("paper"),
    pageRanges: "",
  };
}

/** The choices that a saved document starts with. */
export const CHOICES_AS_SAVED: Choices = {
  copies: undefined,
  color: "",
  sides: "",
  paper: "",
  pageRanges: "",
};

/** Return the choices to remember. */
export function getLastingChoices(choices: Choices): RememberedChoices {
  return Object.fromEntries(
    LASTING_OPTIONS.filter((option) => choices[option]).map((option) => [option, choices[option]]),
  );
}

/** Convert full-width characters and Chinese separators to what the print accepts. */
export function normalizePageRanges(text: string): string {
  return text
    .replace(/[，、;；]/g, ",")
    .replace(/[‐-―−－～~至]/g, "-")
    .replace(/[\s\u3000]+/g, "")
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/,+$/, "");
}

export type ChoiceProblem = "copies_invalid" | "page_ranges_invalid";

/** Return the invalid choices. */
export function findProblems(choices: Choices, printer: Printer): readonly ChoiceProblem[] {
  const { min, max } = printer.copies;
  const { copies } = choices;
  const ranges = normalizePageRanges(choices.pageRanges);
  return [
    ...(copies === undefined || (Number.isInteger(copies) && copies >= min && copies <= max)
      ? []
      : ["copies_invalid" as const]),
    ...(ranges === "" || RANGES.test(ranges) ? [] : ["page_ranges_invalid" as const]),
  ];
}

/** Return the print fields of the choices, without those left at their defaults. */
export function buildPrintOptions(choices: Choices): PrintOptions {
  const ranges = normalizePageRanges(choices.pageRanges);
  return {
    ...(choices.copies === undefined ? {} : { copies: choices.copies }),
    ...getLastingChoices(choices),
    ...(ranges ? { page_ranges: ranges } : {}),
  };
}
