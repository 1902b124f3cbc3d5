import { css, html, nothing, type PropertyValues, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

import type { Design } from "../design.js";
import type { DesignItem } from "../design-controller.js";
import { DragSortController } from "../drag-sort.js";
import { getCorners } from "../geometry.js";
import { type Icon, icon } from "../icons.js";
import { renderRoundButton } from "../notices.js";
import { define, Part } from "../part.js";
import { drawPicture, getShownSize } from "../pictures.js";
import type { TextKey } from "../texts/index.js";

/** What is to be done with an item; `to` is the place of one that is moved. */
export type ItemAction =
  | { readonly kind: "move"; readonly item: DesignItem; readonly to: number }
  | { readonly kind: "rotate"; readonly item: DesignItem; readonly quarters: number }
  | { readonly kind: "edit" | "remove" | "retry"; readonly item: DesignItem };

/**
 * The files of a design as thumbnails, which can be sorted, and tools for the selected one.
 *
 * Fires `item-action`.
 */
class DesignerThumbnailsPart extends Part {
  static override properties = {
    ...Part.properties,
    items: { attribute: false },
    version: { attribute: false },
    cleanUp: { attribute: false },
    selected: { state: true },
  };
  static override styles = [
    ...Part.styles,
    css`
      :host {
        display: grid;
        gap: 8px;
        grid-template-columns: minmax(0, 1fr);
      }
      ol {
        display: grid;
        gap: 8px;
        grid-template-columns: repeat(auto-fill, minmax(84px, 1fr));
        list-style: none;
        margin: 0;
        max-block-size: 320px;
        overflow-y: auto;
        /* Room for outlines */
        padding: 4px;
        margin: -4px;
      }
      li {
        position: relative;
      }
      .item {
        -webkit-touch-callout: none;
        -webkit-user-select: none;
        background: var(--field);
        border-radius: var(--ha-border-radius-md, 8px);
        color: var(--text);
        display: block;
        inline-size: 100%;
        aspect-ratio: 1;
        overflow: hidden;
        padding: 6px;
        position: relative;
        user-select: none;
      }
      .item[aria-pressed="true"] {
        box-shadow: 0 0 0 2px var(--accent-text);
      }
      .item > svg {
        block-size: 100%;
        display: block;
        inline-size: 100%;
        pointer-events: none;
      }
      .item > .icon {
        --mdc-icon-size: 32px;
        color: var(--secondary);
      }
      .beyond {
        fill: rgba(0, 0, 0, 0.55);
      }
      .outline {
        fill: none;
        stroke: #fff;
        stroke-width: 1.5px;
      }
      .number {
        background: var(--surface);
        border-radius: var(--pill);
        color: var(--text);
        font-size: 11px;
        inset: 4px auto auto 4px;
        line-height: 18px;
        min-inline-size: 18px;
        padding-inline: 5px;
        position: absolute;
      }
      .sent,
      .failed {
        background: var(--surface);
        border-radius: var(--pill);
        inset: auto 6px 6px;
        overflow: hidden;
        position: absolute;
      }
      .sent > span {
        background: var(--accent-text);
        block-size: 4px;
        display: block;
      }
      .failed {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
        inline-size: fit-content;
        line-height: 0;
        padding: 2px;
      }
      .dragged {
        opacity: 0.4;
      }
      .before::before,
      .after::before {
        background: var(--accent-text);
        border-radius: 2px;
        content: "";
        inline-size: 4px;
        inset-block: 0;
        position: absolute;
        z-index: 1;
      }
      .before::before {
        inset-inline-start: -6px;
      }
      .after::before {
        inset-inline-end: -6px;
      }
      .tools {
        align-items: center;
        display: flex;
        flex-wrap: wrap;
        gap: 0 4px;
      }
      .problem {
        color: color-mix(in srgb, var(--error-color, #db4437) 70%, var(--text));
      }
      .tools .name {
        flex: 1 1 100%;
      }
    `,
  ];

  declare items: readonly DesignItem[];
  /** Changes with the items, which are changed in place. */
  declare version: number;
  declare cleanUp: Design["cleanUp"];
  declare selected: DesignItem | undefined;

  private readonly dragging = new DragSortController(this, {
    list: () => this.renderRoot.querySelector("ol"),
    onSorted: (from, to) => {
      this.selected = this.items[from];
      this.move(this.selected, to);
    },
  });
  /** The items whose problems were shown. */
  private readonly reported = new WeakSet<DesignItem>();
  /** The item that is moved by keys, whose button loses the focus. */
  private moved: DesignItem | undefined;

  protected override willUpdate(): void {
    const failed = this.items.find((item) => item.problem !== undefined && !this.reported.has(item));
    if (failed) {
      this.reported.add(failed);
      this.selected = failed;
    }
    if (!this.selected || !this.items.includes(this.selected)) this.selected = this.items[0];
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!this.moved || !changed.has("items")) return;
    const at = this.items.indexOf(this.moved);
    this.moved = undefined;
    this.renderRoot.querySelectorAll<HTMLElement>(".item")[at]?.focus();
  }

  protected override render(): TemplateResult {
    const { from, gap } = this.dragging;
    return html`
      <ol aria-label=${this.localize("files")} @contextmenu=${this.dragging.preventMenu}>
        ${repeat(
          this.items,
          (item) => item,
          (item, at) => html`
            <li
              class="${at === from ? "dragged" : ""} ${at === gap ? "before" : ""} ${this.isAfter(at, gap) ? "after" : ""}"
            >
              ${this.renderItem(item, at)}
            </li>
          `,
        )}
      </ol>
      ${this.selected ? this.renderTools(this.selected) : nothing}
    `;
  }

  private isAfter(at: number, gap: number | undefined): boolean {
    return gap === this.items.length && at === gap - 1;
  }

  private renderItem(item: DesignItem, at: number): TemplateResult {
    const { name } = item.file;
    return html`
      <button
        class="item"
        type="button"
        title=${name}
        aria-label=${this.localize("item_position", { name, position: at + 1, count: this.items.length })}
        aria-pressed=${item === this.selected}
        @pointerdown=${(event: PointerEvent) => this.dragging.start(event, at)}
        @click=${() => {
          this.selected = item;
        }}
        @keydown=${(event: KeyboardEvent) => this.press(event, item, at)}
      >
        ${this.renderPicture(item)}
        <span class="number" aria-hidden="true">${at + 1}</span>
        ${
          item.uploaded || item.problem !== undefined
            ? nothing
            : html`<span class="sent"><span style="inline-size: ${item.sent * 100}%"></span></span>`
        }
        ${item.problem === undefined ? nothing : html`<span class="failed">${icon("mdi:alert-circle-outline")}</span>`}
      </button>
    `;
  }

  private renderPicture(item: DesignItem): TemplateResult {
    const { thumbnail, edits, found, isPicture } = item;
    if (!thumbnail) return icon(isPicture ? "mdi:image-outline" : "mdi:file-document-outline");
    const [across, along] = getShownSize(thumbnail, edits.rotation);
    const corners = this.hasCorners(item) ? (edits.corners ?? found) : edits.crop && getCorners(edits.crop);
    return html`<svg viewBox="0 0 ${across} ${along}" aria-hidden="true">
      ${svg`${drawPicture(thumbnail, edits.rotation, corners ?? undefined)}`}
    </svg>`;
  }

  /** Whether the corners of a page are marked in an item, rather than a crop. */
  private hasCorners({ isPicture }: DesignItem): boolean {
    return isPicture && this.cleanUp !== "off";
  }

  private renderTools(item: DesignItem): TemplateResult {
    const { name } = item.file;
    const at = this.items.indexOf(item);
    const { fireAction } = this;
    const turn = (quarters: number): void => fireAction({ kind: "rotate", item, quarters });
    const hasCorners = this.hasCorners(item);
    return html`
      <div class="tools" role="toolbar" aria-label=${name}>
        <div class="name small one-line secondary">${name}</div>
        ${item.problem === undefined ? nothing : html`<div class="name small problem" role="alert">${item.problem}</div>`}
        ${
          this.items.length > 1
            ? html`
                ${this.renderTool("mdi:arrow-left", "move_left", () => this.move(item, at - 1), at === 0)}
                ${this.renderTool("mdi:arrow-right", "move_right", () => this.move(item, at + 1), at === this.items.length - 1)}
              `
            : nothing
        }
        ${
          item.thumbnail
            ? html`
                ${this.renderTool("mdi:rotate-left", "rotate_left", () => turn(-1))}
                ${this.renderTool("mdi:rotate-right", "rotate_right", () => turn(1))}
                ${this.renderTool(hasCorners ? "mdi:vector-square" : "mdi:crop", hasCorners ? "corners" : "crop", () =>
                  fireAction({ kind: "edit", item }),
                )}
              `
            : nothing
        }
        ${
          item.problem === undefined
            ? nothing
            : this.renderTool("mdi:reload", "retry", () => fireAction({ kind: "retry", item }))
        }
        ${this.renderTool("mdi:close", "remove", () => fireAction({ kind: "remove", item }), false, name)}
      </div>
    `;
  }

  private renderTool(image: Icon, key: TextKey, run: () => void, isDisabled = false, name = ""): TemplateResult {
    return renderRoundButton(image, this.localize(key, { name }), run, isDisabled);
  }

  private press(event: KeyboardEvent, item: DesignItem, at: number): void {
    if (!event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    this.selected = item;
    const to = event.key === "ArrowLeft" ? at - 1 : at + 1;
    if (this.items[to]) this.moved = item;
    this.move(item, to);
  }

  private move(item: DesignItem | undefined, to: number): void {
    if (item) this.fireAction({ kind: "move", item, to });
  }

  private readonly fireAction = (action: ItemAction): void => this.fireEvent("item-action", action);
}

define("cloudprint-card-designer-thumbnails", DesignerThumbnailsPart);
