import { css, html, nothing, type TemplateResult } from "lit";

import type { Usage, UsageRow } from "../backend.js";
import { explain } from "../errors.js";
import { renderLoading, renderNotice } from "../notices.js";
import { define, DialogPart } from "../part.js";
import "../texts/people.js";

/** A dialog with the printed pages of each person and printer by month. Fires `close` when it is closed. */
class UsagePart extends DialogPart {
  static override properties = {
    ...DialogPart.properties,
    usage: { state: true },
    problem: { state: true },
    chosen: { state: true },
  };
  static override styles = [
    ...DialogPart.styles,
    css`
      dialog {
        background: var(--surface);
        border: 0;
        border-radius: var(--radius);
        color: var(--text);
        inline-size: min(720px, 100dvw - 32px);
        max-block-size: calc(100dvh - 32px);
        overflow: auto;
        padding: 16px;
      }
      dialog[open] {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.6);
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
      }
      .months {
        align-items: end;
        block-size: 180px;
        display: flex;
        gap: 4px;
      }
      .months li {
        block-size: 100%;
        display: flex;
        flex: 1;
        flex-direction: column;
        justify-content: end;
        min-inline-size: 0;
        text-align: center;
      }
      .count {
        font-variant-numeric: tabular-nums;
      }
      /* Told apart by its length and number alone */
      .column {
        background: var(--accent-text);
        border-radius: 4px 4px 0 0;
        forced-color-adjust: none;
        margin-inline: auto;
        inline-size: min(100%, 36px);
        min-block-size: 1px;
      }
      .month {
        border-block-start: 1px solid var(--line);
        overflow: hidden;
        white-space: nowrap;
      }
      .table {
        overflow-x: auto;
        position: relative;
      }
      table {
        border-collapse: collapse;
        font-variant-numeric: tabular-nums;
        inline-size: 100%;
      }
      caption {
        font-weight: var(--ha-font-weight-medium, 500);
        padding-block: 4px;
        text-align: start;
      }
      th,
      td {
        border-block-end: 1px solid var(--line);
        padding: 6px 8px;
        text-align: end;
        white-space: nowrap;
      }
      th:first-child {
        background: var(--surface);
        font-weight: inherit;
        inset-inline-start: 0;
        max-inline-size: 160px;
        overflow: hidden;
        padding-inline-start: 0;
        position: sticky;
        text-align: start;
        text-overflow: ellipsis;
      }
      thead th {
        color: var(--secondary);
        font-weight: inherit;
      }
      tfoot :is(th, td) {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      select {
        background: var(--field);
        block-size: 40px;
        border: 0;
        border-radius: var(--ha-border-radius-md, 8px);
        inline-size: 100%;
        padding-inline: 12px;
      }
      option {
        background: var(--surface);
        color: var(--text);
      }
      label {
        display: grid;
        gap: 4px;
      }
      footer {
        display: flex;
        justify-content: flex-end;
      }
    `,
  ];

  declare private usage: Usage | undefined;
  declare private problem: string | undefined;
  /** The index of the person whose months are shown; -1 for all. */
  declare private chosen: number;

  constructor() {
    super();
    this.chosen = -1;
  }

  protected override firstUpdated(): void {
    super.firstUpdated();
    void this.load();
  }

  private async load(): Promise<void> {
    try {
      this.usage = await this.context.backend.call("cloudprint/usage", {});
    } catch (error) {
      this.problem = this.localize("usage_failed", { message: await explain(this.context, error) });
    }
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @close=${() => this.fireEvent("close", undefined)}>
        <h2 id="title">${this.localize("usage")}</h2>
        ${this.renderBody()}
        <footer>
          <button type="button" @click=${() => this.dialog?.close()}>${this.localize("close")}</button>
        </footer>
      </dialog>
    `;
  }

  private renderBody(): TemplateResult {
    const { usage, problem } = this;
    if (problem) return renderNotice("error", "mdi:alert-circle-outline", problem);
    if (!usage) return renderLoading(this.context.texts);
    const people = usage.people.map((row) => ({ ...row, name: this.name(row) }));
    if (!people.length) return html`<p class="secondary">${this.localize("usage_empty")}</p>`;
    const all = { name: this.localize("usage_all"), pages: usage.months.map((_, month) => sum(people, month)) };
    return html`
      ${this.renderMonths(usage.months, people[this.chosen] ?? all, people)}
      ${this.renderTable("usage_person", usage.months, people, all)}
      ${usage.printers.length ? this.renderTable("usage_printer", usage.months, usage.printers, all) : nothing}
    `;
  }

  /** The picture of the months: each bar has its number, so that it needs no color and no axis. */
  private renderMonths(months: readonly string[], shown: UsageRow, people: readonly UsageRow[]): TemplateResult {
    const most = Math.max(1, ...shown.pages);
    const label = this.localize("usage_of", { name: shown.name ?? "" });
    return html`
      <label>
        <span class="small secondary">${this.localize("usage_person")}</span>
        <select
          @change=${(event: Event) => {
            this.chosen = Number((event.target as HTMLSelectElement).value);
          }}
        >
          <option value="-1">${this.localize("usage_all")}</option>
          ${people.map(({ name }, at) => html`<option value=${at} .selected=${at === this.chosen}>${name}</option>`)}
        </select>
      </label>
      <ul class="months" aria-label=${label}>
        ${months.map((month, at) => {
          const pages = shown.pages[at] ?? 0;
          return html`<li>
            <span class="visually-hidden"
              >${this.month(month, "long")}: ${this.context.texts.localizeCount("pages", pages)}</span
            >
            <span class="count small" aria-hidden="true">${pages || ""}</span>
            <div class="column" style="block-size: ${(pages / most) * 75}%" aria-hidden="true"></div>
            <span class="month small secondary" aria-hidden="true">${this.month(month, "short")}</span>
          </li>`;
        })}
      </ul>
    `;
  }

  private renderTable(
    kind: "usage_person" | "usage_printer",
    months: readonly string[],
    rows: readonly UsageRow[],
    all: UsageRow,
  ): TemplateResult {
    const cells = ({ pages }: UsageRow): readonly TemplateResult[] =>
      months.map((_, at) => html`<td>${pages[at] ?? 0}</td>`);
    return html`
      <div class="table" role="region" tabindex="0" aria-label=${this.localize(kind)}>
        <table>
          <thead>
            <tr>
              <th scope="col">${this.localize(kind)}</th>
              ${months.map((month) => html`<th scope="col">${this.month(month, "short")}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) =>
                html`<tr>
                  <th scope="row" title=${row.name}>${row.name}</th>
                  ${cells(row)}
                </tr>`,
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">${all.name}</th>
              ${cells(all)}
            </tr>
          </tfoot>
        </table>
      </div>
    `;
  }

  private name({ name, kind }: Usage["people"][number]): string {
    return name ?? this.context.texts.localizeValue("kind", kind, "kind_other");
  }

  private month(value: string, length: "long" | "short"): string {
    return this.context.format.month(value, length);
  }
}

function sum(rows: readonly UsageRow[], month: number): number {
  return rows.reduce((total, { pages }) => total + (pages[month] ?? 0), 0);
}

define("cloudprint-card-usage", UsagePart);
