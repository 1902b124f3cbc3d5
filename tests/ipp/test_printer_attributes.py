"""Tests of the attributes of a shared printer.

The expectations are those of the standards, as `ipptool` has them for a printer.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
import re
from typing import Any

import pytest

from custom_components.cloudprint.api.capabilities import PrinterCapabilities
from custom_components.cloudprint.ipp.announcement import build_txt
from custom_components.cloudprint.ipp.printer_attributes import (
    DOCUMENT_FORMATS,
    build_device_id,
    build_printer_attributes,
    get_printer_uri,
    get_urf,
    select_attributes,
)
from custom_components.cloudprint.ipp.protocol.encoding import (
    encode_message,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    AttributeContent,
    Group,
    IntegerRange,
    Message,
    Operation,
    Tag,
)
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter
from custom_components.cloudprint.printers.status import PrinterState
from custom_components.cloudprint.texts import ENGLISH, own_language

from ..package import translation
from .shared_printers import (
    A4,
    A4_BORDERLESS,
    CLIENT,
    COLOR,
    MONOCHROME,
    NOW,
    PHOTO,
    build_printer,
)

type Check = Callable[[Any], bool]
type Expectation = tuple[tuple[Tag, ...], int | None, Check]

SIZE_NAME = re.compile(
    r"(custom|na|roc|oe)_[a-z0-9][-a-z0-9]*_[\d.]*[1-9]\d*x[\d.]*\d+in|"
    r"(custom|iso|jis|jpn|prc|om)_[a-z0-9][-a-z0-9]*_[\d.]*\d+x[\d.]*\d+mm"
)


def one_of(*values: AttributeContent) -> Check:
    """Return a check that a value is one of several."""
    return lambda value: value in values


def matches(pattern: str) -> Check:
    """Return a check that a text matches a regular expression."""
    return lambda value: re.fullmatch(pattern, value) is not None


def above(limit: int) -> Check:
    """Return a check that a number is above a limit."""
    return lambda value: value > limit


def anything(value: AttributeContent) -> bool:
    """Accept any value."""
    return True


def short(value: str) -> bool:
    """Return whether a text is not too long."""
    return len(value.encode()) <= 127


def is_address(value: str) -> bool:
    """Return whether an address is at the client's address of the server."""
    return value.startswith(f"http://{CLIENT.host}/")


def is_media(value: str) -> bool:
    """Return whether a value is a self-describing name."""
    return SIZE_NAME.fullmatch(value) is not None


def is_tray(value: bytes) -> bool:
    """Return whether a tray is described as in PWG 5100.13, 5.6."""
    return re.fullmatch(rb"type=\w+;([a-z]+=[-\w]+;)*", value) is not None


def up_to_100_mebibytes(value: IntegerRange) -> bool:
    """Return whether a range of sizes ends where files are too large."""
    return value == IntegerRange(0, 100 * 1024)


SIDES = one_of("one-sided", "two-sided-long-edge", "two-sided-short-edge")
COLOR_MODES = one_of("auto", "color", "monochrome")
ORDERS = matches("separate-documents-(un)?collated-copies|single-document")
INTEGER, BOOLEAN, ENUM = (Tag.INTEGER,), (Tag.BOOLEAN,), (Tag.ENUM,)
KEYWORD, NAME, TEXT, URI = (Tag.KEYWORD,), (Tag.NAME,), (Tag.TEXT,), (Tag.URI,)
COLLECTION, OCTETS, DATE_TIME = (Tag.COLLECTION,), (Tag.OCTET_STRING,), (Tag.DATE_TIME,)
RANGE, RESOLUTION = (Tag.RANGE_OF_INTEGER,), (Tag.RESOLUTION,)
LANGUAGE, CHARSET, MIME = (
    (Tag.NATURAL_LANGUAGE,),
    (Tag.CHARSET,),
    (Tag.MIME_MEDIA_TYPE,),
)

EXPECTED: dict[str, Expectation] = {
    # RFC 8011, 5.2 and 5.4
    "charset-configured": (CHARSET, 1, one_of("utf-8")),
    "charset-supported": (CHARSET, None, one_of("utf-8")),
    "color-supported": (BOOLEAN, 1, anything),
    "compression-supported": (KEYWORD, None, one_of("none", "gzip", "deflate")),
    "copies-default": (INTEGER, 1, above(0)),
    "copies-supported": (RANGE, 1, lambda value: 1 == value.lower < value.upper),
    "document-format-default": (MIME, 1, anything),
    "document-format-preferred": (MIME, 1, one_of(*DOCUMENT_FORMATS)),
    "document-format-supported": (MIME, None, anything),
    "finishings-default": (ENUM, 1, one_of(3)),
    "finishings-supported": (ENUM, None, one_of(3)),
    "generated-natural-language-supported": (LANGUAGE, None, one_of("en", "zh-cn")),
    "ipp-versions-supported": (KEYWORD, None, one_of("1.0", "1.1", "2.0")),
    "job-hold-until-default": (KEYWORD, 1, one_of("no-hold")),
    "job-hold-until-supported": (KEYWORD, None, one_of("no-hold")),
    "job-priority-default": (INTEGER, 1, one_of(50)),
    "job-priority-supported": (INTEGER, 1, lambda value: 0 < value < 101),
    "job-sheets-default": (KEYWORD, 1, one_of("none")),
    "job-sheets-supported": (KEYWORD, None, one_of("none")),
    "media-default": (KEYWORD, 1, is_media),
    "media-ready": (KEYWORD, None, is_media),
    "media-supported": (KEYWORD, None, is_media),
    "multiple-document-handling-default": (KEYWORD, 1, ORDERS),
    "multiple-document-handling-supported": (KEYWORD, None, ORDERS),
    "multiple-document-jobs-supported": (BOOLEAN, 1, one_of(True)),
    "multiple-operation-time-out": (INTEGER, 1, above(0)),
    "natural-language-configured": (LANGUAGE, 1, one_of("en", "zh-cn")),
    "number-up-default": (INTEGER, 1, one_of(1)),
    "number-up-supported": (INTEGER, None, one_of(1, 2, 4, 6, 9, 16)),
    "operations-supported": (ENUM, None, one_of(*Operation)),
    "orientation-requested-default": ((Tag.NO_VALUE,), 1, one_of(None)),
    "orientation-requested-supported": (ENUM, 5, one_of(3, 4, 5, 6, 7)),
    "output-bin-default": (KEYWORD, 1, anything),
    "output-bin-supported": (KEYWORD, None, anything),
    "page-delivery-default": (KEYWORD, 1, one_of("same-order-face-down")),
    "page-delivery-supported": (KEYWORD, 3, anything),
    "page-ranges-supported": (BOOLEAN, 1, one_of(True)),
    "page-set-default": (KEYWORD, 1, one_of("all")),
    "page-set-supported": (KEYWORD, 3, one_of("all", "odd", "even")),
    "pages-per-minute": (INTEGER, 1, above(0)),
    "pdl-override-supported": (KEYWORD, 1, one_of("attempted")),
    "print-quality-default": (ENUM, 1, one_of(3, 4, 5)),
    "print-quality-supported": (ENUM, None, one_of(3, 4, 5)),
    "printer-current-time": (DATE_TIME, 1, one_of(NOW)),
    "printer-info": (TEXT, 1, short),
    "printer-is-accepting-jobs": (BOOLEAN, 1, anything),
    "printer-location": (TEXT, 1, short),
    "printer-make-and-model": (TEXT, 1, short),
    "printer-more-info": (URI, 1, is_address),
    "printer-name": (NAME, 1, short),
    "printer-resolution-default": (RESOLUTION, 1, anything),
    "printer-resolution-supported": (RESOLUTION, None, anything),
    "printer-state": (ENUM, 1, one_of(3, 4, 5)),
    "printer-state-message": (TEXT, 1, short),
    "printer-state-reasons": (KEYWORD, None, anything),
    "printer-up-time": (INTEGER, 1, above(0)),
    "printer-uri-supported": (
        URI,
        None,
        matches(r"ipps?://192\.168\.1\.2:8631/ipp/.+"),
    ),
    "queued-job-count": (INTEGER, 1, above(-1)),
    "sides-default": (KEYWORD, 1, SIDES),
    "sides-supported": (KEYWORD, None, SIDES),
    "uri-authentication-supported": (KEYWORD, None, one_of("none", "basic")),
    "uri-security-supported": (KEYWORD, None, one_of("none", "tls")),
    # PWG 5100.3, 5100.7, 5100.11, 5100.13 and 5100.14
    "identify-actions-default": (KEYWORD, None, one_of("display")),
    "identify-actions-supported": (KEYWORD, None, one_of("display")),
    "ipp-features-supported": (KEYWORD, None, one_of("ipp-everywhere")),
    "job-account-id-supported": (BOOLEAN, 1, one_of(False)),
    "job-accounting-user-id-supported": (BOOLEAN, 1, one_of(False)),
    "job-creation-attributes-supported": (KEYWORD, None, anything),
    "job-ids-supported": (BOOLEAN, 1, one_of(True)),
    "media-bottom-margin-supported": (INTEGER, None, above(-1)),
    "media-col-database": (COLLECTION, None, anything),
    "media-col-default": (COLLECTION, 1, anything),
    "media-col-ready": (COLLECTION, None, anything),
    "media-col-supported": (KEYWORD, None, anything),
    "media-left-margin-supported": (INTEGER, None, above(-1)),
    "media-right-margin-supported": (INTEGER, None, above(-1)),
    "media-size-supported": (COLLECTION, None, anything),
    "media-source-supported": (KEYWORD, None, anything),
    "media-top-margin-supported": (INTEGER, None, above(-1)),
    "media-type-supported": (KEYWORD, None, anything),
    "multiple-operation-time-out-action": (KEYWORD, 1, one_of("abort-job")),
    "overrides-supported": (KEYWORD, None, matches("document-numbers?|pages")),
    "preferred-attributes-supported": (BOOLEAN, 1, one_of(False)),
    "print-color-mode-default": (KEYWORD, 1, COLOR_MODES),
    "print-color-mode-supported": (KEYWORD, None, COLOR_MODES),
    "print-content-optimize-default": (KEYWORD, 1, one_of("auto")),
    "print-content-optimize-supported": (KEYWORD, None, one_of("auto")),
    "print-rendering-intent-default": (KEYWORD, 1, one_of("auto")),
    "print-rendering-intent-supported": (KEYWORD, None, one_of("auto")),
    "print-scaling-default": (KEYWORD, 1, one_of("auto")),
    "print-scaling-supported": (KEYWORD, 5, matches("auto(-fit)?|fill|fit|none")),
    "printer-config-change-date-time": (DATE_TIME, 1, anything),
    "printer-config-change-time": (INTEGER, 1, above(0)),
    "printer-firmware-name": (NAME, 1, short),
    "printer-firmware-patches": (TEXT, 1, one_of("")),
    "printer-firmware-string-version": (TEXT, 1, one_of("0.1.0")),
    "printer-firmware-version": (OCTETS, 1, one_of(b"0.1.0")),
    "printer-input-tray": (OCTETS, 1, is_tray),
    "printer-output-tray": (OCTETS, 1, is_tray),
    # Mopria, CUPS and the class driver of Windows
    "client-info-supported": (KEYWORD, 5, matches(r"client(-[a-z]+)+")),
    "job-k-octets-supported": (RANGE, 1, up_to_100_mebibytes),
    "jpeg-k-octets-supported": (RANGE, 1, up_to_100_mebibytes),
    "landscape-orientation-requested-preferred": (ENUM, 1, one_of(4)),
    "mopria-certified": (TEXT, 1, one_of("1.3")),
    "pdf-k-octets-supported": (RANGE, 1, up_to_100_mebibytes),
    "pdf-versions-supported": (
        KEYWORD,
        None,
        matches(r"adobe-1\.[3-6]|iso-32000-1_2008"),
    ),
    "printer-device-id": (TEXT, 1, matches(r"([-A-Za-z ]+:[^;]*;)+")),
    "printer-dns-sd-name": (NAME, 1, short),
    "printer-geo-location": ((Tag.UNKNOWN,), 1, one_of(None)),
    "printer-get-attributes-supported": (KEYWORD, None, one_of("document-format")),
    "printer-icons": (URI, 3, is_address),
    "printer-kind": (KEYWORD, 2, one_of("document", "photo")),
    "printer-organization": (TEXT, 1, short),
    "printer-organizational-unit": (TEXT, 1, short),
    "printer-state-change-date-time": (DATE_TIME, 1, anything),
    "printer-state-change-time": (INTEGER, 1, above(0)),
    "printer-supply": (OCTETS, 1, lambda value: b"level=-2;" in value),
    "printer-supply-description": (TEXT, 1, short),
    "printer-supply-info-uri": (URI, 1, is_address),
    "printer-uuid": (URI, 1, matches(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-.{12}")),
    "pwg-raster-document-resolution-supported": (RESOLUTION, 2, anything),
    "pwg-raster-document-sheet-back": (KEYWORD, 1, one_of("normal")),
    "pwg-raster-document-type-supported": (
        KEYWORD,
        None,
        one_of("black_1", "sgray_8", "srgb_8"),
    ),
    "urf-supported": (KEYWORD, None, anything),
    "which-jobs-supported": (KEYWORD, 9, matches(r"[a-z]+(-[a-z]+)?")),
}
"""Types, number of values and a check of each value, by the name of the attribute."""

PRINTERS = {
    "color": build_printer(COLOR),
    "monochrome": build_printer(MONOCHROME, state=PrinterState.PRINTING),
    "unknown": build_printer(None, state=PrinterState.OFFLINE, language="zh-Hans"),
    "under-reporting": build_printer(MONOCHROME, defaults={"color": "color"}),
    "photo": build_printer(
        PrinterCapabilities(
            supported_sides=("ONESIDE",),
            supported_qualities=("HIGH",),
            supported_dpis=((600, 1200),),
        ),
        papers=[PHOTO, A4, A4_BORDERLESS],
        defaults={"copies": 2, "color": "monochrome"},
        needs_password=True,
        queued_jobs=3,
        is_accepting=False,
    ),
}


def attributes_of(printer: SharedPrinter) -> dict[str, Attribute]:
    """Return the attributes by name, as a client decodes them."""
    texts = translation(own_language(printer.language))
    attributes = build_printer_attributes(printer, CLIENT, NOW, texts)
    message = Message((2, 0), 0, 1, [Group(Tag.PRINTER_GROUP, attributes)])
    # Raises for a name that is there twice.
    parsed, _ = parse_message(encode_message(message))
    group = parsed.group(Tag.PRINTER_GROUP)
    assert group is not None
    return {attribute.name: attribute for attribute in group.attributes}


@pytest.mark.parametrize("printer", PRINTERS.values(), ids=PRINTERS)
def test_expected(printer: SharedPrinter) -> None:
    """Each required attribute has the right type, number and values."""
    attributes = attributes_of(printer)
    for name, (tags, count, check) in EXPECTED.items():
        attribute = attributes.pop(name)
        assert {value.tag for value in attribute.values} <= set(tags), name
        assert count in (None, len(attribute.values)), name
        assert all(check(content) for content in attribute.contents), name
    assert attributes.keys() <= {"pages-per-minute-color"}


@pytest.mark.parametrize("printer", PRINTERS.values(), ids=PRINTERS)
def test_defaults_are_supported(printer: SharedPrinter) -> None:
    """A default is one of the supported values, and no value is there twice."""
    attributes = attributes_of(printer)
    for name, attribute in attributes.items():
        contents = attribute.contents
        # Those of URIs are as many as there are URIs.
        assert name.startswith("uri-") or all(
            contents.count(content) == 1 for content in contents
        ), name
        supported = attributes.get(f"{name.removesuffix('-default')}-supported")
        if (
            name.endswith("-default")
            and supported is not None
            and attribute.tag == supported.tag
            and attribute.tag != Tag.INTEGER
        ):
            assert set(contents) <= set(supported.contents), name
    ready = attributes["media-ready"].contents
    assert set(ready) <= set(attributes["media-supported"].contents)
    assert attributes["media-default"].content == ready[0]


@pytest.mark.parametrize("printer", PRINTERS.values(), ids=PRINTERS)
def test_media_collections(printer: SharedPrinter) -> None:
    """The collections have the members that media-col-supported names."""
    attributes = attributes_of(printer)
    database: list[Any] = attributes["media-col-database"].contents
    assert len(database) == len(printer.papers)
    assert attributes["media-col-default"].content == database[0]
    assert attributes["media-col-ready"].contents == database
    for paper in database:
        members = {member.name: member for member in paper}
        assert set(members) == set(attributes["media-col-supported"].contents)
        for name, member in members.items():
            supported = attributes.get(f"{name}-supported")
            if supported is None:
                assert name == "media-size-name"
                supported = attributes["media-supported"]
            assert set(member.contents) <= set(supported.contents)


def test_color() -> None:
    """Only a color printer has a speed for color, and prefers raster documents in color."""
    for name in ("color", "unknown", "under-reporting", "photo"):
        attributes = attributes_of(PRINTERS[name])
        assert attributes["color-supported"].content is True
        assert attributes["pages-per-minute-color"].tag == Tag.INTEGER
        types = attributes["pwg-raster-document-type-supported"].contents
        assert types == ["srgb_8", "sgray_8", "black_1"]
        urf = get_urf(PRINTERS[name])
        # CUPS takes the first one for the default.
        assert urf.index("SRGB24") < urf.index("W8")
    attributes = attributes_of(PRINTERS["monochrome"])
    assert attributes["color-supported"].content is False
    assert "pages-per-minute-color" not in attributes
    types = attributes["pwg-raster-document-type-supported"].contents
    # Gray is not lost to clients that take the first one.
    assert types == ["sgray_8", "black_1"]
    assert "SRGB24" not in get_urf(PRINTERS["monochrome"])


def test_urf() -> None:
    """URF says what the printer can do."""
    assert {"V1.4", "W8", "RS300-600", "PQ3-4-5", "DM1"} <= set(
        get_urf(PRINTERS["color"])
    )
    assert "DM1" not in get_urf(PRINTERS["photo"])
    assert "PQ5" in get_urf(PRINTERS["photo"])


def test_borderless() -> None:
    """A printer with a borderless paper supports margins of nothing."""
    attributes = attributes_of(PRINTERS["photo"])
    assert attributes["media-top-margin-supported"].contents == [0, 508]
    assert attributes["media-default"].content == "iso_a4_210x297mm"
    assert attributes["media-supported"].contents == [
        "iso_a4_210x297mm",
        "na_index-4x6_4x6in",
        "custom_a4-borderless_210x297mm",
    ]


@pytest.mark.parametrize(
    ("changes", "state", "reason", "message"),
    [
        ({}, 3, "none", "Ready to print."),
        ({"state": PrinterState.WAITING}, 3, "none", "Jobs are waiting to be printed."),
        ({"state": PrinterState.PRINTING}, 4, "none", "Printing."),
        (
            {"state": PrinterState.OFFLINE},
            3,
            "timed-out-warning",
            "The printer is offline.",
        ),
        (
            {"state": PrinterState.OFFLINE, "language": "zh-Hans"},
            3,
            "timed-out-warning",
            "打印机离线。",
        ),
        (
            {"is_accepting": False},
            5,
            "other-error",
            "The printer cannot take jobs at the moment.",
        ),
    ],
)
def test_state(changes: dict[str, Any], state: int, reason: str, message: str) -> None:
    """A printer that is offline still takes jobs."""
    printer = build_printer(COLOR, **changes)
    attributes = attributes_of(printer)
    assert attributes["printer-state"].content == state
    assert attributes["printer-state-reasons"].contents == [reason]
    assert attributes["printer-state-message"].content == message
    is_accepting = changes.get("is_accepting", True)
    assert attributes["printer-is-accepting-jobs"].content is is_accepting


def test_times() -> None:
    """Times are seconds since the start, never zero, even if the clock was set back."""
    attributes = attributes_of(
        build_printer(COLOR, changed_at=NOW - timedelta(days=1), configured_at=NOW)
    )
    assert attributes["printer-up-time"].content == 3601
    assert attributes["printer-state-change-time"].content == 1
    assert attributes["printer-config-change-time"].content == 3601
    assert attributes["printer-config-change-date-time"].content == NOW


def test_addresses() -> None:
    """Addresses are those that the client uses."""
    printer = PRINTERS["color"]
    attributes = attributes_of(printer)
    page = f"http://192.168.1.2:8631/{printer.resource}"
    assert attributes["printer-more-info"].content == page
    assert _uris_of(attributes) == [
        (page.replace("http", "ipp"), "none", "none"),
        (page.replace("http", "ipps"), "none", "tls"),
    ]
    photo = attributes_of(PRINTERS["photo"])
    assert [uri[1:] for uri in _uris_of(photo)] == [("basic", "tls")]
    assert get_printer_uri(printer, CLIENT).startswith("ipp:")
    encrypted = replace(CLIENT, is_encrypted=True)
    assert get_printer_uri(printer, encrypted).startswith("ipps:")
    assert photo["queued-job-count"].content == 3


def _uris_of(attributes: dict[str, Attribute]) -> list[tuple[AttributeContent, ...]]:
    names = (
        "printer-uri-supported",
        "uri-authentication-supported",
        "uri-security-supported",
    )
    return list(zip(*(attributes[name].contents for name in names), strict=True))


def test_long_texts() -> None:
    """Texts are cut between characters."""
    name = "打印机" * 30
    attributes = attributes_of(build_printer(COLOR, name=name, make_and_model=name))
    for text in ("printer-name", "printer-info", "printer-make-and-model"):
        assert attributes[text].content == name[:42]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("HP LaserJet; M428: x", "MFG:HP;MDL:LaserJet M428 x;"),
        ("Printer", "MFG:Printer;MDL:Printer;"),
        ("奔图 P2206", "MFG:Zhimu;MDL:P2206;"),
        ("奔图 打印机", "MFG:Zhimu;MDL:printer-{end};"),
        ("HP 打印机", "MFG:HP;MDL:HP;"),
        (";;", "MFG:Zhimu;MDL:printer-{end};"),
    ],
)
def test_device_id(model: str, expected: str) -> None:
    """The device id is ASCII, and has no separators in its values."""
    printer = build_printer(COLOR, make_and_model=model)
    expected = expected.format(end=printer.uuid.hex[:4])
    assert build_device_id(printer).startswith(expected)
    assert build_device_id(printer).isascii()
    record = build_txt(printer, "http://ha.local:8631")
    assert expected == f"MFG:{record['usb_MFG']};MDL:{record['usb_MDL']};"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "en"), ("de", "en"), ("zh-Hans", "zh-cn"), ("zh-Hant", "zh-cn")],
)
def test_natural_language(language: str, expected: str) -> None:
    """Texts are English or Chinese."""
    attributes = attributes_of(build_printer(language=language))
    assert attributes["natural-language-configured"].content == expected


def names_of(requested: list[str] | None) -> set[str]:
    """Return the names of the attributes that a request selects."""
    attributes = build_printer_attributes(
        PRINTERS["color"], CLIENT, NOW, translation(ENGLISH)
    )
    return {attribute.name for attribute in select_attributes(attributes, requested)}


def test_select_attributes() -> None:
    """Attributes are selected by name and group; the database only by its name."""
    everything = names_of(None)
    assert everything | {"media-col-database"} == EXPECTED.keys() | {
        "pages-per-minute-color"
    }
    assert names_of(["all"]) == everything
    assert names_of(["all", "media-col-database"]) == everything | {
        "media-col-database"
    }
    assert names_of(["printer-name", "no-such"]) == {"printer-name"}
    assert names_of(["no-such"]) == names_of([]) == set()
    template = names_of(["job-template"])
    description = names_of(["printer-description"])
    assert template | description == everything
    assert not template & description
    assert {"copies-supported", "media-ready", "media-col-default"} <= template
    assert {"media-size-supported", "overrides-supported"} <= template
    assert {"printer-state", "urf-supported", "color-supported"} <= description
    assert names_of(["job-template", "printer-state"]) == template | {"printer-state"}


def test_select_attributes_of_a_job() -> None:
    """Attributes of jobs are selected in the same way."""
    copies = Attribute.of("copies", Tag.INTEGER, 1)
    state = Attribute.of("job-state", Tag.ENUM, 3)
    for requested, expected in (
        (["job-template"], [copies]),
        (["job-description"], [state]),
        (["all"], [copies, state]),
    ):
        assert (
            select_attributes(
                [copies, state], requested, ("copies",), "job-description"
            )
            == expected
        )
