import pandas as pd
import pytest

from explorer.plans.drafting.cues import read_cues
from explorer.plans.drafting.phrases import (
    find_phrase,
    forms_of,
    mined_phrases,
    read_imports,
    read_phrases,
    stem,
    usable,
    whole_phrase,
)
from explorer.plans.drafting.sentences import plain_words


def papers_saying(abstracts, *, as_of, months_old=None):
    ages = months_old or [24] * len(abstracts)
    table = pd.DataFrame(
        {
            "id": [f"2001.{number:05d}" for number in range(len(abstracts))],
            "title": "Work",
            "abstract": abstracts,
            "published": [pd.Timestamp(as_of) - pd.Timedelta(days=30.5 * age) for age in ages],
            "similarity": [0.9 - 0.01 * number for number in range(len(abstracts))],
        }
    )
    return read_cues(table, as_of=as_of)


def test_a_phrase_counts_where_it_stands_word_for_word(as_of):
    abstracts = ["Surge filters help.", "A surge-filter helps.", "A surge and a filter.", "None."]
    phrase = find_phrase(papers_saying(abstracts, as_of=as_of), "surge filter")
    assert phrase.ids == ("2001.00000", "2001.00001")


def test_a_means_is_told_from_a_subject(as_of):
    papers = papers_saying(["We use surge filters.", "We look at surge filters."], as_of=as_of)
    assert find_phrase(papers, "surge filters").as_method == 1


def test_a_phrase_of_new_papers_rises_and_one_of_old_papers_falls(as_of):
    abstracts = ["soft limbs"] * 4 + ["hard limbs"] * 4
    papers = papers_saying(abstracts, as_of=as_of, months_old=[2] * 4 + [30] * 4)
    assert find_phrase(papers, "soft limbs").rise > 1 > find_phrase(papers, "hard limbs").rise
    assert find_phrase(papers, "soft limbs").recent == 4


def test_a_fragment_is_mended_from_the_papers():
    plain = [plain_words("the partially observable markov decision processes of robots")] * 4
    assert whole_phrase("markov decision", plain) == "observable markov decision processes"


def test_a_whole_phrase_stays():
    plain = [
        plain_words(text) for text in ("soft limbs bend", "soft limbs break", "many soft limbs")
    ]
    assert whole_phrase("soft limbs", plain) == "soft limbs"


def test_means_are_mined_from_the_words_around_them():
    texts = ["it works using tidal state filters on rock", "based on tidal state filters we go"]
    assert "tidal state filters" in mined_phrases(texts)


@pytest.mark.parametrize("text", ["the robot", "using waves", "extensive experiments", "", "§§§"])
def test_filler_names_no_approach(text):
    assert not usable(text)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("processes", "process"), ("queries", "query"), ("glass", "glass"), ("analysis", "analysis")],
)
def test_a_plural_ending_is_dropped(word, expected):
    assert stem(word) == expected


def test_singular_and_plural_are_both_looked_for():
    assert forms_of("state query") == (" state query ", " state queries ")


def test_a_phrase_inside_another_of_the_same_papers_is_not_told_twice(as_of):
    papers = papers_saying(["We use tidal state filters."] * 5, as_of=as_of)
    terms = ["tidal state filters", "state filters", "tidal state filter"]
    (phrase,) = read_phrases(papers, {"name": "tides", "terms": terms})
    assert phrase.text == "tidal state filters"


def test_a_means_of_two_papers_does_not_lead_a_large_niche(as_of):
    abstracts = ["We use clay skis."] * 2 + ["We use mud wheels."] * 6 + ["Nothing."] * 40
    terms = {"name": "mud", "terms": ["clay skis", "mud wheels"]}
    phrases = read_phrases(papers_saying(abstracts, as_of=as_of), terms)
    assert [phrase.text for phrase in phrases] == ["mud wheels", "clay skis"]


def test_planted_methods_lead_and_two_spellings_are_one(niche, as_of):
    phrases = read_phrases(read_cues(niche.papers, as_of=as_of), niche.row, words=niche.words)
    texts = [phrase.text for phrase in phrases]
    planted = {"suction gait planning", "tidal state filters", "soft limb control"}
    assert planted <= set(texts[:5])
    assert len(texts) == len(set(texts))


def test_imports_are_phrases_that_the_niche_does_not_have(niche, as_of):
    papers = read_cues(niche.papers, as_of=as_of)
    own = read_phrases(papers, niche.row)
    neighbour = {
        "name": "mud robots",
        "terms": ["soft limb control", "mud rheology"],
        "growth": 1.5,
    }
    (imported,) = read_imports(papers, [neighbour], own=own)
    assert (imported.text, imported.home, imported.home_growth) == (
        "mud rheology",
        "mud robots",
        1.5,
    )
