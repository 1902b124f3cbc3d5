"""What other machines in the network see of a shared printer."""

from syrupy.assertion import SnapshotAssertion

from custom_components.cloudprint.ipp.announcement import build_txt
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import Operation, Tag

from ..hub import Hub
from ..ipp.client import Client
from .lines import join

OF_THE_HOME = frozenset(("job", "media", "printer"))
"""Beginnings of the names of attributes whose values are not only the integration's."""


async def test_shared_printer(hub: Hub, snapshot: SnapshotAssertion) -> None:
    """The attributes of a printer, the operations and formats, and its announcement."""
    shared = IppPrinter(hub.data, hub.colour_id)
    response = await Client(shared).ask(Operation.GET_PRINTER_ATTRIBUTES)
    lines = []
    for group in response.groups:
        if group.tag != Tag.PRINTER_GROUP:
            continue
        for attribute in group.attributes:
            tags = sorted({Tag(value.tag).name.lower() for value in attribute.values})
            lines.append(f"ipp attribute {attribute.name}: {' | '.join(tags)}")
            name = attribute.name
            if name == "operations-supported":
                lines += [
                    f"ipp operation {Operation(code).name.lower()}"
                    for code in attribute.contents
                    if isinstance(code, int)
                ]
            elif (
                name.endswith("-supported")
                and name.partition("-")[0] not in OF_THE_HOME
            ):
                lines += [
                    f"ipp {name}: {content}"
                    for content in attribute.contents
                    if isinstance(content, str)
                ]
    txt = build_txt(shared.snapshot(), "http://ha.local:8631")
    lines += [f"announcement key {key}" for key in txt]
    await shared.async_close()
    assert join(lines) == snapshot
