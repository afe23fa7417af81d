"""Fields in which a method may be used, and how many of their papers use it year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from explorer.trends.authorship import Authorships

IN_USE = 3
"""Papers in 12 months from which a method is in use in a field: one may name it by chance."""

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Which field each paper belongs to, and which it touches."""

    ids: tuple[str, ...]
    of_paper: np.ndarray
    """int64 of shape (n_papers,); -1 where the field is none of these."""
    beside: csr_array
    """float32 of shape (n_papers, n_fields): 1 where it is listed in the field, but not firstly."""
    authorships: Authorships

    def counts(self, uses: csr_array, chosen: np.ndarray) -> np.ndarray:
        """Count the chosen papers of each field that use each concept.

        Returns
        -------
        ndarray of shape (n_fields, n_concepts)
        """
        return np.asarray((self.groups(chosen) @ uses).toarray(), dtype=np.float64)

    def sizes(self, chosen: np.ndarray) -> np.ndarray:
        """Count the chosen papers of each field, shape (n_fields,)."""
        rows = np.flatnonzero(chosen & (self.of_paper >= 0))
        return np.bincount(self.of_paper[rows], minlength=len(self.ids))

    def by_authors(self, since: np.ndarray) -> csr_array:
        """Mark the papers outside each field that an author wrote who writes in it.

        Parameters
        ----------
        since : ndarray of shape (n_papers,), bool
            Papers that tell who writes in a field.

        Returns
        -------
        csr_array of shape (n_papers, n_fields)
        """
        slots, n = self.authorships, len(self.of_paper)
        ones = np.ones(len(slots.paper), dtype=np.float32)
        shape = (int(slots.author.max(initial=-1)) + 1, n)
        wrote = csr_array((ones, (slots.author, slots.paper)), shape=shape)
        fields_of_author = csr_array(wrote @ self.groups(since).T)
        fields_of_author.data[:] = 1
        marks = csr_array(wrote.T @ fields_of_author).tocoo()
        outside = self.of_paper[marks.row] != marks.col
        places = (marks.row[outside], marks.col[outside])
        ones = np.ones(len(places[0]), dtype=np.float32)
        return csr_array((ones, places), shape=(n, len(self.ids)))

    def groups(self, chosen: np.ndarray) -> csr_array:
        """Mark the chosen papers of each field, shape (n_fields, n_papers)."""
        rows = np.flatnonzero(chosen & (self.of_paper >= 0))
        ones = np.ones(len(rows), dtype=np.float32)
        shape = (len(self.ids), len(self.of_paper))
        return csr_array((ones, (self.of_paper[rows], rows)), shape=shape)


def window(month: np.ndarray, last: int, length: int = MONTHS) -> np.ndarray:
    """Tell which papers came in the months that end with ``last``."""
    return np.asarray((month > last - length) & (month <= last))


def by_year(fields: Fields, uses: csr_array, month: np.ndarray, last: int) -> np.ndarray:
    """Count the papers of each field that use each concept, in 12 months each up to ``last``.

    Returns
    -------
    ndarray of shape (n_years, n_fields, n_concepts)
        The last 12 months first; months before the oldest whole year are not counted.
    """
    years = max((last + 1 - int(month.min(initial=last))) // MONTHS, 1)
    return np.array(
        [fields.counts(uses, window(month, last - MONTHS * back)) for back in range(years)]
    )


def adopted(years: np.ndarray) -> np.ndarray:
    """Return how many years ago each field began to use each concept, -1 where it did not yet.

    >>> int(adopted(np.array([4, 1, 3, 0])[:, None, None])[0, 0])
    2
    """
    used = years >= IN_USE
    oldest = len(years) - 1 - np.argmax(used[::-1], axis=0)
    return np.where(used.any(axis=0), oldest, -1)
