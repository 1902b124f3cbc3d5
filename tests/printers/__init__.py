"""Tests of capabilities and default options."""
