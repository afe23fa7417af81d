import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.corpus.queries import read_query
from explorer.corpus.reading import read_papers_by_id
from explorer.errors import RunWithoutFieldError
from explorer.field_files import ids_of, rows_of
from explorer.niches import keep_own, own_papers
from explorer.own_niche import ALIKE, MOST_ALIKE, NoNiche, OwnNiche, find_own, open_basis, own_niche
from explorer.plans.niches import read_niche
from explorer.presentation.score_parts import verdict
from explorer.runs import Run, read_run, read_table
from explorer.trends import own_group
from explorer.trends.own_group import judge_group

SAME = 1e-6
"""Relative difference that rounding explains."""

NASTY = ["c++", 'a"b', "(x", "AND", "NOT", "-", '"', "x" * 10_000, "\0", "🙂", "مرحبا", "<b>&*_`"]
NASTY += ["NOT robot", "-data -model", "the of and we", "data model " * 50_000, "x OR " * 20_000]
NASTY += ["title:robot", "{title abstract}: robot", "NEAR(data model, 2)", "rob*", "^data", "a + b"]
NASTY += [
    "'; DROP TABLE papers; --",
    "((((((((((a))))))",
    '"' * 301,
    "data\ud800model",
    "\u202edata",
]

PIECES = st.sampled_from(
    [
        *"()\"-+*^:{}'.,;\\\0",
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "title",
        "data",
        "robot",
        "c++",
        "🙂",
        "ä",
        " ",
    ]
)


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def basis(run):
    return open_basis(run)


@pytest.fixture(scope="module")
def table(run):
    return {name: read_table(run, name) for name in ("niches", "members", "series", "evidence")}


JUDGED = {}


@pytest.fixture
def judged_once(monkeypatch):
    """Judge papers once, whatever words they are found by: it takes long, and is told elsewhere."""

    def judge(field, whole, niches, similarity, **scope):
        group = (id(whole), field.month.tobytes(), similarity.tobytes())
        if group not in JUDGED:
            JUDGED[group] = judge_group(field, whole, niches, similarity, **scope)
        return JUDGED[group]

    monkeypatch.setattr(own_group, "judge_group", judge)


def made_of(basis, table, niche_id):
    members = table["members"]
    ids = members.loc[members["niche_id"] == niche_id, "paper_id"]
    return own_niche(basis, read_query("x"), rows_of(basis.ground, ids), reading="x")


@pytest.mark.parametrize("place", [0, 1, 7, 20, -1])
def test_a_niche_of_the_same_papers_has_the_same_numbers(basis, table, place):
    theirs = basis.niches.iloc[place]
    own = made_of(basis, table, theirs["niche_id"])
    numbers = basis.niches.select_dtypes(["number", "bool"]).columns.drop(
        ["stability", "coherence", "x", "y"]
    )
    for name in numbers:
        assert own.niche[name] == pytest.approx(theirs[name], rel=SAME, abs=1e-9, nan_ok=True), name
    for name in ("first_month", "primary_category"):
        assert own.niche[name] == theirs[name]


@pytest.mark.parametrize("place", [0, 7, -1])
def test_a_niche_of_the_same_papers_has_the_same_months_and_evidence(basis, table, place):
    niche_id = basis.niches["niche_id"].iloc[place]
    own = made_of(basis, table, niche_id)
    for name in ("series", "evidence"):
        theirs = table[name][table[name]["niche_id"] == niche_id].drop(columns="niche_id")
        ours = getattr(own, name).drop(columns="niche_id")
        if name == "evidence":  # papers that add as much as others are told apart by their fit
            ours, theirs = (each.drop(columns="paper_id") for each in (ours, theirs))
        pd.testing.assert_frame_equal(
            ours, theirs.reset_index(drop=True), check_dtype=False, rtol=SAME
        )


def test_its_neighbour_is_the_niche_it_was_made_of(basis, table):
    niche = basis.niches.iloc[3]
    near = made_of(basis, table, niche["niche_id"]).neighbours
    near = near[near["kind"] == "partition"]
    assert near["name"].tolist() == [niche["name"]]
    assert near[["of_own", "of_niche"]].to_numpy().tolist() == [[1, 1]]


def test_every_niche_of_an_analysis_can_be_found_by_its_name(demonstration, basis):
    for name in basis.niches["name"].head(12):
        own = find_own(demonstration, basis, f'"{name}"')
        assert name in own.neighbours["name"].tolist()
        assert own.reading == f"papers with “{name}”"


def test_a_niche_by_words_has_all_that_a_page_shows(demonstration, basis):
    own = find_own(demonstration, basis, "robot OR grippers")
    assert isinstance(own, OwnNiche)
    assert own.niche.keys() == {*basis.niches.columns}
    assert own.niche["kind"] == "own"
    assert own.niche["papers"] == len(own.members)
    assert own.series["papers"].sum() <= len(own.members)
    assert own.members["similarity"].is_monotonic_decreasing
    assert set(own.words["role"]) >= {"own", "rising"}
    assert own.niche["terms"]
    assert set(own.evidence["paper_id"]) <= set(own.members["paper_id"])
    partition = own.neighbours[own.neighbours["kind"] == "partition"]
    assert 0 < partition["of_own"].sum() <= 1 + SAME
    assert verdict(own.niche)


def test_words_leave_out_what_an_analysis_left_out(demonstration, basis):
    own = find_own(demonstration, basis, "we OR the OR a")
    assert set(own.members["paper_id"]) <= set(
        ids_of(basis.ground, np.arange(len(basis.ground.ids)))
    )


def test_an_exclusion_takes_away_the_papers_that_have_the_word(demonstration, basis):
    both, some, rest = (
        set(find_own(demonstration, basis, typed).members["paper_id"])
        for typed in ("data", "data AND model", "data -model")
    )
    assert some
    assert both - some == rest


def test_too_few_papers_are_told(demonstration, basis):
    title = read_papers_by_id(demonstration.papers, ids_of(basis.ground, np.array([5])))["title"][0]
    own = find_own(demonstration, basis, f'"{title}"')
    assert 1 <= own.niche["papers_recent"] + own.niche["papers"] < 12
    assert "Too few papers to tell" in verdict(own.niche)
    assert not own.niche["opening"]


def test_an_abstract_finds_its_own_paper_and_those_near_it(demonstration, basis):
    paper = read_papers_by_id(demonstration.papers, ids_of(basis.ground, np.array([40]))).iloc[0]
    own = find_own(demonstration, basis, paper["abstract"])
    assert f"cosine of their words with it {ALIKE:.2f} or more" in own.reading or (
        len(own.members) == MOST_ALIKE
    )
    assert paper["id"] in set(own.members["paper_id"])
    held = basis.ground.niche[40]
    assert own.neighbours["niche_id"].iloc[0] == basis.ground.niche_ids[held]
    assert own.niche["name"].startswith("Like: ")


@pytest.mark.parametrize("typed", ["", "nosuchword", "-data", "zq " * 60])
def test_words_that_define_nothing_say_why(demonstration, basis, typed):
    found = find_own(demonstration, basis, typed)
    assert isinstance(found, NoNiche)
    assert found.problem.endswith(".")


@pytest.mark.parametrize("typed", NASTY)
def test_nothing_typed_is_an_error(demonstration, basis, typed):
    assert find_own(demonstration, basis, typed).query.reading


@pytest.mark.usefixtures("judged_once")
@given(st.text(max_size=80))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_has_an_answer(demonstration, basis, typed):
    assert isinstance(find_own(demonstration, basis, typed), OwnNiche | NoNiche)


@pytest.mark.usefixtures("judged_once")
@given(st.lists(PIECES, max_size=30))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_operators_and_signs_in_any_order_have_an_answer(demonstration, basis, pieces):
    for between in ("", " "):
        found = find_own(demonstration, basis, between.join(pieces))
        if isinstance(found, NoNiche):
            assert found.problem.endswith(".")
        else:
            assert len(found.members)


def test_a_newborn_niche_is_a_neighbour_too(basis, table):
    niche = basis.niches.iloc[3]
    held = table["members"].loc[table["members"]["niche_id"] == niche["niche_id"], "paper_id"]
    young = pd.DataFrame({"niche_id": ["n1"], "name": "new", "slug": "new", "terms": [["new"]]})
    rows = rows_of(basis.ground, held)[:7]
    near = made_of(replace(basis, newborns=young.assign(rows=[rows])), table, niche["niche_id"])
    found = near.neighbours.set_index("niche_id").loc["n1"]
    assert (found["kind"], found["shared"], found["of_niche"]) == ("newborn", 7, 1)
    assert found["of_own"] == pytest.approx(7 / niche["papers"])


@pytest.mark.parametrize(
    "filters",
    [("--top", "3"), ("--openings",), ("--kind", "newborn"), ("--level", "area")],
)
def test_filters_of_niches_beside_words_are_told(run_cli, capsys, filters):
    assert run_cli("niches", "--words", "data", *filters) == 1
    assert f"so {filters[0]} would choose among none" in capsys.readouterr().err


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_words_of_a_paper_find_it(demonstration, basis, data):
    row = data.draw(st.integers(0, len(basis.ground.ids) - 1))
    (arxiv_id,) = ids_of(basis.ground, np.array([row]))
    title = read_papers_by_id(demonstration.papers, [arxiv_id])["title"].iloc[0]
    own = find_own(demonstration, basis, title.replace('"', " "))
    assert arxiv_id in set(own.members["paper_id"])


def test_words_make_the_same_niche_every_time(demonstration, run):
    first, second = (find_own(demonstration, open_basis(run), "data -model") for _ in range(2))
    assert str(first.niche) == str(second.niche)
    pd.testing.assert_frame_equal(first.members, second.members)


def test_a_saved_niche_keeps_what_defines_it_and_finds_its_papers_again(home, basis):
    place = home.demonstration
    own = find_own(place, basis, '"data" -model')
    now = pd.Timestamp("2026-11-22 12:00", tz="UTC").to_pydatetime()
    plan = keep_own(place, basis.run, own, now=now)
    kept = read_niche(place.user, plan.niche_id)
    assert (kept.query, kept.name) == ('"data" -model', '"data" -model')
    assert kept.slug == "data-model-by-words"
    assert kept.paper_ids == tuple(own.members["paper_id"])
    again = find_own(place, basis, kept.query)
    assert again.niche["niche_id"] == kept.niche_id
    assert set(again.members["paper_id"]) == set(kept.paper_ids)
    assert keep_own(place, basis.run, again, now=now) == plan
    assert all(rung.papers for rung in plan.rungs)


def test_of_a_large_niche_the_ends_and_the_middle_are_read(demonstration, basis):
    own = find_own(demonstration, basis, "we OR the OR a")
    papers = own_papers(demonstration, own)
    assert 1_000 <= len(papers) <= 1_100
    days = read_papers_by_id(demonstration.papers, own.members["paper_id"])["published"]
    assert papers["published"].dt.strftime("%Y-%m").max() == days.max().strftime("%Y-%m")
    assert papers["published"].dt.strftime("%Y-%m").min() == days.min().strftime("%Y-%m")


def test_a_run_of_an_earlier_version_says_what_to_do(run):
    files = {k: v for k, v in run.manifest["files"].items() if not k.startswith("field")}
    older = Run(run_id=run.run_id, path=run.path, manifest={**run.manifest, "files": files})
    with pytest.raises(RunWithoutFieldError, match="run `explorer analyze` once"):
        open_basis(older)


def test_of_a_run_that_did_not_keep_what_is_told_beside_the_score_nothing_is_said(
    demonstration, basis
):
    ground = replace(
        basis.ground, field=replace(basis.ground.field, surveys=None, term_months=None)
    )
    before = find_own(demonstration, replace(basis, ground=ground), "data -model").niche
    now = find_own(demonstration, basis, "data -model").niche
    assert np.isnan([before["survey_share"], before["technique_maturity"]]).all()
    assert 0 < now["survey_share"] < 0.2
    assert before["score"] == now["score"]


def test_the_command_prints_a_niche_by_words(run_cli, capsys):
    assert run_cli("niches", "--words", "data -model", "--format", "json", "--with-papers") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert len(row["paper_ids"]) == row["papers"]
    assert row["reading"] == "papers with “data” and without “model”"
    assert row["neighbours"][0]["shared"] > 0
    assert run_cli("niches", "--words", "data -model") == 0
    assert "neighbours:" in capsys.readouterr().out


@pytest.mark.parametrize("typed", NASTY)
def test_the_command_takes_whatever_is_typed(run_cli, capsys, typed):
    assert run_cli("niches", f"--words={typed}", "--format", "json") == 0
    output = capsys.readouterr()
    assert json.loads(output.out) or output.err.startswith("explorer: ")


def test_the_command_saves_a_niche_by_words(home, run_cli, capsys):
    assert run_cli("plan", "draft", "--words", "data -model") == 0
    assert "Plan: data -model" in capsys.readouterr().out
    assert read_niche(home.demonstration.user, "data-model-by-words").query == "data -model"
    assert run_cli("plan", "draft", "--words", "nosuchword") == 1
    assert "nosuchword" in capsys.readouterr().err


@pytest.fixture
def run_cli(home):
    from explorer.cli import main

    return lambda *words: main(
        [words[0], *words[1:], "--data-dir", str(home.demonstration.data_dir)]
    )
