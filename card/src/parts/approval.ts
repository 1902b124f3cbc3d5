import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { ApprovalChanges, ChoiceOption, Job, Pages, Printer, Unseen } from "../backend.js";
import { Previewing } from "../core/previewing.js";
import { explain } from "../errors.js";
import { icon } from "../icons.js";
import type { JobAction } from "../job-actions.js";
import { getOffered } from "../options.js";
import { define, Part } from "../part.js";
import { joinCauses } from "../rules.js";
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
    changes: { state: true },
    words: { state: true },
  };
  static override styles = [
    ...Part.styles,
    css`
      .about:focus {
        outline: none;
      }
      .gray {
        filter: grayscale(1);
      }
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
      }
      .fields label,
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
      option {
        background: var(--surface);
        color: var(--text);
      }
      .answers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
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
  declare private changes: ApprovalChanges;
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

  constructor() {
    super();
    this.changes = {};
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".about")?.focus();
  }

  protected override firstUpdated(): void {
    this.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { job_id } = this.job;
    // Another job's pages would be taken for those of this one.
    if (changed.has("job") && changed.get("job")?.job_id !== job_id) this.previewer.request(undefined);
    this.previewer.request({ job_id });
  }

  protected override render(): TemplateResult {
    const { job, context } = this;
    const { texts } = context;
    const { causes = [], rule = "", asked_by: askedBy = null } = job.approval ?? {};
    return html`
      <div class="about" tabindex="-1">
        <div id="asks">${this.localize("asks_you", { name: askedBy ?? this.localize("somebody") })}</div>
        <div class="small">
          ${causes.length ? this.localize("why", { causes: joinCauses(causes, texts) }) : nothing}
          ${rule ? this.localize("rule_name", { rule }) : nothing}
        </div>
      </div>
      <cloudprint-card-preview
        class=${this.changes.color === "monochrome" ? "gray" : ""}
        .context=${context}
        .preview=${this.previewer.preview}
        .load=${this.previewer.load}
        .problem=${this.previewer.problem?.text}
        .isBusy=${false}
        .name=${this.name}
      ></cloudprint-card-preview>
      ${this.words === undefined ? html`${this.renderChanges()} ${this.renderAnswers()}` : this.renderDenial(this.words)}
    `;
  }

  private renderChanges(): TemplateResult {
    const { printer } = this;
    return html`
      <div class="fields" role="group" aria-label=${this.localize("options")}>
        ${printer ? this.renderChoice(printer, "color") : nothing}
        ${printer && !this.job.trays ? this.renderChoice(printer, "sides") : nothing}
        ${printer && printer.copies.max > 1 ? this.renderCopies(printer) : nothing}
      </div>
    `;
  }

  private renderChoice(
    printer: Printer,
    option: ChoiceOption & keyof ApprovalChanges,
  ): TemplateResult | typeof nothing {
    const values = getOffered(printer, option);
    if (!values.length) return nothing;
    const { texts } = this.context;
    const name = (value: string): string => texts.localizeValue(option, value, "printer_default");
    const asked = this.job.options[option];
    const unchanged = typeof asked === "string" ? name(asked) : this.localize("as_asked");
    return html`
      <label>
        <span class="small">${this.localize(option)}</span>
        <select
          class="control ${option}"
          @change=${(event: Event) => this.change(option, (event.target as HTMLSelectElement).value)}
        >
          <option value="">${unchanged}</option>
          ${values.filter((value) => value !== asked).map((value) => html`<option value=${value}>${name(value)}</option>`)}
        </select>
      </label>
    `;
  }

  private renderCopies({ copies: { min, max } }: Printer): TemplateResult {
    const { copies } = this.job.options;
    const asked = typeof copies === "number" ? copies : 1;
    return html`
      <label>
        <span class="small">${this.localize("copies")}</span>
        <input
          class="control copies"
          type="number"
          inputmode="numeric"
          min=${min}
          max=${max}
          .value=${String(asked)}
          aria-invalid=${this.isInvalid ? "true" : nothing}
          @input=${(event: Event) => {
            const { value } = event.target as HTMLInputElement;
            this.change("copies", Number(value) === asked ? "" : Number.parseFloat(value));
          }}
        />
        ${
          this.isInvalid
            ? html`<span class="small" role="alert">
                ${this.localize("copies_invalid", { lowest: min, highest: max })}
              </span>`
            : nothing
        }
      </label>
    `;
  }

  private get isInvalid(): boolean {
    const { copies } = this.changes;
    const { min = 1, max = 1 } = this.printer?.copies ?? {};
    return copies !== undefined && !(Number.isInteger(copies) && copies >= min && copies <= max);
  }

  private change(option: keyof ApprovalChanges, value: string | number): void {
    const { [option]: _, ...others } = this.changes;
    this.changes = value === "" ? others : { ...others, [option]: value };
  }

  private renderAnswers(): TemplateResult {
    const { job, changes, isBusy } = this;
    return html`
      <div class="answers">
        ${this.renderAnswer("approve", "primary", isBusy || this.isInvalid, () =>
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
      <div class="answers">
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
