"""The encoding of IPP messages (RFC 8010)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from struct import Struct, error as StructError
from typing import Any, Final

from .message import (
    Attribute,
    AttributeContent,
    Group,
    IntegerRange,
    LocalizedText,
    Message,
    Resolution,
    Tag,
    Value,
)

MAX_DEPTH: Final = 8  # Collections in collections; media-col needs two
MAX_VALUES: Final = 4096  # of a request, in collections too, and its groups
_MAX_OCTETS: Final = 32767  # The longest name or value (RFC 8010, 3.9: SIGNED-SHORT)

_HEAD: Final = Struct(">BBHi")
_SHORT: Final = Struct(">H")
_INTEGER: Final = Struct(">i")
_RANGE: Final = Struct(">ii")
_RESOLUTION: Final = Struct(">iib")
_DATE_TIME: Final = Struct(">HBBBBBBcBB")
_PER_INCH: Final = 3
_PER_CENTIMETRE: Final = 4
_LAST_DELIMITER: Final = 0x0F
_OUT_OF_BAND: Final = range(0x10, 0x20)
_STRINGS: Final = range(0x40, 0x60)


class IppFormatError(ValueError):
    """A message that does not follow RFC 8010."""


class IncompleteError(IppFormatError):
    """A message that ends too early: the rest may be still to come."""


def encode_message(message: Message) -> bytes:
    """Return a message in the format of RFC 8010, without document data."""
    out = bytearray(_HEAD.pack(*message.version, message.code, message.request_id))
    for group in message.groups:
        out.append(group.tag)
        for attribute in group.attributes:
            _write_values(out, attribute.name, attribute.values)
    out.append(Tag.END)
    return bytes(out)


def parse_head(data: bytes) -> Message:
    """Return a message without its groups, also of one whose rest is malformed."""
    try:
        major, minor, code, request_id = _HEAD.unpack_from(data)
    except StructError as err:
        raise IncompleteError("head") from err
    return Message((major, minor), code, request_id)


def parse_message(data: bytes) -> tuple[Message, int]:
    """Return a message and the end of it. Raises IncompleteError and IppFormatError."""
    message = parse_head(data)
    reader = _Reader(data, _HEAD.size)
    while (tag := reader.byte()) != Tag.END:
        if tag > _LAST_DELIMITER or tag == 0:
            raise IppFormatError("attribute outside of a group")
        reader.count()
        message.groups.append(Group(tag, reader.attributes()))
    return message, reader.position


class _Reader:
    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self.position = position
        self._values = 0

    def byte(self) -> int:
        if self.position >= len(self._data):
            raise IncompleteError("tag")
        self.position += 1
        return self._data[self.position - 1]

    def count(self) -> None:
        """Count a value or a group. Raises IppFormatError for too many."""
        self._values += 1
        if self._values > MAX_VALUES:
            raise IppFormatError("too many values")

    def octets(self) -> bytes:
        """Return the octets of a length and what follows it."""
        end = self.position + 2
        if end > len(self._data):
            raise IncompleteError("length")
        (length,) = _SHORT.unpack_from(self._data, self.position)
        if length > _MAX_OCTETS:
            raise IppFormatError("length")
        if end + length > len(self._data):
            raise IncompleteError("octets")
        self.position = end + length
        return self._data[end : self.position]

    def attributes(self) -> list[Attribute]:
        """Return the attributes up to the next delimiter, which is not consumed."""
        by_name: dict[str, list[Value]] = {}
        values: list[Value] | None = None
        while (tag := self.byte()) > _LAST_DELIMITER:
            name = _decode(self.octets())
            if name:
                if name in by_name:
                    raise IppFormatError("attribute given twice")
                values = by_name[name] = []
            if values is None:
                raise IppFormatError("value without an attribute")
            values.append(self._value(tag))
        self.position -= 1
        return [Attribute(name, tuple(values)) for name, values in by_name.items()]

    def _value(self, tag: int, depth: int = 0) -> Value:
        self.count()
        octets = self.octets()
        if tag != Tag.COLLECTION:
            return Value(tag, _parse_content(tag, octets))
        if octets or depth >= MAX_DEPTH:
            raise IppFormatError("collection")
        return Value(tag, tuple(self._members(depth + 1)))

    def _members(self, depth: int) -> Iterator[Attribute]:
        name: str | None = None
        values: list[Value] = []
        names = set[str]()
        while True:
            tag = self.byte()
            if tag <= _LAST_DELIMITER or self.octets():
                raise IppFormatError("member of a collection")
            if tag in (Tag.MEMBER_NAME, Tag.END_COLLECTION):
                if name is not None:
                    if not values or name in names:
                        raise IppFormatError("member of a collection")
                    names.add(name)
                    yield Attribute(name, tuple(values))
                octets = self.octets()
                if tag == Tag.END_COLLECTION:
                    if octets:
                        raise IppFormatError("end of a collection")
                    return
                name, values = _decode(octets), []
            elif name is None:
                raise IppFormatError("member without a name")
            else:
                values.append(self._value(tag, depth))


def _decode(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError as err:
        raise IppFormatError("not UTF-8") from err


def _parse_content(tag: int, octets: bytes) -> AttributeContent:
    if tag in _OUT_OF_BAND:
        return None
    if tag in _STRINGS:
        return _decode(octets)
    try:
        match tag:
            case Tag.INTEGER | Tag.ENUM:
                return int(_INTEGER.unpack(octets)[0])
            case Tag.BOOLEAN:
                return {b"\0": False, b"\1": True}[octets]
            case Tag.RANGE_OF_INTEGER:
                return IntegerRange(*_RANGE.unpack(octets))
            case Tag.RESOLUTION:
                return _parse_resolution(octets)
            case Tag.DATE_TIME:
                return _parse_date_time(octets)
            case Tag.TEXT_WITH_LANGUAGE | Tag.NAME_WITH_LANGUAGE:
                return _parse_localized(octets)
    except (StructError, KeyError, ValueError, OverflowError) as err:
        raise IppFormatError(f"value of the tag {tag:#04x}") from err
    return octets


def _parse_resolution(octets: bytes) -> Resolution:
    across, along, unit = _RESOLUTION.unpack(octets)
    if unit == _PER_CENTIMETRE:
        across, along = (round(side * 2.54) for side in (across, along))
    elif unit != _PER_INCH:
        raise IppFormatError("resolution")
    # It is returned to the client if it is not supported.
    _RESOLUTION.pack(across, along, _PER_INCH)
    return Resolution(across, along)


def _parse_date_time(octets: bytes) -> datetime:
    """Return the time of RFC 2579's DateAndTime."""
    *date, tenths, sign, hours, minutes = _DATE_TIME.unpack(octets)
    offset = timedelta(hours=hours, minutes=minutes)
    zone = timezone(-offset if sign == b"-" else offset)
    year, month, day, hour, minute, second = date
    # 60 is a leap second. Times of which UTC has no year are refused, too.
    return datetime(
        year, month, day, hour, minute, min(second, 59), tenths * 100_000, zone
    ).astimezone(UTC)


def _parse_localized(octets: bytes) -> LocalizedText:
    reader = _Reader(octets, 0)
    language = _decode(reader.octets())
    text = _decode(reader.octets())
    if reader.position != len(octets):
        raise IppFormatError("text with language")
    return LocalizedText(text, language)


def _write_values(out: bytearray, name: str, values: Iterable[Value]) -> None:
    for value in values:
        out.append(value.tag)
        _write_octets(out, name.encode())
        _write_value(out, value)
        name = ""


def _write_value(out: bytearray, value: Value) -> None:
    if value.tag != Tag.COLLECTION:
        _write_octets(out, _encode_content(value.tag, value.content))
        return
    _write_octets(out, b"")
    members: Any = value.content
    for member in members:
        out.append(Tag.MEMBER_NAME)
        _write_octets(out, b"")
        _write_octets(out, member.name.encode())
        _write_values(out, "", member.values)
    out.append(Tag.END_COLLECTION)
    _write_octets(out, b"")
    _write_octets(out, b"")


def _write_octets(out: bytearray, octets: bytes) -> None:
    if len(octets) > _MAX_OCTETS:
        raise IppFormatError("length")
    out += _SHORT.pack(len(octets))
    out += octets


def _encode_content(tag: int, content: AttributeContent) -> bytes:
    match content:
        case None:
            return b""
        case bool():
            return b"\1" if content else b"\0"
        case int():
            return _INTEGER.pack(content)
        case str():
            return content.encode()
        case bytes():
            return content
        case IntegerRange():
            return _RANGE.pack(content.lower, content.upper)
        case Resolution():
            return _RESOLUTION.pack(content.across, content.along, _PER_INCH)
        case datetime():
            # RFC 2579's DateAndTime
            utc = content.astimezone(UTC)
            tenths = utc.microsecond // 100_000
            return _DATE_TIME.pack(*utc.timetuple()[:6], tenths, b"+", 0, 0)
        case LocalizedText():
            out = bytearray()
            _write_octets(out, content.language.encode())
            _write_octets(out, content.text.encode())
            return bytes(out)
        case _:
            raise IppFormatError(f"collection with the tag {tag:#04x}")
