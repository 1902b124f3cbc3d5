import { CHOICE_FIELDS, type ChoiceOption, type Printer, type PrintOptions } from "./backend.js";

/** The chosen options; "" means the default of the printer or the saved document. */
export interface Choices extends Readonly<Record<ChoiceOption, string>> {
  /** Undefined means the copies that are saved with the document. */
  readonly copies: number | undefined;
  readonly pageRanges: string;
}

/** The choices that are remembered for the next document. */
export type RememberedChoices = Partial<Pick<Choices, ChoiceOption>>;

export const CHOICE_OPTIONS = Object.keys(CHOICE_FIELDS) as readonly ChoiceOption[];

const RANGES = /^\d{1,6}(-\d{1,6})?(,\d{1,6}(-\d{1,6})?)*$/;

/** Return the values of an option that a printer supports, or none if there is only one. */
export function getOffered(printer: Printer, option: ChoiceOption): readonly string[] {
  const values = printer[CHOICE_FIELDS[option]].map((value) => (typeof value === "string" ? value : value.name));
  const different = [...new Set<string>(values)];
  return different.length > 1 ? different : [];
}

function fillChoices(get: (option: ChoiceOption) => string): Record<ChoiceOption, string> {
  return Object.fromEntries(CHOICE_OPTIONS.map((option) => [option, get(option)])) as Record<
    ChoiceOption,
    string
  >;
}

/**
 * Return the choices that a new document starts with.
 *
 * Copies and page ranges belong to one document and are not remembered.
 */
export function getInitialChoices(printer: Printer, remembered: RememberedChoices = {}): Choices {
  const kept = (option: ChoiceOption): string => {
    const value = remembered[option] ?? "";
    return getOffered(printer, option).includes(value) ? value : "";
  };
  return {
    copies: Math.max(printer.copies.min, printer.defaults.copies ?? 1),
    ...fillChoices(kept),
    pageRanges: "",
  };
}

/** The choices that a saved document starts with. */
export const CHOICES_AS_SAVED: Choices = {
  copies: undefined,
  ...fillChoices(() => ""),
  pageRanges: "",
};

/** Return the choices to remember. */
export function getLastingChoices(choices: Choices): RememberedChoices {
  return Object.fromEntries(
    CHOICE_OPTIONS.filter((option) => choices[option]).map((option) => [option, choices[option]]),
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
