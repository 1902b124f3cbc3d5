"""Tests of the journal's file: damage, backups and its identity."""

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
from custom_components.cloudprint.spool.job import IppOrigin, Job, JobState, Reason
from custom_components.cloudprint.spool.journal_file import (
    JournalFile,
    NewerFileError,
    count_commit,
)
from custom_components.cloudprint.spool.schema import (
    MIGRATIONS,
    insert,
    insert_contents,
    insert_ipp_ids,
    insert_printers,
    read_jobs,
    select_last_ipp_id,
    update,
)

from .faults import full_disk
from .samples import make_job


class Installation:
    """A journal's file with the files beside it."""

    def __init__(self, folder: Path) -> None:
        """Set up an installation in a folder."""
        self.path = folder / "storage" / "journal.db"
        self.marker = folder / "cache" / "marker.log"

    def file(self) -> JournalFile:
        """Return the file as at a start of Home Assistant."""
        return JournalFile(self.path, self.marker)

    @contextmanager
    def opened(self) -> Generator[tuple[JournalFile, sqlite3.Connection]]:
        """Open the file as at a start, and leave it as after a kill."""
        file = self.file()
        with closing(file.open()) as connection:
            yield file, connection

    def write(self, *jobs: Job) -> None:
        """Write jobs."""
        with self.opened() as (_, connection), connection:
            insert(connection, jobs)

    def read(self) -> dict[str, tuple[str, str | None]]:
        """Start, and return all jobs."""
        with self.opened() as (_, connection):
            return states(connection)

    def files(self) -> set[str]:
        """Return the names of the files in the journal's folder."""
        return {path.name for path in self.path.parent.iterdir()}


def states(connection: sqlite3.Connection) -> dict[str, tuple[str, str | None]]:
    """Return the states and reasons of all jobs, in order."""
    rows = connection.execute("SELECT record FROM jobs ORDER BY sequence")
    return {job.job_id: (job.state, job.reason) for job in read_jobs(rows)}


@pytest.fixture
def here(tmp_path: Path) -> Installation:
    """Return an installation without a journal."""
    return Installation(tmp_path)


def contents(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Return all contents."""
    return dict(connection.execute("SELECT content_id, payload FROM contents"))


def printers(connection: sqlite3.Connection) -> list[tuple[str, float, str]]:
    """Return what is known of the printers of all accounts."""
    return connection.execute("SELECT * FROM printers ORDER BY entry_id").fetchall()


def a_job_in_each_state() -> list[Job]:
    """Return one job in each state."""
    return [make_job(state=state) for state in JobState]


UNTRUSTED = {"preparing", "held", "submitting"}


def assert_distrusted(jobs: list[Job], found: dict[str, Any]) -> None:
    """Check that waiting and submitting jobs are unconfirmed, and others unchanged."""
    assert list(found) == [job.job_id for job in jobs]
    for job in jobs:
        if job.state in UNTRUSTED:
            assert found[job.job_id] == ("unconfirmed", "restored")
        else:
            assert found[job.job_id] == (job.state, None)


def test_open_after_a_kill(here: Installation) -> None:
    """The file is trusted."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    for _ in range(3):
        assert here.read() == {job.job_id: (job.state, None) for job in jobs}
    file = here.file()
    connection = file.open()
    file.renew(connection)
    connection.close()
    assert file.damaged is None
    assert here.read() == {job.job_id: (job.state, None) for job in jobs}
    assert here.files() == {"journal.db"}


# Damage


def truncate(path: Path) -> None:
    """Truncate a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def fill(byte: bytes) -> Callable[[Path], None]:
    """Return a function that fills a file with one byte."""

    def damage(path: Path) -> None:
        path.write_bytes(byte * path.stat().st_size)

    return damage


def drop_table(path: Path) -> None:
    """Drop a table from a consistent file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE identity")


def forget_version(path: Path) -> None:
    """Reset the schema version."""
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
def test_repair(
    here: Installation,
    damage: Callable[[Path], None],
    is_readable: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Readable jobs are copied, and not printed again."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    damage(here.path)
    damaged = here.path.read_bytes()
    with here.opened() as (file, connection):
        assert file.damaged == here.path.with_name("journal.db.damaged-1")
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
    # The new file is trusted.
    with here.opened() as (file, connection):
        assert file.damaged is None
        assert states(connection)["new"] == ("held", None)
    # The next damaged file does not replace the first.
    truncate(here.path)
    with here.opened() as (file, _):
        assert file.damaged is not None
        assert file.damaged.name == "journal.db.damaged-2"


def test_jobs_around_the_damage(here: Installation) -> None:
    """Only the jobs on a bad page are lost."""
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


def test_contents_around_the_damage(here: Installation) -> None:
    """Only the contents on a bad page are lost."""
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


def test_printers_of_a_damaged_journal(here: Installation) -> None:
    """They are copied, or their accounts would not load while the service is away."""
    known = [(f"entry{number}", float(number), "[]") for number in range(3)]
    with here.opened() as (_, connection), connection:
        insert_printers(connection, known)
    drop_table(here.path)
    with here.opened() as (file, connection):
        assert file.damaged is not None
        assert printers(connection) == known

    drop_table(here.path)
    with closing(sqlite3.connect(here.path)) as connection, connection:
        connection.execute("DROP TABLE printers")
        connection.execute("CREATE TABLE printers (entry_id, changed_at, record)")
        connection.executemany(
            "INSERT INTO printers VALUES (?,?,?)",
            [*known, ("a", "b", "[]"), (None, 1.0, "[]"), ("a", 1.0, b"[]")],
        )
    with here.opened() as (file, connection):
        assert file.damaged is not None
        assert printers(connection) == known


def test_ipp_ids_of_a_damaged_journal(here: Installation) -> None:
    """No id is given again that is reserved, or that a job has."""
    origin = IppOrigin(job_id=70, user="Anna", fingerprint="a")
    here.write(make_job(device_id="b", ipp=origin), make_job(device_id="b"))
    with here.opened() as (_, connection), connection:
        insert_ipp_ids(connection, [("a", 50), ("b", 60), ("c", 80)])
    drop_table(here.path)
    with closing(sqlite3.connect(here.path)) as connection, connection:
        connection.execute("DROP TABLE ipp_ids")
        connection.execute("CREATE TABLE ipp_ids (device_id, last)")
        connection.executemany(
            "INSERT INTO ipp_ids VALUES (?,?)",
            [("a", 50), ("b", 60), ("c", "x"), (None, 90)],
        )
    with here.opened() as (file, connection):
        assert file.damaged is not None
        last = [select_last_ipp_id(connection, device) for device in "abc"]
        assert last == [50, 70, 0]


def test_contents_of_another_type(here: Installation) -> None:
    """Damage may change the type of a value. Such rows are lost."""
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


def test_damaged_number_of_commits(here: Installation) -> None:
    """It counts as none."""
    jobs = a_job_in_each_state()
    with here.opened() as (file, connection):
        with connection:
            insert(connection, jobs)
            mark = count_commit(connection)
        file.mark(mark)
        with connection:
            connection.execute("UPDATE identity SET commits = 'x'")
    with here.opened() as (file, connection):
        assert file.damaged is not None
        assert_distrusted(jobs, states(connection))


def test_damaged_index(here: Installation) -> None:
    """An index that misses jobs is damage."""
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
    """Whatever bytes are damaged, the journal can be written.

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
        # First the bytes of the header, over all seeds
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
def test_interrupted_repair(here: Installation, renames: int) -> None:
    """No job is lost, and none is trusted."""
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


def test_full_disk_during_a_repair(here: Installation) -> None:
    """The damaged file is not renamed."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    drop_table(here.path)
    files = here.files()
    with full_disk(), pytest.raises(sqlite3.Error), here.opened():
        pass
    assert files <= here.files()
    assert not [name for name in here.files() if "damaged" in name]
    assert_distrusted(jobs, here.read())


def test_disk_error(here: Installation) -> None:
    """It is not taken for damage."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    real = journal_file._connect  # noqa: SLF001 - no other way

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
    """Copy the journal's folder as a backup does, with or without a snapshot."""
    with here.opened() as (file, connection):
        if snapshot:
            file.write_snapshot(connection)
        shutil.copytree(
            here.path.parent, target, ignore=shutil.ignore_patterns("*.db-shm")
        )
        if snapshot:
            file.remove_snapshot(connection)


def restore(here: Installation, source: Path, *, marker: bool) -> None:
    """Replace the journal's folder with a copy; keep the marker or not."""
    shutil.rmtree(here.path.parent)
    shutil.copytree(source, here.path.parent)
    if not marker:
        shutil.rmtree(here.marker.parent)


@pytest.mark.parametrize("snapshot", [True, False])
@pytest.mark.parametrize("marker", [True, False])
def test_restored_backup(
    here: Installation, tmp_path: Path, snapshot: bool, marker: bool
) -> None:
    """Held jobs may have been printed since the backup."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    back_up(here, tmp_path / "backup", snapshot=snapshot)
    with here.opened() as (_, connection), connection:
        update(connection, (job.with_state(JobState.FINISHED) for job in jobs))
    restore(here, tmp_path / "backup", marker=marker)
    with here.opened() as (_, connection):
        assert_distrusted(jobs, states(connection))
        new = make_job()
        with connection:
            insert(connection, [new])
    # It is trusted from now on.
    with here.opened() as (_, connection):
        assert states(connection)[new.job_id] == ("held", None)
    assert here.files() == {"journal.db"}


def test_copy_of_a_running_journal(here: Installation, tmp_path: Path) -> None:
    """A copy without a snapshot is distrusted after a normal stop."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    with here.opened() as (file, connection):
        shutil.copytree(here.path.parent, tmp_path / "backup")
        with connection:
            update(connection, (job.with_state(JobState.FINISHED) for job in jobs))
        # As at the end of Home Assistant
        file.renew(connection)
    restore(here, tmp_path / "backup", marker=True)
    assert_distrusted(jobs, here.read())


def test_snapshot_replaces_the_journal(here: Installation, tmp_path: Path) -> None:
    """The journal in a backup may be inconsistent or missing."""
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
            assert file.damaged is None
            assert_distrusted(jobs, states(connection))


def test_interrupted_backup(here: Installation) -> None:
    """A snapshot that a kill left behind is ignored."""
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


def test_damaged_journal_beside_a_snapshot(
    here: Installation,
) -> None:
    """The newer jobs of the damaged file are copied."""
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


def test_snapshot_on_a_full_disk(here: Installation) -> None:
    """An incomplete snapshot is removed."""
    here.write(*a_job_in_each_state())
    with here.opened() as (file, connection):
        with full_disk(), pytest.raises(sqlite3.Error):
            file.write_snapshot(connection)
        assert "journal-snapshot.db" not in here.files()
        file.write_snapshot(connection)
        file.write_snapshot(connection)
        file.remove_snapshot(connection)


# Identity


def test_unreadable_marker(here: Installation) -> None:
    """The file is distrusted."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    here.marker.write_bytes(b"\xff")
    assert_distrusted(jobs, here.read())


def test_unwritable_marker(here: Installation) -> None:
    """The file is distrusted."""
    here.marker.parent.write_text("a file where a folder should be")
    with pytest.raises(NotADirectoryError), here.opened():
        pass
    here.marker.parent.unlink()
    assert here.read() == {}


@pytest.mark.parametrize("writes", range(4))
def test_interrupted_change_of_the_identity(here: Installation, writes: int) -> None:
    """The file is still trusted."""
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


def test_full_disk_keeps_the_identity(here: Installation) -> None:
    """The file can be read."""
    jobs = a_job_in_each_state()
    here.write(*jobs)
    with here.opened() as (file, connection):
        with full_disk():
            file.renew(connection)
        assert states(connection) == {job.job_id: (job.state, None) for job in jobs}
    assert here.read() == {job.job_id: (job.state, None) for job in jobs}


def test_deleted_journal(here: Installation) -> None:
    """A new one is empty."""
    here.write(*a_job_in_each_state())
    here.path.unlink()
    with here.opened() as (file, connection):
        assert file.damaged is None
        assert states(connection) == {}


def test_reason_of_distrusted_jobs(here: Installation) -> None:
    """They await a decision."""
    job = make_job(reason=Reason.SERVICE)
    here.write(job)
    here.marker.unlink()
    with here.opened() as (_, connection):
        (found,) = read_jobs(connection.execute("SELECT record FROM jobs"))
    assert (found.state, found.reason) == (JobState.UNCONFIRMED, Reason.RESTORED)
    assert found.awaits_decision
