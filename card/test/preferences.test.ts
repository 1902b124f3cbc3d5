import { describe, expect, it } from "vitest";

import { parsePreferences, PreferenceStore } from "../src/preferences.js";
import { FakeHome } from "./hass.js";

describe("preferences", () => {
  it("are loaded from and saved to the user data", async () => {
    const home = new FakeHome({
      "frontend/get_user_data": () => ({ value: { printer: "ink", choices: { ink: { color: "color" } } } }),
    });
    const store = new PreferenceStore();
    await store.load(home.hass);
    await store.save(home.hass, "laser", { color: "monochrome" });
    const value = { printer: "laser", choices: { ink: { color: "color" }, laser: { color: "monochrome" } } };
    expect(store.current).toEqual(value);
    expect(home.called("frontend/set_user_data")).toEqual([
      { type: "frontend/set_user_data", key: "cloudprint_card", value },
    ]);
  });

  it("are not saved again if nothing changed", async () => {
    const home = new FakeHome();
    const store = new PreferenceStore();
    await store.save(home.hass, "laser", { color: "monochrome" });
    await store.save(home.hass, "laser", { color: "monochrome" });
    expect(home.called("frontend/set_user_data")).toHaveLength(1);
  });

  it("are kept in memory if loading and saving fail", async () => {
    const fail = (): never => {
      throw new Error("No");
    };
    const home = new FakeHome({ "frontend/get_user_data": fail, "frontend/set_user_data": fail });
    const store = new PreferenceStore();
    await store.load(home.hass);
    await store.save(home.hass, "laser", {});
    expect(store.current.printer).toBe("laser");
  });

  it.each([
    [undefined, {}],
    [null, {}],
    [["laser"], {}],
    [{ printer: 1, choices: [] }, {}],
    [
      { printer: "laser", choices: { laser: { color: "color", copies: 30, sides: 4 }, ink: null } },
      { printer: "laser", choices: { laser: { color: "color" }, ink: {} } },
    ],
    // As earlier versions have stored it
    [
      { printer: "laser", choices: { laser: { sides: "one_sided", paper: "4x6" } } },
      { printer: "laser", choices: { laser: { sides: "one_sided" } } },
    ],
  ])("ignore invalid data: %o", (value, preferences) => {
    expect(parsePreferences(value)).toEqual(preferences);
  });
});
