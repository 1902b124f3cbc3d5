"""Formats of files from the web."""

from typing import Any

import pytest

from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.source.request import Source
from homeassistant.core import HomeAssistant
from tests.actions import refuses
from tests.samples import documents, pdf_files

from ..resolving import async_resolve
from .site import Site

PDF = pdf_files.text(pages=2)


async def resolve(hass: HomeAssistant, url: str, **fields: Any) -> Source:
    """Return what is printed for an address."""
    return await async_resolve(hass, {"url": url, **fields})


def get_form(source: Source) -> str:
    """Return the form in which a format is sent."""
    return f"{source.content.media_format.value}+{source.content.media_source.value}"


@pytest.mark.parametrize(
    ("path", "content_type", "data", "form"),
    [
        # The bytes count first.
        ("/a", None, documents.picture("PNG"), "PNG+BASE64"),
        ("/a.txt", "text/plain", documents.picture("PNG"), "PNG+BASE64"),
        ("/a", "text/html; charset=utf-8", documents.picture("JPEG"), "JPG+BASE64"),
        ("/a.jpg", "image/jpeg", documents.picture("BMP"), "BMP+BASE64"),
        ("/a", "application/octet-stream", documents.docx(), "WORD+BASE64"),
        ("/a.zip", "application/zip", documents.xlsx(), "EXCEL+BASE64"),
        ("/a", None, documents.ppt(), "PPT+BASE64"),
        ("/a", "text/plain; charset=latin-1", PDF, "HTML+STRING"),
        # Then the content type counts.
        ("/a", "text/html", b"Milk", "HTML+STRING"),
        ("/a", "TEXT/HTML", b"Milk", "HTML+STRING"),
        ("/a.zip", "text/html", b"Milk", "HTML+STRING"),
        ("/a.txt", "application/xhtml+xml", b"Milk", "HTML+STRING"),
        ("/a", "text/markdown", b"# Milk", "HTML+STRING"),
        ("/a.html", "text/csv", b"Milk,2", "HTML+STRING"),
        ("/a", "text/plain", b"<html>Milk", "TEXT+STRING"),
        ("/a", "application/json", b"{}", "TEXT+STRING"),
        # Then the name, as many servers send all text as text/plain.
        ("/a.md", "text/plain", b"# Milk", "HTML+STRING"),
        ("/a.csv", "text/plain", b"Milk,2", "HTML+STRING"),
        ("/a.html", "text/plain", b"Milk", "HTML+STRING"),
        ("/a.md", None, b"# Milk", "HTML+STRING"),
        ("/a.txt", "application/x-unknown", b"# Milk", "TEXT+STRING"),
        # Then the look of the text.
        ("/a", None, b"<!DOCTYPE html><p>Milk", "HTML+STRING"),
        ("/a", None, b"Milk", "TEXT+STRING"),
        ("/a.pdf", "text/plain", b"Milk", "TEXT+STRING"),
        # A type that cannot be parsed says nothing.
        ("/a.html", "text/csv; charset*", b"Milk", "HTML+STRING"),
        ("/a.html", f"text/csv; charset*{'9' * 5000}*=a", b"Milk", "HTML+STRING"),
    ],
)
async def test_format(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    path: str,
    content_type: str | None,
    data: bytes,
    form: str,
) -> None:
    """The bytes decide first, then the content type, then the name."""
    lan.has(path, data, content_type)
    source = await resolve(hass, lan.url(path))
    assert get_form(source) == form
    if form.startswith("TEXT") or form.endswith("BASE64"):
        assert source.content.payload == data


async def test_pdf(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None
) -> None:
    """A PDF becomes pages, whatever its source, or stays one for a native account."""
    for site, host in ((lan, "nas.lan"), (internet, "example.com")):
        site.has("/a.pdf", PDF, "application/pdf")
        site.has("/invoice", PDF, "application/pdf")
        for path, wanted in (("/a.pdf", None), ("/invoice", "pdf")):
            url = site.url(path, host)
            source = await resolve(hass, url, format=wanted)
            assert get_form(source) == "HTML+STRING"
            assert source.content.pages == 2
            assert source.title == path[1:]
    settings = RenderSettings(is_pdf_native=True, is_pdf_url_native=True)
    source = await async_resolve(hass, {"url": lan.url("/a.pdf")}, settings)
    assert get_form(source) == "PDF+BASE64"
    url = internet.url("/a.pdf", "example.com")
    internet.seen.clear()
    source = await async_resolve(hass, {"url": url}, settings)
    assert get_form(source) == "PDF+URL"
    assert source.content.payload == url.encode()
    assert not internet.seen


async def test_grey_picture(hass: HomeAssistant, internet: Site) -> None:
    """A picture whose address the service prints is fetched to be made grey."""
    internet.has("/a.png", documents.picture("PNG"))
    url = internet.url("/a.png", "example.com")
    assert get_form(await resolve(hass, url)) == "PNG+URL"
    assert not internet.seen
    settings = RenderSettings(is_monochrome=True)
    source = await async_resolve(hass, {"url": url}, settings)
    assert get_form(source) == "PNG+BASE64"
    assert not source.content.has_color


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "TIFF"])
async def test_converted_picture(
    hass: HomeAssistant, lan: Site, internet: Site, allowed: None, kind: str
) -> None:
    """A picture in another format is converted."""
    data = documents.picture(kind)
    lan.has("/camera", data, "image/jpeg")
    assert get_form(await resolve(hass, lan.url("/camera"))) in (
        "PNG+BASE64",
        "JPG+BASE64",
    )
    path = f"/a.{kind.lower()}"
    internet.has(path, data)
    assert get_form(await resolve(hass, internet.url(path))) in (
        "PNG+BASE64",
        "JPG+BASE64",
    )


async def test_markdown(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """Markdown becomes a page."""
    lan.has("/readme", "# Milk\n\n- 牛奶", "text/markdown; charset=utf-8")
    source = await resolve(hass, lan.url("/readme"))
    assert "<h1>Milk</h1>" in source.content.payload.decode()
    assert "牛奶" in source.content.payload.decode()


async def test_table(hass: HomeAssistant, lan: Site, allowed: None) -> None:
    """A table is named after its file."""
    lan.has("/stock.csv", "Milk,2", "text/csv")
    source = await resolve(hass, lan.url("/stock.csv"))
    assert source.title == "stock.csv"
    assert "stock" in source.content.payload.decode()


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        ("牛奶".encode("gbk"), "text/plain; charset=gb2312", "牛奶"),
        ("牛奶".encode("gbk"), "text/plain", "牛奶"),
        ("牛奶".encode("big5"), "text/plain; charset=Big5", "牛奶"),
        ("牛乳、パン".encode("euc_jp"), "text/plain; charset=EUC-JP", "牛乳、パン"),
        ("Crème".encode("latin-1"), "text/plain; charset=ISO-8859-1", "Crème"),
        ("牛奶".encode("utf-16"), "text/plain", "牛奶"),
        ("牛奶".encode("utf-16-le"), "text/plain; charset=utf-16le", "牛奶"),
        ("牛奶".encode("utf-8-sig"), "text/plain; charset=gbk", "牛奶"),
        ("牛奶".encode(), "text/plain; charset=nonsense", "牛奶"),
    ],
)
async def test_charset(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    data: bytes,
    content_type: str,
    text: str,
) -> None:
    """Text in any encoding is decoded."""
    lan.has("/a", data, content_type)
    source = await resolve(hass, lan.url("/a"))
    assert get_form(source) == "TEXT+STRING"
    assert source.content.payload.decode().removeprefix("\ufeff") == text


@pytest.mark.parametrize(
    ("path", "content_type", "text", "sent"),
    [
        ("/a", "text/plain", "우유", "우유"),
        ("/a", "text/plain; charset=utf-8", "우유", "우유"),
        ("/a.html", "text/html", "<p>우유</p>", "<p>우유</p>"),
        ("/a.csv", None, "우유,2", "<td>우유</td>"),
    ],
)
async def test_given_encoding(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    path: str,
    content_type: str | None,
    text: str,
    sent: str,
) -> None:
    """The encoding of the print counts, whatever the server says."""
    lan.has(path, text.encode("cp949"), content_type)
    source = await async_resolve(
        hass, {"url": lan.url(path)}, RenderSettings(encoding="cp949")
    )
    assert sent in source.content.payload.decode()


async def test_text_in_an_unknown_encoding(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """Text and pages whose encoding cannot be told are refused with advice."""
    for content_type in ("text/plain", "text/html"):
        lan.has("/a", b"caf\xe9 \x81", content_type)
        with refuses("encoding_unknown", field="url"):
            await resolve(hass, lan.url("/a"))


@pytest.mark.parametrize(
    ("wanted", "data", "form"),
    [
        ("txt", b"<html>Milk", "TEXT+STRING"),
        ("html", b"Milk", "HTML+STRING"),
        ("md", b"# Milk", "HTML+STRING"),
        ("PNG", documents.picture("PNG"), "PNG+BASE64"),
    ],
)
async def test_wanted(
    hass: HomeAssistant, lan: Site, allowed: None, wanted: str, data: bytes, form: str
) -> None:
    """The format that was asked for counts most."""
    lan.has("/a.csv", data, "text/x-python")
    assert get_form(await resolve(hass, lan.url("/a.csv"), format=wanted)) == form


@pytest.mark.parametrize(
    ("key", "data", "content_type", "wanted"),
    [
        ("content_empty", b"", "text/html", None),
        ("content_empty", b" \n", "text/plain", None),
        ("content_mismatch", b"Milk", "text/html", "png"),
        ("content_mismatch", documents.picture("PNG"), None, "pdf"),
        ("content_mismatch", b"Sorry", "application/pdf", None),
        ("format_unrecognized", bytes(range(9)) * 9, None, None),
        ("format_unrecognized", bytes(range(9)) * 9, "a/b; charset=latin-1", None),
        ("format_unrecognized", b"\xff\0\x01" * 9, "a/b; charset=utf-8", None),
        ("format_unknown", b"%!PS-Adobe", "text/plain; charset=utf-8", None),
        ("content_too_large", b"Milk " * 300_000, "text/plain; charset=gbk", None),
        ("content_too_large", b"Milk " * 300_000, "text/html", None),
    ],
)
async def test_refused(
    hass: HomeAssistant,
    lan: Site,
    allowed: None,
    key: str,
    data: bytes,
    content_type: str | None,
    wanted: str | None,
) -> None:
    """Content that cannot be printed is refused like a file."""
    lan.has("/a", data, content_type)
    with refuses(key, field="url"):
        await async_resolve(
            hass,
            {"url": lan.url("/a"), "format": wanted},
            RenderSettings(max_bytes=1024 * 1024),
        )


@pytest.mark.parametrize(
    ("disposition", "title"),
    [
        ('attachment; filename="list.md"', "list.md"),
        ("inline; filename*=utf-8''%E8%8F%9C%E5%8D%95.md", "菜单.md"),
        ('attachment; filename="../../etc/list.md"', "list.md"),
        ("attachment; filename*=utf-8''a%5Cb%0Dc.md", "b c.md"),
        ("attachment; filename*=gbk''%B2%CB.md; filename=x.txt", "菜.md"),
        ("attachment; filename=菜单.md", "菜单.md"),
        ("attachment; filename*=nonsense''%41.md", "A.md"),
        ("attachment; filename*=utf-8''%ff.md", "\ufffd.md"),
        ("attachment; filename*=idna''%41.md", "download"),
        ("attachment", "download"),
        ("nonsense;;;", "download"),
        ('attachment; filename=""', "download"),
        ('attachment; filename="/"', "download"),
        (f"attachment; filename*{'9' * 5000}*=a.md", "download"),
    ],
)
async def test_name(
    hass: HomeAssistant, lan: Site, allowed: None, disposition: str, title: str
) -> None:
    """The server's file name counts before that in the address."""
    lan.has("/download", "# Milk", Content_Disposition=disposition)
    source = await resolve(hass, lan.url("/download?id=5"))
    assert source.title == title
    assert get_form(source) == ("HTML+STRING" if "md" in title else "TEXT+STRING")


async def test_name_after_redirect(
    hass: HomeAssistant, lan: Site, allowed: None
) -> None:
    """The address after redirects decides about the name."""
    lan.redirects("/latest", "/files/list.txt")
    lan.redirects("/list.txt", "/")
    lan.has("/files/list.txt", "Milk")
    lan.has("/", "Milk", "text/plain")
    for path, title in (
        ("/latest", "list.txt"),
        ("/list.txt", "list.txt"),
        ("/", "nas.lan"),
    ):
        source = await resolve(hass, lan.url(path, "nas.lan"))
        assert source.title == title


async def test_headers(hass: HomeAssistant, internet: Site) -> None:
    """With headers, a public file is fetched here, so that they are sent."""
    internet.has("/a.png", documents.picture("PNG"))
    url = internet.url("/a.png")
    assert get_form(await resolve(hass, url)) == "PNG+URL"
    source = await resolve(hass, url, headers={"X-Key": "x"})
    assert get_form(source) == "PNG+BASE64"
    assert source.headers is None
    assert [sent["X-Key"] for _, sent in internet.seen] == ["x"]
