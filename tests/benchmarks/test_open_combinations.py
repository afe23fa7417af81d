"""Open combinations of past years on real papers: were they joined within three years?

Candidates are all pairs of concepts of the corpus that no paper held up to the cutoff, and that
share no word. A pair is *joined* when one later paper holds both, and *taken up* when three do, one
a year: a single abstract may name two things by chance. Both are reported, as Krenn et al. (2023)
do. What counts as a concept was chosen on 2010 with its outcomes in view; the score was compared
with ten others on all four cutoffs.
"""

import logging
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from joined_later import area_matched, area_under, later_uses, top_share
from scipy.sparse import csr_array

from explorer.analysis import find, read_scope
from explorer.corpus.importing.files import import_file
from explorer.corpus.progress import silent
from explorer.results import Scope, found_now
from explorer.run_combinations import nearest
from explorer.settings import Settings
from explorer.trends.combinations import open_pairs, read_pairs, score_pairs
from explorer.trends.concepts import find_concepts
from explorer.trends.open_combinations import ALIVE_MONTHS, open_combinations

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"

CUTOFFS, YEARS = (2010, 2011, 2012, 2013), 3

AUC, AUC_MATCHED, TOP_RATIO = 0.90, 0.72, 1.5
"""The last: how many times as many of the first 100 come true as of preferential attachment's."""

SHOWN, LISTED_JOINED = 5, 0.25
"""Pairs that a niche's page lists, and the part of them that are joined."""

JOINED, TAKEN_UP = 1, 3
"""Later papers that hold both."""

BLOCK = 500

log = logging.getLogger(__name__)


def every_pair(pairs):
    """Score every open pair as the explorer does, and as the baselines do.

    Returns
    -------
    DataFrame
        ``one``, ``other``, ``score``, ``attachment``, ``neighbours``.
    """
    every, found = np.arange(len(pairs.concepts.texts)), []
    for first in range(0, len(every), BLOCK):
        rows = every[first : first + BLOCK]
        free = open_pairs(pairs, rows, every) & (rows[:, None] < every[None, :])
        common = (pairs.met[rows] @ pairs.met).toarray()
        one, other = np.nonzero(free)
        found.append(
            pd.DataFrame(
                {
                    "one": rows[one].astype(np.int32),
                    "other": other.astype(np.int32),
                    "score": score_pairs(pairs, rows, every)[free].astype(np.float32),
                    "attachment": (pairs.degree[rows[one]] * pairs.degree[other]).astype(
                        np.float32
                    ),
                    "neighbours": common[free].astype(np.float32),
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def times_joined(later, one, other):
    """Count the later papers that hold both."""
    together, step = (later.T @ later).tocsr(), 500_000
    parts = [
        np.asarray(together[one[i : i + step], other[i : i + step]]).ravel()
        for i in range(0, len(one), step)
    ]
    return np.concatenate(parts)


def listed(pairs, found, month, later):
    """Say what became of the pairs that are listed first for each niche of the partition."""
    label = found.levels[0].label
    ones = np.ones(len(label), dtype=np.float32)
    members = csr_array((ones, (label, np.arange(len(label)))))
    late = month > month.max() - ALIVE_MONTHS
    table = open_combinations(pairs, members, nearest(found.model.centroids), late=late)
    table = table.groupby("group").head(SHOWN).drop_duplicates(["method", "problem"])
    times = times_joined(later, table["method"].to_numpy(), table["problem"].to_numpy())
    parts = {f"listed_{least}": (times >= least).mean() for least in (JOINED, TAKEN_UP)}
    return {"listed": len(table), **parts}


def measured(pairs, table, later):
    """Compare the rankings by both meanings of success."""
    one, other = table["one"].to_numpy(), table["other"].to_numpy()
    times = times_joined(later, one, other)
    uses = pairs.concepts.papers
    rows = []
    for ranking in ("score", "attachment", "neighbours"):
        value = table[ranking].to_numpy()
        for least in (JOINED, TAKEN_UP):
            true = times >= least
            rows.append(
                {
                    "ranking": ranking,
                    "papers": least,
                    "pairs": len(true),
                    "base": true.mean(),
                    "auc": area_under(value, true),
                    "matched": area_matched(value, true, uses[one], uses[other]),
                    "top_100": top_share(value, true),
                }
            )
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    if not REAL.exists():
        pytest.skip(f"needs the real corpus {REAL.name} in ../shared/data")
    settings = Settings(data_dir=tmp_path_factory.mktemp("real"))
    import_file(settings.papers, REAL, today=datetime(2026, 11, 28, tzinfo=UTC).date())
    return settings.papers


def looked_back(store, year):
    """Measure what would have been suggested at the end of a year."""
    scope = Scope(as_of=date(year, 12, 31))
    papers, _ = read_scope(store, scope)
    found = found_now(find(papers, scope, progress=silent))
    month = months_since(papers["month"])
    concepts = find_concepts(found.phrases, found.points, month, last=(year + 1) * 12 - 1)
    pairs = read_pairs(concepts, [level.label for level in found.levels])
    after, _ = read_scope(store, Scope(as_of=date(year + YEARS, 12, 31)))
    after = after[after["month"] > scope.last_month]
    later = later_uses(after, concepts.texts, found.phrases.variants)
    return measured(pairs, every_pair(pairs), later).assign(**listed(pairs, found, month, later))


def months_since(month):
    """Count months from the year zero."""
    return month.str[:4].astype(int).to_numpy() * 12 + month.str[5:].astype(int).to_numpy() - 1


@pytest.fixture(scope="module")
def figures(store):
    tables = [looked_back(store, year).assign(cutoff=year) for year in CUTOFFS]
    table = pd.concat(tables, ignore_index=True)
    log.info("\n%s", table.round(4).to_string())
    return table


def means(figures, least):
    chosen = figures[figures["papers"] == least]
    return chosen.groupby("ranking")[["auc", "matched", "top_100"]].mean()


@pytest.mark.parametrize("least", [JOINED, TAKEN_UP])
def test_pairs_that_will_be_joined_stand_above_others(figures, least):
    mean = means(figures, least)
    log.info("%d papers or more\n%s", least, mean.round(3).to_string())
    assert mean.loc["score", "auc"] >= AUC
    assert mean.loc["score", "matched"] >= AUC_MATCHED
    baselines = mean.drop("score")
    assert (mean.loc["score", ["auc", "matched"]] > baselines[["auc", "matched"]].max()).all()
    assert mean.loc["score", "top_100"] >= TOP_RATIO * mean.loc["attachment", "top_100"]


@pytest.mark.parametrize("cutoff", CUTOFFS)
def test_no_cutoff_falls_behind_a_baseline(figures, cutoff):
    for least in (JOINED, TAKEN_UP):
        chosen = figures[(figures["cutoff"] == cutoff) & (figures["papers"] == least)]
        best = chosen.set_index("ranking")[["auc", "matched"]]
        assert (best.loc["score"] > best.drop("score").max()).all()


def test_pairs_that_a_page_lists_are_joined_far_more_often_than_others(figures):
    first = figures[(figures["ranking"] == "score") & (figures["papers"] == JOINED)]
    log.info("\n%s", first[["cutoff", "base", "listed", "listed_1", "listed_3"]].to_string())
    assert first["listed_1"].mean() >= LISTED_JOINED
    assert (first["listed_1"] >= 10 * first["base"]).all()
