import type { CommandError, PreviewOptions } from "./backend.js";
import type { Context } from "./context.js";
import type { TextKey } from "./texts/index.js";
import { UploadBrokenError, UploadRefusedError } from "./upload.js";

/** `ERR_CONNECTION_LOST` of home-assistant-js-websocket. */
const CONNECTION_LOST = 3;

/** The content fields, which the card's user does not know. */
const CONTENT_FIELDS: ReadonlySet<string> = new Set(["upload", "text", "markdown", "url", "media", "entity"]);

/** The names of the fields that the card's user enters. */
const FIELD_NAMES: Readonly<Record<string, TextKey>> = {
  color: "color",
  copies: "copies",
  encoding: "encoding",
  page_ranges: "page_ranges",
  paper: "paper",
  password: "password",
  sides: "sides",
} satisfies Record<Exclude<keyof PreviewOptions, "device_id">, TextKey>;

/** Messages of the server that the card replaces. */
const OWN_MESSAGES: Readonly<Record<string, TextKey>> = {
  encoding_mismatch: "encoding_mismatch",
  encoding_unknown: "encoding_unknown",
  pdf_password_missing: "password_missing",
  pdf_password_wrong: "password_wrong",
};

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

/** Return what a file cannot be read without, or without another one. */
export function findMissing(error: unknown): Missing | undefined {
  return MISSING[toCommandError(error).translation_key ?? ""];
}

/** Return the message of a command's error in the user's language; `name` is the content's. */
export async function explain({ hass, texts }: Context, error: unknown, name = ""): Promise<string> {
  if (isConnectionLost(error)) return texts.localize("connection_lost");
  const { message, translation_domain, translation_key, translation_placeholders } = toCommandError(error);
  const own = OWN_MESSAGES[translation_key ?? ""];
  if (own) return texts.localize(own, { name });
  if (translation_domain && translation_key) {
    const localize = await hass
      .loadBackendTranslation("exceptions", translation_domain)
      .catch(() => undefined);
    const key = `component.${translation_domain}.exceptions.${translation_key}.message`;
    const { field, ...others } = translation_placeholders ?? {};
    const label = FIELD_NAMES[field ?? ""];
    const shown = name && CONTENT_FIELDS.has(field ?? "") ? name : label ? texts.localize(label) : field;
    const text = localize?.(key, shown === undefined ? others : { ...others, field: shown });
    if (text) return text;
  }
  return message ?? String(error);
}

/** Return the message of an upload's error in the user's language. */
export function explainUpload({ texts }: Context, error: unknown): string {
  if (error instanceof UploadRefusedError) return error.message;
  if (error instanceof UploadBrokenError) return texts.localize("upload_no_connection");
  return String(error);
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
