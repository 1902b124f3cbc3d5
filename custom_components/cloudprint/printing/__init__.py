"""A print: on which printers, how, and what becomes of its jobs."""
