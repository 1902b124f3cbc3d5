"""How much work something is, in calls, which are as many on every machine."""

from collections.abc import Callable
import sys
from types import FrameType


def calls_in(work: Callable[[], object]) -> int:
    """Return how many functions are called while this one runs."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
