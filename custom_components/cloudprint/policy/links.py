"""Links: addresses for prints by web request, and on whose behalf those are."""

from dataclasses import dataclass, field, replace
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..exceptions import failed
from ..requester import Requester, RequesterKind
from ..spool.ledger import PageLimit

LINK: Final = "link"
LINK_PATH: Final = f"/api/{DOMAIN}/link/{{secret}}"

CONF_IS_ON: Final = "is_on"


def create_secret() -> str:
    """Return a secret of 256 bits for an address."""
    return token_urlsafe(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address to print at; without a user, whoever knows it is a stranger.

    What follows its name are the data of its subentry.
    """

    entry: ConfigEntry[Any] = field(repr=False)
    link_id: str
    name: str = field(repr=False)
    secret: str = field(repr=False)
    device_id: str | None = None  # the account's default printer without one
    user_id: str | None = None
    pages_a_print: int | None = None
    pages_a_day: int | None = None
    ends: str | None = None  # the last day (ISO 8601), in Home Assistant's time zone
    local_only: bool = True
    is_on: bool = True

    @property
    def prefix(self) -> str:
        """Return the beginning of the keys of its prints."""
        return f"link:{self.link_id}:"

    @property
    def is_open(self) -> bool:
        """Return whether it is on, and has not ended."""
        today = dt_util.now().date().isoformat()
        return self.is_on and today <= (self.ends or today)

    async def async_get_requester(
        self, hass: HomeAssistant, address: str | None = None
    ) -> Requester | None:
        """Return who prints by the link; None while its user is inactive or deleted."""
        requester = Requester(
            kind=RequesterKind.LINK,
            name=self.name,
            address=address,
            link_id=self.link_id,
        )
        if self.user_id is None:
            return requester
        user = await hass.auth.async_get_user(self.user_id)
        if user is None or not user.is_active:
            return None
        return replace(requester, user_id=user.id, user=user)

    def create_limit(self) -> PageLimit:
        """Return the limit of its own, beside the one of a rule."""
        return PageLimit(
            entry_id=None,
            budget=self.link_id,
            device_ids=None,
            a_day=self.pages_a_day,
            a_month=None,
            rule=self.name,
        )

    def check_pages(self, pages: int | None) -> None:
        """Raise HomeAssistantError for a print of too many pages, or of unknown ones."""
        if pages is None and (self.pages_a_print or self.pages_a_day):
            raise failed("link_pages_unknown")
        if self.pages_a_print is not None and (pages or 0) > self.pages_a_print:
            raise failed("link_pages", pages=str(pages), limit=str(self.pages_a_print))


def get_links(hass: HomeAssistant) -> list[Link]:
    """Return the links of all accounts."""
    return [
        Link(entry=entry, link_id=link.subentry_id, name=link.title, **link.data)
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for link in entry.get_subentries_of_type(LINK)
    ]


def find_link(hass: HomeAssistant, link_id: str | None) -> Link | None:
    """Return the link with an id."""
    return next((link for link in get_links(hass) if link.link_id == link_id), None)


def find_link_by_secret(hass: HomeAssistant, secret: str) -> Link | None:
    """Return the link with a secret; all are compared, in constant time."""
    given, links = secret.encode(errors="replace"), get_links(hass)
    matches = [link for link in links if compare_digest(link.secret.encode(), given)]
    return matches[0] if matches else None
