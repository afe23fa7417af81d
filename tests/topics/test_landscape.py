import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from explorer.topics.landscape import (
    MOST_AT_ONCE,
    place_groups,
    place_niches,
    place_papers,
    place_sharing,
)


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def centroids():
    """Twelve families of ten niches in thirty dimensions."""
    rng = np.random.default_rng(0)
    families = rng.normal(size=(12, 30))
    return unit(np.repeat(families, 10, axis=0) + 0.5 * rng.normal(size=(120, 30)))


@pytest.fixture(scope="module")
def places(centroids):
    return place_niches(centroids)


def spread(places):
    return np.sqrt(((places - places.mean(axis=0)) ** 2).sum(axis=1).mean())


def shift(before, after):
    """Median way of a niche, as a part of the spread of all."""
    return np.median(np.linalg.norm(after - before, axis=1)) / spread(before)


def test_neighbours_stand_together(centroids, places):
    assert trustworthiness(centroids, places, n_neighbors=9, metric="cosine") > 0.97
    family = np.repeat(np.arange(12), 10)
    distance = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = np.argsort(distance, axis=1)[:, :5]
    assert (family[nearest] == family[:, None]).mean() > 0.9


def test_the_same_niches_stand_at_the_same_places(centroids, places):
    assert np.array_equal(place_niches(centroids), places)


def test_niches_found_anew_stand_near_where_they_stood(centroids, places):
    rng = np.random.default_rng(1)
    changed = unit(centroids + 0.02 * rng.normal(size=centroids.shape))
    before = places.copy()
    before[::12] = np.nan
    after = place_niches(changed, before)
    assert np.isfinite(after).all()
    assert shift(places, after) < 0.05
    assert shift(places, place_niches(changed) @ [[0, 1], [-1, 0]]) > 0.2
    assert trustworthiness(changed, after, n_neighbors=9, metric="cosine") > 0.96


def test_a_map_laid_out_again_and_again_stays_as_wide(centroids, places):
    again = places
    for _ in range(3):
        again = place_niches(centroids, again)
    assert spread(again) == pytest.approx(spread(places), rel=0.05)


def test_a_new_niche_stands_by_its_family(centroids, places):
    before = places.copy()
    before[33] = np.nan
    after = place_niches(centroids, before)
    family = np.delete(np.arange(30, 40), 3)
    own = np.linalg.norm(after[33] - after[family], axis=1)
    others = np.linalg.norm(after[33] - after[:30], axis=1)
    assert np.median(own) < others.min()


def test_a_map_of_no_known_niche_is_made_afresh(centroids, places):
    assert np.array_equal(place_niches(centroids, np.full((120, 2), np.nan)), places)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6, 11])
def test_few_niches_have_places_of_their_own(n):
    centroids = unit(np.random.default_rng(n).normal(size=(n, 8)))
    places = place_niches(centroids)
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()
    assert len(np.unique(places.round(6), axis=0)) == n
    assert np.isfinite(place_niches(centroids, places)).all()


def test_a_niche_without_words_has_a_place(centroids):
    blank = np.vstack([centroids, np.zeros(30, dtype=np.float32)])
    assert np.isfinite(place_niches(blank)).all()


def test_of_very_many_niches_the_smallest_stand_beside_those_they_are_like(monkeypatch, centroids):
    assert MOST_AT_ONCE > 2_000
    monkeypatch.setattr("explorer.topics.landscape.MOST_AT_ONCE", 110)
    places = place_niches(centroids)
    middle = places[:110].mean(axis=0)
    assert np.isfinite(places).all()
    assert np.linalg.norm(places[110:] - middle, axis=1).max() < 2 * spread(places)


def test_groups_stand_in_the_middle_of_their_papers():
    places = np.array([[0.0, 0], [4, 0], [1, 1]])
    found = place_groups(places, np.array([0, 0, 1]), np.array([30, 10, 5]), 2)
    assert found.tolist() == [[1, 0], [1, 1]]


def test_niches_that_share_papers_stand_between_those_that_hold_most():
    places = np.array([[0.0, 0], [4, 0], [0, 4], [90, 90]])
    niche = np.array([0, 0, 1, 1, 2, 2, 3])
    found = place_sharing(places, np.zeros(7, dtype=int), niche, 1)
    assert found.tolist() == [[4 / 3, 4 / 3]]
    assert place_sharing(places, niche[:0], niche[:0], 0).shape == (0, 2)


def test_papers_stand_by_their_niche(centroids, places):
    niche = np.repeat(np.arange(120), 3)
    found = place_papers(centroids[niche], niche, centroids, places)
    assert found.dtype == np.float32
    away = np.linalg.norm(found - places[niche], axis=1)
    assert np.median(away) < 0.2 * spread(places)


def test_papers_lean_to_the_niche_that_they_are_like():
    centroids = np.eye(3, dtype=np.float32)
    places = np.array([[0.0, 0], [4, 0], [0, 4]])
    points = unit(np.array([[4.0, 1, 0], [4, 0, 1], [4, 1, 1], [4, 0, 0]]))
    found = place_papers(points, np.zeros(4, dtype=int), centroids, places)
    assert found.tolist() == [[2, 0], [0, 2], [1, 1], [0, 0]]


def test_papers_of_the_only_niche_stand_there():
    found = place_papers(
        np.ones((3, 2), np.float32), np.zeros(3, int), np.ones((1, 2)), np.zeros((1, 2))
    )
    assert found.tolist() == [[0, 0]] * 3
