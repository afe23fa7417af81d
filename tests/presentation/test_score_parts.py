import pytest

from explorer.presentation.score_parts import AXES, PARTS, rank_text, verdict, weights_text
from explorer.trends.scores import (
    ACHIEVABLE_LINE,
    ACHIEVABLE_PARTS,
    MIN_RECENT,
    NOVEL_LINE,
    NOVEL_PARTS,
)
from explorer.trends.stated_rate import FALSE_FLAGS


def test_every_part_of_the_score_has_words_and_no_other():
    assert set(PARTS) == {*NOVEL_PARTS, *ACHIEVABLE_PARTS}
    assert {axis.column: set(axis.parts) for axis in AXES} == {
        "novel": set(NOVEL_PARTS),
        "achievable": set(ACHIEVABLE_PARTS),
    }


@pytest.mark.parametrize("name", PARTS)
def test_every_value_has_a_unit(name):
    text = PARTS[name].say(0.25)
    assert any(
        unit in text
        for unit in ("% of papers", "% of authorships", "% more", "people a paper", "index")
    )


def test_words_that_shrink_elsewhere_are_said_to_be_used_less():
    assert "less elsewhere" in PARTS["growing_terms"].say(-0.2)
    assert "stand still" in PARTS["growing_terms"].say(0.0)


def test_the_parts_told_are_those_that_are_used():
    for text, names in zip(weights_text(), (NOVEL_PARTS, ACHIEVABLE_PARTS), strict=True):
        assert text == ", ".join(PARTS[name].label.lower() for name in names)


def test_no_niche_is_higher_than_all():
    assert rank_text(0.999) == "higher than 99 % of niches"


def niche(**facts):
    return {"opening": False, "novel": 90.0, "achievable": 80.0, "papers_recent": 40, **facts}


def test_a_verdict_says_what_is_missing():
    assert verdict(niche(opening=True)).startswith("Flagged as an opening")
    few = verdict(niche(papers_recent=MIN_RECENT - 1))
    assert few.startswith("Too few papers to tell")
    assert str(MIN_RECENT) in few
    low = verdict(niche(novel=NOVEL_LINE - 5, achievable=ACHIEVABLE_LINE - 5))
    assert low.endswith(f"novel {NOVEL_LINE - 5:.0f} and achievable {ACHIEVABLE_LINE - 5:.0f}.")
    chance = verdict(niche(beyond_chance=False, by_chance=0.21))
    assert "could be chance" in chance
    assert "21 %" in chance


def test_a_flag_states_the_rate_of_false_ones():
    assert f"{100 * FALSE_FLAGS:.0f} %" in verdict(niche(opening=True))
