import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Job } from "../backend.js";
import { icon } from "../icons.js";
import type { JobAction } from "../job-actions.js";
import { foldQueue, getReleasablePrinters } from "../jobs.js";
import { define, JobActionsPart } from "../part.js";
import "./job.js";

/** The current jobs, or the jobs that wait for an answer. Fires `job-action`. */
export class QueuePart extends JobActionsPart {
  static override properties = {
    ...JobActionsPart.properties,
    jobs: { attribute: false },
    heading: { attribute: false },
    busy: { attribute: false },
    showsPrinter: { attribute: false },
    isOpened: { attribute: false },
    isUnfolded: { state: true },
  };
  static override styles = [
    ...JobActionsPart.styles,
    css`
      .head {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        justify-content: space-between;
      }
      .head button {
        min-block-size: 32px;
        padding: 4px 12px;
      }
      h2:focus {
        outline: none;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .fold {
        inline-size: 100%;
        margin-block-start: 4px;
      }
    `,
  ];

  declare jobs: readonly Job[];
  declare heading: "jobs" | "questions" | "this_print";
  declare busy: ReadonlySet<string>;
  declare showsPrinter: boolean;
  /** Whether the jobs are looked at, without a tap. */
  declare isOpened: boolean;
  declare private isUnfolded: boolean;

  constructor() {
    super();
    this.isUnfolded = this.isOpened = false;
    this.heading = "jobs";
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  protected override render(): TemplateResult {
    const deviceIds = getReleasablePrinters(this.jobs);
    const folded = foldQueue(this.jobs);
    const jobs = this.isUnfolded ? this.jobs : folded;
    return html`
      <div class="head">
        <h2 id="jobs" tabindex="-1">${this.localize(this.heading)}</h2>
        ${
          deviceIds.length
            ? html`<button class="release" type="button" @click=${() => this.release(deviceIds)}>
                ${icon("mdi:play")}${this.localize("release")}
              </button>`
            : nothing
        }
      </div>
      ${
        this.jobs.length
          ? html`<ul id="list" aria-labelledby="jobs">
              ${repeat(
                jobs,
                (job) => job.job_id,
                (job) =>
                  html`<li>
                    <cloudprint-card-job
                      .context=${this.context}
                      .job=${job}
                      .printers=${this.printers}
                      .isBusy=${this.busy.has(job.job_id)}
                      .showsPrinter=${this.showsPrinter}
                      .isOpened=${this.isOpened}
                      @job-action=${(event: CustomEvent<JobAction>) => this.fireEvent("job-action", event.detail)}
                    ></cloudprint-card-job>
                  </li>`,
              )}
            </ul>`
          : html`<p class="secondary">${this.localize("jobs_empty")}</p>`
      }
      ${
        folded.length < this.jobs.length
          ? html`<button
              class="fold"
              type="button"
              aria-controls="list"
              aria-expanded=${this.isUnfolded}
              @click=${() => {
                this.isUnfolded = !this.isUnfolded;
              }}
            >
              ${this.isUnfolded ? this.localize("show_fewer") : this.localize("show_all", { count: this.jobs.length })}
            </button>`
          : nothing
      }
    `;
  }

  private release(deviceIds: readonly string[]): void {
    // The button will be gone.
    this.focus();
    this.fireEvent<JobAction>("job-action", { kind: "release", deviceIds });
  }
}

define("cloudprint-card-queue", QueuePart);
