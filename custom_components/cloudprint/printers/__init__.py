"""The capabilities and the status of printers, what is stored, and how they are added."""
