"""Answers in the language of a command, and the errors that are answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from ..const import DOMAIN
from ..source.pages.locale_formatter import LocaleFormatter
from ..texts import CHINESE, ENGLISH, async_get_texts


class VoiceError(Exception):
    """A command cannot be performed.

    It has the key and the placeholders of the answer. A list is read as alternatives.
    """

    def __init__(self, key: str, **placeholders: str | Sequence[str]) -> None:
        """Set up the error."""
        super().__init__(key)
        self.key = key
        self.placeholders = placeholders


_COMMAS: Final = {CHINESE: "、", ENGLISH: ", "}
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
        return self.texts[f"common.spoken_{key}"].format(
            **{
                name: value if isinstance(value, str) else self._join_names(value)
                for name, value in placeholders.items()
            }
        )

    def get_error(self, err: VoiceError | HomeAssistantError) -> str:
        """Return the message of an error; of another integration's, a general one.

        Those may be in any language and contain anything.
        """
        if isinstance(err, VoiceError):
            return self.say(err.key, **err.placeholders)
        key = f"exceptions.{err.translation_key}.message"
        if err.translation_domain != DOMAIN or key not in self.texts:
            return self.say("failed")
        return self.texts[key].format(**(err.translation_placeholders or {}))

    def format_moment(self, moment: datetime) -> str:
        """Return the time, with its day if that is not today."""
        local = moment.astimezone(self.formatter.time_zone)
        text = self.formatter.time(local)
        if local.date() != self.formatter.today:
            text = self.formatter.together(self.formatter.day(local.date()), text)
        return text.replace("\N{NO-BREAK SPACE}", " ")

    def join(self, *sentences: str) -> str:
        """Return sentences as one text."""
        return _SPACES[self.language].join(sentences)

    def _join_names(self, names: Sequence[str]) -> str:
        *others, last = names
        if not others:
            return last
        return self.say("or", others=_COMMAS[self.language].join(others), last=last)
