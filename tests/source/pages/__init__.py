"""Tests of checklists, agendas and forecasts."""
