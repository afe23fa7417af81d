import pandas as pd
import pytest

from explorer.plans.drafting.combining import NEXT_DOOR, ids_beside, read_combinations
from explorer.plans.drafting.cues import read_cues
from explorer.plans.ladder import draft_ladder

METHOD, PROBLEM = "kelp lattice solver", "moss drift"


def with_words(niche, rows, words):
    told = niche.papers["abstract"].copy()
    told.iloc[rows] = told.iloc[rows] + f" It is about {words}."
    return niche.papers.assign(abstract=told)


def table(*, methods=(), problems=(), likelier=0.9987):
    return pd.DataFrame(
        {
            "niche_id": ["n"],
            "method": [METHOD.title()],
            "problem": [PROBLEM],
            "score": [5.0],
            "likelier": [likelier],
            "method_papers": [31],
            "method_recent": [9],
            "problem_papers": [17],
            "problem_recent": [4],
            "method_ids": [list(methods)],
            "problem_ids": [list(problems)],
        }
    )


@pytest.fixture
def beside(niche):
    return niche.papers.head(2).assign(
        id=["2401.90001", "2401.90002"],
        title=["Lattice solving at sea", "More of it"],
        abstract=f"We propose a {METHOD} for ships. It wins.",
        authors="Nia Vale",
    )


def test_the_larger_rung_brings_a_method_to_a_problem_with_papers_of_both(niche, beside, as_of):
    papers = with_words(niche, [0, 3, 5], PROBLEM)
    held = papers["id"].iloc[[0, 3, 5]].tolist()
    found = table(methods=beside["id"], problems=held)
    larger = draft_ladder(niche.row, papers, as_of=as_of, combinations=found, beside=beside)[3]
    assert larger.title == f"Join {PROBLEM} with {METHOD}"
    assert f"{PROBLEM} is in 17 papers, 4 of them in the last twelve months, 3 here" in (
        larger.problem
    )
    assert "none here yet. No paper held joins them" in larger.problem
    assert "than 99.9 % of the pairs" in larger.problem
    cited = [paper.arxiv_id for paper in larger.papers]
    assert cited[0] in set(papers["id"])
    assert "2401.90001" in cited
    assert set(cited) & set(held)
    assert "arXiv:2401.90001" in larger.approaches
    assert "Nia Vale" in larger.budget


def test_a_pair_that_a_paper_of_the_niche_joins_is_left_out(niche, as_of):
    papers = with_words(niche, [0, 3], f"{PROBLEM} and of the {METHOD}")
    read = read_cues(papers, as_of=as_of)
    assert read_combinations(read, read.head(0), table()) == ()


def test_a_pair_of_which_nothing_is_in_the_niche_is_left_out(niche, beside, as_of):
    read, near = (read_cues(each, as_of=as_of) for each in (niche.papers, beside))
    found = table(methods=beside["id"], problems=beside["id"])
    assert read_combinations(read, near, found) == ()


def test_a_side_that_lives_next_door_says_so(niche, beside, as_of):
    papers = with_words(niche, [0, 3], PROBLEM)
    read, near = (read_cues(each, as_of=as_of) for each in (papers, beside))
    (only,) = read_combinations(read, near, table(methods=beside["id"]))
    assert (only.method.ids, only.method.beside) == ((), tuple(beside["id"]))
    assert only.method.home == NEXT_DOOR
    assert len(only.problem.ids) == 2


def test_papers_beside_are_those_that_are_not_of_the_niche(niche):
    own = niche.papers["id"].iloc[0]
    found = table(methods=[own, "2401.90001"], problems=["2401.90002"])
    assert ids_beside(found, niche.papers) == ["2401.90001", "2401.90002"]
    assert ids_beside(None, niche.papers) == []


def test_the_rung_that_serves_others_names_a_second_pair(niche, as_of):
    papers = with_words(niche, [0, 3], PROBLEM)
    papers = papers.assign(
        abstract=papers["abstract"].where(papers.index != 7, f"We propose a {METHOD}. It wins.")
    )
    one = table()
    both = pd.concat([one, one], ignore_index=True)
    serving = draft_ladder(niche.row, papers, as_of=as_of, combinations=both)[2]
    assert f"let others try {METHOD} on {PROBLEM}" in serving.feasibility_and_value
    alone = draft_ladder(niche.row, papers, as_of=as_of, combinations=one)[2]
    assert "let others try" not in alone.feasibility_and_value
