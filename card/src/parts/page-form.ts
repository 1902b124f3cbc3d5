import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Page, PageOption } from "../backend.js";
import { icon } from "../icons.js";
import { getShown, isWrongNumber, type PageEntries } from "../page-options.js";
import { define, Part } from "../part.js";
import { fieldStyles } from "./field-styles.js";

/** What is wrong with an option, in the user's language. */
export interface OptionProblem {
  readonly field: string;
  readonly text: string;
}

/** The form of a page, whatever options it has. Fires `entries`. */
export class PageFormPart extends Part {
  static override properties = {
    ...Part.properties,
    page: { attribute: false },
    entries: { attribute: false },
    problem: { attribute: false },
  };
  static override styles = [
    ...Part.styles,
    fieldStyles,
    css`
      :host,
      .section,
      .field {
        align-content: start;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
      }
      :host,
      .section {
        gap: 16px;
      }
      .section {
        padding-block-start: 8px;
      }
      summary {
        align-items: center;
        cursor: pointer;
        display: flex;
        justify-content: space-between;
        list-style: none;
        min-block-size: 40px;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      [open] > summary .icon {
        rotate: 180deg;
      }
      .field {
        border: 0;
        gap: 4px;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        margin-block-end: 4px;
        padding: 0;
      }
      input:not([type="checkbox"]),
      select,
      textarea {
        appearance: none;
        background: var(--field);
        block-size: 40px;
        border: 1px solid transparent;
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        min-inline-size: 0;
        padding-inline: 12px;
        text-overflow: ellipsis;
      }
      :is(input, select, textarea):hover {
        border-color: var(--line);
      }
      textarea {
        block-size: auto;
        field-sizing: content;
        max-block-size: 240px;
        min-block-size: 88px;
        padding-block: 8px;
        resize: vertical;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        max-block-size: 200px;
        overflow-y: auto;
      }
      .check {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 8px;
        min-block-size: 40px;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      [type="checkbox"] {
        accent-color: var(--accent-text);
        block-size: 18px;
        flex: none;
        inline-size: 18px;
      }
    `,
  ];

  declare page: Page;
  declare entries: PageEntries;
  declare problem: OptionProblem | undefined;

  protected override render(): TemplateResult {
    const { options } = this.page;
    const sections = new Set(options.map(({ section }) => section).filter(Boolean));
    return html`
      ${this.renderFields(options.filter(({ section }) => !section))}
      ${[...sections].map((name) => this.renderSection(name))}
    `;
  }

  protected override updated(changes: PropertyValues): void {
    super.updated(changes);
    // It stays open while one corrects what is wrong in it.
    for (const problem of this.renderRoot.querySelectorAll("details .problem")) {
      problem.closest("details")?.setAttribute("open", "");
    }
  }

  /** Render what few change, closed at first. */
  private renderSection(name: string): TemplateResult {
    const options = this.page.options.filter(({ section }) => section === name);
    return html`<details>
      <summary>${name}${icon("mdi:chevron-down")}</summary>
      <div class="section">${this.renderFields(options)}</div>
    </details>`;
  }

  private renderFields(options: readonly PageOption[]): TemplateResult {
    return html`${options.map((option) => this.renderOption(option))}`;
  }

  private renderOption(option: PageOption): TemplateResult {
    const { name, description, kind } = option;
    const problem = this.findProblem(option);
    const notes = html`
      ${description ? html`<div class="small secondary" id="help-${name}">${description}</div>` : nothing}
      ${problem ? html`<div class="small problem" id="problem-${name}" role="alert">${problem}</div>` : nothing}
    `;
    const noted = [description && `help-${name}`, problem && `problem-${name}`].filter(Boolean).join(" ") || nothing;
    if (kind === "select" && option.multiple) {
      return html`<fieldset class="field" aria-describedby=${noted}>
        <legend class="small secondary">${this.renderLabel(option)}</legend>
        ${this.renderChoices(option)}${notes}
      </fieldset>`;
    }
    const invalid = problem ? "true" : nothing;
    if (kind === "boolean") {
      return html`<div class="field">
        <label class="check">
          <input
            type="checkbox"
            id=${name}
            aria-describedby=${noted}
            aria-invalid=${invalid}
            .checked=${getShown(option, this.entries) === true}
            @change=${(event: Event) => this.enter(name, (event.target as HTMLInputElement).checked)}
          />${this.renderLabel(option)}
        </label>
        ${notes}
      </div>`;
    }
    return html`<div class="field">
      <label class="small secondary" for=${name}>${this.renderLabel(option)}</label>
      ${this.renderControl(option, noted, invalid)}${notes}
    </div>`;
  }

  private renderLabel({ label, required }: PageOption): TemplateResult {
    return html`${label}${required ? html`<span aria-hidden="true"> *</span>` : nothing}`;
  }

  /** Render what a text, a number or one of several choices is entered in. */
  private renderControl(
    option: PageOption,
    noted: string | typeof nothing,
    invalid: "true" | typeof nothing,
  ): TemplateResult {
    const { name, kind, required, min, max, type, choices } = option;
    const entry = getShown(option, this.entries);
    const value = typeof entry === "string" ? entry : "";
    const enter = (event: Event): void => {
      const { value: entered, validity } = event.target as HTMLInputElement;
      // Of what is no number, the browser says nothing else.
      this.enter(name, validity.badInput ? "?" : entered);
    };
    switch (kind) {
      case "select":
        return choices.length
          ? html`<div class="choice">
              <select
                id=${name}
                ?required=${required}
                aria-describedby=${noted}
                aria-invalid=${invalid}
                @change=${enter}
              >
                ${
                  option.default === null
                    ? html`<option value="" .selected=${value === ""}>${this.localize("page_not_chosen")}</option>`
                    : nothing
                }
                ${choices.map(
                  ([word, text]) => html`<option value=${word} .selected=${value === word}>${text}</option>`,
                )}
              </select>
              ${icon("mdi:chevron-down")}
            </div>`
          : html`<select id=${name} disabled aria-describedby=${noted}>
              <option>${this.localize("page_nothing")}</option>
            </select>`;
      case "texts":
        return html`<textarea
          id=${name}
          ?required=${required}
          aria-describedby=${noted}
          aria-invalid=${invalid}
          .value=${value}
          @input=${enter}
        ></textarea>`;
      default:
        return html`<input
          id=${name}
          type=${kind === "number" ? "number" : (type ?? "text")}
          inputmode=${kind === "number" && (min ?? 0) >= 0 ? "numeric" : nothing}
          min=${min ?? nothing}
          max=${max ?? nothing}
          autocomplete=${type === "password" ? "new-password" : "off"}
          ?required=${required}
          aria-describedby=${noted}
          aria-invalid=${invalid}
          .value=${value === "?" ? nothing : value}
          @input=${enter}
        />`;
    }
  }

  private renderChoices(option: PageOption): TemplateResult {
    const { name, choices } = option;
    if (!choices.length) return html`<div>${this.localize("page_nothing")}</div>`;
    const entry = getShown(option, this.entries);
    const chosen = new Set(Array.isArray(entry) ? (entry as readonly string[]) : []);
    const choose = (value: string, isChosen: boolean): void => {
      if (isChosen) chosen.add(value);
      else chosen.delete(value);
      this.enter(
        name,
        choices.map(([word]) => word).filter((word) => chosen.has(word)),
      );
    };
    return html`<div class="choices">
      ${choices.map(
        ([value, text]) =>
          html`<label class="check">
            <input
              type="checkbox"
              .checked=${chosen.has(value)}
              @change=${(event: Event) => choose(value, (event.target as HTMLInputElement).checked)}
            />${text}
          </label>`,
      )}
    </div>`;
  }

  private findProblem(option: PageOption): string | undefined {
    const { name, min, max } = option;
    if (isWrongNumber(option, this.entries[name])) {
      return this.localize("copies_invalid", { lowest: min ?? "", highest: max ?? "" });
    }
    return this.problem?.field === name ? this.problem.text : undefined;
  }

  private enter(name: string, entry: string | boolean | readonly string[]): void {
    this.fireEvent<PageEntries>("entries", { ...this.entries, [name]: entry });
  }
}

define("cloudprint-card-page-form", PageFormPart);
