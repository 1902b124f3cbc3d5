import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Preview, PrintFields } from "./backend.js";
import type { Context } from "./context.js";

const PAUSE_MS = 400;

/** Keeps the first page as the present choices make it. */
export class Previewing implements ReactiveController {
  preview: Preview | undefined;
  /** Why there is none, for the person. */
  problem: string | undefined;
  isBusy = false;
  /** Of the whole document, whichever of them are to be printed. */
  pages: number | null | undefined;
  private wanted = "";
  private timer: number | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  forget(): void {
    window.clearTimeout(this.timer);
    this.preview = undefined;
    this.problem = undefined;
    this.isBusy = false;
    this.pages = undefined;
    this.wanted = "";
  }

  /** Show these fields of a print: the first at once, changes when they rest. */
  want(context: Context, fields: PrintFields): void {
    // They do not change what the first page looks like.
    const { copies: _copies, sides: _sides, ...visible } = fields;
    const wanted = JSON.stringify(visible);
    if (wanted === this.wanted) return;
    const pause = this.wanted ? PAUSE_MS : 0;
    this.wanted = wanted;
    this.isBusy = true;
    this.host.requestUpdate();
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.load(context, visible, wanted), pause);
  }

  private async load(context: Context, fields: PrintFields, wanted: string): Promise<void> {
    let preview: Preview | undefined;
    let problem: string | undefined;
    try {
      preview = await context.backend.preview(fields);
    } catch (error) {
      problem = await context.backend.explain(error);
    }
    // Meanwhile, something else may be wanted.
    if (wanted !== this.wanted) return;
    if (preview && fields.page_ranges === undefined) this.pages = preview.pages;
    this.preview = preview;
    this.problem = problem;
    this.isBusy = false;
    this.host.requestUpdate();
  }
}
