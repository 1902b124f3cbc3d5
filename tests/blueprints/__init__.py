"""The blueprints, in real automations."""
