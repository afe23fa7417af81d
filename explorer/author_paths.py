"""Where people of a niche wrote before and beside it: their papers by month and subfield."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from explorer.corpus.months import add_months
from explorer.field_files import rows_of
from explorer.trends.authorship import MAX_AUTHORS, name_key

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    inside = np.isin(rows, rows_of(ground, papers["id"]))
    place = {number: names.index(name) for name, number in code.items()}
    subfields = _subfields(ground, groups)
    counted = Counter(
        (place[person], month, here, subfields[niche])
        for person, month, here, niche in zip(
            author[slots].tolist(),
            ground.field.month[rows].tolist(),
            inside.tolist(),
            ground.niche[rows].tolist(),
            strict=True,
        )
    )
    found = [
        (names[who], add_months(first_month, month), subfield, here, count)
        for (who, month, here, subfield), count in sorted(counted.items())
    ]
    table = pd.DataFrame(found, columns=list(COLUMNS))
    text = {"name": "str", "month": "str", "subfield": "str"}
    return table.astype({**text, "here": "bool", "papers": "int64"})


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


def _subfields(ground: Ground, groups: pd.DataFrame) -> list[str]:
    """Return the name of the subfield that each niche lies in, by its row in the run."""
    ids = groups["niche_id"].tolist()
    above = dict(zip(ids, groups["parent_id"].tolist(), strict=True))
    names = dict(zip(ids, groups["name"].tolist(), strict=True))
    return [names.get(above.get(each, ""), "") for each in ground.niche_ids.tolist()]
