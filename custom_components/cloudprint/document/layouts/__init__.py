"""Pages that are laid out here: text, Markdown, tables, checklists, agendas, forecasts."""
