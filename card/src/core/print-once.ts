/** Prints what is asked for once: repeating a print whose answer was lost does not print it twice. */
export class PrintOnce {
  /** The keys of the prints whose answers were lost, by what was asked for. */
  private readonly lost = new Map<string, string>();

  /** What the errors of a print say: its answer was lost, or it is known not to have been printed. */
  constructor(
    private readonly isLost: (error: unknown) => boolean,
    private readonly isUnprinted: (error: unknown) => boolean,
  ) {}

  /** Whether there may be a print whose answer was lost. */
  get isUncertain(): boolean {
    return this.lost.size > 0;
  }

  /** Return the answer of `send`, which gets the key. Rejects with its error. */
  async print<Answer>(asked: string, send: (key: string) => Promise<Answer>): Promise<Answer> {
    const key = this.lost.get(asked) ?? createKey();
    try {
      const answer = await send(key);
      this.lost.clear();
      return answer;
    } catch (error) {
      // Other errors may come before the server looks for the key, as when it is starting.
      if (this.isLost(error)) this.lost.set(asked, key);
      else if (this.isUnprinted(error)) this.lost.delete(asked);
      throw error;
    }
  }
}

/** Return 128 random bits. `crypto.randomUUID` is missing on pages without encryption. */
export function createKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
