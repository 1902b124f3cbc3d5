"""The script that builds the dashboard card."""

import os
from pathlib import Path
import shutil
import subprocess
from typing import Final

import pytest

from .package import ROOT

NPM: Final = """#!/bin/sh
echo "$@" >>calls
case "$*" in
*" ci "*)
  rm -rf card/node_modules
  sleep 0.3
  mkdir card/node_modules
  ;;
*" build "*)
  for folder; do :; done
  mkdir -p "$folder/chunks"
  echo "$CODE" >"$folder/cloudprint-card.js"
  echo "$CODE" >"$folder/chunks/card-$CODE.js"
  ;;
*" build:link "*)
  for folder; do :; done
  mkdir -p "$folder"
  echo "$CODE" >"$folder/page.html"
  ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Create a folder with the script, and an npm that builds the card "$CODE"."""
    for name in ("card", "scripts", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "card/package-lock.json").write_text("{}", encoding="utf-8")
    shutil.copy(ROOT / "scripts/build-card", tmp_path / "scripts")
    npm = tmp_path / "bin/npm"
    npm.write_text(NPM, encoding="utf-8")
    npm.chmod(0o755)
    return tmp_path


def start(clone: Path, *arguments: str, code: str = "") -> subprocess.Popen[bytes]:
    """Run the script."""
    path = f"{clone / 'bin'}:{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "CODE": code}
    return subprocess.Popen([clone / "scripts/build-card", *arguments], env=environment)


def test_installed_once(clone: Path) -> None:
    """Checks that run beside each other do not install the same packages at once."""
    installing = [start(clone, "--install") for _ in range(3)]
    assert [process.wait() for process in installing] == [0, 0, 0]
    calls = (clone / "calls").read_text(encoding="utf-8").splitlines()
    assert [call.split()[:3] for call in calls] == [["--prefix", "card", "ci"]]


def test_stale_chunks(clone: Path) -> None:
    """A build replaces the files of the one before; a check finds each that differs."""
    built = clone / "custom_components/cloudprint/frontend"
    (built / "trays").mkdir(parents=True)
    assert start(clone, code="old").wait() == 0
    assert start(clone, code="new").wait() == 0
    assert [file.name for file in (built / "chunks").iterdir()] == ["card-new.js"]
    assert (built / "trays").exists()
    assert start(clone, "--check", code="new").wait() == 0
    (built / "chunks/card-old.js").touch()
    assert start(clone, "--check", code="new").wait() == 1
    (built / "chunks/card-old.js").unlink()
    page = clone / "custom_components/cloudprint/inbox/page.html"
    for file in (built / "chunks/card-new.js", page):
        built_file = file.read_text(encoding="utf-8")
        file.write_text("edited", encoding="utf-8")
        assert start(clone, "--check", code="new").wait() == 1
        file.write_text(built_file, encoding="utf-8")
