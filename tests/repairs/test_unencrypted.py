"""A password of shared printers that is also taken unencrypted."""

from collections.abc import Awaitable, Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..conftest import SetUpAccount
from ..entities import entity_id_of
from ..ipp.local_network import create_network
from ..simulator import Printer
from .fixing import Post, issues

LOGIN = {"ipp_username": "Anna", "ipp_password": "4711"}
KEY = "ipp_unencrypted"

type Share = Callable[[MockConfigEntry, bool], Awaitable[str | None]]


@pytest.fixture
def share(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch, printer: Printer
) -> Share:
    """Return a function that shares a printer or not, and returns its address."""
    create_network(monkeypatch)

    async def share(account: MockConfigEntry, is_on: bool) -> str | None:
        entity_id = entity_id_of(
            hass, account, Platform.SWITCH, "share_locally", printer
        )
        await hass.services.async_call(
            Platform.SWITCH,
            "turn_on" if is_on else "turn_off",
            {"entity_id": entity_id},
            blocking=True,
        )
        state = hass.states.get(entity_id)
        assert state is not None
        uri: str | None = state.attributes["uri"]
        return uri

    return share


async def test_until_confirmed(
    hass: HomeAssistant, set_up_account: SetUpAccount, share: Share, post: Post
) -> None:
    """A password from before goes on unencrypted until a person ends it."""
    account = await set_up_account(**LOGIN)
    assert issues(hass) == {}
    assert str(await share(account, True)).startswith("ipp://")
    assert issues(hass).keys() == {KEY}
    await share(account, False)
    assert issues(hass) == {}
    await share(account, True)
    await hass.config_entries.async_reload(account.entry_id)
    await hass.async_block_till_done()
    form = await post(handler="cloudprint", issue_id=issues(hass)[KEY].issue_id)
    assert form["step_id"] == "confirm"
    assert account.options == LOGIN
    done = await post(f"/{form['flow_id']}")
    assert done["type"] == "create_entry"
    await hass.async_block_till_done()
    assert account.options == {**LOGIN, "ipp_encrypted": True}
    assert issues(hass) == {}
    assert str(await share(account, True)).startswith("ipps://")


@pytest.mark.parametrize("options", [{}, {**LOGIN, "ipp_encrypted": True}])
async def test_nothing_to_do(
    hass: HomeAssistant,
    set_up_account: SetUpAccount,
    share: Share,
    options: dict[str, object],
) -> None:
    """Without a password, or with one that is encrypted, nothing is reported."""
    await share(await set_up_account(**options), True)
    assert issues(hass) == {}


async def test_deleted_meanwhile(
    hass: HomeAssistant, set_up_account: SetUpAccount, share: Share, post: Post
) -> None:
    """The flow ends if the account was deleted."""
    account = await set_up_account(**LOGIN)
    await share(account, True)
    form = await post(handler="cloudprint", issue_id=issues(hass)[KEY].issue_id)
    await hass.config_entries.async_remove(account.entry_id)
    done = await post(f"/{form['flow_id']}")
    assert (done["type"], done["reason"]) == ("abort", "account_gone")
