"""How a person decides on jobs whose printer is no longer there."""

from typing import TYPE_CHECKING

from homeassistant.components.repairs import RepairsFlow
from homeassistant.config_entries import ConfigEntryState

from ..data import CloudPrintConfigEntry
from ..exceptions import as_markdown
from ..issues.gone import jobs_of_gone_printers
from ..spool.errors import JobNotHeldError, SpoolUnwritableError
from ..spool.job import Job

if TYPE_CHECKING:
    # Only newer releases have it, and nothing needs it at run time.
    from homeassistant.components.repairs import RepairsFlowResult


class GonePrinterFlow(RepairsFlow):
    """Asks whether jobs are to wait for a printer that is gone."""

    def __init__(self, entry: CloudPrintConfigEntry) -> None:
        """Set up a flow over an account's jobs that wait for gone printers."""
        self._entry = entry
        self._jobs: list[Job] = []

    async def async_step_init(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Show the jobs, and ask what is to become of them."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        self._jobs = jobs_of_gone_printers(self._entry.runtime_data)
        return self.async_show_menu(
            step_id="init",
            menu_options=["cancel", "wait"],
            description_placeholders={
                "jobs": "\n".join(
                    f"- {as_markdown(job.name)} ({as_markdown(job.printer)})"
                    for job in self._jobs
                )
                or "-"
            },
        )

    async def async_step_cancel(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Cancel the jobs that were shown, as far as they still wait."""
        if self._entry.state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="account_not_loaded")
        spooler = self._entry.runtime_data.spooler
        for job in self._jobs:
            try:
                await spooler.async_cancel(job)
            except JobNotHeldError:
                # It expired, or its printer came back.
                continue
            except SpoolUnwritableError:
                return self.async_abort(reason="cannot_cancel")
        return self.async_create_entry(data={})

    async def async_step_wait(
        self, user_input: dict[str, str] | None = None
    ) -> RepairsFlowResult:
        """Leave everything as it is: the jobs wait, and the question stands."""
        return self.async_abort(reason="still_waiting")
