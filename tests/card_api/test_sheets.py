"""Tests of prints of several uploads, and of the preview of their sheets."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
import re
from typing import Any
from unittest.mock import patch

from PIL import Image
import pytest

from custom_components.cloudprint.printing.preview import SHEETS_DPI

from ..document.clean_up.scenes import get_white_share, shade
from ..hub import Hub
from ..samples import documents
from ..samples.pdf_drawings import scan
from ..samples.pdf_files import text
from .conftest import Browser
from .test_commands import PRINTING

BILL = Path(__file__).parents[1] / "samples/corpus/chromium-bill.pdf"
"""Two pages of A4."""
PICTURE = re.compile(r'"data:image/\w+;base64,([^"]+)"')


def get_pictures(html: str) -> list[tuple[int, int]]:
    """Return the sizes in pixels of the pictures in HTML."""
    sizes = []
    for data in PICTURE.findall(html):
        with Image.open(BytesIO(b64decode(data))) as picture:
            sizes.append(picture.size)
    return sizes


@pytest.fixture
async def items(owner: Browser) -> list[dict[str, Any]]:
    """Upload two pictures and a PDF of several pages."""
    pictures = [
        await owner.uploaded(documents.picture("JPEG"), f"{number}.jpg")
        for number in range(2)
    ]
    bill = await owner.uploaded(BILL.read_bytes(), "bill.pdf")
    edits = {"rotation": 90, "crop": [0, 0, 0.5, 1]}
    return [{"upload": pictures[0]}, {"upload": pictures[1], **edits}, {"upload": bill}]


async def test_preview_of_sheets(
    device_id: str, owner: Browser, items: list[dict[str, Any]]
) -> None:
    """All sheets are previewed at a low resolution, with the size of the paper."""
    fields = {"device_id": device_id, "upload": items}
    preview = await owner.ask(
        "preview", **fields, arrange="grid", pictures_per_sheet=2, paper="A4"
    )
    sheets = preview["sheets"]
    assert sheets["count"] == sheets["shown"] == preview["pages"] == 2
    assert sorted((sheets["width"], sheets["height"])) == pytest.approx(
        [210, 297], abs=0.3
    )
    pictures = get_pictures(sheets["html"])
    assert len(pictures) == 4
    assert max(map(max, pictures)) <= 297 / 25.4 * SHEETS_DPI
    assert preview["layout"] is None
    assert preview["name"] == "0.jpg (+2)"


async def test_preview_of_a_clean_up(device_id: str, owner: Browser) -> None:
    """A scan is cleaned up in the preview, and another PDF has its warning there."""
    page = shade(Image.new("RGB", (620, 877), (250, 249, 246)), 140)
    warnings = []
    for data in (scan(page), text(1)):
        upload = await owner.uploaded(data, "a.pdf")
        preview = await owner.ask(
            "preview", device_id=device_id, upload=[upload], clean_up="grey"
        )
        warnings.append(preview["warnings"])
        with Image.open(
            BytesIO(b64decode(PICTURE.findall(preview["sheets"]["html"])[0]))
        ) as picture:
            assert get_white_share(picture, (2, 2, 20, 20)) > 0.9
    assert warnings == [[], ["clean_up_ignored"]]


async def test_preview_of_first_sheets(
    device_id: str, owner: Browser, items: list[dict[str, Any]]
) -> None:
    """Sheets beyond the limit are left out."""
    fields = {"device_id": device_id, "upload": items, "arrange": "pages"}
    whole = (await owner.ask("preview", **fields))["sheets"]
    with patch(f"{PRINTING}.MAX_LAYOUT_BYTES", len(whole["html"]) - 1):
        sheets = (await owner.ask("preview", **fields))["sheets"]
    assert (sheets["shown"], sheets["count"]) == (3, 4)


async def test_preview_without_sheets(device_id: str, owner: Browser) -> None:
    """A picture that is printed as it is has no sheets."""
    upload_id = await owner.uploaded(documents.picture("PNG"), "a.png")
    for upload in (upload_id, [{"upload": upload_id}]):
        preview = await owner.ask("preview", device_id=device_id, upload=upload)
        assert preview["sheets"] is None
        assert preview["image"]


async def test_print_of_several(
    hub: Hub, owner: Browser, items: list[dict[str, Any]], uploads: Path
) -> None:
    """Several uploads are one job, at full resolution, and are removed then."""
    fields = {"device_id": hub.device_id, "upload": items, "arrange": "pages"}
    (job,) = (await owner.ask("print", **fields))["jobs"]
    assert (job["name"], job["pages"]) == ("0.jpg (+2)", 4)
    (printed,) = hub.simulator.printed
    sizes = get_pictures(printed.content.decode())
    assert max(map(max, sizes)) > 297 / 25.4 * SHEETS_DPI
    await hub.hass.async_block_till_done(wait_background_tasks=True)
    assert list(uploads.iterdir()) == []
    assert await owner.refused("preview", **fields) == "upload_unknown"
