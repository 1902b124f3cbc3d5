import { LitElement } from "lit";

import type { Context } from "./context.js";
import { shared } from "./styles.js";
import type { TextKey } from "./texts/index.js";

/** A part of the card: an element of its own, for its own state and redrawing. */
export abstract class Part extends LitElement {
  static override properties = { context: { attribute: false } };
  static override styles = [shared];

  declare context: Context;

  protected say(key: TextKey, placeholders: Record<string, string | number> = {}): string {
    return this.context.texts.say(key, placeholders);
  }

  /** Tell the card something. */
  protected tell<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Make an element known, unless an older copy of the card has done so on this page. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
