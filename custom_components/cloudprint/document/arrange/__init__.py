"""Several pages on sheets of paper: who lies where, at which size."""
