"""The forms of saved documents: their fields, and what was entered in them."""

from collections.abc import Mapping
from typing import Any, Final, override

import voluptuous as vol

from homeassistant.core import async_get_hass
from homeassistant.exceptions import TemplateError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.selector import (
    BooleanSelector,
    DeviceSelector,
    EntityFilterSelectorConfig,
    EntitySelector,
    FileSelector,
    MediaSelector,
    TemplateSelector,
    TextSelector,
    TextSelectorType,
)

from ..const import DOMAIN
from ..document.arrange.settings import (
    ID_PHOTO_SIZES,
    PER_SHEET,
    PHOTO_SIZES,
    Arrangement,
    CleanUp,
    PictureFit,
)
from ..document.formats import ENDINGS
from ..fields import parse_text_line
from ..forms import (
    as_whole,
    collapsed_section,
    flatten,
    number_selector,
    select_selector,
)
from ..printing.capability_check import CHOICES, MAX_COPIES
from ..printing.saved_document import MAX_DOCUMENT_NAME, check_template
from ..source.arranging import FILES, PAGE_FIELD, WHOLE_PAGE
from ..source.reading import DOMAINS, MAX_AGENDA_DAYS

type FormErrors = tuple[dict[str, str], str]
"""The errors of a form by its fields, and a message with details."""

NO_ERRORS: Final[FormErrors] = ({}, "")

CONF_NAME: Final = "name"
CONF_FILE: Final = "file"
SECTION_ARRANGEMENT: Final = "arrangement"
SECTION_LAYOUT: Final = "layout"
SECTION_OPTIONS: Final = "options"
_SECTIONS: Final = (SECTION_ARRANGEMENT, SECTION_LAYOUT, SECTION_OPTIONS)

_NUMBERS: Final = ("first_day", "pictures_per_sheet")  # chosen from words
_DAYS_BY_NAME: Final = 4
_LISTS: Final = ("entity", "media")  # content fields that take several values

FILE_SELECTOR: Final = FileSelector(
    {"accept": ",".join(f".{ending}" for ending in ENDINGS)}
)


class _TemplateSelector(TemplateSelector):
    """A template that is checked without computing what is constant in it.

    Home Assistant's own selector computes it in the event loop, whatever it takes.
    """

    @override
    def __call__(self, data: Any) -> str:
        template = cv.string(data).strip()
        try:
            check_template(async_get_hass(), template)
        except TemplateError as err:
            raise vol.Invalid(f"invalid template ({err})") from err
        return template


_PRINTER_FILTER: Final[list[EntityFilterSelectorConfig]] = [
    {"integration": DOMAIN, "domain": "event"},
    {"integration": DOMAIN, "domain": "sensor", "device_class": "enum"},
]
"""Only printers have an event entity for their jobs, or a status, and show either."""

CONTENT: Final[Mapping[str, Any]] = {
    "text": _TemplateSelector(),
    "markdown": _TemplateSelector(),
    "url": TextSelector({"type": TextSelectorType.URL}),
    "media": MediaSelector(
        {"accept": ["image/*", "application/*", "text/*"], "multiple": True}
    ),
    "entity": EntitySelector({"domain": list(DOMAINS), "multiple": True}),
}

LAYOUT: Final[Mapping[str, Mapping[str, Any]]] = {
    "markdown": {"title": TextSelector(), "show_date": BooleanSelector()},
    "entity": {
        "title": TextSelector(),
        "days": number_selector(1, MAX_AGENDA_DAYS),
        "first_day": select_selector(
            [*map(str, range(_DAYS_BY_NAME))], "first_day", custom_value=True
        ),
        "completed": BooleanSelector(),
        "caption": BooleanSelector(),
    },
}
"""Further content fields, by kind of document."""

ARRANGEMENT: Final = {
    "arrange": select_selector(list(Arrangement), "arrange"),
    "pictures_per_sheet": select_selector(list(map(str, PER_SHEET))),
    "picture_size": select_selector(
        [*PHOTO_SIZES, WHOLE_PAGE, *ID_PHOTO_SIZES], "picture_size", custom_value=True
    ),
    "picture_fit": select_selector(list(PictureFit), "picture_fit"),
    "clean_up": select_selector(list(CleanUp), "clean_up"),
}
"""How files are arranged on sheets."""

_ENCODING: Final = {
    "encoding": select_selector(
        [
            *("utf-8", "utf-16", "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr"),
            *("windows-1250", "windows-1251", "windows-1252"),
        ],
        custom_value=True,
    )
}

_FILES: Final = {"page_ranges": TextSelector(), **_ENCODING}

_SKIP_EMPTY: Final = {"skip_empty": BooleanSelector()}

READING: Final[Mapping[str, Mapping[str, Any]]] = {
    **dict.fromkeys(("entity", PAGE_FIELD, "text", "markdown"), _SKIP_EMPTY),
    "url": _ENCODING,
    "media": _FILES,
    FILES: _FILES,
}
"""How content is read, and which of its pages are printed, by kind of document."""

_CHOICES: Final = {
    name: select_selector(list(choice.words), name) for name, choice in CHOICES.items()
}

OPTION_SELECTORS: Final[Mapping[str, Any]] = {
    "copies": number_selector(1, MAX_COPIES),
    "color": _CHOICES["color"],
    "sides": _CHOICES["sides"],
    "paper": TextSelector(),
    **_CHOICES,
}
"""In the order of the form."""


def build_schema(kind: str, *, needs_file: bool = False) -> vol.Schema:
    """Return the form for a kind of document.

    Files are uploaded one by one; with `needs_file`, one has to be chosen.
    """
    fields: dict[vol.Marker, Any] = {vol.Required(CONF_NAME): TextSelector()}
    if kind == FILES:
        marker = vol.Required if needs_file else vol.Optional
        fields[marker(CONF_FILE)] = FILE_SELECTOR
    elif kind != PAGE_FIELD:
        fields[vol.Required(kind)] = CONTENT[kind]
    fields[vol.Optional("device_id")] = DeviceSelector({"entity": _PRINTER_FILTER})
    for name, content in _get_sections(kind).items():
        fields[vol.Optional(name)] = collapsed_section(
            {vol.Optional(field): selector for field, selector in content.items()}
        )
    return vol.Schema(fields)


def _get_sections(kind: str) -> dict[str, Mapping[str, Any]]:
    sections = {
        SECTION_LAYOUT: LAYOUT.get(kind, {}),
        SECTION_ARRANGEMENT: ARRANGEMENT if kind in (FILES, "media") else {},
        SECTION_OPTIONS: {**OPTION_SELECTORS, **READING.get(kind, {})},
    }
    return {name: fields for name, fields in sections.items() if fields}


def find_place(kind: str, field: str | None) -> str:
    """Return where the form shows the error of a field: at it, or at its section."""
    for section, fields in _get_sections(kind).items():
        if field in fields:
            return section
    return {FILES: CONF_FILE, PAGE_FIELD: "base"}.get(kind, kind)


def parse_input(user_input: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a document's name, and the fields of its print.

    Switches that are off and empty titles are left out, like fields that were not
    touched. Raises ServiceValidationError for an invalid name.
    """
    fields = flatten(user_input, _SECTIONS)
    name = parse_text_line(CONF_NAME, fields.pop(CONF_NAME), MAX_DOCUMENT_NAME)
    for field in _LISTS:
        # A single value is stored without a list.
        if len(items := fields.get(field, ())) == 1:
            (fields[field],) = items
    return name, {
        field: as_whole(value)
        for field, value in fields.items()
        if value is not False and (value != "" or field in CONTENT)
    }


def build_suggestions(name: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document as its form's suggested values."""
    fields = {CONF_NAME: name, **data}
    for field in _LISTS:
        if not isinstance(items := data.get(field, []), list):
            fields[field] = [items]
    chosen = {name: str(data[name]) for name in _NUMBERS if name in data}
    return {**fields, **{key: {**data, **chosen} for key in _SECTIONS}}


def get_hidden_fields(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a document that its form does not show."""
    shown = {"device_id", kind}.union(*_get_sections(kind).values())
    return {field: value for field, value in data.items() if field not in shown}
