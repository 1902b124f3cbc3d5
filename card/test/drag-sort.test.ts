import { LitElement } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { DragSortController } from "../src/drag-sort.js";

/** A list of five boxes of 100 pixels, three in a row. */
class SortedList extends LitElement {
  readonly list = document.createElement("ol");
  readonly sorted: (readonly [number, number])[] = [];
  readonly dragging = new DragSortController(this, {
    list: () => this.list,
    onSorted: (from, to) => this.sorted.push([from, to]),
  });

  constructor() {
    super();
    this.list.getBoundingClientRect = () => new DOMRect(0, 0, 300, 200);
    for (let at = 0; at < 5; at++) {
      const item = document.createElement("li");
      item.getBoundingClientRect = () => new DOMRect((at % 3) * 100, at < 3 ? 0 : 100, 100, 100);
      this.list.append(item);
    }
  }
}
customElements.define("sorted-list", SortedList);

let host: SortedList;
beforeEach(() => {
  vi.useFakeTimers();
  host = new SortedList();
  document.body.append(host);
});
afterEach(() => {
  host.remove();
  vi.useRealTimers();
});

function point(type: string, x: number, y: number, changes: PointerEventInit = {}): PointerEvent {
  return new PointerEvent(type, {
    clientX: x,
    clientY: y,
    button: 0,
    pointerId: 1,
    isPrimary: true,
    pointerType: "mouse",
    cancelable: true,
    ...changes,
  });
}
const send = (type: string, x: number, y: number, changes: PointerEventInit = {}): void => {
  window.dispatchEvent(point(type, x, y, changes));
};

/** Drag the first box to a place with a mouse. */
function drag(x: number, y: number): void {
  host.dragging.start(point("pointerdown", 50, 50), 0);
  send("pointermove", 60, 60);
  send("pointermove", x, y);
}

describe("a dragged item", () => {
  it.each([
    [120, 50, []],
    [180, 50, [[0, 1]]],
    [290, 50, [[0, 2]]],
    [20, 150, [[0, 2]]],
    [190, 150, [[0, 4]]],
    [290, 190, [[0, 4]]],
    [20, -40, []],
  ])("is dropped at %i, %i", (x, y, expected) => {
    drag(x, y);
    expect(host.dragging.from).toBe(0);
    send("pointerup", x, y);
    expect(host.sorted).toEqual(expected);
    expect(host.dragging.from).toBeUndefined();
  });

  it("is not clicked", () => {
    drag(290, 50);
    send("pointerup", 290, 50);
    const clicked = vi.fn();
    host.addEventListener("click", clicked);
    host.click();
    expect(clicked).not.toHaveBeenCalled();
    vi.runAllTimers();
    host.click();
    expect(clicked).toHaveBeenCalledOnce();
  });

  it("stays where it was with Escape, or if the browser takes the pointer", () => {
    drag(290, 50);
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    send("pointerup", 290, 50);
    drag(290, 50);
    send("pointercancel", 290, 50);
    send("pointerup", 290, 50);
    drag(290, 50);
    host.remove();
    send("pointerup", 290, 50);
    expect(host.sorted).toEqual([]);
  });

  it("is only dragged by the main button, and not by a small movement", () => {
    host.dragging.start(point("pointerdown", 50, 50, { button: 2 }), 0);
    send("pointermove", 290, 50);
    expect(host.dragging.from).toBeUndefined();
    host.dragging.start(point("pointerdown", 50, 50), 0);
    send("pointermove", 52, 50);
    send("pointermove", 290, 50, { pointerId: 2 });
    send("pointerup", 290, 50, { pointerId: 2 });
    expect(host.dragging.from).toBeUndefined();
  });
});

describe("a finger", () => {
  const touch = { pointerType: "touch" };
  const scroll = (): Event => {
    const event = new Event("touchmove", { cancelable: true });
    window.dispatchEvent(event);
    return event;
  };

  it("drags after it has rested, and does not scroll then", () => {
    host.dragging.start(point("pointerdown", 50, 50, touch), 0);
    expect(scroll().defaultPrevented).toBe(false);
    vi.advanceTimersByTime(300);
    expect(scroll().defaultPrevented).toBe(true);
    const menu = new Event("contextmenu", { cancelable: true });
    host.dragging.preventMenu(menu);
    expect(menu.defaultPrevented).toBe(true);
    send("pointermove", 290, 50, touch);
    send("pointerup", 290, 50, touch);
    expect(host.sorted).toEqual([[0, 2]]);
  });

  it("scrolls if it moves at once", () => {
    host.dragging.start(point("pointerdown", 50, 50, touch), 0);
    send("pointermove", 50, 90, touch);
    vi.advanceTimersByTime(300);
    expect(scroll().defaultPrevented).toBe(false);
    const menu = new Event("contextmenu", { cancelable: true });
    host.dragging.preventMenu(menu);
    expect(menu.defaultPrevented).toBe(false);
    send("pointerup", 290, 50, touch);
    expect(host.sorted).toEqual([]);
  });
});
