"""Conversion of Office files that real programs have saved."""

import random

from hypothesis import example, given, settings as examples, strategies as st
import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource
from custom_components.cloudprint.document.conversion import convert
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.formats import DocumentFormat
from custom_components.cloudprint.document.office.office_binary import check_binary
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.text.text import decode_text
from tests.samples import documents
from tests.simulator.contents import CONTENT_FORMS

PRINTED = {
    "letter.doc": "WORD",
    "letter.docx": "WORD",
    "letter.docm": "WORD",
    "letter.dotx": "WORD",
    "letter-with-sheet.doc": "WORD",
    "letter-with-sheet.docx": "WORD",
    "sheet.xls": "EXCEL",
    "sheet.xlsx": "EXCEL",
    "sheet.xlsm": "EXCEL",
    "sheet.xltx": "EXCEL",
    "slides.ppt": "PPT",
    "slides.pptx": "PPT",
    "slides.pptm": "PPT",
    "slides.potx": "PPT",
    "slides.ppsx": "PPT",
}
DOCUMENTED = ("doc", "docx", "xls", "xlsx", "ppt", "pptx")
"""Endings of the files that OpenAPI 3.6.2 names."""
FOREIGN = {
    "letter.odt": ("ODT", "DOCX, PDF"),
    "letter.ott": ("ODT", "DOCX, PDF"),
    "sheet.ods": ("ODS", "XLSX, PDF"),
    "slides.odp": ("ODP", "PPTX, PDF"),
    "drawing.odg": ("ODG", "PDF"),
}
WPS = {"letter.doc": "wps", "sheet.xls": "et", "slides.ppt": "dps"}
"""Names of such files if WPS Office saves them in its own formats."""
ENCRYPTED = (
    "letter-password.doc",
    "letter-password.docx",
    "letter-password.odt",
    "sheet-default-password.xls",
    "sheet-password.xls",
    "sheet-password.xlsx",
    "sheet-password.ods",
    "slides-password.pptx",
)
SETTINGS, NATIVE = RenderSettings(), RenderSettings(is_native=True)


def refusal(
    data: bytes,
    settings: RenderSettings = SETTINGS,
    *,
    name: str = "",
    wanted: DocumentFormat | None = None,
) -> tuple[str, dict[str, str]]:
    """Return the key and the placeholders of the error for a document."""
    with pytest.raises(DocumentError) as raised:
        convert(data, settings, name=name, wanted=wanted)
    return raised.value.key, raised.value.placeholders


@pytest.mark.parametrize("name", PRINTED)
def test_printed(name: str) -> None:
    """Office files are sent unchanged, whatever the name."""
    data = documents.office(name)
    for settings in (SETTINGS, NATIVE):
        for called in (name, "", "wrong.txt", "wrong.pdf", "wrong.odt"):
            content = convert(data, settings, name=called)
            assert content.media_format is MediaFormat(PRINTED[name])
            assert content.media_source is MediaSource.BASE64
            assert content.payload == data
            assert content.pages is None
            assert content.paper is None


@pytest.mark.parametrize("name", PRINTED)
def test_undocumented_kinds(name: str) -> None:
    """A file has a warning for what is in it, or for its name."""
    data = documents.office(name)
    ending = name.rpartition(".")[2]
    expected = () if ending in DOCUMENTED else ("format_undocumented",)
    assert convert(data, SETTINGS, name=name).warnings == expected
    # LibreOffice writes slide shows like presentations.
    if ending != "ppsx":
        assert convert(data, SETTINGS, name="letter.docx").warnings == expected


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("letter.doc", "letter.dot"),
        ("letter.doc", "Letter.DOT"),
        ("sheet.xls", "sheet.xlt"),
        ("slides.ppt", "slides.pps"),
        ("slides.ppt", "slides.pot"),
    ],
)
def test_old_templates(name: str, called: str) -> None:
    """Only its name tells that a file in an old format is a template."""
    content = convert(documents.office(name), SETTINGS, name=called)
    assert content.warnings == ("format_undocumented",)


@pytest.mark.parametrize("name", FOREIGN)
def test_native_formats(name: str) -> None:
    """What the account takes by its settings has no warning."""
    assert convert(documents.office(name), NATIVE, name=name).warnings == ()


@pytest.mark.parametrize("name", FOREIGN)
def test_open_documents(name: str) -> None:
    """OpenDocument files are refused with advice, unless the account takes them."""
    data = documents.office(name)
    document_format, supported = FOREIGN[name]
    for called in (name, "", "a.docx"):
        assert refusal(data, name=called) == (
            "office_foreign",
            {"value": document_format, "supported": supported},
        )
        content = convert(data, NATIVE, name=called)
        assert content.media_format is MediaFormat(document_format)
        assert content.media_source is MediaSource.BASE64
        assert content.payload == data


@pytest.mark.parametrize("name", WPS)
def test_wps_files(name: str) -> None:
    """WPS files are recognized by their names."""
    data = documents.office(name)
    called = f"a.{WPS[name].upper()}"
    advice = {"value": "WPS", "supported": "DOCX, XLSX, PPTX, PDF"}
    for wanted in (None, DocumentFormat.WPS):
        assert refusal(data, name=called, wanted=wanted) == ("office_foreign", advice)
        content = convert(data, NATIVE, name=called, wanted=wanted)
        assert content.media_format is MediaFormat.WPS
        assert content.payload == data
    # A request for an Office format has priority: Office reads such files, too.
    office = DocumentFormat(PRINTED[name])
    content = convert(data, SETTINGS, name=called, wanted=office)
    assert content.media_format is MediaFormat(office)


def test_office_file_with_wps_name() -> None:
    """A new Office file with the name of a WPS file is an Office file."""
    content = convert(documents.docx(), SETTINGS, name="a.wps")
    assert content.media_format is MediaFormat.WORD
    assert refusal(documents.docx(), wanted=DocumentFormat.WPS) == (
        "content_mismatch",
        {"format": "WPS"},
    )


@pytest.mark.parametrize("name", ENCRYPTED)
def test_encrypted(name: str) -> None:
    """A file with a password is refused, whatever the name."""
    data = documents.office(name)
    for settings in (SETTINGS, NATIVE):
        for called in (name, "", "a.txt", "a.wps"):
            assert refusal(data, settings, name=called) == ("office_encrypted", {})


@pytest.mark.parametrize(
    "data",
    [
        documents.compound_file(
            ["WordDocument"], contents={"WordDocument": bytes(11) + b"\1"}
        ),
        # WriteProtect may come before FilePass; [MS-XLS] 2.1.7.20.3
        documents.compound_file(
            ["Workbook"],
            contents={
                "Workbook": b"\x09\x08\4\0\0\6\5\0\x86\0\0\0\x2f\0\6\0\0\0\1\2\3\4"
            },
        ),
        documents.compound_file(
            ["Book"], contents={"Book": b"\x09\x08\4\0\0\5\5\0\x2f\0\4\0\1\2\3\4"}
        ),
        documents.compound_file(
            ["PowerPoint Document", "Current User"],
            contents={
                "Current User": bytes.fromhex("0000f60f1c00000014000000dfc4d1f3")
            },
        ),
        # A document with restricted permissions
        documents.compound_file(["\tDRMContent", "WordDocument"]),
        documents.compound_file(["EncryptedPackage"]),
    ],
)
def test_other_ways_to_encrypt(data: bytes) -> None:
    """All marks of a password are recognized."""
    assert refusal(data) == ("office_encrypted", {})


@pytest.mark.parametrize(
    "data",
    [
        documents.doc(),
        documents.xls(),
        documents.ppt(),
        documents.docx(),
        documents.xlsx(),
        documents.pptx(),
        documents.compound_file(["PowerPoint Document"]),
        # A workbook that ends within its first records
        documents.compound_file(
            ["Workbook"], contents={"Workbook": (b"\1\0\xf0\0" + bytes(240)) * 17}
        ),
        documents.compound_file(
            ["Workbook"], contents={"Workbook": b"\x09\x08\xfa\x0f"}
        ),
        # Workbooks for two versions of Excel in one file
        documents.compound_file(["Workbook", "Book"], ["WordDocument"]),
    ],
)
def test_without_password(data: bytes) -> None:
    """A file without a password is sent."""
    assert convert(data, SETTINGS).payload == data


@pytest.mark.parametrize("name", [*PRINTED, *FOREIGN])
def test_damaged(name: str) -> None:
    """A truncated file is refused."""
    data = documents.office(name)
    # The last bytes of a compound file may be unused.
    for size in (8, 600, len(data) // 2, len(data) * 3 // 4):
        assert refusal(data[:size], NATIVE, name=name) == ("office_damaged", {})


def test_damaged_stream() -> None:
    """A compound file with a complete directory may have an incomplete stream."""
    data = documents.doc()
    with pytest.raises(DocumentError) as raised:
        check_binary(data[:-6000])
    assert raised.value.key == "office_damaged"
    assert refusal(data[:-6000]) == ("office_damaged", {})


def test_size() -> None:
    """A file that is too large is refused before it is read."""
    data = documents.office("letter-password.doc")
    small = RenderSettings(max_bytes=len(data) - 1)
    assert refusal(data, small)[0] == "content_too_large"


def test_rtf() -> None:
    """RTF is refused, also with the name of a Word file."""
    key, placeholders = refusal(documents.office("letter.rtf"), name="letter.doc")
    assert (key, placeholders["value"]) == ("format_unknown", "RTF")


def damaged(name: str, seed: int) -> bytes:
    """Return a file with changed bytes, possibly truncated."""
    chance = random.Random(seed)
    spoilt = bytearray(documents.office(name))
    for _ in range(chance.randrange(40)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    if chance.randrange(2):
        # Numbers that refer to other places
        at = chance.randrange(len(spoilt) - 4)
        spoilt[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\1\0\0\0"])
    return bytes(spoilt[: chance.choice([len(spoilt), chance.randrange(len(spoilt))])])


@examples(max_examples=500, deadline=None)
@given(
    data=st.builds(
        damaged, st.sampled_from([*PRINTED, *FOREIGN, *ENCRYPTED]), st.integers(0)
    ),
    name=st.sampled_from(["", "a.doc", "a.xlsx", "a.odp", "a.et", "a.txt", "a.zip"]),
    is_native=st.booleans(),
)
@example(data=b"\xd0\xcf", name="", is_native=False)
@example(data=b"PK\x03\x04PK\x05\x06" + b"\xff" * 18, name="", is_native=False)
def test_any_damage(data: bytes, name: str, is_native: bool) -> None:
    """A damaged file is sent unchanged or raises DocumentError."""
    try:
        content = convert(data, RenderSettings(is_native=is_native), name=name)
    except DocumentError:
        return
    assert is_native or (content.media_format, content.media_source) in CONTENT_FORMS
    if content.media_source is MediaSource.BASE64:
        assert content.payload == data
    else:
        # The rest is so short that it may be text.
        assert content.payload.decode() == decode_text(data)


BREAK = '<w:r><w:br w:type="page"/></w:r>'
OLD_BREAK = "<w:lastRenderedPageBreak/>"
BEFORE = "<w:pPr><w:pageBreakBefore{}/></w:pPr>"
SECTION = '<w:sectPr><w:type w:val="{}"/></w:sectPr>'
WORDS = "<w:r><w:t>" + "word " * 3000 + "</w:t></w:r>"


@pytest.mark.parametrize(
    ("properties", "body", "pages"),
    [
        # "Hello 你好": a Chinese character is a word
        ("<Pages>7</Pages><Words>3</Words>", "", 7),
        ("<ep:Pages> 12 </ep:Pages><ep:Words>3</ep:Words>", "", 12),
        # As Word counts it in Chinese texts
        ("<Pages>1</Pages><Words>1</Words>", "", None),
        (
            "<Pages>1</Pages><Words>1</Words><CharactersWithSpaces>9"
            "</CharactersWithSpaces>",
            "",
            1,
        ),
        # python-docx's template
        ("<Pages>1</Pages><Words>0</Words><Characters>0</Characters>", "", None),
        ("<Pages>1</Pages><Words>3</Words>", "<w:r><w:t>Changed</w:t></w:r>", None),
        ("<Pages>1</Pages><Words>3003</Words>", WORDS, None),
        ("<Pages>2</Pages><Words>3003</Words>", WORDS, 2),
        ("<Pages>2</Pages><Words>3</Words>", BREAK, 2),
        ("<Pages>2</Pages><Words>3</Words>", BREAK * 2, None),
        ("<Pages>2</Pages><Words>3</Words>", BEFORE.format("") * 2, None),
        ("<Pages>1</Pages><Words>3</Words>", BEFORE.format(' w:val="0"'), 1),
        ("<Pages>3</Pages><Words>3</Words>", OLD_BREAK * 2, 3),
        ("<Pages>2</Pages><Words>3</Words>", OLD_BREAK * 2, None),
        ("<Pages>1</Pages><Words>3</Words>", SECTION.format("nextPage") * 2, None),
        ("<Pages>1</Pages><Words>3</Words>", SECTION.format("continuous") * 3, 1),
        ("<Pages>0</Pages><Words>3</Words>", "", None),
        ("<Pages>-3</Pages><Words>3</Words>", "", None),
        ("<Pages>1234567</Pages><Words>3</Words>", "", None),
        ("<Slides>7</Slides>", "", None),
        ("<Pages", "", None),
        ("", "", None),
    ],
)
def test_stated_pages(properties: str, body: str, pages: int | None) -> None:
    """What a Word file says of itself is believed where its text agrees."""
    content = convert(documents.docx(properties, body), SETTINGS)
    assert (content.stated_pages, content.pages) == (pages, None)


@pytest.mark.parametrize("slides", [0, 2, 300])
def test_slides(slides: int) -> None:
    """Slides are counted, whatever a presentation says of itself."""
    content = convert(documents.pptx(slides, "<Slides>1</Slides>"), SETTINGS)
    assert content.stated_pages == (slides or None)
