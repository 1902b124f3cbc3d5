"""What somebody does with jobs in the card."""

from collections.abc import Mapping
from typing import Any

from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant

from ..fields import check_fields, choice
from ..printing.jobs import (
    DECISIONS,
    async_cancel,
    async_decide,
    async_job,
    async_page_of_jobs,
    async_release,
    async_reprint,
)
from .records import job_record


async def ws_list_jobs(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a page of the history."""
    jobs, has_more = await async_page_of_jobs(hass, fields, user)
    return {
        "jobs": [job_record(hass, user, job) for job in jobs],
        "has_more": has_more,
    }


async def ws_cancel_jobs(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Cancel a held job."""
    job = await async_cancel(hass, fields, user)
    return {"job": await _async_record(hass, user, job["job_id"])}


async def ws_release_jobs(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Send held jobs now."""
    released = (await async_release(hass, fields, user))["jobs"]
    return {
        "jobs": [await _async_record(hass, user, job["job_id"]) for job in released]
    }


async def ws_reprint_job(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Print again what a job printed."""
    job = await async_reprint(hass, fields, user)
    return {"job": await _async_record(hass, user, job["job_id"])}


async def ws_decide_job(
    hass: HomeAssistant, user: User, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Take somebody's word for an unconfirmed job."""
    check_fields(fields, ("job_id", "decision"))
    decision = choice("decision", fields.get("decision"), {d: d for d in DECISIONS})
    entry, job = await async_job(hass, fields.get("job_id"), user)
    again = await async_decide(hass, entry, job, decision)
    answer = {"job": await _async_record(hass, user, job.job_id)}
    if again is not None:
        answer["again"] = job_record(hass, user, again)
    return answer


async def _async_record(hass: HomeAssistant, user: User, job_id: str) -> dict[str, Any]:
    """Return a job as it is now."""
    _, job = await async_job(hass, job_id, user)
    return job_record(hass, user, job)
