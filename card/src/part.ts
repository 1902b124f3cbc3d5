import { LitElement } from "lit";

import type { Context } from "./context.js";
import { shared } from "./styles.js";
import type { TextKey } from "./texts/index.js";

/** Base class for the custom elements that make up the card. */
export abstract class Part extends LitElement {
  static override properties = { context: { attribute: false } };
  static override styles = [shared];

  declare context: Context;

  protected localize(key: TextKey, placeholders: Record<string, string | number> = {}): string {
    return this.context.texts.localize(key, placeholders);
  }

  protected fireEvent<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** Define an element, unless another copy of the card has defined it on this page. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
