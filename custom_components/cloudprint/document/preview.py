"""What the first page of a content looks like."""

from .content import Content

PREVIEW_PIXELS = 600
"""The longer side of a preview."""


def preview_of(content: Content) -> bytes | None:
    """Return the first page of raster content as a PNG, or None if it has none."""
    raise NotImplementedError
