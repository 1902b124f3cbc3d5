"""The letters of the languages, and the words that are likely by them."""

from pathlib import Path
import subprocess
import sys

from custom_components.cloudprint.document import language_model

from ..package import ROOT


def test_file(tmp_path: Path) -> None:
    """The file of the languages is what the script writes.

    In a process of its own: Babel keeps what others have looked up, which is then counted
    twice.
    """
    target = tmp_path / "languages.json"
    program = (
        "import sys; from pathlib import Path; from scripts import languages;"
        "languages.TARGET = Path(sys.argv[1]); languages.main()"
    )
    subprocess.run([sys.executable, "-c", program, str(target)], cwd=ROOT, check=True)
    committed = Path(language_model.__file__).with_name("languages.json")
    assert target.read_bytes() == committed.read_bytes()
