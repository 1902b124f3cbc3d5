"""Tests of repair issues and their fix flows."""
