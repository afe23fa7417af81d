"""A small invented corpus with planted growth: of twenty-four subjects, six begin to rise.

What rises shows it early: its authors are new, its abstracts speak of open code, and of a method
that other rising subjects took up too.
"""

import numpy as np

from explorer.corpus.months import last_day, months_between
from explorer.corpus.papers import Paper

MONTHS = months_between("2010-01", "2016-12")

N_SUBJECTS, N_RISING = 24, 6

BEGIN, RATE = 24, 1.45
"""Month from which the rising subjects grow, and by how much a year."""

METHOD = "lattice ferrying"

CATEGORIES = ("cs.RO", "cs.CL", "stat.AP")

SYLLABLES = (
    "bal",
    "dor",
    "fen",
    "gim",
    "hul",
    "jas",
    "kep",
    "lor",
    "mun",
    "nip",
    "pol",
    "rud",
    "sef",
    "tob",
)


def words_of(rng, count):
    """Invent words."""
    return ["".join(rng.choice(SYLLABLES, 3)) for _ in range(count)]


def papers_in(subject, month):
    """Return how many papers a subject is to have in a month."""
    rises = subject < N_RISING and month >= BEGIN
    return 1.4 * (RATE ** ((month - BEGIN) / 12) if rises else 1.0)


def planted_papers(*, seed=0):
    """Write the papers, and say of which subject each is."""
    rng = np.random.default_rng(seed)
    own = [words_of(rng, 8) for _ in range(N_SUBJECTS)]
    papers, subjects = [], []
    for month, name in enumerate(MONTHS):
        before = len(papers)
        for subject in range(N_SUBJECTS):
            for _ in range(rng.poisson(papers_in(subject, month))):
                number = len(papers) - before + 1
                papers.append(_paper(rng, name, month, subject, own[subject], number))
                subjects.append(subject)
    return papers, np.array(subjects)


def _paper(rng, name, month, subject, own, number):
    rises = subject < N_RISING and month >= BEGIN - 12
    drawn = rng.choice(own, 10).tolist()
    pair = f"{own[0]} {own[1]}"
    speaks = rng.random() < (min((month - BEGIN + 12) / 36, 0.8) if rises else 0.02)
    is_open = rng.random() < (0.5 if rises else 0.1)
    abstract = f"We study {pair}. {' '.join(drawn)}."
    abstract += f" It rests on {METHOD}." if speaks else ""
    abstract += " The code is available on GitHub." if is_open else ""
    end = last_day(name)
    day = end.replace(day=1 + number % end.day)
    fellow, writer = rng.integers(12, size=2).tolist()
    writer = f"{month}n{number}" if rises else str(writer)
    return Paper(
        arxiv_id=f"{name[2:4]}{name[5:]}.{number:04d}",
        title=f"{pair.capitalize()} and {drawn[0]}",
        abstract=abstract,
        submitted=day,
        updated=day,
        primary_category=CATEGORIES[subject % 3],
        categories=(CATEGORIES[subject % 3],),
        authors=(f"Ann Writer{subject}x{writer}", f"Ben Fellow{subject}x{fellow}"),
    )
