"""Connections: who is let in, and what is read of a request."""
