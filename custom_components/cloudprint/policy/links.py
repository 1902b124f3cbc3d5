"""Links: addresses for prints by web request, and on whose behalf those are."""

from dataclasses import dataclass, field, replace
from datetime import date
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..exceptions import failed
from ..requester import Requester, RequesterKind
from ..spool.ledger import PageLimit
from .rules import CONF_PAGES_A_DAY

LINK: Final = "link"
LINK_PATH: Final = f"/api/{DOMAIN}/link/{{secret}}"

CONF_DEVICE: Final = "device_id"  # the account's default printer without one
CONF_USER: Final = "user_id"
CONF_PAGES_A_PRINT: Final = "pages_a_print"
CONF_ENDS: Final = "ends"  # the last day, in Home Assistant's time zone
CONF_IS_LOCAL: Final = "local_only"
CONF_IS_ON: Final = "is_on"
CONF_SECRET: Final = "secret"


def create_secret() -> str:
    """Return a secret of 256 bits for an address."""
    return token_urlsafe(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address to print at; without a user, whoever knows it is a stranger."""

    entry: ConfigEntry[Any] = field(repr=False)
    link_id: str
    name: str = field(repr=False)
    secret: str = field(repr=False)
    device_id: str | None
    user_id: str | None
    pages_a_print: int | None
    pages_a_day: int | None
    ends: date | None
    is_local_only: bool
    is_on: bool

    @classmethod
    def from_subentry(cls, entry: ConfigEntry[Any], subentry: ConfigSubentry) -> Self:
        """Return the link of a subentry."""
        data = subentry.data
        ends = data.get(CONF_ENDS)
        return cls(
            entry=entry,
            link_id=subentry.subentry_id,
            name=subentry.title,
            secret=data[CONF_SECRET],
            device_id=data.get(CONF_DEVICE),
            user_id=data.get(CONF_USER),
            pages_a_print=data.get(CONF_PAGES_A_PRINT),
            pages_a_day=data.get(CONF_PAGES_A_DAY),
            ends=None if ends is None else date.fromisoformat(ends),
            is_local_only=data.get(CONF_IS_LOCAL, True),
            is_on=data.get(CONF_IS_ON, True),
        )

    @property
    def prefix(self) -> str:
        """Return the beginning of the keys of its prints."""
        return f"link:{self.link_id}:"

    @property
    def is_open(self) -> bool:
        """Return whether it is on, and has not ended."""
        is_over = self.ends is not None and dt_util.now().date() > self.ends
        return self.is_on and not is_over

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
        Link.from_subentry(entry, subentry)
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        for subentry in entry.get_subentries_of_type(LINK)
    ]


def find_link(hass: HomeAssistant, link_id: str | None) -> Link | None:
    """Return the link with an id."""
    return next((each for each in get_links(hass) if each.link_id == link_id), None)


def find_link_by_secret(hass: HomeAssistant, secret: str) -> Link | None:
    """Return the link with a secret; all are compared, in constant time."""
    given = secret.encode(errors="replace")
    found = None
    for link in get_links(hass):
        if compare_digest(link.secret.encode(), given):
            found = link
    return found
