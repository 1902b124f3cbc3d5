"""Sheets of labels, as Chromium prints them: where the labels are, and their texts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final
from unicodedata import normalize

from PIL import Image, ImageDraw
from pypdfium2 import PdfDocument, raw
import pytest

from custom_components.cloudprint.document.layouts.labels import SHEETS
from homeassistant.core import HomeAssistant

from ..samples.pdf_writer import POINTS_PER_MM
from ..source.resolving import async_resolve
from .browser import print_to_paper
from .paper import DPI, Paper, Place

pytestmark = pytest.mark.browser

MAX_MM: Final = 0.3
LINE_MM: Final = 0.2
EDGE_MM: Final = 0.5
TEXTS: Final = (
    "Salt",
    "WWWWWWWWWWWW MMMMMMMM",
    "Rindfleischetikettierungsüberwachungsgesetz",
    "https://example.com/a/very/long/address/0123456789",
    "洗衣机使用说明书（请保管好），保修卡、发票",
    "Донаудампфшиффартсгезельшафт",
    "🎄🎄🎄 Christmas 🎁",
    ["Anna Schmidt", "Lange Straße 12", "20095 Hamburg"],
)

type Box = tuple[float, float, float, float]
"""The left and upper edge, the width and the height in millimetres."""


async def print_labels(hass: HomeAssistant, folder: Path, **options: object) -> Paper:
    """Return the paper of labels."""
    source = await async_resolve(hass, {"page": "labels", "page_options": options})
    return print_to_paper(source.content, folder)


def get_outlines(paper: Paper) -> list[list[Box]]:
    """Return the outlines on each page, in the order in which they are drawn."""
    pages = []
    with PdfDocument(paper.file.read_bytes()) as document:
        for number in range(len(document)):
            page = document[number]
            _, height = page.get_size()
            boxes = []
            # The first is the ground of the page.
            _, *paths = page.get_objects([raw.FPDF_PAGEOBJ_PATH])
            for path in paths:
                left, bottom, right, top = (
                    side / POINTS_PER_MM for side in path.get_bounds()
                )
                # Bounds are further out by the whole width of the line.
                boxes.append(
                    (
                        left + LINE_MM,
                        height / POINTS_PER_MM - top + LINE_MM,
                        right - left - 2 * LINE_MM,
                        top - bottom - 2 * LINE_MM,
                    )
                )
            pages.append(boxes)
    return pages


def get_places(name: str, nudge: tuple[float, float] = (0, 0)) -> list[Box]:
    """Return where the labels of a sheet are."""
    sheet = SHEETS[name]
    return [
        (
            sheet.left + column * sheet.across + nudge[0],
            sheet.top + row * sheet.down + nudge[1],
            sheet.width,
            sheet.height,
        )
        for row in range(sheet.rows)
        for column in range(sheet.columns)
    ]


def is_within(place: Place, box: Box) -> bool:
    """Return whether a word is on a label; its box is as high as its font."""
    left, top, width, height = box
    middle = place.top + place.height / 2
    is_in_width = left < place.left and place.left + place.width < left + width
    return is_in_width and top < middle < top + height


def find_ink_beside(page: Image.Image, boxes: Sequence[Box]) -> bool:
    """Return whether anything is printed beside labels, or nearly over their edges."""
    grey = page.convert("L")
    draw = ImageDraw.Draw(grey)
    for left, top, width, height in boxes:
        edges = (left + EDGE_MM, top + EDGE_MM)
        ends = (left + width - EDGE_MM, top + height - EDGE_MM)
        draw.rectangle([side / 25.4 * DPI for side in (*edges, *ends)], fill="white")
    return sum(grey.histogram()[:128]) > 0


@pytest.mark.parametrize("name", SHEETS)
async def test_sheets(
    hass: HomeAssistant, enable_custom_integrations: None, tmp_path: Path, name: str
) -> None:
    """The test sheet shows each label of a maker in its place, with its number."""
    paper = await print_labels(hass, tmp_path, sheet=name, outlines=True)
    (outlines,) = get_outlines(paper)
    places = get_places(name)
    assert len(outlines) == len(places)
    for outline, place in zip(outlines, places, strict=True):
        assert outline == pytest.approx(place, abs=MAX_MM)
    assert paper.sizes() == [pytest.approx(SHEETS[name].paper, abs=MAX_MM)]
    (words,) = paper.words()
    assert [word for word, _ in words] == [str(n + 1) for n in range(len(places))]
    for (_, word), box in zip(words, places, strict=True):
        assert is_within(word, box)
        middle = word.left + word.width / 2
        assert middle == pytest.approx(box[0] + box[2] / 2, abs=MAX_MM)


async def test_first_and_nudge(
    hass: HomeAssistant, enable_custom_integrations: None, tmp_path: Path
) -> None:
    """Labels begin at the first one, are moved, and go on on further sheets."""
    nudge = (1.5, -2.25)
    paper = await print_labels(
        hass,
        tmp_path,
        sheet="avery_l7160",
        texts=[f"n{number}" for number in range(40)],
        first=21,
        nudge=list(nudge),
        outlines=True,
    )
    places = get_places("avery_l7160", nudge)
    pages = paper.words()
    assert [len(words) for words in pages] == [1, 21, 18]
    assert pages[0][0][0] == "n0"
    assert is_within(pages[0][0][1], places[20])
    for words in pages[1:]:
        for (_, word), box in zip(words, places, strict=False):
            assert is_within(word, box)
    for outlines in get_outlines(paper):
        for outline, place in zip(outlines, places, strict=True):
            assert outline == pytest.approx(place, abs=MAX_MM)


@pytest.mark.parametrize(
    "name", ["avery_l7160", "avery_l7651", "avery_5160", "a4_3x8", "herma_10809"]
)
async def test_texts_within(
    hass: HomeAssistant, enable_custom_integrations: None, tmp_path: Path, name: str
) -> None:
    """Whatever the text is, all of it is on its label, and where a printer can print."""
    paper = await print_labels(hass, tmp_path, sheet=name, texts=list(TEXTS))
    boxes = get_places(name)
    for page in paper.pictures():
        assert not find_ink_beside(page, boxes)
    places = iter(boxes * len(TEXTS))
    words = iter([each for page in paper.words() for each in page if _letters(each[0])])
    for text in TEXTS:
        box = next(places)
        left = _letters(text if isinstance(text, str) else "".join(text))
        while left:
            word, place = next(words)
            assert is_within(place, box), (text, word, place, box)
            assert place.left > 3.9
            assert left.startswith(_letters(word)), (left, word)
            left = left.removeprefix(_letters(word))
    assert next(words, None) is None


def _letters(text: str) -> str:
    """Return a text without its blanks, and without emoji, which fonts may lack."""
    letters = "".join(normalize("NFKC", text).split())
    return "".join(letter for letter in letters if letter < "\uffff")
