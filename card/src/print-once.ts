import type { PreviewFields, PrintedJob } from "./backend.js";
import type { Context } from "./context.js";
import { isConnectionLost } from "./errors.js";

/** Prints one content; repeating a print whose answer was lost does not print it twice. */
export class PrintOnce {
  private unanswered: { readonly fields: string; readonly key: string } | undefined;

  /** Return the jobs. Rejects with the error of the command. */
  async print({ backend }: Context, fields: PreviewFields): Promise<readonly PrintedJob[]> {
    const asked = JSON.stringify(fields);
    const key = this.unanswered?.fields === asked ? this.unanswered.key : createKey();
    this.unanswered = { fields: asked, key };
    try {
      const { jobs } = await backend.call("cloudprint/print", { ...fields, idempotency_key: key });
      this.unanswered = undefined;
      return jobs;
    } catch (error) {
      if (!isConnectionLost(error)) this.unanswered = undefined;
      throw error;
    }
  }
}

/** Return 128 random bits. `crypto.randomUUID` is missing on pages without encryption. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
