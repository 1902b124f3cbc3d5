"""Tests of rules for people."""
