"""Tests of the commands for pictures that were uploaded."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path

from PIL import Image
import pytest

from .. import documents
from ..document.clean_up.measures import get_error
from ..document.clean_up.photos import take_photo
from ..pdf_files import PASSWORD, encrypted, text
from ..pictures import PICTURES
from .conftest import Browser


async def test_corners(owner: Browser) -> None:
    """The corners of a photographed page are found; a scan and a PDF have none."""
    photo = take_photo(9)
    with BytesIO() as file:
        photo.image.save(file, "JPEG")
        upload = await owner.uploaded(file.getvalue(), "photo.jpg")
    found = (await owner.ask("corners", upload=upload))["corners"]
    assert get_error(found, photo.corners, photo.image.size) < 0.01
    for data in (documents.picture("PNG"), text(1), b"plain"):
        upload = await owner.uploaded(data, "file")
        assert await owner.ask("corners", upload=upload) == {"corners": None}


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (PICTURES["heic"](), None),
        (PICTURES["tiff_multi"](), None),
        (text(1), (424, 600)),
        (documents.picture("PNG", (2000, 1000)), (600, 300)),
    ],
)
async def test_thumbnail(
    owner: Browser, data: bytes, size: tuple[int, int] | None
) -> None:
    """Files that a browser cannot show have a thumbnail."""
    upload = await owner.uploaded(data, "file")
    answer = await owner.ask("thumbnail", upload=upload)
    with Image.open(BytesIO(b64decode(answer["image"]))) as image:
        assert image.format == "JPEG"
        assert image.size == (answer["width"], answer["height"])
        assert size in (None, image.size)
    answer = await owner.ask("thumbnail", upload=upload, size=16)
    assert max(answer["width"], answer["height"]) == 16


@pytest.mark.parametrize("command", ["corners", "thumbnail"])
async def test_refusals(
    owner: Browser, member: Browser, uploads: Path, command: str
) -> None:
    """Only a user's own files are read, and only those that can be read."""
    upload = await owner.uploaded(PICTURES["heic"]()[:1500], "a.heic")
    assert await owner.refused(command, upload=upload) == "picture_broken"
    assert await member.refused(command, upload=upload) == "upload_unknown"
    assert await owner.refused(command, upload="nothing") == "upload_unknown"
    assert await owner.refused(command) == "upload_unknown"
    assert await owner.refused(command, upload=upload, nonsense=1) == "field_unknown"
    for path in uploads.iterdir():
        path.unlink()
    assert await owner.refused(command, upload=upload) == "upload_unknown"


async def test_thumbnail_refusals(owner: Browser) -> None:
    """A text has no thumbnail, a locked PDF none without its password."""
    upload = await owner.uploaded(b"plain", "a.txt")
    assert await owner.refused("thumbnail", upload=upload) == "thumbnail_unavailable"
    for size in (0, 5000, "large"):
        await owner.refused("thumbnail", upload=upload, size=size)
    locked = await owner.uploaded(encrypted("aes-256", PASSWORD), "a.pdf")
    assert await owner.refused("thumbnail", upload=locked) == "pdf_password_missing"
