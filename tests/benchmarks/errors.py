"""The benchmarks' error."""


class BenchmarkError(Exception):
    """A step failed, so that there is nothing to measure."""
