"""The invented corpus of a first start, and the planted truth of the tests."""

from explorer.corpus.demonstration.making import (
    FIRST_NUMBER,
    LAST_DAY,
    MARK,
    Demonstration,
    make_demonstration,
)

__all__ = ["FIRST_NUMBER", "LAST_DAY", "MARK", "Demonstration", "make_demonstration"]
