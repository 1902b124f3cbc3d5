"""Checks of the blueprint files."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.importer import _get_github_import_url
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.helpers.selector import validate_selector
from homeassistant.util.yaml import extract_inputs, load_yaml_dict

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "blueprints").rglob("*.yaml"))
DOCS = ("docs/blueprints.md", "docs/blueprints.zh-Hans.md")
REPOSITORY = "https://github.com/cloudprint-ha/cloudprint/blob/main/"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2}")

pytestmark = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def blueprint_of(file: Path) -> Blueprint:
    """Return a blueprint as Home Assistant reads it."""
    return Blueprint(
        load_yaml_dict(str(file)),
        path=file.name,
        expected_domain=file.parts[-3],
        schema=AUTOMATION_BLUEPRINT_SCHEMA,
    )


def address_of(file: Path) -> str:
    """Return the address of a blueprint in the repository."""
    return REPOSITORY + file.relative_to(ROOT).as_posix()


def texts_of(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a blueprint's metadata by their paths."""
    for key in ("name", "description"):
        if key in node:
            yield f"{path}.{key}", node[key]
    for name, value in node.get("input", {}).items():
        yield from texts_of(value, f"{path}.{name}")


def sections_of(blueprint: Blueprint) -> dict[str, Any]:
    """Return the groups of inputs."""
    return {
        name: value
        for name, value in blueprint.metadata["input"].items()
        if "input" in value
    }


def test_valid(file: Path) -> None:
    """Home Assistant accepts it, from the oldest supported release on."""
    blueprint = blueprint_of(file)
    floor = json.loads((ROOT / "hacs.json").read_text(encoding="utf-8"))
    assert blueprint.metadata["homeassistant"] == {
        "min_version": floor["homeassistant"]
    }
    assert blueprint.validate() is None
    with patch("homeassistant.components.blueprint.models.__version__", "2026.7.4"):
        assert blueprint.validate() == ["Requires at least Home Assistant 2026.8.0"]


def test_address(file: Path) -> None:
    """Its source URL is right and can be imported."""
    address = address_of(file)
    assert blueprint_of(file).metadata["source_url"] == address
    assert _get_github_import_url(address).endswith(
        f"/main/blueprints/{'/'.join(file.parts[-3:])}"
    )


def test_inputs(file: Path) -> None:
    """Each input is used and has a selector; those in collapsed sections have defaults."""
    blueprint = blueprint_of(file)
    used = extract_inputs(
        {key: value for key, value in blueprint.data.items() if key != "blueprint"}
    )
    assert used == set(blueprint.inputs)
    for field in blueprint.inputs.values():
        validate_selector(field["selector"])
    for section in sections_of(blueprint).values():
        assert section["icon"].startswith("mdi:")
        if section.get("collapsed"):
            assert all("default" in field for field in section["input"].values())


def test_printers_only(file: Path) -> None:
    """Device selectors offer printers only."""
    printers = [
        field["selector"]["device"]
        for field in blueprint_of(file).inputs.values()
        if "device" in field["selector"]
        and "model_id" not in field["selector"]["device"].get("filter", [{}])[0]
    ]
    for selector in printers:
        # The event entity is disabled in new homes.
        assert selector["entity"] == [
            {"integration": "cloudprint", "domain": ["event"]},
            {
                "integration": "cloudprint",
                "domain": ["sensor"],
                "device_class": ["enum"],
            },
        ]
    of_ours = [
        entity
        for field in blueprint_of(file).inputs.values()
        for entity in (field["selector"].get("entity") or {}).get("filter", [])
        if entity.get("integration") == "cloudprint"
    ]
    assert printers or of_ours


def test_texts(file: Path) -> None:
    """All texts are in English first, then in Chinese."""
    blueprint = blueprint_of(file)
    texts = dict(texts_of(blueprint.metadata))
    for name in blueprint.inputs:
        assert any(path.endswith(f".{name}.description") for path in texts), name
    for path, text in texts.items():
        separator = " / " if path.endswith(".name") else "\n"
        english, found, chinese = text.partition(separator)
        if path == ".description":
            half = len(text.split("\n\n")) // 2
            english = "\n".join(text.split("\n\n")[:half])
            chinese = "\n".join(text.split("\n\n")[half:])
        assert found, path
        assert LATIN.search(english) and not CHINESE.search(english), path
        assert CHINESE.search(chinese), path
        if not path.endswith(".name"):
            assert english.endswith((".", "!", "?")), path
            assert chinese.endswith("。"), path


@pytest.mark.parametrize("page", DOCS)
def test_documented(file: Path, page: str) -> None:
    """The documentation has its name and a link to import it."""
    text = (ROOT / page).read_text(encoding="utf-8")
    english, _, chinese = blueprint_of(file).name.partition(" / ")
    assert (chinese if "zh" in page else english) in text
    link = (
        "https://my.home-assistant.io/redirect/blueprint_import/"
        f"?blueprint_url={quote(address_of(file), safe='')}"
    )
    assert (
        f"(https://my.home-assistant.io/badges/blueprint_import.svg)]({link})"
    ) in text
    assert parse_qs(urlsplit(link).query)["blueprint_url"] == [address_of(file)]
    links = set(re.findall(r"blueprint_import/\?blueprint_url=([^)\s]+)", text))
    assert links == {quote(address_of(known), safe="") for known in FILES}
