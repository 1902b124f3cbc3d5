"""Runs tests in a random order: `--order-seed=N`, the same order for the same number.

Files are shuffled, and the tests within each: module fixtures are set up once, as ever.
"""

from collections import defaultdict
from random import Random

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option; pytest-xdist hands it to its workers."""
    parser.addoption(
        "--order-seed",
        type=int,
        metavar="N",
        help="run the files, and the tests in each, in the random order N",
    )


def pytest_report_header(config: pytest.Config) -> str | None:
    """Name the order, so that it can be repeated."""
    seed = config.getoption("order_seed")
    return None if seed is None else f"order: --order-seed={seed}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Shuffle what is left of the tests after `-k` and `-m`, in all workers alike."""
    if (seed := config.getoption("order_seed")) is None:
        return
    files = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        files[item.location[0]].append(item)
    random = Random(seed)
    shuffled = random.sample(sorted(files), len(files))
    items[:] = [
        item
        for file in shuffled
        for item in random.sample(files[file], len(files[file]))
    ]
