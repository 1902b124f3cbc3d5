"""Rules for people: what they may print, how many pages, and who is asked."""
