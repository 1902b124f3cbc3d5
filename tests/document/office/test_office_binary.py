"""Compound files."""

import struct

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.office.office_binary import CompoundFile
from tests.samples import documents

FILES = [
    documents.office("sheet.xls"),
    documents.office("letter-with-sheet.doc"),
    documents.office("slides.ppt"),
    documents.compound_file(["Workbook"], ["WordDocument"]),
    documents.compound_file(["Workbook", "Book"], sector_bytes=4096),
]
FIRST_DIRECTORY, FIRST_MINI, FIRST_MORE, FIRST_TABLE = 48, 60, 68, 76
"""Offsets in the header of the numbers of their first sectors."""
TABLE, DIRECTORY = 512, 1024
"""Offsets in a small file of `documents.compound_file`."""
LEFT, CHILD, FIRST, SIZE = 68, 76, 116, 120
"""Offsets in an entry of the directory."""


def changed(data: bytes, at: int, number: int) -> bytes:
    """Return a file with another number at an offset."""
    return data[:at] + struct.pack("<I", number) + data[at + 4 :]


@pytest.mark.parametrize("sector_bytes", [512, 4096])
@pytest.mark.parametrize("size", [4096, 4097, 100_000, 9 * 1024 * 1024])
def test_streams(size: int, sector_bytes: int) -> None:
    """Streams of every size are read, also if the table does not fit in the header."""
    content = bytes(range(1, 251)) * (size // 250) + b"x" * (size % 250)
    compound_file = CompoundFile(
        documents.compound_file(
            ["A", "Second"], ["Within"], {"A": content}, sector_bytes
        )
    )
    assert compound_file.read("A") == content
    assert compound_file.read("second") == b"Second".ljust(4096, b".")
    assert "SECOND" in compound_file
    for missing in ("Within", "ObjectPool", "Root Entry", ""):
        assert missing not in compound_file
        with pytest.raises(KeyError):
            compound_file.read(missing)


def test_small_streams() -> None:
    """Small streams are read from the mini stream."""
    sheet = CompoundFile(documents.office("sheet.xls"))
    assert len(sheet.read("Workbook")) == 1991
    # A workbook begins with BOF and ends with EOF ([MS-XLS] 2.4.21, 2.4.103).
    assert sheet.read("Workbook").startswith(b"\x09\x08\x10\0\0\x06")
    assert sheet.read("Workbook").endswith(b"\x0a\0\0\0")
    slides = CompoundFile(documents.office("slides.ppt"))
    assert slides.read("Current User")[2:4] == b"\xf6\x0f"
    assert slides.read("Pictures") == b""


@pytest.mark.parametrize(
    ("at", "number"),
    [
        (30, 0x0006_000A),  # sectors of 1024 bytes
        (44, 0),  # no table
        (FIRST_TABLE, 1000),
        (FIRST_DIRECTORY, 0xFFFFFFFE),
        (FIRST_DIRECTORY, 1000),
        (FIRST_DIRECTORY, 50),
        (TABLE + 4, 1),  # the directory is a circle
        (TABLE + 4, 500),
        (DIRECTORY + 66, 0x01),  # the first entry is not a root
        (DIRECTORY + CHILD, 4000),
        (DIRECTORY + 128 + LEFT, 1),  # an entry is its own sibling
    ],
)
def test_damaged_directory(at: int, number: int) -> None:
    """A file whose directory cannot be read is refused."""
    data = documents.compound_file(["WordDocument"])
    CompoundFile(data)
    with pytest.raises(DocumentError, match="office_damaged"):
        CompoundFile(changed(data, at, number))


def test_damaged_streams() -> None:
    """Only the incomplete stream is refused, not the others."""
    data = documents.compound_file(["A", "B"])
    for spoilt in (
        changed(data, DIRECTORY + 128 + FIRST, 0xFFFFFFFE),
        changed(data, DIRECTORY + 128 + FIRST, 100),
        changed(data, DIRECTORY + 128 + SIZE, 5000),
        changed(data, DIRECTORY + 128 + SIZE, 0xFFFFFFFF),
        # So small that it belongs in the mini stream, which does not exist
        changed(data, DIRECTORY + 128 + SIZE, 10),
    ):
        compound_file = CompoundFile(spoilt)
        with pytest.raises(DocumentError, match="office_damaged"):
            compound_file.read("A")
        assert compound_file.read("B").startswith(b"B.")
    cut = CompoundFile(data[:-4096])
    assert cut.read("A").startswith(b"A.")
    with pytest.raises(DocumentError, match="office_damaged"):
        cut.read("B")


def test_damaged_mini_stream() -> None:
    """Small streams with missing sectors are refused."""
    data = documents.office("sheet.xls")
    (directory,) = struct.unpack_from("<I", data, FIRST_DIRECTORY)
    root = (directory + 1) * 512
    for spoilt in (
        changed(data, FIRST_MINI, 0xFFFFFFFE),
        changed(data, root + FIRST, 0xFFFFFFFE),
    ):
        with pytest.raises(DocumentError, match="office_damaged"):
            CompoundFile(spoilt).read("Workbook")


def test_incomplete_last_sector() -> None:
    """Some programs do not fill the last sector, which is accepted."""
    data = documents.compound_file(["A"], contents={"A": bytes(5000)})
    assert CompoundFile(data[: 5000 - 5120]).read("A") == bytes(5000)
    with pytest.raises(DocumentError, match="office_damaged"):
        CompoundFile(data[: 5000 - 5121]).read("A")


def test_sizes_of_old_files() -> None:
    """With small sectors, the upper half of the size is ignored."""
    data = changed(documents.compound_file(["A"]), DIRECTORY + 128 + SIZE + 4, 7)
    assert len(CompoundFile(data).read("A")) == 4096
    data = documents.compound_file(["A"], sector_bytes=4096)
    data = changed(data, 2 * 4096 + 128 + SIZE + 4, 7)
    with pytest.raises(DocumentError, match="office_damaged"):
        CompoundFile(data).read("A")


def test_circular_table() -> None:
    """No more of the table is read than the file can need."""
    data = documents.compound_file(["A"])
    # The sector of the table is also the list of its further sectors.
    looping = changed(changed(data, FIRST_MORE, 0), 1020, 0)
    looping = looping[:44] + bytes(4) + looping[48:]
    with pytest.raises(DocumentError, match="office_damaged"):
        CompoundFile(looping)


def test_too_many_entries() -> None:
    """A directory with more than 4096 streams is refused."""
    CompoundFile(documents.compound_file([f"{number}" for number in range(4000)]))
    with pytest.raises(DocumentError, match="office_damaged"):
        CompoundFile(documents.compound_file([f"{number}" for number in range(4200)]))


@settings(max_examples=300, deadline=None)
@given(
    data=st.sampled_from(FILES),
    spoilt=st.lists(
        st.tuples(st.integers(0, 30_000), st.integers(0, 2**32 - 1)), max_size=5
    ),
    size=st.integers(0, 30_000),
)
@example(data=FILES[0], spoilt=[], size=511)
@example(data=FILES[0], spoilt=[], size=700)
def test_any_damage(data: bytes, spoilt: list[tuple[int, int]], size: int) -> None:
    """A damaged file is read or refused; nothing else is raised."""
    for at, number in spoilt:
        data = changed(data, at % len(data), number)
    try:
        compound_file = CompoundFile(data[: size or len(data)])
        for name in ("Workbook", "WordDocument", "Current User", "Pictures"):
            if name in compound_file:
                assert len(compound_file.read(name)) <= len(data)
    except DocumentError:
        pass
