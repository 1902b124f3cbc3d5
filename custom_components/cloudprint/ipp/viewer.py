"""What a client may know of jobs: all of its own, and of others what keeps their place."""

from dataclasses import dataclass
from typing import Any, Self

from homeassistant.config_entries import ConfigEntry

from ..settings import has_own_history
from .jobs import IppJob
from .protocol.message import Operation
from .protocol.request import IppRequest
from .shared_printer import SharedPrinter


@dataclass(frozen=True, slots=True)
class ClientViewer:
    """The client that sent a request; with own history, a device proves nothing."""

    request: IppRequest
    is_private: bool

    @classmethod
    def of_client(cls, entry: ConfigEntry[Any], request: IppRequest) -> Self:
        """Return who sent a request for a printer of an account."""
        return cls(request, has_own_history(entry))

    def owns(self, job: IppJob) -> bool:
        """Return whether the client has sent the job.

        Phones call themselves by their model, so the address counts, too, unless the
        user is authenticated: all know that password, which is not enough with own
        history.
        """
        user, client = self.request.user, self.request.client
        is_anyone = client.is_shared and (self.is_private or client.user is None)
        if job.user != user or is_anyone:
            return False
        is_known = client.user is not None and not self.is_private
        return is_known or job.address == client.address

    def sees(self, job: IppJob) -> bool:
        """Return whether it may know what a job is: in a list, nothing is named."""
        is_listed = self.request.operation is Operation.GET_JOBS
        return self.owns(job) and not (self.is_private and is_listed)

    def is_told_failures(self, printer: SharedPrinter) -> bool:
        """Return whether the state of the printer says why its last job failed."""
        is_trusted = self.request.client.user is not None or not printer.needs_password
        return is_trusted and not self.is_private
