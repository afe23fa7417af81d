"""Whether niches of real papers go on when a fifth of the papers is new, and what that costs."""

import logging
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.metrics import adjusted_mutual_info_score

from explorer.topics.communities import RESOLUTION_PER_NICHE, Communities, find_communities
from explorer.topics.embedding import fit_embedding
from explorer.topics.matching import match_groups
from explorer.topics.neighbours import nearest_papers, neighbour_graph
from explorer.topics.subfields import N_NEIGHBOURS
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import count_terms, fit_vocabulary
from explorer.topics.warm_start import Earlier

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

FILE = Path(__file__).parents[2].parent / "shared/data/arxiv_cs_stat_2007_2016.parquet"

FIRST_PART = 0.80
"""Of the papers by date, in which niches are found first."""

PAPERS_PER_NICHE = 120

SAME = 0.5
"""Jaccard from which a niche is the same."""

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Two partitions of all papers, one cold and one warm, and the one of the first part."""

    graph: csr_array
    category: np.ndarray
    old: np.ndarray
    cold: Communities
    warm: Communities
    seconds: dict[str, float]

    @property
    def shared(self):
        return self.old >= 0

    def matching(self, found):
        old, new = self.old[self.shared], found.niche_of_paper[self.shared]
        return match_groups(old, new, n_old=self.n_old, n_new=len(found.stability))

    def best_jaccards(self, found):
        """Return of each old niche the best Jaccard with a new one, on the shared papers."""
        table = pd.crosstab(self.old[self.shared], found.niche_of_paper[self.shared]).to_numpy()
        sizes = table.sum(axis=1)[:, None] + table.sum(axis=0)[None]
        return (table / (sizes - table)).max(axis=1)

    @property
    def n_old(self):
        return int(self.old.max()) + 1

    def modularity(self, found):
        label, graph = found.niche_of_paper, self.graph.tocoo()
        inside = graph.data[label[graph.row] == label[graph.col]].sum() / graph.data.sum()
        part = np.bincount(label[graph.row], graph.data) / graph.data.sum()
        resolution = RESOLUTION_PER_NICHE * len(label) / PAPERS_PER_NICHE
        return inside - resolution * (part**2).sum()


def graph_of(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    vocabulary = fit_vocabulary(tokens, min_papers=max(5, len(papers) // 12_000))
    _, points = fit_embedding(count_terms(tokens, vocabulary), vocabulary)
    return neighbour_graph(*nearest_papers(points, points, n_neighbours=N_NEIGHBOURS + 1))


def timed(graph, earlier=None):
    started = time.process_time()
    found = find_communities(graph, papers_per_niche=PAPERS_PER_NICHE, earlier=earlier)
    return found, time.process_time() - started


@pytest.fixture(scope="module")
def world():
    if not FILE.exists():
        pytest.skip(f"needs the real corpus {FILE.name} in ../shared/data")
    papers = pd.read_parquet(FILE).sort_values("id", ignore_index=True)
    order = papers.sort_values(["published", "id"]).index
    first = papers.loc[order[: int(FIRST_PART * len(papers))]].sort_values("id", ignore_index=True)
    before, _ = timed(graph_of(first))
    niche = pd.Series(before.niche_of_paper, first["id"]).reindex(papers["id"])
    earlier = Earlier(
        niche=niche.fillna(-1).to_numpy(dtype=np.int64),
        subfield_of_niche=before.subfield_of_niche,
        area_of_subfield=before.area_of_subfield,
    )
    graph = graph_of(papers)
    cold, cold_seconds = timed(graph)
    warm, warm_seconds = timed(graph, earlier)
    return World(
        graph=graph,
        category=papers["primary_category"].to_numpy(dtype=str),
        old=earlier.niche,
        cold=cold,
        warm=warm,
        seconds={"cold": cold_seconds, "warm": warm_seconds},
    )


def test_niches_go_on(world):
    """The written target is 99 %; cold ones are told for comparison."""
    same = {
        name: float((world.best_jaccards(found) >= SAME).mean())
        for name, found in (("cold", world.cold), ("warm", world.warm))
    }
    log.info("niches of which a new one has Jaccard %.1f or more: %s", SAME, same)
    assert same["warm"] >= 0.99
    assert same["cold"] < same["warm"]


def test_ids_go_on_where_they_should(world):
    """With the niche that is the greater half of both; one id for one niche."""
    matching = world.matching(world.warm)
    best = world.best_jaccards(world.warm)
    kept = set(matching.before.values())
    log.info(
        "%d of %d ids go on, %d of them with Jaccard %.1f or more; cold: %d; events %s",
        len(kept),
        world.n_old,
        int((best >= SAME).sum()),
        SAME,
        len(world.matching(world.cold).before),
        matching.events["kind"].value_counts().to_dict(),
    )
    assert len(kept) == len(matching.before)
    assert set(np.flatnonzero(best > SAME).tolist()) <= kept


def test_the_warm_partition_is_about_as_good_as_the_cold_one(world):
    """It gives up a little modularity for going on, and nothing of what niches are about."""
    rows = {}
    for name, found in (("cold", world.cold), ("warm", world.warm)):
        rows[name] = {
            "niches": len(found.stability),
            "modularity": world.modularity(found),
            "AMI with category": adjusted_mutual_info_score(world.category, found.niche_of_paper),
            "stability": found.stability.mean(),
            "seconds": world.seconds[name],
        }
    log.info("\n%s", pd.DataFrame(rows).round(4).to_string())
    cold, warm = rows["cold"], rows["warm"]
    assert warm["modularity"] > 0.95 * cold["modularity"]
    assert warm["AMI with category"] > cold["AMI with category"] - 0.005
    assert warm["stability"] > 0.85
    assert warm["niches"] > world.n_old * 1.1


def test_a_warm_start_is_hardly_slower(world):
    """The written target is no slower; it takes 1.1 times as long."""
    assert world.seconds["warm"] <= 1.2 * world.seconds["cold"]
