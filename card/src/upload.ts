import type { Context } from "./context.js";
import type { HomeAssistant } from "./hass.js";

export const UPLOAD_URL = "/api/cloudprint/upload";
export const NAME_HEADER = "X-File-Name";

export interface Upload {
  readonly upload_id: string;
  /** The cleaned file name; may be empty. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** Such as "PDF" or "WORD"; absent for text and unknown content. */
  readonly format?: string;
  readonly expires_at: string;
}

export interface UploadError {
  /** In the user's language. */
  readonly message: string;
  /** A key of `exceptions`. */
  readonly code: string;
  readonly placeholders: Readonly<Record<string, string>> | null;
}

/** The user canceled the upload. */
export class UploadCanceledError extends Error {}

/** The server refused the file; the message is the server's, in the user's language. */
export class UploadRefusedError extends Error {}

/** The connection broke, or a proxy answered instead of the server. */
export class UploadBrokenError extends Error {}

/**
 * Upload a file; `onProgress` gets the sent fraction, 0 to 1.
 *
 * Uses XMLHttpRequest, since `fetch` does not report upload progress.
 */
export async function upload(
  hass: HomeAssistant,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Upload> {
  if (hass.auth.expired) {
    await hass.auth.refreshAccessToken().catch(() => {
      throw new UploadBrokenError();
    });
  }
  if (signal.aborted) throw new UploadCanceledError();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", UPLOAD_URL);
    request.setRequestHeader("Authorization", `Bearer ${hass.auth.data.access_token}`);
    request.setRequestHeader("Accept-Language", hass.language);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader(NAME_HEADER, encodeURIComponent(file.name));
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const answer = parse(request.responseText);
      if (request.status === 200 && typeof answer?.upload_id === "string") {
        resolve(answer as unknown as Upload);
      } else if (typeof answer?.message === "string") {
        reject(new UploadRefusedError(answer.message));
      } else {
        reject(new UploadBrokenError());
      }
    });
    request.addEventListener("error", () => reject(new UploadBrokenError()));
    request.addEventListener("abort", () => reject(new UploadCanceledError()));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

/** Return the message of an upload's error in the user's language. */
export function explainUpload({ texts }: Context, error: unknown): string {
  if (error instanceof UploadRefusedError) return error.message;
  if (error instanceof UploadBrokenError) return texts.localize("upload_no_connection");
  return String(error);
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer ? { ...answer } : undefined;
  } catch {
    return undefined;
  }
}
