"""Tests of request bodies."""

from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
import json
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.api.body import (
    PIECE,
    RequestBody,
    encode_base64,
    encode_json,
    encode_string,
)
from custom_components.cloudprint.api.errors import CloudPrintError, Delivery

from .conftest import unhurried

PLAIN_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
DOCUMENTS = st.dictionaries(
    PLAIN_TEXT,
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | PLAIN_TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(PLAIN_TEXT, inner),
        max_leaves=10,
    ),
)


def parse_content(body: RequestBody) -> Any:
    """Return the content of a body of a text or a file; check the stated size."""
    sent = b"".join(body)
    assert body.size == len(sent)
    document = json.loads(sent)
    assert set(document) == {"name", "content"}
    return document["content"]


@unhurried
@given(DOCUMENTS)
def test_any_document(document: dict[str, Any]) -> None:
    """Any JSON document is encoded."""
    assert json.loads(b"".join(encode_json(document))) == document


@unhurried
@given(PLAIN_TEXT, st.integers(1, 8))
def test_any_text_in_any_pieces(text: str, piece: int) -> None:
    """The size of the pieces does not change the text."""
    with patch("custom_components.cloudprint.api.body.PIECE", piece):
        body = encode_string(b'{"name":1,"content":', text.encode(), b"}")
        assert parse_content(body) == text


@unhurried
@given(st.binary(), st.integers(1, 3))
def test_any_file_in_any_pieces(file: bytes, triples: int) -> None:
    """The size of the pieces does not change the file."""
    with patch("custom_components.cloudprint.api.body.PIECE", 3 * triples):
        body = encode_base64(b'{"name":1,"content":', file, b"}")
        assert b64decode(parse_content(body), validate=True) == file


def test_small_body_is_one_piece_of_utf8() -> None:
    """A small body is sent at once, without escapes for Chinese."""
    body = encode_json({"name": "佳能", "nested": MappingProxyType({"a": (1, None)})})
    assert body.payload() == '{"name":"佳能","nested":{"a":[1,null]}}'.encode()


@pytest.mark.parametrize("encode_content", [encode_string, encode_base64])
async def test_large_body_is_sent_in_pieces_and_again(
    encode_content: Callable[[bytes, bytes, bytes], RequestBody],
) -> None:
    """A large body is sent in pieces, and can be sent twice."""
    content = ('字"\n' * PIECE).encode()
    body = encode_content(b'{"name":1,"content":', content, b"}")
    for _ in range(2):
        payload = body.payload()
        assert isinstance(payload, AsyncIterator)
        chunks = [chunk async for chunk in payload]
        assert len(chunks) > 5
        assert max(map(len, chunks)) < 2 * PIECE
        assert b"".join(chunks) == b"".join(body)
    assert body.size == sum(map(len, chunks))


def endless() -> dict[str, Any]:
    """Return a document that contains itself."""
    document: dict[str, Any] = {}
    document["self"] = document
    return document


@pytest.mark.parametrize(
    "document",
    [
        {"text": "\ud800"},
        {"\udc00": 1},
        {"number": float("nan")},
        {"number": [float("inf")]},
        {"time": datetime.now(UTC)},
        {"bytes": b""},
        endless(),
    ],
    ids=["surrogate", "surrogate key", "nan", "infinity", "time", "bytes", "endless"],
)
def test_unencodable_document(document: dict[str, Any]) -> None:
    """A document that JSON or UTF-8 cannot hold is refused before it is sent."""
    with pytest.raises(CloudPrintError) as caught:
        encode_json(document)
    assert (caught.value.key, caught.value.message) == ("unwritable", "")
    assert caught.value.delivery is Delivery.NOT_SENT


@pytest.mark.parametrize(
    "text", [b"\xff", "\ud800".encode(errors="surrogatepass"), "牛奶".encode()[:-1]]
)
def test_text_that_is_not_utf8(text: bytes) -> None:
    """A text that is not UTF-8 is refused before it is sent."""
    with pytest.raises(CloudPrintError) as caught:
        encode_string(b"", text, b"")
    assert caught.value.delivery is Delivery.NOT_SENT


def test_integers_and_keys_of_any_kind() -> None:
    """Integers of more than 64 bits and keys that are not strings are sent."""
    document = {"number": 2**70, "map": {2: None, True: 1.5}}
    assert json.loads(b"".join(encode_json(document))) == {
        "number": 2**70,
        "map": {"2": None, "true": 1.5},
    }
