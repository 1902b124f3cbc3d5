"""Import Home Assistant before any other pytest plugin.

Loaded by `-p tests.early` (pyproject.toml). Home Assistant 2026.11 must be imported
before httpx, which the test helpers import first. It also moved a function that the
newest test helpers (0.13.375, for 2026.10) expect in its old place. This changes nothing
on older releases, and is needless once there are test helpers for 2026.11.

Most of a test's time is the start of Home Assistant and of an account. So what is the
same each time is done once here: the files of core's integrations are read, and entity
ids made of names; what is loaded and registered is not noted in the log. Where a
callback, a future or a task was created is shown by its innermost frame alone, whose
file is not looked at again.
"""

from asyncio import constants
from functools import lru_cache
import linecache
import logging
from pathlib import Path
from traceback import extract_stack
from types import ModuleType
from unittest.mock import patch

from homeassistant.components import logger
from homeassistant.components.logger import helpers
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.loader import Integration, Manifest
from homeassistant.util import executor

_MOVED = "_clear_logger_overwrites"

_DEPTH = "DEBUG_STACK_DEPTH"

setattr(constants, _DEPTH, 1)
# Futures and tasks are written in C, and call this without a limit.
extract_stack.__defaults__ = (None, 1)
patch.object(linecache, "checkcache", lambda filename=None: None).start()
if not hasattr(logger, _MOVED):
    setattr(logger, _MOVED, getattr(helpers, _MOVED))

# The test helpers would write the log to the terminal, where pytest keeps it from being
# seen only while a test runs; the recorder's thread also writes between its set-up and it.
logging.basicConfig(level=logging.INFO, handlers=[logging.NullHandler()])
for name in ("helpers.entity_registry", "loader", "setup"):
    logging.getLogger(f"homeassistant.{name}").setLevel(logging.WARNING)

# Under load, an idle thread may take longer to end than the second that core gives all of
# them. Core then interrupts it, which may lose the signal for the next thread to end.
patch.object(executor, "EXECUTOR_SHUTDOWN_TIMEOUT", 60).start()

patch.object(er, "slugify", lru_cache(maxsize=None)(er.slugify)).start()

_resolve = Integration.resolve_from_root
_read: dict[str, tuple[Path, Manifest, set[str]]] = {}


def _resolve_once(
    hass: HomeAssistant, root_module: ModuleType, domain: str
) -> Integration | None:
    """Return an integration; the files of core's own are read for the first test."""
    package = f"{root_module.__name__}.{domain}"
    if files := _read.get(package):
        return Integration(hass, package, *files)
    integration = _resolve(hass, root_module, domain)
    if integration is not None and integration.is_built_in:
        # Not the integration, which keeps its Home Assistant.
        _read[package] = (
            integration.file_path,
            integration.manifest,
            integration._top_level_files,  # noqa: SLF001 - no other way to a listed folder
        )
    return integration


patch.object(Integration, "resolve_from_root", staticmethod(_resolve_once)).start()
