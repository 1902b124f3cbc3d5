"""Fetches addresses, and makes web pages self-contained."""
