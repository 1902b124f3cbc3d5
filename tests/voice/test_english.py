"""English: options of a print, days, the weather, notes, the queue and its end."""

from typing import Final

from .conftest import Home, Row, check

SENT: Final = " to 彩色打印机."
MATHS: Final = "Sent “Maths sheet” to 彩色打印机."
AGENDA: Final = "Sent “Agenda ("
FORECAST: Final = "Sent “Weather” to 彩色打印机."
NAMED_FORECAST: Final = "Sent “Forecast Home” to 彩色打印机."
NOTE: Final = "Sent “Note” to 彩色打印机."
NOT_UNDERSTOOD: Final = "I did not understand what to print"

OPTIONS: Final[tuple[Row, ...]] = (
    # What is said, what is printed, a part of the answer
    ("print the maths sheet in colour", "1 + 1 = @ study, color", MATHS),
    ("Print the maths sheet in color, please.", "1 + 1 = @ study, color", MATHS),
    ("print the maths sheet in full colour", "1 + 1 = @ study, color", MATHS),
    (
        "print the shopping list in black and white",
        "Shopping list @ study, monochrome",
        "Sent “Shopping list” to 彩色打印机.",
    ),
    (
        "could you print the groceries in black-and-white for me?",
        "Shopping list @ study, monochrome",
        SENT,
    ),
    ("print the maths sheet in greyscale", "1 + 1 = @ study, monochrome", MATHS),
    ("print the maths sheet without colour", "1 + 1 = @ study, monochrome", MATHS),
    ("print the maths sheet on both sides", "1 + 1 = @ study, duplex", MATHS),
    ("print the maths sheet double-sided", "1 + 1 = @ study, duplex", MATHS),
    ("print the maths sheet two sided", "1 + 1 = @ study, duplex", MATHS),
    (
        "print the maths sheet on both sides of the paper please",
        "1 + 1 = @ study, duplex",
        MATHS,
    ),
    (
        "print the shopping list single-sided",
        "Shopping list @ study, oneside",
        SENT,
    ),
    (
        "print the shopping list on one side only",
        "Shopping list @ study, oneside",
        SENT,
    ),
    (
        "print two double-sided copies of the maths sheet",
        "1 + 1 = @ study x 2, duplex",
        MATHS,
    ),
    (
        "print two colour copies of the maths sheet",
        "1 + 1 = @ study x 2, color",
        MATHS,
    ),
    (
        "print a black and white copy of the maths sheet",
        "1 + 1 = @ study x 1, monochrome",
        MATHS,
    ),
    ("three color copies of the maths sheet", "1 + 1 = @ study x 3, color", MATHS),
    (
        "print the maths sheet in colour on both sides",
        "1 + 1 = @ study, color, duplex",
        MATHS,
    ),
    (
        "print three copies of the maths sheet in black and white, single-sided",
        "1 + 1 = @ study x 3, monochrome, oneside",
        MATHS,
    ),
    (
        "print the maths sheet twice, double sided and in colour",
        "1 + 1 = @ study x 2, color, duplex",
        MATHS,
    ),
    (
        "print the maths sheet in colour on the study printer",
        "1 + 1 = @ study, color",
        MATHS,
    ),
    (
        "print the maths sheet on the study printer in colour, two copies",
        "1 + 1 = @ study x 2, color",
        MATHS,
    ),
    (
        "on the study printer, print the maths sheet in colour",
        "1 + 1 = @ study, color",
        MATHS,
    ),
    (
        "print the shopping list double-sided in the office",
        "Shopping list @ office, duplex",
        "Sent “Shopping list” to Office printer.",
    ),
    ("print a colour test page", "Test page @ study, color", "Sent “Test page” to"),
    ("print a test page in black and white", "Test page @ study, monochrome", SENT),
    ("print that again in colour", "Test page @ study, color", SENT),
    (
        "print it again in black and white, double sided",
        "Test page @ study, monochrome, duplex",
        SENT,
    ),
    (
        "print another copy in colour",
        "Test page @ study x 1, color, duplex",
        SENT,
    ),
    ("reprint the last document in colour", "Test page @ study x 1, color, duplex", ""),
    (
        "give me two copies of the maths sheet",
        "1 + 1 = @ study x 2",
        MATHS,
    ),
    (
        "can I have two colour copies of the maths sheet?",
        "1 + 1 = @ study x 2, color",
        MATHS,
    ),
    (
        "I'd like two copies of the shopping list, please",
        "Shopping list @ study x 2",
        SENT,
    ),
    ("make three copies of the maths sheet", "1 + 1 = @ study x 3", MATHS),
    # Contradictions, and what is no option
    ("print the maths sheet in colour in black and white", None, NOT_UNDERSTOOD),
    (
        "print two colour copies of the maths sheet in black and white",
        None,
        NOT_UNDERSTOOD,
    ),
    ("print the maths sheet on both sides single-sided", None, NOT_UNDERSTOOD),
    ("print the maths sheet in red", None, NOT_UNDERSTOOD),
    ("print in colour", None, NOT_UNDERSTOOD),
    ("print on both sides", None, NOT_UNDERSTOOD),
    ("don't print the maths sheet in colour", None, "Sorry"),
    ("never print in colour", None, "Sorry"),
    ("is the maths sheet in colour", None, "Sorry"),
    ("can you print in colour?", None, NOT_UNDERSTOOD),
    ("turn the maths sheet to the other side", None, "Sorry"),
    ("can I have the maths sheet", None, "Sorry"),
    ("can I have a copy of the maths sheet", None, "Sorry"),
    ("I'd like two shopping lists", None, "Sorry"),
)

DAYS: Final[tuple[Row, ...]] = (
    # On Thursday, November 26
    ("print this week's agenda", "Agenda Today, 4 days @ study", AGENDA),
    ("print the agenda for this week", "Agenda Today, 4 days @ study", AGENDA),
    ("print my calendar for the week", "Agenda Today, 4 days @ study", AGENDA),
    ("Print next week’s agenda.", "Agenda Mon, Nov 30, 7 days @ study", AGENDA),
    (
        "print my schedule for next week in colour",
        "Agenda Mon, Nov 30, 7 days @ study, color",
        AGENDA,
    ),
    (
        "print Monday's agenda",
        "Agenda Mon, Nov 30 @ study",
        "Sent “Agenda (Mon, Nov 30)” to 彩色打印机.",
    ),
    ("print mondays agenda", "Agenda Mon, Nov 30 @ study", AGENDA),
    ("print the agenda for Friday", "Agenda Tomorrow @ study", AGENDA),
    ("print the agenda for this Friday", "Agenda Tomorrow @ study", AGENDA),
    ("print Thursday's agenda", "Agenda Today @ study", AGENDA),
    ("print my schedule for Saturday", "Agenda Sat, Nov 28 @ study", AGENDA),
    ("print my appointments on Sunday", "Agenda Sun, Nov 29 @ study", AGENDA),
    ("print Sunday's family events", "Family Sun, Nov 29 @ study", "“Family (Sun"),
    (
        "print the family calendar for next week",
        "Family Mon, Nov 30, 7 days @ study",
        "“Family (",
    ),
    ("print this week's family calendar", "Family Today, 4 days @ study", ""),
    (
        "print the agenda for the day after tomorrow",
        "Agenda Sat, Nov 28 @ study",
        AGENDA,
    ),
    (
        "print the agenda for the weekend",
        "Agenda Sat, Nov 28, 2 days @ study",
        AGENDA,
    ),
    ("print next Monday's agenda", "Agenda Mon, Nov 30 @ study", AGENDA),
    ("print the agenda for Friday next week", "Agenda Fri, Dec 4 @ study", AGENDA),
    ("print two copies of Monday's agenda", "Agenda Mon, Nov 30 @ study x 2", AGENDA),
    # Ambiguous or past days, and other sentences
    ("print next Friday's agenda", None, "Fri, Nov 27 or Fri, Dec 4?"),
    ("print last week's agenda", None, NOT_UNDERSTOOD),
    ("print last Monday's agenda", None, NOT_UNDERSTOOD),
    ("print the agenda for Monday and Tuesday", None, NOT_UNDERSTOOD),
    ("print the agenda on Monday on Tuesday", None, NOT_UNDERSTOOD),
    ("print the agenda for next month", None, NOT_UNDERSTOOD),
    ("print Monday", None, NOT_UNDERSTOOD),
    ("remind me on Monday to print the agenda", None, "Sorry"),
    ("did I print Monday's agenda", None, "Sorry"),
)

WEATHER: Final[tuple[Row, ...]] = (
    ("print the weather", "Forecast Home @ study", FORECAST),
    ("print the weather forecast", "Forecast Home @ study", FORECAST),
    ("print today's weather", "Forecast Home @ study", FORECAST),
    ("print tomorrow's weather forecast please", "Forecast Home @ study", FORECAST),
    ("print the forecast for tomorrow", "Forecast Home @ study", FORECAST),
    ("print me the weather report", "Forecast Home @ study", FORECAST),
    ("print this week's weather", "Forecast Home @ study", FORECAST),
    ("print the weather for the weekend", "Forecast Home @ study", FORECAST),
    ("print Forecast Home", "Forecast Home @ study", NAMED_FORECAST),
    ("print the weather of Forecast Home", "Forecast Home @ study", NAMED_FORECAST),
    (
        "print two copies of the weather forecast in colour",
        "Forecast Home @ study x 2, color",
        FORECAST,
    ),
    (
        "print the weather in the office",
        "Forecast Home @ office",
        "Sent “Weather” to Office printer.",
    ),
    ("print the weather in Spain", None, ""),
    ("print yesterday's weather", None, ""),
    ("print the weather for next month", None, ""),
)

NOTES: Final[tuple[Row, ...]] = (
    (
        "print a note saying dinner is in the oven",
        "dinner is in the oven @ study",
        NOTE,
    ),
    (
        "Print a note that says “Gone to Anna's, back at 5 p.m.!”",
        "Gone to Anna's, back at 5 p.m.! @ study",
        NOTE,
    ),
    (
        "please print a short note saying: Milk, 2 eggs & (brown) bread.",
        "Milk, 2 eggs & (brown) bread. @ study",
        NOTE,
    ),
    (
        "Can you print me a note which says Don't feed the cat?",
        "Don't feed the cat? @ study",
        NOTE,
    ),
    (
        "on the office printer, print a note saying Back at 6",
        "Back at 6 @ office",
        "Sent “Note” to Office printer.",
    ),
    (
        "print a note in the office saying Call Bob on the office printer",
        "Call Bob on the office printer @ office",
        "Sent “Note” to Office printer.",
    ),
    (
        "print a message saying Happy Birthday, Mum!",
        "Happy Birthday, Mum! @ study",
        NOTE,
    ),
    ("print two copies of a note saying No parking", "No parking @ study x 2", NOTE),
    (
        "print a note in colour with the text SALE today, please",
        "SALE today, please @ study, color",
        NOTE,
    ),
    ("print a note saying saying is believing", "saying is believing @ study", NOTE),
    ("print a sign saying WC", "WC @ study", NOTE),
    # No text, or no request
    ("print a note", None, "What should the note say?"),
    ("print a note please", None, "What should the note say?"),
    ("print a note saying", None, "What should the note say?"),
    ("print a note saying “…”", None, "What should the note say?"),
    ("print a note to Anna about dinner", None, NOT_UNDERSTOOD),
    ("I printed a note saying hello", None, "Sorry"),
    ("take a note saying buy milk", None, "Sorry"),
    ("don't print a note saying hello", None, "Sorry"),
    ("Tom said print a note saying hello", None, "Sorry"),
    ("print eleven copies of a note saying hello", None, "the limit is 10"),
)

QUEUE: Final[tuple[Row, ...]] = (
    ("how many documents are waiting?", None, "Nothing is waiting"),
    ("how many print jobs are in the queue", None, "Nothing is waiting"),
    ("how many prints are waiting on the study printer?", None, "Nothing is waiting"),
    ("is anything waiting to be printed?", None, "Nothing is waiting"),
    ("what's in the print queue?", None, "Nothing is waiting"),
    ("what is waiting to print", None, "Nothing is waiting"),
    ("how long is the print queue?", None, "Nothing is waiting"),
    ("cancel the print job", None, "Nothing is waiting"),
    ("cancel all print jobs", None, "Nothing is waiting"),
    ("please cancel my print", None, "Nothing is waiting"),
    ("cancel printing", None, "Nothing is waiting"),
    ("stop printing", None, "Nothing is waiting"),
    ("cancel printing the shopping list", None, "I have not printed “shopping list”"),
    ("cancel the maths sheet print", None, "I have not printed “maths sheet”"),
    ("clear the print queue", None, "Nothing is waiting"),
    ("cancel everything that's waiting to be printed", None, "Nothing is waiting"),
    ("is the study printer online?", None, "Yes. 彩色打印机 is online."),
    ("is the study printer offline?", None, "No. 彩色打印机 is online."),
    ("is the office printer online?", None, "No. Office printer is offline"),
    ("is the office printer offline?", None, "Yes. Office printer is offline"),
    ("are the printers online?", None, "彩色打印机 is online."),
    ("is the printer in the study busy?", None, "No. 彩色打印机 has nothing to do."),
    ("is the study printer idle?", None, "Yes. 彩色打印机 has nothing to do."),
    ("is the study printer working?", None, "Yes. 彩色打印机 has nothing to do."),
    ("is the study printer printing?", None, "No. 彩色打印机 has nothing to do."),
    ("cancel", None, ""),
    ("cancel that", None, ""),
    ("cancel the shopping list", None, "Sorry"),
    ("don't cancel the print job", None, "Sorry"),
    ("why did you cancel my print job", None, "Sorry"),
    ("how many pages did I print", None, "Sorry"),
    ("how many documents are there", None, "Sorry"),
    ("is the printer out of paper?", None, "Sorry"),
    ("is the study online", None, "Sorry"),
    ("stop", None, ""),
)


async def test_options(home: Home) -> None:
    """Colour, sides and copies are said in any order."""
    await check(home, "en", OPTIONS, home.study_satellite_id)


async def test_days(home: Home) -> None:
    """Weeks and weekdays are the next ones; what may be two days is asked."""
    await check(home, "en", DAYS, home.study_satellite_id)


async def test_weather(home: Home) -> None:
    """The forecast of the exposed weather entity is printed."""
    await check(home, "en", WEATHER, home.study_satellite_id)


async def test_notes(home: Home) -> None:
    """A note is printed as it was said."""
    await check(home, "en", NOTES, home.study_satellite_id)


async def test_queue(home: Home) -> None:
    """Questions are answered as they were asked, and nothing is printed."""
    home.study.online_status, home.office.online_status = "1", "0"
    await home.account.runtime_data.coordinator.async_refresh()
    await check(home, "en", QUEUE, home.study_satellite_id)
