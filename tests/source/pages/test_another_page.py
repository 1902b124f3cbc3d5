"""What another page costs: a module, a template, and its texts (docs/architecture.md)."""

import json
import os
from pathlib import Path
import subprocess
import sys
from typing import Any, Final

import pytest

from tests.package import LANGUAGES, ROOT

MODULE: Final = '''
"""The days that are left until something happens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, override

from ....document.layouts.models import NamedLayout
from ....document.layouts.page import get_type_size
from ....document.sheets.paper import Size
from ...request import Request
from ..kind import Flag, Number, OneOf, PageKind, Text
from ..locale_formatter import LocaleFormatter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Countdown(NamedLayout):
    days: int
    template: ClassVar[str] = "countdown"

    @property
    @override
    def is_empty(self) -> bool:
        return not self.days

    @override
    def fit(self, paper: Size) -> tuple[float, dict[str, Any]]:
        return get_type_size(paper, 14), {"boxes": range(1, self.days + 1)}


async def _async_build(
    request: Request, options: Mapping[str, Any]
) -> Callable[[], _Countdown]:
    formatter = await LocaleFormatter.async_create(request.hass)
    return lambda: _Countdown(
        title=options["event"],
        subtitle="",
        language=formatter.language,
        days=options.get("days", 24),
    )


PAGE = PageKind(
    options={
        "event": Text(is_required=True),
        "days": Number(lowest=0, highest=100),
        "frame": OneOf(choices=["none", "stars"]),
        "weekends": Flag(),
    },
    async_build=_async_build,
)
'''

TEMPLATE: Final = """{% extends "page.html.jinja" %}
{% block main %}
{% for number in boxes %}<p>{{ number }}</p>{% endfor %}
{% endblock %}
"""

NAMES: Final = {"en": "Countdown", "zh-Hans": "倒计时"}

TEST: Final = '''
"""The page is printed, and saved as a document."""

import pytest

from tests.actions import call
from tests.flows.steps import send
from tests.printing.test_saved_documents import begin


async def test_printed(hass, device_id, simulator):
    """The page comes out, or nothing if there is nothing to print."""
    options = {"event": "Camp", "days": 3, "frame": "stars"}
    fields = {"device_id": device_id, "page": "countdown", "skip_empty": True}
    await call(hass, "print", fields, page_options=options)
    (job,) = simulator.printed
    assert job.name == "Camp"
    assert b"<p>3</p>" in job.content
    answer = await call(hass, "print", fields, page_options={**options, "days": 0})
    assert answer == {"jobs": [], "skipped": "empty"}


async def test_saved(hass, account, device_id, simulator):
    """Its form has its texts, and what is saved is printed."""
    result = await send(hass, await begin(hass, account, "page"), next_step_id="countdown")
    result = await send(hass, result, event="Camp", days=2.0, frame="none")
    await send(hass, result, name="To the camp", device_id=device_id)
    await call(hass, "print", document="To the camp")
    assert b"<p>2</p>" in simulator.printed[-1].content
'''


def _link(source: Path, target: Path) -> None:
    """Make a folder with links to the files of another one."""
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                _link(entry, target / entry.name)
        else:
            (target / entry.name).symlink_to(entry)


def _add_texts(texts: dict[str, Any], name: str) -> None:
    """Add all texts that a page needs."""
    steps = texts["config_subentries"]["document"]["step"]
    options = ("event", "days", "frame", "weekends")
    labels = dict.fromkeys(options, name)
    steps["countdown"] = {"title": name, "data": labels, "data_description": labels}
    steps["page"]["menu_options"]["countdown"] = name
    texts["selector"]["page"]["options"]["countdown"] = name
    texts["selector"]["page_frame"] = {"options": {"none": name, "stars": name}}


@pytest.mark.slow
def test_another_page(tmp_path: Path) -> None:
    """With a module, a template and its texts alone, a page is printed and saved."""
    root = tmp_path / "repository"
    root.mkdir()
    for entry in ROOT.iterdir():
        if entry.name in ("custom_components", "tests"):
            _link(entry, root / entry.name)
        elif entry.name not in (".git", ".venv"):
            (root / entry.name).symlink_to(entry)
    package = root / "custom_components/cloudprint"
    (package / "source/pages/kinds/countdown.py").write_text(MODULE, "utf-8")
    templates = package / "document/layouts/templates"
    (templates / "countdown.html.jinja").write_text(TEMPLATE, "utf-8")
    for language in LANGUAGES:
        path = package / f"translations/{language}.json"
        texts = json.loads(path.read_text("utf-8"))
        _add_texts(texts, NAMES[language])
        path.unlink()
        content = json.dumps(texts, ensure_ascii=False, indent=2, sort_keys=True)
        path.write_text(f"{content}\n", "utf-8")
    (root / "tests/test_countdown.py").write_text(TEST, "utf-8")
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "COV"))
    }
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-n", "0"),
            *("-p", "no:cacheprovider", "tests/test_countdown.py"),
            *("tests/test_texts.py", "tests/test_names.py"),
        ],
        cwd=root,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout
