"""The headers of a print."""

from collections import OrderedDict
from types import MappingProxyType
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.source.web.fetch import FORBIDDEN, parse_headers
from homeassistant.core import HomeAssistant
from tests.actions import may_refuse, refuses

from ...networks import Names
from ..resolving import async_resolve


@pytest.mark.parametrize(
    ("value", "headers"),
    [
        (None, {}),
        ({}, {}),
        ({"Authorization": "Bearer x.y-z"}, {"Authorization": "Bearer x.y-z"}),
        (
            {"X-Number": 5, "x_y": " a\tb ", "E": ""},
            {"X-Number": "5", "x_y": "a\tb", "E": ""},
        ),
        (MappingProxyType({"Cookie": "a=b; c=d"}), {"Cookie": "a=b; c=d"}),
        (OrderedDict({"X" * 100: "y" * 8092}), {"X" * 100: "y" * 8092}),
        ({f"X-{n}": "y" for n in range(50)}, {f"X-{n}": "y" for n in range(50)}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_headers(value: Any, headers: dict[str, str]) -> None:
    """Names and values are accepted, including numbers from templates."""
    assert parse_headers(value) == headers


@pytest.mark.parametrize(
    "value",
    [
        *("", "Authorization: Bearer secret", [], [("A", "secret")], 3, True),
        *({"": "x"}, {"secret key": "x"}, {"secret:": "x"}, {"secret\r\n": "x"}),
        *({"sécret": "x"}, {3: "secret"}, {None: "secret"}, {"X" * 101: "x"}),
        *({"cookie": "secret", "Cookie": "secret"}, {"X" * 100: "y" * 8093}),
        {f"X-{number}": "secret" for number in range(51)},
    ],
    ids=lambda value: type(value).__name__,
)
def test_no_headers(value: Any) -> None:
    """Values that are not a mapping of names to texts, or too large, are refused."""
    with refuses("headers_invalid", field="headers") as raised:
        parse_headers(value)
    assert "secret" not in str(raised.value.translation_placeholders)


@pytest.mark.parametrize(
    "text",
    [
        *("secret\r\nX: y", "secret\n", "secret\0", "密码secret", "secret\x7f", "é"),
        *(None, True, ["secret"], {"secret": 1}, b"secret", 10**5000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_value_that_cannot_be_sent(text: Any) -> None:
    """A value that is not one line of ASCII is refused, and not shown."""
    with refuses("header_value_invalid", field="headers", name="X-Key") as raised:
        parse_headers({"X-Key": text})
    assert "secret" not in str(raised.value.translation_placeholders)


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_header_of_the_connection(name: str) -> None:
    """Headers that the HTTP client sets itself are refused."""
    for written in (name, name.title(), name.upper(), name.replace("-", "_")):
        with refuses("header_forbidden", field="headers", name=written):
            parse_headers({written: "x"})


@pytest.mark.parametrize(
    "name",
    [
        *("Forwarded", "Forwarded-For", "Via", "X-Forwarded-For", "X-Forwarded-Host"),
        *("X-Forwarded-Proto", "X-Forwarded-User", "X-FORWARDED", "x_forwarded_for"),
        *(
            "X-Real-IP",
            "X-Client-IP",
            "Client-IP",
            "True-Client-IP",
            "CF-Connecting-IP",
        ),
        *("X-Cluster-Client-IP", "Fastly-Client-IP", "X-Originating-IP"),
        *("X-Remote-IP", "X-Remote-Addr", "X-Remote-User-Id", "Remote-User"),
        *("X-Hass-Source", "X-Ingress-Path", "X-Original-URL", "X-Rewrite-URL"),
        *("X-Original-Forwarded-For", "X-HTTP-Method-Override", "X_Method-Override"),
    ],
)
def test_header_of_a_proxy(name: str) -> None:
    """Headers that would fake the origin of a request are refused."""
    for written in (name, name.lower()):
        with refuses("header_forging", field="headers", name=written):
            parse_headers({"Accept": "*/*", written: "secret"})


@pytest.mark.parametrize(
    "name", ["Viable", "X-Request-ID", "Origin", "X-Reality", "From"]
)
def test_other_headers(name: str) -> None:
    """Names that only start alike are accepted."""
    assert parse_headers({name: "x"}) == {name: "x"}


async def test_public_page(hass: HomeAssistant, names: Names) -> None:
    """The cloud fetches a page with the headers of the print."""
    names["example.com"] = ["93.184.215.14"]
    url = "https://example.com/page.html"
    headers = {"Authorization": "Bearer x"}
    source = await async_resolve(hass, {"url": url, "headers": headers})
    assert source.content.payload == url.encode()
    assert source.headers == headers
    assert "Bearer" not in repr(source)
    source = await async_resolve(hass, {"url": url, "headers": {}})
    assert source.headers is None
    with refuses("headers_invalid"):
        await async_resolve(hass, {"url": url, "headers": "x"})


async def test_without_url(hass: HomeAssistant) -> None:
    """Headers without an address are refused."""
    for content in ({"text": "x"}, {"html": "x"}, {"file": "a.txt"}, {"data": "eA=="}):
        for headers in ({"Accept": "*/*"}, {}, "x"):
            with refuses("content_option_misplaced", field="headers"):
                await async_resolve(hass, {**content, "headers": headers})


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.binary()
TEXT = st.text(st.characters())


@given(
    st.dictionaries(
        TEXT | ANYTHING | st.sampled_from(["Host", "X-Key"]), TEXT | ANYTHING
    )
    | TEXT
    | ANYTHING
    | st.lists(TEXT)
)
def test_anything(value: Any) -> None:
    """Any value is refused with a message, or can be sent."""
    with may_refuse():
        for name, text in parse_headers(value).items():
            assert name.isascii() and name.isprintable()
            assert text.isascii() and not {"\r", "\n", "\0"} & set(text)
