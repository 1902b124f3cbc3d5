"""Tests of the bodies of requests."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
import json
from types import MappingProxyType
from typing import Any
from unittest.mock import patch

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.api import CloudPrintRequestError, Delivery
from custom_components.cloudprint.api.body import PIECE, Body, encode, encode_large

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


@unhurried
@given(DOCUMENTS, st.integers(1, 8))
def test_any_document_in_any_pieces(document: dict[str, Any], piece: int) -> None:
    """However it is cut, it is the same JSON."""
    with patch("custom_components.cloudprint.api.body.PIECE", piece):
        body = encode_large(document)
    sent = b"".join(body.chunks)
    assert encode(document).chunks == (sent,)
    assert json.loads(sent) == document
    assert body.size == len(sent)


def test_small_body_is_one_piece_of_utf8() -> None:
    """A small body is sent at once, Chinese as it is."""
    body = encode({"name": "佳能", "nested": MappingProxyType({"a": (1, None)})})
    assert body.payload() == '{"name":"佳能","nested":{"a":[1,null]}}'.encode()


async def test_large_body_is_sent_in_pieces_and_again() -> None:
    """A large body leaves in pieces, and can leave twice."""
    content = "字" * (3 * PIECE)
    body = encode_large({"content": content})
    for _ in range(2):
        payload = body.payload()
        assert isinstance(payload, AsyncIterator)
        chunks = [chunk async for chunk in payload]
        assert len(chunks) > 3
        assert max(map(len, chunks)) < 5 * PIECE
        assert json.loads(b"".join(chunks)) == {"content": content}


def endless() -> dict[str, Any]:
    """Return a document that holds itself."""
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
@pytest.mark.parametrize("write", [encode, encode_large])
def test_what_cannot_be_sent(
    document: dict[str, Any], write: Callable[[dict[str, Any]], Body]
) -> None:
    """What JSON or UTF-8 cannot say is refused before anything is sent."""
    with pytest.raises(CloudPrintRequestError) as caught:
        write(document)
    assert caught.value.delivery is Delivery.NOT_SENT
