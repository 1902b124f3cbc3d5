"""What the service took of a job's options, by its task's record (OpenAPI 3.7.3)."""

from collections.abc import Iterator, Mapping
import math
from typing import Any, Final

from ..api.parsing import number_or_none, parse_flag, parse_integer
from ..api.print_task import Task
from ..document.settings import SAME_PAPER_MM
from ..document.sheets.paper import STANDARD_PAPERS
from .job import Job

_OPTIONS: Final[Mapping[str, str]] = {
    "copies": "copies",
    "color": "color",
    "side": "sides",
    "paperConfig": "paper",
    "orientation": "orientation",
    "quality": "quality",
    "collate": "collate",
    "pagesPerSheet": "pages_per_sheet",
    "pageRanges": "page_ranges",
    "scale": "scale",
    **dict.fromkeys(("xdpi", "ydpi"), "dpi"),
    **dict.fromkeys(
        ("marginTop", "marginBottom", "marginLeft", "marginRight"), "margins"
    ),
    "autofit": "fit_to_page",
    "booklet": "booklet",
}
"""The options of the action for fields of `config`; all others are `other_options`."""

# Their names mean one size everywhere.
_NAMES: Final = ("a3", "a4", "a5", "a6", "letter", "legal")

_SUFFIX: Final = "_ignored"


def get_echo_warnings(job: Job, task: Task) -> tuple[str, ...]:
    """Return the keys of a job's warnings, with those that follow from its task."""
    if task.copies is None and task.config is None:
        return job.warnings
    others = [key for key in job.warnings if not key.endswith(_SUFFIX)]
    ignored = (
        f"{_OPTIONS.get(field, 'other_options')}{_SUFFIX}"
        for field in _find_ignored(job.task.config, task)
    )
    return tuple(dict.fromkeys((*others, *ignored)))


def _find_ignored(sent: Mapping[str, Any], task: Task) -> Iterator[str]:
    echoed = task.config or {}
    for field, value in sent.items():
        if field == "copies":
            is_same = _is_same_number_of_copies(value, task)
        elif field not in echoed or value is None:
            continue
        elif field == "paperConfig":
            is_same = _is_same_paper(_as_paper(value), _as_paper(echoed[field]))
        else:
            is_same = _is_same(value, echoed[field])
        if not is_same:
            yield field


def _is_same_number_of_copies(sent: object, task: Task) -> bool:
    """Compare copies: the document has them in the task, and null in its `config`."""
    echoed = [] if task.copies is None else [task.copies]
    if task.config is not None and "copies" in task.config:
        echoed.append(parse_integer(task.config["copies"]) or 1)
    return not echoed or (parse_integer(sent) or 1) in echoed


def _as_paper(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {"name": value}


def _is_same_paper(sent: Mapping[str, Any], echoed: Mapping[str, Any]) -> bool:
    """Compare papers by size, otherwise by name, whose size may be unknown."""
    size, other = _find_size(sent), _find_size(echoed)
    if size and other:
        width, height = (abs(side - of) for side, of in zip(size, other, strict=True))
        return max(width, height) <= SAME_PAPER_MM
    if sent.get("name") and echoed.get("name"):
        return _is_same(sent["name"], echoed["name"])
    return bool(other or echoed.get("name"))


def _find_size(paper: Mapping[str, Any]) -> tuple[float, float] | None:
    width, height = (number_or_none(paper.get(side)) for side in ("width", "height"))
    if width and height:
        return width, height
    name = _normalize(paper.get("name"))
    return STANDARD_PAPERS[name] if name in _NAMES else None


def _is_same(sent: object, echoed: object) -> bool:
    """Compare values; those of another shape may mean the same."""
    if echoed is None:
        return False
    if isinstance(sent, Mapping) and isinstance(echoed, Mapping):
        return all(
            _is_same(value, echoed[key])
            for key, value in sent.items()
            if value is not None and key in echoed
        )
    if isinstance(sent, list) and isinstance(echoed, list):
        return len(sent) == len(echoed) and all(
            map(_is_same, sent, echoed, strict=True)
        )
    if isinstance(sent, Mapping | list) or isinstance(echoed, Mapping | list):
        return True
    texts = _normalize(sent), _normalize(echoed)
    for parse in (number_or_none, parse_flag):
        one, other = map(parse, texts)
        if one is not None and other is not None:
            return math.isclose(one, other, abs_tol=0.01)
    return texts[0] == texts[1]


def _normalize(value: object) -> str:
    """Return a value as text without what makes no difference, such as its case."""
    return "".join(str(value).split()).casefold().rstrip("%")
