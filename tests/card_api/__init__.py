"""Tests of the dashboard card's commands and upload."""
