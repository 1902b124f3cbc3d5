"""Sends a job to the cloud, once."""

from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..api.client import CloudPrintClient
from ..api.errors import (
    CloudPrintAuthenticationError,
    CloudPrintError,
    CloudPrintStatusError,
    Delivery,
)
from ..api.print_task import PrintTask
from ..api.vocabulary import MediaFormat
from ..const import LOGGER
from ..document.content import Content
from .circuit_breaker import CircuitBreaker
from .content_store import ContentStore
from .failure import Failure, get_details
from .job import Job, JobState, Reason
from .job_parts import Sent
from .job_store import JobStore
from .journal import JournalError


@dataclass(frozen=True, slots=True)
class Submitter:
    """Submits the jobs of an account, and opens the circuit if the service is away."""

    hass: HomeAssistant
    entry: ConfigEntry[Any]
    client: CloudPrintClient
    store: JobStore
    contents: ContentStore
    breaker: CircuitBreaker

    async def async_submit(self, job: Job, content: Content | None) -> Job:
        """Send a job once, with the stored content if None; return it as answered."""
        try:
            content = content or await self.contents.async_content(job)
        except JournalError as err:
            # It may be this content alone: no other job waits for it.
            self.store.waiting.defer(job)
            failure = Failure(key="content_not_read", placeholders={"error": str(err)})
            return await self._async_hold(job, Reason.SERVICE, message=failure)
        if content is None:
            return self.store.transition(job, JobState.FAILED, Reason.CONTENT_GONE)
        try:
            task_id = await self.client.new_print_task(create_print_task(job, content))
        except CloudPrintError as err:
            return await self._async_failed(job, err)
        self.breaker.submit_answered(job.printer_key)
        is_alias = task_id in self.store.tasks.aliases
        if is_alias or task_id in self.store.tasks.ids:
            # The two jobs could not be told apart. An alias is not believed any more.
            failure = Failure(key="service_other_task", placeholders={"task": task_id})
            return self.store.transition(
                job,
                JobState.UNCONFIRMED,
                Reason.TASK_UNKNOWN,
                message=failure,
                sent=Sent(task_id=task_id if is_alias else None),
            )
        return self.store.transition(
            job,
            JobState.SUBMITTED,
            sent=Sent(task_id=task_id, at=dt_util.utcnow()),
            message=None,
        )

    async def _async_failed(self, job: Job, err: CloudPrintError) -> Job:
        message = get_details(err)
        if err.delivery is Delivery.REFUSED:
            if isinstance(message, Failure):
                LOGGER.warning("Job %s was not printed: %s", job.job_id, err)
            self.breaker.submit_answered(job.printer_key)
            return self.store.transition(
                job, JobState.FAILED, Reason.REFUSED, message=message
            )
        is_unknown = err.delivery is Delivery.UNKNOWN
        reason = Reason.SERVICE
        if is_unknown or isinstance(err, CloudPrintStatusError):
            # The service was reached, or may have been.
            self.breaker.submit_failed(
                job.printer_key, message, retry_after=err.retry_after
            )
        else:
            if isinstance(err, CloudPrintAuthenticationError):
                reason = Reason.AUTHENTICATION
                self.entry.async_start_reauth(self.hass)
            self.breaker.open(reason, message, retry_after=err.retry_after)
        if is_unknown:
            return self.store.transition(
                job, JobState.UNCONFIRMED, Reason.NO_ANSWER, message=message
            )
        return await self._async_hold(job, reason, message=message)

    async def _async_hold(self, job: Job, reason: Reason, **changes: Any) -> Job:
        """Return a job that was not sent as held, or as ended if it must not wait."""
        if job.waiting_state is JobState.HELD:
            await self.contents.async_sync(job)
        return self.store.transition(job, job.waiting_state, reason, **changes)


def create_print_task(job: Job, content: Content) -> PrintTask:
    """Return the cloud's task for a job."""
    return PrintTask(
        name=job.name,
        device_name=job.printer_name,
        server_sn=job.server_sn,
        media_source=content.media_source,
        media_format=content.media_format,
        content=content.payload,
        # A page is printed as in a browser.
        javascript=True if content.media_format is MediaFormat.HTML else None,
        print_background=job.task.print_background,
        headers=job.task.headers,
        config=job.task.config,
    )
