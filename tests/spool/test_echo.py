"""Tests of what the service took of a job's options."""

from typing import Any

import pytest

from custom_components.cloudprint.api.print_task import Task
from custom_components.cloudprint.spool.echo import get_echo_warnings

from ..simulator import load_capabilities
from .samples import make_job

DOCUMENT: dict[str, Any] = {
    "pagesPerSheet": None,
    "paperConfig": {
        "name": None,
        "width": 105.0,
        "height": 156.0,
        "left": None,
        "top": None,
        "description": None,
        "system": False,
    },
    "copies": None,
    "color": "COLOR",
    "side": "ONESIDE",
    "quality": None,
    "autofit": True,
    "contentAdaptive": False,
}
"""A part of the config of OpenAPI 3.7.3."""


def warnings(sent: dict[str, Any], **echoed: Any) -> list[str]:
    """Return the warnings of a job whose task has a record."""
    task = Task(status="PRINTING", **echoed)
    return list(get_echo_warnings(make_job(config=sent), task))


def test_document() -> None:
    """The document's own task comes back as it was sent, with defaults."""
    sent = {
        "color": "COLOR",
        "side": "ONESIDE",
        "paperConfig": {"width": 105, "height": 156},
    }
    assert warnings(sent, copies=1, config=DOCUMENT) == []


@pytest.mark.parametrize(
    ("field", "sent", "same", "other"),
    [
        ("color", "COLOR", "color", "MONOCHROME"),
        ("side", "DUPLEX", " Duplex\n", "ONESIDE"),
        ("orientation", "LANDSCAPE", "LANDSCAPE", "PORTRAIT"),
        ("quality", "HIGH", "High", "DRAFT"),
        ("collate", "COLLATE", "collate", "UNCOLLATE"),
        ("pagesPerSheet", 4, "4", 1),
        ("pageRanges", "1-3,5", "1-3, 5", "1-3"),
        ("scale", 80, "80%", "100%"),
        ("scale", 80.0, "80", 100),
        ("xdpi", 600, 600.0, 300),
        ("ydpi", 600, "600", "300"),
        ("marginTop", 10.5, "10.5", 0),
        ("autofit", True, "true", False),
        ("autofit", False, 0, "1"),
        ("booklet", True, 1, "false"),
        ("header", "Page 1", "page 1", "Page 2"),
        ("repeats", 2, "2", 1),
        ("finishings", ["STAPLE", 1], ["staple", "1"], ["STAPLE"]),
        ("finishings", ["STAPLE"], ["STAPLE"], ["PUNCH"]),
        ("labels", {"a": 1, "b": None}, {"a": "1", "c": 2}, {"a": 2}),
    ],
)
def test_same_and_other_values(field: str, sent: Any, same: Any, other: Any) -> None:
    """A value that means the same is none that was ignored; null is."""
    option = {
        "side": "sides",
        "pagesPerSheet": "pages_per_sheet",
        "pageRanges": "page_ranges",
        "xdpi": "dpi",
        "ydpi": "dpi",
        "marginTop": "margins",
        "autofit": "fit_to_page",
        "header": "other_options",
        "repeats": "other_options",
        "finishings": "other_options",
        "labels": "other_options",
    }.get(field, field)
    ignored = [f"{option}_ignored"]
    assert warnings({field: sent}, config={field: sent}) == []
    assert warnings({field: sent}, config={field: same}) == []
    assert warnings({field: sent}, config={field: other}) == ignored
    assert warnings({field: sent}, config={field: None}) == ignored
    # What is not in the record was not said.
    assert warnings({field: sent}, config={}) == []
    assert warnings({field: None}, config={field: other}) == []
    assert warnings({}, config={field: other}) == []


@pytest.mark.parametrize(
    ("sent", "echoed"),
    [("text", {"text": "text"}), ({"text": "text"}, "text"), ("a", ["a"])],
)
def test_values_of_another_shape(sent: Any, echoed: Any) -> None:
    """They may mean the same."""
    assert warnings({"watermark": sent}, config={"watermark": echoed}) == []


@pytest.mark.parametrize(
    ("sent", "task", "config", "is_ignored"),
    [
        # As in the document, where no copies were sent
        (None, 1, {"copies": None}, False),
        (1, 1, {"copies": None}, False),
        (1, None, {"copies": None}, False),
        (3, 3, {"copies": None}, False),
        (3, 1, {"copies": 3}, False),
        (3, None, {"copies": "3"}, False),
        ("3", 3, {}, False),
        (3, None, {"color": "COLOR"}, False),
        (3, 1, {"copies": None}, True),
        (3, 1, None, True),
        (3, None, {"copies": None}, True),
        (3, None, {"copies": 2}, True),
        (1, 2, {"copies": 2}, True),
    ],
)
def test_copies(
    sent: object, task: int | None, config: dict[str, Any] | None, is_ignored: bool
) -> None:
    """The task has a number of copies, too; either may be the one that was sent."""
    expected = ["copies_ignored"] if is_ignored else []
    asked = {} if sent is None else {"copies": sent}
    assert warnings(asked, copies=task, config=config) == expected


A4 = {"width": 210, "height": 297}


@pytest.mark.parametrize(
    ("sent", "echoed", "is_ignored"),
    [
        (A4, {"name": None, "width": 210.0, "height": 297.0}, False),
        (A4, {"name": "A4", "width": None, "height": None}, False),
        (A4, {"width": "210", "height": "296.9"}, False),
        (A4, "a4", False),
        ({"name": "A4"}, {"name": None, **A4}, False),
        ({"name": "Label 62"}, {"name": "label 62"}, False),
        ({"width": 215.9, "height": 279.4}, "Letter", False),
        # At most 2 mm less
        ({"width": 295.1, "height": 418.1}, "A3", False),
        ({"width": 208.1, "height": 295.1}, "A4", False),
        ({"width": 146.1, "height": 208.1}, "A5", False),
        ({"width": 103.1, "height": 146.1}, "A6", False),
        ({"width": 214, "height": 277.5}, "letter", False),
        ({"width": 214, "height": 353.7}, "legal", False),
        # B5 is of two sizes.
        ({"width": 182, "height": 257}, {"name": "B5"}, False),
        ({"name": "B5"}, {"name": None, "width": 182, "height": 257}, False),
        (A4, {"name": "A5", "width": None, "height": None}, True),
        (A4, {"name": "A4", "width": 148, "height": 210}, True),
        (A4, {"width": 297, "height": 210}, True),
        (A4, {"name": None, "width": None, "height": None, "system": False}, True),
        (A4, None, True),
        ({"name": "Label 62"}, {"name": "Label 29"}, True),
    ],
)
def test_paper(sent: dict[str, Any], echoed: Any, is_ignored: bool) -> None:
    """A paper's name and its size mean the same."""
    expected = ["paper_ignored"] if is_ignored else []
    assert warnings({"paperConfig": sent}, config={"paperConfig": echoed}) == expected


def test_papers_of_a_printer() -> None:
    """No paper of the document's printer is taken for another one."""
    papers = load_capabilities("monochrome")["supportedPapers"]
    for sent in papers:
        config = {"paperConfig": {"width": sent["width"], "height": sent["height"]}}
        assert warnings(config, config={"paperConfig": sent}) == []
        named = {"paperConfig": {"name": sent["name"]}}
        assert warnings(config, config=named) == []


def test_newest_record_counts() -> None:
    """What was ignored at first may be taken later. Other warnings stay."""
    sent = {"side": "DUPLEX", "xdpi": 600, "ydpi": 600}
    job = make_job(config=sent, warnings=("color_unsupported", "copies_ignored"))
    config = {"side": "ONESIDE", "xdpi": 300, "ydpi": 300}
    found = get_echo_warnings(job, Task(status="QUEUED", config=config))
    assert found == ("color_unsupported", "sides_ignored", "dpi_ignored")
    assert get_echo_warnings(job, Task(status="QUEUED")) == job.warnings
    found = get_echo_warnings(job, Task(status="QUEUED", config=sent))
    assert found == ("color_unsupported",)
