import { afterEach, describe, expect, it } from "vitest";

import { checkedConfig, configForm, pickerEntry, suggestion } from "../src/config.js";

const type = "custom:cloudprint-card";

afterEach(() => {
  document.documentElement.lang = "";
});

describe("the configuration", () => {
  it("is taken as it is, without what is empty", () => {
    const config = { type, title: "", device_id: null, hide_text: true, grid_options: { rows: 4 } };
    expect(checkedConfig(config)).toEqual({ type, hide_text: true, grid_options: { rows: 4 } });
  });

  it.each([
    [undefined, "must be a mapping"],
    [[], "must be a mapping"],
    [{ type, title: 1 }, "option “title” cannot be “1”: it takes a text"],
    [{ type, device_id: ["a"] }, 'option “device_id” cannot be “["a"]”: it takes a text'],
    [{ type, hide_queue: "yes" }, 'option “hide_queue” cannot be “"yes"”: it takes true or false'],
  ])("%o is not taken", (config, message) => {
    expect(() => checkedConfig(config)).toThrow(message);
  });

  it("complains in the page's language", () => {
    document.documentElement.lang = "zh-Hans";
    expect(() => checkedConfig({ type, title: 1 })).toThrow("卡片选项“title”不能是“1”：应为文字。");
  });
});

describe("the form", () => {
  it("has a label for each option, and none for what is not one", () => {
    const form = configForm() as {
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
  it("names the card in the page's language of the moment", () => {
    expect(pickerEntry.name).toBe("Cloud Print");
    document.documentElement.lang = "zh-Hans";
    expect(pickerEntry.name).toBe("云打印");
    expect(pickerEntry.description).toContain("打印文件");
  });

  it("offers the card for a printer's status, and for nothing else", () => {
    const entities = {
      "sensor.laser": { platform: "cloudprint", translation_key: "status", device_id: "laser" },
      "sensor.last": { platform: "cloudprint", translation_key: "last_job", device_id: "laser" },
      "sensor.other": { platform: "other", translation_key: "status" },
    };
    expect(suggestion({ entities }, "sensor.laser")).toEqual({ config: { type, device_id: "laser" } });
    expect(suggestion({ entities }, "sensor.last")).toBeNull();
    expect(suggestion({ entities }, "sensor.other")).toBeNull();
    expect(suggestion({ entities }, "sensor.none")).toBeNull();
  });
});
