"""Folders of fonts for PDF files that do not contain theirs."""

from io import BytesIO
from pathlib import Path
import subprocess

from PIL import Image
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.pdf.fonts import (
    find_damaged_font,
    get_font_folders,
)
from custom_components.cloudprint.document.pdf.missing_text import TextCount
from custom_components.cloudprint.document.pdf.pdf import build_pdf_content
from custom_components.cloudprint.document.pdf.pdfium import PdfFile
from custom_components.cloudprint.document.settings import (
    FONTS_VARIABLE,
    RenderSettings,
)

from ...samples.pdf_fonts import cid_page, font_file, only_fonts_of, show

SIZE = (595, 842)
"""A page in points."""
SONG = "宋体".encode("gbk")


def drawn(data: bytes) -> tuple[TextCount, tuple[int, int, int, int] | None]:
    """Return the count of a page's text, and the box of its ink."""
    with PdfFile(data) as pdf, pdf.page(1) as page:
        picture = page.draw(SIZE, is_grey=True)
        return page.count_text(), picture.point(lambda grey: 255 - grey).getbbox()


@pytest.mark.parametrize(
    ("name", "ordering", "encoding", "value"),
    [
        ("STSong-Light", "GB1", "UniGB-UTF16-H", "牛奶鸡蛋"),
        ("SimSun", "GB1", "UniGB-UCS2-H", "牛奶鸡蛋"),
        ("".join(f"#{code:02x}" for code in SONG), "GB1", "UniGB-UCS2-H", "牛奶鸡蛋"),
        ("KaiTi,Bold", "GB1", "UniGB-UTF16-H", "牛奶鸡蛋"),
        ("MSung", "CNS1", "UniCNS-UTF16-H", "牛奶繁體"),
        ("Ryumin", "Japan1", "UniJIS-UTF16-H", "ひらがな"),
        ("HYGoThic", "Korea1", "UniKS-UTF16-H", "한글한글"),
    ],
)
def test_font_of_a_folder(
    tmp_path: Path, name: str, ordering: str, encoding: str, value: str
) -> None:
    """A font in the folder, or below it, is used in the place of any that is missing."""
    page = cid_page(show(value), name=name, ordering=ordering, encoding=encoding)
    with only_fonts_of(tmp_path):
        assert drawn(page) == (TextCount(4, 4, 0), None)
    folder = tmp_path / "chinese"
    folder.mkdir()
    (folder / "Any.TTF").write_bytes(font_file("Any", value))
    with only_fonts_of(tmp_path):
        count, box = drawn(page)
    assert count == TextCount(4, 0, 0)
    assert box is not None
    # Bars of four characters of 20 points each, on the baseline
    assert box == pytest.approx((60, 138, 137, 142), abs=2)


FONT = font_file("Z", "牛奶鸡蛋")
COLLECTION = b"ttcf" + b"".join(
    number.to_bytes(4) for number in (0x00010000, 2, 20, 20)
)
GOOD = {"ttf": FONT, "ttc": COLLECTION + FONT}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("short.ttf", b"0"),
        ("unreadable.otf", b""),
        ("page.otf", b"<html>not found</html>" * 10),
        ("zeros.TTF", bytes(1000)),
        ("no-fonts.ttc", b"ttcf" + bytes(100)),
        ("too-many.ttc", b"ttcf\0\1\0\0\x7f\xff\xff\xff" + bytes(1000)),
        ("beyond.ttc", b"ttcf\0\1\0\0\0\0\0\2" + b"\x7f\xff\xff\xff" * 2),
        ("cut-off.ttf", FONT[:-40]),
        ("cut-short.ttf", FONT[:100]),
        ("cut-off.ttc", GOOD["ttc"][:-40]),
    ],
)
def test_damaged_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    """A folder with a file that is damaged is not used, and the refusal names it."""
    monkeypatch.setenv(FONTS_VARIABLE, str(tmp_path))
    (tmp_path / "folder.ttf").mkdir()
    (tmp_path / "gone.ttf").symlink_to(tmp_path / "nothing")
    (tmp_path / "notes.txt").write_text("x")
    for good in ("Z.ttf", "Z.ttc"):
        (tmp_path / good).write_bytes(GOOD[good[-3:]])
        assert get_font_folders()[0] == str(tmp_path)
    if data:
        (tmp_path / name).write_bytes(data)
    else:
        # It cannot be read.
        (tmp_path / name).symlink_to("/proc/self/mem")
    assert str(tmp_path) not in get_font_folders()
    with pytest.raises(DocumentError) as raised:
        build_pdf_content(cid_page(show("\U00013000")), RenderSettings(dpi=50))
    assert raised.value.key == "pdf_font_damaged"
    assert raised.value.placeholders == {"page": "1", "file": name}


def test_linked_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged font in a linked folder, which PDFium reads, is found."""
    fonts, linked = tmp_path / "fonts", tmp_path / "linked"
    fonts.mkdir()
    linked.mkdir()
    (fonts / "link").symlink_to(linked)
    for name in ("back", "again"):
        (fonts / name).symlink_to(fonts)
    monkeypatch.setenv(FONTS_VARIABLE, str(fonts))
    (linked / "Z.ttf").write_bytes(FONT)
    assert find_damaged_font() is None
    (linked / "cut-off.ttf").write_bytes(FONT[:-40])
    assert find_damaged_font() == "cut-off.ttf"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "ordering", "encoding", "value"),
    [
        ("STSong-Light", "GB1", "UniGB-UTF16-H", "牛奶、鸡蛋，共 3 件 A4"),
        ("SimHei", "GB1", "UniGB-UTF16-V", "牛奶、鸡蛋"),
        ("MSung", "CNS1", "UniCNS-UTF16-H", "繁體中文 A4"),
        ("Ryumin", "Japan1", "UniJIS-UTF16-H", "ひらがなと漢字"),
        ("HYGoThic", "Korea1", "UniKS-UTF16-H", "한글과 A4"),
    ],
)
def test_real_font(
    tmp_path: Path, name: str, ordering: str, encoding: str, value: str
) -> None:
    """Text in a real font lies where poppler puts it."""
    listed = subprocess.check_output(
        ("fc-list", ":lang=zh-cn:style=Regular", "-f", "%{file}\n"), text=True
    )
    font = Path(min(listed.splitlines()))
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / font.name).symlink_to(font)
    page = cid_page(show(value), name=name, ordering=ordering, encoding=encoding)
    with only_fonts_of(tmp_path / "fonts"):
        count, box = drawn(page)
    (tmp_path / "page.pdf").write_bytes(page)
    theirs = subprocess.check_output(
        ("pdftoppm", "-r", "72", "-gray", str(tmp_path / "page.pdf"))
    )
    with Image.open(BytesIO(theirs)) as picture:
        expected = picture.point(lambda grey: 255 - grey).getbbox()
    assert not count.is_any_missing
    # Fonts differ in how much of its square a character fills.
    assert box == pytest.approx(expected, abs=5)


def test_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder of the child process is added to those of the system."""
    of_the_system = get_font_folders()
    assert "/usr/share/fonts" in of_the_system
    monkeypatch.setenv(FONTS_VARIABLE, str(tmp_path))
    assert get_font_folders() == [str(tmp_path), *of_the_system]
