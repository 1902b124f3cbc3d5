import type { ContentField, Printer, SavedDocument } from "./backend.js";
import type { Upload } from "./upload.js";

/** What a person has chosen to print. */
export type Content =
  | { readonly kind: "file"; readonly file: File }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "document"; readonly document: SavedDocument };

/** In letters; longer names are cut off wherever they are shown. */
const MAX_NAME = 60;

/** Formats whose pages only the print service counts. */
const PAGED_FORMATS: ReadonlySet<string> = new Set(["WORD", "EXCEL", "PPT", "PDF"]);

/** Return what to print as a field of a print; nothing as long as there is nothing. */
export function contentField(
  content: Content,
  text: string,
  upload: Upload | undefined,
): ContentField | undefined {
  switch (content.kind) {
    case "file":
      return upload && { upload: upload.upload_id };
    case "text":
      return text.trim() ? { text, name: nameOf(text) } : undefined;
    case "document":
      return { document: content.document.id };
  }
}

/** Return what a text is called: its first words. */
function nameOf(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? "";
  const letters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  const isLong = letters.length > MAX_NAME;
  return isLong ? `${letters.slice(0, MAX_NAME).join("").trimEnd()}…` : line;
}

/** Return if there are pages to choose from. */
export function hasPages(
  content: Content,
  upload: Upload | undefined,
  pages: number | null | undefined,
): boolean {
  if (typeof pages === "number") return pages > 1;
  return content.kind === "file" && PAGED_FORMATS.has(upload?.format ?? "");
}

/** Return the documents that a card can print: on its own printer if it has but one. */
export function printable(
  documents: readonly SavedDocument[],
  fixed: string | undefined,
): readonly SavedDocument[] {
  return documents.filter(
    ({ device_id }) => fixed === undefined || device_id === null || device_id === fixed,
  );
}

/** Return the printer to begin with: the card's, the one printed on last, or any. */
export function printerOf(
  printers: readonly Printer[],
  fixed: string | undefined,
  chosen: string | undefined,
): Printer | undefined {
  const named = (id: string | undefined): Printer | undefined =>
    printers.find((printer) => printer.device_id === id);
  if (fixed !== undefined) return named(fixed);
  return named(chosen) ?? printers.find((printer) => printer.can_control) ?? printers[0];
}
