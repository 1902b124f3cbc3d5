"""Tests of who asked for a job."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import button
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.requester import (
    MAX_REQUESTER,
    Requester,
    RequesterKind,
)
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.voice.commands import (
    Command,
    ConversationContext,
    Kind,
)
from custom_components.cloudprint.voice.performing import async_perform
from homeassistant.auth.models import User
from homeassistant.const import Platform
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import UnknownUser
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component

from ..actions import call
from ..conftest import Advance
from ..hub import Hub
from ..repairs.fixing import Post, issues
from ..simulator import Fault
from ..waits import Gate, let_run, slowed
from .test_permissions import call_as
from .test_saved_documents import button_of, keep

type Act = Callable[[str, Context], Awaitable[None]]


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


async def test_action(hass: HomeAssistant, device_id: str, anna: User) -> None:
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
    hass: HomeAssistant, hub: Hub, anna: User, advance: Advance
) -> None:
    """The user who presses a button or sends a message is named."""
    subentry_id = await keep(
        hass, hub.account, "text", name="Count", text="x", device_id=hub.device_id
    )
    document = button_of(hass, hub.account, subentry_id)
    await press_as(hass, document, Context(user_id=anna.id))
    await advance(1)
    reprint = hub.entity_id(Platform.BUTTON, "reprint_last")
    await press_as(hass, reprint, Context(user_id=anna.id))
    test_page = hub.entity_id(Platform.BUTTON, "test_page")
    await press_as(hass, test_page, Context(user_id=anna.id))
    notify = hub.entity_id(Platform.NOTIFY, "print_message")
    await hass.services.async_call(
        "notify",
        "send_message",
        {"entity_id": notify, "message": "x"},
        blocking=True,
        context=Context(user_id=anna.id),
    )
    await press_as(hass, document, Context())
    assert await requesters(hass) == [None, *("Anna",) * 4]


@pytest.mark.parametrize("key", ["reprint_last", "test_page", "document"])
async def test_pressed_twice_while_loading(
    hass: HomeAssistant, hub: Hub, anna: User, advance: Advance, key: str
) -> None:
    """Who presses is who did, even if others press before the code is loaded."""
    await call_as(hass, anna, "print", device_id=hub.device_id, text="x")
    await advance(1)
    if key == "document":
        subentry_id = await keep(
            hass, hub.account, "text", name="Count", text="x", device_id=hub.device_id
        )
        entity_id = button_of(hass, hub.account, subentry_id)
    else:
        entity_id = hub.entity_id(Platform.BUTTON, key)
    gate = Gate()
    with slowed(button, "async_load", gate.wait):
        pressed = [
            hass.async_create_task(press_as(hass, entity_id, context))
            for context in (Context(user_id=anna.id), Context())
        ]
        await gate.reached.wait()
        await let_run()
        gate.open()
        await asyncio.gather(*pressed)
    assert sorted(map(str, await requesters(hass))) == ["Anna", "Anna", "None"]


async def test_voice(
    hass: HomeAssistant, hub: Hub, anna: User, advance: Advance
) -> None:
    """A print by voice names the user, or else the device or the entity that heard it."""
    assert await async_setup_component(hass, "homeassistant", {})
    default = {"default_printer": hub.device_id}
    hass.config_entries.async_update_entry(hub.account, options=default)
    devices = dr.async_get(hass)
    satellites = MockConfigEntry(domain="satellites")
    satellites.add_to_hass(hass)
    heard_by = devices.async_get_or_create(
        config_entry_id=satellites.entry_id,
        identifiers={("satellites", "kitchen")},
        name="Voice PE",
    ).id
    entity_id = "assist_satellite.hall"
    hass.states.async_set(entity_id, "idle", {"friendly_name": "Hall"})

    async def say(command: Command, **heard: Any) -> None:
        conversation = ConversationContext(language="en", **heard)
        result = await async_perform(hass, command, conversation)
        assert not result.is_error, result.speech
        await advance(1)

    note = Command(kind=Kind.NOTE, text="x")
    for kind in (Kind.TEXT, Kind.TEST_PAGE, Kind.REPRINT):
        await say(Command(kind=kind, text="x", title="x"), device_id=heard_by)
    devices.async_update_device(heard_by, name_by_user=" Kitchen\n")
    await say(note, device_id=heard_by, satellite_id=entity_id)
    await say(note, satellite_id=entity_id)
    await say(note, device_id=heard_by, context=Context(user_id=anna.id))
    await say(note, device_id="gone", satellite_id="assist_satellite.gone")
    await say(note)
    asked = await requesters(hass)
    assert asked == [None, None, "Anna", "Hall", "Kitchen", *("Voice PE",) * 3]


async def test_diagnostics(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Diagnostics do not name who asked."""
    await hub.print(text="x")
    await call_as(hass, anna, "print", device_id=hub.device_id, text="x")
    diagnostics = await async_get_config_entry_diagnostics(hass, hub.account)
    jobs = diagnostics["journal"]["recent_jobs"]
    assert [job["requester"] for job in jobs] == ["user", "automation"]
    assert "Anna" not in str(diagnostics)


PRESSED = ("document", "reprint_last", "test_page", "print_message")


async def kept(hass: HomeAssistant, account: MockConfigEntry) -> list[Requester]:
    """Return who asked for each job, as the journal has it, the newest first."""
    jobs: list[Job] = await hass.data[JOURNAL].async_jobs(
        entry_ids=[account.entry_id], limit=100
    )
    return [job.requester for job in jobs]


@pytest.fixture
async def act(hass: HomeAssistant, hub: Hub, advance: Advance) -> Act:
    """Return a function that prints by an entity, with a context."""
    subentry_id = await keep(
        hass, hub.account, "text", name="Count", text="x", device_id=hub.device_id
    )
    await hub.print(text="x")

    async def act(key: str, context: Context) -> None:
        await advance(1)
        if key == "document":
            await press_as(hass, button_of(hass, hub.account, subentry_id), context)
        elif key == "print_message":
            notify = hub.entity_id(Platform.NOTIFY, key)
            await hass.services.async_call(
                "notify",
                "send_message",
                {"entity_id": notify, "message": "x"},
                blocking=True,
                context=context,
            )
        else:
            entity_id = hub.entity_id(Platform.BUTTON, key)
            await press_as(hass, entity_id, context)

    return act


@pytest.mark.parametrize("key", PRESSED)
async def test_kinds(hub: Hub, anna: User, act: Act, key: str) -> None:
    """By an entity, a user prints as a user, and all else as an automation.

    A program that has a user of its own, such as an add-on, is an automation, too.
    """
    program = await hub.hass.auth.async_create_system_user(
        "Add-on", group_ids=["system-admin"]
    )
    automation = Context(parent_id="trigger")
    contexts = [
        Context(user_id=anna.id),
        automation,
        Context(user_id=program.id),
        Context(parent_id=automation.id, user_id=anna.id),
    ]
    for context in contexts:
        await act(key, context)
    requesters = list(reversed(await kept(hub.hass, hub.account)))[1:]
    assert [(each.kind, each.user_id, each.context_id) for each in requesters] == [
        (RequesterKind.USER, anna.id, contexts[0].id),
        (RequesterKind.AUTOMATION, None, automation.id),
        (RequesterKind.AUTOMATION, program.id, contexts[2].id),
        (RequesterKind.USER, anna.id, contexts[3].id),
    ]


@pytest.mark.parametrize("key", PRESSED)
async def test_deleted_user(hub: Hub, anna: User, act: Act, key: str) -> None:
    """A user who is gone prints nothing, and is no automation."""
    # The first one is the owner.
    ben = await hub.hass.auth.async_create_user("Ben", group_ids=["system-admin"])
    context = Context(user_id=ben.id)
    await hub.hass.auth.async_remove_user(ben)
    with pytest.raises(UnknownUser):
        await act(key, context)
    assert len(await kept(hub.hass, hub.account)) == 1


async def test_kept_after_restart(hass: HomeAssistant, hub: Hub, anna: User) -> None:
    """Who asked is kept with a job, also after the user was renamed; not the rights."""
    context = Context(user_id=anna.id)
    await hass.services.async_call(
        "cloudprint",
        "print",
        {"device_id": hub.device_id, "text": "x"},
        blocking=True,
        context=context,
    )
    before = await kept(hass, hub.account)
    await hass.auth.async_update_user(anna, name="Anne")
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    (after,) = await kept(hass, hub.account)
    assert [after] == before
    assert after == Requester(
        kind=RequesterKind.USER,
        user_id=anna.id,
        name="Anna",
        context_id=context.id,
    )
    assert after.user is None
    assert after.address is None
    # The same user, under another name
    await call_as(hass, anna, "print", device_id=hub.device_id, text="x")
    newest, _ = await kept(hass, hub.account)
    assert (newest.user_id, newest.name) == (anna.id, "Anne")
    assert newest.is_owner_of(after)


async def test_two_of_one_name(hass: HomeAssistant, hub: Hub) -> None:
    """Two users of one name are two, with pages of their own."""
    for _ in range(2):
        twin = await hass.auth.async_create_user("Twin", group_ids=["system-users"])
        await call_as(hass, twin, "print", device_id=hub.device_id, text="x")
    first, second = await kept(hass, hub.account)
    assert first.name == second.name
    assert first.budget != second.budget
    assert not first.is_owner_of(second)


async def test_repair(
    hass: HomeAssistant, hub: Hub, hass_admin_user: User, post: Post
) -> None:
    """What is printed again in a repair is the user's who has answered it."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await hub.print(text="x")
    await hass.async_block_till_done()
    issue_id = issues(hass)["jobs_unconfirmed"].issue_id
    form = await post(handler="cloudprint", issue_id=issue_id)
    await post(f"/{form['flow_id']}", decision="print_again")
    again, first = await kept(hass, hub.account)
    assert first.kind is RequesterKind.AUTOMATION
    assert (again.kind, again.user_id) == (RequesterKind.USER, hass_admin_user.id)


async def test_button_of_a_notification(
    hass: HomeAssistant, hub: Hub, anna: User
) -> None:
    """What an automation prints for a button on a phone is the automation's.

    Any phone can fire the event of such a button, whatever user it names.
    """
    config = {
        "alias": "Print",
        "triggers": [
            {"trigger": "event", "event_type": "mobile_app_notification_action"}
        ],
        "actions": [
            {
                "action": "cloudprint.print",
                "data": {"device_id": hub.device_id, "text": "x"},
            }
        ],
    }
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    pressed = Context(user_id=anna.id)
    hass.bus.async_fire(
        "mobile_app_notification_action", {"action": "x"}, context=pressed
    )
    await hass.async_block_till_done()
    (requester,) = await kept(hass, hub.account)
    assert requester.kind is RequesterKind.AUTOMATION
    assert requester.user_id is None
    assert requester.context_id not in (None, pressed.id)
