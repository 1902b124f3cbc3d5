"""How the values of a request reach the child process."""

from dataclasses import fields
from functools import partial
from typing import Any, override


class PickledByName:
    """A dataclass that is pickled with the names of its fields.

    The files of the child process may be newer than this process, after an update and
    before the restart.
    """

    __slots__ = ()

    @override
    def __reduce__(self) -> tuple[partial[Any], tuple[()]]:
        """Return what creates the value again."""
        values = {
            field.name: getattr(self, field.name)
            for field in fields(self)  # type: ignore[arg-type]  # of a subclass
        }
        return partial(type(self), **values), ()
