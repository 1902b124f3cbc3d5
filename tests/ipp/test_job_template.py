"""Tests of the attributes of jobs."""

from dataclasses import replace
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.api.capabilities import Paper, PrinterCapabilities
from custom_components.cloudprint.document.settings import PageLayout, Scaling
from custom_components.cloudprint.document.sheets.page_ranges import select_pages
from custom_components.cloudprint.document.sheets.paper import turn_margins
from custom_components.cloudprint.ipp.job_template import (
    JOB_TEMPLATE,
    MEDIA_COL,
    JobTemplate,
    parse_job_template,
)
from custom_components.cloudprint.ipp.printer_attributes import (
    build_media_col,
    build_printer_attributes,
)
from custom_components.cloudprint.ipp.protocol.media import get_media_names
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    AttributeContent,
    IntegerRange,
    LocalizedText,
    Resolution,
    Tag,
    Value,
)
from custom_components.cloudprint.ipp.shared_printer import SharedPrinter
from custom_components.cloudprint.texts import ENGLISH

from ..package import translation
from ..printing.configs import build_config
from .protocol.test_encoding import VALUES
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

PRINTER = build_printer(COLOR)
UNKNOWN = build_printer(None)
ONE_SIDED = build_printer(
    replace(MONOCHROME, supported_sides=("ONESIDE",), supported_qualities=("HIGH",))
)
PHOTOS = build_printer(COLOR, papers=[A4, A4_BORDERLESS, PHOTO])


def parse(
    name: str, tag: Tag, *contents: AttributeContent, printer: SharedPrinter = PRINTER
) -> JobTemplate:
    """Return the template of a job with one attribute."""
    return parse_job_template([Attribute.of(name, tag, *contents)], printer)


def integers(**members: int) -> tuple[Attribute, ...]:
    """Return a collection of integers, with "-" for "_" in the names."""
    return tuple(
        Attribute.of(name.replace("_", "-"), Tag.INTEGER, value)
        for name, value in members.items()
    )


def size(width: int, height: int) -> Attribute:
    """Return the member media-size, in hundredths of millimetres."""
    return Attribute.of(
        "media-size", Tag.COLLECTION, integers(x_dimension=width, y_dimension=height)
    )


def media_col(*members: Attribute) -> Attribute:
    """Return the attribute media-col."""
    return Attribute.of("media-col", Tag.COLLECTION, members)


def test_nothing() -> None:
    """A job without attributes is printed as the printer does it."""
    assert parse_job_template([], PRINTER) == JobTemplate(
        options={}, layout=PageLayout(margins=(2.96,) * 4)
    )


@pytest.mark.parametrize(
    ("words", "default", "number_up", "expected"),
    [
        ({}, None, None, 1),
        ({"sides": "two-sided-long-edge"}, None, None, 2),
        ({"sides": "two-sided-short-edge"}, None, 4, 8),
        ({"sides": "one-sided"}, "two_sided_long_edge", None, 1),
        ({}, "two_sided_long_edge", None, 2),
        ({}, None, 2, 2),
        (
            {"multiple-document-handling": "separate-documents-uncollated-copies"},
            "two_sided_long_edge",
            None,
            2,
        ),
        (
            {
                "multiple-document-handling": "single-document",
                "sides": "two-sided-long-edge",
            },
            None,
            2,
            1,
        ),
    ],
)
def test_pages_per_paper(
    words: dict[str, str], default: str | None, number_up: int | None, expected: int
) -> None:
    """Documents begin on new paper unless they are a single one (RFC 8011, 5.2.4)."""
    attributes = [Attribute.of(name, Tag.KEYWORD, word) for name, word in words.items()]
    if number_up is not None:
        attributes.append(Attribute.of("number-up", Tag.INTEGER, number_up))
    printer = build_printer(COLOR, defaults={"sides": default} if default else {})
    template = parse_job_template(attributes, printer)
    assert not template.unsupported
    assert template.layout.pages_per_paper == expected


@pytest.mark.parametrize(
    ("name", "tag", "contents", "options"),
    [
        ("copies", Tag.INTEGER, [2], {"copies": 2}),
        ("sides", Tag.KEYWORD, ["one-sided"], {"sides": "one_sided"}),
        (
            "sides",
            Tag.KEYWORD,
            ["two-sided-long-edge"],
            {"sides": "two_sided_long_edge"},
        ),
        (
            "sides",
            Tag.KEYWORD,
            ["two-sided-short-edge"],
            {"sides": "two_sided_short_edge"},
        ),
        ("print-color-mode", Tag.KEYWORD, ["auto"], {}),
        ("print-color-mode", Tag.KEYWORD, ["color"], {"color": "color"}),
        ("print-color-mode", Tag.KEYWORD, ["monochrome"], {"color": "monochrome"}),
        ("print-quality", Tag.ENUM, [3], {"quality": "draft"}),
        ("print-quality", Tag.ENUM, [4], {"quality": "normal"}),
        ("print-quality", Tag.ENUM, [5], {"quality": "high"}),
        ("number-up", Tag.INTEGER, [4], {"pages_per_sheet": 4}),
        (
            "multiple-document-handling",
            Tag.KEYWORD,
            ["separate-documents-collated-copies"],
            {"collate": True},
        ),
        (
            "multiple-document-handling",
            Tag.KEYWORD,
            ["separate-documents-uncollated-copies"],
            {"collate": False},
        ),
        (
            "multiple-document-handling",
            Tag.KEYWORD,
            ["single-document"],
            {"collate": True},
        ),
        (
            "page-ranges",
            Tag.RANGE_OF_INTEGER,
            [IntegerRange(1, 3), IntegerRange(5, 5)],
            {"page_ranges": "1-3,5-5"},
        ),
        (
            "page-ranges",
            Tag.RANGE_OF_INTEGER,
            [IntegerRange(2, 2**31 - 1)],
            {"page_ranges": "2-999999"},
        ),
        ("page-ranges", Tag.RANGE_OF_INTEGER, [IntegerRange(1, 2**31 - 1)], {}),
        ("page-set", Tag.KEYWORD, ["all"], {}),
        ("page-set", Tag.KEYWORD, ["odd"], {"page_ranges": "odd"}),
        ("page-set", Tag.NAME, ["even"], {"page_ranges": "even"}),
        ("page-delivery", Tag.KEYWORD, ["same-order-face-down"], {}),
        (
            "page-delivery",
            Tag.KEYWORD,
            ["reverse-order-face-down"],
            {"page_ranges": "reverse"},
        ),
        (
            "printer-resolution",
            Tag.RESOLUTION,
            [Resolution(720, 720)],
            {"dpi": "720x720"},
        ),
        # Only says how a raster document was made.
        ("printer-resolution", Tag.RESOLUTION, [Resolution(600, 600)], {}),
        ("media", Tag.KEYWORD, ["iso_a4_210x297mm"], {"paper": "A4"}),
        ("media", Tag.NAME, ["custom_any_210x297mm"], {"paper": "A4"}),
        (
            "media",
            Tag.NAME_WITH_LANGUAGE,
            [LocalizedText("na_letter_8.5x11in", "en")],
            {"paper": "Letter"},
        ),
        ("finishings", Tag.ENUM, [3], {}),
        ("job-hold-until", Tag.KEYWORD, ["no-hold"], {}),
        ("job-priority", Tag.INTEGER, [100], {}),
        ("job-sheets", Tag.NAME, ["none"], {}),
        ("output-bin", Tag.KEYWORD, ["face-down"], {}),
        ("print-content-optimize", Tag.KEYWORD, ["auto"], {}),
        ("print-rendering-intent", Tag.KEYWORD, ["auto"], {}),
        ("print-scaling", Tag.KEYWORD, ["auto"], {}),
    ],
)
def test_accepted(
    name: str, tag: Tag, contents: list[AttributeContent], options: dict[str, Any]
) -> None:
    """Supported values become options that a print takes, and are kept for the job."""
    template = parse(name, tag, *contents)
    assert template.options == options
    assert template.attributes == (Attribute.of(name, tag, *contents),)
    assert template.unsupported == ()
    assert not template.is_conflicting
    build_config(template.options, COLOR)


@pytest.mark.parametrize(
    ("name", "tag", "contents"),
    [
        ("copies", Tag.INTEGER, [0]),
        ("copies", Tag.INTEGER, [100]),
        ("copies", Tag.INTEGER, [1, 2]),
        ("copies", Tag.ENUM, [1]),
        ("copies", Tag.NO_VALUE, [None]),
        ("sides", Tag.KEYWORD, ["two-sided"]),
        ("sides", Tag.NAME, ["one-sided"]),
        ("print-color-mode", Tag.KEYWORD, ["highlight"]),
        ("print-quality", Tag.ENUM, [6]),
        ("print-quality", Tag.INTEGER, [4]),
        ("number-up", Tag.INTEGER, [3]),
        (
            "multiple-document-handling",
            Tag.KEYWORD,
            ["single-document-new-sheet"],
        ),
        ("orientation-requested", Tag.ENUM, [8]),
        ("page-ranges", Tag.INTEGER, [1]),
        ("page-ranges", Tag.RANGE_OF_INTEGER, [IntegerRange(0, 3)]),
        ("page-ranges", Tag.RANGE_OF_INTEGER, [IntegerRange(3, 2)]),
        (
            "page-ranges",
            Tag.RANGE_OF_INTEGER,
            [IntegerRange(1, 3), IntegerRange(3, 5)],
        ),
        (
            "page-ranges",
            Tag.RANGE_OF_INTEGER,
            [IntegerRange(4, 5), IntegerRange(1, 2)],
        ),
        ("page-ranges", Tag.RANGE_OF_INTEGER, [IntegerRange(1_000_000, 2_000_000)]),
        (
            "page-ranges",
            Tag.RANGE_OF_INTEGER,
            [IntegerRange(page, page) for page in range(100, 200, 2)]
            + [IntegerRange(page, page) for page in range(1000, 1200, 2)],
        ),
        ("page-delivery", Tag.KEYWORD, ["reverse-order-face-up"]),
        ("page-set", Tag.KEYWORD, ["first"]),
        ("page-set", Tag.INTEGER, [1]),
        ("print-scaling", Tag.KEYWORD, ["bigger"]),
        ("printer-resolution", Tag.RESOLUTION, [Resolution(1200, 1200)]),
        ("media", Tag.KEYWORD, ["iso_a2_420x594mm"]),
        ("media", Tag.KEYWORD, ["a4"]),
        ("media", Tag.URI, ["iso_a4_210x297mm"]),
        ("media-col", Tag.KEYWORD, ["iso_a4_210x297mm"]),
        ("media-col", Tag.COLLECTION, [()]),
        ("finishings", Tag.ENUM, [4]),
        ("finishings", Tag.ENUM, [3, 4]),
        ("job-hold-until", Tag.KEYWORD, ["indefinite"]),
        ("job-priority", Tag.INTEGER, [101]),
        ("job-sheets", Tag.KEYWORD, ["standard"]),
        ("output-bin", Tag.KEYWORD, ["face-up"]),
        ("print-content-optimize", Tag.KEYWORD, ["photo"]),
        ("print-rendering-intent", Tag.KEYWORD, ["perceptual"]),
    ],
)
def test_unsupported_value(
    name: str, tag: Tag, contents: list[AttributeContent]
) -> None:
    """A value that is not supported is returned, and not printed with."""
    template = parse(name, tag, *contents)
    assert template.options == {}
    assert template.attributes == ()
    assert template.unsupported == (Attribute.of(name, tag, *contents),)


def test_page_set_and_delivery() -> None:
    """Ranges, odd pages and their order are combined, whichever comes first."""
    template = parse_job_template(
        [
            Attribute.of("page-delivery", Tag.KEYWORD, "reverse-order-face-down"),
            Attribute.of("page-set", Tag.KEYWORD, "odd"),
            Attribute.of("page-ranges", Tag.RANGE_OF_INTEGER, IntegerRange(2, 9)),
        ],
        PRINTER,
    )
    (page_ranges,) = template.options.values()
    assert select_pages(page_ranges, 12) == [9, 7, 5, 3]


def test_reverse_order_of_two_sided_sheets() -> None:
    """Sheets with two sides in reverse order are not the pages in reverse order."""
    delivery = Attribute.of("page-delivery", Tag.KEYWORD, "reverse-order-face-down")
    sides = Attribute.of("sides", Tag.KEYWORD, "two-sided-long-edge")
    template = parse_job_template([delivery, sides], PRINTER)
    assert template.options == {"sides": "two_sided_long_edge"}
    assert template.attributes == (sides,)
    assert template.unsupported == (delivery,)


def test_unknown_attribute() -> None:
    """An unknown attribute is returned without its value, the others are used."""
    copies = Attribute.of("copies", Tag.INTEGER, 2)
    template = parse_job_template(
        [Attribute.of("punch", Tag.KEYWORD, "two"), copies], PRINTER
    )
    assert template.options == {"copies": 2}
    assert template.attributes == (copies,)
    assert template.unsupported == (Tag.UNSUPPORTED.of("punch", None),)


@pytest.mark.parametrize(
    ("orientation", "rotation"), [(3, 0), (4, 270), (5, 90), (6, 180), (7, 0)]
)
def test_orientation(orientation: int, rotation: int) -> None:
    """Landscape is a turn to the left, reverse landscape one to the right."""
    template = parse("orientation-requested", Tag.ENUM, orientation)
    assert (template.layout.rotation, template.options) == (rotation, {})


@pytest.mark.parametrize("scaling", Scaling)
def test_scaling(scaling: Scaling) -> None:
    """All ways of scaling are supported."""
    assert parse("print-scaling", Tag.KEYWORD, scaling.value).layout.scaling is scaling


def test_what_a_printer_has_not() -> None:
    """Two sides on a one-sided printer, and color on a monochrome one, are returned."""
    for name, tag, content in (
        ("sides", Tag.KEYWORD, "two-sided-long-edge"),
        ("print-color-mode", Tag.KEYWORD, "color"),
        ("print-quality", Tag.ENUM, 4),
    ):
        template = parse(name, tag, content, printer=ONE_SIDED)
        assert template.options == {}
        assert template.unsupported == (Attribute.of(name, tag, content),)


def test_unknown_capabilities() -> None:
    """A printer that reports nothing excludes nothing but other resolutions."""
    sides = parse("sides", Tag.KEYWORD, "two-sided-long-edge", printer=UNKNOWN)
    assert sides.options == {"sides": "two_sided_long_edge"}
    assert parse("media", Tag.KEYWORD, "iso_a3_297x420mm", printer=UNKNOWN).options == {
        "paper": "A3"
    }
    resolution = Resolution(600, 600)
    template = parse("printer-resolution", Tag.RESOLUTION, resolution, printer=UNKNOWN)
    assert template.options == {}
    assert template.unsupported == ()


@pytest.mark.parametrize(
    ("members", "paper", "margins"),
    [
        ([size(21000, 29700)], "A4", (5.08,) * 4),
        ([size(20990, 29704)], "A4", (5.08,) * 4),
        ([size(10160, 15240)], "4x6", (0,) * 4),
        (
            [
                size(21000, 29700),
                *integers(media_top_margin=0, media_left_margin=0),
            ],
            "A4 borderless",
            (0, 0, 0, 0),
        ),
        (
            [*integers(media_bottom_margin=508), size(21000, 29700)],
            "A4",
            (5.08,) * 4,
        ),
        (
            [size(21000, 29700), *integers(media_top_margin=1, media_left_margin=1)],
            "A4 borderless",
            (0,) * 4,
        ),
        (integers(media_top_margin=0), None, (0, 5.08, 5.08, 5.08)),
        (
            [
                Attribute.of(
                    "media-size-name", Tag.KEYWORD, "custom_a4-borderless_210x297mm"
                ),
                size(21000, 29700),
            ],
            "A4 borderless",
            (0,) * 4,
        ),
        (
            [
                size(21000, 29700),
                Attribute.of("media-size-name", Tag.KEYWORD, "na_index-4x6_4x6in"),
            ],
            "4x6",
            (0,) * 4,
        ),
        (
            [
                Attribute.of(
                    "media-size",
                    Tag.COLLECTION,
                    (
                        Attribute.of(
                            "media-size-name", Tag.KEYWORD, "na_index-4x6_4x6in"
                        ),
                    ),
                )
            ],
            "4x6",
            (0,) * 4,
        ),
        (
            [
                Attribute.of("media-source", Tag.KEYWORD, "auto"),
                Attribute.of("media-type", Tag.NAME, "stationery"),
            ],
            None,
            (5.08,) * 4,
        ),
    ],
)
def test_media_col(
    members: list[Attribute], paper: str | None, margins: tuple[float, ...]
) -> None:
    """A paper is found by its size, its name and its margins."""
    attribute = media_col(*members)
    template = parse_job_template([attribute], PHOTOS)
    assert template.options.get("paper") == paper
    assert template.layout.margins == margins
    assert template.attributes == (attribute,)
    assert template.unsupported == ()


def test_margins_of_wide_paper() -> None:
    """The margins of a paper that is wide in the tray are those of it turned upright."""
    label = Paper(name="Label", width=60, height=40, top=1, left=5)
    borderless = replace(label, name="Whole label", top=0, left=0)
    printer = build_printer(COLOR, papers=[label, borderless])
    assert parse_job_template([], printer).layout.margins == (5, 1, 5, 1)
    no_top = media_col(*integers(media_top_margin=0))
    template = parse_job_template([no_top], printer)
    assert turn_margins(template.layout.margins) == (0, 5, 1, 5)


def test_each_paper() -> None:
    """Each paper of the database is found by its collection, and by its name."""
    for printer in (PRINTER, UNKNOWN, PHOTOS):
        for name, paper in get_media_names(printer.papers).items():
            for attribute in (
                media_col(*build_media_col(paper, name)),
                Attribute.of("media", Tag.KEYWORD, name),
            ):
                template = parse_job_template([attribute], printer)
                assert template.options == {"paper": paper.name}
                assert template.unsupported == ()


@pytest.mark.parametrize(
    "member",
    [
        size(50000, 50000),
        Attribute.of("media-size", Tag.KEYWORD, "a4"),
        Attribute.of("media-size", Tag.COLLECTION, integers(x_dimension=21000)),
        Attribute.of(
            "media-size",
            Tag.COLLECTION,
            (
                Attribute.of("x-dimension", Tag.RANGE_OF_INTEGER, IntegerRange(1, 2)),
                *integers(y_dimension=29700),
            ),
        ),
        Attribute.of("media-size-name", Tag.KEYWORD, "iso_a2_420x594mm"),
        Attribute.of("media-top-margin", Tag.INTEGER, 1),
        Attribute.of("media-top-margin", Tag.ENUM, 296),
        Attribute.of("media-source", Tag.KEYWORD, "tray-1"),
        Attribute.of("media-type", Tag.KEYWORD, "photographic"),
    ],
)
def test_unsupported_member(member: Attribute) -> None:
    """Of a collection, only the members that are not supported are returned."""
    good = Attribute.of("media-source", Tag.NAME, "auto")
    if member.name == good.name:
        good = Attribute.of("media-type", Tag.NAME, "auto")
    template = parse_job_template([media_col(member, good)], PRINTER)
    assert template.options == {}
    assert template.attributes == (media_col(good),)
    assert template.unsupported == (media_col(member),)
    alone = parse_job_template([media_col(member)], PRINTER)
    assert alone.attributes == ()
    assert alone.unsupported == (media_col(member),)


def test_unknown_member() -> None:
    """An unknown member is returned without its value."""
    unknown = Attribute.of("media-color", Tag.KEYWORD, "blue")
    template = parse_job_template([media_col(unknown, size(21000, 29700))], PRINTER)
    assert template.options == {"paper": "A4"}
    assert template.unsupported == (media_col(Tag.UNSUPPORTED.of("media-color", None)),)


@pytest.mark.parametrize(
    ("media", "is_conflicting"),
    [
        ("iso_a4_210x297mm", False),
        ("na_index-4x6_4x6in", True),
        # Not supported, so that nothing contradicts media-col.
        ("iso_a2_420x594mm", False),
    ],
)
def test_conflict(media: str, is_conflicting: bool) -> None:
    """Two names for the same size do not contradict each other."""
    template = parse_job_template(
        [
            Attribute.of("media", Tag.KEYWORD, media),
            media_col(size(21000, 29700), *integers(media_top_margin=0)),
        ],
        PHOTOS,
    )
    assert template.is_conflicting is is_conflicting
    assert template.options == {"paper": "A4 borderless"}


@pytest.mark.parametrize(
    "known", [COLOR, MONOCHROME, None], ids=["color", "monochrome", "unknown"]
)
def test_announced_values(known: PrinterCapabilities | None) -> None:
    """Every value that the printer announces is accepted, and makes a print's options."""
    printer = build_printer(known)
    texts = translation(ENGLISH)
    attributes = build_printer_attributes(printer, CLIENT, NOW, texts)
    announced = {attribute.name: attribute for attribute in attributes}
    for name in JOB_TEMPLATE:
        found = announced.get(f"{name}-ready", announced[f"{name}-supported"])
        values: list[Value] = list(found.values)
        match name:
            case "copies":
                values = [Value(Tag.INTEGER, 1), Value(Tag.INTEGER, 99)]
            case "page-ranges":
                values = [Value(Tag.RANGE_OF_INTEGER, IntegerRange(2, 3))]
        for value in values:
            attribute = Attribute(name, (value,))
            template = parse_job_template([attribute], printer)
            assert template.attributes == (attribute,)
            assert template.unsupported == ()
            _, warnings = build_config(template.options, known)
            assert warnings == [] or known is MONOCHROME
    assert announced["media-col-supported"].contents == list(MEDIA_COL)


@given(
    st.lists(
        st.builds(
            Attribute,
            st.sampled_from((*JOB_TEMPLATE, *MEDIA_COL, "unknown")),
            st.lists(VALUES, min_size=1, max_size=3).map(tuple),
        )
        | st.builds(
            lambda members: media_col(*members),
            st.lists(
                st.builds(
                    Attribute,
                    st.sampled_from((*MEDIA_COL, "unknown")),
                    st.lists(VALUES, min_size=1, max_size=2).map(tuple),
                ),
                max_size=3,
            ),
        ),
        max_size=4,
    )
)
def test_anything(attributes: list[Attribute]) -> None:
    """Any value of any type is accepted or returned."""
    template = parse_job_template(attributes, PHOTOS)
    build_config(template.options, COLOR)
    names = {item.name for item in (*template.attributes, *template.unsupported)}
    assert names == {attribute.name for attribute in attributes}
