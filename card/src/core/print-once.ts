import type { PreviewFields, PrintAnswer } from "../backend.js";
import type { Context } from "../context.js";
import { isConnectionLost, isUnprinted } from "../errors.js";

/** Prints one content; repeating a print whose answer was lost does not print it twice. */
export class PrintOnce {
  /** The keys of the prints whose answers were lost, by their fields. */
  private readonly lost = new Map<string, string>();

  /** Whether there may be a print whose answer was lost. */
  get isUncertain(): boolean {
    return this.lost.size > 0;
  }

  /** Return the answer. Rejects with the error of the command. */
  async print({ backend }: Context, fields: PreviewFields): Promise<PrintAnswer> {
    const asked = JSON.stringify(fields);
    const key = this.lost.get(asked) ?? createKey();
    try {
      const answer = await backend.call("cloudprint/print", { ...fields, idempotency_key: key });
      this.lost.clear();
      return answer;
    } catch (error) {
      // Other errors may come before the server looks for the key, as when it is starting.
      if (isConnectionLost(error)) this.lost.set(asked, key);
      else if (isUnprinted(error)) this.lost.delete(asked);
      throw error;
    }
  }
}

/** Return 128 random bits. `crypto.randomUUID` is missing on pages without encryption. */
function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
