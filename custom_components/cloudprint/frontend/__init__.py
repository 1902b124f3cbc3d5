"""Serves the card, adds it to the resources of the dashboards, and registers the panel."""

import asyncio
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from aiohttp.hdrs import CACHE_CONTROL
from aiohttp.web import FileResponse, Request

from homeassistant.components.frontend import async_register_built_in_panel
from homeassistant.components.http import HomeAssistantView, StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER

CARD_FILE: Final = "cloudprint-card.js"
CARD_URL: Final = f"/{DOMAIN}_static/{CARD_FILE}"
PANEL_FILE: Final = "cloudprint-panel.js"
CHUNKS: Final = "chunks"
CHUNKS_URL: Final = f"/{DOMAIN}_static/{CHUNKS}"
FOLDER: Final = Path(__file__).parent
HASH_LENGTH: Final = 12
PANEL: Final = {
    "name": "cloudprint-panel",
    "module_url": f"/{DOMAIN}_static/{PANEL_FILE}",
    "embed_iframe": False,
    "trust_external": False,
}

# Pictures and a PDF of the check-up, and pictures of how pages come out and how to turn a
# stack of them. They are public, and nothing in them is secret.
CHECK_UP_FOLDER: Final = FOLDER / "check_up"
CHECK_UP_URL: Final = f"/{DOMAIN}_static/check_up"
TRAYS_FOLDER: Final = FOLDER / "trays"
TRAYS_URL: Final = f"/{DOMAIN}_static/trays"


class EntryView(HomeAssistantView):
    """Serves the file that loads the card or the panel, which browsers check each time.

    An address in YAML may be of an older version, whose chunks an update has replaced.
    """

    requires_auth = False

    def __init__(self, file: Path) -> None:
        """Initialize the view."""
        self.url = f"/{DOMAIN}_static/{file.name}"
        self.name = f"{DOMAIN}:{file.stem}"
        self._file = file

    async def get(self, request: Request) -> FileResponse:
        """Return the file."""
        return FileResponse(self._file, headers={CACHE_CONTROL: "no-cache"})


class Card:
    """The card's files and its resource in the dashboards; errors are logged only."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Initialize a card that is not served yet."""
        self._hass = hass
        self._url: str | None = None
        self._is_reported = False
        self._lock = asyncio.Lock()

    async def async_serve(self) -> None:
        """Serve the files, if they exist; once per run of Home Assistant."""
        file = FOLDER / CARD_FILE
        try:
            content = await self._hass.async_add_executor_job(file.read_bytes)
            # Their names contain hashes of their content.
            chunks = StaticPathConfig(CHUNKS_URL, str(FOLDER / CHUNKS))
            await self._hass.http.async_register_static_paths([chunks])
            for entry in (file, FOLDER / PANEL_FILE):
                self._hass.http.register_view(EntryView(entry))
        except FileNotFoundError:
            LOGGER.debug("There is no dashboard card at %s", file)
            return
        except Exception:  # noqa: BLE001 - the card must not stop the integration
            LOGGER.exception("The dashboard card cannot be served")
            return
        self._url = f"{CARD_URL}?v={sha256(content).hexdigest()[:HASH_LENGTH]}"
        try:
            async_register_built_in_panel(
                self._hass,
                "custom",
                "Cloud Print",
                frontend_url_path=DOMAIN,
                config={"_panel_custom": PANEL},
                show_in_sidebar=False,
            )
        except ValueError as err:
            LOGGER.warning("What notifications lead to cannot be shown: %s", err)

    async def async_register(self) -> None:
        """Add the card to the dashboards, or update its address."""
        await self._async_update(self._url)

    async def async_unregister(self) -> None:
        """Remove the card from the dashboards."""
        await self._async_update(None)

    async def _async_update(self, url: str | None) -> None:
        if self._url is None or LOVELACE_DATA not in self._hass.data:
            return
        lovelace = self._hass.data[LOVELACE_DATA]
        try:
            # Accounts that are set up at the same time must not add it twice.
            async with self._lock:
                if isinstance(lovelace.resources, ResourceStorageCollection):
                    await _async_set(lovelace.resources, url)
                elif url is not None and not self._is_reported:
                    self._is_reported = True
                    _report(lovelace.resources.async_items(), url)
        except Exception:  # noqa: BLE001 - the card must not stop the integration
            if not self._is_reported:
                LOGGER.exception("The dashboard card cannot be added to the dashboards")
            self._is_reported = True


CARD: HassKey[Card] = HassKey(f"{DOMAIN}_card")


async def async_setup_frontend(hass: HomeAssistant) -> None:
    """Serve the card and the pictures, and add the card to the dashboards."""
    card = hass.data[CARD] = Card(hass)
    await card.async_serve()
    await card.async_register()
    await hass.http.async_register_static_paths(
        [
            StaticPathConfig(CHECK_UP_URL, str(CHECK_UP_FOLDER), cache_headers=False),
            StaticPathConfig(TRAYS_URL, str(TRAYS_FOLDER), cache_headers=False),
        ]
    )


async def _async_set(resources: ResourceStorageCollection, url: str | None) -> None:
    """Set the address of the card's only resource, or remove it."""
    # The resources are loaded with the first request.
    await resources.async_get_info()
    own = [item for item in resources.async_items() if _is_card(item)]
    if url is not None and not own:
        await resources.async_create_item({"res_type": "module", "url": url})
    elif url is not None and own[0]["url"] != url:
        await resources.async_update_item(own[0]["id"], {"url": url})
    for item in own if url is None else own[1:]:
        await resources.async_delete_item(item["id"])


def _report(items: list[dict[str, Any]], url: str) -> None:
    """Log the resource that is to be added to a YAML configuration, if it is missing."""
    if any(item["url"] == url for item in items):
        return
    LOGGER.warning(
        "The dashboards' resources are in YAML: to use the Cloud Print card, add"
        " {url: %s, type: module}%s",
        url,
        " in place of its older address" if any(map(_is_card, items)) else "",
    )


def _is_card(item: dict[str, Any]) -> bool:
    return str(item.get("url", "")).partition("?")[0] == CARD_URL
