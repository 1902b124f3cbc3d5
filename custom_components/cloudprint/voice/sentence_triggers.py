"""Sentence triggers: what makes spoken commands work without copying any file.

Home Assistant's own sentences come from its own package and from the configuration
folder, and an integration may write into neither. Triggers it may register, and they are
matched whatever language is set.
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
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Context, Event, HomeAssistant, callback
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
from homeassistant.loader import async_get_integration
from homeassistant.setup import async_when_setup

from ..const import DOMAIN, LOGGER
from ..texts import own_language
from .commands import Command
from .performing import ASSISTANT, ConversationContext, async_perform
from .printers import spoken_accounts
from .recognition import recognize, templates
from .vocabulary import Vocabulary
from .words import VoiceError

RENEW_AFTER: Final = 1
"""Seconds in which names may change together before the sentences are renewed."""

_NAMED_DOMAINS: Final = ("todo", "calendar")


@callback
def async_setup_voice(hass: HomeAssistant) -> None:
    """Register the sentences once there is somebody who hears them."""
    sentences = SpokenSentences(hass)

    async def async_start(hass: HomeAssistant, component: str) -> None:
        await sentences.async_start()

    async_when_setup(hass, ASSISTANT, async_start)


class SpokenSentences:
    """The sentences of all accounts, with the names that there are now."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Set up sentences that are not registered yet."""
        self._hass = hass
        self._templates: list[str] = []
        self._unregister: CALLBACK_TYPE | None = None
        # The first time may last until names have changed: what is newer comes after.
        self._renewing = asyncio.Lock()
        self._debouncer = Debouncer[Any](
            hass,
            LOGGER,
            cooldown=RENEW_AFTER,
            immediate=False,
            function=self._async_renew,
        )

    async def async_start(self) -> None:
        """Register the sentences, and follow what can be named in them."""
        hass = self._hass
        for event in (
            ar.EVENT_AREA_REGISTRY_UPDATED,
            dr.EVENT_DEVICE_REGISTRY_UPDATED,
            er.EVENT_ENTITY_REGISTRY_UPDATED,
        ):
            hass.bus.async_listen(event, self._async_changed)
        for track in async_track_state_added_domain, async_track_state_removed_domain:
            track(hass, _NAMED_DOMAINS, self._async_changed)
        async_listen_entity_updates(hass, ASSISTANT, self._async_exposed)
        async_dispatcher_connect(
            hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
        )
        hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._async_stop)
        await self._async_renew()

    @callback
    def _async_stop(self, event: Event) -> None:
        self._debouncer.async_shutdown()

    @callback
    def _async_changed(self, event: Event[Any]) -> None:
        self._debouncer.async_schedule_call()

    @callback
    def _async_exposed(self) -> None:
        self._debouncer.async_schedule_call()

    @callback
    def _async_entry_changed(
        self, change: ConfigEntryChange, entry: ConfigEntry[Any]
    ) -> None:
        if entry.domain == DOMAIN:
            self._debouncer.async_schedule_call()

    async def _async_renew(self) -> None:
        """Register the sentences with the names of now, unless they are the same."""
        async with self._renewing:
            wanted: list[str] = []
            if spoken_accounts(self._hass):
                # Many names in all sentences are some 100,000 characters.
                wanted = await self._hass.async_add_executor_job(
                    templates, Vocabulary.of(self._hass, ASSISTANT, None)
                )
            if wanted == self._templates:
                return
            self._templates = wanted
            if self._unregister:
                self._unregister()
                self._unregister = None
            if wanted:
                self._unregister = await self._async_register(wanted)

    async def _async_register(self, sentences: list[str]) -> CALLBACK_TYPE | None:
        conversation = await async_get_integration(self._hass, ASSISTANT)
        platform = await conversation.async_get_platform("trigger")
        # What Home Assistant does with a trigger of an automation, which so many
        # sentences would do for too long in its event loop.
        config = await self._hass.async_add_executor_job(
            platform.TRIGGER_SCHEMA, {"platform": ASSISTANT, "command": sentences}
        )
        return await async_initialize_triggers(
            self._hass, [config], self._async_heard, DOMAIN, "spoken commands", _log
        )

    async def _async_heard(
        self, variables: Mapping[str, Any], context: Context | None = None
    ) -> ScriptRunResult:
        """Do what was said, and answer."""
        trigger = variables["trigger"]
        heard = trigger["user_input"]
        hearing = ConversationContext(
            language=own_language(heard["language"]),
            context=Context(user_id=heard["context"]["user_id"]),
            heard_by=trigger["device_id"],
        )

        def understand(vocabulary: Vocabulary) -> tuple[str, Command]:
            if (recognized := recognize(heard["text"], vocabulary)) is None:
                # It names what has just gone, or what the user may not see.
                raise VoiceError("not_understood")
            return recognized

        answer = await async_perform(self._hass, understand, hearing)
        return ScriptRunResult(answer.text, None, {})


def _log(level: int, message: str, **details: Any) -> None:
    # That all is well is nobody's news.
    LOGGER.log(
        level if level > INFO else DEBUG, "%s spoken commands", message, **details
    )
