import numpy as np
import pytest
from scipy.sparse import csr_array

from explorer.topics.embedding import fit_embedding, tfidf, transform
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import Vocabulary, count_terms, fit_vocabulary


@pytest.fixture(scope="module")
def counts(papers):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    return count_terms(tokens, fit_vocabulary(tokens, min_papers=5))


@pytest.fixture(scope="module")
def placed(counts):
    return place(counts)


def vocabulary_of(n_terms):
    terms = tuple(f"t{i:04d}" for i in range(n_terms))
    return Vocabulary(terms=terms, roots={term: term for term in terms})


def place(counts, **options):
    return fit_embedding(counts, vocabulary_of(counts.shape[1]), **options)


def test_points_have_unit_length_and_papers_without_known_terms_none(counts):
    blank = csr_array(np.vstack([counts.toarray(), np.zeros(counts.shape[1])]), dtype=np.float32)
    model, points = place(blank)
    assert points.dtype == np.float32
    lengths = np.linalg.norm(points, axis=1)
    assert lengths[:-1] == pytest.approx(1, abs=1e-6)
    assert lengths[-1] == 0
    assert not transform(csr_array((3, counts.shape[1]), dtype=np.float32), model).any()


def test_the_papers_themselves_are_placed_where_they_were_fitted(counts, placed):
    model, points = placed
    assert transform(counts, model) == pytest.approx(points, abs=1e-6)
    assert transform(counts[10:13], model) == pytest.approx(points[10:13], abs=1e-6)


def test_the_same_papers_give_the_same_points(counts, placed):
    (first, left), (second, right) = placed, place(counts)
    assert np.array_equal(left, right)
    assert np.array_equal(first.components, second.components)


def test_the_order_of_papers_is_irrelevant_to_their_cosines(counts):
    order = np.random.default_rng(0).permutation(counts.shape[0])
    _, points = place(counts, n_dimensions=12)
    _, shuffled = place(csr_array(counts[order]), n_dimensions=12)
    cosines = points @ points.T
    assert shuffled @ shuffled.T == pytest.approx(cosines[np.ix_(order, order)], abs=5e-3)


def test_the_dimensions_are_those_of_an_exact_decomposition(counts):
    model, _ = place(counts, n_dimensions=20)
    weights = tfidf(counts, model.idf).toarray().astype(np.float64)
    exact = np.linalg.svd(weights, full_matrices=False)[2][:20]
    assert np.abs((model.components * exact).sum(axis=1)) == pytest.approx(1, abs=1e-3)


def test_many_terms_in_few_kinds_of_papers_are_no_trouble():
    rng = np.random.default_rng(0)
    kinds = (rng.random((30, 1500)) < 0.1).astype(np.float32)
    counts = csr_array(kinds[rng.integers(0, 30, 600)])
    model, points = place(counts)
    again, _ = place(counts)
    assert np.array_equal(model.components, again.components)
    assert model.components @ model.components.T == pytest.approx(np.eye(100), abs=1e-4)
    alike = (counts @ counts.T).toarray() == np.diff(counts.indptr)[:, None]
    assert (points @ points.T)[alike & alike.T] == pytest.approx(1, abs=1e-4)


def test_papers_of_one_subject_lie_closer_than_others(papers, placed):
    _, points = placed
    cosines = points @ points.T
    subject = papers["subject"].to_numpy()
    same = subject[:, None] == subject
    assert cosines[same].mean() > 0.5 > cosines[~same].mean() + 0.4


def test_dimensions_never_outnumber_what_the_counts_allow():
    counts = csr_array(np.eye(5, 4, dtype=np.float32))
    model, points = place(counts)
    assert (model.components.shape, points.shape) == ((3, 4), (5, 3))


def test_weights_leave_the_counts_untouched(counts):
    before = counts.toarray()
    tfidf(counts, np.ones(counts.shape[1], dtype=np.float32))
    assert np.array_equal(counts.toarray(), before)


def test_a_term_weighs_more_often_used_and_rarer_elsewhere():
    counts = csr_array(np.array([[1, 1, 0], [9, 1, 0], [1, 0, 1], [1, 0, 0]], dtype=np.float32))
    model, _ = place(counts)
    assert model.idf[0] < model.idf[1] < model.idf[2]
    weights = tfidf(counts, model.idf).toarray()
    assert weights[1, 0] / weights[1, 1] > weights[0, 0] / weights[0, 1]
