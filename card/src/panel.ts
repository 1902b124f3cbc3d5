import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Job } from "./backend.js";
import { cardStyles } from "./card-styles.js";
import { CARD_TYPE } from "./config.js";
import { ConnectedCard } from "./connected-card.js";
import type { Context } from "./context.js";
import { explain } from "./errors.js";
import { type JobAction, JobActions, spread } from "./job-actions.js";
import { foldAsked, getQueue, isQuestion, orderJobs } from "./jobs.js";
import { renderError, renderLoading, renderNotice } from "./notices.js";
import { define } from "./part.js";
import type { QueuePart } from "./parts/queue.js";
import { shared } from "./styles.js";
import "./parts/queue.js";

/** The job that the address names. The frontend makes a new panel after a while in the background. */
function getJobId(): string {
  return new URLSearchParams(location.search).get("job") ?? "";
}

/** The panel that notifications lead to: what waits for who looks, and one print, by any of its jobs. */
class CloudPrintPanel extends ConnectedCard {
  static override properties = {
    ...ConnectedCard.properties,
    narrow: { type: Boolean },
    jobId: { state: true },
    jobs: { state: true },
    problem: { state: true },
  };
  static override styles = [
    shared,
    cardStyles,
    css`
      .header {
        align-items: center;
        background: var(--app-header-background-color, var(--accent));
        color: var(--app-header-text-color, #fff);
        display: flex;
        font-size: var(--ha-font-size-xl, 20px);
        min-block-size: var(--header-height, 56px);
        padding-inline: 4px 16px;
      }
      h1 {
        font: inherit;
        margin: 0 12px;
      }
      ha-card {
        display: block;
        margin: 16px auto;
        max-inline-size: min(720px, 100% - 16px);
      }
    `,
  ];

  /** Whether there is no room for the sidebar. */
  declare narrow: boolean;
  declare private jobId: string;
  /** The jobs of the print that the address names. */
  declare private jobs: readonly Job[] | undefined;
  declare private problem: string | undefined;
  private requested = "";
  private readonly actions = new JobActions(this, (problem) => {
    this.problem = problem;
  });

  constructor() {
    super();
    this.jobId = getJobId();
    this.setConfig({ type: CARD_TYPE });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // `route` stays the same when only the query changes.
    for (const name of ["location-changed", "popstate"]) window.addEventListener(name, this.navigated);
    this.navigated();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const name of ["location-changed", "popstate"]) window.removeEventListener(name, this.navigated);
  }

  private readonly navigated = (): void => {
    this.jobId = getJobId();
  };

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (this.data.status !== "ready" || this.jobId === this.requested) return;
    this.requested = this.jobId;
    void this.load(this.jobId);
  }

  private async load(job_id: string): Promise<void> {
    const { context } = this;
    this.jobs = this.problem = undefined;
    if (!context || !job_id) return;
    try {
      const { jobs } = await context.backend.call("cloudprint/jobs/get", { job_id });
      if (job_id === this.jobId) await this.open(jobs);
    } catch (error) {
      const problem = await explain(context, error);
      if (job_id === this.jobId) this.problem = problem;
    }
  }

  private async open(jobs: readonly Job[]): Promise<void> {
    this.jobs = jobs;
    await this.updateComplete;
    const opened = this.renderRoot.querySelector<QueuePart>(".this_print");
    await opened?.updateComplete;
    opened?.focus();
    opened?.scrollIntoView({ block: "nearest" });
  }

  protected override takeJobs(): void {
    const [first] = this.jobs ?? [];
    if (!first) {
      // The connection may have been lost when it was asked for.
      if (this.problem) this.requested = "";
      return;
    }
    const changed = [...this.data.jobs.jobs.values()].filter(({ print_id: print }) => print === first.print_id);
    this.jobs = [...new Map([...(this.jobs ?? []), ...changed].map((job) => [job.job_id, job])).values()];
  }

  private readonly act = (event: CustomEvent<JobAction>): void => {
    const { context } = this;
    if (!context) return;
    for (const action of spread(event.detail, this.data.jobs.jobs.values())) void this.actions.run(context, action);
  };

  /** Open a print, and write it into the address. */
  private readonly look = ({ detail: { job_id: id } }: CustomEvent<Job>): void => {
    if (this.jobs?.some((job) => job.job_id === id)) return;
    const url = new URL(location.href);
    url.searchParams.set("job", id);
    history.pushState(null, "", url);
    this.navigated();
  };

  protected override render(): TemplateResult {
    return html`
      <div class="header">
        <ha-menu-button .hass=${this.hass} .narrow=${this.narrow}></ha-menu-button>
        <h1>${this.context?.texts.localize("card_name")}</h1>
      </div>
      <ha-card>
        <div class="body" @look=${this.look}>
          ${this.context ? this.renderBody(this.context) : this.renderUntranslated()}
        </div>
      </ha-card>
    `;
  }

  private renderBody(context: Context): TemplateResult {
    const { data, jobs, problem, jobId } = this;
    const { texts } = context;
    if (data.status === "loading") return renderLoading(texts);
    if (data.status === "failed") return renderError(texts, data.problem, () => data.retry());
    const opened = foldAsked(orderJobs(jobs ?? []));
    const prints = new Set(jobs?.map(({ print_id: print }) => print));
    const questions = foldAsked(getQueue(data.jobs, Date.now())).filter(
      (job) => isQuestion(job) && !prints.has(job.print_id),
    );
    return html`
      ${problem ? renderNotice("error", "mdi:alert-circle-outline", problem) : nothing}
      ${jobId && !jobs && !problem ? renderLoading(texts) : nothing}
      ${opened.length ? this.renderQueue(context, opened, "this_print") : nothing}
      ${questions.length ? this.renderQueue(context, questions, "questions") : nothing}
      ${questions.length || jobId ? nothing : html`<p class="secondary">${texts.localize("questions_empty")}</p>`}
    `;
  }

  private renderQueue(context: Context, jobs: readonly Job[], heading: "this_print" | "questions"): TemplateResult {
    return html`<cloudprint-card-queue
      class=${heading}
      .context=${context}
      .jobs=${jobs}
      .heading=${heading}
      .isOpened=${heading === "this_print"}
      .busy=${this.actions.busy}
      .printers=${this.data.printers}
      .showsPrinter=${this.data.printers.length > 1}
      @job-action=${this.act}
    ></cloudprint-card-queue>`;
  }
}

define("cloudprint-panel", CloudPrintPanel);
