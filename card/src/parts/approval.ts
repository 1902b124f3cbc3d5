import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Job, Pages, Printer, Unseen } from "../backend.js";
import { checkDraft, getAskedChoices, getChanges } from "../core/draft.js";
import { Previewing } from "../core/previewing.js";
import { explain } from "../errors.js";
import { icon } from "../icons.js";
import type { JobAction } from "../job-actions.js";
import { renderNotice } from "../notices.js";
import type { Choices } from "../options.js";
import { define, Part } from "../part.js";
import { joinCauses } from "../rules.js";
import { footerStyles } from "../styles.js";
import type { OptionSet } from "./options.js";
import "./options.js";
import "./preview.js";

/**
 * A print that waits for approval: who asks and why, all its pages, and the decision.
 *
 * Fires `job-action`, and `close` when nothing is decided.
 */
class ApprovalPart extends Part {
  static override properties = {
    ...Part.properties,
    job: { attribute: false },
    name: { attribute: false },
    printer: { attribute: false },
    isBusy: { attribute: false },
    choices: { state: true },
    words: { state: true },
  };
  static override styles = [
    ...Part.styles,
    footerStyles,
    css`
      .about:focus {
        outline: none;
      }
      .gray {
        filter: grayscale(1);
      }
      /* On the color of a question, gray would be hard to read. */
      cloudprint-card-options {
        --field: var(--surface);
        --field-size: 140px;
        --secondary: var(--text);
      }
      .words {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
      }
      .control {
        background: var(--surface);
        border: 1px solid var(--line);
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        min-block-size: 40px;
        padding-inline: 12px;
      }
      .answers {
        --gap: 12px;
        /* As the question that it is a part of */
        background-image:
          linear-gradient(color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent) 0 0),
          linear-gradient(var(--surface) 0 0);
        border-end-end-radius: var(--radius);
        border-end-start-radius: var(--radius);
        display: flex;
        flex-wrap: wrap;
        margin-block-end: -12px;
      }
      .answers > :not(.plain) {
        flex: 1 1 120px;
      }
      .answers .deny {
        background: color-mix(in srgb, var(--text) 8%, transparent);
        color: var(--text);
      }
    `,
  ];

  declare job: Job;
  declare name: string;
  /** Undefined if it is not listed. */
  declare printer: Printer | undefined;
  declare isBusy: boolean;
  declare private choices: Choices;
  /** What is said about a print that is not allowed; undefined before that is chosen. */
  declare private words: string | undefined;

  private readonly previewer = new Previewing<
    { readonly job_id: string },
    Pages & { readonly warnings: readonly Unseen[] }
  >(
    (fields, sheet) => this.context.backend.call("cloudprint/jobs/preview", { ...fields, sheet }),
    async (error) => ({ text: await explain(this.context, error, [this.name]) }),
    () => this.requestUpdate(),
  );

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".about")?.focus();
  }

  protected override firstUpdated(): void {
    this.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { job_id } = this.job;
    if (changed.has("job") && changed.get("job")?.job_id !== job_id) {
      // Do not show the pages of the job before.
      this.previewer.request(undefined);
      this.choices = getAskedChoices(this.job.options);
    }
    this.previewer.request({ job_id });
  }

  protected override render(): TemplateResult {
    const { job, context } = this;
    const { texts } = context;
    const { approval } = job;
    const name = approval?.asked_by ?? this.localize("somebody");
    const left = approval?.left_today ?? null;
    return html`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize("asks_you", { name })}</div>
        <div class="small">
          ${approval?.causes.length ? this.localize("why", { causes: joinCauses(approval, texts) }) : nothing}
          ${left === null ? nothing : texts.localizeCount("left_for", left, { name })}
          ${approval?.rule ? this.localize("rule_name", { rule: approval.rule }) : nothing}
        </div>
      </div>
      <cloudprint-card-preview
        class=${this.choices.color === "monochrome" ? "gray" : ""}
        .context=${context}
        .preview=${this.previewer.preview}
        .load=${this.previewer.load}
        .problem=${this.previewer.problem?.text}
        .isBusy=${false}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.words === undefined ? html`${this.printer ? this.renderChanges(this.printer) : nothing} ${this.renderUnseen()} ${this.renderAnswers()}` : this.renderDenial(this.words)}
    `;
  }

  private renderChanges(printer: Printer): TemplateResult {
    const { job } = this;
    return html`<cloudprint-card-options
      .context=${this.context}
      .printer=${printer}
      .choices=${this.choices}
      .set=${{ asked: job.options, offered: job.trays ? ["color"] : ["color", "sides"] } satisfies OptionSet}
      @choices=${(event: CustomEvent<Choices>) => {
        this.choices = event.detail;
      }}
    ></cloudprint-card-options>`;
  }

  /** Say what is printed that the preview does not show. */
  private renderUnseen(): readonly TemplateResult[] {
    const { texts } = this.context;
    return this.previewer.warnings.map((warning) =>
      renderNotice("warning", "mdi:eye-off-outline", texts.localizeValue("unseen", warning, "warning_other")),
    );
  }

  private renderAnswers(): TemplateResult {
    const { job, printer, choices, isBusy } = this;
    const isInvalid = printer && checkDraft({ printer, choices, isMadeHere: true }).problems.length;
    const changes = getChanges(choices, job.options);
    return html`
      <div class="answers footer">
        ${this.renderAnswer("approve", "primary", isBusy || Boolean(isInvalid), () =>
          this.fireEvent<JobAction>("job-action", { kind: "approve", job, changes }),
        )}
        ${this.renderAnswer("deny", "deny", isBusy, () => this.startDenying())}
        <button class="plain" type="button" @click=${() => this.fireEvent("close", undefined)}>
          ${this.localize("close")}
        </button>
      </div>
    `;
  }

  private renderAnswer(key: "approve" | "deny", kind: string, isDisabled: boolean, act: () => void): TemplateResult {
    return html`<button
      class=${kind}
      type="button"
      aria-label=${this.localize(`${key}_job`, { name: this.name })}
      ?disabled=${isDisabled}
      @click=${act}
    >
      ${icon(key === "approve" ? "mdi:check" : "mdi:close")}${this.localize(key)}
    </button>`;
  }

  private startDenying(): void {
    this.words = "";
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".words input")?.focus());
  }

  private renderDenial(words: string): TemplateResult {
    const { job, isBusy } = this;
    const back = (): void => {
      this.words = undefined;
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".deny")?.focus());
    };
    return html`
      <label class="words">
        <span>${this.localize("deny_words")}</span>
        <input
          class="control"
          type="text"
          autocomplete="off"
          maxlength="200"
          .value=${words}
          @input=${(event: Event) => {
            this.words = (event.target as HTMLInputElement).value;
          }}
        />
      </label>
      <div class="answers footer">
        <button
          class="deny"
          type="button"
          aria-label=${this.localize("deny_job", { name: this.name })}
          ?disabled=${isBusy}
          @click=${() => this.fireEvent<JobAction>("job-action", { kind: "deny", job, message: words.trim() })}
        >
          ${this.localize("deny_send")}
        </button>
        <button class="plain" type="button" @click=${back}>${this.localize("deny_back")}</button>
      </div>
    `;
  }
}

define("cloudprint-card-approval", ApprovalPart);
