"""Import Home Assistant before any other pytest plugin.

Loaded by `-p tests.early` (pyproject.toml). Home Assistant 2026.11 must be imported
before httpx, which the test helpers import first. It also moved a function that the
newest test helpers (0.13.375, for 2026.10) expect in its old place. This changes nothing
on older releases, and is needless once there are test helpers for 2026.11.

Where a callback, a future or a task was created is shown by its innermost frame alone:
walking the whole stack each time takes a quarter of all tests' time.
"""

from asyncio import constants
from traceback import extract_stack

from homeassistant.components import logger
from homeassistant.components.logger import helpers

_MOVED = "_clear_logger_overwrites"

_DEPTH = "DEBUG_STACK_DEPTH"

setattr(constants, _DEPTH, 1)
# Futures and tasks are written in C, and call this without a limit.
extract_stack.__defaults__ = (None, 1)
if not hasattr(logger, _MOVED):
    setattr(logger, _MOVED, getattr(helpers, _MOVED))
