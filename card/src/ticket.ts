import type { Preview, PreviewFields, PrintAnswer, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { NO_SECRETS, type Secrets } from "./core/draft.js";
import { type PreviewProblem, Previewing } from "./core/previewing.js";
import { explain, findMissing, findOption, isRefused, isUploadUnknown, type Labels, type Missing } from "./errors.js";
import { isByHand } from "./options.js";
import { Sender } from "./sender.js";

/** Why something is not printed, or has no preview. */
interface PrintProblem extends PreviewProblem {
  /** The option of a page that it is about. */
  readonly field: string | undefined;
  readonly missing: Missing | undefined;
  /** Whether the server no longer has an upload. */
  readonly isGone: boolean;
}

/** One print: what it cannot be read without, its preview, and what became of it. */
export class Ticket extends Previewing<PreviewFields, Preview, PrintProblem> {
  /** What it is called, in the order in which the server counts files. */
  names: readonly string[] = [];
  /** Of a page's options. */
  labels: Labels = {};
  secrets: Secrets = NO_SECRETS;
  /** What the file cannot be read without; stays when it was entered. */
  missing: Missing | undefined;
  /** Page count of the whole document, regardless of the page ranges. */
  pages: number | null | undefined;
  /** Why it was not printed. */
  failure: PrintProblem | undefined;
  readonly sender = new Sender();

  constructor(private readonly host: { readonly context: Context; requestUpdate(): void }) {
    super(
      (fields, sheet) => host.context.backend.call("cloudprint/preview", { ...fields, sheet }),
      (error) => this.explainPrint(error),
      () => host.requestUpdate(),
    );
  }

  enter(secrets: Partial<Secrets>): void {
    this.secrets = { ...this.secrets, ...secrets };
    this.host.requestUpdate();
  }

  /** Print it; return the answer, or undefined if it failed. */
  async send(fields: PreviewFields): Promise<PrintAnswer | undefined> {
    this.failure = undefined;
    const seed = this.preview?.seed;
    const isDrawn = seed !== undefined && ("page" in fields || "document" in fields);
    // What was drawn by lot comes out as it was shown.
    const printed = isDrawn ? { ...fields, page_options: { seed, ...fields.page_options } } : fields;
    try {
      return await this.sender.send(this.host.context, printed);
    } catch (error) {
      this.failure = await this.explainPrint(error);
      this.missing = this.failure.missing ?? this.missing;
      return undefined;
    }
  }

  protected override take(fields?: PreviewFields, preview?: Preview, problem?: PrintProblem): void {
    super.take(fields, preview, problem);
    this.missing = fields && (problem?.missing ?? this.missing);
    if (!fields) this.pages = undefined;
    else if (preview && fields.page_ranges === undefined) this.pages = preview.pages;
  }

  private async explainPrint(error: unknown): Promise<PrintProblem> {
    const field = findOption(error, this.labels);
    return {
      text: await explain(this.host.context, error, this.names, this.labels),
      field,
      missing: findMissing(error),
      isGone: isUploadUnknown(error),
      isFinal: isRefused(error) || field !== undefined,
    };
  }
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
