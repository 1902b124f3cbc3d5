"""Tests of the fields that say how files are laid out."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.cloudprint.document.arrange.settings import (
    Arrangement,
    ArrangeSettings,
    CleanUp,
    PictureFit,
)
from custom_components.cloudprint.document.source_file import MAX_FILES, Edits
from custom_components.cloudprint.source.arranging import (
    ARRANGE_FIELDS,
    FileItem,
    parse_items,
    parse_settings,
)
from tests.actions import may_refuse, refuses

CORNERS = ((0.1, 0.2), (0.9, 0.1), (0.8, 0.9), (0.2, 0.8))


@pytest.mark.parametrize(
    ("fields", "settings"),
    [
        ({}, None),
        ({"arrange": None, "picture_fit": None}, None),
        ({"arrange": "pages"}, ArrangeSettings()),
        ({"arrange": " Grid "}, ArrangeSettings(arrangement=Arrangement.GRID)),
        (
            {"arrange": "grid", "pictures_per_sheet": "9", "picture_fit": "fill"},
            ArrangeSettings(
                arrangement=Arrangement.GRID, per_sheet=9, fit=PictureFit.FILL
            ),
        ),
        (
            {"arrange": "grid", "pictures_per_sheet": 4.0},
            ArrangeSettings(arrangement=Arrangement.GRID, per_sheet=4),
        ),
        (
            {"arrange": "grid", "picture_size": "60x40"},
            ArrangeSettings(arrangement=Arrangement.GRID, size=(60, 40)),
        ),
        (
            {"arrange": "grid", "picture_size": "60.5 × 40 mm"},
            ArrangeSettings(arrangement=Arrangement.GRID, size=(60.5, 40)),
        ),
        (
            {"arrange": "grid", "picture_size": {"width": "60", "height": 40}},
            ArrangeSettings(arrangement=Arrangement.GRID, size=(60, 40)),
        ),
        # Names come first: these are inches and centimetres.
        (
            {"arrange": "grid", "picture_size": "4X6"},
            ArrangeSettings(arrangement=Arrangement.GRID, size=(101.6, 152.4)),
        ),
        (
            {"arrange": "photo", "picture_size": "10x15"},
            ArrangeSettings(arrangement=Arrangement.PHOTO, size=(100, 150)),
        ),
        ({"arrange": "photo"}, ArrangeSettings(arrangement=Arrangement.PHOTO)),
        (
            {"arrange": "photo", "picture_size": "page", "picture_fit": "Fit"},
            ArrangeSettings(arrangement=Arrangement.PHOTO, fit=PictureFit.FIT),
        ),
        (
            {"arrange": "id_photos"},
            ArrangeSettings(arrangement=Arrangement.ID_PHOTOS),
        ),
        (
            {"arrange": "id_photos", "picture_size": "2_inch"},
            ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(35, 49)),
        ),
        # A size is the same in each of the arrangements.
        (
            {"arrange": "id_photos", "picture_size": "33x48"},
            ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(33, 48)),
        ),
        (
            {"arrange": "id_photos", "picture_size": "40 × 60 mm"},
            ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(40, 60)),
        ),
        (
            {"arrange": "id_photos", "picture_size": "10x15"},
            ArrangeSettings(arrangement=Arrangement.ID_PHOTOS, size=(100, 150)),
        ),
        (
            {"arrange": "photo", "picture_size": "7_inch"},
            ArrangeSettings(arrangement=Arrangement.PHOTO, size=(127, 178)),
        ),
        (
            {"arrange": "photo", "picture_size": {"width": 60, "height": 90}},
            ArrangeSettings(arrangement=Arrangement.PHOTO, size=(60, 90)),
        ),
        (
            {"arrange": "photo", "picture_size": "1_inch"},
            ArrangeSettings(arrangement=Arrangement.PHOTO, size=(25, 35)),
        ),
        ({"arrange": "id_card"}, ArrangeSettings(arrangement=Arrangement.ID_CARD)),
        ({"arrange": "booklet"}, ArrangeSettings(arrangement=Arrangement.BOOKLET)),
        ({"arrange": "invoices"}, ArrangeSettings(arrangement=Arrangement.INVOICES)),
    ],
)
def test_arrangements(fields: dict[str, Any], settings: ArrangeSettings | None) -> None:
    """Each arrangement has its options, and usual values without them."""
    assert parse_settings(fields).arrange == settings


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"arrange": "circle"}, "arrange"),
        ({"arrange": ["grid"]}, "arrange"),
        ({"arrange": "grid", "pictures_per_sheet": 3}, "pictures_per_sheet"),
        ({"arrange": "grid", "pictures_per_sheet": 25}, "pictures_per_sheet"),
        ({"arrange": "grid", "pictures_per_sheet": "many"}, "pictures_per_sheet"),
        ({"arrange": "grid", "picture_fit": "stretch"}, "picture_fit"),
        ({"arrange": "grid", "picture_size": "page"}, "picture_size"),
        ({"arrange": "grid", "picture_size": "60"}, "picture_size"),
        ({"arrange": "grid", "picture_size": "9x9"}, "picture_size"),
        ({"arrange": "grid", "picture_size": "1001x20"}, "picture_size"),
        ({"arrange": "grid", "picture_size": {"width": 60}}, "picture_size"),
        (
            {"arrange": "grid", "picture_size": {"width": 1, "height": 2}},
            "picture_size",
        ),
        ({"arrange": "photo", "picture_size": "9x40"}, "picture_size"),
        ({"arrange": "id_photos", "picture_size": "page"}, "picture_size"),
        ({"arrange": "id_photos", "picture_size": 1}, "picture_size"),
    ],
)
def test_invalid_values(fields: dict[str, Any], field: str) -> None:
    """An invalid value is refused with those that would do."""
    with refuses("option_invalid", field=field):
        parse_settings(fields)


@pytest.mark.parametrize(
    ("fields", "supported"),
    [
        ({"pictures_per_sheet": 4}, "grid"),
        ({"arrange": "photo", "pictures_per_sheet": 4}, "grid"),
        ({"arrange": "id_card", "picture_size": "1_inch"}, "grid, photo, id_photos"),
        (
            {"arrange": "booklet", "picture_fit": "fit"},
            "grid, photo, id_card, id_photos",
        ),
    ],
)
def test_misplaced_options(fields: dict[str, Any], supported: str) -> None:
    """An option without its arrangement is refused, and says which it is for."""
    with refuses("arrange_option_misplaced", supported=supported):
        parse_settings(fields)


def test_number_and_size_of_pictures() -> None:
    """A grid has a number of pictures, or a size for them."""
    fields = {"arrange": "grid", "pictures_per_sheet": 4, "picture_size": "60x40"}
    with refuses("fields_contradict", field="pictures_per_sheet"):
        parse_settings(fields)


def test_clean_up() -> None:
    """Photographed pages are cleaned up in one of three ways, or not at all."""
    assert parse_settings({}).clean_up is None
    assert parse_settings({"clean_up": "Black"}).clean_up is CleanUp.BLACK
    with refuses(
        "option_invalid", field="clean_up", supported="straighten, color, grey, black"
    ):
        parse_settings({"clean_up": True})


def test_one_file() -> None:
    """One value is one file, and so is a list of one; its value is checked later."""
    assert parse_items("file", "a") == [FileItem("a")]
    assert parse_items("upload", ["a"]) == [FileItem("a")]
    item = {"media_content_id": "a", "metadata": {}}
    assert parse_items("media", item) == [FileItem(item)]
    assert parse_items("file", {"crop": 1}) == [FileItem({"crop": 1})]


def test_edits() -> None:
    """Each file of a list may have changes of its own."""
    media = {"media_content_id": "a"}
    assert parse_items(
        "media",
        (
            "b",
            {"media": media, "rotation": "90"},
            {"media": "c", "crop": [0, "0.1", 1, 0.9]},
            {"media": "d", "corners": CORNERS, "rotation": None, "crop": None},
        ),
    ) == [
        FileItem("b"),
        FileItem(media, Edits(rotation=90)),
        FileItem("c", Edits(crop=(0, 0.1, 1, 0.9))),
        FileItem("d", Edits(corners=CORNERS)),
    ]


@pytest.mark.parametrize(
    ("edit", "value"),
    [
        ("rotation", 45),
        ("rotation", 360),
        ("rotation", True),
        ("crop", [0, 0, 1]),
        ("crop", [0, 0, 1, 1.1]),
        ("crop", [0.5, 0, 0.5, 1]),
        ("crop", [0, 0.9, 1, 0.1]),
        ("crop", "0,0,1,1"),
        ("crop", [0, 0, 1, float("nan")]),
        ("corners", []),
        ("corners", "corners"),
        ("corners", CORNERS[:3]),
        ("corners", [*CORNERS, (0, 0)]),
        ("corners", [(0, 0), (1, 0), (1, 1), (-0.1, 1)]),
        ("corners", [(0, 0), (1, 0), (1, 1), 1]),
        # Anti-clockwise, crossed, with a corner inside, all the same
        ("corners", CORNERS[::-1]),
        ("corners", [(0, 0), (1, 1), (1, 0), (0, 1)]),
        ("corners", [(0, 0), (1, 0), (0.1, 0.1), (0, 1)]),
        ("corners", [(0.5, 0.5)] * 4),
    ],
)
def test_invalid_edits(edit: str, value: object) -> None:
    """A change that makes no sense is refused with an example."""
    with refuses("option_invalid", field=edit):
        parse_items("file", {"file": "a", edit: value})


def test_unknown_edits() -> None:
    """An unknown change is refused with those that are known."""
    with refuses(
        "field_unknown", field="zoom", supported="upload, corners, crop, rotation"
    ):
        parse_items("upload", [{"upload": "a", "zoom": 2}])


def test_too_many_files() -> None:
    """A print has at most as many files as can be laid out."""
    with refuses("files_too_many", field="file", count=str(MAX_FILES + 1)):
        parse_items("file", ["a"] * (MAX_FILES + 1))
    assert len(parse_items("file", ["a"] * MAX_FILES)) == MAX_FILES


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(("grid", "photo", "id_photos", "4x6", "60x40", "fit", "page")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("file", "crop", "corners", "rotation", "width", "height")),
            inner,
            max_size=3,
        )
    ),
    max_leaves=10,
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys((*ARRANGE_FIELDS, "file"), VALUES))
)
def test_any_values(fields: dict[str, Any]) -> None:
    """Whatever is given is accepted or refused with a message."""
    with may_refuse():
        parse_settings(fields)
    with may_refuse():
        parse_items("file", fields.get("file"))


@pytest.mark.parametrize(
    ("password", "length"), [("", "0"), ("x" * 501, "501"), (["1"], "0"), (True, "0")]
)
def test_password(password: object, length: str) -> None:
    """An invalid password is refused without showing it."""
    with refuses("text_invalid", field="password", length=length, longest="500"):
        parse_settings({"password": password})


def test_encoding() -> None:
    """Any text encoding that Python knows is accepted, and nothing else."""
    for value, encoding in (
        (" GBK ", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("latin1", "cp1252"),
        ("UTF-16", "utf-16-le"),
        ("cp500", "cp500"),
        (None, None),
    ):
        assert parse_settings({"encoding": value}).encoding == encoding
    for invalid in ("", "x", "base64", "rot13", "idna", "undefined", "a\0", 5, ["gbk"]):
        with refuses("option_invalid", field="encoding"):
            parse_settings({"encoding": invalid})
