"""Tests of what comes from the web, with real servers."""
