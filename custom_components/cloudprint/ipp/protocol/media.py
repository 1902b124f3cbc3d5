"""Names of papers in IPP: the self-describing names of PWG 5101.1.

Lengths are millimetres, as in `Paper`, unless a name says hundredths.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
import re
from typing import Final

from homeassistant.util import slugify

from ...api.capabilities import Paper
from ...document.settings import MILLIMETRES_PER_INCH
from ...document.sheets.paper import Size
from ...printing.papers import get_margins, limit_size

SAME_NAME_MM: Final = 0.6  # a tolerance: 102 x 152 mm is 4 x 6 inches
SAME_SIZE_MM: Final = 1.0  # between a client's size and a paper's
_LONGEST_SLUG: Final = 60

_FORM: Final = re.compile(
    r".+_(?P<width>\d{1,5}(?:\.\d{1,4})?)x"
    r"(?P<height>\d{1,5}(?:\.\d{1,4})?)(?P<unit>mm|in)",
    re.ASCII,
)

_NAMES: Final = """
iso_a0_841x1189mm iso_a1_594x841mm iso_a2_420x594mm iso_a3_297x420mm
iso_a4_210x297mm iso_a5_148x210mm iso_a6_105x148mm iso_a7_74x105mm iso_a8_52x74mm
iso_a9_37x52mm iso_a10_26x37mm iso_a3-extra_322x445mm iso_a4-extra_235.5x322.3mm
iso_a4-tab_225x297mm iso_a5-extra_174x235mm
iso_b0_1000x1414mm iso_b1_707x1000mm iso_b2_500x707mm iso_b3_353x500mm
iso_b4_250x353mm iso_b5_176x250mm iso_b5-extra_201x276mm iso_b6_125x176mm
iso_b6c4_125x324mm iso_b7_88x125mm iso_b8_62x88mm iso_b9_44x62mm iso_b10_31x44mm
iso_c0_917x1297mm iso_c1_648x917mm iso_c2_458x648mm iso_c3_324x458mm
iso_c4_229x324mm iso_c5_162x229mm iso_c6_114x162mm iso_c6c5_114x229mm
iso_c7_81x114mm iso_c7c6_81x162mm iso_c8_57x81mm iso_c9_40x57mm iso_c10_28x40mm
iso_dl_110x220mm iso_ra3_305x430mm iso_ra4_215x305mm iso_sra3_320x450mm
iso_sra4_225x320mm
jis_b0_1030x1456mm jis_b1_728x1030mm jis_b2_515x728mm jis_b3_364x515mm
jis_b4_257x364mm jis_b5_182x257mm jis_b6_128x182mm jis_b7_91x128mm jis_b8_64x91mm
jis_b9_45x64mm jis_b10_32x45mm jis_exec_216x330mm
na_letter_8.5x11in na_legal_8.5x14in na_ledger_11x17in na_executive_7.25x10.5in
na_invoice_5.5x8.5in na_foolscap_8.5x13in na_oficio_8.5x13.4in
na_govt-letter_8x10in na_govt-legal_8x13in na_quarto_8.5x10.83in
na_letter-plus_8.5x12.69in na_letter-extra_9.5x12in na_legal-extra_9.5x15in
na_fanfold-eur_8.5x12in na_fanfold-us_11x14.875in na_super-a_8.94x14in
na_super-b_13x19in na_b-plus_12x19.17in na_edp_11x14in na_eur-edp_12x14in
na_index-3x5_3x5in na_index-4x6_4x6in na_5x7_5x7in na_index-5x8_5x8in
na_index-4x6-ext_6x8in na_10x11_10x11in na_10x13_10x13in na_10x14_10x14in
na_10x15_10x15in na_11x12_11x12in na_11x15_11x15in na_12x19_12x19in na_6x9_6x9in
na_7x9_7x9in na_9x11_9x11in na_a2_4.375x5.75in na_c5_6.5x9.5in
na_monarch_3.875x7.5in na_number-9_3.875x8.875in na_number-10_4.125x9.5in
na_number-11_4.5x10.375in na_number-12_4.75x11in na_number-14_5x11.5in
na_personal_3.625x6.5in na_arch-a_9x12in na_arch-b_12x18in na_arch-c_18x24in
na_arch-d_24x36in na_arch-e_36x48in na_c_17x22in na_d_22x34in na_e_34x44in
oe_photo-l_3.5x5in oe_square-photo_4x4in oe_square-photo_5x5in
oe_photo-s8r_8x12in oe_photo-10r_10x12in oe_photo-12r_12x15in
oe_business-card_2x3.5in
prc_1_102x165mm prc_2_102x176mm prc_4_110x208mm prc_6_120x320mm prc_7_160x230mm
prc_8_120x309mm prc_16k_146x215mm prc_32k_97x151mm
roc_8k_10.75x15.5in roc_16k_7.75x10.75in
om_16k_184x260mm om_16k_195x270mm om_juuro-ku-kai_198x275mm om_pa-kai_267x389mm
om_dai-pa-kai_275x395mm om_folio_210x330mm om_folio-sp_215x315mm
om_invite_220x220mm om_italian_110x230mm om_card_54x86mm
om_business-card_55x85mm om_business-card_55x91mm om_small-photo_100x150mm
om_medium-photo_130x180mm om_large-photo_200x300mm om_wide-photo_100x200mm
om_dsc-photo_89x119mm om_square-photo_89x89mm om_photo-30x40_300x400mm
jpn_hagaki_100x148mm jpn_oufuku_148x200mm jpn_chou2_111.1x146mm
jpn_chou3_120x235mm jpn_chou4_90x205mm jpn_kaku1_270x382mm jpn_kaku2_240x332mm
jpn_kaku3_216x277mm jpn_kaku4_197x267mm jpn_kaku5_190x240mm jpn_kaku7_142x205mm
jpn_kaku8_119x197mm jpn_you4_105x235mm jpn_you6_98x190mm
"""
STANDARD_NAMES: Final = tuple(_NAMES.split())  # of PWG 5101.1, with its additions

type EdgeMargins = Mapping[str, int]

EDGES: Final = ("top", "right", "bottom", "left")
_ANY_MARGINS: Final[EdgeMargins] = {}


def parse_media_name(name: str) -> Size | None:
    """Return the size in a self-describing name, None for any other name."""
    match = _FORM.fullmatch(name)
    if match is None:
        return None
    unit = MILLIMETRES_PER_INCH if match["unit"] == "in" else 1
    width, height = float(match["width"]) * unit, float(match["height"]) * unit
    return (width, height) if width and height else None


_STANDARD_SIZES: Final = tuple(
    (name, size) for name in STANDARD_NAMES if (size := parse_media_name(name))
)


def get_media_names(papers: Sequence[Paper]) -> dict[str, Paper]:
    """Return papers by names in IPP: the first of a size by its standard name."""
    names: dict[str, Paper] = {}
    for paper in papers:
        name = _find_standard_name((paper.width, paper.height))
        if name is None or name in names:
            name = _build_custom_name(paper, names)
        names[name] = paper
    return names


def get_media_size(name: str, paper: Paper) -> Size:
    """Return the size in the name of a paper; the printer's may differ slightly."""
    return parse_media_name(name) or limit_size(paper)


def find_paper(
    media: str | Size, papers: Sequence[Paper], margins: EdgeMargins = _ANY_MARGINS
) -> Paper | None:
    """Return the paper that a client means by a name in IPP or a size, if there is one.

    Of several papers of that size, the first with these margins, or else the first.
    """
    if isinstance(media, str):
        if (named := get_media_names(papers).get(media)) is not None:
            return named
        size = parse_media_name(media)
        return None if size is None else find_paper(size, papers, margins)
    fitting = [paper for paper in papers if _difference(media, paper) <= SAME_SIZE_MM]
    return min(
        fitting,
        key=lambda paper: (
            not margins.items() <= get_edge_margins(paper).items(),
            round(_difference(media, paper), 1),
        ),
        default=None,
    )


def get_edge_margins(paper: Paper) -> dict[str, int]:
    """Return all margins of a paper."""
    margins = map(to_hundredths, get_margins(paper))
    return dict(zip(EDGES, margins, strict=True))


def to_hundredths(length: float) -> int:
    """Return a length as IPP has it: in hundredths of millimetres."""
    return round(length * 100)


def _difference(size: Size, paper: Paper) -> float:
    return max(abs(size[0] - paper.width), abs(size[1] - paper.height))


@lru_cache(maxsize=256)
def _find_standard_name(size: Size) -> str | None:
    differences = (
        (max(abs(size[0] - width), abs(size[1] - height)), name)
        for name, (width, height) in _STANDARD_SIZES
    )
    difference, name = min(differences)
    return name if difference <= SAME_NAME_MM else None


def _build_custom_name(paper: Paper, names: dict[str, Paper]) -> str:
    """Return a name of PWG 5101.1, 5.1.1 that no other paper has."""
    slug = slugify(paper.name, separator="-")[:_LONGEST_SLUG].strip("-")
    size = "x".join(f"{side:.2f}".rstrip("0").rstrip(".") for side in limit_size(paper))
    name, number = f"custom_{slug}_{size}mm", 1
    while name in names:
        number += 1
        name = f"custom_{slug}-{number}_{size}mm"
    return name
