import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import type { Layout, Sheets } from "../backend.js";
import { createRow, finishRow, toPixels } from "../core/laid-out.js";
import { type Icon, icon } from "../icons.js";
import { renderRoundButton } from "../notices.js";
import { define, Part } from "../part.js";
import { type LoadedSheets, SheetLoader, SHEETS_AT_ONCE } from "../sheet-loader.js";
import type { TextKey } from "../texts/index.js";

/** The room for a page in pixels. */
const ROOM = { width: 260, height: 320, heightOnPhone: 206 } as const;
/** The height of the buttons below several pages, in pixels. */
const BUTTONS = 48;
/** Between pages, in pixels. */
const GAP = 12;

/** Keeps a page from loading anything, beside the sandbox that runs no scripts. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
`;

interface Paper {
  readonly width: number;
  readonly height: number;
}

/** All pages of a print side by side, each drawn when it is looked at. */
class PagesPart extends Part {
  static override properties = {
    ...Part.properties,
    sheets: { attribute: false },
    layout: { attribute: false },
    load: { attribute: false },
    isBusy: { attribute: false },
    name: { attribute: false },
    at: { state: true },
    seen: { state: true },
    laidOut: { state: true },
    width: { state: true },
  };
  static override styles = [
    ...Part.styles,
    css`
      :host {
        display: grid;
        gap: 8px;
        inline-size: 100%;
        justify-items: center;
      }
      .strip {
        display: flex;
        inline-size: 100%;
        overflow-x: auto;
        overscroll-behavior-x: contain;
        padding-block: 4px;
        position: relative;
        scroll-snap-type: x mandatory;
        scrollbar-width: thin;
      }
      .group {
        display: flex;
        flex: none;
        position: relative;
      }
      .page {
        align-items: center;
        display: flex;
        flex-direction: column;
        gap: 8px;
        justify-content: center;
        scroll-snap-align: center;
      }
      .frame {
        background: #fff;
        box-shadow: 0 0 0 1px var(--line);
      }
      /* Only pages: texts would be hard to read. */
      [aria-busy="true"] :is(.row, .frame) {
        opacity: 0.5;
      }
      .row {
        inset: 0 auto auto ${GAP / 2}px;
        position: absolute;
      }
      iframe {
        border: 0;
        color-scheme: light;
        inset: 0 auto auto 0;
        pointer-events: none;
        position: absolute;
        transform-origin: 0 0;
      }
      .pager {
        align-items: center;
        display: flex;
        gap: 8px;
      }
    `,
  ];

  /** The first sheets, at a low resolution; the others are loaded. */
  declare sheets: Sheets | undefined;
  /** A page of the integration's own, which the browser lays out. */
  declare layout: Layout | undefined;
  /** Loads some sheets from a number, which counts from 1. */
  declare load: (sheet: number) => Promise<LoadedSheets>;
  /** Whether newer pages are on the way. */
  declare isBusy: boolean;
  declare name: string;
  /** Index of the page in the middle. */
  declare private at: number;
  /** The groups that are seen, or about to be. */
  declare private seen: readonly number[];
  /** How many pages the browser has laid out. */
  declare private laidOut: number;
  /** Of the strip, in pixels; 0 before it is rendered. */
  declare private width: number;

  private loader: SheetLoader | undefined;
  private observer: IntersectionObserver | undefined;
  private observed = new Set<Element>();

  constructor() {
    super();
    this.at = 0;
    this.seen = [0];
    this.laidOut = 1;
    this.width = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.observer = undefined;
    this.observed = new Set();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("sheets") && this.sheets) {
      this.loader = new SheetLoader(
        this.sheets,
        (sheet) => this.load(sheet),
        () => this.requestUpdate(),
      );
    }
    if (changed.has("layout") && !this.layout) this.laidOut = 1;
    this.at = Math.min(this.at, this.count - 1);
    this.loader?.look(this.seen.filter((group) => group < this.groups));
  }

  /** Observe the groups, which are there only once they are rendered. */
  protected override updated(): void {
    this.width = this.clientWidth;
    this.observer ??= new IntersectionObserver((entries) => this.see(entries), {
      root: this.strip,
      rootMargin: "0px 100%",
    });
    const groups = new Set(this.renderRoot.querySelectorAll(".group"));
    for (const group of this.observed) if (!groups.has(group)) this.observer.unobserve(group);
    for (const group of groups) if (!this.observed.has(group)) this.observer.observe(group);
    this.observed = groups;
  }

  private see(entries: readonly IntersectionObserverEntry[]): void {
    const seen = new Set(this.seen);
    for (const { target, isIntersecting } of entries) {
      const group = Number((target as HTMLElement).dataset.group);
      if (isIntersecting) seen.add(group);
      else seen.delete(group);
    }
    this.seen = [...seen].sort((one, other) => one - other);
  }

  private get strip(): HTMLElement | null {
    return this.renderRoot.querySelector(".strip");
  }

  private get count(): number {
    return this.sheets?.count ?? this.laidOut;
  }

  private get perGroup(): number {
    return this.sheets ? SHEETS_AT_ONCE : this.count;
  }

  private get groups(): number {
    return Math.ceil(this.count / this.perGroup);
  }

  /** Pixels of the card for each of the pages. */
  private get scale(): number {
    const { width, height } = this.paper;
    const buttons = this.count > 1 ? BUTTONS : 0;
    const isPhone = matchMedia("(max-width: 600px)").matches;
    const roomHeight = isPhone ? ROOM.heightOnPhone - buttons : ROOM.height;
    const roomWidth = this.width ? Math.min(this.width - GAP, ROOM.width) : ROOM.width;
    return Math.min(roomWidth / width, roomHeight / height);
  }

  /** Between pages, in their pixels. */
  private get gap(): number {
    return Math.round(GAP / this.scale);
  }

  private get paper(): Paper {
    const { width, height } = this.sheets ?? this.layout ?? { width: 210, height: 297 };
    return { width: toPixels(width), height: toPixels(height) };
  }

  private get step(): number {
    return (this.paper.width + this.gap) * this.scale;
  }

  protected override render(): TemplateResult {
    const { count, step } = this;
    const isScrolled = count > 1;
    return html`
      <div
        class="strip"
        aria-busy=${this.isBusy}
        role=${isScrolled ? "group" : nothing}
        tabindex=${isScrolled ? "0" : nothing}
        aria-label=${isScrolled ? this.localize("preview_pages", { name: this.name }) : nothing}
        style="padding-inline: max(0px, 50% - ${step / 2}px)"
        @scroll=${this.scrolled}
      >
        ${Array.from({ length: this.groups }, (_, group) => this.renderGroup(group))}
      </div>
      ${isScrolled ? this.renderPager() : nothing}
    `;
  }

  private renderGroup(group: number): TemplateResult {
    const first = group * this.perGroup;
    const length = Math.min(this.perGroup, this.count - first);
    const isSeen = this.seen.includes(group);
    const loaded = this.sheets ? this.loader?.get(group) : undefined;
    const style = `inline-size: ${this.step}px; block-size: ${this.paper.height * this.scale}px`;
    return html`<div class="group" data-group=${group}>
      ${Array.from({ length }, (_, at) => html`<div class="page" style=${style}>${this.renderPage(first + at, loaded)}</div>`)}
      ${this.sheets ? (isSeen && typeof loaded === "object" && loaded.shown ? this.renderSheets(loaded) : nothing) : this.renderLayout()}
    </div>`;
  }

  /** Render what is on the place of a page, unless it is covered by its sheet. */
  private renderPage(at: number, loaded: LoadedSheets | undefined): unknown {
    if (!this.sheets) {
      const { width, height } = this.paper;
      return html`<div
        class="frame"
        style="block-size: ${height * this.scale}px; inline-size: ${width * this.scale}px"
      ></div>`;
    }
    if (typeof loaded === "string") {
      return html`${icon("mdi:alert-circle-outline")}
        <div class="small" role="alert">${loaded}</div>`;
    }
    if (!loaded) return html`<div class="secondary small">${this.label(at)}</div>`;
    if (at < loaded.first - 1 + loaded.shown) return nothing;
    return html`${icon("mdi:file-document-outline")}
      <div class="secondary small">${this.localize("preview_none")}</div>`;
  }

  private label(at: number): string {
    return this.localize("sheet_position", { position: at + 1, count: this.count });
  }

  private renderSheets({ html: sheets, first, shown }: Sheets): TemplateResult {
    const title =
      shown === 1
        ? this.label(first - 1)
        : this.localize("sheets_position", { first, last: first + shown - 1, count: this.count });
    return this.renderRow(shown, title, createSheets(sheets, this.paper, this.gap));
  }

  private renderLayout(): unknown {
    const { layout, name, gap } = this;
    if (!layout) return nothing;
    const title = this.localize(this.count > 1 ? "preview_pages" : "preview_alt", { name });
    return this.renderRow(this.count, title, createRow(layout, gap), (frame) => {
      this.laidOut = finishRow(frame, layout, gap);
    });
  }

  /** Render pages side by side; `finish` is called when they are laid out. */
  private renderRow(
    count: number,
    title: string,
    page: string,
    finish?: (frame: HTMLIFrameElement) => void,
  ): TemplateResult {
    const { scale, gap } = this;
    const { width, height } = this.paper;
    // Only a frame that is finished has the origin of this page. Nothing in it runs scripts:
    // neither the sandbox nor the policy lets them.
    return html`<div class="row">
      <iframe
        sandbox=${finish ? "allow-same-origin" : ""}
        tabindex="-1"
        scrolling="no"
        title=${title}
        style="block-size: ${height}px; inline-size: ${count * (width + gap) - gap}px; transform: scale(${scale})"
        srcdoc=${POLICY + page}
        @load=${(event: Event) => finish?.(event.target as HTMLIFrameElement)}
      ></iframe>
    </div>`;
  }

  private renderPager(): TemplateResult {
    return html`
      <div class="pager">
        ${this.renderStep("mdi:chevron-left", "sheet_before", this.at - 1)}
        <span class="small" role="status">${this.label(this.at)}</span>
        ${this.renderStep("mdi:chevron-right", "sheet_after", this.at + 1)}
      </div>
    `;
  }

  private renderStep(image: Icon, key: TextKey, to: number): TemplateResult {
    const go = (): void => {
      this.at = to;
      if (this.strip) this.strip.scrollLeft = to * this.step;
    };
    return renderRoundButton(image, this.localize(key), go, to < 0 || to >= this.count);
  }

  private scrolled(): void {
    const at = Math.round((this.strip?.scrollLeft ?? 0) / this.step);
    this.at = Math.max(0, Math.min(at, this.count - 1));
  }
}

/** Return a document with sheets side by side, each in the middle of an equal box. */
function createSheets(sheets: string, { width, height }: Paper, gap: number): string {
  return `<style>
html { overflow: hidden !important; }
body { column-gap: ${gap}px !important; display: grid !important; grid-auto-columns: ${width}px !important;
  grid-auto-flow: column !important; grid-template-rows: ${height}px !important; place-items: center !important;
  inline-size: max-content !important; }
body > div { background: #fff; outline: 2px solid rgba(0, 0, 0, 0.25); outline-offset: -2px; }
</style>
${sheets}`;
}

define("cloudprint-card-pages", PagesPart);
