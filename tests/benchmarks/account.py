"""An account in a Home Assistant that runs in this process."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp.resolver import ThreadedResolver
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import CloudPrintConfigEntry
from homeassistant import loader
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import frame
from homeassistant.setup import async_setup_component
from scripts.playground.cloud import SimulatedCloud
from scripts.playground.ports import free_port

from .errors import BenchmarkError


class _Resolver(ThreadedResolver):
    """Resolves without listening on the network, as Home Assistant's own one does."""

    async def real_close(self) -> None:
        """Close it when Home Assistant ends."""
        await self.close()


@asynccontextmanager
async def home_assistant(folder: Path) -> AsyncGenerator[HomeAssistant]:
    """Run a Home Assistant whose files are in a folder, which it may print from."""
    resolver = patch(
        "homeassistant.helpers.aiohttp_client._async_make_resolver",
        return_value=_Resolver(),
    )
    async with async_test_home_assistant(config_dir=str(folder)) as hass:
        frame.async_setup(hass)
        # Another Home Assistant may use the default port; this one needs none.
        http = {"server_host": "127.0.0.1", "server_port": free_port()}
        await async_setup_component(hass, "http", {"http": http})
        # Custom integrations are looked for only after this.
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        hass.config.allowlist_external_dirs = {str(folder)}
        try:
            with resolver:
                yield hass
        finally:
            await hass.async_stop(force=True)


async def add_account(
    hass: HomeAssistant,
    *,
    base_url: str,
    app_id: str,
    app_key: str,
    entry_id: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> CloudPrintConfigEntry:
    """Set up an account, whose jobs may be there already. Raises BenchmarkError."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        entry_id=entry_id,
        title="Cloud Print",
        unique_id=app_id,
        data={"app_id": app_id, "app_key": app_key, "base_url": base_url},
        options=options,
    )
    entry.add_to_hass(hass)
    if not await async_setup_component(hass, DOMAIN, {}):
        raise BenchmarkError("The integration was not set up")
    await hass.async_block_till_done()
    if entry.state is not ConfigEntryState.LOADED:
        raise BenchmarkError(f"The account was not set up: {entry.reason}")
    return entry


async def print_job(hass: HomeAssistant, **fields: Any) -> dict[str, Any]:
    """Print by the action, and return the job as it answers. Raises BenchmarkError."""
    answer: Any = await hass.services.async_call(
        DOMAIN, "print", fields, blocking=True, return_response=True
    )
    job: dict[str, Any]
    (job,) = answer["jobs"]
    if job["task_id"] is None:
        raise BenchmarkError(f"The cloud did not take the job: {job}")
    return job


async def until_ended(entry: CloudPrintConfigEntry) -> None:
    """Wait until all jobs of an account have ended."""
    account = entry.runtime_data
    for job in account.store.open_jobs:
        await account.spooler.async_wait(job)


async def share_printer(
    hass: HomeAssistant, cloud: SimulatedCloud
) -> CloudPrintConfigEntry:
    """Set up an account with the first printer of a cloud. Raises BenchmarkError."""
    binding = {"app_id": cloud.app_id, "share_code": cloud.printers[0].share_code}
    await cloud.control("POST", "/bindings", binding)
    return await add_account(
        hass, base_url=cloud.base_url, app_id=cloud.app_id, app_key=cloud.app_key
    )
