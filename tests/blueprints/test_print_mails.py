"""Tests of the blueprint that prints the attachments of mails."""

from base64 import encodebytes
from types import MappingProxyType
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.policy.links import create_secret
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse
from homeassistant.exceptions import HomeAssistantError

from ..actions import call, refuses
from ..samples.pdf_files import text
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


@pytest.fixture
def mailbox(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Have a mailbox with an attachment that is too large for a template."""
    fetched = list[dict[str, Any]]()

    async def fetch(call: ServiceCall) -> dict[str, Any]:
        fetched.append(dict(call.data))
        if call.data["part"] == "9":
            raise HomeAssistantError("secret")
        data = encodebytes(text(1) + b"\n%" + b"x" * 300_000).decode()
        return {"part_data": data, "filename": "a.pdf"}

    hass.services.async_register(
        "imap", "fetch_part", fetch, supports_response=SupportsResponse.ONLY
    )
    return fetched


@pytest.fixture
def link_id(hass: HomeAssistant, home: None, account: MockConfigEntry) -> str:
    """Return the id of a link."""
    subentry = ConfigSubentry(
        data=MappingProxyType({"secret": create_secret()}),
        subentry_type="link",
        title="Mail",
        unique_id=None,
    )
    hass.config_entries.async_add_subentry(account, subentry)
    return subentry.subentry_id


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
    mailbox: list[dict[str, Any]],
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
    for _ in range(2):
        hass.bus.async_fire("imap_content", MAIL | change)
        await hass.async_block_till_done()
    jobs = await hass.data[JOURNAL].async_jobs(limit=10)
    assert [job.requester.link_id for job in jobs] == [link_id] * is_printed
    if is_printed:
        assert jobs[0].content.pages == 2
        assert jobs[0].name == "Tickets 4711"
        assert mailbox[0] == {"entry": "box", "uid": "7", "part": "1"}


async def test_mail_cannot_be_read(
    hass: HomeAssistant, account: MockConfigEntry, device_id: str, mailbox: list[Any]
) -> None:
    """A failure of the mailbox is told without its message."""
    part = {"entry": "box", "uid": "7", "part": "9"}
    with refuses("mail_failed", kind=HomeAssistantError, field="data"):
        await call(hass, "print", {"device_id": device_id, "data": part})
    # None is left out without a word.
    with refuses("files_too_many", field="data", count="61"):
        await call(hass, "print", {"device_id": device_id, "data": [part] * 61})
