import { describe, expect, it } from "vitest";

import { LANGUAGES, Translator } from "../src/texts/index.js";

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(String).sort();

describe("the texts", () => {
  const { en, "zh-Hans": chinese } = LANGUAGES;

  it("have the same keys in each language, in the same order", () => {
    expect(Object.keys(chinese)).toEqual(Object.keys(en));
  });

  it.each(Object.keys(en) as (keyof typeof en)[])("fill in the same: %s", (key) => {
    expect(placeholders(chinese[key])).toEqual(placeholders(en[key]));
    expect(chinese[key].trim()).not.toBe("");
  });

  it("are Chinese in Chinese", () => {
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
  ])("speaks for %s the language %s", (language, spoken) => {
    expect(new Translator(language).language).toBe(spoken);
  });

  it("fills placeholders, and leaves those that are not given", () => {
    const texts = new Translator("en");
    expect(texts.say("job_announced", { name: "{state}" })).toBe("{state}: {state}");
    expect(texts.say("expires_at", { time: "10:00" })).toBe("expires 10:00");
  });

  it("counts", () => {
    expect(new Translator("en").count("pages", 1)).toBe("1 page");
    expect(new Translator("en").count("pages", 3)).toBe("3 pages");
    expect(new Translator("zh").count("pages", 1)).toBe("1 页");
  });

  it("names what it knows, and nothing that objects have by themselves", () => {
    const texts = new Translator("en");
    expect(texts.named("state", "held", "state_other")).toBe("Held");
    expect(texts.named("state", "paused", "state_other")).toBe("State not known");
    expect(texts.named("", "toString", "state_other")).toBe("State not known");
  });
});
