"""The TXT record of a printer (Bonjour Printing 1.2.1, 9.2; PWG 5100.14, 4.2)."""

from typing import Final

from ..document import A4
from . import supported
from .message import limit_octets
from .printer_attributes import (
    DOCUMENT_FORMATS,
    MAX_TEXT_OCTETS,
    MOPRIA_CERTIFIED,
    PRINTER_KINDS,
    get_urf,
)
from .shared_printer import SharedPrinter

MAX_VALUE: Final = 255
"""Bytes of a key, "=" and its value (RFC 6763, 6.1)."""

_LARGER_THAN: Final = (
    (458, 648, ">isoC-A2"),
    (297, 431.8, "isoC-A2"),
    (215.9, 355.6, "tabloid-A3"),
)
"""Classes of papers: the larger edges of each class below, in millimetres."""


_TOLERANCE: Final = 0.5
"""Millimetres by which a printer rounds its papers."""

_NO_BRACKETS: Final = str.maketrans("()", "  ")


def build_txt(printer: SharedPrinter, page_url: str) -> dict[str, str]:
    """Return the TXT record of a printer, its first key first.

    `page_url` is the address of the page about the printer.
    """
    # As printer-make-and-model; the record has to fit in a packet.
    make_and_model = limit_octets(printer.make_and_model, MAX_TEXT_OCTETS)
    manufacturer, _, model = make_and_model.partition(" ")
    record = {
        "txtvers": "1",
        "qtotal": "1",
        "rp": printer.resource,
        "ty": make_and_model,
        "product": f"({make_and_model.translate(_NO_BRACKETS)})",
        "note": printer.location,
        "adminurl": page_url,
        "priority": "50",
        "pdl": ",".join(DOCUMENT_FORMATS[1:]),
        "URF": ",".join(get_urf(printer)),
        "UUID": str(printer.uuid),
        "Color": _flag(is_set=supported.has_color(printer)),
        "Duplex": _flag(is_set=supported.has_two_sides(printer)),
        "Copies": _flag(is_set=supported.get_max_copies(printer) > 1),
        "Collate": _flag(
            is_set=supported.COLLATED in supported.get_collations(printer)
        ),
        "Fax": "F",
        "Scan": "F",
        "kind": ",".join(PRINTER_KINDS),
        "PaperMax": _paper_max(printer),
        "mopria-certified": MOPRIA_CERTIFIED,
        "TLS": "1.2",
        "usb_MFG": manufacturer,
        "usb_MDL": model or manufacturer,
    }
    if printer.needs_password:
        record["air"] = "username,password"
    return {
        key: limit_octets(value, MAX_VALUE - len(key) - 1)
        for key, value in record.items()
    }


def _flag(*, is_set: bool) -> str:
    return "T" if is_set else "F"


def _paper_max(printer: SharedPrinter) -> str:
    """Return the class of a printer's largest paper (Bonjour Printing, 9.2.9)."""
    papers = [sorted((paper.width, paper.height)) for paper in printer.papers]
    width = max(short for short, _ in papers)
    length = max(long for _, long in papers)
    for most_width, most_length, name in _LARGER_THAN:
        if width > most_width + _TOLERANCE or length > most_length + _TOLERANCE:
            return name
    if width >= A4[0] - _TOLERANCE and length >= A4[1] - _TOLERANCE:
        return "legal-A4"
    return "<legal-A4"
