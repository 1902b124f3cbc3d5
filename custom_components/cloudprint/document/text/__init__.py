"""Texts: their encoding, and the files that they link."""
