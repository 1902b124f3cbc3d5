"""Checks of what is loaded when Home Assistant starts; see also tests/e2e/test_first_use.py."""

from typing import Final

import pytest

from .package import FOLDER, modules_after

PACKAGE: Final = "custom_components.cloudprint"
LARGE: Final = {"PIL.ImageCms", "markdown_it", "pillow_heif", "pypdfium2"}
"""Libraries that only a print needs. Pillow itself is loaded by Home Assistant."""
_FORMS: Final = {"config_flow", "llm"}
"""Modules that Home Assistant loads for forms and language models."""

_UNUSED: Final = (
    "card_api.",
    "document.child_process",
    "document.conversion",
    "document.converter",
    "document.detection",
    "document.layouts",
    "document.office",
    "document.pdf",
    "document.pictures",
    "flows",
    "ipp.",
    "printing.action",
    "printing.job_ticket",
    "printing.jobs",
    "printing.manual_duplex",
    "printing.options",
    "printing.own_pages",
    "printing.preparing",
    "printing.sending",
    "services.actions",
    "source.check",
    "source.entity",
    "source.files",
    "source.request",
    "source.resolving",
    "source.web",
    "voice.performing",
    "voice.sentence_triggers",
)
"""What an account does not need that prints nothing: beginnings of names."""
_LIGHT: Final = {"ipp.sharing"}
"""It has no server before a printer is shared."""


def _list_modules() -> list[str]:
    """Return the modules at the top, where all is that Home Assistant itself imports."""
    return [
        PACKAGE if file.stem == "__init__" else f"{PACKAGE}.{file.stem}"
        for file in sorted(FOLDER.glob("*.py"))
    ]


def test_large_libraries_are_loaded_with_their_first_use() -> None:
    """Large libraries take no memory before they are used."""
    loaded = modules_after(*_list_modules(), f"{PACKAGE}.services.actions")
    assert f"{PACKAGE}.printing.action" in loaded
    assert loaded & LARGE == set()


@pytest.mark.parametrize(
    "names",
    [
        [PACKAGE],
        [
            name
            for name in _list_modules()
            if name.removeprefix(f"{PACKAGE}.") not in _FORMS
        ],
    ],
    ids=["integration", "entities"],
)
def test_what_prints_is_loaded_with_its_first_use(names: list[str]) -> None:
    """An account that prints nothing takes little time and memory."""
    own = {
        name.removeprefix(f"{PACKAGE}.")
        for name in modules_after(*names)
        if PACKAGE in name
    }
    assert "spool.spooler" in own
    assert {name for name in own if name.startswith(_UNUSED)} <= _LIGHT
