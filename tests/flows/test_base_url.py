"""Tests of the service's address."""

from hypothesis import given, strategies as st
import pytest
from yarl import URL

from custom_components.cloudprint.config_flow import RefusedInputError, parse_base_url


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("https://any.webprinter.cn", "https://any.webprinter.cn"),
        (" https://any.webprinter.cn/ ", "https://any.webprinter.cn"),
        ("HTTPS://Any.WebPrinter.CN:443//", "https://any.webprinter.cn"),
        ("https://print.example.com/cloud/", "https://print.example.com/cloud"),
        ("https://print.example.com?", "https://print.example.com"),
        ("https://print.example.com#", "https://print.example.com"),
        ("https://192.168.1.20:8443", "https://192.168.1.20:8443"),
        ("https://打印.中国", "https://xn--wlr595a.xn--fiqs8s"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://LOCALHOST", "http://localhost"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.8.9.10", "http://127.8.9.10"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_accepted(entered: str, kept: str) -> None:
    """An address is normalized, and accepted again in that form."""
    assert parse_base_url(entered) == kept
    assert parse_base_url(kept) == kept


@pytest.mark.parametrize(
    "entered",
    [
        "http://any.webprinter.cn",
        "http://192.168.1.20",
        "http://[fe80::1]",
        "http://homeassistant.local",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
    ],
)
def test_not_encrypted(entered: str) -> None:
    """Only this machine may be reached without encryption."""
    with pytest.raises(RefusedInputError) as error:
        parse_base_url(entered)
    assert error.value.errors == {"advanced": "not_encrypted"}


@pytest.mark.parametrize(
    "entered",
    [
        "",
        "any.webprinter.cn",
        "//any.webprinter.cn",
        "ftp://any.webprinter.cn",
        "https://",
        "https:///openapi",
        "https://any.webprinter.cn:0",
        "https://any.webprinter.cn:99999",
        "https://any.webprinter.cn:port",
        "https://[::1",
        "https://me@any.webprinter.cn",
        "https://:secret@any.webprinter.cn",
        "https://any.webprinter.cn/?page=1",
        "https://any.webprinter.cn/#devcenter",
        "https://\ud800",
        "https://¯",
        "https://¯.cn",
        "https://]@[@",
        "https://[:%25]",
    ],
)
def test_invalid(entered: str) -> None:
    """An invalid address is refused."""
    with pytest.raises(RefusedInputError) as error:
        parse_base_url(entered)
    assert error.value.errors == {"advanced": "invalid_url"}


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"(?i)\A(https?|ftp):/{0,3}[^\n]*\Z"),
        st.from_regex(r"\Ahttps?://[a-z0-9.:\[\]@%-]*(/[^\n]*)?\Z"),
    )
)
def test_any_input(entered: str) -> None:
    """Any input is refused, or normalized to an encrypted or local address."""
    try:
        kept = parse_base_url(entered)
    except RefusedInputError:
        return
    url = URL(kept)
    assert url.host
    assert url.scheme == "https" or url.host in {"localhost", "::1"} or "127." in kept
    assert not url.query_string
    assert not kept.endswith("/")
    assert parse_base_url(kept) == kept
