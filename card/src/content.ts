import type { Page, Printer, SavedDocument } from "./backend.js";
import type { PickedContent } from "./files.js";
import type { MediaItem } from "./hass.js";
import type { Translator } from "./texts/index.js";

/** Several files, or one that is arranged; with `isSeparate`, each is a print of its own. */
export interface FilesContent {
  readonly kind: "files";
  readonly files: readonly File[];
  readonly isSeparate: boolean;
}

/** The content to print. */
export type Content =
  | { readonly kind: "file"; readonly file: File }
  | FilesContent
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "media"; readonly item: MediaItem }
  | { readonly kind: "page"; readonly page: Page }
  | { readonly kind: "document"; readonly document: SavedDocument };

/** Return what content is called. */
export function nameContent(content: Content | PickedContent, texts: Translator): string {
  switch (content.kind) {
    case "file":
      return content.file.name;
    case "files":
      return content.files.length === 1
        ? (content.files[0]?.name ?? "")
        : texts.localizeCount("files", content.files.length);
    case "text":
      return texts.localize("text_name");
    case "media":
      return content.item.title;
    case "page":
      return content.page.name;
    case "document":
      return content.document.name;
  }
}

/** Return whether files are designed, and printed as one. */
export function isDesign(content: Content | undefined): content is FilesContent & { readonly isSeparate: false } {
  return content?.kind === "files" && !content.isSeparate;
}

/** Return the files of the content. */
export function getFiles(content: Content | undefined): readonly File[] {
  if (content?.kind === "files") return content.files;
  return content?.kind === "file" ? [content.file] : [];
}

/** Return the documents that can be printed on the fixed printer, or all. */
export function filterDocuments(
  documents: readonly SavedDocument[],
  fixed: string | undefined,
): readonly SavedDocument[] {
  return documents.filter(({ device_id }) => fixed === undefined || device_id === null || device_id === fixed);
}

/** Return the card's fixed printer, or else the first of the preferred ones, or else a usable one. */
export function findPrinter(
  printers: readonly Printer[],
  fixed: string | undefined,
  ...preferred: readonly (string | null | undefined)[]
): Printer | undefined {
  const named = (id: string | null | undefined): Printer | undefined =>
    printers.find((printer) => printer.device_id === id);
  if (fixed !== undefined) return named(fixed);
  return (
    preferred.map(named).find((printer) => printer !== undefined) ??
    printers.find((printer) => printer.can_control) ??
    printers[0]
  );
}

/**
 * Return the last printer if it is not listed, unless another one is wanted: its account may be
 * loading again.
 */
export function findUnlisted(
  printers: readonly Printer[],
  last: Printer | undefined,
  wanted: string | undefined,
): Printer | undefined {
  if (!last || (wanted !== undefined && wanted !== last.device_id)) return undefined;
  return printers.some(({ device_id: id }) => id === last.device_id) ? undefined : last;
}
