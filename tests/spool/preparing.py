"""Prints whose documents have yet to be converted, straight to the printing room."""

from pathlib import Path
from typing import Any, Final

from custom_components.cloudprint.document.settings import PageLayout
from custom_components.cloudprint.document.source_file import SourceFile
from custom_components.cloudprint.printing.preparing import async_accept
from custom_components.cloudprint.printing.sending import SubmitOptions
from custom_components.cloudprint.requester import Requester, RequesterKind
from custom_components.cloudprint.spool.job import Job
from custom_components.cloudprint.spool.preparation import Preparation

from ..simulator import Printer
from .house import House

LETTER: Final = b"Only for the eyes of the neighbours"


async def accept(
    house: House,
    printer: Printer,
    *documents: bytes,
    name: str = "Letter",
    options: dict[str, Any] | None = None,
) -> Job:
    """Accept a print of documents; return its job."""
    received = Path(house.hass.config.path("received"))
    received.mkdir(exist_ok=True)
    paths = [received / f"{name}-{number}" for number in range(len(documents) or 1)]
    for path, data in zip(paths, documents or [LETTER], strict=True):
        path.write_bytes(data)
    return await async_accept(
        house.hass,
        house.device_id(printer),
        [SourceFile(path=path) for path in paths],
        SubmitOptions(
            requester=Requester(kind=RequesterKind.DEVICE, name="Anna (192.168.1.20)"),
            name=name,
            idempotency_key=name,
            preparation=Preparation(
                layout=PageLayout(), client="192.168.1.20", pages_per_hour=100
            ),
        ),
        origin="ipp",
        options=options or {},
    )
