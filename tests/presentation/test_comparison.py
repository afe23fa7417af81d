import numpy as np
import pandas as pd
import pytest

from explorer.presentation import comparison
from explorer.presentation.comparison import MEASURE, Side
from explorer.presentation.niche_tables import growth_curve, month_totals
from explorer.presentation.score_parts import PARTS
from explorer.runs import read_run, read_table


def papers(**rows):
    return pd.DataFrame(
        [
            (key, names, pd.Timestamp(f"2024-01-{i + 1:02d}"))
            for i, (key, names) in enumerate(rows.items())
        ],
        columns=["id", "authors", "published"],
    )


def side(label, *, terms=(), own=(), held=None):
    words = [(term, "rising") for term in terms] + [(term, "own") for term in own]
    return Side(
        label=label,
        niche={},
        path=[],
        curve=pd.DataFrame(),
        words=pd.DataFrame(words, columns=["term", "role"]),
        papers=papers() if held is None else held,
    )


@pytest.fixture(scope="module")
def sides(demonstration):
    run = read_run(demonstration.runs)
    niches, series = read_table(run, "niches"), read_table(run, "series")
    words, totals = read_table(run, "words"), month_totals(niches, series)
    rows = niches[niches["level"] == "niche"].head(3).to_dict("records")
    return [
        Side(
            label=label,
            niche=row,
            path=["one", "two"],
            curve=growth_curve(series, row["niche_id"], totals),
            words=words[words["niche_id"] == row["niche_id"]],
            papers=papers(),
        )
        for label, row in zip(comparison.labels(rows), rows, strict=True)
    ]


def test_every_part_of_both_axes_stands_once_in_the_scorecard(sides):
    card = comparison.scorecard(sides, last_month="2024-12")
    assert card.columns.tolist() == [MEASURE, *(side.label for side in sides)]
    assert card[MEASURE].is_unique
    assert {part.label for part in PARTS.values()} <= set(card[MEASURE])
    growth = card.set_index(MEASURE).loc["Growth of share a year (80 % interval)"]
    assert growth.iloc[1].startswith(f"{sides[1].niche['growth']:.2f}")


def test_figures_for_other_programs_are_numbers(sides):
    table = comparison.figures_table(sides)
    assert table["growth"].tolist() == [side.niche["growth"] for side in sides]
    assert table["terms"].str.contains("; ").all()


def test_curves_begin_where_a_mean_of_twelve_months_is_known(sides):
    table = comparison.curves(sides)
    counts = table.groupby("niche", sort=False).size()
    assert counts.index.tolist() == [side.label for side in sides]
    assert (counts == [len(side.curve) - 11 for side in sides]).all()
    last = sides[0].curve["share_mean"].iloc[-1]
    assert f"{sides[0].label}: {last:.3g}" in comparison.ends_text(sides, unit="share")


def test_labels_differ_where_names_do_not():
    niches = [{"name": "x", "niche_id": key} for key in "ab"]
    long = {"name": "y " * 200, "niche_id": "c"}
    measure = {"name": MEASURE, "niche_id": "d"}
    found = comparison.labels([*niches, long, measure, {"name": " ", "niche_id": "e"}])
    assert len(set(found)) == 5
    assert all(1 <= len(label) <= comparison.LONGEST_LABEL + 5 for label in found)
    assert MEASURE not in found


def test_a_shared_word_is_in_no_list_of_words_apart():
    sides = [
        side("a", terms=["rising"], own=["both", "mine"]),
        side("b", terms=["both"], own=["rising", "yours"]),
        side("c", own=["both"]),
    ]
    shared = comparison.shared_words(sides)
    assert list(shared.items()) == [(("a", "b", "c"), ["both"]), (("a", "b"), ["rising"])]
    assert comparison.words_apart(sides) == {"a": ["mine"], "b": ["yours"], "c": []}


def test_papers_in_both_are_those_in_two_or_more():
    one, two = papers(p="A B", q="C D", r="E F"), papers(q="C D", r="E F", s="G H")
    found = comparison.shared_papers([side("a", held=one), side("b", held=two), side("c")])
    assert found["id"].tolist() == ["r", "q"]
    assert found["niches"].tolist() == [("a", "b")] * 2
    assert comparison.shared_papers([side("a", held=one)]).empty


def test_a_person_is_counted_once_a_paper_however_the_name_is_written():
    one = papers(p="Ada Byron; Bo Li", q="Byron, Ada")
    two = papers(q="Byron, Ada", r="A. Other; ADA BYRON", s="; ;")
    found = comparison.shared_people([side("a", held=one), side("b", held=two)])
    assert found.to_dict("records") == [{"name": "Ada Byron", "papers": 3, "niches": "a: 2, b: 2"}]


def test_nothing_in_common_is_a_table_without_rows():
    sides = [side("a"), side("b")]
    assert comparison.shared_words(sides) == {}
    for table in (comparison.shared_papers(sides), comparison.shared_people(sides)):
        assert table.empty
        assert "niches" in table


def test_no_side_is_changed(sides):
    before = [side.curve.copy() for side in sides]
    comparison.curves(sides)
    comparison.scorecard(sides, last_month="2024-12")
    for old, each in zip(before, sides, strict=True):
        pd.testing.assert_frame_equal(old, each.curve)
        assert np.array_equal(old.columns, each.curve.columns)
