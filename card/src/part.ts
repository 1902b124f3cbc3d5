import { LitElement } from "lit";

import type { Printer } from "./backend.js";
import type { Context } from "./context.js";
import { closeOnBack } from "./core/back.js";
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

  /** Fire an event at the card itself, past the parts between. */
  protected fireCardEvent<Detail>(name: string, detail: Detail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** Base class for the parts with actions on jobs. */
export abstract class JobActionsPart extends Part {
  static override properties = { ...Part.properties, printers: { attribute: false } };

  /** On which a job may be printed instead. */
  declare printers: readonly Printer[];

  constructor() {
    super();
    this.addEventListener("click", stopSecondClick, { capture: true });
  }
}

/** Stop the second click of a double click: the first may have moved other buttons below the pointer. */
function stopSecondClick(event: MouseEvent): void {
  if (event.detail > 1) event.stopPropagation();
}

/** Base class for the parts that are a dialog above the page. */
export abstract class DialogPart extends Part {
  private leaveHistory: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // Dashboards move their cards, after which an open dialog is a part of the page.
    if (!this.dialog?.open) return;
    this.dialog.removeAttribute("open");
    this.show();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.leave();
    });
  }

  protected get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  protected override firstUpdated(): void {
    this.dialog?.addEventListener("close", () => this.leave());
    this.show();
  }

  private show(): void {
    this.dialog?.showModal();
    this.leaveHistory ??= closeOnBack(() => this.dialog?.close());
  }

  private leave(): void {
    this.leaveHistory?.();
    this.leaveHistory = undefined;
  }
}

/** Define an element, unless another copy of the card has defined it on this page. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
