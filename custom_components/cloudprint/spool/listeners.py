"""Who is told of what becomes of jobs."""

from collections.abc import Callable, Sequence, Set as AbstractSet

from homeassistant.core import CALLBACK_TYPE, callback

from ..const import LOGGER
from .job import Job

type JobListener = Callable[[Job], None]
type UpdateListener = Callable[[AbstractSet[str]], None]
"""Called with the ids of the devices whose jobs have changed."""


class JobListeners:
    """Functions that are called with each job, and functions that are called once."""

    def __init__(self) -> None:
        """Set up without any."""
        self._listeners: list[JobListener] = []
        self._update_listeners: list[UpdateListener] = []

    @callback
    def async_add_listener(self, listener: JobListener) -> CALLBACK_TYPE:
        """Have a function called with each job that changed; return what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_add_update_listener(self, listener: UpdateListener) -> CALLBACK_TYPE:
        """Have a function called once when jobs changed, however many; return its end.

        It is called after those that are called with each job.
        """
        self._update_listeners.append(listener)
        return lambda: self._update_listeners.remove(listener)

    def _tell_job(self, job: Job) -> None:
        _call(self._listeners, job)

    def _tell_update(self, device_ids: AbstractSet[str]) -> None:
        if device_ids:
            _call(self._update_listeners, device_ids)


def _call[_T](listeners: Sequence[Callable[[_T], None]], change: _T) -> None:
    """Call listeners, of which none must stop a job or another."""
    for listener in list(listeners):
        try:
            listener(change)
        except Exception:  # noqa: BLE001 - whoever shows a job must not stop it
            LOGGER.exception("A job's change could not be shown")
