import { CARD_TYPE, pickerEntry } from "./config.js";
import "./card.js";

declare global {
  interface Window {
    customCards?: { readonly type: string }[];
  }
}

window.customCards ??= [];
if (!window.customCards.some(({ type }) => type === CARD_TYPE)) window.customCards.push(pickerEntry);
