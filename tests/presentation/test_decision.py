from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from explorer.presentation.comparison import Side
from explorer.presentation.decision import decision_text
from explorer.presentation.numbers import growth_range

DAY, AS_OF = date(2024, 12, 3), date(2024, 11, 30)


@pytest.fixture
def sides():
    niche = {
        "novel": 91.4,
        "achievable": 62.5,
        "papers_recent": 1234,
        "growth": 1.5,
        "growth_low": 1.2,
        "growth_high": 1.9,
    }
    first = Side(
        label="tide robots",
        niche=niche,
        path=[],
        curve=pd.DataFrame(),
        words=pd.DataFrame(),
        papers=pd.DataFrame(),
    )
    return [
        first,
        replace(first, label="soft limbs", niche={**niche, "novel": 40.0}),
        replace(first, label="gait", niche={**niche, "growth": float("nan")}),
    ]


def test_a_decision_names_the_day_the_choice_what_it_was_between_and_why(sides):
    text = decision_text(sides[1], [sides[0], sides[2]], " I can\ntry. ", on=DAY, as_of=AS_OF)
    assert text.startswith(
        "3 December 2024: I chose “soft limbs” over “tide robots” and “gait” because I can\ntry."
    )


def test_it_keeps_how_each_stood_the_chosen_one_first(sides):
    lines = decision_text(sides[1], [sides[0], sides[2]], "why", on=DAY, as_of=AS_OF).splitlines()
    assert lines[1] == "As of 30 November 2024:"
    assert lines[2] == (
        "- soft limbs: novel 40 and achievable 62 of 100, 1,234 papers in 12 months, "
        f"growth a year {growth_range(1.5, 1.2, 1.9)}"
    )
    assert lines[3].startswith("- tide robots: novel 91")
    assert lines[4].endswith("growth a year unknown")
