import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csc_array

from explorer.topics.quality import (
    average_precision,
    bm25,
    coherence,
    coverage,
    distinctness,
    summary,
    uniqueness,
    with_feedback,
)

USES = np.array([[1, 1, 0, 0]] * 5 + [[0, 0, 1, 0]] * 5 + [[0, 0, 0, 1]] * 10)
"""Terms 0 and 1 always meet; 2 and 3 never meet each other or them."""


def test_a_rare_term_and_a_short_paper_score_more():
    counts = csc_array(np.array([[1, 0], [1, 1], [0, 1], [0, 1], [0, 0]], dtype=float))
    score = bm25(counts, np.array([10.0, 10, 10, 40, 10]), [0, 1])
    assert score[1] > score[0] > score[2] > score[3] > score[4] == 0


def test_bm25_of_one_paper_is_the_formula():
    score = bm25(csc_array(np.array([[2.0], [0.0]])), np.array([4.0, 4.0]), [0])
    assert score == pytest.approx([np.log1p(1.5 / 1.5) * 2 * 2.2 / (2 + 1.2), 0])


def test_average_precision_is_one_where_all_members_come_first_and_ties_are_no_luck():
    relevant = np.array([True, True, False, False])
    assert average_precision(np.array([4.0, 3, 2, 1]), relevant) == 1
    assert average_precision(np.array([1.0, 2, 3, 4]), relevant) == pytest.approx((1 / 3 + 0.5) / 2)
    assert average_precision(np.ones(4), relevant) == pytest.approx((1 / 3 + 0.5) / 2)
    assert average_precision(np.array([4.0, 0, 0, 0]), relevant) == 0.5
    assert average_precision(np.zeros(4), relevant) == 0


def test_feedback_finds_what_is_like_the_first_papers_found():
    points = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=np.float32)
    score = np.array([3.0, 0, 1, 0])
    assert with_feedback(score, points, n_read=1).tolist() == [1, 1, 0, 0]
    assert with_feedback(np.zeros(4), points).tolist() == [0, 0, 0, 0]


def test_coverage_counts_members_that_use_the_phrase():
    labels = np.repeat([0, 1], 10)
    assert coverage(csc_array(USES), [0, 3], labels).tolist() == [0.5, 1.0]
    assert coverage(csc_array(USES), [3, -1], labels).tolist() == [0, 0]


def test_coherence_is_one_for_terms_that_always_meet_and_less_than_none_for_those_that_never_do():
    always, never, unknown, alone = coherence(csc_array(USES), [[0, 1], [2, 3], [0, -1], [2]])
    assert (always, never, unknown) == (1, -1, 0)
    assert np.isnan(alone)


def test_terms_too_rare_to_meet_by_chance_say_nothing():
    rare = np.zeros((100, 2))
    rare[0, 0] = rare[1, 1] = 1
    assert coherence(csc_array(rare), [[0, 1]]).tolist() == [0]


def test_terms_in_use_by_chance_have_no_company():
    independent = np.array([[i % 2, i // 2 % 2] for i in range(16)])
    assert coherence(csc_array(independent), [[0, 1]]) == pytest.approx([0])


def test_names_are_distinct_unless_one_is_in_a_siblings():
    assert distinctness(["peat moss", "moss", "kelp"], ["a", "b", "a"]) == 1
    assert distinctness(["moss", "Moss"], ["a", "a"]) == 0
    assert distinctness(["moss", "mosses"], ["a", "a"]) == 1


def test_different_terms_are_unique():
    assert uniqueness([["a", "b"], ["c", "d"]]) == 1
    assert uniqueness([["a", "b"], ["a", "b"]]) == 0.5


def test_the_summary_tells_debris_and_sizes():
    niches = pd.DataFrame(
        {
            "name": ["moss", "preface"],
            "parent_id": ["a", "a"],
            "papers": [75, 25],
            "stability": [0.9, 0.5],
            "coherence": [0.4, np.nan],
            "debris": ["", "front matter of proceedings"],
            "terms": [["moss"], ["preface"]],
        }
    )
    figures = summary(niches)
    assert figures["debris_share"] == 0.25
    assert (figures["debris"], figures["niches"]) == (1, 2)
    assert (figures["stability_least"], figures["coherence_median"]) == (0.5, 0.4)
    assert (figures["largest_share"], figures["papers_median"]) == (0.75, 50)
