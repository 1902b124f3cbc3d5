"""Previews, created in this process."""

from custom_components.cloudprint.document import Content
from custom_components.cloudprint.document.pictures.picture import preview_picture
from custom_components.cloudprint.document.sheets import find_first_picture


def create_preview(content: Content) -> bytes | None:
    """Return the preview of content, like that of the child process."""
    found = find_first_picture(content)
    return None if found is None else preview_picture(*found)
