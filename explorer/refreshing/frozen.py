"""New papers join the niches of a run, which stay as they were found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from explorer.corpus.progress import Progress, silent
from explorer.results import NEWBORN, Found

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    from explorer.topics.assignment import FrozenModel
    from explorer.topics.phrases import Phrases
    from explorer.topics.subfields import Level
    from explorer.topics.tokens import Tokens

ENOUGH_NEW = 50
"""New papers below which nothing is made of how well they fit."""


def go_on(
    papers: pd.DataFrame,
    model: FrozenModel,
    before: Mapping[str, pd.DataFrame],
    tokens: Tokens | None = None,
    *,
    progress: Progress = silent,
) -> tuple[Found, float]:
    """Keep the niches of a run, and let the papers that it does not hold join them.

    Parameters
    ----------
    papers : DataFrame
        Of the scope, sorted by id, with those of the run that are still held.
    before : mapping
        Tables ``niches``, ``members`` and ``words`` of the run.
    tokens : Tokens, optional
        Of the papers, if they were split into words already.

    Returns
    -------
    Found
    float
        How much worse papers fit that came after the niches were found, in median cosine; 0 while
        they are too few to tell.
    """
    import numpy as np

    from explorer.topics.assignment import assign, fit_drop, similarities

    counts, points, phrases, marks = _placed(papers, tokens, model, progress)
    members = before["members"][before["members"]["kind"] != NEWBORN]
    held = members.set_index("paper_id").reindex(papers["id"])
    number = {niche_id: i for i, niche_id in enumerate(model.group_ids["niche"])}
    niche = held["niche_id"].map(number).fillna(-1).to_numpy(dtype=np.int64, copy=True)
    placed = held["kind"].fillna("assigned").to_numpy(dtype=str)
    similarity = held["similarity"].to_numpy(dtype=np.float32, copy=True)
    new, voters = niche < 0, placed == "partition"
    niche[new] = assign(points[new], points[voters], niche[voters])
    similarity[new] = similarities(points[new], model.centroids, niche[new])
    groups = before["niches"].set_index("niche_id", drop=False)
    words = before["words"][before["words"]["role"].isin(["own", "before"])]
    enough = int((~voters).sum()) >= ENOUGH_NEW
    drop = fit_drop(points, niche, ~voters, model.centroids) if enough else 0.0
    found = Found(
        levels=_levels(groups, niche, model.group_ids),
        similarity=similarity,
        placed=placed,
        stability=groups.loc[model.group_ids["niche"], "stability"].to_numpy(),
        own_words=words[~words["niche_id"].isin(_newborns(before["niches"]))],
        counts=counts,
        model=model,
        points=points,
        phrases=phrases,
        marks=marks,
    )
    return found, drop


def _newborns(niches: pd.DataFrame) -> pd.Series:
    return niches.loc[niches["kind"] == NEWBORN, "niche_id"]


def _placed(
    papers: pd.DataFrame, tokens: Tokens | None, model: FrozenModel, progress: Progress
) -> tuple[csr_array, np.ndarray, Phrases, pd.DataFrame]:
    """Count the words of papers as at the fit, turn them into points, and find their phrases."""
    from explorer.topics.debris import debris_marks
    from explorer.topics.embedding import transform
    from explorer.topics.tokens import tokenize
    from explorer.topics.variants import merged_phrases
    from explorer.topics.vocabulary import count_terms

    tokens = tokens or tokenize(papers["title"], papers["abstract"], progress=progress)
    progress("Placing new papers", 0, None)
    counts = count_terms(tokens, model.embedding.vocabulary)
    points = transform(counts, model.embedding)
    return counts, points, merged_phrases(tokens), debris_marks(papers, tokens)


def _levels(
    groups: pd.DataFrame, niche: np.ndarray, group_ids: Mapping[str, list[str]]
) -> tuple[Level, ...]:
    """Lift the niche of each paper to subfields and areas; older runs tell less of them."""
    import numpy as np
    from scipy.sparse import csr_array

    from explorer.topics.subfields import LEVELS, Level

    levels, label = [], niche
    for depth, name in enumerate(LEVELS):
        ids = group_ids[name]
        table = groups.loc[ids, ["niche_id", "name", "slug", "terms", "parent_id"]]
        table = table.assign(
            coherence=groups.get("coherence", np.nan), debris=groups.get("debris", "")
        ).reset_index(drop=True)
        weights = csr_array((len(ids), 0))
        levels.append(Level(name=name, label=label, groups=table, weights=weights))
        if depth + 1 < len(LEVELS):
            number = {each: i for i, each in enumerate(group_ids[LEVELS[depth + 1]])}
            label = table["parent_id"].map(number).to_numpy(dtype=np.int64)[label]
    return tuple(levels)
