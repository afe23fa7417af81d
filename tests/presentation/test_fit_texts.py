"""How a fit, new words and skills are put into words."""

import pandas as pd
import pytest

from explorer.plans.profile import Profile
from explorer.presentation.fit import because, moved_text, near_text, reach_lines
from explorer.presentation.skills import GROWS, skills_line
from explorer.presentation.word_guides import guides

PAPERS = pd.DataFrame(
    [
        ("a", "Slip sensing for hands", "Grasps slip.", 0.9),
        ("b", "A survey of slip sensing", "All of it.", 0.5),
        ("c", "On mud", "Kelp grasping and slip-sensing in mud.", 0.7),
    ],
    columns=["id", "title", "abstract", "similarity"],
)


def row(near, *words, nearest="kelp"):
    return {"near": near, "nearest": nearest, "shared": [(word, 0.5) for word in words]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (row(0.9, "soft", "mud"), "shares soft, mud"),
        (row(0.9), "near “kelp”"),
        (row(0.1, "mud"), "far, though it shares mud"),
        (row(0.1), "far from your interests"),
        (row(float("nan")), ""),
    ],
)
def test_the_reason_names_words_or_the_nearest_text(given, told):
    assert because(given) == told


def test_moves_and_nearness_are_words():
    assert [moved_text(places) for places in (3, 0, -1200)] == ["▲ 3", "=", "▼ 1,200"]
    assert near_text(float("nan"), "") == ""
    assert near_text(0.05, "kelp").startswith("Nothing you wrote lies near it")
    assert "cosine 0.81" in near_text(0.81, "kelp")


def test_means_are_told_only_of_what_was_said():
    niche = {"light_compute": 0.94, "small_teams": 0.5}
    assert reach_lines(Profile(), niche) == []
    assert reach_lines(Profile(people="a group", compute="several GPUs or more"), niche) == []
    lines = reach_lines(Profile(people="alone", compute="a laptop"), niche)
    assert lines[0] == "You have a laptop: 94 % of its papers name no heavy equipment."
    assert lines[1] == "You work alone: 50 % of its papers are by at most three authors."


def test_a_word_has_the_paper_that_explains_it_and_no_paper_two():
    found = guides(PAPERS, ["slip sensing", "grasp", "zebra", "mud"], most=5)
    assert [(each.term, each.paper["id"], each.papers) for each in found] == [
        ("slip sensing", "b", 3),
        ("grasp", "a", 2),
        ("mud", "c", 1),
    ]
    assert len(guides(PAPERS, ["slip", "grasp", "mud"], most=2)) == 2
    assert guides(PAPERS.head(0), ["slip"], most=2) == []


def test_terms_are_no_patterns():
    assert guides(PAPERS, ["(((", "c++", ".*"], most=5) == []


def test_each_kind_of_rung_grows_skills_and_says_what_was_said_of_them():
    assert skills_line("learning", Profile()) == ""
    said = Profile(skills={"read": "have", "write": "willing to develop"})
    assert skills_line("learning", said) == "It grows: read (which you have: begin with it), code."
    for kind, grown in GROWS.items():
        assert all(skill in skills_line(kind, said) for skill in grown)
