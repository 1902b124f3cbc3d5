"""Sentence triggers for voice commands.

An integration cannot add sentences to Home Assistant's own package, and should not write
them into the configuration folder. It may register triggers, which match in all languages.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from logging import DEBUG, INFO
from typing import Any, Final

from homeassistant.components.conversation import (
    HOME_ASSISTANT_AGENT,
    ConversationInput,
    async_handle_intents,
)
from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.components.conversation.chat_log import current_chat_log
from homeassistant.components.homeassistant.exposed_entities import (
    async_listen_entity_updates,
)
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
)
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, MATCH_ALL
from homeassistant.core import (
    CALLBACK_TYPE,
    Context,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.chat_session import current_session
from homeassistant.helpers.debounce import Debouncer
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import (
    async_track_state_added_domain,
    async_track_state_removed_domain,
)
from homeassistant.helpers.script import ScriptRunResult
from homeassistant.helpers.trigger import async_initialize_triggers
from homeassistant.helpers.typing import ConfigType
from homeassistant.loader import async_get_integration
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, LOGGER
from ..requester import AUTOMATION
from ..source.reading import DOMAINS
from ..spool.tasks import Tasks
from ..texts import own_language
from .commands import ASSISTANT, Command, ConversationContext
from .performing import async_perform
from .recognition import build_templates
from .vocabulary import Vocabulary, VoicePrinters, is_called_printer

COOLDOWN: Final = 1  # seconds from a change of names to the update of the sentences

ANSWER_TIME: Final = timedelta(minutes=2)
"""In which the name of a printer is the answer to the question for it."""

_WATCHED_DOMAINS: Final = (*DOMAINS, ASSISTANT)  # of names, and of agents
# What entities write into the registry by themselves, also while something is printed
_NAMELESS: Final = {"capabilities", "supported_features"}


def async_setup_voice(hass: HomeAssistant) -> None:
    """Register the sentences with conversation, and follow changes of names in them."""
    triggers = SentenceTriggers(hass)

    @callback
    def changed(event: Event[Any] | None = None) -> None:
        triggers.debouncer.async_schedule_call()

    @callback
    def registry_changed(event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        data = event.data
        if data["action"] != "update" or data["changes"].keys() - _NAMELESS:
            changed()

    @callback
    def entity_changed(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"] or event.data["old_state"]
        if state is not None and (
            state.domain in _WATCHED_DOMAINS or is_called_printer(state.name)
        ):
            changed()

    @callback
    def entry_changed(change: ConfigEntryChange, entry: ConfigEntry[Any]) -> None:
        agents = get_agent_manager(hass)
        if entry.domain == DOMAIN or agents.async_is_valid_agent_id(entry.entry_id):
            changed()

    for event in ar.EVENT_AREA_REGISTRY_UPDATED, dr.EVENT_DEVICE_REGISTRY_UPDATED:
        hass.bus.async_listen(event, changed)
    hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, registry_changed)
    for track in async_track_state_added_domain, async_track_state_removed_domain:
        track(hass, MATCH_ALL, entity_changed)
    async_listen_entity_updates(hass, ASSISTANT, changed)
    async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, entry_changed)
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, triggers.async_stop)
    triggers.start_update()


class SentenceTriggers:
    """The sentences of all accounts, with the current names."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Set up without registering any."""
        self._hass = hass
        self._templates: list[str] = []
        self._unregister: CALLBACK_TYPE | None = None
        # The last one of each conversation, user and device, and when it was asked
        self._questions: dict[tuple[str | None, ...], tuple[Command, datetime]] = {}
        # Names may change during the first update: updates run in their order.
        self._lock = asyncio.Lock()
        self._updates: Final = Tasks()
        self.debouncer = Debouncer[Any](
            hass, LOGGER, cooldown=COOLDOWN, immediate=False, function=self.start_update
        )

    async def async_stop(self, event: Event) -> None:
        """Cancel the updates."""
        self.debouncer.async_shutdown()
        await self._updates.async_cancel()

    @callback
    def start_update(self) -> None:
        """Register the sentences with the current names."""
        self._updates.start(self._async_update(), "sentences")

    async def _async_update(self) -> None:
        """Register the sentences with the current names, unless they are unchanged."""
        async with self._lock:
            templates: list[str] = []
            exposed = VoicePrinters.find(self._hass, ASSISTANT, AUTOMATION)
            if exposed.accounts:
                # With many names, these are some 100,000 characters.
                vocabulary = Vocabulary.build(
                    self._hass, ASSISTANT, AUTOMATION, exposed
                )
                templates = await self._hass.async_add_executor_job(
                    partial(build_templates, has_other_agents=self._has_other_agents()),
                    vocabulary.with_entities(self._hass, ASSISTANT),
                )
            if templates == self._templates:
                return
            config: ConfigType | None = None
            if templates:
                conversation = await async_get_integration(self._hass, ASSISTANT)
                platform = await conversation.async_get_platform("trigger")
                # As Home Assistant does for automations, but not in the event loop,
                # which so many sentences would block.
                config = await self._hass.async_add_executor_job(
                    platform.TRIGGER_SCHEMA,
                    {"platform": ASSISTANT, "command": templates},
                )
            # Both at once would perform a command twice.
            if self._unregister:
                self._unregister()
            self._unregister, self._templates = None, []
            if config is not None:
                what = "spoken commands"
                self._unregister = await async_initialize_triggers(
                    self._hass, [config], self._async_handle, DOMAIN, what, _log
                )
                self._templates = templates if self._unregister else []

    def _has_other_agents(self) -> bool:
        """Return whether Home Assistant has agents that could understand more.

        A trigger takes its sentences from all of them, whether it can answer or not.
        """
        entity_ids = self._hass.states.async_entity_ids(ASSISTANT)
        agents = get_agent_manager(self._hass).async_get_agent_info()
        return bool(agents or {*entity_ids} - {HOME_ASSISTANT_AGENT})

    async def _async_handle(
        self, variables: Mapping[str, Any], context: Context | None = None
    ) -> ScriptRunResult:
        trigger = variables["trigger"]
        user_input = trigger["user_input"]
        user_id = user_input["context"]["user_id"]
        conversation = ConversationContext(
            language=own_language(user_input["language"]),
            context=Context(user_id=user_id),
            device_id=trigger["device_id"],
            satellite_id=trigger["satellite_id"],
        )
        session = current_session.get()
        assert session is not None  # of each sentence
        key = (session.conversation_id, user_id, trigger["device_id"])
        now = dt_util.utcnow()
        self._questions = {
            session_key: question
            for session_key, question in self._questions.items()
            if now - question[1] <= ANSWER_TIME
        }
        unanswered, _ = self._questions.pop(key, (None, now))
        result = await async_perform(
            self._hass, user_input["text"], conversation, unanswered=unanswered
        )
        if result.unanswered is not None:
            self._questions[key] = result.unanswered, now
        speech: str | None = result.speech
        if not result.is_understood:
            speech = await self._async_ask_others(user_input, result.speech)
        return ScriptRunResult(speech, None, {})

    async def _async_ask_others(
        self, given: Mapping[str, Any], speech: str
    ) -> str | None:
        """Return others' answer, or else ours; None if another trigger answers."""
        agent = get_agent_manager(self._hass).default_agent
        chat_log = current_chat_log.get()
        assert agent is not None
        assert chat_log is not None
        user_input = ConversationInput(
            **{**given, "context": Context(**given["context"])}
        )
        recognized = await agent.async_recognize_sentence_trigger(user_input)
        if recognized is not None and len(recognized.matched_triggers) > 1:
            return None
        response = await async_handle_intents(self._hass, user_input, chat_log)
        if response is None:
            return speech
        return str(response.speech.get("plain", {}).get("speech", ""))


def _log(level: int, message: str, **details: Any) -> None:
    # Demote routine messages to debug.
    LOGGER.log(
        level if level > INFO else DEBUG, "%s spoken commands", message, **details
    )
