"""Tests of the IPP server."""
