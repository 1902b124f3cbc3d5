"""Fuzz tests: any message has a result or a translated error."""

import logging
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.cloudprint.card_api import COMMANDS
from custom_components.cloudprint.printing.reading import PRINT_FIELDS
from homeassistant.core import HomeAssistant

from ..actions import MESSAGES, call, placeholders_in
from ..samples import documents
from ..simulator import CloudSimulator
from .conftest import PATH, Browser

WAITS = ("wait", "timeout")
TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
WILD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
    | st.sampled_from(["", "\0", "x" * 5000, "9" * 1000, "null", "../../x"]),
    lambda items: (
        st.lists(items, max_size=3) | st.dictionaries(TEXT, items, max_size=3)
    ),
    max_leaves=4,
)
"""Any JSON value."""

FIELDS = (
    *(name for name in PRINT_FIELDS if name not in WAITS),
    *("upload", "job_id", "decision", "state", "limit", "before", "config_entry_id"),
)
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "device_id": st.sampled_from(["printer", "colour", "nobody"]),
    "upload": st.sampled_from(["new", "old", "other"]),
    "job_id": st.sampled_from(["first", "last", "nothing"]),
    "decision": st.sampled_from(["printed", "print_again", "forget"]),
    "state": st.sampled_from(["held", "finished", "submitted"]),
    "limit": st.integers(0, 30),
    "copies": st.integers(0, 3),
    "sheet": st.integers(0, 3),
    "text": TEXT,
    "html": TEXT,
    "name": TEXT,
    "dry_run": st.booleans(),
    "raw_options": st.just({"repeats": 1}),
    # No requests to real hosts.
    "url": st.sampled_from(["", "ftp://x", "http://192.168.1.1/", 5]),
}


@st.composite
def messages(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw a command, mostly with fields that it might have."""
    command = draw(st.sampled_from(COMMANDS))
    names = draw(st.lists(st.sampled_from([*KNOWN, *FIELDS]), max_size=4, unique=True))
    fields = {
        name: draw(KNOWN[name] if name in KNOWN and draw(st.integers(0, 4)) else WILD)
        for name in names
    }
    if "url" in fields:
        fields["url"] = draw(KNOWN["url"])
    if "raw_options" in fields:
        # The service judges unknown fields.
        fields["raw_options"] = {"repeats": 1}
    if command.endswith(("print", "preview")) and draw(st.booleans()):
        fields["device_id"] = draw(KNOWN["device_id"])
        fields.setdefault("upload", draw(KNOWN["upload"]))
    if not draw(st.integers(0, 9)):
        fields[draw(TEXT.filter(lambda name: name not in ("id", "type")))] = draw(WILD)
    return command, fields


@pytest.fixture
async def ids(
    device_id: str, colour_id: str, owner: Browser, stranger: Browser
) -> dict[str, str]:
    """Replace drawn placeholders by real ids."""
    return {"printer": device_id, "colour": colour_id, "new": "", "old": ""}


def check_answer(answer: dict[str, Any]) -> None:
    """Check that a response is a result, or a readable error."""
    assert answer["type"] == "result"
    if answer["success"]:
        return
    error = answer["error"]
    assert error["code"] in ("service_validation_error", "home_assistant_error"), error
    for language in MESSAGES.values():
        message = language[error["translation_key"]]["message"]
        assert (
            placeholders_in(message)
            == (error.get("translation_placeholders") or {}).keys()
        )


async def answer_to(browser: Browser) -> dict[str, Any]:
    """Return the next response, skipping events."""
    while (message := await browser.socket.receive_json())["type"] == "event":
        pass
    answer: dict[str, Any] = message
    return answer


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
@given(messages())
async def test_commands(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    caplog: pytest.LogCaptureFixture,
    owner: Browser,
    member: Browser,
    ids: dict[str, str],
    drawn: tuple[str, dict[str, Any]],
) -> None:
    """No fields of any command cause a traceback."""
    command, fields = drawn
    caplog.clear()
    if not ids["new"]:
        ids["new"] = await owner.uploaded(documents.picture("PNG"), "a.png")
        ids["other"] = ids.get("other") or await member.uploaded(b"x", "a.txt")
    jobs = (await call(hass, "get_jobs"))["jobs"]
    known = {
        **ids,
        **({"first": jobs[-1]["job_id"], "last": jobs[0]["job_id"]} if jobs else {}),
    }
    for name, value in fields.items():
        if isinstance(value, str) and name in ("device_id", "upload", "job_id"):
            fields[name] = known.get(value, value)
    printed = len(simulator.printed)

    await owner.socket.send_json_auto_id({"type": command, **fields})
    answer = await answer_to(owner)

    check_answer(answer)
    now = (await call(hass, "get_jobs"))["jobs"]
    before = {job["job_id"] for job in jobs}
    new = [job for job in now if job["job_id"] not in before]
    sent = {job.task_id for job in simulator.printed[printed:]}
    assert sent == {job["task_id"] for job in new} - {None}
    if new and command.endswith("/print") and fields.get("upload") == ids["new"]:
        ids["old"], ids["new"] = ids["new"], ""
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    kind=st.sampled_from(
        [
            "application/octet-stream",
            "multipart/form-data; boundary=b",
            "text/html; charset=nonsense",
        ]
    ),
    body=st.binary(max_size=200),
    name=st.text(st.characters(codec="ascii", categories=("L", "N", "P")), max_size=9)
    | st.sampled_from(["%", "%ff%fe", "%ED%A0%80", "..", "a%2Fb", "x" * 900]),
)
async def test_uploads(
    caplog: pytest.LogCaptureFixture, owner: Browser, kind: str, body: bytes, name: str
) -> None:
    """Any body and name of an upload is accepted, or is a translated error."""
    caplog.clear()
    answer = await owner.client.post(
        PATH, data=body, headers={"Content-Type": kind, "X-File-Name": name}
    )
    found = await answer.json()
    if answer.status == 200:
        assert found["name"].isprintable()
        assert len(found["name"]) <= 200
        assert 0 < found["size"] <= len(body)
    else:
        assert answer.status == 400
        assert found["code"] in ("upload_empty", "upload_encoded")
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []
