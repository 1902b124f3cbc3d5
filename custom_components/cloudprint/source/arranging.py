"""The fields that refine content, and that say how files are laid out on sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import split_entity_id

from ..document.arrange.settings import (
    ID_PHOTO_SIZES,
    PER_SHEET,
    PHOTO_SIZES,
    Arrangement,
    ArrangeSettings,
    CleanUp,
    PictureFit,
)
from ..document.settings import RenderSettings
from ..document.sheets.paper import Size
from ..document.source_file import MAX_FILES, Corners, Crop, Edits, parse_corners
from ..document.text.charset_detection import find_encoding
from ..exceptions import invalid, shown
from ..fields import (
    SIZE,
    get_flag,
    one_of,
    parse_number,
    parse_text,
    parse_whole_number,
    refused,
)
from .reading import PAGE_DOMAINS, PICTURE_DOMAINS

if TYPE_CHECKING:
    from .request import Request

ARRANGE_FIELDS: Final = (
    *("arrange", "pictures_per_sheet", "picture_size", "picture_fit", "clean_up"),
)
FILE_FIELDS: Final = ("file", "media", "upload")
FILES: Final = "files"  # Of a saved document, which keeps them
PAGE_FIELD: Final = "page"
PAGE_OPTIONS: Final = "page_options"
MAX_PASSWORD: Final = 500
MIN_PICTURE_MM: Final = 10
MAX_PICTURE_MM: Final = 1000

WHOLE_PAGE: Final = "page"

_SIZES: Final[Mapping[str, Size]] = {**PHOTO_SIZES, **ID_PHOTO_SIZES}

_APPLIES_TO: Final[Mapping[str, tuple[Arrangement, ...]]] = {
    "pictures_per_sheet": (Arrangement.GRID,),
    "picture_size": (Arrangement.GRID, Arrangement.PHOTO, Arrangement.ID_PHOTOS),
    "picture_fit": (
        Arrangement.GRID,
        Arrangement.PHOTO,
        Arrangement.ID_CARD,
        Arrangement.ID_PHOTOS,
    ),
}

# The content fields and entity domains that each field applies to
_CONTENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("markdown", *PAGE_DOMAINS, *PICTURE_DOMAINS),
    "show_date": ("markdown", *PAGE_DOMAINS, *PICTURE_DOMAINS),
    "days": ("calendar",),
    "first_day": ("calendar",),
    "completed": ("todo",),
    "caption": PICTURE_DOMAINS,
    "encoding": ("file", "data", "url", "media"),
    "password": ("file", "data", "url", "media"),
    "headers": ("url",),
    PAGE_OPTIONS: (PAGE_FIELD,),
    **dict.fromkeys(ARRANGE_FIELDS, ("file", "data", "media")),
}

_ENCODINGS: Final = (
    "utf-8, utf-16, gb18030, big5, shift_jis, euc-jp, euc-kr, windows-1252,"
    " windows-1251"
)

NO_EDITS: Final = Edits()

# With examples
_EDITS: Final = {
    "corners": "[[0.1, 0.1], [0.9, 0.1], [0.9, 0.9], [0.1, 0.9]]",
    "crop": "[0.1, 0.1, 0.9, 0.9]",
    "rotation": "0, 90, 180, 270",
}
_LEAST_SHARE: Final = 0.01  # Of a picture's width or height that a crop leaves
_LEAST_TURN: Final = 0.0001  # Twice the least area between two sides of a page


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file of a print, as its field names it, and the changes to it."""

    value: object = field(repr=False)
    edits: Edits = NO_EDITS


def check_content_options(request: Request) -> None:
    """Raise ServiceValidationError for a field that does not apply to the content."""
    content = "file" if request.origin in ("upload", FILES) else request.origin
    if content == "entity":
        content = split_entity_id(request.value[0])[0]
    for name, supported in _CONTENTS.items():
        if request.fields.get(name) is None:
            continue
        if content not in supported:
            raise invalid(
                "content_option_misplaced",
                field=name,
                content=content,
                supported=", ".join(supported),
            )
        if (
            name in ("title", "show_date")
            and content in PICTURE_DOMAINS
            and not get_flag(request.fields, "caption")
        ):
            raise invalid("content_option_needs_caption", field=name, caption="caption")


def parse_settings(fields: Mapping[str, Any]) -> RenderSettings:
    """Parse the settings of pages that a print has for its content."""
    return RenderSettings(
        password=_parse_password(fields),
        encoding=parse_encoding(fields),
        arrange=_parse_arrange(fields),
        clean_up=_parse_choice(fields, "clean_up", CleanUp),
    )


def _parse_choice[_T: str](
    fields: Mapping[str, Any], name: str, words: Iterable[_T]
) -> _T | None:
    value = fields.get(name)
    return None if value is None else one_of(name, value, words)


def _parse_password(fields: Mapping[str, Any]) -> str | None:
    if (value := fields.get("password")) is None:
        return None
    password = parse_text(value) or ""
    if not 1 <= len(password) <= MAX_PASSWORD:
        raise invalid(
            "text_invalid",
            field="password",
            length=str(len(password)),
            longest=str(MAX_PASSWORD),
        )
    return password


def parse_encoding(fields: Mapping[str, Any]) -> str | None:
    """Return Python's name of the encoding of a text, if one is given."""
    if (value := fields.get("encoding")) is None:
        return None
    encoding = find_encoding(value) if isinstance(value, str) else None
    if encoding is None:
        raise refused("encoding", value, _ENCODINGS)
    return encoding


def _parse_arrange(fields: Mapping[str, Any]) -> ArrangeSettings | None:
    arrangement = _parse_choice(fields, "arrange", Arrangement)
    for name, arrangements in _APPLIES_TO.items():
        if fields.get(name) is not None and arrangement not in arrangements:
            raise invalid(
                "arrange_option_misplaced",
                field=name,
                arrange="arrange",
                supported=", ".join(arrangements),
            )
    if arrangement is None:
        return None
    per_sheet = _parse_per_sheet(fields.get("pictures_per_sheet"))
    fit = _parse_choice(fields, "picture_fit", PictureFit)
    size = _parse_size(fields.get("picture_size"), arrangement)
    if per_sheet is not None and size is not None:
        raise invalid(
            "fields_contradict", field="pictures_per_sheet", other="picture_size"
        )
    return ArrangeSettings(
        arrangement=arrangement, per_sheet=per_sheet, size=size, fit=fit
    )


def parse_items(name: str, value: object) -> list[FileItem]:
    """Return files: each a value, or a mapping of the field's name to it, and of edits."""
    # The reader of the field refuses an empty list.
    values = value if isinstance(value, list | tuple) and value else [value]
    if len(values) > MAX_FILES:
        raise invalid(
            "files_too_many", field=name, count=str(len(values)), limit=str(MAX_FILES)
        )
    return [_parse_item(name, item) for item in values]


def _parse_item(name: str, item: object) -> FileItem:
    if not isinstance(item, Mapping) or name not in item:
        return FileItem(item)
    if unknown := [key for key in item if key not in (name, *_EDITS)]:
        supported = ", ".join((name, *_EDITS))
        raise invalid("field_unknown", field=shown(unknown[0]), supported=supported)
    corners, crop, rotation = (item.get(edit) for edit in _EDITS)
    edits = Edits(
        corners=None if corners is None else _parse_corners(corners),
        crop=None if crop is None else _parse_crop(crop),
        rotation=0 if rotation is None else _parse_rotation(rotation),
    )
    return FileItem(item[name], edits)


def _parse_corners(value: object) -> Corners:
    """Parse the corners of a page, clockwise from its upper left."""
    points = value if isinstance(value, list | tuple) else []
    corners = [_parse_shares("corners", point, 2, value) for point in points]
    sides = [
        (after[0] - before[0], after[1] - before[1])
        for before, after in pairwise([*corners, *corners[:1]])
    ]
    if len(corners) != 4 or any(
        this[0] * following[1] - this[1] * following[0] < _LEAST_TURN
        for this, following in pairwise([*sides, sides[0]])
    ):
        raise refused("corners", value, _EDITS["corners"])
    return parse_corners(corners)


def _parse_crop(value: object) -> Crop:
    first, upper, last, lower = _parse_shares("crop", value, 4, value)
    if min(last - first, lower - upper) < _LEAST_SHARE:
        raise refused("crop", value, _EDITS["crop"])
    return first, upper, last, lower


def _parse_rotation(value: object) -> int:
    rotation = parse_whole_number("rotation", value, 0, 270)
    if rotation % 90:
        raise refused("rotation", value, _EDITS["rotation"])
    return rotation


def _parse_shares(edit: str, value: object, count: int, whole: object) -> list[float]:
    """Parse a number of shares of a picture; `whole` is the value that they are of."""
    supported = _EDITS[edit]
    if not isinstance(value, list | tuple) or len(value) != count:
        raise refused(edit, whole, supported)
    return [
        float(parse_number(edit, share, 0, 1, supported=supported)) for share in value
    ]


def _parse_per_sheet(value: object) -> int | None:
    if value is None:
        return None
    supported = ", ".join(map(str, PER_SHEET))
    number = parse_number(
        "pictures_per_sheet", value, 1, PER_SHEET[-1], supported=supported
    )
    if number not in PER_SHEET:
        raise refused("pictures_per_sheet", value, supported)
    return int(number)


def _parse_size(value: object, arrangement: Arrangement) -> Size | None:
    """Parse the size of a picture: a name, or its width and height in millimetres."""
    if value is None:
        return None
    text = value.strip().lower() if isinstance(value, str) else ""
    whole_page = (WHOLE_PAGE,) if arrangement is Arrangement.PHOTO else ()
    if text in whole_page:
        return None
    if text in _SIZES:
        return _SIZES[text]
    if match := SIZE.fullmatch(text):
        value = {"width": match[1], "height": match[2]}
    if not isinstance(value, Mapping) or set(value) != {"width", "height"}:
        supported = (*_SIZES, *whole_page, "60x40", "{width: 60, height: 40}")
        raise refused("picture_size", value, ", ".join(supported))
    bounds = MIN_PICTURE_MM, MAX_PICTURE_MM
    shown_bounds = f"{MIN_PICTURE_MM} - {MAX_PICTURE_MM} mm"
    width, height = (
        float(
            parse_number("picture_size", value[side], *bounds, supported=shown_bounds)
        )
        for side in ("width", "height")
    )
    return width, height
