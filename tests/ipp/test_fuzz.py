"""Fuzz of every operation: always a valid response, and never half a job."""

from collections.abc import AsyncIterator
from string import ascii_letters

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.cloudprint.ipp.job_template import JOB_TEMPLATE
from custom_components.cloudprint.ipp.protocol.encoding import (
    IppFormatError,
    encode_message,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    AttributeContent,
    Group,
    IntegerRange,
    LocalizedText,
    Message,
    Operation,
    Resolution,
    Status,
    Tag,
    Value,
)
from custom_components.cloudprint.ipp.server.body import DocumentInterruptedError
from homeassistant.core import HomeAssistant

from .client import CHARSET, LANGUAGE, Client

INTEGERS = st.integers(-(2**31), 2**31 - 1) | st.integers(-2, 12)
NAMES = st.sampled_from(
    (
        *("printer-uri", "job-uri", "job-id", "job-ids", "requesting-user-name"),
        *("job-name", "document-name", "document-format", "compression"),
        *("ipp-attribute-fidelity", "last-document", "requested-attributes"),
        *("which-jobs", "my-jobs", "limit", "copies", "sides", "media", "media-col"),
        *("page-ranges", "number-up", "orientation-requested", "print-quality"),
        *("print-scaling", "printer-resolution", "print-color-mode"),
        *map(str, JOB_TEMPLATE),
    )
) | st.text(ascii_letters, min_size=1, max_size=9)
WORDS = st.sampled_from(
    ("all", "none", "gzip", "deflate", "completed", "application/pdf", "text/plain")
) | st.text(max_size=9)
LEAVES: st.SearchStrategy[Value] = st.one_of(
    st.builds(Value, st.sampled_from((Tag.INTEGER, Tag.ENUM)), INTEGERS),
    st.builds(Value, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(
        Value,
        st.sampled_from(
            (Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI, Tag.MIME_MEDIA_TYPE, Tag.CHARSET)
        ),
        WORDS,
    ),
    st.builds(
        Value,
        st.just(Tag.RANGE_OF_INTEGER),
        st.builds(IntegerRange, INTEGERS, INTEGERS),
    ),
    st.builds(
        Value, st.just(Tag.RESOLUTION), st.builds(Resolution, INTEGERS, INTEGERS)
    ),
    st.builds(
        Value,
        st.just(Tag.NAME_WITH_LANGUAGE),
        st.builds(LocalizedText, WORDS, st.just("en")),
    ),
    st.builds(Value, st.sampled_from((Tag.UNSUPPORTED, Tag.UNKNOWN, Tag.NO_VALUE))),
    st.builds(Value, st.just(Tag.OCTET_STRING), st.binary(max_size=4)),
)


def _attributes(
    values: st.SearchStrategy[Value], most: int = 5
) -> st.SearchStrategy[list[Attribute]]:
    one = st.builds(
        Attribute, NAMES, st.lists(values, min_size=1, max_size=3).map(tuple)
    )
    return st.lists(one, max_size=most, unique_by=lambda item: item.name)


def _collection(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    members: st.SearchStrategy[AttributeContent] = _attributes(values, 3).map(tuple)
    return st.builds(Value, st.just(Tag.COLLECTION), members)


VALUES = st.recursive(LEAVES, _collection, max_leaves=4)
DOCUMENTS = st.lists(
    st.sampled_from((b"", b"Hello", b"%PDF-1.7\n", b"\x1f\x8b\x08\0", b"\0\xff"))
    | st.binary(max_size=9),
    max_size=3,
)

FUZZ = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)


async def _document(pieces: list[bytes], *, breaks: bool) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
    if breaks:
        raise DocumentInterruptedError


async def _check(
    client: Client, request: Message, document: AsyncIterator[bytes]
) -> None:
    response = await client.printer.async_handle(request, document, client.client)
    arrived, _ = parse_message(encode_message(response))
    assert arrived.request_id == request.request_id
    assert Status(arrived.code) is not Status.INTERNAL_ERROR
    assert arrived.groups[0].attributes[0].name == "attributes-charset"


async def _check_nothing_is_left(hass: HomeAssistant, client: Client) -> None:
    """Check that every job that is open waits for its document, or is printed."""
    await client.printer.async_close()
    await hass.async_block_till_done()


@pytest.mark.parametrize("operation", Operation)
async def test_attributes(
    hass: HomeAssistant,
    client: Client,
    caplog: pytest.LogCaptureFixture,
    operation: Operation,
) -> None:
    """Any attributes are answered."""
    examples: list[tuple[Message, list[bytes], bool]] = []

    @FUZZ
    @given(_attributes(VALUES), _attributes(VALUES), DOCUMENTS, st.booleans())
    def collect(
        more: list[Attribute], job: list[Attribute], pieces: list[bytes], breaks: bool
    ) -> None:
        known = {item.name for item in more}
        target = [
            item
            for item in (
                CHARSET,
                LANGUAGE,
                Attribute.of("printer-uri", Tag.URI, client.uri),
            )
            if item.name not in known
        ]
        groups = [Group(Tag.OPERATION_GROUP, [*target, *more])]
        if job:
            groups.append(Group(Tag.JOB_GROUP, job))
        examples.append((Message((2, 0), operation, 1, groups), pieces, breaks))

    collect()
    for request, pieces, breaks in examples:
        await _check(client, request, _document(pieces, breaks=breaks))
    await _check_nothing_is_left(hass, client)
    assert "Traceback" not in caplog.text
    assert "failed unexpectedly" not in caplog.text


async def test_bytes(
    hass: HomeAssistant, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """Requests with changed octets are answered, as far as they can be parsed."""
    requests: list[Message] = []

    @settings(FUZZ, max_examples=300)
    @given(
        st.sampled_from(Operation),
        st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=2)), max_size=4),
    )
    def collect(operation: Operation, changes: list[tuple[int, bytes]]) -> None:
        data = bytearray(encode_message(client.build(operation, job_id=1)))
        for start, octets in changes:
            data[start : start + len(octets)] = octets
        try:
            requests.append(parse_message(bytes(data))[0])
        except IppFormatError:
            return

    collect()
    assert requests
    for request in requests:
        await _check(client, request, _document([b"Hello"], breaks=False))
    await _check_nothing_is_left(hass, client)
    assert "failed unexpectedly" not in caplog.text
