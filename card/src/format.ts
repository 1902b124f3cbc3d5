import type { HomeAssistant, Locale } from "./hass.js";

const SEPARATORS: Readonly<Record<string, string>> = {
  comma_decimal: "en-US",
  decimal_comma: "de",
  space_comma: "fr",
  quote_decimal: "de-CH",
};

/** Units of 1024 bytes and its powers, which `Intl` has no names for. */
const BINARY_UNITS = ["KiB", "MiB", "GiB"];

/** Formats dates and numbers by the user's settings in Home Assistant. */
export class Formatter {
  private readonly locale: Locale;
  private readonly timeZone: string;

  constructor(hass: Pick<HomeAssistant, "locale" | "config">) {
    this.locale = hass.locale;
    this.timeZone =
      hass.locale.time_zone === "server" ? hass.config.time_zone : Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** Format a time, with the date unless it is today. */
  moment(value: string, now: Date = new Date()): string {
    const date = new Date(value);
    if (Number.isNaN(date.getTime())) return "";
    const day = this.format(date, { dateStyle: "short" });
    const isToday = day === this.format(now, { dateStyle: "short" });
    const isThisYear = this.year(date) === this.year(now);
    return this.format(date, {
      ...(isToday ? {} : { month: "short", day: "numeric" }),
      ...(isToday || isThisYear ? {} : { year: "numeric" }),
      hour: "numeric",
      minute: "2-digit",
    });
  }

  /** Format a month, as in "2026-11". */
  month(value: string, length: "long" | "short"): string {
    const year = length === "long" ? ({ year: "numeric" } as const) : {};
    return new Intl.DateTimeFormat(this.locale.language, { month: length, ...year, timeZone: "UTC" }).format(
      new Date(`${value}-01T00:00:00Z`),
    );
  }

  /** Return texts as a list, such as "a, b and c". */
  list(parts: readonly string[]): string {
    return new Intl.ListFormat(this.locale.language).format(parts);
  }

  /** Format a size in bytes. */
  bytes(size: number): string {
    const step = size < 1 ? 0 : Math.min(BINARY_UNITS.length, Math.floor(Math.log(size) / Math.log(1024)));
    const amount = size / 1024 ** step;
    const unit = BINARY_UNITS[step - 1];
    return unit
      ? `${this.number(amount, { maximumFractionDigits: amount < 10 ? 1 : 0 })} ${unit}`
      : this.number(amount, { style: "unit", unit: "byte", unitDisplay: "long" });
  }

  /** Format a fraction, 0 to 1. */
  percent(part: number): string {
    return this.number(part, { style: "percent", maximumFractionDigits: 0 });
  }

  private number(value: number, options: Intl.NumberFormatOptions): string {
    const format = this.locale.number_format ?? "language";
    const language = format === "system" ? undefined : (SEPARATORS[format] ?? this.locale.language);
    return new Intl.NumberFormat(language, {
      ...options,
      useGrouping: format !== "none",
    }).format(value);
  }

  private year(date: Date): string {
    return this.format(date, { year: "numeric" });
  }

  private format(date: Date, options: Intl.DateTimeFormatOptions): string {
    const clock = this.locale.time_format;
    const hour12 = clock === "12" ? true : clock === "24" ? false : undefined;
    const language = clock === "system" ? undefined : this.locale.language;
    const hasTime = options.hour !== undefined;
    return new Intl.DateTimeFormat(language, {
      ...options,
      timeZone: this.timeZone,
      // Not `hour12: false`, which formats midnight as 24:05 in some languages
      ...(hasTime && hour12 === true ? { hourCycle: "h12" as const } : {}),
      ...(hasTime && hour12 === false ? { hourCycle: "h23" as const } : {}),
    }).format(date);
  }
}
