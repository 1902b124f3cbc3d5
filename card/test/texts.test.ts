import { describe, expect, it } from "vitest";

import { LANGUAGES, Translator } from "../src/texts/index.js";
import "./languages.js";
import "../src/texts/design.js";
import "../src/texts/page.js";
import "../src/texts/people.js";

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(String).sort();

describe("the texts", () => {
  const { en, "zh-Hans": chinese } = LANGUAGES;

  it("have the same keys in each language, in the same order", () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(en));
  });

  it.each(Object.keys(en) as (keyof typeof en)[])("have the same placeholders in each language: %s", (key) => {
    expect(placeholders(chinese[key])).toEqual(placeholders(en[key]));
    expect(chinese[key].trim()).not.toBe("");
  });

  it("are translated to Chinese", () => {
    const words = (text: string): string => text.replace(/\{\w+\}/g, "");
    const foreign = Object.entries(chinese).filter(
      ([, text]) => /\w/.test(words(text)) && !/\p{Script=Han}/u.test(text),
    );
    expect(foreign).toEqual([]);
  });
});

describe("a translator", () => {
  it.each([
    ["zh-Hans", "zh-Hans"],
    ["zh-Hant", "zh-Hans"],
    ["ZH", "zh-Hans"],
    ["en-GB", "en"],
    ["de", "en"],
    [undefined, "en"],
  ])("localizes %s in %s", (language, expected) => {
    expect(new Translator(language).language).toBe(expected);
  });

  it("fills the placeholders that it has values for", () => {
    const texts = new Translator("en");
    expect(texts.localize("job_announced", { name: "{state}" })).toBe("{state}: {state}");
    expect(texts.localize("expires_at", { time: "10:00" })).toBe("expires 10:00");
  });

  it("selects plural forms", () => {
    expect(new Translator("en").localizeCount("pages", 1)).toBe("1 page");
    expect(new Translator("en").localizeCount("pages", 3)).toBe("3 pages");
    expect(new Translator("zh").localizeCount("pages", 1)).toBe("1 页");
  });

  it("has a fallback for unknown values, including names of object members", () => {
    const texts = new Translator("en");
    expect(texts.localizeValue("state", "held", "state_other")).toBe("Held");
    expect(texts.localizeValue("state", "paused", "state_other")).toBe("State unknown");
    expect(texts.localizeValue("", "toString", "state_other")).toBe("State unknown");
  });
});
