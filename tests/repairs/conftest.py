"""The fixtures of this room."""

from ..hub import hub

__all__ = ["hub"]
