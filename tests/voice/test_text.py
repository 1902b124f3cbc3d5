"""Normalization, spellings and recognition."""

from collections.abc import Sequence
from contextlib import nullcontext

from hassil import recognize_all
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression
from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.cloudprint.printing.capability_check import COLORS, SIDES
from custom_components.cloudprint.voice.commands import (
    DAYS,
    Command,
    Kind,
    Question,
    VoiceError,
)
from custom_components.cloudprint.voice.grammar import Grammar
from custom_components.cloudprint.voice.recognition import (
    GRAMMARS,
    build_templates,
    recognize,
)
from custom_components.cloudprint.voice.text import escape, get_spellings, normalize
from custom_components.cloudprint.voice.vocabulary import Names
from homeassistant.components.conversation.trigger import TRIGGER_SCHEMA

from . import test_chinese, test_english, test_sentences
from .conftest import Row
from .homes import HOME, IS_FAST, build_intents, build_vocabulary


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Shopping   List! ", "shopping list"),
        ("To-do_list", "to do list"),
        ("Mum’s list", "mum s list"),
        ("打印 “购物 清单”，２份。", "打印购物清单2份"),
        ("Ｂｒｉｎｇ 清单", "bring清单"),
        ("列印購物清單", "列印购物清单"),
        ("週末著臺灣", "周末着台湾"),
        ("打印-1份", "打印minus 1份"),
        ("Room-1", "room 1"),
        ("…", ""),
    ],
)
def test_normalize(text: str, expected: str) -> None:
    """Case, width, script, punctuation and spaces do not matter."""
    assert normalize(text) == expected


def test_spellings() -> None:
    """Names have several spellings, without the punctuation that sentences lose."""
    assert get_spellings(["Bring清单!"]) == [
        "Bring 清单",
        "Bring清單",
        "bring清单",
        "Ｂｒｉｎｇ清单",
    ]
    assert "说明书2.0" in get_spellings(["说明书 2.0"])
    assert get_spellings(["?!", ""]) == []
    assert escape("a(b)[c]{d}<e>|;\\") == r"a\(b\)\[c\]\{d\}\<e\>\|\;\\"


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("荣蒋韦谭庞严钟叶卢赖", "榮蔣韋譚龐嚴鍾葉盧賴"),
        ("荣华的书单", "榮華的書單"),
        ("为众峰床里", "為眾峰床裡"),
        ("日历签台于范岳游涂郁岩", "日曆簽台于范岳游涂郁岩"),
    ],
)
def test_scripts(simplified: str, traditional: str) -> None:
    """A name is said in either script, of several forms in the usual one."""
    assert normalize(traditional) == normalize(simplified) == simplified
    assert traditional in get_spellings([simplified])
    vocabulary = build_vocabulary(lists=[(simplified, "todo.x")])
    command = Command(kind=Kind.LIST, name=simplified)
    for name in (simplified, traditional):
        assert recognize(f"列印{name}", vocabulary)[1] == command


def test_names() -> None:
    """Ids are found by names, also several ids of the same name."""
    names = Names.build(
        [("Shopping", "a"), ("shopping!", "b"), ("Food", "a"), ("!", "c")]
    )
    assert names.names == ["Food", "Shopping", "shopping!"]
    assert names.find("SHOPPING") == ("a", "b")
    assert names.find("food.") == ("a",)
    assert names.find("drinks") == ()
    assert names.ids == ["a", "b"]
    assert names.get_synonyms("food") == {"food", "shopping"}
    assert names.get_synonyms("drinks") == set()


def test_longest_name_wins() -> None:
    """The longest name is recognized, and a number is not split."""
    vocabulary = build_vocabulary(lists=[("List", "l"), ("List 1", "l1")])
    for text, name, copies in (
        ("print list 1, 2 copies", "list 1", 2),
        ("print list 12 copies", "list", 12),
        ("打印List 1两份", "list 1", 2),
        ("打印List 12份", "list", 12),
        ("打印List 1 2份", "list 1", 2),
    ):
        _, command = recognize(text, vocabulary)
        assert command == Command(kind=Kind.LIST, name=name, copies=copies)


def test_precedence_of_kinds() -> None:
    """A saved document takes precedence over a list, and a list over a calendar."""
    pairs = [("Week", "x")]
    names = {"documents": pairs, "lists": pairs, "calendars": pairs}
    for key, expected in (
        ("documents", Kind.DOCUMENT),
        ("lists", Kind.LIST),
        ("calendars", Kind.AGENDA),
    ):
        _, command = recognize("print week", build_vocabulary(**names))
        assert command.kind is expected
        del names[key]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Agenda", "did the agenda print?"),
        ("List", "has the list been printed?"),
        ("Test page", "did the test page print?"),
        ("日程", "日程打印好了吗？"),
        ("测试页", "测试页打印好了吗？"),
    ],
)
@pytest.mark.parametrize("kind", ["documents", "lists"])
def test_precedence_of_names(kind: str, name: str, question: str) -> None:
    """A name takes precedence over the same words of a sentence."""
    _, command = recognize(question, build_vocabulary(**{kind: [(name, "x")]}))
    assert command == Command(kind=Kind.JOB_STATUS, name=normalize(name))


names = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text("ab 购物,.!?-_'’()[]{}<>|;\\@&“”:…", min_size=1, max_size=12),
)


@pytest.mark.slow
@settings(deadline=None, max_examples=20)
@given(name=names)
@example(name="0.0:")
@example(name="a.b.")
def test_any_name(name: str) -> None:
    """Any name can be registered, and all its spellings are recognized."""
    vocabulary = build_vocabulary(lists=[(name, "todo.x")])
    sentences = build_templates(vocabulary)
    TRIGGER_SCHEMA({"platform": "conversation", "command": sentences})
    for spelling in get_spellings([name]):
        _, command = recognize(f"打印{spelling}", vocabulary)
        assert command == Command(kind=Kind.LIST, name=normalize(name))


@pytest.mark.parametrize(
    "name",
    ["P.E. kit", "S.T.E.M.", "U.S. trip", "Kids’ list", "Kids' list", "Mum’s list"],
)
@pytest.mark.parametrize(
    "sentence",
    [
        "print the {}",
        "print the {} list",
        "print {}, two copies",
        "打印{}",
        "打印 {} 两份。",
        "把“{}”打印出来",
    ],
)
def test_initials_and_apostrophes(name: str, sentence: str) -> None:
    """Home Assistant matches names with initials or apostrophes."""
    intents = build_intents(build_vocabulary(lists=[(name, "todo.x")]))
    assert any(recognize_all(sentence.format(name), intents))


TABLES = {
    "English": test_sentences.ENGLISH,
    "Chinese": test_sentences.CHINESE,
    **{
        f"{module.__name__.rpartition('_')[2]} {name}": getattr(module, name)
        for module in (test_english, test_chinese)
        for name in ("OPTIONS", "DAYS", "WEATHER", "NOTES", "QUEUE")
    },
}
UNCLEAR = (test_english.NOT_UNDERSTOOD, test_chinese.NOT_UNDERSTOOD)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_triggers_and_recognition_agree(table: Sequence[Row]) -> None:
    """Every sentence that Home Assistant matches is recognized.

    Except those that contradict themselves.
    """
    intents = build_intents(HOME)
    for text, _, answer in table if IS_FAST else table[::5]:
        is_ours = any(recognize_all(text, intents))
        is_clear = answer not in UNCLEAR
        with nullcontext() if is_ours and is_clear else pytest.raises(VoiceError):
            recognize(text, HOME)


@pytest.mark.parametrize("key", ["number", "day"])
@pytest.mark.parametrize("grammar", GRAMMARS, ids=["English", "Chinese"])
def test_short_templates(grammar: Grammar, key: str) -> None:
    """The template of a long list matches all of its words, and no others."""
    template = parse_sentence(f"({grammar.short[key]})").expression
    samples = {normalize(words) for words in sample_expression(template)}
    assert samples == {normalize(word) for word in grammar.words[key]}


@pytest.mark.parametrize("grammar", GRAMMARS, ids=["English", "Chinese"])
def test_numbers(grammar: Grammar) -> None:
    """All numbers up to 99 have words."""
    assert set(grammar.words["number"].values()) >= set(range(100))


def test_values_of_words() -> None:
    """Words mean days, options of the action and questions that exist."""
    for grammar in GRAMMARS:
        assert set(grammar.words["color"].values()) == {*COLORS}
        assert set(grammar.words["sides"].values()) <= {*SIDES}
        assert set(grammar.words["question"].values()) == {*Question}
        assert set(grammar.words["day"].values()) >= {*DAYS}


@pytest.mark.parametrize(
    ("sentence", "printer", "color"),
    [
        ("用彩色打印购物清单", "彩色", None),
        ("用彩色打印机打印购物清单", "彩色打印机", None),
        ("彩色打印购物清单", "", "color"),
    ],
)
def test_printer_called_color(sentence: str, printer: str, color: str | None) -> None:
    """A printer's name takes precedence over the same word for an option."""
    _, command = recognize(sentence, HOME)
    assert command.color == color
    assert (command.printer and command.printer.name) == printer  # type: ignore[union-attr]  # a sentence yields a selector
    _, command = recognize(
        "用彩色打印购物清单", build_vocabulary(lists=[("购物清单", "b")])
    )
    assert (command.color, command.printer) == ("color", "")
