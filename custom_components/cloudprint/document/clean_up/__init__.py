"""Photographed pages: found in the picture, straightened, and evenly lit."""

from .corners import FoundPage, find_page
from .light import clean
from .perspective import straighten

__all__ = ["FoundPage", "clean", "find_page", "straighten"]
