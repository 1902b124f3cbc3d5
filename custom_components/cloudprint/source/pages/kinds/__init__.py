"""The kinds of pages that can be asked for by name: each module has one in `PAGE`."""

from pkgutil import iter_modules
from typing import Final

PAGE_NAMES: Final = tuple(sorted(module.name for module in iter_modules(__path__)))
