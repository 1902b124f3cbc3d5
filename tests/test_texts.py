"""Tests that each text and icon exists in both languages, and that each is used."""

import ast
from collections.abc import Iterator, Mapping
from importlib import import_module
import json
from pathlib import Path
import re
from string import Formatter
from typing import Any, Final

from markdown_it import MarkdownIt
import pytest

from custom_components.cloudprint import PLATFORMS
from custom_components.cloudprint.api.errors import TEXTS
from custom_components.cloudprint.condition import CONDITIONS
from custom_components.cloudprint.document.arrange.settings import (
    ID_PHOTO_SIZES,
    PHOTO_SIZES,
    Arrangement,
    CleanUp,
    PictureFit,
)
from custom_components.cloudprint.document.sheets.manual_duplex import (
    InputTray,
    OutputTray,
)
from custom_components.cloudprint.event import PRINT_JOB
from custom_components.cloudprint.flows.check_up import AGAIN, ANSWERS, SKIP
from custom_components.cloudprint.flows.options import SETTINGS_SCHEMA
from custom_components.cloudprint.flows.rule import KINDS_OF_RULES
from custom_components.cloudprint.job_events import NOTABLE_STATES
from custom_components.cloudprint.policy.links import LINK
from custom_components.cloudprint.policy.rules import CONF_OTHERS, RULE, ColorRule
from custom_components.cloudprint.printers.status import PrinterState
from custom_components.cloudprint.printing.capability_check import CHOICES, COLORS
from custom_components.cloudprint.printing.check_up import PAGES
from custom_components.cloudprint.printing.jobs import DECISIONS
from custom_components.cloudprint.printing.options import OPTIONS
from custom_components.cloudprint.printing.reading import PRINT_FIELDS
from custom_components.cloudprint.printing.saved_document import KINDS, SUBENTRY_TYPE
from custom_components.cloudprint.repairs import (
    account,
    gone,
    journal,
    refused_network,
    renamed,
    sharing,
    turn_paper,
    unconfirmed,
)
from custom_components.cloudprint.repairs.waiting import WAITED_FOR
from custom_components.cloudprint.select import PRINTER_DEFAULT, SELECTS
from custom_components.cloudprint.sensor import PRINTER_SENSORS
from custom_components.cloudprint.services import ACTIONS as REGISTERED
from custom_components.cloudprint.settings import INPUT_TRAY, OUTPUT_TRAY, Probe
from custom_components.cloudprint.source.arranging import ARRANGE_FIELDS, WHOLE_PAGE
from custom_components.cloudprint.source.pages import kinds
from custom_components.cloudprint.source.pages.kind import OneOf
from custom_components.cloudprint.source.pages.kinds import PAGE_NAMES
from custom_components.cloudprint.source.resolving import CONTENT_FIELDS
from custom_components.cloudprint.spool.job import JobState, Reason
from custom_components.cloudprint.trigger import TRIGGERS
from custom_components.cloudprint.voice.commands import Question
from homeassistant.const import WEEKDAYS
from homeassistant.data_entry_flow import section
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.selector import NumberSelector, validate_selector
from homeassistant.helpers.service import _SERVICES_SCHEMA

from .package import (
    FOLDER,
    LANGUAGES,
    ROOT,
    first_arguments,
    pages_in,
    read,
    steps,
    strings,
    syntax,
    texts,
    translation,
    translation_keys,
)

ENGLISH: Final[Mapping[str, Any]] = read("translations/en.json")
ICONS: Final[Mapping[str, Any]] = read("icons.json")
ACTIONS: Final[Mapping[str, Any]] = read("services.yaml")

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{option: tuple(choice.words) for option, choice in CHOICES.items()},
    "arrange": tuple(Arrangement),
    "clean_up": tuple(CleanUp),
    "decision": DECISIONS,
    "first_day": ("0", "1", "2", "3"),
    "job_state": tuple(JobState),
    "page": tuple(ENGLISH["selector"]["page"]["options"]),
    "picture_fit": tuple(PictureFit),
    "picture_size": (*PHOTO_SIZES, WHOLE_PAGE, *ID_PHOTO_SIZES),
    "rule_color": tuple(ColorRule),
    "rule_who": (*KINDS_OF_RULES, CONF_OTHERS),
    "weekday": tuple(WEEKDAYS),
    "probe": tuple(Probe),
    "tray_input": tuple(InputTray),
    "tray_output": tuple(OutputTray),
    **{f"probe_{probe}": (*ANSWERS[probe], AGAIN, SKIP) for probe in Probe},
    **{
        f"page_{field}": tuple(option.choices)
        for page in PAGE_NAMES
        for field, option in import_module(
            f"{kinds.__name__}.{page}"
        ).PAGE.options.items()
        if isinstance(option, OneOf)
    },
}
"""Selectors' options, by translation key."""

# Reasons that Home Assistant's own steps use.
CORE_ABORTS: Final = {
    "already_configured",
    "reauth_successful",
    "reconfigure_successful",
    "unique_id_mismatch",
}
ISSUES: Final = {
    account.ISSUE_ADDRESS: None,
    account.ISSUE_CLOCK: None,
    account.ISSUE_NO_PRINTER: None,
    account.ISSUE_TOKEN: None,
    gone.ISSUE_GONE: "repairs/gone.py",
    journal.ISSUE_JOURNAL: None,
    journal.ISSUE_UNREADABLE: None,
    refused_network.ISSUE_NETWORK: "repairs/refused_network.py",
    renamed.ISSUE_RENAMED: "repairs/renamed.py",
    sharing.ISSUE_COLOR: "repairs/sharing.py",
    sharing.ISSUE_PORT: "repairs/sharing.py",
    turn_paper.ISSUE_TURN: "repairs/turn_paper.py",
    unconfirmed.ISSUE_UNCONFIRMED: "repairs/unconfirmed.py",
}
"""Each issue, with our flow that fixes it, if any."""


def fields_of(action: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an action, including those in sections."""
    fields: dict[str, Any] = {}
    for name, field in action.get("fields", {}).items():
        fields |= field.get("fields", {name: field})
    return fields


def sections_of(action: Mapping[str, Any]) -> set[str]:
    """Return the names of an action's sections."""
    fields = action.get("fields", {})
    return {name for name, field in fields.items() if "fields" in field}


# Actions, triggers, conditions


def test_actions_have_valid_selectors() -> None:
    """All selectors are valid."""
    _SERVICES_SCHEMA(ACTIONS)
    for action in ACTIONS.values():
        for field in fields_of(action).values():
            validate_selector(field["selector"])
            assert set(field) <= {"selector", "required", "example", "default"}


def test_selectors_of_several() -> None:
    """Fields for several calendars or files have selectors for several."""
    fields = fields_of(ACTIONS["print"])
    for name, kind in (
        ("entity", "entity"),
        ("file", "text"),
        ("media", "media"),
    ):
        assert fields[name]["selector"][kind]["multiple"]


def test_form_of_print_is_short() -> None:
    """The form opens with what people print; what a kind of content needs is together."""
    fields = ACTIONS["print"]["fields"]
    assert [name for name, field in fields.items() if "fields" not in field] == [
        "document",
        "file",
        "media",
        "entity",
        "text",
        "markdown",
        "url",
        "copies",
    ]
    sections = {name: field for name, field in fields.items() if "fields" in field}
    assert all(field["collapsed"] for field in sections.values())
    first = list(sections)[:5]
    assert {name: [*sections[name]["fields"]] for name in first} == {
        "print_options": [
            *("color", "sides", "paper", "page_ranges", "name", "on_behalf_of"),
        ],
        "named_pages": ["page", "page_options"],
        "list_options": [
            "title",
            "show_date",
            "completed",
            "days",
            "first_day",
            "caption",
        ],
        "arrangement": [*ARRANGE_FIELDS],
        "file_options": ["password", "encoding", "format", "headers"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_content_names_the_fields(language: str) -> None:
    """Who forgot what to print reads the names that the editor shows, in its order."""
    own = translation(language)
    message = own["exceptions.content_missing.message"]
    _, named = re.split("[:：]", message)
    shown = [
        own[f"services.print.fields.{name}.name"]
        for name in fields_of(ACTIONS["print"])
        if name in ("document", *CONTENT_FIELDS)
    ]
    assert re.split("、|, ", named.strip(" .。")) == shown


def test_no_field_is_in_two_sections() -> None:
    """Fields of different sections have different names."""
    for name, action in ACTIONS.items():
        names = [
            field
            for section, content in action.get("fields", {}).items()
            for field in content.get("fields", (section,))
        ]
        assert len(names) == len(set(names)), name


def test_print_fields() -> None:
    """The action's description has exactly the fields that the action accepts."""
    # Printers are chosen as the target.
    assert set(fields_of(ACTIONS["print"])) == set(PRINT_FIELDS) - {"device_id"}
    others = {"job_id", "on_behalf_of"}
    assert set(fields_of(ACTIONS["reprint_job"])) - others <= set(OPTIONS)


def test_actions_are_registered() -> None:
    """Each action that the code registers is described and performed, and vice versa."""
    performed: set[object] = set()
    for node in syntax("services/actions.py"):
        match node:
            case ast.AnnAssign(
                target=ast.Name(id="_ACTIONS"), value=ast.Dict(keys=keys)
            ):
                performed.update(
                    key.value for key in keys if isinstance(key, ast.Constant)
                )
    assert set(REGISTERED) == performed == set(ACTIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_actions_are_translated(language: str) -> None:
    """Each action, field and section has texts, and each text is used."""
    expected = set()
    for name, action in ACTIONS.items():
        expected |= {f"services.{name}.name", f"services.{name}.description"}
        expected |= {
            f"services.{name}.sections.{section}.name"
            for section in sections_of(action)
        }
        for field in fields_of(action):
            expected |= {
                f"services.{name}.fields.{field}.name",
                f"services.{name}.fields.{field}.description",
            }
    assert expected == {
        path for path in translation(language) if path.startswith("services.")
    }


@pytest.mark.parametrize(
    ("kind", "offered"), [("triggers", TRIGGERS), ("conditions", CONDITIONS)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_triggers_and_conditions_are_described(
    kind: str, offered: Mapping[str, Any], language: str
) -> None:
    """Each has a form, an icon, and all texts."""
    forms = read(f"{kind}.yaml")
    assert set(forms) == set(offered) == set(ICONS[kind])
    expected = set()
    for name, form in forms.items():
        expected |= {f"{kind}.{name}.name", f"{kind}.{name}.description"}
        for field in form.get("fields", {}):
            expected |= {
                f"{kind}.{name}.fields.{field}.name",
                f"{kind}.{name}.fields.{field}.description",
            }
    assert expected == {
        path for path in translation(language) if path.startswith(f"{kind}.")
    }


# Texts of both languages


def test_languages_have_the_same_texts() -> None:
    """Both languages have each text, with the same placeholders in it."""
    english, chinese = (translation(language) for language in LANGUAGES)
    assert set(english) == set(chinese)
    for path, text in english.items():
        assert placeholders(text) == placeholders(chinese[path]), path


def placeholders(text: str) -> set[str]:
    """Return the placeholders of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_in_order(language: str) -> None:
    """The file is sorted."""
    name = f"translations/{language}.json"
    content = json.dumps(read(name), ensure_ascii=False, indent=2, sort_keys=True)
    assert (FOLDER / name).read_text(encoding="utf-8") == f"{content}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_well_formed(language: str) -> None:
    """No text has anything that hassfest refuses."""
    for path, text in translation(language).items():
        for key in path.split("."):
            assert re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", key), path
        assert text, path
        assert text == text.strip(), path
        assert "[%key:" not in text, path
        assert not re.search(r"<[a-z/]", text), path
        assert not re.search(r"'\{\w+\}'", text), path
        # Addresses are placeholders, so that they are not translated.
        assert not re.search(r"(?:\w://|www\.)[a-z0-9]", text), path
        assert all(name.isidentifier() for name in placeholders(text)), path
        if path.startswith("entity.") and not path.endswith(".name"):
            assert not placeholders(text), path


CLOCK_DIFFERENCES: Final = [
    f"{way}_{unit}"
    for way in ("ahead", "behind")
    for unit in ("days", "hours", "minutes")
]

PLURALS: Final = {
    # At least two, or another unit
    **{f"common.clock_{difference}": {"count"} for difference in CLOCK_DIFFERENCES},
    # One is another text.
    "common.spoken_also_waiting": {"count"},
    "common.spoken_waiting": {"count"},
    # More than are printed without asking
    "common.spoken_confirm_pages": {"pages"},
    # One has a sentence of its own.
    "common.spoken_waiting_approval": {"count"},
    # Limits, and what exceeds them.
    "common.rule_day": {"value"},
    "common.rule_month": {"value"},
    "exceptions.document_files_too_many.message": {"limit"},
    "exceptions.document_template_large.message": {"limit"},
    "exceptions.document_template_slow.message": {"seconds"},
    "exceptions.entries_too_many.message": {"count"},
    "exceptions.files_too_many.message": {"count"},
    "exceptions.headers_invalid.message": {"most", "limit"},
    "exceptions.ipp_time_used_up.message": {"minutes"},
    "exceptions.ipp_too_many_pages.message": {"pages"},
    "exceptions.link_pages.message": {"pages"},
    "exceptions.markdown_too_long.message": {"length"},
    "exceptions.pages_too_many.message": {"pages"},
    "exceptions.picture_too_large.message": {"limit", "side"},
    "exceptions.raw_options_invalid.message": {"limit"},
    "exceptions.table_too_large.message": {"columns", "cells"},
    "exceptions.text_invalid.message": {"longest"},
    "exceptions.tiff_pages_too_many.message": {"limit"},
    "exceptions.upload_too_slow.message": {"minutes"},
    "exceptions.url_page_timeout.message": {"limit"},
    "exceptions.url_redirects.message": {"limit"},
    "issues.token_contention.description": {"count"},
    # One page that is too large is another text.
    "exceptions.pdf_too_large.message": {"pages"},
}
"""Texts with a plural after a number, which is never 1."""

VERBS: Final = {
    "does",
    "has",
    "is",
    "leaves",
    "needs",
    "prints",
    "redirects",
    "sends",
    "was",
}


def test_numbers_are_not_followed_by_a_wrong_plural() -> None:
    """No text says "1 pages"."""
    found: dict[str, set[str]] = {}
    for path, text in translation("en").items():
        for name, word in re.findall(r"\{(\w+)\} (\w+s)\b", text):
            if word not in VERBS:
                found.setdefault(path, set()).add(name)
    assert found == PLURALS
    # The number of a sensor is anything: pages are counted as core's printers do.
    units = [path for path in translation("en") if path.endswith("unit_of_measurement")]
    assert units == ["entity.sensor.pages.unit_of_measurement"]


ALLOWED_ENGLISH = (
    r"https?://|allowlist_external_dirs|AppID|AppKey|base64|Office|Windows"
    r"|Android|Bonjour|ChromeOS|GNOME|IP|IPP|IPPS|ipp|ipps|KDE|VPN|iPad|iPhone|mDNS"
    r"|Home Assistant|HTML|ID|MiB|media|www|text|html|file|data|top|bottom|left|right"
    r"|A4|x|\{\w+\}|WPS|AI|PDF|OpenDocument|Markdown|CSV|HTTP|Word|Excel"
    r"|allowlist_external_urls|url|headers|YAML|Accept-Language: zh-CN"
    r"|XFA|Adobe Acrobat|Acrobat|WebP|PNG|odd|even|reverse|OFD|configuration\.yaml"
    r"|fonts|NOSCALE|AUTO|Brother|HP"
    r"|POST|X-Forwarded-For|again=true|frp|nginx|ngrok|SSH|TCP|stunnel|Wi-Fi|WPA|WEP|SSID|EAP"
    r"|Avery|HERMA|csv|Tailscale|VLAN|f[cde][\da-f:]+/\d+"
)


def test_chinese_is_chinese() -> None:
    """The Chinese texts contain no English."""
    for path, text in translation("zh-Hans").items():
        rest = re.sub(rf"(?<![A-Za-z])(?:{ALLOWED_ENGLISH})(?![A-Za-z])", "", text)
        assert not re.search(r"[A-Za-z]{2,}", rest), f"{path}: {text}"


@pytest.mark.parametrize(
    "folder", ["translations", "../../docs", "../../blueprints", "../../.github"]
)
def test_one_word_for_one_thing(folder: str) -> None:
    """The Chinese texts use the terms of the vendor and Home Assistant."""
    others = re.compile(
        "账户|分享码|校验码|安静时段|仪表板|Windows 客户端|打印作业|打印日志|自定义仓库"
        "|(设备|实体|任务)编号|显示离线|待办清单|能力|图注|标头|打印暂缓任务|重打上"
    )
    files = [
        *(FOLDER / folder).resolve().rglob("*.zh-Hans.md"),
        *(FOLDER / folder).resolve().rglob("*.y*ml"),
        *(FOLDER / folder).resolve().rglob("zh-Hans.json"),
        FOLDER.parents[1] / "README.zh-Hans.md",
    ]
    assert len(files) > 1
    for file in files:
        assert not others.findall(file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_interface_are_as_they_are_shown(language: str) -> None:
    """The names of pages and menus are those on the screen, in each language."""
    frontend = pytest.importorskip("hass_frontend")
    folder = Path(frontend.__file__).parent / "static/translations"
    shown = {
        text
        for file in folder.rglob(f"{language}-*.json")
        for _, text in texts(json.loads(file.read_text(encoding="utf-8")))
    }
    own = translation(language)
    # Other languages use the name in the manifest.
    shown |= {*own.values(), read("manifest.json")["name"], "⋮"}
    named = {
        name
        for page in pages_in(language)
        for path in re.findall(r"\*\*([^*\n]+ > [^*\n]+)\*\*", page.read_text("utf-8"))
        for name in path.split(" > ")
    }
    named |= {
        name
        for text in own.values()
        for path in re.findall(r"\*\*([^*]+)\*\*", text)
        for name in path.split(" > ")
    }
    assert len(named) > 10
    assert named - shown == set()
    send_natively = own["options.step.settings.sections.documents.data.send_natively"]
    assert send_natively in own["exceptions.office_foreign.message"]
    trays = own["options.step.init.menu_options.trays"]
    assert trays in own["exceptions.trays_unknown.message"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_troubleshooting_quotes_what_is_shown(language: str) -> None:
    """What is quoted as seen on the screen is a text of the interface, or its beginning."""
    shown = tuple(translation(language).values())
    quoted = {
        quote.rstrip("…").strip()
        for page in pages_in(language)
        for quote in re.findall(
            r"^\| \*([^*|]+)\* \|", page.read_text("utf-8"), re.MULTILINE
        )
    }
    assert len(quoted) > 5
    assert not {
        quote for quote in quoted if not any(text.startswith(quote) for text in shown)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_emphasis_is_shown_as_emphasis(language: str) -> None:
    """No page shows the asterisks of emphasis, or emphasizes what is between two.

    In Chinese, emphasis cannot end after punctuation that a letter follows
    (CommonMark 6.2).
    """
    parser = MarkdownIt("commonmark").enable("table")
    for page in pages_in(language):
        for block in parser.parse(page.read_text(encoding="utf-8")):
            depth = 0
            for node in block.children or ():
                if node.tag == "strong":
                    depth += node.nesting
                assert depth < 2, f"{page.name}: {block.content}"
                if node.type == "text":
                    assert "*" not in node.content, f"{page.name}: {block.content}"


# Texts and the code


def test_all_texts_are_of_a_known_kind() -> None:
    """Each kind of text is covered by one of these tests."""
    assert set(ENGLISH) == {
        "common",
        "conditions",
        "config",
        "config_subentries",
        "entity",
        "exceptions",
        "issues",
        "options",
        "selector",
        "services",
        "system_health",
        "title",
        "triggers",
    }
    # Add integration lists and searches the manifest's name, in every language.
    name = read("manifest.json")["name"]
    assert name.startswith(f"{ENGLISH['title']} (")
    assert read("translations/zh-Hans.json")["title"] in name


def test_common_texts_are_used() -> None:
    """Each text of a form, a page, the logbook or an answer is used by the code."""
    answers = strings("voice", "source", "intent.py", "llm.py")
    answers |= {f"no_{question}" for question in Question}
    answers |= {f"maybe_not_{color}" for color in COLORS}
    on_pages = strings("source", "printing/own_pages.py", "printing/check_up.py")
    watched = strings("printers/watch.py")
    bearings = {f"wind_{way}" for way in ("n", "ne", "e", "se", "s", "sw", "w", "nw")}
    template = (FOLDER / "ipp/server/templates/page.html.jinja").read_text(
        encoding="utf-8"
    )
    in_template = set(re.findall(r'text\("(\w+)"\)', template))
    in_logbook = {
        *NOTABLE_STATES,
        *(f"{state}_{reason}" for state in NOTABLE_STATES for reason in Reason),
        "approval_needed",
        "name",
        "requested_by",
    }
    used = {
        "another": {"print"},
        "clock": {"wrong", *CLOCK_DIFFERENCES},
        "differs": strings("printing/another_printer.py"),
        "document": {
            name.partition("_")[2] for name in strings("flows/document_check.py")
        },
        "guest": {"gone", "gone_help"},
        "identify": {"message", "message_place", "title"},
        "link": {*JobState, *Reason, "used", "used_title"},
        "list": {"empty"},
        "logbook": in_logbook,
        "media": {
            name.partition("_")[2] for name in strings("media_source.py", "source")
        },
        "network": strings("ipp/server/page.py") | in_template,
        "page": on_pages | bearings | {f"check_up_{probe}" for probe in PAGES},
        "printer": {*PrinterState, "not_accepting"},
        "rule": strings("policy")
        | {name.partition("_")[2] for name in strings("flows/rule.py")}
        | {"day_1", "month_1", "ask_above_0"}
        | {f"color_{color}" for color in ColorRule},
        "probe": strings("flows")
        | {f"effect_{probe}_{end}" for probe in Probe for end in ("right", "wrong")},
        "spoken": answers,
        "trays": {name.partition("_")[2] for name in strings("flows/trays.py")},
        "turn": {"keep", "over", "unknown"},
        "waiting": {
            *("link", "title"),
            *(f"{thing}{end}" for thing in WAITED_FOR for end in ("", "_1")),
        },
        "watched": watched | {name.partition("_")[2] for name in watched},
        "unnamed": {"print"},
    }
    for name in ENGLISH["common"]:
        kind, _, key = name.partition("_")
        assert key in used[kind], name
    needed = {f"logbook_{state}" for state in NOTABLE_STATES}
    needed |= {f"network_{key}" for key in in_template}
    needed |= {f"page_{bearing}" for bearing in bearings}
    needed |= {f"spoken_{key}" for key in first_arguments("VoiceError")}
    for node in syntax():
        match node:
            case ast.Call(
                func=ast.Attribute(attr="word" | "say" as said),
                args=[ast.Constant(value=str(key)), *_],
            ):
                needed.add(f"{'page' if said == 'word' else 'spoken'}_{key}")
    assert needed <= set(ENGLISH["common"])


def test_exceptions_are_translated_and_used() -> None:
    """Each error of the code has a message, and each message is used."""
    raised = first_arguments("invalid", "failed", "DocumentError")
    raised |= translation_keys(
        "ConfigEntryAuthFailed", "ConfigEntryNotReady", "UpdateFailed"
    )
    assert raised <= set(ENGLISH["exceptions"])
    of_service = {f"service_{key}" for key in TEXTS}
    assert of_service <= set(ENGLISH["exceptions"]) <= strings() | of_service
    assert all(list(texts) == ["message"] for texts in ENGLISH["exceptions"].values())


def test_no_message_has_a_state() -> None:
    """Messages say what happened; states are words of the code, in English only."""
    for node in syntax():
        match node:
            case ast.Call(func=ast.Name(id="invalid" | "failed"), keywords=keywords):
                for keyword in keywords:
                    for part in ast.walk(keyword.value):
                        match part:
                            case ast.Attribute(attr="state") | ast.Name(id="JobState"):
                                pytest.fail(ast.unparse(node))


@pytest.mark.parametrize(
    ("flow", "part", "other_parts"),
    [
        (
            ENGLISH["config"],
            "config_flow.py",
            ("flows/__init__.py", "flows/share_code.py"),
        ),
        (
            ENGLISH["options"],
            "flows/options.py",
            (
                "flows/__init__.py",
                "flows/share_code.py",
                "flows/check_up.py",
                "flows/phones.py",
                "flows/trays.py",
                "flows/watch.py",
            ),
        ),
        (
            ENGLISH["config_subentries"][SUBENTRY_TYPE],
            "flows/document.py",
            ("flows/__init__.py", "flows/document_check.py"),
        ),
        (
            ENGLISH["config_subentries"][RULE],
            "flows/rule.py",
            ("flows/__init__.py",),
        ),
        (
            ENGLISH["config_subentries"][LINK],
            "flows/link.py",
            ("flows/__init__.py", "policy/links.py"),
        ),
        *(
            (ENGLISH["issues"][issue]["fix_flow"], part, ("repairs/issue.py",))
            for issue, part in ISSUES.items()
            if part is not None
        ),
    ],
    ids=[
        "config",
        "options",
        "document",
        "rule",
        "link",
        *filter(None, ISSUES.values()),
    ],
)
def test_texts_of_flows_are_used(
    flow: Mapping[str, Any], part: str, other_parts: tuple[str, ...]
) -> None:
    """Each step, choice, field, error and abort reason with a text exists."""
    code = strings(part, *other_parts)
    known = set[str]().union(*map(steps, (part, *other_parts)))
    if flow is ENGLISH["config_subentries"][SUBENTRY_TYPE]:
        known |= {*PAGE_NAMES, *WORDS["page"]}
    assert set(flow["step"]) <= known
    for step in flow["step"].values():
        assert set(step.get("menu_options", ())) <= known
        for form in (step, *step.get("sections", {}).values()):
            # The tests of the forms check that each field has texts.
            assert set(form.get("data", ())) == set(form.get("data_description", ()))
    assert set(flow.get("error", ())) <= code
    assert set(flow.get("abort", ())) <= code | CORE_ABORTS
    assert set(flow.get("create_entry", ())) <= code | {"default"}


def test_kinds_of_documents_have_forms() -> None:
    """The first step of a saved document offers all kinds."""
    form = ENGLISH["config_subentries"][SUBENTRY_TYPE]
    assert set(ENGLISH["config_subentries"]) == {SUBENTRY_TYPE, RULE, LINK}
    assert set(form["step"]) == {
        "user",
        *KINDS,
        *PAGE_NAMES,
        *("add", "more", "order", "page_save"),
    }
    assert set(form["step"]["user"]["menu_options"]) == set(KINDS)
    assert set(form["step"]["page"]["menu_options"]) == set(WORDS["page"])
    assert set(PAGE_NAMES) <= set(WORDS["page"])
    assert form["entry_type"]
    assert set(form["initiate_flow"]) == {"user", "reconfigure"}


def test_issues_are_raised_and_explained() -> None:
    """Each issue has texts; one that is not fixable has a description."""
    raised = {
        node.value.value
        for node in syntax("repairs")
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.target.id.startswith("ISSUE_")
        and isinstance(node.value, ast.Constant)
    }
    assert raised == set(ISSUES) == set(ENGLISH["issues"])
    for issue, issue_texts in ENGLISH["issues"].items():
        assert issue_texts["title"]
        assert ("fix_flow" in issue_texts) is not ("description" in issue_texts)
        if ISSUES[issue] is not None:
            assert "fix_flow" in issue_texts


def test_units_are_translated() -> None:
    """Each unit that is a word has a text, and each text a unit."""
    sections = SETTINGS_SCHEMA.schema.values()
    used = {
        (number["translation_key"], number["unit_of_measurement"])
        for part in sections
        if isinstance(part, section)
        for selector in part.schema.schema.values()
        if "translation_key" in (number := selector.config)
        and isinstance(selector, NumberSelector)
    }
    assert used == {
        (key, unit)
        for key, choice in ENGLISH["selector"].items()
        for unit in choice.get("unit_of_measurement", ())
    }


def test_selectors_have_all_their_options() -> None:
    """Each option of a selector has a text, and each text an option."""
    assert {
        key: set(choice["options"])
        for key, choice in ENGLISH["selector"].items()
        if "options" in choice
    } == {key: set(words) for key, words in WORDS.items()}
    for action in ACTIONS.values():
        for name, field in fields_of(action).items():
            select = field["selector"].get("select") or {}
            if "translation_key" in select:
                words = WORDS[select["translation_key"]]
                # Another page can be entered, so that it is complete without this list.
                if name == "page":
                    words = tuple(word for word in words if word in select["options"])
                assert tuple(select["options"]) == words
    used = set(CHOICES)
    for node in syntax():
        match node:
            case ast.Call(
                func=ast.Name(id="list_selector" | "select_selector"),
                args=[_, ast.Constant(value=str(key))],
            ):
                used.add(key)
    used |= {
        field["selector"]["select"]["translation_key"]
        for action in ACTIONS.values()
        for field in fields_of(action).values()
        if "translation_key" in (field["selector"].get("select") or {})
    }
    used |= {f"probe_{probe}" for probe in Probe} | {"rule_who"}
    used |= {key for key in WORDS if key.startswith("page_")}
    used |= {f"tray_{field}" for field in (INPUT_TRAY, OUTPUT_TRAY)}
    assert used == set(WORDS)


def test_system_health_is_named() -> None:
    """Each line of the system information has a text."""
    assert set(ENGLISH["system_health"]) == {"info"}
    assert set(ENGLISH["system_health"]["info"]) <= strings("system_health.py")


# Entities


def descriptions_of(platform: str) -> Iterator[EntityDescription]:
    """Yield the entity descriptions of a platform."""
    module = import_module(f"custom_components.cloudprint.{platform}")
    for value in vars(module).values():
        for item in value if isinstance(value, tuple) else (value,):
            # Home Assistant's descriptions are no instances of their base class.
            if type(item).__name__.endswith("Description"):
                yield item


def test_entities_are_named_and_drawn() -> None:
    """Each translation key has an icon, and a name unless it is a main feature."""
    keys = {
        (platform, description.key)
        for platform in map(str, PLATFORMS)
        for description in descriptions_of(platform)
    }
    nameless = {("sensor", "status"), ("button", "document"), ("switch", "link")}
    named = {
        (platform, key)
        for platform, entities in ENGLISH["entity"].items()
        for key, entity in entities.items()
        if "name" in entity
    }
    drawn = {
        (platform, key)
        for platform, entities in ICONS["entity"].items()
        for key in entities
    }
    # Set on the class, as all buttons of documents have the same description.
    # Of accounts with rules or links
    by_class = {("button", "document"), ("sensor", "approvals"), ("switch", "link")}
    assert drawn == keys | by_class
    assert named == drawn - nameless
    described = {
        (p, key) for p, entities in ENGLISH["entity"].items() for key in entities
    }
    assert described == drawn - {("button", "document"), ("switch", "link")}


def test_states_have_texts() -> None:
    """Each state of an entity has a text, and each text a state."""
    states = {
        (description.key, "sensor"): set(description.options or ())
        for description in PRINTER_SENSORS
    }
    for select in SELECTS:
        # Papers have the printer's own names.
        words = WORDS.get(select.key, ())
        states[select.key, "select"] = {PRINTER_DEFAULT, *words}
    for (key, platform), expected in states.items():
        assert set(ENGLISH["entity"][platform][str(key)].get("state", ())) == expected
    event = ENGLISH["entity"]["event"]["print_job"]["state_attributes"]
    types = set(event["event_type"]["state"])
    reported = set(JobState) - {JobState.PREPARING}
    assert types == set(PRINT_JOB.event_types or ()) == reported
    assert set(event["reason"]["state"]) == set(Reason)


def test_icons_of_states_are_of_their_states() -> None:
    """State icons are of existing states, and differ from the default icon."""
    for platform, entities in ICONS["entity"].items():
        for key, icon in entities.items():
            states = icon.get("state", {})
            assert icon["default"] not in states.values(), key
            known = ENGLISH["entity"][platform].get(key, {}).get("state", {})
            is_binary = platform in ("binary_sensor", "switch")
            assert set(states) <= ({"off", "on"} if is_binary else set(known)), key


def test_actions_have_icons() -> None:
    """Each action has an icon, and each section of its form, too."""
    assert {
        name: set(icons.get("sections", ()))
        for name, icons in ICONS["services"].items()
    } == {name: sections_of(action) for name, action in ACTIONS.items()}
    assert all(icons["service"] for icons in ICONS["services"].values())


def test_icons_are_material_design_icons() -> None:
    """The frontend has exactly these icons."""
    frontend = pytest.importorskip("hass_frontend")
    listed = Path(frontend.__file__).parent / "static/mdi/iconList.json"
    known = {
        f"mdi:{icon['name']}" for icon in json.loads(listed.read_text(encoding="utf-8"))
    }
    for path, icon in texts(ICONS):
        assert icon in known, path
    for file in (ROOT / "card/src").rglob("*.ts"):
        used = re.findall(r'"(mdi:[a-z-]+)"', file.read_text(encoding="utf-8"))
        assert set(used) <= known, file.name
    assert not [text for text in strings() if text.startswith("mdi:")]
