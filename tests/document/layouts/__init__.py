"""Tests of the pages that are laid out here."""
