import pandas as pd
import pytest

from explorer.plans.drafting.choosing import choose_to_reproduce
from explorer.plans.drafting.cues import read_cues

OPEN = "We propose limbs. Code is available."


def papers_of(as_of, *rows):
    """Make papers from ``(months old, authors, abstract)``; similarity falls by a hair each."""
    table = pd.DataFrame(
        {
            "id": [f"2001.{number:05d}" for number in range(len(rows))],
            "title": [row[3] if len(row) > 3 else "Limbs" for row in rows],
            "abstract": [row[2] for row in rows],
            "authors": ["; ".join(f"Name {n}" for n in range(row[1])) for row in rows],
            "published": [pd.Timestamp(as_of) - pd.Timedelta(days=30.5 * row[0]) for row in rows],
            "similarity": [0.9 - 0.001 * number for number in range(len(rows))],
        }
    )
    return read_cues(table, as_of=as_of)


@pytest.mark.parametrize(
    "worse",
    [
        (14, 2, "We propose limbs."),
        (14, 9, OPEN),
        (1, 2, OPEN),
        (110, 2, OPEN),
        (14, 2, OPEN, "A survey of limbs"),
        (14, 2, OPEN + " We use 512 GPUs."),
    ],
    ids=["silent about code", "large team", "brand-new", "old", "survey", "heavy compute"],
)
def test_the_settled_open_paper_of_a_small_team_is_chosen(worse, as_of):
    # The worse one is the more central, and six others stand around them.
    rows = [worse, (14, 2, OPEN), *[(60, 6, "We look at mud.")] * 30]
    assert choose_to_reproduce(papers_of(as_of, *rows)).arxiv_id == "2001.00001"


def test_the_more_central_of_two_equal_papers_is_chosen(as_of):
    papers = papers_of(as_of, *[(14, 2, OPEN)] * 5)
    assert choose_to_reproduce(papers).arxiv_id == "2001.00000"


def test_an_outlying_paper_is_not_chosen_however_open(as_of):
    rows = [*[(50, 4, "We look at mud.")] * 30, (14, 2, OPEN)]
    assert choose_to_reproduce(papers_of(as_of, *rows)).arxiv_id != "2001.00030"


def test_the_reasons_say_what_was_counted(as_of):
    choice = choose_to_reproduce(papers_of(as_of, (14, 2, OPEN), (50, 1, "Mud.")))
    told = "; ".join(choice.reasons)
    assert "number 1 of 2" in told
    assert "2 authors" in told
    assert "says that code is available" in told
    assert "14 months old" in told
    assert choice.score == pytest.approx(4.0)


def test_a_taken_paper_is_used_again_only_when_none_is_left(as_of):
    papers = papers_of(as_of, (14, 2, OPEN), (50, 1, "Mud."))
    second = choose_to_reproduce(papers, taken={"2001.00000"})
    assert (second.arxiv_id, second.reused) == ("2001.00001", False)
    third = choose_to_reproduce(papers, taken={"2001.00000", "2001.00001"})
    assert (third.arxiv_id, third.reused) == ("2001.00000", True)


def test_the_next_in_line_are_others(as_of):
    choice = choose_to_reproduce(papers_of(as_of, *[(14, 2, OPEN)] * 4))
    assert len(set(choice.next_in_line) - {choice.arxiv_id}) == 2
