/** What the card takes, before anything is sent. */

export const MAX_BYTES = 100 * 1024 * 1024;
/** Larger files are refused by the server, which may then just end the connection. */

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
  TXT: ["txt", "text", "log", "json", "xml", "yaml", "yml"],
  Markdown: ["md", "markdown"],
  CSV: ["csv"],
  HTML: ["htm", "html", "xhtml"],
} as const;

/** Office formats that only some accounts print: the server decides. */
const PERHAPS = [
  ...["odt", "ott", "ods", "ots", "odp", "otp", "odg", "otg"],
  ...["wps", "wpt", "et", "ett", "dps", "dpt"],
];

const ENDINGS: ReadonlySet<string> = new Set([...Object.values(GROUPS).flat(), ...PERHAPS]);

/** The names of the formats, for people. */
export const FORMATS = Object.keys(GROUPS).join(", ");

/** For a file chooser's `accept`; types too, since phones know no endings. */
export const ACCEPT = [
  ...["image/*", "text/*", "application/pdf"],
  ...[...ENDINGS].map((ending) => `.${ending}`),
].join(",");

export type FileProblem = "file_empty" | "file_too_large" | "file_unsupported";

/** Return why a file cannot be printed, as far as that can be told without reading it. */
export function problemOf(file: Pick<File, "name" | "size" | "type">): FileProblem | undefined {
  if (file.size === 0) return "file_empty";
  const ending = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase();
  const isKnownType = /^(image|text)\/(?!svg)/.test(file.type);
  if (ending && !ENDINGS.has(ending) && !isKnownType) return "file_unsupported";
  if (!ending && /^(audio|video)\//.test(file.type)) return "file_unsupported";
  return file.size > MAX_BYTES ? "file_too_large" : undefined;
}

/** What somebody pasted or dropped. */
export type Given =
  | { readonly kind: "file"; readonly file: File; readonly isOneOfSeveral: boolean }
  | { readonly kind: "text"; readonly text: string };

/** Return the file or the text that a drag or a paste brings. */
export function givenIn(data: DataTransfer | null): Given | undefined {
  const [file, ...others] = data?.files ?? [];
  if (file) return { kind: "file", file, isOneOfSeveral: others.length > 0 };
  const text = data?.getData("text/plain");
  return text?.trim() ? { kind: "text", text } : undefined;
}

/** Return the picture or text in the clipboard. Rejects if it may not be read. */
export async function givenInClipboard(
  clipboard: Clipboard,
  pictureName: string,
): Promise<Given | undefined> {
  for (const item of await clipboard.read()) {
    const type = item.types.find((candidate) => candidate.startsWith("image/"));
    if (type) {
      const name = `${pictureName}.${type.slice("image/".length)}`;
      const file = new File([await item.getType(type)], name, { type });
      return { kind: "file", file, isOneOfSeveral: false };
    }
    if (item.types.includes("text/plain")) {
      const text = await (await item.getType("text/plain")).text();
      if (text.trim()) return { kind: "text", text };
    }
  }
  return undefined;
}
