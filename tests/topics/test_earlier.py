import numpy as np

from explorer.topics.earlier import earlier_words
from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize


def test_a_group_is_told_what_it_was_about_then_and_not_what_it_is_about_now():
    texts = ["peat moss"] * 6 + ["kelp"] * 20 + ["tram"] * 26 + ["fen"] * 4
    phrases = find_phrases(tokenize(texts, texts), min_papers=1)
    labels = np.repeat([0, 1, 2], [26, 26, 4])
    early = np.zeros(56, dtype=bool)
    early[[*range(6), *range(26, 40), *range(52, 56)]] = True
    words = earlier_words(phrases, labels, 3, early)
    assert words.loc[words["group"] == 0, "term"].tolist() == ["peat moss"]
    assert words.loc[words["group"] == 1, "term"].tolist() == ["tram"]
    assert not (words["group"] == 2).any()
    assert earlier_words(phrases, labels, 3, np.zeros(56, dtype=bool)).empty
