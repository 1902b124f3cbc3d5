"""Shared printers in the local network: an IPP server for phones and computers."""
