"""Tests of a real Home Assistant process with a simulated cloud, on this machine."""
