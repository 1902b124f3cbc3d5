"""Tests of the fixture that fails a test in which Home Assistant reports us."""

import logging
from pathlib import Path

import pytest

from custom_components.cloudprint.const import DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.frame import report_usage
from homeassistant.loader import async_get_integration

from .e2e.log import our_errors, read_log
from .usage_reports import is_usage_report

REPORT = (
    "Detected that custom integration 'cloudprint' calls async_show_menu without "
    "passing a step_id at custom_components/cloudprint/flows/options.py, line 169: "
    "return self.async_show_menu(menu_options=[]). This will stop working in Home "
    "Assistant 2027.5.0, please create a bug report"
)


@pytest.mark.parametrize(
    ("logger", "text"),
    [
        ("homeassistant.helpers.frame", REPORT),
        (
            "homeassistant.util.loop",
            "Detected blocking call to open with args ('x',) inside the event loop by "
            "custom integration 'cloudprint' at custom_components/cloudprint/x.py",
        ),
        (
            "homeassistant.const",
            "The deprecated constant X was used from cloudprint. It will be removed in "
            "HA Core 2027.5. Use Y instead, please report it",
        ),
        (
            "custom_components.cloudprint.sensor",
            "'a' is deprecated. Please rename 'a' to 'b' in "
            "'/config/custom_components/cloudprint/sensor.py' to ensure future support.",
        ),
    ],
)
def test_reports(logger: str, text: str) -> None:
    """A report is recognized by its logger or by its text."""
    assert is_usage_report(logger, text)
    assert not is_usage_report(logger, text.replace("cloudprint", "another"))
    assert not is_usage_report(
        "homeassistant.loader", "We found a custom integration cloudprint which has not"
    )


async def test_fixture(
    hass: HomeAssistant,
    enable_custom_integrations: None,
    caplog: pytest.LogCaptureFixture,
    usage_reports: list[str],
) -> None:
    """Reports are found although a test clears its log."""
    await async_get_integration(hass, DOMAIN)
    report_usage("does what it should not", integration_domain=DOMAIN)
    caplog.clear()
    (report,) = usage_reports
    assert "Detected that custom integration 'cloudprint' does what it" in report
    usage_reports.clear()

    # Without an integration in the text, the stack may name it.
    stack = 'File "/config/custom_components/cloudprint/sensor.py", line 1'
    for stack_info in (None, stack):
        record = logging.makeLogRecord(
            {
                "name": "homeassistant.helpers.frame",
                "levelno": logging.WARNING,
                "msg": "Detected code that does what it should not",
                "stack_info": stack_info,
            }
        )
        logging.getLogger(record.name).handle(record)
    (report,) = usage_reports
    assert stack in report
    usage_reports.clear()


def test_log_of_a_real_process(tmp_path: Path) -> None:
    """A report in the log file of a process is an error."""
    file = tmp_path / "home-assistant.log"
    start = "2026-11-26 00:00:00.000"
    file.write_text(
        f"{start} WARNING (MainThread) [homeassistant.helpers.frame] {REPORT}\n"
        f"{start} WARNING (MainThread) [custom_components.cloudprint] Not so bad\n"
        f"{start} DEBUG (MainThread) [custom_components.cloudprint] deprecated\n"
        f"{start} ERROR (MainThread) [custom_components.cloudprint] Bad\n"
    )
    report, error = our_errors(read_log(file))
    assert REPORT in report
    assert error.endswith("Bad\n")
