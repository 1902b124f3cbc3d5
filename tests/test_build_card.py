"""The script that builds the dashboard card."""

import os
from pathlib import Path
import shutil
import subprocess
from typing import Final

from .package import ROOT

NPM: Final = """#!/bin/sh
echo "$@" >>calls
rm -rf card/node_modules
sleep 0.3
mkdir card/node_modules
"""


def test_installed_once(tmp_path: Path) -> None:
    """Checks that run beside each other do not install the same packages at once."""
    for name in ("card", "scripts", "bin"):
        (tmp_path / name).mkdir()
    (tmp_path / "card/package-lock.json").write_text("{}", encoding="utf-8")
    script = shutil.copy(ROOT / "scripts/build-card", tmp_path / "scripts")
    npm = tmp_path / "bin/npm"
    npm.write_text(NPM, encoding="utf-8")
    npm.chmod(0o755)
    environment = os.environ | {"PATH": f"{npm.parent}:{os.environ['PATH']}"}
    installing = [
        subprocess.Popen([script, "--install"], env=environment) for _ in range(3)
    ]
    assert [process.wait() for process in installing] == [0, 0, 0]
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert [call.split()[:3] for call in calls] == [["--prefix", "card", "ci"]]
