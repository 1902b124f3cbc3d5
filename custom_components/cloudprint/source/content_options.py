"""Which fields go with which content."""

from collections.abc import Mapping
from typing import Final

from ..exceptions import invalid
from ..fields import get_flag
from .reading import PAGE_DOMAINS, PICTURE_DOMAINS, domain_of, entity_ids_of
from .request import Request

_CONTENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("markdown", *PAGE_DOMAINS, *PICTURE_DOMAINS),
    "show_date": ("markdown", *PAGE_DOMAINS, *PICTURE_DOMAINS),
    "days": ("calendar",),
    "first_day": ("calendar",),
    "completed": ("todo",),
    "caption": PICTURE_DOMAINS,
    "password": ("file", "data", "url", "media"),
    "headers": ("url",),
}
"""The content fields, or the kinds of entities, that a field says more about."""

_OF_CAPTION: Final = ("title", "show_date")


def check_content_options(request: Request) -> None:
    """Raise ServiceValidationError for a field that says nothing about the content."""
    given = [name for name in _CONTENTS if request.fields.get(name) is not None]
    if not given:
        return
    # What somebody sent is a file of theirs.
    content = "file" if request.origin == "upload" else request.origin
    if content == "entity":
        content = domain_of(entity_ids_of(request)[0])
    for name in given:
        if content not in _CONTENTS[name]:
            raise invalid(
                "content_option_misplaced",
                field=name,
                content=content,
                supported=", ".join(_CONTENTS[name]),
            )
        if (
            name in _OF_CAPTION
            and content in PICTURE_DOMAINS
            and not get_flag(request.fields, "caption")
        ):
            raise invalid("content_option_needs_caption", field=name, caption="caption")
