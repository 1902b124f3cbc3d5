"""Previews, made in this process."""

from custom_components.cloudprint.document import Content
from custom_components.cloudprint.document.preview import first_picture
from custom_components.cloudprint.document.preview_picture import preview_picture


def preview_of(content: Content) -> bytes | None:
    """Return the preview of a content as the child process makes it."""
    found = first_picture(content)
    return None if found is None else preview_picture(*found)
