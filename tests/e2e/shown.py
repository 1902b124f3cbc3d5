"""What the card's preview shows of a print, page by page, and what is on its paper."""

from collections.abc import Mapping, Sequence
from ctypes import c_double
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from math import ceil, floor, hypot
from pathlib import Path
from typing import Any, Final
from unicodedata import normalize

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from pypdfium2 import PdfDocument, raw

from .paper import MM_PER_POINT

FRONTEND: Final = Path(__file__).parents[2] / "custom_components/cloudprint/frontend"
SITE: Final = "http://card.test/"
DPI: Final = 72
FINER: Final = 3
"""Dots of what was printed, for each one that is compared."""
LARGER: Final = 5
"""By this, what is shown is as fine as it is compared. With more pixels for each of CSS
instead, tables would be laid out to parts of pixels, unlike on paper."""
WIDTH: Final = 280 * 12
"""Of a window that shows as many pages at once."""

_STAGE: Final = """<!doctype html><meta charset="utf-8">
<style>
body { margin: 0; --line: transparent; transform: scale(%(larger)d);
  transform-origin: 0 0; width: %(width)dpx; }
</style>
<script type="module">await import("/%(chunk)s");</script>"""
_SHOW: Final = """({ preview, groups }) => {
  const part = document.createElement("cloudprint-card-preview");
  const texts = { localize: (key) => key };
  const load = async (sheet) => groups[sheet] ?? "missing";
  Object.assign(part, { context: { texts }, preview, load, isBusy: false, name: "" });
  document.body.replaceChildren(part);
}"""
_PAGES: Final = """() => {
  const root = (name, parent) => parent.querySelector(name)?.shadowRoot ?? parent;
  const part = root("cloudprint-card-pages", root("cloudprint-card-preview", document));
  // The first page is not in the middle, so that more are seen.
  for (const strip of part.querySelectorAll(".strip")) strip.style.paddingInline = 0;
  const places = [...part.querySelectorAll(".page")].map((page) => {
    const { left, top, width, height } = page.getBoundingClientRect();
    return [left, top, width, height];
  });
  return [places, part.querySelectorAll("iframe").length];
}"""
_LETTERS: Final = """(root) => {
  const canvas = document.createElement("canvas").getContext("2d");
  const ascents = {};
  const ascent = (font) => {
    if (!(font in ascents)) {
      canvas.font = font;
      const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = canvas.measureText("x");
      ascents[font] = above / (above + below);
    }
    return ascents[font];
  };
  const letters = [];
  const walk = (node) => {
    if (node.nodeName === "STYLE" || node.nodeName === "TITLE") return;
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.childNodes) walk(child);
    if (node.nodeType !== Node.TEXT_NODE) return;
    const { fontStyle, fontWeight, fontFamily } = getComputedStyle(node.parentElement ?? node.parentNode.host);
    let at = 0;
    for (const letter of node.data) {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, (at += letter.length));
      const rect = letter.trim() && range.getClientRects()[0];
      if (!rect || !rect.height) continue;
      const line = rect.top + rect.height * ascent(`${fontStyle} ${fontWeight} 100px ${fontFamily}`);
      letters.push([letter, rect.left, line]);
    }
  };
  walk(root ?? document.documentElement);
  return letters;
}"""
_PLACE: Final = """(frame) => {
  const { left, top, width } = frame.getBoundingClientRect();
  return [left, top, width / frame.offsetWidth];
}"""

type Letter = tuple[str, float, float]
"""A letter, and where its line begins, in millimetres from the upper left corner."""


@dataclass(frozen=True, slots=True)
class Side:
    """A page: its letters, and its look at `DPI`."""

    letters: list[Letter]
    look: Image.Image


def open_stage(browser: Browser) -> Page:
    """Return a page that has the card's preview."""
    (chunk,) = (
        file.relative_to(FRONTEND)
        for file in FRONTEND.glob("chunks/*.js")
        if "cloudprint-card-pages" in file.read_text("utf-8")
    )

    def answer(route: Route) -> None:
        # Not with `path`: playwright reads files in one more thread.
        if path := route.request.url.removeprefix(SITE):
            body = (FRONTEND / path).read_bytes()
            route.fulfill(body=body, content_type="text/javascript")
        else:
            stage = _STAGE % {"chunk": chunk, "larger": LARGER, "width": WIDTH}
            route.fulfill(body=stage, content_type="text/html")

    page = browser.new_page(
        viewport={"width": WIDTH * LARGER, "height": 400 * LARGER},
        reduced_motion="reduce",
    )
    page.route(f"{SITE}**", answer)
    page.goto(SITE)
    page.wait_for_function(
        "customElements.get('cloudprint-card-preview') !== undefined"
    )
    return page


def look_at_preview(
    page: Page, preview: Mapping[str, Any], groups: Mapping[int, Any]
) -> list[Side]:
    """Return the pages that the card shows."""
    page.evaluate(_SHOW, {"preview": preview, "groups": groups})
    before = None
    while before != (seen := page.evaluate(_PAGES)) or seen[1] == 0:
        before = seen
        for frame in page.frames:
            frame.wait_for_load_state()
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )
        page.wait_for_timeout(50)
    places, _ = before
    shown = preview["sheets"] or preview["layout"]
    # Browsers round pages to whole pixels of CSS.
    size = [round(shown[side] * 96 / 25.4) * 25.4 / 96 for side in ("width", "height")]
    scale = places[0][3] / size[1]
    letters = page.evaluate(_LETTERS, None)
    for frame in page.frames[1:]:
        element = frame.frame_element()
        left, top, zoom = element.evaluate(_PLACE)
        letters += [
            [letter, left + x * zoom, top + y * zoom]
            for letter, x, y in frame.evaluate(_LETTERS, None)
        ]
    sides = []
    for left, top, width, height in places:
        wide = size[0] * scale
        left += (width - wide) / 2
        own = [
            (letter, (x - left) / scale, (y - top) / scale)
            for letter, x, y in letters
            if left <= x < left + wide and top <= y <= top + height
        ]
        x, y = floor(left), floor(top)
        shot = page.screenshot(
            clip={
                "x": x,
                "y": y,
                "width": ceil(left + wide) - x,
                "height": ceil(top + height) - y,
            },
            animations="disabled",
        )
        with Image.open(BytesIO(shot)) as picture:
            sides.append(
                Side(_normal(own), _reduce(picture, (left - x, top - y), size, scale))
            )
    return sides


def read_paper(file: Path) -> list[list[Letter]]:
    """Return the letters on each page of a PDF."""
    pages = []
    with PdfDocument(file.read_bytes()) as document:
        for number in range(len(document)):
            page = document[number]
            _, height = page.get_size()
            text, letters = raw.FPDFText_LoadPage(page.raw), list[Letter]()
            for at in range(raw.FPDFText_CountChars(text)):
                letter = chr(raw.FPDFText_GetUnicode(text, at))
                x, y = c_double(), c_double()
                if raw.FPDFText_GetCharOrigin(text, at, x, y):
                    down = (height - y.value) * MM_PER_POINT
                    letters.append((letter, x.value * MM_PER_POINT, down))
            raw.FPDFText_ClosePage(text)
            pages.append(_normal(letters))
    return pages


def look_at_paper(file: Path) -> list[Side]:
    """Return the pages of a PDF."""
    sides = []
    with PdfDocument(file.read_bytes()) as document:
        for number, letters in enumerate(read_paper(file)):
            page = document[number]
            size = [side * MM_PER_POINT for side in page.get_size()]
            picture = page.render(scale=FINER).to_pil()
            look = _reduce(picture, (0, 0), size, FINER / MM_PER_POINT)
            sides.append(Side(letters, look))
    return sides


def _normal(letters: Sequence[Sequence[Any]]) -> list[Letter]:
    """Return what can be seen; of letters that look the same, fonts have one."""
    return [
        (normal, x, y)
        for letter, x, y in letters
        if (
            normal := normalize("NFKC", letter)
            .replace("\x02", "-")
            .strip(" \t\r\n\u200b\ufeff")
        )
        and normal.isprintable()
    ]


def _reduce(
    picture: Image.Image,
    corner: tuple[float, float],
    size: Sequence[float],
    scale: float,
) -> Image.Image:
    """Return a picture at `DPI`; it has `scale` dots a millimetre."""
    wide, high = (floor(side / 25.4 * DPI - 0.5) for side in size)
    (left, top), dot = corner, scale * 25.4 / DPI
    box = (left, top, left + wide * dot, top + high * dot)
    return picture.convert("L").resize((wide, high), Image.Resampling.BOX, box)


def find_stray(ours: Side, theirs: Side, most_mm: float) -> list[Letter]:
    """Return the letters of a page without a counterpart on the other one."""
    free: dict[str, list[Letter]] = {}
    for letter in theirs.letters:
        free.setdefault(letter[0], []).append(letter)
    stray = []
    for letter in ours.letters:
        others = free.get(letter[0], [])
        away = partial(_measure, letter)
        nearest = min(others, key=away, default=None)
        if nearest is None or away(nearest) > most_mm:
            stray.append(letter)
        else:
            others.remove(nearest)
    return stray


def _measure(one: Letter, other: Letter) -> float:
    return hypot(one[1] - other[1], one[2] - other[2])


def compare_looks(ours: Side, theirs: Side) -> float:
    """Return the mean difference of two pages, from 0 to 1."""
    width, height = (
        min(sides) for sides in zip(ours.look.size, theirs.look.size, strict=True)
    )
    one, other = (
        np.asarray(side.look.crop((0, 0, width, height)), np.float32)
        for side in (ours, theirs)
    )
    return float(np.abs(one - other).mean() / 255)
