"""Keeps what printers print."""

import asyncio
import json
from pathlib import Path
import re

from .contents import file_ending
from .records import PrintedJob

# What some file system does not take in a name, and blanks and dots at its ends
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|^[. ]+|[. ]+$')


class Folder:
    """One folder with a folder for each printer, named by the printer's alias.

    Each job leaves `<task id>.<ending>` with its content, byte for byte, and
    `<task id>.json` with its ticket: every field as it was received but the content.
    Of a content that is a URL, `<task id>.url` holds the address, and the content is
    only there when the cloud fetched it.
    """

    def __init__(self, path: Path) -> None:
        """Keep the jobs in a folder, which is made when it is first needed."""
        self.path = path

    async def keep(self, job: PrintedJob) -> None:
        """Write a job down and set its `file`."""
        job.file = await asyncio.to_thread(self._write, job)

    def _write(self, job: PrintedJob) -> Path:
        folder = self.path / _UNSAFE.sub("_", job.printer.shown_alias)
        folder.mkdir(parents=True, exist_ok=True)
        # Its dots belong to the SN, not to a file ending: no with_suffix here.
        stem = _UNSAFE.sub("_", job.task_id)
        ticket = {
            "taskId": job.task_id,
            "time": job.time,
            "appId": job.app_id,
            "sha256": job.digest,
            "bytes": len(job.content),
            "task": {k: v for k, v in job.task.items() if k != "content"},
        }
        (folder / f"{stem}.json").write_text(
            json.dumps(ticket, ensure_ascii=False, indent=2), encoding="utf-8"
        )
        content: bytes | None = job.content
        file = folder / f"{stem}.url"
        if job.media_source == "URL":
            file.write_bytes(job.content)
            content = job.fetched
        if content is not None:
            file = folder / f"{stem}.{file_ending(job.media_format, content)}"
            file.write_bytes(content)
        return file
