"""Tests of the errors about jobs that were not printed, and of their translations."""

import ast
from datetime import UTC, datetime

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.api.errors import TEXTS
from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.outcome import (
    create_job_error,
    raise_failures,
)
from custom_components.cloudprint.printing.sending import spool_errors
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.errors import (
    ContentGoneError,
    SpoolError,
    SpoolFullError,
    SpoolStoppedError,
)
from custom_components.cloudprint.spool.job import ContentSummary, Job, JobState, Reason
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..actions import MESSAGES, TRANSLATIONS, message_of, placeholders_in, refuses

NOW = datetime(2026, 11, 24, tzinfo=UTC)
JOB = Job(
    job_id="01JDFJ4Q0V5Y8M3T7ZK2R9XWNB",
    print_id="01JDFJ4Q0V5Y8M3T7ZK2R9XWNC",
    requester=AUTOMATION,
    entry_id="entry",
    device_id="device",
    server_sn="pkDgrqeA",
    printer_name="佳能复合机",
    printer="Office",
    name="Note",
    state=JobState.SUBMITTED,
    created_at=NOW,
    updated_at=NOW,
    content=ContentSummary(
        origin="text",
        media_source=MediaSource.STRING,
        media_format=MediaFormat.TEXT,
        size=1,
    ),
)


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.EXPIRED])
@pytest.mark.parametrize("reason", [None, *Reason])
@pytest.mark.parametrize("message", [None, "打印机已停用"])
def test_jobs_that_were_not_printed(
    state: JobState, reason: Reason | None, message: str | None
) -> None:
    """Each reason has an error that names the printer, and not the job."""
    if reason is Reason.REFUSED:
        message = message or "打印机离线"
    error = create_job_error(JOB.with_state(state, reason, message=message))
    assert type(error) is HomeAssistantError
    text = message_of(error)
    assert "Note" not in text
    assert "Office" in text
    if reason in (Reason.REFUSED, Reason.AUTHENTICATION):
        assert (message or "") in text


@pytest.mark.parametrize(
    "state",
    [state for state in JobState if state not in (JobState.FAILED, JobState.EXPIRED)],
)
def test_other_jobs(state: JobState) -> None:
    """A job that is open, finished or unconfirmed is no error."""
    job = JOB.with_state(state)
    assert create_job_error(job) is None
    raise_failures([job, job])
    raise_failures([job, JOB.with_state(JobState.FAILED)], allow_partial=True)


@pytest.mark.parametrize(
    ("reason", "key"),
    [
        (Reason.ORDER, "job_expired"),
        (Reason.QUIET_HOURS, "job_quiet_hours"),
        (Reason.PRINTER_OFFLINE, "job_printer_offline"),
        (Reason.PRINTER_GONE, "job_printer_gone"),
        (Reason.SERVICE, "job_not_sent"),
        (Reason.AUTHENTICATION, "job_key_refused"),
        (Reason.CONTENT_GONE, "job_content_gone"),
        (Reason.TASK_ERROR, "job_task_error"),
    ],
)
def test_first_failure_is_raised(reason: Reason, key: str) -> None:
    """The first of several failed jobs is reported."""
    failed = JOB.with_state(JobState.FAILED, reason)
    with refuses(key, HomeAssistantError):
        raise_failures([JOB, failed, JOB.with_state(JobState.FAILED, Reason.REFUSED)])


@pytest.mark.parametrize(
    ("err", "key"),
    [
        (SpoolFullError(), "spool_full"),
        (SpoolStoppedError(), "account_not_loaded"),
        (JournalError("disk is full"), "journal_unwritable"),
    ],
)
def test_spool_errors(err: SpoolError, key: str) -> None:
    """An error that the caller could not avoid is no validation error."""
    entry = MockConfigEntry(domain=DOMAIN, title="Home")
    with pytest.raises(HomeAssistantError) as raised, spool_errors(entry):
        raise err
    assert raised.type is HomeAssistantError
    assert raised.value.translation_key == key
    message_of(raised.value)


def test_content_that_is_gone() -> None:
    """A reprint of content that is no longer kept is a validation error."""
    entry = MockConfigEntry(domain=DOMAIN)
    with pytest.raises(ServiceValidationError) as raised, spool_errors(entry):
        raise ContentGoneError(JOB)
    assert "“Office”" in message_of(raised.value)


def calls_of_errors() -> list[tuple[str, str, set[str]]]:
    """Return where `invalid` and `failed` are called, with key and placeholders."""
    found = []
    for path in sorted(TRANSLATIONS.parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("invalid", "failed", "DocumentError")
                and isinstance(node.args[0], ast.Constant)
            ):
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                if node.func.id == "DocumentError":
                    # The field is added where it is caught.
                    names.add("field")
                where = f"{path.relative_to(TRANSLATIONS.parent)}:{node.lineno}"
                found.append((where, str(node.args[0].value), names))
    return found


def test_every_error_has_its_message() -> None:
    """Each key in the code has a message with the placeholders that the code fills."""
    calls = calls_of_errors()
    assert len(calls) > 40
    for where, key, names in calls:
        for language, messages in MESSAGES.items():
            message = messages[key]["message"]
            assert placeholders_in(message) == names, (where, language, message)


def test_every_message_has_its_error() -> None:
    """Each message is used by the code."""
    code = "".join(
        path.read_text("utf-8") for path in TRANSLATIONS.parent.rglob("*.py")
    )
    of_service = {f"service_{key}" for key in TEXTS}
    for messages in MESSAGES.values():
        unused = [key for key in messages if f'"{key}"' not in code]
        assert set(unused) <= of_service
