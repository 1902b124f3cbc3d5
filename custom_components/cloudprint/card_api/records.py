"""Jobs, printers and documents as the card shows them."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from homeassistant.auth.permissions.const import POLICY_CONTROL, POLICY_READ
from homeassistant.core import HomeAssistant

from ..coordinator import get_printer_name
from ..data import JOURNAL, Account, find_account, get_accounts
from ..fields import check_fields
from ..policy.outlook import async_describe_rules
from ..policy.people import async_get_people
from ..printers.status import get_status
from ..printing.approval import async_read_left_today
from ..printing.capability_check import (
    CHOICES,
    get_choices,
    get_copies_range,
    get_defaults,
)
from ..printing.jobs import async_map_jobs
from ..printing.papers import get_papers
from ..printing.permission import find_listing_account, find_printer_entity, may
from ..printing.saved_document import KINDS, SavedDocument, get_readable_documents
from ..printing.viewer import (
    LeftToday,
    Viewer,
    may_act_on_job,
    may_decide,
    name_approvers,
)
from ..requester import Requester
from ..spool.job import Job
from ..spool.job_parts import PaperSide


async def async_build_job_records(
    hass: HomeAssistant, requester: Requester, jobs: Iterable[Job]
) -> list[dict[str, Any]]:
    """Return the current records of jobs, with what a user can do with them."""
    people, jobs = await async_get_people(hass), [*jobs]
    left = await async_read_left_today(hass, requester, jobs)
    build = partial(_build_job_record, hass, requester, people, left)
    return await async_map_jobs(jobs, build)


def _build_job_record(
    hass: HomeAssistant,
    requester: Requester,
    people: Mapping[str, str],
    left_today: LeftToday,
    job: Job,
) -> dict[str, Any]:
    can_control = can_cancel = can_reprint = can_move = False
    if (account := find_account(hass, job.entry_id)) is not None:
        job = account.store.current(job)
        if can_control := may_act_on_job(hass, requester, job) and may(
            hass, requester, job.device_id, POLICY_CONTROL
        ):
            can_cancel = account.store.is_waiting(job)
            is_listed = job.device_id in account.coordinator.data
            is_kept = account.spooler.contents.is_kept(job)
            can_reprint = is_listed and is_kept
            if can_cancel:
                # A back pass moves with its front pass.
                front = account.store.waiting.get(job.duplex.follows or job.job_id)
                can_move = front is not None and front.duplex.side is not PaperSide.BACK
            elif job.state.is_final and not job.awaits_decision:
                can_move = is_kept and job.duplex.side is None
    shown = Viewer.of_person(hass, requester).show(job)
    job, record = shown.job, shown.as_record(left_today)
    if job.approval is not None:
        record["approval"] |= {
            "approvers": name_approvers(job, people),
            "can_decide": job.needs_approval and may_decide(hass, requester, job),
            "asked_by": job.requester.name,
        }
    return {
        **record,
        "pages": job.content.pages,
        "can_cancel": can_cancel,
        "can_reprint": can_reprint,
        "can_move": can_move,
        "can_decide": can_control and job.awaits_decision,
        "trays": job.duplex.trays and job.duplex.trays.as_json(),
        "can_turn": can_cancel and job.can_release_back_pass,
    }


async def async_build_printer_records(
    hass: HomeAssistant, requester: Requester, device_ids: Collection[str]
) -> list[dict[str, Any]]:
    """Return all printers, or some, that a user may read, by name, with their rules."""
    printers = {
        device_id: account.entry
        for account in get_accounts(hass)
        for device_id in account.coordinator.data
        if (not device_ids or device_id in device_ids)
        and may(hass, requester, device_id, POLICY_READ)
    }
    rules = await async_describe_rules(hass, hass.data[JOURNAL], requester, printers)
    records = [
        _build_printer_record(account, device_id, requester)
        | {"rule": rules.get(device_id)}
        for device_id in printers
        # Unless it went away meanwhile
        if (account := find_listing_account(hass, device_id)) is not None
    ]
    return sorted(records, key=lambda record: (record["name"], record["device_id"]))


def _build_printer_record(
    account: Account, device_id: str, requester: Requester
) -> dict[str, Any]:
    hass, printer = account.hass, account.coordinator.data[device_id]
    capabilities = account.capabilities.get(device_id)
    lowest, highest = get_copies_range(capabilities)
    trays = account.capabilities.get_trays(device_id)
    entity_id = find_printer_entity(hass, device_id)
    return {
        "device_id": device_id,
        "entry_id": account.entry.entry_id,
        "account": account.entry.title,
        "name": get_printer_name(hass, device_id, printer.alias),
        "entity_id": entity_id,
        "status": get_status(account.store, device_id, printer),
        "online": printer.online,
        "available": account.coordinator.last_update_success,
        "can_control": may(hass, requester, device_id, POLICY_CONTROL),
        "capabilities_known": capabilities is not None,
        **{
            choice.plural: get_choices(option, capabilities)
            for option, choice in CHOICES.items()
        },
        "papers": [
            {"name": paper.name.strip(), "width": paper.width, "height": paper.height}
            for paper in get_papers(capabilities)
        ],
        "copies": {"min": lowest, "max": highest},
        "needs_trays": bool(trays) or account.capabilities.is_one_sided(device_id),
        "trays": trays and trays.as_json(),
        "defaults": get_defaults(account, device_id),
    }


async def async_get_documents(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the saved documents that a user may read and whose printer is listed."""
    check_fields(fields, ())
    records = [
        build_document_record(document)
        for account in get_accounts(hass)
        if (listed := account.coordinator.data)
        for document in get_readable_documents(hass, account.entry, requester)
        if (device_id := document.fields.get("device_id")) is None
        or device_id in listed
    ]
    return {
        "documents": sorted(records, key=lambda record: (record["name"], record["id"]))
    }


def build_document_record(document: SavedDocument) -> dict[str, Any]:
    """Return the record of a saved document."""
    return {
        "id": document.subentry_id,
        "name": document.name,
        "kind": next(kind for kind in KINDS if kind in document.fields),
        "device_id": document.fields.get("device_id"),
    }
