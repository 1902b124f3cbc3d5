"""Tests of prints that come by links."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
import gzip
import json
from typing import Any
from unittest.mock import patch

from aiohttp import FormData, MultipartWriter
from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import JOURNAL
from custom_components.cloudprint.inbox import prints
from custom_components.cloudprint.printing import prepare
from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.source import upload as uploads_module
from custom_components.cloudprint.spool.job import Job, JobState
from custom_components.cloudprint.spool.journal import JournalError
from homeassistant.components import persistent_notification
from homeassistant.core import HomeAssistant

from ..actions import call
from ..entities import device_id_of
from ..hub import Hub, add_account
from ..notifications import Notifications, notifications
from ..rules import add_rule
from ..samples import documents
from ..samples.pdf_files import text
from ..simulator import CloudSimulator, Printer
from ..waits import Gate, slowed, until
from .conftest import AddLink, Sender

__all__ = ["notifications"]


def form(*files: tuple[str, bytes], **fields: str) -> FormData:
    """Return a form as programs send it."""
    data = FormData(quote_fields=False, default_to_multipart=True)
    for name, value in fields.items():
        data.add_field(name, value)
    for name, content in files:
        data.add_field("file", content, filename=name)
    return data


async def get_jobs(hass: HomeAssistant) -> list[Job]:
    """Return all jobs, newest first."""
    return await hass.data[JOURNAL].async_jobs(limit=100)


async def settle(hass: HomeAssistant, account: MockConfigEntry) -> list[Job]:
    """Return all jobs once none is in preparation."""
    store = account.runtime_data.store
    await until(
        lambda: all(job.state is not JobState.PREPARING for job in store.open_jobs)
    )
    return await get_jobs(hass)


def is_sent(account: MockConfigEntry, job: Job) -> bool:
    """Return whether the service has a job."""
    current: Job = account.runtime_data.store.current(job)
    return current.state.is_task


async def test_print_a_file(hass: HomeAssistant, hub: Hub, sender: Sender) -> None:
    """A form with a file is printed, and its sender can follow it."""
    answer = await sender.send(form(("a.txt", b"Hello"), copies="2", color=""))
    token = answer.pop("job")
    assert answer == {
        "state": "preparing",
        "reason": None,
        "name": "a.txt",
        "message": "“a.txt” was received and is being prepared.",
    }
    await until(lambda: hub.simulator.tasks)
    (job,) = await settle(hass, hub.account)
    assert job.requester.kind is RequesterKind.LINK
    assert job.requester.name == "Guests"
    assert job.requester.link_id == sender.link_id
    assert job.task.config["copies"] == 2
    response = await sender.get(f"/jobs/{token}")
    assert (await response.json())["message"] == "“a.txt” is being printed."
    assert token not in job.job_id


async def test_sentence_in_the_language_of_the_sender(sender: Sender) -> None:
    """A program that does not ask for JSON gets a sentence."""
    response = await sender.client.post(
        sender.path,
        data=form(text="Hello\nthere"),
        headers={"Accept-Language": "zh-CN,zh;q=0.9"},
    )
    assert response.status == 202
    assert await response.text() == "已收到“Hello there”，正在准备。\n"
    response = await sender.client.post(
        sender.path, data=b"", headers={"Accept-Language": "zh-CN"}
    )
    assert response.status == 400
    assert "code" not in await response.text()


@pytest.mark.parametrize(
    ("data", "headers", "name"),
    [
        (form(("a.pdf", text(1)), ("b.pdf", text(2))), {}, "a.pdf (+1)"),
        (form(("../../a.txt", b"Hello")), {}, "a.txt"),
        (b"Hello", {"X-File-Name": "%E4%BD%A0.txt"}, "你.txt"),
        (documents.picture("PNG"), {"Content-Type": "image/png"}, "Guests"),
        ({"text": "Milk"}, {}, "Milk"),
        (
            json.dumps({"text": "Milk", "options": {"copies": 1}}),
            {"Content-Type": "application/json"},
            "Milk",
        ),
    ],
)
async def test_requests_of_programs(
    hub: Hub, sender: Sender, data: Any, headers: dict[str, str], name: str
) -> None:
    """Forms, fields, JSON and bare files are printed."""
    assert (await sender.send(data, **headers))["name"] == name
    (job,) = await settle(hub.hass, hub.account)
    assert job.failure is None
    assert job.name == name


async def test_options_of_a_bare_file(hub: Hub, sender: Sender) -> None:
    """A request whose body is the file has its options in its address."""
    response = await sender.client.post(f"{sender.path}?copies=3", data=b"Hello")
    assert response.status == 202
    (job,) = await settle(hub.hass, hub.account)
    assert job.task.config["copies"] == 3


def _nested() -> MultipartWriter:
    writer = MultipartWriter("form-data")
    writer.append(MultipartWriter("mixed"))
    return writer


def _encoded() -> MultipartWriter:
    writer = MultipartWriter("form-data")
    part = writer.append(b"SGVsbG8=")
    part.headers["Content-Transfer-Encoding"] = "base64"
    part.set_content_disposition("form-data", name="file", filename="a.txt")
    return writer


MALFORMED = (400, "upload_malformed")
JSON = {"Content-Type": "application/json"}
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("data", "headers", "refused"),
    [
        (b"", {}, (400, "upload_empty")),
        (form(("a.txt", b"Hello"), text="Hello"), {}, (400, "link_content")),
        (form(copies="1"), {}, (400, "link_content")),
        (form(text="Hello", paper="A4"), {}, (400, "field_unknown")),
        (form(text="Hello", entity="todo.a"), {}, (400, "field_unknown")),
        (form(text="Hello", copies="x"), {}, (400, "option_invalid")),
        (
            form(text="Hello", sides="x"),
            {},
            (400, "option_invalid"),
        ),
        (form(("a.7z", b"7z\xbc\xaf\x27\x1c" * 1000)), {}, (400, "format_unknown")),
        (form(("a.7z", b"7z\xbc\xaf\x27\x1c")), {}, (400, "format_unknown")),
        (form(text="Hello", again="x"), {}, (400, "option_invalid")),
        (form(*[(f"{i}.txt", b"x") for i in range(61)]), {}, (429, "upload_too_many")),
        (form(**{f"a{i}": "x" for i in range(101)}), {}, (400, "upload_malformed")),
        (FormData([("text", "x")] * 101, default_to_multipart=True), {}, MALFORMED),
        (form(text=" "), {}, (400, "link_content")),
        (form(text="x" * (2**21 + 1)), {}, (413, "upload_too_large")),
        (form(text="x" * 2**20, url="x" * (2**20 + 1)), {}, (413, "upload_too_large")),
        (b"[]", JSON, (400, "upload_malformed")),
        (b"{", JSON, (400, "upload_malformed")),
        (b"[" * 100_000, JSON, (400, "upload_malformed")),
        (b'{"text": "a", "options": 1}', JSON, (400, "upload_malformed")),
        (b"&".join([b"a=b"] * 101), URLENCODED, (400, "upload_malformed")),
        (b"text=\xff", URLENCODED, (400, "upload_malformed")),
        (b"a", {"Content-Type": "multipart/form-data"}, (400, "upload_malformed")),
        (gzip.compress(b"a"), {"Content-Encoding": "gzip"}, (400, "upload_encoded")),
        (_nested(), {}, (400, "upload_malformed")),
        (_encoded(), {}, (400, "upload_encoded")),
        (form(text="Hello"), {"Idempotency-Key": "x" * 300}, (400, "text_invalid")),
    ],
)
async def test_refused_requests(
    hass: HomeAssistant,
    sender: Sender,
    data: Any,
    headers: dict[str, str],
    refused: tuple[int, str],
) -> None:
    """What cannot be printed is refused with a sentence, and nothing stays."""
    response = await sender.post(data, **headers)
    assert await sender.refused(response) == refused
    assert await get_jobs(hass) == []
    assert not hass.data[uploads_module.UPLOADS]._uploads  # noqa: SLF001


async def test_page_prints(hub: Hub, sender: Sender) -> None:
    """The page describes the printer, uploads, previews, prints, and follows the print."""
    info = await (await sender.get("/info")).json()
    assert info["name"] == "Guests"
    assert info["pages_left"] is None
    assert info["options"]["color"]
    assert ".pdf" in info["accepts"]
    assert info["max_bytes"] == 50 * 2**20
    upload = await (
        await sender.post(text(2), "/upload", **{"X-File-Name": "a.pdf"})
    ).json()
    assert upload["format"] == "PDF"
    upload_id = upload["upload_id"]
    preview = await sender.ask(
        "preview", uploads=[upload_id], options={"color": "monochrome"}, sheet=1
    )
    assert preview.status == 200, await preview.text()
    assert (await preview.json())["pages"] == 2
    response = await sender.ask("print", uploads=[upload_id], key="1")
    assert response.status == 202, await response.text()
    assert (await response.json())["name"] == "a.pdf"
    (job,) = await settle(hub.hass, hub.account)
    assert job.content.pages == 2
    # It was taken over.
    response = await sender.ask("print", uploads=[upload_id], key="2")
    assert await sender.refused(response) == (410, "upload_unknown")


async def test_preview_of_a_text(hass: HomeAssistant, sender: Sender) -> None:
    """A text is shown as it will be printed, and nothing of it stays."""
    response = await sender.ask("preview", text="Hello", sheet=1)
    assert response.status == 200, await response.text()
    assert (await response.json())["warnings"] == []
    assert not hass.data[uploads_module.UPLOADS]._uploads  # noqa: SLF001


async def test_uploads_are_of_their_sender(
    hass: HomeAssistant, add_link: AddLink
) -> None:
    """Nobody prints or sees the uploads of another link, or of the link's user."""
    user = await hass.auth.async_create_user("Anna")
    first, second = add_link(), add_link(user_id=user.id)
    upload_id = (await (await first.post(b"Hello", "/upload")).json())["upload_id"]

    async def pieces() -> AsyncIterator[bytes]:
        yield b"Hello"

    store = hass.data[uploads_module.UPLOADS]
    own = await store.async_receive(user.id, "a.txt", pieces())
    for each in (upload_id, own.upload_id):
        for what in ("print", "preview"):
            response = await second.ask(what, uploads=[each])
            assert await second.refused(response) == (410, "upload_unknown")
    assert (await first.ask("print", uploads=[upload_id])).status == 202


async def test_repeats(
    hub: Hub, sender: Sender, freezer: FrozenDateTimeFactory
) -> None:
    """The same bytes and options are printed once in ten minutes, unless asked again."""
    first = await sender.send(form(("a.txt", b"Hello"), copies="2"))
    repeat = await sender.post(form(("b.txt", b"Hello"), copies="2"))
    assert repeat.status == 200
    answer = await repeat.json()
    assert answer["job"] == first["job"]
    assert answer["repeated"] is True
    assert "again" in answer["message"]
    await sender.send(form(("a.txt", b"Hello"), copies="3"))
    await sender.send(form(("a.txt", b"Hello"), copies="2", again="true"))
    assert len(await settle(hub.hass, hub.account)) == 3
    freezer.tick(timedelta(minutes=11))
    await sender.send(form(("a.txt", b"Hello"), copies="2"))
    assert len(await settle(hub.hass, hub.account)) == 4


async def test_pages_of_an_hour(hub: Hub, sender: Sender) -> None:
    """A link prints a hundred pages an hour, whatever devices may print."""
    answers = []
    for data in (b"One", b"Two"):
        answers.append(await sender.send(form(("a.txt", data), copies="60")))
        # The first that is counted is the first that prints.
        await settle(hub.hass, hub.account)
    states = [
        await (await sender.get(f"/jobs/{answer['job']}")).json() for answer in answers
    ]
    assert states[0]["state"] != "failed"
    assert states[1]["state"] == "failed"
    assert "(40 of 100 an hour)" in states[1]["message"]


async def test_keys(
    hub: Hub, add_link: AddLink, freezer: FrozenDateTimeFactory
) -> None:
    """A key returns its print for a day, to its own sender and link alone."""
    sender = add_link()
    key = {"Idempotency-Key": "1"}
    first = await sender.send(form(("a.txt", b"Hello")), **key)
    # Its preparation has a time limit, too.
    await settle(hub.hass, hub.account)
    freezer.tick(timedelta(hours=1))
    answer = await (await sender.post(form(("a.txt", b"Other")), **key)).json()
    assert answer["job"] == first["job"]
    await add_link().send(form(("a.txt", b"Other")), **key)
    await sender.send(form(("a.txt", b"More"), again="1"), **key)
    assert len(await settle(hub.hass, hub.account)) == 3


async def test_lost_answers(hub: Hub, sender: Sender) -> None:
    """A key returns its print although the uploads are gone, also of one more print."""
    upload = await (await sender.post(text(1), "/upload")).json()
    fields = {"uploads": [upload["upload_id"]], "key": "1"}
    first = await (await sender.ask("print", **fields)).json()
    with patch.object(prints, "_MAX_READ", 1):
        await sender.send(form(text="Later"))
        repeat = await sender.ask("print", **fields)
        assert repeat.status == 200, await repeat.text()
        assert (await repeat.json())["job"] == first["job"]
        again = {"text": "Later", "again": True, "key": "1"}
        more = await sender.ask("print", **again)
        assert more.status == 202
        repeat = await sender.ask("print", **again)
    assert repeat.status == 200
    assert (await repeat.json())["job"] == (await more.json())["job"]
    assert len(await settle(hub.hass, hub.account)) == 3


async def test_send_again_what_failed(hub: Hub, add_link: AddLink) -> None:
    """What failed here was not sent already; its key says what became of it."""
    sender = add_link(pages_a_print=2)
    key = {"Idempotency-Key": "1"}
    first = await sender.send(form(("a.pdf", text(3))), **key)
    await settle(hub.hass, hub.account)
    second = await sender.send(form(("a.pdf", text(3))))
    assert second["job"] != first["job"]
    repeat = await (await sender.post(form(("a.pdf", text(3))), **key)).json()
    assert (repeat["job"], repeat["state"]) == (first["job"], "failed")
    assert "3 pages" in repeat["message"]


async def test_key_of_somebody_else(sender: Sender, hub: Hub) -> None:
    """An automation may have a key that looks like one of a link."""
    key = f"link:{sender.link_id}:x"
    await hub.print(text="Ours", idempotency_key=key)
    await sender.send(form(text="Hello"))
    assert (await sender.get("/jobs/x")).status == 404


async def test_repeats_at_the_same_time(hub: Hub, sender: Sender) -> None:
    """Requests that cross each other print once."""
    responses = await asyncio.gather(
        *(sender.post(form(("a.txt", b"Hello"))) for _ in range(3))
    )
    assert sorted(response.status for response in responses) == [200, 200, 202]
    assert len(await settle(hub.hass, hub.account)) == 1


async def test_two_guests_with_one_boarding_pass(hub: Hub, sender: Sender) -> None:
    """Equal bytes from two addresses are two prints."""
    for address in ("192.168.1.20", "192.168.1.21"):
        with (
            patch("aiohttp.web_request.BaseRequest.remote", address),
            patch("custom_components.cloudprint.inbox.access.check_peer"),
        ):
            await sender.send(form(("pass.pdf", text(1))))
    assert len(await settle(hub.hass, hub.account)) == 2


async def test_pages_of_a_print(hub: Hub, add_link: AddLink) -> None:
    """A link has its own limits; what cannot be counted is refused by them."""
    sender = add_link(pages_a_print=2, pages_a_day=3)
    assert (await (await sender.get("/info")).json())["pages_left"] == 3
    answer = await sender.send(form(("a.pdf", text(3))))
    await settle(hub.hass, hub.account)
    told = await (await sender.get(f"/jobs/{answer['job']}")).json()
    assert told["state"] == "failed"
    assert told["message"] == "This has 3 pages. At most 2 can be printed here at once."
    await sender.send(form(("a.pdf", text(2))))
    await settle(hub.hass, hub.account)
    assert (await (await sender.get("/info")).json())["pages_left"] == 1
    answer = await sender.send(form(("a.pdf", text(2)), again="1"))
    await settle(hub.hass, hub.account)
    told = await (await sender.get(f"/jobs/{answer['job']}")).json()
    assert told["state"] == "failed"
    assert "Guests" in told["message"]
    answer = await sender.send(form(("a.html", b"<html>Hello")))
    await settle(hub.hass, hub.account)
    told = await (await sender.get(f"/jobs/{answer['job']}")).json()
    assert told["state"] == "failed", told


async def test_link_is_removed_meanwhile(hub: Hub, add_link: AddLink) -> None:
    """A print of a link that is gone does not escape its limits: nothing is printed."""
    sender, gate = add_link(pages_a_print=1), Gate()
    with slowed(prepare, "async_create_submissions", gate.wait):
        await sender.send(form(("a.pdf", text(2))))
        await gate.reached.wait()
        hub.hass.config_entries.async_remove_subentry(hub.account, sender.link_id)
        gate.open()
        (job,) = await settle(hub.hass, hub.account)
    assert job.state is JobState.FAILED
    assert job.failure is not None
    assert job.failure.key == "link_gone"
    assert not hub.simulator.tasks


async def test_a_rule_applies_to_links(hub: Hub, sender: Sender) -> None:
    """A rule for links asks; its pages are told beforehand."""
    add_rule(hub.hass, hub.account, kinds=["link"], ask_above=1, pages_a_day=5)
    assert (await (await sender.get("/info")).json())["pages_left"] == 5
    answer = await sender.send(form(("a.pdf", text(2))))
    (job,) = await settle(hub.hass, hub.account)
    assert job.needs_approval
    told = await (await sender.get(f"/jobs/{answer['job']}")).json()
    assert told["message"] == "“a.pdf” waits until somebody allows it."
    assert not hub.simulator.tasks


async def test_user_of_a_link(hass: HomeAssistant, add_link: AddLink) -> None:
    """A user's link prints on the user's behalf, never as an administrator."""
    user = await hass.auth.async_create_user("Anna")
    user.is_owner = True
    sender = add_link(user_id=user.id)
    await sender.send(form(("a.txt", b"Hello")))
    (job,) = await get_jobs(hass)
    assert job.requester.user_id == user.id
    # Not a stranger's quarter of the room
    assert (await (await sender.get("/info")).json())["max_bytes"] == 100 * 2**20
    user.is_owner = False
    assert not Requester(kind=RequesterKind.LINK, user_id=user.id, user=user).is_exempt
    assert not Requester(kind=RequesterKind.LINK, user=user).is_admin
    await hass.auth.async_update_user(user, is_active=False)
    assert (await sender.get()).status == 404
    assert (await sender.post(form(text="Hello"))).status == 404


async def test_user_who_may_not_print(hass: HomeAssistant, add_link: AddLink) -> None:
    """A link has the permissions of its user, and names no printer in its refusal."""
    await hass.auth.async_create_user("Owner")
    user = await hass.auth.async_create_user("Anna")
    sender = add_link(user_id=user.id)
    for response in (await sender.post(form(text="Hello")), await sender.get("/info")):
        assert await sender.refused(response) == (503, "link_unavailable")


async def test_default_printer(hub: Hub, add_link: AddLink) -> None:
    """Without a printer, it is the account's default one."""
    sender = add_link(device_id=None)
    response = await sender.post(form(text="Hello"))
    assert await sender.refused(response) == (503, "link_unavailable")
    hub.hass.config_entries.async_update_entry(
        hub.account, options={"default_printer": hub.device_id}
    )
    await hub.hass.async_block_till_done()
    assert (await sender.send(form(text="Hello")))["state"] == "preparing"
    await hub.hass.config_entries.async_unload(hub.account.entry_id)
    for response in (await sender.post(form(text="More")), await sender.get("/info")):
        assert await sender.refused(response) == (503, "link_unavailable")


async def test_printer_of_another_account(
    hass: HomeAssistant, add_link: AddLink, simulator: CloudSimulator, printer: Printer
) -> None:
    """A link without a printer does not print on the one of another account."""
    other = await add_account(hass, simulator, printer)
    default = device_id_of(hass, other, printer)
    hass.config_entries.async_update_entry(other, options={"default_printer": default})
    await hass.async_block_till_done()
    sender = add_link(device_id=None)
    response = await sender.post(form(text="Hello"))
    assert await sender.refused(response) == (503, "link_unavailable")


async def test_notification(
    hass: HomeAssistant, sender: Sender, notifications: Notifications
) -> None:
    """Prints of strangers show one notification until it is dismissed."""
    await sender.send(form(text="Hello"))
    await sender.send(form(text="Again"))
    shown = await notifications()
    assert [*shown] == [prints.NOTIFICATION]
    assert "Hello" not in str(shown)
    persistent_notification.async_dismiss(hass, prints.NOTIFICATION)
    await sender.send(form(text="More"))
    assert [*await notifications()] == [prints.NOTIFICATION]


async def test_notification_of_what_waits(
    hub: Hub, add_link: AddLink, notifications: Notifications
) -> None:
    """Thirty prints of strangers that ask are that one, and one that counts them."""
    add_rule(hub.hass, hub.account, kinds=["link"], ask_above=0)
    for sender in (add_link(), add_link()):
        for number in range(15):
            await sender.send(form(text=f"Hello {number}"))
            await settle(hub.hass, hub.account)
    shown = await notifications()
    waiting = f"{DOMAIN}_waiting_{hub.account.entry_id}"
    assert shown.keys() == {prints.NOTIFICATION, waiting}
    assert "30 prints wait for approval." in shown[waiting]
    assert "Hello" not in str(shown)


async def test_content_of_strangers_goes(hub: Hub, add_link: AddLink) -> None:
    """What a stranger printed is not kept, what a user printed by a link is."""
    user = await hub.hass.auth.async_create_user("Anna")
    user.is_owner = True
    contents = hub.data.spooler.contents
    store = hub.data.store
    for sender, is_kept in ((add_link(), False), (add_link(user_id=user.id), True)):
        await sender.send(form(("a.pdf", text(1))))
        job, *_ = await settle(hub.hass, hub.account)
        await until(lambda: hub.simulator.tasks)
        hub.simulator.tasks.clear()
        await until(partial(is_sent, hub.account, job))
        store.transition(store.current(job), JobState.FINISHED)
        await hub.hass.async_block_till_done(wait_background_tasks=True)
        assert contents.has(job.content_id) is is_kept


async def test_strangers_leave_room(hub: Hub, add_link: AddLink) -> None:
    """Strangers fill a quarter of the room at most, also with what is converted."""
    sender = add_link()
    add_rule(hub.hass, hub.account, kinds=["link"], ask_above=0)
    with patch.object(prints, "MAX_WAITING", 2):
        await sender.send(form(("a.txt", b"Hello")))
        await sender.send(form(("b.txt", b"More")))
        response = await sender.post(form(("c.txt", b"Too many")))
        assert await sender.refused(response) == (429, "link_full")
    settings = hub.data.settings
    object.__setattr__(settings, "content_limit", 4 * 1000)
    response = await add_link().post(form(("c.txt", b"x" * 1001)))
    assert await sender.refused(response) == (507, "links_full")
    # The house still prints.
    assert await call(hub.hass, "print", device_id=hub.device_id, text="Ours")


async def test_journal_cannot_be_read(hass: HomeAssistant, sender: Sender) -> None:
    """A failing journal is told."""
    with patch.object(
        hass.data[JOURNAL], "async_jobs", side_effect=JournalError("disk")
    ):
        response = await sender.post(form(text="Hello"))
    assert await sender.refused(response) == (503, "journal_unreadable")
