import { describe, expect, it } from "vitest";

import { createContext } from "../src/context.js";
import { explain, isConnectionLost } from "../src/errors.js";
import { Sender } from "../src/sender.js";
import { BrokenError, RefusedError } from "../src/core/uploads.js";
import { explainUpload } from "../src/upload.js";
import "./languages.js";
import { FakeHome } from "./hass.js";

/** How home-assistant-js-websocket rejects a command: before it is sent, and after. */
const LOST = [3, { type: "result", success: false, error: { code: 3, message: "Connection lost" } }];

const context = (localize?: (key: string, values?: Record<string, unknown>) => string) =>
  createContext(new FakeHome({}, { loadBackendTranslation: async () => localize ?? (() => "") }).hass, undefined);
const invalid = (translation_key: string, field: string) => ({
  code: "service_validation_error",
  message: "English",
  translation_domain: "cloudprint",
  translation_key,
  translation_placeholders: { field, value: "x" },
});

describe("the message of an error", () => {
  const localize = (key: string, values?: Record<string, unknown>): string =>
    `${key.split(".")[3]}: ${JSON.stringify(values)}`;

  it.each([
    ["upload", "bill.pdf"],
    ["media", "bill.pdf"],
    ["page_ranges", "Pages"],
    ["sides", "Sides"],
    ["dpi", "dpi"],
  ])("names %s as %s", async (field, name) => {
    expect(await explain(context(localize), invalid("option_invalid", field), ["bill.pdf"])).toBe(
      `option_invalid: {"value":"x","field":"${name}"}`,
    );
  });

  it("keeps the field of an error about no content", async () => {
    expect(await explain(context(localize), invalid("x", "text"))).toContain('"field":"text"');
  });

  it.each(LOST)("of a lost connection does not claim that nothing was printed: %o", async (error) => {
    expect(isConnectionLost(error)).toBe(true);
    expect(await explain(context(), error)).toContain("check the print jobs");
  });

  it("is the English one if there is no translation, or its text if it is no error of a command", async () => {
    expect(await explain(context(), invalid("x", "y"))).toBe("English");
    expect(await explain(context(), new Error("Oh"))).toBe("Oh");
    expect(await explain(context(), undefined)).toBe("undefined");
  });

  it("of an upload is the server's", () => {
    expect(explainUpload(context(), new RefusedError("It is empty."))).toBe("It is empty.");
    expect(explainUpload(context(), new BrokenError())).toBe("The connection was lost.");
    expect(explainUpload(context(), new Error("Oh"))).toBe("Error: Oh");
  });
});

describe("a print", () => {
  const FIELDS = { device_id: "laser", text: "Milk", name: "Milk" };

  it.each(LOST)("whose answer was lost is repeated with the same key: %o", async (lost) => {
    let isBroken = true;
    const home = new FakeHome({
      "cloudprint/print": () => {
        if (isBroken) throw lost;
        return { jobs: [] };
      },
    });
    const once = new Sender();
    const print = (more: object = {}) => once.send(createContext(home.hass, undefined), { ...FIELDS, ...more });
    const keys = () => home.called("cloudprint/print").map(({ idempotency_key }) => idempotency_key);

    await expect(print()).rejects.toBe(lost);
    await expect(print({ copies: 2 })).rejects.toBe(lost);
    isBroken = false;
    await print({ copies: 2 });
    await print({ copies: 2 });
    const [first, second, third, fourth] = keys();
    expect(second).toBe(third);
    expect(new Set([first, second, fourth]).size).toBe(3);
  });

  it("that was refused gets another key", async () => {
    const home = new FakeHome({
      "cloudprint/print": () => {
        throw invalid("x", "y");
      },
    });
    const once = new Sender();
    const context = createContext(home.hass, undefined);
    for (let turn = 0; turn < 2; turn++) await expect(once.send(context, FIELDS)).rejects.toMatchObject({});
    const [first, second] = home.called("cloudprint/print");
    expect(first?.idempotency_key).not.toBe(second?.idempotency_key);
  });
});
