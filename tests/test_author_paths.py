from collections import Counter

import pytest

from explorer.author_paths import author_paths
from explorer.corpus.reading import read_papers_by_id
from explorer.field_files import read_ground
from explorer.niches import niche_papers
from explorer.presentation.people import HERE, OTHERS, came_from, lanes, longest_here, people
from explorer.runs import read_run, read_table


@pytest.fixture(scope="module")
def run(demonstration):
    return read_run(demonstration.runs)


@pytest.fixture(scope="module")
def looked(demonstration, run):
    """Return a niche of people who wrote elsewhere too: its papers, its people, their paths."""
    niches = read_table(run, "niches")
    niche = niches[niches["level"] == "niche"].iloc[0]
    papers = niche_papers(demonstration, run, niche["niche_id"])
    names = longest_here(people(papers), most=6)["name"].tolist()
    first = run.manifest["first_month"]
    paths = author_paths(read_ground(run), niches, papers, names, first_month=first)
    return papers, names, paths


def test_paths_count_what_the_papers_themselves_tell(demonstration, run, looked):
    papers, names, paths = looked
    members = read_table(run, "members")
    once = members[members["kind"] != "newborn"]["paper_id"].unique().tolist()
    every = read_papers_by_id(demonstration.papers, once)
    inside = set(papers["id"])
    told = Counter(
        (name, f"{day:%Y-%m}", paper in inside)
        for paper, day, authors in zip(
            every["id"], every["published"], every["authors"], strict=True
        )
        for name in names
        if name in authors.split("; ")
    )
    counted = paths.groupby(["name", "month", "here"])["papers"].sum()
    assert counted.to_dict() == dict(told)
    assert paths["here"].any()
    assert not paths["here"].all()


def test_the_subfield_is_the_one_that_the_paper_lies_in(run, looked):
    papers, _, paths = looked
    niches, members = read_table(run, "niches"), read_table(run, "members")
    name = niches.set_index("niche_id")["name"]
    parent = niches.set_index("niche_id")["parent_id"]
    inside = members[members["paper_id"].isin(papers["id"]) & (members["kind"] != "newborn")]
    assert set(paths.loc[paths["here"], "subfield"]) <= {
        name[parent[each]] for each in inside["niche_id"]
    }


def test_lanes_follow_the_order_asked_and_months_grow(looked):
    _, names, paths = looked
    assert list(dict.fromkeys(paths["name"])) == names
    assert all(own["month"].is_monotonic_increasing for _, own in paths.groupby("name"))


def test_nobody_asked_for_is_an_empty_table(run, looked):
    papers, _, paths = looked
    niches, first = read_table(run, "niches"), run.manifest["first_month"]
    empty = author_paths(read_ground(run), niches, papers, ["No Body"], first_month=first)
    assert list(empty.columns) == list(paths.columns)
    assert empty.empty


def test_a_chart_names_few_subjects_and_loses_no_paper(looked):
    _, _, paths = looked
    table, wheres = lanes(paths)
    assert table["papers"].sum() == paths["papers"].sum()
    assert set(table["where"]) <= {*wheres, OTHERS}
    assert wheres[0] == HERE
    assert len(wheres) <= 5


def test_who_came_from_where_counts_only_what_was_before(looked):
    _, _, paths = looked
    own = paths.head(4).assign(
        name="Ada",
        month=["2020-01", "2020-02", "2020-03", "2020-04"],
        subfield=["a", "a", "home", "b"],
        here=[False, False, True, False],
        papers=[1, 2, 1, 9],
    )
    assert came_from(own) == {"Ada": "came from a (3 papers there)"}
    assert came_from(own[own["month"] > "2020-02"]) == {"Ada": "no earlier paper among those held"}
