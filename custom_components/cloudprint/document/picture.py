"""Pictures as the cloud prints them."""

from .content import Content
from .formats import DocumentFormat
from .settings import RenderSettings


def picture_content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings
) -> Content:
    """Return a picture as it is if it fits, or converted. Raises DocumentError."""
    raise NotImplementedError
