"""Submit the jobs of a print to the spools of their accounts, and wait for them."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Final, Self

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.ulid import ulid_now

from ..data import CloudPrintConfigEntry
from ..exceptions import failed, invalid
from ..fields import get_duration, get_flag, parse_text_line
from ..policy.admission import Admission
from ..requester import Requester
from ..spool.errors import (
    ContentGoneError,
    JobDecidedError,
    JobNotHeldError,
    KeyUsedError,
    PrinterBusyError,
    SpoolError,
    SpoolFullError,
)
from ..spool.job import Job
from ..spool.journal import JournalError
from ..spool.ledger import Limits, PagesUsedUpError
from ..spool.preparation import Preparation
from ..spool.submission import Submission
from .outcome import create_limit_error
from .permission import Target, may
from .viewer import Viewer

DEFAULT_TIMEOUT: Final = timedelta(minutes=5)
MAX_TIMEOUT: Final = timedelta(hours=24)
MAX_EXPIRES_IN: Final = timedelta(days=365)
MAX_JOB_NAME: Final = 200
MAX_KEY: Final = 200

HOLDING_FIELDS: Final = (
    *("hold", "expires_in", "ignore_quiet_hours", "idempotency_key"),
    "skip_empty",
)
ANSWER_FIELDS: Final = ("wait", "timeout", "dry_run")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitOptions:
    """How a print is submitted, apart from its content and its print options."""

    requester: Requester
    print_id: str = field(default_factory=ulid_now)
    name: str | None = None
    hold: bool = True
    expires_in: timedelta | None = None
    ignore_quiet_hours: bool = False
    idempotency_key: str | None = None
    wait: bool = False
    timeout: timedelta = DEFAULT_TIMEOUT
    is_dry_run: bool = False
    preparation: Preparation | None = None  # what is to be done before it is sent
    skip_empty: bool = False

    @classmethod
    def from_fields(cls, fields: Mapping[str, Any], requester: Requester) -> Self:
        """Read the fields of a print. Raises ServiceValidationError."""
        name, key = fields.get("name"), fields.get("idempotency_key")
        if name is not None:
            name = " ".join(parse_text_line("name", name, MAX_JOB_NAME).split())
        if key is not None:
            key = parse_text_line("idempotency_key", key, MAX_KEY)
        timeout = get_duration(fields, "timeout", MAX_TIMEOUT)
        return cls(
            requester=requester,
            name=name,
            hold=get_flag(fields, "hold", default=True),
            expires_in=get_duration(fields, "expires_in", MAX_EXPIRES_IN),
            ignore_quiet_hours=get_flag(fields, "ignore_quiet_hours"),
            idempotency_key=key,
            wait=get_flag(fields, "wait"),
            timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
            is_dry_run=get_flag(fields, "dry_run"),
            skip_empty=get_flag(fields, "skip_empty"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintResult:
    """The job of a printer; of a dry run with its redacted task and a PNG in Base64."""

    target: Target
    job: Job
    is_repeated: bool = False
    task: Mapping[str, Any] | None = None
    preview: str | None = None
    policy: Mapping[str, Any] | None = None  # what rules say of a dry run

    def as_response(self, viewer: Viewer) -> dict[str, Any]:
        """Return the response of the action for who called it."""
        response = viewer.show(self.job).as_response()
        if self.is_repeated:
            response["repeated"] = True
        if self.task is not None:
            for field in ("job_id", "task_id", "state"):
                del response[field]
            response["task"] = self.task
        if self.preview is not None:
            response["preview"] = self.preview
        if self.policy is not None and self.policy["sentence"] is not None:
            response["policy"] = self.policy
        return response


@contextmanager
def spool_errors(
    entry: CloudPrintConfigEntry, unwritable: str = "journal_unwritable"
) -> Generator[None]:
    """Raise a spool's errors as HomeAssistantError, except errors about a job's state."""
    try:
        yield
    except JobDecidedError, JobNotHeldError, PrinterBusyError:
        raise
    except SpoolFullError as err:
        raise failed("spool_full", account=entry.title) from err
    except JournalError as err:
        raise failed(unwritable, error=str(err)) from err
    except PagesUsedUpError as err:
        raise create_limit_error(err) from err
    except KeyUsedError as err:
        raise invalid("key_used", field="idempotency_key") from err
    except ContentGoneError as err:
        raise invalid("job_content_gone", printer=err.job.printer) from err
    except SpoolError as err:
        raise failed("account_not_loaded", account=entry.title) from err


async def async_get_repeated(
    hass: HomeAssistant,
    targets: Sequence[Target],
    key: str | None,
    requester: Requester,
) -> list[PrintResult]:
    """Return the jobs of an earlier print with a key, if all accounts have some.

    Raises HomeAssistantError.
    """
    if key is None:
        return []
    printed: list[PrintResult] = []
    accounts = {target.entry.entry_id: target for target in targets}
    for entry_id, target in accounts.items():
        device_ids = {
            printer.device_id
            for printer in targets
            if printer.entry.entry_id == entry_id
        }
        with spool_errors(target.entry):
            jobs = await target.account.spooler.async_get_keyed_jobs(key, device_ids)
        printed += [
            PrintResult(target=target, job=job, is_repeated=True) for job in jobs
        ]
    check_key(hass, printed, requester)
    if accounts.keys() != {item.target.entry.entry_id for item in printed}:
        return []
    return _sort(printed, targets)


def check_key(
    hass: HomeAssistant, printed: Sequence[PrintResult], requester: Requester
) -> None:
    """Raise ServiceValidationError if a key is of a print that a user may not read."""
    if not all(
        may(hass, requester, item.job.device_id, POLICY_READ) for item in printed
    ):
        raise invalid("key_taken", field="idempotency_key")


@asynccontextmanager
async def async_expect(
    targets: Sequence[Target], size: int
) -> AsyncGenerator[Mapping[str, str]]:
    """Keep room for content of about a size in bytes; yield its id by account."""
    if not size:
        yield {}
        return
    accounts = {target.entry.entry_id: target for target in targets}
    content_ids: dict[str, str] = {}
    errors: list[HomeAssistantError] = []
    async with AsyncExitStack() as stack:
        for entry_id, target in accounts.items():
            try:
                with spool_errors(target.entry):
                    content_ids[entry_id] = await stack.enter_async_context(
                        target.account.spooler.contents.async_expect(size)
                    )
            except HomeAssistantError as err:
                errors.append(err)
        if not content_ids:
            raise errors[0]
        yield content_ids


async def async_send(
    targets: Sequence[Target], admission: Admission
) -> tuple[list[PrintResult], list[HomeAssistantError]]:
    """Submit jobs to all accounts; return accepted ones in order, and accounts' errors."""
    accounts = {target.entry.entry_id: target for target in targets}
    sending = [
        _async_send_to_account(
            target,
            [item for item in admission.submissions if item[0].entry_id == entry_id],
            admission.get_limits(entry_id),
        )
        for entry_id, target in accounts.items()
    ]
    if len(sending) == 1:
        # The usual case: save the time of creating a task.
        answers = [await sending[0]]
    else:
        answers = await asyncio.gather(*sending)
    printed = [item for items, _ in answers for item in items]
    return _sort(printed, targets), [error for _, error in answers if error]


def _sort(printed: list[PrintResult], targets: Sequence[Target]) -> list[PrintResult]:
    order = {target.device_id: index for index, target in enumerate(targets)}
    # A repeated job may have been printed on another printer.
    return sorted(printed, key=lambda item: order.get(item.job.device_id, len(order)))


async def _async_send_to_account(
    target: Target, submissions: Sequence[Submission], limits: Limits
) -> tuple[list[PrintResult], HomeAssistantError | None]:
    try:
        with spool_errors(target.entry):
            jobs = await target.account.spooler.async_print(submissions, limits=limits)
    except HomeAssistantError as err:
        return [], err
    print_id = submissions[0][0].print_id
    return [
        PrintResult(target=target, job=job, is_repeated=job.print_id != print_id)
        for job in jobs
    ], None


async def async_wait(
    printed: Sequence[PrintResult], timeout: timedelta
) -> list[PrintResult]:
    """Return jobs when they have ended, or as they are at the timeout."""
    seconds = timeout.total_seconds()
    jobs = await asyncio.gather(
        *(item.target.account.spooler.async_wait(item.job, seconds) for item in printed)
    )
    return [replace(item, job=job) for item, job in zip(printed, jobs, strict=True)]
