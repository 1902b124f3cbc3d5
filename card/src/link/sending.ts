import { createKey } from "../core/print-once.js";
import { insist, sleep } from "../core/uploads.js";
import { call, type Fields, GoneError, type SentPrint } from "./server.js";

const POLL_MS = { first: 1_500, most: 15_000, times: 1.3 } as const;
const STORED = `cloudprint:${location.pathname}`;
const FINAL: ReadonlySet<string> = new Set(["finished", "failed", "canceled", "expired", "unconfirmed"]);

/** The keys of prints without an answer, by what they print. */
const keys = new Map<string, string>();

/**
 * Print once: what was asked for without an answer has the same key when it is asked for again.
 *
 * `asked` tells one print from another, also when its files are sent again. Rejects with an error
 * of `call`.
 */
export async function print(asked: string, fields: Fields): Promise<SentPrint> {
  const known = keys.get(asked);
  const key = known ?? createKey();
  let isTriedAgain = known !== undefined;
  keys.set(asked, key);
  return insist(async () => {
    const isRepeat = isTriedAgain;
    isTriedAgain = true;
    const sent = await call<SentPrint>("print", { ...fields, key });
    keys.clear();
    // Nobody has to know that an answer was lost.
    return isRepeat ? { ...sent, repeated: false } : sent;
  });
}

/** Tell what becomes of a print, until it ended. Rejects if the link is gone. */
export async function follow(sent: SentPrint, onChange: (print: SentPrint) => boolean): Promise<void> {
  let pause: number = POLL_MS.first;
  let shown = sent;
  while (!FINAL.has(shown.state)) {
    await sleep(pause);
    if (document.hidden) continue;
    pause = Math.min(pause * POLL_MS.times, POLL_MS.most);
    try {
      const now = await call<SentPrint>(`jobs/${sent.job}`);
      if (now.state !== shown.state) pause = POLL_MS.first;
      shown = { ...now, job: sent.job };
    } catch (error) {
      if (error instanceof GoneError) throw error;
      continue;
    }
    if (!onChange(shown)) return;
  }
}

/** Remember the last print while the page is open, or forget it. Some browsers keep nothing. */
export function remember(sent: SentPrint | undefined): void {
  try {
    if (sent) sessionStorage.setItem(STORED, JSON.stringify(sent));
    else sessionStorage.removeItem(STORED);
  } catch {
    // It is only missed when the page is loaded again.
  }
}

/** Return the last print of this page. */
export function recall(): SentPrint | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(STORED) ?? "null") as SentPrint | undefined) ?? undefined;
  } catch {
    return undefined;
  }
}
