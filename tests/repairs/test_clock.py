"""The repair for a clock that is wrong."""

import pytest

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant

from ..conftest import Advance, SetUpAccount
from ..hub import Hub
from ..simulator import CloudSimulator, Fault
from .fixing import POLL, issues


def get_clock(hass: HomeAssistant) -> str | None:
    """Return what the repair says of the clock; None without a repair."""
    if (issue := issues(hass).get("clock_wrong")) is None:
        return None
    assert not issue.is_fixable
    assert issue.translation_placeholders
    return issue.translation_placeholders["clock"]


def put_clock_ahead(simulator: CloudSimulator, seconds: int) -> None:
    """Let the service refuse the key because this machine's clock is ahead."""
    simulator.settings.max_clock_skew = 300
    simulator.advance(-seconds)
    simulator.kill_tokens()


@pytest.mark.parametrize(
    ("language", "clock"),
    [
        (
            "en",
            "The clock of this machine is 3 hours ahead. Correct it first: the service"
            " may refuse any key because of it.",
        ),
        (
            "zh-Hans",
            "本机时钟快了 3 小时。服务可能因此拒绝任何密钥，请先校准本机时间。",
        ),
    ],
)
async def test_wrong_while_running(
    hass: HomeAssistant,
    advance: Advance,
    hub: Hub,
    caplog: pytest.LogCaptureFixture,
    language: str,
    clock: str,
) -> None:
    """It is reported, with its amount, until the service accepts the key again."""
    hass.config.language = language
    assert get_clock(hass) is None
    put_clock_ahead(hub.simulator, 3 * 3600)
    await advance(POLL)
    await advance(POLL)
    assert get_clock(hass) == clock
    await advance(POLL)
    logged = [
        record.getMessage()
        for record in caplog.records
        if "clock of this machine" in record.getMessage()
    ]
    assert logged == [
        "The clock of this machine is 3 hours ahead. Correct it first: the service may"
        " refuse any key because of it."
    ]
    hub.simulator.advance(3 * 3600)
    await hub.refresh()
    assert get_clock(hass) is None


async def test_corrected_while_the_key_is_refused(
    hass: HomeAssistant, hub: Hub
) -> None:
    """Nothing is said of a clock that is right, although the key is still refused."""
    put_clock_ahead(hub.simulator, 3 * 3600)
    coordinator = hub.data.coordinator
    for _ in range(2):
        await coordinator.async_refresh()
    assert "3 hours ahead" in (get_clock(hass) or "")
    hub.application.app_key = "f" * 32
    hub.simulator.advance(3 * 3600)
    await coordinator.async_refresh()
    assert not coordinator.last_update_success
    assert get_clock(hass) is None


async def test_wrong_after_an_outage(hass: HomeAssistant, hub: Hub) -> None:
    """It is reported also if the service could not be reached before."""
    hub.simulator.faults.add("*", Fault.HTTP_500, times=2)
    put_clock_ahead(hub.simulator, -600)
    coordinator = hub.data.coordinator
    await coordinator.async_refresh()
    await coordinator.async_refresh()
    assert get_clock(hass) is None
    await coordinator.async_refresh()
    assert "10 minutes behind" in (get_clock(hass) or "")


async def test_wrong_after_a_restart(hass: HomeAssistant, hub: Hub) -> None:
    """The account runs, and the question for another key names the clock."""
    put_clock_ahead(hub.simulator, -400 * 86_400)
    assert await hass.config_entries.async_reload(hub.account.entry_id)
    await hass.async_block_till_done()
    assert hub.account.state is ConfigEntryState.LOADED
    assert "400 days behind" in (get_clock(hass) or "")
    (flow,) = hass.config_entries.flow.async_progress()
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["description_placeholders"]
    assert "400 days behind" in form["description_placeholders"]["hint"]


async def test_wrong_at_the_start(
    hass: HomeAssistant,
    advance: Advance,
    set_up_account: SetUpAccount,
    simulator: CloudSimulator,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A machine without a clock of its own starts in the past."""
    put_clock_ahead(simulator, -400 * 86_400)
    entry = await set_up_account()
    assert "400 days behind" in (get_clock(hass) or "")
    assert "400 days behind" in caplog.text
    simulator.advance(-400 * 86_400)
    await advance(120)
    assert entry.state is ConfigEntryState.LOADED
    assert get_clock(hass) is None
