"""Rules of an account: who may print how much, in what colour, and who is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from functools import reduce
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import ATTR_SUPPORTED_FEATURES, STATE_ON
from homeassistant.core import HomeAssistant

from ..coordinator import DATA_RENAMED, get_printer_name
from ..requester import Requester, RequesterKind
from ..spool.job import DEFAULT_WAIT
from ..spool.ledger import PageLimit
from ..texts import get_common_texts, join_names

RULE: Final = "rule"  # the type of their subentries

CONF_USERS: Final = "users"
CONF_KINDS: Final = "kinds"
CONF_OTHERS: Final = "others"
CONF_PRINTERS: Final = "printers"  # device ids; all without any
CONF_PAGES_A_DAY: Final = "pages_a_day"
CONF_PAGES_A_MONTH: Final = "pages_a_month"
CONF_COLOR: Final = "color"
CONF_ASK_ABOVE: Final = "ask_above"  # pages of a print
CONF_ONLY_WHILE: Final = "only_while"  # an entity that is on; otherwise it is asked
CONF_APPROVERS: Final = "approvers"  # ids of users; administrators without any
CONF_WAIT_HOURS: Final = "wait_hours"

CALENDAR: Final = "calendar"
READ_ONLY_DOMAINS: Final = ("schedule", "binary_sensor", CALENDAR)
# CalendarEntityFeature.CREATE_EVENT and UPDATE_EVENT; a home may have no calendar.
_WRITABLE: Final = 1 | 4


class ColorRule(StrEnum):
    """What a rule does with a print in colour."""

    ALLOWED = "allowed"
    ASK = "ask"
    NEVER = "never"  # it is printed in grey


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who it is for, on which printers, and what they may; numbers are pages."""

    rule_id: str
    name: str = field(repr=False)
    users: frozenset[str] = frozenset()
    kinds: frozenset[RequesterKind] = frozenset()
    is_for_others: bool = False
    device_ids: frozenset[str] = frozenset()
    pages_a_day: int | None = None
    pages_a_month: int | None = None
    color: ColorRule = ColorRule.ALLOWED
    ask_above: int | None = None
    only_while: str | None = None
    approvers: tuple[str, ...] = ()
    wait: timedelta = DEFAULT_WAIT

    @classmethod
    def from_data(cls, rule_id: str, name: str, data: Mapping[str, Any]) -> Self:
        """Return the rule that the data of a subentry mean."""
        hours = data.get(CONF_WAIT_HOURS)
        return cls(
            rule_id=rule_id,
            name=name,
            users=frozenset(data.get(CONF_USERS, ())),
            kinds=frozenset(map(RequesterKind, data.get(CONF_KINDS, ()))),
            is_for_others=data.get(CONF_OTHERS, False),
            device_ids=frozenset(data.get(CONF_PRINTERS, ())),
            pages_a_day=data.get(CONF_PAGES_A_DAY),
            pages_a_month=data.get(CONF_PAGES_A_MONTH),
            color=ColorRule(data.get(CONF_COLOR, ColorRule.ALLOWED)),
            ask_above=data.get(CONF_ASK_ABOVE),
            only_while=data.get(CONF_ONLY_WHILE),
            approvers=tuple(data.get(CONF_APPROVERS, ())),
            wait=DEFAULT_WAIT if hours is None else timedelta(hours=hours),
        )

    @property
    def has_number(self) -> bool:
        """Return whether the number of pages matters."""
        numbers = (self.pages_a_day, self.pages_a_month, self.ask_above)
        return any(number is not None for number in numbers)

    @property
    def may_ask(self) -> bool:
        """Return whether there are prints that it asks about."""
        asks_for_color = self.color is ColorRule.ASK
        return self.has_number or asks_for_color or self.only_while is not None

    def is_equal(self, other: Self) -> bool:
        """Return whether another rule would apply to a print with the same rank."""
        is_for_same = (
            self.users & other.users
            or self.kinds & other.kinds
            or (self.is_for_others and other.is_for_others)
        )
        is_for_all = not self.device_ids | other.device_ids
        return bool(is_for_same and (is_for_all or self.device_ids & other.device_ids))

    def get_rank(self, requester: Requester, device_id: str) -> tuple[int, bool] | None:
        """Return how well the rule fits, the lowest best; None if it does not.

        A named user comes before a kind, a kind before all others, and a named printer
        before all printers. Administrators and automations are none of the others.
        """
        if self.device_ids and device_id not in self.device_ids:
            return None
        if requester.user_id in self.users:
            rank = 0
        elif requester.kind in self.kinds:
            rank = 1
        elif self.is_for_others and not requester.is_exempt:
            rank = 2
        else:
            return None
        return rank, not self.device_ids

    def create_limit(self, entry_id: str, requester: Requester) -> PageLimit:
        """Return the limit of a user alone, or else of all by the rule together."""
        is_user = requester.user_id is not None
        return PageLimit(
            entry_id=entry_id,
            budget=requester.budget if is_user else f"rule:{self.rule_id}",
            device_ids=self.device_ids or None,
            a_day=self.pages_a_day,
            a_month=self.pages_a_month,
            rule=self.name,
        )

    def is_open(self, hass: HomeAssistant) -> bool:
        """Return whether the entity by which the rule lets through is on."""
        if self.only_while is None:
            return True
        is_on = hass.states.is_state(self.only_while, STATE_ON)
        return is_on and is_read_only(hass, self.only_while)


def is_read_only(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether an entity is none of those that members switch by themselves."""
    domain, _, _ = entity_id.partition(".")
    state = hass.states.get(entity_id) if domain == CALENDAR else None
    features = state.attributes.get(ATTR_SUPPORTED_FEATURES, 0) if state else 0
    return domain in READ_ONLY_DOMAINS and not features & _WRITABLE


def describe_rule(
    hass: HomeAssistant, rule: Rule, viewer: Requester | None = None
) -> str:
    """Return what a rule means in a sentence, in the home's language.

    For a viewer, it names neither printers nor an entity that the viewer may not read.
    """
    texts = get_common_texts(hass)
    entity, ask_above = rule.only_while, rule.ask_above
    if entity and not is_read_only(hass, entity):
        entity, ask_above = None, 0
    elif entity and viewer is not None and not viewer.can_access(entity):
        entity = "…"
    elif entity and (state := hass.states.get(entity)):
        entity = state.name

    def say(key: str, value: object = "", **given: str) -> str:
        special = texts.get(f"common.rule_{key}_{value}")
        return (special or texts[f"common.rule_{key}"]).format(value=value, **given)

    parts = [
        say(key, value)
        for key, value in (
            ("day", rule.pages_a_day),
            ("month", rule.pages_a_month),
            ("color", rule.color if rule.color is not ColorRule.ALLOWED else None),
            ("ask_above", ask_above),
            ("only_while", entity),
        )
        if value is not None
    ] or [say("no_limit")]
    name = rule.name
    if rule.device_ids and viewer is None:
        printers = [get_printer_name(hass, id_, say("gone")) for id_ in rule.device_ids]
        names = join_names(sorted(printers), hass.config.language)
        name = say("on", name, printers=names)
    return say("means", name, what=reduce(lambda a, b: say("and", a, then=b), parts))


def get_rules(entry: ConfigEntry) -> list[Rule]:
    """Return the rules of an account."""
    return [
        Rule.from_data(subentry.subentry_id, subentry.title, subentry.data)
        for subentry in entry.get_subentries_of_type(RULE)
    ]


def find_rules(entry: ConfigEntry, requester: Requester, device_id: str) -> list[Rule]:
    """Return the rules of an account for a requester on a printer, all to be kept.

    A printer has one at most. What may be a renamed one has the missing printer's, first,
    and its own: only a person can tell whether it is the same.
    """
    renamed: Mapping[str, Sequence[str]] = entry.data.get(DATA_RENAMED, {})
    missing = [old_id for old_id, new_ids in renamed.items() if device_id in new_ids]
    rules = dict[str, Rule]()
    for each_id in (*missing, device_id):
        ranked = [
            (rank, rule)
            for rule in get_rules(entry)
            if (rank := rule.get_rank(requester, each_id)) is not None
        ]
        if ranked:
            rule = min(ranked, key=lambda item: item[0])[1]
            if rule.device_ids:
                rule = replace(rule, device_ids=rule.device_ids | {device_id})
            rules.setdefault(rule.rule_id, rule)
    return list(rules.values())
