"""Tests of the spool: a job's life, through Home Assistant and below it."""
