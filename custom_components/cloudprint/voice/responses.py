"""Answers in the language of a command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from ..source.pages.locale_formatter import LocaleFormatter
from ..texts import CHINESE, ENGLISH, async_get_texts, join_names
from .commands import VoiceError

MAX_NAMES: Final = 5
"""Names of jobs in an answer."""

_SPOKEN_ERRORS: Final = ("sides_not_made_here", "trays_unknown")
"""Errors about manual duplex, which have answers of their own."""

_SPACES: Final = {CHINESE: "", ENGLISH: " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The answers and errors in one language."""

    language: str
    formatter: LocaleFormatter
    texts: Mapping[str, str] = field(repr=False)

    @classmethod
    async def async_load(cls, hass: HomeAssistant, language: str) -> Self:
        """Load the texts of `en` or `zh-Hans`."""
        return cls(
            language=language,
            formatter=await LocaleFormatter.async_create(hass, language),
            texts=await async_get_texts(hass, language, "common", "exceptions"),
        )

    def say(self, key: str, **placeholders: str | Sequence[str]) -> str:
        """Return an answer. A list among the placeholders is read as alternatives."""
        filled = {
            name: value if isinstance(value, str) else self._join_names("or", value)
            for name, value in placeholders.items()
        }
        return self.texts[f"common.spoken_{key}"].format(**filled)

    def get_error(self, err: VoiceError | HomeAssistantError) -> str:
        """Return the message of an error; of another integration's, a general one.

        Those may be in any language and contain anything.
        """
        if isinstance(err, VoiceError):
            return self.say(err.key, **err.placeholders)
        key = f"exceptions.{err.translation_key}.message"
        if err.translation_domain != DOMAIN or key not in self.texts:
            return self.say("failed")
        filled = err.translation_placeholders or {}
        if err.translation_key in _SPOKEN_ERRORS:
            return self.say(str(err.translation_key), **filled)
        if err.translation_key == "option_unsupported" and (
            (filled["field"], filled["value"]) == ("sides", "two_sided_long_edge")
        ):
            return self.say("no_two_sides")
        return self.texts[key].format(**filled)

    def format_days(self, first: date, last: date) -> str:
        """Return a day, or the first and the last of several days."""
        if first == last:
            return _unbind(self.formatter.day(first))
        return _unbind(self.formatter.days(first, last))

    def format_moment(self, moment: datetime) -> str:
        """Return the time, with its day if that is not today."""
        local = moment.astimezone(self.formatter.time_zone)
        text = self.formatter.time(local)
        if local.date() != self.formatter.today:
            text = self.formatter.together(self.formatter.day(local.date()), text)
        return _unbind(text)

    def join(self, *sentences: str) -> str:
        """Return sentences as one text."""
        return _SPACES[self.language].join(sentences)

    def quote_names(self, names: Sequence[str]) -> str:
        """Return some names in quotation marks, and how many more there are."""
        quoted = [f"“{name}”" for name in names[:MAX_NAMES]]
        if more := len(names) - len(quoted):
            quoted_names = join_names(quoted, self.language)
            return self.say("and_more", names=quoted_names, count=str(more))
        return self._join_names("and", quoted)

    def _join_names(self, key: str, names: Sequence[str]) -> str:
        *others, last = names
        if not others:
            return last
        return self.say(key, others=join_names(others, self.language), last=last)


def _unbind(text: str) -> str:
    """Return a text with common spaces instead of no-break spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
