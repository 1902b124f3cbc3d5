"""Tests of saved documents that keep files, by voice."""

from pathlib import Path
from typing import Any, Final

import pytest

from custom_components.cloudprint.printing.saved_document import SUBENTRY_TYPE
from custom_components.cloudprint.source.kept_files import KEPT_FILES
from tests.actions import call
from tests.samples.documents import picture
from tests.subentries import add_subentry

from .conftest import Home

NAMES: Final = ("ID card copy", "身份证复印件")


@pytest.fixture
async def cards(home: Home, tmp_path: Path) -> None:
    """Save both sides of a card as a document of each name."""
    store = home.hass.data[KEPT_FILES]
    for name in NAMES:
        files: list[dict[str, Any]] = []
        for side in ("front.jpg", "back.jpg"):
            path = tmp_path / side
            path.write_bytes(picture("JPEG", (428, 270)))
            files.append(await store.async_add(path, side, files))
        data = {"files": files, "arrange": "id_card"}
        add_subentry(home.hass, home.account, SUBENTRY_TYPE, name, **data)
    await home.settle()


@pytest.mark.usefixtures("cards")
@pytest.mark.parametrize(
    ("language", "table"),
    [
        (
            "en",
            {
                "print the ID card copy": None,
                "print two copies of the ID card copy": 2,
                "print the ID card copy twice": 2,
            },
        ),
        (
            "zh-Hans",
            {
                "打印身份证复印件": None,
                "打印两份身份证复印件": 2,
                "帮我把身份证复印件打印三份": 3,
            },
        ),
    ],
)
async def test_printed_by_name(
    home: Home, language: str, table: dict[str, int | None]
) -> None:
    """A card is printed by its name, so many times, as one sheet."""
    name = NAMES[language != "en"]
    for text, copies in table.items():
        said = await home.say(text, language=language, satellite_id=home.satellite_id)
        assert name in said
        printed = home.simulator.printed[-1]
        assert printed.printer is home.office
        assert (printed.name, printed.config.get("copies")) == (name, copies)
    assert len(home.simulator.printed) == len(table)
    jobs = (await call(home.hass, "get_jobs"))["jobs"]
    assert {(job["content"]["source"], job["pages"]) for job in jobs} == {("files", 1)}
