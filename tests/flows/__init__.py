"""Tests of the flows beside the config flow."""
