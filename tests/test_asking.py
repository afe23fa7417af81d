"""Whom to ask about a rung: bridges, starts near a person, and paths, with planted authors."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from explorer.asking.crossing import (
    pair_bridges,
    parent_bridges,
    rows_by,
    scope_of,
    starts_near,
    writers,
)
from explorer.asking.people import find_asked, pair_of
from explorer.cli import main
from explorer.corpus.reading import read_papers_by_id
from explorer.field_files import ids_of
from explorer.niches import keep_niche
from explorer.own_niche import open_basis
from explorer.plans.niches import read_niche
from explorer.plans.profile import Profile
from explorer.plans.records import Rung
from explorer.runs import read_run, read_table

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)

GROUPS = pd.DataFrame(
    {
        "niche_id": ["mud", "kelp", "here", "one", "two"],
        "name": ["Mud", "Kelp", "Here", "Earth", "Sea"],
        "parent_id": ["one", "two", "two", "", ""],
    }
)
NICHES = [0, 0, 1, 1, 2, 2, 2]
AUTHORS = [["Ada"], ["Bo"], ["Ada"], ["Cy", "Bo"], ["Ada"], ["Bo", "Dee"], ["Cy"]]
PAPERS = pd.DataFrame({"id": ["e", "f", "g"], "authors": ["Ada", "Bo; Dee", "Cy"]})
NUMBERS = {"Ada": 0, "Bo": 1, "Cy": 2, "Dee": 3}


@pytest.fixture(scope="module")
def ground(demonstration):
    """Seven papers of three niches and four authors, in the form that a run keeps."""
    found = open_basis(read_run(demonstration.runs)).ground
    flat = np.array([NUMBERS[name] for names in AUTHORS for name in names])
    teams = np.array([len(names) for names in AUTHORS])
    slots = replace(found.field.authorships, author=flat, team=teams)
    return replace(
        found,
        ids=np.array([each.encode() for each in "abcdefg"]),
        niche=np.array(NICHES),
        niche_ids=np.array(["mud", "kelp", "here"]),
        field=replace(found.field, month=np.arange(7), authorships=slots),
        slot_starts=np.concatenate([[0], np.cumsum(teams)]),
        points=np.eye(7, dtype=np.float16),
    )


def test_who_wrote_a_paper_is_named_as_written(ground):
    assert writers(ground, PAPERS) == {0: "Ada", 1: "Bo", 2: "Cy", 3: "Dee"}


def test_who_wrote_in_both_parents_bridges_them(ground):
    found = parent_bridges(ground, GROUPS, PAPERS, writers(ground, PAPERS))
    assert {each.author for each in found} == {0, 1}  # Cy wrote in one of them, Dee in none
    assert set(found[0].sides) == {"Mud", "Kelp"}
    assert found[0].papers == (1, 1)


def test_who_wrote_of_both_sides_of_a_pair_bridges_it(ground):
    found = pair_bridges(ground, ("mud", "sea"), ["a"], ["c", "d", "e"])
    assert [(each.author, each.papers) for each in found] == [(0, (1, 2))]
    assert pair_bridges(ground, ("mud", "sea"), ["a"], []) == []


def test_who_began_near_a_text_wrote_there_before_they_came(ground):
    people = writers(ground, PAPERS)
    near_b = np.eye(7, dtype=np.float32)[[1]]
    (start,) = starts_near(ground, PAPERS, people, near_b, least=0.6)
    assert (start.author, start.paper_id, start.text) == (1, "b", 0)
    late = np.eye(7, dtype=np.float32)[[5]]  # a paper of the niche itself
    assert starts_near(ground, PAPERS, people, late, least=0.6) == []
    assert starts_near(ground, PAPERS, people, near_b[:0], least=0.6) == []


def test_a_path_tells_the_order_and_how_teams_grew(ground):
    scope = scope_of(ground, GROUPS, NUMBERS["Bo"])
    assert scope.papers == 3
    assert scope.subfields == ("Earth", "Sea")
    assert scope.teams == (1.0, 2.0)
    assert ids_of(ground, rows_by(ground, [NUMBERS["Bo"]])) == ["b", "d", "f"]


def test_people_of_a_ladder_wrote_the_papers_that_they_are_asked_about(home):
    place = home.demonstration
    run = read_run(place.runs)
    basis = open_basis(run)
    niches = read_table(run, "niches")
    plan = keep_niche(place, run, niches[niches["level"] == "niche"]["slug"].iloc[0], now=NOW)
    niche = read_niche(place.user, plan.niche_id)
    text = read_papers_by_id(place.papers, niche.paper_ids)["abstract"].iloc[0]
    told = []
    for rung in plan.rungs:
        asked = find_asked(place.papers, basis, niche, rung, Profile(abstracts=(text,)))
        names = [each.name for each in asked]
        assert len(names) == len(set(names)) > 0
        assert all(each.name in signed for each in asked for signed in each.papers["authors"])
        assert all(each.path.startswith("Path: ") for each in asked)
        told += [each.why for each in asked]
    assert any("bridges" in why for why in told)
    me = Profile(author=names[0])
    left = find_asked(place.papers, basis, niche, plan.rungs[-1], me)
    assert names[0] not in [each.name for each in left]


def test_a_pair_is_that_which_the_last_rung_names():
    pairs = pd.DataFrame({"problem": ["mud", "kelp"], "method": ["Tides", "Waves"]})
    rung = Rung(
        kind="larger scale",
        title="Join kelp with Waves",
        problem="",
        approaches="",
        feasibility_and_value="",
        milestones="",
        budget="",
        done_when="Done.",
        hours=10.0,
    )
    assert pair_of(rung, pairs) == ("kelp", "Waves")
    assert pair_of(replace(rung, kind="learning"), pairs) is None
    assert pair_of(replace(rung, title="Join mud with Waves"), pairs) is None


def test_people_are_named_from_the_command_line(home, capsys):
    place = home.demonstration
    run = read_run(place.runs)
    niches = read_table(run, "niches")
    keep_niche(place, run, niches[niches["level"] == "niche"]["slug"].iloc[0], now=NOW)
    where = ["--data-dir", str(place.data_dir)]
    assert main(["plan", "ask", "1", *where]) == 0
    told = capsys.readouterr().out
    assert all(f"{place}. " in told for place in (1, 2, 3, 4))
    assert "on which this rung stands" in told
    assert main(["plan", "ask", "1", "--rung", "4", "--format", "json", *where]) == 0
    assert {row["rung"] for row in json.loads(capsys.readouterr().out)} == {4}
    assert main(["plan", "ask", "1", "--rung", "9", *where]) == 1
    assert capsys.readouterr().err.count("\n") == 1
