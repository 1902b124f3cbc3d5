import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";

import { explain } from "../errors.js";
import type { PickedContent } from "../files.js";
import type { MediaFolder, MediaItem } from "../hass.js";
import { type Icon, icon } from "../icons.js";
import { renderClose, renderLoading, renderNotice, renderRoundButton } from "../notices.js";
import { define, Part } from "../part.js";
import { listStyles } from "./list-styles.js";

/** The files that can be printed, in the integration's media source. */
const ROOT = "media-source://cloudprint";

/** The files in Home Assistant that the user may print. Fires `content-picked` with one, or `close`. */
export class MediaPart extends Part {
  static override properties = {
    ...Part.properties,
    path: { state: true },
    folder: { state: true },
    problem: { state: true },
  };
  static override styles = [
    ...Part.styles,
    listStyles,
    css`
      ul {
        grid-template-columns: repeat(auto-fill, minmax(min(120px, 100%), 1fr));
        max-block-size: 60vh;
        overflow-y: auto;
      }
      li button {
        inline-size: 100%;
        padding: 8px;
      }
      .picture {
        align-items: center;
        block-size: 80px;
        display: flex;
        justify-content: center;
      }
      .picture .icon {
        --mdc-icon-size: 36px;
        color: var(--accent-text);
      }
      img {
        max-block-size: 100%;
        max-inline-size: 100%;
        object-fit: contain;
      }
      .name {
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        display: -webkit-box;
        max-inline-size: 100%;
        overflow: hidden;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** IDs of the folders that were opened, the shown one last. */
  declare private path: readonly string[];
  declare private folder: MediaFolder | undefined;
  /** Localized error message. */
  declare private problem: string | undefined;

  private readonly thumbnails = new Map<string, string>();
  private observer: IntersectionObserver | undefined;

  constructor() {
    super();
    this.path = [ROOT];
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("h2")?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        const { thumbnail } = (target as HTMLElement).dataset;
        if (isIntersecting && thumbnail) void this.loadThumbnail(thumbnail);
      }
    });
    if (this.hasUpdated) this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
    this.forgetThumbnails();
  }

  protected override firstUpdated(): void {
    void this.open(this.path);
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.renderRoot.querySelectorAll("[data-thumbnail]").forEach((picture) => this.observer?.observe(picture));
  }

  protected override render(): TemplateResult {
    const { folder, path, problem } = this;
    return html`
      <div class="head">
        ${
          path.length > 1
            ? renderRoundButton("mdi:arrow-left", this.localize("home_back"), () => void this.open(path.slice(0, -1)))
            : nothing
        }
        <h2 class="one-line" tabindex="-1">${folder?.title ?? this.localize("from_home")}</h2>
        ${renderClose(this.localize("edit_cancel"), () => this.fireEvent("close", undefined))}
      </div>
      ${
        problem
          ? html`
              ${renderNotice("error", "mdi:alert-circle-outline", problem)}
              <button type="button" @click=${() => this.open(path)}>
                ${icon("mdi:reload")}${this.localize("retry")}
              </button>
            `
          : folder
            ? this.renderFolder(folder)
            : renderLoading(this.context.texts)
      }
    `;
  }

  private renderFolder({ children, not_shown: more }: MediaFolder): TemplateResult {
    return html`
      ${
        children.length
          ? html`<ul>
              ${children.map((item) => html`<li>${this.renderItem(item)}</li>`)}
            </ul>`
          : html`<p class="secondary">${this.localize("home_empty")}</p>`
      }
      ${more ? html`<p class="secondary small">${this.context.texts.localizeCount("home_more", more)}</p>` : nothing}
    `;
  }

  private renderItem(item: MediaItem): TemplateResult {
    const { title, thumbnail } = item;
    const picture = thumbnail && this.thumbnails.get(thumbnail);
    const image: Icon = item.can_expand ? "mdi:folder-outline" : "mdi:file-document-outline";
    return html`
      <button type="button" title=${title} @click=${() => this.choose(item)}>
        <span class="picture" data-thumbnail=${thumbnail && !picture ? thumbnail : nothing}>
          ${picture ? html`<img src=${picture} alt="" />` : icon(image)}
        </span>
        <span class="name">${title}</span>
      </button>
    `;
  }

  private choose(item: MediaItem): void {
    if (item.can_expand) void this.open([...this.path, item.media_content_id]);
    else this.fireCardEvent<PickedContent>("content-picked", { kind: "media", item });
  }

  /** Show the last folder of a path. */
  private async open(path: readonly string[]): Promise<void> {
    this.path = path;
    this.folder = undefined;
    this.problem = undefined;
    this.forgetThumbnails();
    let folder: MediaFolder | undefined;
    let problem: string | undefined;
    try {
      folder = await this.context.hass.callWS<MediaFolder>({
        type: "media_source/browse_media",
        media_content_id: path.at(-1),
      });
    } catch (error) {
      problem = await explain(this.context, error);
    }
    // Another one may have been opened meanwhile.
    if (path !== this.path) return;
    this.folder = folder;
    this.problem = problem;
    await this.updateComplete;
    this.focus();
  }

  private async loadThumbnail(url: string): Promise<void> {
    if (this.thumbnails.has(url)) return;
    this.thumbnails.set(url, "");
    const answer = await this.context.hass.fetchWithAuth(url).catch(() => undefined);
    const picture = answer?.ok ? await answer.blob() : undefined;
    // The folder may have been left meanwhile.
    if (!picture || !this.thumbnails.has(url)) return;
    this.thumbnails.set(url, URL.createObjectURL(picture));
    this.requestUpdate();
  }

  private forgetThumbnails(): void {
    for (const picture of this.thumbnails.values()) if (picture) URL.revokeObjectURL(picture);
    this.thumbnails.clear();
  }
}

define("cloudprint-card-media", MediaPart);
