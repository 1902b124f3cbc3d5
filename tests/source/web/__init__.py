"""Tests of web content, with real servers."""
