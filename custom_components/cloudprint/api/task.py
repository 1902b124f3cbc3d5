"""A task as the service reports it (OpenAPI 3.7.3)."""

from dataclasses import dataclass, field
from typing import Any, override

from mashumaro import DataClassDictMixin, field_options

from .reading import first, integer, text, wire, word
from .vocabulary import TaskStatus


def _status(value: object) -> str:
    """Return the status, the document's in its case, or raise ValueError."""
    if (result := word(value, TaskStatus)) is None:
        raise ValueError("no status")
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(DataClassDictMixin):
    """The service's record of a print.

    What it echoes is not what was sent: a picture comes back as a PDF file. There is
    no reason of an error, no number of pages and no end time among it.
    """

    status: str = field(metadata=field_options(alias="taskStatus", deserialize=_status))
    """What became of the task: a `TaskStatus` in any case, or another word as it came."""

    status_detail: str | None = wire("statusDetail", text, None)
    """Another word, for show only: the document has PRINTING on a FINISHED task."""

    task_id: str | None = wire("taskId", text, None)
    task_name: str | None = wire("taskName", text, None)
    task_type: str | None = wire("taskType", text, None)
    device_name: str | None = wire("deviceName", text, None)
    device_type: str | None = wire("deviceType", text, None)
    server_sn: str | None = wire("unimsn", text, None)
    media_source: str | None = wire("mediaSource", text, None)
    media_format: str | None = wire("mediaFormat", text, None)
    copies: int | None = wire("copies", integer, None)
    approve_status: int | None = wire("approveStatus", integer, None)

    created_time: str | None = wire("createdTime", text, None)
    """When the service took it, as it came: a date and time of no stated zone."""

    @classmethod
    @override
    def __pre_deserialize__(cls, d: dict[Any, Any]) -> dict[Any, Any]:
        """Accept the other names that the service has for the same things."""
        return {
            **d,
            "unimsn": first(d, "unimsn", "controlSn", "shareSn", "sn"),
            "deviceName": first(d, "deviceName", "printerName"),
        }
