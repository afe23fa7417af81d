import pandas as pd

from explorer.presentation.holdings import MOST_ROWS, coverage, named_categories


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
