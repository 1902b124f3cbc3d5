"""Tests of which requests are carried out, and how others are refused."""

from collections.abc import Callable
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.ipp import printer as operations
from custom_components.cloudprint.ipp.printer import IppPrinter
from custom_components.cloudprint.ipp.protocol.message import (
    Attribute,
    Group,
    Message,
    Operation,
    Status,
    Tag,
)
from homeassistant.components import persistent_notification
from homeassistant.components.persistent_notification import UpdateType
from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import area_registry as ar, device_registry as dr

from ..conftest import Advance
from ..simulator import CloudSimulator
from .client import CHARSET, HOST, LANGUAGE, Client, flag, integer, keyword, text_of

type Change = Callable[[Message], object]

GET = Operation.GET_PRINTER_ATTRIBUTES
URI = Tag.URI


def _replace(name: str, attribute: Attribute | None) -> Change:
    """Return what replaces or removes an operation attribute."""

    def change(message: Message) -> None:
        group = message.groups[0]
        group.attributes = [
            new
            for old in group.attributes
            if (new := attribute if old.name == name else old) is not None
        ]

    return change


def _uri(uri: str) -> Change:
    return _replace("printer-uri", Attribute.of("printer-uri", Tag.URI, uri))


MALFORMED: dict[str, tuple[Change, Status]] = {
    "version 0.0": (
        lambda message: setattr(message, "version", (0, 0)),
        Status.VERSION_NOT_SUPPORTED,
    ),
    "version 3.0": (
        lambda message: setattr(message, "version", (3, 0)),
        Status.VERSION_NOT_SUPPORTED,
    ),
    "request-id 0": (
        lambda message: setattr(message, "request_id", 0),
        Status.BAD_REQUEST,
    ),
    "no groups": (lambda message: message.groups.clear(), Status.BAD_REQUEST),
    "another group first": (
        lambda message: message.groups.insert(0, Group(Tag.JOB_GROUP)),
        Status.BAD_REQUEST,
    ),
    "two operation groups": (
        lambda message: message.groups.append(Group(Tag.OPERATION_GROUP)),
        Status.BAD_REQUEST,
    ),
    "no charset": (_replace("attributes-charset", None), Status.BAD_REQUEST),
    "no language": (_replace("attributes-natural-language", None), Status.BAD_REQUEST),
    "wrong order": (
        lambda message: message.groups[0].attributes.insert(
            0, message.groups[0].attributes.pop(1)
        ),
        Status.BAD_REQUEST,
    ),
    "charset": (
        _replace(
            "attributes-charset",
            Attribute.of("attributes-charset", Tag.CHARSET, "big5"),
        ),
        Status.CHARSET_NOT_SUPPORTED,
    ),
    "operation": (
        lambda message: setattr(message, "code", 0x4001),
        Status.OPERATION_NOT_SUPPORTED,
    ),
    "no printer": (_replace("printer-uri", None), Status.BAD_REQUEST),
    "printer is no URI": (
        _replace("printer-uri", keyword("printer-uri", "ipp://a/")),
        Status.BAD_REQUEST,
    ),
    "broken URI": (_uri("ipp://[::1/"), Status.BAD_REQUEST),
    "another printer": (_uri("ipp://a/ipp/print/1234"), Status.NOT_FOUND),
    "user of another type": (
        _replace("requesting-user-name", integer("requesting-user-name", 1)),
        Status.BAD_REQUEST,
    ),
    "long user": (
        _replace(
            "requesting-user-name",
            Attribute.of("requesting-user-name", Tag.NAME, "é" * 128),
        ),
        Status.REQUEST_VALUE_TOO_LONG,
    ),
    "requested attributes": (
        lambda message: message.groups[0].attributes.append(
            integer("requested-attributes", 1)
        ),
        Status.BAD_REQUEST,
    ),
}


@pytest.mark.parametrize(("change", "status"), MALFORMED.values(), ids=MALFORMED)
async def test_malformed(client: Client, change: Change, status: Status) -> None:
    """Malformed requests are refused with the status that says why."""
    request = client.build(GET)
    change(request)
    response = await client.send(request)
    assert response.code == status
    assert text_of(response)
    assert response.group(Tag.PRINTER_GROUP) is None


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ((1, 0), (1, 0)),
        ((1, 1), (1, 1)),
        ((2, 0), (2, 0)),
        ((2, 2), (2, 2)),
        ((2, 9), (2, 2)),
        ((1, 4), (1, 1)),
    ],
)
async def test_versions(
    client: Client, asked: tuple[int, int], answered: tuple[int, int]
) -> None:
    """The response has the version that was asked for, or the closest one."""
    response = await client.ask(GET, version=asked)
    assert response.version == answered


async def test_us_ascii(client: Client) -> None:
    """US-ASCII is UTF-8, too."""
    charset = Attribute.of("attributes-charset", Tag.CHARSET, "US-ASCII")
    await client.ask(GET, first=(charset, LANGUAGE))


@pytest.mark.parametrize("path", ["", "/", "/ipp", "/ipp/print", "/ipp/printer"])
async def test_general_paths(client: Client, path: str) -> None:
    """A printer also answers where its own path is not used."""
    client.uri = f"ipp://{HOST}{path}"
    await client.ask(GET)


async def test_requested_attributes(client: Client) -> None:
    """Only the requested attributes are returned."""
    more = [keyword("requested-attributes", "printer-name", "unheard-of")]
    response = await client.ask(GET, more=more)
    group = response.group(Tag.PRINTER_GROUP)
    assert group is not None
    assert [item.name for item in group.attributes] == ["printer-name"]


@pytest.mark.parametrize("document_format", ["application/postscript", "x"])
@pytest.mark.parametrize("operation", [GET, Operation.VALIDATE_JOB])
async def test_document_format(
    client: Client, operation: Operation, document_format: str
) -> None:
    """A format that cannot be printed is refused, and named."""
    wrong = Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, document_format)
    response = await client.send(client.build(operation, wrong))
    assert response.code == Status.DOCUMENT_FORMAT_NOT_SUPPORTED
    assert response.groups[1] == Group(Tag.UNSUPPORTED_GROUP, [wrong])


async def test_known_document_format(client: Client) -> None:
    """Parameters of a format are no other format."""
    more = [Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, "Application/PDF")]
    await client.ask(GET, more=more)
    plain = "text/plain; charset=utf-8"
    more = [Attribute.of("document-format", Tag.MIME_MEDIA_TYPE, plain)]
    await client.ask(Operation.VALIDATE_JOB, more=more)


async def test_compression(client: Client) -> None:
    """An unknown compression is refused, and named."""
    wrong = keyword("compression", "compress")
    response = await client.send(client.build(Operation.PRINT_JOB, wrong), b"Hello")
    assert response.code == Status.COMPRESSION_NOT_SUPPORTED
    assert response.groups[1] == Group(Tag.UNSUPPORTED_GROUP, [wrong])


async def test_ignored_attributes(client: Client) -> None:
    """What a request asks for in vain is returned, without its value."""
    unknown = [keyword("proof-print", "x"), integer("job-save", 1)]
    expected = [Tag.UNSUPPORTED.of(item.name, None) for item in unknown]
    for operation in (GET, Operation.VALIDATE_JOB, Operation.GET_JOBS):
        response = await client.send(client.build(operation, *unknown))
        assert response.code == Status.OK_IGNORED_OR_SUBSTITUTED
        assert response.groups[1] == Group(Tag.UNSUPPORTED_GROUP, expected)


@pytest.mark.parametrize(
    "operation", [Operation.PRINT_JOB, Operation.CREATE_JOB, Operation.VALIDATE_JOB]
)
async def test_pin(
    hass: HomeAssistant,
    simulator: CloudSimulator,
    client: Client,
    operation: Operation,
) -> None:
    """A job that waits for a PIN in other printers is not printed at once here."""
    pin = Attribute.of("job-password", Tag.OCTET_STRING, b"1234")
    response = await client.send(client.build(operation, pin), b"Hello")
    assert response.code == Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED
    assert "without a PIN" in text_of(response)
    refused = Tag.UNSUPPORTED.of("job-password", None)
    assert response.groups[1] == Group(Tag.UNSUPPORTED_GROUP, [refused])
    await hass.async_block_till_done()
    assert simulator.printed == []
    none = Attribute.of("job-password", Tag.OCTET_STRING, b"")
    response = await client.send(client.build(operation, none), b"Hello")
    assert response.code == Status.OK_IGNORED_OR_SUBSTITUTED


@pytest.mark.parametrize("name", ["compression", "document-format", "job-name"])
async def test_wrong_types(client: Client, name: str) -> None:
    """Operation attributes of other types are refused."""
    response = await client.send(
        client.build(Operation.PRINT_JOB, integer(name, 1)), b"Hello"
    )
    assert response.code == Status.BAD_REQUEST


async def test_unsupported_attributes(
    hass: HomeAssistant, simulator: CloudSimulator, client: Client
) -> None:
    """What is not supported is ignored and named, or refused if the client says so."""
    job = [keyword("x-staple", "twice"), integer("copies", 2)]
    request = client.build(Operation.PRINT_JOB, job=job)
    response = await client.send(request, b"Hello")
    assert response.code == Status.OK_IGNORED_OR_SUBSTITUTED
    (ignored,) = response.groups[1].attributes
    assert (ignored.name, ignored.tag) == ("x-staple", Tag.UNSUPPORTED)

    for operation in (
        Operation.PRINT_JOB,
        Operation.VALIDATE_JOB,
        Operation.CREATE_JOB,
    ):
        request = client.build(operation, flag("ipp-attribute-fidelity"), job=job)
        response = await client.send(request, b"Hello")
        assert response.code == Status.ATTRIBUTES_OR_VALUES_NOT_SUPPORTED
        assert response.groups[1].attributes == [ignored]
    await hass.async_block_till_done()
    assert len(simulator.printed) == 1


async def test_fidelity(client: Client) -> None:
    """A job passes that can be printed exactly as it says."""
    request = client.build(
        Operation.VALIDATE_JOB,
        flag("ipp-attribute-fidelity"),
        job=[integer("copies", 2)],
    )
    assert (await client.send(request)).code == Status.OK


async def test_conflicting_attributes(client: Client) -> None:
    """Contradictory attributes are refused if they have to be followed."""
    size = Attribute.of(
        "media-size",
        Tag.COLLECTION,
        (integer("x-dimension", 29700), integer("y-dimension", 42000)),
    )
    job = [
        keyword("media", "iso_a4_210x297mm"),
        Attribute.of("media-col", Tag.COLLECTION, (size,)),
    ]
    request = client.build(
        Operation.VALIDATE_JOB, flag("ipp-attribute-fidelity"), job=job
    )
    response = await client.send(request)
    assert response.code == Status.CONFLICTING_ATTRIBUTES


async def test_fidelity_of_wrong_type(client: Client) -> None:
    """A flag is a boolean."""
    request = client.build(Operation.VALIDATE_JOB, integer("ipp-attribute-fidelity", 1))
    assert (await client.send(request)).code == Status.BAD_REQUEST


async def test_language(hass: HomeAssistant, client: Client) -> None:
    """Words are in the language that the client asks for."""
    hass.set_state(CoreState.stopping)
    language = Attribute.of(
        "attributes-natural-language", Tag.NATURAL_LANGUAGE, "zh-CN"
    )
    for first, answered, words in (
        ((CHARSET, language), "zh-cn", "账号"),
        ((CHARSET, LANGUAGE), "en", "account"),
    ):
        request = client.build(Operation.VALIDATE_JOB, first=first)
        response = await client.send(request)
        assert response.code == Status.NOT_ACCEPTING_JOBS
        assert response.groups[0].attributes[1].content == answered
        assert words in text_of(response)


async def test_unexpected_error(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    """An error that should not happen is an IPP error, and logs nothing printed."""
    with patch.object(
        operations, "build_printer_attributes", side_effect=ValueError("secret")
    ):
        response = await client.send(client.build(GET))
    assert response.code == Status.INTERNAL_ERROR
    assert text_of(response) == "server-error-internal-error"
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


async def test_identify(
    hass: HomeAssistant,
    client: Client,
    colour_id: str,
    advance: Advance,
    area_registry: ar.AreaRegistry,
    device_registry: dr.DeviceRegistry,
) -> None:
    """A notification says which printer is meant, at most once a minute."""
    messages: list[str] = []

    @callback
    def note(
        change: UpdateType,
        notifications: dict[str, persistent_notification.Notification],
    ) -> None:
        messages.extend(each["message"] for each in notifications.values())

    persistent_notification.async_register_callback(hass, note)
    name = client.printer.snapshot().name
    await client.ask(Operation.IDENTIFY_PRINTER)
    (message,) = messages
    assert f"“{name}” is." in message

    area = area_registry.async_create("Attic")
    device_registry.async_update_device(colour_id, area_id=area.id)
    await client.ask(Operation.IDENTIFY_PRINTER)
    assert len(messages) == 1

    await advance(60)
    await client.ask(Operation.IDENTIFY_PRINTER)
    assert f"“{name}” (Attic) is." in messages[-1]

    hass.config.language = "zh-Hans"
    await advance(60)
    await client.ask(Operation.IDENTIFY_PRINTER)
    assert messages[-1].endswith(f"“{name}”（Attic）。")

    device_registry.async_update_device(colour_id, name_by_user="*Up* ![](//a/b)")
    await advance(60)
    await client.ask(Operation.IDENTIFY_PRINTER)
    # Notifications are Markdown.
    assert r"“\*Up\* \!\[\]\(\/\/a\/b\)”" in messages[-1]


async def test_clients_today(
    ipp_printer: IppPrinter, freezer: FrozenDateTimeFactory
) -> None:
    """Addresses are counted until midnight."""
    freezer.move_to("2026-11-26 12:00:00-08:00")
    assert ipp_printer.clients_today == 0
    for address in ("10.0.0.1", "10.0.0.2", "10.0.0.1"):
        await Client(ipp_printer, address=address).ask(GET)
    assert ipp_printer.clients_today == 2
    freezer.move_to("2026-11-27 12:00:00-08:00")
    assert ipp_printer.clients_today == 0
    await Client(ipp_printer, address="10.0.0.3").ask(GET)
    assert ipp_printer.clients_today == 1
