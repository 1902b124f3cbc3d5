"""Public addresses without a known ending are asked for the type of their content."""

import asyncio
from typing import Any

from aiohttp import web
import pytest

from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.source.web import format as peek
from homeassistant.core import HomeAssistant

from ...networks import Names
from ...samples import documents
from ...samples.pdf_files import PDFS
from ..resolving import async_resolve
from .conftest import Clock
from .site import PRIVATE, PUBLIC, Site

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = PDFS["text"]()
NATIVE = RenderSettings(is_native=True, is_pdf_native=True, is_pdf_url_native=True)


async def resolve(
    hass: HomeAssistant,
    url: str,
    settings: RenderSettings | None = None,
    **fields: Any,
) -> tuple[str, str]:
    """Return the format and the source of an address's content."""
    source = await async_resolve(hass, {"url": url, **fields}, settings)
    content = source.content
    if content.media_source.value == "URL":
        assert content.payload == url.encode()
    return content.media_format.value, content.media_source.value


@pytest.mark.parametrize("path", ["/", "/report", "/report.php?id=3"])
@pytest.mark.parametrize(
    ("content_type", "body", "form"),
    [
        ("image/png", documents.picture("PNG"), ("PNG", "URL")),
        ("image/JPEG; charset=x", documents.picture("JPEG"), ("JPG", "URL")),
        ("image/bmp", documents.picture("BMP"), ("BMP", "URL")),
        (DOCX, documents.docx(), ("WORD", "URL")),
        ("application/vnd.ms-excel", documents.xls(), ("EXCEL", "URL")),
        ("text/html", "<p>x", ("HTML", "URL")),
        # As before: browsers show them as pages.
        ("text/plain", "x", ("HTML", "URL")),
        ("application/json", "{}", ("HTML", "URL")),
    ],
)
async def test_type(
    hass: HomeAssistant,
    internet: Site,
    path: str,
    content_type: str,
    body: bytes | str,
    form: tuple[str, str],
) -> None:
    """The type is enough; the cloud fetches the content itself."""
    internet.has(path.partition("?")[0], body, content_type)
    assert await resolve(hass, internet.url(path, "example.com")) == form
    assert internet.methods == ["HEAD"]


@pytest.mark.parametrize(
    "content_type", ["application/pdf", "application/octet-stream"]
)
async def test_pdf(hass: HomeAssistant, internet: Site, content_type: str) -> None:
    """A PDF is fetched and rasterized, or passed on where the account takes it."""
    internet.has("/bill", PDF, content_type)
    url = internet.url("/bill", "example.com")
    assert await resolve(hass, url) == ("HTML", "STRING")
    assert await resolve(hass, url, NATIVE) == ("PDF", "URL")
    fetched = RenderSettings(is_pdf_native=True)
    assert await resolve(hass, url, fetched) == ("PDF", "BASE64")
    passed_on = RenderSettings(is_pdf_url_native=True)
    assert await resolve(hass, url, passed_on) == ("PDF", "URL")


async def test_picture_that_the_cloud_cannot_print(
    hass: HomeAssistant, internet: Site
) -> None:
    """It is fetched and converted."""
    internet.has("/picture", documents.picture("GIF"), "image/gif")
    found = await resolve(hass, internet.url("/picture", "example.com"))
    assert found == ("JPG", "BASE64")


@pytest.mark.parametrize(
    ("body", "headers", "form"),
    [
        (documents.picture("PNG"), {}, ("PNG", "URL")),
        (PDF, {"Content_Disposition": 'attachment; filename="a.bin"'}, ("PDF", "URL")),
        # A package is told by its name only.
        (
            documents.docx(),
            {"Content_Disposition": "inline; filename=a.docx"},
            ("WORD", "URL"),
        ),
        (documents.docx(), {}, ("HTML", "URL")),
        (documents.picture("PNG"), {"Content_Encoding": "br"}, ("HTML", "URL")),
        ("", {}, ("HTML", "URL")),
        ("Milk, bread", {}, ("HTML", "URL")),
    ],
)
@pytest.mark.parametrize("status", [200, 405, 501])
async def test_first_bytes(
    hass: HomeAssistant,
    internet: Site,
    body: bytes | str,
    headers: dict[str, Any],
    form: tuple[str, str],
    status: int,
) -> None:
    """Where the type says nothing or HEAD is not allowed, the first bytes tell."""
    internet.has("/x", body, "application/octet-stream", head_status=status, **headers)
    assert await resolve(hass, internet.url("/x", "example.com"), NATIVE) == form
    assert internet.methods == ["HEAD", "GET"]
    _, asked = internet.seen[-1]
    assert (asked["Range"], asked["Accept-Encoding"]) == ("bytes=0-4095", "identity")


async def test_only_the_first_bytes(hass: HomeAssistant, internet: Site) -> None:
    """The rest of an endless answer is not waited for."""
    has_left = asyncio.Event()

    async def drip(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        if request.method == "GET":
            await response.write(documents.picture("PNG").ljust(5000, b"\0"))
            await has_left.wait()
        return response

    internet.answers["/x"] = drip
    assert await resolve(hass, internet.url("/x", "example.com")) == ("PNG", "URL")
    has_left.set()


@pytest.mark.parametrize("path", ["/x.html", "/x.png", "/x.docx"])
async def test_known_ending(hass: HomeAssistant, internet: Site, path: str) -> None:
    """An ending that is known is believed, and so is a format that is given."""
    await resolve(hass, internet.url(path, "example.com"))
    await resolve(hass, internet.url("/x", "example.com"), format="png")
    assert internet.seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect(hass: HomeAssistant, internet: Site, status: int) -> None:
    """Redirects are followed, with the print's headers for its own origin only."""
    internet.redirects("/x", "/y", status)
    internet.redirects("/y", internet.url("/z", "cdn.example.com"), status)
    internet.has("/z", documents.picture("PNG"), "image/png")
    url = internet.url("/x", "user:word@example.com")
    found = await resolve(hass, url, headers={"X-Key": "a", "Cookie": "b=c"})
    assert found == ("PNG", "BASE64")
    first = internet.seen[:3]
    assert [path for path, _ in first] == ["/x", "/y", "/z"]
    for name in ("X-Key", "Cookie", "Authorization"):
        assert [name in headers for _, headers in first] == [True, True, False]


@pytest.mark.parametrize("target", ["", "ftp://example.com/x", "http://[::1"])
async def test_redirect_to_nowhere(
    hass: HomeAssistant, internet: Site, target: str
) -> None:
    """What cannot be told is a web page."""
    internet.redirects("/x", target)
    assert await resolve(hass, internet.url("/x", "example.com")) == ("HTML", "URL")
    internet.redirects("/x", "/x")
    assert await resolve(hass, internet.url("/x", "example.com")) == ("HTML", "URL")
    assert len(internet.seen) <= 2 + 2 * 6


async def test_never_a_private_address(
    hass: HomeAssistant, lan: Site, internet: Site
) -> None:
    """No redirect leads into the local network, whether or not it is allowed."""
    lan.has("/secret", documents.picture("PNG"), "image/png")
    for host in ("", "nas.lan", "printer.example.com"):
        for allowed in (set(), {lan.url("/", host)}):
            hass.config.allowlist_external_urls = allowed
            internet.redirects("/x", lan.url("/secret", host))
            found = await resolve(hass, internet.url("/x", "example.com"))
            assert found == ("HTML", "URL")
    assert lan.seen == []


async def test_rebound_name(
    hass: HomeAssistant, lan: Site, internet: Site, names: Names
) -> None:
    """A name that changes its address is contacted at the address that was checked."""
    internet.has("/x", documents.picture("PNG"), "image/png")

    async def rebind(host: str) -> None:
        names[host] = [PRIVATE]

    names.before_answer = rebind
    found = await resolve(hass, internet.url("/x", "example.com"))
    assert found == ("PNG", "URL")
    assert names.lookups == ["example.com"]
    assert lan.seen == []


async def test_server_that_does_not_answer(
    hass: HomeAssistant, internet: Site, clock: Clock
) -> None:
    """After a few seconds, it is a web page."""
    has_left = asyncio.Event()

    async def hang(request: web.Request) -> web.StreamResponse:
        clock(peek.PEEK_SECONDS)
        await has_left.wait()
        return web.Response()

    internet.answers["/x"] = hang
    assert await resolve(hass, internet.url("/x", "example.com")) == ("HTML", "URL")
    assert internet.methods == ["HEAD"]
    has_left.set()


async def test_server_that_is_not_there(
    hass: HomeAssistant, internet: Site, names: Names
) -> None:
    """A server that cannot be reached, or a name that is not known, is a web page."""
    names["gone.example.com"] = []
    for url in (
        f"http://{PUBLIC}:9/x",
        "http://gone.example.com/x",
        "http://no.example/x",
    ):
        assert await resolve(hass, url) == ("HTML", "URL")
