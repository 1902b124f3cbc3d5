import { css, html, nothing, type TemplateResult } from "lit";

import { ACCEPT, type PickedContent } from "../files.js";
import { icon } from "../icons.js";
import { define, Part } from "../part.js";

/** Buttons that pick files and take photos. Fires `content-picked`. */
export class PickPart extends Part {
  static override properties = { ...Part.properties, isMore: { attribute: false } };
  static override styles = [
    ...Part.styles,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  /** Whether there are files already. */
  declare isMore: boolean;

  constructor() {
    super();
    this.isMore = false;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("button")?.focus();
  }

  protected override render(): TemplateResult {
    const label = this.localize(this.isMore ? "add_files" : "choose_files");
    return html`
      <button class=${this.isMore ? "" : "primary"} type="button" @click=${() => this.open(".any")}>
        ${this.isMore ? icon("mdi:plus") : nothing}${label}
      </button>
      ${
        isTouched()
          ? html`<button type="button" @click=${() => this.open(".photo")}>
              ${icon("mdi:camera")}${this.localize("take_photo")}
            </button>`
          : nothing
      }
      <input hidden multiple class="any" type="file" accept=${ACCEPT} aria-label=${label} @change=${this.take} />
      <input
        hidden
        class="photo"
        type="file"
        accept="image/*"
        capture="environment"
        aria-label=${this.localize("take_photo")}
        @change=${this.take}
      />
    `;
  }

  private open(input: string): void {
    this.renderRoot.querySelector<HTMLInputElement>(input)?.click();
  }

  private take(event: Event): void {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    // Reset, so that choosing the same file again fires `change`.
    input.value = "";
    if (files.length) this.fireCardEvent<PickedContent>("content-picked", { kind: "files", files });
  }
}

/** Whether the device is used by touch, and so has a camera and no drag and drop. */
export function isTouched(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}

define("cloudprint-card-pick", PickPart);
