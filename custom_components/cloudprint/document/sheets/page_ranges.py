"""Page ranges: which pages of a document are printed."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from ..errors import DocumentError
from ..settings import PageWord

TOO_MANY_PAGES: Final = "pages_too_many"
_EXAMPLES: Final = 3  # page ranges that this error names


def select_pages(
    page_ranges: str | None, count: int, max_pages: int | None = None
) -> list[int]:
    """Return the numbers of the pages, from 1, in ranges such as "1-3,5,odd,reverse".

    Pages keep the order of the ranges and may be repeated. A range is cut at the end of
    the document. `odd` and `even` leave pages with such a number, and `reverse` turns
    the order round. Raises DocumentError for a range outside of the document, if no
    page is left, and for more than `max_pages`.
    """
    parts = [] if page_ranges is None else page_ranges.split(",")
    words = [part for part in parts if part in PageWord]
    selected = _find_ranges([part for part in parts if part not in PageWord], count)
    if PageWord.ODD in words and PageWord.EVEN in words:
        selected = []
    for word, remainder in ((PageWord.ODD, 1), (PageWord.EVEN, 0)):
        if word in words:
            selected = [pages[pages.start % 2 != remainder :: 2] for pages in selected]
    if PageWord.REVERSE in words:
        selected = [pages[::-1] for pages in reversed(selected)]
    number = sum(map(len, selected))
    if not number:
        raise DocumentError("page_ranges_empty", part=page_ranges or "", pages=count)
    if max_pages is not None and number > max_pages:
        examples = list(islice(_split(selected, words, max_pages), _EXAMPLES + 1))
        if len(examples) > _EXAMPLES:
            examples[-1] = "…"
        raise DocumentError(
            TOO_MANY_PAGES, pages=number, limit=max_pages, examples=" / ".join(examples)
        )
    return list(chain.from_iterable(selected))


def _find_ranges(ranges: Sequence[str], count: int) -> list[range]:
    if not ranges:
        return [range(1, count + 1)]
    selected: list[range] = []
    for part in ranges:
        first, _, last = part.partition("-")
        pages = range(int(first), min(int(last or first), count) + 1)
        if not pages:
            raise DocumentError("page_ranges_outside", part=part, pages=count)
        selected.append(pages)
    return selected


def _split(
    selected: Sequence[range], words: Sequence[str], max_pages: int
) -> Iterator[str]:
    """Yield page ranges that select the same pages in parts of at most `max_pages`."""
    part: list[str] = []
    room = max_pages
    for pages in selected:
        remaining = pages
        while remaining:
            taken, remaining = remaining[:room], remaining[room:]
            first, last = sorted((taken[0], taken[-1]))
            part.append(str(first) if first == last else f"{first}-{last}")
            room -= len(taken)
            if not room:
                yield _join(part, words)
                part, room = [], max_pages
    if part:
        yield _join(part, words)


def _join(ranges: Sequence[str], words: Sequence[str]) -> str:
    step = -1 if PageWord.REVERSE in words else 1
    return ",".join((*ranges[::step], *words))
