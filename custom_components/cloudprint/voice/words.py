"""What is answered, in the language of the command."""

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
    """Says why a command is not done: the key of an answer, and what fills it.

    What is a list is read out as one.
    """

    def __init__(self, key: str, **filled: str | Sequence[str]) -> None:
        """Set up a refusal."""
        super().__init__(key)
        self.key = key
        self.filled = filled


_COMMAS: Final = {CHINESE: "、", ENGLISH: ", "}
_SPACES: Final = {CHINESE: "", ENGLISH: " "}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The texts of one language: answers and errors."""

    language: str
    form: LocaleFormatter
    texts: Mapping[str, str] = field(repr=False)

    @classmethod
    async def async_of(cls, hass: HomeAssistant, language: str) -> Self:
        """Return the texts of `en` or `zh-Hans`."""
        return cls(
            language=language,
            form=await LocaleFormatter.async_create(hass, language),
            texts=await async_get_texts(hass, language, "common", "exceptions"),
        )

    def say(self, key: str, **filled: str | Sequence[str]) -> str:
        """Return an answer. What is filled in and is a list is read as alternatives."""
        return self.texts[f"common.spoken_{key}"].format(
            **{
                name: value if isinstance(value, str) else self._either(value)
                for name, value in filled.items()
            }
        )

    def refusal(self, err: VoiceError | HomeAssistantError) -> str:
        """Return why a command is not done."""
        if isinstance(err, VoiceError):
            return self.say(err.key, **err.filled)
        return self.error(err)

    def error(self, err: HomeAssistantError) -> str:
        """Return the message of an error; of one that is not ours, only that it was."""
        key = f"exceptions.{err.translation_key}.message"
        if err.translation_domain != DOMAIN or key not in self.texts:
            return self.say("failed")
        return self.texts[key].format(**(err.translation_placeholders or {}))

    def moment(self, moment: datetime) -> str:
        """Return a time of today, or a day with the time."""
        local = moment.astimezone(self.form.time_zone)
        said = self.form.time(local)
        if local.date() != self.form.today:
            said = self.form.together(self.form.day(local.date()), said)
        return said.replace("\N{NO-BREAK SPACE}", " ")

    def sentences(self, *sentences: str) -> str:
        """Return sentences one after the other."""
        return _SPACES[self.language].join(filter(None, sentences))

    def _either(self, names: Sequence[str]) -> str:
        *others, last = names
        if not others:
            return last
        return self.say("or", others=_COMMAS[self.language].join(others), last=last)
