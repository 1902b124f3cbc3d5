"""Print the back sides, once a person has put the paper back."""

from collections.abc import Mapping
from typing import Any

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from ..coordinator import with_printer_name
from ..data import CloudPrintConfigEntry, CloudPrintData
from ..exceptions import invalid
from ..fields import check_fields, get_device_id
from ..spool.errors import JobNotHeldError, PrinterBusyError, SpoolStoppedError
from ..spool.job import Job
from ..texts import join_names
from .jobs import async_get_job
from .outcome import create_spool_error
from .permission import get_allowed_target, may


@callback
def get_jobs_to_turn(
    hass: HomeAssistant, user: User | None = None, device_id: str | None = None
) -> list[tuple[CloudPrintConfigEntry, Job]]:
    """Return the back sides that wait for their paper to be put back, oldest first.

    Their front sides are out. They are those of one printer, or of all that the user may
    control.
    """
    return [
        (entry, with_printer_name(hass, job))
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for job in entry.runtime_data.store.waiting.awaiting_turn
        if job.can_be_turned
        and entry.runtime_data.store.is_held(job)
        and device_id in (None, job.device_id)
        and may(hass, user, job.device_id, POLICY_CONTROL)
    ]


def uses_trays(account: CloudPrintData, device_id: str) -> bool:
    """Return whether back sides wait whose pages are in order for a printer's trays."""
    return any(
        job.device_id == device_id for job in account.store.waiting.awaiting_turn
    )


async def async_print_back_sides(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None = None
) -> Job:
    """Print the back sides whose paper was put back; return their job with its result.

    `fields` have the `job_id` of the back or of the front sides, or the `device_id` of a
    printer: its oldest ones. Without either, they must be the only ones that wait.

    Back sides that are printed already are not printed again. Raises
    ServiceValidationError if none wait, if their front sides are not out yet, or while
    the printer prints something else, which would come out on their paper, and
    HomeAssistantError while Home Assistant stops.
    """
    check_fields(fields, ("job_id", "device_id"))
    entry, job = await _async_find(hass, fields, user)
    try:
        job = await entry.runtime_data.spooler.async_print_back_sides(job)
    except PrinterBusyError as err:
        raise invalid("turn_busy", printer=job.printer) from err
    except SpoolStoppedError as err:
        raise create_spool_error(err, entry) from err
    except JobNotHeldError as err:
        if err.job.state.is_final:
            raise invalid("job_ended") from err
        raise invalid("turn_too_early", printer=job.printer) from err
    return with_printer_name(hass, job)


async def _async_find(
    hass: HomeAssistant, fields: Mapping[str, Any], user: User | None
) -> tuple[CloudPrintConfigEntry, Job]:
    """Return the job of the back sides that fields name, and its account."""
    if fields.get("job_id") is not None:
        if fields.get("device_id") is not None:
            raise invalid("job_ambiguous")
        entry, job = await async_get_job(hass, fields["job_id"], user)
        back = entry.runtime_data.store.waiting.find_follower(job.job_id)
        if job.follows is None and back is None:
            raise invalid("turn_none", printer=job.printer)
        return entry, back or job
    if fields.get("device_id") is not None:
        target = get_allowed_target(hass, get_device_id(fields), user)
        if not (waiting := get_jobs_to_turn(hass, user, target.device_id)):
            raise invalid("turn_none", printer=target.name)
        return waiting[0]
    waiting = get_jobs_to_turn(hass, user)
    if not waiting:
        raise invalid("turn_nothing")
    if len({job.device_id for _, job in waiting}) > 1:
        printers = dict.fromkeys(job.printer for _, job in waiting)
        raise invalid(
            "turn_ambiguous", printers=join_names(printers, hass.config.language)
        )
    return waiting[0]
