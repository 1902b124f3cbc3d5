import type { Context } from "./context.js";
import { BrokenError, type FileUpload, postFile, RefusedError, type Send, UploadQueue } from "./core/uploads.js";
import type { HomeAssistant } from "./hass.js";

export const UPLOAD_URL = "/api/cloudprint/upload";

/** Most files of a list, and most bytes: the server keeps as much for each user. */
export const MAX_FILES = 60;
export const MAX_TOTAL = 200 * 1_048_576;

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

/** The files of a list, as many as the server keeps for a user. */
export abstract class ListedUploads<Item extends FileUpload<Upload>> extends CardUploads<Item> {
  /** How many of the last files were left out, because there were too many. */
  leftOut = 0;
  private readonly added = new WeakSet<File>();
  private readonly removed = new WeakSet<File>();

  protected abstract create(file: File): Item;

  /** Add the files that were not added before; `uploads` are those of some of them. */
  addFiles(files: readonly File[], uploads?: ReadonlyMap<File, Upload>): void {
    this.leftOut = 0;
    for (const file of files) {
      if (this.added.has(file)) continue;
      this.added.add(file);
      const item = this.create(file);
      const others = this.getOthers(item);
      const size = others.reduce((sum, other) => sum + other.file.size, file.size);
      if (others.length < MAX_FILES && size <= MAX_TOTAL) {
        item.uploaded ??= uploads?.get(file);
        this.add([item]);
      } else this.leftOut += 1;
    }
  }

  /** Return the files that were not removed, also those that were left out. */
  filterKept(files: readonly File[]): readonly File[] {
    return files.filter((file) => !this.removed.has(file));
  }

  override remove(item: Item): void {
    this.removed.add(item.file);
    super.remove(item);
  }

  /** Return the items that take the room of an item. */
  protected getOthers(item: Item): readonly Item[] {
    return this.items.filter((other) => other !== item);
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
