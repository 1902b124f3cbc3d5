"""The sentences of English."""

from typing import Final

from .commands import Kind
from .grammar import PRINTED, Grammar

_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS: Final = (
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)


def _build_numbers() -> dict[str, int]:
    """Return the words for 0 to 99, whole hundreds and thousands, and some amounts.

    They exceed every limit of copies, so that a number above it is refused as such.
    """
    numbers = {"zero": 0, "another": 1, "a couple": 2, "a couple of": 2, "a dozen": 12}
    numbers |= {word: number for number, word in enumerate(_ONES + _TEENS, start=1)}
    for ten, word in enumerate(_TENS, start=2):
        numbers[word] = 10 * ten
        numbers |= {f"{word} {one}": 10 * ten + numbers[one] for one in _ONES}
    for one, number in {"a": 1, **{one: numbers[one] for one in _ONES}}.items():
        numbers |= {f"{one} hundred": 100 * number, f"{one} thousand": 1000 * number}
    return numbers


_ANY_ONE: Final = "|".join(_ONES)

ENGLISH: Final = Grammar(
    language="en",
    numbers=_build_numbers(),
    number_template=(
        f"(zero|another|a couple [of]|a dozen|{_ANY_ONE}|{'|'.join(_TEENS)}"
        f"|({'|'.join(_TENS)}) [{_ANY_ONE}]|(a|{_ANY_ONE}) (hundred|thousand))"
    ),
    words={
        "single": {"a": 1, "a single": 1, "an extra": 1},
        "times": {"once": 1, "twice": 2, "three times": 3, "thrice": 3},
        "day": {"today": 0, "todays": 0, "tomorrow": 1, "tomorrows": 1},
    },
    rules={
        "start": (
            "[hey|ok|okay] [please] [(can|could|would|will) you|<want>]"
            " [please|just|now|go ahead and]"
        ),
        "want": "(let[']s|(i want|i would like|i[']d like) [you] to)",
        "end": "[now|right now|right away] [for (me|us)] [please] [thanks|thank you]",
        "the": "[the|my|our|a|an|this|that]",
        "print": "print [out|off] [me|us]",
        "copy": "(copy|copies)",
        "several": "({number:copies} [more]|{single:copies}) <copy>",
        "amount": "([in|with] {number:copies} ([more] <copy>|times)|{times:copies})",
        "machine": (
            "({printer} [printer]|({short:printer}|{area:printer}['s]) printer"
            "|printer [{printer}|in <the> {area:printer}])"
        ),
        "on": (
            "(on|in|at|to|with|using|via|from|use) <the>"
            " (printer [{printer}|in <the> {area:printer}]"
            "|({printer}|{area:printer}['s]|{short:printer}) [printer])"
        ),
        "how": "[<amount>] [<on>] [<amount>]",
        "kind": "(list|to-do list|to do list|todo list)",
        "list": "<the> [<kind>] {list:name} [<kind>]",
        "document": (
            "<the> [saved] [document|file] [called|named] {document:name} [document]"
        ),
        "events": "(agenda|schedule|calendar events|calendar|events|appointments)",
        "for_day": "[for|of] {day}",
        "from": "(of|for|from|in) <the> {calendar:name} [calendar]",
        "agenda": (
            "(<the> {day}['s] ({calendar:name}['s] [<events>]|<events> [<from>])"
            "|<the> <events> (<from> [<for_day>]|<for_day> [<from>])"
            "|<the> ({calendar:name}['s] [<events>]|calendar {calendar:name}) [<for_day>]"
            "|<the> (agenda|schedule|calendar))"
        ),
        "test_page": "<the> [one] [printer] (test page|testpage)",
        "paper": "(document|file|page|print|print job|printout|job)",
        "last": "(last|previous|latest|most recent)",
        "it": "(it|that|this|<the> (<last>|same) (<paper>|one|thing))",
        "again": "[out] (again|once more|one more time)",
        "whats": "(what is|what[']s|what are)",
        "printers": "<the> (<machine>|printers)",
        "now": "[now|right now|at the moment|currently] [please|thanks|thank you]",
        "job": "<the> [<last>] (<paper>|documents|pages|test page)",
        "named": (
            "(<the> ({document:name}|{list:name} [list]|list|agenda)"
            "|it|that|everything|<job>)"
        ),
        "done": "(finish|finished|done|ready|complete|completed)",
        "yet": "[yet|already|now] [please|thanks|thank you]",
    },
    sentences={
        PRINTED: (
            "<start> (<print> [<several> of]|{number:copies} [more] <copy> of) <printed>"
            " [out] <how> <end>",
            "<start> <on> [to] <print> [<several> of] <printed> [<amount>] <end>",
            "<start> send [<several> of] <printed> to <the> <machine> <end>",
        ),
        (Kind.TEST_PAGE,): (
            "<start> <print> <test_page> [<on>] <end>",
            "<start> <on> [to] <print> <test_page> <end>",
            "<start> send <test_page> to <the> <machine> <end>",
        ),
        (Kind.REPRINT,): (
            "<start> <print> [<it>|<the> <paper>] <again> <how> <end>",
            "<start> <print> <the> <last> (<paper>|one) <how> <end>",
            "<start> <print> <it> <amount> [<on>] <end>",
            "<start> reprint [<it>|<the> <paper>] <how> <end>",
            "<start> repeat (that|<the> <last>) (print|print job) <how> <end>",
            "<start> <print> ({number:copies} [more] <copy> [of <it>]|<several> of <it>"
            "|{number:copies} more|another one|an extra copy) [<on>] <end>",
            "<start> <on> [to] (<print> <it> <again>|reprint <it>) <end>",
        ),
        (Kind.PRINTER_STATUS,): (
            "<whats> <printers> (doing|printing|up to) <now>",
            "[(can|could) you] [please] tell me what <printers> (is|are) doing <now>",
            "(is|are) <printers> [still|currently] (busy|idle"
            "|printing [something|anything]|offline|online|ready|working|available)"
            " <now>",
            "(how is|how[']s|how are) <printers> [doing] <now>",
            "[<whats>|check|tell me] <the> (status|state) of <printers> <now>",
            "[<whats>|check|tell me] (<printers>|<the> printer's) (status|state) <now>",
            "(is (anything|something)|<whats>) printing <now>",
        ),
        (Kind.JOB_STATUS,): (
            "(did|has|have|was|were|is|are) <named> [been|get|still]"
            " (print|printed|printing) [out] <yet> [<on>]",
            "(did|have) you (print|printed) <named> <yet> [<on>]",
            "(did|has|have|is|are) (<job>|<the> printing)"
            " ([been] <done> [printing]|come out|go through|work) <yet> [<on>]",
            "(did|has|have|is|are) <named> (<done> printing|come out) <yet> [<on>]",
            "(is|has) <printers> (finished|done) [printing] <yet>",
            "(what happened to|what became of|<whats> <the> status of) <job> [<on>]",
        ),
    },
)
