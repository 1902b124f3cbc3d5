"""Checks of what is loaded when Home Assistant starts."""

import subprocess
import sys
from typing import Final

from .package import FOLDER, ROOT

LARGE: Final = {"PIL.ImageCms", "markdown_it", "pillow_heif", "pypdfium2"}
"""Libraries that only a print needs. Pillow itself is loaded by Home Assistant."""


def test_large_libraries_are_loaded_with_their_first_use() -> None:
    """Large libraries take no memory before they are used."""
    # All that Home Assistant itself imports is at the top of the integration.
    names = (
        "custom_components.cloudprint"
        if file.stem == "__init__"
        else f"custom_components.cloudprint.{file.stem}"
        for file in sorted(FOLDER.glob("*.py"))
    )
    program = (
        "from tests import early",
        *(f"import {name}" for name in names),
        "import sys",
        "print(*sys.modules)",
    )
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = set(ended.stdout.split())
    assert "custom_components.cloudprint.document.conversion" in loaded
    assert loaded & LARGE == set()
