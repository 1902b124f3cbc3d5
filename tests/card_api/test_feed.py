"""Tests of the card's subscription to jobs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint import card_api
from custom_components.cloudprint.card_api.job_feed import (
    MAX_JOBS_PER_MESSAGE,
    SEND_INTERVAL,
)
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.spool.job import JobState, Reason
from custom_components.cloudprint.spool.job_parts import Sent
from custom_components.cloudprint.spool.job_store import JobListener, JobStore
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.core import CALLBACK_TYPE, HomeAssistant
from homeassistant.helpers import device_registry as dr

from ..conftest import Advance
from ..hub import Hub
from ..simulator import Fault
from ..spool.samples import make_job
from ..waits import Gate, slowed
from .conftest import Browser


async def told(browser: Browser) -> dict[str, Any]:
    """Return the next event."""
    message = await browser.socket.receive_json()
    assert message["type"] == "event", message
    event: dict[str, Any] = message["event"]
    assert event.keys() == {"reset", "more", "jobs"}
    return event


async def subscribe(browser: Browser, **fields: Any) -> dict[str, Any]:
    """Subscribe, and return the first event."""
    assert await browser.ask("jobs/subscribe", **fields) is None
    event = await told(browser)
    assert event["reset"]
    return event


def states(event: dict[str, Any]) -> dict[str, str]:
    """Return the states of the jobs of an event by name."""
    return {job["name"]: job["state"] for job in event["jobs"]}


async def test_all_there_is(
    hub: Hub, owner: Browser, member: Browser, stranger: Browser
) -> None:
    """The first event has all open and undecided jobs, and the newest ended ones."""
    hub.simulator.faults.add("newPrintTask", Fault.DROP_AFTER_ACCEPT)
    for name in ("undecided", "open", "a", "b", "c"):
        await owner.ask("print", device_id=hub.device_id, text="x", name=name)
    await owner.ask("print", device_id=hub.colour_id, text="x", name="other")
    store = hub.data.store
    for job in store.open_jobs:
        if job.name in ("a", "b", "c"):
            store.transition(job, JobState.FINISHED)

    event = await subscribe(owner)
    assert [job["name"] for job in event["jobs"]] == [
        *("other", "c", "b", "a", "open", "undecided"),
    ]
    undecided = event["jobs"][-1]
    assert (undecided["state"], undecided["can_decide"]) == ("unconfirmed", True)
    assert undecided.keys() >= {"reason", "expires_at", "pages", "can_cancel"}
    event = await subscribe(owner, limit=1, device_id=hub.device_id)
    assert [job["name"] for job in event["jobs"]] == ["c", "open", "undecided"]
    both = await subscribe(member, limit=0, device_id=[hub.device_id, hub.colour_id])
    assert both["jobs"] == (await subscribe(member, limit=0))["jobs"]
    assert (await subscribe(stranger))["jobs"] == []


@pytest.mark.parametrize(
    "wrong", [{"limit": 101}, {"limit": -1}, {"device_id": 5}, {"device_id": []}]
)
async def test_wrong_fields(owner: Browser, wrong: dict[str, Any]) -> None:
    """Invalid fields are translated errors."""
    await owner.refused("jobs/subscribe", **wrong)


async def test_renamed_printer(
    hass: HomeAssistant, advance: Advance, hub: Hub, owner: Browser
) -> None:
    """All jobs are sent again, with the new name, when a printer is renamed."""
    await owner.ask("print", device_id=hub.device_id, text="x", name="letter")
    store = hub.data.store
    for job in store.open_jobs:
        store.transition(job, JobState.FINISHED)
    await subscribe(owner)
    devices = dr.async_get(hass)
    devices.async_update_device(hub.device_id, name_by_user="Study")
    await hass.async_block_till_done()
    await advance(SEND_INTERVAL)
    event = await told(owner)
    assert event["reset"]
    assert [job["printer"] for job in event["jobs"]] == ["Study"]

    # Other changes, and other devices, change nothing.
    devices.async_update_device(hub.device_id, labels={"paper"})
    (service,) = [
        device
        for device in dr.async_entries_for_config_entry(devices, hub.account.entry_id)
        if device.entry_type
    ]
    devices.async_update_device(service.id, name_by_user="Cloud")
    elsewhere = MockConfigEntry(domain="other")
    elsewhere.add_to_hass(hass)
    new = devices.async_get_or_create(
        config_entry_id=elsewhere.entry_id, identifiers={("other", "1")}
    )
    devices.async_update_device(new.id, name_by_user="Lamp")
    devices.async_remove_device(new.id)
    await hass.async_block_till_done()
    await advance(SEND_INTERVAL)
    devices.async_update_device(hub.device_id, name_by_user="Office")
    await hass.async_block_till_done()
    await advance(SEND_INTERVAL)
    assert [job["printer"] for job in (await told(owner))["jobs"]] == ["Office"]


async def test_changes(
    hass: HomeAssistant,
    advance: Advance,
    hub: Hub,
    owner: Browser,
    member: Browser,
    stranger: Browser,
) -> None:
    """A changed job is sent once, in its current state, to users who may read it."""
    await subscribe(stranger)
    await subscribe(member)
    await subscribe(owner, device_id=[hub.colour_id])
    await advance(0)
    store = hub.data.store
    other = await hass.auth.async_create_user("Other")
    assert not other.is_admin
    for target in (hub.device_id, hub.colour_id):
        await hass.services.async_call(
            "cloudprint",
            "print",
            {"device_id": target, "text": "x", "name": target},
            blocking=True,
        )
    await advance(0.3)
    assert states(await told(member)) == {hub.device_id: "submitted"}
    assert states(await told(owner)) == {hub.colour_id: "submitted"}

    for job in store.open_jobs:
        store.transition(job, JobState.PRINTING)
    for job in store.open_jobs:
        store.transition(job, JobState.FINISHED)
    await advance(0.3)
    event = await told(member)
    assert (event["reset"], states(event)) == (False, {hub.device_id: "finished"})
    assert states(await told(owner)) == {hub.colour_id: "finished"}
    # Nothing else was sent, and nothing to the stranger.
    for browser in (owner, member, stranger):
        assert await browser.ask("documents") == {"documents": []}


async def test_many_changes(advance: Advance, hub: Hub, owner: Browser) -> None:
    """Two hundred changes in a second are four messages."""
    await owner.ask("print", device_id=hub.device_id, text="x")
    await subscribe(owner)
    store = hub.data.store
    await advance(0)
    for step in range(200):
        (job,) = store.open_jobs
        store.transition(job, JobState.QUEUED, sent=Sent(status=str(step)))
        if step % 50 == 49:
            await advance(SEND_INTERVAL)
    await owner.send("documents")
    messages = []
    while (message := await owner.socket.receive_json())["type"] == "event":
        messages.append(message["event"]["jobs"])
    assert [[job["task_status"] for job in jobs] for jobs in messages] == [
        ["49"],
        ["99"],
        ["149"],
        ["199"],
    ]


async def test_account_that_goes_and_comes(
    hass: HomeAssistant, advance: Advance, hub: Hub, owner: Browser
) -> None:
    """All jobs are sent again when an account is added."""
    await owner.ask("print", device_id=hub.device_id, text="x", name="first")
    first = await subscribe(owner)
    assert first["jobs"][0]["can_reprint"]
    await hass.config_entries.async_unload(hub.account.entry_id)
    await advance(0.3)
    event = await told(owner)
    assert (event["reset"], event["jobs"][0]["can_reprint"]) == (True, False)

    await hass.config_entries.async_setup(hub.account.entry_id)
    await advance(0.3)
    event = await told(owner)
    assert (event["reset"], event["jobs"][0]["can_reprint"]) == (True, True)
    await hass.services.async_call(
        "cloudprint",
        "print",
        {"device_id": hub.device_id, "text": "x", "name": "second"},
        blocking=True,
    )
    await advance(0.3)
    assert states(await told(owner))["second"] == "submitted"


async def test_other_entries(advance: Advance, hub: Hub, owner: Browser) -> None:
    """Changes of other integrations' entries send nothing."""
    await subscribe(owner)
    other = MockConfigEntry(domain="other")
    other.add_to_hass(hub.hass)
    hub.hass.config_entries.async_update_entry(other, title="Renamed")
    hub.hass.config_entries.async_update_entry(hub.account, title="Renamed")
    await advance(0.3)
    assert await owner.ask("documents") == {"documents": []}


async def test_changes_while_reading(
    hass: HomeAssistant, hub: Hub, owner: Browser
) -> None:
    """Jobs that change while the journal is read are sent in their new state."""
    await owner.ask("print", device_id=hub.device_id, text="x", name="x")
    store = hub.data.store

    def finish() -> None:
        for job in store.open_jobs:
            store.transition(job, JobState.FINISHED)

    with slowed(hass.data[JOURNAL], "async_jobs", after=finish):
        event = await subscribe(owner)
    assert states(event) == {"x": "finished"}
    assert await owner.ask("documents") == {"documents": []}


async def test_journal_that_cannot_be_read(hub: Hub, owner: Browser) -> None:
    """Jobs in memory are sent if the journal cannot be read."""
    await owner.ask("print", device_id=hub.device_id, text="x", name="x")
    with patch.object(hub.hass.data[JOURNAL], "async_jobs", side_effect=JournalError):
        assert states(await subscribe(owner)) == {"x": "submitted"}


@contextmanager
def counted_listeners(store: JobStore) -> Iterator[Callable[[], int]]:
    """Yield a function that counts the listeners of jobs that are not removed."""
    count, add = 0, store.async_add_listener

    def add_listener(
        listener: JobListener, *, preparing: bool = False
    ) -> CALLBACK_TYPE:
        nonlocal count
        count, remove = count + 1, add(listener, preparing=preparing)

        def remove_listener() -> None:
            nonlocal count
            count -= 1
            remove()

        return remove_listener

    with patch.object(store, "async_add_listener", add_listener):
        yield lambda: count


async def test_unsubscribe(
    hass: HomeAssistant, advance: Advance, hub: Hub, owner: Browser
) -> None:
    """Nothing is sent after the end of the subscription, and no listener is left."""
    with counted_listeners(hub.data.store) as listeners:
        await owner.socket.send_json_auto_id({"type": "cloudprint/jobs/subscribe"})
        subscription = (await owner.socket.receive_json())["id"]
        await told(owner)
        assert listeners() == 1
        await owner.ask("print", device_id=hub.device_id, text="x")
        await owner.socket.send_json_auto_id(
            {"type": "unsubscribe_events", "subscription": subscription}
        )
        assert (await owner.socket.receive_json())["success"]
        assert listeners() == 0
        await advance(0.3)
        assert await owner.ask("documents") == {"documents": []}

        await subscribe(owner)
        assert listeners() == 1
        await owner.socket.close()
        await hass.async_block_till_done(wait_background_tasks=True)
        assert listeners() == 0


@pytest.mark.parametrize("is_closed", [False, True])
async def test_gone_while_loading(hub: Hub, owner: Browser, is_closed: bool) -> None:
    """A subscription that ends before its code is loaded does not begin."""
    gate = Gate()
    with (
        counted_listeners(hub.data.store) as listeners,
        slowed(card_api, "async_load", gate.wait),
    ):
        await owner.socket.send_json_auto_id({"type": "cloudprint/jobs/subscribe"})
        await gate.reached.wait()
        if is_closed:
            await owner.socket.close()
            await hub.hass.async_block_till_done()
        else:
            await owner.socket.send_json_auto_id(
                {"type": "unsubscribe_events", "subscription": 1}
            )
            assert (await owner.socket.receive_json())["success"]
        gate.open()
        await hub.hass.async_block_till_done(wait_background_tasks=True)
        assert listeners() == 0


async def test_gone_while_reading(
    hass: HomeAssistant, hub: Hub, owner: Browser
) -> None:
    """A subscription that ends while the journal is read leaves nothing behind."""
    await owner.ask("print", device_id=hub.device_id, text="x")
    store = hub.data.store
    with (
        counted_listeners(store) as listeners,
        slowed(hass.data[JOURNAL], "async_jobs", owner.socket.close),
    ):
        await owner.send("jobs/subscribe")
        while (await owner.socket.receive()).type.name == "TEXT":
            pass
        await hass.async_block_till_done(wait_background_tasks=True)
        for job in store.open_jobs:
            store.transition(job, JobState.FINISHED)
        assert listeners() == 0


async def test_more_than_fits_in_a_message(
    advance: Advance, hub: Hub, owner: Browser
) -> None:
    """Very many jobs are sent in parts, each once and in its current state.

    All parts of a reset are sent before any change.
    """
    store = hub.data.store
    jobs = [
        make_job(
            job_id=f"{number:026}",
            entry_id=hub.account.entry_id,
            device_id=hub.device_id,
            name=f"{number}",
            reason=Reason.SERVICE,
        )
        for number in range(2 * MAX_JOBS_PER_MESSAGE + 50)
    ]
    for job in jobs:
        store.reserve(job)
    await store.async_add(jobs, before=lambda: None)
    events = [await subscribe(owner)]
    for job in jobs[:2]:
        store.transition(job, JobState.HELD, Reason.QUIET_HOURS)
    await advance(SEND_INTERVAL)
    events += [await told(owner) for _ in range(3)]
    assert [event["reset"] for event in events] == [True, True, True, False]
    assert [event["more"] for event in events] == [True, True, False, False]
    assert [len(event["jobs"]) for event in events] == [
        MAX_JOBS_PER_MESSAGE,
        MAX_JOBS_PER_MESSAGE,
        50,
        2,
    ]
    moved = await store.async_transition_all(
        list(map(store.current, jobs)), lambda job: job.with_state(JobState.EXPIRED)
    )
    assert len(moved) == len(jobs)
    for _ in range(3):
        await advance(SEND_INTERVAL)
        events.append(await told(owner))
    assert not any(event["reset"] or event["more"] for event in events[4:])
    assert [len(event["jobs"]) for event in events[4:]] == [
        MAX_JOBS_PER_MESSAGE,
        MAX_JOBS_PER_MESSAGE,
        50,
    ]
    # The newest come first.
    assert [job["name"] for event in events[:3] for job in event["jobs"]] == [
        job.name for job in jobs[::-1]
    ]
    last = {name: state for event in events for name, state in states(event).items()}
    assert last == dict.fromkeys((job.name for job in jobs), "expired")
    assert await owner.ask("documents") == {"documents": []}
