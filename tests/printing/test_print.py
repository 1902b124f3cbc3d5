"""Tests of the action `cloudprint.print`: the cloud receives what was asked for."""

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.reading import PRINT_FIELDS
from homeassistant.core import HomeAssistant, SupportsResponse
from homeassistant.util.yaml import load_yaml_dict

from ..actions import call
from ..conftest import Advance
from ..hub import Hub
from ..networks import resolve_names
from ..samples import documents

PAGE = "<h1>你好</h1>\r\n<p>&amp; \u00e9</p>"
NOTE = "  你好\r\n\tMilk\n"

FILES: Mapping[str, tuple[str, bytes]] = {
    "picture.png": ("PNG", documents.picture("PNG")),
    "picture.JPG": ("JPG", documents.picture("JPEG")),
    "picture.bmp": ("BMP", documents.picture("BMP")),
    "old.doc": ("WORD", documents.doc()),
    "letter.docx": ("WORD", documents.docx()),
    "old.xls": ("EXCEL", documents.xls()),
    "sheet.xlsx": ("EXCEL", documents.xlsx()),
    "old.ppt": ("PPT", documents.ppt()),
    "slides.pptx": ("PPT", documents.pptx()),
}

ADDRESS = "https://files.example.com/a%20b/%E4%BD%A0?x=1&y=%2F#part"

# What goes in, and as which mediaFormat, mediaSource and content it comes out
FORMS: list[tuple[dict[str, str], str, str, bytes]] = [
    ({"html": PAGE}, "HTML", "STRING", PAGE.encode()),
    ({"text": NOTE}, "TEXT", "STRING", NOTE.encode()),
    ({"url": ADDRESS}, "HTML", "URL", ADDRESS.encode()),
    *(
        ({"url": ADDRESS, "format": name}, name, "URL", ADDRESS.encode())
        for name in ("HTML", "PNG", "JPG", "BMP", "WORD", "EXCEL", "PPT")
    ),
    *(
        ({"url": f"https://example.com/{name}"}, media_format, "URL", url)
        for name, (media_format, _) in FILES.items()
        for url in [f"https://example.com/{name}".encode()]
    ),
    *(
        ({"file": f"media/{name}"}, media_format, "BASE64", data)
        for name, (media_format, data) in FILES.items()
    ),
    *(
        ({"data": b64encode(data).decode()}, media_format, "BASE64", data)
        for media_format, data in FILES.values()
    ),
    *(
        (
            {"data": b64encode(data).decode(), "format": name.rpartition(".")[2]},
            media_format,
            "BASE64",
            data,
        )
        for name, (media_format, data) in FILES.items()
    ),
    ({"file": "media/page.html"}, "HTML", "STRING", PAGE.encode()),
    ({"file": "media/note.txt"}, "TEXT", "STRING", NOTE.encode()),
    ({"file": "media/gbk.txt"}, "TEXT", "STRING", NOTE.encode()),
    (
        {"data": b64encode(PAGE.encode()).decode(), "format": "html"},
        "HTML",
        "STRING",
        PAGE.encode(),
    ),
    ({"data": b64encode(NOTE.encode()).decode()}, "TEXT", "STRING", NOTE.encode()),
]

DOCUMENTED = {
    *(("HTML", "STRING"), ("HTML", "URL"), ("TEXT", "STRING")),
    *(("PNG", "URL"), ("JPG", "URL"), ("BMP", "URL")),
    *(("PNG", "BASE64"), ("JPG", "BASE64"), ("BMP", "BASE64")),
    *(("WORD", "URL"), ("EXCEL", "URL"), ("PPT", "URL")),
    *(("WORD", "BASE64"), ("EXCEL", "BASE64"), ("PPT", "BASE64")),
}
"""The fifteen forms of OpenAPI 3.6.2, "所有可用的组合"."""


@pytest.fixture
def no_names(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make name resolution fail."""
    resolve_names(hass, monkeypatch)


async def test_content_forms(
    hass: HomeAssistant, config_folder: Path, hub: Hub, no_names: None
) -> None:
    """All fifteen content forms of the document arrive byte for byte."""
    for name, (_, data) in FILES.items():
        (config_folder / "media" / name).write_bytes(data)
    (config_folder / "media/page.html").write_bytes(PAGE.encode())
    (config_folder / "media/note.txt").write_bytes(NOTE.encode("utf-8-sig"))
    (config_folder / "media/gbk.txt").write_bytes(NOTE.encode("gb18030"))

    for number, (fields, media_format, media_source, content) in enumerate(FORMS):
        response = await call(hass, "print", fields, device_id=hub.device_id)

        job = hub.simulator.printed[-1]
        assert len(hub.simulator.printed) == number + 1
        assert (job.media_format, job.media_source) == (media_format, media_source)
        assert job.content == content, fields
        assert job.printer is hub.printer
        assert job.config == {}
        assert response["jobs"][0]["task_id"] == job.task_id

    arrived = {(job.media_format, job.media_source) for job in hub.simulator.printed}
    assert arrived == DOCUMENTED
    assert len(arrived) == 15


OPTIONS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"copies": 2}, {"copies": 2}),
    ({"color": "color"}, {"color": "COLOR"}),
    ({"sides": "two_sided_long_edge"}, {"side": "DUPLEX"}),
    ({"paper": "A4"}, {"paperConfig": {"width": 210.0, "height": 297.0}}),
    ({"paper": "105x156"}, {"paperConfig": {"width": 105.0, "height": 156.0}}),
    ({"orientation": "landscape"}, {"orientation": "LANDSCAPE"}),
    ({"quality": "draft"}, {"quality": "DRAFT"}),
    ({"collate": False}, {"collate": "UNCOLLATE"}),
    ({"pages_per_sheet": 4}, {"pagesPerSheet": 4}),
    ({"page_ranges": "1-3,5"}, {"pageRanges": "1-3,5"}),
    ({"scale": "AUTO"}, {"scale": "AUTO"}),
    ({"scale": 90}, {"scale": 90}),
    ({"dpi": "360x360"}, {"xdpi": 360, "ydpi": 360}),
    (
        {"margins": {"top": 1, "bottom": 2, "left": 3, "right": 4.5}},
        {"marginTop": 1, "marginBottom": 2, "marginLeft": 3, "marginRight": 4.5},
    ),
    ({"header": "Family"}, {"header": "Family"}),
    ({"footer": "家"}, {"footer": "家"}),
    ({"fit_to_page": True}, {"autofit": True}),
    ({"booklet": True}, {"booklet": True}),
    ({"input_slot": "Tray 2"}, {"inputSlot": "Tray 2"}),
    ({"media_type": "Photo"}, {"mediaType": "Photo"}),
    ({"watermark": "Draft"}, {"watermark": "Draft"}),
    *(
        ({"raw_options": raw}, raw)
        for raw in (
            {"repeats": 2},
            {"fullfill": True},
            {"monoPages": "1-2"},
            {"pageRotate": 90},
            {"contentAdaptive": False},
            {"finishings": ["staple"]},
            {"labels": {"a": "b"}},
            {
                "paperConfig": {
                    "name": "A6",
                    "width": 105.0,
                    "height": 148.0,
                    "left": 3.5,
                    "top": 3,
                    "description": "photo",
                    "system": False,
                }
            },
        )
    ),
]

CONFIG = {
    *("pagesPerSheet", "paperConfig", "copies", "header", "footer", "marginTop"),
    *("marginBottom", "marginLeft", "marginRight", "orientation", "color", "side"),
    *(
        "quality",
        "collate",
        "repeats",
        "pageRanges",
        "scale",
        "xdpi",
        "ydpi",
        "autofit",
    ),
    *("fullfill", "booklet", "inputSlot", "mediaType", "monoPages", "pageRotate"),
    *("contentAdaptive", "finishings", "labels", "watermark"),
}
"""The fields of `config` in OpenAPI 3.7.3."""
PAPER = {"name", "width", "height", "left", "top", "description", "system"}


async def test_config_fields(hass: HomeAssistant, hub: Hub) -> None:
    """Each field of the document arrives with its name and its type."""
    for options, expected in OPTIONS:
        await call(hass, "print", options, device_id=hub.colour_id, text="x")

        config = hub.simulator.printed[-1].config
        assert config == expected
        # Compare as JSON, in which 1, 1.0 and true differ.
        assert repr(config) == repr(expected)

    seen: set[str] = set().union(*(job.config for job in hub.simulator.printed))
    assert seen == CONFIG
    assert len(seen) == 30
    papers = [job.config.get("paperConfig", {}) for job in hub.simulator.printed]
    assert set().union(*papers) == PAPER


async def test_all_options_at_once(hass: HomeAssistant, hub: Hub) -> None:
    """Options can be combined, and raw options override the others."""
    together: dict[str, Any] = {}
    expected: dict[str, Any] = {}
    raw: dict[str, Any] = {}
    for options, config in OPTIONS:
        together |= options
        expected |= config
        raw |= options.get("raw_options", {})
    together["raw_options"] = raw | {"copies": 3, "side": "TUMBLE"}
    expected |= {"copies": 3, "side": "TUMBLE"}

    response = await call(hass, "print", together, device_id=hub.colour_id, text="x")

    assert hub.simulator.printed[-1].config == expected
    (record,) = await hub.jobs()
    assert record["job_id"] == response["jobs"][0]["job_id"]
    assert record["options"] == together


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"text": "x", "name": "Shopping list"}, "Shopping list"),
        ({"text": "x", "name": "  购物\u3000清单\r\n2 "}, "购物 清单 2"),
        ({"text": "x", "name": 2026}, "2026"),
        ({"text": "x", "name": "n" * 200}, "n" * 200),
        ({"url": "https://example.com/a/Menu.html?secret"}, "Menu.html"),
        ({"url": "https://example.com/?secret"}, "example.com"),
        ({"file": "media/letter.docx"}, "letter.docx"),
        ({"file": "media/letter.docx", "name": "Offer"}, "Offer"),
        ({"file": "media/a\u3000b\t\u202ec.txt"}, "a b c.txt"),
        ({"file": f"media/{'n' * 230}.txt"}, "n" * 200),
        # Without a title, the name is the time, never part of the content.
        ({"text": "secret"}, "Home Assistant 2026-11-24 09.41"),
        ({"data": b64encode(b"secret").decode()}, "Home Assistant 2026-11-24 09.41"),
        ({"url": "https://example.com/%20"}, "Home Assistant 2026-11-24 09.41"),
    ],
)
@pytest.mark.freeze_time("2026-11-24 17:41:00+00:00")
async def test_names(
    hass: HomeAssistant,
    config_folder: Path,
    hub: Hub,
    no_names: None,
    fields: dict[str, Any],
    name: str,
) -> None:
    """The name of a print is one line, in Home Assistant and in the cloud."""
    await hass.config.async_set_time_zone("US/Pacific")
    if path := fields.get("file"):
        (config_folder / path).write_bytes(
            documents.docx() if path.endswith("docx") else b"x"
        )

    response = await call(hass, "print", fields, device_id=hub.device_id)

    assert response["jobs"][0]["name"] == name
    assert hub.simulator.printed[-1].name == name
    assert (await hub.jobs())[0]["name"] == name


async def test_response(hass: HomeAssistant, hub: Hub) -> None:
    """The response has the state of the print so far."""
    response = await call(
        hass, "print", device_id=hub.device_id, text="x", name="Note", copies=2
    )

    (job,) = response["jobs"]
    assert job == {
        "job_id": job["job_id"],
        "task_id": hub.simulator.printed[0].task_id,
        "device_id": hub.device_id,
        "printer": hub.printer.shown_alias,
        "name": "Note",
        "state": "submitted",
        # The printer's capabilities contradict themselves.
        "warnings": ["copies_unsupported"],
    }
    assert len(job["job_id"]) == 26
    assert hub.simulator.printed[0].config == {"copies": 2}


async def test_the_example_of_the_document(
    hass: HomeAssistant, hub: Hub, advance: Advance
) -> None:
    """COLOR on the document's MONOCHROME printer is printed, with a warning."""
    hub.printer.step_seconds = 0
    await call(
        hass,
        "print",
        {"data": b64encode(documents.picture("PNG")).decode()},
        device_id=hub.device_id,
        color="color",
        sides="one_sided",
        paper={"width": 105, "height": 156},
    )
    await advance(3)
    (job,) = await hub.jobs()
    assert (job["state"], job["warnings"]) == ("finished", ["color_unsupported"])
    assert hub.simulator.printed[0].task["config"] == {
        "color": "COLOR",
        "side": "ONESIDE",
        "paperConfig": {"width": 105.0, "height": 156.0},
    }


async def test_response_is_optional(hass: HomeAssistant, hub: Hub) -> None:
    """The response is optional."""
    assert hass.services.supports_response(DOMAIN, "print") is SupportsResponse.OPTIONAL
    response = await hass.services.async_call(
        DOMAIN, "print", {"device_id": hub.device_id, "text": "x"}, blocking=True
    )
    assert response is None
    assert len(hub.simulator.printed) == 1


async def test_fields_are_those_that_people_see(hass: HomeAssistant) -> None:
    """The action's description has exactly the fields that the action accepts."""
    path = Path(__file__).parents[2] / f"custom_components/{DOMAIN}/services.yaml"
    described = await hass.async_add_executor_job(load_yaml_dict, path)
    fields: set[str] = set()
    for name, field in described["print"]["fields"].items():
        fields |= set(field["fields"]) if "fields" in field else {name}
    # Printers are chosen as the target.
    assert fields == set(PRINT_FIELDS) - {"device_id"}
