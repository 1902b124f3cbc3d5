"""Pages that we lay out: notes, Markdown, tables, checklists, agendas, forecasts."""
