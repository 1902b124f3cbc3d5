"""Back passes that wait for their paper: the issues and their fix flow."""

from collections.abc import Awaitable, Callable
from typing import Final

from homeassistant.components.repairs import RepairsFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util

from ..compat import async_load
from ..coordinator import get_job_printer
from ..data import Account
from ..exceptions import as_markdown, escape_markdown
from ..forms import UserInput
from ..requester import Requester, get_flow_requester
from ..spool.job import Job
from ..texts import async_message
from .issue import AccountRepairFlow, async_set_issue

ISSUE_TURN: Final = "turn_paper"


def async_track_turn(account: Account) -> None:
    """Report each back pass of an account whose paper has to be put back."""
    store = account.store
    reported = set[str]()

    def check(job: Job) -> None:
        if job.can_release_back_pass is (job.job_id in reported):
            return
        reported.symmetric_difference_update({job.job_id})
        is_open = job.can_release_back_pass
        async_set_issue(account, ISSUE_TURN, is_open=is_open, part_id=job.job_id)

    account.entry.async_on_unload(store.async_add_listener(check))
    for job in store.waiting.back_passes:
        check(job)


class TurnPaperFlow(AccountRepairFlow):
    """Tells how to put the paper back, and asks whether to print the back pass."""

    async def async_step_init(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Tell how to put the paper back."""
        job = self._account.store.waiting.get(self._part_id)
        if (
            job is None
            or not job.can_release_back_pass
            or job.waiting.expires_at is None
        ):
            # It was printed, dropped, or waited too long.
            return self.async_create_entry(data={})
        duplex = await async_load(self.hass, "printing.manual_duplex")
        return self.async_show_menu(
            step_id="init",
            menu_options=["turned", "drop"],
            description_placeholders={
                "name": as_markdown(job.name),
                "picture": ""
                if job.duplex.trays is None
                else duplex.get_turn_picture(job.duplex.trays),
                "printer": as_markdown(get_job_printer(self.hass, job)),
                "time": f"{dt_util.as_local(job.waiting.expires_at):%Y-%m-%d %H:%M}",
                "turn": duplex.describe_turn(self.hass, job.duplex.trays),
            },
        )

    async def async_step_turned(
        self, user_input: UserInput = None
    ) -> RepairsFlowResult:
        """Release the back pass."""
        duplex = await async_load(self.hass, "printing.manual_duplex")
        return await self._async_end(duplex.async_print_back_pass)

    async def async_step_drop(self, user_input: UserInput = None) -> RepairsFlowResult:
        """Cancel the back pass."""
        jobs = await async_load(self.hass, "printing.jobs")
        return await self._async_end(jobs.async_cancel)

    async def _async_end(
        self, act: Callable[[HomeAssistant, dict[str, str], Requester], Awaitable[Job]]
    ) -> RepairsFlowResult:
        """Act on the back pass; if that fails, keep the issue, and tell why."""
        try:
            await act(self.hass, {"job_id": self._part_id}, get_flow_requester())
        except HomeAssistantError as err:
            message = escape_markdown(await async_message(self.hass, err))
            return self.async_abort(
                reason="not_done", description_placeholders={"message": message}
            )
        return self.async_create_entry(data={})
