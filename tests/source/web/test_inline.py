"""Local pages with their resources inlined."""

import asyncio
from base64 import b64decode, b64encode
import re
import threading
from typing import Any

from aiohttp import web
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.source.request import Source
from custom_components.cloudprint.source.web import address, fetch, inline, web_page
from custom_components.cloudprint.source.web.inline import INLINE_SECONDS, MAX_RESOURCES
from custom_components.cloudprint.source.web.stylesheet import MAX_LINKS
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.actions import may_refuse, refuses
from tests.samples import documents

from ...networks import Names
from ..resolving import async_resolve
from .conftest import Clock
from .site import Site

PICTURE = documents.picture("PNG")
PICTURE_URI = f"data:image/png;base64,{b64encode(PICTURE).decode()}"
VECTOR = "<svg xmlns='http://www.w3.org/2000/svg'><circle r='9'/></svg>"


async def print_page(hass: HomeAssistant, url: str, **fields: Any) -> Source:
    """Return what is printed for a page."""
    source = await async_resolve(hass, {"url": url, **fields})
    assert source.content.media_format.value == "HTML"
    assert source.content.media_source.value == "STRING"
    return source


async def print_html(hass: HomeAssistant, site: Site, **fields: Any) -> str:
    """Return the HTML that is printed for a site's start page."""
    source = await print_page(hass, site.url(host="nas.lan"), **fields)
    return source.content.payload.decode()


def build_uri(content_type: str, text: str) -> str:
    """Return a data URI."""
    return f"data:{content_type};base64,{b64encode(text.encode()).decode()}"


def find_nested_styles(html: str) -> str:
    """Return the first imported stylesheet, decoded from its data URI."""
    found = re.search(r"data:text/css;charset=utf-8;base64,([\w+/=]+)", html)
    assert found
    return b64decode(found[1]).decode()


async def test_page(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """A page is printed with its pictures, fonts and styles, without its scripts."""
    lan.has(
        "/",
        f"""<!DOCTYPE html>
<html><head>
<title>Today's list</title>
<link rel="stylesheet" href="styles/main.css?v=1">
<link rel="stylesheet" href="http://example.com:{internet.port}/public.css">
<script src="/app.js"></script>
</head><body onload="start()">
<img src="a.png" alt="Milk"><img src="//example.com:{internet.port}/b.png">
<picture><source srcset="small.png 1x, a.png 2x"><img src="small.png"></picture>
<p style="background: url(icon)">牛奶</p>
<iframe src="/inner"></iframe><iframe src="http://example.com/outer"></iframe>
</body></html>""",
        "text/html; charset=utf-8",
    )
    lan.has(
        "/styles/main.css",
        '@import "print.css" print;\nb{c:url("../icon#x")}',
        "text/css",
    )
    lan.has(
        "/styles/print.css", "@font-face{src:url(f.woff2)}d{e:url(/a.png)}", "text/css"
    )
    lan.has("/styles/f.woff2", b"wOF2", "font/woff2")
    lan.has("/a.png", PICTURE, "image/png")
    lan.has("/icon", VECTOR, "image/svg+xml")
    source = await print_page(hass, lan.url(host="nas.lan"))
    assert source.title == "Today's list"
    html = source.content.payload.decode()
    icon = build_uri("image/svg+xml", VECTOR)
    assert f'<img src="{PICTURE_URI}" alt="Milk">' in html
    assert f'<img src="http://example.com:{internet.port}/b.png">' in html
    assert f'<source srcset="{PICTURE_URI}"><img>' in html
    assert f'<p style="background: url(&quot;{icon}&quot;)">牛奶</p>' in html
    assert "/inner" not in html
    assert '<iframe src="http://example.com/outer"></iframe>' in html
    assert f'href="http://example.com:{internet.port}/public.css"' in html
    assert f'b{{c:url("{icon}#x")}}</style>' in html
    assert find_nested_styles(html) == (
        f'@font-face{{src:url("{build_uri("font/woff2", "wOF2")}")}}d{{e:url("{PICTURE_URI}")}}'
    )
    assert "script src" not in html
    assert "onload" not in html
    # Each resource is fetched once, and public ones not at all.
    assert sorted(lan.paths) == [
        "/",
        "/a.png",
        "/icon",
        "/small.png",
        "/styles/f.woff2",
        "/styles/main.css?v=1",
        "/styles/print.css",
    ]
    assert not internet.seen


async def test_what_is_not_allowed(
    hass: HomeAssistant, lan: Site, internet: Site, names: Names
) -> None:
    """Each resource must be allowed itself; without it, the page is still printed."""
    hass.config.allowlist_external_urls = {lan.url(host="nas.lan")}
    names["other.lan"] = ["127.0.0.1"]
    lan.has(
        "/",
        f"""<link rel=stylesheet href="{lan.url("/a.css", "other.lan")}">
<img src="{lan.url("/a.png")}"><img src="http://192.168.7.7/a.png"><img src="/away">
<img src="/out"><style>b{{c:url({lan.url("/a.png", "other.lan")})}}</style>Milk""",
        "text/html",
    )
    for path in ("/a.png", "/a.css"):
        lan.has(path, PICTURE, "image/png")
    lan.redirects("/away", lan.url("/a.png", "other.lan"))
    lan.redirects("/out", internet.url("/b.png", "example.com"))
    internet.has("/b.png", PICTURE, "image/png")
    html = await print_html(hass, lan)
    assert html.endswith(
        "\n<img><img><img>\n"
        f'<img src="{PICTURE_URI}"><style>b{{c:url("data:,")}}</style>Milk'
    )
    assert sorted(lan.paths) == ["/", "/away", "/out"]


@pytest.mark.parametrize(
    ("path", "content_type", "shown"),
    [
        ("/a", "image/png", "image/png"),
        ("/a", "image/svg+xml", "image/svg+xml"),
        ("/a.svg", "text/xml", "image/svg+xml"),
        ("/a.SVG", "application/octet-stream", "image/svg+xml"),
        ("/a.ttf", "application/font-sfnt", "application/font-sfnt"),
        ("/a.ttf", "application/x-font-ttf", "application/x-font-ttf"),
        ("/a.eot", "application/vnd.ms-fontobject", "application/vnd.ms-fontobject"),
        ("/a", "application/octet-stream", "application/octet-stream"),
        # Like a site that first asks for a login
        ("/a.png", "text/html", None),
        ("/a.svg", "text/html; charset=utf-8", None),
        ("/a.png", "application/json", None),
    ],
)
async def test_types(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    path: str,
    content_type: str,
    shown: str | None,
) -> None:
    """The content type decides whether a resource is a picture or font."""
    lan.has("/", f"<img src='{path}'>", "text/html")
    lan.has(path, "data", content_type)
    html = await print_html(hass, lan)
    expected = f'<img src="{build_uri(shown, "data")}">' if shown else "<img>"
    assert html.endswith(expected)


@pytest.mark.parametrize(
    ("content_type", "is_one"),
    [
        *(("text/css", True), ("text/plain", True), ("application/octet-stream", True)),
        *(("text/html", False), ("application/xhtml+xml", False)),
    ],
)
async def test_types_of_styles(
    hass: HomeAssistant, lan: Site, allowed: None, content_type: str, *, is_one: bool
) -> None:
    """A page sent instead of a stylesheet is ignored."""
    lan.has("/", "<link rel=stylesheet href=a>", "text/html")
    lan.has("/a", "b{}", content_type)
    assert ("<style>b{}</style>" in await print_html(hass, lan)) is is_one


async def test_encodings(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """A page and its styles may be in any encoding; the print is in UTF-8."""
    page = "<meta charset=shift_jis><link rel=stylesheet href=a.css>今日"
    lan.has("/", page.encode("shift_jis"), "text/html")
    styles = "@import 'b.css';c{d:'牛奶'}"
    lan.has("/a.css", styles.encode("gbk"), "text/css; charset=gb2312")
    lan.has("/b.css", "@charset 'euc-jp';e{f:'牛乳'}".encode("euc-jp"), "text/css")
    html = await print_html(hass, lan)
    assert html.endswith("c{d:'牛奶'}</style>今日")
    assert "shift_jis" not in html
    assert find_nested_styles(html).endswith("e{f:'牛乳'}")


async def test_circle_of_styles(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """Stylesheets that import each other, or appear twice, do not recurse forever."""
    link = "<link rel=stylesheet href={}.css>"
    lan.has("/", link.format("a") + link.format("b") + link.format("a"), "text/html")
    lan.has("/a.css", "@import 'b.css';@import 'a.css';a{}", "text/css")
    lan.has("/b.css", "@import 'a.css';b{}", "text/css")
    html = await print_html(hass, lan)
    assert html.count("<style") == 1
    assert html.endswith('@import url("data:,");a{}</style>')
    assert find_nested_styles(html) == '@import url("data:,");b{}'
    assert lan.paths.count("/a.css") == lan.paths.count("/b.css") == 1


async def test_public_styles_of_a_private_sheet(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """Public resources are left to the cloud at any depth."""
    public = internet.url("/x.css", "example.com")
    lan.has("/", "<link rel=stylesheet href=a.css>", "text/html")
    lan.has("/a.css", f"@import url({public});b{{c:url({public})}}", "text/css")
    html = await print_html(hass, lan)
    assert html.endswith(
        f'<style>@import url("{public}");b{{c:url("{public}")}}</style>'
    )


async def test_failures(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """Resources that fail are left out, and the page is still printed."""

    async def dropped(request: web.Request) -> web.StreamResponse:
        assert request.transport
        request.transport.close()
        return web.Response()

    lan.has(
        "/",
        "<link rel=stylesheet href=missing.css><img src=missing><img src=dropped>"
        "<img src='http://[::1'><img src='http://nas.lan:9/a'><img src=empty>Milk",
        "text/html",
    )
    lan.answers["/dropped"] = dropped
    lan.has("/empty", b"", "image/png")
    html = await print_html(hass, lan)
    assert html.endswith('<img><img><img><img><img src="data:image/png;base64,">Milk')


async def test_large_picture(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """A large picture is inlined completely."""
    picture = documents.picture("BMP", (400, 300))
    lan.has("/", "<img src=a>", "text/html")
    lan.has("/a", picture, "image/bmp")
    html = await print_html(hass, lan)
    found = re.search(r"base64,([\w+/=]+)", html)
    assert found
    assert b64decode(found[1]) == picture


async def test_number_of_resources(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """The number of resources is limited; stylesheets come first."""
    pictures = "".join(f"<img src={number}>" for number in range(MAX_RESOURCES + 20))
    lan.has("/", f"{pictures}<link rel=stylesheet href=a.css>", "text/html")
    lan.has("/a.css", "b{}", "text/css")
    for number in range(MAX_RESOURCES + 20):
        lan.has(f"/{number}", b"x", "image/png")
    html = await print_html(hass, lan)
    assert html.count("base64") == MAX_RESOURCES - 1
    assert "<style>b{}</style>" in html
    assert len(lan.seen) == 1 + MAX_RESOURCES


async def test_number_of_links(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """The number of host names is limited."""
    pictures = "".join(
        f"<img src=http://{number}.example.com/a>" for number in range(MAX_LINKS + 50)
    )
    lan.has("/", pictures, "text/html")
    html = await print_html(hass, lan)
    assert html.count(".example.com/a") == MAX_LINKS
    assert html.count("<img>") == 50


@pytest.mark.parametrize("max_bytes", [4000, 2500, 1200, 450, 300, 200])
async def test_size(
    hass: HomeAssistant, lan: Site, allowed: None, max_bytes: int
) -> None:
    """The page never exceeds its maximum size: pictures are left out."""
    lan.has(
        "/",
        "<link rel=stylesheet href=a.css><img src=a><img src=a><img src=b>Milk",
        "text/html",
    )
    lan.has("/a", b"x" * 600, "image/png")
    lan.has("/b", b"x" * 90, "image/png")
    lan.has("/a.css", "@import 'c.css';d{}", "text/css")
    lan.has("/c.css", "e{f:url(b)}", "text/css")
    settings_ = RenderSettings(max_bytes=max_bytes)
    source = await async_resolve(hass, {"url": lan.url()}, settings_)
    html = source.content.payload.decode()
    assert source.content.size <= max_bytes
    assert html.endswith("Milk")
    expected = {4000: 4, 2500: 3, 1200: 2, 450: 1, 300: 0, 200: 0}
    assert html.count("image/png") + html.count("text/css") == expected[max_bytes]


async def test_page_that_is_too_large(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """A page that is too large is refused before it is parsed."""
    lan.has("/", f"<p>{'x' * (2 * 1024 * 1024)}", "text/html")
    with refuses("content_too_large", field="url", size="2.1", limit="1"):
        await async_resolve(
            hass, {"url": lan.url()}, RenderSettings(max_bytes=1024 * 1024)
        )


async def test_large_resources_are_not_read(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """All resources together are limited to the page's maximum size."""
    lan.has("/", "<img src=a><img src=b>", "text/html")

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "image/png"})
        await response.prepare(request)
        # The response never ends.
        while True:
            await response.write(b"x" * 65536)

    lan.answers["/a"] = lan.answers["/b"] = stream
    source = await async_resolve(
        hass, {"url": lan.url()}, RenderSettings(max_bytes=1024 * 1024)
    )
    assert source.content.payload.endswith(b"<img><img>")


async def test_four_at_a_time(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """Few requests run at the same time."""
    running: set[int] = set()
    most = 0
    all_four = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal most
        running.add(id(request))
        most = max(most, len(running))
        if len(running) == 4:
            all_four.set()
        await all_four.wait()
        running.discard(id(request))
        return web.Response(body=PICTURE, content_type="image/png")

    lan.has("/", "".join(f"<img src={number}>" for number in range(20)), "text/html")
    for number in range(20):
        lan.answers[f"/{number}"] = answer
    html = await print_html(hass, lan)
    assert html.count("base64") == 20
    assert most == 4


async def test_slow_resources(
    hass: HomeAssistant, lan: Site, allowed: None, clock: Clock
) -> None:
    """Resources that take too long are left out; the page is printed in a minute."""
    is_over = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        clock(fetch.FETCH_SECONDS - INLINE_SECONDS)
        await is_over.wait()
        return web.Response()

    lan.has("/", "<img src=a><img src=b><img src=c>Milk", "text/html")
    for path in ("/a", "/b", "/c"):
        lan.answers[path] = slow
    assert (await print_html(hass, lan)).endswith("<img><img><img>Milk")
    is_over.set()


async def test_slow_name_service(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    clock: Clock,
    names: Names,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Slow name servers do not delay the page further."""
    monkeypatch.setattr(address, "RESOLVE_TIMEOUT", fetch.FETCH_SECONDS * 2)

    async def hang(host: str) -> None:
        if host == "slow.example.com":
            clock(fetch.FETCH_SECONDS - INLINE_SECONDS)
            await asyncio.Event().wait()

    names.before_answer = hang
    lan.has("/", "<img src=http://slow.example.com/a>Milk", "text/html")
    assert (await print_html(hass, lan)).endswith("<img>Milk")


@pytest.mark.parametrize("step", ["decode_page", "base64_pieces"])
async def test_slow_page(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    """A page that takes longer than a minute to parse or write is refused."""
    really = getattr(inline, step)

    def slow(*args: Any) -> Any:
        clock(fetch.FETCH_SECONDS)
        return really(*args)

    monkeypatch.setattr(inline, step, slow)
    lan.has("/", "<img src=a><img src=b>Milk", "text/html")
    lan.has("/a", PICTURE, "image/png")
    with refuses("url_page_timeout", HomeAssistantError, host="nas.lan", limit="60"):
        await print_html(hass, lan)


async def test_cancelled(
    hass: HomeAssistant, lan: Site, allowed: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread that parses the page of a cancelled print ends."""
    is_reading, may_read = asyncio.Event(), threading.Event()
    ended: asyncio.Future[Exception] = hass.loop.create_future()
    really = web_page.parse_page

    def parse_page(*args: Any) -> Any:
        hass.loop.call_soon_threadsafe(is_reading.set)
        may_read.wait()
        try:
            return really(*args)
        except TimeoutError as err:
            hass.loop.call_soon_threadsafe(ended.set_result, err)
            raise

    monkeypatch.setattr(inline, "parse_page", parse_page)
    lan.has("/", "<p>Milk", "text/html")
    task = asyncio.create_task(print_html(hass, lan))
    await is_reading.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    may_read.set()
    assert isinstance(await ended, TimeoutError)


async def test_headers(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """Headers are sent for resources of the page's own origin only."""
    lan.has(
        "/",
        f"<img src=a><img src='{lan.url('/b')}'><img src=c>",
        "text/html",
    )
    lan.redirects("/c", internet.url("/d"))
    for path in ("/a", "/b"):
        lan.has(path, PICTURE, "image/png")
    await print_html(hass, lan, headers={"X-Key": "secret"})
    keys = {path: sent.get("X-Key") for path, sent in (*lan.seen, *internet.seen)}
    assert keys == {
        "/": "secret",
        "/a": "secret",
        "/b": None,
        "/c": "secret",
        "/d": None,
    }


async def test_page_elsewhere(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """After a redirect, addresses are relative to the final one."""
    lan.redirects("/", "docs/today")
    lan.has("/docs/today", "<a href=b>c</a><img src=a.png>", "text/html")
    lan.has("/docs/a.png", PICTURE, "image/png")
    html = await print_html(hass, lan)
    link = f'<a href="{lan.url("/docs/b", "nas.lan")}">c</a>'
    assert html.endswith(f'{link}<img src="{PICTURE_URI}">')


async def test_page_without_title(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """A page without a title is named after its file or host."""
    for path, title in (("/", "nas.lan"), ("/docs/", "nas.lan"), ("/list", "list")):
        lan.has(path, "<p>Milk", "text/html")
        source = await print_page(hass, lan.url(path, "nas.lan"))
        assert source.title == title


PIECES = st.sampled_from(
    [
        *(
            "<img src='",
            "<link rel=stylesheet href='",
            "<style>",
            "</style>",
            "<p style='",
        ),
        *(
            "@import '",
            "url(",
            ")",
            "'",
            '"',
            ">",
            "a.css",
            "a.png",
            "missing",
            "#x",
            "&",
        ),
        *(
            "<base href='",
            "//",
            "http://nas.lan",
            "http://192.168.1.1/",
            "<!--",
            "\\",
            ";",
        ),
        *("<script>", "<source srcset='", " 2x, ", "data:,", "\0", "\n", "例"),
    ]
)
MARKUP = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(page=MARKUP | st.binary(max_size=50), styles=MARKUP | st.binary(max_size=50))
async def test_anything(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    page: str | bytes,
    styles: str | bytes,
) -> None:
    """Any page with any styles is printed, or refused with a message."""
    lan.has("/", page, "text/html")
    lan.has("/a.css", styles, "text/css")
    lan.has("/a.png", PICTURE, "image/png")
    with may_refuse():
        await async_resolve(hass, {"url": lan.url()})
