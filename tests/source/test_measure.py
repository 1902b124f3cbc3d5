"""Tests of how much a print is about to read."""

from base64 import b64encode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.cloudprint.requester import AUTOMATION, Requester
from custom_components.cloudprint.source.kept_files import KEPT_FILES
from custom_components.cloudprint.source.resolving import (
    CONTENT_FIELDS_OF_DOCUMENTS,
    CONTENT_FIELDS_WITH_UPLOAD,
    async_measure,
    parse_request,
)
from custom_components.cloudprint.source.upload import UPLOADS
from homeassistant.core import HomeAssistant

ALLOWED = tuple({*CONTENT_FIELDS_WITH_UPLOAD, *CONTENT_FIELDS_OF_DOCUMENTS})


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    """Yield data."""
    yield data


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"data": b64encode(bytes(300)).decode()}, 300),
        ({"data": 5}, 0),
        ({"text": "x"}, 0),
        ({"file": "media/a.txt"}, 100),
        ({"file": ["media/a.txt", {"file": " media/b.txt ", "rotation": 90}]}, 150),
        # Refused later
        ({"file": "media/gone.txt"}, 0),
        ({"file": "secret.txt"}, 0),
        ({"file": "media/\0"}, 0),
        ({"file": ["media/a.txt", 5, None]}, 100),
        ({"upload": "unknown"}, 0),
    ],
)
async def test_measure(
    hass: HomeAssistant,
    config_folder: Path,
    account: MockConfigEntry,
    fields: dict[str, Any],
    size: int,
) -> None:
    """Data and files are measured without being read; what is refused is nothing."""
    (config_folder / "media/a.txt").write_bytes(bytes(100))
    (config_folder / "media/b.txt").write_bytes(bytes(50))
    (config_folder / "secret.txt").write_bytes(bytes(1000))
    assert await async_measure(parse_request(hass, fields, AUTOMATION, ALLOWED)) == size


async def test_measure_received_files(
    hass: HomeAssistant,
    config_folder: Path,
    account: MockConfigEntry,
    hass_admin_user: MockUser,
) -> None:
    """Uploads are measured for their owner, and the files that documents keep."""
    received = [
        await hass.data[UPLOADS].async_receive(
            hass_admin_user.id, "a", pieces(bytes(size))
        )
        for size in (20, 30)
    ]
    first, second = (upload.upload_id for upload in received)
    fields = {"upload": [first, {"upload": second, "rotation": 90}]}
    assert (
        await async_measure(
            parse_request(hass, fields, Requester.from_user(hass_admin_user), ALLOWED)
        )
        == 50
    )
    assert await async_measure(parse_request(hass, fields, AUTOMATION, ALLOWED)) == 0
    path = config_folder / "media/a.txt"
    path.write_bytes(bytes(100))
    kept = await hass.data[KEPT_FILES].async_add(path, "a.txt")
    assert (
        await async_measure(parse_request(hass, {"files": [kept]}, AUTOMATION, ALLOWED))
        == 100
    )
