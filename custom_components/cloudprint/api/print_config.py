"""How a task is to be printed: `config` of OpenAPI 3.6.2, all fields of 3.7.3."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final


def _sent_as(name: str) -> str:
    """Return the document's spelling of a name, which is camel case throughout."""
    start, *rest = name.split("_")
    return start + "".join(map(str.capitalize, rest))


def _to_request(config: PaperConfig | PrintConfig) -> dict[str, Any]:
    """Return the fields that are set, under the document's names."""
    return {
        _SENT_AS[item.name]: value
        for item in fields(config)
        if (value := getattr(config, item.name)) is not None
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperConfig:
    """The paper of a print; all lengths are millimetres.

    The document prints on 105 x 156 mm by giving only `width` and `height`.
    """

    name: str | None = None
    width: float | None = None
    height: float | None = None
    left: float | None = None
    top: float | None = None
    description: str | None = None
    system: bool | None = None

    def to_request(self) -> dict[str, Any]:
        """Return the request's `paperConfig`."""
        return _to_request(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintConfig:
    """The settings of a print; those left None are the printer's to decide.

    The document names all of these fields and gives some no type: they are `Any`, and
    sent as they are given.
    """

    pages_per_sheet: int | None = None
    paper_config: PaperConfig | None = None
    copies: int | None = None
    header: Any = None
    footer: Any = None
    margin_top: float | None = None
    margin_bottom: float | None = None
    margin_left: float | None = None
    margin_right: float | None = None
    orientation: str | None = None
    color: str | None = None
    side: str | None = None
    quality: str | None = None
    collate: str | None = None
    repeats: Any = None
    page_ranges: str | None = None
    scale: Any = None
    xdpi: int | None = None
    ydpi: int | None = None
    autofit: bool | None = None
    fullfill: Any = None
    booklet: Any = None
    input_slot: Any = None
    media_type: Any = None
    mono_pages: Any = None
    page_rotate: Any = None
    content_adaptive: bool | None = None
    finishings: Any = None
    labels: Any = None
    watermark: Any = None

    raw: Mapping[str, Any] = field(default_factory=dict)
    """Fields under the document's names, laid over the others as they are."""

    def to_request(self) -> dict[str, Any]:
        """Return the request's `config`."""
        config = _to_request(self)
        del config["raw"]
        if self.paper_config is not None:
            config["paperConfig"] = self.paper_config.to_request()
        return {**config, **self.raw}


_SENT_AS: Final = {
    item.name: _sent_as(item.name)
    for kind in (PaperConfig, PrintConfig)
    for item in fields(kind)
}
