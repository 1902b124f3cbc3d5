"""Tests of prints that come by links."""

from collections.abc import Callable
from typing import Any

from aiohttp import FormData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.requester import RequesterKind
from homeassistant.core import HomeAssistant

from ..samples import documents
from ..simulator import CloudSimulator
from ..waits import until
from .conftest import AddLink, Sender


def form(*files: tuple[str, bytes], **fields: str) -> FormData:
    """Return a form as programs send it."""
    data = FormData(default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name, value)
    for name, content in files:
        data.add_field("file", content, filename=name)
    return data


async def test_print_a_file(
    hass: HomeAssistant, sender: Sender, simulator: CloudSimulator
) -> None:
    """A form with a file is printed, and its sender can follow it."""
    answer = await sender.send(form(("a.txt", b"Hello"), copies="2"))
    assert answer["name"] == "a.txt"
    assert answer["state"] == "preparing"
    assert answer["message"] == "“a.txt” was received and is being prepared."
    await until(lambda: simulator.tasks)
    response = await sender.get(f"/jobs/{answer['job']}")
    assert (await response.json())["name"] == "a.txt"


async def test_page(sender: Sender) -> None:
    """The page has the name of the link, and may run nothing of others."""
    response = await sender.get()
    assert response.status == 200
    assert "Guests" in await response.text()
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
