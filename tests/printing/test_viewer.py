"""Tests of jobs as they are shown; who sees what is in tests/test_own_history.py."""

import json

from custom_components.cloudprint.printing.viewer import Viewer
from custom_components.cloudprint.requester import AUTOMATION
from custom_components.cloudprint.spool.job import Reason
from custom_components.cloudprint.spool.job_parts import PaperSide
from homeassistant.core import HomeAssistant

from ..spool.samples import NOON, make_job


def test_response_and_record(hass: HomeAssistant) -> None:
    """Both are plain values, as documented."""
    job = make_job(
        job_id="1",
        created_at=NOON,
        reason=Reason.SERVICE,
        message="down",
        warnings=("w",),
        options={"copies": 2},
        reprint_of="0",
    )
    viewer = Viewer.of_person(hass, AUTOMATION)
    shown = viewer.show(job)
    assert shown.as_response() == {
        "job_id": "1",
        "task_id": None,
        "device_id": "device",
        "printer": "Office",
        "name": "Letter",
        "state": "held",
        "warnings": ["w"],
    }
    assert json.loads(json.dumps(shown.as_record())) == shown.as_response() | {
        "reason": "service",
        "message": "down",
        "task_status": None,
        "created_at": "2026-11-24T12:00:00+00:00",
        "updated_at": "2026-11-24T12:00:00+00:00",
        "expires_at": "2026-11-24T13:00:00+00:00",
        "content": {"source": "text", "format": "TEXT", "bytes": 35},
        "options": {"copies": 2},
        "reprint_of": "0",
        "moved_to": None,
        "requested_by": None,
        "user_id": None,
        "print_id": job.print_id,
        "approval": None,
        "impressions": None,
        "side": None,
        "follows": None,
        "watched": None,
    }
    back = viewer.show(make_job(side=PaperSide.BACK, expires_at=None))
    assert back.as_response()["side"] == "back"
    assert back.as_record()["expires_at"] is None
