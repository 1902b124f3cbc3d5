"""PDF files as pages that the cloud prints."""

from .content import Content
from .settings import RenderSettings


def pdf_content(data: bytes, settings: RenderSettings) -> Content:
    """Return a PDF's pages as one web page, a page a sheet. Raises DocumentError."""
    raise NotImplementedError
