"""Tests of the connections of the IPP server."""
