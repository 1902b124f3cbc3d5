"""Tests of what a shared printer supports."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.cloudprint.api.capabilities import PrinterCapabilities
from custom_components.cloudprint.ipp import supported
from custom_components.cloudprint.ipp.protocol.message import PrintQuality, Resolution

from .shared_printers import COLOR, MONOCHROME, build_printer

NOTHING = PrinterCapabilities()


@pytest.mark.parametrize(
    ("known", "defaults", "most", "default"),
    [
        (None, {}, 99, 1),
        (NOTHING, {"copies": 3.0}, 99, 3),
        (replace(NOTHING, upper_copies=0), {}, 99, 1),
        (replace(NOTHING, upper_copies=2), {"copies": 3}, 2, 2),
        (replace(NOTHING, upper_copies=10**9), {}, 9999, 1),
        (MONOCHROME, {}, 9999, 1),
    ],
)
def test_copies(
    known: PrinterCapabilities | None,
    defaults: dict[str, Any],
    most: int,
    default: int,
) -> None:
    """Copies are limited by what the printer reports, or to a usual number."""
    printer = build_printer(known, defaults=defaults)
    assert printer.get_max_copies() == most
    assert printer.get_default_copies() == default


@pytest.mark.parametrize(
    ("reported", "preset", "defaults", "sides", "default"),
    [
        (
            (),
            None,
            {},
            ["one-sided", "two-sided-long-edge", "two-sided-short-edge"],
            "one-sided",
        ),
        (("ONESIDE",), "DUPLEX", {}, ["one-sided"], "one-sided"),
        (
            ("ONESIDE", "DUPLEX"),
            "DUPLEX",
            {},
            ["one-sided", "two-sided-long-edge"],
            "two-sided-long-edge",
        ),
        (
            ("ONESIDE", "TUMBLE"),
            None,
            {"sides": "two_sided_short_edge"},
            ["one-sided", "two-sided-short-edge"],
            "two-sided-short-edge",
        ),
        (("DUPLEX",), None, {}, ["two-sided-long-edge"], "two-sided-long-edge"),
    ],
)
def test_sides(
    reported: tuple[str, ...],
    preset: str | None,
    defaults: dict[str, Any],
    sides: list[str],
    default: str,
) -> None:
    """Sides are those that the printer reports."""
    known = replace(NOTHING, supported_sides=reported, default_side=preset)
    printer = build_printer(known, defaults=defaults)
    assert list(printer.get_sides()) == sides
    assert printer.get_default_sides() == default
    assert printer.has_two_sides() is (sides != ["one-sided"])


@pytest.mark.parametrize(
    ("known", "defaults", "modes", "default"),
    [
        (None, {}, ["color", "auto", "monochrome"], "auto"),
        (COLOR, {"color": "monochrome"}, ["color", "auto", "monochrome"], "monochrome"),
        (MONOCHROME, {}, ["auto", "monochrome"], "auto"),
        (MONOCHROME, {"color": "color"}, ["color", "auto", "monochrome"], "color"),
    ],
)
def test_color_modes(
    known: PrinterCapabilities | None,
    defaults: dict[str, Any],
    modes: list[str],
    default: str,
) -> None:
    """Color is first unless only monochrome is reported, and nobody chose color."""
    printer = build_printer(known, defaults=defaults)
    assert list(printer.get_color_modes()) == modes
    assert printer.get_default_color_mode() == default
    assert printer.prints_color() is ("color" in modes)


@pytest.mark.parametrize(
    ("reported", "preset", "defaults", "qualities", "default"),
    [
        ((), None, {}, {3: "draft", 4: "normal", 5: "high"}, 4),
        ((), None, {"quality": "low"}, {3: "low", 4: "normal", 5: "high"}, 3),
        (("HIGH", "LOW"), "HIGH", {}, {3: "low", 5: "high"}, 5),
        (("HIGH",), "NORMAL", {}, {5: "high"}, 5),
        (("NORMAL", "BEST"), "BEST", {}, {4: "normal"}, 4),
        (("BEST",), "BEST", {}, {3: "draft", 4: "normal", 5: "high"}, 4),
    ],
)
def test_qualities(
    reported: tuple[str, ...],
    preset: str | None,
    defaults: dict[str, Any],
    qualities: dict[int, str],
    default: int,
) -> None:
    """Qualities are those that the printer reports, low being a draft."""
    known = replace(NOTHING, supported_qualities=reported, default_quality=preset)
    printer = build_printer(known, defaults=defaults)
    assert printer.get_qualities() == qualities
    assert printer.get_default_quality() == PrintQuality(default)


@pytest.mark.parametrize(
    ("dpis", "usual", "resolutions", "default"),
    [
        ((), None, [(300, 300), (600, 600)], (300, 300)),
        ((), 600, [(300, 300), (600, 600)], (600, 600)),
        (((203, 203),), 600, [(203, 203)], (203, 203)),
        (((300, 600), (300, 300), (300, 600)), None, [(300, 600), (300, 300)], None),
    ],
)
def test_resolutions(
    dpis: tuple[tuple[int, int], ...],
    usual: int | None,
    resolutions: list[tuple[int, int]],
    default: tuple[int, int] | None,
) -> None:
    """Resolutions are those that the printer reports, or those of raster documents."""
    known = replace(NOTHING, supported_dpis=dpis, dpi=usual)
    printer = build_printer(known)
    expected = tuple(Resolution(*pair) for pair in resolutions)
    assert printer.get_resolutions() == expected
    assert printer.get_default_resolution() == Resolution(*(default or (300, 300)))
    assert printer.get_reported_resolutions() == tuple(
        Resolution(*pair) for pair in dpis
    )


def test_unknown_resolution() -> None:
    """A printer whose capabilities are not known has the usual resolutions."""
    printer = build_printer(None)
    assert printer.get_reported_resolutions() == ()
    assert printer.get_default_resolution() == Resolution(300, 300)


@pytest.mark.parametrize(
    ("reported", "preset", "orders", "default"),
    [
        (
            (),
            None,
            [supported.COLLATED, supported.UNCOLLATED, supported.SINGLE_DOCUMENT],
            supported.COLLATED,
        ),
        (
            ("COLLATE", "UNCOLLATE"),
            "UNCOLLATE",
            [supported.COLLATED, supported.UNCOLLATED, supported.SINGLE_DOCUMENT],
            supported.UNCOLLATED,
        ),
        (("UNCOLLATE",), None, [supported.UNCOLLATED], supported.UNCOLLATED),
        (
            ("COLLATE",),
            "UNCOLLATE",
            [supported.COLLATED, supported.SINGLE_DOCUMENT],
            supported.COLLATED,
        ),
    ],
)
def test_collations(
    reported: tuple[str, ...], preset: str | None, orders: list[str], default: str
) -> None:
    """Copies are put in the orders that the printer reports."""
    known = replace(NOTHING, supported_collates=reported, default_collate=preset)
    printer = build_printer(known)
    assert list(printer.get_collations()) == orders
    assert printer.get_default_collation() == default


def test_unknown_collations() -> None:
    """Copies are collated by a printer whose capabilities are not known."""
    printer = build_printer(None)
    assert printer.get_collations() == {
        supported.COLLATED: True,
        supported.UNCOLLATED: False,
        supported.SINGLE_DOCUMENT: True,
    }
    assert printer.get_default_collation() == supported.COLLATED
