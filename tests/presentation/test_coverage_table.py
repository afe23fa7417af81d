from datetime import date

import pandas as pd
import pytest

from explorer.corpus.fetching.mending import Hole
from explorer.presentation.holdings import (
    MOST_ROWS,
    coverage,
    hole_sentence,
    named_categories,
    no_hole_sentence,
)


def counts(n):
    return pd.DataFrame(
        {
            "month": ["2015-01", "2015-02"] * n,
            "category": [f"cs.{i // 2:02d}" for i in range(2 * n)],
            "papers": range(2 * n),
        }
    ).astype({"month": "str", "category": "str"})


def test_the_largest_categories_are_shown_with_their_names():
    table = coverage(counts(MOST_ROWS + 5), {"cs.24": "Robotics"})
    assert table["category"].nunique() == MOST_ROWS
    assert "cs.00" not in set(table["category"])
    assert "cs.24, Robotics" in set(table["category_name"])
    assert "cs.23, unnamed" in set(table["category_name"])
    assert table["month"].iloc[0] == pd.Timestamp("2015-01-01")
    assert table["month_name"].iloc[0] == "January 2015"


def test_an_empty_store_has_an_empty_coverage():
    assert coverage(counts(0), {}).empty


def test_a_category_that_is_not_in_the_taxonomy_has_no_name():
    held = pd.DataFrame({"category": ["cs.RO", "x.Y"]})
    assert named_categories(held, {"cs.RO": "Robotics"})["name"].tolist() == ["Robotics", ""]


def expected(*rows):
    names = ["month", "category", "held", "expected", "state", "basis"]
    return pd.DataFrame(rows, columns=names)


def test_cells_say_what_is_expected_and_holes_without_a_paper_are_shown():
    held = counts(1).assign(papers=[3, 4])
    known = expected(
        ("2015-01", "cs.00", 3, 3.0, "complete", "announced"),
        ("2015-02", "cs.00", 4, 8.2, "hole", "estimate"),
        ("2015-03", "cs.00", 0, 1_234.0, "hole", "announced"),
        ("2015-04", "cs.00", 0, float("nan"), "unknown", ""),
    )
    table = coverage(held, {}, known)
    assert table["expected_text"].tolist() == ["3", "about 8 (estimate), a hole", "1,234, a hole"]
    assert table["hole"].tolist() == [False, True, True]
    assert table["papers"].tolist() == [3, 4, 0]
    assert set(coverage(held, {})["expected_text"]) == {"cannot be told"}


HOLE = Hole(
    categories=("cs.CV", "cs.LG", "cs.RO", "stat.ML"),
    since=date(2015, 6, 1),
    until=date(2015, 6, 30),
    held=59,
    expected=100.0,
    estimated=True,
)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {},
            "June 2015: about 59 % held in cs.CV, cs.LG, cs.RO and 1 more; a hole in the source",
        ),
        (
            {"since": date(2015, 6, 3), "categories": ("cs.RO",), "estimated": False},
            "3 June 2015 to 30 June 2015: 59 % held in cs.RO; the rest did not come",
        ),
        (
            {"expected": float("nan"), "categories": ("cs.RO",), "estimated": False},
            "June 2015: not all held in cs.RO; the rest did not come",
        ),
    ],
)
def test_a_hole_is_told_in_words(changed, said):
    facts = {name: getattr(HOLE, name) for name in Hole.__dataclass_fields__}
    assert hole_sentence(Hole(**{**facts, **changed})) == said


def test_where_no_hole_is_known_it_is_told_how_much_that_is_worth():
    whole = expected(("2015-01", "cs.RO", 3, 3.0, "complete", "announced"))
    unknown = expected(("2015-01", "cs.AI", 3, float("nan"), "unknown", ""))
    assert no_hole_sentence(whole) == "No hole is known in what is held."
    assert "cannot be told: too few" in no_hole_sentence(unknown)
    assert "50 % of the months and categories" in no_hole_sentence(pd.concat([whole, unknown]))
