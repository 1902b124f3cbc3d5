"""Tests of photographed pages."""
