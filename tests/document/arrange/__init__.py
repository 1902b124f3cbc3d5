"""Tests of arrangements."""
