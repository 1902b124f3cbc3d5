import type { JobState, Preview } from "../backend.js";
import { BrokenError, postFile, RefusedError, type Send } from "../core/uploads.js";
import { LANGUAGE } from "./texts.js";

/** What a guest may know of the link. */
export interface LinkInfo {
  readonly name: string;
  readonly printer: string;
  /** Of the printer. */
  readonly state: string;
  /** Endings and MIME types, for a file field. */
  readonly accepts: readonly string[];
  readonly max_bytes: number;
  readonly options: {
    readonly color?: readonly string[];
    readonly sides?: readonly string[];
    readonly copies?: { readonly max: number };
  };
  /** Null without a limit. */
  readonly pages_left: number | null;
}

/** What comes out of a print. */
export interface LinkPreview extends Omit<Preview, "policy"> {
  /** What a rule says of it: somebody is asked first, or it has more pages than are left. */
  readonly policy?: { readonly asks: boolean; readonly used_up: boolean } | null;
}

/** A print, as its sender sees it. */
export interface SentPrint {
  /** The token by which its sender asks for its state. */
  readonly job: string;
  readonly state: JobState;
  readonly reason?: string | null;
  readonly name: string;
  /** The state, or what went wrong, in a sentence. */
  readonly message?: string | null;
  /** Whether it was sent before, and nothing more is printed. */
  readonly repeated?: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The link does not exist, or no longer. */
export class GoneError extends Error {}

const BASE = location.pathname.replace(/\/+$/, "");
const TIMEOUT_MS = 60_000;

/** Get or send JSON. Rejects with one of the errors above; with `BrokenError` when aborted. */
export async function call<Answer>(path: string, body?: Fields, signal?: AbortSignal): Promise<Answer> {
  const aborter = new AbortController();
  const abort = (): void => aborter.abort();
  const timer = setTimeout(abort, TIMEOUT_MS);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  let text: string, status: number;
  try {
    const response = await fetch(`${BASE}/${path}`, {
      method: body ? "POST" : "GET",
      headers: { "Accept-Language": LANGUAGE, ...(body ? { "Content-Type": "application/json" } : {}) },
      cache: "no-store",
      credentials: "omit",
      signal: aborter.signal,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    status = response.status;
    text = await response.text();
  } catch {
    throw new BrokenError();
  } finally {
    clearTimeout(timer);
  }
  return readAnswer<Answer>(status, text);
}

/** Send a file, and return the name that the server has for it. Rejects as `call` does. */
export const send: Send<string> = async (...sending) => {
  const { status, text } = await postFile(`${BASE}/upload`, { "Accept-Language": LANGUAGE }, ...sending);
  return readAnswer<{ upload_id: string }>(status, text).upload_id;
};

function readAnswer<Answer>(status: number, text: string): Answer {
  let answer: { readonly message?: unknown; readonly code?: string } | null;
  try {
    answer = JSON.parse(text) as typeof answer;
  } catch {
    answer = null;
  }
  if (status === 404) throw new GoneError();
  if (status >= 200 && status < 300 && answer) return answer as Answer;
  if (typeof answer?.message === "string") throw new RefusedError(answer.message, answer.code ?? "", status === 400);
  // A proxy, or Home Assistant while it starts.
  throw new BrokenError();
}
