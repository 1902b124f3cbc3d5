"""Tests of the preview of the sheets that are looked at."""

import json
from typing import Any
from unittest.mock import patch

from PIL import Image
import pytest

from ..printing.test_saved_documents import save
from ..samples import documents
from ..samples.pdf_files import text
from ..samples.pictures import tiff_pages
from .conftest import Browser
from .test_commands import PRINTING, get_size
from .test_sheets import get_pictures


@pytest.mark.parametrize("is_list", [False, True])
async def test_sheets_that_are_looked_at(
    device_id: str, owner: Browser, is_list: bool
) -> None:
    """Four sheets are drawn at once, from any one; all are counted."""
    upload_id = await owner.uploaded(text(10, 20), "a.pdf")
    upload = [{"upload": upload_id}] if is_list else upload_id
    fields = {"device_id": device_id, "upload": upload}
    for sheet, drawn in ((1, 4), (5, 4), (9, 2)):
        preview = await owner.ask("preview", **fields, sheet=sheet)
        sheets = preview["sheets"]
        assert (sheets["first"], sheets["shown"], sheets["count"]) == (sheet, drawn, 10)
        assert len(get_pictures(sheets["html"])) == drawn
        assert (preview["pages"], preview["image"]) == (10, None)
        assert sheets["height"] == pytest.approx(297, abs=0.3)
    preview = await owner.ask("preview", **fields, sheet=11)
    assert (preview["pages"], preview["sheets"]) == (10, None)
    preview = await owner.ask("preview", **fields, sheet=2, page_ranges="1-3,reverse")
    assert (preview["sheets"]["shown"], preview["sheets"]["count"]) == (2, 3)


async def test_arranged_sheets(device_id: str, owner: Browser) -> None:
    """Of an arrangement, only the pages on the sheets are drawn."""
    items = [{"upload": await owner.uploaded(text(18, 20), "a.pdf")}]
    fields = {"device_id": device_id, "upload": items, "arrange": "invoices"}
    preview = await owner.ask("preview", **fields, sheet=5)
    sheets = preview["sheets"]
    assert (sheets["first"], sheets["shown"], sheets["count"]) == (5, 4, 9)
    assert len(get_pictures(sheets["html"])) == 8
    # Each sheet has its cutting line; sheets that are not drawn have none.
    assert sheets["html"].count("stroke-dasharray") == 4


async def test_sheets_of_other_content(device_id: str, owner: Browser) -> None:
    """A TIFF has sheets, a picture its image, and text neither."""
    fields: dict[str, Any] = {"device_id": device_id, "sheet": 1}
    upload = await owner.uploaded(
        tiff_pages([Image.new("L", (300, 400))] * 6), "a.tiff"
    )
    sheets = (await owner.ask("preview", **fields, upload=upload))["sheets"]
    assert (sheets["shown"], sheets["count"]) == (4, 6)
    upload = await owner.uploaded(documents.picture("PNG"), "a.png")
    preview = await owner.ask("preview", **fields, upload=upload)
    assert preview["sheets"] is None
    assert max(get_size(preview)) == 600
    preview = await owner.ask("preview", **fields, markdown="# Hello")
    assert preview["layout"] and preview["sheets"] is None


async def test_large_sheets(device_id: str, owner: Browser) -> None:
    """Sheets that are too large are left out."""
    upload = await owner.uploaded(text(4), "a.pdf")
    fields = {"device_id": device_id, "upload": upload, "sheet": 1}
    size = len((await owner.ask("preview", **fields))["sheets"]["html"])
    with patch(f"{PRINTING}.MAX_LAYOUT_BYTES", (size - 1) // 4):
        assert (await owner.ask("preview", **fields))["sheets"]["shown"] == 3


@pytest.mark.parametrize("sheet", [0, 501, "first", 1.5, True, [1]])
async def test_no_such_sheet(device_id: str, owner: Browser, sheet: Any) -> None:
    """Only the number of a sheet is accepted."""
    key = await owner.refused("preview", device_id=device_id, text="x", sheet=sheet)
    assert key == "option_invalid", json.dumps(sheet)


async def test_permission_to_look(
    device_id: str, owner: Browser, member: Browser, guest: Browser
) -> None:
    """Sheets are shown to users who may print, of their own uploads."""
    upload = await member.uploaded(text(2, 20), "a.pdf")
    fields = {"device_id": device_id, "upload": upload, "sheet": 2}
    assert (await member.ask("preview", **fields))["sheets"]["shown"] == 1
    assert await owner.refused("preview", **fields) == "upload_unknown"
    assert await guest.refused("preview", **fields) == "printer_not_allowed"


async def test_sheets_of_a_document(
    hass: Any, account: Any, device_id: str, owner: Browser
) -> None:
    """A saved document is shown as it is printed."""
    upload = await owner.uploaded(text(6, 20), "a.pdf")
    saved = await owner.ask(
        "documents/save", device_id=device_id, upload=upload, name="Form"
    )
    preview = await owner.ask("preview", document=saved["document"]["id"], sheet=5)
    assert preview["sheets"]["shown"] == 2
    note = save(hass, account, "Note", text="Hello")
    preview = await owner.ask("preview", device_id=device_id, document=note, sheet=1)
    assert preview["sheets"] is None
