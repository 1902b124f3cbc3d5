"""Print tasks in the cloud: their states and records."""

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
    """Answer of task/get for a task; the document has none for a task it does not know."""

    TASK = "task"
    """The task's record."""

    REFUSED = "refused"
    """`success` false, as for an unknown task."""

    NULL = "null"
    """`success` true and null in `data`."""

    NOT_FOUND = "not_found"
    """HTTP 404, with the envelope."""

    BAD_REQUEST = "bad_request"
    """HTTP 400, with the envelope."""

    NOT_FOUND_PAGE = "not_found_page"
    """HTTP 404, with the page of a gateway."""

    SERVER_ERROR = "server_error"
    """HTTP 500, with the envelope."""

    EMPTY_OBJECT = "empty_object"
    """`success` true and {} in `data`."""

    EMPTY_STRING = "empty_string"
    """`success` true and "" in `data`."""

    EMPTY_LIST = "empty_list"
    """`success` true and [] in `data`."""

    NULL_STATUS = "null_status"
    """The task's record with null in `taskStatus`."""


class TaskIds:
    """Generates ids such as "pkDgrqeA-amel55ta2gw0".

    The document's samples are snowflakes in base 36: 41 bits of milliseconds since
    2015 in China, ten bits of worker (99 in both samples), twelve bits of sequence.
    """

    def __init__(self) -> None:
        """Initialize the sequence."""
        self._last = 0

    def new(self, sn: str, now: float) -> str:
        """Return a new id for a task that is accepted at `now` (seconds since 1970)."""
        milliseconds = max(int(now * 1000) - _EPOCH, 0)
        number = (milliseconds << 22) | (_WORKER << 12)
        # More than 4096 tasks in a (perhaps frozen) millisecond overflow into the
        # worker's bits: the ids are still unique.
        self._last = number = max(number, self._last + 1)
        digits = ""
        while number or len(digits) < 12:
            number, digit = divmod(number, 36)
            digits = _DIGITS[digit] + digits
        return f"{sn}-{digits}"


@dataclass(eq=False, slots=True)
class Task:
    """The cloud's record of a print.

    Its state is computed from the time of the query and the printer's pace at
    submission. `status` overrides it; `answer` is the answer of task/get.
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
    other_ids: list[str] = field(default_factory=list)
    """Further ids with which task/get has answered; see `Settings.task_alias`."""

    def status_at(self, now: float) -> str:
        """Return the value of `taskStatus` at a time."""
        if self.status is not None:
            return self.status
        last = len(self.life) - 1
        if self.step_seconds <= 0:
            return self.life[last]
        # The time can be set back to before the submission.
        steps = int(max(now - self.created, 0) / self.step_seconds)
        return self.life[min(steps, last)]

    def record(
        self, now: float, utc_offset: float, echo: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the task's record in task/get, with the oddities of OpenAPI 3.7.3.

        The source is always a stored PDF, the detail of a finished task is PRINTING,
        and the creation time has no time zone. `echo` overrides the config.
        """
        status = self.status_at(now)
        local = datetime.fromtimestamp(self.created, UTC) + timedelta(hours=utc_offset)
        return {
            "taskId": self.task_id,
            "taskName": self.fields["name"],
            "copies": (self.fields.get("config", {}) | echo).get("copies") or 1,
            "deviceName": self.fields["deviceName"],
            "deviceType": self.fields["deviceType"],
            "mediaSource": "FILE",
            "mediaFormat": "PDF",
            "taskStatus": status,
            "createdTime": local.strftime("%Y-%m-%d %H:%M:%S"),
            "approveStatus": 2,
            "config": self._config() | echo,
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
