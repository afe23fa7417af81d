import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest

from explorer.analysis import analyze
from explorer.corpus.demonstration import Demonstration
from explorer.corpus.harvest_log import Harvest, log_harvest
from explorer.corpus.merging import merge_papers
from explorer.corpus.months import month_of
from explorer.corpus.store import writing
from explorer.errors import (
    StoreNotFoundError,
    TooFewPapersError,
    UnknownCategoryError,
)
from explorer.results import NOTED
from explorer.runs import TABLES, Run, list_runs, read_run, read_table
from explorer.settings import Settings
from explorer.trends import forecast
from explorer.trends.scores import MIN_RECENT

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)

WINNERS, OTHERS = {"rising", "newborn"}, {"flat", "declining", "faded"}

RANKED = [
    "growing_terms",
    "newcomers",
    "imported_terms",
    "openness",
    "entrants",
    "small_teams",
]

COLUMNS = {
    "niches": {
        "niche_id": "str",
        "level": "str",
        "kind": "str",
        "parent_id": "str",
        "slug": "str",
        "name": "str",
        "terms": "object",
        "papers": "int64",
        "papers_recent": "int64",
        "papers_before": "int64",
        "first_month": "str",
        "primary_category": "str",
        "growth": "float64",
        "growth_low": "float64",
        "growth_high": "float64",
        "rising": "bool",
        "score": "float64",
        "novel": "float64",
        "achievable": "float64",
        "opening": "bool",
        "by_chance": "float64",
        "beyond_chance": "bool",
        **dict.fromkeys(RANKED, "float64"),
        **dict.fromkeys((f"{part}_rank" for part in RANKED), "float64"),
        "concentration": "float64",
        "survey_share": "float64",
        "technique_maturity": "float64",
        "maturity_at_least": "bool",
        **dict.fromkeys(forecast.columns(), "float64"),
        **dict.fromkeys("xy", "float64"),
    },
    "members": {
        "paper_id": "str",
        "niche_id": "str",
        "kind": "str",
        "similarity": "float32",
        **dict.fromkeys("xy", "float32"),
    },
    "series": {
        "niche_id": "str",
        "month": "str",
        "papers": "int64",
        "share": "float64",
        "coverage": "float64",
    },
    "words": {"niche_id": "str", "term": "str", "role": "str", "weight": "float64"},
    "evidence": {"niche_id": "str", "part": "str", "paper_id": "str", "weight": "float64"},
}
"""The documented tables of a run; others build on these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """The demonstration with its truth, and the tables that the analysis made of it."""

    settings: Settings
    made: Demonstration
    run: Run
    tables: dict[str, pd.DataFrame]

    @property
    def niches(self):
        table = self.tables["niches"]
        return table[table["level"] == "niche"].reset_index(drop=True)

    @property
    def members(self):
        """Members of the niches of the partition."""
        table = self.tables["members"]
        return table[table["kind"] == "partition"]

    @property
    def newborn(self):
        """Ids of the newborn niches."""
        return set(self.niches.loc[self.niches["kind"] == "newborn", "niche_id"])


@pytest.fixture(scope="session")
def analysed(demonstration, invented):
    run = read_run(demonstration.runs)
    tables = {name: read_table(run, name) for name in TABLES}
    return Analysed(settings=demonstration, made=invented, run=run, tables=tables)


def store_of(folder, papers):
    """Keep papers in a store of their own, in the order given."""
    settings = Settings(data_dir=folder)
    with writing(settings.papers, kind="demonstration") as connection:
        merge_papers(connection, papers)
    return settings


def copy_of(settings, folder):
    """Look at the same papers with a folder for runs that is one's own."""
    folder.mkdir(exist_ok=True)
    shutil.copy(settings.papers, folder)
    return Settings(data_dir=folder)


def bytes_of(run):
    return {name: (run.path / f"{name}.parquet").read_bytes() for name in TABLES}


def some_categories(made, n_papers):
    """The commonest primary categories that hold so many papers together."""
    chosen, total = [], 0
    for category, count in Counter(p.primary_category for p in made.papers).most_common():
        chosen.append(category)
        total += count
        if total >= n_papers:
            return chosen
    raise AssertionError(n_papers)


# The tables


@pytest.mark.parametrize("name", TABLES)
def test_the_documented_columns_are_there_with_the_documented_types(analysed, name):
    table = analysed.tables[name]
    found = {column: str(table[column].dtype) for column in COLUMNS[name]}
    assert found == COLUMNS[name]
    unknown = ["stability", "technique_maturity", *forecast.columns()]
    assert not table.drop(columns=unknown, errors="ignore").isna().any().any()
    assert isinstance(table.index, pd.RangeIndex)


def test_a_forecast_is_made_of_every_niche_with_enough_papers_and_of_nothing_else(analysed):
    niches = analysed.tables["niches"]
    enough = (niches["level"] == "niche") & (niches["papers_recent"] >= MIN_RECENT)
    enough &= niches["kind"] == "partition"
    for name in set(forecast.columns()) - {"share"}:
        assert (niches[name].notna() == enough).all(), name


def test_every_paper_is_in_exactly_one_niche(analysed):
    members = analysed.members
    assert sorted(members["paper_id"]) == [paper.arxiv_id for paper in analysed.made.papers]
    assert set(members["kind"]) == {"partition"}
    members = analysed.tables["members"]
    assert not members.duplicated(["niche_id", "paper_id"]).any()
    assert set(members["niche_id"]) == set(analysed.niches["niche_id"])
    counts = members.groupby("niche_id").size()
    assert (counts[analysed.niches["niche_id"]].to_numpy() == analysed.niches["papers"]).all()
    assert members["similarity"].between(-1, 1 + 1e-6).all()
    kind = analysed.niches.set_index("niche_id")["kind"]
    is_newborn = members["niche_id"].map(kind) == "newborn"
    assert ((members["kind"] == "newborn") == is_newborn).all()


def test_niches_lie_in_subfields_and_those_in_areas(analysed):
    table = analysed.tables["niches"].set_index("niche_id")
    assert table.loc[list(analysed.newborn), "parent_id"].isin(table.index).all()
    table = table.drop(list(analysed.newborn))
    above = {"niche": "subfield", "subfield": "area"}
    for level, parent_level in above.items():
        parents = table.loc[table["level"] == level].groupby("parent_id")["papers"].sum()
        upper = table[table["level"] == parent_level]
        assert set(parents.index) == set(upper.index)
        assert (parents[upper.index] == upper["papers"]).all()
    assert (table.loc[table["level"] == "area", "parent_id"] == "").all()
    counts = table["level"].value_counts()
    assert counts["niche"] > counts["subfield"] > counts["area"] >= 1


def test_each_niche_has_a_name_and_a_slug_of_its_own(analysed):
    table = analysed.tables["niches"]
    assert table["niche_id"].is_unique
    assert table["slug"].is_unique
    for _, level in table.groupby("level"):
        assert level["name"].str.lower().is_unique
        assert not level["name"].str.startswith("unnamed").any()
    assert (table["name"].str.split().str.len() <= 5).all()


def test_terms_of_a_niche_do_not_overlap(analysed):
    for terms in analysed.niches["terms"]:
        assert 1 <= len(terms) <= 10
        for term in terms:
            assert not any(f" {term} " in f" {other} " for other in terms if other != term)


def test_the_best_score_of_each_level_comes_first(analysed):
    for _, level in analysed.tables["niches"].groupby("level", sort=False):
        assert level["score"].is_monotonic_decreasing
        assert level["score"].between(0, 100).all()


def test_series_add_up_to_the_papers_of_every_level_and_month(analysed):
    series = analysed.tables["series"]
    months = Counter(month_of(paper.submitted) for paper in analysed.made.papers)
    level = series["niche_id"].map(analysed.tables["niches"].set_index("niche_id")["level"])
    for _, table in series[~series["niche_id"].isin(analysed.newborn)].groupby(level):
        by_month = table.groupby("month")[["papers", "share"]].sum()
        assert by_month["papers"].to_dict() == months
        assert by_month["share"].to_numpy() == pytest.approx(1)
    assert set(series["niche_id"]) == set(analysed.tables["niches"]["niche_id"])


def test_every_number_opens_to_papers_of_its_niche(analysed):
    evidence, members = analysed.tables["evidence"], analysed.members
    own = evidence[evidence["niche_id"].isin(analysed.newborn)]
    pairs = analysed.tables["members"][["niche_id", "paper_id"]]
    assert len(own.merge(pairs, on=["niche_id", "paper_id"])) == len(own)
    evidence = evidence[~evidence["niche_id"].isin(analysed.newborn)]
    of_paper = members.set_index("paper_id")["niche_id"]
    parents = analysed.tables["niches"].set_index("niche_id")["parent_id"]
    niche = evidence["paper_id"].map(of_paper)
    subfield = niche.map(parents)
    area = subfield.map(parents)
    shown = evidence["niche_id"]
    assert ((shown == niche) | (shown == subfield) | (shown == area)).all()
    assert (evidence.groupby(["niche_id", "part"]).size() <= 5).all()
    for _, part in evidence.groupby(["niche_id", "part"]):
        assert part["weight"].is_monotonic_decreasing
    busy = analysed.niches.loc[analysed.niches["papers_recent"] >= 12, "niche_id"]
    assert set(busy) <= set(shown)


def test_words_of_a_niche_have_a_role_and_a_weight(analysed):
    words = analysed.tables["words"]
    assert set(words["role"]) == {"own", "before", "rising", "imported"}
    assert (words["weight"] > 0).all()
    assert set(words.loc[words["role"] == "own", "niche_id"]) == set(
        analysed.tables["niches"]["niche_id"]
    )
    assert not words.duplicated(["niche_id", "role", "term"]).any()


def test_the_manifest_says_what_the_run_rests_on(analysed):
    manifest = analysed.run.manifest
    days = [paper.submitted for paper in analysed.made.papers]
    assert manifest["papers"] == len(days)
    assert manifest["as_of"] == max(days).isoformat()
    assert manifest["first_month"] == month_of(min(days))
    assert manifest["last_month"] == analysed.tables["series"]["month"].max()
    assert manifest["kind"] == "demonstration"
    assert manifest["categories"] == []
    assert manifest["seed"] == 0
    assert datetime.fromisoformat(manifest["made_at"]) == NOW
    assert {"explorer", "numpy", "scikit-learn"} <= set(manifest["versions"])
    assert re.fullmatch("[0-9a-f]{64}", manifest["fingerprint"])


def test_the_model_is_arrays_and_text(analysed):
    with np.load(analysed.run.path / "model.npz", allow_pickle=False) as model:
        shapes = {name: model[name].shape for name in model.files}
    vocabulary = json.loads((analysed.run.path / "vocabulary.json").read_text())
    n_dimensions, n_terms = shapes["components"]
    assert shapes["idf"] == (n_terms,) == (len(vocabulary["terms"]),)
    assert shapes["centroids"] == (len(analysed.niches) - len(analysed.newborn), n_dimensions)


# Planted truth


@pytest.fixture(scope="session")
def matched(analysed):
    """Each planted subfield with the niche that matches it best."""
    truth = analysed.made.truth.set_index("arxiv_id")
    members = analysed.tables["members"]
    shared = pd.crosstab(truth.loc[members["paper_id"], "subfield"].to_numpy(), members["niche_id"])
    sizes = truth.groupby("subfield").size().to_numpy()[:, None] + shared.sum().to_numpy()
    f1 = 2 * shared / sizes
    best = pd.DataFrame({"niche_id": f1.idxmax(axis=1), "f1": f1.max(axis=1)})
    best["kind"] = truth.groupby("subfield")["kind"].first()
    facts = analysed.niches.set_index("niche_id")
    return best.join(facts[["name", "score", "growth", "growth_low", "rising"]], on="niche_id")


def test_planted_subfields_are_found(matched):
    assert matched["niche_id"].is_unique
    assert matched["f1"].median() > 0.9
    assert matched["f1"].min() > 0.5


def test_every_rising_or_newborn_subfield_ranks_above_every_other(matched):
    winners = matched.loc[matched["kind"].isin(WINNERS), "score"]
    others = matched.loc[matched["kind"].isin(OTHERS), "score"]
    assert len(winners) + len(others) == len(matched)
    assert winners.min() > others.max()


def test_no_declining_or_faded_subfield_is_called_rising(matched):
    assert not matched.loc[matched["kind"].isin({"declining", "faded"}), "rising"].any()


def test_hardly_a_constant_share_is_called_rising(matched):
    assert matched.loc[matched["kind"] == "flat", "rising"].mean() < 0.10


def test_growth_that_was_planted_is_seen(matched):
    assert matched.loc[matched["kind"] == "newborn", "rising"].all()
    assert (matched.loc[matched["kind"] == "rising", "growth"] > 1).all()
    assert (matched.loc[matched["kind"].isin({"declining", "faded"}), "growth"] < 1).all()


# Same input, same output

ANALYZE = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from explorer.analysis import analyze
from explorer.settings import Settings

analyze(Settings(data_dir=Path(sys.argv[1])), now=datetime.now(UTC))
"""


def test_surveys_that_were_planted_are_counted(analysed):
    share = analysed.niches["survey_share"]
    assert np.average(share, weights=analysed.niches["papers"]) == pytest.approx(0.03, abs=0.015)
    assert share.between(0, 0.15).all()


def test_shuffled_papers_in_a_process_with_one_thread_give_byte_equal_tables(analysed, tmp_path):
    order = np.random.default_rng(5).permutation(len(analysed.made.papers))
    settings = store_of(tmp_path, [analysed.made.papers[i] for i in order.tolist()])
    command = [sys.executable, "-c", ANALYZE, str(tmp_path)]
    other = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "7"}
    subprocess.run(command, env={**os.environ, **other}, check=True)
    again = read_run(settings.runs)
    assert bytes_of(again) == bytes_of(analysed.run)
    assert again.run_id == analysed.run.run_id
    differing = {k for k, v in again.manifest.items() if v != analysed.run.manifest[k]}
    assert differing <= {*NOTED, "files"}


@pytest.fixture(scope="session")
def scoped(analysed, tmp_path_factory):
    """A run of a few categories up to a day in the past."""
    settings = copy_of(analysed.settings, tmp_path_factory.mktemp("scoped"))
    categories = some_categories(analysed.made, 900)
    return settings, analyze(
        settings, categories=categories, as_of=date(2022, 12, 31), now=NOW, seed=3
    )


def test_two_runs_are_the_same_run(scoped):
    settings, run = scoped
    before = bytes_of(run)
    again = analyze(
        settings, categories=run.manifest["categories"], as_of=date(2022, 12, 31), now=LATER, seed=3
    )
    assert bytes_of(again) == before
    assert again.run_id == run.run_id
    assert list_runs(settings.runs) == [run.run_id]


def test_as_of_hides_the_future(analysed, scoped, tmp_path):
    _, run = scoped
    known = [paper for paper in analysed.made.papers if paper.submitted <= date(2022, 12, 31)]
    past = store_of(tmp_path, known)
    then = analyze(past, categories=run.manifest["categories"], as_of=None, now=NOW, seed=3)
    assert bytes_of(then) == bytes_of(run)
    assert then.manifest["fingerprint"] == run.manifest["fingerprint"]


def test_a_scope_holds_the_papers_that_list_one_of_its_categories(analysed, scoped):
    _, run = scoped
    categories = set(run.manifest["categories"])
    expected = {
        paper.arxiv_id
        for paper in analysed.made.papers
        if categories & set(paper.categories) and paper.submitted <= date(2022, 12, 31)
    }
    assert set(read_table(run, "members")["paper_id"]) == expected
    assert run.manifest["papers"] == len(expected)
    assert run.manifest["last_month"] == "2022-12"


def test_withdrawn_papers_are_left_out_and_counted(analysed, scoped, tmp_path):
    _, run = scoped
    known = [paper for paper in analysed.made.papers if paper.submitted <= date(2022, 12, 31)]
    category = run.manifest["categories"][0]
    chosen = [paper for paper in known if category in paper.categories][:7]
    withdrawn = [
        replace(paper, arxiv_id=f"2212.{90_000 + number}", comments="Withdrawn by the authors")
        for number, paper in enumerate(chosen)
    ]
    store = store_of(tmp_path, [*known, *withdrawn])
    then = analyze(store, categories=run.manifest["categories"], now=NOW, seed=3)
    assert (then.manifest["withdrawn"], run.manifest["withdrawn"]) == (7, 0)
    assert then.manifest["papers"] == run.manifest["papers"]
    assert bytes_of(then) == bytes_of(run)


def test_a_hole_in_the_log_reaches_the_series_and_the_manifest(analysed, scoped, tmp_path):
    whole = scoped[1]
    category = whole.manifest["categories"][0]
    settings = copy_of(analysed.settings, tmp_path / "torn")
    with writing(settings.papers, kind="demonstration") as connection:
        connection.execute("UPDATE meta SET value = 'real' WHERE name = 'kind'")
        hole = Harvest(
            source="api",
            category=category,
            since=date(2022, 5, 1),
            until=date(2022, 5, 31),
            fetched_at=NOW,
            received=0,
            expected=1_000,
            state="hole",
        )
        log_harvest(connection, hole)
    run = analyze(
        settings,
        categories=whole.manifest["categories"],
        as_of=date(2022, 12, 31),
        now=NOW,
        seed=3,
    )
    assert run.manifest["holes"].keys() == {"2022-05"}
    assert run.manifest["fingerprint"] == whole.manifest["fingerprint"]
    assert run.run_id != whole.run_id
    assert "holes" not in whole.manifest
    torn = read_table(run, "series").query("coverage < 1")
    assert set(torn["month"]) == {"2022-05"}
    assert read_table(whole, "series")["coverage"].eq(1).all()
    assert bytes_of(run)["members"] == bytes_of(whole)["members"]


def assert_told_in_words(steps):
    assert len({step for step, _, _ in steps}) >= 8
    for step, done, total in steps:
        assert re.fullmatch(r"[A-Z][a-z']+( [a-z']+)+", step)
        assert total is None or 0 <= done <= total


def test_the_running_month_is_no_month(analysed, tmp_path):
    settings = copy_of(analysed.settings, tmp_path)
    categories = some_categories(analysed.made, 300)
    steps = []
    run = analyze(
        settings,
        categories=categories,
        as_of=date(2022, 12, 30),
        now=NOW,
        progress=lambda *step: steps.append(step),
    )
    assert_told_in_words(steps)
    assert run.manifest["last_month"] == "2022-11"
    assert read_table(run, "series")["month"].max() == "2022-11"
    ids = read_table(run, "members")["paper_id"]
    assert ids.str.startswith("2212.").any()


def test_years_after_the_newest_paper_nothing_is_rising(analysed, tmp_path):
    settings = copy_of(analysed.settings, tmp_path)
    categories = some_categories(analysed.made, 300)
    run = analyze(settings, categories=categories, as_of=date(2029, 12, 31), now=NOW)
    niches = read_table(run, "niches")
    assert not niches["rising"].any()
    assert not niches["opening"].any()
    assert read_table(run, "series")["month"].max() == "2029-12"


# What cannot be analysed


@pytest.fixture
def place(analysed, tmp_path):
    return copy_of(analysed.settings, tmp_path)


def assert_untouched(settings):
    assert list_runs(settings.runs) == []
    assert not settings.runs.exists() or not any(settings.runs.iterdir())


def test_an_unknown_category_is_refused_with_the_nearest(place):
    with pytest.raises(UnknownCategoryError, match=r"cs\.LGG.*did you mean.*cs\.LG"):
        analyze(place, categories=["cs.LGG"], now=NOW)
    assert_untouched(place)


def test_a_category_with_too_few_papers_is_refused_with_both_numbers(place):
    with pytest.raises(TooFewPapersError) as caught:
        analyze(place, categories=["math.GT"], now=NOW)
    assert (caught.value.found, caught.value.needed) == (0, 200)
    assert "math.GT" in str(caught.value)
    assert_untouched(place)


@pytest.mark.parametrize("as_of", [date(1999, 1, 1), date(2015, 1, 20), date(2015, 2, 10)])
def test_before_there_were_enough_papers_the_corpus_is_refused(place, as_of):
    with pytest.raises(TooFewPapersError, match=f"up to {as_of}.*200 are needed") as caught:
        analyze(place, as_of=as_of, now=NOW)
    assert caught.value.found < caught.value.needed
    assert_untouched(place)


def test_without_papers_there_is_nothing_to_analyze(tmp_path):
    settings = Settings(data_dir=tmp_path / "nothing")
    with pytest.raises(StoreNotFoundError, match="explorer import"):
        analyze(settings, now=NOW)
    assert not settings.data_dir.exists()


def test_an_empty_store_is_refused(tmp_path):
    settings = store_of(tmp_path, [])
    with pytest.raises(StoreNotFoundError, match="no papers"):
        analyze(settings, now=NOW)
    assert_untouched(settings)
