import { svg, type SVGTemplateResult } from "lit";

import type { Arrange } from "../backend.js";

type Box = readonly [left: number, top: number, width: number, height: number];

const SHEET: Box = [9, 3, 30, 42];

function outline([left, top, width, height]: Box, radius = 2): SVGTemplateResult {
  return svg`<rect class="line" x=${left} y=${top} width=${width} height=${height} rx=${radius}></rect>`;
}

function fill([left, top, width, height]: Box, radius = 1): SVGTemplateResult {
  return svg`<rect class="fill" x=${left} y=${top} width=${width} height=${height} rx=${radius}></rect>`;
}

/** Draw boxes in columns and rows within another. */
function drawTable([left, top, width, height]: Box, columns: number, rows: number, gap: number): SVGTemplateResult[] {
  const across = (width - (columns - 1) * gap) / columns;
  const along = (height - (rows - 1) * gap) / rows;
  return Array.from({ length: columns * rows }, (_, at) =>
    fill([left + (at % columns) * (across + gap), top + Math.floor(at / columns) * (along + gap), across, along]),
  );
}

/** Draw a portrait: a head and shoulders. */
function drawPortrait(left: number, top: number): SVGTemplateResult {
  return svg`
    <rect class="line thin" x=${left} y=${top} width="7" height="9.5"></rect>
    <circle class="fill" cx=${left + 3.5} cy=${top + 3.6} r="1.8"></circle>
    <path class="fill" d="M${left + 1} ${top + 9}a2.5 3 0 0 1 5 0z"></path>
  `;
}

const PICTOGRAMS: Readonly<Record<Arrange, () => unknown>> = {
  pages: () => [
    svg`<path class="line" d="M14 7V5a2 2 0 0 1 2-2h22a2 2 0 0 1 2 2v32a2 2 0 0 1-2 2h-1"></path>`,
    outline([8, 9, 26, 36]),
    fill([12, 14, 18, 26]),
  ],
  grid: () => [outline(SHEET), drawTable([12, 6, 24, 36], 2, 3, 2)],
  photo: () => [
    outline([3, 9, 42, 30]),
    svg`<path class="fill" d="M6 35l11-15 8 10 5-6 12 11z"></path><circle class="fill" cx="33" cy="17" r="3.5"></circle>`,
  ],
  id_card: () =>
    [7, 26].map((top) => [
      top === 7 ? outline(SHEET) : "",
      svg`<rect class="line thin" x="13" y=${top} width="22" height="14" rx="2"></rect>`,
      top === 7
        ? [fill([26, top + 3, 6, 8]), fill([16, top + 4, 7, 1.5]), fill([16, top + 8, 7, 1.5])]
        : fill([16, top + 6, 16, 2]),
    ]),
  invoices: () => [
    outline(SHEET),
    svg`<path class="line thin dashed" d="M9 24H39"></path>`,
    [7, 28].map((top) => [
      svg`<rect class="line thin" x="13" y=${top} width="22" height="12"></rect>`,
      fill([19, top + 2, 10, 1.5]),
      fill([16, top + 6, 16, 3]),
    ]),
  ],
  id_photos: () => [
    outline([6, 3, 36, 42]),
    [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => drawPortrait(10.5 + column * 10, 7 + row * 12.5))),
  ],
  booklet: () => [
    svg`
      <path class="line" d="M24 12C19 8 11 8 5 9v29c6-1 14-1 19 3 5-4 13-4 19-3V9c-6-1-14-1-19 3zV41"></path>
      <path class="line thin" d="M10 17c3 0 6 0 9 2M10 23c3 0 6 0 9 2M10 29c3 0 6 0 9 2M38 17c-3 0-6 0-9 2M38 23c-3 0-6 0-9 2M38 29c-3 0-6 0-9 2"></path>
    `,
  ],
};

/** Return the picture of an arrangement, in the color of the text. */
export function drawArrangement(arrange: Arrange): SVGTemplateResult {
  return svg`<g>${PICTOGRAMS[arrange]()}</g>`;
}
