"""Tests of sheets of paper."""
