"""Sentences of Home Assistant, and everyday talk, that must not be taken for commands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
import json
from pathlib import Path
from random import Random
from typing import Any, Final

from hassil import Intents, recognize_all
from hassil.expression import Sentence
from hassil.intents import RangeSlotList, SlotList, TextSlotList
from hassil.parse_expression import parse_sentence
import home_assistant_intents
import pytest

from custom_components.cloudprint.voice.vocabulary import Names

from .homes import HOME, IS_FAST, build_intents

DATA: Final = Path(home_assistant_intents.__file__).parent / "data"
LANGUAGES: Final = sorted(path.stem for path in DATA.glob("*.json"))
OWN_LANGUAGES: Final = ("en", "zh-CN", "zh-HK", "zh-TW")

NAMES: Final = (
    *("Shopping list", "购物清单", "Maths sheet", "口算题", "Family", "学校"),
    *("Forecast Home", "kitchen light", "厨房灯", "print", "printing", "printer"),
)
PRINTERS: Final = (
    *(
        "Printer",
        "Office printer",
        "Office",
        "3D printer",
        "打印机",
        "印表機",
        "书房打印机",
    ),
    *("书房的打印机", "彩色打印机", "激光打印机", "佳能"),
)
"""Names of plugs and sensors of printers."""
AREAS: Final = ("Office", "Study", "书房", "Kitchen", "厨房")
TEXTS: Final = ("milk", "牛奶", "print the shopping list", "打印购物清单", "a note")
"""Stand for names, areas, and what may be any text."""

EVERYDAY: Final = (
    *("Did you see the print on her shirt?", "I printed the shopping list yesterday"),
    *("Read me the small print.", "She left fingerprints on the window"),
    *("My printer cost a fortune in ink.", "What does a printer cost?"),
    *("Buy printer paper", "Add printer ink to my shopping list"),
    *("Add print the maths sheet to my shopping list", "Remind me to print a note"),
    *("Set a timer called print for five minutes", "Play Prince in the office"),
    *("We have to print the maths sheet tomorrow", "Who cancelled the print job?"),
    *("How does a printer work?", "Is printing bad for the environment?"),
    *("The printer is in the study", "Tell me a story about a printer"),
    *("Do you want to print the shopping list?", "I'll print it myself"),
    *("Is it cheaper to print in black and white?", "How many copies can I print?"),
    *("What's the weather next week?", "What's on my calendar on Monday?"),
    *("Turn on the printer", "Turn off the office printer"),
    *("Announce that the printer is free", "Broadcast print is ready in the office"),
    *("Leave a note saying dinner is ready", "He wrote a note saying print"),
    *("Cancel all timers", "Cancel the timer", "Stop", "Never mind"),
    *("这本书印得真好看", "昨天我打印了购物清单", "墨水太贵了", "打印机多少钱一台"),
    *("买打印纸", "把打印纸添加到购物清单", "提醒我打印口算题", "打印店几点关门"),
    *("明天要去打印店彩色打印口算题", "打印机放在书房", "打印机是谁买的"),
    *("打开打印机", "关闭书房的打印机", "彩色打印一张多少钱"),
    *("双面打印省纸吗", "我想要打印机", "妈妈说打印一张便条：你好", "天气预报说下雨"),
    *("下周天气怎么样", "周一有什么安排", "留一张便条：晚饭在桌上", "他说打印好了"),
    *("取消所有定时器", "取消定时器", "停止播放", "几份文件放在桌上"),
    *("给我讲个打印机的故事", "打游戏吧", "打车去学校", "打扫书房", "打一下孩子"),
)


def read(language: str) -> dict[str, Any]:
    """Return the data of a language."""
    data: dict[str, Any] = json.loads((DATA / f"{language}.json").read_bytes())
    return data


class Sampler:
    """Chooses sentences of templates, always the same for a language."""

    def __init__(self, data: Mapping[str, Any], names: Sequence[str] = NAMES) -> None:
        """Set up the sampler with the rules and lists of a language."""
        self._random = Random(data["language"])
        self._intents = Intents.from_dict({**data, "intents": {}})
        self._texts = {"name": names, "area": AREAS, "floor": AREAS}

    def sample(self, template: str, block: Mapping[str, Any]) -> str:
        """Return a sentence of a template, with the rules and lists of its block."""
        local = Intents.from_dict(
            {
                "language": "",
                "intents": {},
                "lists": block.get("lists", {}),
                "expansion_rules": block.get("expansion_rules", {}),
            }
        )
        rules = {**self._intents.expansion_rules, **local.expansion_rules}
        lists = {**self._intents.slot_lists, **local.slot_lists}
        expression = parse_sentence(template).expression
        return " ".join(self._choose(expression, rules, lists).split())

    def _choose(
        self,
        expression: Any,
        rules: Mapping[str, Sentence],
        lists: Mapping[str, SlotList],
    ) -> str:
        """Return a text for an expression, whose classes hassil does not export."""
        match type(expression).__name__:
            case "TextChunk":
                return str(expression.original_text)
            case "Alternative":
                item = self._random.choice(expression.items)
                return self._choose(item, rules, lists)
            case "RuleReference":
                rule = rules[expression.rule_name]
                return self._choose(rule.expression, rules, lists)
            case "ListReference":
                return self._choose_value(expression.list_name, rules, lists)
        items = list(expression.items)
        if type(expression).__name__ == "Permutation":
            self._random.shuffle(items)
        return "".join(self._choose(item, rules, lists) for item in items)

    def _choose_value(
        self, name: str, rules: Mapping[str, Sentence], lists: Mapping[str, SlotList]
    ) -> str:
        match lists.get(name):
            case RangeSlotList():
                return self._random.choice(("2", "10"))
            case TextSlotList() as values:
                value = self._random.choice(values.values)
                return self._choose(value.text_in, rules, lists)
        return self._random.choice(self._texts.get(name, TEXTS))


def sample(language: str) -> Iterator[str]:
    """Yield sentences of each template of a language."""
    data = read(language)
    sampler = Sampler(data)
    count = 3 if language in OWN_LANGUAGES else 1
    for intent in data["intents"].values():
        for block in intent["data"]:
            for template in block["sentences"]:
                for _ in range(count):
                    yield sampler.sample(template, block)


@pytest.fixture(scope="module")
def intents() -> Intents:
    """Return our sentences as Home Assistant matches them."""
    return build_intents(HOME)


@pytest.mark.slow
def test_core_sentences() -> None:
    """No sentence of Home Assistant is claimed, in any language.

    Those about a printer are its own where an entity is called so.
    """
    intents = build_intents(replace(HOME, entities=Names.build([("printer", "e")])))
    sentences = {text: language for language in LANGUAGES for text in sample(language)}
    assert len(sentences) > 15_000
    own = [text for text, language in sentences.items() if language in OWN_LANGUAGES]
    assert len(own) > 3_000
    tried = [*own, *sentences] if IS_FAST else [*own[::10], *list(sentences)[::40]]
    assert [text for text in tried if any(recognize_all(text, intents))] == []


def test_everyday_talk(intents: Intents) -> None:
    """Talk about printing is not a command."""
    assert [text for text in EVERYDAY if any(recognize_all(text, intents))] == []


# The matcher of Home Assistant 2026.8 may need more than a minute beside other work.
@pytest.mark.timeout(300)
def test_entities_that_are_called_like_a_printer() -> None:
    """Home Assistant's sentences about them are its own."""
    entities = [(name, name) for name in PRINTERS]
    intents = build_intents(replace(HOME, entities=Names.build(entities)))
    sentences = dict.fromkeys(("打印机状态是什么", "how is the Printer"))
    count = 100 if IS_FAST else 20
    for language in OWN_LANGUAGES:
        data = read(language)
        sampler = Sampler(data, PRINTERS)
        for block in data["intents"]["HassGetState"]["data"]:
            for template in block["sentences"]:
                # Those about any state, of which a printer has none by these words
                if "{name}" in template or "<name>" in template:
                    sentences |= dict.fromkeys(
                        sampler.sample(template, block) for _ in range(count)
                    )
    assert len(sentences) > 20 * count
    assert [text for text in sentences if any(recognize_all(text, intents))] == []


@pytest.mark.parametrize(
    ("entity", "theirs", "ours"),
    [
        (
            "打印机",
            ("打印机状态是什么", "现在打印机状态", "印表機的狀態是什麼"),
            ("彩色打印机状态是什么", "书房的打印机状态怎么样", "打印机现在怎么样了"),
        ),
        (
            "书房的打印机",
            ("书房打印机状态是什么", "书房的打印机什么状态"),
            ("打印机状态是什么", "书房打印机在干什么", "查一下书房打印机状态"),
        ),
        (
            "Printer",
            ("how is the printer", "what's the state of the printer"),
            ("how is the office printer", "how is the printer doing"),
        ),
        (
            "Office printer",
            ("how's the office printer", "tell me the state of the office printer"),
            ("how is the printer", "what's the status of the office printer"),
        ),
    ],
)
def test_sentences_about_other_printers(
    entity: str, theirs: Sequence[str], ours: Sequence[str]
) -> None:
    """One entity does not cost the sentences about all other printers."""
    without = build_intents(HOME)
    intents = build_intents(replace(HOME, entities=Names.build([(entity, "e")])))
    for text in (*theirs, *ours):
        assert any(recognize_all(text, without)), text
        assert any(recognize_all(text, intents)) is (text in ours), text
