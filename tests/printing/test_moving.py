"""Tests of printing what is kept of a job on another printer: moved, and again."""

from base64 import b64encode
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.document.sheets.manual_duplex import Trays
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..actions import call, refuses
from ..conftest import device_id_of
from ..entities import entity_id_of
from ..samples import pdf_files, pictures
from ..simulator import CloudSimulator, Printer
from .one_sided import NOT_TURNED, TURNED, OneSided
from .test_permissions import CONTROL, READ, call_as, person

PDF = b64encode(pdf_files.text(pages=2)).decode()
WIDE = b64encode(pdf_files.text(pages=2, width=842, height=595)).decode()


class Printers:
    """The colour printer, which is offline, and the document's own one."""

    def __init__(
        self,
        hass: HomeAssistant,
        account: MockConfigEntry,
        here: Printer,
        there: Printer,
    ) -> None:
        """Keep the printers."""
        self.hass = hass
        self.account = account
        self.here = here
        self.there = there
        self.here_id = device_id_of(hass, account, here)
        self.there_id = device_id_of(hass, account, there)

    async def report(self, printer: Printer, **capabilities: Any) -> None:
        """Let a printer report other capabilities."""
        printer.capabilities = {**printer.capabilities, **capabilities}
        device_id = device_id_of(self.hass, self.account, printer)
        await self.account.runtime_data.capabilities.async_fetch(device_id)

    async def answer(self, printer: Printer, **quirks: bool) -> None:
        """Answer questions of the check-up for a printer."""
        device_id = device_id_of(self.hass, self.account, printer)
        options = dict(self.account.options)
        known = options.get("printer_quirks", {})
        options["printer_quirks"] = {**known, device_id: quirks}
        self.hass.config_entries.async_update_entry(self.account, options=options)
        await self.hass.async_block_till_done()

    async def hold(self, **fields: Any) -> str:
        """Print on the printer that is offline; return the id of the first job."""
        self.here.online_status = "0"
        await self.account.runtime_data.coordinator.async_refresh()
        printed = await call(
            self.hass, "print", {"device_id": self.here_id, "name": "Letter", **fields}
        )
        return str(printed["jobs"][0]["job_id"])

    async def move(self, job_id: str) -> dict[str, Any]:
        """Move a job to the other printer."""
        return await call(
            self.hass, "move_job", job_id=job_id, device_id=self.there_id
        )


@pytest.fixture
def printers(
    hass: HomeAssistant,
    account: MockConfigEntry,
    colour_printer: Printer,
    printer: Printer,
) -> Printers:
    """Return the printers of an account."""
    return Printers(hass, account, colour_printer, printer)
