"""The folders in which PDFium looks for fonts that a PDF does not contain."""

from collections.abc import Iterator
from contextlib import suppress
from ctypes import POINTER, c_char, c_char_p, cast
import os
from pathlib import Path
from struct import iter_unpack
from typing import Any, Final

import pypdfium2.raw as pdfium

from ..settings import FONTS_VARIABLE

_SYSTEM_FOLDERS: Final = (  # where PDFium looks by default
    "/usr/share/fonts",
    "/usr/share/X11/fonts/Type1",
    "/usr/share/X11/fonts/TTF",
    "/usr/local/share/fonts",
)
_MAX_LENGTH: Final = 4096  # bytes of a list of fonts


def get_font_folders() -> list[str]:
    """Return the environment's folder, if its fonts are whole, and the system's."""
    # PDFium crashes for some damaged fonts, and prefers others to whole ones.
    folder = os.environ.get(FONTS_VARIABLE)
    if folder is None or find_damaged_font() is not None:
        return [*_SYSTEM_FOLDERS]
    return [folder, *_SYSTEM_FOLDERS]


def find_damaged_font() -> str | None:
    """Return the name of a font in the folder of the environment that cannot be read."""
    folder = os.environ.get(FONTS_VARIABLE)
    for path in sorted(_list_files(Path(folder))) if folder else ():
        if path.suffix.lower() in (".otf", ".ttc", ".ttf") and path.is_file():
            with suppress(OSError):
                if _is_whole(path):
                    continue
            return path.name
    return None


def _list_files(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, through links, as PDFium finds them."""
    seen: set[Path] = set()
    for parent, folders, names in folder.walk(follow_symlinks=True):
        if (real := parent.resolve()) in seen:
            folders.clear()
            continue
        seen.add(real)
        yield from (parent / name for name in names)


def _is_whole(path: Path) -> bool:
    """Return whether a file has all tables of its fonts (OpenType 1.9)."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        offsets = bytes(4)
        if head.startswith(b"ttcf"):
            length = 4 * int.from_bytes(head[8:])
            if not 0 < length < min(size, _MAX_LENGTH):
                return False
            offsets = file.read(length)
        for (start,) in iter_unpack(">I", offsets):
            file.seek(start)
            length = 16 * int.from_bytes(file.read(12)[4:6])
            tables = file.read(length)
            if not 0 < length == len(tables):
                return False
            if any(sum(table) > size for table in iter_unpack(">8xII", tables)):
                return False
    return True


def set_font_folders(*folders: str) -> None:
    """Let PDFium find fonts here, the first ones first. No document may be open."""
    paths = (c_char_p * (len(folders) + 1))(*map(os.fsencode, folders), None)
    library: Any = pdfium
    config = library.FPDF_LIBRARY_CONFIG(version=2)
    config.m_pUserFontPaths = cast(paths, POINTER(POINTER(c_char)))
    library.FPDF_DestroyLibrary()
    library.FPDF_InitLibraryWithConfig(config)
