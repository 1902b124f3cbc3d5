"""Tests of the sources of printed content."""
