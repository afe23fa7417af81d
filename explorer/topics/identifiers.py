"""What a group is known by: an id from its papers, and an address from its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd


def group_ids(paper_ids: pd.Series, label: np.ndarray, similarity: np.ndarray) -> list[str]:
    """Derive each group's id from its twenty most central papers.

    Parameters
    ----------
    paper_ids, label, similarity : of shape (n_memberships,)
        Groups may share papers.
    """
    order = np.lexsort((-similarity, label))
    starts = np.searchsorted(label[order], np.arange(int(label.max()) + 1))
    central = (order[start : start + 20] for start in starts.tolist())
    ids = paper_ids.to_numpy()
    return [_digest(ids[rows[label[rows] == label[rows[0]]]].tolist()) for rows in central]


def _digest(paper_ids: list[str]) -> str:
    return hashlib.blake2s(" ".join(sorted(paper_ids)).encode(), digest_size=4).hexdigest()


def make_slugs(names: list[str], suffix: str, *, taken: Iterable[str] = ()) -> list[str]:
    """Make names fit for an address, all different and none of ``taken``."""
    slugs: list[str] = []
    used = set(taken)
    for name in names:
        base = re.sub(r"[^a-z0-9]+", "-", f"{name} {suffix}".lower()).strip("-") or "niche"
        slug, number = base, 2
        while slug in used:
            slug, number = f"{base}-{number}", number + 1
        used.add(slug)
        slugs.append(slug)
    return slugs
