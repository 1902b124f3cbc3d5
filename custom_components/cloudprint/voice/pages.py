"""Options of pages, as language models give them: entities by their exposed names."""

from collections.abc import Mapping
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from ..const import DOMAIN
from ..source.pages.kind import (
    Entities,
    Entity,
    Flag,
    Number,
    OneOf,
    Option,
    SomeOf,
    Text,
    Texts,
)
from ..source.pages.named import get_loaded_pages
from ..texts import ENGLISH
from .vocabulary import Vocabulary

LISTS: Final = {"todo": "list", "calendar": "calendar", "weather": "weather"}
"""The lists of names by the domains of entities; models choose no others."""
_FILE: Final = "file"  # models choose no files, either


@callback
def get_page_texts(hass: HomeAssistant) -> Mapping[str, str]:
    """Return the English texts of the forms of pages, such as "planner.title"."""
    texts = async_get_cached_translations(hass, ENGLISH, "config_subentries", DOMAIN)
    prefix = f"component.{DOMAIN}.config_subentries.document.step."
    return {
        key.removeprefix(prefix): text
        for key, text in texts.items()
        if key.startswith(prefix)
    }


def build_page_fields(
    vocabulary: Vocabulary, texts: Mapping[str, str]
) -> dict[str, dict[Any, Any]]:
    """Return the fields for each page that a model can print, by the page's name.

    A page that is secret, has nothing for a required option, or no texts of `texts` yet,
    is not among them.
    """
    pages: dict[str, dict[Any, Any]] = {}
    for page, kind in get_loaded_pages().items():
        fields: dict[Any, Any] = {}
        is_missing = kind.is_secret or f"{page}.title" not in texts
        for name, option in kind.options.items():
            if (check := _build_check(name, option, vocabulary)) is not None:
                marker = vol.Required if option.is_required else vol.Optional
                description = texts.get(f"{page}.data_description.{name}")
                fields[marker(name, description=description)] = check
            elif option.is_required:
                is_missing = True
        if not is_missing:
            pages[page] = fields
    return pages


def _build_check(name: str, option: Option, vocabulary: Vocabulary) -> Any:
    """Return what a model may give for an option, or None."""
    check: Any = None
    match option:
        case Entity(domains=domains):
            if {*domains} <= LISTS.keys():
                lists = [vocabulary.by_list[LISTS[domain]] for domain in domains]
                names = [name for known in lists for name in known.names]
                check = vol.In(names) if names else None
                if isinstance(option, Entities) and check is not None:
                    check = [check]
        case OneOf(choices=choices):
            check = vol.In([*choices])
            if isinstance(option, SomeOf):
                check = [check]
        case Flag():
            check = bool
        case Number(lowest=lowest, highest=highest):
            check = vol.All(int, vol.Range(min=lowest, max=highest))
        case Texts():
            check = [str]
        case Text(longest=longest) if name != _FILE:
            check = vol.All(str, vol.Length(max=longest))
    return check
