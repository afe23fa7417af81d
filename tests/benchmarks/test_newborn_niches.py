"""Newborn niches on real papers: known subfields, false births, and their cost."""

import json
import logging
import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from explorer.analysis import find, read_scope
from explorer.corpus.importing.files import import_file
from explorer.corpus.progress import silent
from explorer.results import Scope
from explorer.settings import Settings
from explorer.topics.newborns import find_newborns
from explorer.topics.rising_phrases import Writers
from explorer.topics.subfields import Subfields
from explorer.trends.authorship import read_authorships

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

REAL = Path(__file__).parents[2].parent / "shared" / "data"

CORPORA = {
    "2007-2016": ("arxiv_cs_stat_2007_2016.parquet", [date(2016, 12, 31), date(2015, 12, 31)]),
    "2024-2026": ("arxiv_cs_ai_2024_2026.parquet", [date(2026, 1, 31), date(2025, 8, 31)]),
}
"""File, and the days that are looked from; only the first of each counts for the target."""

KNOWN_SHARE, ENOUGH_F1, LEAST_PAPERS = 0.75, 0.5, 20
FALSE_BIRTHS_PER_500 = 1
SECONDS = 8
"""Of processor time, for 120,000 papers."""

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Papers of one corpus up to one day, with the groups found in them."""

    papers: pd.DataFrame
    found: Subfields
    month: np.ndarray
    last: int
    writers: Writers

    def newborns(self, month=None):
        return find_newborns(
            self.papers,
            self.found.levels,
            self.found.phrases,
            self.found.points,
            marks=self.found.marks,
            month=self.month if month is None else month,
            last=self.last,
            writers=self.writers,
        )


def world_of(papers, as_of):
    scope = Scope(as_of=as_of)
    month = pd.PeriodIndex(papers["month"], freq="M").year * 12
    month = np.asarray(month + pd.PeriodIndex(papers["month"], freq="M").month)
    year, number = map(int, scope.last_month.split("-"))
    slots = read_authorships(papers["authors"])
    return World(
        papers=papers,
        found=find(papers, scope, progress=silent),
        month=month - month.min(),
        last=year * 12 + number - month.min(),
        writers=Writers(paper=slots.paper, author=slots.author),
    )


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """A store for each corpus."""
    made = {}
    for name, (file, _) in CORPORA.items():
        if not (REAL / file).exists():
            pytest.skip(f"needs the real corpus {file} in ../shared/data")
        made[name] = Settings(data_dir=tmp_path_factory.mktemp("real")).papers
        import_file(made[name], REAL / file, today=date(2026, 11, 22))
    return made


@pytest.fixture(scope="module")
def worlds(stores):
    """Every corpus up to every day that is looked from."""
    return {
        (name, day): world_of(read_scope(stores[name], Scope(as_of=day))[0], day)
        for name, (_, days) in CORPORA.items()
        for day in days
    }


def using(papers, phrases):
    """Return the papers that use one of the phrases; an acronym alone proves nothing."""
    long = [phrase for phrase in phrases.split("|") if " " in phrase or len(phrase) > 4]
    forms = "|".join(r"[-\s]+".join(re.split("[ -]", phrase)) for phrase in long)
    pattern = re.compile(rf"(?<![a-z0-9])(?:{forms})s?(?![a-z0-9])")
    text = (papers["title"] + " . " + papers["abstract"]).str.lower()
    return np.flatnonzero(text.str.contains(pattern))


def best_f1(rows, sets):
    """Return the best F1 of any set with the rows."""
    mine = set(rows.tolist())
    return max((2 * len(mine & each) / (len(mine) + len(each)) for each in sets), default=0.0)


def known_subfields(world):
    """Judge each known subfield that began in the years of a corpus and has enough papers."""
    known = pd.read_csv(REAL / "known_subfields.csv")
    born = world.newborns()
    niche = world.found.levels[0].label
    partition = [set(np.flatnonzero(niche == i).tolist()) for i in range(int(niche.max()) + 1)]
    newborn = [set(born.paper[born.group == i].tolist()) for i in range(len(born.groups))]
    months = world.papers["month"]
    rows = []
    for each in known.itertuples():
        if not months.min() <= each.onset_year_month <= months.max():
            continue
        papers = using(world.papers, each.phrases)
        if len(papers) >= LEAST_PAPERS:
            rows.append(
                (each.name, len(papers), best_f1(papers, partition), best_f1(papers, newborn))
            )
    return pd.DataFrame(rows, columns=["name", "papers", "partition", "newborn"])


def test_known_subfields_are_niches(worlds):
    """The written target: a niche with F1 of .5 or more for 75 % of them, as of the last day."""
    tables = []
    for (name, day), world in worlds.items():
        table = known_subfields(world).assign(corpus=name, as_of=day)
        log.info("%s as of %s\n%s", name, day, table.round(2).to_string(index=False))
        if day == CORPORA[name][1][0]:
            tables.append(table)
    best = pd.concat(tables)[["partition", "newborn"]].max(axis=1)
    share = float((best >= ENOUGH_F1).mean())
    log.info("known subfields with F1 >= .5: %.0f %% of %d; at least 75 %%", 100 * share, len(best))
    assert len(best) >= 5
    assert share >= KNOWN_SHARE


def test_nothing_is_born_on_shuffled_months(worlds):
    born, niches = 0, 0
    for world in worlds.values():
        for seed in range(3):
            month = np.random.default_rng(seed).permutation(world.month)
            born += len(world.newborns(month).groups)
            niches += len(world.found.levels[0].groups)
    log.info("false births: %d among %d niches; at most 1 in 500", born, niches)
    assert born <= FALSE_BIRTHS_PER_500 * niches / 500


def test_newborns_cost_seconds_and_have_different_names(worlds):
    for (name, day), world in worlds.items():
        started = time.process_time()
        born = world.newborns()
        seconds = time.process_time() - started
        log.info("%s as of %s: %d newborns in %.1f s", name, day, len(born.groups), seconds)
        log.info("%s", json.dumps(born.groups["name"].tolist(), ensure_ascii=False))
        assert born.groups["name"].str.lower().is_unique
        assert 0 < len(born.groups) < len(world.found.levels[0].groups) / 5
        assert seconds <= SECONDS
