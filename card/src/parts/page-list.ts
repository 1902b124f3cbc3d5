import { css, html, type TemplateResult } from "lit";

import type { Page } from "../backend.js";
import { explain } from "../errors.js";
import type { PickedContent } from "../files.js";
import { icon } from "../icons.js";
import { renderClose, renderLoading, renderNotice } from "../notices.js";
import { define, Part } from "../part.js";
import { listStyles } from "./list-styles.js";
import "../texts/page.js";
import "./page-form.js";

/** The pages that can be made. Fires `content-picked` with one, or `close`. */
export class PageListPart extends Part {
  static override properties = {
    ...Part.properties,
    pages: { state: true },
    problem: { state: true },
  };
  static override styles = [
    ...Part.styles,
    listStyles,
    css`
      ul {
        grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
      }
      li {
        display: grid;
      }
      li button {
        align-items: flex-start;
        gap: 4px;
        justify-content: flex-start;
        padding: 12px;
        text-align: start;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `,
  ];

  declare private pages: readonly Page[] | undefined;
  /** Localized error message. */
  declare private problem: string | undefined;

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  protected override firstUpdated(): void {
    void this.load();
    this.focus();
  }

  protected override render(): TemplateResult {
    const { pages, problem } = this;
    return html`
      <div class="head">
        <h2 tabindex="-1">${this.localize("page_choose")}</h2>
        ${renderClose(this.localize("edit_cancel"), () => this.fireEvent("close", undefined))}
      </div>
      ${
        problem
          ? html`
              ${renderNotice("error", "mdi:alert-circle-outline", problem)}
              <button type="button" @click=${this.load}>${icon("mdi:reload")}${this.localize("retry")}</button>
            `
          : pages
            ? html`<ul>
                ${pages.map((page) => html`<li>${this.renderPage(page)}</li>`)}
              </ul>`
            : renderLoading(this.context.texts)
      }
    `;
  }

  private renderPage(page: Page): TemplateResult {
    return html`<button
      type="button"
      @click=${() => this.fireCardEvent<PickedContent>("content-picked", { kind: "page", page })}
    >
      <span class="name">${page.name}</span>
      <span class="secondary small">${page.description}</span>
    </button>`;
  }

  private async load(): Promise<void> {
    const { backend, texts } = this.context;
    this.problem = undefined;
    try {
      const { pages } = await backend.call("cloudprint/pages", { language: texts.language });
      this.pages = pages;
    } catch (error) {
      this.problem = await explain(this.context, error);
    }
  }
}

define("cloudprint-card-page-list", PageListPart);
