"""Layouts of several pages on sheets of paper."""
