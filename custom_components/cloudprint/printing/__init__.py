"""Printing: options, job tickets, submission, jobs and permissions."""
