"""A small corpus with a planted answer, made once."""

import pytest
from subject_papers import SUBJECTS, write_papers


@pytest.fixture(scope="session")
def papers():
    return write_papers()


@pytest.fixture(scope="session")
def subjects():
    """Names of the planted subjects, by number."""
    return list(SUBJECTS)
