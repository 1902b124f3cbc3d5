"""The folder of printed jobs."""

import asyncio
import json
from pathlib import Path
import re

from .contents import file_ending
from .records import PrintedJob

# Characters that some file system does not accept; also blanks and dots at the ends
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]|^[. ]+|[. ]+$')


class Folder:
    """A folder with a subfolder for each printer, named after its alias.

    Each job is kept as `<task id>.<ending>` with its content, byte for byte, and
    `<task id>.json` with its ticket: all received fields except the content. For a URL,
    `<task id>.url` holds the address; the content is kept if the cloud fetched it.
    """

    def __init__(self, path: Path) -> None:
        """Initialize the folder; it is created with the first job."""
        self.path = path

    async def keep(self, job: PrintedJob) -> None:
        """Write a job and set its `file`."""
        job.file = await asyncio.to_thread(self._write, job)

    def _write(self, job: PrintedJob) -> Path:
        folder = self.path / _UNSAFE.sub("_", job.printer.shown_alias)
        folder.mkdir(parents=True, exist_ok=True)
        # The dots belong to the SN, not to a file ending: with_suffix would cut it.
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
