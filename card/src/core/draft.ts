import type { ApprovalChanges, ContentField, PreviewFields, Printer, PrintOptions } from "../backend.js";
import { buildDesignOptions, type Design } from "../design.js";
import {
  ALL_PAGES,
  applyFallback,
  buildPrintOptions,
  type ChoiceProblem,
  type Choices,
  CHOICES_AS_SAVED,
  findProblems,
} from "../options.js";

/** What a file cannot be read without. */
export interface Secrets {
  /** Of a text whose encoding cannot be told. */
  readonly encoding: string;
  /** Of a PDF. */
  readonly password: string;
}

export const NO_SECRETS: Secrets = { encoding: "", password: "" };

/** What is to be printed, and how, as it is entered. */
export interface Draft {
  readonly printer: Printer;
  readonly choices: Choices;
  /** Undefined until it is there: uploaded, written, filled in. */
  readonly content?: ContentField | undefined;
  readonly secrets?: Secrets;
  /** How its files are arranged on the sheets. */
  readonly design?: Design;
  /** Whether the integration makes the pages. */
  readonly isMadeHere: boolean;
  /** Whether there are no pages to choose from. */
  readonly isWhole?: boolean;
}

/** Return the default sides of an arrangement, or "" for the printer's default. */
export function getImpliedSides(design: Design | undefined): string {
  return design?.arrange === "booklet" ? "two_sided_short_edge" : "";
}

/** Return the fields of a print, if there is content, and what is wrong with its choices. */
export function checkDraft(draft: Draft): {
  readonly fields: PreviewFields | undefined;
  readonly problems: readonly ChoiceProblem[];
} {
  const { printer, content, design, secrets: { encoding, password } = NO_SECRETS } = draft;
  const applied = applyFallback(draft.choices, printer, draft.isMadeHere);
  const choices = draft.isWhole ? { ...applied, ...ALL_PAGES } : applied;
  const sides = choices.sides || getImpliedSides(design);
  const fields = content && {
    device_id: printer.device_id,
    ...content,
    ...(design && buildDesignOptions(design)),
    ...buildPrintOptions(choices),
    ...(encoding.trim() ? { encoding: encoding.trim() } : {}),
    ...(password ? { password } : {}),
  };
  return { fields, problems: findProblems({ ...choices, sides }, printer) };
}

/** Return the choices of a print that was asked for: "" leaves them as they are. */
export function getAskedChoices({ copies }: Readonly<Record<string, unknown>>): Choices {
  return { ...CHOICES_AS_SAVED, copies: typeof copies === "number" ? copies : 1 };
}

/** Return what is chosen otherwise than it was asked for. */
export function getChanges(choices: Choices, asked: Readonly<Record<string, unknown>>): ApprovalChanges {
  const { copies, ...changes }: PrintOptions = buildPrintOptions(choices);
  return copies === getAskedChoices(asked).copies ? changes : { ...changes, ...(copies !== undefined && { copies }) };
}
