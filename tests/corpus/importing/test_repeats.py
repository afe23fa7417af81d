from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.importing.repeats import Repeats
from explorer.corpus.papers import Paper

DAY = date(2024, 2, 1)

BASE = Paper(
    arxiv_id="2401.00001",
    title="Grasping",
    abstract="We grasp.",
    submitted=date(2024, 1, 15),
    primary_category="cs.RO",
    categories=("cs.RO",),
    authors=("Ada Lovelace",),
)

records = st.builds(
    lambda number, title, submitted, updated: replace(
        BASE, arxiv_id=f"2401.{number:05d}", title=title, submitted=submitted, updated=updated
    ),
    st.integers(1, 4),
    st.sampled_from(["Grasping", "Walking"]),
    st.sampled_from([date(2024, 1, 15), date(2024, 1, 16)]),
    st.sampled_from([None, DAY]),
)


def contradictions(papers):
    with Repeats() as repeats:
        return [repeats.contradict(paper) for paper in papers]


@given(st.lists(records, max_size=12))
@settings(max_examples=100, deadline=None)
def test_a_record_contradicts_the_first_of_its_id_unless_both_are_dated(papers):
    first: dict[str, Paper] = {}
    expected = []
    for paper in papers:
        before = first.setdefault(paper.arxiv_id, paper)
        differs = (before.title, before.submitted) != (paper.title, paper.submitted)
        expected.append(differs and not (before.updated and paper.updated))
    assert contradictions(papers) == expected


def test_many_ids_in_any_order_are_told_apart():
    papers = [replace(BASE, arxiv_id=f"2401.{n * 7919 % 20_000:05d}") for n in range(20_000)]
    assert not any(contradictions(papers))
    assert contradictions([*papers, replace(papers[0], title="Walking")])[-1]
