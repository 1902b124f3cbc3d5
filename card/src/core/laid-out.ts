import type { Layout } from "../backend.js";

const PIXELS_PER_MM = 96 / 25.4;

/** Return a length in whole pixels of CSS, to which browsers round pages, too. */
export function toPixels(millimeters: number): number {
  return Math.round(millimeters * PIXELS_PER_MM);
}

/**
 * Return a document with the pages of a layout side by side, `gap` pixels apart.
 *
 * They are columns, which a browser breaks like pages: a sheet of the layout begins a new one, and
 * what is too high for it continues on the next one. `nonce` allows the styles.
 */
export function createRow(layout: Layout, gap: number, nonce = ""): string {
  const [width, height, margin] = [layout.width, layout.height, layout.margin].map(toPixels) as [
    number,
    number,
    number,
  ];
  const inner = width - 2 * margin;
  const html = nonce ? layout.html.replace(/<style>/g, `<style nonce="${nonce}">`) : layout.html;
  return `${html}<style nonce="${nonce}">
html { background: none !important; overflow: hidden !important; }
body { background: none !important; height: ${height - 2 * margin}px !important; width: ${inner}px !important;
  margin: ${margin}px !important; columns: ${inner}px auto !important; column-fill: auto !important;
  column-gap: ${2 * margin + gap}px !important; }
</style>`;
}

/** Put the running heads above the pages of a loaded row, as on paper, and return how many pages there are. */
export function finishRow(frame: HTMLIFrameElement, layout: Layout, gap: number): number {
  const page = frame.contentDocument;
  if (!page?.body) return 1;
  const step = toPixels(layout.width) + gap;
  const margin = toPixels(layout.margin);
  const count = Math.max(1, Math.round((page.body.scrollWidth + 2 * margin + gap) / step));
  const title = page.body.dataset.running;
  if (title === undefined) return count;
  for (let at = 1; at < count; at++) {
    const head = page.createElement("div");
    head.className = "running";
    head.style.left = `${at * step + margin}px`;
    for (const text of [title, `${at + 1} / ${count}`]) {
      head.append(Object.assign(page.createElement("span"), { textContent: text }));
    }
    page.documentElement.append(head);
  }
  return count;
}
