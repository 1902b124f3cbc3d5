"""A phone that creates its jobs before it sends their documents, as AirPrint does."""

from typing import Any
from urllib.parse import urlsplit

import aiohttp

from custom_components.cloudprint.ipp.protocol.encoding import (
    encode_message,
    parse_message,
)
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Group,
    Message,
    Operation,
    Tag,
)


class Phone:
    """A client with an address of this machine, as in "127.0.0.2"."""

    def __init__(self, uri: str, address: str, user: str = "mobile") -> None:
        """Set up a client of the printer at an address with a port."""
        self._uri = uri
        self._url = urlsplit(uri)._replace(scheme="http").geturl()
        self._address = address
        self._user = user

    async def send(
        self, operation: Operation, *more: Attribute, document: bytes = b""
    ) -> Message:
        """Send a request, and return the response."""
        attributes = [
            Attribute.of("attributes-charset", Tag.CHARSET, "utf-8"),
            Attribute.of("attributes-natural-language", Tag.NATURAL_LANGUAGE, "en"),
            Attribute.of("printer-uri", Tag.URI, self._uri),
            *more,
            Attribute.of("requesting-user-name", Tag.NAME, self._user),
        ]
        request = Message(
            (2, 0), operation, 1, [Group(Tag.OPERATION_GROUP, attributes)]
        )
        connector = aiohttp.TCPConnector(local_addr=(self._address, 0))
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.post(
                self._url,
                data=encode_message(request) + document,
                headers={"Content-Type": "application/ipp"},
            ) as answer,
        ):
            response, _ = parse_message(await answer.read())
        return response

    async def create_job(self, name: str) -> int:
        """Create a job, and return its id."""
        response = await self.send(
            Operation.CREATE_JOB, Attribute.of("job-name", Tag.NAME, name)
        )
        group = response.group(Tag.JOB_GROUP)
        assert group is not None, response
        job_id: Any = group.get_content("job-id")
        assert isinstance(job_id, int)
        return job_id

    async def send_document(self, job_id: int, document: bytes) -> int:
        """Send the only document of a job, and return the status code."""
        response = await self.send(
            Operation.SEND_DOCUMENT,
            Attribute.of("job-id", Tag.INTEGER, job_id),
            Attribute.of("last-document", Tag.BOOLEAN, True),
            document=document,
        )
        return response.code
