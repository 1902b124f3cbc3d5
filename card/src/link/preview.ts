import { html, nothing, type TemplateResult } from "lit/html.js";

import type { Layout, Sheets } from "../backend.js";
import { createRow, finishRow, toPixels } from "../core/laid-out.js";
import { type PreviewProblem, Previewing } from "../core/previewing.js";
import { BrokenError, RefusedError } from "../core/uploads.js";
import { type LoadedSheets, SHEETS_AT_ONCE, SheetLoader } from "../sheet-loader.js";
import { call, type Fields, GoneError, type LinkPreview } from "./server.js";
import { type Drawn, getScale, PIXELS_PER_MM, readSheets } from "./sheet.js";
import { say } from "./texts.js";

/** Between two pages, in pixels. */
const GAP = 12;

const nonce = document.querySelector<HTMLElement>("script")?.nonce ?? "";
const drawn = new WeakMap<object, readonly Drawn[]>();
let observer: IntersectionObserver | undefined;
/** Of the sheets that are shown. */
let loader: SheetLoader | undefined;
let loaded: Sheets | null = null;

export type LinkPreviewing = Previewing<Fields, LinkPreview>;

/** Load what is printed through the link. */
export function createPreviewing(onChange: () => void, onGone: () => void): LinkPreviewing {
  const explain = (error: unknown): PreviewProblem => {
    if (error instanceof GoneError) onGone();
    // A preview is not needed: without a connection, printing says so.
    if (error instanceof BrokenError) return { text: say("no_connection"), isBroken: true };
    return error instanceof RefusedError ? { text: error.message, isFinal: error.isFinal } : { text: "" };
  };
  return new Previewing(
    (fields, sheet, signal) => call<LinkPreview>("preview", { ...fields, sheet }, signal),
    (error) => Promise.resolve(explain(error)),
    onChange,
  );
}

/** Return how many sheets or pages are printed, once that is known. */
export function countPages({ preview, laidOut }: LinkPreviewing): number | undefined {
  return preview?.sheets?.count ?? preview?.pages ?? (preview?.layout ? laidOut : undefined);
}

/** Show the pages as they will come out, or that the service alone knows them. */
export function renderPreview(
  previewing: LinkPreviewing,
  isText: boolean,
  update: () => void,
): TemplateResult | typeof nothing {
  const { preview, isBusy, problem } = previewing;
  const count = countPages(previewing) ?? 0;
  if (problem?.text) return html`<div class="notice bad" role="alert">${problem.text}</div>`;
  if (!preview && !isBusy) return nothing;
  if (!preview)
    return html`<div class="preview"><p class="soft small" role="status">${say("preview_loading")}</p></div>`;
  const { sheets, layout, image } = preview;
  if (!sheets && !layout && !image) {
    // What was typed is there to be seen.
    return isText ? nothing : html`<p class="soft small">${say("preview_none")}</p>`;
  }
  if (sheets !== loaded) {
    loaded = sheets;
    loader = sheets ? new SheetLoader(sheets, previewing.load, update) : undefined;
    observer?.disconnect();
    observer = undefined;
  }
  queueMicrotask(look);
  return html`<div class="preview ${isBusy ? "busy" : ""}" aria-busy=${isBusy ? "true" : "false"}>
    <div class="strip" role="group" aria-label=${say("pages")} tabindex="0">
      ${sheets ? renderSheets(sheets) : layout ? renderLayout(layout, previewing, update) : renderImage(image)}
    </div>
    <p class="soft small" role="status">
      ${count > 1 ? say("swipe", { pages: count }) : count === 1 ? say("one_page") : nothing}
    </p>
  </div>`;
}

function renderSheets({ width, height, count }: Sheets): readonly TemplateResult[] {
  const scale = getScale({ width, height }) * PIXELS_PER_MM;
  const box = `min-width:${width * scale}px;height:${height * scale}px`;
  return Array.from({ length: count }, (_, at) => {
    const label = say("page_of", { page: at + 1, pages: count });
    const group = Math.floor(at / SHEETS_AT_ONCE);
    const sheet = find(loader?.get(group), at);
    return html`<div class="sheet" .style=${box} data-group=${group}>
      ${
        typeof sheet === "object"
          ? html`<link-sheet class="paper" role="img" aria-label=${label} .sheet=${sheet}></link-sheet>`
          : html`<span class="soft small">${sheet ?? label}</span>`
      }
    </div>`;
  });
}

/** Return a sheet of those that were loaded, or why it cannot be shown. */
function find(loaded: LoadedSheets | undefined, at: number): Drawn | string | undefined {
  if (typeof loaded !== "object") return loaded;
  let sheets = drawn.get(loaded);
  if (!sheets) drawn.set(loaded, (sheets = readSheets(loaded)));
  return sheets[at + 1 - loaded.first] ?? say("preview_none");
}

/** Show a picture on its paper, which is printed as it is. */
function renderImage(image: string | null): TemplateResult {
  const label = say("page_of", { page: 1, pages: 1 });
  return html`<div class="sheet"><img class="paper" alt=${label} src="data:image/png;base64,${image}" /></div>`;
}

function renderLayout(layout: Layout, previewing: LinkPreviewing, update: () => void): TemplateResult {
  const [width, height] = [toPixels(layout.width), toPixels(layout.height)];
  const count = previewing.laidOut;
  const scale = getScale(layout);
  const gap = Math.round(GAP / scale);
  const finish = (event: Event): void => {
    previewing.laidOut = finishRow(event.target as HTMLIFrameElement, layout, gap);
    if (previewing.laidOut !== count) update();
  };
  const size = `width:${width * scale}px;height:${height * scale}px`;
  const place = `margin:0 ${(gap * scale) / 2}px`;
  const frame = `left:${(gap * scale) / 2}px;width:${count * (width + gap)}px;height:${height}px;transform:scale(${scale})`;
  return html`<div class="row">
    ${Array.from({ length: count }, () => html`<div class="sheet" .style=${place}><div class="paper" .style=${size}></div></div>`)}
    <iframe
      sandbox="allow-same-origin"
      tabindex="-1"
      scrolling="no"
      title=${say("pages")}
      .style=${frame}
      srcdoc=${createRow(layout, gap, nonce)}
      @load=${finish}
    ></iframe>
  </div>`;
}

/** Load the sheets that are seen, and those beside them. */
function look(): void {
  const current = loader;
  if (!current) return;
  if (!observer) {
    const seen = new Map<Element, number>();
    observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.set(target, Number((target as HTMLElement).dataset.group));
          else seen.delete(target);
        }
        current.look([...new Set(seen.values())].sort((one, other) => one - other));
      },
      { root: document.querySelector(".strip"), rootMargin: "0px 50%" },
    );
  }
  for (const sheet of document.querySelectorAll(".sheet[data-group]")) observer.observe(sheet);
}
