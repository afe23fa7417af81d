"""How well names find and cover their niches, and how words keep company in a year not read."""

import logging
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array, csc_array

from explorer.analysis import find, read_scope
from explorer.corpus.importing.files import import_file
from explorer.results import Scope
from explorer.topics.embedding import transform
from explorer.topics.phrases import find_phrases
from explorer.topics.quality import (
    average_precision,
    bm25,
    coherence,
    coverage,
    distinctness,
    uniqueness,
    with_feedback,
)
from explorer.topics.subfields import Subfields
from explorer.topics.tokens import Tokens, tokenize
from explorer.topics.variants import find_definitions, merge_variants
from explorer.topics.vocabulary import fold_plurals, root_table, word_counts

REAL = Path(__file__).parents[2].parent / "shared" / "data"
TODAY = date(2026, 11, 22)
KNOWN_UNTIL, YEAR_AFTER = date(2015, 12, 31), date(2016, 12, 31)

FLOORS = {
    "name finds members, AP, words alone (BM25)": (0.50, 0.16),
    "name finds members, AP, one round of feedback": (0.50, 0.42),
    "name covers members, as a phrase": (0.40, 0.18),
    "name covers members, all its words": (0.40, 0.35),
    "NPMI of ten words on 2016, niches": (0.30, 0.18),
    "NPMI of ten words on 2016, subfields": (0.30, 0.29),
    "unique words, niches": (0.80, 0.80),
    "names apart from siblings'": (1.00, 1.00),
}
"""What was wished for, and what holds now: below the second a figure has become worse.

No single phrase finds niches of about 115 papers better than .26 by BM25, chosen in hindsight; the
very middle of a niche finds its members with .69. Words chosen from 2016 itself reach .30.
"""

pytestmark = [pytest.mark.benchmark, pytest.mark.real]

log = logging.getLogger(__name__)
"""Shown by ``--log-cli-level=INFO``."""


class Analysed(NamedTuple):
    papers: pd.DataFrame
    later: pd.DataFrame
    subfields: Subfields
    tokens: Tokens


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    file = REAL / "arxiv_cs_stat_2007_2016.parquet"
    if not file.exists():
        pytest.skip(f"needs the real corpus {file.name} in ../shared/data")
    store = tmp_path_factory.mktemp("names") / "papers.sqlite"
    import_file(store, file, today=TODAY)
    scope = Scope(as_of=KNOWN_UNTIL)
    papers, _ = read_scope(store, scope)
    everything, _ = read_scope(store, Scope(as_of=YEAR_AFTER))
    later = everything[everything["published"].dt.date > KNOWN_UNTIL]
    subfields = find(papers, scope, progress=lambda *_: None)
    tokens = tokenize(papers["title"].tolist(), papers["abstract"].tolist())
    return Analysed(papers, later, subfields, tokens)


def retrieval(analysed: Analysed) -> dict[str, float]:
    """Search for each niche's name among all papers."""
    subfields, tokens = analysed.subfields, analysed.tokens
    label, phrases = subfields.levels[0].label, subfields.phrases
    table = root_table(tokens, fold_plurals(word_counts(tokens)))
    roots = table.of_word[tokens.ids]
    content = roots >= 0
    paper, word = tokens.paper_of_token()[content], roots[content]
    shape = (tokens.n_papers, len(table.roots))
    counts = csc_array(coo_array((np.ones(len(word)), (paper, word)), shape=shape))
    lengths = np.bincount(paper, minlength=tokens.n_papers)
    number = {root: i for i, root in enumerate(table.roots)}
    column = {text: i for i, text in enumerate(phrases.texts)}
    points = transform(subfields.counts, subfields.embedding)
    names = [terms[0] if terms else "" for terms in subfields.levels[0].groups["terms"]]
    uses = csc_array(phrases.in_papers)
    by_phrase = coverage(uses, [column.get(name, -1) for name in names], label)
    plain, again, by_words = [], [], []
    for group, name in enumerate(names):
        members = label == group
        columns = [number[root] for root in name.split()]
        score = bm25(counts, lengths, columns)
        plain.append(average_precision(score, members))
        again.append(average_precision(with_feedback(score, points), members))
        every_word = (counts[members][:, columns].toarray() > 0).all(axis=1)
        used = uses[:, [column[name]]].toarray()[members, 0] > 0 if name in column else False
        by_words.append((every_word | used).mean())
    return {
        "name finds members, AP, words alone (BM25)": float(np.median(plain)),
        "name finds members, AP, one round of feedback": float(np.median(again)),
        "name covers members, as a phrase": float(np.median(by_phrase)),
        "name covers members, all its words": float(np.median(by_words)),
    }


def company(analysed: Analysed) -> dict[str, float]:
    """Ask the year after which of a group's words keep company."""
    later = tokenize(analysed.later["title"].tolist(), analysed.later["abstract"].tolist())
    found = merge_variants(find_phrases(later, min_papers=1), find_definitions(analysed.tokens))
    column = {
        other: i for i, text in enumerate(found.texts) for other in found.variants.get(text, ())
    }
    column |= {text: i for i, text in enumerate(found.texts)}
    medians = {}
    for level in analysed.subfields.levels[:2]:
        lists = [[column.get(term, -1) for term in terms] for terms in level.groups["terms"]]
        medians[level.name] = float(np.nanmedian(coherence(csc_array(found.in_papers), lists)))
    niches = analysed.subfields.levels[0].groups
    return {
        "NPMI of ten words on 2016, niches": medians["niche"],
        "NPMI of ten words on 2016, subfields": medians["subfield"],
        "unique words, niches": uniqueness(niches["terms"].tolist()),
        "names apart from siblings'": distinctness(
            niches["name"].tolist(), niches["parent_id"].tolist()
        ),
    }


def test_names_and_words_hold_what_they_reached(analysed):
    measured = retrieval(analysed) | company(analysed)
    for name, (wished, floor) in FLOORS.items():
        log.info("%-48s wished %.2f  now %.3f  floor %.2f", name, wished, measured[name], floor)
    assert {name for name, (_, floor) in FLOORS.items() if measured[name] < floor} == set()
