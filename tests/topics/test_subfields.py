import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from explorer.errors import TooFewPapersError
from explorer.topics.embedding import transform
from explorer.topics.subfields import LEVELS, MIN_PAPERS, find_subfields
from explorer.topics.tokens import tokenize
from explorer.topics.vocabulary import count_terms

PAPERS_PER_NICHE = 8
"""So few papers on so few subjects need a finer split than a year of arXiv."""


def found_in(papers, **options):
    return find_subfields(papers, scope="the test", papers_per_niche=PAPERS_PER_NICHE, **options)


def table(titles, abstracts):
    ids = [f"2401.{row:05d}" for row in range(len(titles))]
    return pd.DataFrame({"id": ids, "title": titles, "abstract": abstracts})


def assert_sane(subfields, n_papers):
    """Check what holds of any split: nested, whole, named, each name and slug once."""
    assert tuple(level.name for level in subfields.levels) == LEVELS
    assert subfields.similarity.shape == (n_papers,)
    assert np.isfinite(subfields.similarity).all()
    assert np.abs(subfields.similarity).max() <= 1 + 1e-5
    for level in subfields.levels:
        groups = level.groups
        assert len(level.label) == n_papers
        assert set(level.label.tolist()) == set(range(len(groups)))
        for column in ("niche_id", "name", "slug"):
            assert groups[column].is_unique
            assert (groups[column].str.len() > 0).all()
        assert groups["niche_id"].str.fullmatch(level.name[0] + "[0-9a-f]{8}").all()
        assert groups["slug"].str.fullmatch("[a-z0-9]+(-[a-z0-9]+)*").all()
    for level, above in zip(subfields.levels, subfields.levels[1:], strict=False):
        parents = above.groups["niche_id"].to_numpy()[above.label]
        assert (level.groups["parent_id"].to_numpy()[level.label] == parents).all()
    assert set(subfields.levels[-1].groups["parent_id"]) == {""}
    lengths = np.linalg.norm(subfields.centroids, axis=1)
    assert ((abs(lengths - 1) < 1e-5) | (lengths == 0)).all()


@pytest.fixture(scope="module")
def subfields(papers):
    return found_in(papers)


def test_planted_subjects_are_niches_of_that_name(papers, subfields, subjects):
    assert_sane(subfields, len(papers))
    niche = subfields.levels[0]
    pairs = set(zip(niche.label.tolist(), papers["subject"].tolist(), strict=True))
    assert len(pairs) == len(subjects) == len(niche.groups)
    for label, subject in pairs:
        assert niche.groups["name"][label] == subjects[subject]
        assert niche.groups["slug"][label] == subjects[subject].replace(" ", "-")


def test_slugs_say_the_level_of_all_but_niches(subfields):
    for level in subfields.levels[1:]:
        assert level.groups["slug"].str.contains(rf"-{level.name}(?:-\d+)?$").all()


def test_terms_of_a_niche_are_words_of_its_papers(papers, subfields):
    niche = subfields.levels[0]
    for label, terms in enumerate(niche.groups["terms"]):
        texts = " ".join(papers["abstract"][niche.label == label]).lower()
        assert terms
        assert all(term.split()[0] in texts for term in terms)


def test_similar_papers_lie_near_the_middle_of_their_niche(papers, subfields):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    model = subfields.embedding
    points = transform(count_terms(tokens, model.vocabulary), model)
    cosines = points @ subfields.centroids.T
    label = subfields.levels[0].label
    assert cosines[np.arange(len(label)), label] == pytest.approx(subfields.similarity, abs=1e-4)
    assert np.array_equal(cosines.argmax(axis=1), label)


def test_the_same_papers_give_the_same_subfields_whoever_splits_the_words(papers, subfields):
    with ThreadPoolExecutor(2) as threads:
        again = found_in(papers, executor=threads)
    assert np.array_equal(again.similarity, subfields.similarity)
    assert np.array_equal(again.centroids, subfields.centroids)
    for left, right in zip(again.levels, subfields.levels, strict=True):
        assert np.array_equal(left.label, right.label)
        assert left.groups.equals(right.groups)


def test_more_papers_keep_the_ids_of_niches_that_did_not_change(papers, subfields):
    extra = papers.iloc[:1].assign(id="2402.00000")
    again = found_in(pd.concat([papers, extra], ignore_index=True))
    before, after = (set(s.levels[0].groups["niche_id"]) for s in (subfields, again))
    assert len(before & after) >= len(before) // 2


def test_fewer_papers_than_needed_are_refused_with_both_numbers(papers):
    few = papers[: MIN_PAPERS - 1]
    with pytest.raises(TooFewPapersError) as caught:
        find_subfields(few, scope="cs.XX in spring", papers_per_niche=120)
    assert (caught.value.found, caught.value.needed) == (MIN_PAPERS - 1, MIN_PAPERS)
    assert "cs.XX in spring has 199 papers and 200 are needed" in str(caught.value)


def test_just_enough_papers_are_split(papers):
    assert_sane(found_in(papers[:MIN_PAPERS]), MIN_PAPERS)


@pytest.mark.parametrize(
    "abstract",
    ["the same words about moss in a bog", "深度学习与图神经网络", "", "the of and", "$x$ 42 \x00"],
)
def test_papers_that_words_do_not_tell_apart_are_refused(abstract):
    n = MIN_PAPERS + 50
    with pytest.raises(TooFewPapersError, match="words"):
        found_in(table(["The"] * n, [abstract] * n))


def test_the_refusal_of_identical_papers_does_not_say_they_are_too_few():
    n = MIN_PAPERS + 50
    with pytest.raises(TooFewPapersError) as caught:
        found_in(table(["Moss"] * n, ["the same words about moss in a bog"] * n))
    assert "share no words" not in str(caught.value)
    assert caught.value.found < caught.value.needed


def test_papers_in_other_languages_are_split_too(papers):
    german = {"We study": "Wir untersuchen", "and the": "und die"}
    translated = papers.replace(german, regex=True)
    greek = papers["abstract"] + " Ελληνικά κείμενα, 中文摘要。"
    assert_sane(found_in(translated), len(papers))
    assert_sane(found_in(papers.assign(abstract=greek)), len(papers))


def test_an_endless_abstract_and_blank_ones_hurt_nobody(papers, subjects):
    odd = papers.copy()
    odd.loc[3, "abstract"] = "endless " * 99_999 + "words"
    odd.loc[[5, 6], ["title", "abstract"]] = ""
    odd.loc[7, "abstract"] = "\x00" * 1000
    subfields = found_in(odd)
    assert_sane(subfields, len(papers))
    assert len(subfields.levels[0].groups) == len(subjects)
    assert subfields.similarity[[5, 6]].tolist() == [0, 0]


def test_two_subjects_are_enough():
    rows = range(150)
    reefs = [f"coral reef polyp number{i % 9} lagoon{i % 11}" for i in rows]
    trams = [f"tram platform fare number{i % 9} depot{i % 11}" for i in rows]
    assert_sane(found_in(table([""] * 300, reefs + trams)), 300)


def test_progress_names_every_step_in_words(papers):
    told = []
    found_in(papers, progress=lambda step, done, total: told.append((step, done, total)))
    assert len({step for step, _, _ in told}) >= 5
    for step, done, total in told:
        assert re.fullmatch(r"[A-Z][a-z']+( [a-z']+)+", step)
        assert total is None or 0 <= done <= total
