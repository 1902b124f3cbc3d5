"""Fixtures of the collected surface."""

from ..card_api.conftest import browse, owner
from ..inbox.conftest import add_link

__all__ = ["add_link", "browse", "owner"]
