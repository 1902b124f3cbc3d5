"""The blueprint that tells to turn the paper."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)
import yaml

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..actions import call, call_again
from ..printing.one_sided import OneSided
from ..simulator import Fault
from .conftest import Automate, config_of

FIELDS = (
    *("title", "message", "job_name", "printer", "button_text", "action_id", "url"),
)
ENGLISH = {
    "title": "Turn the paper",
    "message": "The front sides of “one” should be out of “Office”. Check that all of them"
    " have come out, then put the stack back into the paper tray and print the other"
    " sides.",
    "button_text": "Print the other sides",
}
CHINESE = {
    "title": "需要翻纸",
    "message": "“one”的正面应该已经在“Office”上打完。请先确认所有纸都出来了，"
    "再把整叠纸放回纸盒，打印反面。",
    "button_text": "纸已放回，打印反面",
}
BUSY = {
    "title": "The other sides still wait",
    "message": "The other sides of “two” were not printed, because “Office” is printing"
    " something else or is not connected. Try again later.",
}
BUSY_CHINESE = {
    "title": "反面还没有打印",
    "message": "“Office”正在打印其他内容，或暂时未连接，所以没有打印“two”的反面。"
    "请稍后再试。",
}


def inputs(one_sided: OneSided, language: str = "en") -> dict[str, Any]:
    """Return the inputs of an automation that tells with an action."""
    data = {name: f"{{{{ {name} }}}}" for name in FIELDS}
    return {
        "printer": one_sided.device_id,
        "language": language,
        "tell": [{"action": "test.told", "data": data}],
    }


@pytest.mark.parametrize(
    ("language", "expected", "busy"),
    [("en", ENGLISH, BUSY), ("zh", CHINESE, BUSY_CHINESE)],
)
async def test_button_on_the_phone(
    hass: HomeAssistant,
    automate: Automate,
    one_sided: OneSided,
    freezer: FrozenDateTimeFactory,
    language: str,
    expected: dict[str, str],
    busy: dict[str, str],
) -> None:
    """The notification's button prints the other sides that it names, each stack once."""
    dr.async_get(hass).async_update_device(one_sided.device_id, name_by_user="Office")
    told = async_mock_service(hass, "test", "told")
    await automate("turn_paper", **inputs(one_sided, language))
    jobs = [await print_fronts(one_sided, freezer, name) for name in ("one", "two")]
    actions = [f"CLOUDPRINT_TURNED_{job_id}" for job_id in jobs]
    assert [each.data["action_id"] for each in told] == actions
    assert [each.data["url"] for each in told] == [
        f"/cloudprint?job={job_id}" for job_id in jobs
    ]
    assert {name: told[0].data[name] for name in expected} == expected
    assert (told[0].data["job_name"], told[0].data["printer"]) == ("one", "Office")

    one_sided.printer.step_seconds = 60
    await one_sided.print("other", sides="one_sided")
    printed = ["one", "two", "other"]
    # Of the stacks that wait, the one that is named, once the printer is ready.
    await press(hass, "OTHER", "CLOUDPRINT_TURNED_OTHER", actions[1])
    assert [job.name for job in one_sided.printed] == printed
    assert [each.data["action_id"] for each in told] == [*actions, actions[1]]
    assert {name: told[2].data[name] for name in busy} == busy
    await one_sided.finish()
    await press(hass, actions[1], actions[1])
    printed.append("two")
    assert [job.name for job in one_sided.printed] == printed
    # A notification of sides that wait no more prints nothing.
    await call(hass, "cancel_job", job_id=jobs[0])
    await one_sided.finish()
    await press(hass, *actions)
    assert [job.name for job in one_sided.printed] == printed
    assert len(told) == 3


async def test_reloaded_meanwhile(
    hass: HomeAssistant,
    config_folder: Path,
    automate: Automate,
    one_sided: OneSided,
    freezer: FrozenDateTimeFactory,
) -> None:
    """The button still works after automations were changed and loaded again."""
    told = async_mock_service(hass, "test", "told")
    await automate("turn_paper", **inputs(one_sided))
    await print_fronts(one_sided, freezer, "one")
    changed = config_of("turn_paper", **inputs(one_sided, "zh"))
    (config_folder / "configuration.yaml").write_text(yaml.safe_dump(changed), "utf-8")
    await hass.services.async_call("automation", "reload", blocking=True)
    await press(hass, told[0].data["action_id"])
    assert [job.name for job in one_sided.printed] == ["one", "one"]


async def test_unconfirmed_front_sides(
    hass: HomeAssistant,
    automate: Automate,
    one_sided: OneSided,
) -> None:
    """It is not said that front sides are printed of which that is unknown."""
    dr.async_get(hass).async_update_device(one_sided.device_id, name_by_user="Office")
    told = async_mock_service(hass, "test", "told")
    await automate("turn_paper", **inputs(one_sided))
    one_sided.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    await one_sided.print("one")
    await call_again(one_sided.account)
    await hass.async_block_till_done()
    assert [each.data["message"] for each in told] == [ENGLISH["message"]]


async def test_in_home_assistant(
    hass: HomeAssistant,
    automate: Automate,
    one_sided: OneSided,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Without anything else chosen, Home Assistant itself shows it."""
    shown = async_mock_service(hass, "persistent_notification", "create")
    await automate("turn_paper", printer=one_sided.device_id)
    job_id = await print_fronts(one_sided, freezer, "one")
    (notification,) = shown
    assert notification.data["title"] == ENGLISH["title"]
    link = f"\n\n[Open the print](/cloudprint?job={job_id})"
    assert notification.data["message"].endswith(link)


async def print_fronts(
    one_sided: OneSided, freezer: FrozenDateTimeFactory, name: str
) -> str:
    """Print front sides; return the job of the others."""
    one_sided.printer.step_seconds = 0
    _, back = await one_sided.print(name)
    freezer.tick(timedelta(seconds=5))
    async_fire_time_changed(one_sided.hass)
    await one_sided.hass.async_block_till_done(wait_background_tasks=True)
    return str(back["job_id"])


async def press(hass: HomeAssistant, *action_ids: str) -> None:
    """Press the buttons of notifications on a phone, one after the other."""
    for action_id in action_ids:
        hass.bus.async_fire("mobile_app_notification_action", {"action": action_id})
        await hass.async_block_till_done(wait_background_tasks=True)
