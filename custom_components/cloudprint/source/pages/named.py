"""Pages that are asked for by name, such as a week or sums for school."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant

from ...compat import async_load
from ...const import SECRET_PAGE
from ...fields import one_of
from ...texts import async_get_texts
from ..arranging import PAGE_FIELD, PAGE_OPTIONS
from ..request import Request, Source
from . import kinds
from .kind import PageKind
from .kinds import PAGE_NAMES
from .page import async_page


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPage:
    """A page of a kind, with its parsed options."""

    name: str
    kind: PageKind
    options: Mapping[str, Any] = field(repr=False)
    picture: Path | None = None  # once it is drawn

    @property
    def print_options(self) -> Mapping[str, Any]:
        """Return the options with which it is printed unless others are given."""
        is_separate = self.options.get(self.kind.separate_sheet)
        sides = {"sides": "one_sided"} if is_separate else {}
        return sides | {**self.kind.print_options}

    @property
    def fields(self) -> dict[str, Any]:
        """Return the fields of the print that asks for it."""
        return {PAGE_FIELD: self.name, PAGE_OPTIONS: {**self.options}}


async def async_load_page(hass: HomeAssistant, fields: Mapping[str, Any]) -> None:
    """Import the kind of a print's page, if it has one; `parse_named_page` needs it."""
    if fields.get(PAGE_FIELD) is not None:
        await async_load(hass, f"source.pages.kinds.{_parse_name(fields)}")


def parse_named_page(fields: Mapping[str, Any]) -> NamedPage:
    """Parse `page` and `page_options`, after `async_load_page`."""
    name = _parse_name(fields)
    kind, options = get_page_kind(name), fields.get(PAGE_OPTIONS)
    parsed = kind.parse({} if options is None else options)
    return NamedPage(name=name, kind=kind, options=parsed)


def get_page_kind(name: str) -> PageKind:
    """Return a kind of page, after `async_load_page`."""
    # Home Assistant looks for absolute names among what is imported already.
    kind: PageKind = import_module(f"{kinds.__name__}.{name}").PAGE
    return kind


async def async_named_page(request: Request) -> Source:
    """Return a page. Raises HomeAssistantError."""
    page: NamedPage = request.value
    build = await page.kind.async_build(request, page.options)
    source = await async_page(request, build)
    if page.kind.is_secret:
        # Its own title may tell what is on it.
        names = await async_get_texts(request.hass, None, "selector")
        title = names[f"selector.page.options.{page.name}"]
        source = replace(source, origin=SECRET_PAGE, title=title)
    if page.kind.async_draw is not None and page.picture is None:
        warnings = (*source.content.warnings, "not_drawn")
        source = replace(source, content=replace(source.content, warnings=warnings))
    return source


def _parse_name(fields: Mapping[str, Any]) -> str:
    return one_of(PAGE_FIELD, fields[PAGE_FIELD], PAGE_NAMES)
