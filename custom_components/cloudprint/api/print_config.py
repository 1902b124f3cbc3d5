"""How a task is printed: `config` of OpenAPI 3.6.2, with all fields of 3.7.3.

The names are those of the document. A field that is left out is the printer's to
decide. The document gives some fields no type: they are `Any`, and sent as given.
"""

from typing import Any, TypedDict


class PaperConfig(TypedDict, total=False):
    """The paper of a print; all lengths are millimetres.

    The document prints on 105 x 156 mm by giving only `width` and `height`.
    """

    name: str
    width: float
    height: float
    left: float
    top: float
    description: str
    system: bool


class PrintConfig(TypedDict, total=False):
    """The settings of a print; margins are millimetres."""

    pagesPerSheet: int
    paperConfig: PaperConfig
    copies: int
    header: Any
    footer: Any
    marginTop: float
    marginBottom: float
    marginLeft: float
    marginRight: float
    orientation: str
    color: str
    side: str
    quality: str
    collate: str
    repeats: Any
    pageRanges: str
    scale: Any
    xdpi: int
    ydpi: int
    autofit: bool
    fullfill: Any
    booklet: Any
    inputSlot: Any
    mediaType: Any
    monoPages: Any
    pageRotate: Any
    contentAdaptive: bool
    finishings: Any
    labels: Any
    watermark: Any
