"""Public addresses, which the cloud fetches itself."""

from typing import Any

from hypothesis import HealthCheck, example, given, settings, strategies as st
import pytest

from custom_components.cloudprint.api.vocabulary import MediaSource
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.source import url as url_module
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.actions import may_refuse, message_of, refuses

from ..networks import resolve_names
from .resolving import async_resolve

FORMATS = "HTML, PNG, JPG, BMP, WORD, EXCEL, PPT"

NAMES = {
    "example.com": ["93.184.215.14", "2606:2800:21f::1"],
    "xn--fsqu00a.example": ["8.8.8.8"],
    "printer.example.com": ["192.168.1.9"],
    "both.example.com": ["8.8.8.8", "fd00::1"],
    "mapped.example.com": ["::ffff:10.0.0.1"],
    "proxied.example.com": ["fc00::7", "198.18.0.7"],
    "127.1": ["127.0.0.1"],
}


@pytest.fixture(autouse=True)
def names(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resolve only a few names."""
    resolve_names(hass, monkeypatch, NAMES)

    async def async_peek(*args: Any) -> None:
        """Find no server; see web/test_peek.py."""

    monkeypatch.setattr(url_module, "async_peek", async_peek)


@pytest.mark.parametrize(
    ("url", "media_format", "title"),
    [
        ("https://example.com", "HTML", "example.com"),
        ("http://example.com/", "HTML", "example.com"),
        ("HTTPS://EXAMPLE.COM:8443/Menu.HTML?day=1&x=%20#top", "HTML", "Menu.HTML"),
        ("https://example.com/menu.php", "HTML", "menu.php"),
        ("https://example.com/a.b/menu", "HTML", "menu"),
        ("https://example.com/a.PNG", "PNG", "a.PNG"),
        ("https://example.com/a.jpeg?x=.bmp", "JPG", "a.jpeg"),
        ("https://example.com/a.bmp", "BMP", "a.bmp"),
        ("https://example.com/a.docx", "WORD", "a.docx"),
        ("https://example.com/a%2Exls", "EXCEL", "a.xls"),
        ("https://example.com/菜单.pptx", "PPT", "菜单.pptx"),
        ("https://例子.example/", "HTML", "例子.example"),
        ("https://user:pass@example.com/x", "HTML", "x"),
        ("https://8.8.8.8/", "HTML", "8.8.8.8"),
        ("https://[2606:4700::1111]/", "HTML", "2606:4700::1111"),
        # A proxy answers for all names with addresses of its own.
        ("https://proxied.example.com/a.png", "PNG", "a.png"),
        # A name that cannot be resolved here may be known to the cloud.
        ("https://only.known.elsewhere.example/a.png", "PNG", "a.png"),
    ],
)
async def test_url(
    hass: HomeAssistant, url: str, media_format: str, title: str
) -> None:
    """A public address is passed on unchanged, in the format of its ending."""
    for value in (url, f" {url}\n"):
        source = await async_resolve(hass, {"url": value})
        assert source.origin == "url"
        assert source.title == title
        assert source.content.media_format.value == media_format
        assert source.content.media_source is MediaSource.URL
        assert source.content.payload == url.encode()


@pytest.mark.parametrize("media_format", FORMATS.split(", "))
async def test_format(hass: HomeAssistant, media_format: str) -> None:
    """The format that was asked for overrides the address's ending."""
    for url in ("https://example.com/x", "https://example.com/x.pdf"):
        for wanted in (media_format, media_format.lower()):
            source = await async_resolve(hass, {"url": url, "format": wanted})
            assert source.content.media_format.value == media_format


@pytest.mark.parametrize(
    ("ending", "wanted"),
    [
        *(("pdf", None), ("PDF", None), ("webp", None), ("gif", None), ("tiff", None)),
        *(("heic", None), ("avif", None), ("txt", None), ("md", None), ("csv", None)),
        *(("odt", None), ("wps", None), ("", "pdf"), ("html", "md"), ("png", "txt")),
    ],
)
async def test_fetched(hass: HomeAssistant, ending: str, wanted: str | None) -> None:
    """Formats that the cloud does not print from an address are fetched here."""
    fields = {"url": f"https://no.example/a.{ending}?key=x", "format": wanted}
    with refuses("url_host_unknown", HomeAssistantError, host="no.example"):
        await async_resolve(hass, fields)


@pytest.mark.parametrize(
    ("ending", "media_format"),
    [
        *(("pdf", "PDF"), ("odt", "ODT"), ("ods", "ODS"), ("odp", "ODP")),
        *(("odg", "ODG"), ("wps", "WPS"), ("html", "HTML"), ("docx", "WORD")),
    ],
)
async def test_native(hass: HomeAssistant, ending: str, media_format: str) -> None:
    """An account that accepts more formats accepts their addresses as well."""
    url = f"https://example.com/a.{ending}"
    settings = RenderSettings(is_native=True, is_pdf_url_native=True)
    for fields in (
        {"url": url},
        {"url": "https://example.com/a", "format": ending},
    ):
        source = await async_resolve(hass, fields, settings)
        assert source.content.media_format.value == media_format
        assert source.content.media_source is MediaSource.URL
        assert source.content.payload == fields["url"].encode()


@pytest.mark.parametrize(
    ("url", "wanted", "warnings"),
    [
        ("https://example.com/a.docm", None, ("format_undocumented",)),
        ("https://example.com/a.XLSB?x=1", None, ("format_undocumented",)),
        ("https://example.com/a.ppsm", "ppt", ("format_undocumented",)),
        ("https://example.com/a.doc", None, ()),
        ("https://example.com/a.pptx", None, ()),
        ("https://example.com/a.html", None, ()),
        # It is printed as a web page.
        ("https://example.com/a.pot", "html", ()),
    ],
)
async def test_undocumented_office_files(
    hass: HomeAssistant, url: str, wanted: str | None, warnings: tuple[str, ...]
) -> None:
    """A file of a kind that the vendor's document does not name has a warning."""
    source = await async_resolve(hass, {"url": url, "format": wanted})
    assert source.content.warnings == warnings


async def test_native_pdf_with_a_password(hass: HomeAssistant) -> None:
    """A PDF with a password is fetched here, as the cloud could not open it."""
    with refuses("url_host_unknown", HomeAssistantError, host="no.example"):
        await async_resolve(
            hass,
            {"url": "https://no.example/a.pdf"},
            RenderSettings(is_native=True, password="geheim"),
        )


async def test_encoding(hass: HomeAssistant) -> None:
    """A page whose encoding is given is fetched here, as the cloud cannot be told it."""
    with refuses("url_host_unknown", HomeAssistantError, host="no.example"):
        await async_resolve(
            hass, {"url": "https://no.example/"}, RenderSettings(encoding="gb18030")
        )


@pytest.mark.parametrize("ending", ["webp", "md", "txt", "csv"])
async def test_never_native(hass: HomeAssistant, ending: str) -> None:
    """Formats that no account accepts are fetched here."""
    with refuses("url_host_unknown", HomeAssistantError, host="no.example"):
        await async_resolve(
            hass,
            {"url": f"https://no.example/a.{ending}"},
            RenderSettings(is_native=True),
        )


@pytest.mark.parametrize("ending", ["zip", "SVG", "mp4"])
async def test_unknown_format(hass: HomeAssistant, ending: str) -> None:
    """Unsupported formats are refused without a request, unless a format is given."""
    url = f"https://example.com/a.{ending}"
    with refuses("format_unknown", field="url", value=ending.lower()):
        await async_resolve(hass, {"url": url})
    source = await async_resolve(hass, {"url": url, "format": "html"})
    assert source.content.payload == url.encode()


async def test_ofd(hass: HomeAssistant) -> None:
    """A Chinese electronic invoice is refused with advice, without a request."""
    with refuses("ofd_unsupported", field="url"):
        await async_resolve(hass, {"url": "https://example.com/fapiao.ofd"})


async def test_headers(hass: HomeAssistant) -> None:
    """With headers, only pages are left to the cloud; the rest is fetched here."""
    headers = {"X-Key": "x"}
    for url in ("https://no.example/a", "https://no.example/a.html"):
        source = await async_resolve(hass, {"url": url, "headers": headers})
        assert source.headers == headers
    for native in (False, True):
        for ending in ("png", "docx", "pdf"):
            with refuses("url_host_unknown", HomeAssistantError, host="no.example"):
                await async_resolve(
                    hass,
                    {"url": f"https://no.example/a.{ending}", "headers": headers},
                    RenderSettings(is_native=native),
                )


@pytest.mark.parametrize(
    "url",
    [
        *("", " ", "example.com", "//example.com", "/local/a.png", "ftp://example.com"),
        *("file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "https://"),
        *(
            "https:///x",
            "https://exa mple.com",
            "https://example.com/a b",
            "http://[::1",
        ),
        *("https://example.com:0/", "https://example.com:99999/", "https://ex.com:x/"),
        *(
            "https://example.com/\u0001",
            "https://example.com/a\u200bb",
            "https://\ud800",
        ),
        *(
            "https://a.example\nhttps://b.example",
            "https://exa℀mple.com/",
            "http://xn--a",
        ),
        *("http://a%2fb/", "http://127.0.0.1%252e/", "http://%3a%3a1/"),
        *("http://¯.", "https://a.¯", "http://＜a", "http://]@[@", "http://[:%25]"),
        *("http://127.0.0.1%00/", "http://127.0.0.1%20/", "http://%ff.example/"),
        *(f"https://example.com/{'x' * 8000}", 3, True, [], {}, b"https://example.com"),
        10**5000,
    ],
    ids=lambda url: type(url).__name__,
)
async def test_no_url(hass: HomeAssistant, url: object) -> None:
    """Values that are not HTTP addresses are refused."""
    with refuses("url_invalid"):
        await async_resolve(hass, {"url": url})


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/x?token=secret",
        "ftp://me:secret@example.com/x",
        "ftp://example.com/x#secret",
        "a secret text",
        ["secret"],
    ],
)
async def test_secrets_are_not_shown(hass: HomeAssistant, url: object) -> None:
    """An invalid address is not shown, as it may contain a key or password."""
    with refuses("url_invalid", field="url") as raised:
        await async_resolve(hass, {"url": url})
    assert "secret" not in message_of(raised.value)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1/x", "127.0.0.1"),
        ("http://127.1/", "127.1"),
        ("http://10.1.2.3", "10.1.2.3"),
        ("http://192.168.1.5:8123/local/a.png", "192.168.1.5"),
        ("http://172.16.0.1.", "172.16.0.1."),
        ("http://169.254.1.1", "169.254.1.1"),
        ("http://100.64.0.1", "100.64.0.1"),
        ("http://0.0.0.0", "0.0.0.0"),
        ("http://2130706433/", "2130706433"),
        ("http://[::1]/", "::1"),
        ("http://[fe80::1%25eth0]/", "fe80::1%eth0"),
        ("http://[fd00::1]/", "fd00::1"),
        ("http://[::ffff:192.168.0.1]/", "::ffff:192.168.0.1"),
        ("http://198.18.0.7/", "198.18.0.7"),
        ("http://localhost:8123", "localhost"),
        ("http://LOCALHOST.", "localhost."),
        ("http://homeassistant", "homeassistant"),
        ("http://homeassistant.local:8123", "homeassistant.local"),
        ("http://nas.lan", "nas.lan"),
        ("http://nas.home.arpa", "nas.home.arpa"),
        ("http://nas.internal.", "nas.internal."),
        ("http://app.localhost", "app.localhost"),
        ("http://printer.example.com", "printer.example.com"),
        ("http://both.example.com", "both.example.com"),
        ("http://mapped.example.com", "mapped.example.com"),
        ("http://.../", "..."),
        ("http://127.0.0.1%2e/", "127.0.0.1."),
        ("http://%31%32%37.0.0.1/", "127.0.0.1"),
        ("http://%EF%BC%91%EF%BC%90.0.0.1/", "10.0.0.1"),
        ("http://nas%2Elan:8080/", "nas.lan"),
        ("http://%6cocalhost/", "localhost"),
    ],
)
async def test_not_public(hass: HomeAssistant, url: str, host: str) -> None:
    """A local address is refused unless it is allowed."""
    for path in ("", "a.png", "a.pdf", "a.zip"):
        with refuses("url_not_allowed", host=host):
            await async_resolve(hass, {"url": f"{url.rstrip('/')}/{path}"})


PIECES = st.sampled_from(
    [
        *(
            "http",
            "https",
            "ftp",
            ":",
            "//",
            "/",
            "@",
            "?",
            "#",
            "%",
            "[",
            "]",
            ".",
            "..",
        ),
        *(
            "example.com",
            "127.0.0.1",
            "8.8.8.8",
            "::1",
            "nas.lan",
            ":80",
            ":x",
            "me:pw",
        ),
        *("a.pdf", "a.html", "%2F", "%00", "\\", "xn--", "例", "℀", "\ud800", "\0"),
    ]
)


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.tuples(
        st.sampled_from(["", "http://", "https://", "//", "http:/"]),
        st.lists(PIECES | st.text(st.characters(), max_size=3), max_size=8).map(
            "".join
        ),
    ).map("".join)
)
@example("http://¯.")
@example("https://a.¯")
@example("http://＜a")
@example("http://]@[@")
@example("http://[:%25]")
async def test_any_text(hass: HomeAssistant, url: str) -> None:
    """Any text is passed on unchanged, or refused without showing secrets."""
    with may_refuse():
        # An address in a page format is never fetched here.
        source = await async_resolve(hass, {"url": url, "format": "html"})
        assert source.content.payload == url.strip().encode()
        assert source.title
