"""When there are sentences."""

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from tests.conftest import SetUpAccount, account_data
from tests.simulator import CloudSimulator

from .conftest import Home


def count(hass: HomeAssistant) -> int:
    """Return how many sentences are registered."""
    return len(get_agent_manager(hass).trigger_sentences)


async def test_conversation_comes_later(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """An account is set up without it, and heard as soon as it is there."""
    assert await async_setup_component(hass, "homeassistant", {})
    await set_up_account()
    assert "conversation" not in hass.config.components
    assert await async_setup_component(hass, "conversation", {})
    await hass.async_block_till_done()
    assert count(hass) > 0


async def test_registered_once_for_all_accounts(
    home: Home, simulator: CloudSimulator
) -> None:
    """Two accounts have the same sentences, and all printers; the last one takes them."""
    before = count(home.hass)
    application = simulator.add_application("another", "another")
    den = simulator.add_printer(name="Den", sn="den", share_code="1", alias="Den")
    simulator.bind(application, den)
    second = MockConfigEntry(
        domain="cloudprint",
        title="Second",
        unique_id="another",
        data=account_data(simulator, application),
        options={"max_spoken_copies": 1},
    )
    second.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(second.entry_id)
    await home.settle()
    assert count(home.hass) == before
    assert await home.say("print the maths sheet on the den") == "Sent to Den."
    text = "print two copies of the maths sheet on the den"
    assert (await home.say(text)).startswith("I'm afraid I print only one copy")
    assert (await home.say("print the maths sheet")).startswith("Which printer: Den, ")
    await home.hass.config_entries.async_remove(second.entry_id)
    await home.settle()
    assert (await home.say("print the maths sheet on the den")).startswith("Sorry")
    assert count(home.hass) == before
    await home.hass.config_entries.async_remove(home.account.entry_id)
    await home.settle()
    assert count(home.hass) == 0
