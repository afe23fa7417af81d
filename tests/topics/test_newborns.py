"""A planted newborn subject inside two others: found, and nothing else called newborn."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from subject_papers import write_papers

from explorer.topics.newborns import find_newborns
from explorer.topics.phrases import find_phrases
from explorer.topics.rising_phrases import Writers, rising_phrases
from explorer.topics.subfields import find_subfields
from explorer.topics.tokens import tokenize

MONTHS, LAST = 48, 47

PLANTED = 16

SCENE = (0, 7)
"""Subjects, by number, of which every paper of the planted one speaks too."""


def world(*, phrase="gecko adhesion", groups=5, since=3, seed=3):
    """Twelve old subjects over four years, and a phrase that comes up inside two of them."""
    rng = np.random.default_rng(seed)
    papers = write_papers(45, seed=seed)
    month = rng.integers(0, MONTHS, len(papers))
    author = np.arange(len(papers)) + 1000
    chosen = np.flatnonzero(papers["subject"].isin(SCENE))[:PLANTED]
    month[chosen] = MONTHS - 1 - np.arange(PLANTED) % since
    author[chosen] = np.arange(PLANTED) % groups
    papers.loc[chosen, "title"] += f" for {phrase}"
    papers.loc[chosen, "abstract"] += f" We turn to {phrase} (GEA). It rests on {phrase}."
    return papers, month, author, set(chosen.tolist())


def looked(papers, month, author, *, papers_per_niche=45):
    found = find_subfields(papers, scope="a test", papers_per_niche=papers_per_niche)
    writers = Writers(paper=np.arange(len(papers)), author=author)
    return found, find_newborns(
        papers,
        found.levels,
        found.phrases,
        found.points,
        marks=found.marks,
        month=month,
        last=LAST,
        writers=writers,
        papers_per_niche=papers_per_niche,
    )


@pytest.fixture(scope="module")
def planted():
    papers, month, author, chosen = world()
    found, newborns = looked(papers, month, author)
    return papers, found, newborns, chosen


def test_sixteen_papers_of_five_groups_in_three_months_are_found(planted):
    _, found, newborns, chosen = planted
    assert newborns.groups["name"].tolist() == ["gecko adhesion"]
    held = set(newborns.paper.tolist())
    assert chosen <= held
    assert len(held) <= len(chosen) * 1.25
    assert newborns.groups["parent_id"].isin(found.levels[1].groups["niche_id"]).all()
    assert not set(newborns.groups["slug"]) & set(found.levels[0].groups["slug"])


def test_every_membership_has_a_similarity_and_the_groups_are_in_order(planted):
    _, _, newborns, _ = planted
    assert len(newborns.paper) == len(newborns.group) == len(newborns.similarity)
    assert (np.diff(newborns.group) >= 0).all()
    assert ((newborns.similarity > 0) & (newborns.similarity <= 1 + 1e-6)).all()
    assert newborns.weights.shape[0] == len(newborns.groups)


def test_on_shuffled_months_nothing_is_born():
    papers, month, author, _ = world()
    found = find_subfields(papers, scope="a test", papers_per_niche=45)
    writers = Writers(paper=np.arange(len(papers)), author=author)
    for seed in range(20):
        shuffled = np.random.default_rng(seed).permutation(month)
        born = find_newborns(
            papers,
            found.levels,
            found.phrases,
            found.points,
            marks=found.marks,
            month=shuffled,
            last=LAST,
            writers=writers,
        )
        assert born.groups.empty
        assert len(born.paper) == 0


def rising(papers, month, author, phrase, *, most_papers=400, last=LAST):
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    phrases = find_phrases(tokens, min_papers=4)
    found = find_subfields(papers, scope="a test", papers_per_niche=45)
    table = rising_phrases(
        phrases,
        found.points,
        month=month,
        last=last,
        writers=Writers(paper=np.arange(len(papers)), author=author),
        most_papers=most_papers,
    )
    return phrase in [phrases.texts[column] for column in table["column"]]


def test_one_laboratory_is_no_niche():
    papers, month, author, _ = world()
    assert rising(papers, month, author, "gecko adhesion")
    papers, month, author, _ = world(groups=3)
    assert not rising(papers, month, author, "gecko adhesion")


def rises(said, *, cosine, before=0):
    """Tell whether a phrase rises that some papers use of late, and some of every kind before."""
    n, n_others = 16, 400
    texts = [f"gecko adhesion. {said}"] * n + ["gecko adhesion. snow."] * before
    texts += ["snow. rain. hail. sand."] * n_others
    phrases = find_phrases(tokenize(texts, texts), min_papers=4)
    points = np.zeros((len(texts), n + before + 2), dtype=np.float32)
    points[:n, 0], points[n + before :, -1] = np.sqrt(cosine), 1
    points[range(n), range(1, n + 1)] = np.sqrt(1 - cosine)
    points[range(n, n + before), range(n + 1, n + before + 1)] = 1
    late, early = LAST - np.arange(n) % 3, np.arange(n_others + before) % (LAST - 3)
    table = rising_phrases(
        phrases,
        points,
        month=np.concatenate([late, early]),
        last=LAST,
        writers=Writers(paper=np.arange(len(texts)), author=np.arange(len(texts))),
        most_papers=100,
    )
    return "gecko adhesion" in [phrases.texts[column] for column in table["column"]]


def test_what_it_meant_before_it_rose_does_not_count():
    assert rises("hail.", cosine=0.5, before=12)
    assert not rises("hail.", cosine=0.25, before=12)


@pytest.mark.parametrize(
    ("said", "cosine", "enough"),
    [
        ("moth. spur. sepal.", 0.32, True),
        ("snow. rain. hail.", 0.32, False),
        ("moth. spur. sepal.", 0.25, False),
        ("snow. rain. hail.", 0.4, True),
    ],
)
def test_rare_words_that_papers_share_make_up_for_coordinates_that_tell_less(said, cosine, enough):
    assert rises(said, cosine=cosine) == enough


def test_papers_of_two_months_are_no_niche_yet():
    assert not rising(*world(since=2)[:3], "gecko adhesion")


def test_a_broad_phrase_is_no_niche():
    assert not rising(*world()[:3], "gecko adhesion", most_papers=PLANTED - 1)


def test_months_after_the_last_whole_one_are_no_evidence():
    assert not rising(*world()[:3], "gecko adhesion", last=LAST - 2)


@pytest.mark.parametrize(("subjects", "is_style"), [(range(12), True), (SCENE, False)])
def test_style_that_every_subject_takes_up_is_no_niche(subjects, is_style):
    """As many papers, groups and months, in titles too: but spread over all subjects."""
    papers, month, author, _ = world(phrase="nothing here")
    own = papers[papers["subject"].isin(subjects)]
    spread = np.sort(own.groupby("subject").head(24 // len(subjects)).index.to_numpy())
    month[spread] = MONTHS - 1 - np.arange(len(spread)) % 3
    papers.loc[spread, "title"] += ": a lucid account"
    assert rising(papers, month, author, "lucid account") != is_style


def test_what_titles_never_say_is_no_niche():
    papers, month, author, _ = world()
    papers["title"] = papers["title"].str.replace(" for gecko adhesion", "")
    assert not rising(papers, month, author, "gecko adhesion")


def test_a_subject_that_a_third_of_its_papers_put_in_other_words_is_found():
    papers, month, author, chosen = world()
    for row in sorted(chosen)[10:]:
        papers.loc[row, "title"] = papers.loc[row, "title"].removesuffix(" for gecko adhesion")
        papers.loc[row, "abstract"] = papers.loc[row, "abstract"].partition(" We turn to ")[0]
    _, newborns = looked(papers, month, author)
    assert newborns.groups["name"].tolist() == ["gecko adhesion"]
    assert set(sorted(chosen)[:10]) <= set(newborns.paper.tolist())


def test_an_acronym_and_another_spelling_are_the_same_newborn():
    papers, month, author, chosen = world()
    other = np.flatnonzero(papers["subject"].isin(SCENE))
    other = np.array([row for row in other if row not in chosen])[:6]
    month[other] = MONTHS - 1
    papers.loc[other, "abstract"] += " Like GEA, and GEA again."
    _, newborns = looked(papers, month, author)
    assert len(newborns.groups) == 1
    assert chosen | set(other.tolist()) <= set(newborns.paper.tolist())


def test_a_niche_of_the_partition_is_not_listed_again(planted):
    papers, found, _, chosen = planted
    _, month, author, _ = world()
    niches = found.levels[0]
    label = niches.label.copy()
    label[sorted(chosen)] = len(niches.groups)
    groups = pd.concat([niches.groups, niches.groups.tail(1).assign(name="geckos")])
    own = replace(niches, label=label, groups=groups.reset_index(drop=True))
    born = find_newborns(
        papers,
        (own, *found.levels[1:]),
        found.phrases,
        found.points,
        marks=found.marks,
        month=month,
        last=LAST,
        writers=Writers(paper=np.arange(len(papers)), author=author),
    )
    assert born.groups.empty


def test_the_id_is_that_of_the_papers_and_the_same_each_time(planted):
    _, _, newborns, _ = planted
    again = looked(*world()[:3])[1]
    pd.testing.assert_frame_equal(again.groups, newborns.groups)
    assert (again.paper == newborns.paper).all()
    assert again.similarity.tobytes() == newborns.similarity.tobytes()


def test_a_newborn_is_not_called_what_a_niche_is_called(planted):
    papers, found, newborns, _ = planted
    _, month, author, _ = world()
    name, n = newborns.groups["name"].iloc[0], len(found.levels[0].groups)
    groups = found.levels[0].groups.assign(name=[name, *(f"field {i}" for i in range(1, n))])
    born = find_newborns(
        papers,
        (replace(found.levels[0], groups=groups), *found.levels[1:]),
        found.phrases,
        found.points,
        marks=found.marks,
        month=month,
        last=LAST,
        writers=Writers(paper=np.arange(len(papers)), author=author),
        papers_per_niche=45,
    )
    assert len(born.groups) == len(newborns.groups)
    assert not born.groups["name"].map(lambda other: f" {other} " in f" {name} ").any()
    assert not born.groups["name"].str.contains(r"[(\d]").any()


def test_newborns_tell_how_their_words_keep_company_and_are_no_debris(planted):
    _, _, newborns, _ = planted
    assert newborns.groups["coherence"].between(-1, 1).all()
    assert set(newborns.groups["debris"]) == {""}


def test_a_name_that_is_taken_gives_way_to_its_abbreviation():
    papers, month, author, _ = world(phrase="grey gecko adhesion")
    papers["abstract"] = papers["abstract"].str.replace("(GEA)", "(GGA)")
    found, newborns = looked(papers, month, author)
    taken = found.levels[0].groups.copy()
    taken.loc[0, "name"] = newborns.groups["name"].iloc[0]
    assert taken["name"].iloc[0] == "grey gecko adhesion"
    born = find_newborns(
        papers,
        (replace(found.levels[0], groups=taken), *found.levels[1:]),
        found.phrases,
        found.points,
        marks=found.marks,
        month=month,
        last=LAST,
        writers=Writers(paper=np.arange(len(papers)), author=author),
        papers_per_niche=45,
    )
    assert born.groups["name"].tolist() == ["GGA"]
