"""A picture on a sheet of paper, scaled as a print asks for."""

from dataclasses import dataclass, replace
from typing import Self

from ...api.vocabulary import MediaFormat, MediaSource
from ..content import Content
from ..settings import RenderSettings
from ..sheets.page_ranges import select_pages
from ..sheets.paper import Size
from ..sheets.placement import create_sheet
from ..sheets.sheets import Sheet, WebPage
from .picture_encoding import MAX_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSheet:
    """A sheet for a picture, of which `count` are printed.

    `limits` are the settings for the picture: its size on the sheet as paper, and its
    share of the web page's bytes.
    """

    sheet: Sheet
    count: int
    limits: RenderSettings

    @classmethod
    def create(
        cls, size: tuple[int, int], true_size: Size | None, settings: RenderSettings
    ) -> Self:
        """Return the sheet for an upright picture, by its size in pixels.

        One without a `true_size` in millimetres is made to fit. Raises DocumentError
        for page ranges without the first page, or with it too often.
        """
        count = len(select_pages(settings.page_ranges, 1, settings.max_pages))
        sheet = create_sheet(
            true_size or size,
            settings,
            is_picture=True,
            is_size_known=true_size is not None,
        )
        limits = replace(
            settings,
            paper=sheet.picture,
            max_bytes=int(settings.max_bytes * MAX_SHARE / count),
        )
        if settings.turns_landscape:
            sheet = sheet.upright()
        return cls(sheet=sheet, count=count, limits=limits)

    def content(self, kind: str, data: bytes) -> Content:
        """Return the picture on this sheet as a web page."""
        page = WebPage([self.sheet])
        for _ in range(self.count):
            page.add(self.sheet, kind, data)
        return Content(
            media_format=MediaFormat.HTML,
            media_source=MediaSource.STRING,
            payload=page.finish(),
            pages=self.count,
            paper=self.sheet.paper,
            is_ranged=self.limits.page_ranges is not None,
            is_turned=self.sheet.is_turned,
        )
