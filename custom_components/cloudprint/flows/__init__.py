"""The flows beside the config flow: options, saved documents, share codes."""
