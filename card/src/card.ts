import { html, nothing, type TemplateResult } from "lit";

import type { Job, Printer, SavedDocument } from "./backend.js";
import { cardStyles } from "./card-styles.js";
import { CARD_TYPE } from "./config.js";
import { ConnectedCard } from "./connected-card.js";
import { type Content, printable, printerOf } from "./content.js";
import { FORMATS, type Given, MAX_BYTES, problemOf } from "./files.js";
import { Intake } from "./intake.js";
import { type Change, queueOf } from "./jobs.js";
import { toRemember } from "./options.js";
import { define } from "./part.js";
import type { ComposerPart } from "./parts/composer.js";
import type { Printed, StagedPart } from "./parts/staged.js";
import {
  hintOf,
  type NoticeKind,
  renderFailure,
  renderLoading,
  renderNotice,
  renderPlight,
} from "./plights.js";
import { shared } from "./styles.js";
import { type TextKey, Translator } from "./texts/index.js";
import { type Wish, Wishes } from "./wishes.js";
import "./parts/composer.js";
import "./parts/history.js";
import "./parts/printer.js";
import "./parts/queue.js";
import "./parts/staged.js";

interface Notice {
  readonly kind: NoticeKind;
  readonly text: string;
}

/** The dashboard card: what to print, on which printer, and what became of it. */
export class CloudPrintCard extends ConnectedCard {
  static override properties = {
    ...ConnectedCard.properties,
    chosen: { state: true },
    content: { state: true },
    notice: { state: true },
    announcement: { state: true },
    changed: { state: true },
  };
  static override styles = [shared, cardStyles];

  declare private chosen: string | undefined;
  declare private content: Content | undefined;
  declare private notice: Notice | undefined;
  declare private announcement: string;
  declare private changed: readonly Job[];

  private readonly intake = new Intake(
    this,
    (kind) => Boolean(this.printer?.can_control) && !(kind === "text" && this.config?.hide_text),
    (given) => this.take(given),
  );
  private readonly wishes = new Wishes(this, (problem) => this.report(problem));

  constructor() {
    super();
    this.announcement = "";
    this.changed = [];
  }

  protected override render(): TemplateResult {
    const title = this.config?.title;
    return html`
      <ha-card>
        <div class="body">
          ${title ? html`<h2 class="title">${title}</h2>` : nothing} ${this.renderBody()}
          <div class="unseen" role="status" aria-live="polite">${this.announcement}</div>
        </div>
      </ha-card>
    `;
  }

  private get printer(): Printer | undefined {
    const chosen = this.chosen ?? this.data.memory.current.printer;
    return printerOf(this.data.printers, this.config?.device_id, chosen);
  }

  private renderBody(): TemplateResult {
    const { data, printer, context } = this;
    if (!context || (data.status === "loading" && !printer)) return renderLoading(this.texts);
    if (data.status === "failed" && !printer) {
      return renderFailure(this.texts, data.problem, () => data.retry());
    }
    if (!data.printers.length) {
      return renderPlight(this.texts, this.hass?.user?.is_admin ? "empty_printers" : "forbidden");
    }
    if (!printer) return renderPlight(this.texts, "missing");
    return html`
      <cloudprint-card-printer
        .context=${context}
        .printers=${data.printers}
        .selected=${printer}
        .isFixed=${this.config?.device_id !== undefined}
        @printer=${(event: CustomEvent<string>) => {
          this.chosen = event.detail;
        }}
      ></cloudprint-card-printer>
      ${this.renderNotices(printer)} ${this.renderCompose(printer)}
      ${this.config?.hide_queue
        ? nothing
        : html`<section>
            <cloudprint-card-queue
              .context=${context}
              .jobs=${queueOf(data.jobs, Date.now())}
              .busy=${this.wishes.busy}
              .hasPrinters=${this.hasPrinters}
              @wish=${this.grant}
            ></cloudprint-card-queue>
          </section>`}
      ${this.config?.hide_history
        ? nothing
        : html`<section class="last">
            <cloudprint-card-history
              .context=${this.context}
              .deviceId=${this.config?.device_id}
              .changed=${this.changed}
              .busy=${this.wishes.busy}
              .hasPrinters=${this.hasPrinters}
              @wish=${this.grant}
            ></cloudprint-card-history>
          </section>`}
    `;
  }

  private renderNotices(printer: Printer): TemplateResult {
    const { notice, texts } = this;
    return html`
      ${this.hass?.connected === false
        ? renderNotice("warning", "mdi:cloud-off-outline", texts.say("disconnected"))
        : hintOf(printer, texts)}
      ${notice
        ? renderNotice(notice.kind, notice.kind === "info" ? "mdi:check" : "mdi:alert-circle-outline", notice.text, {
            label: texts.say("dismiss"),
            dismiss: () => {
              this.notice = undefined;
            },
          })
        : nothing}
    `;
  }

  private renderCompose(printer: Printer): TemplateResult {
    if (!printer.can_control) {
      return renderNotice("info", "mdi:lock-outline", this.say("forbidden_printer"));
    }
    if (this.content) {
      return html`<cloudprint-card-staged
        .context=${this.context}
        .content=${this.content}
        .printer=${printer}
        .remembered=${this.data.memory.current.choices?.[printer.device_id]}
        @unstage=${this.unstage}
        @printed=${this.printed}
      ></cloudprint-card-staged>`;
    }
    const documents = this.config?.hide_documents
      ? []
      : printable(this.data.documents, this.config?.device_id);
    return html`<cloudprint-card-composer
      .context=${this.context}
      .documents=${documents}
      .hasText=${!this.config?.hide_text}
      .isDraggedOver=${this.intake.isDraggedOver}
      @given=${(event: CustomEvent<Given>) => this.take(event.detail)}
      @document=${(event: CustomEvent<SavedDocument>) => this.takeDocument(event.detail)}
      @problem=${(event: CustomEvent<TextKey>) => this.warn(event.detail)}
    ></cloudprint-card-composer>`;
  }

  /** Whether a job has to say on which printer it is. */
  private get hasPrinters(): boolean {
    return this.config?.device_id === undefined && this.data.printers.length > 1;
  }

  // What people give it

  private take(given: Given): void {
    this.notice = undefined;
    if (given.kind === "file") {
      const { file } = given;
      const problem = problemOf(file);
      if (problem) {
        this.warn(problem, {
          name: file.name,
          size: this.context?.format.bytes(file.size) ?? "",
          limit: this.context?.format.bytes(MAX_BYTES) ?? "",
          formats: FORMATS,
        });
        return;
      }
      if (given.isOneOfSeveral) this.warn("file_one");
      this.content = { kind: "file", file };
    } else {
      this.content = given;
    }
    void this.focusStaged();
  }

  private takeDocument(document: SavedDocument): void {
    this.notice = undefined;
    const isHere = this.data.printers.some(({ device_id: id }) => id === document.device_id);
    if (document.device_id && isHere) this.chosen = document.device_id;
    this.content = { kind: "document", document };
    void this.focusStaged();
  }

  private async focusStaged(): Promise<void> {
    await this.updateComplete;
    const staged = this.renderRoot.querySelector<StagedPart>("cloudprint-card-staged");
    await staged?.updateComplete;
    staged?.focus();
  }

  private readonly unstage = async (event: CustomEvent<TextKey | undefined>): Promise<void> => {
    this.content = undefined;
    if (event.detail) this.announcement = this.say(event.detail);
    await this.focusComposer();
  };

  private readonly printed = async (event: CustomEvent<Printed>): Promise<void> => {
    const { jobs, choices, isSaved } = event.detail;
    const { printer, hass } = this;
    this.content = undefined;
    this.notice = undefined;
    this.announce(jobs);
    const warning = jobs.flatMap((job) => job.warnings)[0];
    if (warning) {
      this.notice = { kind: "warning", text: this.texts.named("warning", warning, "state_other") };
    }
    if (printer && hass && !isSaved) {
      this.chosen = printer.device_id;
      await this.data.memory.keep(hass, printer.device_id, toRemember(choices));
    }
    await this.focusComposer();
  };

  private async focusComposer(): Promise<void> {
    await this.updateComplete;
    const composer = this.renderRoot.querySelector<ComposerPart>("cloudprint-card-composer");
    await composer?.updateComplete;
    composer?.focus();
  }

  // What people do about jobs

  private readonly grant = (event: CustomEvent<Wish>): void => {
    if (this.context) void this.wishes.grant(this.context, event.detail);
  };

  private report(problem: string | undefined): void {
    const text = problem && this.say("action_failed", { message: problem });
    this.notice = text ? { kind: "error", text } : undefined;
  }

  // What it tells people

  protected override announce(changes: readonly Change[]): void {
    this.changed = [...this.data.jobs.jobs.values()];
    this.announcement = changes
      .map(({ name, state }) =>
        this.say("job_announced", {
          name,
          state: this.texts.named("state", state, "state_other"),
        }),
      )
      .join(" ");
  }

  private warn(key: TextKey, placeholders: Record<string, string> = {}): void {
    this.notice = { kind: "warning", text: this.say(key, placeholders) };
  }

  private get texts(): Translator {
    return this.context?.texts ?? new Translator(document.documentElement.lang);
  }

  private say(key: TextKey, placeholders: Record<string, string> = {}): string {
    return this.texts.say(key, placeholders);
  }
}

define(CARD_TYPE, CloudPrintCard);
