"""Saved plans beside the papers that came after them, of the demonstration."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
from planted_rungs import reworded
from scipy.sparse import csr_array

from explorer.cli import main
from explorer.corpus.demonstration.topics import read_subfields
from explorer.corpus.reading import read_papers_by_id
from explorer.field_files import field_of, rows_of
from explorer.niches import niche_papers
from explorer.own_niche import open_basis
from explorer.plans.drift import LINE
from explorer.plans.ladder import draft_ladder
from explorer.plans.niches import read_niche, save_niche
from explorer.plans.wishes import merge_niche
from explorer.presentation.drift import check_lines, scenario_line
from explorer.refreshing.drift import check_plan, check_rungs, measured
from explorer.runs import read_run, read_table
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import count_terms

CUT = pd.Timestamp("2024-07-01")
GRIPPERS = "soft-robotic-grippers"


@pytest.fixture(scope="module")
def basis(demonstration):
    return open_basis(read_run(demonstration.runs))


def drafted(demonstration, basis, slug):
    """A ladder from a niche's papers up to the cut, and its papers before and after."""
    niches = read_table(basis.run, "niches")
    niche = niches[(niches["level"] == "niche") & (niches["slug"] == slug)].iloc[0]
    words = read_table(basis.run, "words")
    papers = niche_papers(demonstration, basis.run, niche["niche_id"])
    old, new = papers[papers["published"] < CUT], papers[papers["published"] >= CUT]
    words = words[words["niche_id"] == niche["niche_id"]]
    return niche, draft_ladder(niche, old, words=words), old, new


def told(demonstration, basis, invented, slugs, *, count):
    """By how much planted papers, and the niche's new ones, are above the usual for each rung."""
    truth = invented.truth.set_index("arxiv_id")["subfield"]
    subfields = {each.name: each for each in read_subfields()}
    planted, others = [], []
    for at, slug in enumerate(slugs):
        _, ladder, old, new = drafted(demonstration, basis, slug)
        subfield = subfields[truth.reindex(old["id"]).mode()[0]]
        known, fresh = rows_of(basis.ground, old["id"]), rows_of(basis.ground, new["id"])
        by_id = old.set_index("id")[["title", "abstract"]]
        for rung in ladder:
            main_paper = by_id.loc[rung.papers[0].arxiv_id]
            texts = reworded(rung, main_paper, subfield, count=count, seed=at)
            tokens = tokenize(*map(list, zip(*texts, strict=True)))
            counts = count_terms(tokens, basis.model.embedding.vocabulary)
            ones = np.ones_like(counts.data)
            uses = csr_array((ones, counts.indices, counts.indptr), shape=counts.shape)
            planted.append(measured(basis, rung, known, uses)[1])
            others.append(measured(basis, rung, known, field_of(basis.ground, fresh).uses)[1])
    return np.concatenate(planted), np.concatenate(others)


def test_papers_that_do_what_a_rung_does_are_told_and_others_are_not(
    demonstration, basis, invented
):
    slugs = (GRIPPERS, "battery-ageing-prediction", "graph-learning", "satellite-flood-mapping")
    planted, others = told(demonstration, basis, invented, slugs, count=4)
    assert (planted >= LINE).mean() >= 0.85
    assert (others >= LINE).mean() <= 0.08


@pytest.mark.benchmark
def test_of_all_niches_papers_that_do_a_rung_are_told(demonstration, basis, invented):
    """Asked: of planted papers 95 % are told, of others 5 %."""
    niches = read_table(basis.run, "niches")
    niches = niches[(niches["level"] == "niche") & (niches["kind"] == "partition")]
    old = [len(drafted(demonstration, basis, slug)[2]) >= 25 for slug in niches["slug"]]
    planted, others = told(demonstration, basis, invented, niches["slug"][old], count=5)
    print(f"told: {(planted >= LINE).mean():.3f} of {len(planted):,} planted")  # noqa: T201
    print(f"told: {(others >= LINE).mean():.3f} of {len(others):,} others")  # noqa: T201
    assert (planted >= LINE).mean() >= 0.94
    assert (others >= LINE).mean() <= 0.05


@pytest.fixture
def plan(home, basis):
    place = home.demonstration
    niche, ladder, old, _ = drafted(place, basis, GRIPPERS)
    return save_niche(
        place.user,
        {str(key): value for key, value in niche.items()},
        paper_ids=old["id"].tolist(),
        run_id="r1",
        as_of=date(2024, 6, 30),
        rungs=ladder,
        hours_per_week=5,
        now=datetime(2024, 7, 1, tzinfo=UTC),
        kind="demonstration",
    )


def test_a_plan_is_held_against_the_papers_that_came_since(home, basis, plan):
    place = home.demonstration
    saved = read_niche(place.user, plan.niche_id)
    check = check_plan(place, basis, plan, saved)
    members = read_table(basis.run, "members")
    ids = set(members.loc[members["niche_id"] == plan.niche_id, "paper_id"])
    assert check.new_papers == len(ids - set(saved.paper_ids))
    assert (check.since, check.as_of) == (date(2024, 6, 30), date(2024, 12, 31))
    assert check.changes == ()
    for rung in check.rungs:
        assert len(rung.nearest) == 3
        assert {near.paper_id for near in rung.nearest} <= ids - set(saved.paper_ids)
        likenesses = [near.likeness for near in rung.nearest]
        assert likenesses == sorted(likenesses, reverse=True)


def test_a_niche_that_is_gone_leaves_the_plan_as_it_is(home, basis, plan):
    saved = read_niche(home.demonstration.user, plan.niche_id)
    check = check_plan(home.demonstration, basis, plan, replace(saved, niche_id="n-gone"))
    assert check.changes == ("gone",)
    assert check.new_papers == check.alerts == 0


def niches_of(basis):
    niches = read_table(basis.run, "niches")
    return niches[niches["level"] == "niche"]


SAID = {"kind": "demonstration", "now": datetime(2024, 8, 1, tzinfo=UTC)}


def test_a_niche_with_parts_is_judged_as_the_whole_and_a_part_says_of_what(home, basis, plan):
    place, niches = home.demonstration, niches_of(basis)
    whole = niches[niches["niche_id"] == plan.niche_id].iloc[0]
    part = niches[niches["niche_id"] != plan.niche_id].iloc[0]
    saved = read_niche(place.user, plan.niche_id)
    alone = check_plan(place, basis, plan, saved)
    merge_niche(place.user, part, whole, **SAID)
    both = check_plan(place, basis, plan, saved)
    assert both.changes[0] == "whole"
    assert both.into == (part["name"],)
    members = read_table(basis.run, "members")
    ids = members["paper_id"][members["niche_id"].isin([plan.niche_id, part["niche_id"]])]
    papers = read_papers_by_id(place.papers, ids.drop_duplicates().tolist())
    came = papers["id"][papers["published"].dt.date > saved.as_of]
    assert both.new_papers == len(set(came) - set(saved.paper_ids)) > alone.new_papers
    of_part = check_plan(place, basis, plan, replace(saved, niche_id=part["niche_id"]))
    assert (of_part.changes[0], of_part.into) == ("part", (whole["name"],))


def test_a_niche_that_ended_is_held_against_the_papers_of_its_heir(home, basis, plan):
    place = home.demonstration
    saved = replace(read_niche(place.user, plan.niche_id), niche_id="n-ended")
    ended = [["n-ended", [[plan.niche_id, ["n-ended"]]]]]
    run = replace(basis.run, manifest={**basis.run.manifest, "ended": ended})
    check = check_plan(place, replace(basis, run=run), plan, saved)
    assert check.changes == ("over",)
    assert check.into == ("soft robotic grippers",)
    assert check.new_papers > 0
    assert "went over into “soft robotic grippers”" in check_lines(check)[1]


def test_what_was_told_by_an_earlier_run_is_not_told_again(home, basis, plan):
    place = home.demonstration
    saved = read_niche(place.user, plan.niche_id)
    shown = {**saved.shown, "growth_high": 0.0, "growth_low": 0.0}
    grown = replace(saved, shown=shown)
    assert "rose" in check_plan(place, basis, plan, grown).changes
    again = check_plan(place, basis, plan, grown, since=basis.run)
    assert (again.changes, again.new_papers, again.alerts) == ((), 0, 0)
    assert again.chances_then == again.chances_now
    assert scenario_line(again) == ""
    moved = dict.fromkeys(again.chances_now, 0.2) | {"booms": 0.4}
    assert "“Booms” became likelier" in scenario_line(
        replace(again, chances_then=dict.fromkeys(moved, 0.25), chances_now=moved)
    )


def test_with_few_papers_known_nothing_is_called_unusual(basis, plan):
    assert [each.nearest for each in check_rungs(basis, plan.rungs, known=("x",), new=["y"])] == [
        ()
    ] * 4


def test_the_command_tells_every_plan_and_changes_none(home, plan, capsys):
    place = ["--data-dir", str(home.demonstration.data_dir)]
    before = home.demonstration.user.read_bytes()
    assert main(["plan", "check", *place]) == 0
    said = capsys.readouterr().out
    assert f"plan {plan.plan_id}: Plan: soft robotic grippers" in said
    assert "came to it from 30 June 2024 to 31 December 2024" in said
    assert main(["plan", "check", GRIPPERS, "--format", "json", *place]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) == 12
    assert all(row["title"] for row in rows)
    assert home.demonstration.user.read_bytes() == before
    assert main(["plan", "check", "99", *place]) == 1
    capsys.readouterr()
    assert main(["plan", "check", "--exit-code", *place]) == 3
    assert "; say on its page what you would then do." in capsys.readouterr().out
