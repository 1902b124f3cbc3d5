"""Tests of voice commands."""
