import { css, html, nothing, type TemplateResult } from "lit";

import type { ChoiceOption, Printer } from "../backend.js";
import { icon } from "../icons.js";
import { CHOICE_OPTIONS, type Choices, findProblems, getOffered } from "../options.js";
import { define, Part } from "../part.js";

/** The print options that the printer supports. Fires `choices`. */
export class OptionsPart extends Part {
  static override properties = {
    ...Part.properties,
    printer: { attribute: false },
    choices: { attribute: false },
    isSaved: { attribute: false },
    hasPages: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
    css`
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
      }
      .field {
        display: grid;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .control {
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        display: flex;
        inline-size: 100%;
        min-inline-size: 0;
      }
      .control:hover {
        border-color: var(--line);
      }
      input,
      select {
        appearance: none;
        background: transparent;
        block-size: 100%;
        border: 0;
        border-radius: inherit;
        flex: 1;
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      .choice {
        position: relative;
      }
      .choice select {
        cursor: pointer;
        padding-inline-end: 32px;
      }
      .choice .icon {
        color: var(--secondary);
        inset-block-start: 9px;
        inset-inline-end: 8px;
        pointer-events: none;
        position: absolute;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      ::placeholder {
        color: var(--secondary);
        opacity: 1;
      }
      .number input {
        appearance: textfield;
        padding-inline: 0;
        text-align: center;
      }
      .number input::-webkit-inner-spin-button,
      .number input::-webkit-outer-spin-button {
        appearance: none;
        margin: 0;
      }
      .number button {
        block-size: 38px;
        min-block-size: 38px;
        inline-size: 38px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      [aria-invalid="true"] {
        outline: 2px solid var(--error-color, #db4437);
      }
    `,
  ];

  declare printer: Printer;
  declare choices: Choices;
  declare isSaved: boolean;
  declare hasPages: boolean;

  protected override render(): TemplateResult {
    const problems = findProblems(this.choices, this.printer);
    return html`
      <div class="fields" role="group" aria-label=${this.localize("options")}>
        ${this.printer.copies.max > 1 ? this.renderCopies(problems.includes("copies_invalid")) : nothing}
        ${CHOICE_OPTIONS.map((option) => this.renderChoice(option))}
        ${this.hasPages ? this.renderPages(problems.includes("page_ranges_invalid")) : nothing}
      </div>
    `;
  }

  private renderCopies(isInvalid: boolean): TemplateResult {
    const { min, max } = this.printer.copies;
    const { copies } = this.choices;
    const step = (by: number): void => {
      const now = copies ?? min;
      const next = Number.isFinite(now) ? now + by : min;
      this.change({ copies: Math.min(max, Math.max(min, next)) });
    };
    return html`
      <div class="field">
        <label class="small secondary" for="copies">${this.localize("copies")}</label>
        <div class="control number">
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize("fewer_copies")}
            ?disabled=${copies === undefined || copies <= min}
            @click=${() => step(-1)}
          >
            ${icon("mdi:minus")}
          </button>
          <input
            id="copies"
            type="number"
            inputmode="numeric"
            min=${min}
            max=${max}
            .value=${copies === undefined || Number.isNaN(copies) ? "" : String(copies)}
            placeholder=${this.isSaved ? this.localize("as_saved") : nothing}
            aria-invalid=${isInvalid ? "true" : nothing}
            aria-describedby=${isInvalid ? "copies-problem" : nothing}
            @input=${this.changeCopies}
          />
          <button
            class="plain round"
            type="button"
            aria-label=${this.localize("more_copies")}
            ?disabled=${copies !== undefined && copies >= max}
            @click=${() => step(1)}
          >
            ${icon("mdi:plus")}
          </button>
        </div>
        ${isInvalid
          ? html`<div id="copies-problem" class="problem small" role="alert">
              ${this.localize("copies_invalid", { lowest: min, highest: max })}
            </div>`
          : nothing}
      </div>
    `;
  }

  private renderChoice(option: ChoiceOption): TemplateResult | typeof nothing {
    const values = getOffered(this.printer, option);
    if (!values.length) return nothing;
    const chosen = this.choices[option];
    const choose = (event: Event): void =>
      this.change({ [option]: (event.target as HTMLSelectElement).value });
    return html`
      <div class="field">
        <label class="small secondary" for=${option}>${this.localize(option)}</label>
        <div class="control choice">
          <select id=${option} @change=${choose}>
            <option value="" .selected=${chosen === ""}>${this.defaultLabel(option)}</option>
            ${values.map(
              (value) => html`
                <option value=${value} .selected=${chosen === value}>${this.name(option, value)}</option>
              `,
            )}
          </select>
          ${icon("mdi:chevron-down")}
        </div>
      </div>
    `;
  }

  private renderPages(isInvalid: boolean): TemplateResult {
    return html`
      <div class="field">
        <label class="small secondary" for="pages">${this.localize("page_ranges")}</label>
        <div class="control">
          <input
            id="pages"
            type="text"
            autocomplete="off"
            .value=${this.choices.pageRanges}
            placeholder=${this.localize(this.isSaved ? "as_saved" : "page_ranges_placeholder")}
            aria-invalid=${isInvalid ? "true" : nothing}
            aria-describedby=${isInvalid ? "pages-problem" : nothing}
            @input=${(event: Event) =>
              this.change({ pageRanges: (event.target as HTMLInputElement).value })}
          />
        </div>
        ${isInvalid
          ? html`<div id="pages-problem" class="problem small" role="alert">
              ${this.localize("page_ranges_invalid")}
            </div>`
          : nothing}
      </div>
    `;
  }

  /** Return the label for the default. */
  private defaultLabel(option: ChoiceOption): string {
    if (this.isSaved) return this.localize("as_saved");
    const value = this.printer.defaults[option];
    if (!value) return this.localize("printer_default");
    return this.localize("default_is", { value: this.name(option, value) });
  }

  private name(option: ChoiceOption, value: string): string {
    // Papers keep the name that the printer gives them.
    return option === "paper" ? value : this.context.texts.localizeValue(option, value, "printer_default");
  }

  private changeCopies(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const isLeftOut = value === "" && this.isSaved;
    this.change({ copies: isLeftOut ? undefined : Number.parseFloat(value) });
  }

  private change(changes: Partial<Choices>): void {
    this.fireEvent("choices", { ...this.choices, ...changes });
  }
}

define("cloudprint-card-options", OptionsPart);
