"""What printing costs, as ratios and counts that are measured side by side in one run.

`python -m tests.benchmarks` runs all parts, each in a process of its own; with the name
of a part, that part alone. Nothing here judges a duration: the exit code only says
whether everything has worked.
"""

from .. import early  # noqa: F401 - Home Assistant, before what must come after it
