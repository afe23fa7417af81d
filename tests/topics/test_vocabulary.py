import re
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from explorer.topics.embedding import tfidf
from explorer.topics.stop_words import stop_words, weak_words
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import (
    count_terms,
    fit_vocabulary,
    fold_plurals,
    is_content,
    word_counts,
)

WORDS = ["graph", "graphs", "network", "networks", "bees", "bee", "data", "3d", "the", "of", "x"]
STUFF = [*WORDS, "deep,", "(matrix)", "matrices", "Bayes-optimal", "glass", "Poincaré", "."]

corpora = st.lists(
    st.tuples(
        st.lists(st.sampled_from(STUFF), max_size=4).map(" ".join),
        st.lists(st.sampled_from(STUFF), max_size=12).map(" ".join),
    ),
    min_size=1,
    max_size=20,
)


def segments(text):
    """Split a text at punctuation, then into words: what the package does, written plainly."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return [re.findall("[a-z0-9]+", part) for part in re.split(r"[.,;:()\[\]!?\"|/=<>+*]", plain)]


def analyzer_of(pairs):
    """Make a scikit-learn analyzer that lists the terms of a (title, abstract) pair."""
    words = Counter(w for pair in pairs for text in pair for seg in segments(text) for w in seg)
    roots = fold_plurals(words)

    def terms_in(text):
        for words in segments(text):
            folded = [roots.get(word) for word in words]
            yield from (root for root in folded if root)
            yield from (f"{a} {b}" for a, b in pairwise(folded) if a and b)

    def analyze(pair):
        title, abstract = pair
        found = [*terms_in(title), *terms_in(title), *terms_in(abstract)]
        return [term for term in found if not weak_words().issuperset(term.split())]

    return analyze


def counted(pairs, *, min_papers, max_share):
    tokens = tokenize([t for t, _ in pairs], [a for _, a in pairs])
    vocabulary = fit_vocabulary(tokens, min_papers=min_papers, max_share=max_share)
    return vocabulary, count_terms(tokens, vocabulary)


def assert_equal_to_scikit_learn(pairs, *, min_papers, max_share):
    options = {"analyzer": analyzer_of(pairs), "min_df": min_papers, "max_df": max_share}
    vocabulary, counts = counted(pairs, min_papers=min_papers, max_share=max_share)
    vectorizer = CountVectorizer(**options)
    try:
        expected = vectorizer.fit_transform(pairs)
    except ValueError:  # scikit-learn has no empty vocabularies
        assert vocabulary.terms == ()
        return
    assert list(vocabulary.terms) == vectorizer.get_feature_names_out().tolist()
    assert np.array_equal(counts.toarray(), expected.toarray())
    weights = TfidfVectorizer(**options, sublinear_tf=True).fit(pairs)
    ours = tfidf(counts, weights.idf_.astype(np.float32))
    assert ours.toarray() == pytest.approx(weights.transform(pairs).toarray(), abs=1e-6)


@given(corpora, st.integers(1, 3), st.sampled_from([0.5, 0.8, 1.0]))
@settings(max_examples=50, deadline=None)
def test_terms_counts_and_weights_are_those_of_scikit_learn(pairs, min_papers, max_share):
    if max_share * len(pairs) >= min_papers:
        assert_equal_to_scikit_learn(pairs, min_papers=min_papers, max_share=max_share)


def test_terms_counts_and_weights_of_a_corpus_are_those_of_scikit_learn(papers):
    pairs = list(zip(papers["title"], papers["abstract"], strict=True))
    assert_equal_to_scikit_learn(pairs, min_papers=5, max_share=0.15)


def test_a_frozen_vocabulary_counts_new_papers(papers):
    pairs = list(zip(papers["title"], papers["abstract"], strict=True))
    vocabulary, counts = counted(pairs, min_papers=5, max_share=0.15)
    few = tokenize(papers["title"][:7].tolist(), papers["abstract"][:7].tolist())
    assert np.array_equal(count_terms(few, vocabulary).toarray(), counts[:7].toarray())


def test_new_papers_add_no_terms():
    vocabulary, _ = counted([("", "coral reefs"), ("", "coral reef")], min_papers=1, max_share=1)
    assert vocabulary.terms == ("coral", "coral reef", "reef")
    new = tokenize(["Reefs"], ["a coral reef, coral of glass; unheard reef"])
    assert count_terms(new, vocabulary).toarray().tolist() == [[2, 1, 4]]
    unknown = tokenize(["", ""], ["quite unheard", ""])
    assert count_terms(unknown, vocabulary).nnz == 0


def test_of_too_many_terms_those_in_most_papers_are_taken():
    abstracts = ["coral"] * 4 + ["moss"] * 3 + ["tram"] * 3 + ["bog"]
    tokens = tokenize([""] * len(abstracts), abstracts)
    assert fit_vocabulary(tokens, min_papers=1, max_share=1, max_terms=2).terms == ("coral", "moss")


def test_a_term_in_more_than_its_share_of_papers_is_left_out():
    tokens = tokenize([""] * 4, ["coral moss", "coral", "coral", "moss"])
    assert fit_vocabulary(tokens, min_papers=1, max_share=0.5).terms == ("coral moss", "moss")


def test_no_term_holds_stop_words_or_weak_words_alone(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    for term in fit_vocabulary(tokens, min_papers=1, max_share=1).terms:
        assert not stop_words() & set(term.split())
        assert not weak_words().issuperset(term.split())


@pytest.mark.parametrize("abstracts", [[], ["", ""], ["the of and"], ["1 2 3", "$x$"]])
def test_texts_without_words_have_an_empty_vocabulary(abstracts):
    tokens = tokenize([""] * len(abstracts), abstracts)
    vocabulary = fit_vocabulary(tokens, min_papers=1, max_share=1)
    assert vocabulary.terms == ()
    assert count_terms(tokens, vocabulary).shape == (len(abstracts), 0)


def test_the_vocabulary_does_not_depend_on_the_order_of_papers(papers):
    turned = papers[::-1]
    first, second = (
        fit_vocabulary(tokenize(p["title"].tolist(), p["abstract"].tolist()), min_papers=5)
        for p in (papers, turned)
    )
    assert first == second


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("networks", "network"),
        ("properties", "property"),
        ("classes", "class"),
        ("matrices", "matrix"),
        ("vertices", "vertex"),
        ("images", "image"),
    ],
)
def test_a_plural_is_folded_onto_a_singular_in_use(plural, singular):
    assert fold_plurals({plural: 5, singular: 2}) == {plural: singular, singular: singular}
    assert fold_plurals({plural: 5}) == {plural: plural}


@pytest.mark.parametrize("word", ["bayes", "corpus", "analysis", "glass", "gas", "bus"])
def test_words_that_merely_end_in_s_are_left_alone(word):
    counts = {word: 5, word[:-1]: 5}
    assert fold_plurals(counts)[word] == word or word == "bayes"
    assert fold_plurals({word: 5})[word] == word


def test_a_singular_that_is_hardly_ever_used_is_a_slip():
    assert fold_plurals({"physics": 500, "physic": 1})["physics"] == "physics"
    assert fold_plurals({"networks": 500, "network": 10})["networks"] == "network"


@given(st.dictionaries(st.text("abesix", min_size=3, max_size=6), st.integers(1, 60), max_size=20))
@example({"biases": 1, "bias": 1, "bia": 1})
@settings(max_examples=50, deadline=None)
def test_a_root_is_its_own_root(counts):
    roots = fold_plurals(counts)
    assert all(roots[root] == root for root in roots.values())


@pytest.mark.parametrize(
    ("word", "telling"),
    [
        ("graph", True),
        ("3d", True),
        ("ai", True),
        ("the", False),
        ("42", False),
        ("x", False),
        ("d3", False),
    ],
)
def test_content_words_have_two_letters_or_look_like_3d(word, telling):
    assert is_content(word) is telling


def test_words_are_counted_as_written_and_breaks_are_not():
    tokens = tokenize(["Moss, moss"], ["mosses: moss"])
    assert word_counts(tokens) == {"moss": 3, "mosses": 1}


@pytest.mark.parametrize("block", [23, 100])
def test_blocks_of_any_size_give_the_terms_and_counts_of_the_whole(papers, monkeypatch, block):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    vocabulary = fit_vocabulary(tokens, min_papers=5)
    counts = count_terms(tokens, vocabulary)
    monkeypatch.setattr("explorer.topics.vocabulary.BLOCK", block)
    with ThreadPoolExecutor(2) as threads:
        assert fit_vocabulary(tokens, min_papers=5, executor=threads) == vocabulary
        in_parts = count_terms(tokens, vocabulary, executor=threads)
    for name in ("indptr", "indices", "data"):
        assert np.array_equal(getattr(in_parts, name), getattr(counts, name))
