"""Nothing secret and nothing printed is in the log, not even when it tells all."""

from base64 import b64encode
import logging
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from . import documents
from .actions import call, may_refuse
from .conftest import Advance
from .simulator import Application, CloudSimulator, Fault

OWN_BUSINESS = "homeassistant.core"
"""Home Assistant tells there what each action is called with, if anyone asks it to."""


async def test_log(
    hass: HomeAssistant,
    config_folder: Path,
    caplog: pytest.LogCaptureFixture,
    simulator: CloudSimulator,
    application: Application,
    account: MockConfigEntry,
    device_id: str,
    advance: Advance,
) -> None:
    """Prints of all kinds and fates, with everything logged that can be."""
    caplog.set_level(logging.INFO, logger=OWN_BUSINESS)
    # Last, as it is for what is caught as well
    caplog.set_level(logging.DEBUG)
    picture = documents.picture("PNG", (200, 200))
    (config_folder / "media" / "a.png").write_bytes(picture)
    await hass.config_entries.async_reload(account.entry_id)
    encoded = b64encode(picture).decode()
    contents: tuple[dict[str, str], ...] = (
        {"text": "a confidential text"},
        {"html": "<p>a confidential page</p>"},
        {"file": "media/a.png"},
        {"data": encoded},
        {"data": "a confidential text"},
        {"url": "http://10.0.0.1/?token=confidential"},
        {"text": "a confidential text\ud800"},
    )
    for fault in (
        None,
        Fault.REFUSED,
        Fault.DROP_AFTER_ACCEPT,
        Fault.INVALID_JSON,
        Fault.HTTP_500,
        Fault.CODE_401,
        Fault.HTTP_503,
    ):
        for content in contents:
            if fault:
                simulator.faults.add("newPrintTask", fault)
            with may_refuse():
                await call(hass, "print", content, device_id=device_id, copies=2)
            with may_refuse():
                await call(hass, "print", content, device_id=device_id, dry_run=True)
        simulator.faults.clear()
        await advance(30)
        # What was held comes out a little at a time.
        while (await call(hass, "get_jobs", state="held"))["jobs"]:
            await advance(1)
    await call(hass, "get_jobs")
    with may_refuse():
        await call(hass, "reprint_job", device_id=device_id)
    await call(hass, "release_jobs")
    await advance(60)

    assert simulator.times_printed(content=picture) > 10
    tokens = {request.token for request in simulator.requests} - {None}
    assert tokens
    lines = [record.getMessage() for record in caplog.records]
    assert any("/openapi" in line for line in lines)
    assert not any(record.exc_info for record in caplog.records)
    for secret in (
        "confidential",
        encoded[:40],
        encoded[-40:],
        application.app_key,
        *tokens,
    ):
        assert secret
        assert [line for line in lines if secret in line] == []
