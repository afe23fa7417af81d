import re
from datetime import date
from itertools import combinations
from pathlib import Path
from time import process_time

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.corpus.demonstration import make_demonstration
from explorer.errors import BadHoursError, TooFewPapersError
from explorer.plans.drafting.sentences import plain_words
from explorer.plans.ladder import draft_ladder
from explorer.plans.records import KINDS, clean_rung

REAL = Path(__file__).parents[3].parent / "shared" / "data" / "arxiv_cs_stat_2007_2016.parquet"
PARTS = (
    "problem",
    "approaches",
    "feasibility_and_value",
    "milestones",
    "budget",
    "done_when",
)


def text_of(ladder):
    return "\n".join(getattr(rung, part) for rung in ladder for part in PARTS)


def words_of(ladder):
    return set(re.findall(r"[a-z]+", text_of(ladder).lower()))


def overlap(one, two):
    return len(one & two) / len(one | two)


def mean_overlap(ladders):
    pairs = [overlap(one, two) for one, two in combinations(map(words_of, ladders), 2)]
    return sum(pairs) / len(pairs)


def papers_frame(papers):
    return pd.DataFrame(
        {
            "id": [paper.arxiv_id for paper in papers],
            "title": [paper.title for paper in papers],
            "abstract": [paper.abstract for paper in papers],
            "published": pd.to_datetime([paper.submitted for paper in papers]),
            "authors": ["; ".join(paper.authors) for paper in papers],
            "comments": [paper.comments for paper in papers],
        }
    )


def approach_lines(rung):
    return [line for line in rung.approaches.splitlines() if line.startswith("- ")]


@pytest.fixture
def ladder(niche, as_of):
    return draft_ladder(niche.row, niche.papers, words=niche.words, as_of=as_of)


def test_a_ladder_has_one_rung_of_each_kind_in_order(ladder):
    assert tuple(rung.kind for rung in ladder) == KINDS
    assert [rung.position for rung in ladder] == [1, 2, 3, 4]
    assert [rung.hours for rung in ladder] == [20, 40, 90, 200]


@given(papers=st.integers(4, 30), seed=st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_every_rung_cites_its_own_paper_of_the_niche(invented, papers, seed):
    niche = invented(papers=papers, seed=seed)
    ladder = draft_ladder(niche.row, niche.papers)
    held = set(niche.papers["id"])
    mains = [rung.papers[0].arxiv_id for rung in ladder]
    assert len(set(mains)) == 4
    for rung in ladder:
        cited = [paper.arxiv_id for paper in rung.papers]
        assert set(cited) <= held
        assert len(cited) == len(set(cited)) <= 3


@pytest.mark.parametrize("papers", [1, 2, 3])
def test_with_too_few_papers_the_ladder_says_that_it_uses_one_again(invented, papers):
    niche = invented(papers=papers)
    ladder = draft_ladder(niche.row, niche.papers)
    assert len({rung.papers[0].arxiv_id for rung in ladder}) == papers
    said = [rung for rung in ladder if "stands on another rung too" in rung.papers[0].why]
    assert len(said) == 4 - papers


def test_every_rung_is_whole_and_says_all_five_parts(ladder):
    for rung in ladder:
        assert clean_rung(rung) == rung
        assert all(getattr(rung, part).strip() for part in PARTS)


def test_every_rung_names_two_approaches_seen_in_the_papers_it_cites_for_them(ladder, niche):
    texts = dict(
        zip(niche.papers["id"], niche.papers["title"] + " " + niche.papers["abstract"], strict=True)
    )
    for rung in ladder:
        lines = approach_lines(rung)
        assert len(lines) >= 2
        for line in lines:
            name, example = line[2:].split(":")[0], re.search(r"arXiv:(\d+\.\d+)", line)[1]
            assert plain_words(name) in plain_words(texts[example])


def test_the_counts_in_the_text_are_those_of_the_papers(invented, as_of):
    niche = invented(papers=42)
    plain = niche.papers.assign(
        abstract=niche.papers["abstract"].str.replace("Code is available", "Done")
    )
    for coded in (0, 1, 7):
        first = plain["abstract"].where(plain.index >= coded, plain["abstract"] + " On GitHub.")
        ladder = draft_ladder(niche.row, plain.assign(abstract=first), as_of=as_of)
        verb = "says" if coded == 1 else "say"
        assert f"{coded} of 42 papers {verb} that code is available" in text_of(ladder)


def test_the_learning_rung_says_why_its_paper_was_chosen(ladder):
    learning = ladder[0]
    assert learning.title.startswith("Reproduce “")
    assert re.search(r"Scores \d\.\d of 4: number \d+ of 40", learning.feasibility_and_value)
    assert "months old" in learning.papers[0].why


def test_the_problem_is_told_in_the_words_of_the_main_paper(ladder, niche):
    abstracts = dict(zip(niche.papers["id"], niche.papers["abstract"], strict=True))
    for rung in ladder:
        opening = abstracts[rung.papers[0].arxiv_id].split(". ")[0]
        assert opening.rstrip(".") in rung.problem


def test_the_larger_rung_joins_the_leading_approach_with_the_planted_rising_term(invented, as_of):
    niche = invented(papers=60)
    recent = niche.papers["published"] > pd.Timestamp(as_of) - pd.Timedelta(days=300)
    told = niche.papers["abstract"].where(
        ~recent, niche.papers["abstract"] + " It uses lidar moss."
    )
    row = {**niche.row, "terms": [*niche.row["terms"], "lidar moss"]}
    larger = draft_ladder(row, niche.papers.assign(abstract=told), as_of=as_of)[3]
    assert larger.title.endswith("with lidar moss")
    late = int(recent.sum())
    assert re.search(
        rf"lidar moss is in {late} of \d+ from the last twelve months, 0 of", larger.problem
    )


def test_a_growing_neighbour_lends_its_term(niche, as_of):
    neighbours = pd.DataFrame(
        [{"niche_id": "x", "name": "mud chemistry", "terms": ["clay sensing"], "growth": 1.9}]
    )
    flat = niche.papers.assign(published=pd.Timestamp(as_of) - pd.Timedelta(days=700))
    larger = draft_ladder(niche.row, flat, neighbours=neighbours, as_of=as_of)[3]
    assert (
        "clay sensing, from next door (mud chemistry, whose share grows 1.90-fold" in larger.problem
    )


def test_the_order_of_the_papers_is_irrelevant_and_nothing_is_changed(niche, as_of):
    before = niche.papers.copy()
    one = draft_ladder(niche.row, niche.papers, words=niche.words, as_of=as_of)
    shuffled = niche.papers.sample(frac=1, random_state=3)
    assert draft_ladder(niche.row, shuffled, words=niche.words, as_of=as_of) == one
    pd.testing.assert_frame_equal(niche.papers, before)


def test_a_row_of_a_table_is_read_like_a_mapping(niche, as_of):
    table = pd.DataFrame([niche.row])
    one = draft_ladder(table.iloc[0], niche.papers, parents=table, neighbours=table, as_of=as_of)
    assert one[0] == draft_ladder(niche.row, niche.papers, as_of=as_of)[0]


def test_without_terms_words_or_similarity_there_is_still_a_ladder(niche):
    bare = niche.papers.drop(columns=["similarity", "comments", "authors"])
    ladder = draft_ladder({"name": "mud", "niche_id": "x", "terms": None}, bare)
    assert all(len(approach_lines(rung)) >= 2 for rung in ladder)
    assert "closeness" not in text_of(ladder)


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=200)), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_any_titles_and_abstracts_give_whole_rungs(texts):
    papers = pd.DataFrame(
        {
            "id": [f"2001.{number:05d}" for number in range(len(texts))],
            "title": [title for title, _ in texts],
            "abstract": [abstract for _, abstract in texts],
            "published": pd.Timestamp("2023-05-05"),
            "authors": "",
        }
    )
    ladder = draft_ladder({"name": "odd", "terms": []}, papers, as_of=date(2024, 1, 1))
    assert all(clean_rung(rung) == rung and len(approach_lines(rung)) >= 2 for rung in ladder)


def test_different_niches_do_not_read_alike():
    demonstration = make_demonstration(seed=0)
    papers = papers_frame(demonstration.papers)
    subfield = dict(
        zip(demonstration.truth["arxiv_id"], demonstration.truth["subfield"], strict=True)
    )
    named = papers["id"].map(subfield)
    ladders = [
        draft_ladder({"name": name, "terms": [name]}, papers[named == name])
        for name in sorted(set(named))[::4]
    ]
    assert len(ladders) >= 8
    assert mean_overlap(ladders) <= 0.5
    assert len({rung.title for ladder in ladders for rung in ladder}) == 4 * len(ladders)


@pytest.mark.parametrize("hours", [0, -3, 200, float("nan"), float("inf")])
def test_impossible_weeks_are_refused(niche, hours):
    with pytest.raises(BadHoursError, match="hours are not possible for a week"):
        draft_ladder(niche.row, niche.papers, hours_per_week=hours)


def test_a_niche_without_papers_cannot_be_planned(niche):
    with pytest.raises(TooFewPapersError):
        draft_ladder(niche.row, niche.papers.head(0))


@pytest.mark.real
@pytest.mark.skipif(not REAL.exists(), reason="the real corpus of ../shared/data is missing")
def test_ladders_of_real_niches_stand_apart_and_are_drafted_at_once():
    phrases = (
        *("compressed sensing", "answer set programming", "wireless sensor", "sentiment analysis"),
        *("graph coloring", "multi-armed bandit", "face recognition", "software testing"),
        *("topic model", "traffic", "ontolog", "kalman filter", "steganograph", "crowdsourcing"),
    )
    columns = ["id", "title", "abstract", "published", "authors"]
    corpus = pd.read_parquet(REAL, columns=columns)
    corpus["published"] = pd.to_datetime(corpus["published"])
    titles, ladders, spent = corpus["title"].str.lower(), [], []
    for phrase in phrases:
        papers = corpus[titles.str.contains(phrase)].head(250)
        start = process_time()
        ladders.append(draft_ladder({"name": phrase, "terms": [phrase]}, papers))
        spent.append(process_time() - start)
        assert {paper.arxiv_id for rung in ladders[-1] for paper in rung.papers} <= set(
            papers["id"]
        )
    assert mean_overlap(ladders) <= 0.5
    assert sorted(spent)[len(spent) // 2] <= 1.0
