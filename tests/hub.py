"""The account of the document's own printer and of a colour one, in Home Assistant."""

from dataclasses import dataclass
from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, State

from .actions import call
from .entities import entity_id_of, state_of
from .simulator import Application, CloudSimulator, Printer


@dataclass(frozen=True, kw_only=True)
class Hub:
    """An account with two printers, and the simulated cloud that it belongs to."""

    hass: HomeAssistant
    simulator: CloudSimulator
    application: Application
    account: MockConfigEntry
    printer: Printer
    device_id: str
    colour_printer: Printer
    colour_id: str

    @property
    def data(self) -> Any:
        """Return the `Account` that runs now."""
        return self.account.runtime_data

    async def refresh(self) -> None:
        """List the printers."""
        await self.data.coordinator.async_refresh()

    async def go_online(self, *printers: Printer, status: str = "1") -> None:
        """Let printers, or else the document's, be online."""
        for printer in printers or [self.printer]:
            printer.online_status = status
        await self.refresh()

    async def go_offline(self, *printers: Printer) -> None:
        """Let printers, or else the document's, be offline."""
        await self.go_online(*printers, status="0")

    async def print(self, **fields: Any) -> dict[str, Any]:
        """Print on the document's printer unless another is named; return the job."""
        fields = {"device_id": self.device_id, **fields}
        job: dict[str, Any]
        (job,) = (await call(self.hass, "print", fields))["jobs"]
        return job

    async def jobs(self, **fields: Any) -> list[dict[str, Any]]:
        """Return all jobs, newest first."""
        jobs: list[dict[str, Any]] = (await call(self.hass, "get_jobs", fields))["jobs"]
        return jobs

    def entity_id(self, platform: Platform, key: str) -> str:
        """Return an entity of the document's printer."""
        return entity_id_of(self.hass, self.account, platform, key, self.printer)

    def state(self, platform: Platform, key: str) -> State:
        """Return the state of an entity of the document's printer."""
        return state_of(self.hass, self.account, platform, key, self.printer)


def account_data(simulator: CloudSimulator, application: Application) -> dict[str, Any]:
    """Return the data of the config entry of an application."""
    return {
        "app_id": application.app_id,
        "app_key": application.app_key,
        "base_url": simulator.base_url,
    }


async def add_account(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    *printers: Printer,
    name: str = "Other",
    **options: Any,
) -> MockConfigEntry:
    """Set up the account of another application, to which some printers are bound."""
    application = simulator.add_application(name, "open sesame")
    for printer in printers:
        simulator.bind(application, printer)
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=name,
        unique_id=name,
        data=account_data(simulator, application),
        options=options,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry
