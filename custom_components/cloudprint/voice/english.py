"""What can be said in English."""

from typing import Final

from .grammar import PRINTED, Grammar
from .numbers import english_numbers

ENGLISH: Final = Grammar(
    language="en",
    numbers=english_numbers(),
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
        "several": "({copies} [more]|{single}) <copy>",
        "amount": "([in|with] {copies} ([more] <copy>|times)|{times})",
        "machine": (
            "({printer} [printer]|({short}|{area}['s]) printer"
            "|printer [{printer}|in <the> {area}])"
        ),
        "on": (
            "(on|in|at|to|with|using|via|from|use) <the>"
            " (printer [{printer}|in <the> {area}]|({printer}|{area}['s]|{short}) [printer])"
        ),
        "how": "[<amount>] [<on>] [<amount>]",
        "kind": "(list|to-do list|to do list|todo list)",
        "list": "<the> [<kind>] {list} [<kind>]",
        "document": (
            "<the> [saved] [document|file] [called|named] {document} [document]"
        ),
        "events": "(agenda|schedule|calendar events|calendar|events|appointments)",
        "for_day": "[for|of] {day}",
        "from": "(of|for|from|in) <the> {calendar} [calendar]",
        "agenda": (
            "(<the> {day}['s] ({calendar}['s] [<events>]|<events> [<from>])"
            "|<the> <events> (<from> [<for_day>]|<for_day> [<from>])"
            "|<the> ({calendar}['s] [<events>]|calendar {calendar}) [<for_day>]"
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
        "named": "(<the> ({document}|{list} [list]|list|agenda)|it|that|everything|<job>)",
        "done": "(finish|finished|done|ready|complete|completed)",
        "yet": "[yet|already|now] [please|thanks|thank you]",
    },
    sentences=(
        (
            PRINTED,
            "<start> (<print> [<several> of]|{copies} [more] <copy> of) <what> [out] <how>"
            " <end>",
        ),
        (PRINTED, "<start> <on> [to] <print> [<several> of] <what> [<amount>] <end>"),
        (PRINTED, "<start> send [<several> of] <what> to <the> <machine> <end>"),
        (("test_page",), "<start> <print> <test_page> [<on>] <end>"),
        (("test_page",), "<start> <on> [to] <print> <test_page> <end>"),
        (("test_page",), "<start> send <test_page> to <the> <machine> <end>"),
        (("again",), "<start> <print> [<it>|<the> <paper>] <again> <how> <end>"),
        (("again",), "<start> <print> <the> <last> (<paper>|one) <how> <end>"),
        (("again",), "<start> <print> <it> <amount> [<on>] <end>"),
        (("again",), "<start> reprint [<it>|<the> <paper>] <how> <end>"),
        (
            ("again",),
            "<start> repeat (that|<the> <last>) (print|print job) <how> <end>",
        ),
        (
            ("again",),
            "<start> <print> ({copies} [more] <copy> [of <it>]|<several> of <it>"
            "|{copies} more|another one|an extra copy) [<on>] <end>",
        ),
        (("again",), "<start> <on> [to] (<print> <it> <again>|reprint <it>) <end>"),
        (("printers",), "<whats> <printers> (doing|printing|up to) <now>"),
        (
            ("printers",),
            "[(can|could) you] [please] tell me what <printers> (is|are) doing <now>",
        ),
        (
            ("printers",),
            "(is|are) <printers> [still|currently] (busy|idle|printing [something|anything]"
            "|offline|online|ready|working|available) <now>",
        ),
        (("printers",), "(how is|how[']s|how are) <printers> [doing] <now>"),
        (
            ("printers",),
            "[<whats>|check|tell me] <the> (status|state) of <printers> <now>",
        ),
        (
            ("printers",),
            "[<whats>|check|tell me] (<printers>|<the> printer's) (status|state) <now>",
        ),
        (("printers",), "(is (anything|something)|<whats>) printing <now>"),
        (
            ("last_job",),
            "(did|has|have|was|were|is|are) <named> [been|get|still]"
            " (print|printed|printing) [out] <yet> [<on>]",
        ),
        (("last_job",), "(did|have) you (print|printed) <named> <yet> [<on>]"),
        (
            ("last_job",),
            "(did|has|have|is|are) (<job>|<the> printing)"
            " ([been] <done> [printing]|come out|go through|work) <yet> [<on>]",
        ),
        (
            ("last_job",),
            "(did|has|have|is|are) <named> (<done> printing|come out) <yet> [<on>]",
        ),
        (("last_job",), "(is|has) <printers> (finished|done) [printing] <yet>"),
        (
            ("last_job",),
            "(what happened to|what became of|<whats> <the> status of) <job> [<on>]",
        ),
    ),
)
