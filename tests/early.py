"""Bring Home Assistant in before any other pytest plugin.

Loaded by `-p tests.early` (pyproject.toml). Home Assistant 2026.11 insists on being
imported before httpx, which the test helpers import first; and it moved a function
that the newest test helpers (0.13.375, made for 2026.10) still look for in its old
place. On older releases both lines below change nothing. Needless as soon as there
are test helpers for 2026.11.
"""

from homeassistant.components import logger
from homeassistant.components.logger import helpers

_MOVED = "_clear_logger_overwrites"

if not hasattr(logger, _MOVED):
    setattr(logger, _MOVED, getattr(helpers, _MOVED))
