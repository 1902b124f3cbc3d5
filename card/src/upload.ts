import type { Context } from "./context.js";
import { BrokenError, type FileUpload, postFile, RefusedError, type Send, UploadQueue } from "./core/uploads.js";
import type { HomeAssistant } from "./hass.js";

export const UPLOAD_URL = "/api/cloudprint/upload";

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

/** Upload a file. Rejects with `RefusedError`, or with `BrokenError`, as if it is canceled. */
export async function upload(hass: HomeAssistant, ...sending: Parameters<Send<Upload>>): Promise<Upload> {
  if (hass.auth.expired) {
    await hass.auth.refreshAccessToken().catch(() => {
      throw new BrokenError();
    });
  }
  const headers = { Authorization: `Bearer ${hass.auth.data.access_token}`, "Accept-Language": hass.language };
  const { status, text } = await postFile(UPLOAD_URL, headers, ...sending);
  const answer = parse(text);
  if (status === 200 && typeof answer?.upload_id === "string") return answer as unknown as Upload;
  if (typeof answer?.message === "string") throw new RefusedError(answer.message);
  throw new BrokenError();
}

/** Return the message of an upload's error in the user's language. */
export function explainUpload({ texts }: Context, error: unknown): string {
  if (error instanceof RefusedError) return error.message;
  if (error instanceof BrokenError) return texts.localize("upload_no_connection");
  return String(error);
}

/** The uploads of a part of the card. */
export class CardUploads<Item extends FileUpload<Upload> = FileUpload<Upload>> extends UploadQueue<Upload, Item> {
  constructor(protected readonly host: { readonly context: Context; requestUpdate(): void }) {
    super(
      (...sending) => upload(host.context.hass, ...sending),
      (error) => explainUpload(host.context, error),
      () => host.requestUpdate(),
    );
  }

  /** Size of all files in bytes. */
  get size(): number {
    return this.items.reduce((sum, { file }) => sum + file.size, 0);
  }

  /** Sent share of all files, 0 to 1. */
  get sent(): number {
    const sent = this.items.reduce((sum, item) => sum + item.file.size * (item.uploaded ? 1 : item.sent), 0);
    return this.size ? sent / this.size : 0;
  }

  /** What is uploaded, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return new Map(this.items.flatMap(({ file, uploaded }) => (uploaded ? [[file, uploaded] as const] : [])));
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === "object" && answer ? { ...answer } : undefined;
  } catch {
    return undefined;
  }
}
