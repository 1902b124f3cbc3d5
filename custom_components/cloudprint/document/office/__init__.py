"""Office files: detected, checked, and sent unchanged."""
