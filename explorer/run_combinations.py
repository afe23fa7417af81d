"""The table of open combinations of a run: for each niche pairs of a method and a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from scipy.sparse import csc_array, csr_array

    from explorer.results import Found, Shown
    from explorer.topics.newborns import Newborns
    from explorer.trends.concepts import Concepts
    from explorer.trends.field import Field

NEAR = 6
"""Niches that are near a niche."""

BESIDE = 1_000
"""Niches whose likeness to all is held at a time."""

PAPERS_SHOWN = 3
"""Papers named on each side."""

READ_FOR_WRITING = 12
"""Papers that are read for how a concept is written."""


def combinations_table(
    papers: pd.DataFrame,
    found: Found,
    shown: Sequence[Shown],
    newborns: Newborns,
    field: Field,
) -> pd.DataFrame:
    """List the open combinations of every niche with papers of both sides, the likeliest first.

    Parameters
    ----------
    papers : DataFrame
        Of the run, sorted by id.
    shown : sequence of Shown
        Niches of the partition, then newborn ones; coarser groups are not looked at.

    Returns
    -------
    DataFrame
        ``niche_id``, ``method``, ``problem``, ``score``, ``likelier`` (part of pairs of concepts
        never joined that score less), how many papers hold each side in all and in the last 12
        months, and the ids of some of them in the niche or near it.
    """
    import numpy as np
    import pandas as pd

    from explorer.trends.combinations import read_pairs
    from explorer.trends.concepts import find_concepts
    from explorer.trends.open_combinations import ALIVE_MONTHS, DOCUMENTED, open_combinations

    niches = shown[0]
    concepts = find_concepts(found.phrases, found.points, field.month, last=field.last)
    if len(concepts.texts) < 2:
        return pd.DataFrame(columns=list(DOCUMENTED)).astype(DOCUMENTED)
    pairs = read_pairs(concepts, [level.label for level in found.levels])
    members = _members(niches, len(papers))
    near = nearest(np.concatenate([found.model.centroids, newborns.middles]))
    late = field.between(0, ALIVE_MONTHS)
    table = open_combinations(pairs, members, near, late=late)
    ids = niches.level.groups["niche_id"].to_numpy(dtype=str)
    return _documented(table, ids, concepts, _Examples(papers, found, concepts, members, near))


def _documented(
    table: pd.DataFrame, niche_ids: np.ndarray, concepts: Concepts, examples: _Examples
) -> pd.DataFrame:
    import pandas as pd

    from explorer.trends.open_combinations import DOCUMENTED

    columns: dict[str, Any] = {"niche_id": niche_ids[table["group"]]}
    for side in ("method", "problem"):
        which = table[side].to_numpy()
        columns |= {
            side: [examples.written(each) for each in which.tolist()],
            f"{side}_papers": concepts.papers[which],
            f"{side}_recent": concepts.recent[which],
            f"{side}_ids": examples.papers_of(table["group"].to_numpy(), which),
        }
    columns |= {"score": table["score"].to_numpy(), "likelier": table["likelier"].to_numpy()}
    return pd.DataFrame(columns)[list(DOCUMENTED)].astype(DOCUMENTED)


class _Examples:
    """Papers that show a concept at work in a niche or near it, and how they write it."""

    def __init__(
        self,
        papers: pd.DataFrame,
        found: Found,
        concepts: Concepts,
        members: csr_array,
        near: csr_array,
    ) -> None:
        import numpy as np
        from scipy.sparse import csc_array

        self.ids, self.abstracts = papers["id"].to_numpy(), papers["abstract"]
        self.texts, self.similarity = concepts.texts, found.similarity
        self.members, self.near = members, near
        self.uses = csc_array(concepts.uses)
        self.uses.sort_indices()
        titled = csc_array(found.phrases.in_titles[:, concepts.column])
        self.titled = np.isin(_places(self.uses), _places(titled), assume_unique=True)
        self.forms: dict[int, str] = {}

    def papers_of(self, groups: np.ndarray, concepts: np.ndarray) -> list[list[str]]:
        """Return for each concept ids of papers of a group, then near it; titled by it first."""
        import numpy as np

        found: list[list[str]] = []
        place, of_group = np.zeros(len(self.ids), dtype=np.int8), -1
        for group, concept in zip(groups.tolist(), concepts.tolist(), strict=True):
            if group != of_group:
                place[:], of_group = 0, group
                for near in _part(self.near, group).tolist():
                    place[_part(self.members, near)] = 1
                place[_part(self.members, group)] = 2
            rows, titled = _part(self.uses, concept), self._titled(concept)
            near_by = place[rows] > 0
            rows, titled = rows[near_by], titled[near_by]
            order = np.lexsort((rows, -self.similarity[rows], ~titled, -place[rows]))
            found.append([str(each) for each in self.ids[rows[order[:PAPERS_SHOWN]]]])
        return found

    def _titled(self, concept: int) -> np.ndarray:
        """Tell which of a concept's papers are titled by it."""
        return self.titled[self.uses.indptr[concept] : self.uses.indptr[concept + 1]]

    def written(self, concept: int) -> str:
        """Return a concept as papers write it that are titled by it, or hold it."""
        from explorer.topics.writing import written_form

        if concept not in self.forms:
            held = _part(self.uses, concept)
            titled = held[self._titled(concept)]
            rows = [*held[-READ_FOR_WRITING:].tolist(), *titled[-READ_FOR_WRITING:].tolist()]
            texts = self.abstracts.iloc[rows[-READ_FOR_WRITING:]].tolist()
            self.forms[concept] = written_form(self.texts[concept], texts)
        return self.forms[concept]


def _members(niches: Shown, n_papers: int) -> csr_array:
    import numpy as np
    from scipy.sparse import csr_array

    ones, shape = (
        np.ones(len(niches.rows), dtype=np.float32),
        (len(niches.level.groups), n_papers),
    )
    return csr_array((ones, (niches.level.label, niches.rows)), shape=shape)


def nearest(middles: np.ndarray) -> csr_array:
    """Mark for each niche itself and those whose middles lie nearest."""
    import numpy as np
    from scipy.sparse import csr_array

    n, found = len(middles), list[np.ndarray]()
    n_near = min(NEAR + 1, n)
    for first in range(0, n, BESIDE):
        cosine = middles[first : first + BESIDE] @ middles.T
        own = np.arange(len(cosine))
        cosine[own, first + own] = 2
        least = np.partition(cosine, n - n_near, axis=1)[:, n - n_near]
        for of_niche, bound in zip(cosine, least, strict=True):
            near = np.flatnonzero(of_niche >= bound)
            found.append(near[np.argsort(-of_niche[near], kind="stable")][:n_near])
    group = np.repeat(np.arange(n), n_near)
    ones = np.ones(len(group), dtype=np.float32)
    return csr_array((ones, (group, np.concatenate(found))), shape=(n, n))


def _places(marks: csc_array) -> np.ndarray:
    """Return a number for each stored cell, by its column and row."""
    import numpy as np

    column = np.repeat(np.arange(marks.shape[1]), np.diff(marks.indptr))
    return np.asarray(column * marks.shape[0] + marks.indices)


def _part(marks: csr_array | csc_array, number: int) -> np.ndarray:
    """Return what a row or column marks."""
    return marks.indices[marks.indptr[number] : marks.indptr[number + 1]]
