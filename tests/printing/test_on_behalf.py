"""Tests of prints in the name of somebody else."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.policy.links import create_secret
from custom_components.cloudprint.requester import RequesterKind
from custom_components.cloudprint.spool.job import Job
from homeassistant.auth.models import User
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component

from ..actions import call, refuses
from ..entities import device_id_of
from ..hub import Hub
from ..rules import add_rule, waiting_for_approval
from ..simulator import CloudSimulator
from ..subentries import add_subentry
from .test_jobs import other_account
from .test_permissions import CONTROL, READ, call_as, person, status

__all__ = ["other_account", "status"]


@pytest.fixture
async def ben(hass: HomeAssistant) -> User:
    """Add a member of the family who may control all printers."""
    await hass.auth.async_create_user("Owner")
    ben = await hass.auth.async_create_user("Ben", group_ids=["system-users"])
    assert not ben.is_admin
    return ben


@pytest.fixture
async def admin(hass: HomeAssistant, ben: User) -> User:
    """Add an administrator."""
    return await hass.auth.async_create_user("Anna", group_ids=["system-admin"])


def add_person(hass: HomeAssistant, name: str, user: User | None) -> str:
    """Add a person; return its entity."""
    entity_id = f"person.{name.lower()}"
    attributes = {"friendly_name": name} | ({"user_id": user.id} if user else {})
    hass.states.async_set(entity_id, "home", attributes)
    return entity_id


def add_link(
    hass: HomeAssistant, account: MockConfigEntry, name: str, **data: Any
) -> str:
    """Make a link without its form; return its id."""
    return add_subentry(hass, account, "link", name, secret=create_secret(), **data)


def last_of(account: MockConfigEntry, device_id: str) -> Job:
    """Return the newest job of a printer."""
    job: Job | None = account.runtime_data.store.last_job(device_id)
    assert job is not None
    return job


@pytest.mark.parametrize("action", ["print", "reprint_job"])
@pytest.mark.parametrize("by", ["id", "name", "other case", "entity", "person"])
async def test_user(
    hass: HomeAssistant, hub: Hub, ben: User, action: str, by: str
) -> None:
    """An automation's print is the user's, with the automation's context."""
    values = {
        "id": ben.id,
        "name": "Ben",
        "other case": " BEN ",
        "entity": add_person(hass, "Benjamin", ben),
        "person": "Benjamin",
    }
    fields: dict[str, Any] = {"device_id": hub.device_id, "on_behalf_of": values[by]}
    if action == "print":
        fields["text"] = "x"
    else:
        await hub.print(text="x")
    context = Context(parent_id="automation")
    await hass.services.async_call(
        "cloudprint", action, fields, blocking=True, context=context
    )
    requester = last_of(hub.account, hub.device_id).requester
    assert requester.kind is RequesterKind.USER
    assert (requester.user_id, requester.name) == (ben.id, "Ben")
    assert requester.context_id == context.id
    assert requester.budget == f"user:{ben.id}"


@pytest.mark.parametrize("has_user", [True, False])
@pytest.mark.parametrize("by_name", [True, False])
async def test_link(
    hass: HomeAssistant, hub: Hub, ben: User, has_user: bool, by_name: bool
) -> None:
    """A print can be a link's, and that of its user, if it has one."""
    user = {"user_id": ben.id} if has_user else {}
    link_id = add_link(hass, hub.account, "Mail", **user)
    value = "mail" if by_name else link_id
    await hub.print(text="x", on_behalf_of=value)
    requester = last_of(hub.account, hub.device_id).requester
    assert requester.kind is RequesterKind.LINK
    assert requester.link_id == link_id
    assert requester.user_id == (ben.id if has_user else None)
    assert requester.name == "Mail"


async def test_limit_of_a_link_on_two_accounts(
    hass: HomeAssistant,
    account: MockConfigEntry,
    device_id: str,
    other_account: MockConfigEntry,
    simulator: CloudSimulator,
) -> None:
    """The pages of a link count to its own limit on the printers of all accounts."""
    other_id = device_id_of(hass, other_account, simulator.printers[-1])
    link_id = add_link(hass, account, "Mail", pages_a_day=3)
    add_rule(hass, account, "Links", kinds=["link"], pages_a_day=9)
    fields: dict[str, Any] = {"text": "x", "on_behalf_of": link_id}
    both = await call(
        hass, "print", device_id=[device_id, other_id], copies=2, dry_run=True, **fields
    )
    assert both["jobs"][0]["policy"]["used_up"]
    await call(hass, "print", device_id=other_id, copies=2, **fields)
    with refuses("pages_used_up_day", HomeAssistantError, left="1", rule="Mail"):
        await call(hass, "print", device_id=device_id, copies=2, **fields)
    await call(hass, "print", device_id=device_id, **fields)


async def test_keys_of_links(hass: HomeAssistant, hub: Hub) -> None:
    """With own history, two links may use the same key."""
    hass.config_entries.async_update_entry(hub.account, options={"own_history": True})
    await hass.async_block_till_done()
    printed = [
        await call(
            hass,
            "print",
            device_id=hub.device_id,
            text="x",
            on_behalf_of=add_link(hass, hub.account, name),
            idempotency_key="1",
        )
        for name in ("Mail", "Guests")
    ]
    assert not any("repeated" in job for each in printed for job in each["jobs"])


@pytest.mark.parametrize(
    "data", [{"is_on": False}, {"ends": "2020-01-01"}, {"user_id": "gone"}]
)
async def test_link_that_is_closed(
    hass: HomeAssistant, hub: Hub, data: dict[str, Any]
) -> None:
    """Nothing is printed on behalf of a link that is off, over, or nobody's any more."""
    link_id = add_link(hass, hub.account, "Mail", **data)
    for value in (link_id, "Mail"):
        with refuses("on_behalf_unknown", field="on_behalf_of", value=value):
            await hub.print(text="x", on_behalf_of=value)
    assert hub.simulator.printed == []


async def test_rules_are_theirs(
    hass: HomeAssistant, hub: Hub, ben: User, admin: User
) -> None:
    """The rules and the pages of the user count, also of what an administrator prints."""
    add_rule(hass, hub.account, "Ben", users=[ben.id], pages_a_day=1)
    for _ in range(2):
        await hub.print(text="x")
    await hub.print(text="x", on_behalf_of=ben.id)
    assert len(hub.simulator.printed) == 3
    with refuses("pages_used_up_day", HomeAssistantError, rule="Ben", left="0"):
        await call_as(
            hass, admin, "print", device_id=hub.device_id, text="x", on_behalf_of="Ben"
        )
    with refuses("pages_used_up_day", HomeAssistantError):
        await call_as(hass, ben, "print", device_id=hub.device_id, text="x")
    with refuses("pages_used_up_day", HomeAssistantError):
        await call(hass, "reprint_job", device_id=hub.device_id, on_behalf_of="Ben")
    assert len(hub.simulator.printed) == 3


async def test_rules_ask(hass: HomeAssistant, hub: Hub, ben: User) -> None:
    """A print on behalf of a user waits for an approval as theirs does."""
    add_rule(hass, hub.account, users=[ben.id], ask_above=0)
    await hub.print(text="x", on_behalf_of="Ben")
    (job,) = waiting_for_approval(hub.account)
    assert job.requester.user_id == ben.id
    assert hub.simulator.printed == []


async def test_permissions_are_theirs(
    hass: HomeAssistant, hub: Hub, status: str
) -> None:
    """A user who may not control a printer, or read an entity, prints nothing by it."""
    user = await person(hass, {"entity_ids": {status: READ}})
    with refuses("printer_not_allowed"):
        await hub.print(text="x", on_behalf_of="Somebody")
    with refuses("device_unknown"):
        await hub.print(device_id=hub.colour_id, text="x", on_behalf_of=user.id)
    assert hub.simulator.printed == []


async def test_content_is_theirs(hass: HomeAssistant, hub: Hub, status: str) -> None:
    """An entity that the user may not read is not printed for them."""
    await person(hass, {"entity_ids": {status: CONTROL}})
    hass.states.async_set("todo.secret", "1", {"friendly_name": "Secret"})
    with pytest.raises(HomeAssistantError):
        await hub.print(
            entity="todo.secret",
            on_behalf_of="Somebody",
        )
    assert hub.simulator.printed == []


@pytest.mark.parametrize("action", ["print", "reprint_job"])
async def test_who_may(
    hass: HomeAssistant, hub: Hub, ben: User, admin: User, action: str
) -> None:
    """Users do not print as others, not even as themselves or by a program's account."""
    await hub.print(text="x")
    fields = {"text": "x"} if action == "print" else {}
    program = await hass.auth.async_create_system_user("Add-on")
    for user in (ben, program):
        for value in (admin.id, ben.id, "Anna", "nobody"):
            with refuses("on_behalf_not_allowed", field="on_behalf_of"):
                await call_as(
                    hass,
                    user,
                    action,
                    device_id=hub.device_id,
                    on_behalf_of=value,
                    **fields,
                )
    assert len(hub.simulator.printed) == 1


async def test_script_of_a_user(
    hass: HomeAssistant, hub: Hub, ben: User, admin: User
) -> None:
    """A script that a user runs prints as nobody else; an administrator's may."""
    config = {
        "for_anna": {
            "sequence": [
                {
                    "action": "cloudprint.print",
                    "data": {
                        "device_id": hub.device_id,
                        "text": "x",
                        "on_behalf_of": "Anna",
                    },
                }
            ]
        }
    }
    assert await async_setup_component(hass, "script", {"script": config})
    with refuses("on_behalf_not_allowed"):
        await hass.services.async_call(
            "script", "for_anna", blocking=True, context=Context(user_id=ben.id)
        )
    assert hub.simulator.printed == []
    await hass.services.async_call(
        "script", "for_anna", blocking=True, context=Context(user_id=admin.id)
    )
    assert len(hub.simulator.printed) == 1


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("Nobody", "on_behalf_unknown"),
        ("person.nobody", "on_behalf_unknown"),
        ("person.kid", "on_behalf_unknown"),
        ("Kid", "on_behalf_unknown"),
        ("Cleo", "on_behalf_unknown"),
        ("Program", "on_behalf_unknown"),
        ("Twin", "on_behalf_ambiguous"),
        ("Ben", "on_behalf_ambiguous"),
        ("", "text_invalid"),
        (None, "text_invalid"),
        ([], "text_invalid"),
        (["Ben"], "text_invalid"),
    ],
)
async def test_refused(
    hass: HomeAssistant, hub: Hub, ben: User, value: Any, key: str
) -> None:
    """Who is not one active user or link prints nothing, and nobody else does instead."""
    add_person(hass, "Kid", None)
    add_link(hass, hub.account, "ben")
    for _ in range(2):
        await hass.auth.async_create_user("Twin")
    cleo = await hass.auth.async_create_user("Cleo")
    await hass.auth.async_update_user(cleo, is_active=False)
    await hass.auth.async_create_system_user("Program")
    with refuses(key, field="on_behalf_of"):
        await hub.print(text="x", on_behalf_of=value)
    assert hub.simulator.printed == []


async def test_repeated(hass: HomeAssistant, hub: Hub, ben: User) -> None:
    """A key returns the first print, whose it is."""
    fields = {"device_id": hub.device_id, "text": "x", "idempotency_key": "once"}
    printed = [
        (await call(hass, "print", fields, on_behalf_of="Ben"))["jobs"][0]
        for _ in range(2)
    ]
    assert printed[1]["repeated"]
    assert printed[0]["job_id"] == printed[1]["job_id"]
    assert last_of(hub.account, hub.device_id).requester.user_id == ben.id
