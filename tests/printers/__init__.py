"""Tests of what printers can do, and of their defaults."""
