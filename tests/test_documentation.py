"""Tests that the documentation is complete, in both languages, and linked rightly."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any, Final
from urllib.parse import unquote

from home_assistant_intents import get_languages
from markdown_it import MarkdownIt
from markdown_it.token import Token
import pytest

from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.printing.reading import PRINT_FIELDS
from custom_components.cloudprint.spool.job import JobState, Reason
from homeassistant.util.yaml import parse_yaml

from .package import LANGUAGES, ROOT, anchors, pages_in, read, strings

MAX_README: Final = 12_000
"""Bytes, so that a reader gets to the first print."""

REPOSITORY: Final = "https://github.com/cloudprint-ha/cloudprint/"
FOR_DEVELOPERS: Final = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "architecture.md",
    "card-api.md",
    "documents.md",
    "ipp-conformance.md",
    "publish.md",
}
"""Pages that are in English only."""

ALL_PAGES: Final = [page for language in LANGUAGES for page in pages_in(language)]
DEVELOPERS_FILES: Final = [
    *(ROOT / "docs/decisions").glob("*.md"),
    *(ROOT / "tests").rglob("README.md"),
    *(ROOT / ".github").rglob("*.md"),
]

MARKDOWN: Final = MarkdownIt("commonmark").enable("table")


def page_in(language: str, name: str) -> Path:
    """Return a page in a language."""
    return ROOT / (name if language == "en" else name.replace(".md", ".zh-Hans.md"))


def links(page: Path) -> Iterator[str]:
    """Yield the addresses of the links and pictures in a page."""
    for block in MARKDOWN.parse(page.read_text(encoding="utf-8")):
        for node in (block, *(block.children or ())):
            if address := node.attrs.get("href") or node.attrs.get("src"):
                yield unquote(str(address))
            if node.type in ("html_inline", "html_block"):
                yield from re.findall(r'(?:src|href)="([^"]+)"', node.content)


def linked_file(page: Path, target: str) -> tuple[Path, str] | None:
    """Return the file in this repository that a link is to, and the anchor in it."""
    path, _, anchor = target.partition("#")
    if path.startswith(f"{REPOSITORY}blob/main/"):
        return ROOT / path.removeprefix(f"{REPOSITORY}blob/main/"), anchor
    if re.match("[a-z]+:", path):
        return None
    return ((page.parent / path).resolve() if path else page), anchor


# Pages and links


@pytest.mark.parametrize("language", LANGUAGES)
def test_readme_is_short(language: str) -> None:
    """A stranger reads it to the end, and knows after a screen what is needed."""
    text = page_in(language, "README.md").read_text(encoding="utf-8")
    assert len(text.encode()) <= MAX_README
    first_screen = text.partition("\n## ")[0]
    assert all(word in first_screen for word in ("Windows", "AppID", "AppKey"))
    # HACS leaves out pictures in HTML whose addresses are relative.
    assert "<img" not in text


def test_pages_are_in_both_languages() -> None:
    """Pages in both languages have the same sections in the same order."""
    english = {page.name for page in pages_in("en")} - FOR_DEVELOPERS
    chinese = {
        page.name.replace(".zh-Hans.md", ".md"): page for page in pages_in("zh-Hans")
    }
    assert english == chinese.keys()
    for name, page in chinese.items():
        levels = [
            re.findall(r"^(#+) ", text.read_text(encoding="utf-8"), re.MULTILINE)
            for text in (page.with_name(name), page)
        ]
        assert levels[0] == levels[1], name


@pytest.mark.parametrize(
    "page", [*ALL_PAGES, *DEVELOPERS_FILES], ids=lambda page: page.name
)
def test_links(page: Path) -> None:
    """Each link has its file and its section, and each picture exists."""
    own = anchors(page)
    assert len(own) == len(set(own)), "the anchor of the second would have a number"
    for target in links(page):
        if (linked := linked_file(page, target)) is None:
            assert target.startswith("https://"), target
            if template := re.search(r"issues/new\?template=(.+)", target):
                assert (ROOT / ".github/ISSUE_TEMPLATE" / template[1]).exists(), target
            continue
        file, anchor = linked
        assert file.exists(), target
        if anchor:
            assert anchor in anchors(file), target


def test_all_pictures_are_shown() -> None:
    """Each picture of the documentation is in a page."""
    shown = {
        linked[0]
        for page in ALL_PAGES
        for target in links(page)
        if (linked := linked_file(page, target))
    }
    docs = ROOT / "docs"
    assert {*docs.rglob("*.png"), *docs.rglob("*.webp")} <= shown


def test_links_from_elsewhere() -> None:
    """The integration, the card, blueprints and forms link to pages that exist."""
    places = ("custom_components", "card/src", "blueprints", ".github")
    files = [
        file
        for place in places
        for file in (ROOT / place).rglob("*")
        if file.suffix in (".json", ".py", ".ts", ".yaml", ".yml", ".jinja")
    ]
    found = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        for target in re.findall(rf"{REPOSITORY}blob/main/[\w./#-]+", text):
            linked = linked_file(file, target.rstrip("."))
            assert linked is not None
            assert linked[0].exists(), (file.name, target)
            assert not linked[1] or linked[1] in anchors(linked[0]), target
            found += 1
    assert found > 8


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_stay_in_the_language(language: str) -> None:
    """A page links to pages and pictures in its own language, and to its translation."""
    other = next(name for name in LANGUAGES if name != language)
    for page in pages_in(language):
        foreign = []
        for target in links(page):
            if (linked := linked_file(page, target)) is None:
                continue
            file = linked[0]
            assert not file.name.endswith(f"-{other}.png"), (page.name, target)
            is_chinese = file.name.endswith(".zh-Hans.md")
            is_in_both = is_chinese or (
                file.suffix == ".md" and file.with_suffix(".zh-Hans.md").exists()
            )
            if is_in_both and is_chinese is (language == "en"):
                foreign.append(file)
        if page.name in FOR_DEVELOPERS:
            continue
        name = page.name.replace(".zh-Hans", "")
        pair = {page.with_name(name), page.with_name(name.replace(".", ".zh-Hans."))}
        assert foreign == [*(pair - {page})], page.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_pages_are_found_from_the_readme(language: str) -> None:
    """The README links to each page for users."""
    readme = page_in(language, "README.md")
    linked = {
        found[0] for link in links(readme) if (found := linked_file(readme, link))
    }
    assert set(pages_in(language)) - linked <= {
        readme,
        *(ROOT / name for name in FOR_DEVELOPERS),
        *(ROOT / "docs" / name for name in FOR_DEVELOPERS),
    }


# Tables of names


def rows(page: Path, *headers: str) -> Iterator[list[str]]:
    """Yield the rows of the tables whose first header is one of these."""
    row: list[str] = []
    is_wanted = False
    cell: Token | None = None
    for token in MARKDOWN.parse(page.read_text(encoding="utf-8")):
        match token.type:
            case "table_open":
                is_wanted = False
            case "tr_open":
                row = []
            case "th_open" | "td_open":
                cell = token
            case "inline" if cell is not None:
                row.append(token.content)
                cell = None
            case "thead_close":
                is_wanted = row[0] in headers
            case "tr_close" if is_wanted:
                yield row


def names(cell: str) -> list[str]:
    """Return the names that a cell of a table has as code."""
    return re.findall(r"`(?:cloudprint\.)?(\w+)`", cell)


def selectors(action: str) -> dict[str, Any]:
    """Return the target and fields of an action with their selectors, also in sections."""
    described, found = read("services.yaml")[action], dict[str, Any]()
    for name, field in described.get("fields", {}).items():
        found |= field.get("fields", {name: field})
    selectors = {name: field["selector"] for name, field in found.items()}
    return selectors | {key: {key: None} for key in described.keys() & {"target"}}


@pytest.mark.parametrize("language", LANGUAGES)
def test_tried_with(language: str) -> None:
    """Each page of the check-up has a column in the table of what was tried."""
    pages = list(rows(page_in(language, "docs/check-up.md"), "Page", "页面"))
    (line, *_) = rows(page_in(language, "docs/tried-with.md"), "Printer", "打印机")
    # Printer, program and remarks are the others.
    assert len(line) == len(pages) + 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_of_print(language: str) -> None:
    """Each field and option of `cloudprint.print` is documented, and called as shown."""
    page = page_in(language, "docs/print.md")
    documented = [
        name
        for row in rows(page, "Field", "Option", "字段", "选项")
        for name in names(row[0])
    ]
    assert sorted(documented) == sorted(selectors("print"))
    shown = read(f"translations/{language}.json")["services"]["print"]["fields"]
    for row in rows(page, "字段", "选项"):
        for name, text in re.findall(r"`(\w+)` ([^`、]+)", row[0]):
            assert name == "target" or text.strip() == shown[name]["name"], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_values_of_print(language: str) -> None:
    """Each value of a field that has a list of values is documented."""
    text = page_in(language, "docs/print.md").read_text(encoding="utf-8")
    # Of these, examples are documented.
    many = {"encoding", "format"}
    missing = {
        (name, value)
        for name, selector in selectors("print").items()
        for value in selector.get("select", {}).get("options", ())
        if name not in many and f"`{value}`" not in text
    }
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings(language: str) -> None:
    """Each warning that the card shows is documented, and the code has each one."""
    page = page_in(language, "docs/print.md")
    documented = [
        name for row in rows(page, "Warning", "警告") for name in names(row[0])
    ]
    types = (ROOT / "card/src/backend.ts").read_text(encoding="utf-8")
    of_card = re.search(r"export type JobWarning =([^;]+);", types)
    assert of_card
    shown = set(re.findall(r'"(\w+)"', of_card[1]))
    assert len(documented) == len(set(documented))
    assert shown <= set(documented)
    for warning in documented:
        option = warning.rpartition("_")[0]
        is_of_option = option in PRINT_FIELDS or option == "other_options"
        assert is_of_option or warning in strings(), warning


@pytest.mark.parametrize("language", LANGUAGES)
def test_actions_triggers_and_conditions(language: str) -> None:
    """Each action with its fields, each trigger and each condition is documented."""
    page = page_in(language, "docs/jobs.md")
    actions = {
        names(row[0])[0]: set(names(row[1])) for row in rows(page, "Action", "动作")
    }
    assert actions == {
        action: set(selectors(action))
        for action in read("services.yaml")
        if action != "print"
    }
    for headers, file in (
        (("Trigger", "触发器"), "triggers.yaml"),
        (("Condition", "条件"), "conditions.yaml"),
    ):
        documented = [names(row[0])[0] for row in rows(page, *headers)]
        assert sorted(documented) == sorted(read(file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_states_and_reasons(language: str) -> None:
    """Each state of a job and each reason is documented."""
    page = page_in(language, "docs/jobs.md")
    tables = list(rows(page, "State", "状态"))
    states = [name for row in tables if len(row) == 2 for name in names(row[0])]
    assert sorted(states) == sorted(JobState)
    reasons = [name for row in tables if len(row) == 3 for name in names(row[1])]
    assert sorted(reasons) == sorted(Reason)


@pytest.mark.parametrize("language", LANGUAGES)
def test_entities(language: str) -> None:
    """Each entity is documented under its name."""
    page = page_in(language, "docs/entities.md")
    documented = " ".join(row[0] for row in rows(page, "Entity", "实体"))
    for platform, entities in read(f"translations/{language}.json")["entity"].items():
        for key, texts in entities.items():
            if "name" in texts:
                assert texts["name"] in documented, (platform, key)


# Examples


def examples() -> Iterator[tuple[str, str]]:
    """Yield the YAML examples of the pages, with the names of the pages."""
    for page in ALL_PAGES:
        for block in MARKDOWN.parse(page.read_text(encoding="utf-8")):
            if block.type == "fence" and block.info == "yaml":
                yield page.name, block.content


def test_examples() -> None:
    """Each example is valid YAML with existing actions, triggers and conditions."""
    known = {
        kind: {f"{DOMAIN}.{name}" for name in read(file)}
        for kind, file in (
            ("action", "services.yaml"),
            ("trigger", "triggers.yaml"),
            ("condition", "conditions.yaml"),
        )
    }
    found: set[str] = set()
    for page, block in examples():
        assert parse_yaml(block), (page, block)
        for kind, name in re.findall(
            rf"\b(action|trigger|condition): ({DOMAIN}\.\w+)", block
        ):
            assert name in known[kind], (page, name)
            found.add(name)
        for language in re.findall(r"custom_sentences/([\w-]+)/", block):
            assert language in get_languages(), (page, language)
            found.add(language)
    assert found >= {"cloudprint.print", "cloudprint.job_failed", "en", "zh-CN"}
