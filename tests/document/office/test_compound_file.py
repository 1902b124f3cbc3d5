"""Compound files."""

import struct

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.cloudprint.document.office.compound_file import (
    CompoundFile,
    CompoundFileError,
)
from tests import documents

FILES = [
    documents.office("sheet.xls"),
    documents.office("letter-with-sheet.doc"),
    documents.office("slides.ppt"),
    documents.compound_file(["Workbook"], ["WordDocument"]),
    documents.compound_file(["Workbook", "Book"], sector_bytes=4096),
]
FIRST_DIRECTORY, FIRST_MINI, FIRST_MORE, FIRST_TABLE = 48, 60, 68, 76
"""Where the header says where these begin."""
TABLE, DIRECTORY = 512, 1024
"""Where both begin in a small file made here."""
LEFT, CHILD, FIRST, SIZE = 68, 76, 116, 120
"""Where these are in an entry of the directory."""


def changed(data: bytes, at: int, number: int) -> bytes:
    """Return a file with another number at some place."""
    return data[:at] + struct.pack("<I", number) + data[at + 4 :]


@pytest.mark.parametrize("sector_bytes", [512, 4096])
@pytest.mark.parametrize("size", [4096, 4097, 100_000, 9 * 1024 * 1024])
def test_streams(size: int, sector_bytes: int) -> None:
    """Streams of every size are read whole, also where the header is too small."""
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
    """What is smaller than a sector is found in the mini stream."""
    sheet = CompoundFile(documents.office("sheet.xls"))
    assert len(sheet.read("Workbook")) == 1991
    # A workbook begins and ends with marks of its own ([MS-XLS] 2.4.21, 2.4.103).
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
        (DIRECTORY + 66, 0x01),  # the root is no root
        (DIRECTORY + CHILD, 4000),
        (DIRECTORY + 128 + LEFT, 1),  # an entry is its own sister
    ],
)
def test_damaged_directory(at: int, number: int) -> None:
    """A file whose directory cannot be read is refused."""
    data = documents.compound_file(["WordDocument"])
    CompoundFile(data)
    with pytest.raises(CompoundFileError):
        CompoundFile(changed(data, at, number))


def test_damaged_streams() -> None:
    """A stream that is not all there is refused, and others are not."""
    data = documents.compound_file(["A", "B"])
    for spoilt in (
        changed(data, DIRECTORY + 128 + FIRST, 0xFFFFFFFE),
        changed(data, DIRECTORY + 128 + FIRST, 100),
        changed(data, DIRECTORY + 128 + SIZE, 5000),
        changed(data, DIRECTORY + 128 + SIZE, 0xFFFFFFFF),
        # So small that it ought to be in the mini stream, which there is not
        changed(data, DIRECTORY + 128 + SIZE, 10),
    ):
        compound_file = CompoundFile(spoilt)
        with pytest.raises(CompoundFileError):
            compound_file.read("A")
        assert compound_file.read("B").startswith(b"B.")
    cut = CompoundFile(data[:-4096])
    assert cut.read("A").startswith(b"A.")
    with pytest.raises(CompoundFileError):
        cut.read("B")


def test_damaged_mini_stream() -> None:
    """Small streams whose sectors are nowhere are refused."""
    data = documents.office("sheet.xls")
    (directory,) = struct.unpack_from("<I", data, FIRST_DIRECTORY)
    root = (directory + 1) * 512
    for spoilt in (
        changed(data, FIRST_MINI, 0xFFFFFFFE),
        changed(data, root + FIRST, 0xFFFFFFFE),
    ):
        with pytest.raises(CompoundFileError):
            CompoundFile(spoilt).read("Workbook")


def test_the_last_sector_need_not_be_whole() -> None:
    """Some programs do not fill the last sector; what is in it counts."""
    data = documents.compound_file(["A"], contents={"A": bytes(5000)})
    assert CompoundFile(data[: 5000 - 5120]).read("A") == bytes(5000)
    with pytest.raises(CompoundFileError):
        CompoundFile(data[: 5000 - 5121]).read("A")


def test_sizes_of_old_files() -> None:
    """Files with small sectors have half of the size unused, and sometimes not empty."""
    data = changed(documents.compound_file(["A"]), DIRECTORY + 128 + SIZE + 4, 7)
    assert len(CompoundFile(data).read("A")) == 4096
    data = documents.compound_file(["A"], sector_bytes=4096)
    data = changed(data, 2 * 4096 + 128 + SIZE + 4, 7)
    with pytest.raises(CompoundFileError):
        CompoundFile(data).read("A")


def test_a_table_that_goes_on_for_ever() -> None:
    """The table is not read further than the file is long."""
    data = documents.compound_file(["A"])
    # The sector of the table is said to be one that says where more of it is.
    looping = changed(changed(data, FIRST_MORE, 0), 1020, 0)
    looping = looping[:44] + bytes(4) + looping[48:]
    with pytest.raises(CompoundFileError):
        CompoundFile(looping)


def test_too_many_entries() -> None:
    """No directory is so large that it need be read to its end."""
    CompoundFile(documents.compound_file([f"{number}" for number in range(4000)]))
    with pytest.raises(CompoundFileError):
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
    """Whatever is wrong with a file, it is read or refused."""
    for at, number in spoilt:
        data = changed(data, at % len(data), number)
    try:
        compound_file = CompoundFile(data[: size or len(data)])
        for name in ("Workbook", "WordDocument", "Current User", "Pictures"):
            if name in compound_file:
                assert len(compound_file.read(name)) <= len(data)
    except CompoundFileError:
        pass
