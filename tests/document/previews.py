"""Previews, created in this process."""

from custom_components.cloudprint.document.content import Content
from custom_components.cloudprint.document.errors import DocumentError
from custom_components.cloudprint.document.pictures.picture import preview_picture
from custom_components.cloudprint.document.pictures.thumbnail import preview_sheet
from custom_components.cloudprint.document.sheets.first_page import find_first_page


def create_preview(content: Content) -> bytes | None:
    """Return the preview of content, like that of the child process."""
    page = find_first_page(content)
    if page is None:
        return None
    try:
        if page.paper is not None and page.description is not None:
            return preview_sheet(page.pictures, page.paper, page.description)
        ((document_format, data),) = page.pictures
        return preview_picture(data, document_format)
    except DocumentError:
        return None
