"""What is told of a benchmark that did not work."""


class BenchmarkError(Exception):
    """Something did not work, so that there is nothing to measure."""
