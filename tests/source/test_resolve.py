"""What is printed: one of the content fields, and what it holds."""

from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from custom_components.cloudprint.api import MediaFormat
from custom_components.cloudprint.const import MAX_CONTENT_BYTES
from custom_components.cloudprint.source import RESOLVERS, async_resolve
from homeassistant.core import HomeAssistant
from tests import documents
from tests.actions import refuses

FORMATS = (
    "HTML, PNG, JPG, BMP, WORD, EXCEL, PPT, TEXT, htm, html, xhtml, png, jpg, jpeg, bmp,"
    " doc, docx, xls, xlsx, ppt, pptx, txt, text, log, csv, json, md, xml, yaml, yml"
)


@pytest.mark.parametrize("fields", [{}, {"name": "x"}, {"text": None, "file": None}])
async def test_no_content(hass: HomeAssistant, fields: dict[str, Any]) -> None:
    """A print without content is refused, with the fields that would do."""
    with refuses("content_missing", fields="text, html, url, file, data"):
        await async_resolve(hass, fields)


async def test_two_contents(hass: HomeAssistant) -> None:
    """A print has one content; an empty one counts, too."""
    with refuses("content_ambiguous", fields="text, url"):
        await async_resolve(hass, {"url": "https://example.com", "text": ""})


@pytest.mark.parametrize("origin", ["text", "html"])
@pytest.mark.parametrize(
    ("value", "text"),
    [("  牛奶\r\n", "  牛奶\r\n"), (3, "3"), (2.5, "2.5"), (10**30, "1" + "0" * 30)],
)
async def test_string(
    hass: HomeAssistant, origin: str, value: object, text: str
) -> None:
    """Text and HTML are printed as they are, and so is a template's number."""
    source = await async_resolve(hass, {origin: value})
    assert source.origin == origin
    assert source.title is None
    assert source.content.payload == text.encode()
    assert source.content.media_format.value == origin.upper()


@pytest.mark.parametrize("origin", ["text", "html"])
async def test_no_string(hass: HomeAssistant, origin: str) -> None:
    """What is no text, or none that can be sent, is refused without being shown."""
    wrong: list[Any] = [True, [], {"a": "secret"}, b"secret", "secret\ud800", 10**5000]
    for value in wrong:
        with refuses("content_not_text", field=origin) as raised:
            await async_resolve(hass, {origin: value})
        assert "secret" not in str(raised.value.translation_placeholders)
    with refuses("content_empty", field=origin):
        await async_resolve(hass, {origin: " \n"})
    with refuses("content_mismatch", field=origin, format="PNG"):
        await async_resolve(hass, {origin: "x", "format": "png"})


@pytest.mark.parametrize("media_format", ["TEXT", "text", "txt", ".TXT", None])
async def test_text_in_its_own_format(
    hass: HomeAssistant, media_format: str | None
) -> None:
    """The format of a text may be given, as long as it is right."""
    await async_resolve(hass, {"text": "x", "format": media_format})


@pytest.mark.parametrize(
    "value", ["", "pdf", "PDF", "XLSXX", 3, True, [], {}, "\ud800"]
)
@pytest.mark.parametrize(
    "content",
    [{"text": "x"}, {"url": "https://example.com"}, {"file": "x"}, {"data": ""}],
)
async def test_unknown_format(
    hass: HomeAssistant, value: object, content: dict[str, str]
) -> None:
    """A format that there is not is refused, with those that there are."""
    with refuses("option_invalid", field="format", supported=FORMATS):
        await async_resolve(hass, content | {"format": value})


async def test_data(hass: HomeAssistant) -> None:
    """Base64 is taken as programs make it: in lines, or as a data URL."""
    picture = documents.picture("PNG", (300, 300))
    encoded = b64encode(picture).decode()
    lines = "\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76))
    for value in (
        encoded,
        lines,
        f"\n{encoded} ",
        f"data:image/png;base64,{encoded}",
        f" data:;base64,{lines}",
    ):
        source = await async_resolve(hass, {"data": value})
        assert source.origin == "data"
        assert source.title is None
        assert source.content.payload == picture
        assert source.content.media_format is MediaFormat.PNG


async def test_data_with_format(hass: HomeAssistant) -> None:
    """The format says what a text is, and must not lie about a picture."""
    page = b64encode(b"<b>Milk</b>").decode()
    for value, expected in ((None, "TEXT"), ("HTML", "HTML"), ("htm", "HTML")):
        source = await async_resolve(hass, {"data": page, "format": value})
        assert source.content.media_format.value == expected
        assert source.content.payload == b"<b>Milk</b>"
    picture = b64encode(documents.picture("PNG")).decode()
    for wrong, meant in (("JPG", "JPG"), ("docx", "WORD"), ("txt", "TEXT")):
        with refuses("content_mismatch", field="data", format=meant):
            await async_resolve(hass, {"data": picture, "format": wrong})
    with refuses("format_unrecognized", field="data", supported=FORMATS):
        await async_resolve(hass, {"data": b64encode(bytes(9)).decode()})
    with refuses("format_unknown", field="data", value="PDF", supported=FORMATS):
        await async_resolve(hass, {"data": b64encode(b"%PDF-1.7").decode()})


@pytest.mark.parametrize(
    "value",
    [
        *("secret!", "secre", "c2VjcmV0=", "=", "c2V-", "牛奶", "\ud800"),
        *("data:,c2VjcmV0", "data:image/png,c2VjcmV0"),
    ],
)
async def test_no_base64(hass: HomeAssistant, value: str) -> None:
    """What is no base64 is refused, without being shown."""
    with refuses("data_not_base64", field="data") as raised:
        await async_resolve(hass, {"data": value})
    assert raised.value.translation_placeholders == {"field": "data"}


async def test_no_text_of_base64(hass: HomeAssistant) -> None:
    """Only text can be base64."""
    wrong: list[Any] = [3, True, b"c2VjcmV0", ["c2VjcmV0"], {}]
    for value in wrong:
        with refuses("data_not_base64"):
            await async_resolve(hass, {"data": value})
    for nothing in ("", "  ", "data:image/png;base64,"):
        with refuses("content_empty", field="data"):
            await async_resolve(hass, {"data": nothing})


@pytest.mark.parametrize("origin", RESOLVERS)
async def test_size(hass: HomeAssistant, config_folder: Path, origin: str) -> None:
    """A print may hold 20 MiB, and not a byte more; an address is never that long."""
    size = MAX_CONTENT_BYTES
    assert size == 20 * 1024 * 1024
    path = config_folder / "media" / "long.txt"

    def fields(size: int) -> dict[str, str]:
        if origin == "file":
            path.write_bytes(b"x" * size)
            return {"file": str(path)}
        if origin == "data":
            return {"data": b64encode(b"x" * size).decode()}
        return {origin: "x" * size}

    if origin == "url":
        with refuses("url_invalid"):
            await async_resolve(hass, {"url": f"https://example.com/{'x' * 8000}"})
        return
    source = await async_resolve(hass, fields(size))
    assert source.content.size == size
    with refuses("content_too_large", field=origin, size="20.0", limit="20"):
        await async_resolve(hass, fields(size + 1))
    with refuses("content_too_large", field=origin, size="25.0", limit="20"):
        await async_resolve(hass, fields(size * 5 // 4))
