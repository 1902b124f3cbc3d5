"""Tests of the makers of printers."""

import pytest

from custom_components.cloudprint.api.printer import Printer


@pytest.mark.parametrize(
    ("name", "maker"),
    [
        ("HP LaserJet Pro M404n", "HP"),
        ("HP1020", "HP"),
        ("Hewlett-Packard LaserJet 4", "HP"),
        ("hp_deskjet_2700", "HP"),
        ("HPRT TP805", "HPRT"),
        ("EPSON L3250 Series", "Epson"),
        (" Canon MF240 Series UFRII LT", "Canon"),
        ("佳能复合机", "Canon"),
        ("奔图P2500", "Pantum"),
        ("KONICA MINOLTA C364SeriesPCL", "Konica Minolta"),
        ("FUJI XEROX DocuPrint P228", "Fuji Xerox"),
        ("Xerox Phaser 3020", "Xerox"),
        # Names that a person gave, and printers of no maker
        ("Office", None),
        ("Office HP", None),
        ("Delivery notes", None),
        ("二楼彩色打印机", None),
        ("Microsoft Print to PDF", None),
        ("", None),
    ],
)
def test_maker(name: str, maker: str | None) -> None:
    """The maker is the first word of the driver's name, in either language."""
    assert Printer(server_sn="A1", name=name).maker == maker
