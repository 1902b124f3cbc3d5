import { css, html, type TemplateResult } from "lit";

import type { Trays } from "../backend.js";
import type { Translator } from "../texts/index.js";

/** Where the integration serves its pictures of trays. */
const PICTURES = "/cloudprint_static/trays";

/** Return a picture of trays, which a text beside it describes. */
export function renderTrayPicture(name: string): TemplateResult {
  return html`<img class="trays" src="${PICTURES}/${name}.svg" alt="" width="340" height="150" />`;
}

/** Tell how the stack is put back between the two sides; less exactly without the trays. */
export function renderTurnAdvice(texts: Translator, trays: Trays | null): TemplateResult {
  if (!trays) return html`<div class="advice">${texts.localize("turn_unknown")}</div>`;
  return html`
    <div class="advice">${texts.localize(isStackTurned(trays) ? "turn_over" : "turn_keep")}</div>
    ${renderTrayPicture(`${trays.output}_${trays.input}`)}
  `;
}

/** Return whether the stack is turned over before it is put back. */
export function isStackTurned({ output, input }: Trays): boolean {
  return (output === "face_down") === (input === "lower_side");
}

export const turnStyles = css`
  img.trays {
    /* The pictures are drawn for a light ground. */
    background: #fff;
    block-size: auto;
    border-radius: var(--ha-border-radius-md, 8px);
    display: block;
    inline-size: 100%;
    max-inline-size: 340px;
    padding: 8px;
  }
`;
