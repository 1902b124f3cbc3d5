"""Photographed pages: found in the picture, straightened, and evenly lit."""

from .corners import find_corners
from .light import clean
from .perspective import straighten

__all__ = ["clean", "find_corners", "straighten"]
