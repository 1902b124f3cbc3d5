"""Hands the jobs of a print to the spools of their accounts, and waits for them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, Self

from homeassistant.exceptions import HomeAssistantError

from ..fields import duration_of, flag_of, line_of_text
from ..source import Source
from ..spool.errors import SpoolError
from ..spool.job import Job
from .outcome import spool_failure
from .targets import Target

DEFAULT_TIMEOUT: Final = timedelta(minutes=5)
MAX_TIMEOUT: Final = timedelta(hours=24)
MAX_EXPIRES_IN: Final = timedelta(days=365)
MAX_NAME: Final = 200
MAX_KEY: Final = 200

HOLDING_FIELDS: Final = ("hold", "expires_in", "ignore_quiet_hours", "idempotency_key")
ANSWER_FIELDS: Final = ("wait", "timeout", "dry_run")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOptions:
    """What is asked of a print, beside its content and its options."""

    name: str | None
    hold: bool
    expires_in: timedelta | None
    ignore_quiet_hours: bool
    idempotency_key: str | None
    wait: bool
    timeout: timedelta
    is_dry_run: bool

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any]) -> Self:
        """Read the fields of a print. Raises ServiceValidationError."""
        name, key = fields.get("name"), fields.get("idempotency_key")
        timeout = duration_of(fields, "timeout", MAX_TIMEOUT)
        return cls(
            name=None
            if name is None
            else " ".join(line_of_text("name", name, MAX_NAME).split()),
            hold=flag_of(fields, "hold", default=True),
            expires_in=duration_of(fields, "expires_in", MAX_EXPIRES_IN),
            ignore_quiet_hours=flag_of(fields, "ignore_quiet_hours"),
            idempotency_key=None
            if key is None
            else line_of_text("idempotency_key", key, MAX_KEY),
            wait=flag_of(fields, "wait"),
            timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
            is_dry_run=flag_of(fields, "dry_run"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A job that the spool took, or had taken before under the same key."""

    target: Target
    job: Job
    is_repeated: bool

    def as_response(self) -> dict[str, Any]:
        """Return the job as the action answers with it."""
        return self.job.as_response() | ({"repeated": True} if self.is_repeated else {})


async def async_printed_before(
    targets: Sequence[Target], wishes: SubmitOptions
) -> list[Printed]:
    """Return the jobs of an earlier call under the same key, if each account has some.

    What it printed is not needed a second time, and may not be there any more.
    """
    if (key := wishes.idempotency_key) is None or wishes.is_dry_run:
        return []
    printed: list[Printed] = []
    for target in {target.entry.entry_id: target for target in targets}.values():
        try:
            jobs = await target.account.spooler.async_printed_under(key)
        except SpoolError as err:
            raise spool_failure(err, target.entry) from err
        if not jobs:
            return []
        printed += [Printed(target=target, job=job, is_repeated=True) for job in jobs]
    return _in_order(printed, targets)


async def async_send(
    targets: Sequence[Target], jobs: Sequence[Job], source: Source
) -> tuple[list[Printed], list[HomeAssistantError]]:
    """Hand jobs to the spools of their accounts, all of which are tried.

    Returns the jobs that were taken, in the order of the targets, and what to tell a
    person about the others.
    """
    accounts = {target.entry.entry_id: target for target in targets}
    sending = [
        _async_send_to(
            target, [job for job in jobs if job.entry_id == entry_id], source
        )
        for entry_id, target in accounts.items()
    ]
    if len(sending) == 1:
        # Nearly always: a task of its own would only take time.
        answers = [await sending[0]]
    else:
        answers = await asyncio.gather(*sending)
    printed = [item for items, _ in answers for item in items]
    return _in_order(printed, targets), [error for _, error in answers if error]


def _in_order(printed: list[Printed], targets: Sequence[Target]) -> list[Printed]:
    """Return jobs in the order of the targets."""
    order = {target.device_id: index for index, target in enumerate(targets)}
    # A repeated job may have been printed on another printer.
    return sorted(printed, key=lambda item: order.get(item.job.device_id, len(order)))


async def _async_send_to(
    target: Target, jobs: Sequence[Job], source: Source
) -> tuple[list[Printed], HomeAssistantError | None]:
    """Hand jobs to the spool of one account."""
    try:
        answer = await target.account.spooler.async_print(jobs, source.content)
    except SpoolError as err:
        return [], spool_failure(err, target.entry)
    return [
        Printed(target=target, job=job, is_repeated=is_repeated)
        for job, is_repeated in answer
    ], None


async def async_wait(printed: Sequence[Printed], timeout: timedelta) -> list[Printed]:
    """Return jobs when they have ended, or as they are when the time is over."""
    waiting = [
        asyncio.ensure_future(item.target.account.spooler.async_wait(item.job))
        for item in printed
    ]
    try:
        await asyncio.wait(waiting, timeout=timeout.total_seconds())
    finally:
        for future in waiting:
            future.cancel()
    return [
        replace(
            item,
            job=future.result()
            if future.done()
            else item.target.account.store.current(item.job),
        )
        for item, future in zip(printed, waiting, strict=True)
    ]
