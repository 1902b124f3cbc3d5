import { css, html, nothing, type TemplateResult } from "lit";

import type { InputTray, OutputTray, PrintedJob, Printer, Trays } from "../backend.js";
import { explain } from "../errors.js";
import { renderNotice } from "../notices.js";
import { define, DialogPart, Part } from "../part.js";
import { Sender } from "../sender.js";
import { renderTrayPicture, renderTurnAdvice, turnStyles } from "./turn-advice.js";

const OUTPUTS = ["face_down", "face_up"] as const satisfies readonly OutputTray[];
const INPUTS = ["upper_side", "lower_side"] as const satisfies readonly InputTray[];

/**
 * A dialog that asks how paper lies in a printer that prints one side, and keeps the answers.
 *
 * Fires `trays` at the card when they changed, and `close` when it is closed in any way.
 */
class TraysPart extends DialogPart {
  static override properties = {
    ...Part.properties,
    printer: { attribute: false },
    output: { state: true },
    input: { state: true },
    kept: { state: true },
    isBusy: { state: true },
    test: { state: true },
    problem: { state: true },
  };
  static override styles = [
    ...Part.styles,
    turnStyles,
    css`
      dialog {
        background: var(--surface);
        border: 0;
        border-radius: var(--radius);
        color: var(--text);
        inline-size: min(420px, 100dvw - 32px);
        max-block-size: calc(100dvh - 32px);
        overflow: auto;
        padding: 16px;
      }
      dialog[open] {
        display: grid;
        gap: 12px;
        grid-template-columns: minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.6);
      }
      h2 {
        font-size: var(--ha-font-size-l, 16px);
      }
      fieldset {
        border: 0;
        display: grid;
        gap: 4px;
        margin: 0;
        min-inline-size: 0;
        padding: 0;
      }
      legend {
        font-weight: var(--ha-font-weight-medium, 500);
        margin-block-end: 4px;
        padding: 0;
      }
      label {
        align-items: center;
        cursor: pointer;
        display: flex;
        gap: 8px;
        min-block-size: 40px;
      }
      input {
        accent-color: var(--accent-text);
        block-size: 20px;
        flex: none;
        inline-size: 20px;
      }
      footer,
      .test {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      footer {
        justify-content: flex-end;
      }
      .forget {
        margin-inline-end: auto;
      }
    `,
  ];

  declare printer: Printer;
  declare private output: OutputTray | undefined;
  declare private input: InputTray | undefined;
  /** The answers once they are kept. */
  declare private kept: Trays | undefined;
  declare private isBusy: boolean;
  /** The job of the test page once it is printed. */
  declare private test: PrintedJob | undefined;
  declare private problem: string | undefined;

  private readonly tester = new Sender();

  constructor() {
    super();
    this.isBusy = false;
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    this.output = this.printer.trays?.output;
    this.input = this.printer.trays?.input;
  }

  protected override render(): TemplateResult {
    return html`
      <dialog aria-labelledby="title" @close=${() => this.fireEvent("close", undefined)}>
        ${this.kept ? this.renderKept(this.kept) : this.renderQuestions()}
      </dialog>
    `;
  }

  private renderQuestions(): TemplateResult {
    const { output, input } = this;
    return html`
      <header>
        <h2 id="title">${this.localize("trays_title")}</h2>
        <div class="small secondary one-line">${this.printer.name}</div>
      </header>
      <p>${this.localize("trays_intro")}</p>
      <p>${this.localize("trays_mark")}</p>
      <div class="test">
        <button type="button" ?disabled=${this.isBusy || this.test !== undefined} @click=${this.printTestPage}>
          ${this.localize("trays_test")}
        </button>
        <span class="small secondary" role="status">${this.test ? this.describe(this.test) : ""}</span>
      </div>
      <fieldset>
        <legend>${this.localize("trays_output")}</legend>
        ${renderTrayPicture("output")}
        ${OUTPUTS.map((tray) =>
          this.renderAnswer("output", this.localize(`trays_output_${tray}`), output === tray, () => {
            this.output = tray;
          }),
        )}
      </fieldset>
      <fieldset>
        <legend>${this.localize("trays_input")}</legend>
        ${renderTrayPicture("input")}
        ${INPUTS.map((tray) =>
          this.renderAnswer("input", this.localize(`trays_input_${tray}`), input === tray, () => {
            this.input = tray;
          }),
        )}
      </fieldset>
      ${this.problem ? renderNotice("error", "mdi:alert-circle-outline", this.problem) : nothing}
      <footer>
        ${
          this.printer.trays
            ? html`<button
                class="plain forget"
                type="button"
                ?disabled=${this.isBusy}
                @click=${() => this.keep(undefined)}
              >
                ${this.localize("trays_forget")}
              </button>`
            : nothing
        }
        <button class="plain" type="button" @click=${() => this.dialog?.close()}>
          ${this.localize("edit_cancel")}
        </button>
        <button
          class="primary"
          type="button"
          ?disabled=${!output || !input || this.isBusy}
          @click=${() => output && input && this.keep({ output, input })}
        >
          ${this.localize("save")}
        </button>
      </footer>
    `;
  }

  private renderAnswer(name: string, text: string, isChosen: boolean, choose: () => void): TemplateResult {
    return html`<label><input type="radio" name=${name} .checked=${isChosen} @change=${choose} />${text}</label>`;
  }

  private renderKept(trays: Trays): TemplateResult {
    return html`
      <h2 id="title">${this.localize("trays_kept")}</h2>
      <p>${this.localize("trays_kept_when")}</p>
      ${renderTurnAdvice(this.context.texts, trays)}
      <footer>
        <button class="primary" type="button" @click=${() => this.dialog?.close()}>${this.localize("done")}</button>
      </footer>
    `;
  }

  /** Keep the answers, or forget them. */
  private keep(trays: Trays | undefined): Promise<void> {
    return this.run(async () => {
      const fields = { device_id: this.printer.device_id, ...trays };
      await this.context.backend.call("cloudprint/trays", fields);
      this.fireCardEvent("trays", undefined);
      this.kept = trays;
      if (!trays) this.dialog?.close();
    });
  }

  private printTestPage(): Promise<void> {
    return this.run(async () => {
      const { jobs } = await this.tester.send(this.context, {
        device_id: this.printer.device_id,
        text: this.localize("trays_test_text"),
        name: this.localize("trays_test_name"),
        sides: "one_sided",
        copies: 1,
      });
      this.test = jobs[0];
    });
  }

  /** Say what became of the test page. */
  private describe({ name, state }: PrintedJob): string {
    if (state !== "held" && state !== "unconfirmed") return this.localize("trays_test_sent");
    const { texts } = this.context;
    return texts.localize("job_announced", { name, state: texts.localizeValue("state", state, "state_other") });
  }

  private async run(task: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.problem = undefined;
    try {
      await task();
    } catch (error) {
      this.problem = await explain(this.context, error);
    } finally {
      this.isBusy = false;
    }
  }
}

define("cloudprint-card-trays", TraysPart);
