"""The blueprint that tells to turn the paper."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..actions import call
from ..entities import entity_id_of
from ..turning import OneSided
from .conftest import Automate, until_runs

FIELDS = ("title", "message", "job_name", "printer", "button_text", "action_id")
ENGLISH = {
    "title": "Turn the paper",
    "message": "The front sides of “one” are printed on “Office”. Put the stack back into"
    " the paper tray, then print the other sides.",
    "button_text": "Print the other sides",
}
CHINESE = {
    "title": "需要翻纸",
    "message": "“one”的正面已在“Office”上打完。请把整叠纸放回纸盒，再打印反面。",
    "button_text": "纸已放回，打印反面",
}


@pytest.mark.parametrize(("language", "expected"), [("en", ENGLISH), ("zh", CHINESE)])
async def test_button_on_the_phone(
    hass: HomeAssistant,
    automate: Automate,
    one_sided: OneSided,
    freezer: FrozenDateTimeFactory,
    language: str,
    expected: dict[str, str],
) -> None:
    """The other sides are printed by the notification's button, each stack once."""
    dr.async_get(hass).async_update_device(one_sided.device_id, name_by_user="Office")
    told = async_mock_service(hass, "test", "told")
    await automate(
        "turn_paper",
        printer=one_sided.device_id,
        button=_button(one_sided),
        language=language,
        tell=[
            {
                "action": "test.told",
                "data": {name: f"{{{{ {name} }}}}" for name in FIELDS},
            }
        ],
    )
    jobs = [
        await print_fronts(one_sided, freezer, name, runs=number)
        for number, name in enumerate(("one", "two"), start=1)
    ]
    assert [each.data["action_id"] for each in told] == [
        f"CLOUDPRINT_TURNED_{job_id}" for job_id in jobs
    ]
    assert {name: told[0].data[name] for name in expected} == expected
    assert (told[0].data["job_name"], told[0].data["printer"]) == ("one", "Office")

    press(hass, "OTHER")
    press(hass, told[0].data["action_id"])
    await until_runs(hass, 1)
    assert [job.name for job in one_sided.printed] == ["one", "two", "one"]
    # A notification of sides that wait no more prints nothing.
    await call(hass, "cancel_job", job_id=jobs[1])
    await print_fronts(one_sided, freezer, "three", runs=2)
    press(hass, told[1].data["action_id"])
    await until_runs(hass, 1)
    assert [job.name for job in one_sided.printed] == ["one", "two", "one", "three"]


async def test_in_home_assistant(
    hass: HomeAssistant,
    automate: Automate,
    one_sided: OneSided,
    freezer: FrozenDateTimeFactory,
) -> None:
    """Without anything else chosen, Home Assistant itself shows it."""
    shown = async_mock_service(hass, "persistent_notification", "create")
    await automate("turn_paper", printer=one_sided.device_id, button=_button(one_sided))
    await print_fronts(one_sided, freezer, "one", runs=1)
    (notification,) = shown
    assert notification.data["title"] == ENGLISH["title"]


async def print_fronts(
    one_sided: OneSided, freezer: FrozenDateTimeFactory, name: str, *, runs: int
) -> str:
    """Print front sides, and wait for so many runs; return the job of the others.

    A run waits for the notification, so that Home Assistant cannot be waited for.
    """
    one_sided.printer.step_seconds = 0
    _, back = await one_sided.print(name)
    freezer.tick(timedelta(seconds=5))
    async_fire_time_changed(one_sided.hass)
    await until_runs(one_sided.hass, runs)
    return str(back["job_id"])


def press(hass: HomeAssistant, action_id: str) -> None:
    """Press the button of a notification on a phone."""
    hass.bus.async_fire("mobile_app_notification_action", {"action": action_id})


def _button(one_sided: OneSided) -> str:
    """Return the button for the other sides."""
    return entity_id_of(
        one_sided.hass,
        one_sided.account,
        Platform.BUTTON,
        "print_other_sides",
        one_sided.printer,
    )
