"""Registration of the sentences."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
import threading
from typing import Any
from unittest.mock import patch

from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.cloudprint.requester import Requester
from custom_components.cloudprint.voice.recognition import build_templates
from custom_components.cloudprint.voice.vocabulary import Vocabulary, VoicePrinters
from homeassistant.components.conversation import trigger
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.helpers.typing import ConfigType
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from tests.conftest import SetUpAccount

from ..waits import let_run
from .conftest import Home


def count(hass: HomeAssistant) -> int:
    """Return the number of registered sentences."""
    return len(get_agent_manager(hass).trigger_sentences)


class Building:
    """Watches how sentences are built; blocks that until it may go on."""

    def __init__(self) -> None:
        """Set up for no sentences."""
        self.count = 0
        self.threads: list[threading.Thread] = []
        self.is_reached, self.may_go_on = threading.Event(), threading.Event()


@contextmanager
def watch_building() -> Iterator[Building]:
    """Watch how sentences are built."""
    seen = Building()
    build = Vocabulary.build

    def watched_build(
        hass: HomeAssistant, assistant: str, requester: Requester, found: VoicePrinters
    ) -> Vocabulary:
        seen.count += 1
        return build(hass, assistant, requester, found)

    def watched_templates(
        vocabulary: Vocabulary, *, has_other_agents: bool
    ) -> list[str]:
        seen.threads.append(threading.current_thread())
        seen.is_reached.set()
        seen.may_go_on.wait(30)
        return build_templates(vocabulary, has_other_agents=has_other_agents)

    with (
        patch.object(Vocabulary, "build", watched_build),
        patch(
            "custom_components.cloudprint.voice.sentence_triggers.build_templates",
            watched_templates,
        ),
    ):
        try:
            yield seen
        finally:
            seen.may_go_on.set()


async def test_built_outside_of_the_event_loop(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """Names that change during the first update are in the next one."""
    assert await async_setup_component(hass, "homeassistant", {})
    await set_up_account()
    with watch_building() as seen:
        starting = hass.async_create_task(
            async_setup_component(hass, "conversation", {})
        )
        await asyncio.to_thread(seen.is_reached.wait, 30)
        ar.async_get(hass).async_create("Attic")
        async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=2))
        await let_run(50)
        assert seen.count == 1
        seen.may_go_on.set()
        await starting
        await hass.async_block_till_done()
    assert seen.count == 2
    assert threading.main_thread() not in seen.threads
    sentences = get_agent_manager(hass).trigger_sentences
    assert any("Attic" in sentence for sentence in sentences)
    assert len(sentences) == len(set(sentences))


async def test_stopped_meanwhile(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """Home Assistant does not wait for the sentences when it stops."""
    assert await async_setup_component(hass, "homeassistant", {})
    await set_up_account()
    with watch_building() as seen:
        starting = hass.async_create_task(
            async_setup_component(hass, "conversation", {})
        )
        await asyncio.to_thread(seen.is_reached.wait, 30)
        await starting
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
        await hass.async_block_till_done()
        assert not seen.may_go_on.is_set()
    await hass.async_block_till_done()
    assert count(hass) == 0


async def test_kept_until_the_new_ones_are_checked(home: Home) -> None:
    """The sentences work while new ones are checked, which may take seconds."""
    is_reached, may_go_on = threading.Event(), threading.Event()
    schema = trigger.TRIGGER_SCHEMA

    def watched_schema(config: ConfigType) -> Any:
        is_reached.set()
        may_go_on.wait(30)
        return schema(config)

    before = count(home.hass)
    try:
        with patch.object(trigger, "TRIGGER_SCHEMA", watched_schema):
            ar.async_get(home.hass).async_create("Attic")
            async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=2))
            assert await asyncio.to_thread(is_reached.wait, 30)
            assert count(home.hass) == before
            said = await home.say("print the maths sheet in the office")
            assert said == "Sent “Maths sheet” to Office printer."
            may_go_on.set()
            await home.hass.async_block_till_done()
    finally:
        may_go_on.set()
    assert count(home.hass) == before
    said = await home.say("print the maths sheet in the attic")
    assert said == "There is no printer for “attic”."


async def test_registered_later_if_that_fails(home: Home) -> None:
    """Sentences that could not be registered are registered with the next change."""
    with patch.object(trigger, "async_attach_trigger", side_effect=HomeAssistantError):
        ar.async_get(home.hass).async_create("Attic")
        await home.settle()
    assert count(home.hass) == 0
    entities = er.async_get(home.hass)
    entities.async_update_entity(home.entity_id("Shopping list"), icon="mdi:list")
    await home.settle()
    assert count(home.hass) > 0


async def test_capabilities_without_names(home: Home) -> None:
    """What a print learns of its printer changes no names: nothing is built anew."""
    entities = er.async_get(home.hass)
    entity_id = home.entity_id("Shopping list")
    with watch_building() as seen:
        seen.may_go_on.set()
        entities.async_update_entity(entity_id, capabilities={"options": ["A3", "A4"]})
        await home.settle()
        assert seen.count == 0
        entities.async_update_entity(entity_id, original_name="Groceries")
        await home.settle()
        assert seen.count == 1


async def test_conversation_comes_later(
    hass: HomeAssistant, set_up_account: SetUpAccount
) -> None:
    """The sentences are registered as soon as conversation is set up."""
    assert await async_setup_component(hass, "homeassistant", {})
    await set_up_account()
    assert "conversation" not in hass.config.components
    assert await async_setup_component(hass, "conversation", {})
    await hass.async_block_till_done()
    assert count(hass) > 0


async def test_registered_once_for_all_accounts(home: Home) -> None:
    """Two accounts share the sentences, which are removed with the last account."""
    before = count(home.hass)
    second = await home.add_account(max_spoken_copies=1)
    assert count(home.hass) == before
    assert await home.say("print the maths sheet on the den") == (
        "Sent “Maths sheet” to Den."
    )
    text = "print two copies of the maths sheet on the den"
    assert (await home.say(text)).startswith("I'm afraid I print only one copy")
    assert (await home.say("print the maths sheet")).startswith("Which printer: Den, ")
    await home.hass.config_entries.async_remove(second.entry_id)
    await home.settle()
    said = await home.say("print the maths sheet on the den")
    assert said.startswith("I did not understand")
    assert count(home.hass) == before
    await home.hass.config_entries.async_remove(home.account.entry_id)
    await home.settle()
    assert count(home.hass) == 0


async def test_plug_that_is_called_printer(home: Home) -> None:
    """Home Assistant answers how the plug is, as long as there is one."""

    async def ask() -> str:
        return await home.say("打印机状态是什么？", language="zh-CN")

    ours = await ask()
    assert "Office printer" in ours
    home.hass.states.async_set("switch.plug", "on", {"friendly_name": "打印机"})
    await home.settle()
    theirs = await ask()
    assert "打印机" in theirs
    assert "Office printer" not in theirs
    async_expose_entity(home.hass, "conversation", "switch.plug", False)
    await home.settle()
    assert await ask() == ours
    async_expose_entity(home.hass, "conversation", "switch.plug", True)
    await home.settle()
    assert await ask() == theirs
    home.hass.states.async_remove("switch.plug")
    await home.settle()
    assert await ask() == ours
