"""What hassfest and HACS would check, and that all texts are there in both languages."""

from collections.abc import Iterator, Mapping
import json
from pathlib import Path
import re
import struct
from typing import Any

import pytest

from custom_components.cloudprint import PLATFORMS
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.print_options import OPTIONS
from custom_components.cloudprint.printing import PRINT_FIELDS
from custom_components.cloudprint.spool.job import JobState
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import validate_selector
from homeassistant.helpers.service import _SERVICES_SCHEMA
from homeassistant.loader import async_get_integration
from homeassistant.util.yaml import load_yaml_dict

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "custom_components/cloudprint"
LANGUAGES = ("en", "zh-Hans")

BRONZE = (
    "action-setup appropriate-polling brands common-modules config-flow"
    " config-flow-test-coverage dependency-transparency docs-actions docs-conditions"
    " docs-high-level-description docs-installation-instructions"
    " docs-removal-instructions docs-triggers entity-event-setup entity-unique-id"
    " has-entity-name runtime-data test-before-configure test-before-setup"
    " unique-config-entry"
)
SILVER = (
    "action-exceptions config-entry-unloading docs-configuration-parameters"
    " docs-installation-parameters entity-unavailable integration-owner"
    " log-when-unavailable parallel-updates reauthentication-flow test-coverage"
)
GOLD = (
    "devices diagnostics discovery discovery-update-info docs-data-update docs-examples"
    " docs-known-limitations docs-supported-devices docs-supported-functions"
    " docs-troubleshooting docs-use-cases dynamic-devices entity-category"
    " entity-device-class entity-disabled-by-default entity-translations"
    " exception-translations icon-translations reconfiguration-flow repair-issues"
    " stale-devices"
)
PLATINUM = "async-dependency inject-websession strict-typing"


def read(name: str) -> Any:
    """Return what a JSON file of the integration holds."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def texts(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the texts of a translation, each with its path."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from texts(value, (*path, key))
    else:
        yield ".".join(path), node


def translation(language: str) -> dict[str, str]:
    """Return the texts of a language by their paths."""
    return dict(texts(read(f"translations/{language}.json")))


def source() -> str:
    """Return the code of the whole integration."""
    return "\n".join(
        file.read_text(encoding="utf-8") for file in sorted(FOLDER.rglob("*.py"))
    )


def actions() -> dict[str, Any]:
    """Return what services.yaml says."""
    return load_yaml_dict(str(FOLDER / "services.yaml"))


def fields_of(action: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an action, those in sections, too."""
    fields: dict[str, Any] = {}
    for name, field in action["fields"].items():
        fields |= field.get("fields", {name: field})
    return fields


# Manifest and its kin


async def test_manifest(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    """The manifest has what is needed, in the order that hassfest wants."""
    manifest = read("manifest.json")
    keys = list(manifest)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])
    assert manifest["domain"] == FOLDER.name
    assert {"codeowners", "documentation", "iot_class", "issue_tracker"} <= set(keys)
    assert manifest["documentation"].startswith("https://github.com/")
    assert "quality_scale" not in manifest
    # Without a version that can be read, there is no integration.
    integration = await async_get_integration(hass, DOMAIN)
    assert str(integration.version) == manifest["version"]


def test_all_name_the_same_floor() -> None:
    """HACS, README, tests and CI speak of the same oldest release."""
    floor = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))[
        "homeassistant"
    ]
    assert floor == "2026.8.0"
    for name in ("README.md", "README.zh-Hans.md"):
        assert floor in (ROOT / name).read_text(encoding="utf-8")
    release = floor.rpartition(".")[0]
    assert (ROOT / f"requirements/{release}.txt").exists()
    for name in (".ci/run", ".github/workflows/tests.yaml", "scripts/setup"):
        assert release in (ROOT / name).read_text(encoding="utf-8")


def test_all_requirements_are_locked() -> None:
    """What Home Assistant would install for us, the tests have, too."""
    for requirement in read("manifest.json")["requirements"]:
        name = re.split(r"[=<>~!]", requirement)[0]
        for lock in (ROOT / "requirements").glob("*.txt"):
            assert f"\n{name}==" in lock.read_text(encoding="utf-8"), lock.name


def test_changelog_knows_the_version() -> None:
    """The changelog has an entry for the version."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {read('manifest.json')['version']}" in changelog


def test_quality_scale() -> None:
    """Each rule of the scale is done, or exempt with the reason."""
    rules = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))
    expected = f"{BRONZE} {SILVER} {GOLD} {PLATINUM}".split()
    assert len(expected) == 54
    assert list(rules["rules"]) == expected
    for rule, status in rules["rules"].items():
        if status != "done":
            assert status["status"] == "exempt", rule
            assert len(status["comment"]) > 20, rule


def test_quality_scale_names_what_shows_it() -> None:
    """What is done is to be seen in a file, or held in a test."""
    lines = (FOLDER / "quality_scale.yaml").read_text(encoding="utf-8").splitlines()
    done = [line for line in lines if re.match(r"  [a-z-]+: done", line)]
    assert len(done) > 40
    for line in done:
        _, mark, names = line.partition("  # ")
        assert mark, line
        for name in names.split(", "):
            assert (FOLDER / name).exists() or (ROOT / name).exists(), line


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("icon.png", 256),
        ("icon@2x.png", 512),
        ("dark_icon.png", 256),
        ("dark_icon@2x.png", 512),
    ],
)
def test_icons(name: str, size: int) -> None:
    """The icons have the sizes that the brands repository asks for."""
    assert png_size(FOLDER / "brand" / name) == (size, size)


@pytest.mark.parametrize(
    ("name", "shortest", "longest"),
    [
        ("logo.png", 128, 256),
        ("logo@2x.png", 256, 512),
        ("dark_logo.png", 128, 256),
        ("dark_logo@2x.png", 256, 512),
    ],
)
def test_logos(name: str, shortest: int, longest: int) -> None:
    """The logos' shortest sides are within the limits of the brands repository."""
    assert shortest <= min(png_size(FOLDER / "brand" / name)) <= longest


def png_size(path: Path) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels."""
    header = path.read_bytes()[:24]
    assert header.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", header[16:])
    return width, height


# Actions


def test_actions_have_valid_selectors() -> None:
    """The frontend can show each field."""
    _SERVICES_SCHEMA(actions())
    for action in actions().values():
        for field in fields_of(action).values():
            validate_selector(field["selector"])
            assert set(field) <= {"selector", "required", "example", "default"}


def test_print_offers_what_it_takes() -> None:
    """The form of the action has each field, and no other."""
    assert set(fields_of(actions()["print"])) == set(PRINT_FIELDS)
    assert set(fields_of(actions()["reprint_job"])) - {"job_id", "device_id"} <= set(
        OPTIONS
    )


def test_actions_are_registered_and_described() -> None:
    """Each action that the code registers is described, with an icon, and vice versa."""
    registered = set(re.findall(r'\("(\w+)", _async_\w+, SupportsResponse', source()))
    assert registered == set(actions())
    assert registered == set(read("icons.json")["services"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_actions_are_translated(language: str) -> None:
    """Each action, field, section and choice has its texts."""
    translated = translation(language)
    expected = set()
    for name, action in actions().items():
        expected |= {f"services.{name}.name", f"services.{name}.description"}
        for section, field in action["fields"].items():
            if "fields" in field:
                expected.add(f"services.{name}.sections.{section}.name")
        for field_name, field in fields_of(action).items():
            expected |= {
                f"services.{name}.fields.{field_name}.name",
                f"services.{name}.fields.{field_name}.description",
            }
            select = field["selector"].get("select") or {}
            if key := select.get("translation_key"):
                expected |= {
                    f"selector.{key}.options.{option}" for option in select["options"]
                }
    assert expected <= set(translated)
    services = {path for path in translated if path.startswith("services.")}
    assert services <= expected


# Texts


def test_languages_have_the_same_texts() -> None:
    """Both languages have each text, with the same placeholders in it."""
    english, chinese = (translation(language) for language in LANGUAGES)
    assert set(english) == set(chinese)
    for path, text in english.items():
        assert placeholders(text) == placeholders(chinese[path]), path


def placeholders(text: str) -> set[str]:
    """Return what is filled into a text."""
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_well_formed(language: str) -> None:
    """No text has what hassfest refuses."""
    for path, text in translation(language).items():
        assert re.fullmatch(r"[a-z0-9_.-]+", path), path
        assert text and text == text.strip(), path
        assert "[%key:" not in text, path
        assert not re.search(r"<[a-z/]", text), path
        assert not re.search(r"'\{|\}'", text), path


ALLOWED_ENGLISH = (
    r"https?://[a-z./]*|allowlist_external_dirs|AppID|AppKey|base64|Office|Windows"
    r"|Home Assistant|HTML|ID|MiB|media|www|text|html|file|data|top|bottom|left|right"
    r"|A4|x|\{\w+\}|WPS|PDF|OpenDocument|Markdown|CSV|HTTP|Excel"
    r"|allowlist_external_urls|url|headers|Accept-Language: zh-CN"
)


def test_chinese_is_chinese() -> None:
    """No English is left over in the Chinese texts."""
    for path, text in translation("zh-Hans").items():
        rest = re.sub(rf"(?<![A-Za-z])(?:{ALLOWED_ENGLISH})(?![A-Za-z])", "", text)
        assert not re.search(r"[A-Za-z]{2,}", rest), f"{path}: {text}"


def test_exceptions_are_translated_and_used() -> None:
    """Each error that the code raises has its message, and each message its error."""
    translated = {
        path.split(".")[1]
        for path in translation("en")
        if path.startswith("exceptions.") and path.endswith(".message")
    }
    code = source()
    for key in translated:
        assert f'"{key}"' in code, key
    raised = set(
        re.findall(r'(?:invalid|failed|DocumentError)\(\s*"(\w+)"', code)
    ) | set(re.findall(r'translation_key="(\w+)",\s*translation_placeholders', code))
    issues = set(read("translations/en.json")["issues"])
    assert raised - issues <= translated


@pytest.mark.parametrize("step", ["config", "options"])
def test_flow_fields_are_explained(step: str) -> None:
    """Each field of a flow says what to enter."""
    paths = set(translation("en"))
    for path in paths:
        if path.startswith(f"{step}.step.") and ".data." in path:
            assert path.replace(".data.", ".data_description.") in paths, path


def test_texts_of_flows_are_used() -> None:
    """Each error and end of a flow that has a text can come about."""
    # Home Assistant itself has the others.
    core = {
        "already_configured",
        "reauth_successful",
        "reconfigure_successful",
        "unique_id_mismatch",
    }
    english, code = read("translations/en.json"), source()
    for flow in (english["config"], english["options"]):
        for key in {**flow["error"], **flow["abort"]}:
            assert key in core or f'"{key}"' in code, key


def test_issues_are_raised_and_explained() -> None:
    """Each issue that is raised has its texts, and what is not fixable a description."""
    english = read("translations/en.json")["issues"]
    raised = re.findall(r'^ISSUE_\w+: Final = "(\w+)"$', source(), re.MULTILINE)
    assert set(raised) == set(english)
    for texts_of_issue in english.values():
        assert texts_of_issue["title"]
        assert ("fix_flow" in texts_of_issue) is not ("description" in texts_of_issue)


def test_entities_are_named_and_drawn() -> None:
    """Each entity's translation key has a name and an icon, each state a text."""
    translated = read("translations/en.json")["entity"]
    icons = read("icons.json")["entity"]
    keys = {
        (platform, key)
        for platform in map(str, PLATFORMS)
        for key in re.findall(
            r'translation_key="(\w+)"',
            (FOLDER / f"{platform}.py").read_text(encoding="utf-8"),
        )
    }
    assert keys == {(p, key) for p, entities in translated.items() for key in entities}
    assert keys == {(p, key) for p, entities in icons.items() for key in entities}
    for platform, key in keys:
        if key != "status":
            assert translated[platform][key]["name"]
        icon = icons[platform][key]
        assert icon["default"] not in icon.get("state", {}).values()
        assert set(icon.get("state", {})) <= {
            *translated[platform][key].get("state", {}),
            "off",
        }


@pytest.mark.parametrize(
    "path", ["entity.sensor.last_job.state", "selector.job_state.options"]
)
def test_all_job_states_are_translated(path: str) -> None:
    """Each state of a job has a text wherever states are shown."""
    states = {
        text.removeprefix(f"{path}.")
        for text in translation("en")
        if text.startswith(f"{path}.")
    }
    assert states == set(JobState)


def test_icons_are_material_design_icons() -> None:
    """The frontend knows no others."""
    for path, icon in texts(read("icons.json")):
        assert re.fullmatch(r"mdi:[a-z0-9-]+", icon), path


@pytest.mark.parametrize("platform", ["binary_sensor", "button", "sensor"])
def test_platforms_limit_parallel_updates(platform: str) -> None:
    """Each platform says how many of its entities may act at once."""
    code = (FOLDER / f"{platform}.py").read_text(encoding="utf-8")
    assert re.search(r"^PARALLEL_UPDATES: Final = [01]$", code, re.MULTILINE)
