"""Tests of Cloud Print for Home Assistant."""
