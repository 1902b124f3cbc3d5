"""Other people's programs that print by IPP: ipptool, CUPS and Avahi."""
