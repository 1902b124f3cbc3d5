import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Pixels that a mouse moves before it drags. */
const SLOP = 6;
/** How long a finger rests before it drags: a shorter touch taps, one that moves scrolls. */
const HOLD_MS = 300;
/** Pixels from the edge of the list at which it scrolls. */
const EDGE = 32;

interface SortableList {
  /** The element whose children are sorted. */
  readonly list: () => HTMLElement | null;
  /** Called with the index of the dragged child, and its new index. */
  readonly onSorted: (from: number, to: number) => void;
}

/** Sorts the children of a list by dragging them with a mouse, pen or finger. */
export class DragSortController implements ReactiveController {
  /** Index of the child that is dragged. */
  from: number | undefined;
  /** Index of the child before which it would be dropped; their number for the end. */
  gap: number | undefined;
  private pressed: { readonly at: number; readonly x: number; readonly y: number; readonly id: number } | undefined;
  private holding: number | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly sortable: SortableList,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.end();
  }

  /** Handle `pointerdown` on the child at an index. */
  start(event: PointerEvent, at: number): void {
    if (event.button !== 0 || !event.isPrimary) return;
    this.end();
    this.pressed = { at, x: event.clientX, y: event.clientY, id: event.pointerId };
    // The browser scrolls with a finger unless this is prevented, which needs an active listener.
    window.addEventListener("touchmove", this.preventScroll, { passive: false });
    window.addEventListener("pointermove", this.drag);
    window.addEventListener("pointerup", this.drop);
    window.addEventListener("pointercancel", this.cancel);
    window.addEventListener("keydown", this.escape, true);
    if (event.pointerType === "touch") this.holding = window.setTimeout(() => this.lift(), HOLD_MS);
  }

  /** Keep a long press from opening the browser's menu. */
  readonly preventMenu = (event: Event): void => {
    if (this.pressed && this.from !== undefined) event.preventDefault();
  };

  private lift(): void {
    this.from = this.pressed?.at;
    this.gap = this.from;
    this.host.requestUpdate();
  }

  private readonly drag = (event: PointerEvent): void => {
    const { pressed } = this;
    if (event.pointerId !== pressed?.id) return;
    if (this.from === undefined) {
      const isFar = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > SLOP;
      if (!isFar) return;
      if (event.pointerType === "touch") this.end();
      else this.lift();
      return;
    }
    const list = this.sortable.list();
    if (!list) return;
    const box = list.getBoundingClientRect();
    if (event.clientY < box.top + EDGE) list.scrollTop -= EDGE / 4;
    if (event.clientY > box.bottom - EDGE) list.scrollTop += EDGE / 4;
    this.gap = findGap([...list.children], event.clientX, event.clientY);
    this.host.requestUpdate();
  };

  private readonly drop = (event: PointerEvent): void => {
    const { from, gap, pressed } = this;
    if (event.pointerId !== pressed?.id) return;
    this.end();
    if (from === undefined || gap === undefined) return;
    // The click that follows would select the child.
    window.addEventListener("click", stop, { capture: true, once: true });
    window.setTimeout(() => window.removeEventListener("click", stop, true));
    const to = gap > from ? gap - 1 : gap;
    if (to !== from) this.sortable.onSorted(from, to);
  };

  private readonly cancel = (): void => this.end();

  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.from !== undefined) {
      event.stopPropagation();
      this.end();
    }
  };

  private readonly preventScroll = (event: TouchEvent): void => {
    if (this.from !== undefined && event.cancelable) event.preventDefault();
  };

  private end(): void {
    window.clearTimeout(this.holding);
    window.removeEventListener("touchmove", this.preventScroll);
    window.removeEventListener("pointermove", this.drag);
    window.removeEventListener("pointerup", this.drop);
    window.removeEventListener("pointercancel", this.cancel);
    window.removeEventListener("keydown", this.escape, true);
    this.pressed = undefined;
    this.from = undefined;
    this.gap = undefined;
    this.host.requestUpdate();
  }
}

function stop(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}

/** Return the index before which a place is, among boxes in rows that are read from the left. */
function findGap(children: readonly Element[], x: number, y: number): number {
  const boxes = children.map((child) => child.getBoundingClientRect());
  const at = boxes.findIndex(({ left, right, top, bottom }) => y < top || (y < bottom && x < (left + right) / 2));
  return at < 0 ? boxes.length : at;
}
