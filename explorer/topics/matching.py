"""Which group of a new partition is which group of the one before: by members, never by name.

Groups are matched one to one by the papers that both partitions hold (Jaccard); what cannot be
matched was born or died, and groups that came apart or together are told as such.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

SAME, RELATED = 0.5, 0.3
"""Jaccard from which a group goes on as it was, and from which it goes on changed."""

PART_OF_A_SPLIT, PART_OF_A_MERGER = 0.25, 0.5
"""Share of an old group's papers that a new group holds, to be a part of it or to take it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """What became of the groups of a partition."""

    before: dict[int, int]
    """Label of the old group by the label of the new one that goes on as it."""
    events: pd.DataFrame
    """``kind`` (drifted, born, died, split, merged), ``old`` and ``new`` (lists of labels)."""


def match_groups(old: np.ndarray, new: np.ndarray, *, n_old: int, n_new: int) -> Matching:
    """Match two partitions of the same papers.

    Parameters
    ----------
    old, new : ndarray of shape (n_shared_papers,), int
        Group of each paper in either partition; only papers that both hold.
    n_old, n_new : int
        Number of groups in each.
    """
    rows, ones = np.arange(len(old)), np.ones(len(old))
    return match_sets(
        csr_array((ones, (old, rows)), shape=(n_old, len(old))),
        csr_array((ones, (new, rows)), shape=(n_new, len(old))),
    )


def match_sets(old: csr_array, new: csr_array) -> Matching:
    """Match groups that may share papers.

    Parameters
    ----------
    old, new : csr_array of shape (n_groups, n_shared_papers)
        1 where the group holds the paper; only papers that both runs hold.
    """
    (n_old, n_new), shared = (old.shape[0], new.shape[0]), csr_array(old @ new.T)
    shared.sort_indices()
    size_old, size_new = np.diff(old.indptr), np.diff(new.indptr)
    i = np.repeat(np.arange(n_old), np.diff(shared.indptr))
    j = shared.indices
    jaccard = shared.data / (size_old[i] + size_new[j] - shared.data)
    pairs = pd.DataFrame(
        {"old": i, "new": j, "jaccard": jaccard, "held": shared.data / size_old[i]}
    )
    matched = _one_to_one(pairs[pairs["jaccard"] >= RELATED], n_old, n_new)
    return Matching(
        before=dict(zip(matched["new"].tolist(), matched["old"].tolist(), strict=True)),
        events=_events(pairs, matched, n_old, n_new),
    )


def _one_to_one(pairs: pd.DataFrame, n_old: int, n_new: int) -> pd.DataFrame:
    """Choose pairs so that each group is in one at most and the Jaccards add up to the most.

    Groups that are tied to no common one do not compete, so each knot is solved by itself.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse.csgraph import connected_components

    shape = (n_old + n_new, n_old + n_new)
    ties = csr_array((np.ones(len(pairs)), (pairs["old"], n_old + pairs["new"])), shape=shape)
    knot = connected_components(ties, directed=False)[1]
    chosen = []
    for _, tied in pairs.groupby(knot[pairs["old"]]):
        gain = tied.pivot(index="old", columns="new", values="jaccard").fillna(0)  # noqa: PD010
        rows, columns = linear_sum_assignment(gain.to_numpy(), maximize=True)
        couples = pd.DataFrame({"old": gain.index[rows], "new": gain.columns[columns]})
        chosen.append(couples.merge(tied, on=["old", "new"]))
    return pd.concat([pairs.head(0), *chosen], ignore_index=True)


def _events(pairs: pd.DataFrame, matched: pd.DataFrame, n_old: int, n_new: int) -> pd.DataFrame:
    parts = _lists(pairs[pairs["held"] >= PART_OF_A_SPLIT], "old", "new")
    taken = _lists(pairs[pairs["held"] >= PART_OF_A_MERGER], "new", "old")
    told_new = {*matched["new"], *(label for labels in parts.values() for label in labels)}
    told_old = {*matched["old"], *parts, *(label for labels in taken.values() for label in labels)}
    drifted = matched[matched["jaccard"] < SAME]
    rows: list[tuple[str, list[int], list[int]]] = [
        *(("split", [old], new) for old, new in parts.items()),
        *(("merged", old, [new]) for new, old in taken.items()),
        *(("drifted", [o], [n]) for o, n in zip(drifted["old"], drifted["new"], strict=True)),
        *(("born", [], [label]) for label in range(n_new) if label not in told_new),
        *(("died", [label], []) for label in range(n_old) if label not in told_old),
    ]
    return pd.DataFrame(rows, columns=["kind", "old", "new"])


def _lists(pairs: pd.DataFrame, of: str, members: str) -> dict[int, list[int]]:
    """List the groups tied to each group that is tied to two or more."""
    lists: dict[int, list[int]] = {}
    for key, member in zip(pairs[of].tolist(), pairs[members].tolist(), strict=True):
        lists.setdefault(key, []).append(member)
    return {key: found for key, found in sorted(lists.items()) if len(found) >= 2}
