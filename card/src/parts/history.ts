import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Job, JobState } from "../backend.js";
import { explain } from "../errors.js";
import { FeatureLoader } from "../features.js";
import { icon } from "../icons.js";
import type { JobAction } from "../job-actions.js";
import { FINAL_STATES, mergeChanges, withoutChanged } from "../jobs.js";
import { renderRoundButton } from "../notices.js";
import { define, JobActionsPart } from "../part.js";
import "./job.js";

const PAGE = 10;

/** The ended jobs, one page at a time. Fires `job-action`. */
class HistoryPart extends JobActionsPart {
  static override properties = {
    ...JobActionsPart.properties,
    deviceId: { attribute: false },
    changed: { attribute: false },
    busy: { attribute: false },
    showsPrinter: { attribute: false },
    isOpen: { state: true },
    filter: { state: true },
    jobs: { state: true },
    hasMore: { state: true },
    isLoading: { state: true },
    problem: { state: true },
    showsUsage: { state: true },
  };
  static override styles = [
    ...JobActionsPart.styles,
    css`
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: space-between;
      }
      .toggle {
        background: transparent;
        color: var(--text);
        margin-inline: -12px;
        max-inline-size: none;
        padding-inline: 12px;
        white-space: nowrap;
      }
      .toggle:hover {
        background: var(--field);
      }
      .toggle .icon {
        color: var(--secondary);
        transition: transform 150ms;
      }
      .toggle[aria-expanded="true"] .icon {
        transform: rotate(180deg);
      }
      .tools {
        align-items: center;
        display: flex;
        gap: 4px;
      }
      .filter {
        align-items: center;
        background: var(--field);
        border-radius: var(--pill);
        display: flex;
        position: relative;
      }
      .filter .icon {
        color: var(--secondary);
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      select {
        appearance: none;
        background: transparent;
        block-size: 36px;
        border: 0;
        border-radius: inherit;
        cursor: pointer;
        padding-inline: 14px 34px;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .empty {
        padding-block: 12px;
      }
      .more {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `,
  ];

  declare deviceId: string | undefined;
  /** Jobs that have changed since the page was loaded. */
  declare changed: readonly Job[];
  declare busy: ReadonlySet<string>;
  declare showsPrinter: boolean;
  declare private isOpen: boolean;
  declare private filter: JobState | "";
  declare private jobs: readonly Job[] | undefined;
  declare private hasMore: boolean;
  declare private isLoading: boolean;
  declare private problem: string | undefined;
  declare private showsUsage: boolean;
  private request = 0;
  private readonly features = new FeatureLoader(() => this.requestUpdate());

  constructor() {
    super();
    this.isOpen = false;
    this.filter = "";
    this.hasMore = false;
    this.isLoading = false;
    this.showsUsage = false;
  }

  private get states(): readonly JobState[] {
    return this.filter ? [this.filter] : FINAL_STATES;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("deviceId") && this.isOpen) void this.load();
    else if (changed.has("changed") && this.jobs) {
      this.jobs = mergeChanges(this.jobs, this.changed, this.states, this.deviceId);
    }
  }

  protected override render(): TemplateResult {
    return html`
      <div class="head">
        <h2>
          <button
            class="toggle"
            type="button"
            aria-expanded=${this.isOpen}
            aria-controls="history"
            @click=${this.toggle}
          >
            ${this.localize("history")}${icon("mdi:chevron-down")}
          </button>
        </h2>
        ${this.isOpen ? html`<div class="tools">${this.renderFilter()} ${this.renderUsageButton()}</div>` : nothing}
      </div>
      ${this.renderUsage()}
      <div id="history" ?hidden=${!this.isOpen}>${this.isOpen ? this.renderJobs() : nothing}</div>
    `;
  }

  private renderFilter(): TemplateResult {
    return html`
      <div class="filter">
        <select aria-label=${this.localize("filter")} @change=${this.choose}>
          <option value="" .selected=${this.filter === ""}>${this.localize("filter_all")}</option>
          ${FINAL_STATES.map(
            (state) => html`
              <option value=${state} .selected=${this.filter === state}>${this.localize(`state_${state}`)}</option>
            `,
          )}
        </select>
        ${icon("mdi:chevron-down")}
      </div>
    `;
  }

  /** Return the button of a table for administrators, which is loaded then. */
  private renderUsageButton(): TemplateResult | typeof nothing {
    if (!this.context.hass.user?.is_admin) return nothing;
    return renderRoundButton("mdi:chart-bar", this.localize("usage"), () => {
      this.showsUsage = true;
    });
  }

  private renderUsage(): TemplateResult | typeof nothing {
    if (!this.showsUsage) return nothing;
    const close = (): void => {
      this.showsUsage = false;
    };
    const waiting = this.features.render("usage", this.context.texts, close);
    if (waiting) return waiting;
    return html`<cloudprint-card-usage .context=${this.context} @close=${close}></cloudprint-card-usage>`;
  }

  private renderJobs(): TemplateResult {
    if (this.problem) {
      return html`
        <div class="notice error" role="alert">
          ${icon("mdi:alert-circle-outline")}
          <div>${this.localize("jobs_failed", { message: this.problem })}</div>
        </div>
        <button class="more" type="button" @click=${() => this.load()}>${this.localize("retry")}</button>
      `;
    }
    if (!this.jobs) return html`<div class="empty secondary">${this.localize("loading")}</div>`;
    if (!this.jobs.length) {
      return html`<div class="empty secondary">
        ${this.localize(this.filter ? "history_empty_filtered" : "history_empty")}
      </div>`;
    }
    return html`
      <ul>
        ${repeat(
          withoutChanged(this.jobs),
          (job) => job.job_id,
          (job) => html`
            <li>
              <cloudprint-card-job
                .context=${this.context}
                .job=${job}
                .printers=${this.printers}
                .isBusy=${this.busy.has(job.job_id)}
                .showsPrinter=${this.showsPrinter}
                @job-action=${(event: CustomEvent<JobAction>) => this.fireEvent("job-action", event.detail)}
              ></cloudprint-card-job>
            </li>
          `,
        )}
      </ul>
      ${
        this.hasMore
          ? html`<button
              class="more"
              type="button"
              ?disabled=${this.isLoading}
              @click=${() => this.load(this.jobs?.at(-1)?.job_id)}
            >
              ${this.localize("show_more")}
            </button>`
          : nothing
      }
    `;
  }

  private toggle(): void {
    this.isOpen = !this.isOpen;
    if (this.isOpen) void this.load();
  }

  private choose(event: Event): void {
    this.filter = (event.target as HTMLSelectElement).value as JobState | "";
    void this.load();
  }

  /** Load the first page, or the page after the job `before`. */
  private async load(before?: string): Promise<void> {
    const request = ++this.request;
    this.isLoading = true;
    this.problem = undefined;
    if (before === undefined) this.jobs = undefined;
    try {
      const page = await this.context.backend.call("cloudprint/jobs/list", {
        ...(this.deviceId === undefined ? {} : { device_id: this.deviceId }),
        ...(before === undefined ? {} : { before }),
        state: this.states,
        limit: PAGE,
      });
      if (request !== this.request) return;
      this.jobs = [...(before === undefined ? [] : (this.jobs ?? [])), ...page.jobs];
      this.hasMore = page.has_more;
    } catch (error) {
      if (request !== this.request) return;
      this.problem = await explain(this.context, error);
    }
    this.isLoading = false;
  }
}

define("cloudprint-card-history", HistoryPart);
