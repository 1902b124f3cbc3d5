import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Decision, Job, Printer } from "../backend.js";
import { FeatureLoader } from "../features.js";
import { type Icon, icon, iconOfState } from "../icons.js";
import type { JobAction } from "../job-actions.js";
import {
  canApprove,
  describeApprovers,
  describeState,
  getFullName,
  getOtherPrinters,
  isEnded,
  needsApproval,
} from "../jobs.js";
import { define, Part } from "../part.js";
import { renderTurnAdvice, turnStyles } from "./turn-advice.js";

/** One job with its actions. Fires `job-action`. */
class JobPart extends Part {
  static override properties = {
    ...Part.properties,
    job: { attribute: false },
    isBusy: { attribute: false },
    showsPrinter: { attribute: false },
    printers: { attribute: false },
    isOpened: { attribute: false },
    isAsking: { state: true },
  };
  static override styles = [
    ...Part.styles,
    turnStyles,
    css`
      :host {
        padding-block: 8px;
      }
      .job {
        align-items: center;
        display: flex;
        gap: 12px;
      }
      .shape {
        --tone: var(--secondary);
        align-items: center;
        background: color-mix(in srgb, var(--tone) 16%, transparent);
        block-size: 36px;
        border-radius: 50%;
        color: color-mix(in srgb, var(--tone) 65%, var(--text));
        display: flex;
        flex: none;
        inline-size: 36px;
        justify-content: center;
      }
      .preparing,
      .submitting,
      .submitted,
      .queued,
      .printing {
        --tone: var(--accent);
      }
      .held,
      .unconfirmed {
        --tone: var(--warning-color, #ffa600);
      }
      .finished {
        --tone: var(--success-color, #43a047);
      }
      .failed {
        --tone: var(--error-color, #db4437);
      }
      .names {
        flex: 1;
        min-inline-size: 0;
      }
      .name {
        line-height: 20px;
      }
      .facts {
        color: var(--secondary);
        overflow-wrap: anywhere;
      }
      .facts span {
        display: inline-block;
      }
      .warned {
        color: color-mix(in srgb, var(--warning-color, #ffa600) 45%, var(--text));
      }
      .state {
        color: color-mix(in srgb, var(--tone, var(--text)) 45%, var(--text));
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .printing .icon {
        animation: pulse 1.2s ease-in-out infinite alternate;
      }
      @keyframes pulse {
        from {
          opacity: 0.45;
        }
      }
      .names:focus,
      .question:focus {
        outline: none;
      }
      .question {
        background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
        border-radius: var(--radius);
        display: grid;
        gap: 8px;
        margin-block-start: 8px;
        padding: 12px;
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .answers button {
        background: color-mix(in srgb, var(--text) 8%, transparent);
        color: var(--text);
      }
      .answers button:hover {
        background: color-mix(in srgb, var(--text) 14%, transparent);
      }
    `,
  ];

  declare job: Job;
  declare isBusy: boolean;
  /** Whether to show the name of the printer. */
  declare showsPrinter: boolean;
  declare printers: readonly Printer[];
  /** Whether it is looked at, without a tap. */
  declare isOpened: boolean;
  /** Whether it asks before it is printed again, or on which other printer. */
  declare private isAsking: "reprint" | "move" | "approval" | undefined;

  private readonly features = new FeatureLoader(() => this.requestUpdate());

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("isOpened") && this.isOpened) this.isAsking = "approval";
  }

  protected override render(): TemplateResult {
    const { job } = this;
    const others = getOtherPrinters(job, this.printers);
    return html`
      <div class="job">
        <div class="shape ${job.state}">${icon(iconOfState(job.state))}</div>
        <div class="names" tabindex="-1">
          <div class="name one-line" title=${this.shownName}>${this.shownName}</div>
          <div class="facts small ${job.state}">
            ${this.facts().map(
              (fact, at, { length }) =>
                html`<span class=${at ? "" : "state"}>${fact}${at < length - 1 ? " ·" : ""}</span> `,
            )}
          </div>
          ${this.warnings.map((text) => html`<div class="small warned">${text}</div>`)}
        </div>
        ${
          job.can_cancel && !job.can_turn
            ? this.renderAction("cancel", "mdi:close", () => this.act({ kind: "cancel", job }))
            : nothing
        }
        ${this.canReprint ? this.renderAction("reprint", "mdi:reload", () => this.toggle("reprint")) : nothing}
        ${others.length ? this.renderAction("move", "mdi:printer-outline", () => this.toggle("move")) : nothing}
      </div>
      ${job.can_decide ? this.renderQuestion() : nothing} ${job.can_turn ? this.renderTurn() : nothing}
      ${canApprove(job) ? this.renderApproval() : nothing}
      ${this.isAsking === "reprint" && this.canReprint ? this.renderConfirmation() : nothing}
      ${this.isAsking === "move" && others.length ? this.renderPrinters(others) : nothing}
    `;
  }

  private get canReprint(): boolean {
    const { job } = this;
    return isEnded(job) && job.can_reprint && !job.can_decide;
  }

  private renderAction(kind: "cancel" | "reprint" | "move", image: Icon, act: () => void): TemplateResult {
    return html`
      <button
        class="plain round ${kind}"
        type="button"
        aria-label=${this.localize(`${kind}_job`, { name: this.name })}
        aria-expanded=${kind === "cancel" ? nothing : this.isAsking === kind}
        title=${this.localize(kind)}
        ?disabled=${this.isBusy}
        @click=${act}
      >
        ${icon(image)}
      </button>
    `;
  }

  private renderConfirmation(): TemplateResult {
    const { job } = this;
    const copies = typeof job.options.copies === "number" ? job.options.copies : 1;
    const question = this.localize("reprint_question", {
      name: this.name,
      printer: job.printer,
      copies: this.context.texts.localizeCount("copies_count", copies),
    });
    return this.renderAsked(question, [{ label: this.localize("reprint"), action: { kind: "reprint", job } }]);
  }

  private renderPrinters(printers: readonly Printer[]): TemplateResult {
    const { job, name } = this;
    return this.renderAsked(
      this.localize("move_question", { name }),
      printers.map(({ device_id: deviceId, name: label }) => ({ label, action: { kind: "move", job, deviceId } })),
    );
  }

  private renderAsked(
    question: string,
    answers: readonly { readonly label: string; readonly action: JobAction }[],
  ): TemplateResult {
    const close = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.stopAsking();
    };
    const answer = (action: JobAction): void => {
      this.isAsking = undefined;
      this.act(action);
    };
    return html`
      <div class="question confirmation" role="group" tabindex="-1" aria-labelledby="asked" @keydown=${close}>
        <div id="asked">${question}</div>
        <div class="answers">
          ${answers.map(
            ({ label, action }) => html`
              <button type="button" ?disabled=${this.isBusy} @click=${() => answer(action)}>${label}</button>
            `,
          )}
          <button type="button" @click=${() => this.stopAsking()}>
            ${this.localize(isEnded(this.job) ? "reprint_not" : "move_not")}
          </button>
        </div>
      </div>
    `;
  }

  private toggle(kind: "reprint" | "move"): void {
    if (this.isAsking === kind) {
      this.stopAsking();
      return;
    }
    this.isAsking = kind;
    // Not on the button, which a held key would press
    void this.focusAfterUpdate(".confirmation");
  }

  private stopAsking(): void {
    const asked = this.isAsking;
    this.isAsking = undefined;
    if (asked === "approval") this.fireCardEvent("look-away", this.job);
    void this.focusAfterUpdate(`.${asked}`);
  }

  private async focusAfterUpdate(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private act(action: JobAction): void {
    // The button that was pressed will be gone.
    this.renderRoot.querySelector<HTMLElement>(".names")?.focus({ preventScroll: true });
    this.fireEvent<JobAction>("job-action", action);
  }

  private renderQuestion(): TemplateResult {
    const answers: readonly Decision[] = this.job.can_reprint
      ? ["printed", "print_again", "forget"]
      : ["printed", "forget"];
    return html`
      <div class="question" role="group" aria-labelledby="question">
        <div>
          <div id="question">${this.localize("did_it_print")}</div>
          <div class="small">${this.localize("did_it_print_hint")}</div>
        </div>
        <div class="answers">
          ${answers.map(
            (decision) => html`
              <button
                type="button"
                aria-label=${this.localize(`decide_${decision}_job`, { name: this.name })}
                ?disabled=${this.isBusy}
                @click=${() => this.act({ kind: "decide", job: this.job, decision })}
              >
                ${this.localize(`decide_${decision}`)}
              </button>
            `,
          )}
        </div>
      </div>
    `;
  }

  private renderTurn(): TemplateResult {
    const { job, name, isBusy } = this;
    return html`
      <div class="question" role="group" aria-labelledby="turn">
        <div id="turn">${this.localize("turn_question")}</div>
        ${renderTurnAdvice(this.context.texts, job.trays)}
        <div class="answers">
          <button
            type="button"
            aria-label=${this.localize("turned_job", { name })}
            ?disabled=${isBusy}
            @click=${() => this.act({ kind: "turned", job })}
          >
            ${this.localize("turned")}
          </button>
          <button
            type="button"
            aria-label=${this.localize("turn_drop_job", { name })}
            ?disabled=${isBusy}
            @click=${() => this.act({ kind: "cancel", job })}
          >
            ${this.localize("turn_drop")}
          </button>
        </div>
      </div>
    `;
  }

  /** Ask whether it may be printed, after a look at it. */
  private renderApproval(): TemplateResult {
    const { job, context, features } = this;
    if (this.isAsking !== "approval") {
      return html`
        <div class="question" role="group" aria-labelledby="may">
          <div id="may">${this.localize("approval_question")}</div>
          <div class="answers">
            <button
              class="approval"
              type="button"
              aria-label=${this.localize("approval_look_job", { name: this.name })}
              ?disabled=${this.isBusy}
              @click=${() => {
                this.isAsking = "approval";
                this.fireCardEvent("look", job);
              }}
            >
              ${this.localize("approval_look")}
            </button>
          </div>
        </div>
      `;
    }
    const waiting = features.render("approval", context.texts, () => this.stopAsking());
    if (waiting) return waiting;
    return html`<cloudprint-card-approval
      class="question"
      .context=${context}
      .job=${job}
      .name=${this.name}
      .printer=${this.printers.find(({ device_id: id }) => id === job.device_id)}
      .isBusy=${this.isBusy}
      @job-action=${(event: CustomEvent<JobAction>) => this.act(event.detail)}
      @close=${() => this.stopAsking()}
    ></cloudprint-card-approval>`;
  }

  private get name(): string {
    return getFullName(this.job, this.context.texts);
  }

  private get shownName(): string {
    return getFullName({ ...this.job, side: null }, this.context.texts);
  }

  /** Why the job is in its state; "" where the state says it all. */
  private get reason(): string {
    const { state, reason, expires_at: expiresAt, approval } = this.job;
    const isSaid = (reason === "by_hand" && state === "canceled") || (reason === "approval" && state === "held");
    if (!reason || isSaid) return "";
    if (reason === "turn_paper") {
      if (state === "held" && expiresAt === null) return this.localize("turn_fronts_first");
      if (state === "canceled") return this.localize("turn_fronts_missing");
      if (state === "expired") return this.localize("turn_too_late");
    }
    if (reason === "denied" && approval?.decided_by) return this.localize("denied_by", { name: approval.decided_by });
    return this.context.texts.localizeValue("reason", reason, "state_other");
  }

  /** Who approved the job, and what of it was changed then. */
  private get decision(): readonly string[] {
    const { state, decided_by: name, changes = {} } = this.job.approval ?? {};
    if (state !== "given") return [];
    const { texts } = this.context;
    const { copies, ...named } = changes;
    const changed = [
      copies === undefined ? "" : texts.localizeCount("copies_count", copies),
      ...Object.entries<string>(named).map(([option, value]) =>
        texts.localizeValue(option, value, "printer_default").toLocaleLowerCase(),
      ),
    ].filter(Boolean);
    return [
      name ? texts.localize("approved_by", { name }) : "",
      changed.length ? texts.localize("changed_to", { changes: texts.join(changed, "conjunction") }) : "",
    ];
  }

  /** What another device says of the printer, and what the service reported after the print was sent. */
  private get warnings(): readonly string[] {
    const { watched, warnings } = this.job;
    const ignored = warnings
      .filter((warning) => warning.endsWith("_ignored"))
      .map((warning) => this.context.texts.localizeValue("warning", warning, "warning_other"));
    return watched ? [watched, ...ignored] : ignored;
  }

  private facts(): readonly string[] {
    const { job, context } = this;
    const { format, texts } = context;
    const isHeld = job.state === "held";
    const isAsked = needsApproval(job) && !canApprove(job);
    return [
      isAsked ? texts.localize("approval_of", { names: describeApprovers(job, texts) }) : describeState(job, texts),
      job.side ? texts.localize(`side_${job.side}`) : "",
      this.reason,
      ...this.decision,
      // The service's own words, or those of who did not allow it; others have technical messages.
      job.state === "failed" || job.reason === "denied" ? (job.message ?? "") : "",
      isHeld && job.expires_at ? this.localize("expires_at", { time: format.moment(job.expires_at) }) : "",
      this.showsPrinter ? job.printer : "",
      // One's own name on each job would say nothing.
      job.requested_by && job.user_id !== context.hass.user?.id
        ? this.localize("requested_by", { name: job.requested_by })
        : "",
      job.pages ? texts.localizeCount("pages", job.pages) : "",
      format.moment(job.created_at),
    ].filter(Boolean);
  }
}

define("cloudprint-card-job", JobPart);
