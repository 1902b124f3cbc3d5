"""The capabilities and the status of printers, and how they are added."""
