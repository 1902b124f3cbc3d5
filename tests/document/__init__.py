"""Tests of what documents become."""
