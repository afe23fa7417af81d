import pandas as pd
import pytest

from explorer.presentation.record_texts import came_sentence, past_flags, record_sentence

PAST = {
    "horizon": 3,
    "cutoffs": ("2011-12", "2012-12"),
    "named": 40,
    "grew": 16,
    "fastest_grew": 7,
    "base": 0.18,
}


def test_flags_stand_beside_a_simple_rule_and_any_niche():
    said = record_sentence(**PAST)
    assert "**40 openings**" in said
    assert "at 2 times from December 2011 to December 2012" in said
    assert "**16 grew**" in said
    assert "7 of 40, and of all niches 18 % grew" in said
    assert "over the next 3 years" in said
    assert "say little" not in said


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"named": 0}, "no opening would have been flagged"),
        ({"named": 1, "grew": 1}, "So few say little."),
        ({"cutoffs": ("2012-12",)}, "at the end of December 2012"),
        ({"horizon": 1}, "over the next year"),
    ],
)
def test_what_says_little_is_said_so(changed, told):
    assert told in record_sentence(**{**PAST, **changed})


def test_what_became_of_a_flag_is_said_in_words():
    flags = pd.DataFrame(
        {
            "cutoff": ["2012-12", "2011-12"],
            "name": ["a", "b"],
            "score": [99.0, 80.0],
            "achievable": [60.0, 70.0],
            "papers_recent": [20, 30],
            "realised": [1.3, 0.9],
            "grew": [True, False],
        }
    )
    shown = past_flags(flags)
    assert shown["flagged"].tolist() == ["December 2012", "December 2011"]
    assert shown["became"].tolist() == ["grew", "did not grow"]


def test_who_came_is_told_of_both_thirds():
    came = {"small_teams_later": (0.76, 0.68), "new_people": (0.91, 0.905)}
    said = came_sentence(came, horizon=3)
    assert said.startswith("3 years later")
    assert "76 % of the papers of the most achievable third" in said
    assert "68 % in the least" in said
    assert "signed 91 % and" in said
    assert came_sentence(came, horizon=1).startswith("A year later")


def test_nothing_is_told_of_a_back_test_that_did_not_look_who_came():
    assert came_sentence({}, horizon=3) == ""
