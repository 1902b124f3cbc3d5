import type { HomeAssistant } from "./hass.js";

const ADDRESS = "/api/cloudprint/upload";

export interface Upload {
  readonly upload_id: string;
  readonly name: string;
  readonly size: number;
  readonly format?: string;
}

/** The upload was ended by the person. */
export class UploadCanceledError extends Error {}

/** The server refused the file; the message is its own, in the person's language. */
export class UploadRefusedError extends Error {}

/** The connection broke off, or something that is not our server answered. */
export class UploadBrokenError extends Error {}

/**
 * Send a file, and tell how much of it was sent, from 0 to 1.
 *
 * An XMLHttpRequest, since `fetch` does not tell its progress.
 */
export async function upload(
  hass: HomeAssistant,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Upload> {
  if (hass.auth.expired) await hass.auth.refreshAccessToken();
  if (signal.aborted) throw new UploadCanceledError();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", ADDRESS);
    request.setRequestHeader("Authorization", `Bearer ${hass.auth.data.access_token}`);
    request.setRequestHeader("Accept-Language", hass.language);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
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

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer ? { ...answer } : undefined;
  } catch {
    return undefined;
  }
}
