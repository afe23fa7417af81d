from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from explorer.presentation.people import COLUMNS, entered_lately, longest_here, people

NAMES = ["Ada Byron", "Byron, Ada", "ADA BYRON", "Bo Li", "Cy Fox", "Dé Nuñez"]


def papers(*rows):
    table = pd.DataFrame(rows, columns=["published", "authors"])
    return table.assign(
        id=[f"{i}" for i in range(len(rows))],
        title=[f"Paper {i}" for i in range(len(rows))],
        published=pd.to_datetime(table["published"]),
    )


def test_everybody_is_listed_once_with_days_and_papers_newest_first():
    found = people(
        papers(("2020-01-01", "Ada Byron; Bo Li"), ("2023-05-05", "Byron, Ada"), ("2022-01-01", ""))
    ).set_index("name")
    ada = found[found["papers"] == 2].iloc[0]
    assert (ada["first"], ada["last"]) == (pd.Timestamp("2020-01-01"), pd.Timestamp("2023-05-05"))
    assert ada["titles"] == ["Paper 1", "Paper 0"]
    assert found.loc["Bo Li", "papers"] == 1
    assert len(found) == 2


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=4), max_size=12))
def test_papers_add_up_to_the_people_who_signed_each(authors):
    table = papers(*[("2024-01-01", "; ".join(names)) for names in authors])
    different = [{"Ada" if "da" in name.lower() else name for name in names} for names in authors]
    assert people(table)["papers"].sum() == sum(map(len, different))


def test_the_longest_span_comes_first_and_one_paper_is_no_span():
    table = people(
        papers(
            ("2015-01-01", "Old Hand; Once Only"),
            ("2024-01-01", "Old Hand; Busy Bee"),
            ("2023-01-01", "Busy Bee"),
            ("2022-12-01", "Busy Bee"),
        )
    )
    assert longest_here(table, most=5)["name"].tolist() == ["Old Hand", "Busy Bee"]
    assert longest_here(table, most=1)["name"].tolist() == ["Old Hand"]


def test_lately_is_the_last_twelve_months_before_the_day_of_the_analysis():
    table = people(
        papers(
            ("2023-12-31", "Just Before"),
            ("2024-01-01", "Just After"),
            ("2024-06-01", "Two Papers; Just Before"),
            ("2024-07-01", "Two Papers"),
        )
    )
    found = entered_lately(table, as_of=date(2024, 12, 31), most=9)
    assert found["name"].tolist() == ["Two Papers", "Just After"]


def test_nobody_is_a_table_without_rows():
    table = people(papers())
    assert table.columns.tolist() == COLUMNS
    assert longest_here(table, most=3).empty
    assert entered_lately(table, as_of=date(2024, 12, 31), most=3).empty
