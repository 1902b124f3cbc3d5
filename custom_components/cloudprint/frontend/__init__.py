"""The dashboard card: served by Home Assistant, and known to its dashboards."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER

CARD_FILE: Final = "cloudprint-card.js"
CARD_URL: Final = f"/{DOMAIN}_static/{CARD_FILE}"
FOLDER: Final = Path(__file__).parent
HASH_LENGTH: Final = 12


class Card:
    """The card's file, and its place among the resources of the dashboards.

    Nothing that goes wrong here keeps anybody from printing.
    """

    def __init__(self, hass: HomeAssistant, file: Path) -> None:
        """Set up a card that is served nowhere yet."""
        self._hass = hass
        self._file = file
        self._url: str | None = None
        self._is_told = False
        self._lock = asyncio.Lock()

    async def async_serve(self) -> None:
        """Serve the file, if there is one; once per run of Home Assistant."""
        try:
            content = await self._hass.async_add_executor_job(self._file.read_bytes)
            await self._hass.http.async_register_static_paths(
                [StaticPathConfig(CARD_URL, str(self._file), cache_headers=True)]
            )
        except FileNotFoundError:
            LOGGER.debug("There is no dashboard card at %s", self._file)
            return
        except Exception:  # noqa: BLE001 - the card must not stop the integration
            LOGGER.exception("The dashboard card cannot be served")
            return
        self._url = f"{CARD_URL}?v={sha256(content).hexdigest()[:HASH_LENGTH]}"

    async def async_register(self) -> None:
        """Have the dashboards load the card, in the version that is served."""
        await self._async_try(self._url)

    async def async_unregister(self) -> None:
        """Have the dashboards load it no more."""
        await self._async_try(None)

    async def _async_try(self, url: str | None) -> None:
        if self._url is None or LOVELACE_DATA not in self._hass.data:
            return
        lovelace = self._hass.data[LOVELACE_DATA]
        try:
            # Two accounts that are set up at the same time add it once.
            async with self._lock:
                if isinstance(lovelace.resources, ResourceStorageCollection):
                    await _async_put(lovelace.resources, url)
                elif url is not None and not self._is_told:
                    self._is_told = True
                    _tell(lovelace.resources.async_items(), url)
        except Exception:  # noqa: BLE001 - the card must not stop the integration
            if not self._is_told:
                LOGGER.exception("The dashboard card cannot be added to the dashboards")
            self._is_told = True


CARD: HassKey[Card] = HassKey(f"{DOMAIN}_card")
"""The card of all accounts."""


async def async_setup_card(hass: HomeAssistant) -> None:
    """Serve the card, and have the dashboards load it."""
    card = hass.data[CARD] = Card(hass, FOLDER / CARD_FILE)
    await card.async_serve()
    await card.async_register()


async def _async_put(resources: ResourceStorageCollection, url: str | None) -> None:
    """Have one resource that is the card, at an address, or none of them."""
    # Before, there seem to be none.
    await resources.async_get_info()
    own = [item for item in resources.async_items() if _is_card(item)]
    if url is not None and not own:
        await resources.async_create_item({"res_type": "module", "url": url})
    elif url is not None and own[0]["url"] != url:
        await resources.async_update_item(own[0]["id"], {"url": url})
    for item in own if url is None else own[1:]:
        await resources.async_delete_item(item["id"])


def _tell(items: list[dict[str, Any]], url: str) -> None:
    """Tell whoever keeps resources in YAML what to write there, unless it is there."""
    if any(item["url"] == url for item in items):
        return
    LOGGER.warning(
        "The dashboards' resources are kept in YAML: to have the Cloud Print card, write"
        " there {url: %s, type: module}%s",
        url,
        " in the place of its older address" if any(map(_is_card, items)) else "",
    )


def _is_card(item: dict[str, Any]) -> bool:
    return str(item.get("url", "")).partition("?")[0] == CARD_URL
