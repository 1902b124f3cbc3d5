"""Fixtures of an IPP printer of a real account."""

from collections.abc import AsyncGenerator
from functools import cache
from pathlib import Path
import ssl
from tempfile import TemporaryDirectory

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.certificate import load_context
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.server import server
from homeassistant.core import HomeAssistant

from .client import Client


@cache
def _create_context() -> ssl.SSLContext:
    with TemporaryDirectory() as folder:
        return load_context(Path(folder) / "certificate.pem", "cloudprint.local")


@pytest.fixture(autouse=True)
def certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all servers have the same certificate."""

    async def create(hass: HomeAssistant) -> ssl.SSLContext:
        return _create_context()

    monkeypatch.setattr(server, "async_create_context", create)


@pytest.fixture
async def ipp_printer(
    hass: HomeAssistant, account: MockConfigEntry, colour_id: str
) -> AsyncGenerator[IppPrinter]:
    """Return the colour printer as an IPP printer."""
    shared = IppPrinter(account.runtime_data, colour_id)
    yield shared
    await shared.async_close()


@pytest.fixture
def client(ipp_printer: IppPrinter) -> Client:
    """Return a client."""
    return Client(ipp_printer)


@pytest.fixture
def uploads(config_folder: Path) -> Path:
    """Return the folder of the documents that are received."""
    return config_folder / ".storage/cloudprint/uploads"
