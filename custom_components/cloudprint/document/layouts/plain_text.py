"""Text as a page, where the cloud does not print text itself."""

from ..content import Content
from ..errors import DocumentError
from ..settings import RenderSettings
from .page import BODY_POINTS, build_page_content, detect_language, get_type_size


def build_text_content(text: str, settings: RenderSettings) -> Content:
    """Return a text as a page, with its line breaks and spaces.

    Blocking. Raises DocumentError for an empty text and for invalid characters.
    """
    if not text or text.isspace():
        raise DocumentError("content_empty")
    return build_page_content(
        "note",
        settings,
        title=None,
        subtitle=None,
        language=detect_language(text),
        points=get_type_size(settings.paper, BODY_POINTS),
        text=text,
    )
