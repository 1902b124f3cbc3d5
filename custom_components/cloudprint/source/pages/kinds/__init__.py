"""The kinds of pages that can be asked for by name: each module has one in `PAGE`."""
