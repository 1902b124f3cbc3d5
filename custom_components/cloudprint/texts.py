"""The languages of our texts."""

from typing import Final

CHINESE: Final = "zh-Hans"
ENGLISH: Final = "en"


def own_language(language: str | None) -> str:
    """Return which of the languages of our texts suits a language tag.

    Of an `Accept-Language` header, the first tag counts.
    """
    return CHINESE if (language or "").strip().lower().startswith("zh") else ENGLISH
