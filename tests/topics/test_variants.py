import numpy as np
import pytest

from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize
from explorer.topics.variants import Definition, find_definitions, merge_variants, stands_for

LONG = "We grow peat bog moss (PBM) here."


def tokens_of(*texts):
    return tokenize([""] * len(texts), list(texts))


def merged(texts, definitions=()):
    return merge_variants(find_phrases(tokens_of(*texts), min_papers=1), definitions)


def test_an_abbreviation_in_brackets_stands_for_the_words_before_it():
    found = find_definitions(tokens_of(*[LONG] * 3, "Kelp (tram) and moss (fen)."))
    assert found == [Definition(short="pbm", long="peat bog moss", times=3)]
    assert find_definitions(tokens_of(*[LONG] * 2)) == []


@pytest.mark.parametrize(
    ("short", "words", "fits"),
    [
        ("gan", "generative adversarial network", True),
        ("nmf", "non negative matrix factorization", True),
        ("eeg", "electroencephalography", True),
        ("gan", "graph model", False),
        ("bog", "peat bog", False),
        ("pm", "peat bog fen moss", False),
    ],
)
def test_letters_tell_what_an_abbreviation_can_stand_for(short, words, fits):
    assert stands_for(short, words.split()) is fits


def test_uses_of_both_writings_are_uses_of_one_phrase():
    phrases = merged(
        ["peat bog moss", "pbm", "peat bog moss and pbm", "kelp"],
        [Definition(short="pbm", long="peat bog moss", times=3)],
    )
    column = phrases.texts.index("peat bog moss")
    assert "pbm" not in phrases.texts
    assert phrases.variants["peat bog moss"] == ("pbm",)
    assert phrases.in_papers[:, [column]].toarray().ravel().tolist() == [1, 1, 1, 0]


def test_the_abbreviation_is_shown_where_it_is_far_better_known():
    phrases = merged(
        ["peat bog moss"] + ["pbm"] * 5, [Definition(short="pbm", long="peat bog moss", times=3)]
    )
    assert "peat bog moss" not in phrases.texts
    assert phrases.lengths[phrases.texts.index("pbm")] == 3


def test_an_abbreviation_of_two_things_stays_itself():
    definitions = [
        Definition(short="pm", long="peat moss", times=3),
        Definition(short="pm", long="plum marmalade", times=3),
    ]
    phrases = merged(["peat moss", "plum marmalade", "pm"], definitions)
    assert {"pm", "peat moss", "plum marmalade"} <= set(phrases.texts)


def test_a_meaning_with_a_stop_word_counts_against_another():
    said = ["We walk from peat to moss (PTM).", "We grow peat tram moss (PTM)."]
    texts = [text for text in said for _ in range(3)]
    definitions = find_definitions(tokens_of(*texts))
    assert [each.long for each in definitions] == ["peat to moss", "peat tram moss"]
    phrases = merged([*texts, "ptm"], definitions)
    assert {"ptm", "peat tram moss"} <= set(phrases.texts)


@pytest.mark.parametrize(
    ("common", "rare"),
    [("data set", "dataset"), ("nonlinear", "non-linear"), ("localization", "localisation")],
)
def test_spellings_of_one_thing_are_merged(common, rare):
    phrases = merged([common, common, rare])
    column = phrases.texts.index(common.replace("-", " "))
    assert np.bincount(phrases.in_papers.indices)[column] == 3
    assert rare.replace("-", " ") not in phrases.texts
