"""Tests of who asked for a job."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.printing.permission import MAX_REQUESTER
from homeassistant.auth.models import User
from homeassistant.components.diagnostics import REDACTED
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant

from ..actions import call
from ..conftest import Advance
from ..entities import entity_id_of
from ..simulator import Printer
from .test_permissions import call_as
from .test_saved_documents import button_of, keep


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Add a user who may print."""
    return await hass.auth.async_create_user("Anna", group_ids=["system-admin"])


async def requesters(hass: HomeAssistant) -> list[str | None]:
    """Return who asked for each job, the newest first."""
    jobs: list[dict[str, Any]] = (await call(hass, "get_jobs"))["jobs"]
    return [job["requested_by"] for job in jobs]


async def press_as(hass: HomeAssistant, entity_id: str, context: Context) -> None:
    """Press a button."""
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True, context=context
    )


async def test_action(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, anna: User
) -> None:
    """`requested_by` is the user who prints or reprints, and empty for an automation."""
    printed = await call_as(hass, anna, "print", device_id=device_id, text="x")
    job_id = printed["jobs"][0]["job_id"]
    ben = await hass.auth.async_create_user("  Ben\n B.", group_ids=["system-admin"])
    await call_as(hass, ben, "reprint_job", job_id=job_id)
    await call(hass, "reprint_job", job_id=job_id)
    await call(hass, "print", device_id=device_id, text="x")
    assert await requesters(hass) == [None, None, "Ben B.", "Anna"]


@pytest.mark.parametrize(
    ("name", "shown"), [("x" * 1000, "x" * MAX_REQUESTER), ("", None), (None, None)]
)
async def test_odd_names(
    hass: HomeAssistant, device_id: str, anna: User, name: str | None, shown: str | None
) -> None:
    """A name of any length fits, and a user without one is not named."""
    anna.name = name
    await call_as(hass, anna, "print", device_id=device_id, text="x")
    assert await requesters(hass) == [shown]


async def test_buttons(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    printer: Printer,
    anna: User,
    advance: Advance,
) -> None:
    """The user who presses a button or sends a message is named."""
    subentry_id = await keep(
        hass, account, "text", name="Count", text="x", device_id=device_id
    )
    document = button_of(hass, account, subentry_id)
    await press_as(hass, document, Context(user_id=anna.id))
    await advance(1)
    reprint = entity_id_of(hass, account, Platform.BUTTON, "reprint_last", printer)
    await press_as(hass, reprint, Context(user_id=anna.id))
    test_page = entity_id_of(hass, account, Platform.BUTTON, "test_page", printer)
    await press_as(hass, test_page, Context(user_id=anna.id))
    notify = entity_id_of(hass, account, Platform.NOTIFY, "print_message", printer)
    await hass.services.async_call(
        "notify",
        "send_message",
        {"entity_id": notify, "message": "x"},
        blocking=True,
        context=Context(user_id=anna.id),
    )
    await press_as(hass, document, Context())
    assert await requesters(hass) == [None, *("Anna",) * 4]


async def test_diagnostics(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, anna: User
) -> None:
    """Diagnostics do not name who asked."""
    await call(hass, "print", device_id=device_id, text="x")
    await call_as(hass, anna, "print", device_id=device_id, text="x")
    diagnostics = await async_get_config_entry_diagnostics(hass, account)
    jobs = diagnostics["journal"]["recent_jobs"]
    assert [job["requested_by"] for job in jobs] == [REDACTED, None]
