"""Prepares jobs: their documents are converted after their senders were answered."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER
from ..document.turns import Turn, Turns
from ..exceptions import failed, invalid, log_failure, name_document
from ..requester import RequesterKind
from ..texts import ENGLISH, async_message
from .clock import running_time
from .dispatcher import Dispatcher
from .errors import NotNowError
from .failure import UNKNOWN_FAILURE, Failure
from .job import Job, JobState, Reason
from .job_store import JobStore
from .journal import JournalError
from .tasks import Tasks

AT_A_TIME: Final = 2  # jobs converted or next; others have begun no attempt
ALONE_AFTER: Final = 2  # attempts that were cut off
MAX_ATTEMPTS: Final = 3
HOLDS_UP_FOR: Final = 120  # seconds for which later jobs of a printer wait
PREPARE_AGAIN_AFTER: Final = 60  # seconds, if it cannot be prepared now
PREPARED_WITHIN: Final = 60 * 60  # seconds until such a job has failed

_ORIGINS: Final = {
    RequesterKind.DEVICE: "that came by IPP",
    RequesterKind.LINK: "that came by a link",
}
_TURNS: Final[HassKey[Turns]] = HassKey(f"{DOMAIN}_preparer_turns")

type Prepare = Callable[[Job], Awaitable[None]]
"""Replaces a job by what prints it, or an address by its document.

Raises NotNowError and HomeAssistantError.
"""


class Preparer:
    """Prepares the jobs of an account.

    A job that was in preparation at two kills may be innocent: its last attempt is made
    with nothing else in preparation.
    """

    def __init__(
        self, hass: HomeAssistant, store: JobStore, dispatcher: Dispatcher
    ) -> None:
        """Set up a preparer that is not running."""
        self._hass = hass
        self._store = store
        self._dispatcher = dispatcher
        self._turns = hass.data.setdefault(_TURNS, Turns(AT_A_TIME))
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._running: Final = Tasks()
        self._prepare: Prepare | None = None

    def start(self, prepare: Prepare) -> None:
        """Prepare the jobs that come."""
        self._prepare = prepare
        self._store.async_add_listener(self._job_changed, preparing=True)

    async def async_stop(self) -> None:
        """Interrupt all attempts, which does not count against their jobs."""
        self._prepare = None
        self._tasks.clear()
        await self._running.async_cancel()

    async def async_interrupt(self, job_id: str) -> None:
        """Interrupt the attempt of a job, until `resume`."""
        if (task := self._tasks.pop(job_id, None)) is not None:
            task.cancel()
            await asyncio.wait([task])

    def resume(self, job: Job) -> None:
        """Begin with a job of an earlier run, or again with one in preparation after all."""
        preparing = self._store.find_preparing(job)
        if preparing is not None and job.job_id not in self._tasks:
            self._job_changed(preparing)

    def _job_changed(self, job: Job) -> None:
        if job.state is not JobState.PREPARING:
            task = self._tasks.pop(job.job_id, None)
            if task is not None and job.state.is_final:
                task.cancel()
        elif self._prepare is not None:
            self._tasks[job.job_id] = self._running.start(
                self._async_run(self._prepare, job), "preparer"
            )

    async def _async_run(self, prepare: Prepare, job: Job) -> None:
        assert job.preparation is not None
        attempts = job.preparation.attempts
        turn = Turn(client=job.preparation.client, is_alone=attempts >= ALONE_AFTER)
        give_up_at = running_time() + PREPARED_WITHIN

        @callback
        def let_pass(*_: object) -> None:
            self._store.waiting.let_pass(job)
            self._dispatcher.wake()

        cancel_timer = async_call_later(
            self._hass, HOLDS_UP_FOR, HassJob(let_pass, cancel_on_shutdown=True)
        )
        try:
            while True:
                try:
                    current = self._store.find_preparing(job) or job
                    if current.preparation and current.preparation.is_address:
                        # Waiting for the network takes no turn, and is no attempt.
                        let_pass()
                        await prepare(current)
                    await self._turns.async_run(
                        turn, partial(self._async_attempt, prepare, job, attempts)
                    )
                    break
                except (NotNowError, JournalError) as err:
                    if running_time() >= give_up_at:
                        raise failed("preparation_too_late") from err
                    until = err.until if isinstance(err, NotNowError) else None
                let_pass()
                if until is None:
                    await asyncio.sleep(PREPARE_AGAIN_AFTER)
                else:
                    await asyncio.wait([until], timeout=PREPARE_AGAIN_AFTER)
        except HomeAssistantError as err:
            await self._async_fail(job, err)
        except Exception as err:  # noqa: BLE001 - the job would wait forever
            log_failure("The preparation of a print", err)
            await self._async_fail(job, failed(UNKNOWN_FAILURE))
        finally:
            cancel_timer()

    async def _async_attempt(self, prepare: Prepare, job: Job, attempts: int) -> None:
        """Prepare a job; what is written before counts a kill against it."""
        if attempts >= MAX_ATTEMPTS:
            raise failed("preparation_interrupted")
        preparing = self._store.find_preparing(job)
        assert preparing is not None
        try:
            begun = preparing.with_preparation(attempts=attempts + 1)
            await prepare(await self._store.async_write(begun))
        finally:
            if (preparing := self._store.find_preparing(job)) is not None:
                self._store.update(preparing.with_preparation(attempts=attempts))

    async def _async_fail(self, job: Job, err: HomeAssistantError) -> None:
        failure = Failure.from_error(err)
        # Neither the name of the print nor the field that it came by
        named = name_document(failure.placeholders, "The document")
        told = invalid(failure.key, **named)
        message = await async_message(self._hass, told, ENGLISH)
        preparing = self._store.find_preparing(job)
        assert preparing is not None
        self._tasks.pop(job.job_id, None)
        origin = _ORIGINS.get(job.requester.kind, "that was made here")
        LOGGER.warning("A print %s was not printed: %s", origin, message)
        self._store.transition(
            preparing, JobState.FAILED, Reason.NOT_PREPARED, failure=failure
        )
        self._dispatcher.wake()
