"""Tests of the names of papers in IPP."""

import re

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.api.capabilities import Paper
from custom_components.cloudprint.ipp.protocol.media import (
    STANDARD_NAMES,
    find_paper,
    get_edge_margins,
    get_media_names,
    get_media_size,
    parse_media_name,
)
from custom_components.cloudprint.printing.papers import get_papers

from ..shared_printers import A4, A4_BORDERLESS, MONOCHROME, PHOTO

NUMBER = r"([1-9][0-9]*(\.[0-9]*[1-9])?|0\.[0-9]*[1-9])"
WELL_FORMED = re.compile(
    rf"(custom|na|asme|roc|oe)_[a-z0-9][-a-z0-9]*_{NUMBER}x{NUMBER}in|"
    rf"(custom|iso|jis|jpn|prc|om)_[a-z0-9][-a-z0-9]*_{NUMBER}x{NUMBER}mm"
)
"""PWG 5101.1, 5.1: which classes of names have which unit."""


def paper(name: str, width: float, height: float) -> Paper:
    """Return a paper with unknown margins."""
    return Paper(name=name, width=width, height=height)


@pytest.mark.parametrize(
    ("width", "height", "name"),
    [
        (210, 297, "iso_a4_210x297mm"),
        (215.9, 279.4, "na_letter_8.5x11in"),
        (182.118, 257.048, "jis_b5_182x257mm"),
        (176, 250, "iso_b5_176x250mm"),
        (257.048, 363.98199999999997, "jis_b4_257x364mm"),
        (279.4, 431.8, "na_ledger_11x17in"),
        (139.7, 215.9, "na_invoice_5.5x8.5in"),
        (98.29799999999999, 190.5, "na_monarch_3.875x7.5in"),
        (104.648, 241.3, "na_number-10_4.125x9.5in"),
        (109.98199999999999, 219.964, "iso_dl_110x220mm"),
        (89, 127, "oe_photo-l_3.5x5in"),
        (102, 152, "na_index-4x6_4x6in"),
        (127, 178, "na_5x7_5x7in"),
        (100, 150, "om_small-photo_100x150mm"),
        (195, 270, "om_16k_195x270mm"),
        (146, 215, "prc_16k_146x215mm"),
        (110, 208, "prc_4_110x208mm"),
    ],
)
def test_standard_name(width: float, height: float, name: str) -> None:
    """Common papers have their standard names, as the printer rounds them or not."""
    mine = paper("mine", width, height)
    assert get_media_names([mine]) == {name: mine}
    assert find_paper(name, [mine]) is mine


def test_names_of_the_document_printer() -> None:
    """Each paper of the document's printer has a standard name of its own."""
    names = get_media_names(get_papers(MONOCHROME))
    assert len(names) == len(MONOCHROME.supported_papers)
    assert names.keys() <= set(STANDARD_NAMES)


def test_names_without_reported_papers() -> None:
    """The standard papers are B4 and B5 of JIS."""
    assert {"jis_b4_257x364mm", "jis_b5_182x257mm"} <= get_media_names(
        get_papers(None)
    ).keys()


@pytest.mark.parametrize(
    ("name", "width", "height", "media"),
    [
        ("105 x 156", 105, 156, "custom_105-x-156_105x156mm"),
        ("标签", 40, 30.5, "custom_biao-qian_40x30.5mm"),
        ("***", 40, 30, "custom_unknown_40x30mm"),
        ("Roll (long)", 80, 99999, "custom_roll-long_80x5000mm"),
        ("Speck", 0.004, 30, "custom_speck_1x30mm"),
    ],
)
def test_custom_name(name: str, width: float, height: float, media: str) -> None:
    """A size without a name has a custom one with the printer's own."""
    mine = paper(name, width, height)
    assert get_media_names([mine]) == {media: mine}
    assert find_paper(media, [mine]) is mine


def test_papers_of_one_size() -> None:
    """The first of several papers of a size has its standard name."""
    papers = [A4, A4_BORDERLESS, paper("标签", 40, 30), paper("标签", 40, 30)]
    names = get_media_names(papers)
    assert list(names) == [
        "iso_a4_210x297mm",
        "custom_a4-borderless_210x297mm",
        "custom_biao-qian_40x30mm",
        "custom_biao-qian-2_40x30mm",
    ]
    assert [find_paper(name, papers) for name in names] == papers
    assert find_paper((210, 297), papers) is A4
    borderless = dict.fromkeys(("top", "left"), 0)
    assert find_paper((210, 297), papers, borderless) is A4_BORDERLESS
    assert find_paper((210, 297), papers, {"top": 508}) is A4
    # Margins that no paper has change nothing.
    assert find_paper((210, 297), papers, {"top": 100}) is A4


@pytest.mark.parametrize(
    ("media", "size"),
    [
        ("custom_whatever_210x297mm", (210, 297)),
        ("custom_8.27x11.69in_8.27x11.69in", (210.058, 296.926)),
        ("oe_a-new-one_8.5x11in", (215.9, 279.4)),
        ("a4", None),
        ("iso_a4_210x297", None),
        ("iso_a4_0x297mm", None),
        ("iso_a4_210x297mm\n", None),
        ("custom_max_٢١٠x297mm", None),
        ("", None),
    ],
)
def test_parse_media_name(media: str, size: tuple[float, float] | None) -> None:
    """Self-describing names of clients are parsed, in millimetres and inches."""
    assert parse_media_name(media) == (size if size is None else pytest.approx(size))


def test_find_paper() -> None:
    """A size means the closest paper within a millimetre."""
    a_little_larger = paper("A4+", 210.8, 297.8)
    papers = [a_little_larger, A4, PHOTO]
    assert find_paper((210.1, 297), papers) is A4
    assert find_paper((210.9, 297.9), papers) is a_little_larger
    assert find_paper("custom_cups_8.27x11.69in", papers) is A4
    assert find_paper("custom_photo_4x6in", papers) is PHOTO
    assert find_paper((211.9, 297), papers) is None
    assert find_paper((297, 210), papers) is None
    assert find_paper("custom_other_50x50mm", papers) is None
    assert find_paper("letter", papers) is None


def test_margins() -> None:
    """Margins are hundredths of millimetres; an unknown one is a usual one."""
    assert get_edge_margins(A4) == {
        "top": 508,
        "right": 508,
        "bottom": 508,
        "left": 508,
    }
    assert set(get_edge_margins(A4_BORDERLESS).values()) == {0}
    assert set(get_edge_margins(paper("A4", 210, 297)).values()) == {423}
    odd = Paper(name="odd", width=40, height=30, left=-3, top=25)
    assert get_edge_margins(odd) == {"top": 750, "right": 0, "bottom": 750, "left": 0}


def test_standard_names_are_well_formed() -> None:
    """The table has each name and size once, in the unit of its class."""
    assert all(WELL_FORMED.fullmatch(name) for name in STANDARD_NAMES)
    sizes = [parse_media_name(name) for name in STANDARD_NAMES]
    assert len(set(sizes)) == len(set(STANDARD_NAMES)) == len(STANDARD_NAMES)


@given(
    st.lists(
        st.builds(
            Paper,
            name=st.text(min_size=1),
            width=st.floats(1e-6, 1e12),
            height=st.floats(1e-6, 1e12),
            left=st.none() | st.floats(-1e9, 1e9),
            top=st.none() | st.floats(-1e9, 1e9),
        ),
        min_size=1,
    )
)
def test_any_papers(papers: list[Paper]) -> None:
    """Whatever a printer reports, its papers have different, well-formed names."""
    names = get_media_names(papers)
    assert list(names.values()) == papers
    for name, known in names.items():
        assert WELL_FORMED.fullmatch(name)
        width, height = get_media_size(name, known)
        assert 0 < width <= 5000
        assert 0 < height <= 5000
        margins = get_edge_margins(known)
        assert all(0 <= side <= 125_000 for side in margins.values())
        assert find_paper(name, papers) is not None
