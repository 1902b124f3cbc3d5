"""Addresses: what may be fetched, fetching it, and pages made fit for paper."""
