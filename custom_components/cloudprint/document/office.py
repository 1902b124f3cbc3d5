"""Office files: as they are, if they can be opened."""

from .content import Content
from .formats import DocumentFormat
from .settings import RenderSettings


def office_content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings
) -> Content:
    """Return an Office file byte for byte.

    Raises DocumentError for one with a password, and for ODF and WPS files unless the
    account takes them.
    """
    raise NotImplementedError
