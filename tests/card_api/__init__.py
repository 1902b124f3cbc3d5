"""What the dashboard card asks of Home Assistant."""
