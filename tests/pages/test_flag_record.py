import pandas as pd
import pytest

from explorer.backtesting.flags import SHOWN
from explorer.backtesting.kept import read_backtest, write_backtest
from explorer.runs import read_run, read_table

FACTS = {"horizons": [3], "cutoffs": ["2019-12", "2020-12"], "categories": []}


def tried(rows):
    """Make the niches of a back-test from ``(name, opening, grew, last year's growth)``."""
    table = pd.DataFrame(rows, columns=["name", "opening", "grew", "last_year_growth"])
    table["cutoff"] = [FACTS["cutoffs"][i % 2] for i in range(len(table))]
    more = {"seed": 0, "horizon": 3, "measured": True, "score": 80.0, "achievable": 60.0}
    more |= {"papers_recent": 20, "realised": table["grew"].map({True: 1.4, False: 0.8})}
    return table.assign(niche_id=table.index.astype(str), **more)


@pytest.fixture
def past(home):
    """A home of which a back-test says: of 3 openings 2 grew, of as many fastest ones 2."""
    rows = [
        ("soft *grippers*", True, True, 0.1),
        ("flood maps", True, True, 0.2),
        ("load forecasts", True, False, 0.0),
        ("crop images", False, False, 0.9),
        ("gaze", False, True, 0.8),
        ("tides", False, False, 0.7),
    ]
    nothing = pd.DataFrame({"horizon": [3]})
    tables = {"niches": tried(rows), **dict.fromkeys(("cutoffs", "measures", "overlaps"), nothing)}
    write_backtest(home.demonstration.backtests, "2020-12-test", FACTS, tables)
    return home


@pytest.fixture(scope="module")
def opening(demonstration):
    niches = read_table(read_run(demonstration.runs), "niches")
    return niches[niches["opening"] & (niches["level"] == "niche")].iloc[0]


def test_a_flag_says_how_often_flags_were_right_and_opens_to_them(open_page, past, opening):
    screen = open_page("niche", past, niche=opening["slug"])
    assert "Of **3 openings**" in screen.words
    assert "**2 grew**" in screen.words
    assert "would have had 2 of 3, and of all niches 50 % grew" in screen.words
    shown = screen.dataframe[0].value
    assert shown["name"].tolist() == ["soft *grippers*", "flood maps", "load forecasts"]
    assert shown["became"].tolist() == ["grew", "grew", "did not grow"]
    assert len(SHOWN) == 7


def test_it_says_whether_achievable_niches_were_entered(open_page, past, opening):
    place = past.demonstration.backtests
    made = read_backtest(place)
    came = {
        "outcome": ["new_people", "small_teams_later"],
        "upper": [0.9, 0.8],
        "lower": [0.7, 0.6],
    }
    entered = pd.DataFrame({"horizon": 3, "cutoff": "pooled", **came})
    write_backtest(place, "2020-12-other", FACTS, {**made.tables, "entered": entered})
    words = open_page("niche", past, niche=opening["slug"]).words
    assert "wrote 80 % of the papers of the most achievable third" in words
    assert "signed 90 % and 70 %" in words


def test_without_a_flag_nothing_is_said_of_flags(open_page, past, demonstration):
    niches = read_table(read_run(demonstration.runs), "niches")
    other = niches[~niches["opening"] & (niches["level"] == "niche")].iloc[0]
    assert "**2 grew**" not in open_page("niche", past, niche=other["slug"]).words


def test_without_a_back_test_it_is_said_how_to_make_one(open_page, home, opening, place):
    invented = "on papers of your own, `explorer backtest` tries it"
    assert invented in open_page("niche", home, niche=opening["slug"]).words
    assert invented in open_page("discover", home).words
    said = open_page("discover", place).words
    assert "on these papers is not known yet: `explorer backtest` tries it" in said


def test_a_damaged_back_test_breaks_no_page(open_page, past):
    (past.demonstration.backtests / "current" / "niches.parquet").write_bytes(b"torn")
    assert "is damaged" in open_page("discover", past).words
