"""Tests of permissions: actions check those of the user; automations have all."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.coordinator import get_printer_name
from custom_components.cloudprint.printing.jobs import async_cancel_job
from custom_components.cloudprint.requester import Requester
from homeassistant.auth.models import Group, User
from homeassistant.auth.permissions import PermissionLookup
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant, SupportsResponse
from homeassistant.exceptions import UnknownUser
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..actions import call, refuses
from ..entities import device_id_of, entity_id_of
from ..hub import Hub
from ..simulator import Printer
from ..spool.samples import make_job
from .test_saved_documents import button_of, save

READ = {"read": True}
CONTROL = {"read": True, "control": True}


async def person(hass: HomeAssistant, policy: Any) -> User:
    """Return a user who is not an administrator."""
    # The first user is the owner.
    await hass.auth.async_create_user("Owner")
    user = await hass.auth.async_create_user("Somebody")
    user.perm_lookup = PermissionLookup(er.async_get(hass), dr.async_get(hass))
    user.groups = [Group(name="Group", policy={"entities": policy})]
    assert not user.is_admin
    return user


async def call_as(
    hass: HomeAssistant, user: User, action: str, **fields: Any
) -> dict[str, Any]:
    """Call an action as a user does from a dashboard."""
    has_response = hass.services.supports_response(DOMAIN, action)
    response: Any = await hass.services.async_call(
        DOMAIN,
        action,
        fields,
        blocking=True,
        context=Context(user_id=user.id),
        return_response=has_response is not SupportsResponse.NONE,
    )
    return response or {}


@pytest.fixture
def status(hass: HomeAssistant, account: MockConfigEntry, printer: Printer) -> str:
    """Return the status sensor of the document's printer."""
    return entity_id_of(hass, account, Platform.SENSOR, "status", printer)


async def test_read_only(hass: HomeAssistant, hub: Hub, status: str) -> None:
    """A user who may only read a printer cannot change anything."""
    user = await person(hass, {"entity_ids": {status: READ}})
    job = await hub.print(text="x")
    await hub.print(device_id=hub.colour_id, text="y")
    jobs = (await call_as(hass, user, "get_jobs"))["jobs"]
    assert [job["device_id"] for job in jobs] == [hub.device_id]
    found = await call_as(hass, user, "get_capabilities", device_id=hub.device_id)
    assert found["device_id"] == hub.device_id
    fields: dict[str, Any]
    for action, fields in (
        ("print", {"device_id": hub.device_id, "text": "x"}),
        ("reprint_job", {"device_id": hub.device_id}),
        ("reprint_job", {"job_id": job["job_id"]}),
        ("cancel_job", {"job_id": job["job_id"]}),
        ("release_jobs", {"device_id": hub.device_id}),
        ("remove_printer", {"device_id": hub.device_id}),
    ):
        with refuses("printer_not_allowed"):
            await call_as(hass, user, action, **fields)
    for action in ("print", "get_capabilities", "release_jobs", "remove_printer"):
        with refuses("device_unknown", device_id=hub.colour_id):
            await call_as(hass, user, action, device_id=hub.colour_id)
    assert await call_as(hass, user, "release_jobs") == {"jobs": []}
    assert hub.simulator.count("newPrintTask") == 2
    assert hub.simulator.count("revokeSharePrinter") == 0


async def test_control(hass: HomeAssistant, hub: Hub, status: str) -> None:
    """A user who may control a printer can print on it."""
    user = await person(hass, {"entity_ids": {status: CONTROL}})
    await call_as(hass, user, "print", device_id=hub.device_id, text="x")
    await call_as(hass, user, "reprint_job", device_id=hub.device_id)
    assert hub.simulator.times_printed(content=b"x") == 2


async def test_by_other_policies(hass: HomeAssistant, hub: Hub) -> None:
    """The permissions of the status sensor apply, from whichever policy they come."""
    for policy, expected in (
        ({"all": True}, [True, True]),
        ({"domains": {"sensor": True}}, [True, True]),
        ({"domains": {"event": True}}, [False, False]),
        ({"device_ids": {hub.device_id: True}}, [True, False]),
    ):
        user = await person(hass, policy)
        for target, is_allowed in zip(
            (hub.device_id, hub.colour_id), expected, strict=True
        ):
            fields = {"device_id": target, "text": "x", "dry_run": True}
            if is_allowed:
                await call_as(hass, user, "print", **fields)
            else:
                with refuses("device_unknown"):
                    await call_as(hass, user, "print", **fields)


async def test_without_status_sensor(
    hass: HomeAssistant, hub: Hub, status: str
) -> None:
    """A disabled sensor still counts; without a sensor, the event entity does."""
    registry = er.async_get(hass)
    event = hub.entity_id(Platform.EVENT, "print_job")
    by_status = await person(hass, {"entity_ids": {status: CONTROL}})
    by_event = await person(hass, {"entity_ids": {event: CONTROL}})
    fields = {"device_id": hub.device_id, "text": "x", "dry_run": True}
    registry.async_update_entity(status, disabled_by=er.RegistryEntryDisabler.USER)
    await call_as(hass, by_status, "print", **fields)
    with refuses("device_unknown"):
        await call_as(hass, by_event, "print", **fields)
    registry.async_remove(status)
    await call_as(hass, by_event, "print", **fields)
    with refuses("device_unknown"):
        await call_as(hass, by_status, "print", **fields)


async def test_release_allowed_printers(
    hass: HomeAssistant, hub: Hub, status: str
) -> None:
    """Releasing all jobs releases those that the user may control."""
    user = await person(hass, {"entity_ids": {status: CONTROL}})
    await hub.go_offline(hub.printer, hub.colour_printer)
    for target in (hub.device_id, hub.colour_id):
        await call(hass, "print", device_id=target, text=target)
    (job,) = (await call_as(hass, user, "release_jobs"))["jobs"]
    assert job["device_id"] == hub.device_id
    assert [job.content.decode() for job in hub.simulator.printed] == [hub.device_id]


async def test_add_printer(hass: HomeAssistant, hub: Hub) -> None:
    """A user who may control an account's connection can add printers to it."""
    printer = hub.simulator.add_printer("New", "abcdefgh", "123456789", "1234")
    fields = {
        "config_entry_id": hub.account.entry_id,
        "share_code": printer.share_code,
        "verification_code": printer.verification_code,
    }
    connection = entity_id_of(
        hass, hub.account, Platform.BINARY_SENSOR, "cloud_connection"
    )
    user = await person(hass, {"entity_ids": {connection: READ}})
    with refuses("account_not_allowed", account="Cloud Print"):
        await call_as(hass, user, "add_printer", **fields)
    user = await person(hass, {"entity_ids": {connection: CONTROL}})
    assert (await call_as(hass, user, "add_printer", **fields))["device_id"]
    er.async_get(hass).async_remove(connection)
    for other in (user, await person(hass, {"domains": {"light": True}})):
        # As if there were none
        with refuses("account_unknown", value=hub.account.entry_id):
            await call_as(hass, other, "add_printer", **fields)


async def test_control_without_sight(
    hass: HomeAssistant, device_id: str, status: str
) -> None:
    """Control without read is no permission."""
    user = await person(hass, {"entity_ids": {status: {"control": True}}})
    with refuses("device_unknown", device_id=device_id):
        await call_as(hass, user, "print", device_id=device_id, text="x")
    assert await call_as(hass, user, "get_jobs") == {"jobs": []}


async def test_documents_without_a_printer(
    hass: HomeAssistant, hub: Hub, status: str
) -> None:
    """A document without a printer can be read by users who may read any printer."""
    save(hass, hub.account, "Errand", text="x")
    save(hass, hub.account, "Sheet", text="x", device_id=hub.device_id)
    everything = {"all": True}
    for policy, names in (
        ({"domains": {"light": True}}, "-"),
        ({"device_ids": {hub.device_id: READ}}, "Errand, Sheet"),
        (everything, "Errand, Sheet"),
    ):
        with refuses("document_unknown", value="x", supported=names):
            await call_as(hass, await person(hass, policy), "print", document="x")
    hub.data.coordinator.async_remove(hub.device_id)
    other = {"domains": {"sensor": READ}}
    for policy, names in ((other, "Errand"), (everything, "Errand, Sheet")):
        with refuses("document_unknown", value="x", supported=names):
            await call_as(hass, await person(hass, policy), "print", document="x")


async def test_removed_user(hass: HomeAssistant, device_id: str) -> None:
    """A removed user is not treated as an automation."""
    user = await person(hass, {})
    await hass.auth.async_remove_user(user)
    for action, fields in (
        ("get_jobs", {}),
        ("release_jobs", {}),
        ("remove_printer", {"device_id": device_id}),
    ):
        with pytest.raises(UnknownUser):
            await call_as(hass, user, action, **fields)


async def test_button_of_a_document_without_a_printer(
    hass: HomeAssistant, hub: Hub, status: str
) -> None:
    """Who presses it is asked among the printers that this user may use."""
    subentry_id = save(hass, hub.account, "Facts", text="x")
    await hass.async_block_till_done()
    button = button_of(hass, hub.account, subentry_id)

    async def press(user: User | None) -> None:
        await hass.services.async_call(
            "button",
            "press",
            {"entity_id": button},
            blocking=True,
            context=Context(user_id=None if user is None else user.id),
        )

    both = ", ".join(
        sorted(
            get_printer_name(hass, device_id_of(hass, hub.account, each))
            for each in (hub.printer, hub.colour_printer)
        )
    )
    with refuses("printer_missing", printers=both):
        await press(None)
    member = await person(hass, {"domains": {"button": CONTROL, "sensor": CONTROL}})
    with refuses("printer_missing", printers=both):
        await press(member)
    reader = await person(hass, {"domains": {"button": CONTROL, "sensor": READ}})
    with refuses("printer_none"):
        await press(reader)
    stranger = await person(hass, {"entity_ids": {button: CONTROL}})
    with refuses("document_unknown", supported="-"):
        await press(stranger)
    assert hub.simulator.printed == []
    user = await person(hass, {"entity_ids": {button: CONTROL, status: CONTROL}})
    await press(user)
    assert [job.printer for job in hub.simulator.printed] == [hub.printer]
    jobs = await hub.jobs()
    assert [job["requested_by"] for job in jobs] == ["Somebody"]


async def test_release_button(hass: HomeAssistant, hub: Hub, status: str) -> None:
    """Who presses the button of an account releases the jobs of the own printers."""
    hass.config_entries.async_update_entry(
        hub.account, options={"quiet_from": "00:00:00", "quiet_to": "23:59:59"}
    )
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    button = entity_id_of(hass, hub.account, Platform.BUTTON, "release_held_jobs")
    user = await person(hass, {"entity_ids": {status: CONTROL, button: CONTROL}})
    for target in (hub.device_id, hub.colour_id):
        await call(hass, "print", device_id=target, text=target)
    assert hub.simulator.printed == []
    for context, count in ((Context(user_id=user.id), 1), (Context(), 2)):
        await hass.services.async_call(
            "button", "press", {"entity_id": button}, blocking=True, context=context
        )
        assert len(hub.simulator.printed) == count
    assert hub.simulator.times_printed(content=hub.device_id.encode()) == 1


async def test_cancel_from_inside(hass: HomeAssistant, hub: Hub, status: str) -> None:
    """Whoever cancels a job, also by a form or a device, may control its printer."""
    user = await person(hass, {"entity_ids": {status: READ}})
    job, requester = make_job(device_id=hub.device_id), Requester.from_user(user)
    with refuses("printer_not_allowed"):
        await async_cancel_job(hub.data, job, requester)
