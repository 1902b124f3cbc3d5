"""What is asked of a print, and what becomes of it."""
