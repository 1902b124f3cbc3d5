"""The sentences of English."""

from typing import Final

from .commands import NEXT, NEXT_WEEK, WEEKDAYS, Kind
from .grammar import PRINTED_KINDS, Grammar, Words, build_words

_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS: Final = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen"),
)
_TENS: Final = (
    *("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),
)


def _build_numbers() -> dict[str, int]:
    """Return the words for 0 to 99, whole hundreds and thousands, and some amounts."""
    numbers = {"zero": 0, "another": 1, "a couple": 2, "a couple of": 2, "a dozen": 12}
    numbers |= {word: number for number, word in enumerate(_ONES + _TEENS, start=1)}
    for ten, word in enumerate(_TENS, start=2):
        numbers[word] = 10 * ten
        numbers |= {f"{word} {one}": 10 * ten + numbers[one] for one in _ONES}
    for one, number in {"a": 1, **{one: numbers[one] for one in _ONES}}.items():
        numbers |= {f"{one} hundred": 100 * number, f"{one} thousand": 1000 * number}
    return numbers


def _build_days() -> Words:
    """Return the words for days, each also with an "s" that lost its apostrophe."""
    days = {"today": "today", "tomorrow": "tomorrow", "this week": "this_week"}
    days |= {"day after tomorrow": "day_after_tomorrow", "week": "this_week"}
    days |= {"next week": "next_week", "weekend": "weekend", "this weekend": "weekend"}
    for day in WEEKDAYS:
        days |= {day: day, f"this {day}": day, f"next {day}": NEXT + day}
    days |= {f"{word}s": day for word, day in days.items()}
    for day in WEEKDAYS:
        days[f"{day} next week"] = NEXT_WEEK + day
    return days


_ANY_ONE: Final = "|".join(_ONES)

ENGLISH_GRAMMAR: Final = Grammar(
    language="en",
    letters="[a-zA-Z]",
    words={
        "number": _build_numbers(),
        "page": dict(zip((*_ONES, "ten"), range(1, 11), strict=True)),
        "ordinal": {"first": 1, "second": 2, "third": 3},
        "single": {"a": 1, "a single": 1, "an extra": 1},
        "extra": {"another": 1, "an extra copy": 1},
        "times": {"once": 1, "twice": 2, "three times": 3, "thrice": 3},
        "day": _build_days(),
        "color": build_words(
            color="colour|color|full colour|full color",
            monochrome="black and white|black-and-white|black & white"
            "|greyscale|grayscale|monochrome",
        ),
        "colorless": build_words(
            monochrome="without colour|without color|not in colour|not in color"
        ),
        "sides": build_words(
            two_sided_long_edge="double sided|double-sided|two sided|two-sided|duplex",
            one_sided="single sided|single-sided|one sided|one-sided",
        ),
        "faces": build_words(
            two_sided_long_edge="both sides|two sides", one_sided="one side"
        ),
        "question": build_words(
            online="online|connected",
            offline="offline|disconnected",
            ready="ready|working|available",
            idle="idle|free",
            busy="busy",
            printing="printing|printing something|printing anything",
        ),
        "power": build_words(
            online="on|turned on|switched on|up", offline="off|turned off|switched off"
        ),
        "works": build_words(ready="work"),
        "week": {
            **build_words(this_week="this week", next_week="next week"),
            **dict.fromkeys(("week", "weekly"), ""),
        },
        "operation": build_words(
            add="addition|adding|plus",
            subtract="subtraction|subtracting|minus|take away",
            multiply="multiplication|multiplying|times table|times tables|times",
            divide="division|dividing",
            add_subtract="addition and subtraction|plus and minus",
            multiply_divide="multiplication and division",
            add_subtract_multiply_divide="mixed",
        ),
        "carrying": {
            f"{word} {what}": word
            for word in ("with", "without")
            for what in (
                "carrying",
                "borrowing",
                "carrying and borrowing",
                "regrouping",
            )
        },
        "answers": dict.fromkeys(
            ("with answers", "with the answers", "and answers"), 1
        ),
        "missing": dict.fromkeys(("with missing numbers", "with gaps"), 1),
        "remainders": dict.fromkeys(("with remainders", "with remainder"), 1),
    },
    short={
        "number": (
            f"zero|another|a couple [of]|a dozen|{_ANY_ONE}|{'|'.join(_TEENS)}"
            f"|({'|'.join(_TENS)}) [{_ANY_ONE}]|(a|{_ANY_ONE}) (hundred|thousand)"
        ),
        "day": (
            f"today[s]|tomorrow[s]|day after tomorrow[s]|[this|next] week[s]"
            f"|[this] weekend[s]|[this|next] ({'|'.join(WEEKDAYS)})[s]"
            f"|({'|'.join(WEEKDAYS)}) next week"
        ),
    },
    rules={
        "start": (
            "[hey|ok|okay] [please] [(can|could|would|will) you|<want>]"
            " [please|just|now|go ahead and]"
        ),
        "want": "(let[']s|(i want|i would like|i[']d like) [you] to)",
        "end": "[now|right now|right away] [for (me|us)] [please] [thanks|thank you]",
        "get": (
            "[please] ((can|could|may) (i|we) [please] (have|get)|(i|we) (want|need)"
            "|(i|we) would like|(i|we)[']d like|(give|get) (me|us)|make [me|us])"
        ),
        "the": "[the|my|our|a|an|this|that]",
        "print": "print [out|off] [me|us]",
        "copy": "(copy|copies)",
        "looks": "[{color}|{sides}] [{color}|{sides}]",
        "many": "{number:copies} [more] <looks> <copy>",
        "several": "({number:copies} [more]|{single:copies}) <looks> <copy>",
        "count": "(<several> of|{number:copies} [more] <looks>)",
        "amount": "([in|with] {number:copies} ([more] <copy>|times)|{times:copies})",
        "style": (
            "(in {color}|{colorless:color}|{sides}"
            "|on {faces:sides} [only] [of the (page|paper|sheet)])"
        ),
        "styles": "[<style> [[and] <style>]]",
        "named_machine": (
            "({printer} [printer]|({short:printer}|{area:printer}['s]) printer"
            "|printer ({printer}|in <the> {area:printer}))"
        ),
        "machine": "(<named_machine>|printer)",
        "on": (
            "(on|in|at|to|with|using|via|from|use) <the>"
            " (printer [{printer}|in <the> {area:printer}]"
            "|({printer}|{area:printer}['s]|{short:printer}) [printer])"
        ),
        "where": "<styles> [<on>] <styles>",
        "how": "[for (me|us)] <styles> [<amount>] <styles> [<on>] <styles> [<amount>] <styles>",
        "kind": "(list|to-do list|to do list|todo list)",
        "list": (
            "[(what is|what[']s|everything) on] <the> [<kind>] {list:name} [<kind>]"
        ),
        "range": (
            "((page|pages) {page:first_page} [(to|through) [page] {page:last_page}]"
            "|[the] [first] {page:last_page} pages|[the] {ordinal:first_page} page)"
        ),
        "document": (
            "[<range> (of|from)] <the> [saved] [document|file] [called|named]"
            " {document:name} [document] [<range>]"
        ),
        "events": "(agenda|schedule|calendar events|calendar|events|appointments)",
        "for_day": "[for|of|on] [the] {day}",
        "from": "(of|for|from|in) <the> {calendar:name} [calendar]",
        "agenda": (
            "(<the> {day}['s] ({calendar:name}['s] [<events>]|<events> [<from>])"
            "|<the> <events> (<from> [<for_day>]|<for_day> [<from>])"
            "|<the> ({calendar:name}['s] [<events>]|calendar {calendar:name}) [<for_day>]"
            "|(what is|what[']s) on [<the> (agenda|schedule|calendar)] <for_day>"
            "|<the> (agenda|schedule|calendar))"
        ),
        "soon": "(today|tomorrow|this week|week|this weekend|weekend)",
        "forecast": "(weather [forecast|report]|forecast)",
        "weather": (
            "<the> (<soon>[[']s] <forecast>|<forecast> [[for|of] [the] <soon>]"
            "|{weather:name} [<forecast>]|<forecast> (for|of|from) <the> {weather:name})"
        ),
        "picture": (
            "(<the> (picture|photo|snapshot|image) (of|from|by) <the> {picture:name}"
            " [camera]|what <the> {picture:name} [camera] (sees|shows)"
            "|<the> {picture:name} [camera] [picture|photo|snapshot|image])"
        ),
        "week": (
            "<the> ({week:day}['s] [planner|plan|overview]|planner"
            "|(planner|plan) (for|of) [the] {week:day})"
        ),
        "maths": "(maths|math|arithmetic|{operation:operations})",
        "sums": "([<maths>] sums|<maths> (problems|exercises|questions|tasks))",
        "details": "[<detail> [[and] <detail>] [[and] <detail>]]",
        "detail": "(up to {number:largest}|{carrying}|{answers}|{missing}|{remainders})",
        "worksheet": (
            "([some|{number:count}] <sums> <details>"
            "|<the> ([<maths>] (worksheet|work sheet)|<maths> (sheet|page))"
            " [(of|with) {number:count} <sums>] <details>"
            "|<the> (sheet|page) (of|with) [{number:count}] <sums> <details>)"
        ),
        "note": "<the> [short|quick|little] (note|message|sign)",
        "saying": (
            "((that|which) (says|reads)|saying|reading|with the (text|words|message))"
        ),
        "test_page": "<the> [one] [printer] <looks> [printer] (test page|testpage)",
        "paper": "(document|file|page|print|print job|printout|job)",
        "last": "(last|previous|latest|most recent)",
        "it": "(it|that|this|<the> (<last>|same) (<paper>|one|thing))",
        "again": "[out] (again|once more|one more time)",
        "whats": "(what is|what[']s|what are)",
        "named_printers": "<the> <named_machine>",
        "place": "<the> (<named_machine>|({short:printer}|{area:printer}) [one])",
        "printers": "<the> (<machine>|printers)",
        "powered": "<printers>",
        "now": "[now|right now|at the moment|currently] [please|thanks|thank you]",
        "job": "<the> [<last>] (<paper>|documents|pages|test page)",
        "named": (
            "(<the> ({document:name}|{list:name} [list]|list|agenda)"
            "|it|that|everything|<job>)"
        ),
        "done": "(finish|finished|done|ready|complete|completed)",
        "yet": "[yet|already|now] [please|thanks|thank you]",
        "jobs": "(documents|files|pages|prints|print jobs|jobs|printouts)",
        "to_print": "(waiting|queued|pending) (to (print|be printed)|for <printers>)",
        "queue": "<the> (print|printer|printing) queue",
        "waits": "((waiting|queued|pending) [to (print|be printed)]|(in|on) <the> queue)",
        "job_named": "<the> ({document:name}|{list:name} [list])",
        "print_job": "(print|print job|printing|printout)",
        "stack": "<the> (paper|papers|stack [of paper]|sheets|pages|pile)",
        "i_have": "(i|we|i[']ve|we[']ve|i have|we have) [now|just]",
        "turn": "(turned|flipped)",
        "around": "(over|around|round)",
        "others": (
            "<the> (other|second|back|reverse|remaining) (side|sides|half|pages)"
            " [of (<stack>|<the> (<paper>|sheet))]"
        ),
    },
    sentences={
        **dict.fromkeys(
            PRINTED_KINDS,
            (
                "<start> (<print> [<count>]|<many> of) <printed> [out] <how> <end>",
                "<get> (<many>|a (printout|print)) of <printed> <how> <end>",
                "<start> <on> [to] <print> [<count>] <printed> <styles> [<amount>]"
                " <styles> <end>",
                "<start> send [<several> of] <printed> to <the> <machine> <end>",
            ),
        ),
        (Kind.TEST_PAGE,): (
            "<start> <print> <test_page> <where> <end>",
            "<start> <on> [to] <print> <test_page> <styles> <end>",
            "<start> send <test_page> to <the> <machine> <end>",
        ),
        (Kind.REPRINT,): (
            "<start> <print> [<it>|<the> <paper>] <again> <how> <end>",
            "<start> <print> <the> <last> (<paper>|one) <how> <end>",
            "<start> <print> <it> <styles> <amount> <where> <end>",
            "<start> reprint [<it>|<the> <paper>] <how> <end>",
            "<start> repeat (that|<the> <last>) (print|print job) <how> <end>",
            "<start> <print> (<many> [of <it>]|<several> of <it>"
            "|{number:copies} more|{extra:copies}|another one) <where> <end>",
            "<get> <many> of <it> <where> <end>",
            "<start> <on> [to] (<print> <it> <again>|reprint <it>) <styles> <end>",
        ),
        (Kind.NOTE,): (
            "<start> <print> [<several> of] <note> <where> <saying> {note}",
            "<start> <on> [to] <print> [<several> of] <note> <styles> <saying> {note}",
            "<start> <print> [<several> of] <note> <where> [<saying>] <end>",
        ),
        (Kind.PRINTER_STATUS,): (
            "<whats> <printers> (doing|printing|up to) <now>",
            "[(can|could) you] [please] tell me what <printers> (is|are) doing <now>",
            "(is|are) <printers> [still|currently] {question} <now>",
            "(does|do) <printers> {works:question} <now>",
            "(how is|how[']s|how are) <printers> doing <now>",
            "([<whats>|check|tell me] <the> status|check <the> state) of <printers> <now>",
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
        (Kind.QUEUE,): (
            "how many <jobs> (are|is) [still|there] (<waits>|(in|on) <queue>) [<on>] <now>",
            "(how many things|<whats>) [are] [still] (<to_print>|(in|on) <queue>) [<on>]"
            " <now>",
            "(is|are) [there] (anything|something|[any] <jobs>) [still]"
            " (<to_print>|(in|on) <queue>) [<on>] <now>",
            "(how long is <queue>|is <queue> empty) <now>",
            "are there [any] (prints|print jobs|printouts) left [to print] [<on>] <now>",
        ),
        (Kind.CANCEL_ALL,): (
            "<start> (cancel|delete|remove|stop) (all|all of|all the)"
            " [my|our|the] [waiting|queued|pending|held] (prints|print jobs|printouts)"
            " [<on>] <end>",
            "<start> (cancel|delete|remove|stop) everything (that is|that[']s|which is)"
            " (<to_print>|in <queue>) [<on>] <end>",
            "<start> (clear|empty|cancel|delete) <queue> [<on>] <end>",
            "<start> (cancel|stop) all printing [<on>] <end>",
        ),
        (Kind.CANCEL,): (
            "<start> (cancel|stop|abort|forget) (<the> [<last>|current] <print_job>"
            "|printing [<it>|<job_named>]|<job_named> <print_job>"
            "|<the> <print_job> (of|for) <job_named>) [<on>] <end>",
        ),
        (Kind.MOVE,): (
            "<start> (move|send|switch) (<it> [over] to <named_printers>"
            "|[<the>|<job_named>] <print_job> [over] to <place>) [instead] <end>",
        ),
        (Kind.INSTEAD,): ("<start> <print> <it> <on> instead <end>",),
        (Kind.THERE,): ("<start> <print> <it> <on> <end>",),
        (Kind.BACK_PASS,): (
            "[okay|ok] <i_have> put <stack> back [in|into] [<the> (tray|printer)] <now>",
            "[okay|ok] <i_have> <turn> (<stack> [<around>]|<around> <stack>) [<on>] <now>",
            "[okay|ok] <stack> (is|are|has been|have been|was|were) <turn> [<around>]"
            " [<on>] <now>",
            "<start> (<print>|continue with|go on with) <others> [<on>] <end>",
            "<start> (continue|resume|go on) [with] printing [<others>] [<on>] <end>",
        ),
    },
    entity_sentences={
        (Kind.PRINTER_STATUS,): (
            "(how is|how[']s|how are) <printers> <now>",
            "[<whats>|tell me] <the> state of <printers> <now>",
            "(is|are) <powered> {power:question} <now>",
        ),
    },
    unclaimed={
        (Kind.MOVE,): (
            "<start> (move|send|switch) <it> [over] to <place> [instead] <end>",
        ),
        (Kind.PRINTER,): ("[on|in|at|to|with|use] <place> <end>",),
        (): ("<start> <print> [{anything}]",),
    },
    notes=(
        r"(?is)\b(?:note|message|sign)\b.*?\b"
        r"(?:says|reads|saying|reading|with the (?:text|words|message))\b[\s:,]*"
        r"(?P<text>\S.*)",
        r"(?is)\b(?:note|message|sign)\s*[:,]\s*(?P<text>\S.*)",
    ),
)
