"""Tests of spoken commands."""
