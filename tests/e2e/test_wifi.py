"""Cards with the Wi-Fi, as Chromium prints them, and what a phone reads from them."""

from itertools import product
from pathlib import Path
from typing import Final

import pytest
import zxingcpp

from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.settings import A4, RenderSettings
from docs.layouts.samples import wifi_card

from .browser import print_to_paper
from .paper import MM_PER_POINT

pytestmark = pytest.mark.browser

PAPERS: Final = {
    "A4": A4,
    "A4, wide": (297.0, 210.0),
    "Letter": (215.9, 279.4),
    "A5": (148.0, 210.0),
}
NETWORKS: Final = {
    "usual": ("Villa Sonnenschein", "0OoIl1|5S8B-rn"),
    "special": (r"a;b,c:d\e\"f", r";,:\"\\;a;"),
    "longest": ("W" * 32, "M" * 63),
    "Chinese": ("家庭网络5G🏠", "家庭网络密码123"),
}


@pytest.mark.parametrize(
    ("paper", "network", "language"),
    # In both languages on each paper and for each network
    [
        (paper, network, ("en", "zh-Hans")[number % 2 ^ number // len(NETWORKS) % 2])
        for number, (paper, network) in enumerate(product(PAPERS, NETWORKS))
    ],
    ids=str,
)
def test_is_read(paper: str, network: str, language: str, tmp_path: Path) -> None:
    """A reader that is not ours finds the network on one page; a person can read it."""
    size, (ssid, password) = PAPERS[paper], NETWORKS[network]
    card = wifi_card(language, ssid, password)
    content = build_layout_content(card, RenderSettings(paper=size))
    printed = print_to_paper(content, tmp_path)
    (image,) = printed.pictures()
    (code,) = zxingcpp.read_barcodes(image)
    assert (code.format, code.text) == (zxingcpp.BarcodeFormat.QRCode, card.address)
    (page,) = printed.words()
    words = "".join(word for word, _ in page)
    for text in (ssid.replace("🏠", ""), password):
        assert text.replace(" ", "") in words
    for _, place in page:
        assert place.left >= 0
        assert place.left + place.width <= size[0]
        assert place.height / MM_PER_POINT >= 9
