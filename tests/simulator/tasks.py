"""A print task in the cloud: its life, and how the cloud tells of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from .config_fields import CONFIG_FIELDS, PAPER_FIELDS
from .printers import Printer

_EPOCH = 1_420_041_600_000
_WORKER = 99
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class TaskAnswer(StrEnum):
    """How task/get answers for a task."""

    TASK = "task"
    """With the task."""

    REFUSED = "refused"
    """With `success` false, as for a task that nobody knows."""

    NULL = "null"
    """With `success` true and nothing in `data`."""


class TaskIds:
    """Makes ids such as "pkDgrqeA-amel55ta2gw0".

    The document's samples are snowflakes in base 36: 41 bits of milliseconds since
    2015 in China, ten bits of worker (99 in both samples), twelve bits of sequence.
    """

    def __init__(self) -> None:
        """Start the sequence."""
        self._last = 0

    def new(self, sn: str, now: float) -> str:
        """A new id for a task that was accepted at a time, in seconds since 1970."""
        milliseconds = max(int(now * 1000) - _EPOCH, 0)
        number = (milliseconds << 22) | (_WORKER << 12)
        # More than 4096 tasks in a (perhaps frozen) millisecond run on into the
        # worker's bits: still unique, which is all that anyone relies on.
        self._last = number = max(number, self._last + 1)
        digits = ""
        while number or len(digits) < 12:
            number, digit = divmod(number, 36)
            digits = _DIGITS[digit] + digits
        return f"{sn}-{digits}"


@dataclass(eq=False, slots=True)
class Task:
    """The cloud's record of a print.

    Its state is worked out from the time when somebody asks, by the printer's pace as
    it was at submission. `status` overrules that; `answer` says how task/get answers.
    """

    task_id: str
    app_id: str
    printer: Printer
    fields: dict[str, Any] = field(repr=False)
    created: float
    life: tuple[str, ...]
    step_seconds: float
    status: str | None = None
    answer: TaskAnswer = TaskAnswer.TASK

    def status_at(self, now: float) -> str:
        """The value of `taskStatus` at a time."""
        if self.status is not None:
            return self.status
        last = len(self.life) - 1
        if self.step_seconds <= 0:
            return self.life[last]
        # Time may be set back; a task does not begin before its beginning.
        steps = int(max(now - self.created, 0) / self.step_seconds)
        return self.life[min(steps, last)]

    def record(self, now: float, utc_offset: float) -> dict[str, Any]:
        """The task as task/get answers it, with every oddity of OpenAPI 3.7.3.

        The source is a stored PDF whatever was sent, the detail of a finished task
        says that it is printing, and the creation time names no zone.
        """
        status = self.status_at(now)
        local = datetime.fromtimestamp(self.created, UTC) + timedelta(hours=utc_offset)
        return {
            "taskId": self.task_id,
            "taskName": self.fields["name"],
            "copies": self.fields.get("config", {}).get("copies") or 1,
            "deviceName": self.fields["deviceName"],
            "deviceType": self.fields["deviceType"],
            "mediaSource": "FILE",
            "mediaFormat": "PDF",
            "taskStatus": status,
            "createdTime": local.strftime("%Y-%m-%d %H:%M:%S"),
            "approveStatus": 2,
            "config": self._config(),
            "taskType": "PRINT",
            "statusDetail": status if status in {"SUBMITTED", "QUEUED"} else "PRINTING",
            "unimsn": self.printer.sn,
        }

    def _config(self) -> dict[str, Any]:
        sent = self.fields.get("config", {})
        config: dict[str, Any] = dict.fromkeys(CONFIG_FIELDS)
        config |= {"autofit": True, "contentAdaptive": False}
        config |= {name: value for name, value in sent.items() if value is not None}
        if (paper := config["paperConfig"]) is not None:
            whole: dict[str, Any] = dict.fromkeys(PAPER_FIELDS) | {"system": False}
            whole |= {name: value for name, value in paper.items() if value is not None}
            whole |= {"width": float(paper["width"]), "height": float(paper["height"])}
            config["paperConfig"] = whole
        return config
