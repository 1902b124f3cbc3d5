"""Tests of Office files."""
