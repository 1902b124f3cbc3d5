"""Attacks on links, over real HTTP: nobody else prints, or learns that there is one."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
import logging
from pathlib import Path
import struct
from unittest.mock import patch
import zlib

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.diagnostics import async_get_config_entry_diagnostics
from custom_components.cloudprint.exceptions import failed
from custom_components.cloudprint.inbox import access, prints, view
from custom_components.cloudprint.networks import OwnNetworks
from custom_components.cloudprint.policy.links import LINK_PATH
from custom_components.cloudprint.source.upload import UPLOADS
from homeassistant.components.http.ban import KEY_FAILED_LOGIN_ATTEMPTS
from homeassistant.core import HomeAssistant

from ..actions import call
from ..hub import Hub
from ..networks import set_adapters
from ..package import translation
from ..rules import add_rule
from ..samples.pdf_files import text
from ..waits import Gate, let_run, slowed, until
from .conftest import AddLink, ChangeLink, Sender
from .test_prints import form, get_jobs, settle

OWN = "192.168.1.2/24"


@pytest.fixture(autouse=True)
def networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in one network."""
    set_adapters(monkeypatch, [OWN])


async def is_gone(hass: HomeAssistant, sender: Sender, **headers: str) -> bool:
    """Return whether all requests are answered as if there were no link."""
    responses = [
        await sender.get(**headers),
        await sender.get("/info", **headers),
        await sender.get("/jobs/x", **headers),
        await sender.post(form(text="Hello"), **headers),
        await sender.post(b"Hello", "/upload", **headers),
        await sender.post(b"{}", "/preview", **headers),
        await sender.post(b"{}", "/print", **headers),
    ]
    unknown = await sender.client.get("/api/cloudprint/link/unknown", headers=headers)
    expected = (404, await unknown.text())
    found = {(each.status, await each.text()) for each in responses}
    assert await get_jobs(hass) == []
    return found == {expected}


@pytest.mark.parametrize(
    "guess", ["", "x", "x" * 43, "x" * 5000, "%00", "%ff", "%ed%a0%80", "ü", ".."]
)
async def test_guessing(sender: Sender, guess: str) -> None:
    """A wrong secret finds nothing, and is no wrong login."""
    client = sender.client
    for method in (client.get, client.post):
        response = await method(f"/api/cloudprint/link/{guess}")
        assert response.status == 404
    assert not client.app[KEY_FAILED_LOGIN_ATTEMPTS]


async def test_closed(
    sender: Sender, hub: Hub, change_link: ChangeLink, freezer: FrozenDateTimeFactory
) -> None:
    """One that is off, over, renewed or deleted looks as if it had never been."""
    change_link(sender, is_on=False)
    assert await is_gone(hub.hass, sender)
    change_link(sender, is_on=True, ends="2026-01-02")
    await hub.hass.config.async_set_time_zone("Asia/Shanghai")
    freezer.move_to("2026-01-02T15:59:00Z")
    assert (await sender.get()).status == 200
    freezer.move_to("2026-01-02T16:01:00Z")
    assert await is_gone(hub.hass, sender)
    change_link(sender, ends=None, secret="another")
    assert await is_gone(hub.hass, sender)
    hub.hass.config_entries.async_remove_subentry(hub.account, sender.link_id)
    assert await is_gone(hub.hass, sender)


async def test_nothing_of_the_house_is_printed(sender: Sender) -> None:
    """Entities, saved documents, files and media are no fields of a link."""
    for name in (
        "entity",
        "document",
        "file_path",
        "media",
        "data",
        "html",
        "markdown",
    ):
        response = await sender.ask("print", **{name: "x"})
        assert await sender.refused(response) == (400, "field_unknown")
        response = await sender.ask("preview", **{name: "x"})
        assert await sender.refused(response) == (400, "field_unknown")


@pytest.mark.parametrize(
    ("peer", "is_local"), [("192.168.1.9", True), ("10.0.0.9", False)]
)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_not_found(
    sender: Sender, language: str, peer: str, is_local: bool
) -> None:
    """At home, it says in the visitor's language what may be the reason; else nothing."""
    answers = set[tuple[str, str]]()
    with patch("aiohttp.web_request.BaseRequest.remote", peer):
        for what in ("unknown", "unknown/info", f"{sender.secret}/nothing"):
            path = LINK_PATH.format(secret=what)
            for ask in (sender.client.get, sender.client.post):
                response = await ask(path, headers={"Accept-Language": language})
                answers.add((response.content_type, await response.text()))
    ((content_type, shown),) = answers
    if is_local:
        assert content_type == "text/html"
        assert translation(language)["common.guest_gone_help"] in shown
    else:
        assert (content_type, shown) == ("text/plain", "404: Not Found")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1"},
    ],
)
async def test_other_sites(
    hass: HomeAssistant, sender: Sender, headers: dict[str, str]
) -> None:
    """A page of another site may lead to the page, but sends and reads nothing."""
    assert (await sender.get(**headers)).status == 200
    for response in (
        await sender.post(form(text="Hello"), **headers),
        await sender.get("/info", **headers),
    ):
        assert response.status == 404
        assert "Access-Control-Allow-Origin" not in response.headers
    assert await get_jobs(hass) == []


async def test_own_page(sender: Sender) -> None:
    """The own page sends its origin."""
    origin = str(sender.client.make_url("/")).rstrip("/")
    await sender.send(form(text="1"), Origin=origin)
    await sender.send(
        form(text="2"), **{"Origin": "https://a.b", "Sec-Fetch-Site": "same-origin"}
    )
    await sender.send(form(text="3"), **{"Sec-Fetch-Site": "none"})


async def test_get_prints_nothing(hass: HomeAssistant, sender: Sender) -> None:
    """Previews of links in chats open them."""
    for query in ("?text=Hello", "/print?text=Hello", "?url=http://example.com"):
        await sender.get(query)
    response = await sender.client.head(sender.path)
    assert response.status == 405
    assert await get_jobs(hass) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "print.example.com"},
        {"Host": "8.8.8.8"},
        {"Forwarded": "for=192.168.1.20"},
        {"X-Real-IP": "192.168.1.20"},
        {"CF-Connecting-IP": "192.168.1.20"},
        {"Via": "1.1 proxy"},
        {"X-Forwarded-Host": "homeassistant.local"},
    ],
)
async def test_from_outside(
    hass: HomeAssistant, sender: Sender, add_link: AddLink, headers: dict[str, str]
) -> None:
    """What a proxy may have sent on is not local, which another link allows."""
    assert await is_gone(hass, sender, **headers)
    assert (await add_link(local_only=False).get(**headers)).status == 200


@pytest.mark.parametrize(
    ("peer", "is_local"),
    [
        ("192.168.1.20", True),
        ("::ffff:192.168.1.20", True),
        ("192.168.2.20", False),
        ("8.8.8.8", False),
        ("2408:8207:1:2::9", True),
        ("2408:8207:1:3::9", False),
        ("172.17.0.1", False),
        ("", False),
    ],
)
async def test_peers(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, peer: str, is_local: bool
) -> None:
    """A peer is in a network of this machine, by global IPv6 in the same /64."""
    set_adapters(monkeypatch, [OWN, "2408:8207:1:2::1/128"])
    with patch("aiohttp.web_request.BaseRequest.remote", peer):
        assert (await sender.get()).status == (200 if is_local else 404)


@pytest.mark.parametrize(
    ("peer", "host", "is_local"),
    [
        ("192.168.77.20", "192.168.1.2", True),
        ("192.168.78.20", "192.168.1.2", False),
        ("100.64.0.5", "100.100.0.1", True),
        # Behind a VPN without an adapter, everybody seems to be this machine.
        ("127.0.0.1", "100.100.0.1", False),
        ("127.0.0.1", "ha.tail1234.ts.net", False),
        ("::1", "[fd7a:115c:a1e0::1]", False),
    ],
)
async def test_further_networks(
    hass: HomeAssistant,
    account: MockConfigEntry,
    sender: Sender,
    monkeypatch: pytest.MonkeyPatch,
    peer: str,
    host: str,
    is_local: bool,
) -> None:
    """What may print by IPP may use links only if that is allowed, too."""
    set_adapters(monkeypatch, [OWN, "100.100.0.1/32"])
    await hass.config.async_update(internal_url="http://ha.tail1234.ts.net:8123")
    networks = {"ipp_networks": ["192.168.77.0/24", "100.64.0.0/10"]}
    for is_for_links in (False, True):
        options = {**networks, "ipp_networks_for_links": is_for_links}
        hass.config_entries.async_update_entry(account, options=options)
        with patch("aiohttp.web_request.BaseRequest.remote", peer):
            status = (await sender.get(Host=host)).status
        assert status == (200 if is_local and is_for_links else 404)


async def test_cloud(hass: HomeAssistant, sender: Sender) -> None:
    """A request through Home Assistant Cloud is from outside."""
    with patch.object(access, "is_cloud_connection", return_value=True):
        assert await is_gone(hass, sender)


async def test_networks_cannot_be_read(hass: HomeAssistant, sender: Sender) -> None:
    """Without knowing the networks, nobody is local."""
    with patch.object(OwnNetworks, "async_get", side_effect=OSError):
        assert await is_gone(hass, sender)


async def test_own_names(hass: HomeAssistant, sender: Sender) -> None:
    """The name of the home in its own network is local, unless it is the public one."""
    await hass.config.async_update(internal_url="https://home.example.com")
    named = {"Host": "home.example.com"}
    assert (await sender.get(**named)).status == 200
    await hass.config.async_update(external_url="https://home.example.com")
    assert (await sender.get(**named)).status == 404


@pytest.mark.parametrize(
    ("client", "more", "is_local"),
    [
        ("192.168.1.20", {}, True),
        ("192.168.1.20", {"X-Real-IP": "192.168.1.20", "Via": "1.1 caddy"}, True),
        ("192.168.1.20", {"X-Forwarded-Proto": "https"}, True),
        ("192.168.1.20", {"X-Forwarded-Host": "homeassistant.local"}, True),
        ("192.168.1.20", {"X-Forwarded-Host": "home.example.com"}, False),
        ("192.168.1.20", {"X-Real-IP": "8.8.8.8"}, False),
        ("192.168.1.20", {"Forwarded": "for=8.8.8.8"}, False),
        ("192.168.1.20, 8.8.8.8", {}, False),
        ("8.8.8.8", {}, False),
        (None, {}, False),
    ],
)
async def test_behind_a_proxy(
    trusted_proxy: None,
    sender: Sender,
    client: str | None,
    more: dict[str, str],
    is_local: bool,
) -> None:
    """The client's own address decides, which a trusted proxy has to send."""
    forwarded = {} if client is None else {"X-Forwarded-For": client}
    assert (await sender.get(**forwarded, **more)).status == (200 if is_local else 404)


def has_files(folder: Path) -> bool:
    """Return whether something is received."""
    return folder.is_dir() and any(folder.iterdir())


async def test_revoked_while_it_arrives(
    hass: HomeAssistant,
    sender: Sender,
    change_link: ChangeLink,
    config_folder: Path,
) -> None:
    """A body that still arrives when the link is closed prints nothing."""
    folder = config_folder / ".storage/cloudprint/uploads"
    for what in ("", "/upload"):
        gate = Gate()

        async def body(gate: Gate = gate) -> AsyncIterator[bytes]:
            yield b"x" * 70_000
            await gate.wait()
            yield b"x" * 70_000

        sending = asyncio.create_task(sender.post(body(), what))
        await until(partial(has_files, folder))
        change_link(sender, is_on=False)
        gate.open()
        assert (await sending).status == 404
        change_link(sender, is_on=True)
        await until(lambda: not has_files(folder))
    assert await get_jobs(hass) == []


async def test_user_becomes_inactive_while_it_arrives(
    hass: HomeAssistant, add_link: AddLink
) -> None:
    """Whose user was switched off meanwhile prints nothing."""
    await hass.auth.async_create_user("Owner")
    user = await hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    sender, gate = add_link(user_id=user.id), Gate()
    sending = asyncio.create_task(sender.post(gate.stream(b"Hello")))
    await gate.reached.wait()
    await hass.auth.async_update_user(user, is_active=False)
    gate.open()
    assert (await sending).status == 404
    assert await get_jobs(hass) == []


async def test_slow_bodies(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few bodies arrive at the same time, from each and from all."""
    gates = [Gate() for _ in range(view.MAX_RECEIVING_EACH)]
    sending = [
        asyncio.create_task(sender.post(gate.stream(b"x"), "/upload")) for gate in gates
    ]
    for gate in gates:
        await gate.reached.wait()
    await let_run(200)
    response = await sender.post(form(text="Hello"))
    assert await sender.refused(response) == (429, "link_busy")
    monkeypatch.setattr(view, "MAX_RECEIVING", view.MAX_RECEIVING_EACH)
    with patch("aiohttp.web_request.BaseRequest.remote", "192.168.1.30"):
        response = await sender.post(form(text="Hello"))
    assert await sender.refused(response) == (429, "link_busy")
    # Nobody is told that of a link that is not there.
    assert (await sender.client.post("/api/cloudprint/link/x", data=b"x")).status == 404
    for gate in gates:
        gate.open()
    assert {each.status for each in await asyncio.gather(*sending)} == {200}
    await sender.send(form(text="Hello"))


@pytest.mark.parametrize("kind", ["application/pdf", "application/json"])
async def test_body_takes_too_long(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """A body has to arrive within a time, whatever it is."""
    monkeypatch.setattr(view, "MAX_UPLOAD_SECONDS", 0.1)
    gate = Gate()
    response = await sender.post(gate.stream(b"x"), **{"Content-Type": kind})
    gate.open()
    assert await sender.refused(response) == (408, "upload_too_slow")


async def test_broken_connection(sender: Sender, hub: Hub) -> None:
    """A print whose request had arrived is not lost with the connection."""
    spooler = hub.data.spooler
    gate = Gate()
    with slowed(spooler, "async_admit", gate.wait):
        sending = asyncio.create_task(sender.post(form(text="Hello")))
        await gate.reached.wait()
        sending.cancel()
        await let_run(200)
        gate.open()
        await until(lambda: hub.data.store.open_jobs)
    assert len(await get_jobs(hub.hass)) == 1


async def test_error_of_a_broken_connection(
    sender: Sender, hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that nobody waits for is not logged: it may quote what is printed."""
    gate, ended = Gate(), asyncio.Event()

    async def refuse() -> None:
        await gate.wait()
        ended.set()
        raise failed("spool_full", account="hunter2")

    with slowed(hub.data.spooler, "async_admit", refuse):
        sending = asyncio.create_task(sender.post(form(text="Hello")))
        await gate.reached.wait()
        sending.cancel()
        await let_run(200)
        gate.open()
        await ended.wait()
        await let_run(200)
    await hub.hass.async_block_till_done()
    assert "shielded" not in caplog.text
    assert "Traceback" not in caplog.text


async def test_uploads_leave_room(
    hass: HomeAssistant, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The uploads of all links leave room for the house's."""
    monkeypatch.setattr(
        "custom_components.cloudprint.source.upload.MAX_LINKED_BYTES", 10
    )
    response = await sender.post(b"x" * 11, "/upload")
    assert await sender.refused(response) == (507, "upload_no_room")

    async def pieces() -> AsyncIterator[bytes]:
        yield b"x" * 11

    assert await hass.data[UPLOADS].async_receive("user", "a.txt", pieces())


async def test_several_files_are_too_large(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files of a form are limited together."""
    monkeypatch.setattr(
        "custom_components.cloudprint.inbox.receive.MAX_WAITING_BYTES", 10
    )
    response = await sender.post(form(("a.txt", b"123456"), ("b.txt", b"123456")))
    assert await sender.refused(response) == (413, "upload_too_large")


async def test_nothing_secret_is_logged(
    hub: Hub, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    """The secret is in no log, state, title or diagnostics, also after an error."""
    caplog.set_level(logging.DEBUG)
    await sender.send(form(text="Milk"))
    await sender.get()
    with patch.object(
        prints, "get_link_target", side_effect=RuntimeError(sender.secret)
    ):
        response = await sender.get("/info")
    assert response.status == 500
    assert "RuntimeError" in caplog.text
    await hub.hass.async_block_till_done()
    seen = [
        "".join(
            record.getMessage() + str(record.exc_info)
            for record in caplog.records
            # Home Assistant silences the list of all requests.
            if record.name != "aiohttp.access"
        ),
        str([state.as_dict() for state in hub.hass.states.async_all()]),
        str(await async_get_config_entry_diagnostics(hub.hass, hub.account)),
        str(hub.account.subentries[sender.link_id].title),
        await response.text(),
    ]
    assert not [text for text in seen if sender.secret in text]


async def test_headers(sender: Sender) -> None:
    """The page is not kept, framed, indexed or told to others, and runs only its own."""
    response = await sender.get()
    text = await response.text()
    assert "<h1>Guests" in text or "Guests" in text
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["X-Frame-Options"]
    assert (await sender.get()).headers["Content-Security-Policy"] != policy


async def test_unknown_paths(sender: Sender) -> None:
    """There is nothing else below a link."""
    for what in ("/x", "/jobs", "/jobs/x", "/info/x/y"):
        assert (await sender.get(what)).status == 404
    for what in ("/x", "/info"):
        assert (await sender.post(b"", what)).status == 404


async def test_nothing_of_the_home_is_told(
    hass: HomeAssistant, account: MockConfigEntry, add_link: AddLink
) -> None:
    """Accounts, rules and other prints are named in no answer."""
    hass.config_entries.async_update_entry(account, title="Sealed account")
    add_rule(hass, account, "Sealed rule", kinds=["link"], pages_a_day=1)
    await call(hass, "print", device_id=account_printer(hass), text="x", name="Sealed")
    sender, other = add_link(), add_link()
    answer = await sender.send(form(("a.pdf", text(2))))
    await settle(hass, account)
    told = await (await sender.get(f"/jobs/{answer['job']}")).json()
    assert told["state"] == "failed"
    upload = await (await sender.post(text(2), "/upload")).json()
    answers = [
        told["message"],
        await (await sender.get("/info")).text(),
        await (await sender.get()).text(),
        await (await sender.ask("print", uploads=[upload["upload_id"]])).text(),
    ]
    with patch(
        "custom_components.cloudprint.inbox.prints.async_accept",
        side_effect=failed("spool_full", account="Sealed account"),
    ):
        answers.append(await (await sender.post(form(text="Hello"))).text())
    assert "Guests" in answers[-1]
    assert "Sealed" not in "".join(answers)
    # Nor is another sender's print, whatever link it came by.
    assert (await other.get(f"/jobs/{answer['job']}")).status == 404


def account_printer(hass: HomeAssistant) -> str:
    """Return the device of a printer."""
    (entry,) = hass.config_entries.async_entries("cloudprint")
    found: str = next(iter(entry.runtime_data.coordinator.data))
    return found


async def test_many_connections(sender: Sender) -> None:
    """Hundreds of connections that send slowly to no link hold nobody up."""
    url = sender.client.make_url("/api/cloudprint/link/unknown")
    head = (
        f"POST {url.raw_path} HTTP/1.1\r\nHost: {url.host}:{url.port}\r\n"
        "Content-Type: application/pdf\r\nContent-Length: 100000000\r\n\r\nx"
    ).encode()
    opened = [await asyncio.open_connection(url.host, url.port) for _ in range(300)]
    for _, writer in opened:
        writer.write(head)
    assert (await sender.send(form(text="Hello")))["state"] == "preparing"
    for reader, writer in opened:
        assert (await reader.readline()).split()[1] == b"404"
        writer.close()


@pytest.mark.parametrize(
    "name",
    ["a\x00b.txt", "\u202egnp.txt", "x" * 3000 + ".txt", "..\\..\\a.txt", "a\tb.txt"],
)
async def test_names(sender: Sender, name: str) -> None:
    """Names of files are cleaned, whatever bytes they are."""
    disposition = f'form-data; name="file"; filename="{name}"'
    body = (
        f"--b\r\nContent-Disposition: {disposition}\r\n\r\nHello\r\n--b--\r\n"
    ).encode()
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    response = await sender.post(body, **kind)
    answer = await response.json()
    if response.status == 202:
        assert answer["name"].isprintable()
        assert len(answer["name"]) <= 200
        assert not {*answer["name"]} & {*"/\\"}
    else:
        assert await sender.refused(response) == (400, "upload_malformed")


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
async def test_bombs(hub: Hub, sender: Sender, kind: str) -> None:
    """A file that would fill the memory fails, with a sentence to its sender."""
    bomb = png_bomb() if kind == "PNG" else text(2)[:200]
    answer = await sender.send(form((f"a.{kind.lower()}", bomb)))
    await settle(hub.hass, hub.account)
    told = await (await sender.get(f"/jobs/{answer['job']}")).json()
    assert told["state"] == "failed"
    assert told["message"]


def png_bomb() -> bytes:
    """Return the beginning of a picture of ten thousand million pixels."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return (
        b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I", len(header))
        + chunk
        + struct.pack(">I", zlib.crc32(chunk))
        + b"\0" * 5000
    )
