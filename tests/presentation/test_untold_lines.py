from explorer.presentation.untold import STATED_RATE, untold_lines
from explorer.trends.stated_rate import FALSE_FLAGS


def test_a_run_that_could_tell_all_or_did_not_ask_has_no_lines():
    assert untold_lines({"untold": {}}) == []
    assert untold_lines({}) == []


def test_each_limit_has_a_line_with_its_reason():
    untold = {
        "beyond_chance": 0,
        "niches": 3,
        "months": 12,
        "window": 6,
        "holes": 1,
        "alike": ["newcomers", "small_teams"],
        "authors": False,
    }
    chance, niches, months, holes, alike = untold_lines({"untold": untold})
    assert "No niche is flagged" in chance
    assert "3 niches" in niches
    assert "12 months" in months
    assert "6 months with as many before" in months
    assert "1 month of those" in holes
    assert "Newcomers, Small teams. No paper names its authors." in alike


def test_the_rate_that_is_stated_is_the_one_that_is_held():
    assert f"{100 * FALSE_FLAGS:.0f} %" in STATED_RATE
