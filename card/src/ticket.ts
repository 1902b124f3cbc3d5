import type { PreviewFields, PrintAnswer } from "./backend.js";
import type { Context } from "./context.js";
import { NO_SECRETS, type Secrets } from "./core/draft.js";
import type { Labels } from "./errors.js";
import { explainPrint, PrintPreview, type PrintProblem, withSeed } from "./print-preview.js";
import { Sender } from "./sender.js";

/** One print: what it cannot be read without, its preview, and what became of it. */
export class Ticket {
  /** What it is called, in the order in which the server counts files. */
  names: readonly string[] = [];
  /** Of a page's options. */
  labels: Labels = {};
  secrets: Secrets = NO_SECRETS;
  /** Why it was not printed. */
  problem: PrintProblem | undefined;
  readonly preview: PrintPreview;
  readonly sender = new Sender();

  constructor(private readonly host: { readonly context: Context; requestUpdate(): void }) {
    this.preview = new PrintPreview(this);
  }

  get context(): Context {
    return this.host.context;
  }

  requestUpdate(): void {
    this.host.requestUpdate();
  }

  enter(secrets: Partial<Secrets>): void {
    this.secrets = { ...this.secrets, ...secrets };
    this.requestUpdate();
  }

  /** Print it; return the answer, or undefined if there is a problem. */
  async send(fields: PreviewFields): Promise<PrintAnswer | undefined> {
    const { context, preview } = this;
    this.problem = undefined;
    try {
      return await this.sender.send(context, withSeed(fields, preview.preview));
    } catch (error) {
      this.problem = await explainPrint(context, error, this.names, this.labels);
      preview.missing = this.problem.missing ?? preview.missing;
      return undefined;
    }
  }
}
