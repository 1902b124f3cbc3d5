"""Faults of the disk."""

from collections.abc import Generator
from contextlib import contextmanager
import ctypes
import platform
import resource
import sqlite3
import struct
from types import TracebackType
from typing import Any, Final, Literal, override
from unittest.mock import patch


@contextmanager
def full_disk() -> Generator[None]:
    """Let no file of this process grow, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class UnsyncedConnection(sqlite3.Connection):
    """A connection whose commits may fail after they are in the log."""

    failures = 0
    """Number of the next commits that fail."""

    @override
    def __exit__(
        self,
        type: type[BaseException] | None,
        value: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> Literal[False]:
        """Commit, and raise an error."""
        super().__exit__(type, value, traceback)
        if type is None and UnsyncedConnection.failures:
            UnsyncedConnection.failures -= 1
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error
        return False


@contextmanager
def unsynced_commits() -> Generator[type[UnsyncedConnection]]:
    """Let some commits fail, in journals that are opened meanwhile.

    After a restart they are there all the same: the log was written, and only the sync
    of it failed.
    """
    connect: Any = sqlite3.connect

    def open_one(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(
            *args, factory=UnsyncedConnection, **kwargs
        )
        return connection

    UnsyncedConnection.failures = 0
    with patch("sqlite3.connect", open_one):
        yield UnsyncedConnection
    UnsyncedConnection.failures = 0


SYNC_CALLS: Final = {"x86_64": (74, 75), "aarch64": (82, 83)}
"""System call numbers of fsync and fdatasync on Linux, by machine."""

EIO: Final = 5


def fail_syncs(descriptor: int | None = None) -> None:
    """Let each sync of this thread fail for good, of all files or of one.

    A filter of the kernel (seccomp) answers in the place of the disk. Raises OSError
    where that is not allowed.
    """
    fsync, fdatasync = SYNC_CALLS[platform.machine()]
    load, jump_if_equal, answer = 0x20, 0x15, 0x06
    # Offsets of the number and the first argument of the call
    steps = [(load, 0, 0, 0), (jump_if_equal, 1, 0, fsync)]
    if descriptor is None:
        steps += [(jump_if_equal, 0, 1, fdatasync)]
    else:
        steps += [
            (jump_if_equal, 0, 3, fdatasync),
            (load, 0, 0, 16),
            (jump_if_equal, 0, 1, descriptor),
        ]
    steps += [(answer, 0, 0, 0x00050000 | EIO), (answer, 0, 0, 0x7FFF0000)]
    program = ctypes.create_string_buffer(
        b"".join(struct.pack("HBBI", *step) for step in steps)
    )
    header = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    set_no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if libc.prctl(set_no_new_privileges, 1, 0, 0, 0) or libc.prctl(
        set_seccomp, mode_filter, header
    ):
        raise OSError(ctypes.get_errno(), "no filter")
