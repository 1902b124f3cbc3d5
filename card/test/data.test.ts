import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contextOf } from "../src/context.js";
import { CardData, type DataHost } from "../src/data.js";
import { queueOf, RECENT_MS } from "../src/jobs.js";
import { FakeHome, job, printer } from "./hass.js";

const host = (): DataHost & { changes: unknown[] } => {
  const changes: unknown[] = [];
  return { changes, requestUpdate: vi.fn(), announce: (more) => changes.push(...more) };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the data", () => {
  it("are printers, documents, jobs and what is remembered", async () => {
    const home = new FakeHome({ "frontend/get_user_data": () => ({ value: { printer: "laser" } }) });
    const shown = host();
    const data = new CardData(shown);
    await data.start(contextOf(home.hass, undefined), "laser");
    home.send({ reset: true, jobs: [job("1", { state: "held" })] });
    home.send({ reset: false, jobs: [job("1", { state: "printing" })] });
    expect(data.status).toBe("ready");
    expect(data.printers).toHaveLength(1);
    expect(data.memory.current.printer).toBe("laser");
    expect(home.called("cloudprint/jobs/subscribe")).toMatchObject([{ device_id: "laser" }]);
    expect(shown.changes).toMatchObject([{ job_id: "1", state: "printing" }]);
  });

  it("are loaded anew when an account comes or goes", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    await data.start(contextOf(home.hass, undefined), undefined);
    home.send({ reset: true, jobs: [job("1", { state: "held" })] });
    expect(home.called("cloudprint/printers")).toHaveLength(1);
    home.send({ reset: true, jobs: [] });
    expect(home.called("cloudprint/printers")).toHaveLength(2);
  });

  it("are loaded anew when a printer's sensor changes, and not for other entities", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    await data.start(contextOf(home.hass, undefined), undefined);
    const states = (state: string, other = ""): typeof home.hass => ({
      ...home.hass,
      states: { "sensor.laser": { state }, "sensor.other": { state: other } },
    });
    data.watch(states("idle"));
    data.watch(states("idle", "1"));
    expect(home.called("cloudprint/printers")).toHaveLength(1);
    data.watch(states("offline"));
    expect(home.called("cloudprint/printers")).toHaveLength(2);
  });

  it("are asked for again, until the integration is there", async () => {
    let isThere = false;
    const home = new FakeHome({
      "cloudprint/printers": () => {
        if (!isThere) throw { code: "unknown_command", message: "Unknown command." };
        return { printers: [printer()] };
      },
    });
    const data = new CardData(host());
    await data.start(contextOf(home.hass, undefined), undefined);
    expect([data.status, data.problem]).toEqual(["failed", undefined]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(data.status).toBe("failed");
    isThere = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(data.status).toBe("ready");
  });

  it("say why they are not there, and come when the person asks", async () => {
    let isBroken = true;
    const home = new FakeHome({
      "cloudprint/documents": () => {
        if (isBroken) throw { code: "home_assistant_error", message: "The journal is damaged." };
        return { documents: [] };
      },
    });
    const data = new CardData(host());
    data.retry();
    await data.start(contextOf(home.hass, undefined), undefined);
    expect(data.problem).toBe("The journal is damaged.");
    isBroken = false;
    data.retry();
    expect(data.status).toBe("loading");
    await vi.advanceTimersByTimeAsync(0);
    expect(data.status).toBe("ready");
  });

  it("are no longer wanted once it has stopped", async () => {
    const home = new FakeHome();
    const data = new CardData(host());
    const started = data.start(contextOf(home.hass, undefined), undefined);
    data.stop();
    await started;
    await vi.advanceTimersByTimeAsync(0);
    expect(home.subscribers).toEqual([]);
    expect(data.status).toBe("loading");
  });

  it("drop an ended job from the queue when its time is up", async () => {
    const home = new FakeHome();
    const shown = host();
    const data = new CardData(shown);
    await data.start(contextOf(home.hass, undefined), undefined);
    home.send({ reset: true, jobs: [job("1", { state: "printing" })] });
    home.send({ reset: false, jobs: [job("1")] });
    expect(queueOf(data.jobs, Date.now())).toHaveLength(1);
    vi.mocked(shown.requestUpdate).mockClear();
    await vi.advanceTimersByTimeAsync(RECENT_MS);
    expect(shown.requestUpdate).toHaveBeenCalledOnce();
    expect(queueOf(data.jobs, Date.now())).toEqual([]);
  });
});
