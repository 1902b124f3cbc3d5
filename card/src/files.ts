import type { Page } from "./backend.js";
import type { MediaItem } from "./hass.js";

/** 100 MiB, the limit of the server, which may close the connection on larger files. */
export const MAX_BYTES = 104_857_600;

const GROUPS = {
  PDF: ["pdf"],
  Word: ["doc", "docx", "docm", "dot", "dotx", "dotm"],
  Excel: ["xls", "xlsx", "xlsm", "xlsb", "xlt", "xltx", "xltm"],
  PowerPoint: ["ppt", "pptx", "pptm", "pot", "potx", "potm", "pps", "ppsx", "ppsm"],
  PNG: ["png"],
  JPG: ["jpg", "jpeg"],
  HEIC: ["heic", "heif"],
  WEBP: ["webp"],
  AVIF: ["avif"],
  GIF: ["gif"],
  TIFF: ["tif", "tiff"],
  BMP: ["bmp"],
  PPM: ["ppm", "pgm", "pbm", "pnm"],
  TXT: ["txt", "text", "log", "json", "xml", "yaml", "yml"],
  Markdown: ["md", "markdown"],
  CSV: ["csv"],
  HTML: ["htm", "html", "xhtml"],
} as const;

/** Office formats that only some accounts support; the server decides. */
const ACCOUNT_DEPENDENT = [
  ...["odt", "ott", "ods", "ots", "odp", "otp", "odg", "otg"],
  ...["wps", "wpt", "et", "ett", "dps", "dpt"],
];

/** Pages of printer drivers, which are hardly ever files: no message names them. */
const DRIVER_PAGES = [
  "pwg", // PWG raster
  "urf", // Apple raster
];

const ENDINGS: ReadonlySet<string> = new Set([...Object.values(GROUPS).flat(), ...ACCOUNT_DEPENDENT, ...DRIVER_PAGES]);

/** The supported formats, for error messages. */
export const FORMATS = /* @__PURE__ */ Object.keys(GROUPS).join(", ");

/** Value for `accept`; includes MIME types, since phones ignore file extensions. */
export const ACCEPT = /* @__PURE__ */ [
  ...["image/*", "text/*", "application/pdf"],
  ...[...ENDINGS].map((ending) => `.${ending}`),
].join(",");

export type FileProblem = "file_empty" | "file_folder" | "file_ofd" | "file_too_large" | "file_unsupported";

/** Folders that were dropped, which look like files. */
const folders = new WeakSet<object>();

/** Return why a file cannot be printed, judging by its name, type and size. */
export function findFileProblem(file: Pick<File, "name" | "size" | "type">): FileProblem | undefined {
  if (folders.has(file)) return "file_folder";
  if (file.size === 0) return "file_empty";
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase();
  // Chinese electronic invoices, which are issued as PDF, too.
  if (ending === "ofd") return "file_ofd";
  const isKnownType = /^(image|text)\/(?!svg)/.test(file.type);
  if (ending && !ENDINGS.has(ending) && !isKnownType) return "file_unsupported";
  if (!ending && /^(audio|video)\//.test(file.type)) return "file_unsupported";
  return file.size > MAX_BYTES ? "file_too_large" : undefined;
}

const PICTURES = /\.(?:png|jpe?g|heic|heif|webp|avif|gif|tiff?|bmp|p[pgbn]m)$/i;
const PAGES = /\.(?:pdf|pwg|urf)$/i;

/** Return whether a file is a picture, which can be edited. */
export function isPicture({ name, type }: Pick<File, "name" | "type">): boolean {
  return PICTURES.test(name) || (!/\.\w+$/.test(name) && /^image\/(?!svg)/.test(type));
}

/** Return whether the integration makes the pages of a file, so that they can be arranged. */
export function canArrange(file: Pick<File, "name" | "type">): boolean {
  return isPicture(file) || PAGES.test(file.name) || (!/\.\w+$/.test(file.name) && file.type === "application/pdf");
}

/** Files or text that were chosen, dropped or pasted, a file in Home Assistant, or a page to make. */
export type PickedContent =
  | { readonly kind: "files"; readonly files: readonly File[] }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "media"; readonly item: MediaItem }
  | { readonly kind: "page"; readonly page: Page };

/** Return the files, or else the text, of a drop or a paste. */
export function readDataTransfer(data: DataTransfer | null): PickedContent | undefined {
  const files = [...(data?.files ?? [])];
  const items = [...(data?.items ?? [])].filter(({ kind }) => kind === "file");
  files.forEach((file, at) => {
    if (items[at]?.webkitGetAsEntry()?.isDirectory) folders.add(file);
  });
  if (files.length) return { kind: "files", files };
  const text = data?.getData("text/plain");
  return text?.trim() ? { kind: "text", text } : undefined;
}

/** Return the pictures, or else the text, in the clipboard. Rejects if the browser denies access. */
export async function readClipboard(clipboard: Clipboard, pictureName: string): Promise<PickedContent | undefined> {
  const files: File[] = [];
  let text = "";
  for (const item of await clipboard.read()) {
    const type = item.types.find((candidate) => candidate.startsWith("image/"));
    if (type) {
      const name = `${pictureName}.${type.slice("image/".length)}`;
      files.push(new File([await item.getType(type)], name, { type }));
    } else if (item.types.includes("text/plain")) {
      text ||= await (await item.getType("text/plain")).text();
    }
  }
  if (files.length) return { kind: "files", files };
  return text.trim() ? { kind: "text", text } : undefined;
}
