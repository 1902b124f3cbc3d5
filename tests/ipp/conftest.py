"""Fixtures of an IPP printer of a real account."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.ipp.printer import IppPrinter
from homeassistant.core import HomeAssistant

from .client import Client


@pytest.fixture
async def ipp_printer(
    hass: HomeAssistant, account: MockConfigEntry, colour_id: str
) -> AsyncGenerator[IppPrinter]:
    """Return the colour printer as an IPP printer."""
    shared = IppPrinter(hass, account, colour_id)
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
