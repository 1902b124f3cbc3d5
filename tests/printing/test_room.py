"""Tests of the room for contents, which is asked for before they are read."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
import tracemalloc

import pytest

from custom_components.cloudprint.document.errors import MEBIBYTE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.conftest import SetUpAccount
from tests.entities import device_id_of
from tests.simulator import Printer

from ..actions import call

COUNT = 60
LIMIT = 8
TEXT = b"Only for the eyes of the neighbours. " * 30_000
"""About a mebibyte."""


def build_data(folder: Path) -> str:
    """Return a text as base64."""
    return b64encode(TEXT).decode()


def build_file(folder: Path) -> str:
    """Return the path of a text."""
    (folder / "a.txt").write_bytes(TEXT)
    return "media/a.txt"


@pytest.mark.parametrize(
    ("field", "build"), [("data", build_data), ("file", build_file)]
)
async def test_many_prints_at_once(
    hass: HomeAssistant,
    config_folder: Path,
    set_up_account: SetUpAccount,
    printer: Printer,
    field: str,
    build: Callable[[Path], str],
) -> None:
    """Those for which there is no room are refused before they are in memory."""
    printer.online_status = "0"
    account = await set_up_account(content_limit=LIMIT)
    device_id = device_id_of(hass, account, printer)
    value = await asyncio.to_thread(build, config_folder / "media")
    tracemalloc.start()
    try:
        answers = await asyncio.gather(
            *(
                call(
                    hass,
                    "print",
                    {"device_id": device_id, "format": "txt", field: value},
                )
                for _ in range(COUNT)
            ),
            return_exceptions=True,
        )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    errors = [each for each in answers if isinstance(each, HomeAssistantError)]
    assert {error.translation_key for error in errors} == {"spool_full"}
    assert len(errors) == COUNT - LIMIT * MEBIBYTE // len(TEXT)
    assert peak < COUNT * len(TEXT) / 2
