"""Pages of entities: checklists, agendas, forecasts."""
