import type { ContentField, PageOptions } from "./backend.js";
import type { Content, FilesContent } from "./content.js";
import { canArrange } from "./files.js";
import type { Upload } from "./upload.js";

/** Length limit of names made from text, in graphemes. */
const MAX_NAME = 60;

/** Formats whose pages the card cannot count. */
const PAGED_FORMATS: ReadonlySet<string> = new Set(["WORD", "EXCEL", "PPT", "PDF"]);

/** What is printed on its own, as it is. */
export type SingleContent = Exclude<Content, FilesContent>;

/** A text that is written on the card. */
export interface WrittenText {
  readonly text: string;
  readonly isMarkdown: boolean;
}

/** Return the content field of a print, or undefined while there is no content yet. */
export function buildContentField(
  content: SingleContent,
  { text, isMarkdown }: WrittenText,
  upload: Upload | undefined,
  pageOptions: PageOptions | undefined,
): ContentField | undefined {
  switch (content.kind) {
    case "file":
      return upload && { upload: upload.upload_id };
    case "text": {
      if (!text.trim()) return undefined;
      const name = createTextName(text, isMarkdown);
      return isMarkdown ? { markdown: text, name } : { text, name };
    }
    case "media": {
      const { media_content_id, title } = content.item;
      return { media: { media_content_id, metadata: { title } } };
    }
    case "page":
      return pageOptions && { page: content.page.page, page_options: pageOptions };
    case "document":
      return { document: content.document.id };
  }
}

/** Return the first line of a text as its name, without the sign of a Markdown heading. */
function createTextName(text: string, isMarkdown: boolean): string {
  const first = text.trim().split(/[\r\n]/, 1)[0] ?? "";
  const line = (isMarkdown && first.replace(/^(?:#{1,6}|[-*+]|\d+[.)]|>)\s+(?:\[[ xX]\]\s+)?/, "")) || first;
  const letters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  const isLong = letters.length > MAX_NAME;
  return isLong ? `${letters.slice(0, MAX_NAME).join("").trimEnd()}…` : line;
}

/** Return whether to offer page ranges. */
export function hasPages(
  content: SingleContent,
  upload: Upload | undefined,
  pages: number | null | undefined,
): boolean {
  if (typeof pages === "number") return pages > 1;
  return content.kind === "file" && PAGED_FORMATS.has(upload?.format ?? "");
}

/** Return whether the pages are made by the integration, which can leave out each second one. */
export function hasPageSets(content: SingleContent, upload: Upload | undefined): boolean {
  const format = upload?.format ?? "";
  return content.kind !== "file" || format === "PDF" || !PAGED_FORMATS.has(format);
}

/** Return whether the integration makes the pages, so that they can be printed on both sides by hand. */
export function isMadeHere(content: SingleContent): boolean {
  if (content.kind === "media") return canArrange({ name: content.item.title, type: "" });
  return content.kind === "file" && canArrange(content.file);
}
