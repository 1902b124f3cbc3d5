"""Pictures: detected, decoded, scaled and encoded for the cloud."""
