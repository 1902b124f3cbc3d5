"""A Home Assistant that writes down what it imports, and whether in its event loop.

Python runs this file in the place of `-m homeassistant`, with a file before Home
Assistant's own arguments. It has a line for each module of the integration and for each
large library: its name, and `loop` or `thread`. So have the files of locale data.
"""

import asyncio
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
import sys
from types import ModuleType
from typing import Any, Final, override

FILE: Final = Path(__file__)
_LARGE: Final = ("PIL", "markdown_it", "numpy", "pillow_heif", "pypdfium2", "zeroconf")


class _Recorder(MetaPathFinder):
    """Finds nothing, but is asked first for each module that is not loaded yet."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @override
    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> ModuleSpec | None:
        name = fullname.removeprefix("custom_components.cloudprint")
        if name != fullname or fullname.partition(".")[0] in _LARGE:
            _write(self._file, name.removeprefix("."))
        return None


def _write(file: Path, name: str) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        place = "thread"
    else:
        place = "loop"
    with file.open("a", encoding="utf-8") as output:
        output.write(f"{name} {place}\n")


def _main() -> int:
    record = Path(sys.argv.pop(1))

    def opened(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith(".dat"):
            _write(record, Path(arguments[0]).name)

    sys.addaudithook(opened)
    sys.meta_path.insert(0, _Recorder(record))
    from homeassistant.__main__ import main  # noqa: PLC0415

    return main()


if __name__ == "__main__":
    sys.exit(_main())
