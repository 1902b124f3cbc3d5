"""Tests of the blueprint that prints the attachments of mails."""

from base64 import encodebytes
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.policy.links import create_secret
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError

from ..actions import refuses
from ..hub import Hub
from ..samples.pdf_files import text
from ..subentries import add_subentry
from .conftest import Automate

MAIL: dict[str, Any] = {
    "entry_id": "box",
    "initial": True,
    "sender": "Anna@example.com",
    "subject": "Tickets 4711",
    "uid": "7",
    "parts": {
        "0": {"content_type": "text/plain"},
        "1": {
            "content_type": "application/pdf",
            "filename": "a.pdf",
            "content_transfer_encoding": "base64",
        },
        "2": {
            "content_type": "application/pdf",
            "filename": "b.pdf",
            "content_transfer_encoding": "BASE64",
        },
    },
}


class Mailbox(list[dict[str, Any]]):
    """The parts that were fetched of a mailbox; `mail` is what it has."""

    mail: dict[str, Any] = MAIL


@pytest.fixture
def mailbox(hass: HomeAssistant) -> Mailbox:
    """Have a mailbox with an attachment that is too large for a template."""
    fetched = Mailbox()

    async def fetch_mail(call: ServiceCall) -> dict[str, Any]:
        assert call.data["entry"] == "box"
        return {**fetched.mail, "uid": str(call.data["uid"])}

    async def fetch(call: ServiceCall) -> dict[str, Any]:
        fetched.append(dict(call.data))
        if call.data["part"] == "9":
            raise HomeAssistantError("secret")
        data = encodebytes(text(1) + b"\n%" + b"x" * 300_000).decode()
        return {"part_data": data, "filename": "a.pdf"}

    for name, action in (("fetch", fetch_mail), ("fetch_part", fetch)):
        hass.services.async_register(
            "imap", name, action, supports_response=SupportsResponse.ONLY
        )
    return fetched


@pytest.fixture
def link_id(hass: HomeAssistant, blueprint_home: None, account: MockConfigEntry) -> str:
    """Return the id of a link."""
    return add_subentry(hass, account, "link", "Mail", secret=create_secret())


@pytest.mark.parametrize(
    ("change", "is_printed"),
    [
        ({}, True),
        ({"sender": "eve@example.com"}, False),
        ({"subject": "Tickets"}, False),
        ({"entry_id": "other"}, False),
        ({"initial": False}, False),
        ({"parts": {}}, False),
    ],
)
async def test_mail(
    hass: HomeAssistant,
    automate: Automate,
    mailbox: Mailbox,
    link_id: str,
    device_id: str,
    change: dict[str, Any],
    is_printed: bool,
) -> None:
    """The attachments of one mail of a known sender are one print of the link, once."""
    await automate(
        "print_mails",
        account="box",
        senders=["anna@example.com"],
        on_behalf_of="Mail",
        word="4711",
        printer=device_id,
    )
    mailbox.mail = MAIL | change
    for _ in range(2):
        hass.bus.async_fire("imap_content", MAIL | change)
        await hass.async_block_till_done()
    jobs = await hass.data[JOURNAL].async_jobs(limit=10)
    assert [job.requester.link_id for job in jobs] == [link_id] * is_printed
    if is_printed:
        assert jobs[0].content.pages == 2
        assert jobs[0].name == "Tickets 4711"
        assert mailbox[0] == {"entry": "box", "uid": "7", "part": "1"}


@pytest.mark.parametrize("field", ["sender", "subject"])
async def test_what_the_mail_says(
    automate: Automate, mailbox: Mailbox, link_id: str, hub: Hub, field: str
) -> None:
    """The mail itself counts, whatever an event says of it."""
    await automate(
        "print_mails",
        account="box",
        senders=["anna@example.com"],
        on_behalf_of="Mail",
        word="4711",
        printer=hub.device_id,
    )
    mailbox.mail = MAIL | {field: "eve@example.com"}
    hub.hass.bus.async_fire("imap_content", MAIL)
    await hub.hass.async_block_till_done()
    assert await hub.hass.data[JOURNAL].async_jobs(limit=10) == []


async def test_mail_cannot_be_read(hub: Hub, mailbox: Mailbox) -> None:
    """A failure of the mailbox is told without its message."""
    part = {"entry": "box", "uid": "7", "part": "9"}
    with refuses("mail_failed", kind=HomeAssistantError, field="data"):
        await hub.print(data=part)
    # None is left out without a word.
    with refuses("files_too_many", field="data", count="61"):
        await hub.print(data=[part] * 61)
