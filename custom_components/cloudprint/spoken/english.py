"""What can be said in English."""

from typing import Final

from .grammar import Grammar

ENGLISH: Final = Grammar(
    language="en",
    words={
        "copies": {
            "a": 1,
            "one": 1,
            "another": 1,
            "two": 2,
            "three": 3,
            "four": 4,
            "five": 5,
            "six": 6,
            "seven": 7,
            "eight": 8,
            "nine": 9,
            "ten": 10,
        },
        "times": {"once": 1, "twice": 2},
        "day": {"today": 0, "tomorrow": 1},
    },
    rules={
        "start": "[please|<can> you [please]]",
        "can": "(can|could|would|will)",
        "end": "[now] [for me] [please|thanks|thank you]",
        "the": "[the|my|our|a|an|this|that]",
        "print": "print [out|off] [me]",
        "copy": "(copy|copies)",
        "of": "[{copies} [more] <copy> of]",
        "amount": "([in] {copies} [more] <copy>|{copies} times|{times})",
        "on": (
            "((on|to|with|using|via|from) <the> {printer} [printer]"
            "|(on|in|at|to|with|using|via|from) <the> {area} [printer]"
            "|(on|to|with|using|via|from) <the> printer in <the> {area})"
        ),
        "how": "[<amount>|<on>|<amount> <on>|<on> <amount>]",
        "kind": "(list|to-do list|to do list|todo list)",
        "list": "<the> {list} [<kind>]",
        "document": "<the> [saved] [document] {document} [document]",
        "events": "(agenda|schedule|calendar|events|appointments)",
        "agenda": (
            "(<the> {day}'s [{calendar}] <events>"
            "|{day}'s {calendar}"
            "|<the> [{calendar}] <events> [for|of] {day}"
            "|<the> {calendar} [<events>] [[for] {day}]"
            "|<the> (agenda|schedule|calendar))"
        ),
        "test_page": "<the> [one] [printer] test page",
        "last": (
            "(it|that|this|<the> (last|previous)"
            " (document|page|print|print job|printout|job|one|thing))"
        ),
        "again": "(again|once more|one more time)",
        "printers": (
            "({printer} [printer]|{area} printer|printer in <the> {area}"
            "|printer|printers)"
        ),
        "now": "[now|right now|at the moment]",
        "job": "(document|documents|page|pages|print|printout|print job|job)",
        "yet": "[yet|already|now]",
    },
    sentences=(
        *(
            (what, sentence.replace("<what>", f"<{what}>"))
            for what in ("document", "list", "agenda")
            for sentence in (
                "<start> <print> <of> <what> [out] <how> <end>",
                "<start> <print> <on> <of> <what> <end>",
                "<start> send <of> <what> to <the> {printer} [printer] <end>",
                "<start> send <of> <what> to <the> printer in <the> {area} <end>",
            )
        ),
        ("test_page", "<start> <print> <test_page> [<on>] <end>"),
        ("again", "<start> <print> [<last>] <again> <how> <end>"),
        (
            "again",
            "<start> <print> <the> (last|previous)"
            " (document|page|print|print job|printout|job|one) <how> <end>",
        ),
        ("again", "<start> reprint <last> <how> <end>"),
        ("again", "<start> <print> {copies} [more] <copy> [of <last>] [<on>] <end>"),
        ("printers", "(what is|what's|what are) <the> <printers> doing <now>"),
        (
            "printers",
            "(is|are) <the> <printers>"
            " (busy|idle|printing|offline|online|ready|working) <now>",
        ),
        (
            "printers",
            "[what is|what's] <the> (status|state) of <the> <printers> <now>",
        ),
        ("printers", "[what is|what's] <the> <printers> (status|state) <now>"),
        ("last_job", "(did|has|have) (it|that) (print|printed|been printed) <yet>"),
        (
            "last_job",
            "(did|has|have) <the> <job>"
            " (print|printed|been printed|come out|finish|finished) <yet> [<on>]",
        ),
        ("last_job", "is (it|that) printed <yet> [<on>]"),
        (
            "last_job",
            "(is|are) <the> (<job>|printing)"
            " (printed|done|ready|finished|complete) <yet> [<on>]",
        ),
        ("last_job", "(is|has) <the> <printers> (finished|done) [printing] <yet>"),
        ("last_job", "what happened to <the> <job> [<on>]"),
    ),
)
