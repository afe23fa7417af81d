"""The tables of a run in their documented form: groups, their papers, series, words, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from explorer.results import NEWBORN, PARTITION, Found, Shown
from explorer.run_combinations import combinations_table
from explorer.run_places import AXES, Places, places_of
from explorer.run_white_space import white_space_table
from explorer.trends.open_combinations import TABLE as COMBINATIONS
from explorer.trends.white_space import TABLE as WHITE_SPACE

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from explorer.topics.newborns import Newborns
    from explorer.trends.exposure import Exposure
    from explorer.trends.field import Field
    from explorer.trends.outlook import Outlook


def tables(
    papers: pd.DataFrame,
    found: Found,
    shown: list[Shown],
    outlooks: list[Outlook],
    *,
    last_month: str,
    exposure: Exposure | None = None,
    places: Places | None = None,
) -> dict[str, pd.DataFrame]:
    """Put groups and their outlooks in the documented form.

    Parameters
    ----------
    places : Places, optional
        As from ``places_of``, if they are known.
    """
    import pandas as pd

    from explorer.trends.series import monthly_series

    pairs, places = list(zip(shown, outlooks, strict=True)), places or places_of(found, shown)
    series = [
        monthly_series(
            papers["month"].iloc[each.rows],
            pd.DataFrame({"niche_id": each.ids}),
            last_month=last_month,
            exposure=exposure and exposure.of_papers(each.rows),
            n_papers=len(papers),
        )
        for each in shown
    ]
    return {
        "niches": pd.concat(
            [
                _niches(papers, *p, found.stability, where)
                for p, where in zip(pairs, places.groups, strict=True)
            ],
            ignore_index=True,
        ),
        "members": _members(papers, shown[0], found.placed, places),
        "series": pd.concat(series).sort_values(["niche_id", "month"], ignore_index=True),
        "words": pd.concat([_words(*p, found) for p in pairs], ignore_index=True),
        "evidence": pd.concat([_evidence(papers, *p) for p in pairs], ignore_index=True),
    }


def open_tables(
    papers: pd.DataFrame, found: Found, shown: list[Shown], newborns: Newborns, field: Field
) -> dict[str, pd.DataFrame]:
    """List what is not joined yet: concepts of niches, and rising methods and fields."""
    return {
        COMBINATIONS: combinations_table(papers, found, shown, newborns, field),
        WHITE_SPACE: white_space_table(papers, found, shown, newborns, field),
    }


def _members(
    papers: pd.DataFrame, niches: Shown, placed: np.ndarray, places: Places
) -> pd.DataFrame:
    """List the papers of each niche, how each came there, and where it stands on the map."""
    import pandas as pd

    members = pd.DataFrame(
        {
            "paper_id": papers["id"].to_numpy()[niches.rows],
            "niche_id": niches.ids,
            "kind": placed[niches.rows],
            "similarity": niches.similarity,
            **dict(zip(AXES, places.papers[niches.rows].T, strict=True)),
        }
    ).astype({"paper_id": "str", "niche_id": "str", "kind": "str"})
    members.loc[len(papers) :, "kind"] = NEWBORN
    return members.sort_values(["niche_id", "paper_id"], ignore_index=True)


def _niches(
    papers: pd.DataFrame,
    shown: Shown,
    outlook: Outlook,
    stability: np.ndarray,
    places: np.ndarray,
) -> pd.DataFrame:
    """Put one level's groups in the documented form, best score first."""
    import numpy as np
    import pandas as pd

    from explorer.trends import forecast
    from explorer.trends.scores import trusted

    level, once = shown.level, shown.disjoint
    category, code = np.unique(papers["primary_category"].to_numpy(dtype=str), return_inverse=True)
    counts = np.zeros((len(level.groups), len(category)), dtype=np.int64)
    np.add.at(counts, (level.label, code[shown.rows]), 1)
    table = pd.concat([level.groups, outlook.scores], axis=1)
    table.insert(1, "level", level.name)
    table.insert(2, "kind", np.where(np.arange(len(table)) < once, PARTITION, NEWBORN))
    table["primary_category"] = category[counts.argmax(axis=1)]
    table["stability"] = np.nan
    if level.name == "niche":
        table.loc[: once - 1, "stability"] = stability
    else:
        table[forecast.columns()] = np.nan  # what was measured is how niches fare
    table[AXES] = places
    table["opening"] &= trusted(table["stability"], table["debris"])
    table = table.sort_values(["score", "niche_id"], ascending=[False, True], ignore_index=True)
    return table.astype({"level": "str", "kind": "str", "primary_category": "str", "debris": "str"})


def _words(shown: Shown, outlook: Outlook, found: Found) -> pd.DataFrame:
    """List the words that set each group apart, and those that make it rise."""
    import numpy as np
    import pandas as pd

    ids = shown.level.groups["niche_id"]
    own = found.own_words[found.own_words["niche_id"].isin(ids)]
    rising = outlook.rising.copy()
    rising["term"] = np.array(found.model.embedding.vocabulary.terms, dtype=object)[rising["term"]]
    rising["niche_id"] = ids.to_numpy()[rising["group"]]
    words = pd.concat([own, rising], ignore_index=True)
    text = {"niche_id": "str", "term": "str", "role": "str"}
    return words[["niche_id", "term", "role", "weight"]].astype(text)


def _evidence(papers: pd.DataFrame, shown: Shown, outlook: Outlook) -> pd.DataFrame:
    import pandas as pd

    found = outlook.evidence
    return pd.DataFrame(
        {
            "niche_id": shown.level.groups["niche_id"].to_numpy()[found["group"]],
            "part": found["part"].astype("str"),
            "paper_id": papers["id"].to_numpy()[shown.rows[found["paper"]]],
            "weight": found["weight"],
        }
    )
