"""The pages that the card can make, with what its form asks for."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, Final

from homeassistant.core import HomeAssistant

from ..fields import check_fields, parse_text_line
from ..requester import Requester
from ..source.arranging import PAGE_FIELD
from ..source.pages.form import build_page_fields, get_text_key
from ..source.pages.kinds import PAGE_NAMES
from ..source.pages.named import async_load_page, get_page_kind
from ..texts import async_get_texts, own_language

_STEP: Final = "config_subentries.document.step"


async def async_get_pages(
    hass: HomeAssistant, requester: Requester, fields: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the pages with texts of a language, and entities that a user may read."""
    check_fields(fields, ("language",))
    language = own_language(parse_text_line("language", fields.get("language")))
    texts = await async_get_texts(hass, language, "config_subentries", "selector")
    pages = []
    for page in PAGE_NAMES:
        await async_load_page(hass, {PAGE_FIELD: page})
        record = {
            "page": page,
            "name": texts.get(f"selector.page.options.{page}", page),
            "description": texts.get(f"{_STEP}.{page}.description", ""),
            "options": [
                _describe_option(texts, page, str(name))
                | _describe_selector(hass, requester, texts, selector.serialize())
                for name, selector in build_page_fields(page).items()
            ],
        }
        pages.append(record)
    return {"pages": pages}


def _describe_option(texts: Mapping[str, str], page: str, name: str) -> dict[str, Any]:
    """Return what a form says of an option, and where."""
    option = get_page_kind(page).options[name]
    section = f"{_STEP}.{page}.sections.{option.section}.name"
    return {
        "name": name,
        "label": texts.get(get_text_key(page, name), name),
        "description": texts.get(get_text_key(page, name, "data_description"), ""),
        "required": option.is_required,
        "default": option.default,
        "section": texts[section] if option.section else "",
    }


def _describe_selector(
    hass: HomeAssistant, requester: Requester, texts: Mapping[str, str], form: Any
) -> dict[str, Any]:
    """Return what the card needs of a form's selector, and the names of its choices."""
    ((kind, config),) = form["selector"].items()
    record = {name: config.get(name) for name in ("max", "min", "multiple", "type")}
    if kind == "entity":
        states = hass.states.async_all(config["domain"])
        named = [(state.entity_id, state.name) for state in states]
        allowed = [pair for pair in named if requester.can_access(pair[0])]
        kind, choices = "select", sorted(allowed, key=itemgetter(1))
    else:
        key = f"selector.{config.get('translation_key')}.options"
        words = config.get("options", ())
        choices = [(word, texts.get(f"{key}.{word}", word)) for word in words]
    if config.get("multiline"):
        kind = "texts"
    return record | {"kind": kind, "choices": choices}
