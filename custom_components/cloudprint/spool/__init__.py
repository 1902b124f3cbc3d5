"""A job's life: written down, sent, followed to its end, and remembered."""
