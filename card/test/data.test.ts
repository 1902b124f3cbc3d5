import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { createContext } from "../src/context.js";
import { CardData, type DataHost } from "../src/data.js";
import { getQueue, RECENT_MS } from "../src/jobs.js";
import { FakeHome, job, printer } from "./hass.js";

const host = (): DataHost & { changes: unknown[] } => {
  const changes: unknown[] = [];
  return { changes, requestUpdate: vi.fn(), takeJobs: (more) => changes.push(...more) };
};

/** Return `hass` with the state of a printer's sensor, and of another one. */
const states = (home: FakeHome, state: string, other = ""): FakeHome["hass"] => ({
  ...home.hass,
  states: { "sensor.laser": { state }, "sensor.other": { state: other } },
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const LASER = printer();
const COLOR = printer({ device_id: "color", name: "Color", entity_id: "sensor.color" });

/** Return a home with two printers, which it lists as `asked` wants them. */
const withTwo = (changes: Parameters<typeof printer>[0] = {}): FakeHome =>
  new FakeHome({
    "cloudprint/printers": ({ device_id: ids }) => ({
      printers: [LASER, COLOR]
        .filter(({ device_id: id }) => !ids || (ids as string[]).includes(id))
        .map((listed) => ({ ...listed, ...changes })),
      default_printer: null,
    }),
  });

describe("the data", () => {
  it("include printers, documents, jobs and preferences", async () => {
    const home = new FakeHome({ "frontend/get_user_data": () => ({ value: { printer: "laser" } }) });
    const shown = host();
    const data = new CardData(shown);
    await data.start(createContext(home.hass, undefined), "laser");
    home.send({ reset: true, jobs: [job("1", { state: "held" })] });
    home.send({ reset: false, jobs: [job("1", { state: "printing" })] });
    expect(data.status).toBe("ready");
    expect(data.printers).toHaveLength(1);
    expect(data.preferences.current.printer).toBe("laser");
    expect(home.called("cloudprint/jobs/subscribe")).toMatchObject([{ device_id: "laser" }]);
    expect(shown.changes).toMatchObject([{ job_id: "1", state: "printing" }]);
  });

  it("are reloaded when an account is added or removed", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    await data.start(createContext(home.hass, undefined), undefined);
    home.send({ reset: true, jobs: [job("1", { state: "held" })] });
    expect(home.called("cloudprint/printers")).toHaveLength(1);
    home.send({ reset: true, jobs: [] });
    expect(home.called("cloudprint/printers")).toHaveLength(2);
  });

  it("are reloaded when a printer's sensor changes, and not for other entities", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), undefined);
    data.updateStates(states(home, "idle"));
    data.updateStates(states(home, "idle", "1"));
    expect(home.called("cloudprint/printers")).toHaveLength(1);
    data.updateStates(states(home, "offline"));
    expect(home.called("cloudprint/printers")).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(0);
    data.updateStates(states(home, "offline", "1"));
    expect(home.called("cloudprint/printers")).toHaveLength(2);
  });

  it("of the printer alone are reloaded when its sensor changes", async () => {
    const changes = { online: true };
    const home = withTwo(changes);
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), undefined);
    changes.online = false;
    data.updateStates(states(home, "offline"));
    await vi.advanceTimersByTimeAsync(0);
    expect(home.called("cloudprint/printers")).toMatchObject([{}, { device_id: ["laser"] }]);
    expect(home.called("cloudprint/documents")).toHaveLength(1);
    expect(data.printers).toEqual([printer({ online: false, status: "offline" }), COLOR]);
  });

  it("of all printers with a rule are reloaded: they may share their pages", async () => {
    const rule = { sentence: "", left_today: 3, limit_today: 9, left_month: null, limit_month: null };
    const home = withTwo({ rule });
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), undefined);
    data.updateStates(states(home, "printing"));
    expect(home.called("cloudprint/printers")).toMatchObject([{}, { device_id: ["laser", "color"] }]);
  });

  it("leave out a printer that is gone", async () => {
    let listed = [LASER, COLOR];
    const home = new FakeHome({ "cloudprint/printers": () => ({ printers: listed, default_printer: null }) });
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), undefined);
    listed = [];
    data.updateStates({ ...home.hass, states: {} });
    await vi.advanceTimersByTimeAsync(0);
    expect(data.printers).toEqual([COLOR]);
  });

  it("are reloaded when there are other printers or documents", async () => {
    const home = withTwo();
    const data = new CardData(host());
    const entities = (...ids: string[]): FakeHome["hass"] => ({
      ...states(home, "idle"),
      entities: {
        "light.lamp": { platform: "hue" },
        ...Object.fromEntries(ids.map((id) => [id, { platform: "cloudprint" }])),
      },
    });
    await data.start(createContext(entities("sensor.laser"), undefined), undefined);
    data.updateStates({ ...entities("sensor.laser"), entities: { "sensor.laser": { platform: "cloudprint" } } });
    expect(home.called("cloudprint/documents")).toHaveLength(1);
    data.updateStates(entities("sensor.laser", "button.maths_sheet"));
    expect(home.called("cloudprint/documents")).toHaveLength(2);
    expect(home.called("cloudprint/printers").at(-1)).not.toHaveProperty("device_id");
    await vi.advanceTimersByTimeAsync(0);
    expect(home.called("cloudprint/documents")).toHaveLength(2);
  });

  it("have the status that jobs give a printer, at once and after it was asked for again", async () => {
    const home = withTwo();
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), undefined);
    home.send({ reset: true, jobs: [job("1", { state: "submitted" })] });
    expect(data.printers).toMatchObject([{ status: "waiting" }, { status: "idle" }]);
    home.send({ reset: false, jobs: [job("1", { state: "printing" })] });
    expect(data.printers).toMatchObject([{ status: "printing" }, { status: "idle" }]);
    data.updateStates(states(home, "waiting"));
    await vi.advanceTimersByTimeAsync(0);
    expect(data.printers).toMatchObject([{ status: "printing" }, { status: "idle" }]);
    home.send({ reset: false, jobs: [job("1")] });
    expect(data.printers).toMatchObject([{ status: "idle" }, { status: "idle" }]);
  });

  it("have the status that was answered for printers whose jobs are not followed", async () => {
    const home = withTwo({ status: "waiting" });
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), "color");
    home.send({ reset: true, jobs: [] });
    expect(data.printers).toMatchObject([{ status: "waiting" }, { status: "idle" }]);
  });

  it("have the status that was answered, not that of old jobs, until those of now are told", async () => {
    const home = withTwo();
    const data = new CardData(host());
    const context = createContext(states(home, "idle"), undefined);
    await data.start(context, undefined);
    home.send({ reset: true, jobs: [job("1", { state: "printing" })] });
    await data.start(context, undefined);
    expect(data.printers).toMatchObject([{ status: "idle" }, { status: "idle" }]);
  });

  it("are reloaded when the first change of a printer's sensor comes after they were loaded", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    await data.start(createContext(states(home, "idle"), undefined), undefined);
    data.updateStates(states(home, "offline"));
    expect(home.called("cloudprint/printers")).toHaveLength(2);
  });

  it("are reloaded when a printer's sensor changes while they are loaded", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    const started = data.start(createContext(states(home, "idle"), undefined), undefined);
    data.updateStates(states(home, "offline"));
    await started;
    expect(home.called("cloudprint/printers")).toHaveLength(2);
  });

  it("are reloaded until the capabilities of all printers are known", async () => {
    let isKnown = false;
    const home = new FakeHome({
      "cloudprint/printers": () => ({
        printers: [printer({ capabilities_known: isKnown })],
        default_printer: null,
      }),
    });
    const data = new CardData(host());
    await data.start(createContext(home.hass, undefined), undefined);
    home.send({ reset: true, jobs: [job("1", { state: "printing" })] });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(home.called("cloudprint/printers")).toMatchObject([{}, { device_id: ["laser"] }]);
    isKnown = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(data.printers[0]?.capabilities_known).toBe(true);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(home.called("cloudprint/printers")).toHaveLength(3);
  });

  it("are not reloaded for ever if the capabilities stay unknown", async () => {
    const home = new FakeHome({
      "cloudprint/printers": () => ({
        printers: [printer({ capabilities_known: false })],
        default_printer: null,
      }),
    });
    const data = new CardData(host());
    await data.start(createContext(home.hass, undefined), undefined);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(home.called("cloudprint/printers")).toHaveLength(5);
  });

  it("are requested until the integration is set up", async () => {
    let isThere = false;
    const home = new FakeHome({
      "cloudprint/printers": () => {
        if (!isThere) throw { code: "unknown_command", message: "Unknown command." };
        return { printers: [printer()], default_printer: null };
      },
    });
    const data = new CardData(host());
    await data.start(createContext(home.hass, undefined), undefined);
    expect([data.status, data.problem]).toEqual(["failed", undefined]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(data.status).toBe("failed");
    isThere = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(data.status).toBe("ready");
  });

  it("report an error, and are requested again on retry", async () => {
    let isBroken = true;
    const home = new FakeHome({
      "cloudprint/documents": () => {
        if (isBroken) throw { code: "home_assistant_error", message: "The journal is damaged." };
        return { documents: [] };
      },
    });
    const data = new CardData(host());
    data.retry();
    await data.start(createContext(home.hass, undefined), undefined);
    expect(data.problem).toBe("The journal is damaged.");
    isBroken = false;
    data.retry();
    expect(data.status).toBe("loading");
    await vi.advanceTimersByTimeAsync(0);
    expect(data.status).toBe("ready");
  });

  it("include jobs that are sent in parts", async () => {
    const home = new FakeHome();
    const shown = host();
    const data = new CardData(shown);
    const context = createContext(home.hass, undefined);
    await data.start(context, undefined);
    home.send({ reset: true, more: false, jobs: [job("1", { state: "printing" }), job("2", { state: "held" })] });
    home.send({ reset: true, more: true, jobs: [job("3", { state: "held" }), job("2", { state: "held" })] });
    expect([...data.jobs.jobs.keys()]).toEqual(["1", "2"]);
    home.send({ reset: true, more: false, jobs: [job("1"), job("0")] });
    expect([...data.jobs.jobs.keys()]).toEqual(["3", "2", "1", "0"]);
    expect(shown.changes).toMatchObject([{ job_id: "1", state: "finished" }]);
    // The rest does not come if the connection breaks.
    home.send({ reset: true, more: true, jobs: [job("4", { state: "held" })] });
    await data.start(context, undefined);
    home.send({ reset: true, more: false, jobs: [job("5", { state: "held" })] });
    expect(getQueue(data.jobs, Date.now())).toMatchObject([{ job_id: "5" }, { job_id: "1" }]);
  });

  it("are dropped after a stop", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    const started = data.start(createContext(home.hass, undefined), undefined);
    data.stop();
    await started;
    await vi.advanceTimersByTimeAsync(0);
    expect(home.subscribers).toEqual([]);
    expect(data.status).toBe("loading");
  });

  it("drop an ended job from the queue after a while", async () => {
    const home = new FakeHome();
    const shown = host();
    const data = new CardData(shown);
    await data.start(createContext(home.hass, undefined), undefined);
    home.send({ reset: true, jobs: [job("1", { state: "printing" })] });
    home.send({ reset: false, jobs: [job("1")] });
    expect(getQueue(data.jobs, Date.now())).toHaveLength(1);
    vi.mocked(shown.requestUpdate).mockClear();
    await vi.advanceTimersByTimeAsync(RECENT_MS);
    expect(shown.requestUpdate).toHaveBeenCalledOnce();
    expect(getQueue(data.jobs, Date.now())).toEqual([]);
  });
});
