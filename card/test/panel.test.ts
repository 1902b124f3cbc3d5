import { beforeEach, describe, expect, it } from "vitest";

import type { Approval, Job } from "../src/backend.js";
import type { HomeAssistant } from "../src/hass.js";
import "../src/panel.js";
import { button, type Card, click, deep, settled, text } from "./card.js";
import { type Answers, FakeHome, job, preview } from "./hass.js";

type Panel = Card & { narrow: boolean };

const APPROVAL: Approval = {
  state: "needed",
  causes: ["pages"],
  pages: 16,
  ask_above: 5,
  rule: "Children",
  approvers: ["Anna"],
  can_decide: true,
  asked_by: "Mia",
  rule_id: "rule",
  decided_by: null,
  decided_at: null,
};
const ASKED: Partial<Job> = { state: "held", reason: "approval", approval: APPROVAL, can_reprint: false };

function createAsked(id: string, changes: Partial<Job> = {}): Job {
  return job(id, { ...ASKED, approval: { ...APPROVAL, request_id: id }, ...changes });
}

function createChanged(id: string, decided: Job, changes: Partial<Job> = {}): Job {
  const approval: Approval = { ...APPROVAL, request_id: id, state: "given", can_decide: false, decided_by: "Ben" };
  return { ...decided, approval, state: "queued", reason: null, ...changes };
}

function createPanel(hass: HomeAssistant): Panel {
  const panel = document.createElement("cloudprint-panel") as Panel;
  panel.hass = hass;
  panel.narrow = true;
  document.body.append(panel);
  return panel;
}

async function showPanel(
  query: string,
  jobs: readonly Job[],
  answers: Answers = {},
  changes: Partial<HomeAssistant> = {},
): Promise<{ panel: Panel; home: FakeHome }> {
  history.replaceState(null, "", `/cloudprint${query}`);
  const home = new FakeHome(
    {
      "cloudprint/jobs/get": ({ job_id: id }) => {
        const asked = jobs.find((each) => each.job_id === id);
        if (!asked) throw { code: "job_unknown", message: "There is no such job." };
        return { jobs: jobs.filter(({ print_id: print }) => print === asked.print_id) };
      },
      "cloudprint/jobs/preview": () => preview({ pages: 7 }),
      "cloudprint/jobs/approve": () => ({ jobs: [] }),
      ...answers,
    },
    changes,
  );
  const panel = createPanel(home.hass);
  await settled();
  home.send({ reset: true, more: false, jobs: jobs.filter(({ state }) => state === "held") });
  await settled();
  return { panel, home };
}

function navigate(query: string, event = "location-changed"): Promise<void> {
  history.pushState(null, "", `/cloudprint${query}`);
  window.dispatchEvent(new Event(event));
  return settled();
}

const names = (panel: Panel, heading: string): string[] =>
  deep(panel.shadowRoot!, `.${heading}`).flatMap((queue) =>
    deep(queue.shadowRoot!, ".name").map((name) => name.textContent),
  );

beforeEach(() => {
  document.body.replaceChildren();
});

describe("the panel", () => {
  it("shows what waits for who looks, and a menu button on a phone", async () => {
    const other = createAsked("3", { approval: { ...APPROVAL, can_decide: false } });
    const { panel } = await showPanel("", [createAsked("1"), createAsked("2"), other]);
    expect(names(panel, "questions")).toEqual(["Job 2", "Job 1"]);
    expect(names(panel, "this_print")).toEqual([]);
    const [menu] = deep(panel.shadowRoot!, "ha-menu-button");
    expect(menu).toMatchObject({ hass: panel.hass, narrow: true });
  });

  it.each([
    ["en", "Nothing is waiting for you."],
    ["zh-Hans", "没有等您处理的打印任务。"],
  ])("says in %s that nothing waits", async (language, said) => {
    const locale = { language, time_format: "24", time_zone: "server", number_format: "language" } as const;
    const { panel } = await showPanel("", [], {}, { locale, language });
    expect(text(panel)).toContain(said);
  });

  it("opens one print, whose address may have other parameters", async () => {
    const { panel, home } = await showPanel("?more-info-entity-id=sensor.laser&job=1", [
      createAsked("1"),
      createAsked("2"),
    ]);
    expect(names(panel, "this_print")).toEqual(["Job 1"]);
    expect(names(panel, "questions")).toEqual(["Job 2"]);
    expect(deep(panel.shadowRoot!, "cloudprint-card-approval")).toHaveLength(1);
    expect(home.called("cloudprint/jobs/preview")).toHaveLength(1);
    await click(panel, "Approve Job 1");
    expect(home.called("cloudprint/jobs/approve")).toEqual([{ type: "cloudprint/jobs/approve", job_id: "1" }]);
  });

  it("keeps a print that another one decides, and says by whom", async () => {
    const asked = createAsked("1");
    const { panel, home } = await showPanel("?job=1", [asked, createAsked("2")]);
    const canceled = createChanged("1", asked, { state: "canceled", reason: "changed" });
    const changed = createChanged("1", asked, { job_id: "3" });
    home.send({ reset: false, more: false, jobs: [canceled, changed] });
    await settled();
    expect(names(panel, "this_print")).toEqual(["Job 1"]);
    expect(text(panel)).toContain("Queued · approved by Ben");
    home.send({ reset: false, more: false, jobs: [{ ...changed, state: "finished" }] });
    await settled();
    expect(text(panel)).toContain("Finished · approved by Ben");
  });

  it("opens a print that has ended, by the job that it was", async () => {
    const asked = createAsked("1");
    const canceled = createChanged("1", asked, { state: "canceled", reason: "changed" });
    const finished = createChanged("1", asked, { job_id: "3", state: "finished" });
    const { panel } = await showPanel("?job=1", [finished, canceled]);
    expect(names(panel, "this_print")).toEqual(["Job 1"]);
    expect(text(panel)).toContain("Finished · approved by Ben");
  });

  it("follows its address, of which Home Assistant tells by an event alone", async () => {
    const { panel } = await showPanel("?job=1", [createAsked("1"), createAsked("2")]);
    await navigate("?job=2");
    expect(names(panel, "this_print")).toEqual(["Job 2"]);
    await navigate("?job=1", "popstate");
    expect(names(panel, "this_print")).toEqual(["Job 1"]);
    await navigate("");
    expect(names(panel, "this_print")).toEqual([]);
    expect(names(panel, "questions")).toEqual(["Job 2", "Job 1"]);
    panel.remove();
    await navigate("?job=2");
    expect(names(panel, "this_print")).toEqual([]);
  });

  it("has what is opened in its address, for the panel that is made anew after a while", async () => {
    const { panel, home } = await showPanel("?more-info-entity-id=sensor.laser", [createAsked("1"), createAsked("2")]);
    await click(panel, "Look and decide: Job 1");
    expect(location.search).toBe("?more-info-entity-id=sensor.laser&job=1");
    expect(names(panel, "this_print")).toEqual(["Job 1"]);
    expect(panel.shadowRoot!.activeElement?.className).toBe("this_print");
    panel.remove();
    const anew = createPanel(home.hass);
    await settled();
    expect(names(anew, "this_print")).toEqual(["Job 1"]);
    expect(button(anew, "Approve Job 1").disabled).toBe(false);
  });

  it("is closed where it was opened", async () => {
    const { panel } = await showPanel("?job=1", [createAsked("1")]);
    await click(panel, "Close");
    expect(deep(panel.shadowRoot!, "cloudprint-card-approval")).toEqual([]);
    const before = history.length;
    await click(panel, "Look and decide: Job 1");
    expect(history.length).toBe(before);
    expect(deep(panel.shadowRoot!, "cloudprint-card-approval")).toHaveLength(1);
  });

  it("says what it cannot show, and asks again once there is news", async () => {
    const jobs = [createAsked("1")];
    const { panel, home } = await showPanel("?job=2", jobs);
    expect(text(panel)).toContain("There is no such job.");
    expect(names(panel, "questions")).toEqual(["Job 1"]);
    jobs.push(createAsked("2"));
    home.send({ reset: false, more: false, jobs: jobs.slice(1) });
    await settled();
    expect(text(panel)).not.toContain("There is no such job.");
    expect(names(panel, "this_print")).toEqual(["Job 2"]);
  });

  it("says what could not be done", async () => {
    const { panel } = await showPanel("?job=1", [createAsked("1")], {
      "cloudprint/jobs/approve": () => {
        throw { message: "Ben has decided." };
      },
    });
    await click(panel, "Approve Job 1");
    expect(text(panel)).toContain("Ben has decided.");
    expect(names(panel, "this_print")).toEqual(["Job 1"]);
  });

  it("says that the integration is not set up, and tries again", async () => {
    let isReady = false;
    const { panel } = await showPanel("", [], {
      "cloudprint/printers": () => {
        if (!isReady) throw { code: "unknown_command", message: "Unknown command." };
        return { printers: [], default_printer: null };
      },
    });
    isReady = true;
    await click(panel, "Try again");
    expect(text(panel)).toContain("Nothing is waiting for you.");
  });
});
