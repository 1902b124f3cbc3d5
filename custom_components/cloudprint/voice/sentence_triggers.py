"""Sentence triggers for voice commands.

An integration cannot add sentences to Home Assistant's own package, and should not write
them into the configuration folder. It may register triggers, which match in all languages.
"""

import asyncio
from collections.abc import Mapping
from logging import DEBUG, INFO
from typing import Any, Final

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

from ..const import DOMAIN, LOGGER
from ..texts import own_language
from .performing import ASSISTANT, ConversationContext, async_perform
from .recognition import build_templates
from .vocabulary import Vocabulary, VoicePrinters, is_called_printer

COOLDOWN: Final = 1  # seconds from a change of names to the update of the sentences

_NAMED_DOMAINS: Final = ("todo", "calendar", "weather")


@callback
def async_setup_voice(hass: HomeAssistant) -> None:
    """Register the sentences with conversation, and follow changes of names in them."""
    triggers = SentenceTriggers(hass)

    @callback
    def changed(event: Event[Any] | None = None) -> None:
        triggers.debouncer.async_schedule_call()

    @callback
    def entity_changed(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"] or event.data["old_state"]
        if state is not None and (
            state.domain in _NAMED_DOMAINS or is_called_printer(state.name)
        ):
            changed()

    @callback
    def entry_changed(change: ConfigEntryChange, entry: ConfigEntry[Any]) -> None:
        if entry.domain == DOMAIN:
            changed()

    for event in (
        ar.EVENT_AREA_REGISTRY_UPDATED,
        dr.EVENT_DEVICE_REGISTRY_UPDATED,
        er.EVENT_ENTITY_REGISTRY_UPDATED,
    ):
        hass.bus.async_listen(event, changed)
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
        # Names may change during the first update: updates run in their order.
        self._lock = asyncio.Lock()
        self._updates: set[asyncio.Task[None]] = set()
        self.debouncer = Debouncer[Any](
            hass, LOGGER, cooldown=COOLDOWN, immediate=False, function=self.start_update
        )

    @callback
    def async_stop(self, event: Event) -> None:
        """Cancel the updates, for which Home Assistant would wait."""
        self.debouncer.async_shutdown()
        for update in self._updates:
            update.cancel()

    @callback
    def start_update(self) -> None:
        """Register the sentences with the current names."""
        update = self._hass.async_create_task(
            self._async_update(), "cloudprint sentences"
        )
        self._updates.add(update)
        update.add_done_callback(self._updates.discard)

    async def _async_update(self) -> None:
        """Register the sentences with the current names, unless they are unchanged."""
        async with self._lock:
            templates: list[str] = []
            found = VoicePrinters.find(self._hass, ASSISTANT, None)
            if found.accounts:
                # With many names, these are some 100,000 characters.
                vocabulary = Vocabulary.build(self._hass, ASSISTANT, None, found)
                templates = await self._hass.async_add_executor_job(
                    build_templates, vocabulary.with_entities(self._hass, ASSISTANT)
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

    async def _async_handle(
        self, variables: Mapping[str, Any], context: Context | None = None
    ) -> ScriptRunResult:
        """Perform a sentence and answer."""
        trigger = variables["trigger"]
        user_input = trigger["user_input"]
        conversation = ConversationContext(
            language=own_language(user_input["language"]),
            context=Context(user_id=user_input["context"]["user_id"]),
            device_id=trigger["device_id"],
            satellite_id=trigger["satellite_id"],
        )
        result = await async_perform(self._hass, user_input["text"], conversation)
        return ScriptRunResult(result.speech, None, {})


def _log(level: int, message: str, **details: Any) -> None:
    # Demote routine messages to debug.
    LOGGER.log(
        level if level > INFO else DEBUG, "%s spoken commands", message, **details
    )
