import type { ReactiveController, ReactiveControllerHost } from "lit";

import type { Corners, UploadItem } from "./backend.js";
import type { Context } from "./context.js";
import { buildUploadItem, type Design, type Edits, moveItem, NO_EDITS } from "./design.js";
import { isPicture } from "./files.js";
import { loadPicture, type Picture, readPicture } from "./pictures.js";
import { explainUpload, type Upload, upload } from "./upload.js";

/** Most files of one print. */
export const MAX_ITEMS = 60;
/** Most bytes of one print; the server keeps 200 MiB for each user. */
export const MAX_TOTAL = 200 * 1_048_576;

const UPLOADS_AT_A_TIME = 3;
const THUMBNAIL_SIDE = 360;

/** A file of a design. */
export class DesignItem {
  readonly isPicture: boolean;
  edits: Edits = NO_EDITS;
  /** Undefined while it is made, or if it cannot be. */
  thumbnail: Picture | undefined;
  /** The corners of the page in it; null for none, undefined if they were not looked for. */
  found: Corners | null | undefined;
  /** Whether its corners are looked for. */
  isFinding = false;
  uploaded: Upload | undefined;
  isUploading = false;
  /** Sent fraction of the file, 0 to 1. */
  sent = 0;
  /** Localized message of an upload that failed. */
  problem: string | undefined;
  aborter: AbortController | undefined;

  constructor(readonly file: File) {
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
export class DesignController implements ReactiveController {
  items: readonly DesignItem[] = [];
  /** Number of files that were left out of the last ones, because there were too many. */
  leftOut = 0;
  private context: Context | undefined;
  private readonly added = new WeakSet<File>();
  /** Work that is done one after the other. */
  private work: Promise<void> = Promise.resolve();
  private isConnected = false;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.isConnected = true;
    this.startUploads();
  }

  hostDisconnected(): void {
    // The design stays as it is: dashboards show the same card again.
    this.isConnected = false;
    for (const { aborter } of this.items) aborter?.abort();
  }

  /** Add the files that were not added before; `uploads` are those of some of them. */
  add(context: Context, files: readonly File[], uploads?: ReadonlyMap<File, Upload>): void {
    this.context = context;
    this.leftOut = 0;
    for (const file of files) {
      if (this.added.has(file)) continue;
      this.added.add(file);
      if (this.items.length >= MAX_ITEMS || this.size + file.size > MAX_TOTAL) {
        this.leftOut += 1;
        continue;
      }
      const item = getItem(file);
      item.uploaded ??= uploads?.get(file);
      this.items = [...this.items, item];
      this.queue(() => this.readThumbnail(item));
    }
    this.startUploads();
  }

  /** Size of all files in bytes. */
  get size(): number {
    return this.items.reduce((sum, { file }) => sum + file.size, 0);
  }

  /** Sent fraction of all files, 0 to 1. */
  get sent(): number {
    const sent = this.items.reduce((sum, item) => sum + item.file.size * (item.uploaded ? 1 : item.sent), 0);
    return this.size ? sent / this.size : 0;
  }

  /** Whether each file is on the server. */
  get isUploaded(): boolean {
    return this.items.length > 0 && this.items.every(({ uploaded }) => uploaded);
  }

  /** Whether the corners of a picture are still looked for. */
  get isFinding(): boolean {
    return this.items.some((item) => item.isPicture && item.uploaded && item.found === undefined);
  }

  /** The uploads, which another part can go on with. */
  get uploads(): ReadonlyMap<File, Upload> {
    return new Map(this.items.flatMap(({ file, uploaded }) => (uploaded ? [[file, uploaded] as const] : [])));
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
    this.host.requestUpdate();
  }

  /** Move an item to another place; return the place. */
  move(item: DesignItem, to: number): number {
    this.items = moveItem(this.items, this.items.indexOf(item), to);
    this.host.requestUpdate();
    return this.items.indexOf(item);
  }

  remove(item: DesignItem): void {
    this.items = this.items.filter((other) => other !== item);
    item.aborter?.abort();
    this.host.requestUpdate();
  }

  /** Upload all files again that failed: without a connection, all of them do. */
  retry(): void {
    for (const item of this.items) item.problem = undefined;
    this.startUploads();
  }

  /** Upload all files again, since the server no longer has them. */
  uploadAgain(): void {
    for (const item of this.items) item.uploaded = undefined;
    this.startUploads();
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
    if (picture || !item.uploaded || !this.context) return picture;
    return loadPicture(this.context, item.uploaded.upload_id, maxSide);
  }

  private queue(task: () => Promise<void>): void {
    this.work = this.work.then(task);
  }

  private startUploads(): void {
    if (!this.isConnected) return;
    const free = UPLOADS_AT_A_TIME - this.items.filter(({ isUploading }) => isUploading).length;
    const waiting = this.items.filter((item) => !item.uploaded && !item.isUploading && item.problem === undefined);
    for (const item of waiting.slice(0, Math.max(0, free))) void this.upload(item);
    this.host.requestUpdate();
  }

  private async upload(item: DesignItem): Promise<void> {
    const { context } = this;
    if (!context) return;
    const aborter = new AbortController();
    item.aborter = aborter;
    item.isUploading = true;
    item.sent = 0;
    const onProgress = (sent: number): void => {
      item.sent = sent;
      this.host.requestUpdate();
    };
    try {
      item.uploaded = await upload(context.hass, item.file, onProgress, aborter.signal);
      if (!item.thumbnail) this.queue(() => this.readThumbnail(item));
    } catch (error) {
      if (!aborter.signal.aborted) item.problem = explainUpload(context, error);
    }
    item.isUploading = false;
    this.startUploads();
  }

  private async readThumbnail(item: DesignItem): Promise<void> {
    if (item.thumbnail || !this.items.includes(item)) return;
    item.thumbnail = await this.load(item, THUMBNAIL_SIDE);
    this.host.requestUpdate();
  }

  private async findCornersOf(item: DesignItem): Promise<void> {
    const { context } = this;
    if (context && item.uploaded && this.items.includes(item)) {
      const { upload_id: id } = item.uploaded;
      // Without corners, the whole picture is printed.
      const answer = await context.backend.call("cloudprint/corners", { upload: id }).catch(() => undefined);
      item.found = answer?.corners ?? null;
    }
    item.isFinding = false;
    this.host.requestUpdate();
  }
}
