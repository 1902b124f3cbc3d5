"""Whether a print may be admitted by the rules of its accounts, or is asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from homeassistant.core import HomeAssistant

from ..api.vocabulary import Color
from ..exceptions import failed
from ..spool.job import Approval, AskingRule, Cause, Job, sum_impressions
from ..spool.ledger import Limits, PageLimit
from ..spool.submission import Submission
from .links import find_link
from .rules import ColorRule, Rule

_GREY: Final = Color.MONOCHROME.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """The jobs of a print with their pages and needed approvals, and their limits."""

    submissions: Sequence[Submission]
    rules: Sequence[Rule]
    limits: Sequence[PageLimit]
    pages: int | None  # unknown

    def get_limits(self, entry_id: str | None = None) -> Limits:
        """Return the limits with the pages that count to them, of an account or all."""
        jobs = [job for job, _ in self.submissions if entry_id in (None, job.entry_id)]
        return [
            (
                limit,
                sum(job.pages.impressions or 0 for job in filter(limit.counts, jobs)),
            )
            for limit in self.limits
        ]


def apply_rules(
    hass: HomeAssistant,
    submissions: Sequence[Submission],
    rules: Mapping[str, Sequence[Rule]],
) -> Admission:
    """Mark the jobs of a print that have to be approved, by the rules of its devices.

    Raises HomeAssistantError for a link that is gone, or may not print so many at once.
    """
    jobs = [job for job, _ in submissions]
    by_rule = defaultdict[Rule, list[Job]](list)
    for job in jobs:
        for rule in rules[job.device_id]:
            by_rule[rule].append(job)
    admitted = {job.job_id: job for job in jobs}
    limits = list[PageLimit]()
    for rule, ruled in by_rule.items():
        pages = sum_impressions(ruled)
        causes = _find_causes(hass, rule, ruled, pages)
        approval = None
        if causes:
            asking = AskingRule(
                rule_id=rule.rule_id,
                name=rule.name,
                ask_above=rule.ask_above if Cause.PAGES in causes else None,
                approvers=rule.approvers,
                wait=rule.wait,
            )
            approval = Approval(
                rule=asking, causes=causes, pages=pages, request_id=jobs[0].job_id
            )
        limit = rule.create_limit(ruled[0].entry_id, ruled[0].requester)
        for job in (admitted[job.job_id] for job in ruled):
            config, warnings = job.task.config, job.warnings
            if rule.color is ColorRule.NEVER and config.get("color") != _GREY:
                config = config | {"color": _GREY}
                warnings = (*warnings, "color_denied")
            # Of two rules, the first one's approvers and budget
            limit = replace(limit, budget=job.pages.budget or limit.budget)
            admitted[job.job_id] = replace(
                job,
                task=replace(job.task, config=config),
                warnings=warnings,
                approval=job.approval or approval,
                pages=replace(job.pages, budget=limit.budget),
            )
        limits.append(limit)
    pages = sum_impressions(jobs)
    if (link_id := jobs[0].requester.link_id) is not None:
        if (link := find_link(hass, link_id)) is None:
            raise failed("link_gone")
        link.check_pages(pages)
        limits.append(link.create_limit())
    return Admission(
        submissions=[(admitted[job.job_id], content) for job, content in submissions],
        rules=[*by_rule],
        limits=limits,
        pages=pages,
    )


def _find_causes(
    hass: HomeAssistant, rule: Rule, jobs: Sequence[Job], pages: int | None
) -> tuple[Cause, ...]:
    has_color = any(
        # Raw options may mean color, too.
        job.options.get("raw_options")
        or (job.content.has_color and job.task.config.get("color") != _GREY)
        for job in jobs
    )
    causes = {
        Cause.PAGES_UNKNOWN: pages is None and rule.has_number,
        Cause.PAGES: rule.ask_above is not None and (pages or 0) > rule.ask_above,
        Cause.COLOR: rule.color is ColorRule.ASK and has_color,
        Cause.TIME: not rule.is_open(hass),
    }
    return tuple(cause for cause, applies in causes.items() if applies)
