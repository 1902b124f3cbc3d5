"""The form of a page's options, whose module is imported first (`async_load_page`)."""

from collections.abc import Mapping
from typing import Any

import voluptuous as vol

from homeassistant.helpers.selector import (
    BooleanSelector,
    EntitySelector,
    TextSelector,
    TextSelectorType,
)

from ...forms import as_whole, number_selector, select_selector
from . import kind as options
from .named import get_page_kind


def build_page_schema(name: str) -> vol.Schema:
    """Return the form."""
    return vol.Schema(
        {
            (vol.Required if option.is_required else vol.Optional)(field): (
                _get_selector(field, option)
            )
            for field, option in get_page_kind(name).options.items()
        }
    )


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


def parse_page_input(user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page's options as they are stored; a switch may be off on purpose."""
    return {
        field: as_whole(value)
        for field, value in user_input.items()
        if value not in ("", [])
    }
