"""Resolving the content fields of a print."""

from base64 import b64encode
from pathlib import Path
import threading
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.api.vocabulary import MediaFormat
from custom_components.cloudprint.document.content import INLINE_BYTES, Content
from custom_components.cloudprint.document.errors import MAX_SOURCE_BYTES, DocumentError
from custom_components.cloudprint.document.settings import (
    DEFAULT_MAX_BYTES,
    RenderSettings,
)
from custom_components.cloudprint.source.resolving import (
    CONTENT_FIELDS,
    has_layout_fields,
)
from custom_components.cloudprint.source.string import _PIECE as PIECE, _decode
from custom_components.cloudprint.texts import async_load_texts
from homeassistant.core import HomeAssistant
from tests.actions import refuses
from tests.samples import documents

from .resolving import async_resolve

FORMATS = (
    "HTML, PNG, JPG, BMP, WORD, EXCEL, PPT, TEXT, PDF, MARKDOWN, CSV, WEBP, GIF, TIFF,"
    " HEIC, AVIF, PPM, PWG, URF, htm, xhtml, jpeg, doc, docx, docm, dot, dotx, dotm, xls, xlsx, xlsm,"
    " xlsb, xlt, xltx, xltm, pptx, pptm, pot, potx, potm, pps, ppsx, ppsm, txt, log,"
    " json, xml, yaml, yml, md, tif, heif, pgm, pbm, pnm"
)
STRING = "custom_components.cloudprint.source.string"
CONVERTER = "custom_components.cloudprint.document.converter"


@pytest.mark.parametrize("fields", [{}, {"name": "x"}, {"text": None, "file": None}])
async def test_no_content(hass: HomeAssistant, fields: dict[str, Any]) -> None:
    """A print without content is refused with a list of content fields."""
    assert [*CONTENT_FIELDS] == [
        "text",
        "html",
        "markdown",
        "url",
        "file",
        "media",
        "entity",
        "page",
        "data",
    ]
    with refuses("content_missing"):
        await async_resolve(hass, fields)


def test_layout_fields() -> None:
    """A print may be laid out for one of the fields, and for a list of files."""
    assert not has_layout_fields({"file": "a", "text": ["b"], "arrange": None})
    assert has_layout_fields({"file": "a", "clean_up": "grey"})
    assert has_layout_fields({"media": ["a", "b"]})


@pytest.mark.usefixtures("enable_custom_integrations")
@pytest.mark.parametrize(
    ("language", "names"), [("en", "Text, Address"), ("zh-Hans", "文本、网址")]
)
async def test_two_contents(hass: HomeAssistant, language: str, names: str) -> None:
    """A print has exactly one content field, even if it is empty; the editor's names."""
    hass.config.language = language
    await async_load_texts(hass)
    with refuses("content_ambiguous", fields=names):
        await async_resolve(hass, {"url": "https://example.com", "text": ""})


@pytest.mark.parametrize("origin", ["text", "html"])
@pytest.mark.parametrize(
    ("value", "text"),
    [("  牛奶\r\n", "  牛奶\r\n"), (3, "3"), (2.5, "2.5"), (10**30, "1" + "0" * 30)],
)
async def test_string(
    hass: HomeAssistant, origin: str, value: object, text: str
) -> None:
    """Text and HTML are printed unchanged, and a number from a template as text."""
    source = await async_resolve(hass, {origin: value})
    assert source.origin == origin
    assert source.title is None
    assert source.content.payload == text.encode()
    assert source.content.media_format.value == origin.upper()


@pytest.mark.parametrize("origin", ["text", "html"])
async def test_no_string(hass: HomeAssistant, origin: str) -> None:
    """Values that are not text, or cannot be encoded, are refused but not shown."""
    wrong: list[Any] = [True, [], {"a": "secret"}, b"secret", "secret\ud800", 10**5000]
    for value in wrong:
        with refuses("content_not_text", field=origin) as raised:
            await async_resolve(hass, {origin: value})
        assert "secret" not in str(raised.value.translation_placeholders)
    with refuses("content_empty", field=origin):
        await async_resolve(hass, {origin: " \n"})
    for other, meant in (("png", "PNG"), ("md", "MARKDOWN"), ("csv", "CSV")):
        with refuses("content_mismatch", field=origin, format=meant):
            await async_resolve(hass, {origin: "x", "format": other})


@pytest.mark.parametrize(("size", "in_loop"), [(1000, True), (1_000_000, False)])
@pytest.mark.parametrize("origin", ["text", "html"])
async def test_long_string_is_encoded_in_a_thread(
    hass: HomeAssistant, origin: str, size: int, in_loop: bool
) -> None:
    """A long text is encoded in a thread, a short one on the event loop."""
    from_string = Content.from_string
    threads: list[threading.Thread] = []

    def watched(*args: Any) -> Content:
        threads.append(threading.current_thread())
        return from_string(*args)

    with patch.object(Content, "from_string", watched):
        source = await async_resolve(hass, {origin: "牛" * size})
    assert source.content.payload == "牛".encode() * size
    assert [thread is threading.main_thread() for thread in threads] == [in_loop]


@pytest.mark.parametrize("origin", ["text", "html"])
async def test_no_long_string(hass: HomeAssistant, origin: str) -> None:
    """Invalid characters are refused at any position of a text of any length."""
    with refuses("content_not_text", field=origin):
        await async_resolve(hass, {origin: "x" * INLINE_BYTES * 3 + "\ud800"})
    with refuses("content_empty", field=origin):
        await async_resolve(hass, {origin: " \n" * INLINE_BYTES})


async def test_no_markdown(hass: HomeAssistant) -> None:
    """Half a surrogate pair in Markdown is refused, though the parser accepts it."""
    with refuses("content_not_text", field="markdown"):
        await async_resolve(hass, {"markdown": "# secret \ud800"})


async def test_markdown(hass: HomeAssistant) -> None:
    """Markdown becomes a page with the print's heading, and gets its title."""
    page = Content.from_string("<h1>Milk", MediaFormat.HTML, pages=1)
    settings = RenderSettings(dpi=150)
    with (
        patch(
            f"{STRING}.async_get_heading", return_value=("Shopping", "1 May")
        ) as heading,
        patch(f"{CONVERTER}.build_markdown_content", return_value=page) as made,
    ):
        for document_format in (None, "md", "MARKDOWN"):
            fields = {"markdown": "# Milk", "format": document_format}
            source = await async_resolve(hass, fields, settings)
            assert source.origin == "markdown"
            assert source.title == "Shopping"
            assert source.content is page
            assert heading.call_args.args[0].fields == fields
            made.assert_called_with(
                "# Milk", settings, title="Shopping", date="1 May", keeps_lines=True
            )
        with refuses("content_too_large", field="markdown"):
            await async_resolve(
                hass, {"markdown": "# Milk"}, RenderSettings(max_bytes=7)
            )
    with refuses("content_mismatch", field="markdown", format="HTML"):
        await async_resolve(hass, {"markdown": "x", "format": "HTML"})
    with refuses("content_not_text", field="markdown"):
        await async_resolve(hass, {"markdown": ["x"]})


@pytest.mark.parametrize("media_format", ["TEXT", "text", "txt", ".TXT", None])
async def test_text_in_its_own_format(
    hass: HomeAssistant, media_format: str | None
) -> None:
    """The format of a text may be given if it is the right one."""
    await async_resolve(hass, {"text": "x", "format": media_format})


@pytest.mark.parametrize(
    "value", ["", "rtf", "RTF", "XLSXX", 3, True, [], {}, "\ud800"]
)
@pytest.mark.parametrize(
    "content",
    [{"text": "x"}, {"url": "https://example.com"}, {"file": "x"}, {"data": ""}],
)
async def test_unknown_format(
    hass: HomeAssistant, value: object, content: dict[str, str]
) -> None:
    """An unknown format is refused with a list of the known ones."""
    with refuses("option_invalid", field="format", supported=FORMATS):
        await async_resolve(hass, content | {"format": value})


async def test_data(hass: HomeAssistant) -> None:
    """Base64 may have line breaks and the head of a data URL."""
    letter = documents.office("letter.docx")
    encoded = b64encode(letter).decode()
    lines = "\r\n".join(encoded[at : at + 76] for at in range(0, len(encoded), 76))
    for value in (
        encoded,
        lines,
        f"\n{encoded} ",
        f"data:application/octet-stream;base64,{encoded}",
        f" data:;base64,{lines}",
        f"{' ' * 2000}{encoded}",
    ):
        source = await async_resolve(hass, {"data": value})
        assert source.origin == "data"
        assert source.title is None
        assert source.content.payload == letter
        assert source.content.media_format is MediaFormat.WORD


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 2])
async def test_data_in_pieces(hass: HomeAssistant, size: int) -> None:
    """Base64 is decoded in pieces without losing characters between them."""
    data = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    encoded = b64encode(data).decode()
    for length in (76, 77, 1000, size * 2):
        for value in (encoded, f" data:;base64,{encoded}"):
            lines = "\n".join(
                value[at : at + length] for at in range(0, len(value), length)
            )
            assert _decode(lines) == data
            # Padding must be at the end, which may also be the end of a piece.
            if encoded.endswith("="):
                for more in ("A", "=", "AAAA"):
                    with pytest.raises(DocumentError):
                        _decode(f"{lines}{' ' * PIECE}{more}")
    source = await async_resolve(hass, {"data": encoded})
    assert source.content.payload == data


async def test_data_that_is_too_large(hass: HomeAssistant) -> None:
    """Decoding stops at the size limit."""
    with patch("custom_components.cloudprint.source.string.b64decode") as decode:
        decode.return_value = b"x" * (MAX_SOURCE_BYTES // 4 + 1)
        with refuses("content_too_large", field="data", size="100.1", limit="100"):
            await async_resolve(hass, {"data": "A" * PIECE * 10})
    assert decode.call_count == 4


async def test_data_with_format(hass: HomeAssistant) -> None:
    """The format decides for text, and must match the bytes of a document."""
    page = b64encode(b"<b>Milk</b>").decode()
    for value, expected in ((None, "TEXT"), ("HTML", "HTML"), ("htm", "HTML")):
        source = await async_resolve(hass, {"data": page, "format": value})
        assert source.content.media_format.value == expected
        assert source.content.payload == b"<b>Milk</b>"
    letter = b64encode(documents.docx()).decode()
    for wrong, meant in (("JPG", "JPG"), ("xlsx", "EXCEL"), ("txt", "TEXT")):
        with refuses("content_mismatch", field="data", format=meant):
            await async_resolve(hass, {"data": letter, "format": wrong})
    with refuses("format_unrecognized", field="data", supported=FORMATS):
        await async_resolve(hass, {"data": b64encode(bytes(9)).decode()})
    with refuses("format_unknown", field="data", value="RTF", supported=FORMATS):
        await async_resolve(hass, {"data": b64encode(rb"{\rtf1 x}").decode()})


@pytest.mark.parametrize("name", ["odt", "doc", "docx"])
async def test_office_refusals(hass: HomeAssistant, name: str) -> None:
    """The refusal of an Office file contains advice."""
    encrypted = b64encode(documents.office(f"letter-password.{name}")).decode()
    with refuses("office_encrypted", field="data"):
        await async_resolve(hass, {"data": encrypted})
    broken = b64encode(documents.office(f"letter.{name}")[:3000]).decode()
    with refuses("office_damaged", field="data"):
        await async_resolve(hass, {"data": broken})


async def test_foreign_office(hass: HomeAssistant) -> None:
    """OpenDocument files are refused with advice, unless the account accepts them."""
    data = b64encode(documents.office("sheet.ods")).decode()
    with refuses("office_foreign", field="data", value="ODS", supported="XLSX, PDF"):
        await async_resolve(hass, {"data": data})
    source = await async_resolve(hass, {"data": data}, RenderSettings(is_native=True))
    assert source.content.media_format is MediaFormat.ODS


@pytest.mark.slow  # It takes much memory.
async def test_decompression_bombs(hass: HomeAssistant) -> None:
    """Content that grows beyond the limit is refused."""
    data = b64encode(documents.docx()).decode()
    with (
        patch(
            "custom_components.cloudprint.document.office.office_package.MAX_UNPACKED_BYTES",
            9,
        ),
        refuses("office_unpacks_too_large", field="data"),
    ):
        await async_resolve(hass, {"data": data})


@pytest.mark.parametrize(
    "value",
    [
        *("secret!", "secre", "c2VjcmV0=", "=", "c2V-", "牛奶", "\ud800"),
        *("data:,c2VjcmV0", "data:image/png,c2VjcmV0"),
    ],
)
async def test_no_base64(hass: HomeAssistant, value: str) -> None:
    """Invalid base64 is refused without being shown."""
    with refuses("data_not_base64", field="data") as raised:
        await async_resolve(hass, {"data": value})
    assert raised.value.translation_placeholders == {"field": "data"}


async def test_no_text_of_base64(hass: HomeAssistant) -> None:
    """Base64 must be text."""
    wrong: list[Any] = [3, True, b"c2VjcmV0", [3], {}]
    for value in wrong:
        with refuses("data_not_base64"):
            await async_resolve(hass, {"data": value})
    for nothing in ("", "  ", "data:image/png;base64,"):
        with refuses("content_empty", field="data"):
            await async_resolve(hass, {"data": nothing})


@pytest.mark.slow  # It takes much memory.
@pytest.mark.parametrize("origin", ["text", "html", "file", "data"])
async def test_size(hass: HomeAssistant, config_folder: Path, origin: str) -> None:
    """A print may have 20 MiB by default, and not a byte more."""
    size = DEFAULT_MAX_BYTES
    assert size == 20 * 1024 * 1024
    path = config_folder / "media" / "long.txt"

    def fields(size: int) -> dict[str, str]:
        if origin == "file":
            path.write_bytes(b"x" * size)
            return {"file": str(path)}
        if origin == "data":
            return {"data": b64encode(b"x" * size).decode()}
        return {origin: "x" * size}

    source = await async_resolve(hass, fields(size))
    assert source.content.size == size
    with refuses("content_too_large", field=origin, size="20.1", limit="20"):
        await async_resolve(hass, fields(size + 1))
    with refuses("content_too_large", field=origin, size="25.0", limit="20"):
        await async_resolve(hass, fields(size * 5 // 4))
    settings = RenderSettings(max_bytes=size * 2)
    source = await async_resolve(hass, fields(size + 1), settings)
    assert source.content.size == size + 1
    with refuses("content_too_large", field=origin, limit="1"):
        await async_resolve(
            hass, fields(2 * 1024 * 1024), RenderSettings(max_bytes=1024 * 1024)
        )
