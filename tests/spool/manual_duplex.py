"""Both sides of paper as two jobs, straight to the spool."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.spool.job_parts import Gate, PaperSide, Pass
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..simulator import Printer
from .house import House
from .samples import make_job

FRONTS: Final = Content.from_string("The front sides", MediaFormat.TEXT)
BACKS: Final = Content.from_string("The back sides, which are longer", MediaFormat.TEXT)
TURN_WITHIN: Final = timedelta(minutes=30)


def make_passes(house: House, printer: Printer, **fields: Any) -> tuple[Job, Job]:
    """Return a job for the front sides, and one for the back sides."""
    front = make_job(
        entry_id=house.entry.entry_id,
        device_id=house.device_id(printer),
        server_sn=printer.sn,
        printer_name=printer.name,
        name="fronts",
        size=FRONTS.size,
        side=PaperSide.FRONT,
        **fields,
    )
    back = replace(
        front,
        job_id=ulid_now(),
        name="backs",
        content=replace(front.content, size=BACKS.size),
        duplex=Pass(side=PaperSide.BACK, follows=front.job_id),
    )
    return front, back.with_waiting(
        gates=(Gate.FRONT, Gate.PAPER),
        hold=True,
        expires_at=None,
        lifetime=TURN_WITHIN,
    )


def make_again(job: Job, **fields: Any) -> Job:
    """Return a job that prints a side again; a back side waits for its paper."""
    now = dt_util.utcnow()
    again = make_job(
        entry_id=job.entry_id,
        device_id=job.device_id,
        server_sn=job.server_sn,
        printer_name=job.printer_name,
        name=job.name,
        side=job.duplex.side,
        content=job.content,
        reprint_of=job.job_id,
        created_at=now,
        **fields,
    )
    if job.duplex.side is PaperSide.BACK:
        again = again.with_waiting(
            gates=(Gate.PAPER,), expires_at=now + TURN_WITHIN, lifetime=TURN_WITHIN
        )
    return replace(again, content_id=job.content_id)


async def print_passes(house: House, printer: Printer, **fields: Any) -> list[Job]:
    """Print both sides; return the jobs."""
    front, back = make_passes(house, printer, **fields)
    return await house.spooler.async_print([(front, FRONTS), (back, BACKS)])


async def state_of(house: House, job: Job) -> tuple[str, str | None]:
    """Return a job's state and reason."""
    return await house.state({"job_id": job.job_id})


def current(house: House, job: Job) -> Job:
    """Return a job as it is now, as far as it is known without the journal."""
    return house.store.current(job)


def printed(house: House) -> list[str]:
    """Return the names of what was printed, in order."""
    return [job.name for job in house.simulator.printed]
