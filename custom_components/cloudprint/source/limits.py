"""How much one print may hold."""

from ..const import MAX_CONTENT_BYTES
from ..document import DocumentError

_MEBIBYTE = 1024 * 1024


def check_size(size: int) -> None:
    """Raise DocumentError for more bytes than one print may hold."""
    if size > MAX_CONTENT_BYTES:
        raise DocumentError(
            "content_too_large",
            size=f"{size / _MEBIBYTE:.1f}",
            limit=str(MAX_CONTENT_BYTES // _MEBIBYTE),
        )
