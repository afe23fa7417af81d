from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from explorer.topics.phrases import find_phrases
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import fold_plurals, word_counts


def phrases_in(abstracts, titles=None, **options):
    tokens = tokenize(titles or [""] * len(abstracts), abstracts)
    return find_phrases(tokens, **options)


def column(phrases, text):
    return phrases.texts.index(text)


def used_by(marks, phrases, text):
    return np.flatnonzero(marks.toarray()[:, column(phrases, text)]).tolist()


def test_phrases_of_one_to_four_words_are_found_where_they_stand():
    phrases = phrases_in(["violin bow hair rosin dust", "bow hair", "violin"], min_papers=1)
    assert dict(zip(phrases.texts, phrases.lengths.tolist(), strict=True)) == {
        "bow": 1,
        "dust": 1,
        "hair": 1,
        "rosin": 1,
        "violin": 1,
        "bow hair": 2,
        "hair rosin": 2,
        "rosin dust": 2,
        "violin bow": 2,
        "bow hair rosin": 3,
        "hair rosin dust": 3,
        "violin bow hair": 3,
        "bow hair rosin dust": 4,
        "violin bow hair rosin": 4,
    }
    assert used_by(phrases.in_papers, phrases, "bow hair") == [0, 1]
    assert used_by(phrases.in_papers, phrases, "violin") == [0, 2]


def test_titles_are_marked_on_their_own():
    phrases = phrases_in(["a moss", "no tram"], ["Tram", "Moss moss"], min_papers=1)
    assert used_by(phrases.in_titles, phrases, "moss") == [1]
    assert used_by(phrases.in_papers, phrases, "moss") == [0, 1]
    assert phrases.in_papers.max() == 1


def test_no_phrase_goes_across_a_break_or_a_stop_word():
    phrases = phrases_in(["coral, reef", "coral of reef", "coral"], ["", "", "reef"], min_papers=1)
    assert set(phrases.texts) == {"coral", "reef"}


def test_a_phrase_is_counted_by_papers_not_by_occurrences():
    abstracts = ["peat bog. peat bog. peat bog", "peat", "peat", "bog"]
    assert set(phrases_in(abstracts, min_papers=2).texts) == {"peat", "bog"}
    assert "peat bog" in phrases_in([*abstracts, "a peat bog"], min_papers=2).texts


def test_plurals_are_one_phrase():
    phrases = phrases_in(["peat bogs", "peat bog"], min_papers=2)
    assert "peat bog" in phrases.texts
    assert "peat bogs" not in phrases.texts


def test_a_phrase_that_goes_on_seldom_ends():
    abstracts = ["graph neural network", "a graph neural network", "graph neural", "graph"]
    phrases = phrases_in(abstracts, min_papers=1)
    ends = {text: phrases.ends[column(phrases, text)] for text in phrases.texts}
    begins = {text: phrases.begins[column(phrases, text)] for text in phrases.texts}
    assert ends["graph"] == pytest.approx(1 / 4)
    assert ends["graph neural"] == pytest.approx(1 / 3)
    assert ends["graph neural network"] == 1
    assert begins["graph"] == begins["graph neural"] == 1
    assert begins["neural"] == 0
    assert begins["network"] == 0


def test_a_stop_word_ends_and_begins_a_phrase():
    phrases = phrases_in(["the bog of peat"], min_papers=1)
    for text in ("bog", "peat"):
        assert phrases.ends[column(phrases, text)] == phrases.begins[column(phrases, text)] == 1


def test_phrases_of_weak_words_alone_are_weak():
    phrases = phrases_in(["large language model; large model"], min_papers=1)
    weak = {text for text, is_weak in zip(phrases.texts, phrases.weak, strict=True) if is_weak}
    assert weak == {"large", "model", "large model"}


def test_texts_without_words_have_no_phrases():
    phrases = phrases_in(["", "the", "12"], min_papers=1)
    assert phrases.texts == []
    assert phrases.in_papers.shape == phrases.in_titles.shape == (3, 0)


def test_the_columns_of_all_parts_agree(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    phrases = find_phrases(tokens, min_papers=4)
    n = len(phrases.texts)
    assert n == len(set(phrases.texts))
    assert phrases.in_papers.shape == phrases.in_titles.shape == (len(papers), n)
    for name in ("lengths", "weak", "ends", "begins"):
        assert len(getattr(phrases, name)) == n
    assert phrases.lengths.tolist() == [len(text.split()) for text in phrases.texts]
    assert (phrases.in_papers.sum(axis=0) >= 4).all()
    assert (phrases.in_titles.toarray() <= phrases.in_papers.toarray()).all()


def test_every_phrase_is_counted_as_by_hand(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    roots = fold_plurals(word_counts(tokens))
    users, titled = defaultdict(set), defaultdict(set)
    for token, paper in enumerate(tokens.paper_of_token().tolist()):
        words = [roots.get(tokens.words[i]) for i in tokens.ids[token : token + 4]]
        for length in range(1, 1 + (words.index(None) if None in words else len(words))):
            users[" ".join(words[:length])].add(paper)
            if token < tokens.title_ends[paper]:
                titled[" ".join(words[:length])].add(paper)
    phrases = find_phrases(tokens, min_papers=4)
    assert set(phrases.texts) == {text for text, by in users.items() if len(by) >= 4}
    for marks, by_hand in ((phrases.in_papers, users), (phrases.in_titles, titled)):
        columns = marks.T.tocsr()
        for i, text in enumerate(phrases.texts):
            own = columns.indices[columns.indptr[i] : columns.indptr[i + 1]]
            assert set(own.tolist()) == by_hand[text]


@pytest.mark.parametrize("block", [23, 100])
def test_blocks_of_any_size_give_the_phrases_of_the_whole(papers, monkeypatch, block):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    whole = find_phrases(tokens, min_papers=4)
    monkeypatch.setattr("explorer.topics.phrases.BLOCK", block)
    with ThreadPoolExecutor(2) as threads:
        in_parts = find_phrases(tokens, min_papers=4, executor=threads)
    assert in_parts.texts == whole.texts
    for name in ("lengths", "weak", "ends", "begins"):
        assert np.array_equal(getattr(in_parts, name), getattr(whole, name))
    for name in ("in_papers", "in_titles"):
        assert np.array_equal(getattr(in_parts, name).indices, getattr(whole, name).indices)
        assert np.array_equal(getattr(in_parts, name).indptr, getattr(whole, name).indptr)


def test_means_are_the_share_of_uses_that_follow_a_cue():
    texts = [
        "We use the wave filter here. The wave filter wins.",
        "Based on a wave filter. Using this; wave filter.",
        "The sea state rose.",
        "A sea state fell.",
    ]
    found = find_phrases(tokenize([""] * len(texts), texts), min_papers=2)
    means = dict(zip(found.texts, found.means, strict=True))
    assert means["wave filter"] == 0.5
    assert means["sea state"] == 0.0
