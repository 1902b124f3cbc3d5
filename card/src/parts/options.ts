import { css, html, nothing, type TemplateResult } from "lit";

import type { ChoiceOption, Printer } from "../backend.js";
import { icon } from "../icons.js";
import { renderRemembered } from "../notices.js";
import {
  applyFallback,
  CHOICE_OPTIONS,
  type Choices,
  choose,
  findFallback,
  findProblems,
  getOffered,
  isByHand,
  PAGE_SETS,
  type PageSet,
} from "../options.js";
import { define, Part } from "../part.js";
import { fieldStyles } from "./field-styles.js";
import type { TextKey } from "../texts/index.js";
import "./trays.js";

/** How much of what is printed has pages that the integration makes. */
export type MadeHere = "all" | "some" | "none";

/** Which options there are for what is printed. */
export interface OptionSet {
  /** Whether a saved document has values of its own. */
  readonly isSaved?: boolean;
  readonly hasPages?: boolean;
  /** Whether odd or even pages can be chosen, and their order. */
  readonly hasPageSets?: boolean;
  /** The default sides of the arrangement, or "" for the printer's default. */
  readonly impliedSides?: string;
  readonly madeHere?: MadeHere;
  /** The options that the asker chose, which the approver changes. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** By default, all. */
  readonly offered?: readonly ChoiceOption[];
}

/** The print options that the printer supports. Fires `choices`. */
class OptionsPart extends Part {
  static override properties = {
    ...Part.properties,
    printer: { attribute: false },
    choices: { attribute: false },
    set: { attribute: false },
    isAsking: { state: true },
  };
  static override styles = [
    ...Part.styles,
    fieldStyles,
    css`
      .fields {
        display: grid;
        gap: 12px;
        grid-template-columns: repeat(auto-fill, minmax(var(--field-size, 150px), 1fr));
      }
      .field {
        display: grid;
        gap: 4px;
        align-content: start;
        min-inline-size: 0;
      }
      .label {
        align-items: center;
        display: flex;
        gap: 4px;
        justify-content: space-between;
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
      .by-hand {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        grid-column: 1 / -1;
      }
      .by-hand > div {
        flex: 1 1 200px;
      }
    `,
  ];

  declare printer: Printer;
  declare choices: Choices;
  declare set: OptionSet;
  /** Whether the questions about the trays are asked. */
  declare private isAsking: boolean;

  constructor() {
    super();
    this.isAsking = false;
  }

  protected override render(): TemplateResult {
    const problems = findProblems(this.usedChoices, this.printer);
    return html`
      <div class="fields" role="group" aria-label=${this.localize("options")}>
        ${this.printer.copies.max > 1 ? this.renderCopies(problems.includes("copies_invalid")) : nothing}
        ${(this.set.offered ?? CHOICE_OPTIONS).map((option) => this.renderChoice(option))} ${this.renderFallback()}
        ${isByHand(this.sides, this.printer) ? this.renderByHand() : nothing}
        ${this.set.hasPages ? this.renderPages(problems.includes("page_ranges_invalid")) : nothing}
        ${this.set.hasPages && this.set.hasPageSets ? this.renderPageSets() : nothing}
      </div>
      ${
        this.isAsking
          ? html`<cloudprint-card-trays
              .context=${this.context}
              .printer=${this.printer}
              @close=${() => {
                this.isAsking = false;
              }}
            ></cloudprint-card-trays>`
          : nothing
      }
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
            placeholder=${this.set.isSaved ? this.localize("as_saved") : nothing}
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
        ${
          isInvalid
            ? html`<div id="copies-problem" class="problem small" role="alert">
                ${this.localize("copies_invalid", { lowest: min, highest: max })}
              </div>`
            : nothing
        }
      </div>
    `;
  }

  private renderChoice(option: ChoiceOption): TemplateResult | typeof nothing {
    const values = getOffered(this.printer, option).filter((value) => value !== this.set.asked?.[option]);
    if (!values.length) return nothing;
    const chosen = this.usedChoices[option];
    const isRemembered = this.choices.remembered.includes(option) && chosen === this.choices[option];
    const labels = Object.fromEntries([
      ["", this.defaultLabel(option)],
      ...values.map((value) => [value, this.name(option, value)] as const),
    ]);
    const changed = (value: string): void => {
      this.fireEvent("choices", choose(this.choices, option, value));
      const needsAnswers = isByHand(value, this.printer) && !this.printer.trays;
      if (option === "sides" && needsAnswers && this.isAdmin) this.isAsking = true;
    };
    return this.renderSelect(option, option, labels, chosen, changed, isRemembered);
  }

  private renderSelect(
    id: string,
    label: TextKey,
    labels: Readonly<Record<string, string>>,
    chosen: string,
    changed: (value: string) => void,
    isRemembered = false,
  ): TemplateResult {
    const name = this.localize(label);
    return html`
      <div class="field">
        <div class="label">
          <label class="small secondary" for=${id}>${name}</label>
          ${
            isRemembered
              ? renderRemembered(this.context.texts, name, () => {
                  changed("");
                  this.renderRoot.querySelector<HTMLElement>(`#${id}`)?.focus();
                })
              : nothing
          }
        </div>
        <div class="control choice">
          <select id=${id} @change=${(event: Event) => changed((event.target as HTMLSelectElement).value)}>
            ${Object.entries(labels).map(
              ([value, text]) => html` <option value=${value} .selected=${chosen === value}>${text}</option> `,
            )}
          </select>
          ${icon("mdi:chevron-down")}
        </div>
      </div>
    `;
  }

  /** Say that two sides as last time do not work, and why. */
  private renderFallback(): TemplateResult | typeof nothing {
    const { choices } = this;
    const { madeHere = "all" } = this.set;
    const fallback = findFallback(choices, this.printer, madeHere === "all");
    if (!fallback) return nothing;
    const isForSome = fallback === "not_made_here" && madeHere === "some";
    return this.renderNote(
      `fallback_${isForSome ? "some" : fallback}`,
      fallback === "trays_missing" && this.isAdmin && "trays_answer",
      html`<button type="button" class="plain" @click=${() => this.fireEvent("choices", choose(choices, "sides", ""))}>
        ${this.localize("fallback_forget")}
      </button>`,
    );
  }

  /** Say how both sides are printed by hand, or what has to be answered first. */
  private renderByHand(): TemplateResult {
    const { isAdmin } = this;
    if (this.printer.trays) return this.renderNote("by_hand", isAdmin && "trays_change");
    return isAdmin ? this.renderNote("trays_missing", "trays_answer") : this.renderNote("trays_missing_ask");
  }

  /** Say something about the sides, with the label of a button that asks about the trays, if any. */
  private renderNote(
    text: TextKey,
    ask: TextKey | false = false,
    more: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    return html`
      <div class="by-hand small" role="status">
        <div>${this.localize(text)}</div>
        ${
          ask
            ? html`<button
                type="button"
                @click=${() => {
                  this.isAsking = true;
                }}
              >
                ${this.localize(ask)}
              </button>`
            : nothing
        }
        ${more}
      </div>
    `;
  }

  private get isAdmin(): boolean {
    return this.context.hass.user?.is_admin ?? false;
  }

  private renderPageSets(): TemplateResult {
    const { pageSet, isReversed } = this.choices;
    const all = this.localize(this.set.isSaved ? "as_saved" : "page_set_all");
    const labels = Object.fromEntries(
      PAGE_SETS.map((value) => [value, value ? this.localize(`page_set_${value}`) : all]),
    );
    const orders = {
      "": this.localize(this.set.isSaved ? "as_saved" : "page_order_forward"),
      reverse: this.localize("page_order_reverse"),
    };
    return html`
      ${this.renderSelect("page-set", "page_set", labels, pageSet, (value) =>
        this.change({ pageSet: value as PageSet }),
      )}
      ${this.renderSelect("page-order", "page_order", orders, isReversed ? "reverse" : "", (value) =>
        this.change({ isReversed: value !== "" }),
      )}
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
            placeholder=${this.localize(this.set.isSaved ? "as_saved" : "page_ranges_placeholder")}
            aria-invalid=${isInvalid ? "true" : nothing}
            aria-describedby=${isInvalid ? "pages-problem" : nothing}
            @input=${(event: Event) => this.change({ pageRanges: (event.target as HTMLInputElement).value })}
          />
        </div>
        ${
          isInvalid
            ? html`<div id="pages-problem" class="problem small" role="alert">
                ${this.localize("page_ranges_invalid")}
              </div>`
            : nothing
        }
      </div>
    `;
  }

  /** The sides that are printed, as far as it is known. */
  private get sides(): string {
    const { trays, defaults } = this.printer;
    const { isSaved = false, asked, impliedSides = "" } = this.set;
    const byDefault = trays === null || isSaved || asked ? "" : (defaults.sides ?? "");
    return this.usedChoices.sides || impliedSides || byDefault;
  }

  /** The choices as they are printed. */
  private get usedChoices(): Choices {
    return applyFallback(this.choices, this.printer, this.set.madeHere !== "none");
  }

  /** Return the label for the default. */
  private defaultLabel(option: ChoiceOption): string {
    if (this.set.isSaved) return this.localize("as_saved");
    if (this.set.asked) {
      const asked = this.set.asked[option];
      return typeof asked === "string" ? this.name(option, asked) : this.localize("as_asked");
    }
    const { impliedSides = "" } = this.set;
    const value = (option === "sides" && impliedSides) || this.printer.defaults[option];
    if (!value) return this.localize("printer_default");
    return this.localize("default_is", { value: this.name(option, value) });
  }

  private name(option: ChoiceOption, value: string): string {
    // Papers keep the name that the printer gives them.
    return option === "paper" ? value : this.context.texts.localizeValue(option, value, "printer_default");
  }

  private changeCopies(event: Event): void {
    const { value } = event.target as HTMLInputElement;
    const isLeftOut = value === "" && this.set.isSaved;
    this.change({ copies: isLeftOut ? undefined : Number.parseFloat(value) });
  }

  private change(changes: Partial<Choices>): void {
    this.fireEvent("choices", { ...this.choices, ...changes });
  }
}

define("cloudprint-card-options", OptionsPart);
