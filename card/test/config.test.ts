import { afterEach, describe, expect, it } from "vitest";

import { createConfigForm, describeUnknownOptions, pickerEntry, suggestCard, validateConfig } from "../src/config.js";
import { Translator } from "../src/texts/index.js";
import { deep, showCard } from "./card.js";

const type = "custom:cloudprint-card";

afterEach(() => {
  document.documentElement.lang = "";
});

describe("the configuration", () => {
  it("is returned without empty options", () => {
    const config = { type, title: "", device_id: null, hide_text: true, grid_options: { rows: 4 } };
    expect(validateConfig(config)).toEqual({ type, hide_text: true, grid_options: { rows: 4 } });
  });

  it.each([
    [undefined, "must be a mapping"],
    [[], "must be a mapping"],
    [{ type, title: 1 }, "option “title” cannot be “1”: it must be text"],
    [{ type, device_id: ["a"] }, 'option “device_id” cannot be “["a"]”: it must be text'],
    [{ type, hide_queue: "yes" }, 'option “hide_queue” cannot be “"yes"”: it must be true or false'],
  ])("is refused: %o", (config, message) => {
    expect(() => validateConfig(config)).toThrow(message);
  });

  it("may have the options of each card", () => {
    const config = { type, visibility: [], grid_options: {}, layout_options: {}, view_layout: {}, card_mod: {} };
    expect(validateConfig(config)).toEqual(config);
    expect(describeUnknownOptions(config, new Translator("en"))).toBe("");
  });

  it.each([
    [
      "en",
      "The card does not have the options: hide_title, show_name. It has: title, device_id, hide_documents, hide_text, hide_queue, hide_history.",
    ],
    [
      "zh-Hans",
      "卡片没有这些选项：hide_title, show_name。可用的选项：title, device_id, hide_documents, hide_text, hide_queue, hide_history。",
    ],
  ])("names unknown options, with which the card works (%s)", async (language, message) => {
    const { card } = await showCard(
      {},
      { locale: { language } },
      { hide_title: true, show_name: 1, hide_history: true },
    );
    expect(deep(card.shadowRoot!, ".notice.warning").map(({ innerText }) => innerText.trim())).toEqual([message]);
    expect(deep(card.shadowRoot!, "cloudprint-card-composer")).toHaveLength(1);
    expect(deep(card.shadowRoot!, "cloudprint-card-history")).toEqual([]);
  });

  it("is refused in the page's language, with the value", () => {
    document.documentElement.lang = "zh-Hans";
    expect(() => validateConfig({ type, title: 1 })).toThrow("卡片选项“title”不能是“1”：应为文字。");
  });
});

describe("the form", () => {
  it("names an option that it does not know", () => {
    const { assertConfig } = createConfigForm() as { assertConfig(config: unknown): void };
    expect(() => assertConfig({ type, hide_title: true })).toThrow("hide_title");
    expect(() => assertConfig({ type, title: "", hide_text: true })).not.toThrow();
  });

  it("labels the card's own options only", () => {
    const form = createConfigForm() as {
      schema: { name: string; schema?: { name: string }[] }[];
      computeLabel(field: { name: string }): string | undefined;
      computeHelper(field: { name: string }): string | undefined;
    };
    const fields = form.schema.flatMap((field) => field.schema ?? [field]);
    expect(fields.map(({ name }) => name)).toEqual([
      ...["device_id", "title"],
      ...["hide_documents", "hide_text", "hide_queue", "hide_history"],
    ]);
    expect(fields.map(form.computeLabel)).not.toContain(undefined);
    expect(form.computeLabel({ name: "visibility" })).toBeUndefined();
    expect(form.computeHelper({ name: "title" })).toBe("Leave it empty to show none.");
    expect(form.computeHelper({ name: "hide_text" })).toBeUndefined();
  });
});

describe("the card picker", () => {
  it("shows the card in the page's current language", () => {
    expect(pickerEntry.name).toBe("Cloud Print");
    document.documentElement.lang = "zh-Hans";
    expect(pickerEntry.name).toBe("云打印");
    expect(pickerEntry.description).toContain("打印文件");
  });

  it("suggests the card for a printer's status sensor only", () => {
    const entities = {
      "sensor.laser": { platform: "cloudprint", translation_key: "status", device_id: "laser" },
      "sensor.last": { platform: "cloudprint", translation_key: "last_job", device_id: "laser" },
      "sensor.other": { platform: "other", translation_key: "status" },
    };
    expect(suggestCard({ entities }, "sensor.laser")).toEqual({ config: { type, device_id: "laser" } });
    expect(suggestCard({ entities }, "sensor.last")).toBeNull();
    expect(suggestCard({ entities }, "sensor.other")).toBeNull();
    expect(suggestCard({ entities }, "sensor.none")).toBeNull();
  });
});
