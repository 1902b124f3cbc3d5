"""How much memory a printer costs: one against a hundred."""

from pathlib import Path

from homeassistant.helpers import entity_registry as er
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.table import table

from .account import home_assistant, share_printer
from .errors import BenchmarkError
from .process import memory

MANY = 100


async def run(folder: Path) -> str:
    """Measure, and return the figures as text."""
    async with SimulatedCloud(folder) as cloud, home_assistant(folder) as hass:
        entry = await share_printer(hass, cloud)
        account = entry.runtime_data
        (device_id,) = account.coordinator.data
        await account.capabilities.async_fetch(device_id)
        one = memory()

        detail = (await cloud.control("GET", "/printers"))[0]["capabilities"]
        for number in range(1, MANY):
            share_code = f"benchmark {number}"
            printer = {
                "name": f"Printer {number}",
                "share_code": share_code,
                "capabilities": detail,
            }
            await cloud.control("POST", "/printers", printer)
            binding = {"app_id": cloud.app_id, "share_code": share_code}
            await cloud.control("POST", "/bindings", binding)
        await account.coordinator.async_refresh()
        await hass.async_block_till_done()
        for device_id in account.coordinator.data:
            await account.capabilities.async_fetch(device_id)
        many = memory()
        entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
        if len(account.coordinator.data) != MANY:
            raise BenchmarkError(f"{len(account.coordinator.data)} of {MANY} printers")
    each = (many - one) * 1024 / (MANY - 1)
    rows = [["1", f"{one:.1f}", ""], [str(MANY), f"{many:.1f}", f"{each:.0f}"]]
    return (
        f"{table(['printers', 'RSS MiB', 'KiB for each more'], rows)}\n\n"
        f"The {MANY} have {len(entities)} entities, and their capabilities are known."
    )
