"""Names of a home, and the sentences with them, without Home Assistant."""

from typing import Final

from hassil import Intents, Sentence
from hassil.intents import WildcardSlotList

from custom_components.cloudprint.voice.recognition import build_templates
from custom_components.cloudprint.voice.vocabulary import Names, Vocabulary

IS_FAST: Final = hasattr(Sentence, "get_required_clauses")
"""Whether hassil skips templates whose words are missing, which takes a tenth."""


def build_vocabulary(**names: list[tuple[str, str]]) -> Vocabulary:
    """Return a vocabulary of some names."""
    kinds = (
        *("lists", "calendars", "weathers", "pictures", "documents", "printers"),
        *("short", "areas"),
    )
    return Vocabulary(
        by_list={
            kind.removesuffix("s"): Names.build(names.get(kind, ())) for kind in kinds
        }
    )


def build_intents(vocabulary: Vocabulary) -> Intents:
    """Return our sentences as Home Assistant matches them."""
    data = [{"sentences": build_templates(vocabulary)}]
    intents = Intents.from_dict({"language": "en", "intents": {"ours": {"data": data}}})
    intents.slot_lists["note"] = WildcardSlotList("note")
    return intents


HOME: Final = build_vocabulary(
    lists=[
        *(("Shopping list", "a"), ("购物清单", "b"), ("Bring!", "c"), ("买菜", "b")),
        ("Groceries", "a"),
    ],
    calendars=[("Family", "f"), ("学校", "s")],
    weathers=[("Forecast Home", "w")],
    documents=[("Maths sheet", "m"), ("口算题", "k")],
    printers=[("Office printer", "o"), ("彩色打印机", "p")],
    short=[("Office", "o"), ("彩色", "p")],
    areas=[
        *(("书房", "s"), ("Study", "s"), ("Office", "o"), ("办公室", "o")),
        *(("Kitchen", "k"), ("厨房", "k")),
    ],
)
