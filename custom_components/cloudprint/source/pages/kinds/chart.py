"""A list by weekdays with boxes to tick: chores, habits, medicine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, override

from ....document.layouts.models import NamedLayout
from ....document.layouts.page import get_type_size
from ....document.sheets.paper import Size
from ...request import Request
from ..kind import PageKind, Text, Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart(NamedLayout):
    rows: list[str]
    template: ClassVar[str] = "chart"

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        return get_type_size(paper, 14), {}


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], _Chart]:
    return lambda: _Chart(
        title=options.get("title", "Chart"),
        subtitle="",
        language="en",
        rows=options["rows"],
    )


PAGE = PageKind(
    options={"rows": Texts(is_required=True), "title": Text()},
    async_build=_async_build,
    orientation="landscape",
)
