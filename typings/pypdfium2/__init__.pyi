"""The part of pypdfium2 that is used: importing it sets the library up."""

from . import raw as raw
