"""The invented corpus is made at a first start, while somebody waits."""

from time import process_time

import pytest

from explorer.corpus.demonstration import make_demonstration

pytestmark = pytest.mark.benchmark

SECONDS = 2
"""Of processor time."""


def test_the_corpus_is_made_within_two_seconds():
    start = process_time()
    make_demonstration(seed=4)
    took = process_time() - start
    print(f"{took:.2f} s")
    assert took <= SECONDS
