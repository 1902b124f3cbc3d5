"""Checks of hassfest, HACS and GitHub, run locally."""

import ast
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
import json
import os
from pathlib import Path
import re
import struct
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.version import Version
import pytest
import yaml

from custom_components.cloudprint import PLATFORMS
from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util.yaml import load_yaml_dict

from .package import FOLDER, ROOT, anchors, read, syntax

BRONZE: Final = (
    "action-setup appropriate-polling brands common-modules config-flow"
    " config-flow-test-coverage dependency-transparency docs-actions docs-conditions"
    " docs-high-level-description docs-installation-instructions"
    " docs-removal-instructions docs-triggers entity-event-setup entity-unique-id"
    " has-entity-name runtime-data test-before-configure test-before-setup"
    " unique-config-entry"
)
SILVER: Final = (
    "action-exceptions config-entry-unloading docs-configuration-parameters"
    " docs-installation-parameters entity-unavailable integration-owner"
    " log-when-unavailable parallel-updates reauthentication-flow test-coverage"
)
GOLD: Final = (
    "devices diagnostics discovery discovery-update-info docs-data-update docs-examples"
    " docs-known-limitations docs-supported-devices docs-supported-functions"
    " docs-troubleshooting docs-use-cases dynamic-devices entity-category"
    " entity-device-class entity-disabled-by-default entity-translations"
    " exception-translations icon-translations reconfiguration-flow repair-issues"
    " stale-devices"
)
PLATINUM: Final = "async-dependency inject-websession strict-typing"

# Always set up, or not needed: hassfest asks for no dependency.
FREE_COMPONENTS: Final = {
    "conversation",
    "frontend",
    "homeassistant",
    "media_source",
    "persistent_notification",
}

HACS_KEYS: Final = {
    "content_in_root": bool,
    "country": list,
    "filename": str,
    "hacs": str,
    "hide_default_branch": bool,
    "homeassistant": str,
    "name": str,
    "persistent_directory": str,
    "render_readme": bool,
    "zip_release": bool,
}


# Manifest


async def test_manifest(hass: HomeAssistant, enable_custom_integrations: None) -> None:
    """The manifest has all required keys, in the order of hassfest."""
    manifest = read("manifest.json")
    keys = list(manifest)
    assert keys[:2] == ["domain", "name"]
    assert keys[2:] == sorted(keys[2:])
    assert manifest["domain"] == FOLDER.name
    assert {"codeowners", "documentation", "iot_class", "issue_tracker"} <= set(keys)
    assert all(owner.startswith("@") for owner in manifest["codeowners"])
    assert manifest["documentation"].startswith("https://github.com/")
    assert manifest["issue_tracker"] == f"{manifest['documentation']}/issues"
    assert manifest["integration_type"] == "hub"
    assert manifest["iot_class"] == "cloud_polling"
    # The Marketplace and the search for integrations filter by these.
    assert manifest["categories"] == ["computers_network.printers"]
    assert manifest["connectivity"] == ["cloud"]
    assert "quality_scale" not in manifest
    # Home Assistant does not load an integration without a valid version.
    integration = await async_get_integration(hass, DOMAIN)
    assert str(integration.version) == manifest["version"]


def test_all_components_in_use_are_dependencies() -> None:
    """Each imported component of Home Assistant is a dependency."""
    manifest = read("manifest.json")
    dependencies = {*manifest["dependencies"], *manifest["after_dependencies"]}
    assert len(dependencies) == len(
        manifest["dependencies"] + manifest["after_dependencies"]
    )
    imported = set()
    for node in syntax():
        match node:
            case ast.ImportFrom(module="homeassistant.components", names=names):
                imported |= {name.name for name in names}
            case ast.ImportFrom(module=str(module), level=0):
                parts = module.split(".")
                if parts[:2] == ["homeassistant", "components"]:
                    imported.add(parts[2])
    # Entity platforms are always set up; a platform file is loaded by its component.
    own = {path.stem for path in FOLDER.iterdir()} | set(map(str, PLATFORMS))
    entities = {"calendar", "camera", "media_player", "todo", "weather"}
    assert imported - own - entities - FREE_COMPONENTS <= dependencies


BOUNDED: Final = {"markdown-it-py", "pillow-heif", "pypdfium2"}
"""Packages of which undocumented parts or results are used, which may change."""


def requirements() -> list[Requirement]:
    """Return the requirements of the manifest."""
    return [Requirement(text) for text in read("manifest.json")["requirements"]]


def test_requirements_are_well_formed() -> None:
    """Each has a lower bound, and an upper one if new versions may break."""
    for requirement in requirements():
        name, specifiers = requirement.name, requirement.specifier
        assert re.fullmatch(r"[a-z0-9-]+", name)
        lowest = next(s.version for s in specifiers if s.operator == ">=")
        major = int(lowest.partition(".")[0])
        expected = {f">={lowest}"} | ({f"<{major + 1}"} if name in BOUNDED else set())
        assert {str(specifier) for specifier in specifiers} == expected
    assert {requirement.name for requirement in requirements()} >= BOUNDED


def test_requirements_change_nothing_for_others() -> None:
    """None is used by other packages as soon as it can be imported.

    `requests` and Beautiful Soup would read pages of the rest of Home Assistant with it.
    """
    names = {requirement.name for requirement in requirements()}
    assert not names & {"chardet", "cchardet", "faust-cchardet"}
    assert find_spec("chardet") is None
    assert find_spec("cchardet") is None


@pytest.mark.parametrize("name", ["pillow-heif", "pypdfium2"])
def test_parsers_are_not_old(name: str) -> None:
    """What reads files from strangers is no older than what the tests run with.

    Home Assistant keeps an installed version that fits, with its vulnerabilities.
    """
    (requirement,) = (found for found in requirements() if found.name == name)
    (lowest,) = (s.version for s in requirement.specifier if s.operator == ">=")
    locked = [
        version
        for lock in (ROOT / "requirements").glob("20*.txt")
        for version in re.findall(rf"^{name}==([\d.]+)", lock.read_text(), re.MULTILINE)
    ]
    assert lowest == min(*locked, key=Version)


def test_all_requirements_are_locked() -> None:
    """The tests run with versions that the manifest allows."""
    for requirement in requirements():
        for lock in (ROOT / "requirements").glob("20*.txt"):
            locked = re.search(
                rf"^{requirement.name}==([\d.]+)", lock.read_text(), re.MULTILINE
            )
            assert locked, lock.name
            assert requirement.specifier.contains(locked[1]), lock.name


def test_hacs() -> None:
    """The settings of HACS and the Marketplace are right."""
    settings = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))
    for key, value in settings.items():
        assert isinstance(value, HACS_KEYS[key]), key
    assert settings["name"] == read("manifest.json")["name"]
    assert settings["zip_release"]
    package, release = (
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("scripts/package", ".github/workflows/release.yaml")
    )
    name = settings["filename"]
    assert name in package
    # With its checksum
    assert f'gh release upload "$TAG" {name} {name}.sha256' in release
    # HACS requires that there is one integration only.
    assert [path.name for path in (ROOT / "custom_components").iterdir()] == [DOMAIN]


def test_all_name_the_same_floor() -> None:
    """HACS, README, tests and CI name the same oldest release."""
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


def test_changelog_knows_the_version() -> None:
    """The changelog has an entry of the version."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {read('manifest.json')['version']}" in changelog


@pytest.mark.parametrize("platform", PLATFORMS)
def test_platforms_do_not_limit_parallel_updates(platform: str) -> None:
    """The spool limits what is sent at a time; an action that waits blocks no other."""
    code = (FOLDER / f"{platform}.py").read_text(encoding="utf-8")
    assert re.search(r"^PARALLEL_UPDATES: Final = 0$", code, re.MULTILINE)


# Pictures


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
    """The icons have the sizes of the brands repository."""
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
    """The shortest sides of the logos are within the limits of the brands repository."""
    width, height = png_size(FOLDER / "brand" / name)
    assert shortest <= min(width, height) <= longest
    assert width > height


def test_brand_has_no_other_files() -> None:
    """Home Assistant serves these names only."""
    assert {path.name for path in (FOLDER / "brand").iterdir()} == {
        f"{dark}{kind}{double}.png"
        for dark in ("", "dark_")
        for kind in ("icon", "logo")
        for double in ("", "@2x")
    }


def png_size(path: Path) -> tuple[int, int]:
    """Return the width and height of a PNG in pixels."""
    header = path.read_bytes()[:24]
    assert header.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", header[16:])
    return width, height


# Quality scale


def evidence() -> dict[str, list[str]]:
    """Return the evidence for each rule that is done."""
    lines = (FOLDER / "quality_scale.yaml").read_text(encoding="utf-8").splitlines()
    matches = [re.fullmatch(r"  ([a-z-]+): done  # (.+)", line) for line in lines]
    return {match[1]: match[2].split(", ") for match in matches if match}


def test_quality_scale() -> None:
    """Each rule of the scale is done, or exempt with a reason."""
    rules = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))
    expected = f"{BRONZE} {SILVER} {GOLD} {PLATINUM}".split()
    assert len(expected) == 54
    assert list(rules["rules"]) == expected
    for rule, status in rules["rules"].items():
        if status != "done":
            assert status["status"] == "exempt", rule
            assert len(status["comment"]) > 20, rule


def test_evidence_of_quality_scale() -> None:
    """The evidence of each rule is an existing file, test or section."""
    rules = load_yaml_dict(str(FOLDER / "quality_scale.yaml"))["rules"]
    shown = evidence()
    assert set(shown) == {rule for rule, status in rules.items() if status == "done"}
    for rule, names in shown.items():
        assert len(names) == len(set(names)), rule
        for name in names:
            path, _, anchor = name.partition("#")
            assert (FOLDER / path).is_file() or (ROOT / path).is_file(), (rule, name)
            assert not anchor or anchor in anchors(ROOT / path), (rule, name)
        if rule.startswith("docs-"):
            assert any(".md" in name for name in names), rule


# GitHub


def workflows() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the jobs of all workflows with their names."""
    for path in sorted((ROOT / ".github/workflows").glob("*.yaml")):
        workflow = load_yaml_dict(str(path))
        assert workflow["permissions"] == {"contents": "read"}, path.name
        for name, job in workflow["jobs"].items():
            yield f"{path.stem}.{name}", job


def test_workflows_pin_actions() -> None:
    """Actions are pinned to commits, and scripts are executable."""
    for name, job in workflows():
        if called := job.get("uses"):
            assert called.startswith("$/.github/workflows/"), name
            assert (ROOT / called.removeprefix("$/")).is_file(), name
            continue
        assert job["timeout-minutes"], name
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step["uses"]), name
            else:
                program = step["run"].split()[0]
                is_ours = os.access(ROOT / program, os.X_OK)
                assert is_ours or program in ("apt-get", "gh"), program


def test_workflows_run_all_checks() -> None:
    """The workflows run all checks of `.ci/run`."""
    jobs = dict(workflows())
    runs = {
        step.get("run", step.get("uses", "").partition("@")[0])
        for job in jobs.values()
        for step in job.get("steps", ())
    }
    assert {
        "scripts/lint",
        "scripts/lint-workflows",
        "scripts/build-card --check",
        "scripts/package 0.0.0 --check",
        "home-assistant/actions/hassfest",
        "hacs/action",
    } <= runs
    checks = (ROOT / ".ci/run").read_text(encoding="utf-8")
    programs = re.findall(
        r'^(?:check|beside) "[^"]+" (scripts/.+)$', checks, re.MULTILINE
    )
    parts = ("", " --slow", " --browser", " --cups", " --coverage")
    assert {f"scripts/test{part}" for part in parts} <= set(programs)
    for program in programs:
        # The tests run for each release; each job sets itself up.
        if not program.startswith("scripts/setup") or "programs" in program:
            tests = 'scripts/test --release "$RELEASE"'
            is_matrix = program == "scripts/test" or "--release" in program
            assert (tests if is_matrix else program) in runs, program
    releases = jobs["tests.tests"]["strategy"]["matrix"]["release"]
    assert set(releases) == {
        path.stem for path in (ROOT / "requirements").glob("2*.txt")
    }


def test_release() -> None:
    """A release is tested, packed, attested, and published when it has its files."""
    workflow = load_yaml_dict(str(ROOT / ".github/workflows/release.yaml"))
    # YAML 1.1 takes `on` for a truth value.
    assert workflow[True] == {"push": {"tags": ["v*"]}}
    jobs = workflow["jobs"]
    called = {name: job["uses"] for name, job in jobs.items() if "uses" in job}
    assert set(jobs["package"]["needs"]) == called.keys() == {"lint", "tests"}
    for name, file in called.items():
        tested = load_yaml_dict(str(ROOT / file.removeprefix("$/")))
        assert "workflow_call" in tested[True], name
        # In a called workflow, this is the one that calls, which would cancel itself.
        assert "github.workflow" not in tested["concurrency"]["group"], name
    steps = [
        step.get("run") or step["uses"].partition("@")[0]
        for step in jobs["package"]["steps"]
    ]
    package, attest, create, upload, publish = steps[1:]
    assert package == 'scripts/package "${TAG#v}" --check'
    assert attest == "actions/attest-build-provenance"
    assert "gh release create" in create
    assert "--draft" in create
    assert "--clobber" not in upload
    assert "--draft=false" in publish


def test_scheduled_workflows() -> None:
    """Scheduled workflows test the next Home Assistant, and try new examples."""
    runs = {
        path.stem: [
            step["run"]
            for job in workflow["jobs"].values()
            for step in job["steps"]
            if "run" in step
        ]
        for path in (ROOT / ".github/workflows").glob("*.yaml")
        # YAML 1.1 takes `on` for a truth value.
        if "schedule" in (workflow := load_yaml_dict(str(path)))[True]
    }
    assert runs.keys() == {"codeql", "explore", "next", "scorecard", "validate"}
    assert runs["next"] == ['scripts/test-next "$PACKAGES"']
    explore, lives, leaving = runs["explore"]
    assert "-k random" in lives
    assert "tests/test_leaving.py" in leaving
    for option in ("-m hypothesis", '--hypothesis-seed="$SEED"'):
        assert option in explore
    # Else, Hypothesis would try the same examples each time.
    text = (ROOT / ".github/workflows/explore.yaml").read_text(encoding="utf-8")
    assert text.count("HYPOTHESIS_PROFILE: explore") == 3


def test_dependabot() -> None:
    """Dependabot updates tools, packages of the card, and actions."""
    settings = load_yaml_dict(str(ROOT / ".github/dependabot.yml"))
    watched = {
        update["package-ecosystem"]: update["directory"]
        for update in settings["updates"]
    }
    assert set(watched) == {"github-actions", "npm", "pip"}
    # A manipulated version is usually discovered within days.
    for update in settings["updates"]:
        assert update["cooldown"]["default-days"] >= 7
    assert (ROOT / watched["npm"].strip("/") / "package-lock.json").exists()
    (tools,) = (
        [allowed["dependency-name"] for allowed in update["allow"]]
        for update in settings["updates"]
        if update["package-ecosystem"] == "pip"
    )
    for lock in (ROOT / watched["pip"].strip("/")).glob("*.txt"):
        content = lock.read_text(encoding="utf-8")
        assert all(f"\n{tool}==" in content for tool in tools), lock.name


def test_labels() -> None:
    """Issue forms and the notes of releases name labels that a person is told to create."""
    github = ROOT / ".github"
    known = {
        label["name"]
        for label in yaml.safe_load((github / "labels.yml").read_text("utf-8"))
    }
    notes = load_yaml_dict(str(github / "release.yml"))["changelog"]["categories"]
    named = {
        label
        for form in (
            *(github / "ISSUE_TEMPLATE").glob("[!c]*.yml"),
            github / "ISSUE_TEMPLATE/check_up.yml",
        )
        for label in load_yaml_dict(str(form))["labels"]
    } | {label for category in notes for label in category["labels"]}
    # What no other category has; Dependabot gives its own label.
    assert named - {"*"} | {"dependencies"} == known
    assert notes[-1]["labels"] == ["*"]
