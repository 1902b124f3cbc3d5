"""How names and sentences are compared, and that both matchers find the same."""

from hassil import Intents, recognize_all
from hassil.parse_expression import parse_sentence
from hassil.sample import sample_expression
from hypothesis import given, settings, strategies as st
import pytest

from custom_components.cloudprint.voice.commands import (
    AskLastJob,
    Command,
    PrintAgenda,
    PrintDocument,
    PrintList,
)
from custom_components.cloudprint.voice.grammar import Grammar
from custom_components.cloudprint.voice.names import Names
from custom_components.cloudprint.voice.recognition import (
    GRAMMARS,
    recognize,
    templates,
)
from custom_components.cloudprint.voice.text import as_said, comparable, escaped
from custom_components.cloudprint.voice.vocabulary import Vocabulary
from homeassistant.components.conversation.trigger import TRIGGER_SCHEMA

from .test_sentences import CHINESE, ENGLISH, NOT_UNDERSTOOD, NOT_UNDERSTOOD_ZH


def vocabulary(**names: list[tuple[str, str]]) -> Vocabulary:
    """Return a vocabulary of some names and no others."""
    kinds = ("lists", "calendars", "documents", "printers", "short", "areas")
    return Vocabulary(**{kind: Names.of(names.get(kind, ())) for kind in kinds})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Shopping   List! ", "shopping list"),
        ("To-do_list", "to do list"),
        ("Mum’s list", "mum s list"),
        ("打印 “购物 清单”，２份。", "打印购物清单2份"),
        ("Ｂｒｉｎｇ 清单", "bring清单"),
        ("列印購物清單", "列印购物清单"),
        ("打印-1份", "打印minus 1份"),
        ("Room-1", "room 1"),
        ("…", ""),
    ],
)
def test_comparable(text: str, expected: str) -> None:
    """What does not matter is gone."""
    assert comparable(text) == expected


def test_ways_to_write_a_name() -> None:
    """Names are there as they may be written, without what sentences lose."""
    assert as_said(["Bring清单!"]) == [
        "Bring 清单",
        "Bring清單",
        "bring清单",
        "Ｂｒｉｎｇ清单",
    ]
    assert "说明书2.0" in as_said(["说明书 2.0"])
    assert as_said(["?!", ""]) == []
    assert escaped("a(b)[c]{d}<e>|;\\") == r"a\(b\)\[c\]\{d\}\<e\>\|\;\\"


def test_names() -> None:
    """Things are found by their names, and so are several of the same name."""
    names = Names.of([("Shopping", "a"), ("shopping!", "b"), ("Food", "a"), ("!", "c")])
    assert names.names == ["Food", "Shopping", "shopping!"]
    assert names.things("SHOPPING") == ("a", "b")
    assert names.things("food.") == ("a",)
    assert names.things("drinks") == ()
    assert names.all_things == ["a", "b"]
    assert names.synonyms("food") == ("Food", "Shopping")
    assert names.synonyms("drinks") == ()


def test_longest_name_wins() -> None:
    """A name within another one is not taken for it, nor a digit for a part of one."""
    words = vocabulary(lists=[("List", "l"), ("List 1", "l1")])

    def recognized(text: str) -> tuple[tuple[str, ...], int | None]:
        found = recognize(text, words)
        assert found
        assert isinstance(found[1], PrintList)
        return found[1].entity_ids, found[1].copies

    assert recognized("print list 1, 2 copies") == (("l1",), 2)
    assert recognized("print list 12 copies") == (("l",), 12)
    assert recognized("打印List 1两份") == (("l1",), 2)


def test_what_is_kept_for_printing_comes_first() -> None:
    """A saved document comes before a list, and a list before a calendar."""
    pairs = [("Week", "x")]
    every = {"documents": pairs, "lists": pairs, "calendars": pairs}
    for kind, expected in (
        ("documents", PrintDocument),
        ("lists", PrintList),
        ("calendars", PrintAgenda),
    ):
        found = recognize("print week", vocabulary(**every))
        assert found
        assert type(found[1]) is expected
        del every[kind]


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
def test_names_come_before_words_of_ours(kind: str, name: str, question: str) -> None:
    """Who asks for what is called like something of ours is told of that."""
    found = recognize(question, vocabulary(**{kind: [(name, "x")]}))
    assert found
    assert isinstance(found[1], AskLastJob)
    assert found[1].names == (name,)


names = st.one_of(
    st.text(min_size=1, max_size=12),
    st.text("ab 购物,.!?-_'’()[]{}<>|;\\@&“”:…", min_size=1, max_size=12),
)


@settings(deadline=None, max_examples=60)
@given(name=names)
def test_whatever_a_name_is(name: str) -> None:
    """Any name can be registered, and if it can be said, saying it is understood."""
    words = vocabulary(lists=[(name, "todo.x")])
    sentences = templates(words)
    TRIGGER_SCHEMA({"platform": "conversation", "command": sentences})
    for way in as_said([name]):
        found = recognize(f"打印{way}", words)
        command: Command | None = found[1] if found else None
        assert isinstance(command, PrintList)
        assert command.entity_ids == ("todo.x",)


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
def test_said_as_it_is_written(name: str, sentence: str) -> None:
    """Home Assistant takes a name for one even if it has initials or apostrophes."""
    sentences = templates(vocabulary(lists=[(name, "todo.x")]))
    intents = Intents.from_dict(
        {"language": "en", "intents": {"ours": {"data": [{"sentences": sentences}]}}}
    )
    assert any(recognize_all(sentence.format(name), intents))


HOME = vocabulary(
    lists=[("Shopping list", "a"), ("购物清单", "b"), ("Bring!", "c"), ("买菜", "b")],
    calendars=[("Family", "f"), ("学校", "s")],
    documents=[("Maths sheet", "m"), ("口算题", "k")],
    printers=[("Office printer", "o"), ("彩色打印机", "p")],
    short=[("Office", "o"), ("彩色", "p")],
    areas=[("书房", "s"), ("Study", "s"), ("办公室", "o"), ("厨房", "k")],
)


@pytest.mark.parametrize("table", [ENGLISH, CHINESE], ids=["English", "Chinese"])
def test_both_matchers_agree(table: tuple[tuple[str, str | None, str], ...]) -> None:
    """Whatever Home Assistant takes for one of our sentences, we understand.

    All but what contradicts itself: that is asked for again.
    """
    sentences = templates(HOME)
    intents = Intents.from_dict(
        {"language": "en", "intents": {"ours": {"data": [{"sentences": sentences}]}}}
    )
    for text, _, answer in table:
        is_ours = any(recognize_all(text, intents))
        is_clear = answer not in (NOT_UNDERSTOOD, NOT_UNDERSTOOD_ZH)
        assert (recognize(text, HOME) is not None) is (is_ours and is_clear), text
        assert is_ours or is_clear, text


@pytest.mark.parametrize("grammar", GRAMMARS, ids=["English", "Chinese"])
def test_numbers(grammar: Grammar) -> None:
    """The words of a language's numbers are those of its expression."""
    numbers = grammar.numbers
    said = sample_expression(parse_sentence(numbers.expression).expression)
    assert {comparable(words) for words in said} == numbers.words.keys()
    assert set(numbers.words.values()) >= set(range(100))
