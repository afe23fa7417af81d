from datetime import date

import numpy as np
import pytest

from explorer.corpus.reading import read_papers
from explorer.results import read_model
from explorer.runs import read_run, read_table
from explorer.topics.assignment import N_VOTERS, assign, fit_drop, similarities, vote
from explorer.topics.embedding import transform
from explorer.topics.neighbours import nearest_papers
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import count_terms


def unit(rows):
    rows = np.array(rows, dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def two_niches():
    """Forty papers around one direction, thirty around another."""
    noise = np.random.default_rng(0).normal(0, 0.2, (70, 5))
    noise[:40, 0] += 1
    noise[40:, 1] += 1
    return unit(noise), np.repeat([0, 1], [40, 30])


@pytest.fixture(scope="module")
def fitted(demonstration):
    """The demonstration's model and members, and the points where the model puts its papers."""
    run = read_run(demonstration.runs)
    model, members = read_model(run.path), read_table(run, "members")
    members = members[members["kind"] == "partition"].set_index("paper_id")
    papers = read_papers(demonstration.papers, as_of=date(2030, 1, 1))
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    counts = count_terms(tokens, model.embedding.vocabulary)
    held = members.loc[papers["id"]]
    number = {niche_id: i for i, niche_id in enumerate(model.group_ids["niche"])}
    niche = held["niche_id"].map(number).to_numpy()
    return model, transform(counts, model.embedding), niche, held["similarity"].to_numpy()


def test_papers_join_the_niche_that_they_are_about(two_niches):
    points, niche = two_niches
    new = unit([[1, 0, 0.1, 0, 0], [0.1, 1, 0, 0, 0.1], [0, 2, 0, 0.3, 0]])
    assert assign(new, points, niche).tolist() == [0, 1, 1]


def test_a_paper_joins_the_same_niche_whatever_comes_with_it(two_niches):
    points, niche = two_niches
    new = unit(np.random.default_rng(1).normal(0, 1, (50, 5)))
    together = assign(new, points, niche)
    alone = [assign(new[i : i + 1], points, niche)[0] for i in range(50)]
    assert together.tolist() == alone
    assert assign(new[::-1], points, niche).tolist() == together[::-1].tolist()
    assert len(set(alone)) == 2


def test_a_paper_without_a_known_term_joins_the_largest_niche(two_niches):
    points, niche = two_niches
    nothing = np.zeros((1, 5), dtype=np.float32)
    assert assign(nothing, points, niche).tolist() == [0]


def test_no_papers_are_no_trouble(two_niches):
    points, niche = two_niches
    assert assign(points[:0], points, niche).shape == (0,)


def test_of_many_niches_those_that_lie_near_are_enough():
    """The vote is that of the nearest of all papers, found by comparing every pair."""
    random = np.random.default_rng(2)
    middles = random.normal(0, 1, (300, 12))
    niche = np.sort(random.integers(0, 300, 6000))
    points = unit(middles[niche] + random.normal(0, 0.5, (6000, 12)))
    new = unit(middles[random.integers(0, 300, 400)] + random.normal(0, 0.5, (400, 12)))
    cosines = new @ points.T
    rows = np.argsort(-cosines, axis=1, kind="stable")[:, :N_VOTERS]
    of_all = vote(rows, np.take_along_axis(cosines, rows, axis=1), niche)
    assert (assign(new, points, niche) == of_all).mean() > 0.99


def test_nearer_neighbours_count_more_and_those_that_are_missing_do_not():
    niche = np.array([0, 1, 1])
    rows = np.array([[0, 1, 2], [1, 0, -1], [2, -1, -1]])
    cosines = np.array([[0.9, 0.4, 0.4], [0.5, 0.4, 0.9], [0.1, 0.9, 0.9]], dtype=np.float32)
    assert vote(rows, cosines, niche).tolist() == [0, 1, 1]


def test_the_frozen_model_places_the_papers_of_the_fit_as_the_fit_did(fitted):
    model, points, niche, similarity = fitted
    assert (similarities(points, model.centroids, niche) == similarity).all()


def test_the_papers_of_the_fit_are_voted_into_their_own_niche(fitted):
    """Each leaves itself out, so that it is placed as if it had come later."""
    model, points, niche, _ = fitted
    rows, cosines = nearest_papers(points, points, n_neighbours=N_VOTERS + 1)
    others = np.where(rows == np.arange(len(rows))[:, None], -1, rows)
    agreement = (vote(others, cosines, niche) == niche).mean()
    nearest = (points @ model.centroids.T).argmax(axis=1)
    assert agreement > 0.99
    assert agreement > (nearest == niche).mean()


def test_new_papers_like_the_old_fit_as_well_as_they_do(two_niches):
    points, niche = two_niches
    groups = [points[niche == i].sum(axis=0) for i in range(2)]
    centroids = unit(groups)
    noise = np.random.default_rng(7).normal(0, 0.2, (600, 5))
    noise[:, 0] += 1
    new = unit(noise)
    everything = np.concatenate([points, new])
    labels = np.concatenate([niche, np.zeros(600, dtype=int)])
    is_new = np.arange(670) >= 70
    assert abs(fit_drop(everything, labels, is_new, centroids)) < 0.03
    strange = unit(new + np.array([0, 0, 0.8, 0, 0]))
    worse = np.concatenate([points, strange])
    assert fit_drop(worse, labels, is_new, centroids) > 0.1
