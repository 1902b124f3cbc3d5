"""Tests of what another device says of the printer of a job."""

from dataclasses import replace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.cloudprint.printers.watch import describe_watched
from custom_components.cloudprint.requester import AUTOMATION, Requester
from custom_components.cloudprint.spool.job import Job, JobState
from homeassistant.core import HomeAssistant

from ..actions import call
from ..hub import Hub
from ..repairs.fixing import Post, issues
from ..repairs.test_repairs import print_without_answer
from ..simulator import Printer
from .watched import WatchedPrinter

PROBLEM = {"domain": "binary_sensor", "device_class": "problem"}


@pytest.fixture
def watched(hass: HomeAssistant, hub: Hub) -> WatchedPrinter:
    """Let the document's printer watch another device."""
    watched = WatchedPrinter(hass)
    hass.config_entries.async_update_entry(
        hub.account, options={"watched": {hub.device_id: watched.device_id}}
    )
    return watched


async def hold(
    hass: HomeAssistant, account: MockConfigEntry, printer: Printer, device_id: str
) -> Job:
    """Print while the printer is offline, and return the job that waits."""
    printer.online_status = "0"
    await account.runtime_data.coordinator.async_refresh()
    await call(hass, "print", device_id=device_id, text="x", hold=True)
    job: Job
    (job,) = account.runtime_data.store.held_jobs
    return job


@pytest.fixture
async def held(hass: HomeAssistant, hub: Hub) -> Job:
    """Return a job that waits."""
    return await hold(hass, hub.account, hub.printer, hub.device_id)


@pytest.mark.parametrize(
    ("key", "state", "attributes", "said"),
    [
        # ipp
        (
            "",
            "stopped",
            {"state_reason": "media-empty-error,door-open"},
            "Out of paper, a cover is open, says Brother HL.",
        ),
        (
            "",
            "idle",
            {"state_reason": "marker-supply-low-warning"},
            "Ink or toner is low",
        ),
        ("", "idle", {"state_reason": "media-empty-report"}, None),
        ("", "stopped", {"state_reason": ["media-jam-error"]}, "Paper jam, says"),
        ("", "stopped", {"state_reason": "toner-empty"}, "Out of ink or toner, says"),
        ("", "stopped", {"state_message": "Fuser\nhot"}, "Fuser hot, says Brother HL."),
        ("", "stopped", {}, "A problem, says Brother HL."),
        ("", "printing", {"state_reason": None, "state_message": "On"}, None),
        ("Black ink", "3", {"unit_of_measurement": "%"}, "Black ink at 3 %, says"),
        ("Black ink", "4.50", {"unit_of_measurement": "%"}, "Black ink at 4.5 %, says"),
        ("Black ink", "5", {"unit_of_measurement": "%"}, None),
        (
            "Waste",
            "0",
            {"unit_of_measurement": "%", "marker_type": "waste-toner"},
            None,
        ),
        (
            "Battery",
            "1",
            {"unit_of_measurement": "%", "device_class": "battery"},
            None,
        ),
        ("Black ink", "much", {"unit_of_measurement": "%"}, None),
        # brother
        ("Status", "No Paper T1", {}, "Out of paper, says"),
        ("Status", "Replace Toner", {}, "Out of ink or toner, says"),
        ("Status", "Toner Low", {}, "Ink or toner is low, says"),
        ("Status", "Cover is Open", {}, "A cover is open, says"),
        ("Status", "Jam Inside", {}, "Paper jam, says"),
        ("Status", "缺纸", {}, "Out of paper, says"),
        ("Status", "Ready", {}, None),
        ("Page counter", "712", {}, None),
        # hp_printer
        ("Status", "tray_empty", {}, "Out of paper, says"),
        ("Status", "in_power_save", {}, None),
        # Any other
        ("Paper jam", "on", PROBLEM, "Paper jam, says"),
        ("Problem", "on", PROBLEM, "Problem, says"),
        ("", "on", PROBLEM, "A problem, says"),
        ("Problem", "off", PROBLEM, None),
        ("Cover", "on", {"domain": "binary_sensor", "device_class": "light"}, None),
        ("Status", "unknown", {}, None),
        ("Status", "unavailable", {}, "Brother HL can't be reached by Home Assistant."),
        ("Identify", "No paper", {"domain": "button"}, None),
    ],
)
async def test_problems(
    hass: HomeAssistant,
    watched: WatchedPrinter,
    held: Job,
    key: str,
    state: str,
    attributes: dict[str, Any],
    said: str | None,
) -> None:
    """What integrations say of their printers is understood."""
    watched.show(key, state, **attributes)
    shown = describe_watched(hass, held, AUTOMATION)
    if said is None:
        assert shown is None
    else:
        assert shown is not None
        assert shown.startswith(said)


async def test_several_entities(
    hass: HomeAssistant, watched: WatchedPrinter, held: Job
) -> None:
    """What is exact counts more than a warning; nothing is said twice."""
    watched.show("Device status", "warning")
    assert describe_watched(hass, held, AUTOMATION) == "A problem, says Brother HL."
    watched.show("Status", "No paper")
    watched.show("Tray", "Paper empty")
    watched.show("Black ink", "2", unit_of_measurement="%")
    watched.show("Drum", "unavailable", unit_of_measurement="%")
    text = "Out of paper, Black ink at 2 %, says Brother HL."
    assert describe_watched(hass, held, AUTOMATION) == text
    hass.config.language = "zh-Hans"
    text = "Brother HL 报告：缺纸、Black ink仅剩 2%。"
    assert describe_watched(hass, held, AUTOMATION) == text


async def test_permissions(
    hass: HomeAssistant, watched: WatchedPrinter, held: Job
) -> None:
    """A user hears what the entities say that this user may read."""
    entity_id = watched.show("Status", "No paper")
    watched.show("Black ink", "2", unit_of_measurement="%")
    user = MockUser()
    user.mock_policy({})
    assert describe_watched(hass, held, Requester.from_user(user)) is None
    user.mock_policy({"entities": {"entity_ids": {entity_id: {"read": True}}}})
    assert (
        describe_watched(hass, held, Requester.from_user(user))
        == "Out of paper, says Brother HL."
    )


async def test_nothing_to_say(watched: WatchedPrinter, hub: Hub, held: Job) -> None:
    """Nothing is said of other jobs and printers, nor by a device that is gone."""
    watched.show("Status", "No paper")
    assert describe_watched(hub.hass, held, AUTOMATION)
    for job in (
        replace(held, device_id=hub.colour_id),
        replace(held, entry_id="gone"),
        replace(held, state=JobState.SUBMITTED),
    ):
        assert describe_watched(hub.hass, job, AUTOMATION) is None
    watched.remove()
    assert describe_watched(hub.hass, held, AUTOMATION) is None


async def test_get_jobs(
    hass: HomeAssistant, watched: WatchedPrinter, held: Job
) -> None:
    """The action tells it of a job that waits."""
    watched.show("Status", "No paper")
    (job,) = (await call(hass, "get_jobs"))["jobs"]
    assert job["watched"] == "Out of paper, says Brother HL."


async def test_repair(
    hass: HomeAssistant, hub: Hub, watched: WatchedPrinter, post: Post
) -> None:
    """The repair of a job whose outcome is unknown tells it, literally."""
    await print_without_answer(hass, hub.account, hub.printer, hub.simulator, "one")
    issue_id = issues(hass)["jobs_unconfirmed"].issue_id
    form = await post(handler="cloudprint", issue_id=issue_id)
    assert form["description_placeholders"]["watched"] == ""
    watched.show("", "stopped", state_message="*Fuser*")
    form = await post(f"/{form['flow_id']}")
    said = r"\n\n\*Fuser\*\, says Brother HL\."
    assert form["description_placeholders"]["watched"] == said.replace(r"\n", "\n")
