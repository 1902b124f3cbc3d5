"""Pages as they lie on sheets of paper."""
