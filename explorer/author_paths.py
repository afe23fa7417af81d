"""Where people of a niche wrote before and beside it: their papers by month and subfield."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.corpus.months import add_months
from explorer.field_files import rows_of
from explorer.trends.authorship import MAX_AUTHORS, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

    from explorer.field_files import Ground

COLUMNS = ("name", "month", "subfield", "here", "papers")


def author_paths(
    ground: Ground,
    groups: pd.DataFrame,
    papers: pd.DataFrame,
    names: Sequence[str],
    *,
    first_month: str,
) -> pd.DataFrame:
    """Count the papers of people by month and subfield, inside a niche and outside.

    Parameters
    ----------
    groups : DataFrame
        Table ``niches`` of the run.
    papers : table of papers
        Those of the niche.
    names : sequence of str
        People who wrote some of them; people of one name are not told apart.
    first_month : str
        The month that the run counts from.

    Returns
    -------
    DataFrame
        ``name``, in the order asked; ``month``, the oldest first; ``subfield``, by name; ``here``:
        whether the papers are of the niche; ``papers``.
    """
    import numpy as np
    import pandas as pd

    code = _codes(ground, papers, names)
    author = ground.field.authorships.author
    slots = np.flatnonzero(np.isin(author, list(code.values())))
    rows = np.searchsorted(ground.slot_starts, slots, side="right") - 1
    inside = rows_of(ground, papers["id"])
    name_of = {number: name for name, number in code.items()}
    table = pd.DataFrame(
        {
            "name": [name_of[each] for each in author[slots].tolist()],
            "month": [add_months(first_month, each) for each in ground.field.month[rows].tolist()],
            "subfield": _subfields(ground, groups)[ground.niche[rows]],
            "here": np.isin(rows, inside),
        }
    ).astype({"name": "str", "month": "str", "subfield": "str"})
    counted = table.groupby(list(COLUMNS[:-1]), as_index=False).size()
    place = counted["name"].map({name: i for i, name in enumerate(names)})
    counted = counted.assign(place=place).sort_values(
        ["place", "month", "here", "subfield"], ignore_index=True
    )
    return counted.rename(columns={"size": "papers"})[list(COLUMNS)]


def _codes(ground: Ground, papers: pd.DataFrame, names: Sequence[str]) -> dict[str, int]:
    """Find the number of each person in the run, by a paper of theirs."""
    wanted = {name_key(name): name for name in names}
    found: dict[str, int] = {}
    for paper_id, authors in zip(papers["id"], papers["authors"], strict=True):
        keys = list(dict.fromkeys(key for key in map(name_key, authors.split(";")) if key))
        new = [key for key in keys[:MAX_AUTHORS] if wanted.get(key, "") not in {"", *found}]
        for row in rows_of(ground, [paper_id]).tolist() if new else ():
            start = int(ground.slot_starts[row])
            for key in new:
                number = ground.field.authorships.author[start + keys.index(key)]
                found[wanted[key]] = int(number)
    return found


def _subfields(ground: Ground, groups: pd.DataFrame) -> np.ndarray:
    """Return the name of the subfield that each niche lies in, by its row in the run."""
    import numpy as np

    ids = groups["niche_id"].tolist()
    above = dict(zip(ids, groups["parent_id"].tolist(), strict=True))
    names = dict(zip(ids, groups["name"].tolist(), strict=True))
    return np.array([names.get(above.get(each, ""), "") for each in ground.niche_ids.tolist()])
