import type { Arrange, CleanUp, Corners, Crop, DesignOptions, PictureFit, Rotation, UploadItem } from "./backend.js";

export const ARRANGEMENTS = [
  ...(["pages", "grid", "photo", "id_card"] as const),
  ...(["invoices", "id_photos", "booklet"] as const),
] satisfies readonly Arrange[];
export const PER_SHEET = [2, 4, 6, 9, 16] as const;
export const PHOTO_SIZES = ["page", "5_inch", "6_inch", "7_inch", "4x6", "10x15"] as const;
export const ID_PHOTO_SIZES = ["1_inch", "2_inch", "22x32", "33x48", "35x45", "51x51"] as const;
/** The field with the size that a user has typed, by the field that it replaces. */
export const OWN_SIZES = {
  perSheet: "gridSize",
  photoSize: "ownPhotoSize",
  idPhotoSize: "ownIdPhotoSize",
} as const satisfies Partial<Record<keyof Design, keyof Design>>;
export type OwnSize = (typeof OWN_SIZES)[keyof typeof OWN_SIZES];
export const FITS = ["fit", "fill"] as const satisfies readonly PictureFit[];
export const CLEAN_UPS = ["off", "straighten", "color", "grey", "black"] as const;

/** The options of one print of several files, also those of arrangements that are not chosen. */
export interface Design {
  readonly arrange: Arrange;
  readonly perSheet: (typeof PER_SHEET)[number];
  /** Of each picture in millimeters, as typed: "60x40"; it replaces `perSheet`. */
  readonly gridSize: string;
  readonly photoSize: (typeof PHOTO_SIZES)[number];
  /** Likewise, instead of `photoSize`. */
  readonly ownPhotoSize: string;
  readonly idPhotoSize: (typeof ID_PHOTO_SIZES)[number];
  /** Likewise, instead of `idPhotoSize`. */
  readonly ownIdPhotoSize: string;
  readonly gridFit: PictureFit;
  readonly photoFit: PictureFit;
  readonly cleanUp: CleanUp | "off";
}

export const INITIAL_DESIGN: Design = {
  arrange: "pages",
  perSheet: 4,
  gridSize: "",
  photoSize: "page",
  ownPhotoSize: "",
  idPhotoSize: "1_inch",
  ownIdPhotoSize: "",
  gridFit: "fit",
  photoFit: "fill",
  cleanUp: "off",
};

/** What the user changes in a picture. Shares are of the upright picture. */
export interface Edits {
  readonly rotation: Rotation;
  readonly crop?: Crop;
  /** As the user has moved them; otherwise, those that were found apply. */
  readonly corners?: Corners;
}

export const NO_EDITS: Edits = { rotation: 0 };

/** Return the print fields of a design, without the options of other arrangements. */
export function buildDesignOptions(design: Design): DesignOptions {
  const { arrange, cleanUp } = design;
  return {
    arrange,
    ...(arrange === "grid" ? { ...buildGridSize(design), picture_fit: design.gridFit } : {}),
    ...(arrange === "photo"
      ? { picture_size: design.ownPhotoSize || design.photoSize, picture_fit: design.photoFit }
      : {}),
    ...(arrange === "id_photos" ? { picture_size: design.ownIdPhotoSize || design.idPhotoSize } : {}),
    ...(cleanUp === "off" ? {} : { clean_up: cleanUp }),
  };
}

function buildGridSize({ gridSize, perSheet }: Design): DesignOptions {
  return gridSize ? { picture_size: gridSize } : { pictures_per_sheet: perSheet };
}

/**
 * Return an upload with its edits.
 *
 * `found` are the corners of the page in a photo that is cleaned up, which is not cropped
 * then; it is undefined for other files, and null if there are none.
 */
export function buildUploadItem(
  upload: string,
  { rotation, crop, corners }: Edits,
  found: Corners | null | undefined,
): UploadItem {
  const quad = found === undefined ? undefined : (corners ?? found ?? undefined);
  return {
    upload,
    ...(quad ? { corners: quad } : crop && found === undefined ? { crop } : {}),
    ...(rotation ? { rotation } : {}),
  };
}

/** Return an array with the item at `from` moved to `to`. */
export function moveItem<Item>(items: readonly Item[], from: number, to: number): readonly Item[] {
  const item = items[from];
  const target = Math.min(Math.max(to, 0), items.length - 1);
  if (item === undefined || target === from) return items;
  return items.toSpliced(from, 1).toSpliced(target, 0, item);
}

/** Return a rotation, turned by quarters clockwise. */
export function rotate(rotation: Rotation, quarters: number): Rotation {
  return (((((rotation / 90 + quarters) % 4) + 4) % 4) * 90) as Rotation;
}
