"""Office files: told apart and checked, and sent as they are."""
