"""Niches that were found anew keep the id, name and address of the niche that they go on as."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from explorer.results import NEWBORN, Found

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.topics.matching import Matching
    from explorer.topics.newborns import Newborns
    from explorer.topics.subfields import Level
    from explorer.topics.warm_start import Earlier

WORDS_OF_AN_EVENT = 5

IDENTITY = ["niche_id", "name", "slug"]


def continued(
    found: Found,
    paper_ids: pd.Series,
    before: Mapping[str, pd.DataFrame],
    *,
    retired: Collection[str] = (),
) -> tuple[Found, pd.DataFrame]:
    """Give groups of every level the identity of the group that they go on as.

    Parameters
    ----------
    found : Found
        As they were found.
    paper_ids : Series
        Of the papers, in the order of ``found``.
    before : mapping
        Tables ``niches`` and ``members`` of the run before.
    retired : collection of str
        Ids of groups that died in runs before that one; none is given again.

    Returns
    -------
    Found
        With a group's new ``terms``, and the ids, names and slugs of before where it goes on.
    DataFrame
        ``kind``, ``niche_id``, ``others``, ``words``: what happened to niches.
    """
    import pandas as pd

    from explorer.topics.matching import match_groups

    renamed: dict[str, str] = {}
    levels, events = [], pd.DataFrame()
    for level in found.levels:
        every = before["niches"][before["niches"]["level"] == level.name]
        old_groups = _partition(before, level.name)
        old = _old_labels(paper_ids, level.name, old_groups, before)
        shared = old >= 0
        n_old, n_new = len(old_groups), len(level.groups)
        matching = match_groups(old[shared], level.label[shared], n_old=n_old, n_new=n_new)
        if level.name == "niche":
            old_groups, matching = _with_grown_up(
                level.label, old_groups, matching, paper_ids=paper_ids, before=before
            )
        groups = _identified(level.groups, old_groups, matching, taken=every, retired=retired)
        renamed |= dict(zip(level.groups["niche_id"], groups["niche_id"], strict=True))
        levels.append(replace(level, groups=groups))
        if level.name == "niche":
            events = _events(matching, old_groups, groups)
    levels = [_with_parents(level, renamed) for level in levels]
    words = found.own_words.assign(niche_id=found.own_words["niche_id"].map(renamed))
    ids = {level.name: level.groups["niche_id"].tolist() for level in levels}
    model = replace(found.model, group_ids=ids)
    return replace(found, levels=tuple(levels), own_words=words, model=model), events


def earlier_partition(paper_ids: pd.Series, before: Mapping[str, pd.DataFrame]) -> Earlier:
    """Return the groups of a run before, for the papers held now."""
    from explorer.topics.subfields import LEVELS
    from explorer.topics.warm_start import Earlier

    niches, subfields, areas = (_partition(before, level) for level in LEVELS)
    return Earlier(
        niche=_old_labels(paper_ids, "niche", niches, before),
        subfield_of_niche=_rows(subfields, niches["parent_id"]),
        area_of_subfield=_rows(areas, subfields["parent_id"]),
    )


def _partition(before: Mapping[str, pd.DataFrame], level: str) -> pd.DataFrame:
    groups = before["niches"]
    kept = (groups["level"] == level) & (groups["kind"] != NEWBORN)
    return groups[kept].reset_index(drop=True)


def _rows(groups: pd.DataFrame, ids: pd.Series) -> np.ndarray:
    """Return the row of the group with each id, -1 where there is none."""
    import numpy as np

    number = {niche_id: i for i, niche_id in enumerate(groups["niche_id"])}
    return ids.map(number).fillna(-1).to_numpy(dtype=np.int64)


def _old_labels(
    paper_ids: pd.Series, level: str, groups: pd.DataFrame, before: Mapping[str, pd.DataFrame]
) -> np.ndarray:
    """Return the row of the group that held each paper, -1 for papers that were not held."""
    from explorer.topics.subfields import LEVELS

    parent = before["niches"].set_index("niche_id")["parent_id"]
    members = before["members"][before["members"]["kind"] != NEWBORN]
    held = members.set_index("paper_id")["niche_id"].reindex(paper_ids)
    for _ in range(LEVELS.index(level)):
        held = held.map(parent)
    return _rows(groups, held)


def continued_newborns(
    newborns: Newborns,
    niches: pd.DataFrame,
    *,
    paper_ids: pd.Series,
    before: Mapping[str, pd.DataFrame],
    retired: Collection[str] = (),
) -> tuple[Newborns, pd.DataFrame]:
    """Give newborn niches the identity of the newborn niche that they go on as.

    Parameters
    ----------
    newborns : Newborns
        As they were found.
    niches : DataFrame
        Niches of the partition; an earlier newborn that became one of them is none any more.
    paper_ids : Series
        Of the papers, in the order of ``newborns``.
    retired : collection of str
        As in ``continued``.

    Returns
    -------
    Newborns
    DataFrame
        As from ``continued``: which were born, and which died.
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.topics.matching import match_sets

    old_groups, old = _earlier_newborns(before, paper_ids, gone=niches["niche_id"])
    held = np.flatnonzero(paper_ids.isin(before["members"]["paper_id"]))
    new = _sets(newborns.group, newborns.paper, len(newborns.groups), len(paper_ids))
    matching = match_sets(csr_array(old[:, held]), csr_array(new[:, held]))
    taken = pd.concat([niches[IDENTITY], old_groups[IDENTITY]])
    groups = _identified(newborns.groups, old_groups, matching, taken=taken, retired=retired)
    went = set(range(len(old_groups))) - set(matching.before.values())
    came = set(range(len(groups))) - set(matching.before)
    told: list[tuple[str, list[int], list[int]]] = [
        *(("born", [], [i]) for i in sorted(came)),
        *(("died", [i], []) for i in sorted(went)),
    ]
    events = pd.DataFrame(told, columns=["kind", "old", "new"])
    matching = replace(matching, events=events)
    return replace(newborns, groups=groups), _events(matching, old_groups, groups)


def _earlier_newborns(
    before: Mapping[str, pd.DataFrame], paper_ids: pd.Series, *, gone: Iterable[str] = ()
) -> tuple[pd.DataFrame, csr_array]:
    """Return the newborn niches of a run, and which of the papers held now each has."""
    import pandas as pd

    groups = before["niches"][before["niches"]["kind"] == NEWBORN]
    groups = groups[~groups["niche_id"].isin(list(gone))].reset_index(drop=True)
    members = before["members"][before["members"]["niche_id"].isin(groups["niche_id"])]
    column = pd.Index(paper_ids).get_indexer(pd.Index(members["paper_id"]))
    row = pd.Index(groups["niche_id"]).get_indexer(pd.Index(members["niche_id"]))
    return groups, _sets(row, column, len(groups), len(paper_ids))


def _with_grown_up(
    niche: np.ndarray,
    old_groups: pd.DataFrame,
    matching: Matching,
    *,
    paper_ids: pd.Series,
    before: Mapping[str, pd.DataFrame],
) -> tuple[pd.DataFrame, Matching]:
    """Let niches without a past go on as the newborn niche that they were."""
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.topics.matching import match_sets

    groups, old = _earlier_newborns(before, paper_ids)
    held = paper_ids.isin(before["members"]["paper_id"]).to_numpy()
    rows = np.flatnonzero(held & ~np.isin(niche, list(matching.before)))
    new = _sets(niche[rows], rows, int(niche.max()) + 1, len(paper_ids))
    columns = np.flatnonzero(held)
    grown = match_sets(csr_array(old[:, columns]), csr_array(new[:, columns])).before
    known = {label: len(old_groups) + row for label, row in grown.items()}
    events = matching.events
    told = [
        kind == "born" and into[0] in known for kind, into in events[["kind", "new"]].to_numpy()
    ]
    events = events[~np.array(told, dtype=bool)]
    every = pd.concat([old_groups, groups], ignore_index=True)
    return every, replace(matching, before={**matching.before, **known}, events=events)


def _sets(row: np.ndarray, column: np.ndarray, n_rows: int, n_columns: int) -> csr_array:
    import numpy as np
    from scipy.sparse import csr_array

    kept = column >= 0
    marks = (np.ones(int(kept.sum())), (row[kept], column[kept]))
    return csr_array(marks, shape=(n_rows, n_columns))


def _identified(
    groups: pd.DataFrame,
    old_groups: pd.DataFrame,
    matching: Matching,
    *,
    taken: pd.DataFrame,
    retired: Collection[str],
) -> pd.DataFrame:
    """Take ids, names and slugs from before; groups without a past give way to those taken."""
    kept = {new: old_groups.loc[old] for new, old in matching.before.items()}
    used = {name: {str(value).lower() for value in taken[name]} for name in IDENTITY}
    used["niche_id"].update(retired)
    rows = []
    for label, row in enumerate(groups.to_dict("records")):
        if label in kept:
            row |= {name: kept[label][name] for name in IDENTITY}
        else:
            row["niche_id"] = _free(row["niche_id"], _other_ids(row["niche_id"]), used["niche_id"])
            row["name"] = _free(row["name"], [*row["terms"], *_numbered(row["name"])], used["name"])
            row["slug"] = _free(row["slug"], _numbered(row["slug"], "-"), used["slug"])
        rows.append(row)
    return groups.assign(**{name: [row[name] for row in rows] for name in IDENTITY})


def _free(wanted: str, others: Iterable[str], taken: set[str]) -> str:
    """Return the first text that is not taken, and take it."""
    chosen = next(each for each in (wanted, *others) if each.lower() not in taken)
    taken.add(chosen.lower())
    return chosen


def _numbered(text: str, sign: str = " ") -> list[str]:
    return [f"{text}{sign}{number}" for number in range(2, 1000)]


def _other_ids(niche_id: str) -> list[str]:
    digests = (hashlib.blake2s(f"{niche_id} {i}".encode(), digest_size=4) for i in range(100))
    return [niche_id[0] + digest.hexdigest() for digest in digests]


def _with_parents(level: Level, renamed: Mapping[str, str]) -> Level:
    parents = [renamed.get(parent, parent) for parent in level.groups["parent_id"]]
    return replace(level, groups=level.groups.assign(parent_id=parents))


def _events(matching: Matching, old_groups: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    old, new = (table[["niche_id", "terms"]].to_dict("records") for table in (old_groups, groups))
    rows = []
    for kind, olds, news in matching.events.itertuples(index=False):
        before, after = [old[i] for i in olds], [new[i] for i in news]
        about, others = (after, before) if kind in {"merged", "born"} else (before, after)
        words = [list(each["terms"])[:WORDS_OF_AN_EVENT] for each in after or before]
        row = {
            "kind": kind,
            "niche_id": about[0]["niche_id"],
            "others": [each["niche_id"] for each in others],
            "words": [word for each in words for word in each],
        }
        rows.append(row)
    return pd.DataFrame(rows, columns=["kind", "niche_id", "others", "words"])
