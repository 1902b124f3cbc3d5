"""Jobs, as tests of the spool's parts need them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.cloudprint.api import MediaFormat, MediaSource
from custom_components.cloudprint.document import Content
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.job import ContentSummary, Job, JobState
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTENT = Content.from_string("Only for the eyes of the neighbours", MediaFormat.TEXT)


def make_job(**fields: Any) -> Job:
    """Return a job, held since now for an hour unless the fields say otherwise."""
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
    return Job(**fields)
