import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { HomeAssistant, MediaItem } from "../src/hass.js";
import "../src/parts/media.js";
import { button, type Card, click, deep, settled, showCard, text } from "./card.js";
import { type Answers, FakeHome, preview } from "./hass.js";

const ROOT = "media-source://cloudprint";

/** Shows all elements that it is told of. */
class EagerObserver {
  constructor(private readonly callback: (entries: object[]) => void) {}
  observe(target: Element): void {
    this.callback([{ isIntersecting: true, target }]);
  }
  disconnect(): void {}
}

function item(title: string, id: string, changes: Partial<MediaItem> = {}): MediaItem {
  return {
    title,
    media_content_id: `${ROOT}${id}`,
    media_content_type: "",
    can_expand: false,
    thumbnail: null,
    ...changes,
  };
}

const MEDIA = item("/media", "/file/media", { can_expand: true });
const PHOTO = item("photo.png", "/file/media/photo.png", { thumbnail: "/api/photo" });
const BROKEN = item("broken.png", "/file/media/broken.png", { thumbnail: "/api/broken" });
const LETTER = item("letter.pdf", "/file/media/letter.pdf");

const FOLDERS: Readonly<Record<string, object>> = {
  [ROOT]: { ...item("Printable files", ""), children: [MEDIA], not_shown: 0 },
  [MEDIA.media_content_id]: { ...MEDIA, title: "media", children: [PHOTO, BROKEN, LETTER], not_shown: 7 },
};

const browse = ({ media_content_id: id }: Record<string, unknown>): unknown => FOLDERS[String(id)];
const ANSWERS: Answers = {
  "media_source/browse_media": browse,
  "cloudprint/preview": () => preview({ pages: 3, name: "letter.pdf" }),
  "cloudprint/print": () => ({ jobs: [] }),
};

const fetchWithAuth = async (path: string): Promise<Response> =>
  path === "/api/photo" ? new Response(new Blob(["jpeg"])) : new Response(null, { status: 404 });

async function show(
  answers: Answers = {},
  changes: Partial<HomeAssistant> = {},
): Promise<{ card: Card; home: FakeHome }> {
  return showCard(
    { ...ANSWERS, ...answers },
    { config: { time_zone: "UTC", components: ["media_source"] }, fetchWithAuth, ...changes },
  );
}

beforeEach(() => {
  vi.stubGlobal("IntersectionObserver", EagerObserver);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it("prints a file in Home Assistant", async () => {
  const { card, home } = await show();
  await click(card, "From Home Assistant");
  expect(text(card)).toContain("Printable files");
  await click(card, "/media");
  expect(text(card)).toContain("7 more files are not shown.");
  await click(card, "letter.pdf");
  const media = { media_content_id: LETTER.media_content_id, metadata: { title: "letter.pdf" } };
  await vi.waitFor(() => expect(home.called("cloudprint/preview")).toMatchObject([{ device_id: "laser", media }]));
  await settled();
  expect(text(card)).toContain("letter.pdf");
  expect(text(card)).toContain("3 pages");
  await click(card, "Print");
  expect(home.called("cloudprint/print")).toMatchObject([{ media }]);
});

it("shows the pictures that files have while their folder is open", async () => {
  const revoked = vi.spyOn(URL, "revokeObjectURL");
  const { card } = await show();
  await click(card, "From Home Assistant");
  await click(card, "/media");
  await vi.waitFor(() => expect(deep(card.shadowRoot!, "img")).toHaveLength(1));
  expect(button(card, "photo.png").querySelector("img")?.src).toMatch(/^blob:/);
  expect(button(card, "broken.png").querySelector("ha-icon")).not.toBeNull();
  card.remove();
  document.body.append(card);
  await settled();
  expect(deep(card.shadowRoot!, "img")).toHaveLength(1);
  await click(card, "Back");
  expect(text(card)).toContain("/media");
  expect(revoked).toHaveBeenCalledTimes(2);
});

it("goes back to the card", async () => {
  const { card } = await show();
  await click(card, "From Home Assistant");
  const [media] = deep(card.shadowRoot!, "cloudprint-card-media");
  expect(media?.shadowRoot?.activeElement?.textContent).toBe("Printable files");
  await click(card, "Cancel");
  const [composer] = deep(card.shadowRoot!, "cloudprint-card-composer");
  expect(composer?.shadowRoot?.activeElement).toBe(button(card, "From Home Assistant"));
});

it("says that nothing can be printed", async () => {
  const { card } = await show({
    "media_source/browse_media": () => ({ ...item("Printable files", ""), children: [], not_shown: 0 }),
  });
  await click(card, "From Home Assistant");
  expect(text(card)).toContain("Nothing here can be printed.");
});

it("says what went wrong, and tries again", async () => {
  let isBroken = true;
  const { card } = await show({
    "media_source/browse_media": (fields) => {
      if (isBroken) throw { code: "browse_media_failed", message: "There is no media item." };
      return browse(fields);
    },
  });
  await click(card, "From Home Assistant");
  expect(text(card)).toContain("There is no media item.");
  isBroken = false;
  await click(card, "Try again");
  expect(text(card)).toContain("/media");
});

it("shows the folder that was opened last", async () => {
  const answers: (() => void)[] = [];
  const { card } = await show({
    "media_source/browse_media": (fields) => new Promise((found) => answers.push(() => found(browse(fields)))),
  });
  await click(card, "From Home Assistant");
  answers[0]?.();
  await settled();
  await click(card, "/media");
  await click(card, "Back");
  answers[2]?.();
  answers[1]?.();
  await settled();
  expect(text(card)).toContain("/media");
  expect(text(card)).not.toContain("photo.png");
});

it("is not offered without media sources", async () => {
  const { card } = await show({}, { config: { time_zone: "UTC", components: [] } });
  expect(text(card)).not.toContain("From Home Assistant");
});
