import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { JobWarning, Preview, PreviewFields, Printer } from "./backend.js";
import type { Context } from "./context.js";
import { explain, findMissing, isRefused, isUploadUnknown, type Missing } from "./errors.js";
import { isByHand } from "./options.js";
import type { LoadedSheets } from "./sheet-loader.js";

const PAUSE_MS = 400;

/** Loads a preview with the current choices: its first sheets, and others when they are looked at. */
export class PreviewController implements ReactiveController {
  preview: Preview | undefined;
  /** Localized error message. */
  problem: string | undefined;
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
    this.isBusy = false;
    this.isRefused = false;
    this.warnings = [];
    this.isGone = false;
    this.missing = undefined;
    this.pages = undefined;
    this.requested = "";
  }

  /**
   * Request a preview: the first one at once, later ones after a pause. `names` are
   * the content's, for messages.
   */
  request(context: Context, printer: Printer, fields: PreviewFields, ...names: readonly string[]): void {
    const visible = getVisibleFields(printer, fields);
    const requested = JSON.stringify(visible);
    if (requested === this.requested) return;
    const pause = this.requested ? PAUSE_MS : 0;
    this.requested = requested;
    this.isBusy = true;
    this.host.requestUpdate();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.running = this.running.then(() => this.start(context, visible, requested, names));
    }, pause);
  }

  private async start(
    context: Context,
    fields: PreviewFields,
    requested: string,
    names: readonly string[],
  ): Promise<void> {
    if (requested !== this.requested) return;
    let preview: Preview | undefined;
    let problem: string | undefined;
    let missing: Missing | undefined;
    let [isGone, isFileRefused] = [false, false];
    try {
      preview = await context.backend.call("cloudprint/preview", { ...fields, sheet: 1 });
    } catch (error) {
      problem = await explain(context, error, ...names);
      missing = findMissing(error);
      isGone = isUploadUnknown(error);
      isFileRefused = isRefused(error);
    }
    // Drop the answer if the fields changed meanwhile.
    if (requested !== this.requested) return;
    if (preview && fields.page_ranges === undefined) this.pages = preview.pages;
    this.preview = preview;
    this.problem = problem;
    this.missing = missing ?? this.missing;
    this.isGone = isGone;
    this.isRefused = isFileRefused;
    this.warnings = preview?.warnings ?? [];
    this.isBusy = false;
    this.load = (sheet) => this.loadSheets(context, fields, names, sheet);
    this.host.requestUpdate();
  }

  private async loadSheets(
    context: Context,
    fields: PreviewFields,
    names: readonly string[],
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
      return explain(context, error, ...names);
    }
  }
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
