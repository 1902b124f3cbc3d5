import { vi } from "vitest";

import { type Card, deep, settled } from "./card.js";

let observers: FakeObserver[] = [];

/** An observer that sees what the test says. */
class FakeObserver {
  readonly targets = new Set<Element>();
  constructor(readonly callback: (entries: readonly object[]) => void) {
    observers.push(this);
  }
  observe(target: Element): void {
    this.targets.add(target);
  }
  unobserve(target: Element): void {
    this.targets.delete(target);
  }
  disconnect(): void {
    this.targets.clear();
  }
}

export function fakeObserver(): void {
  observers = [];
  vi.stubGlobal("IntersectionObserver", FakeObserver);
}

/** Scroll so that only these groups of pages are seen. */
export async function look(card: Card, groups: readonly number[]): Promise<void> {
  const seen = deep(card.shadowRoot!, ".group").filter(({ dataset }) => groups.includes(Number(dataset.group)));
  for (const { targets, callback } of observers) {
    callback([...targets].map((target) => ({ target, isIntersecting: seen.includes(target as HTMLElement) })));
  }
  await settled();
}
