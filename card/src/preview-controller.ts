import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Preview, PrintFields } from "./backend.js";
import type { Context } from "./context.js";

const PAUSE_MS = 400;

/** Loads a preview of the first page with the current choices. */
export class PreviewController implements ReactiveController {
  preview: Preview | undefined;
  /** Localized error message. */
  problem: string | undefined;
  isBusy = false;
  /** Page count of the whole document, regardless of the page ranges. */
  pages: number | null | undefined;
  private requested = "";
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
    this.pages = undefined;
    this.requested = "";
  }

  /** Request a preview: the first one at once, later ones after a pause. */
  request(context: Context, fields: PrintFields): void {
    // Copies and sides do not change the first page.
    const { copies: _copies, sides: _sides, ...visible } = fields;
    const requested = JSON.stringify(visible);
    if (requested === this.requested) return;
    const pause = this.requested ? PAUSE_MS : 0;
    this.requested = requested;
    this.isBusy = true;
    this.host.requestUpdate();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(context, visible, requested), pause);
  }

  private async load(context: Context, fields: PrintFields, requested: string): Promise<void> {
    let preview: Preview | undefined;
    let problem: string | undefined;
    try {
      preview = await context.backend.call("cloudprint/preview", fields);
    } catch (error) {
      problem = await context.backend.explain(error);
    }
    // Drop the answer if the fields changed meanwhile.
    if (requested !== this.requested) return;
    if (preview && fields.page_ranges === undefined) this.pages = preview.pages;
    this.preview = preview;
    this.problem = problem;
    this.isBusy = false;
    this.host.requestUpdate();
  }
}
