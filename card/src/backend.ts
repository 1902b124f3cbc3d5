import type { HomeAssistant } from "./hass.js";

/**
 * The WebSocket commands of the integration: docs/card-api.md.
 *
 * `tests/card_api/test_contract.py` checks these types against what the integration answers.
 * An integration newer than the card in the browser's cache may send values that are not
 * listed here; the card shows those as unknown.
 */

type Color = "color" | "monochrome";
export type Sides = "one_sided" | "two_sided_long_edge" | "two_sided_short_edge";
type Quality = "draft" | "low" | "normal" | "high";
type Orientation = "portrait" | "landscape";
export type PrinterStatus = "idle" | "waiting" | "printing" | "offline";
export type DocumentKind = "text" | "markdown" | "url" | "media" | "entity" | "files" | "page";
export type OutputTray = "face_down" | "face_up";
export type InputTray = "upper_side" | "lower_side";
export type PaperSide = "front" | "back";
export type Decision = "printed" | "print_again" | "forget";

export type Arrange = "pages" | "grid" | "photo" | "id_card" | "invoices" | "id_photos" | "booklet";
export type PictureFit = "fit" | "fill";
export type CleanUp = "straighten" | "color" | "grey" | "black";
export type Rotation = 0 | 90 | 180 | 270;

/** The left, upper, right and lower edge of a part of a picture, as shares. */
export type Crop = readonly [number, number, number, number];

/** What may come out otherwise than it was asked for. */
export type JobWarning =
  | "characters_missing"
  | "clean_up_ignored"
  | "collate_ignored"
  | "collate_unsupported"
  | "color_denied"
  | "color_ignored"
  | "color_unsupported"
  | "copies_ignored"
  | "copies_unsupported"
  | "dpi_unsupported"
  | "format_undocumented"
  | "labels_header"
  | "lines_missing"
  | "linked_files_missing"
  | "not_drawn"
  | "orientation_ignored"
  | "orientation_unsupported"
  | "page_not_found"
  | "page_ranges_ignored"
  | "pages_ambiguous"
  | "pages_per_sheet_ignored"
  | "paper_ignored"
  | "quality_ignored"
  | "quality_unsupported"
  | "sides_ignored"
  | "sides_unsupported"
  | "sums_repeated";

export type JobState =
  | "preparing"
  | "held"
  | "submitting"
  | "submitted"
  | "queued"
  | "printing"
  | "finished"
  | "failed"
  | "canceled"
  | "unconfirmed"
  | "expired";

/** Why a job is in its state, where the state alone does not say. */
export type Reason =
  // held
  | "order"
  | "service"
  | "authentication"
  | "quiet_hours"
  | "printer_offline"
  | "printer_gone"
  | "approval"
  | "turn_paper"
  // failed
  | "refused"
  | "task_error"
  | "content_gone"
  | "not_prepared"
  // unconfirmed
  | "no_answer"
  | "interrupted"
  | "task_unknown"
  | "no_final_state"
  | "partly_printed"
  | "restored"
  // finished, canceled
  | "by_hand"
  | "denied"
  | "moved"
  | "changed";

type ApprovalState = "needed" | "given" | "denied";

/** Why a rule asks. */
export type Cause = "pages" | "pages_unknown" | "color" | "time";

/** What a rule for the user means, and the pages that are left; null without such a limit. */
export interface Rule {
  readonly sentence: string;
  readonly left_today: number | null;
  readonly limit_today: number | null;
  readonly left_month: number | null;
  readonly limit_month: number | null;
}

/** What a rule says of a print before it is printed. */
export interface Policy {
  /** Printed sides of all copies; null if it cannot be told. */
  readonly pages: number | null;
  /** Whether someone is asked first, why, and who; administrators without names. */
  readonly asks: boolean;
  readonly causes: readonly Cause[];
  /** How many pages print without asking, if it has more. */
  readonly ask_above: number | null;
  readonly approvers: readonly string[];
  /** Null without a rule. */
  readonly sentence: string | null;
  readonly left_today: number | null;
  readonly left_month: number | null;
  /** Whether it has more pages than are left. */
  readonly used_up: boolean;
  /** Whether nobody is asked if it is printed in grey. */
  readonly offers_grey: boolean;
}

/** Whether a print may be printed, decided for all its jobs at once. */
export interface Approval {
  readonly state: ApprovalState;
  readonly causes: readonly Cause[];
  /** Printed sides; null if they are unknown. */
  readonly pages: number | null;
  /** How many print without asking, if there are more. */
  readonly ask_above: number | null;
  /** Pages that the asker may still print today, null without a limit; for those who may decide. */
  readonly left_today?: number | null;
  /** Name of the rule. */
  readonly rule: string;
  /** Names of those who may decide; administrators without any. */
  readonly approvers: readonly string[];
  readonly can_decide: boolean;
  readonly asked_by: string | null;
  readonly rule_id: string;
  /** Of what is decided together. */
  readonly request_id?: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  /** Options that who approved it changed. */
  readonly changes?: ApprovalChanges;
}

/** Sizes in millimeters, upright. */
interface Paper {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export interface Printer {
  readonly device_id: string;
  readonly entry_id: string;
  /** Title of the account. */
  readonly account: string;
  /** The user's name for the device, or else the cloud's. */
  readonly name: string;
  /** The status sensor; ask for the printer again when its state changes. */
  readonly entity_id: string | null;
  /** At the time of the answer; its jobs tell what it is since then. */
  readonly status: PrinterStatus;
  /** As the cloud reports it; null if it does not. */
  readonly online: boolean | null;
  /** Whether the cloud service answers. */
  readonly available: boolean;
  /** Whether the user may print, cancel, release, reprint and decide. */
  readonly can_control: boolean;
  /** If false, the choices below are all that exist. */
  readonly capabilities_known: boolean;
  readonly colors: readonly Color[];
  readonly sides: readonly Sides[];
  readonly qualities: readonly Quality[];
  readonly orientations: readonly Orientation[];
  readonly papers: readonly Paper[];
  readonly copies: { readonly min: number; readonly max: number };
  /** Whether it prints one side, so that two are printed by hand once its trays are known. */
  readonly needs_trays: boolean;
  readonly trays: Trays | null;
  /** States of the default entities; an absent one is left to the printer. */
  readonly defaults: {
    readonly color?: Color;
    readonly sides?: Sides;
    readonly quality?: Quality;
    readonly orientation?: Orientation;
    readonly paper?: string;
    readonly copies?: number;
  };
  /** The rule for the user on this printer. */
  readonly rule: Rule | null;
}

/** How paper lies in a printer; which side of the paper in the tray is printed. */
export interface Trays {
  readonly output: OutputTray;
  readonly input: InputTray;
}

export interface SavedDocument {
  readonly id: string;
  readonly name: string;
  readonly kind: DocumentKind;
  /** Its printer; if null, the print has to name one. */
  readonly device_id: string | null;
}

/** A job as `cloudprint/print` answers with it. */
export interface PrintedJob {
  /** Sorts by time of creation. */
  readonly job_id: string;
  readonly task_id: string | null;
  readonly device_id: string;
  readonly printer: string;
  readonly name: string;
  readonly state: JobState;
  /** Absent if the print service counts the pages. */
  readonly pages?: number;
  /** Absent unless each side of the paper is a job, one of which waits for the other. */
  readonly side?: PaperSide;
  readonly warnings: readonly JobWarning[];
}

export interface PrintAnswer {
  readonly jobs: readonly PrintedJob[];
  /** Who is asked while jobs wait for approval: administrators without names; otherwise null. */
  readonly asked: readonly string[] | null;
}

/** A job of the feed and the history. Times are ISO 8601 in UTC. */
export interface Job extends Omit<PrintedJob, "pages" | "side"> {
  /** Of all jobs of a print; empty for another person's, where each sees only their own. */
  readonly print_id: string;
  readonly reason: Reason | null;
  /** The service's own words. */
  readonly message: string | null;
  readonly task_status: string | null;
  readonly pages: number | null;
  /** Printed sides of all copies; null if they are not known. */
  readonly impressions: number | null;
  readonly approval: Approval | null;
  readonly created_at: string;
  readonly updated_at: string;
  /** Only matters while the job is held; null for back sides until their front sides are out. */
  readonly expires_at: string | null;
  readonly content: { readonly source: string; readonly format: string; readonly bytes: number };
  readonly options: Readonly<Record<string, unknown>>;
  readonly reprint_of: string | null;
  /** The job that it is on another printer. */
  readonly moved_to: string | null;
  /** A user's name, or a name and an address, as in "Anna (192.168.1.20)"; null if unknown. */
  readonly requested_by: string | null;
  readonly user_id: string | null;
  readonly side: PaperSide | null;
  /** The job of the front sides, for back sides; they are held for `turn_paper`. */
  readonly follows: string | null;
  /** Whether it is held, and the user may cancel or release it. */
  readonly can_cancel: boolean;
  /** Whether its content is still kept. */
  readonly can_reprint: boolean;
  /** Whether it may be printed on another printer, instead of its own or again. */
  readonly can_move: boolean;
  /** Whether it is unconfirmed and awaits a decision. */
  readonly can_decide: boolean;
  /** Whether its front sides are out, and the user may say that the paper was put back. */
  readonly can_turn: boolean;
  /** For which the pages of a side are in order. */
  readonly trays: Trays | null;
  /** What another device says is wrong with its printer, while it is held or awaits a decision. */
  readonly watched: string | null;
}

export interface JobsEvent {
  /** Whether this event replaces all known jobs, rather than adding changes. */
  readonly reset: boolean;
  /** Whether the rest of a reset follows in the next event. */
  readonly more: boolean;
  readonly jobs: readonly Job[];
}

interface JobsPage {
  readonly jobs: readonly Job[];
  readonly has_more: boolean;
}

/** A page that the integration lays out itself. Sizes in millimeters. */
export interface Layout {
  /** The page for the print service, without the margin. */
  readonly html: string;
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/** Some sheets of a print whose pages are made here, at a low resolution. Sizes in millimeters. */
export interface Sheets {
  /** The sheets, one below the other, without margins between them. */
  readonly html: string;
  /** The number of the first one, from 1. */
  readonly first: number;
  /** How many sheets the HTML has: it leaves out those that make it too large. */
  readonly shown: number;
  /** The largest width of a sheet, and the largest height. */
  readonly width: number;
  readonly height: number;
  /** How many sheets are printed. */
  readonly count: number;
}

/** How content will come out. */
export interface Pages {
  /** Null if the print service counts them. */
  readonly pages: number | null;
  /** A picture on its paper as a PNG in base64, longer side 600 pixels; null for anything else. */
  readonly image: string | null;
  /** The pages, if they are laid out by the integration and not too large. */
  readonly layout: Layout | null;
  /** The sheets that were asked for. */
  readonly sheets: Sheets | null;
}

/** What the preview of a print that waits for approval leaves out: all, scripts, or what is fetched once it is printed. */
export type Unseen = "not_shown" | "script_not_shown" | "address_not_shown";

export interface Preview extends Pages {
  readonly policy: Policy | null;
  /** Name that the job would get. */
  readonly name: string;
  readonly warnings: readonly JobWarning[];
  /** By which a page of sums is the same once more, if it has one. */
  readonly seed?: number;
}

/** An upload and its edits: `crop` without `corners`, and `rotation` clockwise after both. */
export interface UploadItem {
  readonly upload: string;
  readonly corners?: Corners;
  readonly crop?: Crop;
  readonly rotation?: Rotation;
}

/** What a page shows, by the names of its options. */
export type PageOptions = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** An option of a page, as a form asks for it. */
export interface PageOption {
  readonly name: string;
  /** In the language that was asked for, like the description and the names of choices. */
  readonly label: string;
  /** Empty if the label says it all. */
  readonly description: string;
  readonly required: boolean;
  /** What its field shows at first, and what it means to leave it out. */
  readonly default: string | number | boolean | readonly string[] | null;
  /** The heading of the section that it is in; empty in view. */
  readonly section: string;
  /** Home Assistant's name of a selector; `texts` has a text on each line. */
  readonly kind: "boolean" | "number" | "select" | "text" | "texts";
  /** Of a number; null for others. */
  readonly min: number | null;
  readonly max: number | null;
  /** Of a select. */
  readonly multiple: boolean | null;
  /** Of a text that is not to be seen: "password". */
  readonly type: string | null;
  /** The values and names of a select: words, or entities that the user may read. */
  readonly choices: readonly (readonly [value: string, name: string])[];
}

/** A page that is made by the integration. */
export interface Page {
  readonly page: string;
  readonly name: string;
  readonly description: string;
  readonly options: readonly PageOption[];
}

/** What to print: exactly one of these. */
export type ContentField =
  | { readonly upload: string | readonly UploadItem[] }
  | { readonly text: string; readonly name: string }
  | { readonly markdown: string; readonly name: string }
  | { readonly media: { readonly media_content_id: string; readonly metadata: { readonly title: string } } }
  | { readonly page: string; readonly page_options: PageOptions }
  | { readonly document: string; readonly page_options?: PageOptions };

/** The choices that the card offers, each with the printer's field for the supported values. */
export const CHOICE_FIELDS = { color: "colors", sides: "sides", paper: "papers" } as const;

export type ChoiceOption = keyof typeof CHOICE_FIELDS;

export interface PrintOptions extends Readonly<Partial<Record<ChoiceOption, string>>> {
  readonly copies?: number;
  readonly page_ranges?: string;
}

/** How pages and pictures are arranged on the sheets. */
export interface DesignOptions {
  readonly arrange?: Arrange;
  /** Of a grid. */
  readonly pictures_per_sheet?: number;
  /** Of a photo or ID photo. */
  readonly picture_size?: string;
  /** Of a grid or photo. */
  readonly picture_fit?: PictureFit;
  readonly clean_up?: CleanUp;
}

export interface PreviewOptions extends PrintOptions, DesignOptions {
  readonly device_id: string;
  /** Of a text. */
  readonly encoding?: string;
  /** Of a PDF. */
  readonly password?: string;
}

export type PreviewFields = ContentField & PreviewOptions;

/** What to save: uploads with the options of their print. None of them is secret. */
export type SaveFields = Extract<ContentField, { readonly upload: unknown }> &
  Partial<Omit<PreviewOptions, "password">> & { readonly name: string };

/** A print with a key that was used before answers with the jobs of the earlier print. */
type PrintFields = PreviewFields & { readonly idempotency_key: string };

/** A place in an upright picture, as shares of its width and height. */
export type Point = readonly [number, number];

/** The upper left, upper right, lower right and lower left corner of a page. */
export type Corners = readonly [Point, Point, Point, Point];

/** A small upright copy of a picture or of a first page, as a JPEG in base64. */
interface Thumbnail {
  readonly image: string;
  readonly width: number;
  readonly height: number;
}

interface UploadId {
  readonly upload: string;
}

interface JobId {
  readonly job_id: string;
}

/** What may be changed before a print is allowed. */
export interface ApprovalChanges {
  readonly color?: string;
  readonly sides?: string;
  readonly copies?: number;
}

/** The pages of a person, of all who are of a kind, or of a printer, for each month. */
export interface UsageRow {
  readonly name: string | null;
  readonly pages: readonly number[];
}

export interface Usage {
  /** As in "2026-11", the newest last. */
  readonly months: readonly string[];
  readonly people: readonly (UsageRow & { readonly kind: string; readonly user_id: string | null })[];
  readonly printers: readonly (UsageRow & { readonly device_id: string })[];
}

/** The fields that the card sends with each command, and the answer to it. */
export interface Commands {
  readonly "cloudprint/printers": {
    /** Without it, all printers. */
    readonly fields: { readonly device_id?: readonly string[] };
    readonly answer: {
      readonly printers: readonly Printer[];
      /** The default printer, if there is exactly one that the user may read. */
      readonly default_printer: string | null;
    };
  };
  readonly "cloudprint/documents": {
    readonly fields: object;
    readonly answer: { readonly documents: readonly SavedDocument[] };
  };
  readonly "cloudprint/pages": {
    readonly fields: { readonly language: string };
    readonly answer: { readonly pages: readonly Page[] };
  };
  readonly "cloudprint/documents/save": {
    readonly fields: SaveFields;
    readonly answer: { readonly document: SavedDocument };
  };
  readonly "cloudprint/print": {
    readonly fields: PrintFields;
    readonly answer: PrintAnswer;
  };
  readonly "cloudprint/trays": {
    /** Without both trays, they are forgotten. */
    readonly fields: { readonly device_id: string } & Partial<Trays>;
    readonly answer: { readonly trays: Trays | null };
  };
  readonly "cloudprint/preview": {
    /** `sheet` is the number of the first sheet that is looked at. */
    readonly fields: PreviewFields & { readonly sheet: number };
    readonly answer: Preview;
  };
  readonly "cloudprint/corners": {
    readonly fields: UploadId;
    /** Of the page in a photograph; null if there is none with its surroundings. */
    readonly answer: { readonly corners: Corners | null };
  };
  readonly "cloudprint/thumbnail": {
    readonly fields: UploadId & { readonly size?: number };
    readonly answer: Thumbnail;
  };
  readonly "cloudprint/jobs/subscribe": {
    readonly fields: { readonly device_id?: string; readonly limit: number };
    readonly answer: null;
  };
  readonly "cloudprint/jobs/list": {
    readonly fields: {
      readonly device_id?: string;
      readonly state: readonly JobState[];
      readonly before?: string;
      readonly limit: number;
    };
    readonly answer: JobsPage;
  };
  /** All jobs of a job's print that the user may know, newest first. */
  readonly "cloudprint/jobs/get": { readonly fields: JobId; readonly answer: { readonly jobs: readonly Job[] } };
  readonly "cloudprint/jobs/cancel": { readonly fields: JobId; readonly answer: { readonly job: Job } };
  readonly "cloudprint/jobs/release": {
    readonly fields: { readonly device_id: readonly string[] };
    readonly answer: { readonly jobs: readonly Job[] };
  };
  readonly "cloudprint/jobs/turned": { readonly fields: JobId; readonly answer: { readonly job: Job } };
  readonly "cloudprint/jobs/move": {
    readonly fields: JobId & { readonly device_id: string };
    readonly answer: { readonly job: Job };
  };
  readonly "cloudprint/jobs/reprint": {
    readonly fields: JobId & { readonly device_id?: string };
    readonly answer: { readonly job: Job };
  };
  readonly "cloudprint/jobs/preview": {
    /** Of a job that waits for approval; `sheet` is the number of the first sheet that is looked at. */
    readonly fields: JobId & { readonly sheet: number };
    readonly answer: Pages & { readonly warnings: readonly Unseen[] };
  };
  /** Of a print, by one of its jobs. */
  readonly "cloudprint/jobs/approve": {
    readonly fields: JobId & ApprovalChanges;
    readonly answer: { readonly jobs: readonly Job[] };
  };
  readonly "cloudprint/jobs/deny": {
    readonly fields: JobId & { readonly message?: string };
    readonly answer: { readonly jobs: readonly Job[] };
  };
  readonly "cloudprint/usage": { readonly fields: object; readonly answer: Usage };
  readonly "cloudprint/jobs/decide": {
    readonly fields: JobId & { readonly decision: Decision };
    readonly answer: { readonly job: Job; readonly again?: Job };
  };
}

type Fields<Type extends keyof Commands> = Commands[Type]["fields"];
type Answer<Type extends keyof Commands> = Commands[Type]["answer"];

/** The error that Home Assistant answers with. */
export interface CommandError {
  readonly code: string;
  readonly message: string;
  readonly translation_domain?: string;
  readonly translation_key?: string;
  readonly translation_placeholders?: Readonly<Record<string, string>>;
}

/** Sends the integration's commands as the user who is signed in. */
export class Backend {
  constructor(private readonly hass: HomeAssistant) {}

  call<Type extends keyof Commands>(type: Type, fields: Fields<Type>): Promise<Answer<Type>> {
    return this.hass.callWS<Answer<Type>>({ type, ...fields });
  }

  /** Subscribe to jobs; the returned function unsubscribes. */
  subscribeJobs(deviceId: string | undefined, callback: (event: JobsEvent) => void): Promise<() => Promise<void>> {
    const type = "cloudprint/jobs/subscribe" satisfies keyof Commands;
    const fields: Fields<typeof type> = {
      // Enough to learn how jobs ended while the connection was down
      limit: 20,
      ...(deviceId === undefined ? {} : { device_id: deviceId }),
    };
    // Home Assistant's connection gives up if the command is not registered yet after a
    // restart; CardData retries.
    return this.hass.connection.subscribeMessage(callback, { type, ...fields }, { resubscribe: false });
  }
}
