import { describe, expect, it } from "vitest";

import { Formatter } from "../src/format.js";

const NOW = new Date("2026-11-20T10:00:00Z");

function formatter(changes: object = {}): Formatter {
  const locale = { language: "en", time_format: "24", time_zone: "server", ...changes };
  return new Formatter({ locale, config: { time_zone: "Asia/Shanghai", components: [] } });
}

const clean = (text: string): string => text.replace(/[\u202f\u00a0]/g, " ");

describe("a time", () => {
  it("has no date today, in the server's time zone", () => {
    expect(formatter().moment("2026-11-20T08:05:00Z", NOW)).toBe("16:05");
  });

  it("uses the user's time format", () => {
    expect(clean(formatter({ time_format: "12" }).moment("2026-11-20T08:05:00Z", NOW))).toBe("4:05 PM");
    expect(formatter().moment("2026-11-19T16:05:00Z", NOW)).toBe("00:05");
    expect(clean(formatter({ time_format: "language" }).moment("2026-11-20T08:05:00Z", NOW))).toBe("4:05 PM");
  });

  it("has a date on other days of the server's time zone", () => {
    expect(formatter().moment("2026-11-19T15:59:00Z", NOW)).toBe("Nov 19, 23:59");
    expect(formatter().moment("2025-11-19T15:59:00Z", NOW)).toBe("Nov 19, 2025, 23:59");
  });

  it("uses the user's language", () => {
    expect(formatter({ language: "zh-Hans" }).moment("2026-11-19T01:30:00Z", NOW)).toBe("11月19日 9:30");
  });

  it("uses the local time zone if the user chose that", () => {
    const here = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit", hourCycle: "h23" });
    const moment = new Date(NOW.getTime() - 60_000);
    expect(formatter({ time_zone: "local" }).moment(moment.toISOString(), NOW)).toBe(here.format(moment));
  });

  it("is empty if there is none", () => {
    expect(formatter().moment("", NOW)).toBe("");
  });
});

describe("a number", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [1023, "1,023 bytes"],
    [1024, "1 KiB"],
    [1536, "1.5 KiB"],
    [20 * 1024 ** 2, "20 MiB"],
    [3 * 1024 ** 4, "3,072 GiB"],
  ])("of %d bytes", (bytes, text) => {
    expect(clean(formatter().bytes(bytes))).toBe(text);
  });

  it("uses the user's language", () => {
    expect(formatter({ language: "zh-Hans" }).bytes(42)).toBe("42字节");
  });

  it("uses the user's number format", () => {
    const size = 1.5 * 1024;
    expect(clean(formatter({ number_format: "decimal_comma" }).bytes(size))).toBe("1,5 KiB");
    expect(clean(formatter({ number_format: "none" }).bytes(1023))).toBe("1023 bytes");
    expect(formatter().percent(0.254)).toBe("25%");
  });
});
