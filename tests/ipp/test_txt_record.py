"""Tests of the TXT record of a printer."""

from typing import Any

from hypothesis import given, strategies as st
import pytest
from zeroconf import ServiceInfo

from custom_components.cloudprint.api import Paper, PrinterCapabilities
from custom_components.cloudprint.ipp.announcement import build_txt

from .printers import PRINTER, make_printer

PAGE = "http://cloudprint-1.local:8631/ipp/print/1"


def test_record() -> None:
    """The record says what the printer is and can do."""
    assert build_txt(PRINTER, PAGE) == {
        "txtvers": "1",
        "qtotal": "1",
        "rp": PRINTER.resource,
        "ty": "Canon MF3010 (USB)",
        "product": "(Canon MF3010  USB )",
        "note": "Study",
        "adminurl": PAGE,
        "priority": "50",
        "pdl": (
            "application/pdf,image/jpeg,image/png,image/pwg-raster,image/urf,text/plain"
        ),
        "URF": "V1.4,CP1,RS300-600,SRGB24,W8,IS1,MT1,FN3,PQ3-4-5,DM1",
        "UUID": str(PRINTER.uuid),
        "Color": "T",
        "Duplex": "T",
        "Copies": "T",
        "Collate": "T",
        "Fax": "F",
        "Scan": "F",
        "kind": "document,photo",
        "PaperMax": "legal-A4",
        "mopria-certified": "1.3",
        "TLS": "1.2",
        "usb_MFG": "Canon",
        "usb_MDL": "MF3010 (USB)",
    }


@pytest.mark.parametrize(
    ("capabilities", "color", "duplex"),
    [
        (PrinterCapabilities(), "T", "T"),
        (
            PrinterCapabilities(
                supported_colors=("MONOCHROME",), supported_sides=("ONESIDE",)
            ),
            "F",
            "F",
        ),
    ],
)
def test_capabilities(
    capabilities: PrinterCapabilities, color: str, duplex: str
) -> None:
    """A printer that does not say what it can do can do everything."""
    record = build_txt(make_printer(capabilities=capabilities), PAGE)
    assert (record["Color"], record["Duplex"]) == (color, duplex)
    assert ("SRGB24" in record["URF"]) == (color == "T")
    assert ("DM1" in record["URF"]) == (duplex == "T")


@pytest.mark.parametrize(
    ("sizes", "name"),
    [
        ([(105, 148)], "<legal-A4"),
        ([(215.9, 279.4)], "<legal-A4"),
        ([(209.9, 296.9), (100, 150)], "legal-A4"),
        ([(216, 356)], "legal-A4"),
        ([(420, 297), (210, 297)], "tabloid-A3"),
        ([(279.4, 431.8)], "tabloid-A3"),
        ([(420, 594)], "isoC-A2"),
        ([(841, 1189)], ">isoC-A2"),
    ],
)
def test_largest_paper(sizes: list[tuple[float, float]], name: str) -> None:
    """The class is that of the largest paper, in either direction."""
    papers = tuple(
        Paper(name="paper", width=width, height=height) for width, height in sizes
    )
    assert build_txt(make_printer(papers=papers), PAGE)["PaperMax"] == name


def test_single_copies() -> None:
    """A printer that makes single copies says so."""
    capabilities = PrinterCapabilities(
        upper_copies=1, supported_collates=("UNCOLLATE",)
    )
    record = build_txt(make_printer(capabilities=capabilities), PAGE)
    assert (record["Copies"], record["Collate"]) == ("F", "F")


def test_password() -> None:
    """Clients are told that they have to ask for a password."""
    record = build_txt(make_printer(needs_password=True), PAGE)
    assert record["air"] == "username,password"


@given(
    changes=st.fixed_dictionaries(
        {name: st.text(max_size=400) for name in ("name", "location", "make_and_model")}
    )
)
def test_length(changes: dict[str, Any]) -> None:
    """Each text of a record is as long as it may be, and has whole characters."""
    record = build_txt(make_printer(**changes), PAGE)
    info = ServiceInfo(
        "_ipp._tcp.local.", "a._ipp._tcp.local.", port=1, properties=record
    )
    assert len(info.text) <= 1300
    # Older releases of python-zeroconf have None for an empty text.
    decoded = {key: text or "" for key, text in info.decoded_properties.items()}
    assert decoded == record
