"""Printers that were renamed on their server."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.exceptions import as_markdown
from custom_components.cloudprint.repairs.rename import Rename, async_rename
from custom_components.cloudprint.spool.journal import Journal, JournalError
from homeassistant.config_entries import (
    ConfigEntryDisabler,
    ConfigEntryState,
    OperationNotAllowed,
)
from homeassistant.const import STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.setup import async_setup_component

from ..actions import call, refuses
from ..conftest import Advance
from ..entities import device_id_of, entity_id_of, state_of
from ..hub import Hub
from ..printers.test_defaults import choose
from ..printing.test_permissions import call_as, person
from ..rules import add_rule
from ..simulator import CloudSimulator, Printer
from ..subentries import add_subentry
from .fixing import POLL, Post, begin, issues

NEW_NAME = "前台_复合机"


async def answer(hass: HomeAssistant, post: Post, option: str) -> Any:
    """Answer the question; return the result of the flow."""
    result = await post(await begin(hass, post, "printer_renamed"), next_step_id=option)
    await hass.async_block_till_done(wait_background_tasks=True)
    return result


async def rename(printer: Printer, advance: Advance, name: str = NEW_NAME) -> None:
    """Rename a printer on its server, and let that be noticed."""
    printer.name = name
    for _ in range(3):
        await advance(POLL)


async def get_jobs_by_name(
    hass: HomeAssistant, **fields: Any
) -> dict[str, dict[str, Any]]:
    """Return jobs by name."""
    jobs = (await call(hass, "get_jobs", **fields))["jobs"]
    return {job["name"]: job for job in jobs}


async def test_moved_to_the_new_name(
    hass: HomeAssistant,
    advance: Advance,
    account: MockConfigEntry,
    printer: Printer,
    device_id: str,
    post: Post,
    simulator: CloudSimulator,
) -> None:
    """Everything about the device is kept; no job is lost or printed twice."""
    devices, entities = dr.async_get(hass), er.async_get(hass)
    await account.runtime_data.capabilities.async_fetch(device_id)
    await choose(hass, account, printer, "copies", 3)
    # Not a standard paper: only the printer itself knows it.
    await choose(hass, account, printer, "paper", "Envelope DL")
    devices.async_update_device(device_id, name_by_user="Study", labels={"paper"})
    last_job = entities.async_update_entity(
        entity_id_of(hass, account, Platform.SENSOR, "last_job", printer),
        new_entity_id="sensor.what_came_out",
    )
    foreign = entities.async_get_or_create(
        "sensor", "test", "1", device_id=device_id, config_entry=account
    )
    before = {
        entity.entity_id: entity.id
        for entity in er.async_entries_for_device(entities, device_id)
    }
    await call(hass, "print", device_id=device_id, text="x", name="first")
    for _ in range(10):
        await advance(10)
    printer.online_status = "0"
    await advance(POLL)
    await call(
        hass,
        "print",
        device_id=device_id,
        text="waits",
        name="waiting",
        expires_in={"hours": 2},
    )

    old_name = printer.name
    printer.online_status = None
    await rename(printer, advance)
    issue = issues(hass)["printer_renamed"]
    menu = await post(handler=DOMAIN, issue_id=issue.issue_id)
    assert menu["description_placeholders"] == {
        "old": "Study",
        "new": as_markdown(f"{NEW_NAME}-{printer.sn}"),
    }
    # Until the question is answered, nothing changes.
    device = devices.async_get(device_id)
    assert isinstance(device, dr.DeviceEntry)
    assert device.model == old_name
    state = hass.states.get("sensor.what_came_out")
    assert state
    assert state.state == STATE_UNAVAILABLE
    waiting = (await get_jobs_by_name(hass))["waiting"]
    assert (waiting["state"], waiting["reason"]) == ("held", "printer_gone")
    assert waiting["printer"] == "Study"
    assert set(issues(hass)) == {"printer_renamed"}

    new_id = device_id_of(hass, account, printer)
    assert new_id != device_id
    helper = entities.async_get_or_create("sensor", "test", "2", device_id=new_id)
    await call(hass, "print", device_id=new_id, text="x", name="meanwhile")
    other = MockConfigEntry(domain=DOMAIN, title="Not loaded")
    other.add_to_hass(hass)
    for entry, document_device in (
        (account, new_id),
        (account, device_id),
        (other, new_id),
    ):
        fields = {"text": "x", "device_id": document_device}
        add_subentry(hass, entry, "document", document_device, **fields)

    # Neither printer is named twice, and others stay.
    rule_id = add_rule(hass, account, printers=[new_id, device_id, "another"])
    trays = {"output": "face_up", "input": "lower_side"}
    hass.config_entries.async_update_entry(
        account,
        options={
            "default_printer": new_id,
            "trays": {new_id: trays},
            "watched": {new_id: "ipp device"},
            "check_up": {
                "text": {"device_id": new_id, "printed_at": "x"},
                f"color_{new_id}": {"device_id": new_id, "printed_at": "x"},
                f"color_{device_id}": {"device_id": device_id, "printed_at": "y"},
                "copies": {"device_id": "another", "printed_at": "x"},
            },
        },
    )
    assert (await answer(hass, post, "same"))["type"] == "create_entry"
    assert issues(hass) == {}
    assert account.subentries[rule_id].data["printers"] == [device_id, "another"]
    hass.config_entries.async_remove_subentry(account, rule_id)
    assert devices.async_get(new_id) is None
    assert account.options == {
        "default_printer": device_id,
        "trays": {device_id: trays},
        "watched": {device_id: "ipp device"},
        "check_up": {
            "text": {"device_id": device_id, "printed_at": "x"},
            f"color_{device_id}": {"device_id": device_id, "printed_at": "x"},
            "copies": {"device_id": "another", "printed_at": "x"},
        },
    }
    device = devices.async_get(device_id)
    assert device
    assert device_id_of(hass, account, printer) == device_id
    assert (device.name, device.name_by_user) == (printer.shown_alias, "Study")
    assert device.labels == {"paper"}
    after = {
        entity.entity_id: entity.id
        for entity in er.async_entries_for_device(entities, device_id)
    }
    # With the trays, it also has the button that prints the other sides.
    assert before.items() <= after.items()
    assert entities.async_get(foreign.entity_id) == foreign
    helper_now = entities.async_get(helper.entity_id)
    assert helper_now
    assert helper_now.device_id is None
    moved = entities.async_get(last_job.entity_id)
    assert moved
    assert moved.unique_id == (f"{account.unique_id}/{printer.sn}/{NEW_NAME}_last_job")
    assert {
        subentry.data["device_id"]
        for entry in (account, other)
        for subentry in entry.subentries.values()
    } == {device_id}

    # The held job is printed once, and there is one history.
    assert simulator.times_printed(content=b"waits") == 1
    jobs = await get_jobs_by_name(hass, device_id=device_id)
    assert set(jobs) == {"first", "waiting", "meanwhile"}
    assert {job["device_id"] for job in jobs.values()} == {device_id}
    assert {job["printer"] for job in jobs.values()} == {"Study"}
    assert await get_jobs_by_name(hass, device_id=new_id) == {}
    last = state_of(hass, account, Platform.SENSOR, "last_job", printer)
    assert last.entity_id == "sensor.what_came_out"
    assert last.attributes["job_name"] == "first"
    for _ in range(10):
        await advance(10)
    assert {job["state"] for job in (await get_jobs_by_name(hass)).values()} == {
        "finished"
    }
    last = state_of(hass, account, Platform.SENSOR, "last_job", printer)
    assert last.attributes["job_name"] == "meanwhile"

    # The defaults apply, including the one that only this printer supports.
    await account.runtime_data.capabilities.async_fetch(device_id)
    await hass.async_block_till_done()
    await call(hass, "print", device_id=device_id, text="with defaults")
    (record,) = [job for job in simulator.printed if job.content == b"with defaults"]
    assert record.task["config"]["copies"] == 3
    assert record.task["config"]["paperConfig"]["width"] == pytest.approx(110, abs=0.1)
    assert record.printer_name == NEW_NAME


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize("option", ["same", "other"])
async def test_rules_of_both(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post, option: str
) -> None:
    """A renamed printer keeps its rule until it is said whether it is another one."""
    anna = await person(hass, {"all": True})
    add_rule(
        hass, hub.account, users=[anna.id], pages_a_day=3, printers=[hub.device_id]
    )
    add_rule(hass, hub.account, "All", users=[anna.id], ask_above=1, color="never")
    await call_as(hass, anna, "print", device_id=hub.device_id, text="x\fx")
    await rename(hub.printer, advance)
    new_id = device_id_of(hass, hub.account, hub.printer)

    async def dry_run(text: str) -> Any:
        fields = {"device_id": new_id, "text": text, "dry_run": True}
        (job,) = (await call_as(hass, anna, "print", **fields))["jobs"]
        return job["policy"]

    for text, is_used_up, causes in (
        ("x", False, []),
        ("x\fx", True, ["pages"]),
    ):
        policy = await dry_run(text)
        assert policy["sentence"].startswith("Children: 3 pages a day")
        assert (policy["left_today"], policy["used_up"]) == (1, is_used_up)
        assert policy["causes"] == causes
    (job,) = (await call_as(hass, anna, "print", device_id=new_id, text="y"))["jobs"]
    assert job["warnings"] == ["color_denied"]
    with refuses("pages_used_up_day", HomeAssistantError):
        await call_as(hass, anna, "print", device_id=new_id, text="x")
    result = await answer(hass, post, option)
    if option == "same":
        new_id = hub.device_id
        assert (await dry_run("x\fx"))["causes"] == []
    else:
        await post(f"/{result['flow_id']}")
        await hass.async_block_till_done(wait_background_tasks=True)
        assert (await dry_run("x\fx"))["left_today"] is None


@pytest.mark.usefixtures("enabled_entities")
async def test_automations_keep_working(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """Automations by device and by entity continue to work."""
    calls = async_mock_service(hass, "test", "told")
    event = hub.entity_id(Platform.EVENT, "print_job")
    told = {"action": "test.told", "data": {"trigger": "{{ trigger.id }}"}}
    assert await async_setup_component(
        hass,
        "automation",
        {
            "automation": [
                {
                    "triggers": {"trigger": "event", "event_type": "print_it"},
                    "actions": {
                        "action": "cloudprint.print",
                        "data": {"device_id": hub.device_id, "text": "automatic"},
                    },
                },
                {
                    "triggers": [
                        {
                            "trigger": "cloudprint.job_finished",
                            "target": {"device_id": hub.device_id},
                            "id": "device",
                        },
                        {
                            "trigger": "cloudprint.job_finished",
                            "target": {"entity_id": event},
                            "id": "entity",
                        },
                        {
                            "trigger": "state",
                            "entity_id": event,
                            "attribute": "event_type",
                            "to": "finished",
                            "id": "state",
                        },
                    ],
                    "actions": told,
                    "mode": "parallel",
                },
            ]
        },
    )
    await hass.async_block_till_done()

    async def run() -> list[str]:
        calls.clear()
        hass.bus.async_fire("print_it")
        await hass.async_block_till_done(wait_background_tasks=True)
        for _ in range(10):
            await advance(10)
        return sorted(told.data["trigger"] for told in calls)

    assert await run() == ["device", "entity", "state"]
    await rename(hub.printer, advance)
    assert await run() == []
    await answer(hass, post, "same")
    assert await run() == ["device", "entity", "state"]
    assert hub.simulator.times_printed(content=b"automatic") == 2


async def test_renamed_back(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """A printer that gets an earlier name back is asked about."""
    old_name = hub.printer.name
    for name in (NEW_NAME, old_name, NEW_NAME):
        await rename(hub.printer, advance, name)
        await answer(hass, post, "same")
        assert device_id_of(hass, hub.account, hub.printer) == hub.device_id
        assert issues(hass) == {}
    await hub.print(text="x")


async def test_another_printer(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """If it was not renamed, the old device is removed, and the new one kept."""
    hub.printer.online_status = "0"
    await advance(POLL)
    await hub.print(text="for the old one")
    hub.printer.online_status = None
    await rename(hub.printer, advance)
    new_id = device_id_of(hass, hub.account, hub.printer)
    devices = dr.async_get(hass)
    devices.async_update_device(hub.device_id, name_by_user="Study")
    path = await begin(hass, post, "printer_renamed")
    form = await post(path, next_step_id="other")
    assert form["type"] == "form"
    assert form["description_placeholders"]["old"] == "Study"
    assert devices.async_get(hub.device_id)
    assert (await post(path))["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert devices.async_get(hub.device_id) is None
    assert devices.async_get(new_id)
    await advance(POLL)
    # The old printer's held job has an issue of its own.
    assert set(issues(hass)) == {"printer_gone"}
    assert hub.simulator.printed == []


async def test_several_candidates(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """Of several new printers on the server, the user chooses one."""
    other = hub.simulator.add_printer("另一台", share_code="2")
    elsewhere = hub.simulator.add_printer("elsewhere", "Wherever", share_code="3")
    for added in (other, elsewhere):
        hub.simulator.bind(hub.application, added)
    await rename(hub.printer, advance)
    ids = [
        device_id_of(hass, hub.account, one) for one in (hub.printer, other, elsewhere)
    ]
    path = await begin(hass, post, "printer_renamed")
    form = await post(path, next_step_id="same")
    (field,) = form["data_schema"]
    options = field["selector"]["select"]["options"]
    assert {option["value"] for option in options} == set(ids[:2])
    assert form["errors"] == {}
    # The frontend would preselect a required one.
    assert not field["required"]
    form = await post(path)
    assert (form["step_id"], form["errors"]) == ("same", {"printer": "no_answer"})
    assert device_id_of(hass, hub.account, hub.printer) == ids[0]
    assert (await post(path, printer=ids[0]))["type"] == "create_entry"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id
    for added, added_id in zip((other, elsewhere), ids[1:], strict=True):
        assert device_id_of(hass, hub.account, added) == added_id
    assert issues(hass) == {}


async def test_chosen_printer_is_gone(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """Choosing a printer that is gone meanwhile shows the form again."""
    for number in (2, 3):
        hub.simulator.bind(
            hub.application,
            hub.simulator.add_printer(f"{number}", share_code=f"{number}"),
        )
    await rename(hub.printer, advance)
    path = await begin(hass, post, "printer_renamed")
    await post(path, next_step_id="same")
    new_id = device_id_of(hass, hub.account, hub.printer)
    hub.data.coordinator.async_remove(new_id)
    form = await post(path, printer=new_id)
    assert (form["step_id"], form["errors"]) == ("same", {"printer": "no_answer"})
    assert dr.async_get(hass).async_get(hub.device_id)


async def test_two_renamed_printers(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """Each printer is asked about; a chosen one is no longer offered for the other."""
    other = hub.simulator.add_printer("打印机二", share_code="2")
    hub.simulator.bind(hub.application, other)
    # Finish pending requests, which would time out otherwise.
    await hass.async_block_till_done(wait_background_tasks=True)
    await hub.refresh()
    ids = {hub.device_id: hub.printer, device_id_of(hass, hub.account, other): other}
    other.name = "打印机三"
    await rename(hub.printer, advance)
    new_ids = {known: device_id_of(hass, hub.account, ids[known]) for known in ids}

    def asked() -> dict[str, ir.IssueEntry]:
        found = [
            issue
            for issue in ir.async_get(hass).issues.values()
            if issue.translation_key == "printer_renamed"
        ]
        return {str(issue.data and issue.data["part_id"]): issue for issue in found}

    assert asked().keys() == ids.keys()
    for number, (known, is_now) in enumerate(ids.items()):
        menu = await post(handler=DOMAIN, issue_id=asked()[known].issue_id)
        path = f"/{menu['flow_id']}"
        result = await post(path, next_step_id="same")
        if number == 0:
            result = await post(path, printer=new_ids[known])
            await hass.async_block_till_done(wait_background_tasks=True)
            (left,) = asked().values()
            menu = await post(handler=DOMAIN, issue_id=left.issue_id)
            assert menu["description_placeholders"] == {
                "old": as_markdown(f"打印机二-{other.sn}"),
                "new": as_markdown(other.shown_alias),
            }
        assert result["type"] == "create_entry"
        await hass.async_block_till_done(wait_background_tasks=True)
        assert device_id_of(hass, hub.account, is_now) == known
    assert issues(hass) == {}


async def test_disabled_and_enabled(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """An account that was disabled asks again, and keeps the device."""
    await rename(hub.printer, advance)
    for disabler in (ConfigEntryDisabler.USER, None):
        await hass.config_entries.async_set_disabled_by(hub.account.entry_id, disabler)
        await hass.async_block_till_done()
        assert ("printer_renamed" in issues(hass)) is (disabler is None)
    for _ in range(3):
        await advance(POLL)
    assert (await answer(hass, post, "same"))["type"] == "create_entry"
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id


async def test_listed_again(
    hass: HomeAssistant, advance: Advance, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """The issue closes when the old printer is listed again."""
    hub.simulator.bind(
        hub.application, hub.simulator.add_printer("another", share_code="2")
    )
    hub.printer.present = False
    await advance(POLL)
    assert "printer_renamed" in issues(hass)
    for _ in range(3):
        await advance(POLL)
    assert "printer_renamed" in issues(hass)
    hub.printer.present = True
    await advance(POLL)
    assert issues(hass) == {}
    state = hub.state(Platform.SENSOR, "status")
    assert state.state == "idle"
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id
    # Its entities were kept all the time.
    assert "unique IDs" not in caplog.text


async def test_no_candidate_is_left(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """Without a candidate, the missing printer is gone."""
    await rename(hub.printer, advance)
    assert "printer_renamed" in issues(hass)
    hub.simulator.remove_printer(hub.printer)
    for _ in range(3):
        await advance(POLL)
    assert issues(hass) == {}
    assert dr.async_get(hass).async_get(hub.device_id) is None


@pytest.mark.parametrize("is_old", [True, False])
async def test_a_device_is_deleted(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post, is_old: bool
) -> None:
    """Deleting a device closes the issue about it."""
    await rename(hub.printer, advance)
    path = await begin(hass, post, "printer_renamed")
    devices = dr.async_get(hass)
    devices.async_update_device(hub.colour_id, name_by_user="Another")
    assert "printer_renamed" in issues(hass)
    deleted = hub.device_id if is_old else device_id_of(hass, hub.account, hub.printer)
    devices.async_remove_device(hub.colour_id)
    assert "printer_renamed" in issues(hass)
    devices.async_remove_device(deleted)
    assert "printer_renamed" not in issues(hass)
    result = await post(path, next_step_id="same")
    assert (result["type"], result["reason"]) == ("abort", "nothing_to_decide")


@pytest.mark.parametrize("option", ["same", "other"])
async def test_answered_in_two_windows(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post, option: str
) -> None:
    """Only the first answer counts."""
    await rename(hub.printer, advance)
    path = await begin(hass, post, "printer_renamed")
    assert (await answer(hass, post, "same"))["type"] == "create_entry"
    result = await post(path, next_step_id=option)
    assert (result["type"], result["reason"]) == ("abort", "nothing_to_decide")
    assert dr.async_get(hass).async_get(hub.device_id)


async def test_no_other_printer_on_the_server(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """Printers on other servers, and earlier ones, are not candidates."""
    hub.simulator.bind(
        hub.application, hub.simulator.add_printer("before", share_code="2")
    )
    await advance(POLL)
    hub.simulator.remove_printer(hub.printer)
    hub.simulator.bind(
        hub.application, hub.simulator.add_printer("new", "Elsewhere", share_code="3")
    )
    for _ in range(2):
        assert dr.async_get(hass).async_get(hub.device_id)
        assert issues(hass) == {}
        await advance(POLL)
    assert dr.async_get(hass).async_get(hub.device_id) is None


@pytest.mark.parametrize("when", ["before", "between", "after"])
async def test_across_a_restart(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post, when: str
) -> None:
    """The issue survives a restart at any time."""
    await hub.print(text="x", name="first")
    hub.printer.name = NEW_NAME
    if when != "before":
        await advance(POLL)
    if when == "after":
        await advance(POLL)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    for _ in range(3):
        await advance(POLL)
    assert (await answer(hass, post, "same"))["type"] == "create_entry"
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id
    assert set(await get_jobs_by_name(hass, device_id=hub.device_id)) == {"first"}


async def test_set_up_fails_after_the_list(
    hass: HomeAssistant,
    advance: Advance,
    hub: Hub,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A rename that is found by a setup that fails is known at the next one."""

    async def fail(*_: object) -> None:
        raise JournalError("disk I/O error")

    await hass.config_entries.async_unload(hub.account.entry_id)
    hub.printer.name = NEW_NAME
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "async_open_jobs", fail)
        assert not await hass.config_entries.async_setup(hub.account.entry_id)
    assert hub.account.state is ConfigEntryState.SETUP_RETRY
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    for _ in range(3):
        await advance(POLL)
    assert (await answer(hass, post, "same"))["type"] == "create_entry"
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id


async def test_without_its_account(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """The flow aborts without a loaded account; disabling it closes the issue."""
    await rename(hub.printer, advance)
    path = await begin(hass, post, "printer_renamed")
    issue_id = issues(hass)["printer_renamed"].issue_id
    assert await hass.config_entries.async_unload(hub.account.entry_id)
    assert "printer_renamed" in issues(hass)
    for result in (
        await post(path, next_step_id="same"),
        await post(handler=DOMAIN, issue_id=issue_id),
    ):
        assert (result["type"], result["reason"]) == ("abort", "account_not_loaded")
    assert await hass.config_entries.async_setup(hub.account.entry_id)
    await hass.config_entries.async_set_disabled_by(
        hub.account.entry_id, ConfigEntryDisabler.USER
    )
    assert issues(hass) == {}


async def test_gone_with_its_account(
    hass: HomeAssistant, advance: Advance, hub: Hub
) -> None:
    """Removing the account closes the issue."""
    await rename(hub.printer, advance)
    await hass.config_entries.async_remove(hub.account.entry_id)
    assert issues(hass) == {}


async def test_journal_cannot_be_written(
    hass: HomeAssistant,
    advance: Advance,
    hub: Hub,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If the jobs cannot be moved, nothing is, and the question remains."""
    await rename(hub.printer, advance)
    new_id = device_id_of(hass, hub.account, hub.printer)

    async def fail(*_: object, **__: object) -> None:
        raise JournalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "async_update", fail)
        result = await answer(hass, post, "same")
        assert (result["type"], result["reason"]) == ("abort", "not_moved")
        assert hub.account.state is ConfigEntryState.SETUP_RETRY
    assert device_id_of(hass, hub.account, hub.printer) == new_id
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert (await answer(hass, post, "same"))["type"] == "create_entry"
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id


async def test_account_cannot_be_reloaded(
    hass: HomeAssistant,
    advance: Advance,
    hub: Hub,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An account that is being set up is not reloaded."""
    await rename(hub.printer, advance)

    async def refuse(entry_id: str) -> bool:
        raise OperationNotAllowed

    with monkeypatch.context() as patched:
        patched.setattr(hass.config_entries, "async_reload", refuse)
        result = await answer(hass, post, "same")
    assert (result["type"], result["reason"]) == ("abort", "not_moved")
    # The rename is not applied later either.
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    assert "printer_renamed" in issues(hass)


async def test_deleted_devices(hass: HomeAssistant, hub: Hub) -> None:
    """A rename is not applied if one of its devices was deleted."""
    devices = dr.async_get(hass)
    device = devices.async_get(hub.device_id)
    printer = hub.data.coordinator.data[hub.colour_id]
    for old, new in ((hub.device_id, "gone"), ("gone", hub.colour_id)):
        moved = Rename(device_id=old, new_device_id=new, printer=printer)
        assert not await async_rename(hass, hub.account, moved)
    assert devices.async_get(hub.device_id) == device
    assert devices.async_get(hub.colour_id)


async def test_service_is_away_during_the_rename(
    hass: HomeAssistant, advance: Advance, hub: Hub, post: Post
) -> None:
    """If the service is away during the reload, the device is moved nevertheless."""
    await rename(hub.printer, advance)
    path = await begin(hass, post, "printer_renamed")
    hub.simulator.refuse_connections()
    result = await post(path, next_step_id="same")
    assert result["type"] == "create_entry"
    assert hub.account.state is ConfigEntryState.LOADED
    coordinator = hub.data.coordinator
    assert coordinator.data[hub.device_id].name == hub.printer.name
    assert not coordinator.last_update_success
    await hub.simulator.accept_connections()
    await advance(POLL)
    assert coordinator.last_update_success
    assert device_id_of(hass, hub.account, hub.printer) == hub.device_id
    assert hub.device_id in coordinator.data
    assert issues(hass) == {}
