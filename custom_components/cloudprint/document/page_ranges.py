"""Which pages of a document are printed."""

from .errors import DocumentError


def pages_of(page_ranges: str | None, count: int) -> list[int]:
    """Return the numbers of the pages, from 1, that ranges such as "1-3,5" name.

    They keep the order in which they are written, and may name a page more than once.
    A range that begins within the document ends with it. Without ranges, all of the
    `count` pages are named. Raises DocumentError for a range that is outside.
    """
    if page_ranges is None:
        return list(range(1, count + 1))
    pages: list[int] = []
    for part in page_ranges.split(","):
        first, _, last = part.partition("-")
        named = range(int(first), min(int(last or first), count) + 1)
        if not named:
            raise DocumentError(
                "page_ranges_outside", value=page_ranges, part=part, pages=str(count)
            )
        pages += named
    return pages
