"""The fields that refine a print's content, and the content they apply to."""

from collections.abc import Mapping
from typing import Final

from homeassistant.core import split_entity_id

from ..exceptions import invalid
from ..fields import get_flag
from .arranging import ARRANGE_FIELDS, FILES
from .reading import PAGE_DOMAINS, PICTURE_DOMAINS, parse_entity_ids
from .request import Request

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
    **dict.fromkeys(ARRANGE_FIELDS, ("file", "data", "media")),
}
"""The content fields and entity domains that each field applies to."""

_CAPTION_OPTIONS: Final = ("title", "show_date")


def check_content_options(request: Request) -> None:
    """Raise ServiceValidationError for a field that does not apply to the content."""
    given = [name for name in _CONTENTS if request.fields.get(name) is not None]
    if not given:
        return
    content = "file" if request.origin in ("upload", FILES) else request.origin
    if content == "entity":
        content = split_entity_id(parse_entity_ids(request)[0])[0]
    for name in given:
        if content not in _CONTENTS[name]:
            raise invalid(
                "content_option_misplaced",
                field=name,
                content=content,
                supported=", ".join(_CONTENTS[name]),
            )
        if (
            name in _CAPTION_OPTIONS
            and content in PICTURE_DOMAINS
            and not get_flag(request.fields, "caption")
        ):
            raise invalid("content_option_needs_caption", field=name, caption="caption")
