import { CHOICE_FIELDS, type ChoiceOption, type Printer, type PrintOptions, type Sides } from "./backend.js";
import { pickChoices, REMEMBERED_OPTIONS, type RememberedChoices } from "./preferences.js";

/** Which pages of the ranges are printed: all, or those with an odd or even number. */
export type PageSet = "" | "odd" | "even";

/** The chosen options; "" means the default of the printer or the saved document. */
export interface Choices extends Readonly<Record<ChoiceOption, string>> {
  /** The options that are as in the last print, and were not chosen since. */
  readonly remembered: readonly ChoiceOption[];
  /** Undefined means the copies that are saved with the document. */
  readonly copies: number | undefined;
  readonly pageRanges: string;
  readonly pageSet: PageSet;
  /** Whether the last page is printed first. */
  readonly isReversed: boolean;
}

export const CHOICE_OPTIONS = Object.keys(CHOICE_FIELDS) as readonly ChoiceOption[];

export const PAGE_SETS = ["", "odd", "even"] as const satisfies readonly PageSet[];

/** All sides, which a printer that prints one side has once its trays are known. */
const ALL_SIDES = ["one_sided", "two_sided_long_edge", "two_sided_short_edge"] as const satisfies readonly Sides[];

const RANGE = /^(\d{1,6})(?:-(\d{1,6}))?$/;
const WORDS: ReadonlySet<string> = new Set(["odd", "even", "reverse"]);
/** The choices that print all pages. */
export const ALL_PAGES = { pageRanges: "", pageSet: "", isReversed: false } as const;

/** Return the values of an option that a printer supports, or none if there is only one. */
export function getOffered(printer: Printer, option: ChoiceOption): readonly string[] {
  if (option === "sides" && printer.needs_trays) return ALL_SIDES;
  const values = printer[CHOICE_FIELDS[option]].map((value) => (typeof value === "string" ? value : value.name));
  const different = [...new Set<string>(values)];
  return different.length > 1 ? different : [];
}

function fillChoices(get: (option: ChoiceOption) => string): Record<ChoiceOption, string> {
  return Object.fromEntries(CHOICE_OPTIONS.map((option) => [option, get(option)])) as Record<ChoiceOption, string>;
}

/**
 * Return the choices that a new document starts with.
 *
 * Copies, paper and page ranges belong to one document and are not remembered. Two sides stay
 * remembered where they do not work: see `applyFallback`.
 */
export function getInitialChoices(printer: Printer, last: RememberedChoices = {}): Choices {
  const kept = Object.fromEntries(
    REMEMBERED_OPTIONS.map((option) => [option, last[option] ?? ""] as const).filter(
      ([option, value]) => getOffered(printer, option).includes(value) || (option === "sides" && isTwoSided(value)),
    ),
  );
  return {
    copies: Math.max(printer.copies.min, printer.defaults.copies ?? 1),
    ...fillChoices((option) => kept[option] ?? ""),
    ...ALL_PAGES,
    remembered: REMEMBERED_OPTIONS.filter((option) => kept[option]),
  };
}

/** The choices that a saved document starts with. */
export const CHOICES_AS_SAVED: Choices = {
  copies: undefined,
  ...fillChoices(() => ""),
  ...ALL_PAGES,
  remembered: [],
};

/** Return the choices with another value of an option, which is not as last time any more. */
export function choose(choices: Choices, option: ChoiceOption, value: string): Choices {
  return { ...choices, [option]: value, remembered: choices.remembered.filter((other) => other !== option) };
}

/** Convert full-width characters and Chinese separators to what the print accepts. */
export function normalizePageRanges(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/[-‐-―−~至]+/g, "-")
    .replace(/[、;]/g, ",")
    .replace(/,+$/, "")
    .toLowerCase();
}

/** Return the option for the pages, as in "1-9,odd,reverse"; "" for all of them. */
function joinPages({ pageRanges, pageSet, isReversed }: Choices): string {
  return [normalizePageRanges(pageRanges), pageSet, isReversed ? "reverse" : ""].filter(Boolean).join(",");
}

function arePages(text: string): boolean {
  const parts = text.split(",");
  const isPart = (part: string): boolean => {
    const [, first = "0", last = first] = RANGE.exec(part) ?? [];
    return WORDS.has(part) || (Number(first) >= 1 && Number(first) <= Number(last));
  };
  return parts.every(isPart) && !(parts.includes("odd") && parts.includes("even"));
}

function isTwoSided(sides: string): boolean {
  return sides.startsWith("two_sided");
}

/** Return whether both sides are printed by hand: the printer prints one. */
export function isByHand(sides: string, printer: Printer): boolean {
  return printer.needs_trays && isTwoSided(sides);
}

/** Why two sides as last time do not work. */
export type Fallback = "not_offered" | "trays_missing" | "not_made_here";

/**
 * Return why two sides as last time do not work, if they do not.
 *
 * `isMadeHere` says whether the integration makes the pages: otherwise it cannot tell the front
 * sides from the other ones.
 */
export function findFallback(choices: Choices, printer: Printer, isMadeHere: boolean): Fallback | undefined {
  const { sides, remembered } = choices;
  if (!remembered.includes("sides") || !isTwoSided(sides)) return undefined;
  if (!getOffered(printer, "sides").includes(sides)) return "not_offered";
  if (!isByHand(sides, printer)) return undefined;
  if (!printer.trays) return "trays_missing";
  return isMadeHere ? undefined : "not_made_here";
}

/** Return the choices that are printed: one-sided where two sides as last time do not work. */
export function applyFallback(choices: Choices, printer: Printer, isMadeHere: boolean): Choices {
  if (!findFallback(choices, printer, isMadeHere)) return choices;
  const sides = getOffered(printer, "sides").includes("one_sided") ? "one_sided" : "";
  return { ...choices, sides };
}

export type ChoiceProblem = "copies_invalid" | "page_ranges_invalid" | "trays_missing";

/** Return the invalid choices. */
export function findProblems(choices: Choices, printer: Printer): readonly ChoiceProblem[] {
  const { min, max } = printer.copies;
  const { copies } = choices;
  const pages = joinPages(choices);
  return [
    ...(copies === undefined || (Number.isInteger(copies) && copies >= min && copies <= max)
      ? []
      : ["copies_invalid" as const]),
    ...(pages === "" || arePages(pages) ? [] : ["page_ranges_invalid" as const]),
    ...(isByHand(choices.sides, printer) && !printer.trays ? ["trays_missing" as const] : []),
  ];
}

/** Return the print fields of the choices, without those left at their defaults. */
export function buildPrintOptions(choices: Choices): PrintOptions {
  const pages = joinPages(choices);
  return {
    ...(choices.copies === undefined ? {} : { copies: choices.copies }),
    ...pickChoices(choices, CHOICE_OPTIONS),
    ...(pages ? { page_ranges: pages } : {}),
  };
}
