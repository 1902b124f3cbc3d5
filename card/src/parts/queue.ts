import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Job } from "../backend.js";
import { icon } from "../icons.js";
import type { JobAction } from "../job-actions.js";
import { getReleasablePrinters } from "../jobs.js";
import { define, Part } from "../part.js";
import "./job.js";

/** The current jobs. Fires `job-action`. */
export class QueuePart extends Part {
  static override properties = {
    ...Part.properties,
    jobs: { attribute: false },
    busy: { attribute: false },
    showsPrinter: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
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
      li + li {
        border-block-start: 1px solid var(--line);
      }
    `,
  ];

  declare jobs: readonly Job[];
  declare busy: ReadonlySet<string>;
  declare showsPrinter: boolean;

  protected override render(): TemplateResult {
    const deviceIds = getReleasablePrinters(this.jobs);
    return html`
      <div class="head">
        <h2 id="jobs">${this.localize("jobs")}</h2>
        ${deviceIds.length
          ? html`<button
              class="release"
              type="button"
              @click=${() => this.fireEvent<JobAction>("job-action", { kind: "release", deviceIds })}
            >
              ${icon("mdi:play")}${this.localize("release")}
            </button>`
          : nothing}
      </div>
      ${this.jobs.length
        ? html`<ul aria-labelledby="jobs">
            ${repeat(
              this.jobs,
              (job) => job.job_id,
              (job) => html`<li>
                <cloudprint-card-job
                  .context=${this.context}
                  .job=${job}
                  .isBusy=${this.busy.has(job.job_id)}
                  .hasPrinter=${this.showsPrinter}
                  @job-action=${(event: CustomEvent<JobAction>) => this.fireEvent("job-action", event.detail)}
                ></cloudprint-card-job>
              </li>`,
            )}
          </ul>`
        : html`<p class="secondary">${this.localize("jobs_empty")}</p>`}
    `;
  }
}

define("cloudprint-card-queue", QueuePart);
