"""Random faults of the service."""

from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from typing import Any, Final

from . import Fault

SUBMIT: Final = "newPrintTask"
CALLS: Final = ("getToken", "queryPrinters", "queryPrinterDetail", "task/get")

ANSWER_FAULTS: Final = tuple(
    fault
    for fault in Fault
    if fault
    not in (
        *(Fault.SLOW, Fault.ANSWER, Fault.OTHER_TASK),
        *(Fault.GARBLED_NAMES, Fault.TOKEN_REFUSED),
    )
)
"""All faults of the simulator that need no parameters or settings.

The other task of `OTHER_TASK` may be one that only the service knows, if the answer to
its print was lost. Then its id is believed to be another one of the task.
"""

WORDS: Final = (
    "令牌无效或已失效",
    "请先登录",
    "Invalid access token",
    "操作失败",
    "打印服务忙，请稍后再试",
    "",
)
"""Messages with which a service may refuse a dead token or a print."""

STATUSES: Final = tuple(fault for fault in Fault if fault.startswith("http_"))
TOKEN_REFUSED: Final = (Fault.HTTP_401, Fault.HTTP_403)
TAKEN_OR_NOT: Final = (Fault.HTTP_500, Fault.HTTP_502, Fault.HTML_200, Fault.HTML_502)
"""Answers that leave open what was done, with or without the document's envelope."""
OPEN_WITHOUT_ENVELOPE: Final = (Fault.HTTP_408, Fault.HTTP_425, Fault.HTTP_503)
"""Answers that leave it open without the document's envelope, whatever their headers."""


def draw_fault(random: Random, now: float, name: str) -> dict[str, Any]:
    """Return the next fault of the simulator as arguments of `Faults.add`.

    An answer that leaves open whether a print was accepted comes as often after it was
    accepted as before. An answer that says that it was not never comes after.

    Args:
        random: Source of the choices.
        now: The cloud's time, in seconds since 1970.
        name: Name of a print that may be the only one to be refused.
    """
    fault = random.choice(ANSWER_FAULTS)
    drawn: dict[str, Any] = {
        "call": SUBMIT if random.random() < 0.6 else random.choice(CALLS),
        "fault": fault,
        "times": random.choice((1, 1, 1, 1, 2)),
    }
    if fault is Fault.REPEATED_TASK_ID:
        drawn["call"] = SUBMIT
    is_open = fault in TAKEN_OR_NOT
    if fault in STATUSES:
        drawn["envelope"] = random.random() < 0.5
        if fault in (Fault.HTTP_429, *OPEN_WITHOUT_ENVELOPE):
            until = format_datetime(datetime.fromtimestamp(now + 90, UTC), usegmt=True)
            waits = (None, None, None, "5", "5", "120", until, "86400")
            drawn["retry_after"] = random.choice(waits)
        if fault in OPEN_WITHOUT_ENVELOPE:
            is_open = not drawn["envelope"]
    if is_open:
        drawn["accept"] = random.random() < 0.5
    if fault is Fault.REFUSED:
        drawn["message"] = random.choice(WORDS)
    if fault in (Fault.REFUSED, Fault.HTTP_403, Fault.CODE_403):
        if random.random() < 0.3:
            drawn |= {"call": SUBMIT, "name": name, "times": None}
    return drawn


def draw_refusal_of_a_live_token(random: Random) -> dict[str, Any]:
    """Return a gateway's refusal of a print that the service accepted.

    Not to be combined with other faults: if the list of printers is refused as well,
    the token counts as dead and the print as not accepted.
    """
    return {
        "call": SUBMIT,
        "fault": random.choice(TOKEN_REFUSED),
        "envelope": False,
        "accept": True,
    }
