"""Tests of the messages of IPP."""
