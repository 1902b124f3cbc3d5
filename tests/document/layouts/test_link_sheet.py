"""Tests of the size of the code on the sheet of a link."""

import re

import pytest

from custom_components.cloudprint.document.layouts.layouts import build_layout_content
from custom_components.cloudprint.document.layouts.models import LinkSheet, LinkText
from custom_components.cloudprint.document.settings import RenderSettings

ADDRESS = f"http://homeassistant.local:8123/api/cloudprint/link/{'x' * 43}"


@pytest.mark.parametrize(
    ("paper", "smallest", "largest"),
    [
        pytest.param((210, 297), 120, 150, id="A4"),
        pytest.param((420, 594), 150, 150, id="A2"),
        pytest.param((215.9, 279.4), 110, 150, id="Letter"),
        pytest.param((148, 210), 70, 120, id="A5"),
        pytest.param((210, 148), 90, 110, id="A5, wide"),
        pytest.param((58, 100), 30, 50, id="receipt"),
    ],
)
def test_size(paper: tuple[float, float], smallest: float, largest: float) -> None:
    """The code is as large as it can be beside the texts, and can be read anyway."""
    text = LinkText(language="en", heading="Print here", scan="Scan the code.")
    sheet = LinkSheet(
        title="Print here",
        subtitle="Study",
        language="en",
        address=ADDRESS,
        texts=[text, text],
    )
    content = build_layout_content(sheet, RenderSettings(paper=paper))
    found = re.search(r"\.code \{.*width: ([\d.]+)mm", content.payload.decode())
    assert found is not None
    assert smallest <= float(found[1]) <= largest
