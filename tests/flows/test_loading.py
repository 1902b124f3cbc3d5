"""What the forms load, which Home Assistant does for each account, also if none is opened."""

import subprocess
import sys

from ..package import ROOT

PACKAGE = "custom_components.cloudprint"


def test_what_prints_is_not_loaded_with_the_forms() -> None:
    """What prints is loaded when a form needs it."""
    program = (
        "from tests import early",
        f"import {PACKAGE}.config_flow, {PACKAGE}.llm, {PACKAGE}.intent",
        "import sys",
        "print(*sys.modules)",
    )
    ended = subprocess.run(
        [sys.executable, "-c", "\n".join(program)],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    loaded = set(ended.stdout.split())
    assert f"{PACKAGE}.flows.options" in loaded
    assert f"{PACKAGE}.voice.vocabulary" in loaded
    assert not loaded & {
        f"{PACKAGE}.{name}"
        for name in (
            *("printing.action", "printing.check_up", "source.web.fetch"),
            *("voice.performing", "voice.recognition"),
        )
    }
