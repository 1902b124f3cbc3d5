"""The notification of how many prints wait for a person."""

import json

import pytest

from custom_components.cloudprint.const import DOMAIN
from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..actions import call, call_again
from ..hub import Hub, add_account
from ..notifications import Notifications, notifications
from ..printing.one_sided import OneSided
from ..printing.test_permissions import call_as
from ..rules import add_rule
from ..simulator import CloudSimulator, Fault, Printer

__all__ = ["notifications"]

PLANTED = ("Divorce", "papers", "lawyer", "Annabelle", "Strict", "Bureau", "Prussian")
LINK = "[Look and decide](/cloudprint)"


def id_of(hub: Hub) -> str:
    """Return the id of the notification of the account."""
    return f"{DOMAIN}_waiting_{hub.account.entry_id}"


async def told(hub: Hub, notifications: Notifications) -> str:
    """Return what the only notification says, or nothing; it has no planted word."""
    shown = await notifications()
    if not shown:
        return ""
    text = shown.pop(id_of(hub))
    assert shown == {}
    assert not [word for word in PLANTED if word.lower() in text.lower()]
    message: str = json.loads(text)["message"]
    return message.removesuffix(f"\n\n{LINK}")


async def ask(hub: Hub, count: int = 1, **fields: object) -> list[str]:
    """Let a member print what a rule asks about; return a job of each print."""
    child = await hub.hass.auth.async_create_user(
        "Annabelle", group_ids=["system-users"]
    )
    add_rule(hub.hass, hub.account, "Strict", users=[child.id], ask_above=0)
    fields = {"device_id": hub.device_id, "name": "Divorce papers"} | fields
    jobs = [
        (await call_as(hub.hass, child, "print", text=f"Dear lawyer {n}", **fields))
        for n in range(count)
    ]
    return [answer["jobs"][0]["job_id"] for answer in jobs]


@pytest.fixture(autouse=True)
def planted(hub: Hub) -> None:
    """Give the account and the printers names."""
    hub.hass.config_entries.async_update_entry(hub.account, title="Prussian office")
    dr.async_get(hub.hass).async_update_device(hub.device_id, name_by_user="Bureau")


async def test_many_are_one(hub: Hub, notifications: Notifications) -> None:
    """Thirty prints that ask are one notification, which goes with the last of them."""
    assert await told(hub, notifications) == ""
    jobs = await ask(hub, 30)
    assert await told(hub, notifications) == "30 prints wait for approval."
    admin = await hub.hass.auth.async_create_user("Admin", group_ids=["system-admin"])
    for job_id in jobs[:28]:
        await call_as(hub.hass, admin, "deny_job", job_id=job_id)
    assert await told(hub, notifications) == "2 prints wait for approval."
    # A change makes new jobs of the same print.
    await call_as(hub.hass, admin, "approve_job", job_id=jobs[28], copies=2)
    assert await told(hub, notifications) == "1 print waits for approval."
    await call(hub.hass, "cancel_job", {"job_id": jobs[29]})
    assert await told(hub, notifications) == ""


async def test_prints_are_counted(hub: Hub, notifications: Notifications) -> None:
    """A print on two printers is one; and it is told in the home's language."""
    await hub.hass.config.async_update(language="zh-Hans")
    await ask(hub, device_id=[hub.device_id, hub.colour_id])
    shown = json.loads((await notifications())[id_of(hub)])
    assert shown["title"] == "有打印任务等待处理"
    assert shown["message"].startswith("1 个打印任务等待审批。")


async def test_after_a_restart(hub: Hub, notifications: Notifications) -> None:
    """It is there while the account is, and as it is after a restart."""
    await ask(hub, 2)
    expected = await told(hub, notifications)
    entries, entry_id = hub.hass.config_entries, hub.account.entry_id
    assert await entries.async_unload(entry_id)
    assert await told(hub, notifications) == ""
    # Home Assistant forgets all notifications.
    persistent_notification.async_dismiss_all(hub.hass)
    assert await entries.async_setup(entry_id)
    assert await told(hub, notifications) == expected == "2 prints wait for approval."
    assert await entries.async_remove(entry_id)
    assert await told(hub, notifications) == ""


async def test_paper(
    one_sided: OneSided, hub: Hub, notifications: Notifications
) -> None:
    """Back sides count once their front sides are out, until their paper is put back."""
    await one_sided.print("Divorce papers")
    assert await told(hub, notifications) == ""
    await one_sided.finish()
    expected = "1 print waits for its paper to be put back."
    assert await told(hub, notifications) == expected
    await call(one_sided.hass, "print_other_sides", {"device_id": one_sided.device_id})
    assert await told(hub, notifications) == ""


async def test_answer(hub: Hub, notifications: Notifications) -> None:
    """It counts what is unconfirmed, beside what waits for approval."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    job = await hub.print(text="Dear lawyer", name="Divorce papers")
    await call_again(hub.account)
    unknown = "For 1 print, it is unknown whether it came out."
    assert await told(hub, notifications) == unknown
    await ask(hub)
    expected = f"1 print waits for approval.\n\n{unknown}"
    assert await told(hub, notifications) == expected
    store = hub.data.store
    (undecided,) = store.undecided_jobs
    assert undecided.job_id == job["job_id"]
    hub.data.spooler.decide(undecided, is_printed=True)
    assert await told(hub, notifications) == "1 print waits for approval."


async def test_switched_off(hub: Hub, notifications: Notifications) -> None:
    """An option of the account turns it off, and on again."""
    await ask(hub)
    for is_on in (False, True):
        options = {**hub.account.options, "tell_waiting": is_on}
        hub.hass.config_entries.async_update_entry(hub.account, options=options)
        await hub.hass.config_entries.async_reload(hub.account.entry_id)
        assert bool(await told(hub, notifications)) is is_on


async def test_accounts(
    hass: HomeAssistant,
    hub: Hub,
    simulator: CloudSimulator,
    printer: Printer,
    notifications: Notifications,
) -> None:
    """Each account tells of its own prints."""
    other = await add_account(hass, simulator, printer)
    await ask(hub)
    assert [*await notifications()] == [id_of(hub)]
    assert other.entry_id not in id_of(hub)
