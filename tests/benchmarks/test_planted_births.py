"""Topics planted after niches were found, and looked for by the next refresh."""

import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from planted_topics import SIZE, dated, invent, take_out

from explorer.analysis import analyze
from explorer.corpus.importing.files import import_file
from explorer.refreshing.run import refresh_run
from explorer.runs import read_table
from explorer.settings import Settings

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"

FIT, MONTHS, NOW = (
    "2016-09-30",
    ("2016-10", "2016-11", "2016-12"),
    datetime(2026, 11, 22, tzinfo=UTC),
)

SHARE, ENOUGH_F1 = 0.95, 0.5

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


def refreshed_with_topics(papers, folder, *, seed):
    """Find niches up to September, plant topics, and refresh to the end of December.

    Returns
    -------
    DataFrame
        ``topic``, ``kind``, ``name`` and ``id`` of each planted paper.
    Run
    """
    settings = Settings(data_dir=folder / f"place{seed}")
    rest, topics = take_out(papers, seed=seed)
    before = rest[rest["published"] <= FIT]
    take_in(settings, before, folder / "before.parquet")
    run = analyze(settings, as_of=date.fromisoformat(FIT), now=NOW)
    niches = read_table(run, "niches").set_index("niche_id")
    members = read_table(run, "members", kind="partition")
    homes = {key: group.tolist() for key, group in members.groupby("niche_id")["paper_id"]}
    terms = {key: list(niches.loc[key, "terms"]) for key in homes}
    topics += invent(before.set_index("id", drop=False), homes, terms, seed=seed)
    planted = dated(topics, free_ids(papers))
    own = planted["topic"].map(pd.Series({i: each.kind for i, each in enumerate(topics)}))
    new = pd.concat([rest[rest["published"] > FIT], planted[papers.columns]])
    take_in(settings, new, folder / "after.parquet")
    name = planted["topic"].map(pd.Series({i: each.name for i, each in enumerate(topics)}))
    after = refresh_run(settings, now=NOW + timedelta(days=1))
    return planted[["topic", "id"]].assign(kind=own, name=name), after


def take_in(settings, papers, file):
    papers.to_parquet(file, index=False)
    import_file(settings.papers, file, today=NOW.date())


def free_ids(papers):
    """Ids of the planted months that no paper has, amid those that papers have."""
    taken = set(papers["id"])
    numbered = {month: f"{month[2:4]}{month[5:]}" for month in MONTHS}
    return {
        month: [i for i in (f"{block}.{n:05d}" for n in range(1, 8_000)) if i not in taken]
        for month, block in numbered.items()
    }


def found(planted, run):
    """Return the best F1 of any niche, newborn or not, with the papers of each planted topic."""
    members = read_table(run, "members", columns=["niche_id", "paper_id"])
    size = members.groupby("niche_id").size()
    shared = members.merge(planted, left_on="paper_id", right_on="id")
    shared = shared.groupby(["topic", "kind", "name", "niche_id"]).size().reset_index(name="shared")
    shared["f1"] = 2 * shared["shared"] / (SIZE + shared["niche_id"].map(size))
    return shared.sort_values("f1").groupby("topic").tail(1).sort_values("topic")


@pytest.mark.parametrize("seed", [0])
def test_planted_topics_are_found_by_the_next_refresh(tmp_path, seed):
    if not FILE.exists():
        pytest.skip(f"needs the real corpus {FILE.name} in ../shared/data")
    papers = pd.read_parquet(FILE)
    papers["published"] = papers["published"].astype(str).str[:10]
    planted, run = refreshed_with_topics(papers, tmp_path, seed=seed)
    assert "anew" not in run.manifest
    best = found(planted, run)
    log.info("%s", best[["kind", "name", "shared", "f1"]].round(2).to_string(index=False))
    assert len(best) == planted["topic"].nunique() >= 20
    assert np.mean(best["f1"] >= ENOUGH_F1) >= SHARE
