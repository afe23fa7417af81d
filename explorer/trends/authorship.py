"""Who writes in a niche: newcomers, people who enter it, small teams, a few names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from explorer.corpus.accents import letters
from explorer.corpus.names import natural_order
from explorer.trends.rates import shrunk_rate

MAX_AUTHORS = 20
"""Authors counted of one paper, so that one collaboration does not fill a niche."""

SMALL_TEAM = 3

_PLAIN = str.maketrans(
    dict.fromkeys(".-\u2010\u2011\u2012\u2013", " ")
    | dict.fromkeys("'\u2018\u2019\u02bc`\u00b4", "")
    | {"ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
"""Signs that part words or do not matter, and letters that are no letter with an accent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorships:
    """One row for each author of each paper."""

    paper: np.ndarray
    """Row of the paper."""
    author: np.ndarray
    """Number of the author; a name is a person, as arXiv knows no better."""
    team: np.ndarray
    """Shape (n_papers,): authors of each paper."""

    def slots_of_papers(self) -> np.ndarray:
        """Count the rows of each paper: its authors, up to ``MAX_AUTHORS``."""
        return np.minimum(self.team, MAX_AUTHORS)


def read_authorships(authors: pd.Series) -> Authorships:
    """Find who wrote each paper, of names as in ``read_names``."""
    return read_names(authors)[0]


def read_names(authors: pd.Series) -> tuple[Authorships, list[str]]:
    """Split ``First Last; First Last``; how a name is written does not tell people apart.

    Order, accents, case, dots, hyphens and apostrophes are ways of writing; initials are not
    filled in, for ``W. Wang`` is hundreds of people.

    Returns
    -------
    Authorships
        Authors are numbered by their first paper.
    list of str
        The name of each author as ``name_key`` writes it.
    """
    paper: list[int] = []
    author: list[int] = []
    number: dict[str, int] = {}
    key_of = cache(name_key)
    team = np.zeros(len(authors), dtype=np.int64)
    for row, names in enumerate(authors):
        keys = dict.fromkeys(map(key_of, names.split(";")))
        keys.pop("", None)
        team[row] = len(keys)
        for key in list(keys)[:MAX_AUTHORS]:
            paper.append(row)
            author.append(number.setdefault(key, len(number)))
    slots = Authorships(
        paper=np.array(paper, dtype=np.int64), author=np.array(author, dtype=np.int64), team=team
    )
    return slots, list(number)


def name_key(name: str) -> str:
    """Write a name as all its ways of writing are; empty if nothing is left of it."""
    name = natural_order(letters(name)).casefold().translate(_PLAIN)
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(name.split())


def first_months(authorships: Authorships, month: np.ndarray) -> np.ndarray:
    """Return the month of each author's first paper.

    Parameters
    ----------
    month : ndarray of shape (n_papers,), int
        Months counted from any origin.
    """
    first = np.full(int(authorships.author.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, authorships.author, month[authorships.paper])
    return first


def newcomer_slots(authorships: Authorships, month: np.ndarray) -> np.ndarray:
    """Tell for each authorship whether the author's first paper lies in the 12 months up to it."""
    first = first_months(authorships, month)
    return np.asarray(first[authorships.author] > month[authorships.paper] - 12)


def entrant_slots(authorships: Authorships, month: np.ndarray, niche: np.ndarray) -> np.ndarray:
    """Tell for each authorship whether its author signed no paper of the niche in an earlier month.

    The author may be known from elsewhere or new to the corpus. Who signed one a few months ago is
    no entrant any more: where all papers are of one year, entrants are still told from the others.
    """
    n_authors = int(authorships.author.max(initial=-1)) + 1
    slot_month = month[authorships.paper]
    key = niche[authorships.paper].astype(np.int64) * n_authors + authorships.author
    keys, which = np.unique(key, return_inverse=True)
    first_here = np.full(len(keys), np.iinfo(np.int64).max)
    np.minimum.at(first_here, which, slot_month)
    return np.asarray(first_here[which] == slot_month)


def slot_rate(
    flags: np.ndarray,
    authorships: Authorships,
    niche: np.ndarray,
    recent: np.ndarray,
    n: int,
    *,
    rate: float | None = None,
    disjoint: int | None = None,
) -> np.ndarray:
    """Return the share of a niche's recent authorships that are flagged, shrunk to the field's.

    The first ``disjoint`` niches, which hold every paper once, make up the field; all if left out.

    Returns
    -------
    ndarray of shape (n_niches,), 0 to 1
    """
    chosen = recent[authorships.paper]
    groups = niche[authorships.paper[chosen]]
    hits = np.bincount(groups, flags[chosen], minlength=n)
    total = np.bincount(groups, minlength=n)
    return shrunk_rate(hits, total, rate=rate, disjoint=disjoint)


def concentration(
    authorships: Authorships,
    niche: np.ndarray,
    recent: np.ndarray,
    n: int,
    *,
    top: int = 10,
    rate: float | None = None,
    disjoint: int | None = None,
) -> np.ndarray:
    """Return the share of a niche's recent papers that one of its ``top`` busiest authors signs.

    The first ``disjoint`` niches, which hold every paper once, make up the field; all if left out.

    Returns
    -------
    ndarray of shape (n_niches,), 0 to 1; shrunk to the field's
    """
    chosen = np.flatnonzero(recent[authorships.paper])
    paper, author = authorships.paper[chosen], authorships.author[chosen]
    table = pd.DataFrame({"niche": niche[paper], "author": author, "paper": paper})
    busy = table.groupby(["niche", "author"], as_index=False).size()
    busy = busy.sort_values(["niche", "size", "author"], ascending=[True, False, True])
    busiest = busy.groupby("niche").head(top)[["niche", "author"]]
    signed = table.merge(busiest, on=["niche", "author"]).drop_duplicates(["niche", "paper"])
    hits = np.bincount(signed["niche"], minlength=n)
    total = np.bincount(niche[recent], minlength=n)
    return shrunk_rate(hits, total, rate=rate, disjoint=disjoint)
