"""Tests of the journal's file: damage, backups, and whose it is."""

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
import logging
from pathlib import Path
import random
import shutil
import sqlite3
import stat
from typing import Any
from unittest.mock import patch

import pytest

from custom_components.cloudprint.spool import journal_file
from custom_components.cloudprint.spool.job import Job, JobState, Reason
from custom_components.cloudprint.spool.journal_file import JournalFile, NewerFileError
from custom_components.cloudprint.spool.schema import (
    MIGRATIONS,
    insert,
    insert_contents,
    read_jobs,
    update,
)

from .faults import full_disk
from .samples import make_job


class Installation:
    """A journal's file, and what lies around it."""

    def __init__(self, folder: Path) -> None:
        """Keep all below one folder."""
        self.path = folder / "storage" / "journal.db"
        self.marker = folder / "cache" / "marker.log"

    def file(self) -> JournalFile:
        """Return the file as Home Assistant has it when it starts."""
        return JournalFile(self.path, self.marker)

    @contextmanager
    def opened(self) -> Generator[tuple[JournalFile, sqlite3.Connection]]:
        """Open the file as at a start, and leave it as after a kill."""
        file = self.file()
        with closing(file.open()) as connection:
            yield file, connection

    def write(self, *jobs: Job) -> None:
        """Write jobs down."""
        with self.opened() as (_, connection), connection:
            insert(connection, jobs)

    def read(self) -> dict[str, tuple[str, str | None]]:
        """Start, and return what is left of the jobs."""
        with self.opened() as (_, connection):
            return states(connection)

    def files(self) -> set[str]:
        """Return the names of the files in the journal's folder."""
        return {path.name for path in self.path.parent.iterdir()}


def states(connection: sqlite3.Connection) -> dict[str, tuple[str, str | None]]:
    """Return all jobs' states and reasons, in their order."""
    rows = connection.execute("SELECT record FROM jobs ORDER BY sequence")
    return {job.job_id: (job.state, job.reason) for job in read_jobs(rows)}


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """Return an installation without a journal."""
    return Installation(tmp_path)


def contents(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Return all contents."""
    return dict(connection.execute("SELECT content_id, payload FROM contents"))


def a_job_in_each_state() -> list[Job]:
    """Return one job in each state."""
    return [make_job(state=state) for state in JobState]


UNTRUSTED = {"held", "submitting"}


def assert_distrusted(jobs: list[Job], found: dict[str, Any]) -> None:
    """What was about to be sent is unconfirmed; all else is as it was."""
    assert list(found) == [job.job_id for job in jobs]
    for job in jobs:
        if job.state in UNTRUSTED:
            assert found[job.job_id] == ("unconfirmed", "restored")
        else:
            assert found[job.job_id] == (job.state, None)


def test_after_a_kill_all_is_as_it_was(here: Installation) -> None:
    """What is ours is trusted, however often Home Assistant starts."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    for _ in range(3):
        assert here.read() == {job.job_id: (job.state, None) for job in jobs}
    file = here.file()
    connection = file.open()
    file.renew(connection)
    connection.close()
    assert (file.restored, file.damaged) == (False, None)
    assert here.read() == {job.job_id: (job.state, None) for job in jobs}
    assert here.files() == {"journal.db"}


# Damage


def truncate(path: Path) -> None:
    """Cut a file in its middle."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def fill(byte: bytes) -> Callable[[Path], None]:
    """Return what fills a file with one byte."""

    def damage(path: Path) -> None:
        path.write_bytes(byte * path.stat().st_size)

    return damage


def drop_table(path: Path) -> None:
    """Take a table away, and leave a sound file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE identity")


def forget_version(path: Path) -> None:
    """Forget that the tables were made."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 0")


@pytest.mark.parametrize(
    ("damage", "is_readable"),
    [
        (truncate, False),
        (fill(b"\0"), False),
        (fill(b"x"), False),
        (lambda path: path.write_text("not a database"), False),
        (lambda path: path.write_bytes(b""), False),
        (drop_table, True),
        (forget_version, True),
    ],
)
def test_a_damaged_file_is_put_aside(
    here: Installation,
    damage: Callable[[Path], None],
    is_readable: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Setting up goes on; what can be read is carried over, and not printed again."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    damage(here.path)
    damaged = here.path.read_bytes()
    with here.opened() as (file, connection):
        assert file.damaged == here.path.with_name("journal.db.damaged-1")
        assert not file.restored
        if is_readable:
            assert_distrusted(jobs, states(connection))
        else:
            assert set(states(connection)) <= {job.job_id for job in jobs}
        assert file.damaged.read_bytes() == damaged
        with connection:
            insert(connection, [make_job(job_id="new")])
    (record,) = [
        record
        for record in caplog.records
        if record.levelno == logging.ERROR and "damaged" in record.message
    ]
    assert str(file.damaged) in record.message
    # It is whole from now on, and trusted.
    with here.opened() as (file, connection):
        assert file.damaged is None
        assert states(connection)["new"] == ("held", None)
    # And the next damaged one does not replace the first.
    truncate(here.path)
    with here.opened() as (file, _):
        assert file.damaged is not None
        assert file.damaged.name == "journal.db.damaged-2"


def test_what_lies_around_the_damage_is_carried_over(here: Installation) -> None:
    """A bad page in the middle takes only the jobs with it that are on it."""
    jobs = [make_job(state=JobState.FINISHED, message="x" * 3000) for _ in range(100)]
    here.write(*jobs)
    raw = bytearray(here.path.read_bytes())
    position = raw.index(jobs[50].job_id.encode() + b"entry")
    start = position // 4096 * 4096
    raw[start : start + 4096] = bytes(4096)
    here.path.write_bytes(raw)
    with here.opened() as (file, connection):
        assert file.damaged is not None
        found = list(states(connection))
    ids = [job.job_id for job in jobs]
    assert 80 < len(found) < 100
    assert found == [job_id for job_id in ids if job_id in found]
    assert found[:30] == ids[:30]
    assert found[-30:] == ids[-30:]


def test_contents_around_the_damage_are_carried_over(here: Installation) -> None:
    """Of contents, too, only those on the bad page are lost; and none is mixed up."""
    written = {f"{number:03}": b"%03d" % number * 1000 for number in range(100)}
    with here.opened() as (_, connection), connection:
        insert_contents(connection, (("entry", *item) for item in written.items()))
    raw = bytearray(here.path.read_bytes())
    position = raw.index(b"entry050")
    start = position // 4096 * 4096
    raw[start : start + 4096] = bytes(4096)
    here.path.write_bytes(raw)
    with here.opened() as (file, connection):
        assert file.damaged is not None
        found = contents(connection)
    assert 80 < len(found) < 100
    assert found.items() <= written.items()
    assert found.keys() >= {*list(written)[:30], *list(written)[-30:]}


def test_contents_of_another_type_are_left_behind(here: Installation) -> None:
    """Damage may make anything of a value; what it was nobody can tell."""
    here.write()
    drop_table(here.path)
    with closing(sqlite3.connect(here.path)) as connection, connection:
        connection.execute("DROP TABLE contents")
        connection.execute("CREATE TABLE contents (entry_id, content_id, payload)")
        connection.executemany(
            "INSERT INTO contents VALUES (?,?,?)",
            [
                ("entry", "a", b"one"),
                ("entry", "b", 2),
                ("entry", None, b"three"),
                (b"entry", "d", b"four"),
            ],
        )
    with here.opened() as (file, connection):
        assert file.damaged is not None
        assert contents(connection) == {"a": b"one"}


def test_an_index_that_hides_jobs_is_damage(here: Installation) -> None:
    """Jobs are looked for by their states: what the index says must be so."""
    here.write(*(make_job(state=JobState.HELD) for _ in range(3)))
    raw = here.path.read_bytes()
    page = next(
        page
        for page in range(0, len(raw), 4096)
        if raw[page] == 10 and raw.count(b"held", page, page + 4096) == 3
    )
    here.path.write_bytes(
        raw[:page]
        + raw[page : page + 4096].replace(b"held", b"hell", 1)
        + raw[page + 4096 :]
    )
    with here.opened() as (file, connection):
        assert file.damaged is not None
        assert len(states(connection)) == 3


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_stops_the_start(here: Installation, seed: int) -> None:
    """Whatever happened to the bytes, there is a journal that can be written.

    But where they say that a newer release wrote them, they are left alone. No job comes out that did not go in, and none that was held can be printed twice.
    """
    chance = random.Random(seed)
    jobs = [make_job(state=chance.choice(list(JobState))) for _ in range(20)]
    here.write(*jobs)
    sizes = {f"{number}": 50 * number**2 for number in range(20)}
    with here.opened() as (_, connection), connection:
        insert_contents(
            connection, (("entry", name, bytes(size)) for name, size in sizes.items())
        )
    whole, marker = here.path.read_bytes(), here.marker.read_bytes()
    known = {job.job_id: job.state for job in jobs}
    for round_ in range(25):
        raw = bytearray(whole)
        # The header in the first rounds, one byte after the other over all seeds.
        position = seed * 25 + round_
        if round_ >= 15:
            position = chance.randrange(len(raw))
            raw[position : position + chance.randrange(600)] = b""
        raw[position % len(raw)] ^= chance.randrange(1, 256)
        for path in here.path.parent.iterdir():
            path.unlink()
        here.path.write_bytes(raw)
        here.marker.write_bytes(marker)
        if int.from_bytes(raw[60:64], signed=True) > len(MIGRATIONS) and round_ < 15:
            # The user version, by SQLite's file format
            with pytest.raises(NewerFileError):
                here.file().open()
            assert here.path.read_bytes() == raw
            continue
        with here.opened() as (file, connection):
            found = states(connection)
            kept = contents(connection)
            with connection:
                insert(connection, [make_job(job_id="new")])
                insert_contents(connection, [("entry", "new", b"new")])
        assert {type(payload) for payload in kept.values()} <= {bytes}
        assert len(kept) == len(sizes) or file.damaged
        assert set(found) <= set(known)
        for job_id, (state, _) in found.items():
            if file.damaged and known[job_id] in UNTRUSTED:
                assert state == "unconfirmed"
            else:
                assert state == known[job_id]


@pytest.mark.parametrize("renames", range(3))
def test_mending_that_is_interrupted(here: Installation, renames: int) -> None:
    """A kill in the middle of mending loses nothing, and nothing is trusted after."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    drop_table(here.path)
    replace, done = Path.replace, 0

    def interrupted(source: Path, target: Path) -> Path:
        nonlocal done
        if source.parent == here.path.parent:
            if done == renames:
                raise KeyboardInterrupt
            done += 1
        return replace(source, target)

    with (
        patch.object(Path, "replace", interrupted),
        pytest.raises(KeyboardInterrupt),
        here.opened(),
    ):
        pass
    assert_distrusted(jobs, here.read())


def test_a_disk_that_is_full_while_mending(here: Installation) -> None:
    """Nothing is put aside until all that can be read is carried over."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    drop_table(here.path)
    files = here.files()
    with full_disk(), pytest.raises(sqlite3.Error), here.opened():
        pass
    assert files <= here.files()
    assert not [name for name in here.files() if "damaged" in name]
    assert_distrusted(jobs, here.read())


def test_a_disk_that_fails_is_no_damage(here: Installation) -> None:
    """An error of the disk puts nothing aside: it may be whole tomorrow."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    real = journal_file._connect  # noqa: SLF001 - the disk has no other place to fail

    def fail(path: Path) -> sqlite3.Connection:
        real(path).close()
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    with (
        patch.object(journal_file, "_connect", fail),
        pytest.raises(sqlite3.OperationalError, match="disk I/O"),
        here.opened(),
    ):
        pass
    assert here.read() == {job.job_id: (job.state, None) for job in jobs}
    assert here.files() == {"journal.db"}


# Backups


def back_up(here: Installation, target: Path, *, snapshot: bool = True) -> None:
    """Copy the journal's folder as a backup does, with or without being told."""
    with here.opened() as (file, connection):
        if snapshot:
            file.write_snapshot(connection)
        shutil.copytree(
            here.path.parent, target, ignore=shutil.ignore_patterns("*.db-shm")
        )
        if snapshot:
            file.remove_snapshot(connection)


def restore(here: Installation, source: Path, *, marker: bool) -> None:
    """Put a copy in the place of the journal's folder; the marker may have stayed."""
    shutil.rmtree(here.path.parent)
    shutil.copytree(source, here.path.parent)
    if not marker:
        shutil.rmtree(here.marker.parent)


@pytest.mark.parametrize("snapshot", [True, False])
@pytest.mark.parametrize("marker", [True, False])
def test_a_restored_backup_prints_nothing_again(
    here: Installation, tmp_path: Path, snapshot: bool, marker: bool
) -> None:
    """What waited when the backup was made may have been printed since."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    back_up(here, tmp_path / "backup", snapshot=snapshot)
    with here.opened() as (_, connection), connection:
        update(connection, (job.with_state(JobState.FINISHED) for job in jobs))
    restore(here, tmp_path / "backup", marker=marker)
    with here.opened() as (file, connection):
        assert file.restored
        assert_distrusted(jobs, states(connection))
        new = make_job()
        with connection:
            insert(connection, [new])
    # From now on it is ours.
    with here.opened() as (file, connection):
        assert not file.restored
        assert states(connection)[new.job_id] == ("held", None)
    assert here.files() == {"journal.db"}


def test_a_copy_of_a_running_journal_is_not_taken_for_it(
    here: Installation, tmp_path: Path
) -> None:
    """A copy that nobody announced, put back after Home Assistant was stopped."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    with here.opened() as (file, connection):
        shutil.copytree(here.path.parent, tmp_path / "backup")
        with connection:
            update(connection, (job.with_state(JobState.FINISHED) for job in jobs))
        # As it is closed at the end of Home Assistant.
        file.renew(connection)
    restore(here, tmp_path / "backup", marker=True)
    assert_distrusted(jobs, here.read())


def test_the_snapshot_stands_for_a_journal_that_was_copied_in_pieces(
    here: Installation, tmp_path: Path
) -> None:
    """The copy is whole; the journal beside it may be anything, or not be there."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    back_up(here, tmp_path / "backup")
    assert {path.name for path in (tmp_path / "backup").iterdir()} >= {
        "journal.db",
        "journal-snapshot.db",
    }
    for damage in (truncate, Path.unlink):
        restore(here, tmp_path / "backup", marker=damage is not truncate)
        (here.path.parent / "journal.db-wal").write_bytes(b"of another time")
        damage(here.path)
        with here.opened() as (file, connection):
            assert file.restored
            assert file.damaged is None
            assert_distrusted(jobs, states(connection))


def test_a_backup_that_was_not_finished(here: Installation) -> None:
    """A copy that a kill left behind is not taken for a restored one."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    with here.opened() as (file, connection):
        file.write_snapshot(connection)
        mode = stat.S_IMODE(file.snapshot_path.stat().st_mode)
        with connection:
            update(connection, (job.with_state(JobState.FINISHED) for job in jobs))
    assert mode == 0o600
    assert "journal-snapshot.db" in here.files()
    assert set(here.read().values()) == {("finished", None)}
    assert here.files() == {"journal.db"}


def test_a_damaged_journal_of_ours_is_worth_more_than_an_unfinished_copy(
    here: Installation,
) -> None:
    """What is newer is carried over from the damaged file."""
    jobs = a_job_in_each_state()
    with here.opened() as (file, connection):
        file.write_snapshot(connection)
        with connection:
            insert(connection, jobs)
    drop_table(here.path)
    with here.opened() as (file, connection):
        assert file.damaged is not None
        assert_distrusted(jobs, states(connection))
    assert "journal-snapshot.db" not in here.files()


def test_a_snapshot_needs_room(here: Installation) -> None:
    """Half a snapshot is none."""
    here.write(*a_job_in_each_state())
    with here.opened() as (file, connection):
        with full_disk(), pytest.raises(sqlite3.Error):
            file.write_snapshot(connection)
        assert "journal-snapshot.db" not in here.files()
        file.write_snapshot(connection)
        file.write_snapshot(connection)
        file.remove_snapshot(connection)


# Whose it is


def test_a_marker_that_cannot_be_read(here: Installation) -> None:
    """Whoever does not know the journal does not trust it."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    here.marker.write_bytes(b"\xff")
    assert_distrusted(jobs, here.read())


def test_a_marker_that_cannot_be_written(here: Installation) -> None:
    """Where nothing tells whose the journal is, nothing is printed from it."""
    here.marker.parent.write_text("a file where a folder should be")
    with pytest.raises(NotADirectoryError), here.opened():
        pass
    here.marker.parent.unlink()
    assert here.read() == {}


@pytest.mark.parametrize("writes", range(4))
def test_naming_it_anew_may_be_interrupted(here: Installation, writes: int) -> None:
    """A kill while the name changes does not make it a stranger's."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    replace, done = Path.replace, 0

    def interrupted(source: Path, target: Path) -> Path:
        nonlocal done
        if done == writes:
            raise KeyboardInterrupt
        done += 1
        return replace(source, target)

    with patch.object(Path, "replace", interrupted):
        try:
            with here.opened() as (file, connection):
                file.renew(connection)
        except KeyboardInterrupt:
            pass
    assert here.read() == {job.job_id: (job.state, None) for job in jobs}


def test_a_full_disk_keeps_the_name(here: Installation) -> None:
    """A journal that is ours is read also where nothing can be written."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    with here.opened() as (file, connection):
        with full_disk():
            file.renew(connection)
        assert states(connection) == {job.job_id: (job.state, None) for job in jobs}
    assert here.read() == {job.job_id: (job.state, None) for job in jobs}


def test_a_new_journal_beside_an_old_marker(here: Installation) -> None:
    """Whoever deletes the journal gets an empty one."""
    here.write(*a_job_in_each_state())
    here.path.unlink()
    with here.opened() as (file, connection):
        assert (file.restored, file.damaged) == (False, None)
        assert states(connection) == {}


def test_the_reason_is_said(here: Installation) -> None:
    """A job that is no longer trusted says why, and may be decided on."""
    job = make_job(reason=Reason.SERVICE)
    here.write(job)
    here.marker.unlink()
    with here.opened() as (_, connection):
        (found,) = read_jobs(connection.execute("SELECT record FROM jobs"))
    assert (found.state, found.reason) == (JobState.UNCONFIRMED, Reason.RESTORED)
    assert found.awaits_decision
