"""What rules say of a print before it is sent, as the card and the action show it."""

from collections.abc import Mapping, Sequence
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..requester import Requester
from ..spool.job import Cause
from ..spool.journal import Journal, JournalError
from ..spool.ledger import PageLimit, read_pages_left
from .admission import Admission
from .rules import describe_rule, find_rules

type _Left = Mapping[str, int]  # pages by "day" and "month", of the limited ones


async def async_describe_rules(
    hass: HomeAssistant,
    journal: Journal,
    requester: Requester,
    printers: Mapping[str, ConfigEntry],
) -> dict[str, dict[str, Any]]:
    """Return by device what the rule for a requester says, where there is one.

    Each is {"sentence", "left_today", "limit_today", "left_month", "limit_month"}; pages
    without a limit are None. `printers` are the accounts of the devices.
    """
    rules = {
        device_id: (rule, rule.create_limit(entry.entry_id, requester))
        for device_id, entry in printers.items()
        # Of a printer that may be a renamed one, the missing one's
        for rule in find_rules(entry, requester, device_id)[:1]
    }
    balances = await async_read_left(journal, [limit for _, limit in rules.values()])
    return {
        device_id: {
            "sentence": describe_rule(hass, rule, requester),
            "left_today": balance.get("day"),
            "limit_today": rule.pages_a_day,
            "left_month": balance.get("month"),
            "limit_month": rule.pages_a_month,
        }
        for (device_id, (rule, _)), balance in zip(rules.items(), balances, strict=True)
    }


async def async_describe_admission(
    hass: HomeAssistant,
    journal: Journal,
    requester: Requester,
    admission: Admission,
    approvers: Sequence[str],
) -> dict[str, Any]:
    """Return what rules say of a print; of several rules, the least pages are left.

    It is {"pages", "asks": bool, "causes": [...], "ask_above", "approvers": [names],
    "sentence", "left_today", "left_month", "used_up": bool, "offers_grey": bool}. What is
    unknown or not limited is None, and so is `sentence` without a rule. A print that is
    `used_up` is refused; one that `offers_grey` is not asked for in grey.
    """
    balances = await async_read_left(journal, admission.limits)
    limited = zip(admission.get_limits(), balances, strict=True)
    is_used_up = any(
        pages > min(balance.values(), default=pages) for (_, pages), balance in limited
    )
    approvals = [job.approval for job, _ in admission.submissions if job.approval]
    causes = dict.fromkeys(cause for approval in approvals for cause in approval.causes)
    numbers = [approval.rule.ask_above for approval in approvals]
    unasked = [number for number in numbers if number is not None]
    sentences = [describe_rule(hass, rule, requester) for rule in admission.rules]
    return {
        "pages": admission.pages,
        "asks": bool(causes),
        "causes": list(causes),
        "ask_above": min(unasked, default=None),
        "approvers": approvers,
        "sentence": "\n".join(dict.fromkeys(sentences)) or None,
        "left_today": get_least(balances, "day"),
        "left_month": get_least(balances, "month"),
        "used_up": is_used_up,
        "offers_grey": list(causes) == [Cause.COLOR] and not is_used_up,
    }


def get_least(balances: Sequence[_Left], period: str) -> int | None:
    """Return the pages that all limits of a period leave; None without any."""
    return min((left[period] for left in balances if period in left), default=None)


async def async_read_left(journal: Journal, limits: Sequence[PageLimit]) -> list[_Left]:
    """Return what is left of limits; nothing while the journal cannot be read."""

    def read() -> list[_Left]:
        return [read_pages_left(journal.database, limit) for limit in limits]

    try:
        return await journal.async_run(read) if limits else []
    except JournalError:
        return [{} for _ in limits]
