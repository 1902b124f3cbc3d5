"""The capabilities and the status of printers."""
