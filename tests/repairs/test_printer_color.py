"""A shared printer that reports black and white: does it print in color?"""

from dataclasses import dataclass

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.cloudprint.api.capabilities import PrinterCapabilities
from custom_components.cloudprint.const import DOMAIN
from custom_components.cloudprint.data import Account
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from ..conftest import Advance, SetUpAccount
from ..entities import device_id_of, entity_id_of
from ..ipp.local_network import create_network
from ..printing.test_quirks import answers
from ..simulator import CloudSimulator, Printer
from .fixing import POLL, Post, begin, issues

KEY = "ipp_color"


@dataclass(kw_only=True)
class Shared:
    """A printer that is shared, or not."""

    hass: HomeAssistant
    account: MockConfigEntry
    printer: Printer

    @property
    def device_id(self) -> str:
        """Return its device."""
        return device_id_of(self.hass, self.account, self.printer)

    async def share(self, *, is_on: bool = True) -> None:
        """Share it or not."""
        entity_id = entity_id_of(
            self.hass, self.account, Platform.SWITCH, "share_locally", self.printer
        )
        await self.hass.services.async_call(
            Platform.SWITCH,
            "turn_on" if is_on else "turn_off",
            {"entity_id": entity_id},
            blocking=True,
        )
        await self.hass.async_block_till_done()

    async def report(self, *colors: str) -> None:
        """Let it report colors."""
        self.printer.report(supportedColors=colors)
        await self.account.runtime_data.capabilities.async_fetch(self.device_id)

    def known(self) -> PrinterCapabilities:
        """Return what it can do, as far as Home Assistant knows."""
        account: Account = self.account.runtime_data
        known = account.capabilities.get(self.device_id)
        assert known is not None
        return known


@pytest.fixture
async def shared(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    set_up_account: SetUpAccount,
    printer: Printer,
) -> Shared:
    """Return a printer that reports black and white, and is shared."""
    create_network(monkeypatch)
    shared = Shared(hass=hass, account=await set_up_account(), printer=printer)
    await shared.report("MONOCHROME")
    assert issues(hass) == {}
    await shared.share()
    return shared


@pytest.mark.parametrize(
    ("step", "answer", "colors"),
    [
        ("color", "right", ("COLOR", "MONOCHROME")),
        ("grey", "grey", ("MONOCHROME",)),
    ],
)
async def test_answer(
    hass: HomeAssistant,
    shared: Shared,
    post: Post,
    freezer: FrozenDateTimeFactory,
    step: str,
    answer: str,
    colors: tuple[str, ...],
) -> None:
    """The answer is the check-up's, applies at once, and is asked for once."""
    path = await begin(hass, post, KEY)
    done = await post(path, next_step_id=step)
    assert done["type"] == "create_entry"
    assert shared.account.options == {
        "check_up": {
            f"color_{shared.device_id}": {
                "answer": answer,
                "device_id": shared.device_id,
                "printed_at": dt_util.utcnow().isoformat(),
            }
        }
    }
    assert shared.known().supported_colors == colors
    await shared.share(is_on=False)
    await shared.share()
    assert issues(hass) == {}


async def test_until_it_is_over(hass: HomeAssistant, shared: Shared) -> None:
    """It is asked while the printer is shared, listed, and reports no color."""
    assert issues(hass).keys() == {KEY}
    await shared.report("COLOR", "MONOCHROME")
    assert issues(hass) == {}
    await shared.report("MONOCHROME")
    assert issues(hass).keys() == {KEY}
    await shared.report()
    assert issues(hass) == {}
    await shared.report("MONOCHROME")
    await shared.share(is_on=False)
    assert issues(hass) == {}
    await shared.share()
    await hass.config_entries.async_reload(shared.account.entry_id)
    await hass.async_block_till_done()
    assert issues(hass).keys() == {KEY}
    # The answer of the check-up
    options = answers(**{f"color_{shared.device_id}": "nothing"})
    hass.config_entries.async_update_entry(shared.account, options=options)
    shared.account.runtime_data.coordinator.async_update_listeners()
    assert issues(hass) == {}


async def test_gone(
    hass: HomeAssistant, simulator: CloudSimulator, shared: Shared, advance: Advance
) -> None:
    """Nothing is asked of a printer that the service no longer lists."""
    simulator.remove_printer(shared.printer)
    for _ in range(3):
        await advance(POLL)
    assert KEY not in issues(hass)


async def test_ignored(hass: HomeAssistant, shared: Shared) -> None:
    """A question that is ignored stays so, also while the printer is not shared."""
    name = issues(hass)[KEY].issue_id
    ir.async_ignore_issue(hass, DOMAIN, name, ignore=True)
    await shared.share(is_on=False)
    await shared.share()
    await hass.config_entries.async_reload(shared.account.entry_id)
    await hass.async_block_till_done()
    issue = ir.async_get(hass).async_get_issue(DOMAIN, name)
    assert issue is not None
    assert issue.dismissed_version is not None
