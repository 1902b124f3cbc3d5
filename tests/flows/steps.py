"""Checks that each form of a flow has its texts in each language."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, section

from ..actions import placeholders_in
from ..simulator import Printer

TRANSLATIONS = Path(__file__).parents[2] / "custom_components/cloudprint/translations"
TEXTS: Mapping[str, Any] = {
    language: json.loads((TRANSLATIONS / f"{language}.json").read_text("utf-8"))
    for language in ("en", "zh-Hans")
}

_ONLY_SAVED: Mapping[str, set[str]] = {"planner": {"first_day"}}
"""Fields by steps that are shown only if a document was saved with them."""


def as_text(markdown: str) -> str:
    """Return what is shown of Markdown without any formatting."""
    (paragraph, text, _) = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    assert paragraph.tag == "p"
    assert {part.type for part in text.children or ()} == {"text"}
    return "".join(part.content for part in text.children or ())


def codes(printer: Printer, **changes: str) -> dict[str, str]:
    """Return the input with a printer's two codes."""
    return {
        "share_code": printer.share_code,
        "verification_code": printer.verification_code,
    } | changes


def suggested(schema: Any) -> dict[str, Any]:
    """Return the suggested values of a form, including its sections.

    The frontend looks into a section only if that has no default of its own.
    """
    values: dict[str, Any] = {}
    for marker, selector in schema.schema.items():
        if isinstance(selector, section):
            if marker.default is vol.UNDEFINED:
                values |= suggested(selector.schema)
        elif marker.description:
            values[marker.schema] = marker.description["suggested_value"]
    return values


def check_texts(kind: str, result: Mapping[str, Any]) -> None:
    """Check that everything a flow shows has its texts with all placeholders.

    `kind` is where they are in the translations, as in "options". The end of a flow has
    texts only if it says more than Home Assistant does.
    """
    for texts in TEXTS.values():
        for part in kind.split("."):
            texts = texts[part]
        if result["type"] is FlowResultType.ABORT:
            assert texts["abort"][result["reason"]]
        elif result["type"] is FlowResultType.CREATE_ENTRY:
            ends = texts.get("create_entry", {})
            if result["description"] is not None or "default" in ends:
                text = ends[result["description"] or "default"]
                given = set(result["description_placeholders"] or ())
                assert placeholders_in(text) <= given
        elif result["type"] is FlowResultType.MENU:
            step = texts["step"][result["step_id"]]
            given = set(result["description_placeholders"] or ())
            assert placeholders_in(step.get("description", "")) <= given
            for option in result["menu_options"]:
                assert placeholders_in(step["menu_options"][option]) <= given
        elif result["type"] is FlowResultType.FORM:
            _check_form(texts, result)


async def open_subentry(
    hass: HomeAssistant,
    account: MockConfigEntry,
    kind: str,
    subentry_id: str | None = None,
) -> Any:
    """Open the dialog of a new subentry of a kind, or of one that there is."""
    context: Any = {"source": SOURCE_USER}
    if subentry_id is not None:
        context = {"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id}
    result = await hass.config_entries.subentries.async_init(
        (account.entry_id, kind), context=context
    )
    check_texts(f"config_subentries.{kind}", result)
    return result


async def send(hass: HomeAssistant, result: Any, **entered: Any) -> Any:
    """Submit a step of the dialog of a subentry."""
    _, kind = result["handler"]
    result = await hass.config_entries.subentries.async_configure(
        result["flow_id"], entered
    )
    check_texts(f"config_subentries.{kind}", result)
    await hass.async_block_till_done()
    return result


def _check_form(texts: Mapping[str, Any], result: Mapping[str, Any]) -> None:
    step = texts["step"][result["step_id"]]
    given = set(result["description_placeholders"] or ())
    assert step["title"]
    assert placeholders_in(step.get("description", "")) <= given
    shown = set(_schema_fields(result["data_schema"]))
    assert set(_fields(step)) - shown <= _ONLY_SAVED.get(result["step_id"], set())
    assert shown <= set(_fields(step))
    for text in step.get("data_description", {}).values():
        assert placeholders_in(text) <= given
    for error in (result["errors"] or {}).values():
        assert placeholders_in(texts["error"][error]) <= given


def _fields(step: Mapping[str, Any], path: str = "") -> Iterator[str]:
    assert step["data"].keys() == step["data_description"].keys()
    yield from (f"{path}{field}" for field in step["data"])
    for name, texts in step.get("sections", {}).items():
        assert texts["name"]
        yield from _fields(texts, f"{name}.")


def _schema_fields(schema: Any, path: str = "") -> Iterator[str]:
    for marker, selector in schema.schema.items():
        if isinstance(selector, section):
            yield from _schema_fields(selector.schema, f"{marker.schema}.")
        else:
            yield f"{path}{marker.schema}"
