"""Tests of print tasks as they are sent."""

from collections.abc import Mapping
import json
from typing import Any, get_type_hints

import pytest

from custom_components.cloudprint.api.print_task import (
    PaperConfig,
    PrintConfig,
    PrintTask,
)
from custom_components.cloudprint.api.vocabulary import MediaFormat, MediaSource

from .conftest import sample

ALL_SETTINGS: PrintConfig = {
    "pagesPerSheet": 2,
    "paperConfig": {
        "name": "A4",
        "width": 210.0,
        "height": 297.0,
        "left": 5.08,
        "top": 0,
        "description": "plain",
        "system": False,
    },
    "copies": 3,
    "header": "top",
    "footer": "bottom",
    "marginTop": 0,
    "marginBottom": 1.5,
    "marginLeft": 2,
    "marginRight": 3,
    "orientation": "LANDSCAPE",
    "color": "COLOR",
    "side": "TUMBLE",
    "quality": "DRAFT",
    "collate": "UNCOLLATE",
    "repeats": 2,
    "pageRanges": "1-3,5",
    "scale": "AUTO",
    "xdpi": 600,
    "ydpi": 300,
    "autofit": False,
    "fullfill": True,
    "booklet": False,
    "inputSlot": "Tray 2",
    "mediaType": "Glossy",
    "monoPages": "2",
    "pageRotate": 90,
    "contentAdaptive": True,
    "finishings": ["STAPLE"],
    "labels": {"rows": 2},
    "watermark": "草稿",
}


def test_every_setting_of_the_document() -> None:
    """The task of OpenAPI 3.7.3 shows all settings and their names."""
    documented = sample("task_get")["data"]["config"]
    assert get_type_hints(PrintConfig).keys() == documented.keys()
    assert get_type_hints(PaperConfig).keys() == documented["paperConfig"].keys()
    assert ALL_SETTINGS.keys() == documented.keys()


def test_config_is_sent_as_it_is() -> None:
    """A config is sent as it is, with unknown and empty fields."""
    config = {**ALL_SETTINGS, "copies": None, "new": [1]}
    assert sent(text_task(config))["data"]["task"]["config"] == config
    assert sent(text_task({}))["data"]["task"]["config"] == {}


def sent(task: PrintTask) -> Any:
    """Return the document that is sent for a task."""
    return json.loads(b"".join(task.to_body()))


def test_task_of_the_document() -> None:
    """The whole request of OpenAPI 3.6.2, without its null fields."""
    task = PrintTask(
        name="Task001",
        device_name="佳能复合机",
        server_sn="pkDgrqeA",
        media_source=MediaSource.URL,
        media_format=MediaFormat.PNG,
        content=b"https://pavo.elongstatic.com/i/ori/1n49kB759vO.png",
        javascript=True,
        config={
            "color": "COLOR",
            "side": "ONESIDE",
            "paperConfig": {"width": 105, "height": 156},
        },
    )
    expected = sample("new_print_task")
    for name in ("printBackground", "headers"):
        assert expected["data"]["task"].pop(name) is None
    assert sent(task) == expected


def text_task(config: Mapping[str, Any]) -> PrintTask:
    """Return a task with a config."""
    return PrintTask(
        name="Note",
        device_name="p",
        server_sn="s",
        media_source=MediaSource.STRING,
        media_format=MediaFormat.TEXT,
        content=b"x",
        config=config,
    )


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
    """The representation of a task contains no secrets."""
    assert secret not in repr(secret_task())
