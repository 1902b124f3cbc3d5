"""Tests of targets: entities, areas, floors and labels that mean printers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from custom_components.cloudprint.coordinator import get_printer_name
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import (
    area_registry as ar,
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
    service,
)

from ..actions import call, refuses
from ..conftest import Advance
from ..entities import entity_id_of
from ..hub import Hub
from ..simulator import CloudSimulator
from .one_sided import OneSided
from .test_default_printer import set_default
from .test_permissions import CONTROL, READ, call_as, person
from .test_saved_documents import save


@dataclass(frozen=True, kw_only=True)
class Home:
    """A home with a study upstairs, where the document's printer is, and a kitchen."""

    hass: HomeAssistant
    study: str
    kitchen: str
    upstairs: str
    label: str

    def put(self, device_id: str, **place: Any) -> None:
        """Put a device in an area, or label it."""
        dr.async_get(self.hass).async_update_device(device_id, **place)

    async def where(self, **fields: Any) -> list[str]:
        """Return the devices on which something is printed."""
        response = await call(self.hass, "print", {"text": "x"} | fields)
        return [job["device_id"] for job in response["jobs"]]


@pytest.fixture
def rooms(hass: HomeAssistant, device_id: str) -> Home:
    """Make a home with areas, a floor and a label, and place the printer."""
    upstairs = fr.async_get(hass).async_create("Upstairs").floor_id
    areas = ar.async_get(hass)
    home = Home(
        hass=hass,
        study=areas.async_create("Study", floor_id=upstairs).id,
        kitchen=areas.async_create("Kitchen").id,
        upstairs=upstairs,
        label=lr.async_get(hass).async_create("Homework").label_id,
    )
    home.put(device_id, area_id=home.study)
    return home


def names_of(hass: HomeAssistant, *device_ids: str) -> str:
    """Return the names of printers as an error lists them."""
    return ", ".join(sorted(get_printer_name(hass, each) for each in device_ids))


async def test_each_kind(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """Each kind of target means the printer, also in a list."""
    rooms.put(hub.device_id, labels={rooms.label})
    status = hub.entity_id(Platform.SENSOR, "status")
    for target in (
        {"device_id": [hub.device_id]},
        {"entity_id": status},
        {"area_id": rooms.study},
        {"area_id": [rooms.study]},
        {"floor_id": [rooms.upstairs]},
        {"label_id": rooms.label},
    ):
        assert await rooms.where(**target) == [hub.device_id]


async def test_by_core(hass: HomeAssistant, rooms: Home, device_id: str) -> None:
    """A target of an automation, and one beside a device in the data, arrive alike."""
    for config in (
        {"target": {"area_id": rooms.study}, "data": {"text": "x"}},
        {
            "target": {"area_id": rooms.study},
            "data": {"text": "x", "device_id": device_id},
        },
        {"target": {"device_id": device_id}, "data": {"text": "x"}},
        {"data": {"text": "x", "device_id": device_id}},
    ):
        await service.async_call_from_config(
            hass,
            {"action": "cloudprint.print", **config},
            blocking=True,
            validate_config=True,
        )
    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert [job["device_id"] for job in jobs] == [device_id] * 4


async def test_kinds_add_up(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """Several kinds add up, and each printer prints once."""
    rooms.put(hub.colour_id, area_id=rooms.kitchen)
    entity = hub.entity_id(Platform.NOTIFY, "print_message")
    assert await rooms.where(
        device_id=hub.colour_id,
        entity_id=[entity],
        area_id=[rooms.study, rooms.kitchen],
        floor_id=rooms.upstairs,
    ) == [hub.colour_id, hub.device_id]
    assert await rooms.where(area_id=[rooms.study, rooms.kitchen]) == [
        hub.device_id,
        hub.colour_id,
    ]


async def test_entities(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """Any entity of the printer's device means it; so does each one of a group."""
    color = hub.entity_id(Platform.SELECT, "color")
    assert await rooms.where(entity_id=color) == [hub.device_id]
    plug = er.async_get(hass).async_get_or_create(
        "switch", "demo", "plug", device_id=hub.device_id
    )
    assert await rooms.where(entity_id=plug.entity_id) == [hub.device_id]
    both = [
        entity_id_of(hass, hub.account, Platform.SENSOR, "status", each)
        for each in (hub.printer, hub.colour_printer)
    ]
    hass.states.async_set("group.printers", "on", {"entity_id": both})
    assert sorted(await rooms.where(entity_id="group.printers")) == sorted(
        (hub.device_id, hub.colour_id)
    )


async def test_entity_in_another_area(rooms: Home, hub: Hub) -> None:
    """A printer is also where its entity was put."""
    button = entity_id_of(
        hub.hass, hub.account, Platform.BUTTON, "reprint_last", hub.colour_printer
    )
    er.async_get(hub.hass).async_update_entity(button, area_id=rooms.kitchen)
    assert await rooms.where(area_id=rooms.kitchen) == [hub.colour_id]


@pytest.mark.parametrize("kind", ["area_id", "floor_id", "label_id"])
async def test_several_printers(rooms: Home, hub: Hub, kind: str) -> None:
    """With several printers, the default one prints; without one, they are named."""
    rooms.put(hub.colour_id, area_id=rooms.study, labels={rooms.label})
    rooms.put(hub.device_id, labels={rooms.label})
    target, name = {
        "area_id": (rooms.study, "Study"),
        "floor_id": (rooms.upstairs, "Upstairs"),
        "label_id": (rooms.label, "Homework"),
    }[kind]
    fields = {kind: target}
    printers = names_of(hub.hass, hub.device_id, hub.colour_id)
    for action, more in (
        ("print", {"text": "x"}),
        ("reprint_job", {}),
        ("cancel_job", {}),
        ("get_capabilities", {}),
    ):
        with refuses("target_ambiguous", target=name, printers=printers):
            await call(hub.hass, action, fields, **more)
    assert hub.simulator.printed == []
    set_default(hub.hass, hub.account, hub.colour_id)
    assert await rooms.where(**fields) == [hub.colour_id]
    found = await call(hub.hass, "get_capabilities", fields)
    assert found["device_id"] == hub.colour_id


async def test_default_elsewhere(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """A default printer in another place does not count."""
    set_default(hass, hub.account, hub.colour_id)
    assert await rooms.where(area_id=rooms.study) == [hub.device_id]


async def test_without_printer(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """A target without a printer is named; nothing is printed elsewhere."""
    connection = entity_id_of(
        hass, hub.account, Platform.BINARY_SENSOR, "cloud_connection"
    )
    for kind, item, name in (
        ("area_id", rooms.kitchen, "Kitchen"),
        ("area_id", "attic", "attic"),
        ("floor_id", "cellar", "cellar"),
        ("label_id", rooms.label, "Homework"),
        ("label_id", "none", "none"),
        ("entity_id", connection, connection),
        ("entity_id", "light.desk", "light.desk"),
        ("entity_id", "all", "all"),
    ):
        for action, more in (
            ("print", {"text": "x"}),
            ("release_jobs", {}),
            ("get_jobs", {}),
            ("print_other_sides", {}),
        ):
            with refuses("target_without_printer", target=name):
                await call(hass, action, {kind: item}, **more)
        with refuses("target_without_printer", target=name):
            # Rather than on the first only
            await rooms.where(**{"device_id": hub.device_id, kind: [item]})
    assert hub.simulator.printed == []


@pytest.mark.parametrize("value", [["x", 1], {"a": "b"}, 7, [[]]])
async def test_nonsense(hass: HomeAssistant, rooms: Home, value: object) -> None:
    """What is no id is quoted."""
    with refuses("id_invalid", field="area_id"):
        await rooms.where(area_id=value)
    with refuses("id_invalid", field="area_id"):
        await call(hass, "release_jobs", area_id=value)


async def test_empty(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """A print without a target is one on the default printer; nothing else is wider.

    A template makes None of an area that is unknown.
    """
    set_default(hass, hub.account, hub.colour_id)
    empties: tuple[Any, ...] = ("", [])
    for empty in (None, *empties):
        assert await rooms.where(area_id=empty, entity_id=empty) == [hub.colour_id]
    assert await rooms.where(exclude={}) == [hub.colour_id]
    for empty in (None, *empties):
        for action in ("release_jobs", "get_jobs", "print_other_sides"):
            with refuses("id_invalid", field="area_id"):
                await call(hass, action, area_id=empty)


async def test_document_elsewhere(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """A saved document is printed in the area, and not on its own printer."""
    document = save(hass, hub.account, text="x", device_id=hub.colour_id)
    (job,) = (await call(hass, "print", document=document, area_id=rooms.study))["jobs"]
    assert job["device_id"] == hub.device_id


async def test_printer_that_is_gone(rooms: Home, hub: Hub, advance: Advance) -> None:
    """The only printer of an area is not replaced by another one."""
    rooms.put(hub.colour_id, area_id=rooms.kitchen)
    hub.colour_printer.name = "Renamed"
    for _ in range(3):
        await advance(121)
    with refuses("printer_gone"):
        await rooms.where(area_id=rooms.kitchen)


# What is excluded


async def test_excluded(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """An excluded printer is not chosen, in whichever way it is excluded."""
    rooms.put(hub.colour_id, area_id=rooms.study, labels={rooms.label})
    status = entity_id_of(
        hass, hub.account, Platform.SENSOR, "status", hub.colour_printer
    )
    for exclude in (
        {"device_id": hub.colour_id},
        {"entity_id": [status]},
        {"label_id": [rooms.label]},
    ):
        assert await rooms.where(area_id=rooms.study, exclude=exclude) == [
            hub.device_id
        ]
        assert await rooms.where(
            device_id=[hub.device_id, hub.colour_id], exclude=exclude
        ) == [hub.device_id]
        jobs = await call(hass, "get_jobs", area_id=rooms.study, exclude=exclude)
        assert {job["device_id"] for job in jobs["jobs"]} == {hub.device_id}
    rooms.put(hub.colour_id, area_id=rooms.kitchen)
    assert await rooms.where(
        area_id=[rooms.study, rooms.kitchen], exclude={"area_id": rooms.kitchen}
    ) == [hub.device_id]
    with refuses("target_without_printer", target="Study, Kitchen"):
        await rooms.where(
            area_id=[rooms.study, rooms.kitchen],
            exclude={"device_id": [hub.device_id, hub.colour_id]},
        )
    assert await rooms.where(area_id=rooms.study, exclude=None) == [hub.device_id]
    assert await rooms.where(area_id=rooms.study, exclude={}) == [hub.device_id]


@pytest.mark.skipif(
    "exclude" not in cv.TARGET_FIELDS, reason="Home Assistant 2026.11 has it"
)
async def test_excluded_by_core(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """What an automation's target excludes arrives."""
    rooms.put(hub.colour_id, area_id=rooms.study)
    await service.async_call_from_config(
        hass,
        {
            "action": "cloudprint.print",
            "target": {"area_id": rooms.study, "exclude": {"device_id": hub.colour_id}},
            "data": {"text": "x"},
        },
        blocking=True,
        validate_config=True,
    )
    (job,) = await hub.jobs()
    assert job["device_id"] == hub.device_id


async def test_excluded_from_nothing(
    hass: HomeAssistant, rooms: Home, device_id: str, simulator: CloudSimulator
) -> None:
    """An exclusion alone does not mean all others."""
    more: dict[str, str]
    nonsenses: tuple[Any, ...] = ("x", {"exclude": {}}, {"room": "x"})
    for action, more in (("print", {"text": "x"}), ("release_jobs", {})):
        with refuses("device_missing"):
            await call(hass, action, more, exclude={"device_id": device_id})
        for nonsense in nonsenses:
            with refuses("id_invalid", field="exclude"):
                await call(hass, action, more, area_id=rooms.study, exclude=nonsense)
    assert simulator.printed == []


# The other actions


async def test_newest_job(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """Reprint and cancel mean the newest job of the only printer there."""
    await rooms.where(text="first", device_id=hub.device_id)
    await rooms.where(text="last", device_id=hub.device_id)
    await rooms.where(text="elsewhere", device_id=hub.colour_id)
    again = await call(hass, "reprint_job", area_id=rooms.study)
    assert again["device_id"] == hub.device_id
    assert hub.simulator.times_printed(content=b"last") == 2
    with refuses("job_not_cancelable"):
        await call(hass, "cancel_job", area_id=rooms.study)
    await hub.go_offline()
    await rooms.where(text="held", device_id=hub.device_id)
    await rooms.where(text="newest", device_id=hub.device_id)
    newest, older = await hub.jobs(state="held")
    canceled = await call(hass, "cancel_job", area_id=rooms.study)
    assert canceled["job_id"] == newest["job_id"]
    states = {job["job_id"]: job["state"] for job in await hub.jobs()}
    assert states[newest["job_id"]] == "canceled"
    assert states[older["job_id"]] == "held"
    # The newest one again: nothing else is canceled in its place.
    assert await call(hass, "cancel_job", area_id=rooms.study) == canceled


async def test_newest_of_several(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """Neither is done for several printers at once, nor for none."""
    rooms.put(hub.colour_id, area_id=rooms.kitchen)
    response = await call(hass, "print", device_id=hub.device_id, text="x")
    job_id = response["jobs"][0]["job_id"]
    for action in ("reprint_job", "cancel_job"):
        with refuses("device_not_one"):
            await call(hass, action, area_id=[rooms.study, rooms.kitchen])
        with refuses("printer_without_jobs"):
            await call(hass, action, area_id=rooms.kitchen)
        with refuses("job_missing"):
            await call(hass, action)
    with refuses("job_ambiguous"):
        await call(hass, "cancel_job", area_id=rooms.study, job_id=job_id)


async def test_another_printer(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """A job is printed again on the only printer of an area."""
    rooms.put(hub.colour_id, area_id=rooms.kitchen)
    job = await hub.print(text="x")
    again = await call(hass, "reprint_job", area_id=rooms.kitchen, job_id=job["job_id"])
    assert again["device_id"] == hub.colour_id


async def test_all_printers_of_an_area(rooms: Home, hub: Hub) -> None:
    """Jobs are listed and released for all printers of an area."""
    third = hub.simulator.add_printer("Third", "abcdefgh", "123456789", "1234")
    hub.simulator.bind(hub.application, third)
    await hub.go_offline(*hub.simulator.printers)
    rooms.put(hub.colour_id, area_id=rooms.study)
    for each in hub.data.coordinator.data:
        await rooms.where(device_id=each)
    jobs = await hub.jobs(area_id=rooms.study)
    assert {job["device_id"] for job in jobs} == {hub.device_id, hub.colour_id}
    released = (await call(hub.hass, "release_jobs", area_id=rooms.study))["jobs"]
    assert {job["device_id"] for job in released} == {hub.device_id, hub.colour_id}
    assert len(released) == 2


async def test_other_sides(rooms: Home, hub: Hub, one_sided: OneSided) -> None:
    """In an area, the stack that waits there is meant."""
    rooms.put(hub.colour_id, area_id=rooms.kitchen)
    with refuses("turn_none", printer=one_sided.name):
        await call(hub.hass, "print_other_sides", area_id=rooms.study)
    back = await one_sided.print_fronts()
    with refuses("turn_none", printer=get_printer_name(hub.hass, hub.colour_id)):
        await call(hub.hass, "print_other_sides", area_id=rooms.kitchen)
    with refuses("job_ambiguous"):
        await call(hub.hass, "print_other_sides", area_id=rooms.study, job_id=back)
    rooms.put(hub.colour_id, area_id=rooms.study)
    done = await call(hub.hass, "print_other_sides", area_id=rooms.study)
    assert done["job_id"] == back


async def test_cancel_by_hand_on_both_sides(
    hass: HomeAssistant, rooms: Home, one_sided: OneSided
) -> None:
    """The newest print is canceled with both of its passes, or what is left of it."""
    one_sided.printer.online_status = "0"
    await one_sided.account.runtime_data.coordinator.async_refresh()
    front, back = await one_sided.print()
    assert (await call(hass, "cancel_job", area_id=rooms.study))["job_id"] == front[
        "job_id"
    ]
    jobs = (await call(hass, "get_jobs"))["jobs"]
    assert {job["job_id"]: job["state"] for job in jobs} == {
        front["job_id"]: "canceled",
        back["job_id"]: "canceled",
    }
    one_sided.printer.online_status = "1"
    await one_sided.account.runtime_data.coordinator.async_refresh()
    left = await one_sided.print_fronts()
    assert (await call(hass, "cancel_job", area_id=rooms.study))["job_id"] == left


# Who may


async def test_what_may_not_be_seen(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """What a user may not see is neither chosen nor named."""
    rooms.put(hub.colour_id, area_id=rooms.study)
    status = hub.entity_id(Platform.SENSOR, "status")
    hidden = entity_id_of(
        hass, hub.account, Platform.SENSOR, "status", hub.colour_printer
    )
    await call(hass, "print", device_id=[hub.device_id, hub.colour_id], text="x")
    set_default(hass, hub.account, hub.colour_id)

    async def print_as(policy: Mapping[str, Any], **fields: Any) -> list[str]:
        user = await person(hass, {"entity_ids": policy})
        response = await call_as(hass, user, "print", text="y", **fields)
        return [job["device_id"] for job in response["jobs"]]

    for policy in ({status: CONTROL}, {status: CONTROL, hidden: READ}):
        assert await print_as(policy, area_id=rooms.study) == [hub.device_id]
    with refuses("target_without_printer", target=hidden):
        await print_as({status: CONTROL}, entity_id=hidden)
    with refuses("target_without_printer", target="Study"):
        await print_as({}, area_id=rooms.study)
    name = get_printer_name(hass, hub.colour_id)
    with refuses("printer_not_allowed", printer=name):
        await print_as({hidden: READ}, area_id=rooms.study)
    with refuses("printer_not_allowed"):
        await print_as({status: READ, hidden: READ}, area_id=rooms.study)
    reader = await person(hass, {"entity_ids": {status: READ}})
    found = await call_as(hass, reader, "get_capabilities", area_id=rooms.study)
    assert found["device_id"] == hub.device_id
    jobs = await call_as(hass, reader, "get_jobs", area_id=rooms.study)
    assert {job["device_id"] for job in jobs["jobs"]} == {hub.device_id}
    with refuses("printer_not_allowed"):
        await call_as(hass, reader, "release_jobs", area_id=rooms.study)
    owner = await person(hass, {"entity_ids": {status: CONTROL, hidden: READ}})
    assert await call_as(hass, owner, "release_jobs", area_id=rooms.study) == {
        "jobs": []
    }


async def test_ambiguous_for_a_user(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """The error names the printers that this user may use."""
    third = hub.simulator.add_printer("Third", "abcdefgh", "123456789", "1234")
    hub.simulator.bind(hub.application, third)
    await hub.refresh()
    for each in hub.data.coordinator.data:
        rooms.put(each, area_id=rooms.study)
    user = await person(
        hass,
        {
            "entity_ids": {
                entity_id_of(
                    hass, hub.account, Platform.SENSOR, "status", each
                ): CONTROL
                for each in (hub.printer, hub.colour_printer)
            }
        },
    )
    with refuses(
        "target_ambiguous",
        target="Study",
        printers=names_of(hass, hub.device_id, hub.colour_id),
    ):
        await call_as(hass, user, "print", text="x", area_id=rooms.study)


async def test_unchanged_by_a_target(hass: HomeAssistant, rooms: Home) -> None:
    """An error of a device is the same beside an area."""
    with refuses("device_unknown", device_id="x"):
        await rooms.where(device_id="x", area_id=rooms.study)
    with refuses("field_unknown", field="txt"):
        await rooms.where(area_id=rooms.study, txt="x")
    with pytest.raises(ServiceValidationError):
        await call(hass, "remove_printer", area_id=rooms.study)


async def test_empty_target(hass: HomeAssistant, rooms: Home, hub: Hub) -> None:
    """The developer tools ask for a target, which may be empty."""
    set_default(hass, hub.account, hub.device_id)
    for action, data in (("print", {"text": "x"}), ("release_jobs", {})):
        response = await hass.services.async_call(
            "cloudprint", action, data, blocking=True, target={}, return_response=True
        )
        assert response is not None
