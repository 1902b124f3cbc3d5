"""Who asks: for a print, for a decision on one, or for what there is to see."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Self

from mashumaro import DataClassDictMixin, field_options, pass_through

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.components.http import KEY_HASS_USER, current_request
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import UnknownUser

from .fields import one_line

MAX_REQUESTER: Final = 100  # characters of a name that is kept with a job
LINK_OWNER: Final = "link "
"""The beginning of all `owner_id` of links."""


class RequesterKind(StrEnum):
    """The way on which somebody asks."""

    USER = "user"
    AUTOMATION = "automation"
    VOICE = "voice"
    MODEL = "model"
    DEVICE = "device"  # a phone or computer, by IPP
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester(DataClassDictMixin):
    """Who asks; the user, whose permissions count, is not stored with a job.

    Without the id of a user, an automation, a voice or a model may what automations may;
    with one whose user is not known, nothing.
    """

    kind: RequesterKind
    user_id: str | None = None
    name: str | None = field(default=None, repr=False)  # as it is shown
    address: str | None = field(default=None, repr=False)
    link_id: str | None = None
    context_id: str | None = None  # of what the job's events are children of
    user: User | None = field(
        default=None,
        repr=False,
        compare=False,
        metadata=field_options(serialize="omit", deserialize=pass_through),
    )

    @classmethod
    def from_user(cls, user: User) -> Self:
        """Return a user who is logged in; one that Home Assistant made is an automation."""
        is_made = user.system_generated
        return cls(
            kind=RequesterKind.AUTOMATION if is_made else RequesterKind.USER,
            user_id=user.id,
            name=_shorten(user.name),
            user=user,
        )

    @property
    def budget(self) -> str:
        """Return the key of the budget that its pages count to without a rule."""
        return f"kind:{self.kind}" if self.user_id is None else f"user:{self.user_id}"

    @property
    def is_exempt(self) -> bool:
        """Return whether it is an administrator or automation, whom rules have to name."""
        is_admin = self.user is not None and self.user.is_admin
        is_automation = self.kind is RequesterKind.AUTOMATION
        return is_automation or (is_admin and self.kind is not RequesterKind.LINK)

    def is_owner_of(self, asked: Self) -> bool:
        """Return whether it is who asked; without a user, the same device or sender."""
        if self.user_id is not None and self.kind is not RequesterKind.LINK:
            return self.user_id == asked.user_id
        if self.name is None and self.kind is not RequesterKind.AUTOMATION:
            return False
        return self == replace(asked, context_id=self.context_id)

    @property
    def is_admin(self) -> bool:
        """Return whether it is an administrator, or may what automations may."""
        if self.kind is RequesterKind.LINK:
            return False
        return self.user_id is None if self.user is None else self.user.is_admin

    @property
    def is_stranger(self) -> bool:
        """Return whether it knows a link that belongs to nobody."""
        return self.kind is RequesterKind.LINK and self.user_id is None

    @property
    def owner_id(self) -> str | None:
        """Return whose its uploads are: by a link, those of its address alone."""
        if self.kind is RequesterKind.LINK:
            return f"{LINK_OWNER}{self.link_id} {self.address}"
        return self.user_id

    def can_access(self, entity_id: str, policy: str = POLICY_READ) -> bool:
        """Return whether it may read or control an entity."""
        if self.user is None:
            return self.user_id is None
        return self.user.permissions.check_entity(entity_id, policy)

    async def async_with_user(self, hass: HomeAssistant) -> Self:
        """Return one that was stored with its user, who may be gone."""
        if self.user_id is None or self.user is not None:
            return self
        return replace(self, user=await hass.auth.async_get_user(self.user_id))

    def via(self, kind: RequesterKind, heard_by: str | None = None) -> Self:
        """Return the same who speaks to a device, or to a language model."""
        return replace(self, kind=kind, name=self.name or _shorten(heard_by))


AUTOMATION: Final = Requester(kind=RequesterKind.AUTOMATION)
"""Home Assistant itself, and automations whose context is unknown."""


async def async_get_requester(
    hass: HomeAssistant, context: Context | None
) -> Requester:
    """Return the user of a context, or an automation. Raises UnknownUser."""
    if context is None or context.user_id is None:
        return replace(AUTOMATION, context_id=context.id if context else None)
    if (user := await hass.auth.async_get_user(context.user_id)) is None:
        # An automation has all permissions.
        raise UnknownUser(context=context)
    return replace(Requester.from_user(user), context_id=context.id)


def get_flow_requester() -> Requester:
    """Return the user whose request is being answered, as in the steps of a flow."""
    request = current_request.get()
    user = None if request is None else request.get(KEY_HASS_USER)
    return AUTOMATION if user is None else Requester.from_user(user)


def _shorten(name: str | None) -> str | None:
    return one_line(name or "")[:MAX_REQUESTER] or None
