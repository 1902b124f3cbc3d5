"""The sheet for the wall, as Chromium prints it, and what a phone reads from it.

With PAGE_PICTURES=docs/images, the sheets are kept there.
"""

from itertools import product
import os
from pathlib import Path
from typing import Final

from PIL import Image
import pytest
import zxingcpp

from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import LinkSheet, LinkText
from custom_components.cloudprint.document.settings import A4, RenderSettings

from ..package import translation
from .browser import print_to_paper

pytestmark = pytest.mark.browser

SECRET: Final = "Zq3vT9-bYk5_wLr8XnHc2PdMs7JfGa4QeUo1RtVi0Eh"
ADDRESSES: Final = (
    f"http://homeassistant.local:8123/api/cloudprint/link/{SECRET}",
    f"https://a-rather-long-name-of-a-home.example.duckdns.org:8443/api/cloudprint/link/{SECRET}",
)
PAPERS: Final = {
    "A4": A4,
    "A5": (148.0, 210.0),
    "A5, wide": (210.0, 148.0),
    "Letter": (215.9, 279.4),
}
_QUIET_MODULES: Final = 4


def make_sheet(address: str, first: str = "en", *, is_local: bool = True) -> LinkSheet:
    """Return a sheet with its texts, those of a language first."""
    texts = [
        LinkText(
            language=language,
            heading=words["common.page_link_heading"],
            scan=words["common.page_link_scan"],
            network=words["common.page_link_network"] if is_local else None,
        )
        for language in sorted(("en", "zh-Hans"), key=lambda each: each != first)
        for words in [translation(language)]
    ]
    printer = {"en": "Study printer", "zh-Hans": "书房打印机"}[first]
    return LinkSheet(
        title=texts[0].heading,
        subtitle=printer,
        language=first,
        address=address,
        texts=texts,
    )


@pytest.mark.parametrize(
    ("paper", "address"), list(product(PAPERS, ADDRESSES)), ids=str
)
def test_is_read(paper: str, address: str, tmp_path: Path) -> None:
    """A reader that is not ours finds the address on one page, with room around it."""
    size = PAPERS[paper]
    content = build_layout_content(make_sheet(address), RenderSettings(paper=size))
    printed = print_to_paper(content, tmp_path)
    (page,) = printed.sizes()
    assert page == pytest.approx(size, abs=0.5)
    (image,) = printed.pictures()
    (code,) = zxingcpp.read_barcodes(image)
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, address)
    assert [item.text for item in zxingcpp.read_barcodes(image.resize((600, 800)))] == [
        address
    ]
    corners = code.position
    left, right = corners.top_left.x, corners.top_right.x
    top, bottom = corners.top_left.y, corners.bottom_left.y
    # At least a fifth of the width of the paper, read from a metre away
    assert right - left > image.width / 5
    quiet = round((right - left) / 57 * _QUIET_MODULES)
    for box in (
        (left - quiet, top - quiet, left - 3, bottom + quiet),
        (right + 3, top - quiet, right + quiet, bottom + quiet),
        (left, top - quiet, right, top - 3),
        (left, bottom + 3, right, bottom + quiet),
    ):
        assert min(image.convert("L").crop(box).tobytes()) > 200, box
    words = "".join(word for word, _ in printed.words()[0])
    assert address in words
    assert "Studyprinter" in words


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_languages(language: str, tmp_path: Path) -> None:
    """The language of the home comes first; an open link asks for no network."""
    sheet = make_sheet(ADDRESSES[0], language)
    printed = print_to_paper(
        build_layout_content(sheet, RenderSettings(paper=A4)), tmp_path
    )
    words = "".join(word for word, _ in printed.words()[0])
    first, other = (text.heading.replace(" ", "") for text in sheet.texts)
    assert words.index(first) < words.index(other)
    assert "Wi-Fi" in words
    folder = Path(os.environ.get("PAGE_PICTURES", tmp_path))
    (image,) = printed.pictures()
    few = image.convert("L").resize((620, 877), Image.Resampling.LANCZOS)
    few.quantize(16).save(folder / f"link-sheet-{language}.png", optimize=True)
    sheet = make_sheet(ADDRESSES[0], language, is_local=False)
    open_to_all = print_to_paper(
        build_layout_content(sheet, RenderSettings(paper=A4)), tmp_path
    )
    assert "Wi-Fi" not in "".join(word for word, _ in open_to_all.words()[0])
