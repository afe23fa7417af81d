import numpy as np
import pytest
from scipy.sparse import csr_array

from explorer.topics.first_found import first_found, single_words
from explorer.topics.quality import bm25

TERMS = ["moss", "peat", "peat moss", "tram"]


@pytest.fixture(scope="module")
def counts():
    rng = np.random.default_rng(0)
    return csr_array(rng.poisson(1.0, size=(60, 4)).astype(np.float32))


def test_papers_are_found_in_the_order_of_bm25(counts):
    words = single_words(counts, TERMS)
    single = counts[:, [0, 1, 3]]
    length = np.asarray(single.sum(axis=1)).ravel()
    score = bm25(single.tocsc(), length, [1, 0])
    users = np.flatnonzero(counts[:, [2]].toarray()[:, 0])
    best = users[np.argsort(-score[users], kind="stable")[:7]]
    assert first_found(words, "peat moss", users, n_read=7).tolist() == best.tolist()


def test_all_users_are_found_where_they_are_few(counts):
    words = single_words(counts, TERMS)
    assert first_found(words, "moss", np.array([5, 9])).tolist() == [5, 9]


def test_a_word_that_is_not_counted_says_nothing(counts):
    words = single_words(counts, TERMS)
    users = np.arange(60)
    assert first_found(words, "kelp", users).tolist() == list(range(10))
    with_moss = first_found(words, "moss kelp", users).tolist()
    assert with_moss == first_found(words, "moss", users).tolist()
