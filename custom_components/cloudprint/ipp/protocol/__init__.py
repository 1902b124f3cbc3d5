"""Messages of IPP: what is read and written."""
