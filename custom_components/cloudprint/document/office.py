"""Office files: as they are, if they can be opened."""

from typing import Final

from ..api import MediaFormat, MediaSource
from .compound_file import COMPOUND_MARK
from .content import Content
from .errors import DocumentError
from .formats import DocumentFormat
from .office_binary import check_binary
from .office_package import check_package
from .settings import RenderSettings

_SAVE_AS: Final = {
    DocumentFormat.ODT: "DOCX, PDF",
    DocumentFormat.ODS: "XLSX, PDF",
    DocumentFormat.ODP: "PPTX, PDF",
    DocumentFormat.ODG: "PDF",
    DocumentFormat.WPS: "DOCX, XLSX, PPTX, PDF",
}
"""What the programs that made them can save that the cloud prints."""


def office_content(
    data: bytes, document_format: DocumentFormat, settings: RenderSettings
) -> Content:
    """Return an Office file byte for byte.

    Raises DocumentError for one with a password, for a damaged one, and for ODF and WPS
    files unless the account takes them.
    """
    if data.startswith(COMPOUND_MARK):
        check_binary(data)
    else:
        check_package(data)
    if document_format in _SAVE_AS and not settings.is_native:
        raise DocumentError(
            "office_foreign",
            value=document_format,
            supported=_SAVE_AS[document_format],
        )
    return Content(
        media_format=MediaFormat(document_format),
        media_source=MediaSource.BASE64,
        payload=data,
    )
