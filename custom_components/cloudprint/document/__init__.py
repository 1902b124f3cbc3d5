"""Conversion of files and text to what the cloud accepts, without Home Assistant."""
