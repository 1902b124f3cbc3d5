import { html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Corners, Point } from "../backend.js";
import { type Edits, NO_EDITS, rotate } from "../design.js";
import {
  FULL,
  fromShown,
  getCorner,
  getCorners,
  isWhole,
  moveCorner,
  moveCrop,
  moveCropCorner,
  toShown,
} from "../geometry.js";
import type { Icon } from "../icons.js";
import { renderRoundButton } from "../notices.js";
import { define, DialogPart, Part } from "../part.js";
import { drawPicture, getShownSize, type Picture } from "../pictures.js";
import type { TextKey } from "../texts/index.js";
import { editorStyles } from "./designer-editor-styles.js";

/** Shares of the picture that an arrow key moves, and one with Shift. */
const STEP = 0.005;
const LARGE_STEP = 0.05;
/** The magnifier shows this share of the longer side. */
const MAGNIFIED = 0.12;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const HANDLES = ["upper_left", "upper_right", "lower_right", "lower_left"] as const;

/** What is dragged: a corner by its index, or the whole crop from a place. */
type Grip = { readonly corner: number; readonly offset: Point } | { readonly corner: undefined; readonly last: Point };

/**
 * A dialog to crop a picture, or to mark the corners of the page in it, and to rotate it.
 *
 * Fires `edits` with the changed edits, and `close` when it is closed in any way.
 */
class DesignerEditorPart extends DialogPart {
  static override properties = {
    ...Part.properties,
    name: { attribute: false },
    picture: { attribute: false },
    edits: { attribute: false },
    found: { attribute: false },
    hasCorners: { attribute: false },
    draft: { state: true },
    grip: { state: true },
    isTouched: { state: true },
    announcement: { state: true },
  };
  static override styles = [...Part.styles, editorStyles];

  declare name: string;
  /** Undefined while it is loaded. */
  declare picture: Picture | undefined;
  declare edits: Edits;
  /** The corners that were found. */
  declare found: Corners | null | undefined;
  /** Whether the corners of a page are marked, rather than a crop. */
  declare hasCorners: boolean;
  declare private draft: Edits;
  declare private grip: Grip | undefined;
  /** Whether a finger drags, which covers what is below it. */
  declare private isTouched: boolean;
  declare private announcement: string;

  constructor() {
    super();
    this.draft = NO_EDITS;
    this.announcement = "";
    this.isTouched = false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("edits")) this.draft = this.edits;
  }

  protected override render(): TemplateResult {
    const title = this.localize(this.hasCorners ? "edit_corners" : "edit_crop");
    return html`
      <dialog aria-labelledby="title" @close=${() => this.fireEvent("close", undefined)}>
        <header>
          <h2 id="title">${title}</h2>
          <div class="small secondary one-line">${this.name}</div>
        </header>
        <div class="stage">${this.picture ? this.renderStage(this.picture) : this.renderWaiting()}</div>
        <p class="small secondary">${this.localize(this.hasCorners ? "edit_corners_hint" : "edit_crop_hint")}</p>
        <div class="tools">
          ${this.renderTool("mdi:rotate-left", "rotate_left", () => this.turn(-1))}
          ${this.renderTool("mdi:rotate-right", "rotate_right", () => this.turn(1))}
          <button type="button" @click=${this.reset}>
            ${this.localize(this.hasCorners ? "corners_found" : "edit_reset")}
          </button>
          ${
            this.hasCorners
              ? html`<button type="button" @click=${() => this.change({ ...this.draft, corners: FULL })}>
                  ${this.localize("corners_full")}
                </button>`
              : nothing
          }
        </div>
        <footer>
          <button type="button" class="plain" @click=${() => this.dialog?.close()}>
            ${this.localize("edit_cancel")}
          </button>
          <button type="button" class="primary" @click=${this.apply}>${this.localize("done")}</button>
        </footer>
        <div class="visually-hidden" role="status">${this.announcement}</div>
      </dialog>
    `;
  }

  private renderWaiting(): TemplateResult {
    return html`<div class="waiting secondary small">${this.localize("preview_loading")}</div>`;
  }

  private renderStage(picture: Picture): TemplateResult {
    const { rotation } = this.draft;
    const [across, along] = getShownSize(picture, rotation);
    const isMoved = this.grip !== undefined && this.grip.corner === undefined;
    return html`
      <div
        class="picture ${this.hasCorners ? "" : "cropped"} ${isMoved ? "moved" : ""}"
        style="aspect-ratio: ${across} / ${along}; inline-size: min(100%, var(--stage) * ${across / along})"
        @pointerdown=${(event: PointerEvent) => this.take(event, undefined)}
        @pointermove=${this.drag}
        @pointerup=${this.drop}
        @pointercancel=${this.drop}
      >
        <svg viewBox="0 0 ${across} ${along}" aria-hidden="true">${drawPicture(picture, rotation, this.quad)}</svg>
        ${this.quad.map((point, corner) => this.renderHandle(point, corner))} ${this.renderMagnifier(picture)}
      </div>
    `;
  }

  private renderHandle(point: Point, corner: number): TemplateResult {
    const [x, y] = toShown(point, this.draft.rotation);
    const shown = HANDLES[(corner + this.draft.rotation / 90) % 4] ?? HANDLES[0];
    return html`<button
      class="handle"
      type="button"
      aria-label=${this.localize(`corner_${shown}`)}
      style="inset: ${y * 100}% auto auto ${x * 100}%"
      @pointerdown=${(event: PointerEvent) => this.take(event, corner)}
      @keydown=${(event: KeyboardEvent) => this.press(event, corner)}
    ></button>`;
  }

  /** Render what is below the finger, above it, or beside it at the top of the picture. */
  private renderMagnifier(picture: Picture): TemplateResult | typeof nothing {
    const { grip, draft, quad } = this;
    if (!this.isTouched || grip?.corner === undefined) return nothing;
    const [across, along] = getShownSize(picture, draft.rotation);
    const [x, y] = toShown(getCorner(quad, grip.corner), draft.rotation);
    const radius = Math.max(across, along) * (MAGNIFIED / 2);
    const box = [x * across - radius, y * along - radius, 2 * radius, 2 * radius].join(" ");
    const place = y > 0.3 ? "" : x < 0.5 ? "right" : "left";
    return html`
      <div class="magnifier ${place}" style="inset: ${y * 100}% auto auto ${x * 100}%">
        <svg viewBox=${box} aria-hidden="true">${drawPicture(picture, draft.rotation, quad)}</svg>
      </div>
    `;
  }

  private renderTool(image: Icon, key: TextKey, run: () => void): TemplateResult {
    return renderRoundButton(image, this.localize(key), run);
  }

  /** The corners of what is kept, in the picture before it is rotated. */
  private get quad(): Corners {
    const { corners, crop } = this.draft;
    if (this.hasCorners) return corners ?? this.found ?? FULL;
    return crop ? getCorners(crop) : FULL;
  }

  private change(draft: Edits): void {
    this.draft = draft;
  }

  private turn(quarters: number): void {
    this.change({ ...this.draft, rotation: rotate(this.draft.rotation, quarters) });
  }

  private readonly reset = (): void => {
    const { rotation, crop, corners } = this.draft;
    const kept = this.hasCorners ? crop && { crop } : corners && { corners };
    this.change({ rotation, ...kept });
  };

  private readonly apply = (): void => {
    const { rotation, crop, corners } = this.draft;
    this.fireEvent<Edits>("edits", {
      rotation,
      ...(crop && !isWhole(crop) ? { crop } : {}),
      ...(corners ? { corners } : {}),
    });
    this.dialog?.close();
  };

  // Pointers and keys. Places are shares of the rotated picture, as it is seen.

  private getPlace(event: PointerEvent): Point {
    const stage = this.renderRoot.querySelector(".picture");
    const { left, top, width, height } = (stage ?? this).getBoundingClientRect();
    return [(event.clientX - left) / width, (event.clientY - top) / height];
  }

  private take(event: PointerEvent, corner: number | undefined): void {
    if (event.button !== 0 || (corner === undefined && this.hasCorners)) return;
    event.stopPropagation();
    const stage = this.renderRoot.querySelector<HTMLElement>(".picture");
    stage?.setPointerCapture(event.pointerId);
    this.isTouched = event.pointerType === "touch";
    const [x, y] = this.getPlace(event);
    if (corner === undefined) {
      this.grip = { corner, last: [x, y] };
      return;
    }
    const [cornerX, cornerY] = toShown(getCorner(this.quad, corner), this.draft.rotation);
    this.grip = { corner, offset: [cornerX - x, cornerY - y] };
  }

  private drag(event: PointerEvent): void {
    const { grip } = this;
    if (!grip) return;
    const [x, y] = this.getPlace(event);
    if (grip.corner === undefined) {
      this.shift([x - grip.last[0], y - grip.last[1]]);
      this.grip = { ...grip, last: [x, y] };
    } else {
      this.moveTo(grip.corner, [x + grip.offset[0], y + grip.offset[1]]);
    }
  }

  private drop(): void {
    this.grip = undefined;
  }

  private press(event: KeyboardEvent, corner: number): void {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const step = event.shiftKey ? LARGE_STEP : STEP;
    const [x, y] = toShown(getCorner(this.quad, corner), this.draft.rotation);
    this.moveTo(corner, [x + arrow[0] * step, y + arrow[1] * step]);
    const [left, top] = toShown(getCorner(this.quad, corner), this.draft.rotation);
    const { format } = this.context;
    this.announcement = this.localize("corner_place", { left: format.percent(left), top: format.percent(top) });
  }

  /** Move a corner to a place in the rotated picture. */
  private moveTo(corner: number, place: Point): void {
    const { draft } = this;
    const point = fromShown(place, draft.rotation);
    if (this.hasCorners) this.change({ ...draft, corners: moveCorner(this.quad, corner, point) });
    else this.change({ ...draft, crop: moveCropCorner(draft.crop ?? [0, 0, 1, 1], corner, point) });
  }

  /** Move the whole crop by shares of the rotated picture. */
  private shift([x, y]: Point): void {
    const { crop, rotation } = this.draft;
    if (!crop) return;
    const [zeroX, zeroY] = fromShown([0, 0], rotation);
    const [toX, toY] = fromShown([x, y], rotation);
    this.change({ ...this.draft, crop: moveCrop(crop, [toX - zeroX, toY - zeroY]) });
  }
}

define("cloudprint-card-designer-editor", DesignerEditorPart);
