import type { Page, PageOption, PageOptions } from "./backend.js";
import type { Labels } from "./errors.js";

/** What is entered in the form of a page, by the names of its options. */
export type PageEntries = Readonly<Record<string, string | boolean | readonly string[]>>;

/** Return the labels of a page's options. */
export function getLabels({ options }: Page): Labels {
  return Object.fromEntries(options.map(({ name, label }) => [name, label]));
}

/** Return whether a number was entered that an option does not take. */
export function isWrongNumber({ kind, min, max }: PageOption, entry: PageEntries[string] | undefined): boolean {
  if (kind !== "number" || !isFilled(entry)) return false;
  const value = Number(entry);
  return !Number.isInteger(value) || value < (min ?? value) || value > (max ?? value);
}

/** Return what the field of an option shows: its entry, or its default. */
export function getShown(
  { name, default: initial }: PageOption,
  entries: PageEntries,
): PageEntries[string] | undefined {
  return entries[name] ?? (typeof initial === "number" ? String(initial) : (initial ?? undefined));
}

/** Return the options that are missing or wrong. */
export function findIncomplete({ options }: Page, entries: PageEntries): readonly PageOption[] {
  return options.filter((option) => {
    const entry = entries[option.name];
    return isWrongNumber(option, entry) || (option.required && !isFilled(entry));
  });
}

/** Return the options to print, or undefined while there are wrong or missing ones. */
export function buildPageOptions(page: Page, entries: PageEntries): PageOptions | undefined {
  if (findIncomplete(page, entries).length) return undefined;
  return Object.fromEntries(
    page.options.flatMap(({ name, kind }) => {
      const entry = entries[name];
      if (entry === undefined || !isFilled(entry)) return [];
      return [[name, kind === "number" ? Number(entry) : entry] as const];
    }),
  );
}

/** Return whether something was entered. */
export function isFilled(entry: PageEntries[string] | undefined): boolean {
  if (typeof entry === "string") return entry.trim() !== "";
  return typeof entry === "boolean" || Boolean(entry?.length);
}
