"""Jobs, as tests of the spool's parts need them."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.job import ContentSummary, Job, JobState
from custom_components.cloudprint.spool.job_parts import (
    Pages,
    Pass,
    Sent,
    TaskOptions,
    Waiting,
)
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTENT = Content.from_string("Only for the eyes of the neighbours", MediaFormat.TEXT)


_PARTS = {
    "task": TaskOptions,
    "sent": Sent,
    "waiting": Waiting,
    "duplex": Pass,
    "pages": Pages,
}


def make_job(**fields: Any) -> Job:
    """Return a job, held since now for an hour unless the fields say otherwise.

    What belongs to a part of it is given by its own name, as if there were no parts.
    """
    now = fields.get("created_at", dt_util.utcnow())
    size = fields.pop("size", CONTENT.size)
    fields = {
        "job_id": ulid_now(),
        "entry_id": "entry",
        "device_id": "device",
        "server_sn": "pkDgrqeA",
        "printer_name": "佳能复合机",
        "printer": "Office",
        "print_id": ulid_now(),
        "requester": AUTOMATION,
        "name": "Letter",
        "state": JobState.HELD,
        "created_at": now,
        "updated_at": now,
        "expires_at": now + timedelta(hours=1),
        "content": ContentSummary(
            origin="text",
            media_source=MediaSource.STRING,
            media_format=MediaFormat.TEXT,
            size=size,
            has_color=False,
        ),
    } | fields
    if (ends := fields["expires_at"]) is not None:
        fields.setdefault("lifetime", ends - now)
    parts = {name: part() for name, part in _PARTS.items()}
    return Job(**_in_parts(parts, fields))


def change_job(job: Job, **changes: Any) -> Job:
    """Return a copy with changes, which are named as for `make_job`."""
    parts = {name: getattr(job, name) for name in _PARTS}
    return dataclasses.replace(job, **_in_parts(parts, changes))


def _in_parts(parts: dict[str, Any], fields: dict[str, Any]) -> dict[str, Any]:
    for name, part in parts.items():
        own = {field.name for field in dataclasses.fields(part)} & fields.keys()
        if own:
            changes = {field: fields.pop(field) for field in own}
            fields[name] = dataclasses.replace(part, **changes)
    return fields
