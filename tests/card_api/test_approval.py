"""Tests of the card's commands for prints that wait for approval."""

from base64 import b64decode
from io import BytesIO
from pathlib import Path
import re
from typing import Any
from unittest.mock import patch

from PIL import Image
import pytest

from custom_components.cloudprint.policy.rules import Rule
from homeassistant.core import HomeAssistant

from ..hub import Hub
from ..rules import add_rule
from ..samples import documents
from ..samples.pdf_files import text as pdf_text
from .conftest import Browser

PICTURE = re.compile(r'"data:image/\w+;base64,([^"]+)"')
TRAYS = {"output": "face_up", "input": "lower_side"}


@pytest.fixture
async def approver(hub: Hub, member: Browser, guest: Browser) -> Browser:
    """Let the member ask the guest, who is a person, for each print."""
    attributes = {"user_id": guest.user.id, "friendly_name": "Ben"}
    hub.hass.states.async_set("person.ben", "home", attributes)
    attributes = {"user_id": member.user.id, "friendly_name": "Mia"}
    hub.hass.states.async_set("person.mia", "home", attributes)
    add_rule(
        hub.hass,
        hub.account,
        users=[member.user.id],
        ask_above=0,
        # Nobody decides on an own print.
        approvers=[guest.user.id, member.user.id, "gone"],
    )
    return guest


async def ask(browser: Browser, device_id: str, **fields: Any) -> dict[str, Any]:
    """Print what needs approval; return its first job as its asker sees it."""
    answer = await browser.ask("print", device_id=device_id, **fields)
    listed = (await browser.ask("jobs/list"))["jobs"]
    asked = {job["job_id"] for job in answer["jobs"]}
    (job, *_) = (each for each in reversed(listed) if each["job_id"] in asked)
    assert (job["state"], job["reason"]) == ("held", "approval")
    found: dict[str, Any] = job
    return found


def get_pictures(sheets: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the sizes of the pictures of sheets."""
    sizes = []
    for data in PICTURE.findall(sheets["html"]):
        with Image.open(BytesIO(b64decode(data))) as picture:
            sizes.append(picture.size)
    return sizes


async def test_records(
    device_id: str,
    owner: Browser,
    member: Browser,
    approver: Browser,
    stranger: Browser,
) -> None:
    """A record says who asks whom and why, and who may decide."""
    job = await ask(member, device_id, text="Hello", name="Letter", copies=3)
    approval = {
        "state": "needed",
        "causes": ["pages"],
        "pages": 3,
        "ask_above": 0,
        "rule": "Children",
        "approvers": ["Ben"],
        "can_decide": False,
        "asked_by": "Somebody",
        "decided_by": None,
        "changes": {},
    }
    rule = {"rule_id": job["approval"]["rule_id"], "decided_at": None}
    rule["request_id"] = job["job_id"]
    approval |= rule
    assert job["approval"] == approval
    assert (job["impressions"], job["can_cancel"]) == (3, True)
    for browser in (owner, approver):
        (seen,) = (await browser.ask("jobs/list"))["jobs"]
        seen_by_approver = {"can_decide": True, "left_today": None}
        assert seen["approval"] == {**approval, **seen_by_approver}
        assert seen["print_id"] == job["print_id"] != ""
    assert (await stranger.ask("jobs/list"))["jobs"] == []


async def test_approver_without_a_person(
    hass: HomeAssistant, device_id: str, member: Browser, approver: Browser
) -> None:
    """The name is the user's."""
    hass.states.async_remove("person.ben")
    await hass.auth.async_update_user(approver.user, name="Benjamin")
    job = await ask(member, device_id, text="Hello")
    assert job["approval"]["approvers"] == ["Benjamin"]


async def test_approve(hub: Hub, member: Browser, approver: Browser) -> None:
    """An approver allows a print with fewer copies, once."""
    job_id = (await ask(member, hub.device_id, text="Hello", copies=3))["job_id"]
    assert await member.refused("jobs/approve", job_id=job_id) == "approval_own"
    assert hub.simulator.printed == []
    answer = await approver.ask("jobs/approve", job_id=job_id, copies=1)
    assert [job["approval"]["state"] for job in answer["jobs"]] == ["given"]
    (printed,) = hub.simulator.printed
    assert printed.task["config"]["copies"] == 1
    assert await approver.refused("jobs/approve", job_id=job_id) == "approval_given"
    assert await approver.refused("jobs/preview", job_id=job_id, sheet=1) == "job_ended"


async def test_deny(hub: Hub, member: Browser, approver: Browser) -> None:
    """Who asked reads who said what."""
    job_id = (await ask(member, hub.device_id, text="Hello"))["job_id"]
    await approver.ask("jobs/deny", job_id=job_id, message="Not today")
    (job,) = (await member.ask("jobs/list"))["jobs"]
    assert (job["state"], job["reason"]) == ("canceled", "denied")
    assert (job["message"], job["approval"]["decided_by"]) == ("Not today", "Somebody")
    assert hub.simulator.printed == []


async def test_preview_of_sheets(
    device_id: str,
    owner: Browser,
    member: Browser,
    approver: Browser,
    stranger: Browser,
) -> None:
    """Approvers see all pages as they are kept, a few at a time; nobody else sees any."""
    upload = await member.uploaded(pdf_text(6), "a.pdf")
    job_id = (await ask(member, device_id, upload=upload))["job_id"]
    for sheet, count in ((1, 4), (5, 2)):
        preview = await approver.ask("jobs/preview", job_id=job_id, sheet=sheet)
        sheets = preview["sheets"]
        assert (preview["pages"], sheets["count"]) == (6, 6)
        assert (sheets["first"], sheets["shown"]) == (sheet, count)
        assert (sheets["width"], sheets["height"]) == pytest.approx((210, 297), abs=1)
        pictures = get_pictures(sheets)
        assert len(pictures) == count
        assert {max(size) > 600 for size in pictures} == {True}
        assert (preview["image"], preview["layout"]) == (None, None)
    beyond = await owner.ask("jobs/preview", job_id=job_id, sheet=7)
    assert (beyond["sheets"], beyond["warnings"]) == (None, [])
    for browser in (member, stranger):
        key = await browser.refused("jobs/preview", job_id=job_id, sheet=1)
        assert key == "job_unknown"
    assert await owner.refused("jobs/preview", job_id="no", sheet=1) == "job_unknown"
    assert await owner.refused("jobs/preview", job_id=job_id, sheet=0)
    assert await owner.refused("jobs/preview", job_id=job_id, sheet=1, x=1)


async def test_preview_of_both_passes(
    hub: Hub, owner: Browser, member: Browser, approver: Browser
) -> None:
    """The pages of both passes are seen together; a blank last side stays blank."""
    hub.printer.report(supportedSides=["ONESIDE"])
    await hub.data.capabilities.async_fetch(hub.device_id)
    await owner.ask("trays", device_id=hub.device_id, **TRAYS)
    upload = await member.uploaded(pdf_text(3), "a.pdf")
    fields = {"upload": upload, "sides": "two_sided_long_edge"}
    job = await ask(member, hub.device_id, **fields)
    preview = await approver.ask("jobs/preview", job_id=job["job_id"], sheet=1)
    assert (preview["sheets"]["count"], preview["sheets"]["shown"]) == (4, 4)
    assert len(get_pictures(preview["sheets"])) == 3


async def test_preview_of_text(
    device_id: str, member: Browser, approver: Browser
) -> None:
    """A text is shown as it is, in a page that says nothing else."""
    job_id = (await ask(member, device_id, text="<b>1 & 2</b>"))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert "&lt;b&gt;1 &amp; 2&lt;/b&gt;" in preview["layout"]["html"]
    assert (preview["layout"]["width"], preview["sheets"]) == (210, None)
    job_id = (await ask(member, device_id, text="One\fTwo\f"))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert preview["layout"]["html"].endswith("<pre>\nOne</pre><pre>\nTwo</pre>")


async def test_preview_of_pages(
    device_id: str, member: Browser, approver: Browser
) -> None:
    """A page of our own is laid out by the card, and a picture is shown."""
    job_id = (await ask(member, device_id, markdown="# List"))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert "List" in preview["layout"]["html"]
    upload = await member.uploaded(documents.picture("PNG"), "a.png")
    job_id = (await ask(member, device_id, upload=upload))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert preview["image"] or preview["sheets"]
    assert preview["warnings"] == []


async def test_preview_of_office(
    device_id: str, member: Browser, approver: Browser
) -> None:
    """What only the print service can lay out has no preview."""
    upload = await member.uploaded(documents.docx(), "a.docx")
    job_id = (await ask(member, device_id, upload=upload))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert (preview["image"], preview["layout"], preview["sheets"]) == (None,) * 3
    assert preview["warnings"] == ["not_shown"]


SCRIPT, ADDRESS = ["script_not_shown"], ["address_not_shown"]


@pytest.mark.parametrize(
    ("fields", "warnings"),
    [
        ({"text": "<script>alert(1)</script>"}, []),
        ({"markdown": "# List\n\nonion = 3, [a](https://example.com)"}, []),
        ({"markdown": "![](https://example.com/a.png)"}, ADDRESS),
        ({"html": "<p>onion = 3 <a href='https://example.com'>x</a>"}, []),
        ({"html": "<p style='color: red'><img src='data:image/png;base64,x'>"}, []),
        ({"html": "<script>x</script>"}, SCRIPT),
        ({"html": "<p/ONCLICK=x>"}, SCRIPT),
        ({"html": "<svg><a xlink:href='&#106;ava script:x'>"}, SCRIPT),
        ({"html": "<iframe srcdoc='x'>"}, SCRIPT),
        ({"html": "<iframe src='//example.com'>"}, ADDRESS),
        ({"html": "<img srcset='https://example.com/a.png 2x'>"}, ADDRESS),
        ({"html": "<link rel=stylesheet href=https://example.com/a.css>"}, ADDRESS),
        ({"html": "<style>p {background: url(//example.com/a)}</style>"}, ADDRESS),
        ({"html": "<script></script><img src=a.png>"}, SCRIPT + ADDRESS),
    ],
)
async def test_what_is_not_shown(
    device_id: str,
    member: Browser,
    approver: Browser,
    fields: dict[str, Any],
    warnings: list[str],
) -> None:
    """Who approves is told of scripts, and of what is fetched once it is printed."""
    job_id = (await ask(member, device_id, **fields))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert preview["layout"]
    assert preview["warnings"] == warnings


async def test_address_that_was_not_fetched(
    hass: HomeAssistant, hub: Hub, member: Browser, approver: Browser
) -> None:
    """Where a rule is made while a print is sent, the approver is told."""
    url = "https://93.184.215.14/a.png"
    with patch.object(Rule, "may_ask", new=False):
        job_id = (await ask(member, hub.device_id, url=url))["job_id"]
    preview = await approver.ask("jobs/preview", job_id=job_id, sheet=1)
    assert (url in preview["layout"]["html"], preview["warnings"]) == (True, ADDRESS)


async def test_preview_of_a_pdf_as_it_is(
    hass: HomeAssistant, hub: Hub, owner: Browser, member: Browser, approver: Browser
) -> None:
    """A PDF that is sent as it is shows the pages that will be printed."""
    probe = {
        "answer": "right",
        "device_id": "x",
        "printed_at": "2026-11-26T08:00:00+00:00",
    }
    options = {**hub.account.options, "check_up": {"pdf": probe}}
    hass.config_entries.async_update_entry(hub.account, options=options)
    await hass.config_entries.async_reload(hub.account.entry_id)
    upload = await member.uploaded(pdf_text(6), "a.pdf")
    job = await ask(member, hub.device_id, upload=upload, page_ranges="2-6")
    assert job["content"]["format"] == "PDF"
    preview = await approver.ask("jobs/preview", job_id=job["job_id"], sheet=5)
    assert (preview["sheets"]["count"], preview["sheets"]["shown"]) == (5, 1)


async def test_preview_of_what_is_gone(
    config_folder: Path, device_id: str, member: Browser, approver: Browser
) -> None:
    """Content that was lost is said to be."""
    upload = await member.uploaded(pdf_text(6), "a.pdf")
    job_id = (await ask(member, device_id, upload=upload))["job_id"]
    for _ in range(20):
        # What is in memory need not be read.
        await ask(member, device_id, text="x" * 60_000)
    for file in (config_folder / ".storage/cloudprint").rglob("*"):
        if file.is_file() and file.parent.name != "cloudprint":
            file.unlink()
    key = await approver.refused("jobs/preview", job_id=job_id, sheet=1)
    assert key == "job_content_gone"
