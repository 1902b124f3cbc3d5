"""A client of an IPP printer, without the network between them."""

from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.encoding import (
    encode_message,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    AttributeContent,
    Group,
    Message,
    Operation,
    Status,
    Tag,
    as_text,
)
from custom_components.cloudprint.ipp.protocol.request import IppClient
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

HOST = "192.168.1.2:8631"

CHARSET = Attribute.of("attributes-charset", Tag.CHARSET, "utf-8")
LANGUAGE = Attribute.of("attributes-natural-language", Tag.NATURAL_LANGUAGE, "en")


async def pieces_of(*pieces: bytes) -> AsyncIterator[bytes]:
    """Yield pieces of a body."""
    for piece in pieces:
        yield piece


def text_of(message: Message, name: str = "status-message") -> str:
    """Return a text in the operation group of a response."""
    return as_text(message.groups[0].get_content(name)) or ""


def jobs_in(message: Message) -> list[dict[str, Any]]:
    """Return the jobs of a response, each as its attributes' contents by name."""
    return [
        {
            item.name: item.contents if len(item.values) > 1 else item.content
            for item in group.attributes
        }
        for group in message.groups
        if group.tag == Tag.JOB_GROUP
    ]


class Client:
    """A client with a user name and an address."""

    def __init__(
        self,
        printer: IppPrinter,
        user: str = "Anna",
        address: str = "192.168.1.20",
        *,
        authenticated: str | None = None,
        is_shared: bool = False,
    ) -> None:
        """Set up a client of a printer."""
        self.printer = printer
        self.user = user
        self.client = IppClient(
            address=address, host=HOST, user=authenticated, is_shared=is_shared
        )
        self.uri = f"ipp://{HOST}/{printer.snapshot().resource}"

    def build(
        self,
        operation: int,
        *more: Attribute,
        job: Iterable[Attribute] = (),
        job_id: int | None = None,
        version: tuple[int, int] = (2, 0),
        request_id: int = 7,
        first: Sequence[Attribute] = (CHARSET, LANGUAGE),
    ) -> Message:
        """Return a request."""
        attributes = [*first, Attribute.of("printer-uri", Tag.URI, self.uri)]
        if job_id is not None:
            attributes.append(Attribute.of("job-id", Tag.INTEGER, job_id))
        if self.user:
            attributes.append(Attribute.of("requesting-user-name", Tag.NAME, self.user))
        groups = [Group(Tag.OPERATION_GROUP, [*attributes, *more])]
        if job := list(job):
            groups.append(Group(Tag.JOB_GROUP, job))
        return Message(version, operation, request_id, groups)

    async def send(
        self, request: Message, *pieces: bytes, is_answered: bool = True
    ) -> Message:
        """Send a request; return the response, as it arrives."""
        return await self.send_from(request, pieces_of(*pieces), is_answered)

    async def send_from(
        self,
        request: Message,
        document: AsyncIterator[bytes],
        is_answered: bool = True,
    ) -> Message:
        """Send a request with a document from an iterator."""
        sent, _ = parse_message(encode_message(request))
        response = await self.printer.async_handle(sent, document, self.client)
        arrived, end = parse_message(encode_message(response))
        assert end == len(encode_message(response))
        assert arrived.request_id == request.request_id
        assert [item.name for item in arrived.groups[0].attributes[:2]] == [
            "attributes-charset",
            "attributes-natural-language",
        ]
        if is_answered and response.note_written is not None:
            response.note_written()
        return arrived

    async def ask(
        self, operation: Operation, *pieces: bytes, **options: Any
    ) -> Message:
        """Send a request that succeeds; return the response."""
        is_answered = options.pop("is_answered", True)
        more = options.pop("more", ())
        request = self.build(operation, *more, **options)
        response = await self.send(request, *pieces, is_answered=is_answered)
        assert response.code == Status.OK, (Status(response.code), text_of(response))
        return response

    async def print(
        self, data: bytes = b"Hello", name: str = "Letter", **options: Any
    ) -> dict[str, Any]:
        """Print a document; return the job of the response."""
        more = (Attribute.of("job-name", Tag.NAME, name), *options.pop("more", ()))
        response = await self.ask(Operation.PRINT_JOB, data, more=more, **options)
        (job,) = jobs_in(response)
        return job

    async def job(self, job_id: int) -> dict[str, Any]:
        """Return all attributes of a job."""
        response = await self.ask(Operation.GET_JOB_ATTRIBUTES, job_id=job_id)
        (job,) = jobs_in(response)
        return job

    async def jobs(self, *more: Attribute) -> list[int]:
        """Return the ids of the jobs that Get-Jobs lists."""
        response = await self.ask(Operation.GET_JOBS, more=more)
        return [job["job-id"] for job in jobs_in(response)]


def keyword(name: str, *values: AttributeContent) -> Attribute:
    """Return an attribute of keywords."""
    return Attribute.of(name, Tag.KEYWORD, *values)


def integer(name: str, value: int) -> Attribute:
    """Return an attribute of an integer."""
    return Attribute.of(name, Tag.INTEGER, value)


def flag(name: str, *, value: bool = True) -> Attribute:
    """Return an attribute of a boolean."""
    return Attribute.of(name, Tag.BOOLEAN, value)


async def restart(
    hass: HomeAssistant, entry: ConfigEntry[Any], printer: IppPrinter
) -> IppPrinter:
    """Return the printer after the account was set up again."""
    await printer.async_close()
    assert await hass.config_entries.async_reload(entry.entry_id)
    return IppPrinter(entry.runtime_data, printer.device_id)
