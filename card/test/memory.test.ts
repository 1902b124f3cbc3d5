import { describe, expect, it } from "vitest";

import { MemoryKeeper, readMemory } from "../src/memory.js";
import { FakeHome } from "./hass.js";

describe("the memory of a person", () => {
  it("is read from what belongs to the person, and kept there", async () => {
    const home = new FakeHome({
      "frontend/get_user_data": () => ({ value: { printer: "ink", choices: { ink: { color: "color" } } } }),
    });
    const keeper = new MemoryKeeper();
    await keeper.load(home.hass);
    await keeper.keep(home.hass, "laser", { paper: "A5" });
    const value = { printer: "laser", choices: { ink: { color: "color" }, laser: { paper: "A5" } } };
    expect(keeper.current).toEqual(value);
    expect(home.called("frontend/set_user_data")).toEqual([
      { type: "frontend/set_user_data", key: "cloudprint_card", value },
    ]);
  });

  it("is not written anew where nothing differs", async () => {
    const home = new FakeHome();
    const keeper = new MemoryKeeper();
    await keeper.keep(home.hass, "laser", { paper: "A5" });
    await keeper.keep(home.hass, "laser", { paper: "A5" });
    expect(home.called("frontend/set_user_data")).toHaveLength(1);
  });

  it("costs nothing but itself where it fails", async () => {
    const fail = (): never => {
      throw new Error("No");
    };
    const home = new FakeHome({ "frontend/get_user_data": fail, "frontend/set_user_data": fail });
    const keeper = new MemoryKeeper();
    await keeper.load(home.hass);
    await keeper.keep(home.hass, "laser", {});
    expect(keeper.current.printer).toBe("laser");
  });

  it.each([
    [undefined, {}],
    [null, {}],
    [["laser"], {}],
    [{ printer: 1, choices: [] }, {}],
    [
      { printer: "laser", choices: { laser: { color: "color", copies: 30, paper: 4 }, ink: null } },
      { printer: "laser", choices: { laser: { color: "color" }, ink: {} } },
    ],
  ])("takes of %o what it can use", (value, memory) => {
    expect(readMemory(value)).toEqual(memory);
  });
});
