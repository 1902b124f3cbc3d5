"""Tests of the release archive."""

from collections.abc import Callable
import gzip
import hashlib
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
import json
import os
from pathlib import Path
import re
import shutil
from typing import Final
from zipfile import ZipFile

import pytest

from .package import FOLDER, ROOT, read

CARD: Final = FOLDER / "frontend/cloudprint-card.js"
CARD_BYTES: Final = 40_000
"""Most bytes of the card, gzipped, that each dashboard loads, with one language."""
LANGUAGES: Final = ("en", "zh-hans")
LINK_PAGE: Final = FOLDER / "inbox/page.html"
LINK_PAGE_BYTES: Final = 20_000
"""Most bytes of the page of a link, gzipped, which is all that a guest loads."""
SCRIPT: Final = ROOT / "scripts/package"

type Package = Callable[..., None]


@pytest.fixture
def package() -> Package:
    """Return a function that packs a release."""
    loader = SourceFileLoader("cloudprint_package", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    function: Package = module.package
    return function


def test_contents(package: Package, tmp_path: Path) -> None:
    """It has the integration with the version of the release, and the licence."""
    target = tmp_path / "cloudprint.zip"
    package("1.2.3b4", target)
    with ZipFile(target) as archive:
        assert archive.testzip() is None
        packed = {name: archive.read(name) for name in archive.namelist()}
        rights = {entry.external_attr >> 16 for entry in archive.infolist()}
    assert rights == {0o100644}
    assert packed.pop("LICENSE") == (ROOT / "LICENSE").read_bytes()
    manifest = json.loads(packed.pop("manifest.json"))
    assert manifest == read("manifest.json") | {"version": "1.2.3b4"}
    expected = {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in FOLDER.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    del expected["manifest.json"]
    assert packed == expected
    checksum = hashlib.sha256(target.read_bytes()).hexdigest()
    assert (tmp_path / "cloudprint.zip.sha256").read_text(encoding="ascii") == (
        f"{checksum}  cloudprint.zip\n"
    )


def _imported(path: Path, how: str) -> set[Path]:
    """Return the files that a file of the built card imports."""
    names = re.findall(rf"\b{how}[\"'`](\.[^\"'`]+)", path.read_text(encoding="utf-8"))
    return {(path.parent / name).resolve() for name in names}


def _compressed_size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_card_is_light() -> None:
    """Each dashboard loads little of the card; the rest is loaded when it is used."""
    every = {CARD, *(FOLDER / "frontend/chunks").iterdir()}
    loaded = {CARD}
    while (
        more := {name for path in loaded for name in _imported(path, "(?:from|import)")}
        - loaded
    ):
        loaded |= more
    languages = [
        path
        for language in LANGUAGES
        for path in (FOLDER / "frontend/chunks").glob(f"{language}-*.js")
    ]
    assert len(languages) == len(LANGUAGES)
    assert not loaded & {*languages}
    # Nothing else comes with a language.
    assert all(_imported(path, "(?:from|import)") <= loaded for path in languages)
    size = sum(map(_compressed_size, loaded)) + max(map(_compressed_size, languages))
    assert size <= CARD_BYTES
    later = {name for path in loaded for name in _imported(path, r"import\(")}
    assert later
    assert not later & loaded
    reached = loaded | later
    while (
        more := {
            name for path in reached for name in _imported(path, r"(?:from|import\(?)")
        }
        - reached
    ):
        reached |= more
    assert reached == every
    # It has a version in its address, by which it would be loaded twice.
    assert CARD not in {
        name for path in every for name in _imported(path, r"(?:from|import\(?)")
    }


def test_link_page_is_light() -> None:
    """A guest loads one small file, which loads nothing else."""
    page = LINK_PAGE.read_text(encoding="utf-8")
    assert _compressed_size(LINK_PAGE) <= LINK_PAGE_BYTES
    assert page.count('<style nonce="{{nonce}}">') == 1
    assert page.count('<script nonce="{{nonce}}">') == page.count("<script") == 1
    assert {*re.findall(r"\{\{\w*\}\}", page)} == {
        "{{language}}",
        "{{name}}",
        "{{nonce}}",
    }
    assert re.findall(r"https?://[^\s\"'`]*", page) == []


def test_notices(package: Package, tmp_path: Path) -> None:
    """It has the licenses of the parts that others have made."""
    package("1.2.3", tmp_path / "cloudprint.zip")
    with ZipFile(tmp_path / "cloudprint.zip") as archive:
        notices = archive.read("frontend/THIRD_PARTY_NOTICES.md").decode()
        license_of_tables = archive.read("voice/opencc/LICENSE").decode()
    assert license_of_tables.startswith("Apache License\nVersion 2.0,")
    named = re.findall(r"^## (\S+) - (\S+) \((.+)\)$", notices, re.MULTILINE)
    card = json.loads((ROOT / "card/package.json").read_text(encoding="utf-8"))
    assert card["dependencies"].keys() <= {name for name, *_ in named}
    locked = json.loads((ROOT / "card/package-lock.json").read_text(encoding="utf-8"))
    for name, version, license_ in named:
        installed = locked["packages"][f"node_modules/{name}"]
        assert (version, license_) == (installed["version"], installed["license"]), name
    assert notices.count("\nCopyright ") == len(named)


def test_reproducible(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clock, permissions and untracked files of the machine do not change it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795654844")
    package("1.2.3", tmp_path / "one.zip")
    root = tmp_path / "elsewhere"
    shutil.copytree(FOLDER, root / "custom_components/cloudprint")
    shutil.copy(ROOT / "LICENSE", root)
    for number, path in enumerate(sorted(root.rglob("*"))):
        path.chmod(0o700)
        os.utime(path, (number, number))
    (root / "custom_components/cloudprint/.DS_Store").touch()
    package("1.2.3", tmp_path / "other.zip", root)
    one, other = ((tmp_path / f"{name}.zip").read_bytes() for name in ("one", "other"))
    assert one == other

    # A release of another commit has another time: Python recompiles a file only if its
    # time or its size changed.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795654900")
    package("1.2.3", tmp_path / "later.zip")
    with ZipFile(tmp_path / "one.zip") as archive, ZipFile(tmp_path / "later.zip") as b:
        assert archive.getinfo("__init__.py").date_time == (2026, 11, 26, 1, 0, 44)
        assert b.getinfo("__init__.py").date_time > (2026, 11, 26, 1, 0, 44)


def test_without_git(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a commit, files have the earliest time that a zip file can have."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    package("1.2.3", tmp_path / "cloudprint.zip")
    with ZipFile(tmp_path / "cloudprint.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {
            (1980, 1, 1, 0, 0, 0)
        }
