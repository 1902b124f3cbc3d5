"""What each printer can do, its defaults and its status."""
