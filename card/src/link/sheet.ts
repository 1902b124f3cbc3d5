import type { Sheets } from "../backend.js";

export const PIXELS_PER_MM = 96 / 25.4;
/** The room for a sheet in pixels. */
const ROOM = { width: 230, height: 230 } as const;
const SIZE = /\.(s\d+)\{(?:page:s\d+;)?width:(\d+)px;height:(\d+)px\}/g;
const DRAWN = "display:block;position:absolute;left:0;top:0;transform-origin:0 0;";

interface Paper {
  readonly width: number;
  readonly height: number;
}

/** One sheet of a preview, in pixels of CSS. */
export interface Drawn extends Paper {
  readonly content: Element;
  readonly scale: number;
}

/** Return how many pixels of the page a pixel of the paper has; sizes in millimeters. */
export function getScale({ width, height }: Paper): number {
  return Math.min(ROOM.width / width, ROOM.height / height) / PIXELS_PER_MM;
}

/** Take the sheets of a preview apart. */
export function readSheets(sheets: Sheets): readonly Drawn[] {
  // Nothing in such a document runs or is loaded; the page's policy allows no styles in it.
  const [head = "", rest = ""] = sheets.html.split("<body>");
  const { body } = new DOMParser().parseFromString(rest.replace(/ style="/g, ' data-style="'), "text/html");
  const sizes: Record<string, Paper> = {};
  for (const [, name, width, height] of head.matchAll(SIZE)) {
    sizes[name ?? ""] = { width: Number(width), height: Number(height) };
  }
  const scale = getScale(sheets);
  return [...body.children].map((content) => ({
    content,
    scale,
    width: sheets.width * PIXELS_PER_MM,
    height: sheets.height * PIXELS_PER_MM,
    ...sizes[content.className],
  }));
}

/**
 * A sheet of paper.
 *
 * Its styles are set one by one: the page's policy allows neither styles in attributes nor
 * other style sheets than its own. Names in it are its own, since it has a shadow.
 */
class LinkSheet extends HTMLElement {
  private shown: Drawn | undefined;
  private readonly root = this.attachShadow({ mode: "open" });

  set sheet(sheet: Drawn) {
    if (sheet === this.shown) return;
    this.shown = sheet;
    const { width, height, scale } = sheet;
    this.style.cssText = `display:block;width:${width * scale}px;height:${height * scale}px`;
    const paper = document.createElement("div");
    paper.style.cssText = `position:relative;overflow:hidden;transform-origin:0 0;width:${width}px;height:${height}px;transform:scale(${scale})`;
    for (const child of sheet.content.children) {
      const drawn = document.importNode(child, true) as HTMLElement | SVGElement;
      drawn.style.cssText = DRAWN + (drawn.dataset.style ?? "");
      paper.append(drawn);
    }
    this.root.textContent = "";
    this.root.append(paper);
  }
}

customElements.define("link-sheet", LinkSheet);
