"""Files that saved documents keep."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime, timedelta
import os
from pathlib import Path
import secrets
import shutil
from typing import Any, Final

from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..document.errors import MAX_SOURCE_BYTES, MEBIBYTE
from ..document.source_file import MAX_FILES, Edits
from ..exceptions import failed, invalid
from ..fields import plain
from .arranging import FILES, NO_EDITS
from .upload import create_file

MAX_DOCUMENT_BYTES: Final = MAX_SOURCE_BYTES  # All files of a document
# Home Assistant writes its entries later, and may be killed before.
REMOVED_AFTER: Final = timedelta(minutes=1)

UNEDITED: Final = asdict(NO_EDITS)


class KeptFileStore:
    """Keeps files in a private folder while documents name them, or they are reserved.

    An item is a mapping of `file_id`, `name`, `size` in bytes, and its edits.
    """

    def __init__(self, hass: HomeAssistant, folder: Path) -> None:
        """Set up a store that knows no files yet."""
        self._hass = hass
        self._folder = folder
        self._known: set[str] = set()
        self._reserved: set[str] = set()
        self._unused: set[str] = set()
        self._cancel_timer: CALLBACK_TYPE = lambda: None

    async def async_start(self) -> None:
        """Remove what is not needed, now and from now on."""
        with suppress(OSError):
            self._known.update(
                await self._hass.async_add_executor_job(os.listdir, self._folder)
            )
        async_dispatcher_connect(
            self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._schedule_removal
        )
        # There is no next start if the integration was removed.
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, self._async_close)
        await self._async_remove_unused()

    async def async_add(
        self, path: Path, name: str, others: Sequence[Mapping[str, Any]] = ()
    ) -> dict[str, Any]:
        """Copy and reserve a file; return its item. Raises HomeAssistantError."""
        if len(others) >= MAX_FILES:
            raise invalid("document_files_too_many", limit=str(MAX_FILES))
        file_id = secrets.token_hex(16)
        room = MAX_DOCUMENT_BYTES - sum(other["size"] for other in others)
        self._reserved.add(file_id)
        self._known.add(file_id)
        try:
            size = await self._hass.async_add_executor_job(
                _copy, path, self._folder / file_id, room
            )
        except BaseException as err:
            self.release([file_id])
            if isinstance(err, OSError):
                error = os.strerror(err.errno or 0)
                raise failed("upload_unwritable", error=error) from err
            raise
        return {"file_id": file_id, "name": name, "size": size}

    def release(self, file_ids: Iterable[str]) -> None:
        """End the reservation of files; those that no document names are removed."""
        self._reserved.difference_update(file_ids)
        self._schedule_removal()

    def get_path(self, file_id: str) -> Path:
        """Return the path of a file, which may be missing."""
        return self._folder / file_id

    async def _async_close(self, event: Event) -> None:
        """Remove what is not needed by entries; open dialogs save nothing more."""
        self._reserved.clear()
        await self._async_remove_unused()

    @callback
    def _schedule_removal(self, *changed: object) -> None:
        """Schedule the removal if other files are unused than before."""
        if (unused := self._find_unused()) == self._unused:
            return
        self._unused = unused
        self._cancel_timer()
        self._cancel_timer = async_call_later(
            self._hass,
            REMOVED_AFTER,
            HassJob(self._async_remove_unused, cancel_on_shutdown=True),
        )

    def find_named(self) -> dict[str, tuple[str, str]]:
        """Return the names of each file's document, and of the file, by its ID."""
        return {
            file["file_id"]: (subentry.title, file["name"])
            for entry in self._hass.config_entries.async_entries(DOMAIN)
            for subentry in entry.subentries.values()
            for file in subentry.data.get(FILES, ())
        }

    def _find_unused(self) -> set[str]:
        return self._known - self._reserved - self.find_named().keys()

    async def _async_remove_unused(self, now: datetime | None = None) -> None:
        self._unused = set()
        unused = self._find_unused()
        self._known -= unused
        await self._hass.async_add_executor_job(_remove, self._folder, unused)


KEPT_FILES: HassKey[KeptFileStore] = HassKey(f"{DOMAIN}_kept_files")


def describe_edits(edits: Edits) -> dict[str, Any]:
    """Return the effective edits of a file as fields of its item."""
    return {
        field: plain(value)
        for field, value in asdict(edits).items()
        if value != UNEDITED[field]
    }


def _copy(source: Path, target: Path, room: int) -> int:
    """Copy up to `room` bytes or nothing; return the size. Raises OSError."""
    size = source.stat().st_size
    if size > room:
        raise invalid(
            "document_files_too_large", limit=str(MAX_DOCUMENT_BYTES // MEBIBYTE)
        )
    unfinished = target.with_suffix(".tmp")
    try:
        with source.open("rb") as file, create_file(unfinished) as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
        unfinished.replace(target)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    return size


def _remove(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
