"""Tests of the conversion of documents."""
