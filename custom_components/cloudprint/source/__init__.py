"""What a print names as its content, read from Home Assistant and the web."""
