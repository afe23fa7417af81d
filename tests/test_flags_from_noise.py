"""Papers in which nothing grows, or that hardly tell anything: no flag comes from noise."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from explorer.analysis import analyze
from explorer.corpus.merging import merge_papers
from explorer.corpus.months import last_day
from explorer.corpus.papers import Paper
from explorer.corpus.store import writing
from explorer.presentation.untold import untold_lines
from explorer.runs import read_table
from explorer.settings import Settings
from explorer.trends.stated_rate import FALSE_FLAGS
from tests.planted_growth import MONTHS, words_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def noise(n=900, *, months=MONTHS, categories=("cs.RO", "cs.CL"), authors=None, seed=0):
    """Papers of eight subjects that come when they come, by whoever writes them."""
    rng = np.random.default_rng(seed)
    own = [words_of(rng, 12) for _ in range(8)]
    common = words_of(rng, 60)
    papers, numbers = [], Counter()
    for number in range(n):
        subject = int(rng.integers(8))
        words = [*rng.choice(own[subject], 9), *rng.choice(common, 12)]
        rng.shuffle(words)
        day = last_day(months[int(rng.integers(len(months)))]).replace(day=1 + number % 28)
        pair = f"{own[subject][0]} {own[subject][1]}"
        is_open = " The code is available on GitHub." if rng.random() < 0.2 else ""
        category = categories[subject % len(categories)]
        writers = (f"Ann Author{rng.integers(400)}", f"Ben Fellow{rng.integers(400)}")
        numbers[f"{day:%y%m}"] += 1
        papers.append(
            Paper(
                arxiv_id=f"{day:%y%m}.{numbers[f'{day:%y%m}']:04d}",
                title=f"{pair.capitalize()} and {words[0]}",
                abstract=f"We study {pair}. {' '.join(words)}.{is_open}",
                submitted=day,
                updated=day,
                primary_category=category,
                categories=(category,),
                authors=writers if authors is None else authors,
            )
        )
    return papers


def with_hole(papers):
    """Leave two years in the middle out, but for a handful."""
    inside = [p.arxiv_id for p in papers if 2013 <= p.submitted.year <= 2014]
    gone = set(inside[5:])
    return [p for p in papers if p.arxiv_id not in gone]


CASES = {
    "nothing grows": (lambda: noise(1500), ""),
    "one year": (lambda: noise(months=MONTHS[:12]), "**11 months** of papers"),
    "one category": (lambda: noise(categories=("cs.RO",)), ""),
    "300 papers": (lambda: noise(300), "ranks among so few say little"),
    "a hole in the middle": (lambda: with_hole(noise(1200)), ""),
    "no authors": (lambda: noise(authors=()), "No paper names its authors"),
    "one author on everything": (lambda: noise(authors=("Ann All",)), "Newcomers"),
}


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_flagged_and_it_says_what_cannot_be_told(case, tmp_path):
    made, told = CASES[case]
    settings = Settings(data_dir=tmp_path)
    with writing(settings.papers) as connection:
        merge_papers(connection, made())
    run = analyze(settings, now=NOW, papers_per_niche=60)
    niches = read_table(run, "niches")
    assert not niches["opening"].any()
    lines = untold_lines(run.manifest)
    assert told in "\n".join(lines)
    assert any("No niche is flagged" in line for line in lines)


def test_of_the_demonstration_with_months_shuffled_hardly_a_niche_is_flagged(invented, tmp_path):
    some = invented.papers[::2]
    days = [paper.submitted for paper in some]
    shuffled = np.random.default_rng(0).permutation(len(days)).tolist()
    papers = [
        replace(paper, submitted=days[at], updated=max(paper.updated, days[at]))
        for paper, at in zip(some, shuffled, strict=True)
    ]
    settings = Settings(data_dir=tmp_path)
    with writing(settings.papers) as connection:
        merge_papers(connection, papers)
    niches = read_table(analyze(settings, now=NOW), "niches", kind="partition")
    niches = niches[niches["level"] == "niche"]
    assert niches["opening"].mean() <= FALSE_FLAGS
