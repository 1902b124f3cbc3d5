"""Checklists, agendas and forecasts of entities."""
