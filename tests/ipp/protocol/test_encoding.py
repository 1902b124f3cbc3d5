"""Tests of the encoding of IPP messages."""

from datetime import datetime, timedelta, timezone

from hypothesis import example, given, strategies as st
import pytest

from custom_components.cloudprint.ipp.protocol.encoding import (
    MAX_DEPTH,
    MAX_VALUES,
    IncompleteError,
    IppFormatError,
    encode_message,
    parse_head,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    AttributeContent,
    Group,
    IntegerRange,
    LocalizedText,
    Message,
    Resolution,
    Tag,
    Value,
    as_text,
)

HEAD = bytes([2, 0, 0, 0x0B, 0, 0, 0, 7])
INT32 = st.integers(-(2**31), 2**31 - 1)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)
OFFSETS = st.integers(-11 * 60, 13 * 60).map(lambda m: timezone(timedelta(minutes=m)))
SIMPLE = st.one_of(
    st.builds(Value, st.sampled_from([Tag.INTEGER, Tag.ENUM]), INT32),
    st.builds(Value, st.just(Tag.BOOLEAN), st.booleans()),
    st.builds(
        Value, st.sampled_from([Tag.TEXT, Tag.NAME, Tag.KEYWORD, Tag.URI]), TEXTS
    ),
    st.builds(Value, st.just(Tag.OCTET_STRING), st.binary(max_size=40)),
    st.builds(Value, st.sampled_from([Tag.NO_VALUE, Tag.UNKNOWN, Tag.UNSUPPORTED])),
    st.builds(
        Value, st.just(Tag.RANGE_OF_INTEGER), st.builds(IntegerRange, INT32, INT32)
    ),
    st.builds(Value, st.just(Tag.RESOLUTION), st.builds(Resolution, INT32, INT32)),
    st.builds(
        Value,
        st.sampled_from([Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE]),
        st.builds(LocalizedText, TEXTS, TEXTS),
    ),
    st.builds(
        Value,
        st.just(Tag.DATE_TIME),
        st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=OFFSETS).map(
            lambda value: value.replace(microsecond=value.microsecond // 10**5 * 10**5)
        ),
    ),
)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


SIZE = Attribute("x", (Value(Tag.INTEGER, 21000),))
MEDIA = Attribute("size", (Value(Tag.COLLECTION, (SIZE,)),))
NESTED = Message(
    (2, 0),
    0x0B,
    7,
    [
        Group(
            Tag.OPERATION_GROUP,
            [Attribute("media-col", (Value(Tag.COLLECTION, (MEDIA,)),))],
        )
    ],
)
"""A collection within another one"""


def attributes_of(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Attribute]:
    """Return attributes with one to three values."""
    return st.builds(
        Attribute, NAMES, st.lists(values, min_size=1, max_size=3).map(tuple)
    )


def unique(
    attributes: st.SearchStrategy[Attribute],
) -> st.SearchStrategy[list[Attribute]]:
    """Return up to three attributes with different names."""
    return st.lists(attributes, max_size=3, unique_by=lambda item: item.name)


VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.builds(
        Value, st.just(Tag.COLLECTION), unique(attributes_of(inner)).map(tuple)
    ),
    max_leaves=8,
)
MESSAGES = st.builds(
    Message,
    st.tuples(st.integers(0, 255), st.integers(0, 255)),
    st.integers(0, 0xFFFF),
    INT32,
    st.lists(
        st.builds(
            Group,
            st.sampled_from([Tag.OPERATION_GROUP, Tag.JOB_GROUP, Tag.PRINTER_GROUP]),
            unique(attributes_of(VALUES)),
        ),
        max_size=3,
    ),
)


@given(MESSAGES, st.binary(max_size=20))
@example(NESTED, b"%PDF")
def test_what_is_encoded_is_parsed(message: Message, document: bytes) -> None:
    """A message comes back as it was, and its document begins where it ends."""
    encoded = encode_message(message)
    parsed, position = parse_message(encoded + document)
    assert parsed == message
    assert position == len(encoded)


def test_collection() -> None:
    """A collection is encoded as RFC 8010, 3.1.6 says."""
    member = attribute(0x4A, b"", b"size") + attribute(0x34, b"", b"")
    inner = attribute(0x4A, b"", b"x") + attribute(0x21, b"", b"\0\0\x52\x08")
    end = attribute(0x37, b"", b"")
    assert encode_message(NESTED) == message_with(
        attribute(0x34, b"media-col", b"") + member + inner + end + end
    )


@given(MESSAGES, st.data())
def test_a_part_of_a_message_is_incomplete(
    message: Message, data: st.DataObject
) -> None:
    """A message that is cut anywhere is incomplete, and not malformed."""
    encoded = encode_message(message)
    cut = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(IncompleteError):
        parse_message(encoded[:cut])


@given(st.binary(max_size=200), st.booleans())
def test_anything_is_parsed_or_refused(data: bytes, has_head: bool) -> None:
    """Any bytes are a message, or raise the error of the format."""
    try:
        message, position = parse_message((HEAD if has_head else b"") + data)
    except IppFormatError:
        return
    assert position <= len(data) + len(HEAD)
    assert encode_message(message)


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    """Return an attribute with one value, as it is encoded."""
    return bytes([tag]) + len(name).to_bytes(2) + name + len(value).to_bytes(2) + value


def message_with(*parts: bytes) -> bytes:
    """Return a request with parts of an operation group."""
    return HEAD + b"\x01" + b"".join(parts) + b"\x03"


def collections(depth: int) -> bytes:
    """Return collections in each other."""
    begin = attribute(0x34, b"a", b"")
    for _ in range(depth - 1):
        begin += attribute(0x4A, b"", b"a") + attribute(0x34, b"", b"")
    return begin + attribute(0x37, b"", b"") * depth


@pytest.mark.parametrize(
    "data",
    [
        HEAD + attribute(0x21, b"copies", b"\0\0\0\1") + b"\x03",
        HEAD + b"\x00\x03",
        message_with(attribute(0x21, b"", b"\0\0\0\1")),
        message_with(attribute(0x21, b"copies", b"\0\1")),
        message_with(attribute(0x22, b"flag", b"\2")),
        message_with(attribute(0x33, b"range", b"\0\0\0\1")),
        message_with(attribute(0x32, b"resolution", bytes(8) + b"\5")),
        message_with(attribute(0x31, b"time", b"\x07\xea\x0d" + bytes(8))),
        message_with(
            attribute(0x31, b"time", b"\x07\xea\x01\x01" + bytes(4) + b"+\x30\0")
        ),
        message_with(attribute(0x35, b"text", b"\0\2en\0\1ab")),
        message_with(attribute(0x41, b"text", b"\xff")),
        message_with(attribute(0x41, b"\xff", b"text")),
        message_with(attribute(0x44, b"a", b"b"), attribute(0x44, b"a", b"c")),
        message_with(attribute(0x34, b"a", b"b")),
        message_with(attribute(0x34, b"a", b""), attribute(0x21, b"", bytes(4))),
        message_with(attribute(0x34, b"a", b""), attribute(0x4A, b"b", b"c")),
        message_with(
            attribute(0x34, b"a", b""),
            attribute(0x4A, b"", b"b"),
            attribute(0x37, b"", b""),
        ),
        message_with(attribute(0x34, b"a", b""), attribute(0x37, b"", b"b")),
        message_with(attribute(0x34, b"a", b"")),
        message_with(collections(MAX_DEPTH + 1)),
        message_with(
            attribute(0x21, b"copies", bytes(4)),
            attribute(0x21, b"", bytes(4)) * MAX_VALUES,
        ),
        message_with(b"\x21\x80\x00" + bytes(40_000)),
        HEAD + b"\x02" * (MAX_VALUES + 1),
        message_with(attribute(0x32, b"resolution", b"\x7f" + bytes(7) + b"\4")),
        message_with(attribute(0x31, b"time", b"\0\1\1\1" + bytes(4) + b"+\x0c\0")),
    ],
)
def test_malformed(data: bytes) -> None:
    """What RFC 8010 does not allow is refused, and not taken for incomplete."""
    with pytest.raises(IppFormatError) as caught:
        parse_message(data)
    assert not isinstance(caught.value, IncompleteError)


def test_members_of_a_collection_have_different_names() -> None:
    """A collection with a member given twice is malformed."""
    member = attribute(0x4A, b"", b"b") + attribute(0x21, b"", bytes(4))
    data = message_with(
        attribute(0x34, b"a", b""), member * 2, attribute(0x37, b"", b"")
    )
    with pytest.raises(IppFormatError):
        parse_message(data)


def test_deepest_collection() -> None:
    """Collections in collections are parsed up to the limit."""
    message, _ = parse_message(message_with(collections(MAX_DEPTH)))
    assert message.groups[0].get("a")


@pytest.mark.parametrize(
    ("tag", "octets", "content"),
    [
        (0x32, b"\0\0\0\x76\0\0\0\xec\4", Resolution(300, 599)),
        (
            0x31,
            b"\x07\xea\x0b\x1a\x0e\x00\x3c\x05-\x05\x1e",
            datetime(2026, 11, 26, 14, 0, 59, 500_000, timezone(-timedelta(hours=5.5))),
        ),
        (0x13, b"anything", None),
        (0x7F, b"new", b"new"),
        (0x45, b"ipp://a", "ipp://a"),
    ],
)
def test_contents(tag: int, octets: bytes, content: AttributeContent) -> None:
    """Values are what RFC 8010 says, and unknown tags keep their octets."""
    message, _ = parse_message(message_with(attribute(tag, b"a", octets)))
    assert message.groups[0].get_content("a") == content


def test_version_and_number_of_a_malformed_request() -> None:
    """The answer to a malformed request repeats its version and request id."""
    message = parse_head(HEAD + b"\xff")
    assert (message.version, message.code, message.request_id) == ((2, 0), 0x0B, 7)


@pytest.mark.parametrize(
    "message",
    [
        Message((2, 0), 0, 1, [Group(1, [Attribute.of("a", Tag.TEXT, "x" * 32768)])]),
        Message((2, 0), 0, 1, [Group(1, [Attribute.of("a", Tag.TEXT, ())])]),
    ],
)
def test_what_cannot_be_encoded(message: Message) -> None:
    """Too long values, and collections with another tag, are refused."""
    with pytest.raises(IppFormatError):
        encode_message(message)


def test_attributes() -> None:
    """Attributes and groups give the first value, all values, and texts."""
    sizes = Attribute.of("media-supported", Tag.KEYWORD, "a", "b")
    group = Group(Tag.PRINTER_GROUP, [sizes, Tag.NO_VALUE.of("x", None)])
    message = Message((2, 0), 0, 1, [group])
    assert (sizes.tag, sizes.content, sizes.contents) == (Tag.KEYWORD, "a", ["a", "b"])
    assert message.group(Tag.PRINTER_GROUP) is group
    assert message.group(Tag.JOB_GROUP) is None
    assert group.get("y") is None
    assert group.get_content("y") is None
    assert group.get_content("x") is None
    assert as_text(LocalizedText("你好", "zh-cn")) == "你好"
    assert as_text("a") == "a"
    assert as_text(1) is None


def test_tags() -> None:
    """They have the values of RFC 8010, 3.5, which parsing and building share."""
    groups = {
        1: "OPERATION_GROUP",
        2: "JOB_GROUP",
        3: "END",
        4: "PRINTER_GROUP",
        5: "UNSUPPORTED_GROUP",
    }
    values = {
        0x10: "UNSUPPORTED",
        0x12: "UNKNOWN",
        0x13: "NO_VALUE",
        0x21: "INTEGER",
        0x22: "BOOLEAN",
        0x23: "ENUM",
        0x30: "OCTET_STRING",
        0x31: "DATE_TIME",
        0x32: "RESOLUTION",
        0x33: "RANGE_OF_INTEGER",
        0x34: "COLLECTION",
        0x35: "TEXT_WITH_LANGUAGE",
        0x36: "NAME_WITH_LANGUAGE",
        0x37: "END_COLLECTION",
        0x41: "TEXT",
        0x42: "NAME",
        0x44: "KEYWORD",
        0x45: "URI",
        0x47: "CHARSET",
        0x48: "NATURAL_LANGUAGE",
        0x49: "MIME_MEDIA_TYPE",
        0x4A: "MEMBER_NAME",
    }
    assert {tag.value: tag.name for tag in Tag} == groups | values
