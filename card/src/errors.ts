import type { CommandError, PreviewOptions } from "./backend.js";
import type { Context } from "./context.js";
import type { TextKey } from "./texts/index.js";

/** `ERR_CONNECTION_LOST` of home-assistant-js-websocket. */
const CONNECTION_LOST = 3;

/** The content fields, which the card's user does not know. */
const CONTENT_FIELDS: ReadonlySet<string> = new Set([
  "upload",
  "text",
  "markdown",
  "url",
  "media",
  "entity",
  "file",
  "files",
]);

/** The names of the fields that the card's user enters. */
const FIELD_NAMES: Readonly<Record<string, TextKey>> = {
  arrange: "arrange",
  clean_up: "clean_up",
  color: "color",
  copies: "copies",
  encoding: "encoding",
  name: "document_name",
  page_ranges: "page_ranges",
  paper: "paper",
  password: "password",
  picture_fit: "picture_fit",
  picture_size: "picture_size",
  pictures_per_sheet: "pictures_per_sheet",
  sides: "sides",
} satisfies Record<Exclude<keyof PreviewOptions, "device_id"> | "name", TextKey>;

/** Messages of the server that the card replaces. */
const OWN_MESSAGES: Readonly<Record<string, TextKey>> = {
  encoding_mismatch: "encoding_mismatch",
  encoding_unknown: "encoding_unknown",
  pdf_password_missing: "password_missing",
  pdf_password_wrong: "password_wrong",
};

/** The labels of a page's options, by name. */
export type Labels = Readonly<Record<string, string>>;

/** What a file cannot be read without. */
export type Missing = "encoding" | "password";

/** What is missing, by error of the server. */
const MISSING: Readonly<Record<string, Missing>> = {
  encoding_mismatch: "encoding",
  encoding_unknown: "encoding",
  pdf_password_missing: "password",
  pdf_password_wrong: "password",
};

/** Whether the connection was lost before the answer arrived. */
export function isConnectionLost(error: unknown): boolean {
  return getCode(error) === CONNECTION_LOST;
}

/** Whether the server no longer has an upload. */
export function isUploadUnknown(error: unknown): boolean {
  return toCommandError(error).translation_key === "upload_unknown";
}

/**
 * Whether a print is known not to have been printed: all its jobs failed, or its uploads are
 * gone without a job, which the server looks for first.
 */
export function isUnprinted(error: unknown): boolean {
  return isUploadUnknown(error) || Boolean(toCommandError(error).translation_key?.startsWith("job_"));
}

/**
 * Whether content is refused for good, as it is: a print would be refused, too. Its upload may be
 * gone since it was printed, and a conversion may have run out of time.
 */
export function isRefused(error: unknown): boolean {
  const { translation_key: key = "", translation_placeholders: placeholders } = toCommandError(error);
  const [field = ""] = placeholders?.field?.split(" ") ?? [];
  return CONTENT_FIELDS.has(field) && !/^(?:upload|conversion)_/.test(key);
}

/** Return the option of a page that an error is about. */
export function findOption(error: unknown, labels: Labels): string | undefined {
  const field = toCommandError(error).translation_placeholders?.field;
  return field !== undefined && field in labels ? field : undefined;
}

/** Return what a file cannot be read without, or without another one. */
export function findMissing(error: unknown): Missing | undefined {
  return MISSING[toCommandError(error).translation_key ?? ""];
}

/**
 * Return the message of a command's error in the user's language.
 *
 * `names` are what the content is called, in the order in which the server counts several files;
 * `labels` name the options of a page.
 */
export async function explain(
  { hass, texts }: Context,
  error: unknown,
  names: readonly string[] = [],
  labels: Labels = {},
): Promise<string> {
  if (isConnectionLost(error)) return texts.localize("connection_lost");
  const { message, translation_domain, translation_key, translation_placeholders } = toCommandError(error);
  const own = OWN_MESSAGES[translation_key ?? ""];
  const { field = "", ...others } = translation_placeholders ?? {};
  if (own) return texts.localize(own, { name: findContentName(field, names) ?? names[0] ?? "" });
  if (translation_domain && translation_key) {
    const localize = await hass.loadBackendTranslation("exceptions", translation_domain).catch(() => undefined);
    const key = `component.${translation_domain}.exceptions.${translation_key}.message`;
    const label = FIELD_NAMES[field];
    const shown = labels[field] ?? findContentName(field, names) ?? (label ? texts.localize(label) : field);
    const text = localize?.(key, { ...others, ...nameFields(others, labels), ...(shown ? { field: shown } : {}) });
    if (text) return text;
  }
  return message ?? String(error);
}

/** Return the placeholders for further fields, with their labels, if any. */
function nameFields(placeholders: Readonly<Record<string, string>>, labels: Labels): object {
  return Object.fromEntries(
    ["fields", "other"].flatMap((name) => {
      const text = placeholders[name];
      return text === undefined ? [] : [[name, text.replace(/\w+/g, (field) => labels[field] ?? field)]];
    }),
  );
}

/** Return the name of the content that a field such as "upload" or "upload 2" is about. */
function findContentName(field: string, names: readonly string[]): string | undefined {
  const [name = "", number = "1"] = field.split(" ");
  return CONTENT_FIELDS.has(name) ? names[Number(number) - 1] : undefined;
}

function toCommandError(error: unknown): Partial<CommandError> {
  return typeof error === "object" && error ? error : {};
}

/** Return the code of an error, which is a number, or in a result, if the connection broke. */
function getCode(error: unknown): unknown {
  if (typeof error !== "object" || !error) return error;
  const { code, error: inner } = error as { code?: unknown; error?: unknown };
  return inner === undefined ? code : getCode(inner);
}
