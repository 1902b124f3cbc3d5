"""Tests of printing: options, tickets, submission, jobs and permissions."""
