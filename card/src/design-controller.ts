import type { ReactiveController } from "lit";

import type { Corners, UploadItem } from "./backend.js";
import { FileUpload } from "./core/uploads.js";
import { buildUploadItem, type Design, type Edits, moveItem, NO_EDITS } from "./design.js";
import { isPicture } from "./files.js";
import { loadPicture, type Picture, readPicture } from "./pictures.js";
import { ListedUploads, type Upload } from "./upload.js";

const THUMBNAIL_SIDE = 360;

/** A file of a design. */
export class DesignItem extends FileUpload<Upload> {
  readonly isPicture: boolean;
  edits: Edits = NO_EDITS;
  /** Undefined while it is made, or if it cannot be. */
  thumbnail: Picture | undefined;
  /** The corners of the page in it; null for none, undefined if they were not looked for. */
  found: Corners | null | undefined;
  /** Whether its corners are looked for. */
  isFinding = false;

  constructor(file: File) {
    super(file);
    this.isPicture = isPicture(file);
  }
}

/** The items of files, so that a file which is shown again is as it was. */
const known = new WeakMap<File, DesignItem>();

function getItem(file: File): DesignItem {
  const item = known.get(file) ?? new DesignItem(file);
  known.set(file, item);
  return item;
}

/** Keeps the files of a design in order; uploads them, and makes their thumbnails. */
export class DesignController extends ListedUploads<DesignItem> implements ReactiveController {
  /** Work that is done one after the other. */
  private work: Promise<void> = Promise.resolve();

  hostConnected(): void {
    this.start();
  }

  hostDisconnected(): void {
    // The design stays as it is: dashboards show the same card again.
    this.stop();
  }

  protected create(file: File): DesignItem {
    return getItem(file);
  }

  override add(items: readonly DesignItem[]): void {
    super.add(items);
    for (const item of items) this.queue(() => this.readThumbnail(item));
  }

  /** Whether the corners of a picture are still looked for. */
  get isFinding(): boolean {
    return this.items.some((item) => item.isPicture && item.uploaded && item.found === undefined);
  }

  /** Return the value of the content field, or undefined until each file is uploaded. */
  buildField({ cleanUp }: Design): readonly UploadItem[] | undefined {
    if (!this.isUploaded || (cleanUp !== "off" && this.isFinding)) return undefined;
    return this.items.flatMap(({ uploaded, edits, found }) =>
      uploaded ? [buildUploadItem(uploaded.upload_id, edits, cleanUp === "off" ? undefined : found)] : [],
    );
  }

  edit(item: DesignItem, edits: Edits): void {
    item.edits = edits;
    this.onChange();
  }

  /** Move an item to another place; return the place. */
  move(item: DesignItem, to: number): number {
    this.items = moveItem(this.items, this.items.indexOf(item), to);
    this.onChange();
    return this.items.indexOf(item);
  }

  override async upload(item: DesignItem): Promise<void> {
    await super.upload(item);
    if (item.uploaded && !item.thumbnail) this.queue(() => this.readThumbnail(item));
  }

  /** Look for the corners of the pictures, unless this was done before. */
  findCorners(): void {
    for (const item of this.items) {
      if (!item.isPicture || !item.uploaded || item.isFinding || item.found !== undefined) continue;
      item.isFinding = true;
      this.queue(() => this.findCornersOf(item));
    }
  }

  /** Return a larger picture of an item. */
  async load(item: DesignItem, maxSide: number): Promise<Picture | undefined> {
    const picture = item.isPicture ? await readPicture(item.file, maxSide) : undefined;
    if (picture || !item.uploaded) return picture;
    return loadPicture(this.host.context, item.uploaded.upload_id, maxSide);
  }

  private queue(task: () => Promise<void>): void {
    this.work = this.work.then(task);
  }

  private async readThumbnail(item: DesignItem): Promise<void> {
    if (item.thumbnail || !this.items.includes(item)) return;
    item.thumbnail = await this.load(item, THUMBNAIL_SIDE);
    this.onChange();
  }

  private async findCornersOf(item: DesignItem): Promise<void> {
    if (item.uploaded && this.items.includes(item)) {
      const { upload_id: id } = item.uploaded;
      // Without corners, the whole picture is printed.
      const answer = await this.host.context.backend.call("cloudprint/corners", { upload: id }).catch(() => undefined);
      item.found = answer?.corners ?? null;
    }
    item.isFinding = false;
    this.onChange();
  }
}
