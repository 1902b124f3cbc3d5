"""Why a job could not be prepared or sent, as it is kept with the job."""

from dataclasses import dataclass, field
from typing import Final, Self

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..api.errors import CloudPrintError
from ..const import DOMAIN
from ..exceptions import invalid, service_failed

UNKNOWN_FAILURE: Final = "preparation_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a job could not be prepared or sent: one of the translated `exceptions`."""

    key: str
    placeholders: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def from_error(cls, err: HomeAssistantError) -> Self:
        """Return what one of our errors says; the message of another one is not shown."""
        key = err.translation_key if err.translation_domain == DOMAIN else None
        return cls(
            key=key or UNKNOWN_FAILURE,
            placeholders=dict(err.translation_placeholders or {}),
        )

    def as_error(self) -> ServiceValidationError:
        """Return the error again."""
        return invalid(self.key, **self.placeholders)


type Details = str | Failure


def get_details(err: CloudPrintError) -> Details:
    """Return what the vendor said of a call that failed, else what happened."""
    return err.message or Failure.from_error(service_failed(HomeAssistantError, err))
