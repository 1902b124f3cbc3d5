"""Tests of the values that reach the child process."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
import pickle
from typing import Any, override

import pytest

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
)
from custom_components.cloudprint.document.child_process import RequestPickler
from custom_components.cloudprint.document.settings import RenderSettings
from custom_components.cloudprint.document.source_file import Edits, SourceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Older:
    """Options of before an update."""

    paper: str
    copies: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Newer:
    """The same options after it."""

    is_new: bool = False
    paper: str
    copies: int = 1


class Updated(pickle.Unpickler):
    """What the files of the child process are after an update."""

    @override
    def find_class(self, module: str, name: str, /) -> Any:
        return Newer if name == "Older" else super().find_class(module, name)


def dump(value: object) -> bytes:
    """Return a value as it is sent."""
    with BytesIO() as pickled:
        RequestPickler(pickled).dump(value)
        return pickled.getvalue()


def test_newer_files() -> None:
    """A process of newer files takes the fields by their names."""
    pickled = dump(Older(paper="A4", copies=2))
    assert Updated(BytesIO(pickled)).load() == Newer(paper="A4", copies=2)


@pytest.mark.parametrize(
    "value",
    [
        RenderSettings(
            page_ranges="1-3", arrange=ArrangeSettings(arrangement=Arrangement.GRID)
        ),
        SourceFile(path=Path("a.jpg"), name="a.jpg", edits=Edits(rotation=90)),
    ],
)
def test_equal(value: object) -> None:
    """What arrives is what was sent."""
    pickled = dump(value)
    assert pickle.loads(pickled) == value  # noqa: S301 - of this test
