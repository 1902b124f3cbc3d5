"""Answers about jobs in each state."""

from datetime import UTC, datetime

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.cloudprint.exceptions import invalid
from custom_components.cloudprint.spool.job import JobState, Reason
from custom_components.cloudprint.texts import own_language
from custom_components.cloudprint.voice.commands import Command, Kind
from custom_components.cloudprint.voice.reports import Responses
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from tests.spool.samples import make_job

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

PRINTS = (
    (JobState.SUBMITTING, None, "Sent “Letter” to Den.", "已把“Letter”发送到Den。"),
    (JobState.SUBMITTED, None, "Sent “Letter” to Den.", "已把“Letter”发送到Den。"),
    (JobState.QUEUED, None, "Sent “Letter” to Den.", "已把“Letter”发送到Den。"),
    (JobState.PRINTING, None, "Sent “Letter” to Den.", "已把“Letter”发送到Den。"),
    (JobState.FINISHED, None, "Printed “Letter” on Den.", "“Letter”已在Den上"),
    (
        JobState.UNCONFIRMED,
        Reason.NO_ANSWER,
        "I sent “Letter” to",
        "已把“Letter”发往Den，但",
    ),
    (
        JobState.HELD,
        Reason.PRINTER_OFFLINE,
        "Den is offline; I'll print “Letter” when it is back. I'll wait until 2:00 PM,",
        "Den离线，恢复后会打印“Letter”。最晚等到 14:00，之后就不再打印。",
    ),
    (JobState.HELD, Reason.SERVICE, "The print service cannot be", "暂时连不上"),
    (
        JobState.HELD,
        Reason.AUTHENTICATION,
        "The print service no longer",
        "打印服务不再",
    ),
    (JobState.HELD, Reason.QUIET_HOURS, "These are quiet hours", "现在是免打扰"),
    (JobState.HELD, Reason.ORDER, "“Letter” waits for Den.", "“Letter”正在等待Den。"),
    (
        JobState.FAILED,
        Reason.REFUSED,
        "The service did not accept the print job for “D",
        "服务没有接受发往“D",
    ),
    (JobState.EXPIRED, None, "Not printed on “D", "没有在“D"),
    (
        JobState.CANCELED,
        None,
        "“Letter” for Den was canceled.",
        "Den上的“Letter”已取消。",
    ),
)

LASTS = (
    (
        JobState.SUBMITTING,
        None,
        "Not yet: “Letter” is being sent to Den.",
        "还没有，正在把“Letter”发送到Den。",
    ),
    (JobState.SUBMITTED, None, "Not yet: “Letter” was sent to Den", "还没有，“Letter”"),
    (JobState.QUEUED, None, "Not yet: “Letter” was sent to Den", "还没有，“Letter”"),
    (JobState.PRINTING, None, "Den is still printing “L", "Den还在打印“L"),
    (
        JobState.FINISHED,
        None,
        "“Letter” was printed on Den at 1:00 PM.",
        "“Letter”已于 13:00 在Den上打印好。",
    ),
    (JobState.UNCONFIRMED, None, "I don't know: “Letter”", "不清楚，“Letter”"),
    (
        JobState.HELD,
        Reason.SERVICE,
        "“Letter” is not printed yet. The",
        "“Letter”还没有",
    ),
    (
        JobState.FAILED,
        Reason.TASK_ERROR,
        "No. Printing failed on “D",
        "没有。在“D",
    ),
    (JobState.EXPIRED, None, "No. Not printed on “D", "没有。没有在“D"),
    (JobState.CANCELED, None, "No. “Letter” for Den was canceled.", "没有。Den上"),
)


@pytest.fixture
async def both(
    hass: HomeAssistant,
    freezer: FrozenDateTimeFactory,
    enable_custom_integrations: None,
) -> tuple[Responses, Responses]:
    """Return the answers in both languages, at one o'clock."""
    freezer.move_to(NOW)
    await hass.config.async_set_time_zone("Europe/Berlin")
    hass.config.country = "US"
    english = await Responses.async_load(hass, "en")
    hass.config.country = "CN"
    return english, await Responses.async_load(hass, "zh-Hans")


def check(said: str, expected: str, state: JobState) -> None:
    """Check an answer: only a finished job is called printed."""
    assert said.startswith(expected), said
    if state is not JobState.FINISHED:
        assert not said.startswith(("Printed", "Yes", "已在", "打印好"))
        assert not any(done in said for done in ("” was printed", "打印好"))


@pytest.mark.parametrize(("state", "reason", "english", "chinese"), PRINTS)
async def test_print(
    both: tuple[Responses, Responses],
    state: JobState,
    reason: Reason | None,
    english: str,
    chinese: str,
) -> None:
    """The answer to a print command says how far the job is."""
    job = make_job(state=state, reason=reason, message="full", printer="Den")
    for responses, expected in zip(both, (english, chinese), strict=True):
        check(responses.describe_print(job, "Den", "Letter"), expected, state)


@pytest.mark.parametrize(("state", "reason", "english", "chinese"), LASTS)
async def test_last(
    both: tuple[Responses, Responses],
    state: JobState,
    reason: Reason | None,
    english: str,
    chinese: str,
) -> None:
    """The answer to a question says the outcome of the job."""
    job = make_job(state=state, reason=reason, message="full", printer="Den")
    for responses, expected in zip(both, (english, chinese), strict=True):
        check(responses.describe_last_job(job, "Den"), expected, state)


def test_all_states_have_answers() -> None:
    """There is an answer for each state of a job that voice can meet."""
    assert {state for state, *_ in PRINTS} == {state for state, *_ in LASTS}
    assert {state for state, *_ in PRINTS} == set(JobState) - {JobState.PREPARING}


async def test_formatting(both: tuple[Responses, Responses]) -> None:
    """Times, names and errors are formatted for the language."""
    english, chinese = both
    assert english.format_moment(datetime(2026, 11, 25, 5, tzinfo=UTC)) == (
        "Wed, Nov 25, 6:00 AM"
    )
    assert (
        chinese.format_moment(datetime(2026, 11, 25, 5, tzinfo=UTC))
        == "11月25日周三 06:00"
    )
    for names, said in (
        (["A"], "A"),
        (["A", "B"], "A or B"),
        (["A", "B", "C"], "A, B or C"),
    ):
        assert f": {said}?" in english.say("which_printer", printers=names)
    assert "：A、B还是C？" in chinese.say("which_printer", printers=["A", "B", "C"])
    assert english.get_error(HomeAssistantError("boo")) == english.say("failed")
    held = make_job(reason=Reason.ORDER, expires_at=None)
    assert english.describe_print(held, "Den", "X") == "“X” waits for Den."


def test_languages() -> None:
    """All variants of Chinese are answered in Chinese, other languages in English."""
    for language in ("zh", "zh-Hans", "ZH-cn"):
        assert own_language(language) == "zh-Hans"
    for other in ("en", "de", "", None):
        assert own_language(other) == "en"


async def test_names_of_jobs(both: tuple[Responses, Responses]) -> None:
    """Some names are said, and how many more there are."""
    english, chinese = both
    for count, said, in_chinese in (
        (1, "“1”", "“1”"),
        (2, "“1” and “2”", "“1”和“2”"),
        (3, "“1”, “2” and “3”", "“1”、“2”和“3”"),
        (7, "“1”, “2”, “3”, “4”, “5” and 2 more", "另外还有 2 份"),
    ):
        names = [str(number + 1) for number in range(count)]
        assert english.quote_names(names) == said
        assert chinese.quote_names(names).endswith(in_chinese)


async def test_options_that_are_refused(both: tuple[Responses, Responses]) -> None:
    """An option that a printer lacks is said in words, another as it is written."""
    english, chinese = both
    for field, value, said, in_chinese in (
        ("sides", "two_sided_long_edge", "The printer does not print on both", "双面"),
        ("copies", "20", "", "copies"),
    ):
        error = invalid("option_unsupported", field=field, value=value, supported="1")
        assert english.get_error(error).startswith(said)
        assert in_chinese in chinese.get_error(error)


@pytest.mark.parametrize("state", list(JobState))
async def test_warnings(both: tuple[Responses, Responses], state: JobState) -> None:
    """What may come out otherwise is said, unless nothing comes out."""
    english, chinese = both
    job = make_job(state=state, warnings=("color_unsupported", "dpi_unsupported"))
    command = Command(kind=Kind.DOCUMENT, color="monochrome", copies=2)
    is_over = state in ("failed", "expired", "canceled")
    for responses, said in (
        (english, "The printer may print it in color."),
        (chinese, "打出来可能是彩色的。"),
    ):
        expected = [] if is_over else [said]
        assert list(responses.describe_warnings(job, command)) == expected
