import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { JobWarning, Preview, PreviewFields, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { explain, findMissing, findOption, isRefused, isUploadUnknown, type Labels, type Missing } from "./errors.js";
import { isByHand } from "./options.js";
import type { LoadedSheets } from "./sheet-loader.js";

const PAUSE_MS = 400;

/** Loads a preview with the current choices: its first sheets, and others when they are looked at. */
export class PreviewController implements ReactiveController {
  preview: Preview | undefined;
  /** Localized error message. */
  problem: string | undefined;
  /** The option of a page that the problem is about. */
  problemField: string | undefined;
  isBusy = false;
  /** Whether the content, as it is, would be refused by a print, too. */
  isRefused = false;
  /** The warnings about what was previewed so far. */
  warnings: readonly JobWarning[] = [];
  /** Whether the server no longer has an upload. */
  isGone = false;
  /** What the file cannot be read without; stays when it was entered. */
  missing: Missing | undefined;
  /** Page count of the whole document, regardless of the page ranges. */
  pages: number | null | undefined;
  /** Loads sheets of the preview. */
  load: (sheet: number) => Promise<LoadedSheets> = () => Promise.resolve("");
  private requested = "";
  /** The requests, of which one runs at a time: each takes as long as a print. */
  private running: Promise<void> = Promise.resolve();
  private timer: number | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.reset();
  }

  reset(): void {
    window.clearTimeout(this.timer);
    this.preview = undefined;
    this.problem = undefined;
    this.problemField = undefined;
    this.isBusy = false;
    this.isRefused = false;
    this.warnings = [];
    this.isGone = false;
    this.missing = undefined;
    this.pages = undefined;
    this.requested = "";
  }

  /**
   * Request a preview: the first one at once, later ones after a pause. `names` of
   * the content and `labels` of a page's options are for messages.
   */
  request(
    context: Context,
    printer: Printer,
    fields: PreviewFields,
    names: readonly string[],
    labels: Labels = {},
  ): void {
    const visible = getVisibleFields(printer, fields);
    const requested = JSON.stringify(visible);
    if (requested === this.requested) return;
    const pause = this.requested ? PAUSE_MS : 0;
    this.requested = requested;
    this.isBusy = true;
    this.host.requestUpdate();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.running = this.running.then(() => this.start(context, visible, requested, names, labels));
    }, pause);
  }

  private async start(
    context: Context,
    fields: PreviewFields,
    requested: string,
    names: readonly string[],
    labels: Labels,
  ): Promise<void> {
    if (requested !== this.requested) return;
    let preview: Preview | undefined;
    let problem: string | undefined;
    let problemField: string | undefined;
    let missing: Missing | undefined;
    let [isGone, isContentRefused] = [false, false];
    try {
      preview = await context.backend.call("cloudprint/preview", { ...fields, sheet: 1 });
    } catch (error) {
      problem = await explain(context, error, names, labels);
      problemField = findOption(error, labels);
      missing = findMissing(error);
      isGone = isUploadUnknown(error);
      isContentRefused = isRefused(error) || problemField !== undefined;
    }
    // Drop the answer if the fields changed meanwhile.
    if (requested !== this.requested) return;
    if (preview && fields.page_ranges === undefined) this.pages = preview.pages;
    this.preview = preview;
    this.problem = problem;
    this.problemField = problemField;
    this.missing = missing ?? this.missing;
    this.isGone = isGone;
    this.isRefused = isContentRefused;
    this.warnings = preview?.warnings ?? [];
    this.isBusy = false;
    this.load = (sheet) => this.loadSheets(context, fields, names, labels, sheet);
    this.host.requestUpdate();
  }

  private async loadSheets(
    context: Context,
    fields: PreviewFields,
    names: readonly string[],
    labels: Labels,
    sheet: number,
  ): Promise<LoadedSheets> {
    const { preview } = this;
    try {
      const { sheets, warnings } = await context.backend.call("cloudprint/preview", { ...fields, sheet });
      // Some warnings are about pages, which are drawn when they are looked at.
      if (preview === this.preview && warnings.some((warning) => !this.warnings.includes(warning))) {
        this.warnings = [...new Set([...this.warnings, ...warnings])];
        this.host.requestUpdate();
      }
      return sheets ?? context.texts.localize("preview_none");
    } catch (error) {
      return explain(context, error, names, labels);
    }
  }
}

/** Return the fields of a print that comes out as its preview, also if that was drawn by lot. */
export function withSeed(fields: PreviewFields, preview: Preview | undefined): PreviewFields {
  const isPage = "page" in fields || "document" in fields;
  if (!isPage || preview?.seed === undefined) return fields;
  return { ...fields, page_options: { seed: preview.seed, ...fields.page_options } };
}

/** Return the fields of a print that its preview depends on. */
function getVisibleFields(printer: Printer, fields: PreviewFields): PreviewFields {
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
