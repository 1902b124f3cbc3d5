"""The card's commands for jobs."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..fields import check_fields, choice
from ..printing.jobs import (
    DECISIONS,
    async_cancel,
    async_decide,
    async_get_jobs,
    async_map_jobs,
    async_release,
    async_reprint,
)
from ..printing.manual_duplex import async_print_back_pass
from ..printing.permission import async_get_job
from .records import build_job_record


async def ws_list_jobs(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a page of the history."""
    jobs, has_more = await async_get_jobs(hass, fields, user)
    return {
        "jobs": [build_job_record(hass, user, job) for job in jobs],
        "has_more": has_more,
    }


async def ws_cancel_jobs(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Cancel a held job."""
    return {"job": build_job_record(hass, user, await async_cancel(hass, fields, user))}


async def ws_release_jobs(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Send held jobs now."""
    released = await async_release(hass, fields, user)
    return {
        "jobs": await async_map_jobs(released, partial(build_job_record, hass, user))
    }


async def ws_print_back_pass(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print the back pass whose paper was put back."""
    return {
        "job": build_job_record(
            hass, user, await async_print_back_pass(hass, fields, user)
        )
    }


async def ws_reprint_job(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print a job again."""
    again, *_ = await async_reprint(hass, fields, user)
    return {"job": build_job_record(hass, user, again)}


async def ws_decide_job(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Decide on an unconfirmed job."""
    check_fields(fields, ("job_id", "decision"))
    decision = choice("decision", fields.get("decision"), {d: d for d in DECISIONS})
    entry, job = await async_get_job(hass, fields.get("job_id"), user)
    job, again = await async_decide(hass, entry, job, decision, user)
    answer = {"job": build_job_record(hass, user, job)}
    if again is not None:
        answer["again"] = build_job_record(hass, user, again)
    return answer
