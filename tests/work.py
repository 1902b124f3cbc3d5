"""Measures work in function calls, which do not depend on the machine."""

from collections.abc import Callable
import sys
from types import FrameType


def calls_in(work: Callable[[], object]) -> int:
    """Return the number of function calls during a call."""
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
