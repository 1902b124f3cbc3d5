"""Fetching from the local network and the internet, within limits."""

import asyncio
from base64 import b64encode
from datetime import datetime
import gzip
import random
import ssl
from threading import get_ident
from typing import Any
from unittest.mock import patch
import zlib

from aiohttp import ClientConnectionError, ClientSession, web
from aiohttp.client_proto import ResponseHandler
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
import pytest
from yarl import URL

from custom_components.cloudprint.source.web import fetch, session
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.actions import message_of, refuses
from tests.waits import let_run

from ...networks import Names
from ..resolving import async_resolve
from .conftest import Clock
from .site import PRIVATE, Site


async def fetch_text(hass: HomeAssistant, url: str, **fields: Any) -> str:
    """Return the text that is printed for an address."""
    source = await async_resolve(hass, {"url": url, **fields})
    assert source.origin == "url"
    assert source.content.media_source.value == "STRING"
    assert source.headers is None
    return source.content.payload.decode()


# Allowed addresses


async def test_allowed(hass: HomeAssistant, lan: Site) -> None:
    """A local address is fetched if it is below one in the allowlist."""
    lan.has("/list/today.txt", "Milk")
    url = lan.url("/list/today.txt", "nas.lan")
    with refuses("url_not_allowed", host="nas.lan", origin=lan.url("", "nas.lan")):
        await fetch_text(hass, url)
    for listed in (
        lan.url("/list/", "nas.lan"),
        lan.url("/", "nas.lan"),
        f"{lan.url('/list/today.txt', 'nas.lan')}/",
    ):
        hass.config.allowlist_external_urls = {"https://example.com/", listed}
        assert await fetch_text(hass, url) == "Milk"
    for other in (lan.url("/lists/", "nas.lan"), lan.url("/"), "http://nas.lan/"):
        hass.config.allowlist_external_urls = {other}
        with refuses("url_not_allowed", host="nas.lan"):
            await fetch_text(hass, url)
    assert lan.paths == ["/list/today.txt"] * 3


async def test_public_name_of_a_private_host(hass: HomeAssistant, lan: Site) -> None:
    """A name's addresses decide whether it is local."""
    lan.has("/today.txt", "Milk")
    url = lan.url("/today.txt", "printer.example.com")
    with refuses("url_not_allowed", host="printer.example.com"):
        await fetch_text(hass, url)
    hass.config.allowlist_external_urls = {lan.url("/", "printer.example.com")}
    assert await fetch_text(hass, url) == "Milk"


@pytest.mark.parametrize(
    "path",
    [
        *("/../", "/%2e%2e/", "/.%2E/", "/..%2F", "/..%5c", "/..\\", "/%252e%252e/"),
        *("/%25252e./", "/..%252f", "/..;/", "/..;x=y/", "/%2e%2e;/", "/..%3b/"),
        *("/..;a=b;c\\", "/..%20/", "/..%00/", "/..%3F/", "/a/..%2F..%2f", "/..%23/"),
        f"/..%{'25' * 50}2f",
    ],
)
async def test_path_out_of_an_allowed_folder(
    hass: HomeAssistant, lan: Site, internet: Site, path: str
) -> None:
    """An allowed folder does not allow paths that may lead out of it."""
    hass.config.allowlist_external_urls = {lan.url("/list/")}
    with refuses("url_not_allowed", host=PRIVATE):
        await fetch_text(hass, lan.url(f"/list{path}secret.txt"))
    with refuses("url_not_allowed", host=PRIVATE):
        await fetch_text(hass, lan.url(f"/list{path.rstrip('/')}"))
    internet.redirects("/a.txt", lan.url(f"/list{path}secret.txt"))
    with refuses("url_not_allowed", host=PRIVATE):
        await fetch_text(hass, internet.url("/a.txt", "example.com"))
    assert not lan.seen


@pytest.mark.parametrize(
    "path",
    [
        *("/list/a/../today.txt", "/list/%2e/today.txt", "/else/../list/today.txt"),
        *("/list/today.txt#secret", "/list/a/%2e%2e/./today.txt"),
    ],
)
@pytest.mark.parametrize(
    "host", ["nas.lan", "NAS.Lan.", "tom:secret@nas.lan", "nas。lan"]
)
@pytest.mark.parametrize("listed", ["nas.lan", "Nas.LAN.", "a:b@nas.lan"])
async def test_notations_of_an_address(
    hass: HomeAssistant, lan: Site, path: str, host: str, listed: str
) -> None:
    """An address is compared and fetched in its normalized form."""
    lan.has("/list/today.txt", "Milk")
    hass.config.allowlist_external_urls = {lan.url("/x/../list", listed), "nonsense"}
    assert await fetch_text(hass, lan.url(path, host)) == "Milk"
    ((asked, headers),) = lan.seen
    assert asked == "/list/today.txt"
    assert headers["Host"] == f"nas.lan:{lan.port}"


@pytest.mark.parametrize(
    "path", ["/list/a;v=1/..x/...", "/list/50%25%20off..;", "/list/"]
)
async def test_dots_in_allowed_paths(hass: HomeAssistant, lan: Site, path: str) -> None:
    """Dots, parameters and percent signs are allowed in paths."""
    lan.has(URL(lan.url(path)).path, "Milk", "text/plain")
    for listed in (lan.url("/list/"), lan.url("/list")):
        hass.config.allowlist_external_urls = {listed}
        assert await fetch_text(hass, lan.url(path)) == "Milk"
    with refuses("url_not_allowed"):
        await fetch_text(hass, lan.url("/listed/"))


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "2130706433", "0177.0.0.1."])
async def test_notations_of_an_ip_address(
    hass: HomeAssistant, lan: Site, host: str
) -> None:
    """An IPv4 address is compared and fetched as four numbers."""
    lan.has("/today.txt", "Milk")
    with refuses("url_not_allowed", host=host, origin=lan.url("", host)):
        await fetch_text(hass, lan.url("/today.txt", host))
    hass.config.allowlist_external_urls = {lan.url()}
    assert await fetch_text(hass, lan.url("/today.txt", host)) == "Milk"
    hass.config.allowlist_external_urls = {lan.url(host=host)}
    assert await fetch_text(hass, lan.url("/today.txt")) == "Milk"
    assert [headers["Host"] for _, headers in lan.seen] == [f"{PRIVATE}:{lan.port}"] * 2


async def test_default_port(hass: HomeAssistant, names: Names) -> None:
    """The scheme's default port equals no port."""
    asked = []

    def get(session: ClientSession, url: URL, **kwargs: Any) -> None:
        asked.append(str(url))
        raise ClientConnectionError

    with patch.object(ClientSession, "get", get):
        for listed, url in (
            ("http://nas.lan/", "http://nas.lan:80/a.txt"),
            ("http://nas.lan:80/", "http://nas.lan/a.txt"),
            ("https://nas.lan:443", "https://nas.lan./a.txt"),
        ):
            hass.config.allowlist_external_urls = {listed}
            with refuses("url_unreachable", HomeAssistantError):
                await fetch_text(hass, url)
            for other in ("http://nas.lan:443/a.txt", "https://nas.lan:80/a.txt"):
                with refuses("url_not_allowed"):
                    await fetch_text(hass, other)
    assert asked == ["http://nas.lan/a.txt"] * 2 + ["https://nas.lan/a.txt"]


async def test_home_assistant_itself(hass: HomeAssistant, lan: Site) -> None:
    """Home Assistant's own addresses are allowed, with their own port only."""
    lan.has("/local/today.txt", "Milk")
    for name in ("internal_url", "external_url"):
        with refuses("url_not_allowed", host="nas.lan"):
            await fetch_text(hass, lan.url("/local/today.txt", "nas.lan"))
        with patch.object(hass.config, name, lan.url("", "nas.lan")):
            url = lan.url("/local/today.txt", "nas.lan")
            assert await fetch_text(hass, url) == "Milk"
            with refuses("url_not_allowed", host="nas.lan"):
                await fetch_text(hass, "http://nas.lan:81/local/today.txt")
            with refuses("url_not_allowed", host="nas.lan"):
                await fetch_text(hass, url.replace("http:", "https:"))


async def test_public(hass: HomeAssistant, internet: Site) -> None:
    """Formats that the cloud does not print from an address are fetched here."""
    internet.has("/today.txt", "Milk")
    assert await fetch_text(hass, internet.url("/today.txt", "example.com")) == "Milk"
    assert await fetch_text(hass, internet.url("/today.txt")) == "Milk"
    internet.has("/today", "Milk")
    assert await fetch_text(hass, internet.url("/today"), format="txt") == "Milk"


async def test_rebinding(
    hass: HomeAssistant, lan: Site, internet: Site, names: Names
) -> None:
    """A name that resolves to a local address only after the check is not reached."""
    lan.has("/a.txt", "Secret")

    async def rebind(host: str) -> None:
        names[host] = [PRIVATE]

    names.before_answer = rebind
    # Both sites listen on the same port of different addresses.
    with refuses("url_unreachable", HomeAssistantError, host="example.com"):
        await fetch_text(hass, lan.url("/a.txt", "example.com"))
    assert names.lookups == ["example.com"]
    assert not lan.seen


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None, status: int
) -> None:
    """Redirects are followed, within a site and to another one."""
    lan.redirects("/start", "a/b", status)
    lan.redirects("/a/b", f"//example.com:{internet.port}/today?x=1#top", status)
    internet.has("/today", "Milk", "text/plain")
    assert await fetch_text(hass, lan.url("/start")) == "Milk"
    assert lan.paths == ["/start", "/a/b"]
    assert internet.paths == ["/today?x=1"]


async def test_redirect_into_this_network(
    hass: HomeAssistant, lan: Site, internet: Site
) -> None:
    """A public address cannot redirect to a forbidden local one."""
    lan.has("/secret.txt", "Secret")
    for target in (lan.url("/secret.txt"), lan.url("/secret.txt", "nas.lan")):
        internet.redirects("/a.txt", target)
        with refuses("url_not_allowed"):
            await fetch_text(hass, internet.url("/a.txt", "example.com"))
    assert not lan.seen
    hass.config.allowlist_external_urls = {lan.url("/", "nas.lan")}
    assert await fetch_text(hass, internet.url("/a.txt", "example.com")) == "Secret"


async def test_redirect_to_the_router(
    hass: HomeAssistant, internet: Site, router: Site
) -> None:
    """A public address cannot redirect to one in a network of this machine."""
    internet.redirects("/a.txt", router.url("/password"))
    with refuses("url_not_allowed", host=router.address):
        await fetch_text(hass, internet.url("/a.txt"), encoding="utf-8")
    for path in ("password.txt", "password", "password.html"):
        with refuses("url_not_allowed", host=router.address):
            await fetch_text(hass, router.url(f"/{path}"))
    # Asked for its type, it does not redirect there either.
    internet.redirects("/page", router.url("/password"))
    source = await async_resolve(hass, {"url": internet.url("/page")})
    assert source.content.media_source.value == "URL"
    assert router.paths == []
    hass.config.allowlist_external_urls = {router.url("/password")}
    url = internet.url("/a.txt")
    assert await fetch_text(hass, url, encoding="utf-8") == "hunter2"


async def test_page_with_parts_of_the_router(
    hass: HomeAssistant, allowed: None, lan: Site, router: Site
) -> None:
    """A page gets nothing from another machine in a network of this one."""
    lan.has(
        "/page",
        f'<img src="{router.url("/a.png")}"><link rel="stylesheet"'
        f' href="{router.url("/a.css")}"><iframe src="{router.url("/a.html")}">',
        "text/html",
    )
    page = await fetch_text(hass, lan.url("/page"))
    assert router.address not in page
    assert router.paths == []


async def test_too_many_redirects(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """At most five redirects are followed."""
    for number in range(6):
        lan.redirects(f"/{number}", f"/{number + 1}")
    lan.has("/6", "Milk", "text/plain")
    assert await fetch_text(hass, lan.url("/1")) == "Milk"
    with refuses("url_redirects", HomeAssistantError, host=PRIVATE, limit="5"):
        await fetch_text(hass, lan.url("/0"))
    lan.seen.clear()
    lan.redirects("/circle", "/circle")
    with refuses("url_redirects", HomeAssistantError):
        await fetch_text(hass, lan.url("/circle"))
    assert len(lan.seen) == 6


@pytest.mark.parametrize(
    "target",
    [
        *("", "ftp://nas.lan/", "file:///etc/passwd", "javascript:alert(1)"),
        *("http://nas.lan:0/", "http://[::1", f"/{'x' * 9000}", "http://nas.lan:x/"),
    ],
    ids=lambda target: target[:12],
)
async def test_redirect_to_nowhere(
    hass: HomeAssistant, lan: Site, allowed: None, target: str
) -> None:
    """A redirect to something other than an HTTP address is an error of the site."""
    lan.redirects("/", target)
    with refuses("url_redirect_invalid", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, lan.url())


async def test_redirect_without_target(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """A redirect without a target is an error of the site."""
    lan.has("/", status=302)
    with refuses("url_redirect_invalid", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, lan.url())


# Headers


async def test_headers(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """Headers are sent to the address's own origin only."""
    headers = {"Authorization": "Bearer secret", "user-agent": "me", "X-Number": 5}
    lan.redirects("/", "/next")
    lan.redirects("/next", internet.url("/away"))
    internet.redirects("/away", lan.url("/back", "nas.lan"))
    lan.has("/back", "Milk", "text/plain")
    assert await fetch_text(hass, lan.url(), headers=headers) == "Milk"
    for path, sent in (*lan.seen, *internet.seen):
        is_ours = path in ("/", "/next")
        assert (sent.get("Authorization") == "Bearer secret") is is_ours
        assert ("X-Number" in sent) is is_ours
        assert (sent["User-Agent"] == "me") is is_ours
        assert "HomeAssistant" in sent["User-Agent"] or is_ours
        assert "Cookie" not in sent


async def test_name_and_password(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """A user and password in the address are sent to its own origin only."""
    lan.redirects("/", "/next")
    lan.redirects("/next", internet.url("/away").replace("//", "//me:evil@"))
    internet.has("/away", "Milk", "text/plain")
    url = lan.url().replace("//", "//t%3Aom:geh%C3%BCim@")
    assert await fetch_text(hass, url) == "Milk"
    login = f"Basic {b64encode('t:om:gehüim'.encode()).decode()}"
    assert [sent.get("Authorization") for _, sent in lan.seen] == [login, login]
    assert "Authorization" not in internet.seen[0][1]
    # Headers of the print override them.
    await fetch_text(hass, url, headers={"authorization": "Bearer x"})
    assert lan.seen[-1][1]["Authorization"] == "Bearer x"


async def test_cookies_are_not_kept(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """Cookies are discarded."""
    lan.has("/", status=302, Location="/next", Set_Cookie="a=b")
    lan.has("/next", "Milk", "text/plain", Set_Cookie="a=b")
    assert await fetch_text(hass, lan.url(host="nas.lan")) == "Milk"
    assert await fetch_text(hass, lan.url(host="nas.lan")) == "Milk"
    assert not any("Cookie" in sent for _, sent in lan.seen)


async def test_proxies_are_not_used(
    hass: HomeAssistant, lan: Site, allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies of the environment are not used, as they could connect anywhere."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    lan.has("/a.txt", "Milk")
    assert await fetch_text(hass, lan.url("/a.txt")) == "Milk"


# Size and time


async def test_size(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Reading stops at the size limit, with and without an announced length."""
    monkeypatch.setattr(
        "custom_components.cloudprint.source.url.MAX_SOURCE_BYTES", 1024 * 1024
    )
    lan.has("/fits.txt", "x" * (1024 * 1024))
    assert len(await fetch_text(hass, lan.url("/fits.txt"))) == 1024 * 1024
    lan.has("/says.txt", "x" * (1024 * 1024 + 1))
    with refuses("url_too_large", HomeAssistantError, host=PRIVATE, limit="1"):
        await fetch_text(hass, lan.url("/says.txt"))

    sent = 0

    async def stream(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        # The response never ends.
        while True:
            await response.write(b"x" * 65536)
            sent += 1

    lan.answers["/streams.txt"] = stream
    with refuses("url_too_large", HomeAssistantError, host=PRIVATE, limit="1"):
        await fetch_text(hass, lan.url("/streams.txt"))
    assert sent >= 16


@pytest.mark.slow  # for its memory
async def test_compressed(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """The decompressed size counts."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.Response(text="x" * (101 * 1024 * 1024))
        response.enable_compression(web.ContentCoding.gzip)
        return response

    lan.answers["/a.txt"] = answer
    with refuses("url_too_large", HomeAssistantError, host=PRIVATE, limit="100"):
        await fetch_text(hass, lan.url("/a.txt"))


async def packed(request: web.Request) -> web.Response:
    """Respond with the query, compressed by gzip in several members."""
    text = request.query_string.encode() * 1000
    middle = len(text) // 3
    members = (text[:middle], b"", text[middle:])
    data = b"".join(map(gzip.compress, members))
    return web.Response(body=data, headers={"Content-Encoding": "GZIP"})


async def test_only_gzip_is_asked_for(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """Only gzip is requested, and only gzip is decompressed."""
    lan.answers["/a.txt"] = packed
    assert await fetch_text(hass, lan.url("/a.txt?Milk")) == "Milk" * 1000
    assert lan.seen[0][1]["Accept-Encoding"] == "gzip"
    lan.has("/b.txt", "Milk", content_encoding="identity")
    assert await fetch_text(hass, lan.url("/b.txt")) == "Milk"
    for coding in ("br", "deflate", "zstd", "gzip, gzip"):
        lan.has("/b.txt", gzip.compress(b"Milk"), content_encoding=coding)
        with refuses("url_unreachable", HomeAssistantError, host=PRIVATE):
            await fetch_text(hass, lan.url("/b.txt"))


async def test_empty_gzip(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """An empty compressed file is empty."""
    lan.has("/a.txt", content_encoding="gzip")
    with refuses("content_empty", field="url"):
        await fetch_text(hass, lan.url("/a.txt"))


async def test_compressed_file_of_maximum_size(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A file of the maximum size may be sent compressed."""
    monkeypatch.setattr(
        "custom_components.cloudprint.source.url.MAX_SOURCE_BYTES", 1024 * 1024
    )
    text = random.Random(1).randbytes(512 * 1024).hex()
    for size, fits in ((1024 * 1024, True), (1024 * 1024 + 1, False)):
        data = gzip.compress(f"{text}x"[:size].encode())
        assert len(data) > 512 * 1024
        lan.has("/a.txt", data, content_encoding="gzip")
        if fits:
            assert await fetch_text(hass, lan.url("/a.txt")) == text
            continue
        with refuses("url_too_large", HomeAssistantError, host=PRIVATE, limit="1"):
            await fetch_text(hass, lan.url("/a.txt"))


async def test_decompression_in_a_thread(
    hass: HomeAssistant, lan: Site, allowed: None, clock: Clock
) -> None:
    """Decompression runs in a thread, which stops at the deadline."""
    really = zlib.decompressobj
    threads: set[int] = set()
    takes = 0.0

    def decompressobj(*args: Any, **kwargs: Any) -> Any:
        threads.add(get_ident())
        clock(takes)
        return really(*args, **kwargs)

    lan.answers["/a.txt"] = packed
    with patch.object(zlib, "decompressobj", decompressobj):
        assert await fetch_text(hass, lan.url("/a.txt?Milk")) == "Milk" * 1000
        takes = fetch.FETCH_SECONDS
        with refuses("url_timeout", HomeAssistantError, host=PRIVATE):
            await fetch_text(hass, lan.url("/a.txt?Milk"))
    assert threads
    assert get_ident() not in threads


async def test_small_reads(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """Little is parsed at a time, as parsing runs on the event loop."""
    really = ResponseHandler.data_received
    sizes: list[int] = []

    def data_received(handler: ResponseHandler, data: bytes) -> None:
        sizes.append(len(data))
        really(handler, data)

    text = "".join(map(str, range(200_000)))
    lan.has("/a.txt", text)
    with patch.object(ResponseHandler, "data_received", data_received):
        assert await fetch_text(hass, lan.url("/a.txt")) == text
    assert sum(sizes) > len(text)
    assert max(sizes) <= 8 * 1024


async def test_interim_responses(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """Interim responses are skipped, up to a limit."""
    count = 0

    async def answer(request: web.Request) -> web.Response:
        assert request.transport
        sent = 0
        while sent < count and not request.transport.is_closing():
            request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 10)
            sent += 10
            await let_run(1)
        return web.Response(text="Milk", headers={"Connection": "keep-alive"})

    lan.redirects("/a.txt", "/b.txt")
    lan.redirects("/b.txt", "/c.txt")
    redirect = lan.answers["/b.txt"]

    async def interim_redirect(request: web.Request) -> web.StreamResponse:
        await answer(request)
        return await redirect(request)

    lan.answers["/b.txt"] = interim_redirect
    lan.answers["/c.txt"] = answer
    # Each final response resets the count, also on the same connection.
    count = session.MAX_INTERIM
    assert await fetch_text(hass, lan.url("/a.txt")) == "Milk"
    count = 1_000_000
    with refuses("url_unreachable", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, lan.url("/c.txt"))


@pytest.mark.parametrize("is_begun", [False, True])
async def test_slow_site(
    hass: HomeAssistant, lan: Site, allowed: None, clock: Clock, *, is_begun: bool
) -> None:
    """A slow site is given up after a minute."""
    has_left = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        if is_begun:
            await response.prepare(request)
            await response.write(b"Mi")
        clock(fetch.FETCH_SECONDS)
        await has_left.wait()
        return response

    lan.answers["/a.txt"] = answer
    with refuses("url_timeout", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, lan.url("/a.txt"))
    has_left.set()


async def test_slow_redirects(
    hass: HomeAssistant, lan: Site, allowed: None, clock: Clock
) -> None:
    """All redirects together have one minute."""
    for number in range(3):

        async def answer(
            request: web.Request, number: int = number
        ) -> web.StreamResponse:
            clock(fetch.FETCH_SECONDS / 2 - 1)
            return web.Response(status=302, headers={"Location": f"/{number + 1}"})

        lan.answers[f"/{number}"] = answer
    with refuses("url_timeout", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, lan.url("/0"))
    assert "/3" not in lan.paths


async def test_slow_to_connect(
    hass: HomeAssistant, lan: Site, allowed: None, clock: Clock
) -> None:
    """A host that does not accept the connection is given up sooner."""

    async def connect(*args: Any, **kwargs: Any) -> None:
        clock(session.CONNECT_SECONDS)
        await asyncio.Event().wait()

    with (
        patch("aiohttp.connector.aiohappyeyeballs.start_connection", connect),
        refuses("url_timeout", HomeAssistantError, host=PRIVATE),
    ):
        await fetch_text(hass, lan.url("/a.txt"))


# Errors


@pytest.mark.parametrize(
    ("status", "key", "text"),
    [
        (401, "url_login_needed", "401 Unauthorized"),
        (403, "url_login_needed", "403 Forbidden"),
        (404, "url_status", "404 Not Found"),
        (429, "url_status", "429 Too Many Requests"),
        (500, "url_status", "500 Internal Server Error"),
        (204, "url_status", "204 No Content"),
        (206, "url_status", "206 Partial Content"),
        (304, "url_status", "304 Not Modified"),
        (599, "url_status", "599"),
    ],
)
async def test_status(
    hass: HomeAssistant, lan: Site, allowed: None, status: int, key: str, text: str
) -> None:
    """A status other than success is reported."""
    lan.has("/a.txt", "secret" if status > 400 else "", status=status)
    with refuses(key, HomeAssistantError, host=PRIVATE, status=text):
        await fetch_text(hass, lan.url("/a.txt"))


async def test_no_connection(hass: HomeAssistant, allowed: None) -> None:
    """A refused connection and an unknown name are reported differently."""
    hass.config.allowlist_external_urls = {"http://127.0.0.1:9/", "http://no.lan/"}
    with refuses("url_unreachable", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, "http://127.0.0.1:9/a.txt")
    with refuses("url_host_unknown", HomeAssistantError, host="no.lan"):
        await fetch_text(hass, "http://no.lan/a.txt")
    with refuses("url_host_unknown", HomeAssistantError, host="unknown.example"):
        await fetch_text(hass, "https://unknown.example/a.txt")


async def broken(request: web.Request) -> web.StreamResponse:
    """Announce more content than is sent."""
    response = web.StreamResponse(headers={"Content-Length": "100"})
    await response.prepare(request)
    await response.write(b"Mi")
    assert request.transport
    request.transport.close()
    return response


async def dropped(request: web.Request) -> web.StreamResponse:
    """Close the connection without a response."""
    assert request.transport
    request.transport.close()
    return web.Response()


async def garbled(request: web.Request) -> web.StreamResponse:
    """Announce a compression that was not requested."""
    return web.Response(body=b"Milk", headers={"Content-Encoding": "deflate"})


async def garbled_gzip(request: web.Request) -> web.StreamResponse:
    """Announce a compression that is not used."""
    return web.Response(body=b"Milk", headers={"Content-Encoding": "gzip"})


async def half_gzip(request: web.Request) -> web.StreamResponse:
    """Truncate compressed content."""
    data = gzip.compress(b"Milk" * 1000)[:-6]
    return web.Response(body=data, headers={"Content-Encoding": "gzip"})


async def no_http(request: web.Request) -> web.StreamResponse:
    """Respond in another protocol."""
    assert request.transport
    request.transport.write(b"220 nas.lan FTP server\r\n\r\n")
    request.transport.close()
    return web.Response()


@pytest.mark.parametrize(
    "answer", [broken, dropped, garbled, garbled_gzip, half_gzip, no_http]
)
async def test_broken_answer(
    hass: HomeAssistant, lan: Site, allowed: None, answer: Any
) -> None:
    """An invalid or truncated response is reported as no response."""
    lan.answers["/a.txt"] = answer
    with refuses("url_unreachable", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, lan.url("/a.txt"))


@pytest.fixture
def certificate(tmp_path: Any) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the TLS contexts of a site with its own certificate, and its clients."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nas.lan")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2120, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("nas.lan")]), False)
        .sign(key, hashes.SHA256())
    )
    (tmp_path / "c.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(tmp_path / "c.pem")
    return server, ssl.create_default_context(cafile=tmp_path / "c.pem")


async def test_certificate(
    hass: HomeAssistant,
    names: Names,
    socket_enabled: None,
    certificate: tuple[ssl.SSLContext, ssl.SSLContext],
) -> None:
    """The certificate must be trusted, and be valid for the host."""
    server, client = certificate
    # The server logs the clients that do not trust it.
    hass.loop.set_exception_handler(lambda loop, context: None)
    site = Site(PRIVATE)
    runner = await site.start(server)
    try:
        site.has("/a.txt", "Milk")
        hass.config.allowlist_external_urls = {site.url(host="nas.lan"), site.url()}
        with refuses("url_untrusted", HomeAssistantError, host="nas.lan"):
            await fetch_text(hass, site.url("/a.txt", "nas.lan"))
        assert not site.seen
        with patch.object(session, "get_default_context", return_value=client):
            assert await fetch_text(hass, site.url("/a.txt", "nas.lan")) == "Milk"
            # Large enough for many TLS records
            text = "".join(map(str, range(100_000)))
            site.has("/b.txt", text)
            assert await fetch_text(hass, site.url("/b.txt", "nas.lan")) == text
            with refuses("url_untrusted", HomeAssistantError, host=PRIVATE):
                await fetch_text(hass, site.url("/a.txt"))
            plain = site.url("/a.txt", "nas.lan").replace("https", "http")
            hass.config.allowlist_external_urls = {plain + "/"}
            with refuses("url_unreachable", HomeAssistantError, host="nas.lan"):
                await fetch_text(hass, plain)
    finally:
        await runner.cleanup()


async def test_no_tls(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """A site that does not speak TLS is not trusted."""
    url = lan.url("/a.txt").replace("http", "https")
    hass.config.allowlist_external_urls = {url + "/"}
    with refuses("url_untrusted", HomeAssistantError, host=PRIVATE):
        await fetch_text(hass, url)


async def test_secrets_are_not_logged(
    hass: HomeAssistant, lan: Site, allowed: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither messages nor the log contain a query, a password or a header."""
    secret = "s3cr3t"
    headers = {"Authorization": secret}
    lan.redirects("/redirects", f"ftp://me:{secret}@nas.lan/?{secret}")
    lan.answers["/dropped"] = dropped
    for url in (
        lan.url(f"/missing?key={secret}").replace("//", f"//me:{secret}@"),
        lan.url(f"/redirects?key={secret}#{secret}"),
        lan.url(f"/dropped?key={secret}"),
        f"http://me:{secret}@192.168.7.7/?key={secret}",
        f"http://me:{secret}@nas.lan:9/a.pdf?key={secret}",
        f"ftp://me:{secret}@nas.lan/?key={secret}",
        f"http://me:{'x' * 300}{secret}@nas.lan:0/?key={secret}",
    ):
        with pytest.raises(HomeAssistantError) as raised:
            await fetch_text(hass, url, headers=headers)
        assert secret not in message_of(raised.value)
    assert secret not in caplog.text
