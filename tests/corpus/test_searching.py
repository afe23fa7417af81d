from dataclasses import replace
from datetime import date

import pytest

from explorer.corpus import searching
from explorer.corpus.merging import merge_papers
from explorer.corpus.papers import Paper
from explorer.corpus.queries import read_query
from explorer.corpus.searching import BEGIN, END, mark_titles, read_matches
from explorer.corpus.store import writing

BASE = Paper(
    arxiv_id="2107.00001",
    title="Neural networks that grasp",
    abstract="We grasp objects.",
    submitted=date(2021, 7, 12),
    primary_category="cs.RO",
    categories=("cs.RO",),
    authors=("Emmy Noether",),
)
PAPERS = [
    BASE,
    replace(BASE, arxiv_id="hep-th/9901001", title="Strings", abstract="A network of strings."),
    replace(BASE, arxiv_id="2107.00002", title="A neural survey", abstract="Of networks."),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "papers.sqlite"
    with writing(path) as connection:
        merge_papers(connection, PAPERS)
    return path


@pytest.mark.parametrize("few", [0, 1, 10_000])
@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("network", {"2107.00001", "2107.00002", "hep-th/9901001"}),
        ('"neural network"', {"2107.00001"}),
        ("networks -survey", {"2107.00001", "hep-th/9901001"}),
        ("noether", set()),
        ("nosuchword", set()),
    ],
)
def test_all_papers_are_found_by_title_and_abstract(path, monkeypatch, few, typed, ids):
    monkeypatch.setattr(searching, "FEW", few)
    found = read_matches(path, read_query(typed).expression)
    assert set(found) == ids
    assert len(found) == len(ids)


def test_what_was_found_is_marked_in_the_titles_asked_for(path):
    expression = read_query("network OR strings").expression
    marked = mark_titles(path, expression, ["2107.00001", "hep-th/9901001", "9999.99999"])
    assert marked == {
        "2107.00001": f"Neural {BEGIN}networks{END} that grasp",
        "hep-th/9901001": f"{BEGIN}Strings{END}",
    }
    assert mark_titles(path, read_query("survey").expression, ["2107.00001"]) == {}
