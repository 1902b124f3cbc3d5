"""Which tests a change chooses."""

from pathlib import Path

import pytest

from scripts.changed import ROOT, choose_tests


@pytest.mark.parametrize(
    ("changed", "chosen", "others"),
    [
        (
            "custom_components/cloudprint/policy/rules.py",
            {
                *(
                    "tests/policy/test_admission.py",
                    "tests/printing/test_job_ticket.py",
                ),
                "tests/flows/test_rule.py",
            },
            {"tests/ipp", "tests/spool", "tests/simulator", "tests/voice"},
        ),
        (
            "custom_components/cloudprint/sensor.py",
            {"tests/test_sensor.py"},
            {"tests/printing", "tests/test_button.py"},
        ),
        ("tests/spool/test_job.py", {"tests/spool/test_job.py"}, {"tests/printing"}),
        (
            "tests/spool/samples.py",
            {"tests/spool/test_job.py", "tests/spool/test_told.py"},
            {"tests/printing"},
        ),
        ("README.md", set(), {"tests"}),
    ],
)
def test_chosen(changed: str, chosen: set[str], others: set[str]) -> None:
    """Tests of the room, of who imports it, and that import it; and none besides."""
    files = choose_tests([Path(changed)])
    assert chosen <= set(files)
    assert not any(file.startswith(tuple(others)) for file in files)
    assert all((ROOT / file).is_file() for file in files)


def test_deleted() -> None:
    """A test that is gone is not run."""
    assert choose_tests([Path("tests/test_gone.py")]) == []
