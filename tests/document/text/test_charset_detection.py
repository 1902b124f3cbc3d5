"""Detection of encodings without a declaration."""

from collections import Counter
import random

import pytest

from custom_components.cloudprint.document.text.text import decode_text, detect_encoding

from ...samples.encodings import ENCODINGS, samples

COUNTS = {1: 12, 5: 4, 20: 2}
"""How many samples of so many lines; the more, the less chance decides."""
GERMAN = (
    "Der Drucker ist nicht erreichbar. Bitte prüfen Sie, ob er eingeschaltet ist, und\n"
    "ob genügend Papier in der Kassette liegt. Für größere Aufträge fügen Sie weiße\n"
    "Blätter hinzu und drücken die grüne Taste über der Öffnung.\n"
)
RUSSIAN = "Список покупок: молоко, хлеб, яйца. Ещё нужно купить бумагу для принтера.\n"


@pytest.mark.parametrize("lines", COUNTS)
def test_floor(lines: int) -> None:
    """Of Home Assistant's texts, 95 % are right, and hardly one is wrong."""
    outcomes = Counter(
        None if (text := decode_text(sample.data)) is None else text == sample.text
        for sample in samples(lines, COUNTS[lines])
    )
    assert outcomes.total() == COUNTS[lines] * sum(map(len, ENCODINGS.values()))
    assert outcomes[True] >= 0.95 * outcomes.total(), outcomes
    assert outcomes[False] <= 0.02 * outcomes.total(), outcomes


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        # Of a mainframe
        (GERMAN, "cp500"),
        # One or the other of two languages
        ("Pornire rapidă DHW", "cp1250"),
        ("Prepínač farieb", "cp1250"),
        # Too short
        ("яя", "cp1251"),
    ],
)
def test_doubt(text: str, encoding: str) -> None:
    """What cannot be told is not guessed."""
    assert detect_encoding(text.encode(encoding)) is None


def test_no_language() -> None:
    """Letters in no order of a language are no text."""
    chance = random.Random(1)
    for _ in range(20):
        data = bytes(chance.choices(range(0x80, 0x100), k=300))
        assert detect_encoding(data) is None


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Höhe über Normalnull: 90 º, 5 m³\n", "cp1252"),
        ("65 ºC\n149 ºF\n", "cp1252"),
        ("Найдено: «Принтер №2» и „Сканер“.\n", "cp1251"),
        ("║ Список ║ Молоко ║\n", "cp866"),
        (
            "Xin ki\xea\u0309m tra máy in cu\u0309a ba\u0323n\n",
            "cp1258",
        ),
        ("‘Άλλη συσκευή’ – Έτοιμη\n", "cp1253"),
        ("ΕΚΤΥΠΩΤΗΣ: Έτοιμος\n", "iso8859-7"),
        ("Yazıcı hazır değil. Şifre yanlış.\n", "cp857"),
        ("Привіт, їжачок! Є ґанок.\n", "cp1125"),
        ("المستند جاهز للطباعة الآن\n", "cp720"),
        ("Ο εκτυπωτής είναι έτοιμος για εκτύπωση\n", "mac-greek"),
        ("Für größere Aufträge drücken Sie die grüne Taste\n", "mac-roman"),
        ("ﾌﾟﾘﾝﾀｰの電源を入れてください\n", "cp932"),
    ],
)
def test_signs_and_rare_encodings(text: str, encoding: str) -> None:
    """Signs and old encodings of one-line texts are told apart."""
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize("shift", range(4))
@pytest.mark.parametrize("encoding", ["gb18030", "cp949", "euc_jp"])
def test_cut_character(shift: int, encoding: str) -> None:
    """The end of the sample may be within a character."""
    lines = {
        "gb18030": "购物清单：牛奶，鸡蛋，面包。",
        "cp949": "장보기 목록: 우유, 빵",
    }
    text = "a" * shift + (lines.get(encoding, "買い物リスト：牛乳") + "\n") * 2000
    assert decode_text(text.encode(encoding)) == text


def test_later_letters() -> None:
    """Letters after the sample that are in a larger encoding are right as well."""
    text = RUSSIAN * 200
    assert detect_encoding(text.encode("koi8-r")) == "koi8-u"
    assert decode_text((text + "╬\n").encode("koi8-r")) == text + "╬\n"
