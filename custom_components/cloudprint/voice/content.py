"""What commands print, as fields of the print action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State

from ..printing.saved_document import SavedDocument, find_document
from ..requester import Requester
from ..source.arranging import PAGE_FIELD, PAGE_OPTIONS
from ..source.pages.kind import Entity
from ..source.pages.locale_formatter import LocaleFormatter
from ..source.pages.named import get_page_kind
from .commands import (
    NEAR_DAYS,
    NEXT,
    NEXT_WEEK,
    THIS_WEEK,
    WEEKDAYS,
    Command,
    Kind,
    VoiceError,
)
from .reports import Responses
from .vocabulary import Names, Vocabulary, get_area_id

_LISTS: Final = {"todo": "list", "calendar": "calendar", "weather": "weather"}
"""Lists of exposed entities by domain; a page's others cannot be named."""

_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFields:
    """What to print."""

    fields: Mapping[str, Any] = field(repr=False)
    document: SavedDocument | None = None
    days: str = ""  # of an agenda, for the answer
    left_out: Sequence[str] = ()  # names of calendars that are unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentFinder:
    """Finds what a command prints."""

    hass: HomeAssistant
    command: Command
    requester: Requester = field(repr=False)
    area_id: str | None  # where the command was heard
    vocabulary: Vocabulary
    responses: Responses

    def build_print_fields(self) -> PrintFields:
        """Return what the command prints.

        Raises VoiceError, and HomeAssistantError for a saved document that is gone.
        """
        command = self.command
        if command.kind is Kind.TEXT:
            text = {"markdown": command.text, "title": command.title}
            return PrintFields(fields=text)
        if command.kind is Kind.WEEK:
            return self._find_week()
        if command.kind is Kind.WORKSHEET:
            options = {**command.page_options}
            if "operations" in options:
                options["operations"] = options["operations"].split("_")
            return PrintFields(fields={PAGE_FIELD: command.kind, PAGE_OPTIONS: options})
        if command.kind is Kind.PAGE:
            return self._build_page()
        if command.kind is Kind.AGENDA:
            return self._build_agenda(self.vocabulary.by_list["calendar"])
        names = self.vocabulary.by_list[command.kind]
        if command.kind is Kind.WEATHER:
            fields = {"entity": self._find_weather(names)}
            if not command.name and len(names.ids) == 1:
                fields["name"] = self.responses.say("weather")
            return PrintFields(fields=fields)
        content_id = names.find_one(command.name)
        if command.kind is Kind.DOCUMENT:
            document = find_document(self.hass, content_id, self.requester)
            return PrintFields(fields={"document": content_id}, document=document)
        return PrintFields(fields={"entity": content_id})

    def _build_page(self) -> PrintFields:
        """Return a page with entities instead of their names. Raises VoiceError."""
        kind, options = self.command.name, {**self.command.page_options}
        for field_name, option in get_page_kind(kind).options.items():
            if not isinstance(option, Entity):
                continue
            allowed = find_names(self.vocabulary, option)
            if isinstance(names := options.get(field_name), list):
                options[field_name] = [allowed.find_one(name) for name in names]
            elif names is not None:
                options[field_name] = allowed.find_one(names)
            elif field_name == "calendars":
                # Otherwise, the page would have calendars that are not exposed, too.
                if not allowed.ids:
                    raise VoiceError("no_calendar")
                options[field_name] = allowed.ids
        return PrintFields(fields={PAGE_FIELD: kind, PAGE_OPTIONS: options})

    def _find_week(self) -> PrintFields:
        """Return the only saved planner, for the week that was named. Raises VoiceError."""
        saved = self.vocabulary.by_list["document"].ids
        documents = [find_document(self.hass, id_, self.requester) for id_ in saved]
        planners = [one for one in documents if one.fields.get(PAGE_FIELD) == "planner"]
        if not planners:
            raise VoiceError("no_planner")
        if len(planners) > 1:
            raise VoiceError("which_name", names=[one.name for one in planners])
        (document,) = planners
        fields: dict[str, Any] = {"document": document.subentry_id}
        if self.command.day.endswith("_week"):
            fields[PAGE_OPTIONS] = {"first_day": None, "week": self.command.day}
        return PrintFields(fields=fields, document=document)

    def _build_agenda(self, names: Names) -> PrintFields:
        command, responses = self.command, self.responses
        first, last = find_days(command.day, responses.formatter)
        fields = {
            "first_day": (first - responses.formatter.today).days,
            "days": (last - first).days + 1,
        }
        days = responses.format_days(first, last)
        if command.name:
            entity_id = names.find_one(command.name)
            return PrintFields(fields={**fields, "entity": entity_id}, days=days)
        calendars = self._get_states(names)
        if not calendars:
            raise VoiceError("no_calendar")
        available = [state for state in calendars if state.state != STATE_UNAVAILABLE]
        # If none is available, the print action raises an error that names them.
        used = available or calendars
        return PrintFields(
            fields={**fields, "entity": [state.entity_id for state in used]},
            days=days,
            left_out=[state.name for state in calendars if state not in used],
        )

    def _find_weather(self, names: Names) -> str:
        """Return the weather entity of a name, or the only one, at all or in the area."""
        if self.command.name:
            return names.find_one(self.command.name)
        all_states = self._get_states(names)
        if not all_states:
            raise VoiceError("no_weather")
        near = [
            state
            for state in all_states
            if self.area_id and get_area_id(self.hass, state.entity_id) == self.area_id
        ]
        for states in (all_states, near):
            if len(states) == 1:
                return states[0].entity_id
        raise VoiceError("which_weather", names=[state.name for state in all_states])

    def _get_states(self, names: Names) -> list[State]:
        states = map(self.hass.states.get, names.ids)
        return [state for state in states if state is not None]


def find_names(vocabulary: Vocabulary, option: Entity) -> Names:
    """Return the names that may be given for an option of a page."""
    lists = [vocabulary.by_list[_LISTS[key]] for key in option.domains if key in _LISTS]
    return Names.build(
        (name, id_)
        for names in lists
        for name in names.names
        for id_ in names.find(name)
    )


def find_days(days: str, formatter: LocaleFormatter) -> tuple[date, date]:
    """Return the first and the last of the days that were named.

    This week is from today on. Raises VoiceError for a day of this week that has passed,
    and for the "next" weekday if that may be in this week or in the next.
    """
    today = formatter.today
    if days in NEAR_DAYS:
        day = today + timedelta(days=NEAR_DAYS.index(days))
        return day, day
    next_week = (
        today + _WEEK - timedelta(days=(today.weekday() - formatter.week_start) % 7)
    )
    if days == "this_week":
        return today, next_week - timedelta(days=1)
    if days == "next_week":
        return next_week, next_week + timedelta(days=6)
    if days == "weekend":
        sunday = _find_next("sunday", today)
        return max(today, sunday - timedelta(days=1)), sunday
    *_, weekday = days.rpartition("_")
    coming = _find_next(weekday, today)
    later = _find_next(weekday, next_week)
    if days.startswith(THIS_WEEK) and coming >= next_week:
        raise VoiceError("day_past", day=formatter.day(coming - _WEEK))
    if not days.startswith(NEXT):
        return coming, coming
    if not days.startswith(NEXT_WEEK) and today < coming < next_week:
        raise VoiceError(
            "which_day", days=[formatter.day(coming), formatter.day(later)]
        )
    return later, later


def _find_next(weekday: str, first: date) -> date:
    return first + timedelta(days=(WEEKDAYS.index(weekday) - first.weekday()) % 7)
