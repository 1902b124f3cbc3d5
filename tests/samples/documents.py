"""Creates small documents, the same bytes each time."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
import struct
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from PIL import Image

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PROPERTIES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
)
_SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"


def office(name: str) -> bytes:
    """Return a file that a real program created; see `office/README.md`."""
    return (Path(__file__).parent / "office" / name).read_bytes()


def picture(kind: str, size: tuple[int, int] = (32, 24)) -> bytes:
    """Return a picture of a Pillow format: PNG, JPEG, BMP, GIF, TIFF, WEBP."""
    image = Image.radial_gradient("L").resize(size).convert("RGB")
    with BytesIO() as file:
        image.save(file, kind)
        return file.getvalue()


def _package(main: str, main_type: str, parts: dict[str, str]) -> bytes:
    """Return an Office package (ECMA-376, part 2) whose main part is `main`."""
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{_MAIN}.{main_type}"/>'
        for name in (main,)
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1"'
        f' Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>',
        **parts,
    }
    with BytesIO() as file:
        with ZipFile(file, "w") as archive:
            for name, text in files.items():
                xml = f'<?xml version="1.0" encoding="UTF-8"?>{text}'
                archive.writestr(ZipInfo(name), xml, ZIP_DEFLATED)
        return file.getvalue()


def docx(properties: str = "", body: str = "") -> bytes:
    """Return a letter of one line and more, with what it says of itself."""
    stated = f'<Properties xmlns="{_PROPERTIES}">{properties}</Properties>'
    return _package(
        "word/document.xml",
        "wordprocessingml.document.main+xml",
        {
            **({"docProps/app.xml": stated} if properties else {}),
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r>'
            f"<w:t>Hello 你好</w:t></w:r></w:p><w:p>{body}</w:p></w:body></w:document>",
        },
    )


def xlsx() -> bytes:
    """Return a workbook with one empty sheet."""
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main+xml",
        {
            "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
            f'<Relationship Id="r1" Type="{_OFFICE}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData/>'
            "</worksheet>",
        },
    )


def pptx(slides: int = 0, properties: str = "") -> bytes:
    """Return a presentation of slides without content, with what it says of itself."""
    stated = f'<Properties xmlns="{_PROPERTIES}">{properties}</Properties>'
    return _package(
        "ppt/presentation.xml",
        "presentationml.presentation.main+xml",
        {
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{_SLIDES}">'
            '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
            **({"docProps/app.xml": stated} if properties else {}),
            **{
                f"ppt/slides/slide{number}.xml": f'<p:sld xmlns:p="{_SLIDES}"/>'
                for number in range(slides)
            },
        },
    )


def archive(*names: str) -> bytes:
    """Return a ZIP file that is no Office package, or is like one."""
    with BytesIO() as file:
        with ZipFile(file, "w") as zipped:
            for name in names:
                zipped.writestr(ZipInfo(name), "x")
        return file.getvalue()


_END_OF_CHAIN, _FREE, _FAT, _MORE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound_file(
    streams: Sequence[str],
    inner: Sequence[str] = (),
    contents: Mapping[str, bytes] | None = None,
    sector_bytes: int = 512,
) -> bytes:
    """Return an OLE file ([MS-CFB]) with streams of 4096 bytes, or of their contents.

    `inner` are streams in a storage, as an embedded document has them. Contents are
    padded to whole sectors.
    """
    names = ["Root Entry", *streams, *(["ObjectPool", *inner] if inner else [])]
    pool = len(streams) + 1
    filled = {
        name: (contents or {}).get(name, name.encode()).ljust(4096, b".")
        for number, name in enumerate(names)
        if number not in (0, pool)
    }
    sectors_of = {name: -(-len(data) // sector_bytes) for name, data in filled.items()}
    directory_sectors = -(-len(names) * 128 // sector_bytes)
    # First the table, then its sectors that do not fit into the header, then the
    # directory, then the streams.
    numbers = sector_bytes // 4
    table_sectors = more_sectors = 0
    while table_sectors * numbers < (
        total := table_sectors
        + more_sectors
        + directory_sectors
        + sum(sectors_of.values())
    ):
        table_sectors = -(-total // numbers)
        more_sectors = -(-max(table_sectors - 109, 0) // (numbers - 1))
    directory = table_sectors + more_sectors
    table = [_FAT] * table_sectors + [_MORE] * more_sectors
    table += [*range(len(table) + 1, directory + directory_sectors), _END_OF_CHAIN]
    entries = []
    for number, name in enumerate(names):
        kind = _ROOT if number == 0 else _STORAGE if number == pool else _STREAM
        is_last = number in (pool if inner else pool - 1, len(names) - 1)
        first, size = (0, 0) if kind == _STORAGE else (_END_OF_CHAIN, 0)
        if kind == _STREAM:
            first, size = len(table), len(filled[name])
            table += [*range(first + 1, first + sectors_of[name]), _END_OF_CHAIN]
        encoded = name.encode("utf-16-le")
        entries.append(
            encoded.ljust(64, b"\0")
            + struct.pack(
                "<HBBIII16xI16xIQ",
                len(encoded) + 2,
                kind,
                1,  # black
                _NONE,
                _NONE if number == 0 or is_last else number + 1,
                number + 1 if kind in (_ROOT, _STORAGE) else _NONE,
                0,
                first,
                size,
            )
        )
    unused = bytes(66) + struct.pack("<BBIII48x", 0, 0, _NONE, _NONE, _NONE)
    entries += [unused] * (directory_sectors * sector_bytes // 128 - len(entries))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        0x3E,
        3 if sector_bytes == 512 else 4,
        0xFFFE,
        sector_bytes.bit_length() - 1,
        6,
        0 if sector_bytes == 512 else directory_sectors,
        table_sectors,
        directory,
        0,
        4096,
        _END_OF_CHAIN,
        0,
        table_sectors if more_sectors else _END_OF_CHAIN,
        more_sectors,
    )
    where = [*range(table_sectors), *[_FREE] * (109 - table_sectors)]
    header += struct.pack("<109I", *where[:109])
    more = b""
    for number in range(more_sectors):
        start = 109 + number * (numbers - 1)
        listed = where[start : start + numbers - 1]
        listed += [_FREE] * (numbers - 1 - len(listed))
        is_last = number == more_sectors - 1
        listed.append(_END_OF_CHAIN if is_last else table_sectors + number + 1)
        more += struct.pack(f"<{numbers}I", *listed)
    table += [_FREE] * (table_sectors * numbers - len(table))
    return b"".join(
        (
            header.ljust(sector_bytes, b"\0"),
            struct.pack(f"<{len(table)}I", *table),
            more,
            *entries,
            *(
                data.ljust(sectors_of[name] * sector_bytes, b".")
                for name, data in filled.items()
            ),
        )
    )


def doc() -> bytes:
    """Return an OLE file like an old Word document."""
    return compound_file(["WordDocument", "1Table"])


def xls() -> bytes:
    """Return an OLE file like an old workbook."""
    return compound_file(["Workbook"])


def ppt() -> bytes:
    """Return an OLE file like an old presentation."""
    return compound_file(["Current User", "PowerPoint Document"])
