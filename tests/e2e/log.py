"""Parses a Home Assistant's log."""

from dataclasses import dataclass
from pathlib import Path
import re

from ..usage_reports import is_usage_report

_OURS = "custom_components.cloudprint"
_RECORD = re.compile(
    r"^\d{4}-\d\d-\d\d \S+ (?P<level>[A-Z]+) \([^)]*\) \[(?P<logger>[^\]]+)\] ",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of the log with its continuation lines."""

    level: str
    logger: str
    text: str


def read_log(file: Path) -> list[Record]:
    """Return the records of a log."""
    text = file.read_text(encoding="utf-8")
    starts = list(_RECORD.finditer(text))
    ends = [start.start() for start in starts[1:]] + [len(text)]
    return [
        Record(start["level"], start["logger"], text[start.start() : end])
        for start, end in zip(starts, ends, strict=True)
    ]


def our_debug_records(records: list[Record]) -> list[Record]:
    """Return the integration's debug records."""
    return [r for r in records if r.level == "DEBUG" and r.logger.startswith(_OURS)]


def our_errors(records: list[Record]) -> list[str]:
    """Return errors and deprecations of the integration, from any logger."""
    return [
        record.text
        for record in records
        if (
            record.level in ("ERROR", "CRITICAL")
            and (_OURS in record.text or "components/cloudprint/" in record.text)
        )
        or (record.level != "DEBUG" and is_usage_report(record.logger, record.text))
    ]
