"""How many papers of each niche use some words, by the files of a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.field_files import Ground

BLOCK = 2_000_000
"""Uses of terms that are looked through at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uses:
    """Use of some words in the niches of a run."""

    niche_ids: list[str]
    papers: np.ndarray
    """Shape (n_niches,)."""
    counts: np.ndarray
    """Shape (n_niches, n_words): papers that use each."""
    shares: np.ndarray
    """Shape (n_words,): part of all papers that use it."""
    matrix: csr_array
    """Shape (n_papers, n_words): ones where a paper uses a word."""

    def of(self, niche_ids: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Return the counts and papers of some niches."""
        rows = [self.niche_ids.index(each) for each in niche_ids]
        return self.counts[rows], self.papers[rows]

    def in_papers(self, rows: np.ndarray) -> np.ndarray:
        """Count the papers of some rows that use each word."""
        import numpy as np

        return np.asarray(self.matrix[rows].sum(axis=0)).ravel()


def read_uses(ground: Ground, members: pd.DataFrame, terms: np.ndarray) -> Uses:
    """Count the papers that use each word, niche by niche.

    Parameters
    ----------
    members : DataFrame
        ``niche_id`` and ``paper_id``.
    terms : ndarray of shape (n_words,)
        Columns of the run's vocabulary.
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    codes, ids = pd.factorize(members["niche_id"], sort=True)
    wanted = members["paper_id"].to_numpy(dtype=bytes)
    rows = np.minimum(np.searchsorted(ground.ids, wanted), len(ground.ids) - 1)
    held = ground.ids[rows] == wanted
    shape = (len(ids), len(ground.ids))
    ones = np.ones(int(held.sum()), dtype=np.int32)
    groups = csr_array((ones, (codes[held], rows[held])), shape=shape)
    uses = _uses(ground, terms)
    return Uses(
        niche_ids=list(map(str, ids)),
        papers=np.bincount(codes[held], minlength=len(ids)),
        counts=np.asarray((groups @ uses).toarray()),
        shares=ground.whole.users[terms] / len(ground.ids),
        matrix=uses,
    )


def _uses(ground: Ground, terms: np.ndarray) -> csr_array:
    """Return which papers use which of some words, as ones."""
    import numpy as np
    from scipy.sparse import csr_array

    place = np.full(len(ground.whole.users), -1, dtype=np.int32)
    place[terms] = np.arange(len(terms))
    papers, words = [], []
    for first in range(0, len(ground.terms), BLOCK):
        found = place[ground.terms[first : first + BLOCK]]
        at = np.flatnonzero(found >= 0)
        papers.append(np.searchsorted(ground.term_starts, first + at, side="right") - 1)
        words.append(found[at])
    paper, word = np.concatenate(papers or [np.empty(0, int)]), np.concatenate(words or [[]])
    shape = (len(ground.ids), len(terms))
    return csr_array((np.ones(len(paper), dtype=np.int32), (paper, word.astype(int))), shape=shape)
