import type { Preview, PreviewFields, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { type PreviewProblem, Previewing } from "./core/previewing.js";
import { explain, findMissing, findOption, isRefused, isUploadUnknown, type Labels, type Missing } from "./errors.js";
import { isByHand } from "./options.js";

/** Why something is not printed, or has no preview. */
export interface PrintProblem extends PreviewProblem {
  /** The option of a page that it is about. */
  readonly field: string | undefined;
  /** What the file cannot be read without. */
  readonly missing: Missing | undefined;
  /** Whether the server no longer has an upload. */
  readonly isGone: boolean;
}

/** `names` are what the content is called, and `labels` name the options of a page. */
export async function explainPrint(
  context: Context,
  error: unknown,
  names: readonly string[],
  labels: Labels,
): Promise<PrintProblem> {
  const field = findOption(error, labels);
  return {
    text: await explain(context, error, names, labels),
    field,
    missing: findMissing(error),
    isGone: isUploadUnknown(error),
    isFinal: isRefused(error) || field !== undefined,
  };
}

/** The preview of what a part of the card prints. */
export class PrintPreview extends Previewing<PreviewFields, Preview, PrintProblem> {
  /** Stays when it was entered. */
  missing: Missing | undefined;
  /** Page count of the whole document, regardless of the page ranges. */
  pages: number | null | undefined;

  constructor(host: {
    readonly context: Context;
    readonly names: readonly string[];
    readonly labels: Labels;
    requestUpdate(): void;
  }) {
    super(
      (fields, sheet) => host.context.backend.call("cloudprint/preview", { ...fields, sheet }),
      (error) => explainPrint(host.context, error, host.names, host.labels),
      () => host.requestUpdate(),
    );
  }

  protected override take(fields?: PreviewFields, preview?: Preview, problem?: PrintProblem): void {
    super.take(fields, preview, problem);
    this.missing = fields && (problem?.missing ?? this.missing);
    if (!fields) this.pages = undefined;
    else if (preview && fields.page_ranges === undefined) this.pages = preview.pages;
  }
}

/** Return the fields of a print that comes out as its preview, also if that was drawn by lot. */
export function withSeed(fields: PreviewFields, preview: Preview | undefined): PreviewFields {
  const isPage = "page" in fields || "document" in fields;
  if (!isPage || preview?.seed === undefined) return fields;
  return { ...fields, page_options: { seed: preview.seed, ...fields.page_options } };
}

/** Return the fields of a print that its preview depends on. */
export function getVisibleFields(printer: Printer, fields: PreviewFields): PreviewFields {
  const { copies, ...rest } = fields;
  const { sides = "", ...single } = rest;
  // A rule counts all copies.
  const others = printer.rule && copies !== undefined ? { ...single, copies } : single;
  // A booklet has two sides unless it is told otherwise, which some printers only print once
  // their trays are known.
  if (fields.arrange === "booklet") return { ...others, sides: "one_sided" };
  // By hand, there are contents and copies that are refused.
  if (isByHand(sides, printer)) return fields;
  // Otherwise, copies and sides do not change the first page, but warnings about the default.
  return printer.needs_trays && sides ? { ...others, sides } : others;
}
