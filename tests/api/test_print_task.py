"""Tests of print tasks as they are sent."""

from dataclasses import fields
import json
from typing import Any

import pytest

from custom_components.cloudprint.api import (
    MediaFormat,
    MediaSource,
    PaperConfig,
    PrintConfig,
    PrintTask,
)

from .conftest import sample

ALL_SETTINGS: dict[str, tuple[str, Any]] = {
    "pages_per_sheet": ("pagesPerSheet", 2),
    "paper_config": (
        "paperConfig",
        PaperConfig(
            name="A4",
            width=210.0,
            height=297.0,
            left=5.08,
            top=0,
            description="plain",
            system=False,
        ),
    ),
    "copies": ("copies", 3),
    "header": ("header", "top"),
    "footer": ("footer", "bottom"),
    "margin_top": ("marginTop", 0),
    "margin_bottom": ("marginBottom", 1.5),
    "margin_left": ("marginLeft", 2),
    "margin_right": ("marginRight", 3),
    "orientation": ("orientation", "LANDSCAPE"),
    "color": ("color", "COLOR"),
    "side": ("side", "TUMBLE"),
    "quality": ("quality", "DRAFT"),
    "collate": ("collate", "UNCOLLATE"),
    "repeats": ("repeats", 2),
    "page_ranges": ("pageRanges", "1-3,5"),
    "scale": ("scale", "AUTO"),
    "xdpi": ("xdpi", 600),
    "ydpi": ("ydpi", 300),
    "autofit": ("autofit", False),
    "fullfill": ("fullfill", True),
    "booklet": ("booklet", False),
    "input_slot": ("inputSlot", "Tray 2"),
    "media_type": ("mediaType", "Glossy"),
    "mono_pages": ("monoPages", "2"),
    "page_rotate": ("pageRotate", 90),
    "content_adaptive": ("contentAdaptive", True),
    "finishings": ("finishings", ["STAPLE"]),
    "labels": ("labels", {"rows": 2}),
    "watermark": ("watermark", "草稿"),
}


def test_every_setting_of_the_document() -> None:
    """The task of OpenAPI 3.7.3 shows all settings and their names."""
    documented = sample("task_get")["data"]["config"]
    assert {name for name, _ in ALL_SETTINGS.values()} == set(documented)
    assert set(ALL_SETTINGS) == {item.name for item in fields(PrintConfig)} - {"raw"}

    config = PrintConfig(**{name: value for name, (_, value) in ALL_SETTINGS.items()})
    expected = dict(ALL_SETTINGS.values())
    expected["paperConfig"] = {
        "name": "A4",
        "width": 210.0,
        "height": 297.0,
        "left": 5.08,
        "top": 0,
        "description": "plain",
        "system": False,
    }
    assert set(expected["paperConfig"]) == set(documented["paperConfig"])
    assert config.to_request() == expected


def test_settings_left_open_are_not_sent() -> None:
    """Settings that are not set are not sent."""
    assert PrintConfig().to_request() == {}
    assert PrintConfig(paper_config=PaperConfig(width=105)).to_request() == {
        "paperConfig": {"width": 105}
    }


def test_raw_settings_go_over_the_others() -> None:
    """Raw settings are sent as they are, empty ones too."""
    config = PrintConfig(
        copies=2,
        color="COLOR",
        paper_config=PaperConfig(name="A4"),
        raw={"copies": None, "paperConfig": {"width": 1}, "new": [1]},
    )
    assert config.to_request() == {
        "color": "COLOR",
        "copies": None,
        "paperConfig": {"width": 1},
        "new": [1],
    }


def sent(task: PrintTask) -> Any:
    """Return the document that is sent for a task."""
    return json.loads(b"".join(task.to_body()))


def test_task_of_the_document() -> None:
    """OpenAPI 3.6.2 has a whole request; its null fields are left out here."""
    task = PrintTask(
        name="Task001",
        device_name="佳能复合机",
        server_sn="pkDgrqeA",
        media_source=MediaSource.URL,
        media_format=MediaFormat.PNG,
        content=b"https://pavo.elongstatic.com/i/ori/1n49kB759vO.png",
        javascript=True,
        config=PrintConfig(
            color="COLOR",
            side="ONESIDE",
            paper_config=PaperConfig(width=105, height=156),
        ),
    )
    expected = sample("new_print_task")
    for name in ("printBackground", "headers"):
        assert expected["data"]["task"].pop(name) is None
    assert sent(task) == expected


def secret_task() -> PrintTask:
    """Return a task with secrets."""
    return PrintTask(
        name="Diary",
        device_name="p",
        server_sn="s",
        media_source=MediaSource.URL,
        media_format=MediaFormat.HTML,
        content="https://example.com/日记".encode(),
        print_background=False,
        headers={"Cookie": "hush"},
    )


def test_optional_fields() -> None:
    """False is sent, None is not."""
    task = sent(secret_task())["data"]["task"]
    assert task["printBackground"] is False
    assert task["headers"] == {"Cookie": "hush"}
    assert task["config"] == {}
    assert "javascript" not in task


def test_redacted() -> None:
    """Only the content and the values of the headers are replaced."""
    expected = sent(secret_task())["data"]["task"]
    expected["content"] = {"type": "URL", "length": len("https://example.com/日记")}
    expected["headers"] = {"Cookie": "**REDACTED**"}
    assert secret_task().redacted() == expected


@pytest.mark.parametrize("size", range(5))
def test_redacted_file(size: int) -> None:
    """The length of a file is that of its Base64."""
    task = PrintTask(
        name="Letter",
        device_name="p",
        server_sn="s",
        media_source=MediaSource.BASE64,
        media_format=MediaFormat.WORD,
        content=bytes(size),
    )
    length = len(sent(task)["data"]["task"]["content"])
    assert task.redacted()["content"] == {"type": "BASE64", "length": length}


@pytest.mark.parametrize("secret", ["example", "hush"])
def test_representation_hides_what_is_secret(secret: str) -> None:
    """A task in a log does not reveal its content."""
    assert secret not in repr(secret_task())
