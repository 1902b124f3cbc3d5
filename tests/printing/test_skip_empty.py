"""Prints that are left out when there is nothing to print."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import async_mock_service
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from ..actions import call, refuses
from ..hub import Hub
from ..source.pages.test_checklist import LIST, act, add_list
from ..test_button import press
from .test_saved_documents import button_of, save

SKIPPED = {"jobs": [], "skipped": "empty"}


@pytest.mark.parametrize(
    "content", [{"text": " "}, {"markdown": ""}, {"html": ""}], ids=str
)
@pytest.mark.parametrize("dry_run", [False, True])
async def test_empty_texts(
    hass: HomeAssistant, hub: Hub, content: dict[str, str], dry_run: bool
) -> None:
    """An empty text is a mistake, unless it is to be left out."""
    with refuses("content_empty"):
        await call(hass, "print", {"device_id": hub.device_id, **content})
    fields = {"device_id": hub.device_id, "skip_empty": True, "dry_run": dry_run}
    answer = await call(hass, "print", {**fields, **content})
    assert answer == SKIPPED
    assert hub.simulator.printed == []


async def test_other_mistakes_stay(hass: HomeAssistant, hub: Hub) -> None:
    """Only emptiness is left out, and what is not empty is printed."""
    with refuses("data_not_base64"):
        await call(
            hass, "print", {"data": "!", "device_id": hub.device_id}, skip_empty=True
        )
    with refuses("option_invalid", field="skip_empty"):
        await hub.print(skip_empty="x", text="a")
    answer = await call(
        hass, "print", device_id=hub.device_id, skip_empty=True, text="a"
    )
    assert len(answer["jobs"]) == len(hub.simulator.printed) == 1
    assert "skipped" not in answer


async def test_list_without_open_items(hass: HomeAssistant, hub: Hub) -> None:
    """A list is empty when everything is done, whether that is shown or not."""
    await add_list(hass)
    fields: dict[str, Any] = {"device_id": hub.device_id, "entity": LIST}
    await call(hass, "print", **fields)
    assert len(hub.simulator.printed) == 1
    await act(hass, "add_item", item="Milk")
    assert len((await call(hass, "print", skip_empty=True, **fields))["jobs"]) == 1
    await act(hass, "update_item", item="Milk", status="completed")
    for completed in (False, True):
        fields["completed"] = completed
        assert await call(hass, "print", skip_empty=True, **fields) == SKIPPED
    assert len(hub.simulator.printed) == 2


async def test_saved_document_says_why_in_the_trace(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, hub: Hub
) -> None:
    """A document that is empty is no failure; the automation's trace says so."""
    subentry_id = save(
        hass,
        hub.account,
        "Note",
        text="{{ states('sensor.note') }}",
        device_id=hub.device_id,
        skip_empty=True,
    )
    await hass.async_block_till_done()
    hass.states.async_set("sensor.note", "")
    await press(hass, button_of(hass, hub.account, subentry_id))
    assert hub.simulator.printed == []
    actions = [
        {"action": "cloudprint.print", "data": {"document": "Note"}},
        {"event": "after"},
    ]
    automation = {
        "id": "note",
        "triggers": [{"trigger": "event", "event_type": "note"}],
        "actions": actions,
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    hass.bus.async_fire("note")
    await hass.async_block_till_done()
    client = await hass_ws_client()
    item = {"domain": "automation", "item_id": "note"}
    await client.send_json_auto_id({"type": "trace/list", **item})
    (trace,) = (await client.receive_json())["result"]
    await client.send_json_auto_id(
        {"type": "trace/get", **item, "run_id": trace["run_id"]}
    )
    steps = (await client.receive_json())["result"]["trace"]
    assert steps["action/0"][0]["result"]["skipped"] == "empty"
    assert "action/1" in steps
    hass.states.async_set("sensor.note", "Milk")
    hass.bus.async_fire("note")
    await hass.async_block_till_done()
    assert [job.content for job in hub.simulator.printed] == [b"Milk"]


@pytest.mark.parametrize("summary", [None, "Dentist"])
async def test_agenda(hass: HomeAssistant, hub: Hub, summary: str | None) -> None:
    """An agenda is empty when none of its days has an event."""
    day = dt_util.now().date()
    events = [{"start": f"{day}", "end": f"{day + timedelta(1)}", "summary": summary}]
    found: Any = {"calendar.family": {"events": events if summary else []}}
    async_mock_service(
        hass,
        "calendar",
        "get_events",
        response=found,
        supports_response=SupportsResponse.ONLY,
    )
    hass.states.async_set("calendar.family", "off")
    fields: dict[str, Any] = {"device_id": hub.device_id, "entity": "calendar.family"}
    answer = await call(hass, "print", fields, skip_empty=True, days=3)
    assert (answer == SKIPPED) is (summary is None)
    assert len(hub.simulator.printed) == (summary is not None)
