import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.presentation.forecast_texts import (
    OLDER,
    UNKNOWN,
    chance_text,
    forecast_fan,
    forecast_sentence,
    in_words,
    is_told,
    scenario_lines,
    size_text,
)
from explorer.presentation.niche_tables import growth_curve
from explorer.trends.forecast import FieldSize, columns, forecast

LAST = "2026-12"

SIZE = FieldSize(papers=12_000.0, growth=0.1, years=3.0)


def niche_of(recent=60, *, novel=80.0, kind="partition"):
    share, chosen = np.array([recent / 12_000]), np.array([kind == "newborn"])
    told = forecast(np.array([novel]), np.array([recent]), share, SIZE, chosen=chosen)
    return {"papers_recent": recent, "kind": kind, **told.iloc[0].to_dict()}


def curve_of(recent=60):
    months = pd.period_range("2024-01", LAST, freq="M").strftime("%Y-%m")
    series = pd.DataFrame(
        {"niche_id": "n", "month": months, "papers": recent // 12, "share": recent / 12_000}
    )
    return growth_curve(series, "n", pd.Series(1_000.0, index=months))


@pytest.fixture(scope="module")
def older():
    niche = niche_of()
    return {name: value for name, value in niche.items() if name not in columns()}


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.31, "one in three"),
        (0.5, "one in two"),
        (0.41, "four in ten"),
        (0.1, "one in ten"),
        (0.07, "one in 14"),
        (0.72, "seven in ten"),
        (0.01, "less than one in twenty"),
        (0.99, "more than nineteen in twenty"),
    ],
)
def test_chances_are_said_as_people_say_them(chance, words):
    assert in_words(chance) == words


@given(st.floats(0, 1))
def test_every_chance_has_words(chance):
    assert " in " in in_words(chance)


def test_the_sentence_has_chance_day_size_and_interval():
    niche = niche_of()
    said = forecast_sentence(niche, last_month=LAST)
    assert "until December 2029" in said
    assert f"{round(niche['papers_in_36'])} papers a year by then" in said
    assert f"(80 %: {round(niche['papers_in_36_low'])} to" in said
    assert f"{100 * niche['chance_in_36']:.0f} %" in said


def test_too_few_papers_are_said_and_nothing_is_drawn():
    niche = niche_of(11)
    assert forecast_sentence(niche, last_month=LAST).startswith("Too few papers to say")
    assert chance_text(niche) == size_text(niche, 36) == UNKNOWN
    assert scenario_lines(niche) == []
    assert forecast_fan(niche, curve_of()).empty


def test_of_a_newborn_niche_it_is_said_that_it_is_too_early():
    assert forecast_sentence(niche_of(kind="newborn"), last_month=LAST).startswith("Too early")


def test_of_an_older_analysis_it_is_said_that_a_new_one_is_needed(older):
    assert not is_told(older)
    assert forecast_sentence(older, last_month=LAST) == OLDER
    assert chance_text(older) == size_text(older, 12) == "unknown"
    assert scenario_lines(older) == []
    assert forecast_fan(older, curve_of()).empty


def test_the_scenarios_are_four_and_sum_to_one():
    lines = scenario_lines(niche_of())
    assert len(lines) == 4
    assert sum(chance for _, chance, _ in lines) == pytest.approx(1)


def test_the_fan_begins_where_the_curve_ends_and_opens():
    curve = curve_of()
    fan = forecast_fan(niche_of(), curve)
    assert fan["month"].dt.strftime("%Y-%m").tolist() == [
        "2026-12",
        "2027-12",
        "2028-12",
        "2029-12",
    ]
    assert fan["month_name"].iloc[-1] == "December 2029"
    for unit in ("papers", "share"):
        first = fan.iloc[0]
        assert first[f"{unit}_low"] == first[f"{unit}_high"] == curve[f"{unit}_mean"].iloc[-1]
        width = fan[f"{unit}_high"] - fan[f"{unit}_low"]
        assert (width.diff().dropna() > 0).all()
        assert fan[f"{unit}_mean"].between(fan[f"{unit}_low"], fan[f"{unit}_high"]).all()
    assert fan["papers_mean"].iloc[-1] == pytest.approx(niche_of()["papers_in_36"] / 12)


def test_a_curve_of_less_than_a_year_has_no_fan():
    assert forecast_fan(niche_of(), curve_of().head(5)).empty
    assert forecast_fan(niche_of(), curve_of().head(0)).empty
