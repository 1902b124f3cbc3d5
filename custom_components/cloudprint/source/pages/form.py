"""The form of a page's options, whose module is imported first (`async_load_page`)."""

from collections.abc import Container, Mapping
from typing import Any

import voluptuous as vol

from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    TextSelector,
    TextSelectorType,
)

from ...forms import (
    as_whole,
    collapsed_section,
    flatten,
    number_selector,
    select_selector,
)
from . import kind as options
from .kind import MORE
from .named import get_page_kind


def build_page_schema(name: str, saved: Container[str] = ()) -> vol.Schema:
    """Return the form."""
    fields, kinds = build_page_fields(name, saved), get_page_kind(name).options
    more = {key: fields.pop(key) for key in [*fields] if kinds[str(key)].section}
    sections = {vol.Optional(MORE): collapsed_section(more)} if more else {}
    return vol.Schema(fields | sections)


def build_page_fields(name: str, saved: Container[str] = ()) -> dict[vol.Marker, Any]:
    """Return the fields of the form, also of its section."""
    return {
        (vol.Required if option.is_required else vol.Optional)(
            field, default=vol.UNDEFINED if option.default is None else option.default
        ): _get_selector(field, option)
        for field, option in get_page_kind(name).options.items()
        if option.section is not None or field in saved
    }


def get_text_key(name: str, field: str, kind: str = "data") -> str:
    """Return the key of the label of a field, or of another kind of text."""
    section = get_page_kind(name).options[field].section
    place = f"sections.{section}.{kind}" if section else kind
    return f"config_subentries.document.step.{name}.{place}.{field}"


def _get_selector(field: str, option: options.Option) -> Any:
    """Return how a form asks for an option of a page."""
    match option:
        case options.Flag():
            return BooleanSelector()
        case options.Number(lowest=lowest, highest=highest):
            return number_selector(lowest, highest)
        case options.Secret():
            return TextSelector({"type": TextSelectorType.PASSWORD})
        case options.Texts():
            return TextSelector({"multiline": True})
        case options.OneOf(choices=choices):
            is_multiple = isinstance(option, options.SomeOf)
            return select_selector([*choices], f"page_{field}", multiple=is_multiple)
        case options.Entity(domains=domains):
            is_multiple = isinstance(option, options.Entities)
            return EntitySelector({"domain": list(domains), "multiple": is_multiple})
        case _:
            return TextSelector()


def parse_page_input(name: str, user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page's options as they are stored; a switch may be off on purpose."""
    kinds = get_page_kind(name).options
    return {
        field: as_whole(value)
        for field, value in flatten(user_input, [MORE]).items()
        if value not in ("", [], kinds[field].default)
    }
