"""A card's subscription to jobs and their changes, sent a few times a second at most."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import batched, islice
from operator import attrgetter
from typing import Any, Final

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later

from ..const import DOMAIN
from ..data import JOURNAL, get_accounts
from ..fields import check_fields, parse_ids, parse_whole_number
from ..printing.jobs import MAX_LISTED
from ..printing.permission import find_listing_account, get_readable_devices, may
from ..printing.viewer import Viewer
from ..requester import Requester
from ..spool.job import FINAL_STATES, Job
from ..spool.job_store import JobStore
from ..spool.journal import OPEN_STATES, JournalError
from .records import async_build_job_records

SEND_INTERVAL: Final = 0.25  # Seconds between two messages
MAX_JOBS_PER_MESSAGE: Final = 200
DEFAULT_ENDED: Final = 20
MAX_ENDED: Final = 100


class JobFeed:
    """The wanted jobs that a subscriber may read, as they change."""

    def __init__(
        self,
        hass: HomeAssistant,
        connection: ActiveConnection,
        subscription: int,
        fields: Mapping[str, Any],
    ) -> None:
        """Set up a feed. Raises ServiceValidationError."""
        check_fields(fields, ("device_id", "limit"))
        given = {name: fields[name] for name in fields if fields[name] is not None}
        ids, limit = given.get("device_id"), given.get("limit", DEFAULT_ENDED)
        self._device_ids = None if ids is None else parse_ids("device_id", ids)
        self._max_ended = parse_whole_number("limit", limit, 0, MAX_ENDED)
        self._hass = hass
        self._connection = connection
        self._requester = Requester.from_user(connection.user)
        self._subscription = subscription
        self._changed: dict[str, Job] = {}
        self._must_reset = True
        self._is_sending = False
        self._is_stopped = False
        self._cancel_timer: CALLBACK_TYPE | None = None
        self._ignore: list[CALLBACK_TYPE] = []
        self._followed: dict[JobStore, CALLBACK_TYPE] = {}

    def start(self) -> CALLBACK_TYPE:
        """Follow the accounts; return a callback that stops it."""
        self._follow()
        self._ignore = [
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed
            ),
            self._hass.bus.async_listen(
                dr.EVENT_DEVICE_REGISTRY_UPDATED, self._device_updated
            ),
        ]
        return self._stop

    async def async_send(self, now: datetime | None = None) -> None:
        """Send up to MAX_JOBS_PER_MESSAGE changed jobs, or all jobs after a reset."""
        self._cancel_timer = None
        self._is_sending = True
        try:
            if self._must_reset:
                self._must_reset = False
                jobs = {job.job_id: job for job in await self._async_all()}
                # What changed while the journal was read is newer.
                jobs |= self._changed
                self._changed.clear()
                readable = self._filter_readable(jobs.values())
                parts = [*batched(readable, MAX_JOBS_PER_MESSAGE, strict=False)] or [()]
                # A reset, without a change between its parts
                for part in parts:
                    await self._async_send_jobs(
                        part, is_reset=True, has_more=part is not parts[-1]
                    )
            else:
                some = list(islice(self._changed, MAX_JOBS_PER_MESSAGE))
                changed = [self._changed.pop(job_id) for job_id in some]
                if readable := self._filter_readable(changed):
                    await self._async_send_jobs(readable)
        finally:
            self._is_sending = False
        self._schedule()

    def _stop(self) -> None:
        self._is_stopped = True
        for ignore in (*self._ignore, *self._followed.values()):
            ignore()
        self._followed.clear()
        if self._cancel_timer:
            self._cancel_timer()

    @callback
    def _entry_changed(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain == DOMAIN and self._follow():
            self._must_reset = True
            self._schedule()

    @callback
    def _device_updated(self, event: Event[dr.EventDeviceRegistryUpdatedData]) -> None:
        """Send all jobs again when a printer has another name."""
        data = event.data
        if data["action"] != "update" or data["changes"].keys().isdisjoint(
            ("name", "name_by_user")
        ):
            return
        if find_listing_account(self._hass, data["device_id"]) is not None:
            self._must_reset = True
            self._schedule()

    def _follow(self) -> bool:
        stores = {account.store for account in get_accounts(self._hass)}
        if stores == self._followed.keys():
            return False
        for store in self._followed.keys() - stores:
            self._followed.pop(store)()
        for store in stores - self._followed.keys():
            self._followed[store] = store.async_add_listener(
                self._job_changed, preparing=True
            )
        return True

    def _job_changed(self, job: Job) -> None:
        if self._device_ids is None or job.device_id in self._device_ids:
            self._changed[job.job_id] = job
            self._schedule()

    def _schedule(self) -> None:
        is_due = self._must_reset or self._changed
        if not is_due or self._is_sending or self._is_stopped or self._cancel_timer:
            return
        self._cancel_timer = async_call_later(
            self._hass, SEND_INTERVAL, HassJob(self.async_send, cancel_on_shutdown=True)
        )

    async def _async_all(self) -> list[Job]:
        """Return the open and undecided jobs, and the newest ended ones."""
        journal = self._hass.data[JOURNAL]
        viewer = Viewer.of_person(self._hass, self._requester)
        device_ids = get_readable_devices(self._hass, self._requester, self._device_ids)
        jobs: list[Job] = []
        # If the journal cannot be read, send the jobs in memory.
        with suppress(JournalError):
            for states, limit in (
                (OPEN_STATES, MAX_LISTED),
                (FINAL_STATES, self._max_ended),
            ):
                jobs += await journal.async_jobs(
                    device_ids=device_ids,
                    states=states,
                    private=viewer.private,
                    limit=limit,
                )
        for store in self._followed:
            jobs += [
                job
                for job in (*store.open_jobs, *store.undecided_jobs)
                if device_ids is None or job.device_id in device_ids
            ]
        return [job for job in jobs if viewer.lists(job)]

    def _filter_readable(self, jobs: Collection[Job]) -> list[Job]:
        readable = {
            device_id
            for device_id in {job.device_id for job in jobs}
            if may(self._hass, self._requester, device_id, POLICY_READ)
        }
        return sorted(
            (job for job in jobs if job.device_id in readable),
            key=attrgetter("job_id"),
            reverse=True,
        )

    async def _async_send_jobs(
        self, jobs: Iterable[Job], *, is_reset: bool = False, has_more: bool = False
    ) -> None:
        records = await async_build_job_records(self._hass, self._requester, jobs)
        self._connection.send_event(
            self._subscription, {"reset": is_reset, "more": has_more, "jobs": records}
        )
