"""Tests of `approve_job` and `deny_job`: who may, of what, and what becomes of it."""

from base64 import b64encode
from dataclasses import dataclass, replace
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.job_events import EVENT_JOB
from custom_components.cloudprint.logbook import describe_event
from custom_components.cloudprint.printing.approval import async_approve, async_deny
from custom_components.cloudprint.printing.viewer import may_decide
from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.spool.errors import JobNotHeldError
from custom_components.cloudprint.spool.job import Job
from homeassistant.auth.models import User
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..hub import Hub
from ..rules import add_rule, waiting_for_approval
from ..samples import pdf_files
from ..simulator import CloudSimulator
from ..waits import Gate, slowed
from .one_sided import OneSided
from .test_permissions import READ, call_as, person
from .test_print_accounts import (  # noqa: F401 - fixtures
    other_account,
    other_application,
    other_id,
    other_printer,
)
from .test_quirks import answers

USERS = ["system-users"]


@dataclass(kw_only=True)
class Family:
    """A child who prints, the mother who approves, an administrator, and a guest."""

    hass: HomeAssistant
    account: MockConfigEntry
    child: User
    mother: User
    admin: User
    guest: User
    device_id: str

    async def print(self, **fields: Any) -> dict[str, Any]:
        """Let the child print; return the first job."""
        fields = {"device_id": self.device_id, "text": "x", "name": "Letter"} | fields
        (job, *_) = (await call_as(self.hass, self.child, "print", **fields))["jobs"]
        assert isinstance(job, dict)
        return job

    async def record(self, job: dict[str, Any]) -> dict[str, Any]:
        """Return a job of the history."""
        jobs = (await call(self.hass, "get_jobs", limit=1000))["jobs"]
        return next(each for each in jobs if each["job_id"] == job["job_id"])

    async def approve(
        self, user: User, job: dict[str, Any], **fields: Any
    ) -> list[dict[str, Any]]:
        """Let a user approve a print; return its jobs."""
        fields = {"job_id": job["job_id"], **fields}
        jobs: list[dict[str, Any]] = (
            await call_as(self.hass, user, "approve_job", **fields)
        )["jobs"]
        return jobs

    def waiting(self) -> list[Job]:
        """Return what waits for an approval."""
        return waiting_for_approval(self.account)


@pytest.fixture
async def family(hass: HomeAssistant, hub: Hub) -> Family:
    """Make a rule: the mother is asked about each print of the child."""
    admin = await hass.auth.async_create_user("Admin")
    child, mother, guest = [
        await hass.auth.async_create_user(name, group_ids=USERS)
        for name in ("Child", "Mother", "Guest")
    ]
    add_rule(
        hass, hub.account, "Child", users=[child.id], ask_above=0, approvers=[mother.id]
    )
    return Family(
        hass=hass,
        account=hub.account,
        child=child,
        mother=mother,
        admin=admin,
        guest=guest,
        device_id=hub.device_id,
    )


async def test_approve(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """An approver approves; the answer has the jobs, and the history who it was."""
    job = await family.print()
    assert job["state"] == "held"
    record = await family.record(job)
    assert (record["reason"], record["approval"]["state"]) == ("approval", "needed")
    assert record["approval"]["causes"] == ["pages"]
    (approved,) = await family.approve(family.mother, job)
    assert approved["job_id"] == job["job_id"]
    await hass.async_block_till_done()
    assert [each.name for each in simulator.printed] == ["Letter"]
    approval = (await family.record(job))["approval"]
    assert (approval["state"], approval["decided_by"]) == ("given", "Mother")


async def test_deny(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """A denied print has the words of who denied it."""
    job = await family.print()
    fields = {"job_id": job["job_id"], "message": " Not so\nmuch "}
    answer = await call_as(hass, family.mother, "deny_job", **fields)
    assert [each["state"] for each in answer["jobs"]] == ["canceled"]
    record = await family.record(job)
    assert (record["reason"], record["message"]) == ("denied", "Not so much")
    assert record["approval"]["decided_by"] == "Mother"
    assert simulator.printed == []
    # Without words, too
    job = await family.print()
    await call_as(hass, family.admin, "deny_job", job_id=job["job_id"], message="")
    assert (await family.record(job))["message"] is None


async def test_who_may(hass: HomeAssistant, family: Family) -> None:
    """Neither who asked, nor others; an administrator may, also an own print."""
    job = await family.print()
    with refuses("approval_own"):
        await family.approve(family.child, job)
    with refuses("approval_not_allowed"):
        await family.approve(family.guest, job)
    with refuses("approval_not_allowed"):
        await call_as(hass, family.guest, "deny_job", job_id=job["job_id"])
    assert len(family.waiting()) == 1
    assert len(await family.approve(family.admin, job)) == 1
    # An approver, on own prints
    for user, allowed in ((family.mother, False), (family.admin, True)):
        add_rule(
            hass,
            family.account,
            user.name or "",
            users=[user.id],
            ask_above=0,
            approvers=[user.id, family.guest.id],
        )
        answer = await call_as(
            hass, user, "print", device_id=family.device_id, text="x"
        )
        (own,) = answer["jobs"]
        if allowed:
            assert len(await family.approve(user, own)) == 1
        else:
            with refuses("approval_own"):
                await family.approve(user, own)
            assert len(await family.approve(family.guest, own)) == 1


async def test_approver_is_gone(hass: HomeAssistant, family: Family) -> None:
    """A vanished approver leaves administrators; a changed rule has others."""
    first, second = await family.print(), await family.print()
    await hass.auth.async_remove_user(family.mother)
    assert len(await family.approve(family.admin, first)) == 1
    (rule,) = family.account.subentries.values()
    hass.config_entries.async_update_subentry(
        family.account, rule, data={**rule.data, "approvers": [family.guest.id]}
    )
    assert len(await family.approve(family.guest, second)) == 1
    # Without its rule, who was asked then
    third = await family.print()
    hass.config_entries.async_remove_subentry(family.account, rule.subentry_id)
    with refuses("approval_not_allowed"):
        stranger = await hass.auth.async_create_user("X", group_ids=USERS)
        await family.approve(stranger, third)
    assert len(await family.approve(family.guest, third)) == 1


@pytest.mark.parametrize(
    "kind",
    [
        RequesterKind.VOICE,
        RequesterKind.MODEL,
        RequesterKind.DEVICE,
        RequesterKind.LINK,
    ],
)
async def test_ways_that_never_approve(
    hass: HomeAssistant, family: Family, kind: RequesterKind
) -> None:
    """Voice, models, devices and links approve nothing, not even for administrators."""
    job = await family.print()
    admin = Requester.from_user(family.admin).via(kind)
    for user in (admin, replace(admin, user=None, user_id=None)):
        for decide in (async_approve, async_deny):
            for approver in ({}, {"approver": family.admin.id}):
                with refuses("approval_not_this_way"):
                    await decide(hass, {"job_id": job["job_id"], **approver}, user)
    assert len(family.waiting()) == 1


async def test_automation(hass: HomeAssistant, family: Family) -> None:
    """An automation says who decides: a user who may, or a person."""
    job = await family.print()
    job_id = job["job_id"]
    program = await hass.auth.async_create_system_user(
        "Add-on", group_ids=["system-admin"]
    )
    gone = await hass.auth.async_create_user("Gone", group_ids=["system-admin"])
    await hass.auth.async_deactivate_user(gone)
    hass.states.async_set("person.mother", "home", {"user_id": family.mother.id})
    hass.states.async_set("person.baby", "home", {"user_id": None})
    with refuses("approver_missing", field="approver"):
        await call(hass, "approve_job", job_id=job_id)
    # What an add-on does is an automation's.
    with refuses("approver_missing"):
        await family.approve(program, job)
    for approver in ("person.baby", "person.nobody", "Mother", gone.id, program.id):
        with refuses("approver_unknown", value=approver):
            await call(hass, "approve_job", job_id=job_id, approver=approver)
    with refuses("approval_own"):
        await call(hass, "approve_job", job_id=job_id, approver=family.child.id)
    with refuses("approval_not_allowed"):
        await call(hass, "deny_job", job_id=job_id, approver=family.guest.id)
    with refuses("text_invalid", field="approver"):
        await call(hass, "approve_job", job_id=job_id, approver="")
    assert len(family.waiting()) == 1
    answer = await call(hass, "approve_job", job_id=job_id, approver="person.mother")
    assert len(answer["jobs"]) == 1
    assert (await family.record(job))["approval"]["decided_by"] == "Mother"


async def test_user_names_nobody_else(family: Family) -> None:
    """Who calls it decides."""
    job = await family.print()
    for user in (family.child, family.admin):
        with refuses("approver_is_caller"):
            await family.approve(user, job, approver=family.mother.id)
    approved = await family.approve(family.mother, job, approver=family.mother.id)
    assert len(approved) == 1


async def test_decided_before(hass: HomeAssistant, family: Family) -> None:
    """An error says who has decided, and how."""
    given, denied, canceled = [await family.print() for _ in range(3)]
    await family.approve(family.mother, given)
    with refuses("approval_given", name="Mother"):
        await call_as(hass, family.admin, "deny_job", job_id=given["job_id"])
    await call_as(hass, family.mother, "deny_job", job_id=denied["job_id"])
    with refuses("approval_denied", name="Mother"):
        await family.approve(family.admin, denied)
    with refuses("approval_denied"):
        await family.approve(family.admin, denied, copies=2)
    await call_as(hass, family.child, "cancel_job", job_id=canceled["job_id"])
    with refuses("job_ended"):
        await family.approve(family.admin, canceled)
    (free,) = (await call(hass, "print", device_id=family.device_id, text="x"))["jobs"]
    with refuses("approval_not_needed"):
        await family.approve(family.admin, free)
    with refuses("job_unknown"):
        await call_as(hass, family.admin, "approve_job", job_id="none")
    with refuses("field_unknown"):
        await family.approve(family.admin, free, paper="A4")


async def test_another_print_of_own_history(
    hass: HomeAssistant, family: Family
) -> None:
    """Where each sees an own history, another's print is unknown but to who decides."""
    job = await family.print()
    with refuses("approval_not_allowed"):
        await family.approve(family.guest, job)
    options = {**family.account.options, "own_history": True}
    hass.config_entries.async_update_entry(family.account, options=options)
    with refuses("job_unknown"):
        await family.approve(family.guest, job)
    assert len(await family.approve(family.mother, job)) == 1


async def test_two_at_once(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """The second one is told what the first one said."""
    job = await family.print()
    gate = Gate()
    journal = family.account.runtime_data.store._journal  # noqa: SLF001 - no other way
    with slowed(journal, "async_update", gate.wait):
        denying = hass.async_create_task(
            call_as(hass, family.mother, "deny_job", job_id=job["job_id"])
        )
        await gate.reached.wait()
        approving = hass.async_create_task(family.approve(family.admin, job))
        gate.open()
        await denying
        with refuses("approval_denied", name="Mother"):
            await approving
    assert simulator.printed == []


async def test_permission_on_the_printer(hass: HomeAssistant, hub: Hub) -> None:
    """An approver has to see the printer, not to print on it."""
    status = hub.entity_id(Platform.SENSOR, "status")
    blind = await person(hass, {"entity_ids": {}})
    seeing = await hass.auth.async_create_user("Seeing", group_ids=USERS)
    seeing.perm_lookup = blind.perm_lookup
    seeing.groups = [replace_policy(blind, {status: READ})]
    child = await hass.auth.async_create_user("Child", group_ids=USERS)
    approvers = [blind.id, seeing.id]
    add_rule(hass, hub.account, users=[child.id], ask_above=0, approvers=approvers)
    answer = await call_as(hass, child, "print", device_id=hub.device_id, text="x")
    job_id = answer["jobs"][0]["job_id"]
    with refuses("job_unknown"):
        await call_as(hass, blind, "approve_job", job_id=job_id)
    answer = await call_as(hass, seeing, "approve_job", job_id=job_id)
    assert len(answer["jobs"]) == 1


def replace_policy(user: User, entity_ids: dict[str, Any]) -> Any:
    """Return a group that may do something else."""
    (group,) = user.groups
    group = replace_group(group.name)
    group.policy = {"entities": {"entity_ids": entity_ids}}
    return group


def replace_group(name: str | None) -> Any:
    """Return a group without a policy."""
    from homeassistant.auth.models import Group  # noqa: PLC0415

    return Group(name=name, policy={})


async def test_all_of_a_print(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    family: Family,
    colour_id: str,
    other_account: MockConfigEntry,  # noqa: F811
    other_id: str,  # noqa: F811
) -> None:
    """One decision is for all printers, in all accounts, that one may decide on."""
    rule: dict[str, Any] = {"users": [family.child.id], "ask_above": 0}
    add_rule(hass, other_account, **rule, approvers=[family.mother.id])
    devices = [family.device_id, colour_id, other_id]
    job = await family.print(device_id=devices)
    assert len(await family.approve(family.mother, job)) == 3
    await hass.async_block_till_done()
    assert len(simulator.printed) == 3
    # Those of a rule that names somebody else wait on.
    (here,) = family.account.subentries.values()
    hass.config_entries.async_remove_subentry(family.account, here.subentry_id)
    add_rule(hass, family.account, **rule, approvers=[family.guest.id])
    job = await family.print(device_id=devices)
    answer = await call_as(hass, family.mother, "deny_job", job_id=job["job_id"])
    assert [each["device_id"] for each in answer["jobs"]] == [other_id]
    assert len(family.waiting()) == 2
    with refuses("approval_not_allowed"):
        await call_as(hass, family.mother, "deny_job", job_id=job["job_id"])
    assert len(await family.approve(family.guest, job)) == 2


async def test_printed_again_meanwhile(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """A decision on what one was asked about is none on what is printed again."""
    job = await family.print()
    again = [
        await call_as(
            hass, family.child, "reprint_job", job_id=job["job_id"], copies=copies
        )
        for copies in (2, 50)
    ]
    (approved,) = await family.approve(family.mother, job)
    assert approved["job_id"] == job["job_id"]
    # The second press of a button
    with refuses("approval_given", name="Mother"):
        await family.approve(family.mother, job)
    await family.approve(family.mother, again[0])
    await hass.async_block_till_done()
    copies = [printed.config.get("copies", 1) for printed in simulator.printed]
    assert copies == [1, 2]
    denied = await call_as(hass, family.mother, "deny_job", job_id=again[1]["job_id"])
    assert [each["job_id"] for each in denied["jobs"]] == [again[1]["job_id"]]


async def test_button_of_before_a_move(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family, colour_id: str
) -> None:
    """What the rule of another printer asks is not decided by an earlier question."""
    (rule,) = family.account.subentries.values()
    hass.config_entries.async_remove_subentry(family.account, rule.subentry_id)
    for name, each in (("Here", family.device_id), ("There", colour_id)):
        add_rule(hass, family.account, name, others=True, printers=[each], ask_above=0)
    job = await family.print()
    fields = {"job_id": job["job_id"], "device_id": colour_id}
    moved = await call_as(hass, family.child, "move_job", **fields)
    with refuses("job_moved"):
        await family.approve(family.admin, job)
    assert simulator.printed == []
    assert len(await family.approve(family.admin, moved)) == 1


async def test_account_is_not_loaded(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    family: Family,
    other_account: MockConfigEntry,  # noqa: F811
    other_id: str,  # noqa: F811
) -> None:
    """What is not loaded waits on, and is decided later."""
    add_rule(hass, other_account, users=[family.child.id], ask_above=0)
    job = await family.print(device_id=[family.device_id, other_id])
    await hass.config_entries.async_unload(family.account.entry_id)
    await hass.async_block_till_done()
    # The other part of the print
    assert len(await family.approve(family.admin, job)) == 1
    with refuses("account_not_loaded"):
        await family.approve(family.admin, job)
    await hass.config_entries.async_setup(family.account.entry_id)
    await hass.async_block_till_done()
    assert len(family.waiting()) == 1
    assert len(await family.approve(family.admin, job)) == 1
    await hass.async_block_till_done()
    assert len(simulator.printed) == 2


async def test_canceled_while_it_is_made_anew(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """A print that is canceled while its changes are made is not printed after all."""
    job = await family.print()
    contents = family.account.runtime_data.spooler.contents

    async def cancel() -> None:
        await call_as(hass, family.child, "cancel_job", job_id=job["job_id"])

    with slowed(contents, "async_content", cancel), refuses("job_ended"):
        await family.approve(family.mother, job, copies=2)
    assert simulator.printed == []


async def test_canceled_while_it_is_written(
    simulator: CloudSimulator, family: Family
) -> None:
    """Nor is one that is canceled at the last moment."""
    job = await family.print()
    spooler = family.account.runtime_data.spooler

    async def cancel() -> None:
        (waiting,) = family.waiting()
        raise JobNotHeldError(await spooler.async_cancel(waiting))

    with slowed(spooler, "async_decide_approval", cancel), refuses("job_ended"):
        await family.approve(family.mother, job, copies=2)
    assert simulator.printed == []


async def test_account_is_removed(hass: HomeAssistant, family: Family) -> None:
    """Nobody decides on a job of an account that is gone."""
    await family.print()
    (waiting,) = family.waiting()
    assert may_decide(hass, Requester.from_user(family.mother), waiting)
    await hass.config_entries.async_remove(family.account.entry_id)
    assert not may_decide(hass, Requester.from_user(family.mother), waiting)


async def test_account_stops_meanwhile(family: Family) -> None:
    """An account that is unloaded at this moment decides nothing."""
    job = await family.print()
    await family.account.runtime_data.spooler.async_finish()
    with refuses("account_not_loaded", HomeAssistantError):
        await family.approve(family.mother, job)


async def test_changes(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """The approver prints less; the print is another job, and the same print."""
    data = b64encode(pdf_files.text(pages=3)).decode()
    job = await family.print(
        data=data, text=None, copies=3, color="color", page_ranges="1-2"
    )
    before = family.waiting()[0]
    events = async_capture_events(hass, EVENT_JOB)
    (made,) = await family.approve(
        family.mother, job, copies=1, color="monochrome", sides="one_sided"
    )
    await hass.async_block_till_done()
    said = [describe_event(hass, event.data)["message"] for event in events]
    assert not [text for text in said if "another printer" in text]
    assert [text for text in said if "was changed when it was approved" in text]
    (printed,) = simulator.printed
    config = printed.config
    assert (config["copies"], config["color"], config["side"]) == (
        1,
        "MONOCHROME",
        "ONESIDE",
    )
    old, new = await family.record(job), await family.record(made)
    assert (old["state"], old["reason"], old["moved_to"]) == (
        "canceled",
        "changed",
        made["job_id"],
    )
    changed = {"copies": 1, "color": "monochrome", "sides": "one_sided"}
    assert changed.items() <= new["options"].items()
    assert new["print_id"] == before.print_id
    assert (new["approval"]["state"], new["approval"]["decided_by"]) == (
        "given",
        "Mother",
    )
    assert new["impressions"] == 2
    with refuses("approval_given", name="Mother"):
        await family.approve(family.admin, job)


async def test_changes_of_raw_options(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """What the approver says counts, however it was asked for; the rest stays."""
    raw = {"copies": 50, "color": "COLOR", "side": "DUPLEX", "repeats": 2}
    job = await family.print(raw_options=raw)
    await family.approve(
        family.mother, job, copies=1, color="monochrome", sides="one_sided"
    )
    await hass.async_block_till_done()
    config = simulator.printed[0].config
    assert (config["copies"], config["color"], config["side"], config["repeats"]) == (
        1,
        "MONOCHROME",
        "ONESIDE",
        2,
    )


async def test_changes_of_copies_as_jobs(
    hass: HomeAssistant, simulator: CloudSimulator, family: Family
) -> None:
    """Where each copy is a job, there are as many as the approver says."""
    options = answers(copies="one")
    hass.config_entries.async_update_entry(family.account, options=options)
    job = await family.print(copies=3)
    assert len(family.waiting()) == 3
    assert len(await family.approve(family.mother, job, color="monochrome")) == 3
    copies = (await hass.data[JOURNAL].async_jobs(limit=10))[:3]
    assert len({copy.content_id for copy in copies}) == 1
    job = await family.print(copies=3)
    assert len(await family.approve(family.mother, job, copies=2)) == 2
    await hass.async_block_till_done()
    assert len(simulator.printed) == 5
    assert family.waiting() == []


async def test_refused_changes(family: Family, colour_id: str) -> None:
    """A change that one of the printers does not know approves nothing."""
    job = await family.print(device_id=[family.device_id, colour_id])
    for changes in ({"color": "pink"}, {"copies": 0}, {"sides": "three"}):
        with refuses("option_invalid", field=next(iter(changes))):
            await family.approve(family.mother, job, **changes)
    assert len(family.waiting()) == 2
    assert len(await family.approve(family.mother, job, copies=2)) == 2


async def test_passes(hass: HomeAssistant, one_sided: OneSided) -> None:
    """Both passes are approved together; their sides stay as they are."""
    admin = await hass.auth.async_create_user("Admin")
    child = await hass.auth.async_create_user("Child", group_ids=USERS)
    add_rule(hass, one_sided.account, users=[child.id], ask_above=0)
    data = b64encode(pdf_files.text(pages=3, lines=2)).decode()

    async def print_both() -> tuple[str, str]:
        answer = await call_as(
            hass,
            child,
            "print",
            device_id=one_sided.device_id,
            data=data,
            sides="two_sided_long_edge",
        )
        front, back = answer["jobs"]
        return front["job_id"], back["job_id"]

    front, back = await print_both()
    with refuses("approval_passes"):
        await call_as(hass, admin, "approve_job", job_id=front, sides="one_sided")
    answer = await call_as(hass, admin, "approve_job", job_id=back, copies=2)
    made = [each["job_id"] for each in answer["jobs"]]
    await hass.async_block_till_done()
    await one_sided.finish()
    assert len(one_sided.printed) == 1
    await call(hass, "print_other_sides", job_id=made[1])
    await one_sided.finish()
    assert [each.config["copies"] for each in one_sided.printed] == [2, 2]
    front, back = await print_both()
    await call_as(hass, admin, "deny_job", job_id=front)
    await hass.async_block_till_done()
    assert waiting_for_approval(one_sided.account) == []
    assert one_sided.account.runtime_data.store.open_jobs == []
