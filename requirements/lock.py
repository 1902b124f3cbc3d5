"""Write the locked requirements of each Home Assistant release that we test on.

Run it with `.venv/bin/python requirements/lock.py` after a change of
requirements_test.txt, of the manifest's requirements, or of the table below.
Give release names to renew only those. Some lists are not kept: `next` is the newest Home
Assistant that there is, pre-releases included; `newest` and `lowest` are our newest release
with the newest and the oldest versions that the manifest allows.
"""

import json
from pathlib import Path
import re
import subprocess
import sys
import tempfile

ROOT = Path(__file__).resolve().parent.parent

# Release -> version of Home Assistant, version of pytest-homeassistant-custom-component.
# There are no test helpers for 2026.11 yet: tests/early.py makes those of 2026.10 do.
RELEASES = {
    "2026.8": ("2026.8.3", "0.13.357"),
    "2026.10": ("2026.10.4", "0.13.375"),
    "2026.11": ("2026.11.0", "0.13.375"),
}

NEXT = "next"
NEWEST = "newest"
LOWEST = "lowest"
"""Home Assistant installs the newest version, and keeps an installed one that fits."""

# The lowest Python of all three.
PYTHON = "3.14.2"

# A running Home Assistant installs what its components need when it loads them. These
# are the ones that every installation loads by itself, and those that we print from;
# with their requirements in the lock, nothing is installed at run time. Only
# assist_pipeline is missing: its requirements need a C compiler, and we do without
# its microphones.
COMPONENTS = (
    "backup",
    "calendar",
    "camera",
    "conversation",
    "frontend",
    "hardware",
    "hassio",
    "image_upload",
    "infrared",
    "ipp",
    "local_calendar",
    "local_todo",
    "marketplace",
    "media_source",
    "network",
    "radio_frequency",
    "recorder",
    "tts",
)


def component_requirements(package: Path) -> list[str]:
    """Return what COMPONENTS and all that they depend on require.

    Args:
        package: The folder of the unpacked `homeassistant` package.
    """
    todo, seen = list(COMPONENTS), set[str]()
    found: set[str] = set()
    while todo:
        name = todo.pop()
        manifest = package / "components" / name / "manifest.json"
        if name in seen or not manifest.exists():
            continue
        seen.add(name)
        content = json.loads(manifest.read_text())
        found.update(content.get("requirements", []))
        todo.extend(content.get("dependencies", []))
    return sorted(found)


def own_requirements(release: str) -> list[str]:
    """Return what the integration's own manifest requires, for `lowest` as pins."""
    manifest = ROOT / "custom_components/cloudprint/manifest.json"
    requirements: list[str] = json.loads(manifest.read_text())["requirements"]
    if release == LOWEST:
        return [re.sub(r">=([\d.]+).*", r"==\1", text) for text in requirements]
    return requirements


def newest(package: str, prerelease: str) -> str:
    """Return the newest version of a package, with pre-releases or without them.

    Args:
        package: Its name.
        prerelease: `allow` or `disallow`.
    """
    compiled = subprocess.run(
        [
            *("uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"),
            *("--no-deps", "--python-version", PYTHON, "--prerelease", prerelease),
            "-",
        ],
        check=True,
        input=package,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return compiled.strip().removeprefix(f"{package}==")


def versions(release: str) -> tuple[str, str]:
    """Return the versions of Home Assistant and of its test helpers for a release."""
    if release in (NEWEST, LOWEST):
        return list(RELEASES.values())[-1]
    if release != NEXT:
        return RELEASES[release]
    return (
        newest("homeassistant", "allow"),
        newest("pytest-homeassistant-custom-component", "disallow"),
    )


def lock(release: str) -> None:
    """Write requirements/<release>.txt."""
    version, helpers = versions(release)
    target = ROOT / "requirements" / f"{release}.txt"
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        subprocess.run(
            [
                *("uv", "pip", "install", "--quiet", "--no-deps"),
                *("--python-version", PYTHON, "--target", folder),
                f"homeassistant=={version}",
            ],
            check=True,
        )
        package = scratch / "homeassistant"
        constraints = package / "package_constraints.txt"
        needed = [f"homeassistant=={version}", *component_requirements(package)]
        # What Home Assistant pins wins over what its test helpers pin.
        override = scratch / "override.txt"
        pins = needed + constraints.read_text().splitlines()
        override.write_text(
            "\n".join(pin for pin in pins if re.fullmatch(r"[\w.-]+==[\w.]+", pin))
        )
        requirements = scratch / "requirements.in"
        requirements.write_text(
            "\n".join(
                [
                    f"-r {ROOT / 'requirements_test.txt'}",
                    f"pytest-homeassistant-custom-component=={helpers}",
                    *needed,
                    *own_requirements(release),
                ]
            )
        )
        compiled = subprocess.run(
            [
                *("uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"),
                *("--no-emit-index-url", "--python-version", PYTHON, "--universal"),
                *("--override", str(override)),
                *("--constraint", str(constraints)),
                str(requirements),
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    target.write_text(
        f"# Home Assistant {version}. Written by requirements/lock.py, not by hand.\n"
        + compiled
    )
    print(f"{target.relative_to(ROOT)}: {len(compiled.splitlines())} packages")


if __name__ == "__main__":
    for name in sys.argv[1:] or RELEASES:
        lock(name)
